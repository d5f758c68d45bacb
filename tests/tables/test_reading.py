"""Bytes, rows and headers: what a file may look like."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outreach.tables import MODELS
from outreach.tables.table import read_table
from tests.tables.conftest import told

HEADER = "unit_id,name_zh,name_en,kind,source_id"
SMALL = f"{HEADER}\r\nscience-association,区科协,Association,mass,plan-2022\r\ntowns,各区镇,Towns,towns,plan-2022\r\n"


def read(folder, content: bytes, suffix: str = "csv"):
    (folder / f"units.{suffix}").write_bytes(content)
    return read_table(folder, "units", MODELS["units"])


def workbook(path, rows, **others):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, cells in others.items():
        book.create_sheet(name).append(cells)
    book.save(path)


def rows_of(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.split()]


@pytest.mark.parametrize(
    "content",
    [
        SMALL.encode("utf-8"),
        SMALL.encode("utf-8-sig"),
        SMALL.encode("gb18030"),
        SMALL.encode("utf-16"),
        SMALL.replace(",", "\t").encode(),
        SMALL.replace(",", "\t").encode("utf-16"),
        SMALL.replace("\r\n", "\n").encode(),
        SMALL.replace("\r\n", "\r").encode(),
        SMALL.rstrip().encode(),
        (SMALL + ",,,,\r\n\r\n").encode(),
        SMALL.replace("\r\n", ",,\r\n").encode(),
        SMALL.replace(HEADER, "单位编号,名称（中文）,名称(英文),单位类型,来源").encode(),
        SMALL.replace(HEADER, "Unit id,NAME (Chinese), Name (English) ,ｋｉｎｄ,source_id").encode(),
        SMALL.replace("mass", "群团组织").replace("区科协", '"区科协"').encode(),
    ],
)
def test_what_offices_save_is_read_the_same(tmp_path, content):
    expected = read(tmp_path, SMALL.encode()).frame
    pd.testing.assert_frame_equal(read(tmp_path, content).frame, expected)


def test_the_order_of_columns_is_nothing(tmp_path):
    expected = read(tmp_path, SMALL.encode()).frame
    turned = "\n".join(",".join(reversed(row)) for row in rows_of(SMALL))
    pd.testing.assert_frame_equal(read(tmp_path, turned.encode()).frame, expected)


def test_a_workbook_is_read_in_place_of_the_csv(tmp_path):
    expected = read(tmp_path, SMALL.encode()).frame
    (tmp_path / "units.csv").unlink()
    workbook(tmp_path / "units.xlsx", rows_of(SMALL))
    pd.testing.assert_frame_equal(read_table(tmp_path, "units", MODELS["units"]).frame, expected)
    (tmp_path / "units.xlsx").rename(tmp_path / "units.csv")
    pd.testing.assert_frame_equal(read_table(tmp_path, "units", MODELS["units"]).frame, expected)


def test_the_sheet_called_as_the_table_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["填表说明"])
    sheet = book.create_sheet("units")
    for row in rows_of(SMALL):
        sheet.append(row)
    book.save(tmp_path / "units.xlsx")
    assert len(read_table(tmp_path, "units", MODELS["units"]).frame) == 2


BROKEN = "区科协".encode()[:-1]


@pytest.mark.parametrize(
    "content, place, zh, en",
    [
        (
            b"",
            "data/units.csv:-:-",
            "文件是空的，至少应有一行列名",
            "the file is empty: it needs at least its header row",
        ),
        (
            b"\xef\xbb\xbf\r\n\r\n",
            "data/units.csv:-:-",
            "文件是空的，至少应有一行列名",
            "the file is empty: it needs at least its header row",
        ),
        (
            SMALL.encode("utf-16-le"),
            "data/units.csv:-:-",
            "文件是 UTF-16 编码（“Unicode 文本”），请另存为 CSV（UTF-8）",
            "the file is in UTF-16 (“Unicode text”): save it as CSV (UTF-8)",
        ),
        (
            SMALL.encode("utf-8-sig").replace("区科协".encode(), BROKEN),
            "data/units.csv:2:-",
            "这一行有损坏的字符，文件应为完整的 UTF-8，请重新导出",
            "this line holds a damaged character, where sound UTF-8 was expected: export the file again",
        ),
        (
            SMALL.encode().replace("区科协".encode(), BROKEN),
            "data/units.csv:2:-",
            "这一行有损坏的字符，文件应为完整的 UTF-8，请重新导出",
            "this line holds a damaged character, where sound UTF-8 was expected: export the file again",
        ),
        (
            SMALL.encode()
            .replace("区科协各区镇".encode(), b"")
            .replace("区科协".encode(), b"\xff")
            .replace("各区镇".encode(), b"\xff"),
            "data/units.csv:2:-",
            "这一行的文字既不是 UTF-8 也不是 GB18030 编码，请另存为 CSV（UTF-8）",
            "the text of this line is neither UTF-8 nor GB18030: save the file as CSV (UTF-8)",
        ),
        (
            SMALL.encode().replace(b"Towns", b"To\x00wns"),
            "data/units.csv:3:-",
            "这一行有空字符（NUL），文件可能已损坏，请重新导出",
            "this line holds a NUL character, the file may be damaged: export it again",
        ),
        (
            b"\xd0\xcf\x11\xe0" + SMALL.encode(),
            "data/units.csv:-:-",
            "这个工作簿已损坏，读不出来：请用 Excel 或 WPS 打开，另存为 .xlsx 再交",
            "the workbook is damaged and cannot be read: open it in Excel or WPS and save it as .xlsx",
        ),
        (
            b"PK\x03\x04junk",
            "data/units.csv:-:-",
            "这个工作簿已损坏，读不出来：请用 Excel 或 WPS 打开，另存为 .xlsx 再交",
            "the workbook is damaged and cannot be read: open it in Excel or WPS and save it as .xlsx",
        ),
        (
            SMALL.replace(",", ";").encode(),
            "data/units.csv:1:-",
            "列之间用“;”隔开，应为半角逗号",
            "the columns are separated by “;”, where a comma was expected",
        ),
        (
            SMALL.replace("各区镇", '"各区镇').encode(),
            "data/units.csv:3:-",
            "这一行起有一个双引号没有配对，其后的内容都读不出来",
            "a double quote opened in this row is never closed, so nothing after it can be read",
        ),
        (
            SMALL.replace("区科协", '"区"科协').encode(),
            "data/units.csv:2:-",
            "这一行的双引号后面还有文字；单元格内的双引号应写两次",
            "text follows a closing double quote in this row; a double quote inside a cell is written twice",
        ),
        (
            SMALL.replace("区科协", '"' + "科" * 140_000 + '"').encode(),
            "data/units.csv:2:-",
            "这一行有一个单元格长得异常，多半是前面的双引号没有配对",
            "a cell of this row is far too long, most likely because a double quote before it was never closed",
        ),
        (
            SMALL.replace("区科协,", "").encode(),
            "data/units.csv:2:-",
            "这一行有4个单元格，应与列名一样为5个",
            "the row has 4 cells, where the header has 5",
        ),
        (
            SMALL.replace("区科协,", "区,科,协,").encode(),
            "data/units.csv:2:-",
            "这一行有7个单元格，应与列名一样为5个",
            "the row has 7 cells, where the header has 5",
        ),
        (
            SMALL.replace("towns,各", "\r\ntowns,各").encode(),
            "data/units.csv:3:-",
            "数据中间有空行，请删去",
            "there is a blank row between the data: delete it",
        ),
        (
            SMALL.split("\r\n", 1)[1].encode(),
            "data/units.csv:1:-",
            "第一行不是列名：找到“science-association”，应为“unit_id”等列名，标题行和说明请删去",
            "the first row is no header: found “science-association”, expected column names such as “unit_id”; delete any title above them",
        ),
        (
            SMALL.replace("name_en", "name_an").encode(),
            "data/units.csv:1:-",
            "没有“name_an”这一列，是否应为“name_en”",
            "there is no column “name_an”: did you mean “name_en”?",
        ),
        (
            SMALL.replace(",kind", "").replace(",mass", "").replace("Towns,towns", "Towns").encode(),
            "data/units.csv:1:kind",
            "缺少“单位类型”（kind）这一列；没有数据时也要保留列名",
            "the column “Kind of unit” (kind) is missing; keep its header even when it is empty",
        ),
        (
            SMALL.replace("\r\n", ",x\r\n").replace("id,x", "id,电话").encode(),
            "data/units.csv:1:-",
            "没有“电话”这一列，应为下列之一：unit_id、name_zh、name_en、other_names、kind、source_id",
            "there is no column “电话”, expected one of: unit_id, name_zh, name_en, other_names, kind, source_id",
        ),
        (
            SMALL.replace("\r\n", ",x\r\n").replace("id,x", "id,来源").encode(),
            "data/units.csv:1:source_id",
            "“来源”与前面的一列重复，都是“来源”",
            "“来源” repeats an earlier column, both are “Source”",
        ),
        (SMALL.replace(",kind", ",").encode(), "data/units.csv:1:-", "第4列没有列名", "column 4 has no name"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_a_sentence(tmp_path, content, place, zh, en):
    assert (place, zh, en) in told(read(tmp_path, content).faults)


def test_two_files_of_one_table_are_refused(tmp_path):
    workbook(tmp_path / "units.xlsx", rows_of(SMALL))
    found = told(read(tmp_path, SMALL.encode()).faults)
    assert found == [
        (
            "data/units.csv:-:-",
            "同一张表有两个文件，另一个是 units.xlsx，请只保留一个",
            "there are two files of this table, the other one is units.xlsx: keep only one",
        )
    ]


def test_a_workbook_with_two_filled_sheets_is_refused(tmp_path):
    workbook(tmp_path / "units.xlsx", rows_of(SMALL), 说明=["填表说明"])
    found = told(read_table(tmp_path, "units", MODELS["units"]).faults)
    assert found[0][1] == "工作簿有多张有内容的工作表（Sheet、说明），请只留一张，或把要读的那张命名为 units"


def test_formulas_without_a_result_are_refused(tmp_path):
    rows = rows_of(SMALL)
    rows[1][1] = "=A1"
    workbook(tmp_path / "units.xlsx", rows)
    found = told(read_table(tmp_path, "units", MODELS["units"]).faults)
    assert found == [
        (
            "data/units.xlsx:2:name_zh",
            "找到公式“=A1”，没有结果值，请粘贴为数值",
            "found the formula “=A1” without its result: paste it as a value",
        )
    ]


def test_a_missing_file_is_told_of(tmp_path):
    assert told(read_table(tmp_path, "units", MODELS["units"]).faults) == [
        ("data/units.csv:-:-", "没有找到这个文件", "the file is missing")
    ]


def test_a_directory_in_place_of_a_file_is_told_of(tmp_path):
    (tmp_path / "units.csv").mkdir()
    assert told(read_table(tmp_path, "units", MODELS["units"]).faults)[0][1:] == (
        "文件打不开：这是一个目录",
        "the file cannot be opened: it is a directory",
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
@example(b'"')
@example(b"unit_id\r\n\r\n")
@example(b"\xef\xbb\xbf\xff")
def test_no_bytes_make_reading_fail(tmp_path, content):
    reading = read(tmp_path, content)
    assert (reading.frame is None) == bool(reading.faults)
    told(reading.faults)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(SMALL.encode()) - 1), st.binary(max_size=4))
def test_no_damage_makes_reading_fail(tmp_path, place, damage):
    content = SMALL.encode()
    told(read(tmp_path, content[:place] + damage + content[place + len(damage) :]).faults)
