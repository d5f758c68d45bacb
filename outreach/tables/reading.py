"""A file's bytes as a grid of texts, read whole or refused with the faults of its shape.

What Chinese offices produce is read without complaint: UTF-8 with or without a byte-order mark, GB18030, and Excel's
XLSX in place of the CSV. A damaged UTF-8 file is refused rather than read as GB18030, which would take almost any bytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from outreach.faults import Fault, reason

LARGEST_WORKBOOK = 1 << 30  # bytes unpacked; the nation's half a million bases take some 400 MB
WIDEST = 1000  # columns

Row = tuple[int, list[str]]


class Unreadable(Exception):
    """A file that cannot be read at all; holds the one fault that says why."""

    def __init__(self, rule: str, row: int | None = None, **details: Any):
        super().__init__(rule)
        self.rule, self.row, self.details = rule, row, details


@dataclass
class Sheet:
    """A file as texts: the header's cells, and the rows by their number in a spreadsheet."""

    file: str
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


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


def _take(sheet: Sheet, content: bytes, name: str, most: int = LARGEST_WORKBOOK) -> None:
    _fill(sheet, _workbook(content, name, most) if content.startswith(b"PK\x03\x04") else _separated(_decoded(content)))


def _find(folder: Path, name: str) -> Path:
    found = [path for suffix in ("csv", "xlsx") if (path := folder / f"{name}.{suffix}").exists()]
    if not found:
        raise Unreadable("missing_file")
    if len(found) > 1:
        raise Unreadable("two_files", other=found[1].name)
    return found[0]


def _fill(sheet: Sheet, grid: Iterator[Row]) -> None:
    """Take the header and the rows, and note where rows are blank, once for however many together, or do not fit the header."""
    blank = 0
    for number, cells in grid:
        if not any(cell.strip() for cell in cells):
            blank = blank or number
            continue
        if not sheet.header:
            sheet.header, blank = _without_tail(cells), 0
            if len(sheet.header) > WIDEST:
                raise Unreadable("too_many_columns", number, found=len(sheet.header), most=WIDEST)
            continue
        if blank:
            sheet.faults.append(Fault(sheet.file, blank, None, "blank_row"))
            blank = 0
        width = len(sheet.header)
        if len(cells) > width:
            cells = cells[:width] + _without_tail(cells[width:])
        if len(cells) != width:
            sheet.faults.append(
                Fault(sheet.file, number, None, "field_count", {"found": len(cells), "expected": width})
            )
            continue
        sheet.rows.append(cells)
        sheet.numbers.append(number)
    if not sheet.header:
        raise Unreadable("empty_file")


def _without_tail(cells: list[str]) -> list[str]:
    """The cells up to the last that is filled."""
    width = max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:width]


def _decoded(content: bytes) -> str:
    """The text of a CSV file."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("utf16")
    if b"\x00" in content:
        if content.count(b"\x00") * 4 > len(content):
            raise Unreadable("utf16")
        raise Unreadable("nul", _row_of(content, content.index(b"\x00")))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(b"\xef\xbb\xbf") or _mostly_utf8(content):
            place = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
            raise Unreadable("damaged_utf8", _row_of(content, place)) from None
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable("unknown_encoding", _row_of(content, error.start)) from None


def _mostly_utf8(content: bytes) -> bool:
    """Whether the bytes beyond ASCII are nearly all sound UTF-8; in GB18030 text about a fifth of them are by chance."""
    beyond = sum(byte > 127 for byte in content)
    sound = sum(len(sign.encode()) for sign in content.decode("utf-8", "ignore") if ord(sign) > 127)
    return sound >= 0.6 * beyond


def _row_of(content: bytes, place: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:place])) + 1


def _separated(text: str) -> Iterator[Row]:
    """The rows of a CSV text."""
    first = text.split("\n", 1)[0]
    if "," not in first and (other := next((sign for sign in "\t;，；|" if sign in first), None)):
        raise Unreadable("not_commas", 1, found={"\t": {"zh": "制表符", "en": "tab"}}.get(other, other))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_quote_rule(str(error)), number) from None
        yield number, cells


def _quote_rule(reason: str) -> str:
    if "end of data" in reason:
        return "unclosed_quote"
    return "field_too_long" if "limit" in reason else "stray_quote"


def _workbook(content: bytes, name: str, most: int) -> Iterator[Row]:
    """The rows of an XLSX workbook's one filled sheet, or of the sheet called as the table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > most:
                raise Unreadable("workbook_too_large", found=-(-unpacked >> 20), most=most >> 20)
            formulas = any(
                b"<f>" in part or b"<f " in part
                for entry in archive.namelist()
                if entry.startswith("xl/worksheets/")
                for part in [archive.read(entry)]
            )
        values = _cells(content, name, data_only=True)
        written = _cells(content, name, data_only=False) if formulas else values
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises nearly anything on a broken workbook
        raise Unreadable("broken_workbook", reason=type(error).__name__) from error
    for number, (row, formulas_of_row) in enumerate(zip(values, written, strict=True), 1):
        yield number, [_cell_text(value, formula) for value, formula in zip(row, formulas_of_row, strict=True)]


def _cells(content: bytes, name: str, *, data_only: bool) -> list[tuple[Any, ...]]:
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    filled = {}
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(values_only=True))
        if any(value is not None for row in rows for value in row):
            filled[sheet.title] = rows
    if len(filled) > 1 and name not in filled:
        raise Unreadable("several_sheets", found=list(filled), expected=name)
    rows = filled.get(name) or next(iter(filled.values()), [])
    width = next((len(row) for row in rows if any(value is not None for value in row)), 0)
    return [
        row + (None,) * (width - len(row)) if row else row for row in rows
    ]  # a stray cell far below brings a million empty rows


def _cell_text(value: Any, formula: Any) -> str:
    """A workbook's cell as a CSV would hold it; a formula Excel never worked out stays a formula, to be refused."""
    if value is None:
        return str(getattr(formula, "text", formula)) if formula is not None else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)
