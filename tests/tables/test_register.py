"""What the record may say of its own completeness, and what it may not."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from outreach.home import find_home
from outreach.tables import MODELS, ledger, read_district
from outreach.tables.incoming import incoming
from outreach.tables.table import read_table
from outreach.tables.template import template
from tests.tables.conftest import EN, ZH, told
from tests.towns import SANCHANG, YUELAI

HEADER = "area_code,level,category,complete,confirmed_on,confirmed_by,source_id,note_zh,note_en\n"
ROW = "{},{},{},{},2026-11-23,science-association,curation,,\n"


def write(copy, *rows):
    (copy.root / "data/register.csv").write_text(HEADER + "".join(ROW.format(*row) for row in rows), encoding="utf-8")


def test_it_ships_empty():
    assert read_district(find_home()).register.empty


def test_a_directory_without_it_opens_and_nothing_is_confirmed_there(copy):
    (copy.root / "data/register.csv").unlink()
    district = read_district(find_home(copy.root))
    assert (district.faults, district.missing, len(district.register)) == ((), (), 0)
    assert district.register.dtypes.to_dict() == read_district(find_home()).register.dtypes.to_dict()


def test_the_first_rows_can_be_put_where_there_was_no_file_and_be_taken_back(copy):
    path = copy.root / "data/register.csv"
    path.unlink()
    district = read_district(find_home(copy.root))
    content = (HEADER + ROW.format(SANCHANG, "town", "", "是")).encode()
    found = incoming(copy.root, district, "register", "核实.csv", content)
    assert found.faults == () and not path.exists()
    ledger.accept(copy.root, ledger.Proposal("register", found.content, found.compared, {"added": 1}), "王芳", "")
    assert len(read_district(find_home(copy.root)).register) == 1
    ledger.undo(copy.root, ledger.changes(copy.root), "王芳")
    assert read_district(find_home(copy.root)).register.empty and not read_district(find_home(copy.root)).faults


@pytest.mark.parametrize(
    "rows, sentence",
    [
        (
            [(SANCHANG, "", "", "是")],
            (
                "data/register.csv:2:level",
                "级别和类别应填一个，而且只填一个",
                "expected either a level or a category, and one of them alone",
            ),
        ),
        (
            [(SANCHANG, "town", "museum", "是")],
            (
                "data/register.csv:2:level",
                "级别和类别应填一个，而且只填一个",
                "expected either a level or a category, and one of them alone",
            ),
        ),
        (
            [(SANCHANG, "town", "", "是"), (SANCHANG, "town", "", "否")],
            (
                "data/register.csv:3:area_code",
                f"“{SANCHANG} / town / ”与第2行重复",
                f"“{SANCHANG} / town / ” repeats row 2",
            ),
        ),
    ],
)
def test_a_row_speaks_of_one_thing_and_once(copy, rows, sentence):
    write(copy, *rows)
    assert told(read_table(copy.root / "data", "register", MODELS["register"]).faults) == [sentence]


def test_a_district_that_is_complete_has_no_town_that_is_not(copy):
    write(copy, ("320614", "town", "", "是"), (SANCHANG, "town", "", "否"), (SANCHANG, "village", "", "否"))
    assert told(read_district(find_home(copy.root)).faults) == [
        (
            "data/register.csv:3:complete",
            "三厂街道的“town”填为不齐全，而第2行说海门区全部齐全，两行只能有一行对",
            "says that “town” is not complete in Sanchang Subdistrict, where row 2 says it is complete in all of "
            "Haimen District: only one of them can hold",
        )
    ]


def test_a_complete_town_in_a_district_that_is_not_is_no_contradiction(copy):
    write(copy, ("320614", "town", "", "否"), (SANCHANG, "town", "", "是"))
    assert read_district(find_home(copy.root)).faults == ()


def test_what_its_template_holds_is_read_back(copy):
    write(copy, (SANCHANG, "town", "", "是"), (SANCHANG, "", "museum", "否"))
    district = read_district(find_home(copy.root))
    found = incoming(copy.root, district, "register", "register.xlsx", template(district, "register", "zh"))
    assert found.faults == ()
    pd.testing.assert_frame_equal(found.after.register, district.register)


def test_the_sheet_for_the_towns_asks_for_what_nobody_has_confirmed_and_is_read_back(copy):
    write(copy, (SANCHANG, "town", "", "是"), ("320614", "district", "", "是"))
    district = read_district(find_home(copy.root))
    book = openpyxl.load_workbook(io.BytesIO(template(district, "register", "zh", first=(YUELAI,))))
    sheet = book["register"]
    assert (
        sheet.max_row == 1 + 2 + 12 + 11
    )  # the header, what is confirmed, every village level, every other town level
    place = {cell.value: cell.column for cell in sheet[1]}
    level, named = (
        place["级别"],
        next(column for title, column in place.items() if sheet.cell(4, column).value == "悦来镇"),
    )
    asked = [(sheet.cell(row, named).value, sheet.cell(row, level).value) for row in (4, 5)]
    assert asked == [("悦来镇", "镇级"), ("悦来镇", "村级")]
    for row, answer in ((4, "是"), (5, "否")):
        told = {"是否齐全": answer, "核实日期": date(2026, 12, 1), "核实单位": "区科协", "来源": "curation"}
        for title, value in told.items():
            sheet.cell(row, next(column for one, column in place.items() if one.endswith(title))).value = value
    stream = io.BytesIO()
    book.save(stream)
    found = incoming(copy.root, district, "register", "悦来镇.xlsx", stream.getvalue())
    assert [EN.fault(fault) for fault in found.faults] == []
    assert found.after.register[["area_code", "level"]].apply(tuple, axis=1).tolist() == [
        (SANCHANG, "town"),
        ("320614", "district"),
        (YUELAI, "town"),
        (YUELAI, "village"),
    ]
    assert [ZH.fault(note) for note in found.notes] == [
        "21行没有填写核实情况，视为尚未回答，没有收入；这些镇街仍为待核实"
    ]


def test_a_half_answered_question_is_told_of(copy):
    content = (HEADER + f"{SANCHANG},town,,,2026-11-23,,,,\n").encode()
    district = read_district(find_home(copy.root))
    found = incoming(copy.root, district, "register", "三厂.csv", content)
    assert {fault.column for fault in found.faults} == {"complete", "confirmed_by", "source_id"}
