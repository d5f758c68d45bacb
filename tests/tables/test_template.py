"""Tables as workbooks to fill in: what goes out comes back as it was."""

import io

import openpyxl
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from outreach.tables import MODELS
from outreach.tables.columns import describe
from outreach.tables.reading import sheet_of
from outreach.tables.table import of_sheet
from outreach.tables.template import made_from, template
from outreach.tables.writing import written
from tests.towns import HAIMEN


def read(content: bytes, table: str):
    return of_sheet(sheet_of(content, "x", table), MODELS[table])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("table", MODELS)
def test_a_template_read_back_is_the_table_it_was_made_of(district, table, language):
    found = read(template(district, table, language, named=False), table)
    assert found.faults == []
    assert_frame_equal(found.frame, district.table(table))


@pytest.mark.parametrize("table", MODELS)
def test_what_is_kept_of_a_table_reads_as_the_table(district, table):
    found = read(written(table, district.table(table)), table)
    assert found.faults == []
    assert_frame_equal(found.frame, district.table(table))


@pytest.fixture(scope="module")
def book(district):
    return openpyxl.load_workbook(io.BytesIO(template(district, "bases", "zh")))


def test_headings_are_titles_and_closed_lists_show_their_labels(book, district):
    head = [cell.value for cell in book["bases"][1]]
    assert [one for one in head if one != "区域名称"] == [
        spec["title"]["zh"] for spec in describe(MODELS["bases"]).values()
    ]
    assert head.index("区域名称") == head.index("所在镇街") + 1
    level = {row[head.index("级别")].value for row in book["bases"].iter_rows(min_row=2)} - {None}
    assert level <= set(district.levels["name_zh"]) and level


def test_a_town_is_chosen_from_a_list_that_tells_its_name(book):
    columns = list(describe(MODELS["bases"]))
    letter = openpyxl.utils.get_column_letter(columns.index("area_code") + 1)
    (check,) = [
        one for one in book["bases"].data_validations.dataValidation if str(one.sqref).startswith(f"{letter}2:")
    ]
    assert check.type == "list" and check.formula1.startswith("'可选值'!$")
    values = {cell.value for row in book["可选值"].iter_rows() for cell in row}
    assert {HAIMEN, "海门街道"} <= values


def test_every_column_is_explained(book):
    said = {cell.value for row in book["说明"].iter_rows() for cell in row}
    assert {spec["meaning"]["zh"] for spec in describe(MODELS["bases"]).values()} <= said


def test_a_template_remembers_the_version_it_was_made_from_through_an_office_program(district):
    mark = "0123456789abcdef" * 4
    content = template(district, "levels", "zh", made_from=mark)
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(stream)
    assert made_from(content) == made_from(stream.getvalue()) == mark
    assert [
        made_from(one)
        for one in (template(district, "levels", "zh"), b"", b"PK\x03\x04", b"a,b", content[: len(content) // 2])
    ] == [""] * 5


def test_no_text_of_a_table_becomes_a_formula(district):
    sources = district.sources.copy()
    sources["title_zh"] = sources["title_zh"].where(sources.index > 0, "-1+cmd|x")

    class Spoiled:
        def table(self, name):
            return sources if name == "sources" else district.table(name)

    sheet = openpyxl.load_workbook(io.BytesIO(template(Spoiled(), "sources", "zh")))["sources"]
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert [cell.quotePrefix for cell in texts if cell.value == "-1+cmd|x"] == [True]


def test_an_empty_table_is_headings_alone(district):
    found = read(template(district, "survey", "zh"), "survey")
    assert found.faults == [] and isinstance(found.frame, pd.DataFrame) and found.frame.empty


def test_any_number_is_read_back_as_the_number_it_was(district):
    odd = [1 / 3, 0.1 + 0.2, 1e-7, 123456789.123456789, -0.125, 3.0, 2**53 - 1.0]
    frame = district.bases.iloc[: len(odd)].assign(
        lon=[121 + one % 0.01 for one in odd], lat=[31 + one % 0.01 for one in odd]
    )
    found = read(written("bases", frame), "bases")
    back = found.draft if found.frame is None else found.frame  # a row may have no datum, which is another matter
    assert list(back["lon"]) == list(frame["lon"]) and list(back["lat"]) == list(frame["lat"])
