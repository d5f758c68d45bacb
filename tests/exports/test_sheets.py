import csv
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.exports import sheets
from outreach.views.exhibit import Column, Credits, Exhibit
from tests.conftest import SAY

DAY = datetime(2025, 3, 1)
RUNS = ["=1+1", "+86 513 8221", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]
COLUMNS = (
    Column("name", "名称"),
    Column("share", "比例", "percent"),
    Column("covered", "覆盖", "whole_percent"),
    Column("change", "变化", "points"),
    Column("bases", "阵地数", "integer"),
    Column("rate", "每万人", "decimal"),
    Column("gap", "指数", "index"),
    Column("day", "日期"),
)
CREDITS = Credits(
    "来源：甲",
    "来源：甲《乙》（2024）",
    "数据截至 2026-01-01",
    "数据性质：官方公布",
    notice="示意图",
    demonstration="演示数据",
)


def exhibit(*rows, columns=COLUMNS, credits=CREDITS):
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return Exhibit("towns", "各镇街", "一句话。", frame.assign(hidden="id"), columns, credits)


TWO = exhibit(
    ("甲镇", 0.125, 0.5, -0.025, 3, 0.25, 80.4, pd.Timestamp("2025-03-01")),
    ("乙镇", np.nan, None, pd.NA, None, 1234.5, -3.0, pd.NaT),
)


def texts(*values):
    return exhibit(*((value,) for value in values), columns=(Column("name", "名称"),))


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def book(content: bytes):
    return openpyxl.load_workbook(BytesIO(content))


def cells(content: bytes) -> list[list]:
    return [[cell.value for cell in row] for row in book(content).worksheets[0].iter_rows()]


def test_a_csv_opens_in_excel_as_it_is():
    content = sheets.csv(TWO)
    assert (
        content.startswith(b"\xef\xbb\xbf")
        and content.count(b"\r\n") == 3
        and b"\n" not in content.replace(b"\r\n", b"")
    )
    assert lines(content)[0] == ["名称", "比例", "覆盖", "变化", "阵地数", "每万人", "指数", "日期"]


def test_a_csv_holds_plain_numbers_and_nothing_for_what_is_missing():
    first, second = lines(sheets.csv(TWO))[1:]
    assert [first[0], *map(float, first[1:7]), first[7]] == ["甲镇", 0.125, 0.5, -0.025, 3, 0.25, 80.4, "2025-03-01"]
    assert second == ["乙镇", "", "", "", "", "1234.5", "-3.0", ""]


def test_whole_numbers_stay_whole_beside_missing_ones():
    rows = exhibit((1,), (2,), columns=(Column("bases", "阵地数", "integer"),)).rows.astype({"bases": "Int64"})
    rows.loc[1, "bases"] = pd.NA
    shown = Exhibit("x", "x", "x", rows, (Column("bases", "阵地数", "integer"), Column("hidden", "id")), CREDITS)
    assert lines(sheets.csv(shown))[1:] == [["1", "id"], ["", "id"]]
    assert cells(sheets.xlsx(shown, SAY["zh"]))[1:] == [[1, "id"], [None, "id"]]


@pytest.mark.parametrize("text", RUNS)
def test_no_text_runs_as_a_formula(text):
    assert lines(sheets.csv(texts(text)))[1] == ["'" + text]
    cell = book(sheets.xlsx(texts(text), SAY["zh"])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_negative_number_is_no_formula():
    shown = exhibit((-5.5,), columns=(Column("rate", "x", "decimal"),))
    assert lines(sheets.csv(shown))[1] == ["-5.5"]
    cell = book(sheets.xlsx(shown, SAY["zh"])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (-5.5, "n")


def test_no_text_of_the_note_runs_either():
    said = Credits("", "=1+1", "d", "")
    note = book(sheets.xlsx(exhibit(columns=COLUMNS, credits=said), SAY["zh"])).worksheets[1]
    assert {cell.data_type for row in note.iter_rows() for cell in row} == {"s"}


def test_several_values_stand_in_one_cell():
    shown = texts(("a", "b"), ["c"])
    assert lines(sheets.csv(shown))[1:] == [["a;b"], ["c"]]
    assert cells(sheets.xlsx(shown, SAY["zh"]))[1:] == [["a;b"], ["c"]]


def test_a_workbook_has_the_rows_and_a_note_of_what_they_are(say):
    found = book(sheets.xlsx(TWO, say))
    assert found.sheetnames == {"zh": ["数据", "说明"], "en": ["Rows", "Notes"]}[say.language]
    note = [(row[0].value, row[1].value) for row in found.worksheets[1].iter_rows()]
    said, columns = note[:7], note[7:]
    assert [text for _, text in said] == [
        "各镇街",
        "一句话。",
        "演示数据",
        "数据性质：官方公布",
        "来源：甲《乙》（2024）",
        "数据截至 2026-01-01",
        "示意图",
    ]
    assert [item for item, _ in said] == [
        say(f"exports.{name}") for name in ("title", "sentence", "demonstration", "basis", "source", "date", "notice")
    ]
    assert columns == [
        (say("exports.column", title=column.title), say(f"exports.unit.{column.kind}")) for column in COLUMNS
    ]


def test_several_exhibits_are_a_workbook_of_a_sheet_each_and_one_note():
    shown = [replace(TWO, title=title) for title in ("各镇街", "各镇街", "说明", "[比例]: 甲/乙?", "长" * 40)]
    found = book(sheets.workbook(shown, SAY["zh"]))
    assert found.sheetnames == ["各镇街", "各镇街 2", "说明 2", "比例   甲 乙", "长" * 31, "说明"]
    assert all(
        [cell.value for cell in found[name][2]] == ["甲镇", 0.125, 0.5, -2.5, 3, 0.25, 80.4, DAY]
        for name in found.sheetnames[:-1]
    )
    named = [row[1].value for row in found["说明"].iter_rows() if row[0].value == "工作表"]
    assert named == found.sheetnames[:-1]


def test_the_note_of_several_csv_is_a_csv_that_names_each():
    rows = lines(sheets.notes([replace(TWO, name="a"), replace(TWO, name="b", title="=1+1")], SAY["zh"]))
    assert rows[0] == ["文件", "项目", "内容"] and {row[0] for row in rows[1:]} == {"a", "b"}
    assert ["b", "标题", "'=1+1"] in rows and ["a", "列：变化", "百分点"] in rows


def test_a_workbook_holds_numbers_that_read_as_on_the_page():
    sheet = book(sheets.xlsx(TWO, SAY["zh"])).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["甲镇", 0.125, 0.5, -2.5, 3, 0.25, 80.4, DAY]
    assert [cell.value for cell in sheet[3]] == ["乙镇", None, None, None, None, 1234.5, -3, None]
    assert [cell.number_format for cell in sheet[2]][1:] == [
        "0.0%",
        "0%",
        "+0.0;-0.0",
        "#,##0",
        "#,##0.00",
        "0",
        "yyyy-mm-dd",
    ]
    assert sheet.freeze_panes == "A2" and all(cell.font.bold for cell in sheet[1])


def test_columns_that_are_not_read_are_not_exported():
    assert b"hidden" not in sheets.csv(TWO) and "id" not in {
        value for row in cells(sheets.xlsx(TWO, SAY["zh"])) for value in row
    }


def test_no_rows_are_a_header_alone():
    assert lines(sheets.csv(exhibit())) == [[column.title for column in COLUMNS]]
    assert cells(sheets.xlsx(exhibit(), SAY["zh"])) == [[column.title for column in COLUMNS]]


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_any_text_comes_back_from_either_file(text):
    (found,) = lines(sheets.csv(texts(text)))[1]
    assert found.removeprefix("'") == text.removeprefix("'") and not found.startswith(tuple("=+-@"))
    assert cells(sheets.xlsx(texts(text), SAY["zh"]))[1] == [text]


def test_every_exhibit_of_every_page_can_be_taken_along(shown):
    for (_page, language), scene in shown.items():
        for one in scene.exhibits.values():
            rows = lines(sheets.csv(one))
            assert (len(rows), len(rows[0])) == (len(one.rows) + 1, len(one.columns)), one.name
            sheet = book(sheets.xlsx(one, SAY[language])).worksheets[0]
            assert [cell.value for cell in sheet[1]] == rows[0] and sheet.max_row == len(rows), one.name


def test_a_text_that_is_a_day_is_a_day_and_any_other_stays_a_text():
    shown = cells(sheets.xlsx(texts("2025-03-01", "2025-02-30", "2025-03", "到2025-03-01"), SAY["zh"]))[1:]
    assert shown == [[DAY], ["2025-02-30"], ["2025-03"], ["到2025-03-01"]]


def test_a_workbook_can_be_filtered_and_prints_one_sheet_of_paper_wide():
    found = book(sheets.xlsx(TWO, SAY["zh"]))
    rows, note = found.worksheets
    assert rows.auto_filter.ref == "A1:H3" and note.auto_filter.ref is None
    assert rows.print_title_rows == "$1:$1"
    for sheet, side in ((rows, "landscape"), (note, "portrait")):
        setup = sheet.page_setup
        assert (setup.fitToWidth, setup.fitToHeight, setup.orientation) == (1, 0, side)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and int(setup.paperSize) == 9


@pytest.mark.parametrize(
    ("page", "name"), [("literacy", "literacy_intervals"), ("gaps", "gaps_table"), ("town", "town_standing")]
)
def test_where_an_interval_is_said_its_ends_are_numbers_too(shown, page, name):
    rows = shown[page, "zh"].exhibits[name].rows
    said = [column.name for column in shown[page, "zh"].exhibits[name].columns]
    for low, high in (("rank_low", "rank_high"), ("low", "high"), ("gap_low", "gap_high")):
        if low in rows:
            assert said.index(high) == said.index(low) + 1 and pd.api.types.is_numeric_dtype(rows[low]), (name, low)
