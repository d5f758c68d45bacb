"""What a town fills in on its sheet: cells that are open or not, and lists to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import pandas as pd
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from outreach.district import District
from outreach.tables import EVERY, labels
from outreach.tables.asking import TOLD, Question, towns
from outreach.tables.cells import Cell, Kind, Refused, meant, plain, text, trimmed
from outreach.tables.cells import typed as read_column
from outreach.tables.columns import Described, describe
from outreach.tables.template import reference_names

HEADED, OPEN, KEPT = (PatternFill("solid", fgColor=one) for one in ("DCE8F1", "FFF6D6", "FFFFFF"))
Key = TypeVar("Key")
_LINE = Border(*[Side("thin", color="B8C4CE")] * 4)
_FLAGS = {"zh": ("是", "否"), "en": ("yes", "no")}


def pick(of: Mapping[Key, tuple[str, str]], key: Key, language: str) -> str:
    """A text in a language."""
    return of[key][language == "en"]


def choices(district: District, one: Question, language: str) -> dict[str, str]:
    """What can be chosen for a new value, by its id; empty where anything may be written."""
    if one.about in TOLD:
        return {}
    spec = describe(EVERY[one.about])[one.field]
    if spec["type"] == "flag":
        return dict(zip(("是", "否"), _FLAGS[language], strict=True))
    if spec["refers"] == "areas":
        known = towns(district)
        return dict(zip(known["area_code"], known[f"name_{language}"], strict=True))
    if spec["refers"]:
        return reference_names(district, spec["refers"], language, listed=spec["type"] == "list") or {
            str(row): str(row) for row in district.table(spec["refers"]).iloc[:, 0]
        }
    found = labels(one.about, one.field, language)
    return {id_: name for id_, name in found.items() if id_ != "unverified"}


class Unread(ValueError):
    """A new value that cannot be read: the rule that refused it, and what its sentence tells beside what was found."""

    def __init__(self, rule: str, **details: object) -> None:
        super().__init__(rule)
        self.rule, self.details = rule, details


def folded(cell: str) -> str:
    """A cell as headings and choices are compared: whatever its case, width and spaces."""
    return "".join(plain(cell).casefold().split())


def column_of(one: Question) -> Described | None:
    """The column that is asked for; None where the answer changes no table."""
    return None if one.about in TOLD else describe(EVERY[one.about])[one.field]


def entered(district: District, one: Question, cell: Any) -> str:
    """A new value as the table would have it. Raises Unread."""
    listed = [choices(district, one, language) for language in _FLAGS]
    spec = column_of(one)
    kind = "text" if any(listed) or spec is None else spec["type"]
    try:
        told = trimmed(text(meant(cell, kind) if isinstance(cell, Cell) else cell))
        _, refused = read_column(pd.Series([told], dtype=object), Kind(kind))
    except Refused as error:
        refused = {0: error.rule}
    if refused:
        raise Unread(refused[0])
    if not any(listed) or not told:
        return told
    ids = {folded(name): id_ for names in listed for id_, name in names.items()}
    if found := ids.get(folded(told)) or next((id_ for id_ in ids.values() if id_ == told), ""):
        return found
    pairs = zip(*(names.values() for names in listed), strict=True)
    raise Unread("not_allowed", allowed=[dict(zip(_FLAGS, pair, strict=True)) for pair in pairs])


def put(cell: SheetCell, value: object, *, fill: PatternFill = KEPT, bold: bool = False, open_: bool = False) -> None:
    """Set a cell: text stays text, and only an open one can be changed."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@"))
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.fill, cell.border, cell.font = fill, _LINE, Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.protection = Protection(locked=not open_)


def locked_and_printed(sheet: Worksheet, head: int, area: str) -> None:
    """A sheet whose closed cells are locked, and of which the area prints on A4 across, one sheet wide, its headings on each."""
    sheet.print_title_rows, sheet.print_area = f"{head}:{head}", area
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.4
    sheet.protection.sheet = True
    for name in ("formatColumns", "formatRows", "formatCells"):
        setattr(sheet.protection, name, False)


class Lists:
    """The lists to choose from, each once, a column each of a sheet of their own."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._places = sheet, dict[tuple[str, ...], str]()
        self._checks: dict[tuple[str, ...], DataValidation] = {}

    def check(self, on: Worksheet, items: Sequence[str], message: str) -> DataValidation:
        """The check that a cell of the sheet `on` holds one of these, the same for equal lists."""
        key = (*items, message)
        if key not in self._checks:
            self._checks[key] = DataValidation("list", formula1=self._range(tuple(items)), allow_blank=True)
            self._checks[key].error, self._checks[key].showErrorMessage = message, True
            on.add_data_validation(self._checks[key])
        return self._checks[key]

    def _range(self, items: tuple[str, ...]) -> str:
        if items not in self._places:
            place = len(self._places) + 1
            for row, text in enumerate(items, 1):
                put(self._sheet.cell(row, place), text)
            letter = self._sheet.cell(1, place).column_letter
            self._sheet.column_dimensions[letter].width = 22
            self._places[items] = f"'{self._sheet.title}'!${letter}$1:${letter}${len(items)}"
        return self._places[items]
