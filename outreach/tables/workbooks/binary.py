"""The sheets of the binary workbooks: .xls and .et by xlrd, .xlsb by calamine."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import python_calamine
import xlrd

from outreach.tables import number_formats
from outreach.tables.cells import Cell
from outreach.tables.faults import Unreadable
from outreach.tables.workbooks.grid import Grid
from outreach.tables.workbooks.markup import unescaped
from outreach.tables.workbooks.values import flag, numbered

MOST_BINARY = 4_000_000  # cells between the first and the last of a binary sheet, which calamine lays out one by one
_MERGED = 176  # the record of a merged range in .xlsb
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def of_xls(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    grid = Grid(sheet.name, sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            grid.put(row + 1, column + 1, _xls_cell(book, sheet.cell(row, column)))
    grid.unseen = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}
    grid.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return grid.whole()


def _xls_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _ERRORS.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return flag(bool(cell.value))
    code = _xls_format(book, cell.xf_index)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text = str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        return number_formats.text(text, code) if "@" in code and code != "@" else text
    return numbered(float(cell.value), code, bool(book.datemode))


def _xls_format(book: xlrd.Book, style: int | None) -> str:
    if style is None or style >= len(book.xf_list):
        return number_formats.GENERAL
    number = book.xf_list[style].format_key
    if number < 164 and number in number_formats.BUILTIN:
        return number_formats.BUILTIN[number]
    found = book.format_map.get(number)
    return str(found.format_str or number_formats.GENERAL) if found else number_formats.GENERAL


def of_xlsb(content: bytes, archive: zipfile.ZipFile, parts: Mapping[str, str]) -> list[Grid]:
    """The sheets of an .xlsb workbook. How its numbers look is not known, and where cells are merged it is refused."""
    for name in parts:
        if name.startswith("xl/worksheets/") and name.endswith(".bin") and _has_merged_cells(archive.read(parts[name])):
            raise Unreadable("merged_somewhere")
    book = python_calamine.load_workbook(io.BytesIO(content))
    grids = []
    for about in book.sheets_metadata:
        grid = Grid(about.name, about.visible != python_calamine.SheetVisibleEnum.Visible)
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height * sheet.total_width > MOST_BINARY:
                raise Unreadable("too_many_cells", most=MOST_BINARY)
            for row, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
                for column, value in enumerate(cells, 1):
                    grid.put(row, column, _bare(value))
        grids.append(grid.whole())
    return grids


def _bare(value: object) -> str:
    """A value that nobody says the looks of."""
    if isinstance(value, bool):
        return flag(value)
    if isinstance(value, (int, float)):
        held = number_formats.held(float(value))
        return Cell(held, held=held, kind="unshown")
    if isinstance(value, (datetime, date, time, timedelta)):
        held = str(value).removesuffix(" 00:00:00")
        return Cell(held, held=held, kind="unshown")
    return unescaped(str(value))


def _has_merged_cells(content: bytes) -> bool:
    """Whether a sheet of an .xlsb workbook has merged cells."""
    at = 0
    while at < len(content):
        kind, at = _variable(content, at, 2)
        length, at = _variable(content, at, 4)
        if kind == _MERGED:
            return True
        at += length
    return False


def _variable(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where the next one begins."""
    value = 0
    for place in range(most):
        byte = content[at] if at < len(content) else 0
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, at
