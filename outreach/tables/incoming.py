"""A file that somebody hands in for a table: what is in it, and the district as it would be afterwards."""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.home import Home, HomeError, find_home
from outreach.tables import MODELS, ledger
from outreach.tables.cells import trimmed
from outreach.tables.columns import describe
from outreach.tables.district import district_with
from outreach.tables.faults import spoken
from outreach.tables.naming import COLUMN, Names
from outreach.tables.reading import Sheet, Unreadable, sheet_of, unwrapped
from outreach.tables.table import Reading, of_sheet
from outreach.tables.template import template
from outreach.tables.workbooks import has_macros
from outreach.tables.writing import written

LARGEST = 20 << 20  # bytes; the nation's half a million bases are no one's upload
UNPACKED = 200 << 20  # bytes, of a workbook
MACROS = (".xlsm", ".xltm")
_PROGRAMS = re.compile(
    r"(?:^|/)(?:vba[^/]*\.bin|basic/.|scripts/.|macrosheets/.|dialogsheets/.|activeX/.|ctrlProps/.)", re.IGNORECASE
)
_LINKS = re.compile(
    r"(?:^|/)(?:externalLinks/.|connections\.xml|queryTables/.|embeddings/.|webextensions/.)", re.IGNORECASE
)
_COMMAND = re.compile(r"\s*[=+@-][^|\n]*\|[^!\n]*!")  # =cmd|'/C calc'!A0, which Excel hands to another program (DDE)
_CALL = re.compile(rb"<f[^>]*>([^<]*\|[^<]*![^<]*)</f>")
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, eq=False)
class Incoming:
    """What came of a file: `after` is the district as it would be, None where there are faults.

    `compared` is the digest of the table's file that it was held against; `content` is what would be written in its place.
    `others` are the faults that other files have with or without it: they do not stand in its way. `notes` are what is no
    fault of it, but must be told.
    """

    table: str
    faults: tuple[Fault, ...]
    compared: str
    after: District | None = None
    content: bytes = b""
    others: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def incoming(root: Path, district: District, table: str, file: str, content: bytes) -> Incoming:
    """Hold the bytes of a file called `file` against a district whose files are those in `root`.

    Nothing is written. Faults are told at the file's own rows and columns; those of other tables which would no longer
    agree are told at theirs. What is wrong with other files already refuses nothing, so that they can be mended one by one.
    Never raises for what the files hold; raises Moved where the table has no file.
    """
    path = ledger.table_file(root, table)
    compared = ledger.digest(ledger.content_of(path))
    reading = handed_in(district, table, file, content)
    after, faults = district_with(home_now(root, district), table, reading, district)
    if faults:
        return Incoming(table, faults, compared, notes=tuple(reading.notes))
    kept = as_kept(root, after, table)
    told = Names.of(after.areas).told_of(reading.taken)
    notes = [*reading.notes, *([Fault(file, None, None, "codes_taken", {"areas": told})] if told else [])]
    return Incoming(table, (), compared, after, kept, after.faults, tuple(notes))


def as_kept(root: Path, after: District, table: str) -> bytes:
    """The table as its file in the directory has it: a CSV, or the workbook it is kept in."""
    suffix = ledger.table_file(root, table).suffix.lower()
    return written(table, after.table(table)) if suffix == ".csv" else template(after, table, "zh", named=False)


def home_now(root: Path, district: District) -> Home:
    """The directory's settings; the district's own where district.toml cannot be used."""
    try:
        return find_home(root)
    except HomeError as error:
        if not error.faults:
            raise
        return replace(district.home, root=root)


def handed_in(district: District, table: str, file: str, content: bytes) -> Reading:
    """What a file holds by itself, with names chosen from a template's lists read as ids.

    A workbook that brings macros, or anything it fetches from elsewhere, is refused by what is in it, whatever its name.
    """
    if fault := unwelcome(file, content):
        return Reading(file, faults=[fault])
    sheet = sheet_of(content, file, table, UNPACKED)
    sheet.faults += _commands(sheet)
    _ids_for_names(sheet, district, table)
    return of_sheet(sheet, MODELS[table], Names.of(district.areas, district.codes))


def unwelcome(file: str, content: bytes) -> Fault | None:
    """Why a file is not even opened: its size, macros, or what it fetches from elsewhere; None where it may be."""
    if len(content) > LARGEST:
        return Fault(file, None, None, "too_large", {"found": -(-len(content) >> 20), "most": LARGEST >> 20})
    if file.lower().endswith(MACROS):
        return Fault(file, None, None, "with_macros", {"found": file})
    try:
        inner, name = unwrapped(content)
    except Unreadable as fault:
        return Fault(file, None, None, fault.rule, fault.details)
    if name.lower().endswith(MACROS):
        return Fault(file, None, None, "with_macros", {"found": name})
    return next((Fault(file, None, None, rule, {"found": spoken(found)}) for rule, found in _foreign(inner)), None)


def _foreign(content: bytes) -> Iterator[tuple[str, str]]:
    """What a workbook has beside cells that runs or fetches anything: the rule it breaks, and the part's name in the archive."""
    if has_macros(content):
        yield "with_macros", "VBA"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                return  # which the reader says
            if _TYPES in names and b"macroenabled" in archive.read(_TYPES).lower():
                yield "with_macros", _TYPES
            for name in names:
                if name.startswith("xl/worksheets/") and (formula := _CALL.search(archive.read(name))):
                    yield "command_cell", html.unescape(formula[1].decode("utf-8", "replace"))
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        return  # no workbook, or one that cannot be read, which the reader says too
    yield from (("with_macros", name) for name in names if _PROGRAMS.search(name))
    yield from (("with_links", name) for name in names if _LINKS.search(name))


def _commands(sheet: Sheet) -> list[Fault]:
    """The cells that Excel would hand to another program."""
    return [
        Fault(sheet.file, number, sheet.header[place].strip(), "command_cell", {"found": spoken(cell.strip())})
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        for place, cell in enumerate(row)
        if "|" in cell and _COMMAND.match(cell)
    ]


def _ids_for_names(sheet: Sheet, district: District, table: str) -> None:
    """Put ids where the file has the names that a template shows for them."""
    columns = describe(MODELS[table])
    spellings = {title: spec for id_, spec in columns.items() for title in (id_, *spec["title"].values())}
    for place, heading in enumerate(sheet.header):
        spec = spellings.get(heading.strip())
        if not spec or not spec["refers"] or spec is columns.get(COLUMN):
            continue  # how areas are named is settled with the names beside them
        ids = _ids_by_name(district.table(spec["refers"]))
        for row in sheet.rows:
            row[place] = ids.get(trimmed(row[place]), row[place])


def _ids_by_name(table: pd.DataFrame) -> dict[str, str]:
    """The ids of a table by their names in either language, wherever one id alone has the name."""
    columns = [column for column in ("name_zh", "name_en") if column in table]
    pairs = (
        table.melt(table.columns[0], columns, value_name="told")[[table.columns[0], "told"]].dropna().drop_duplicates()
    )
    pairs = pairs[~pairs["told"].duplicated(keep=False) & ~pairs["told"].isin(table.iloc[:, 0])]
    return dict(zip(pairs["told"], pairs.iloc[:, 0], strict=True))
