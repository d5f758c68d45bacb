"""A town's sheet: what it is asked as an Excel workbook, with a cell for each answer and nothing else to be changed."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from outreach.district import District
from outreach.tables import additions, labels
from outreach.tables.asking import CONFIRMED, MAY_BE_NONE, NONE, UNKNOWN, Question
from outreach.tables.fields import HEADED, KEPT, OPEN, Lists, choices, column_of, locked_and_printed, pick, put
from outreach.tables.returns import ANSWERS

HEAD = 8  # the row of the headings
COLUMNS = ("number", "subject", "asked", "recorded", "answer", "value", "note", "check")
WIDTHS = (6, 24, 34, 28, 13, 30, 24, 12)
LAST = "G"  # the last column that is seen and printed
ROUND, VERSION, TOWN, WHO, PHONE, DAY, REST = "round_id", "version", "town", "who", "phone", "day", "rest"
PLACES = {ROUND: "C4", "due": "E4", VERSION: "G4", TOWN: "C5", "office": "E5", "telephone": "G5"}
ANSWERED = {WHO: "C6", PHONE: "E6", DAY: "G6", REST: "C7"}
"""Where what is said of the whole sheet stands; what it is called stands at its left."""
TITLES: dict[str, tuple[str, str]] = {
    "number": ("序号", "No."),
    "subject": ("核实对象", "Subject"),
    "asked": ("核实什么", "What is asked"),
    "recorded": ("现有记录", "On record now"),
    "answer": ("核实结果", "Answer"),
    "value": ("新值", "New value"),
    "note": ("备注", "Remarks"),
    "check": ("核对码", "Check"),
    ROUND: ("轮次编号", "Round id"),
    "due": ("截止日期", "Due on"),
    VERSION: ("记录版本", "Record version"),
    TOWN: ("镇街", "Town"),
    "office": ("收表单位", "Return to"),
    "telephone": ("咨询电话", "Telephone"),
    WHO: ("填报人", "Filled in by"),
    PHONE: ("填报人电话", "Your telephone"),
    DAY: ("填报日期", "Date"),
    REST: ("其余各项", "All the rest"),
    "sheet": ("报送", "Return"),
    "additions": additions.SHEET,
    "choices": ("可选值", "Choices"),
}
REST_OPTION = ("有记录的都核实无误", "what is on record is right")
_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("{town}　{round}核实填报表", "{town}: sheet for {round}"),
    "how": (
        "请只填黄色的格子。记录没有错，选“核实无误”；有变化，或原来空着，在“新值”里填；确实没有、不清楚的照实选。留空表示还没答复，不会删去任何内容。",
        "Fill in the yellow cells alone. Where the record is right choose “confirmed”; where it has changed or is empty give the new value; "
        "say so where there is none or you do not know. A blank cell is no answer yet, and never deletes anything.",
    ),
    "how_back": (
        "没有录入的阵地填在“新增阵地”那张表里。填好后把本文件原样发回（Excel 或 WPS 表格都可以），不要增删行、改动列名和白色的格子。没填完也可以先报，余下的再报一次。",
        "Bases that are not on record go on the sheet “New bases”. Send this very file back, saved by Excel or WPS, without adding or deleting rows or touching headings and white cells. "
        "A sheet may come back in parts: what is left can be sent again.",
    ),
    "rest_how": (
        "其余有现有记录、您没有另填的各项都对时选这一项，不必逐行选；空着的和“待核实”的不在内。",
        "Choose this where everything on record that you did not answer is right; what is empty or unverified is left out.",
    ),
    "nothing": ("（空）", "(empty)"),
    "wrong": ("请从下拉列表中选择", "Please choose from the list"),
    "day": ("这里应填日期，如 2026-12-15", "A date is expected here, such as 2026-12-15"),
    "number_wrong": ("这里应填数字", "A number is expected here"),
    "tier": ("{level}阵地的记录", "Record of {level} bases"),
    "tier_has": ("已录入：{names}", "On record: {names}"),
    "tier_none": ("一处也没有录入", "None on record"),
    "footer": ("第 &P 页，共 &N 页", "Page &P of &N"),
}
_ASKED: dict[tuple[str, str], tuple[str, str]] = {
    ("bases", additions.FIELD): ("要新增的一处阵地", "A base to be added"),
    ("bases", "status"): ("现在是否开放", "Is it open to the public"),
    ("bases", "area_code"): ("所在镇街（现为推定）", "Which town it stands in (presumed so far)"),
    ("bases", "lon"): ("经度（大门口，十进制度数）", "Longitude of its gate, decimal degrees"),
    ("bases", "lat"): ("纬度（大门口，十进制度数）", "Latitude of its gate, decimal degrees"),
    ("bases", "datum"): ("经纬度从哪种地图查得", "Which map the position was read from"),
    ("bases", "opening"): (
        "开放时间，写成：周二至周日 9:00-17:00；周一闭馆",
        "Opening times, as: Tue-Sun 09:00-17:00; closed Mon",
    ),
    ("bases", "level"): ("认定级别（有文件或名单可查）", "Level it is recognised at, by a document or list"),
    ("bases", "address_zh"): ("详细地址", "Street address (in Chinese)"),
    ("bases", "telephone"): ("公众咨询电话，如 0513-82200000", "Telephone for the public"),
    ("bases", "free"): ("是否免费开放", "Whether entry is free"),
    ("bases", "capacity_per_year"): ("年接待能力（人次）", "Visits it can take in a year"),
    ("register", "complete"): (
        "本镇街这一级阵地是否已全部录入；漏了的填在“新增阵地”那张表里",
        "Whether all bases of this level are on record; any that is missing goes on the sheet “New bases”",
    ),
    ("areas", "villages"): ("行政村个数", "Number of administrative villages"),
    ("areas", "communities"): ("社区（居委会）个数", "Number of urban communities"),
    ("survey", "wave"): (
        "做过公民科学素质抽样调查没有；做过的写年份和样本量，没做过选“确实没有”",
        "Any sample survey of science literacy: give its year and size, or choose “there is none”",
    ),
    ("measures", "article_id"): (
        "本镇街这项任务做到哪一步，一两句话",
        "How far the town has come with it, in a sentence or two",
    ),
}
_FORMATS = {"number": "General", "integer": "0", "share": "0.0###%"}


@dataclass(frozen=True)
class Round:
    """A round as its sheets tell of it."""

    round_id: str
    name: Mapping[str, str]
    due_on: date


@dataclass(frozen=True)
class Line:
    """A question as its row says it in one language: the cells nobody is to change."""

    number: int
    subject: str
    asked: str
    recorded: str

    @property
    def check(self) -> str:
        """What these cells are known by, whoever has renamed a base since."""
        return digest([self.number, self.subject, self.asked, self.recorded])[:10]


def digest(of: object) -> str:
    """What a value of plain parts is known by."""
    return hashlib.sha256(json.dumps(of, ensure_ascii=False).encode()).hexdigest()


def version(round_id: str, town: str, asked: Mapping[int, Question]) -> str:
    """What the record was known by that a town's sheet shows."""
    rows = [[number, one.about, one.row, one.field, one.recorded] for number, one in asked.items()]
    return digest([round_id, town, rows])[:10]


def options(one: Question) -> tuple[str, ...]:
    """How a question may be answered, beside a new value."""
    confirmed = (CONFIRMED,) if one.confirmable else ()
    none = (NONE,) if not one.recorded and one.field in MAY_BE_NONE else ()
    return (*confirmed, *none, UNKNOWN)


def line(district: District, number: int, one: Question, language: str) -> Line:
    """A question as it stands on a sheet."""
    return Line(
        number,
        _subject(district, one, language),
        pick(_ASKED, (one.about, one.field), language),
        _recorded(district, one, language),
    )


def name_of(district: District, town: str) -> dict[str, str]:
    """A town's name by language; its code where there is no such town."""
    rows = district.areas[district.areas["area_code"] == town]
    return {one: str(rows[f"name_{one}"].iloc[0]) if len(rows) else town for one in ("zh", "en")}


def _subject(district: District, one: Question, language: str) -> str:
    if one.field == additions.FIELD:
        return pick(TITLES, "additions", language)
    frame = district.table("levels" if one.about == "register" else one.about)
    if one.about == "register":
        names = frame.set_index("level")[f"name_{language}"]
        return _TEXTS["tier"][language == "en"].format(level=names[one.row.split("/")[1]])
    if one.about == "survey":
        frame = district.areas
    stem, key = ("article", "article_id") if one.about == "measures" else ("name", frame.columns[0])
    rows = frame.loc[frame[key] == one.row, f"{stem}_{language}"]
    return str(rows.iloc[0]) if len(rows) else one.row


def _recorded(district: District, one: Question, language: str) -> str:
    if one.about == "register":
        town, level = one.row.split("/")
        bases = district.bases[(district.bases["area_code"] == town) & (district.bases["status"] != "closed")]
        own = bases[(bases["level"] == level) | (bases["run_by"] == level)]
        names = ("、" if language == "zh" else ", ").join(own[f"name_{language}"])
        return pick(_TEXTS, "tier_has", language).format(names=names) if names else pick(_TEXTS, "tier_none", language)
    if not one.recorded:
        return _of_words(district, one, language) or pick(_TEXTS, "nothing", language)
    if one.about == "bases" and one.field == "status":
        return labels("bases", "status", language)[one.recorded]
    return choices(district, one, language).get(one.recorded, one.recorded)


def _of_words(district: District, one: Question, language: str) -> str:
    """What the opening hours say in words where they are not yet days and times."""
    if one.field != "opening":
        return ""
    rows = district.bases.loc[district.bases["base_id"] == one.row, f"hours_{language}"].dropna()
    return str(rows.iloc[0]) if len(rows) else ""


def form(
    district: District, of: Round, town: str, asked: Mapping[int, Question], language: str, answered: Sequence[int] = ()
) -> bytes:
    """A town's sheet as an XLSX workbook in `zh` or `en`; of what is `answered` already the rows are left out."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = pick(TITLES, "sheet", language)
    listed = book.create_sheet(pick(TITLES, "choices", language))
    name = name_of(district, town)[language]
    said = {
        ROUND: of.round_id,
        "due": of.due_on,
        VERSION: version(of.round_id, town, asked),
        TOWN: f"{name} {town}",
        "office": district.home.desk.office[language],
        "telephone": district.home.desk.telephone,
    }
    _top(sheet, pick(_TEXTS, "title", language).format(town=name, round=of.name[language]), said, language)
    lists = Lists(listed)
    open_ = {number: one for number, one in asked.items() if number not in set(answered)}
    for row, (number, one) in enumerate(open_.items(), HEAD + 1):
        _question(sheet, row, line(district, number, one, language), one)
        _checked(sheet, lists, district, row, one, language)
    _whole_checked(sheet, lists, language)
    additions.form(book.create_sheet(pick(TITLES, "additions", language), 1), lists, district, name, language)
    _laid_out(sheet, HEAD + len(open_), language)
    listed.protection.sheet, listed.sheet_state = True, "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _top(sheet: Worksheet, title: str, said: Mapping[str, object], language: str) -> None:
    for row, text in enumerate((title, pick(_TEXTS, "how", language), pick(_TEXTS, "how_back", language)), 1):
        sheet.merge_cells(f"A{row}:{LAST}{row}")
        cell = sheet.cell(row, 1, text)
        cell.font = Font(bold=row == 1, size=16 if row == 1 else 11)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if row == 1 else "left")
        sheet.row_dimensions[row].height = 30 if row == 1 or language == "zh" else 36
    for name, at in {**PLACES, **ANSWERED}.items():
        put(sheet[at].offset(0, -1), pick(TITLES, name, language), fill=HEADED, bold=True)
        put(sheet[at], said.get(name) or None, fill=KEPT if name in PLACES else OPEN, open_=name in ANSWERED)
        sheet[at].alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
    sheet["E6"].number_format, sheet["G6"].number_format = "@", "yyyy-mm-dd"
    sheet.merge_cells(f"D7:{LAST}7")
    sheet["D7"].value, sheet["D7"].font = pick(_TEXTS, "rest_how", language), Font(color="5B6770")
    sheet["D7"].alignment = Alignment(wrap_text=True, vertical="center")
    for place, name in enumerate(COLUMNS, 1):
        put(sheet.cell(HEAD, place), pick(TITLES, name, language), fill=HEADED, bold=True)


def _question(sheet: Worksheet, row: int, told: Line, one: Question) -> None:
    for place, name in enumerate(COLUMNS, 1):
        open_ = name in ("answer", "value", "note")
        put(sheet.cell(row, place), getattr(told, name, None), fill=OPEN if open_ else KEPT, open_=open_)
    spec = column_of(one)
    sheet.cell(row, 6).number_format = _FORMATS.get(spec["type"], "@") if spec else "@"
    sheet.cell(row, 7).number_format = "@"
    lines = [-(-_width(str(getattr(told, name))) // WIDTHS[COLUMNS.index(name)]) for name in COLUMNS[1:4]]
    sheet.row_dimensions[row].height = 16 * max(lines) + 6


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 255 else 1 for sign in text)


def _checked(sheet: Worksheet, lists: Lists, district: District, row: int, one: Question, language: str) -> None:
    wrong = pick(_TEXTS, "wrong", language)
    answers = [pick(ANSWERS, name, language) for name in options(one)]
    lists.check(sheet, answers, wrong).add(f"E{row}")
    if items := list(choices(district, one, language).values()):
        lists.check(sheet, items, wrong).add(f"F{row}")
        return
    spec = column_of(one)
    if spec and spec["type"] in ("number", "integer"):
        kind = "whole" if spec["type"] == "integer" else "decimal"
        most = 1e12 if spec["most"] is None else spec["most"]
        bounds = {"formula1": f"{spec['least'] or 0:.15g}", "formula2": f"{most:.15g}"}
        check = DataValidation(kind, operator="between", allow_blank=True, **bounds)
        check.error, check.showErrorMessage = pick(_TEXTS, "number_wrong", language), True
        check.add(f"F{row}")
        sheet.add_data_validation(check)


def _whole_checked(sheet: Worksheet, lists: Lists, language: str) -> None:
    day = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)
    day.error, day.showErrorMessage = pick(_TEXTS, "day", language), True
    day.add(ANSWERED[DAY])
    sheet.add_data_validation(day)
    lists.check(sheet, [REST_OPTION[language == "en"]], pick(_TEXTS, "wrong", language)).add(ANSWERED[REST])


def _laid_out(sheet: Worksheet, last: int, language: str) -> None:
    """As it is worked in and printed: locked, its headings in sight, A4 across, one sheet of paper wide."""
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["H"].hidden = True
    for top in (4, 5, 6, 7):
        sheet.row_dimensions[top].height = 24 if top < 7 else 32
    sheet.freeze_panes = f"A{HEAD + 1}"
    locked_and_printed(sheet, HEAD, f"A1:{LAST}{last}")
    sheet.page_margins.bottom, sheet.page_margins.footer = 0.75, 0.35
    sheet.oddFooter.center.text = pick(_TEXTS, "footer", language)


def asked_of(returns: pd.DataFrame, round_id: str, town: str) -> dict[int, Question]:
    """What a town was asked in a round, by its numbers."""
    mine = (returns["round_id"] == round_id) & (returns["area_code"] == town)
    rows = returns[mine & (returns["about"] != additions.ABOUT)]
    return {
        int(row["number"]): Question(
            row["about"], row["row"], row["field"], row["recorded"] if isinstance(row["recorded"], str) else ""
        )
        for row in rows.sort_values("number").to_dict("records")
    }
