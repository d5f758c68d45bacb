"""A table as an Excel workbook to fill in."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from outreach.district import District
from outreach.tables import MODELS, labels
from outreach.tables.columns import Columns, Described, describe, key
from outreach.tables.dictionary import dictionary
from outreach.tables.naming import BESIDE, COLUMN, names_areas

_NAME = "area_name"
SPARE_ROWS = 2000  # below the rows there are, with drop-downs and checks in place
_PROPERTIES = 100_000  # bytes of a workbook's properties, more than any office program writes
_MADE_FROM = re.compile(rb"<(?:\w+:)?keywords[^>]*>([0-9a-f]{64})<")
_FLAGS = {"zh": ("是", "否"), "en": ("yes", "no")}
_SAID = {
    "zh": {
        "note": "说明",
        "lists": "可选值",
        "row": "一行是",
        "key": "不能重复的列",
        "required": "必填",
        "yes": "是",
        "no": "否",
        "column": "列名",
        "meaning": "含义",
        "type": "类型",
        "unit": "单位",
        "range": "范围",
        "allowed": "可填的值",
        "refers": "取自",
        "example": "示例",
        "wrong": "请从下拉列表中选择",
        "number": "这里应填数，范围见“说明”页",
        "date": "这里应填日期，如 2026-03-31",
        "name": "区划代码旁的“{beside}”供核对：可只填代码，也可只填名称；都填时须一致，不一致的行不收。",
        "keep": "只在第一页填写；不要改动列名。填好后整份传回，这张表以文件中的行为准，删去的行就是删除。",
    },
    "en": {
        "note": "Notes",
        "lists": "Choices",
        "row": "A row is",
        "key": "Not to be repeated",
        "required": "Required",
        "yes": "yes",
        "no": "no",
        "column": "Column",
        "meaning": "Meaning",
        "type": "Type",
        "unit": "Unit",
        "range": "Range",
        "allowed": "Allowed",
        "refers": "Taken from",
        "example": "Example",
        "wrong": "Please choose from the list",
        "number": "A number is expected here; the notes tell the range",
        "date": "A date is expected here, such as 2026-03-31",
        "name": "“{beside}” stands beside the code so that it can be checked: either is enough; where both are filled they must agree, else the row is refused.",
        "keep": "Fill in the first sheet only and leave its headings. The table becomes what the file holds: a row you delete is removed.",
    },
}
_FORMATS = {"share": "0.0###%", "date": "yyyy-mm-dd", "text": "@", "code": "@", "list": "@"}
_NOTED = ("column", "meaning", "required", "type", "unit", "range", "allowed", "refers", "example")
_HEAD = PatternFill("solid", fgColor="DCE8F1")


def template(
    district: District, table: str, language: str, *, named: bool = True, made_from: str = "", first: Sequence[str] = ()
) -> bytes:
    """The table's rows as an XLSX workbook in `zh` or `en`: to fill in, with a sheet of notes and one of choices.

    Headings are the columns' titles and closed lists show their labels, which every reader takes back. Where `named`,
    ids of other tables show their names too (海门街道 for 320614001), wherever these tell them apart; `reference_names`
    leads back; a table that asks the towns something (register) has its open questions as rows below, those of the towns `first`
    before others. The workbook keeps `made_from`, what the version is known by. Raises KeyError for a name that is no table.
    """
    book = Workbook()
    book.properties.keywords = made_from or None
    sheet = book.active
    sheet.title = table
    names = {
        column: _names(district, table, column, spec, language, named)
        for column, spec in describe(MODELS[table]).items()
    }
    columns = describe(MODELS[table])
    frame = _with_questions(district, table, first) if named else district.table(table)
    if named and names_areas(columns):
        columns, frame = _with_names(columns, frame, district.areas, language)
        names |= {COLUMN: {}, _NAME: reference_names(district, "areas", language, listed=False)}
    _rows(sheet, frame, columns, language, names)
    notes = book.create_sheet(_SAID[language]["note"])
    choices = book.create_sheet(_SAID[language]["lists"])
    _notes(notes, table, language)
    options = {column: _options(district, spec, language, names[column]) for column, spec in columns.items()}
    _checks(sheet, choices, columns, options, len(frame), language)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_names(
    columns: Columns, frame: pd.DataFrame, areas: pd.DataFrame, language: str
) -> tuple[Columns, pd.DataFrame]:
    """The columns and rows with the areas' names beside their codes."""
    found: Columns = {}
    for column, spec in columns.items():
        found[column] = spec
        if column == COLUMN:
            found[column] = {**spec, "optional": True}
            found[_NAME] = {**found[column], "type": "text", "title": BESIDE, "refers": None, "values": None}
    names = areas.set_index("area_code")[f"name_{language}"]
    return found, frame.assign(**{_NAME: frame[COLUMN].map(names)})


def _with_questions(district: District, table: str, first: Sequence[str]) -> pd.DataFrame:
    rows, model = district.table(table), MODELS[table]
    asked = getattr(model, "asked", None)
    if asked is None:
        return rows
    more: pd.DataFrame = asked(district, first).astype(rows.dtypes.to_dict())
    return pd.concat([rows, more], ignore_index=True)


def reference_names(district: District, refers: str, language: str, *, listed: bool = True) -> dict[str, str]:
    """The names of another table's ids; empty where some have none, or one that another id has.

    Where several may stand in one cell (`listed`), also where one has a sign in it that separates them.
    """
    other = district.table(refers)
    if f"name_{language}" not in other:
        return {}
    names = dict(zip(other.iloc[:, 0], other[f"name_{language}"], strict=True))
    texts = [name for name in names.values() if isinstance(name, str)]
    apart = len(set(texts)) == len(other) and not set(texts) & set(names)
    return names if apart and not (listed and any(set(";；、") & set(text) for text in texts)) else {}


def _names(district: District, table: str, column: str, spec: Described, language: str, named: bool) -> dict[str, str]:
    if spec["refers"] and named:
        return reference_names(district, spec["refers"], language, listed=spec["type"] == "list")
    return labels(table, column, language)


def _value(value: Any, kind: str, names: Mapping[str, str], language: str) -> object:
    """A cell as a workbook holds it: ids of closed lists by their labels, missing as nothing."""
    if kind == "list":
        return ";".join(names.get(one, one) for one in value) or None
    if pd.isna(value):
        return None
    if kind == "flag":
        return _FLAGS[language][0 if value else 1]
    if kind in ("text", "code"):
        return names.get(value, value)
    return value.item() if hasattr(value, "item") else value


def _rows(
    sheet: Worksheet, frame: pd.DataFrame, columns: Columns, language: str, names: dict[str, dict[str, str]]
) -> None:
    for place, (column, spec) in enumerate(columns.items(), 1):
        head = sheet.cell(1, place)
        _put(head, spec["title"][language])
        head.font, head.fill = Font(bold=True, color="9C1C1C" if not spec["optional"] else "1C2733"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        kind = spec["type"]
        widest = _width(spec["title"][language])
        for row, value in enumerate(frame[column], 2):
            shown = _value(value, kind, names[column], language)
            if shown is None:
                continue
            cell = sheet.cell(row, place)
            _put(cell, shown.to_pydatetime() if isinstance(shown, pd.Timestamp) else shown)
            cell.number_format = _FORMATS.get(kind, "General")
            widest = max(widest, _width(shown))
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(widest + 2, 9), 40)
        sheet.column_dimensions[letter].number_format = _FORMATS.get(kind, "General")
    sheet.freeze_panes = "C2" if len(columns) > 6 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(frame) + 1, 1)}"


def _width(value: object) -> int:
    return sum(2 if ord(sign) > 255 else 1 for sign in str(value))


def _put(cell: SheetCell, value: object) -> None:
    """Set a cell; text stays text, whatever Excel would make of its first sign."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith(("=", "+", "-", "@", "\t", "\r"))


def _notes(sheet: Worksheet, table: str, language: str) -> None:
    """The sheet that says what the table is about and how each of its columns is filled in."""
    for number, line in enumerate(_lines(table, language), 1):
        for place, text in enumerate(line, 1):
            cell = sheet.cell(number, place)
            _put(cell, text)
            cell.alignment = Alignment(wrap_text=number > 5, vertical="top")
            if number in (1, 6):
                cell.font = Font(bold=True)
            if number == 6:
                cell.fill = _HEAD
    for place, width in enumerate((22, 44, 9, 16, 10, 18, 44, 16, 24), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B7"


def _lines(table: str, language: str) -> list[list[str]]:
    said, about = _SAID[language], MODELS[table].to_schema().metadata
    titles = {column: spec["title"][language] for column, spec in describe(MODELS[table]).items()}
    named_beside = COLUMN in titles and COLUMN not in key(MODELS[table])[:1]
    lines = [
        [about["title"][language]],
        [said["row"], about["row"][language]],
        [said["key"], (" + ").join(titles[one] for one in key(MODELS[table]))],
        [said["keep"]],
        [said["name"].format(beside=BESIDE[language])] if named_beside else [],
        [said[one] for one in _NOTED],
    ]
    entries = dictionary(language)
    for entry in entries[entries["table"] == table].to_dict("records"):
        other = MODELS[entry["refers"]].to_schema().metadata["title"][language] if entry["refers"] else ""
        lines.append(
            [
                entry["title"],
                entry["meaning"],
                said["yes" if entry["required"] else "no"],
                entry["type"],
                entry["unit"],
                entry["range"],
                entry["allowed"],
                other,
                entry["example"],
            ]
        )
    return lines


def _checks(
    sheet: Worksheet,
    choices: Worksheet,
    columns: Columns,
    options: Mapping[str, list[tuple[str, str]]],
    rows: int,
    language: str,
) -> None:
    """Drop-downs and checks for every column that has any, and the sheet of what can be chosen."""
    free = 1
    for place, (column, spec) in enumerate(columns.items(), 1):
        if options[column]:
            listed = _listed(choices, free, spec["title"][language], options[column])
            check = _chosen_from(listed, language) if spec["type"] != "list" else None
            free += 2
        else:
            check = _typed(spec, language)
        if check is not None:
            check.allow_blank = spec["optional"]
            check.showErrorMessage = True
            check.showDropDown = False
            check.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{rows + 1 + SPARE_ROWS}")
            sheet.add_data_validation(check)
    choices.freeze_panes = "A2"


def _listed(choices: Worksheet, free: int, title: str, options: list[tuple[str, str]]) -> str:
    """Put what can be chosen into two free columns, each with what it means; tells where."""
    for offset, text in enumerate((title, "")):
        head = choices.cell(1, free + offset)
        _put(head, text)
        head.font, head.fill = Font(bold=True), _HEAD
    for number, (value, name) in enumerate(options, 2):
        _put(choices.cell(number, free), value)
        _put(choices.cell(number, free + 1), name)
    letter = get_column_letter(free)
    choices.column_dimensions[letter].width = 26
    choices.column_dimensions[get_column_letter(free + 1)].width = 36
    return f"'{choices.title}'!${letter}$2:${letter}${len(options) + 1}"


def _chosen_from(listed: str, language: str) -> DataValidation:
    check = DataValidation("list", formula1=listed)
    check.error = _SAID[language]["wrong"]
    return check


def _typed(spec: Described, language: str) -> DataValidation | None:
    """The check of a day or a number; None for what may be any text."""
    if spec["type"] == "date":
        check = DataValidation("date", operator="greaterThan", formula1="1")
        check.error = _SAID[language]["date"]
        return check
    if spec["type"] in ("number", "integer", "year", "share"):
        check = _range(spec)
        check.error = _SAID[language]["number"]
        return check
    return None


def _range(spec: Described) -> DataValidation:
    whole = "whole" if spec["type"] in ("integer", "year") else "decimal"
    least = -1e15 if spec["least"] is None else spec["least"]
    most = 1e15 if spec["most"] is None else spec["most"]
    return DataValidation(whole, operator="between", formula1=f"{least:.15g}", formula2=f"{most:.15g}")


def _options(district: District, spec: Described, language: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """What can be chosen in a column, each with what it means or stands for."""
    if spec["title"] == BESIDE and not names:
        return []
    if names:
        return [(name, str(id_)) for id_, name in names.items()]
    if spec["type"] == "flag":
        return [(one, "") for one in _FLAGS[language]]
    if not spec["refers"]:
        return []
    other = district.table(spec["refers"])
    told = next((name for name in (f"name_{language}", f"title_{language}") if name in other), None)
    meanings = other[told].fillna("") if told else [""] * len(other)
    return list(dict(zip(other.iloc[:, 0].astype(str), meanings, strict=True)).items())


def made_from(content: bytes) -> str:
    """What the version is known by that a workbook was made from; empty where it does not say, or is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("docProps/core.xml") as properties:
            found = _MADE_FROM.search(properties.read(_PROPERTIES))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        return ""
    return found[1].decode() if found else ""
