"""The tables as the data desk hands them out, takes them back and puts them in place; the only writer among the screens."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.measures import changes
from outreach.screen import cached
from outreach.tables import INSIDE, MODELS, backup, ledger
from outreach.tables.columns import describe, key
from outreach.tables.dictionary import title as titled
from outreach.tables.incoming import Incoming, handed_in, incoming
from outreach.tables.ledger import Change as Change  # the desk speaks of these two
from outreach.tables.ledger import Moved as Moved
from outreach.tables.template import made_from
from outreach.tables.template import template as made
from outreach.tables.writing import written


@dataclass(frozen=True, eq=False)
class OfTable:
    """A table of the district as it is, that something would change."""

    table: str
    before: District

    @property
    def key(self) -> list[str]:
        """The columns that tell the table's rows apart."""
        return key(MODELS[self.table])

    @property
    def now(self) -> pd.DataFrame:
        """The table as it is."""
        return self.before.table(self.table)


@dataclass(frozen=True, eq=False)
class Draft(OfTable):
    """A file handed in for a table, held against the district as it is.

    `before` is that district, `after` as it would be; None where there are faults. `base` is the table that the file was
    made from, where that is another than the one there is now: then somebody has changed it in the meantime, `between` are
    those changes, oldest first. `base` is None too where nobody knows it any more; `known` then tells the two apart.
    `seen` is the reading of the district it was held against. `content` is what was handed in, `notes` are what is no fault
    of it but must be told.
    """

    file: str
    content: bytes
    faults: tuple[Fault, ...]
    others: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    after: District | None
    kept: bytes
    compared: str
    origin: str
    base: pd.DataFrame | None
    between: tuple[Change, ...]
    seen: int

    @property
    def then(self) -> pd.DataFrame | None:
        """The table as it would be; None where there are faults."""
        return None if self.after is None else self.after.table(self.table)

    @property
    def kept_is_now(self) -> bool:
        """Whether what would be written is what is there."""
        return ledger.digest(self.kept) == self.compared

    @property
    def stale(self) -> bool:
        """Whether the table has been changed since the file was made from it."""
        return self.origin != self.compared


def title(table: str, language: str) -> str:
    """What a table is called."""
    return titled(table, language)


def with_inside(overview: pd.DataFrame, language: str) -> pd.DataFrame:
    """The overview of the tables with those of the desk alone, which the log names too."""
    more = [{"table": name, "title": titled(name, language)} for name in INSIDE]
    return pd.concat([overview, pd.DataFrame(more)], ignore_index=True)


def columns(table: str, language: str) -> dict[str, dict[str, str]]:
    """A table's columns: the title of each, its kind, and the table it refers to."""
    return {
        column: {"title": spec["title"][language], "kind": spec["type"], "refers": spec["refers"] or ""}
        for column, spec in describe(MODELS[table]).items()
    }


def template(table: str, language: str, first: tuple[str, ...] = ()) -> bytes:
    """The table as a workbook to fill in, which remembers the version it was made from.

    Of a table that asks the towns something, the questions to the towns `first` stand before others.
    """
    district = cached.district()
    return cached.once(_template, district, table, language, _digest(district, table), first)


def _template(district: District, table: str, language: str, digest: str, first: tuple[str, ...]) -> bytes:
    return made(district, table, language, made_from=digest, first=first)


def _digest(district: District, table: str) -> str:
    """What the table's file is known by now; empty where there is none."""
    try:
        return ledger.digest(ledger.content_of(ledger.table_file(district.home.root, table)))
    except (Moved, OSError):
        return ""


def draft(table: str, file: str, content: bytes, origin: str | None = None) -> Draft:
    """Hold a file against the district as it is now; nothing is written.

    origin is the digest of the version it was made from; without one the template's own counts, else the table's as it is.
    """
    district, seen = cached.district(), cached.version()
    try:
        found = incoming(district.home.root, district, table, file, content)
    except Moved:
        found = Incoming(table, (Fault(f"data/{table}.csv", None, None, "missing_file"),), "")
    origin = origin or made_from(content) or found.compared
    base, between = _since(district, table, origin) if origin != found.compared else (None, ())
    return Draft(
        table,
        district,
        file,
        content,
        found.faults,
        found.others,
        found.notes,
        found.after,
        found.content,
        found.compared,
        origin,
        base,
        between,
        seen,
    )


def again(of: Draft) -> Draft:
    """The same file held against the district as it is now, if that is another one; else the very draft."""
    return of if of.seen == cached.version() else draft(of.table, of.file, of.content, of.origin)


def joined(of: Draft, frame: pd.DataFrame, file: str) -> Draft:
    """A draft of these rows in the place of the file's."""
    return draft(of.table, file, written(of.table, frame), of.compared)


def _since(district: District, table: str, origin: str) -> tuple[pd.DataFrame | None, tuple[Change, ...]]:
    """The table as it was in that version, and the changes since; nothing of what nobody kept."""
    listed = [change for change in log() if change.table == table]
    first = next((place for place in reversed(range(len(listed))) if listed[place].before == origin), None)
    if first is None:
        return None, ()
    content = _version(district.home.root, origin)
    reading = handed_in(district, table, listed[first].file, content) if content is not None else None
    return (reading.frame if reading else None), tuple(listed[first:])


def _version(root: Path, digest: str) -> bytes | None:
    try:
        content = (root / ledger.FOLDER / "versions" / digest).read_bytes()
    except OSError:
        return None
    return content if ledger.digest(content) == digest else None


def accept(of: Draft, who: str, why: str, counts: dict[str, int]) -> Change:
    """Put a sound draft in the table's place, in one step. Raises Moved where somebody was first, OSError for the disk."""
    change = ledger.accept(
        cached.district().home.root, ledger.Proposal(of.table, of.kept, of.compared, counts), who, why
    )
    cached.look_again()
    return change


def former(number: int) -> Draft | None:
    """The table as it was before a change, held against the district as it is now; None where it was not kept."""
    change = next((one for one in log() if one.number == number), None)
    root = cached.district().home.root
    content = _version(root, change.before) if change else None
    if change is None or content is None:
        return None
    found = draft(change.table, change.file, content)
    try:
        same_kind = ledger.table_file(root, change.table).suffix == Path(change.file).suffix
    except Moved:
        same_kind = False
    return replace(
        found,
        kept=content if same_kind and found.after is not None else found.kept,
        origin=found.compared,
        base=None,
        between=(),
    )


def counts(of: Draft) -> dict[str, int]:
    """How many rows a sound draft would add, change and remove."""
    return changes.counts(changes.proposed(of)) or {}


def log() -> list[Change]:
    """Every change made at the desk, oldest first."""
    return ledger.changes(cached.district().home.root)


def damaged() -> list[Fault]:
    """What is wrong with the former versions, the log of changes and what is kept for a start on broken files."""
    root = cached.district().home.root
    return [*ledger.faults(root), *backup.faults(root)]


def dated(table: str) -> float | None:
    """When the table's file was last written, in seconds since 1970; None where there is none."""
    try:
        return ledger.table_file(cached.district().home.root, table).stat().st_mtime
    except (Moved, OSError):
        return None
