"""A file that somebody hands in for a table: what is in it, and the district as it would be afterwards."""

from dataclasses import dataclass, replace
from pathlib import Path

from outreach.faults import Fault
from outreach.home import Home, HomeError, find_home
from outreach.tables import MODELS, ledger
from outreach.tables.columns import describe
from outreach.tables.district import District, district_with
from outreach.tables.reading import Sheet, sheet_of
from outreach.tables.table import Reading, of_sheet
from outreach.tables.template import reference_names, separated, template

LARGEST = 20 << 20  # bytes; the nation's half a million bases are no one's upload
MACROS = (".xlsm", ".xlsb", ".xltm")


@dataclass(frozen=True, eq=False)
class Incoming:
    """What came of a file: `after` is the district as it would be, None where there are faults.

    `compared` is the mark of the table's file that it was held against; `content` is what would be written in its place.
    `others` are the faults that other files have with or without it: they do not stand in its way.
    """

    table: str
    faults: tuple[Fault, ...]
    compared: str
    after: District | None = None
    content: bytes = b""
    others: tuple[Fault, ...] = ()


def incoming(root: Path, district: District, table: str, file: str, content: bytes) -> Incoming:
    """Hold the bytes of a file called `file` against a district whose files are those in `root`.

    Nothing is written. Faults are told at the file's own rows and columns; those of other tables which would no longer
    agree are told at theirs. What is wrong with other files already refuses nothing, so that they can be mended one by one.
    Never raises for what the files hold; raises Moved where the table has no file.
    """
    path = ledger.table_file(root, table)
    compared = ledger.mark(path.read_bytes())
    reading = handed_in(district, table, file, content)
    after, faults = district_with(_home(root, district), table, reading, district)
    if faults:
        return Incoming(table, faults, compared)
    kept = separated(after.table(table), table) if path.suffix == ".csv" else template(after, table, "zh", named=False)
    return Incoming(table, (), compared, after, kept, after.faults)


def _home(root: Path, district: District) -> Home:
    """The directory's settings; the district's own where district.toml cannot be used."""
    try:
        return find_home(root)
    except HomeError as error:
        if not error.faults:
            raise
        return replace(district.home, root=root)


def handed_in(district: District, table: str, file: str, content: bytes) -> Reading:
    """What a file holds by itself, with names chosen from a template's lists read as ids."""
    if len(content) > LARGEST:
        return Reading(file, faults=[Fault(file, None, None, "too_large", {"most": LARGEST >> 20})])
    if file.lower().endswith(MACROS):
        return Reading(file, faults=[Fault(file, None, None, "with_macros")])
    sheet = sheet_of(content, file, table)
    _ids_for_names(sheet, district, table)
    return of_sheet(sheet, MODELS[table])


def _ids_for_names(sheet: Sheet, district: District, table: str) -> None:
    """Put ids where the file has the names that a template shows for them."""
    spellings = {title: spec for id_, spec in describe(MODELS[table]).items() for title in (id_, *spec["title"].values())}
    for place, heading in enumerate(sheet.header):
        spec = spellings.get(heading.strip())
        if not spec or not spec["refers"]:
            continue
        names = {name: id_ for language in ("zh", "en") for id_, name in reference_names(district, spec["refers"], language).items()}
        for row in sheet.rows:
            row[place] = names.get(row[place].strip(), row[place])
