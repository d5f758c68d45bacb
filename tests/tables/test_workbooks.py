"""The files that offices really have: each kind with the values a person sees, or the sentence that says why not."""

import datetime
import io
import re
import struct
import zipfile

import openpyxl
import pytest
import xlwt

from outreach.tables import MODELS
from outreach.tables.cells import meant
from outreach.tables.number_formats import general, held, number
from outreach.tables.reading import sheet_of
from outreach.tables.table import of_sheet, read_table
from tests.tables.conftest import ZH

HEADER = ["unit_id", "name_zh", "name_en", "kind", "source_id"]
FIRST = ["towns", "各区镇", "Towns", "towns", "plan-2022"]
SECOND = ["science", "区科协", "Association", "mass", "plan-2022"]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(*rows, title="units") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def with_cell(value, code="General", column=2, table="units") -> bytes:
    """A workbook of units whose first row has this value under this number format in a column."""
    book = book_of(HEADER, list(FIRST))
    cell = book.active.cell(2, column)
    cell.value, cell.number_format = value, code
    return saved(book)


def read(content: bytes, file="x.xlsx", table="units"):
    return of_sheet(sheet_of(content, file, table), MODELS[table])


def sentences(reading) -> list[str]:
    return [f"{fault.row or '-'}:{fault.column or '-'}: {ZH.fault(fault)}" for fault in reading.faults]


def rewritten(content: bytes, part: str, change) -> bytes:
    """The workbook with one part of its archive changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if re.fullmatch(part, name) else text)
    return stream.getvalue()


SHEET = r"xl/worksheets/sheet1\.xml"


def ods(rows: str, styles: str = "", sheet: str = 'table:name="units"') -> bytes:
    """An OpenDocument workbook with these rows of XML."""
    text = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table {sheet}>
{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
    return stream.getvalue()


def ods_row(*cells: str) -> str:
    return "<table:table-row>" + "".join(map(ods_cell, cells)) + "</table:table-row>"


def ods_cell(text: str, more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def xls(*rows, **settings) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("units")
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            told = value if isinstance(value, tuple) else (value, "General")
            sheet.write(row, column, told[0], xlwt.easyxf(num_format_str=told[1]))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsb(*rows, merged: bool = False) -> bytes:
    """A binary workbook (MS-XLSB) of one sheet `units`: texts and numbers, each a record of its own."""

    def record(kind: int, content: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        return number + bytes([len(content) & 127 | 128, len(content) >> 7]) + content

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    def cell(column: int, value: str | float) -> bytes:
        head = struct.pack("<II", column, 0)
        return record(6, head + text(value)) if isinstance(value, str) else record(5, head + struct.pack("<d", value))

    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + text("rId1") + text("units"))
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145)
    for place, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", place) + bytes(13)) + b"".join(map(cell, range(len(row)), row))
    sheet += record(146) + (record(177, bytes([1, 0, 0, 0])) + record(176, bytes(16)) + record(178) if merged else b"")
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    links = f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{of}/%s" Target="%s"/></Relationships>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'.encode(),
        "_rels/.rels": (links % ("officeDocument", "xl/workbook.bin")).encode(),
        "xl/_rels/workbook.bin.rels": (links % ("worksheet", "worksheets/sheet1.bin")).encode(),
        "xl/workbook.bin": book + record(144) + record(132),
        "xl/worksheets/sheet1.bin": sheet + record(130),
    }
    return zipped(**parts)


@pytest.mark.parametrize(
    "value, code, seen",
    [
        (7, "000", "007"),
        (3.1, "0.00", "3.10"),
        (datetime.time(9), "h:mm", "9:00"),
        (datetime.datetime(2021, 5, 1), 'yyyy"年"m"月"', "2021年5月"),
        (datetime.datetime(2021, 5, 1), "yyyy/m/d", "2021/5/1"),
        (246528.00000000003, "General", "246528"),
        (320614001, "General", "320614001"),
        (12, '"第"0"号"', "第12号"),
        (1234567, '0!.0,"万"', "123.5万"),
        (0.145, "0.0%", "14.5%"),
        ("常乐", '@"镇"', "常乐镇"),
        ("一行_x000D_\n二行", "General", "一行\n二行"),
        ("A_x005F_x000D_", "General", "A_x000D_"),
        ("\u202d海门\u200b街道\u202c", "General", "海门街道"),
        (True, "General", "TRUE"),
    ],
)
def test_a_text_is_what_is_seen_of_its_cell(value, code, seen):
    reading = read(with_cell(value, code))
    assert sentences(reading) == [] and reading.frame.at[0, "name_zh"] == seen


@pytest.mark.parametrize(
    "value, code, column, rule",
    [
        (datetime.datetime(2026, 3, 1), 'm"月"d"日"', 1, "date_cell"),
        (datetime.datetime(2026, 3, 1), "d-mmm", 1, "date_cell"),
        (datetime.datetime(2026, 9, 12), 'm"月"d"日"', 2, "date_cell"),
        (7, "[DBNum1]0", 2, "unshown_cell"),
        (0.5, "# ?/?", 2, "unshown_cell"),
        (123456789012345678, "General", 1, "rounded_code"),
        ("?镇", "General", 2, "lost_text"),
        ("海\ufffd\ufffd", "General", 2, "lost_text"),
        ("锟斤拷街道", "General", 2, "lost_text"),
        ("\ue6bb??", "General", 2, "lost_text"),
        ("娴烽棬琛楅亾", "General", 2, "lost_text"),
        ("º£ÃÅ½ÖµÀ", "General", 2, "lost_text"),
        ("æµ·é—¨", "General", 2, "lost_text"),
        ("#REF!", "General", 2, "error_cell"),
    ],
)
def test_a_text_that_nobody_can_know_is_refused(value, code, column, rule):
    reading = read(with_cell(value, code, column))
    assert {fault.rule for fault in reading.faults} == {rule} and reading.faults[0].row == 2


def test_a_question_in_a_text_is_no_lost_letter():
    assert sentences(read(with_cell("什么是PM2.5?能预防吗?"))) == []


@pytest.mark.parametrize(
    "value, code, column, expected",
    [
        (7, "000", "title_zh", "007"),
        (datetime.datetime(2021, 5, 1), 'yyyy"年"', "date", "2021年"),
        (datetime.datetime(2021, 5, 1, 8, 30), "yyyy/m/d", "date", "2021-05-01"),
    ],
)
def test_a_date_of_which_only_a_part_is_seen_is_no_date(value, code, column, expected):
    sheet = sheet_of(saved(dated(value, code)), "x.xlsx", "sources")
    place = sheet.header.index(column)
    assert meant(sheet.rows[0][place], "date" if column == "date" else "text") == expected


def dated(value, code) -> openpyxl.Workbook:
    book = book_of(["title_zh", "date"], [value, value], title="sources")
    for cell in book.active[2]:
        cell.number_format = code
    return book


def test_a_number_is_what_its_cell_holds_and_a_per_cent_is_not_taken_for_points():
    sheet = sheet_of(saved(percent(0.1449, "0%")), "x.xlsx", "units")
    cell = sheet.rows[0][0]
    assert (str(cell), meant(cell, "share"), meant(cell, "number")) == ("14%", "0.1449", "14%")


def percent(value, code) -> openpyxl.Workbook:
    book = book_of(["a"], [value])
    book.active.cell(2, 1).number_format = code
    return book


def test_a_text_merged_over_rows_is_that_of_each_row():
    book = book_of(HEADER, FIRST, [*SECOND[:3], None, SECOND[4]], ["third", "三", "Third", None, "plan-2022"])
    book.active["D2"] = "mass"
    book.active.merge_cells("D2:D4")
    reading = read(saved(book))
    assert sentences(reading) == [] and list(reading.frame["kind"]) == ["mass"] * 3


@pytest.mark.parametrize("range_, column", [("A2:A3", "unit_id"), ("B2:C2", "name_zh")])
def test_a_merged_range_that_cannot_be_each_rows_is_refused_by_its_name(range_, column):
    book = book_of(HEADER, FIRST, SECOND)
    book.active.merge_cells(range_)
    told = sentences(read(saved(book)))
    assert any(f"合并单元格 {range_} 的值分不清" in one and f"2:{column}" in one for one in told), told


def test_a_number_merged_over_rows_may_be_that_of_all_and_is_refused():
    sheet = book_of(["area_code", "population"], ["320614001", 5], ["320614002", None], title="areas")
    sheet.active.merge_cells("B2:B3")
    assert "merged_cells" in {fault.rule for fault in read(saved(sheet), table="areas").faults}


def test_merged_headings_are_one_sentence():
    book = book_of(HEADER, FIRST)
    book.active.merge_cells("B1:C1")
    assert sentences(read(saved(book))) == [
        "1:-: 列名处有合并单元格（B1:C1），每列应各有一个列名、只占一行：请取消合并"
    ]


def test_a_formula_nobody_worked_out_is_refused_and_one_with_an_empty_result_is_empty():
    content = with_cell("=A1", column=3)
    reckoned = rewritten(content, SHEET, lambda text: text.replace("<v />", "<v>0</v>").replace("<v></v>", "<v>0</v>"))
    assert [fault.rule for fault in read(reckoned).faults] == ["formula_cell"]
    done = rewritten(content, r"xl/workbook\.xml", lambda text: re.sub(r"<calcPr[^>]*/>", "", text))
    empty = rewritten(
        done, SHEET, lambda text: re.sub(r'<c r="C2"[^>]*>', '<c r="C2" t="str">', text).replace("<v />", "<v></v>")
    )
    assert [(fault.rule, fault.column) for fault in read(empty).faults] == [("empty_cell", "name_en")]
    result = rewritten(
        done,
        SHEET,
        lambda text: (
            re.sub(r'<c r="C2"[^>]*>', '<c r="C2" t="str">', text)
            .replace("<v />", "<v>T</v>")
            .replace("<v></v>", "<v>T</v>")
        ),
    )
    assert read(result).frame.at[0, "name_en"] == "T"


def test_the_sheet_that_is_seen_is_read_and_what_was_left_aside_is_said():
    book = book_of(["old"], title="旧表")
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("今年")
    for row in (HEADER, FIRST):
        shown.append(row)
    reading = read(saved(book))
    assert len(reading.frame) == 1
    assert [ZH.fault(note) for note in reading.notes] == ["读的是工作表“今年”；另外有内容的工作表没有读：旧表"]


def test_a_copy_of_the_sheet_is_not_passed_over_in_silence_and_hidden_rows_are_told():
    book = book_of(HEADER, FIRST, SECOND)
    book.active.row_dimensions[3].hidden = True
    copy = book.create_sheet("units (2)")
    copy.append(HEADER)
    reading = read(saved(book))
    assert len(reading.frame) == 2
    assert [ZH.fault(note) for note in reading.notes] == [
        "读的是工作表“units”；另外有内容的工作表没有读：units (2)",
        "有1行在工作簿里是隐藏的（从第3行起），已一并读入",
    ]


def test_a_workbook_whose_only_filled_sheet_is_hidden_is_refused():
    book = book_of(HEADER, FIRST)
    book.active.sheet_state = "hidden"
    book.create_sheet("空")
    assert sentences(read(saved(book))) == ["-:-: 有内容的工作表（units）是隐藏的，应取消隐藏：读入的都应是看得见的"]


def test_an_old_workbook_is_read_as_what_is_seen():
    content = xls(HEADER, ["t-1", (7, "000"), (datetime.datetime(2021, 5, 1), 'yyyy"年"m"月"'), "mass", "plan-2022"])
    for name in ("x.xls", "x.et", "x.XLS"):
        reading = read(content, name)
        assert sentences(reading) == []
        assert reading.frame.loc[0, ["name_zh", "name_en"]].tolist() == ["007", "2021年5月"]


def test_a_binary_workbook_is_read_where_its_values_say_all():
    reading = read(xlsb(HEADER, FIRST, SECOND), "x.xlsb")
    assert sentences(reading) == [] and reading.frame["name_zh"].tolist() == ["各区镇", "区科协"]


def test_a_number_in_a_text_of_a_binary_workbook_is_refused_as_its_looks_are_not_known():
    reading = read(xlsb(HEADER, ["t-1", 7.0, "T", "mass", "plan-2022"]), "x.xlsb")
    assert [(fault.row, fault.column, fault.rule) for fault in reading.faults] == [(2, "name_zh", "unshown_cell")]
    assert "7" in ZH.fault(reading.faults[0])


def test_a_binary_workbook_with_merged_cells_is_refused():
    reading = read(xlsb(HEADER, FIRST, merged=True), "x.xlsb")
    assert [fault.rule for fault in reading.faults] == ["merged_somewhere"]


def test_an_opendocument_workbook_is_read_as_what_is_seen():
    rows = ods_row(*HEADER) + (
        "<table:table-row>"
        + ods_cell("t-1")
        + ods_cell("007", 'office:value-type="float" office:value="7"')
        + ods_cell("9:00", 'office:value-type="time" office:time-value="PT09H00M00S"')
        + ods_cell("群团组织", 'table:number-rows-spanned="2"')
        + ods_cell("plan-2022")
        + "</table:table-row><table:table-row>"
        + ods_cell("t-2")
        + ods_cell("2021年5月", 'office:value-type="date" office:date-value="2021-05-01"')
        + ods_cell("T")
        + "<table:covered-table-cell/>"
        + ods_cell("plan-2022")
        + '</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    reading = read(ods(rows), "x.ods")
    assert sentences(reading) == []
    assert reading.frame["name_zh"].tolist() == ["007", "2021年5月"]
    assert reading.frame["name_en"].tolist() == ["9:00", "T"] and reading.frame["kind"].tolist() == ["mass", "mass"]


def test_the_strict_form_of_a_workbook_is_read():
    content = saved(book_of(HEADER, FIRST))

    def strict(text: str) -> str:
        return text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    reading = read(rewritten(content, r".*\.(xml|rels)", strict))
    assert sentences(reading) == [] and reading.frame.at[0, "name_zh"] == "各区镇"


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_workbook_in_an_archive_is_read_and_said_to_be():
    inner = saved(book_of(HEADER, FIRST))
    reading = read(zipped(**{"责任单位.xlsx": inner, "__MACOSX/._x.xlsx": b"x"}), "x.zip")
    assert len(reading.frame) == 1 and [ZH.fault(note) for note in reading.notes] == ["读的是压缩包里的“责任单位.xlsx”"]
    assert [fault.rule for fault in read(zipped(**{"a.xlsx": inner, "b.csv": b"x"}), "x.zip").faults] == [
        "several_in_archive"
    ]
    assert [fault.rule for fault in read(zipped(**{"a.doc": b"x"}), "x.zip").faults] == ["none_in_archive"]


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "这是网页，不是 Excel 工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "这是网页，不是 Excel 工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx"),
        (b"MIME-Version: 1.0\r\n", "这是网页，不是 Excel 工作簿：请用 Excel 或 WPS 打开，另存为 .xlsx"),
        (b'<?xml version="1.0"?><Workbook/>', "这是XML 文件，应为 CSV 或 Excel、WPS 工作簿"),
        (b"%PDF-1.7", "这是PDF，应为 CSV 或 Excel、WPS 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "文件加了密码，打不开：请取消密码后再交"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "这是Word 文件，应为 CSV 或 Excel、WPS 工作簿"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told_for_what_it_is(content, sentence):
    assert [ZH.fault(fault) for fault in read(content, "x.xls").faults] == [sentence]


def test_headings_may_be_broken_into_lines_and_starred():
    book = book_of(["责任\n单位编号", "名称\n（中文）*", "名称（英文）", "单位类型", "来源"], FIRST)
    book.active["A1"] = "unit_id"
    assert sentences(read(saved(book))) == []


def test_codes_written_as_a_formula_to_stay_texts_are_the_text():
    rows = [",".join(HEADER), '="towns",各区镇,Towns,towns,"=""plan-2022"""']
    reading = read("\r\n".join(rows).encode(), "x.csv")
    assert sentences(reading) == [] and reading.frame.at[0, "unit_id"] == "towns"
    assert reading.frame.at[0, "source_id"] == "plan-2022"


def test_notes_and_totals_under_the_table_are_one_sentence_that_says_what_to_do():
    book = book_of(HEADER, FIRST, [], ["合计", None, 1], ["注：数据截至2025年底"], ["填表人：王芳"])
    assert sentences(read(saved(book))) == ["4:-: “合计”是合计或说明，不是表中的一行：请删去第4、5、6行"]
    lines = [",".join(HEADER), ",".join(FIRST), "注：数据截至2025年底,由科协提供"]
    assert sentences(read("\n".join(lines).encode(), "x.csv")) == [
        "3:-: “注：数据截至2025年底”是合计或说明，不是表中的一行：请删去第3行"
    ]


def test_numbered_names_are_one_sentence():
    rows = [[f"u-{n}", "甲", "A", f"{sign}、群团组织", "plan-2022"] for n, sign in enumerate("一二三四五六")]
    assert sentences(read(saved(book_of(HEADER, *rows)))) == [
        "2:kind: “一、群团组织”等6处在名称前加了编号，应只填名称或代码：请去掉编号"
    ]


def test_a_short_chinese_file_is_not_read_as_cyrillic():
    for name in ("小学", "中学", "小学校"):
        text = ",".join(HEADER) + f"\nschool,{name},School,mass,plan-2022\n"
        reading = read(text.encode("gb18030"), "x.csv")
        assert sentences(reading) == [] and reading.frame.at[0, "name_zh"] == name


def test_accents_stay_accents_and_what_may_be_either_is_refused():
    text = ",".join(HEADER) + "\ncafe,cafés,Cafés,mass,plan-2022\n"
    assert read(text.encode(), "x.csv").frame.at[0, "name_en"] == "Cafés"
    either = (",".join(HEADER) + "\nroad,路,Road,mass,plan-2022\n").encode("gb18030")
    assert sentences(read(either, "x.csv"))[0].startswith("2:-: 这一行既可读作“road,·")


@pytest.mark.parametrize("name", ["units.XLSX", "Units.xlsx", "units.CSV"])
def test_a_table_is_found_whatever_the_case_of_its_name(tmp_path, name):
    content = saved(book_of(HEADER, FIRST)) if name.lower().endswith("x") else "\n".join(map(",".join, (HEADER, FIRST)))
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = read_table(tmp_path, "units", MODELS["units"])
    assert sentences(reading) == [] and reading.file == f"data/{name}"


def test_a_table_kept_as_an_old_workbook_is_told_of(tmp_path):
    (tmp_path / "units.xls").write_bytes(xls(HEADER, FIRST))
    assert sentences(read_table(tmp_path, "units", MODELS["units"])) == [
        "-:-: 这张表存成了 units.xls；数据目录中应为 .csv 或 .xlsx，请另存为 .xlsx，或用 python -m outreach put --table units 交回"
    ]


@pytest.mark.parametrize(
    "value, code, seen",
    [
        (-3, "0.0;[Red](0.0)", "(3.0)"),
        (0, '0;-0;"无"', "无"),
        (1234.5, "¥#,##0.00", "¥1,234.50"),
        (12345, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "12,345"),
        (20231234, "0000-0000", "2023-1234"),
        (44317.354, "yyyy-mm-dd hh:mm:ss", "2021-05-01 08:29:46"),
        (1.5, "[h]:mm", "36:00"),
        (0.375, "[$-409]h:mm AM/PM;@", "9:00 AM"),
        (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (46082, "aaaa", "星期日"),
        (46082, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Sunday, March 01, 2026"),
        (44317, "e年m月", "2021年5月"),
        (24.6, 'G/通用格式"人"', "24.6人"),
        (0.5, "#.##", ".5"),
        (-0.001, "0.00", "0.00"),
        (3.1, "[>1]0;0", None),
        (60, "yyyy/m/d", None),
    ],
)
def test_a_number_looks_as_its_format_says(value, code, seen):
    assert number(value, code) == seen


def test_reckoning_in_binary_is_no_part_of_a_number():
    assert (held(0.1 + 0.2), held(246528.00000000003), held(1 / 3)) == ("0.3", "246528", "0.3333333333333333")
    assert (general(1 / 3), general(121.17654321), general(1e20)) == ("0.333333333", "121.1765432", "1.00000E+20")


def test_half_of_a_letter_that_has_two_is_a_lost_one():
    from outreach.tables.workbooks.markup import unescaped

    assert unescaped("_xD83D_") == "\ufffd" and unescaped("_xD83D__xDE00_") == "\U0001f600"
