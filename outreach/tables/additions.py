"""Bases that a town wants on record: a sheet of its workbook with a row for each, and what comes back in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from outreach.district import District
from outreach.faults import Fault
from outreach.tables.asking import Question
from outreach.tables.cells import trimmed
from outreach.tables.faults import spoken
from outreach.tables.fields import HEADED, OPEN, Lists, Unread, choices, entered, folded, locked_and_printed, pick, put
from outreach.tables.workbooks.grid import Grid, column_name

ABOUT, FIELD = "additions", "base_id"  # how the list of returns tells a base that was added
ROWS, HEAD = 20, 3  # bases that one sheet has room for, and the row of the headings
NEEDED = ("name_zh", "category", "status")
LISTED = 4  # headings that tell the sheet from others
SHEET = ("新增阵地", "New bases")
WIDTHS = (22, 13, 10, 24, 26, 15, 8, 10, 10, 10, 12, 16, 18)
_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("{town}　要新增的科普阵地", "{town}: bases to be added"),
    "how": (
        "没有录入的阵地填在这里，一处一行，带＊的必填，不知道的空着。不填就是没有要新增的。",
        "Bases that are not on record go here, one a row. Those with ＊ are needed; leave empty what you do not know. Nothing filled in adds nothing.",
    ),
    "wrong": ("请从下拉列表中选择", "Please choose from the list"),
}
TITLES: dict[str, tuple[str, str]] = {
    "name_zh": ("阵地名称＊", "Name in Chinese ＊"),
    "category": ("类别＊", "Category ＊"),
    "status": ("现在是否开放＊", "Open to the public ＊"),
    "address_zh": ("详细地址", "Street address"),
    "opening": ("开放时间，如：周二至周日 9:00-17:00", "Opening times, as: Tue-Sun 09:00-17:00"),
    "telephone": ("公众咨询电话", "Telephone for the public"),
    "free": ("是否免费", "Free entry"),
    "level": ("认定级别", "Recognised level"),
    "lon": ("经度（度）", "Longitude, degrees"),
    "lat": ("纬度（度）", "Latitude, degrees"),
    "datum": ("从哪种地图查得", "Which map they are from"),
    "name_en": ("英文名称", "Name in English"),
    "note": ("备注", "Remarks"),
}
COLUMNS = tuple(TITLES)


@dataclass(frozen=True)
class Addition:
    """A base as a town tells it: its cells as the table would have them, the remark, and the row of the sheet."""

    cells: Mapping[str, str]
    note: str
    row: int

    @property
    def said(self) -> str:
        """All of it in one text, by which the same base is known when the sheet comes in again."""
        return "; ".join(f"{name}={value}" for name, value in self.cells.items())


def question(base_id: str = "") -> Question:
    """What stands for an added base where answers are told."""
    return Question("bases", base_id, FIELD)


def letter(column: str | None) -> str:
    """The letter of a column of the table of bases on this sheet; that of the name for one that is not on it."""
    return column_name(COLUMNS.index(column) + 1 if column in COLUMNS else 1)


def form(sheet: Worksheet, lists: Lists, district: District, town: str, language: str) -> None:
    """Make the sheet: its headings, and rows that are all open."""
    last = column_name(len(COLUMNS))
    for row, text in enumerate((pick(_TEXTS, "title", language).format(town=town), pick(_TEXTS, "how", language)), 1):
        sheet.merge_cells(f"A{row}:{last}{row}")
        cell = sheet.cell(row, 1, text)
        cell.font = Font(bold=row == 1, size=16 if row == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if row == 1 else "left")
        sheet.row_dimensions[row].height = 30
    for place, (name, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), 1):
        put(sheet.cell(HEAD, place), pick(TITLES, name, language), fill=HEADED, bold=True)
        sheet.column_dimensions[column_name(place)].width = width
        listed = [] if name == "note" else list(choices(district, Question("bases", "", name), language).values())
        for row in range(HEAD + 1, HEAD + ROWS + 1):
            put(sheet.cell(row, place), None, fill=OPEN, open_=True)
            sheet.cell(row, place).number_format = "General" if name in ("lon", "lat") else "@"
        if listed:
            check = lists.check(sheet, listed, pick(_TEXTS, "wrong", language))
            check.add(f"{column_name(place)}{HEAD + 1}:{column_name(place)}{HEAD + ROWS}")
    for row in range(HEAD, HEAD + ROWS + 1):
        sheet.row_dimensions[row].height = 36 if row == HEAD else 24
    sheet.freeze_panes = f"B{HEAD + 1}"
    locked_and_printed(sheet, HEAD, f"A1:{last}{HEAD + ROWS}")


def headed(grid: Grid) -> int | None:
    """The row of this sheet's headings; None where it is another sheet."""
    known = {folded(title): name for name in COLUMNS for title in TITLES[name]}
    for row, cells in grid.rows.items():
        if len({known[folded(cell)] for cell in cells if folded(cell) in known}) >= LISTED:
            return row
    return None


def read(grid: Grid, head: int, place: str, district: District) -> tuple[list[Addition], list[Fault]]:
    """The bases that are filled in, and everything that is wrong with them; place is the file and its sheet."""
    known = {folded(title): name for name in COLUMNS for title in TITLES[name]}
    columns = {name: at for at, cell in enumerate(grid.rows[head]) if (name := known.get(folded(cell)))}
    found, faults = list[Addition](), list[Fault]()
    for row in sorted(one for one in grid.rows if one > head):
        cells = {name: there[at] for name, at in columns.items() if at < len(there := grid.rows[row])}
        if any(trimmed(str(cell)) for cell in cells.values()):
            wrong = list(_faults(row, cells, columns, place, district))
            faults += wrong
            if not wrong:
                found.append(_addition(row, cells, district))
    return found, faults


def _addition(row: int, cells: Mapping[str, Any], district: District) -> Addition:
    told = {name: entered(district, Question("bases", "", name), cells[name]) for name in cells if name != "note"}
    return Addition({name: value for name, value in told.items() if value}, trimmed(str(cells.get("note", ""))), row)


def _faults(
    row: int, cells: Mapping[str, Any], columns: Mapping[str, int], place: str, district: District
) -> Iterator[Fault]:
    for name in COLUMNS[:-1]:
        title = dict(zip(("zh", "en"), TITLES[name], strict=True))
        told, at = cells.get(name, ""), column_name(columns.get(name, COLUMNS.index(name)) + 1)
        if name in NEEDED and not trimmed(str(told)):
            yield Fault(place, row, at, "addition_needed", {"title": title})
        try:
            entered(district, Question("bases", "", name), told)
        except Unread as unread:
            yield Fault(
                place, row, at, unread.rule, {"found": spoken(trimmed(str(told))), "title": title} | unread.details
            )
