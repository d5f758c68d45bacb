"""An exhibit's rows as CSV and XLSX that Excel opens as they are and runs nothing of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from outreach.exports import MADE_BY
from outreach.views.exhibit import Column, Exhibit
from outreach.words import Words

NUMBER_FORMATS = {
    "percent": "0.0%",
    "whole_percent": "0%",
    "points": "+0.0;-0.0",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "index": "0",
}
DAY = "yyyy-mm-dd"
LONGEST = 31  # letters of a sheet's name in Excel
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_RUNS = ("=", "+", "-", "@", "\t", "\r")


def csv(exhibit: Exhibit) -> bytes:
    """The rows read, UTF-8 with a byte order mark, titles in the header. Shares are numbers from 0 to 1."""
    frame = exhibit.table().map(_plain).map(_quoted)
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx(exhibit: Exhibit, say: Words) -> bytes:
    """A workbook of two sheets: the rows read, and a note of what they are, their columns, units, sources and basis."""
    return _book([(say("exports.rows"), exhibit)], say)


def workbook(exhibits: Sequence[Exhibit], say: Words) -> bytes:
    """A workbook of a sheet for each exhibit, named by its title, and a note of all of them."""
    return _book(list(zip(_names([one.title for one in exhibits], say("exports.note")), exhibits)), say)


def notes(exhibits: Sequence[Exhibit], say: Words) -> bytes:
    """The note of several exhibits as CSV, for those who take the rows as CSV: exhibit, item, text."""
    rows = [(one.name, item, text) for one in exhibits for item, text in _notes(one, say)]
    frame = pd.DataFrame(rows, columns=[say("exports.file"), say("exports.item"), say("exports.text")]).map(_quoted)
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _book(sheets: Sequence[tuple[str, Exhibit]], say: Words) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, exhibit in sheets:
        sheet = book.create_sheet(name)
        _fill(
            sheet,
            [
                [column.title for column in exhibit.columns],
                *zip(*(_cells(exhibit, column) for column in exhibit.columns)),
            ],
        )
        for i, column in enumerate(exhibit.columns, start=1):
            _dress(sheet, i, column)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        sheet.print_title_rows = "1:1"
        _laid_out(sheet, say, across=True)
    note = book.create_sheet(say("exports.note"))
    _fill(note, _noted(sheets, say))
    note.column_dimensions["A"].width, note.column_dimensions["B"].width = 24, 100
    for row in note.iter_rows():
        row[0].font = Font(bold=True)
        row[-1].alignment = Alignment(wrap_text=True, vertical="top")
    _laid_out(note, say, across=False)
    book.properties.creator, book.properties.description = say("shell.name"), MADE_BY
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _laid_out(sheet: Worksheet, say: Words, across: bool) -> None:
    """As it is printed: A4, one sheet of paper wide and as many long as it needs, numbered."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = say("shell.name"), "&P / &N"


def _noted(sheets: Sequence[tuple[str, Exhibit]], say: Words) -> Iterator[tuple[str | None, str | None]]:
    """The note's rows; where there are several sheets each begins with its name, after an empty row."""
    for i, (name, exhibit) in enumerate(sheets):
        if len(sheets) > 1:
            yield from [(None, None)] * bool(i)
            yield say("exports.sheet"), name
        yield from _notes(exhibit, say)


def _notes(exhibit: Exhibit, say: Words) -> list[tuple[str, str]]:
    stated = exhibit.credits
    said = [
        ("title", exhibit.title),
        ("sentence", exhibit.sentence),
        ("demonstration", stated.demonstration),
        ("basis", stated.basis),
        ("source", stated.source),
        ("date", stated.date),
        ("notice", stated.notice),
    ]
    columns = [
        (say("exports.column", title=column.title), say(f"exports.unit.{column.kind}")) for column in exhibit.columns
    ]
    return [(say(f"exports.{name}"), text) for name, text in said if text] + columns


def _names(titles: Sequence[str], *taken: str) -> list[str]:
    """The titles as names of sheets: without the signs Excel forbids, no longer than it allows, each different."""
    used, found = {one.casefold() for one in taken}, []
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '") or "-"
        name, number = plain[:LONGEST], 1
        while name.casefold() in used:
            number += 1
            name = f"{plain[: LONGEST - len(str(number)) - 1]} {number}"
        used.add(name.casefold())
        found.append(name)
    return found


def _cells(exhibit: Exhibit, column: Column) -> list[Any]:
    """A column's cells for a workbook: days as days; percentage points as points, since no number format multiplies by 100
    without a %.
    """
    cells = [_day(_plain(value)) for value in exhibit.rows[column.name]]
    return [cell if pd.isna(cell) else 100 * cell for cell in cells] if column.kind == "points" else cells


def _fill(sheet: Worksheet, rows: Iterable[Iterable[Any]]) -> None:
    for row in rows:
        sheet.append([None if pd.isna(cell) else cell for cell in row])
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(_RUNS):
                cell.data_type, cell.quotePrefix = "s", True


def _dress(sheet: Worksheet, number: int, column: Column) -> None:
    letter = get_column_letter(number)
    cells = list(sheet[letter])
    widest = max(sum(2 if ord(sign) > 255 else 1 for sign in str(cell.value or "")) for cell in cells)
    sheet.column_dimensions[letter].width = min(max(widest + 2, 8), 60)
    cells[0].font, cells[0].fill = Font(bold=True), PatternFill("solid", fgColor="F2F5F8")
    for cell in cells[1:]:
        if isinstance(cell.value, date):
            cell.number_format = DAY
        elif column.kind in NUMBER_FORMATS:
            cell.number_format = NUMBER_FORMATS[column.kind]


def _day(value: Any) -> Any:
    """A text that is a day and nothing else as that day, which a workbook can order and filter; 2024-02-30 stays a text."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value.date() if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    """A cell as a plain value: lists as text, days without their hour, numbers without numpy."""
    if isinstance(value, (list, tuple)):
        value = ";".join(map(str, value))
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value


def _quoted(value: Any) -> Any:
    """Text that Excel would run as a formula stands behind an apostrophe: a CSV cannot say that it is text."""
    return "'" + value if isinstance(value, str) and value.startswith(_RUNS) else value
