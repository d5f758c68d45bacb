"""The towns' reports as the desk keeps them: rounds opened, sheets made and taken back; beside filing.py the only writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.measures import changes
from outreach.screen import cached, filing
from outreach.tables import INSIDE, answers, asking, bundle, ledger, reports, returned, taking
from outreach.tables.ledger import Change, Moved, NothingKept
from outreach.tables.reports import Reports, Unopened, Wanted
from outreach.tables.taking import Taking

__all__ = ["Moved", "NothingKept", "Reports", "Taking", "Unopened", "Wanted"]
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, eq=False)
class Part(filing.OfTable):
    """A table as sheets would change it, as the views of the desk look at one."""

    after: District

    @property
    def then(self) -> pd.DataFrame:
        """The table as it would be."""
        return self.after.table(self.table)


def kept() -> Reports:
    """The rounds with everything asked and answered in them, read again when their files have changed."""
    district = cached.district()
    paths = [ledger.table_file(district.home.root, name) for name in INSIDE]
    stamps = tuple((path.stat().st_mtime_ns, path.stat().st_size) if path.is_file() else (0, 0) for path in paths)
    return cached.once(_read, str(district.home.data), stamps)


def _read(data: str, _stamps: tuple[tuple[int, int], ...]) -> Reports:
    from pathlib import Path

    return reports.read(Path(data))


def towns(language: str) -> dict[str, str]:
    """The towns that can be asked: their codes with their names."""
    found = asking.towns(cached.district())
    return dict(zip(found["area_code"], found[f"name_{language}"], strict=True))


def unanswered(of: Reports, round_id: str) -> list[str]:
    """The towns with something of the round left to answer."""
    return bundle.unanswered(of, round_id)


def sheet(of: Reports, round_id: str, town: str, language: str) -> bytes:
    """A town's sheet, with what it has not answered yet."""
    return cached.once(bundle.sheet, cached.district(), of, round_id, town, language)


def archive(of: Reports, round_id: str, language: str, named: str) -> bytes:
    """All sheets of a round in one archive; named is what a file is called."""
    return cached.once(_archive, cached.district(), of, round_id, language, named)


def _archive(district: District, of: Reports, round_id: str, language: str, named: str) -> bytes:
    return bundle.zipped(bundle.sheets(district, of, round_id, language, named))


def open_round(of: Reports, wanted: Wanted, who: str, why: str) -> tuple[Reports, str, Change]:
    """Open a round: the rounds as they are then, its id, and the last change of it. Raises Unopened, Moved, OSError."""
    root = cached.district().home.root
    after, round_id = reports.opened(cached.district(), of, wanted)
    made = ledger.accept_together(root, reports.proposals(root, of, after), who, why)
    cached.look_again()
    return after, round_id, made[-1]


def is_sheet(content: bytes) -> bool:
    """Whether a file is a town's sheet."""
    return returned.is_sheet(content)


def take(files: Files, of: Reports, on: date, overrule: bool, _version: int) -> Taking:
    """Hold sheets that came in on that day against the district as it is; nothing is written."""
    district = cached.district()
    back = returned.read_all(files, district, of, on)
    return taking.take(district.home.root, district, of, back, on, overrule=overrule)


def parts(of: Taking) -> list[Part]:
    """The tables that sheets would change."""
    return [Part(name, of.before, of.after) for name in of.tables]


def told(of: Taking, language: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The sheets, the answers that are taken over and those in conflict, as rows to be read."""
    return answers.files(of, language), answers.told(of, language), answers.opposed(of, language)


def rows_changed(of: Taking) -> int:
    """How many rows of the record would be added or changed."""
    return sum(sum(_counts(one).values()) for one in parts(of))


def _counts(of: Part) -> dict[str, int]:
    return changes.counts(changes.of_table(of.now, of.then, of.key)) or {}


def accept(of: Taking, who: str, why: str) -> Change:
    """Put the record and the list of returns in place, in one step: the last change. Raises Moved, OSError."""
    root = cached.district().home.root
    counts = {one.table: _counts(one) for one in parts(of)}
    proposed: Sequence[Any] = [
        *taking.proposals(root, of, counts.__getitem__),
        *reports.proposals(root, of.kept, of.reports),
    ]
    made = ledger.accept_together(root, proposed, who, why)
    cached.look_again()
    return made[-1]


def together(number: int) -> list[Change]:
    """The changes that were made in one step with this one of the rounds or the returns; none for a change of another table."""
    listed = filing.log()
    one = next((change for change in listed if change.number == number), None)
    if one is None or one.table not in INSIDE:
        return []
    return [change for change in listed if (change.at, change.who, change.why) == (one.at, one.who, one.why)]


def undo(of: Sequence[Change], who: str, why: str) -> Change:
    """Take changes back that were made in one step, all or none. Raises NothingKept where a table has changed since, OSError."""
    made = ledger.undo(cached.district().home.root, of, who, why)
    cached.look_again()
    return made[-1]
