"""Kills at random moments whatever writes a district's tables, and looks at what is left: nothing lost, nothing half, the record opens.

    python -m tests.bench.kills [--times 60] [--seed 1] [--whole]

Each act writes in a process of its own, forked from this one when all is ready to be written, and is killed with SIGKILL after a
random part of the time that takes undisturbed. Then the district is settled, and every file of it must be the former one or the
new one; any other is read. `--whole` kills the commands `put` and `survey --into` at any moment from their start.
"""

import argparse
import io
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach.__main__ import main as command
from outreach.home import PROJECT, find_home
from outreach.screen import filing
from outreach.tables import ledger, read_district, snapshot
from outreach.tables.incoming import incoming

COUNTS = {"added": 0, "changed": 1, "removed": 0}
DAY = date(2026, 1, 1)
Write = Callable[[], object]
Act = Callable[[Path, Path], Write]
"""What makes ready, of a district and the files handed in, and gives what writes."""


@dataclass
class Tally:
    """What became of an act that was killed so often."""

    killed: int = 0
    before: int = 0
    after: int = 0
    half: int = 0
    lost: int = 0
    faults: int = 0
    slowest_s: float = 0.0


def _quiet(*arguments: object) -> Write:
    def write() -> None:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            assert command([str(one) for one in arguments]) == 0

    return write


def put(root: Path, given: Path) -> Write:
    """A filled table handed in by the command, from its start."""
    return _quiet("put", root, "--table", "bases", "--file", given / "bases.csv", "--who", "王芳")


def survey(root: Path, given: Path) -> Write:
    """Answers made into rows, and the source they are of: two tables at once, from the command's start."""
    return _quiet("survey", given / "answers.csv", "--wave", "2025", "--into", root)


def putting(root: Path, given: Path) -> Write:
    """The writing of `put` alone."""
    found = incoming(root, read_district(find_home(root)), "bases", "bases.csv", (given / "bases.csv").read_bytes())
    content = found.content
    assert content is not None
    return lambda: ledger.accept(root, ledger.Proposal("bases", content, found.compared, COUNTS), "王芳", "季度更新")


def surveying(root: Path, _given: Path) -> Write:
    """The writing of `survey --into` alone: two tables together."""
    sources, rows = ((root / "data" / f"{name}.csv").read_bytes() for name in ("sources", "survey"))
    source = sources.splitlines()[1].replace(b"plan-2022", b"survey-2025", 1)
    new = {
        "sources": (sources, sources + source + b"\r\n"),
        "survey": (rows, rows + b"320614001,2025,all,120,0.2,,,,,survey,survey-2025\r\n"),
    }
    proposals = [ledger.Proposal(name, then, ledger.digest(now), COUNTS) for name, (now, then) in new.items()]
    return lambda: ledger.accept_together(root, proposals, "王芳", "调查")


def keeping(root: Path, _given: Path) -> Write:
    """A snapshot of all tables, over an earlier one of the same day."""
    district = read_district(find_home(root))
    return lambda: snapshot.write(find_home(root), district, DAY)


def desk(root: Path, given: Path) -> Write:
    """A draft accepted at the desk."""
    os.environ["OUTREACH_HOME"] = str(root)
    of = filing.draft("bases", "bases.csv", (given / "bases.csv").read_bytes())
    told = filing.counts(of)
    return lambda: filing.accept(of, "王芳", "季度更新", told)


def restore(root: Path, _given: Path) -> Write:
    """The version before the last change put back."""
    return lambda: ledger.undo(root, ledger.changes(root)[-1:], "李强")


ACTS: dict[str, Act] = {
    "put": putting,
    "survey --into": surveying,
    "snapshot": keeping,
    "desk": desk,
    "restore": restore,
}
WHOLE: dict[str, Act] = {"put": put, "survey --into": survey}


def _given(folder: Path) -> None:
    """The files that are handed in: a base with another name, and answers from a town."""
    bases = (PROJECT / "data" / "bases.csv").read_text(encoding="utf-8-sig")
    (folder / "bases.csv").write_text(bases.replace("海门科技馆", "海门新科技馆"), encoding="utf-8-sig")
    rows = [
        f"海门街道,1.{i % 9},{'是' if i % 5 == 0 else '否'},海门街道,海门街道{i // 12},{20 + i % 40}"
        for i in range(120)
    ]
    head = "镇街,权重,是否具备科学素质,层,群,年龄"
    (folder / "answers.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def _district(root: Path, given: Path, act: Act) -> None:
    """A district as the act finds it."""
    for part in ("data", "geo"):
        shutil.copytree(PROJECT / part, root / part)
    if act is restore:
        new, old = (given / "bases.csv").read_bytes(), (root / "data" / "bases.csv").read_bytes()
        ledger.accept(root, ledger.Proposal("bases", new, ledger.digest(old), COUNTS), "王芳", "")
    if act is keeping:
        (root / snapshot.FOLDER).mkdir()
        earlier = f'{{"format": 1, "taken": "{DAY}", "code": "{find_home(PROJECT).code}", "tables": {{}}}}'
        (root / snapshot.FOLDER / f"{DAY}.json").write_text(earlier, encoding="utf-8")


def _child(write: Write) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            write()
            code = 0
        finally:
            os._exit(code)
    return child


def _files(root: Path) -> dict[str, bytes]:
    """What a district is read from, and its snapshots."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("data", "geo", snapshot.FOLDER)
        for path in sorted((root / folder).glob("*"))
        if path.suffix != ".part"
    }


def _sound(root: Path) -> bool:
    district = read_district(find_home(root))
    for path in snapshot.listed(root):
        snapshot.read(path, district.home.code)  # raises where it is half a file
    return not district.faults and not district.missing


class Trial:
    """An act upon a district that lies at one place, made anew for each try."""

    def __init__(self, act: Act, folder: Path):
        self.act, self.root, self.given, self.tally = act, folder / "district", folder, Tally()
        _district(self.root, folder, act)
        self.before, self.write = _files(self.root), act(self.root, folder)
        assert _sound(self.root)
        self.took_s = min(self._whole() for _ in range(5))
        self.after = _files(self.root)
        assert _sound(self.root) and self.after != self.before

    def _whole(self) -> float:
        """How long it takes undisturbed."""
        shutil.rmtree(self.root)
        _district(self.root, self.given, self.act)
        began = time.monotonic()
        _, status = os.waitpid(_child(self.write), 0)
        assert status == 0, "the act fails by itself"
        return time.monotonic() - began

    def kill(self, moment_s: float) -> None:
        """Once: begin anew, kill, settle, look."""
        shutil.rmtree(self.root)
        _district(self.root, self.given, self.act)
        child = _child(self.write)
        time.sleep(moment_s)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        began = time.monotonic()
        ledger.settle(self.root)
        self.tally.slowest_s = max(self.tally.slowest_s, time.monotonic() - began)
        self.tally.killed += os.WIFSIGNALED(status)
        self._look(_files(self.root))

    def _look(self, now: dict[str, bytes]) -> None:
        told = self.tally
        told.faults += len(ledger.faults(self.root))
        told.before += now == self.before
        told.after += now == self.after
        if now not in (self.before, self.after):
            told.half += 1
            told.faults += not _sound(self.root)
        told.lost += sum(
            row in self.after[name].splitlines() and row not in now.get(name, b"").splitlines()
            for name, content in self.before.items()
            if name.startswith("data/") and now.get(name) != content
            for row in content.splitlines()
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="the commands from their start, not their writing alone")
    parser.add_argument("--only", choices=ACTS, default=None)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    print("act            tries  killed  as before  as after  half  rows lost  faults  longest settling")
    failed = False
    with TemporaryDirectory() as name:
        folder = Path(name)
        _given(folder)
        for called, act in (ACTS | (WHOLE if asked.whole else {})).items():
            if asked.only not in (None, called):
                continue
            trial = Trial(act, folder)
            for _ in range(asked.times):
                trial.kill(dice.uniform(0, 1.1) * trial.took_s)
            shutil.rmtree(trial.root)
            told = trial.tally
            failed |= bool(told.half or told.lost or told.faults)
            print(
                f"{called:14s} {asked.times:5d} {told.killed:7d} {told.before:10d} {told.after:9d} {told.half:5d} "
                f"{told.lost:10d} {told.faults:7d} {told.slowest_s:15.2f} s",
                flush=True,
            )
    sys.exit(failed)


if __name__ == "__main__":
    main()
