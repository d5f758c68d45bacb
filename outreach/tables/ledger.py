"""Tables replaced in one step, the former versions kept, and who changed what, when and why.

All of it lies in `history/` beside the district's data: `versions/` holds every version by the hash of its bytes,
`log.jsonl` one change a line, `intent.json` the changes under way. A table's file changes by a single rename, so that a
process killed at any moment leaves the old table or the new one; `settle` then makes the log agree with the file. Of
changes that belong together, `settle` makes the rest too where one was made.
What cannot be read of the log or the intent, because somebody edited it or the disk failed, is kept as it is in a
`.damaged` file beside it, told of by `faults`, and stops nothing.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from outreach.faults import Fault
from outreach.tables.columns import OPTIONAL
from outreach.tables.faults import spoken

FOLDER = "history"
_VERSIONS, _LOG, _INTENT, _LOCK = "versions", "log.jsonl", "intent.json", "lock"
_ASIDE = ".damaged"
_SHAPES = {
    "at": r"\d{4}-\d\d-\d\dT.*",
    "table": "[a-z]+",
    "file": r"(?i:[a-z]+\.(csv|xlsx))",
    "before": "[0-9a-f]{64}",
    "after": "[0-9a-f]{64}",
}


class Moved(Exception):
    """The table's file is not the one that the change was compared with."""


class NothingKept(Exception):
    """There is no former version of the table to go back to, or the file was changed since by other means."""


@dataclass(frozen=True)
class Change:
    """One change of one table.

    `before` and `after` are the SHA-256 of the file's bytes; `undoes` is the number of the change that this one took
    back, in logs of before. `at` is the moment in UTC, `counts` the rows `added`, `changed` and `removed`.
    """

    number: int
    at: str
    who: str
    why: str
    table: str
    file: str
    counts: Mapping[str, int]
    before: str
    after: str
    undoes: int | None = None


def table_file(root: Path, table: str) -> Path:
    """The file a table is kept in, XLSX where that is what the district has; a CSV where it may be without and is.

    Raises Moved where there is none, or two.
    """
    names = {f"{table}.{suffix}" for suffix in ("csv", "xlsx")}
    beside = (root / "data").iterdir() if (root / "data").is_dir() else ()
    found = [path for path in beside if path.name.lower() in names and path.is_file()]
    if not found and table in OPTIONAL:
        return root / "data" / f"{table}.csv"
    if len(found) != 1:
        raise Moved(table)
    return found[0]


def content_of(path: Path) -> bytes:
    """What is in a table's file; nothing where there is no file yet."""
    return path.read_bytes() if path.exists() else b""


def digest(content: bytes) -> str:
    """What a file's bytes are known by."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Proposal:
    """The bytes for a table's file, in the place of those known by `compared`; `counts` as of a `Change`."""

    table: str
    content: bytes
    compared: str
    counts: Mapping[str, int]


def accept(root: Path, proposal: Proposal, who: str, why: str) -> Change:
    """Put the proposed bytes in the place of the table's file, which must still be the one they were compared with.

    Raises Moved where somebody else has changed it since, OSError where the directory may not be written to.
    """
    return accept_together(root, [proposal], who, why)[0]


def accept_together(root: Path, proposals: Sequence[Proposal], who: str, why: str) -> list[Change]:
    """Put several tables' bytes in place, all or none, in the order given; each is a change of its own.

    Every table is named once. A process killed half-way leaves the first of them new and the others old until whoever
    comes next, or `settle`, makes the rest; so those that others refer to should come first. Raises as `accept` does.
    """
    with _locked(root):
        return _replace(root, proposals, who, why)


def undo(root: Path, made: Sequence[Change], who: str, why: str = "") -> list[Change]:
    """Put the versions before changes that were made together back, all or none, in the opposite order.

    Raises NothingKept where a table has been changed since, or a version is not kept as it was; OSError as `accept` does.
    """
    with _locked(root):
        proposals = []
        for change in reversed(made):
            content = content_of(root / FOLDER / _VERSIONS / change.before)
            if last_change(root, change.table) != change or digest(content) != change.before:
                raise NothingKept(change.table)
            counts = {
                **change.counts,
                "added": change.counts.get("removed", 0),
                "removed": change.counts.get("added", 0),
            }
            proposals.append(Proposal(change.table, content, change.after, counts))
        return _replace(root, proposals, who, why)


def changes(root: Path) -> list[Change]:
    """Every change, oldest first; what cannot be read as one is passed over, and told of by `faults`."""
    return [change for _, _, change in _lines(root / FOLDER / _LOG) if change]


def faults(root: Path) -> list[Fault]:
    """Every line of the log that cannot be read, and every damaged file that was put aside: for somebody to look at."""
    folder = root / FOLDER
    found = [
        Fault(
            f"{FOLDER}/{name}", number, None, "log_damaged", {"found": spoken(line.decode("utf-8", "replace").strip())}
        )
        for name in (_LOG, _INTENT)
        for number, line, change in _lines(folder / name)
        if change is None and not (name == _LOG and _half(folder, line))
    ]
    aside = sorted(folder.glob(f"*{_ASIDE}")) if folder.is_dir() else []
    return found + [
        Fault(f"{FOLDER}/{path.name}", None, None, "log_aside", {"of": path.name.split("-")[0]}) for path in aside
    ]


def last_change(root: Path, table: str) -> Change | None:
    """The table's last change, if the file is still as that change left it; None otherwise."""
    last = next((change for change in reversed(changes(root)) if change.table == table), None)
    try:
        return last if last and digest(content_of(table_file(root, table))) == last.after else None
    except Moved:
        return None


def settle(root: Path) -> None:
    """Finish the log of a change whose process was killed; a directory that may not be written to is left as it is."""
    if not (root / FOLDER / _INTENT).exists():
        return
    try:
        with _locked(root):
            pass
    except OSError:
        return


def _replace(root: Path, proposals: Sequence[Proposal], who: str, why: str) -> list[Change]:
    folder, made = root / FOLDER, []
    at = datetime.now(UTC).isoformat(timespec="seconds")
    first = max((one.number for one in changes(root)), default=0) + 1
    for number, one in enumerate(proposals, first):
        path = table_file(root, one.table)
        if digest(content_of(path)) != one.compared:
            raise Moved(one.table)
        made.append(
            Change(number, at, who, why, one.table, path.name, dict(one.counts), one.compared, digest(one.content))
        )
    for one, change in zip(proposals, made, strict=True):
        for version in (content_of(root / "data" / change.file), one.content):
            _write(folder / _VERSIONS / digest(version), version)
    _write(folder / _INTENT, b"".join(map(_line, made)))
    try:
        for one, change in zip(proposals, made, strict=True):
            _write(root / "data" / change.file, one.content, folder)
    except OSError:  # the disk is full, or a program has one of them open: whoever is told so must find all as it was
        with suppress(OSError):
            _take_back(root, made)
        raise
    _finish(root)
    return made


def _take_back(root: Path, made: Sequence[Change]) -> None:
    """Undo those of the changes under way that were made, and forget them all."""
    folder = root / FOLDER
    for change in reversed(made):
        path = root / "data" / change.file
        if _is_done(root, change) and change.before != change.after:
            former = (folder / _VERSIONS / change.before).read_bytes()
            if former:
                _write(path, former, folder)
            else:
                path.unlink()  # it was not there before
    os.unlink(folder / _INTENT)


def _finish(root: Path) -> None:
    """Make the tables' files and the log agree, whatever a killed process left undone."""
    folder = root / FOLDER
    _mend(folder)
    intent = folder / _INTENT
    if not intent.exists():
        return
    lines = [change for _, _, change in _lines(intent)]
    if None in lines or not lines:
        _put_aside(intent)
    under_way = [change for change in lines if change]
    if any(_is_done(root, change) for change in under_way):
        for change in under_way:
            _make(root, change)
    known = changes(root)
    told = [change for change in under_way if _is_done(root, change) and change not in known]
    if told:
        _append(folder / _LOG, b"".join(map(_line, told)))
    os.unlink(intent)
    _to_disk(folder)


def _is_done(root: Path, change: Change) -> bool:
    path = root / "data" / change.file
    return digest(content_of(path)) == change.after


def _make(root: Path, change: Change) -> None:
    """Make a change that was under way, where the file is still the former one."""
    path, version = root / "data" / change.file, root / FOLDER / _VERSIONS / change.after
    if digest(content_of(path)) == change.before and version.is_file():
        content = version.read_bytes()
        if digest(content) == change.after:
            _write(path, content, root / FOLDER)


def _line(change: Change) -> bytes:
    return json.dumps(asdict(change), ensure_ascii=False).encode() + b"\n"


def _change(line: bytes) -> Change | None:
    """The change that a line tells of; None for a line that is not one."""
    try:
        found = Change(**json.loads(line))
        sound = (
            all(
                isinstance(value := getattr(found, name), str) and re.fullmatch(shape, value)
                for name, shape in _SHAPES.items()
            )
            and isinstance(found.who, str)
            and isinstance(found.why, str)
            and type(found.number) is int
            and (found.undoes is None or type(found.undoes) is int)
            and all(type(count) is int for count in found.counts.values())
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return found if sound else None


def _lines(path: Path) -> list[tuple[int, bytes, Change | None]]:
    """The lines of a file that are not empty: number, bytes, and the change where it is one."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return []
    return [(number, line, _change(line)) for number, line in enumerate(lines, 1) if line.strip()]


def _half(folder: Path, line: bytes) -> bool:
    """Whether a line is the beginning of one that the changes under way were about to write."""
    return not line.endswith(b"\n") and any(whole.startswith(line) for _, whole, _ in _lines(folder / _INTENT))


def _mend(folder: Path) -> None:
    """Leave of the log the lines that can be read, each with its end; a file with any other line in it is put aside first."""
    log = folder / _LOG
    found = _lines(log)
    if any(change is None and not _half(folder, line) for _, line, change in found):
        _put_aside(log)
    whole = b"".join(line.rstrip(b"\r\n") + b"\n" for _, line, change in found if change)
    if found and whole != log.read_bytes():
        _write(log, whole)


def _put_aside(path: Path) -> None:
    content = path.read_bytes()
    _write(path.with_name(f"{path.name}-{digest(content)[:12]}{_ASIDE}"), content)


def _append(log: Path, line: bytes) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        _whole(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)
    _to_disk(log.parent)


def _write(path: Path, content: bytes, beside: Path | None = None) -> None:
    """Write a file that is there whole or not at all; the half of it lies in `beside`, which is on the same disk."""
    half = (beside or path.parent) / f"{path.name}.part"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        _whole(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)
    if path.exists():
        os.chmod(half, path.stat().st_mode & 0o777)
    os.replace(half, path)
    _to_disk(path.parent)


def _whole(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _to_disk(folder: Path) -> None:
    if os.name == "nt":  # directories cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """One process at a time; whoever comes next first finishes what a killed one left."""
    folder = root / FOLDER
    (folder / _VERSIONS).mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):
        _finish(root)
        yield
