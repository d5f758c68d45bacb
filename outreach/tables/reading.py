"""A file's bytes as a grid of texts, read whole or refused with the faults of its shape.

What Chinese offices produce is read without complaint: UTF-8 with or without a byte-order mark, GB18030, and in place of
the CSV a workbook of Excel, WPS or LibreOffice, also one in a .zip. A damaged UTF-8 file is refused rather than read as
GB18030, which would take almost any bytes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from outreach.faults import Fault, reason
from outreach.tables import workbooks
from outreach.tables.decoding import Row, decoded, separated
from outreach.tables.faults import Unreadable, spoken
from outreach.tables.workbooks.grid import Grid, Range

__all__ = [
    "Sheet",
    "Unreadable",
    "grids_of",
    "files_of",
    "notes_of",
    "read_file",
    "read_sheet",
    "sheet_of",
    "unwrapped",
]

LARGEST_WORKBOOK = 1 << 30  # bytes unpacked; the nation's half a million bases take some 400 MB
WIDEST = 1000  # columns
KEPT_AS = (".csv", ".xlsx")  # what a district's tables may be kept as
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".fods")
OWN_SHEETS = ("说明", "可选值", "Notes", "Choices")  # what a template has beside its table
_OTHERS = {
    b"%PDF": {"zh": "PDF", "en": "a PDF"},
    b"\x89PNG": {"zh": "图片", "en": "a picture"},
    b"\xff\xd8\xff": {"zh": "图片", "en": "a picture"},
    b"GIF8": {"zh": "图片", "en": "a picture"},
    b"Rar!": {"zh": "RAR 压缩包", "en": "a RAR archive"},
    b"7z\xbc\xaf": {"zh": "7z 压缩包", "en": "a 7z archive"},
    b"\x1f\x8b": {"zh": "gzip 压缩包", "en": "a gzip archive"},
    b"{\\rtf": {"zh": "RTF 文档", "en": "an RTF document"},
}
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|meta|body|table|style|div)\b", re.IGNORECASE | re.DOTALL
)
_NOTE = re.compile(
    r"(?:[附备]?注|(?:填表)?说明)\s*(?:[:：0-9０-９一二三①②③、.．]|\Z)|[*※＊]|(?:数据|资料)?来源\s*[:：]"
    r"|(?:填表|制表|填报|审核|负责|单位负责|联系|经办)(?:人|单位|日期|时间|电话)?\s*[:：]|截至|(?:notes?|sources?|prepared by)\s*:",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:合|总|小|共)计|[全本][区县市镇][合总]计|(?:sub|grand)?totals?", re.IGNORECASE)


@dataclass
class Sheet:
    """A file as texts: the header's cells in row `head`, and the rows by their number in a spreadsheet.

    `merged` are ranges of the rows that a workbook has as one cell, `notes` what is no fault but must be told.
    """

    file: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    head: int = 1
    merged: list[Range] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def read_sheet(folder: Path, name: str) -> Sheet:
    """The file `name.csv` or `name.xlsx` of a folder. Never raises for what the file holds: `faults` say it."""
    sheet = Sheet(f"data/{name}.csv")
    try:
        path = _find(folder, name)
        sheet.file = f"data/{path.name}"
        _take(sheet, path.read_bytes(), name)
    except Unreadable as fault:
        sheet.faults.append(Fault(sheet.file, fault.row, None, fault.rule, fault.details))
    except OSError as error:
        sheet.faults.append(Fault(sheet.file, None, None, "unreadable", {"reason": reason(error)}))
    return sheet


def files_of(folder: Path, name: str) -> list[Path]:
    """The files of a folder that this table may be kept in, whatever the case of their names; a CSV first."""
    beside = sorted(path for path in folder.iterdir() if path.stem.casefold() == name) if folder.is_dir() else []
    return [path for suffix in KEPT_AS for path in beside if path.suffix.lower() == suffix]


def notes_of(folder: Path, name: str) -> list[Fault]:
    """What is to be told of the workbook that a table is kept in; nothing of a CSV."""
    found = files_of(folder, name)
    return read_sheet(folder, name).notes if [path.suffix.lower() for path in found] == [".xlsx"] else []


def read_file(path: Path) -> Sheet:
    """A file that is no table of a district, told of by its name alone."""
    try:
        return sheet_of(path.read_bytes(), path.name, path.stem)
    except FileNotFoundError:
        return Sheet(path.name, faults=[Fault(path.name, None, None, "missing_file")])
    except OSError as error:
        return Sheet(path.name, faults=[Fault(path.name, None, None, "unreadable", {"reason": reason(error)})])


def sheet_of(content: bytes, file: str, name: str, most: int = LARGEST_WORKBOOK) -> Sheet:
    """The bytes of a file that is not in the folder, told of as `file`; `name` is the table's.

    A workbook may unpack to `most` bytes.
    """
    sheet = Sheet(file)
    try:
        _take(sheet, content, name, most)
    except Unreadable as fault:
        sheet.faults.append(Fault(file, fault.row, None, fault.rule, fault.details))
    return sheet


def unwrapped(content: bytes) -> tuple[bytes, str]:
    """What is in a .zip that holds one table alone, and its name there; any other file as it is, without a name.

    Raises Unreadable for a .zip that holds several, or none, or that cannot be opened.
    """
    if not content.startswith(b"PK\x03\x04"):
        return content, ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [entry.filename.replace("\\", "/") for entry in archive.infolist() if not entry.is_dir()]
            if {"[content_types].xml", "content.xml", "mimetype"} & {name.lower() for name in names}:
                return content, ""
            entry = _only_table(archive.infolist())
            if entry.file_size > LARGEST_WORKBOOK:
                raise Unreadable("workbook_too_large", found=entry.file_size >> 20, most=LARGEST_WORKBOOK >> 20)
            if entry.flag_bits & 1:
                raise Unreadable("with_password")
            return archive.read(entry), _entry_name(entry)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable("broken_workbook") from error


def _only_table(entries: Iterable[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The one table of an archive; what systems add of their own is nothing."""
    files = [entry for entry in entries if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")]
    tables = [
        entry
        for entry in files
        if (path := PurePosixPath(entry.filename.lower())).suffix in (*WORKBOOKS, ".csv")
        and not path.name.startswith(("~$", "."))
    ]
    if len(tables) != 1:
        found = [spoken(_entry_name(entry)) for entry in (tables or files)][:5]
        raise Unreadable("several_in_archive" if tables else "none_in_archive", found=found)
    return tables[0]


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an archive's entry, which Windows writes in its own encoding."""
    if entry.flag_bits & 0x800:
        return PurePosixPath(entry.filename).name
    try:
        return PurePosixPath(entry.filename.encode("cp437").decode("gb18030")).name
    except UnicodeError:
        return PurePosixPath(entry.filename).name


def grids_of(content: bytes, most: int = LARGEST_WORKBOOK) -> list[Grid]:
    """All sheets of a file that somebody hands in, the one of a text file too. Raises Unreadable for whatever is no table."""
    inner, _ = unwrapped(content)
    found = _grids(inner, most)
    if found is not None:
        return found
    grid = Grid("")
    for row, cells in separated(decoded(inner)):
        for column, cell in enumerate(cells, 1):
            grid.put(row, column, cell)
    return [grid]


def _take(sheet: Sheet, content: bytes, name: str, most: int = LARGEST_WORKBOOK) -> None:
    content, inner = unwrapped(content)
    if inner:
        sheet.notes.append(Fault(sheet.file, None, None, "from_archive", {"found": spoken(inner)}))
    grids = _grids(content, most)
    if grids is None:
        _fill(sheet, separated(decoded(content)))
        return
    grid = _chosen(sheet, grids, name)
    head = next((row for row, cells in grid.rows.items() if any(cell.strip() for cell in cells)), 1)
    width = len(grid.rows.get(head, []))
    _not_in_header(grid, head)
    _fill(sheet, ((row, cells + [""] * (width - len(cells))) for row, cells in grid.rows.items()))
    taken = set(sheet.numbers)
    sheet.merged = [one for one in grid.merged if one[0] in taken]
    if unseen := sorted(grid.unseen & taken):
        sheet.notes.append(Fault(sheet.file, unseen[0], None, "hidden_rows", {"n": len(unseen), "row": unseen[0]}))


def _grids(content: bytes, most: int) -> list[Grid] | None:
    """The sheets of a workbook; None for a text. Raises Unreadable for whatever is neither."""
    if content.startswith(b"PK\x03\x04"):
        return workbooks.of_archive(content, most)
    if content.startswith(workbooks.OLE):
        return workbooks.of_ole(content)
    for signature, kind in _OTHERS.items():
        if content.startswith(signature):
            raise Unreadable("other_kind", found=kind)
    start = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")[2:]
    if _PAGE.match(start) or start.startswith(b"MIME-Version:"):
        raise Unreadable("web_page")
    if start.lstrip().startswith(b"<?xml"):
        if b"office:document" in start:
            return workbooks.flat(content)
        page = b"<html" in start.lower()
        raise (
            Unreadable("web_page") if page else Unreadable("other_kind", found={"zh": "XML 文件", "en": "an XML file"})
        )
    return None


def _chosen(sheet: Sheet, grids: list[Grid], name: str) -> Grid:
    """The one sheet that is filled and seen, or the one called as the table; what is left aside is noted."""
    filled = [grid for grid in grids if grid.filled]
    seen = [grid for grid in filled if not grid.hidden]
    named = [grid for grid in seen if grid.name.strip().casefold() == name.casefold()]
    if filled and not seen:
        raise Unreadable("hidden_sheet", found=[grid.name for grid in filled])
    if len(seen) > 1 and not named:
        raise Unreadable("several_sheets", found=[grid.name for grid in seen], expected=name)
    chosen = next(iter(named or seen), Grid(name))
    own = OWN_SHEETS if named else ()
    aside = [grid.name for grid in filled if grid is not chosen and grid.name not in own]
    if aside:
        sheet.notes.append(
            Fault(
                sheet.file, None, None, "sheets_aside", {"read": spoken(chosen.name), "found": list(map(spoken, aside))}
            )
        )
    return chosen


def _not_in_header(grid: Grid, head: int) -> None:
    """Refuse headings that are merged with what stands beside or below them, but for those alone in their rows."""
    for one in grid.merged:
        top, left, bottom, right = one
        if top == head and (left != right or bottom > top) and len(_without_tail(grid.rows[head])) > 1:
            raise Unreadable("merged_heading", head, found=workbooks.grid.range_name(one))


def _find(folder: Path, name: str) -> Path:
    """The table's file, whatever the case of its name."""
    found = files_of(folder, name)
    if not found:
        beside = sorted(folder.iterdir()) if folder.is_dir() else []
        others = (path for path in beside if path.stem.casefold() == name)
        other = next((path for path in others if path.suffix.lower() in (*WORKBOOKS, ".zip")), None)
        raise Unreadable("kept_otherwise", found=other.name, table=name) if other else Unreadable("missing_file")
    if len(found) > 1:
        raise Unreadable("two_files", other=found[1].name)
    return found[0]


def _fill(sheet: Sheet, grid: Iterable[Row]) -> None:
    """Take the header and the rows, and note where rows are blank, once for however many together, or do not fit the header."""
    blank = last = 0
    aside: list[Row] = []
    for number, cells in grid:
        if number > last + 1 and sheet.header:  # rows that a workbook does not even have
            blank = blank or last + 1
        last = number
        if not any(cell.strip() for cell in cells):
            blank = blank or number
            continue
        if not sheet.header:
            sheet.header, sheet.head, blank = _without_tail(cells), number, 0
            if len(sheet.header) > WIDEST:
                raise Unreadable("too_many_columns", number, found=len(sheet.header), most=WIDEST)
            continue
        if _is_aside(cells, len(sheet.header)):
            aside.append((number, cells))
            continue
        if blank:
            sheet.faults.append(Fault(sheet.file, blank, None, "blank_row"))
            blank = 0
        _add(sheet, number, cells)
    if not sheet.header:
        raise Unreadable("empty_file")
    if aside:
        sheet.faults.append(_told_aside(sheet, aside))


def _add(sheet: Sheet, number: int, cells: list[str]) -> None:
    width = len(sheet.header)
    if len(cells) > width:
        cells = cells[:width] + _without_tail(cells[width:])
    if len(cells) != width:
        sheet.faults.append(Fault(sheet.file, number, None, "field_count", {"found": len(cells), "expected": width}))
        return
    sheet.rows.append(cells)
    sheet.numbers.append(number)


def _is_aside(cells: list[str], width: int) -> bool:
    """Whether a row is no row of the table: a total, or a note that stands alone."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if _TOTAL.fullmatch(re.sub(r"[\s:：]", "", first)):
        return True
    return bool(_NOTE.match(first)) and sum(map(bool, map(str.strip, cells))) <= max(1, width // 2)


def _told_aside(sheet: Sheet, aside: list[Row]) -> Fault:
    """All totals and notes of a file in one sentence."""
    first = next(cell.strip() for cell in aside[0][1] if cell.strip())
    numbers = "、".join(str(number) for number, _ in aside[:5]) + ("…" if len(aside) > 5 else "")
    return Fault(
        sheet.file,
        aside[0][0],
        None,
        "aside_rows",
        {
            "found": spoken(first),
            "rows": {"zh": f"第{numbers}行", "en": f"row{'s' * (len(aside) > 1)} {numbers.replace('、', ', ')}"},
        },
    )


def _without_tail(cells: list[str]) -> list[str]:
    """The cells up to the last that is filled."""
    width = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:width]
