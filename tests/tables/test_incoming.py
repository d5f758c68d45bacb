"""A file handed in: nothing is written, everything is told."""

import io
import zipfile

import openpyxl
import pytest
from pandas.testing import assert_frame_equal

from outreach.home import find_home
from outreach.tables import MODELS, ledger, read_district
from outreach.tables.incoming import LARGEST, handed_in, incoming
from outreach.tables.template import template
from outreach.tables.writing import written
from tests.conftest import SAY
from tests.towns import CHANGLE, HAIMEN


@pytest.fixture
def changed(district):
    """Makes a template with cells changed: (row, heading) to value."""

    def make(table: str, cells: dict, language: str = "zh") -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(template(district, table, language)))
        head = [cell.value for cell in book[table][1]]
        for (row, heading), value in cells.items():
            book[table].cell(row, head.index(heading) + 1).value = value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


def without(district, table: str, column: str, value: str) -> bytes:
    """The table's template less the row that has this value."""
    book = openpyxl.load_workbook(io.BytesIO(template(district, table, "zh")))
    (row,) = district.table(table).index[district.table(table)[column] == value]
    book[table].delete_rows(int(row) + 2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(workbook: bytes, part: str, content: bytes) -> bytes:
    """The workbook with one more part in its archive."""
    stream = io.BytesIO(workbook)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    return stream.getvalue()


def told(found, language="zh"):
    return [(fault.file, fault.row, fault.column, SAY[language].fault(fault)) for fault in found.faults]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_handed_back_is_the_table_it_was_made_of(district, language):
    for table in MODELS:
        found = handed_in(district, table, "x.xlsx", template(district, table, language))
        assert found.faults == []
        assert_frame_equal(found.frame, district.table(table))


def test_names_chosen_from_the_lists_become_ids(district, copied, changed):
    found = incoming(
        copied,
        district,
        "bases",
        "阵地.xlsx",
        changed("bases", {(2, "级别"): "国家级", (2, "所在镇街"): "常乐镇", (2, "区域名称"): "常乐镇"}),
    )
    assert found.faults == () and found.after.bases.loc[0, "level"] == "national"
    assert found.after.bases.loc[0, "area_code"] == district.areas.set_index("name_zh").at["常乐镇", "area_code"]


def test_a_fault_is_told_at_the_files_own_row_and_column_and_nothing_can_be_taken_over(district, copied, changed):
    found = incoming(
        copied, district, "bases", "阵地.xlsx", changed("bases", {(3, "级别"): "宇宙级", (4, "名称（中文）"): None})
    )
    assert found.after is None and found.content == b""
    assert [(file, row, column) for file, row, column, _ in told(found)] == [
        ("阵地.xlsx", 3, "level"),
        ("阵地.xlsx", 4, "name_zh"),
    ]
    assert all("“" in sentence for *_, sentence in told(found))


def test_tables_that_would_no_longer_agree_are_told_too(district, copied):
    found = incoming(copied, district, "levels", "级别.xlsx", without(district, "levels", "level", "district"))
    assert found.after is None and {(fault.file, fault.column) for fault in found.faults} >= {
        ("data/bases.csv", "level")
    }


def test_a_formula_a_macro_and_a_file_too_large_are_refused(district, copied, changed):
    formula = incoming(copied, district, "areas", "x.xlsx", changed("areas", {(2, "名称（中文）"): "=1+1"}))
    assert [fault.rule for fault in formula.faults] == ["formula_cell"]
    assert [fault.rule for fault in incoming(copied, district, "areas", "x.xlsm", b"PK\x03\x04").faults] == [
        "with_macros"
    ]
    large = incoming(copied, district, "areas", "x.csv", b"x" * (LARGEST + 1))
    assert told(large) == [("x.csv", None, None, "文件有 21 MB，最多 20 MB，请核对是否传错了文件")]


def test_a_small_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(district):
    bomb = packed(template(district, "units", "zh"), "xl/worksheets/sheet9.xml", b" " * ((200 << 20) + 1))
    assert len(bomb) < 1 << 20
    assert told(handed_in(district, "units", "x.xlsx", bomb)) == [
        ("x.xlsx", None, None, "工作簿解开后有 201 MB，最多 200 MB，请只留数据所在的工作表和单元格")
    ]


@pytest.mark.parametrize(
    "part, content, sentence",
    [
        ("xl/vbaProject.bin", b"\xd0\xcf", "文件带宏（xl/vbaProject.bin），应为不带宏的工作簿，请另存为普通的 .xlsx"),
        (
            "xl/macrosheets/sheet1.xml",
            b"<x/>",
            "文件带宏（xl/macrosheets/sheet1.xml），应为不带宏的工作簿，请另存为普通的 .xlsx",
        ),
        (
            "xl/externalLinks/externalLink1.xml",
            b"<x/>",
            "文件里有取自外部的内容（xl/externalLinks/externalLink1.xml），应只有数据：请在“数据—编辑链接”中断开链接，粘贴为数值后另存为 .xlsx",
        ),
        (
            "xl/connections.xml",
            b"<x/>",
            "文件里有取自外部的内容（xl/connections.xml），应只有数据：请在“数据—编辑链接”中断开链接，粘贴为数值后另存为 .xlsx",
        ),
        (
            "xl/worksheets/sheet9.xml",
            b"<c><f>cmd|&apos;/C calc&apos;!A0</f><v>0</v></c>",
            "找到“cmd|'/C calc'!A0”，这是会让 Excel 调用其他程序的公式，应为文字或数",
        ),
    ],
)
def test_what_runs_or_fetches_is_refused_by_what_the_file_holds_whatever_its_name(district, part, content, sentence):
    found = handed_in(district, "units", "责任单位.xlsx", packed(template(district, "units", "zh"), part, content))
    assert found.frame is None and told(found) == [("责任单位.xlsx", None, None, sentence)]


def test_a_text_that_excel_would_take_for_a_call_of_another_program_is_refused_at_its_cell(district):
    rows = written("units", district.units).decode("utf-8-sig").splitlines()
    cells = rows[2].split(",")
    cells[1] = "+cmd|'/C calc'!A0"
    content = "\n".join([*rows[:2], ",".join(cells), *rows[3:]]).encode()
    assert told(handed_in(district, "units", "x.csv", content)) == [
        ("x.csv", 3, rows[0].split(",")[1], "找到“+cmd|'/C calc'!A0”，这是会让 Excel 调用其他程序的公式，应为文字或数")
    ]


def test_a_stray_cell_in_the_last_corner_of_the_sheet_is_one_sentence_and_not_a_full_memory(district):
    book = openpyxl.load_workbook(io.BytesIO(template(district, "units", "zh")))
    book["units"].cell(1048576, 16384).value = "x"
    stream = io.BytesIO()
    book.save(stream)
    found = handed_in(district, "units", "x.xlsx", stream.getvalue())
    last = len(district.units) + 1
    assert [(fault.row, fault.rule) for fault in found.faults] == [(last + 1, "blank_row"), (1048576, "field_count")]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_taken_over_is_read_by_everybody(district, copied, changed, suffix):
    if suffix == "xlsx":
        (copied / "data" / "bases.csv").unlink()
        (copied / "data" / "bases.xlsx").write_bytes(template(district, "bases", "zh", named=False))
    found = incoming(copied, district, "bases", "x.xlsx", changed("bases", {(2, "名称（中文）"): "新馆"}))
    ledger.accept(copied, ledger.Proposal("bases", found.content, found.compared, {}), "王芳", "改名")
    now = read_district(find_home(copied))
    assert now.faults == () and now.bases.loc[0, "name_zh"] == "新馆"
    assert_frame_equal(now.bases, found.after.bases)
    ledger.undo(copied, ledger.changes(copied), "王芳")
    assert_frame_equal(read_district(find_home(copied)).bases, district.bases)


def spoil(root, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_files_that_are_broken_already_are_mended_one_by_one(district, copied, changed):
    spoil(copied, "data/bases.csv", "national", "cosmic")
    (copied / "data" / "groups.csv").write_bytes(b"nothing")
    spoil(copied, "geo/water.geojson", "{", "")
    spoil(copied, "data/district.toml", "demonstration = false", "demonstration = 0")
    for table in ("bases", "groups"):
        found = incoming(copied, district, table, "x.xlsx", template(district, table, "zh"))
        assert found.faults == () and found.others
        assert f"data/{table}.csv" not in {fault.file for fault in found.others}
        assert_frame_equal(found.after.table(table), district.table(table))
        ledger.accept(copied, ledger.Proposal(table, found.content, found.compared, {}), "王芳", "改错")
    assert {fault.file for fault in found.others} == {"geo/water.geojson"}


def test_what_is_wrong_elsewhere_for_the_first_time_refuses_the_file_and_what_was_wrong_before_is_not_told(
    district, copied
):
    spoil(copied, "data/bases.csv", "national", "cosmic")
    found = incoming(copied, district, "levels", "级别.xlsx", without(district, "levels", "level", "district"))
    places = {(fault.file, fault.column) for fault in found.faults}
    assert ("data/bases.csv", "level") in places
    assert all("cosmic" not in sentence for *_, sentence in told(found))


def test_a_sound_file_in_the_place_of_a_broken_one_is_held_to_what_the_last_good_one_kept(district, copied):
    (copied / "data" / "areas.csv").write_bytes(b"nothing")
    spoil(copied, "data/bases.csv", CHANGLE, "320614999")
    mended = incoming(copied, district, "areas", "x.xlsx", template(district, "areas", "zh"))
    assert mended.faults == () and [(fault.file, fault.column) for fault in mended.others] == [
        ("data/bases.csv", "area_code")
    ]
    shorter = incoming(copied, district, "areas", "x.xlsx", without(district, "areas", "area_code", HAIMEN))
    assert {"data/bases.csv", "data/places.csv"} <= {fault.file for fault in shorter.faults}
    assert "320614999" not in str(shorter.faults)


def test_two_files_at_odds_with_each_other_give_way_to_either(district, copied, changed):
    spoil(copied, "data/areas.csv", CHANGLE, "320614999")
    assert read_district(find_home(copied)).faults
    mended = incoming(copied, district, "areas", "x.xlsx", template(district, "areas", "zh"))
    assert mended.faults == () and mended.others == ()
