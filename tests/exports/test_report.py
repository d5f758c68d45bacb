"""The report for Word: real headings, lists, captions and tables, alternative text, and nothing of what a hostile cell holds."""

import re
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from outreach.exports import report
from outreach.exports.report import Cover, Figure, Heading, Report, Table, Text, Turn, looks
from outreach.exports.report.front import SHOWN
from outreach.words import LANGUAGES
from tests.conftest import SAY
from tests.exports.conftest import CREDITS, bars, made

HOSTILE = "\x00\x01\x08\x0b\x1f\ufffe]]>&lt;<w:p/>\n\t" + "=cmd|' /C calc'!A0" + "{{x}}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs i color kern sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "trPr": "cantSplit tblHeader",
    "tcPr": "tcW shd vAlign",
    "sectPr": "reference type pgSz pgMar pgNumType cols titlePg docGrid",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl updateFields compat themeFontLang decimalSymbol listSeparator",
}
"""Which children come after which, as the schema has them, of those that a report uses."""


def written(*parts, language="zh", cover=None, **more) -> bytes:
    shown = Report(
        cover or Cover("某规划（2021—2025年）", "报告", (("单位：", "某单位"),), "草稿"),
        parts,
        made="2026-11-27",
        name="某报告",
        **more,
    )
    return report.docx(shown, SAY[language])


def a_report(language="zh", **more) -> bytes:
    picture, rows = made(vector=bars()), made(name="rows", title="各镇街一览")
    return written(
        Heading(1, "摘要", numbered=False),
        Text("一句话。", "强调。"),
        Heading(1, "甲"),
        Heading(2, "乙"),
        Figure(picture, "怎样看。"),
        Heading(3, "丙"),
        Table(rows, ("town", "share")),
        Heading(2, "丁"),
        Turn(True),
        Heading(1, "附录", numbered=False),
        Table(made(name="more", title="再一览")),
        language=language,
        **more,
    )


def opened(content: bytes):
    return Document(BytesIO(content))


def xml_of(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def content(language):
    return a_report(language)


def test_headings_have_an_outline_and_are_numbered_by_a_list_of_several_levels(content, language):
    parts = xml_of(content)
    kinds = [one.get(qn("w:val")) for one in parts["word/numbering.xml"].iter(qn("w:numFmt"))]
    texts = [one.get(qn("w:val")) for one in parts["word/numbering.xml"].iter(qn("w:lvlText"))]
    assert (kinds[0], texts) == (
        ("chineseCountingThousand", ["%1、", "（%2）", "%3."])
        if language == "zh"
        else ("decimal", ["%1", "%1.%2", "%1.%2.%3"])
    )
    for level in (1, 2, 3):
        style = next(
            one for one in parts["word/styles.xml"].iter(qn("w:style")) if one.get(qn("w:styleId")) == f"Heading{level}"
        )
        assert style.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)
        assert style.find(f".//{qn('w:numPr')}/{qn('w:ilvl')}").get(qn("w:val")) == str(level - 1)
    headings = [one for one in opened(content).paragraphs if one.style.name.startswith("Heading")]
    assert [(one.style.name, one.text) for one in headings][:3] == [
        ("Heading 1", "摘要"),
        ("Heading 1", "甲"),
        ("Heading 2", "乙"),
    ]
    assert [one._p.find(f".//{qn('w:numId')}") is not None for one in headings] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]


def test_the_contents_hold_every_heading_with_its_number_and_lead_to_it(content, language):
    document = xml_of(content)["word/document.xml"]
    links = [one for one in document.iter(qn("w:hyperlink"))]
    told = ["".join(text.text or "" for text in one.iter(qn("w:t"))) for one in links]
    expected = {
        "zh": ["摘要", "一、甲", "（一）乙", "（二）丁", "附录"],
        "en": ["摘要", "1 甲", "1.1 乙", "1.2 丁", "附录"],
    }[language]
    marks = {one.get(qn("w:name")) for one in document.iter(qn("w:bookmarkStart"))}
    assert told == expected and {one.get(qn("w:anchor")) for one in links} <= marks
    fields = [one.text.strip() for one in document.iter(qn("w:instrText"))]
    assert fields[0] == f'TOC \\o "{SHOWN}" \\h \\z \\u' and fields.count("PAGE") == 0


def test_word_counts_the_pages_of_the_contents_as_it_opens_the_file(content):
    parts = xml_of(content)
    (asked,) = parts["word/settings.xml"].iter(qn("w:updateFields"))
    assert asked.get(qn("w:val")) == "true"
    counted = [one.text.strip() for one in parts["word/document.xml"].iter(qn("w:instrText")) if "PAGEREF" in one.text]
    assert len(counted) == len([one for one in parts["word/document.xml"].iter(qn("w:hyperlink"))]) > 0
    assert not [one for one in parts["word/document.xml"].iter(qn("w:fldChar")) if one.get(qn("w:dirty"))]


def test_only_the_summary_the_first_chapter_and_the_annex_begin_a_page(content):
    breaks = [
        one.text
        for one in opened(content).paragraphs
        if one._p.find(f"./{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None
    ]
    assert breaks == ["摘要", "甲", "附录"]
    styles = xml_of(content)["word/styles.xml"]
    assert [one.getparent().getparent().get(qn("w:styleId")) for one in styles.iter(qn("w:pageBreakBefore"))] == [
        "TOCHeading"
    ]


def test_captions_are_counted_by_fields_and_sources_told_once_are_referred_to(content, language):
    document = opened(content)
    captions = [one.text for one in document.paragraphs if one.style.style_id in ("Caption", "FigureCaption")]
    assert (
        captions
        == {
            "zh": ["图1　各镇街", "表1　各镇街一览", "表2　再一览"],
            "en": ["Figure 1. 各镇街", "Table 1. 各镇街一览", "Table 2. 再一览"],
        }[language]
    )
    codes = [one.text.strip() for one in document.element.iter(qn("w:instrText"))]
    assert sum(code.startswith("SEQ") for code in codes) == 3 and codes.count("REF _Reffigure1 \\h") == 2
    told = [one.text for one in document.paragraphs if one.style.style_id == "Source"]
    assert sum("来源：甲（2024）" in one for one in told) == 1 and sum(CREDITS.basis in one for one in told) == 3


def test_a_table_repeats_its_head_and_no_page_cuts_a_row(content):
    tables = opened(content).tables
    assert len(tables) == 2 and [cell.text for cell in tables[0].rows[0].cells] == ["镇街", "比例"]
    assert [cell.text for cell in tables[0].rows[1].cells] == ["甲镇", "12.5%"] and tables[0].rows[3].cells[
        1
    ].text == "—"
    for table in tables:
        rows = list(table._tbl.iter(qn("w:tr")))
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
        assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    wides = [sum(int(one.get(qn("w:w"))) for one in table._tbl.iter(qn("w:gridCol"))) for table in tables]
    assert wides == [looks.twips(looks.BODY_MM), looks.twips(looks.HIGH_MM)]


@pytest.mark.parametrize("columns", [1, 3, 9, 20])
@pytest.mark.parametrize("text", ["甲", "一二三四五六七八九十" * 9, "Organisation of the Department", "1,234,567.8"])
def test_columns_share_the_whole_room_whatever_is_in_them(columns, text):
    from outreach.exports.report.tables import _widths

    found = _widths(["表头"] * columns, [[text]] * (columns - 1) + [["短"]], 8845, 21)
    assert sum(found) == 8845 and min(found) > 120


def test_the_sources_of_a_table_stand_on_the_page_where_it_ends(content):
    document = Document(BytesIO(content))
    for table in document.tables:
        assert all(one.paragraphs[0].paragraph_format.keep_with_next for one in table.rows[-1].cells)
    told = [one.paragraph_format.keep_with_next for one in document.paragraphs if one.style.style_id == "Source"]
    assert None in told and True in told


def test_where_every_text_has_room_on_a_line_no_column_is_much_wider_than_another():
    from outreach.exports.report.tables import _widths

    found = _widths(["认定级别", "已录入"], [["国家级", "未见认定"], ["0", "20"]], 8845, 21)
    assert sum(found) == 8845 and min(found) > 4000


def test_every_picture_is_described_and_sharp(content):
    document = opened(content)
    (picture,) = document.inline_shapes
    assert "各镇街" in picture._inline.docPr.get("descr") and "三个镇街的比例" in picture._inline.docPr.get("descr")
    part = next(one for one in document.part.package.iter_parts() if one.partname.endswith(".png"))
    width = int.from_bytes(part.blob[16:20], "big")
    assert width / (picture.width / 914400) == pytest.approx(300, abs=2) and picture.width <= 156 * 36000


def test_pages_are_those_of_an_official_document(content, language):
    sections = opened(content).sections
    millimetres = [
        tuple(round(one.mm) for one in (each.page_width, each.top_margin, each.left_margin, each.right_margin))
        for each in sections
    ]
    assert millimetres == [(210, 37, 28, 26), (210, 37, 28, 26), (297, 28, 35, 37)]
    styles = xml_of(content)["word/styles.xml"]
    fonts = {one.get(qn("w:eastAsia")) for one in styles.iter(qn("w:rFonts"))}
    table = {one.get(qn("w:name")) for one in xml_of(content)["word/fontTable.xml"].iter(qn("w:font"))}
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"} <= fonts and fonts <= table
    assert not [one for one in styles.iter(qn("w:rFonts")) if one.get(qn("w:eastAsiaTheme"))]


def test_the_pages_are_numbered_at_their_outer_edge_and_the_cover_is_not(content):
    document = opened(content)
    body = document.sections[1]
    assert body._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    for footer, side in ((body.footer, "right"), (body.even_page_footer, "left")):
        assert "PAGE" in footer._element.xpath("string()") and footer._element.xpath("string(.//w:jc/@w:val)") == side
    assert document.sections[0].first_page_footer._element.xpath("string()") == ""


def _name(child) -> str:
    """A child's name in `ORDER`, where references to heads and feet come in any order."""
    name = etree.QName(child).localname
    return "reference" if name in ("headerReference", "footerReference") else name


def test_what_is_in_an_element_stands_in_the_schemas_order(content):
    for name, root in xml_of(content).items():
        for one in root.iter() if name.startswith("word/") else ():
            tag = etree.QName(one).localname if isinstance(one.tag, str) else ""
            if tag in ORDER and "wordprocessingml" in one.tag:
                order = ORDER[tag].split()
                places = [order.index(_name(child)) for child in one]
                assert places == sorted(places), (name, tag, [_name(child) for child in one])


def test_bookmarks_and_pictures_have_numbers_of_their_own(content):
    document = xml_of(content)["word/document.xml"]
    for path in (
        qn("w:bookmarkStart"),
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
    ):
        numbers = [one.get(qn("w:id")) or one.get("id") for one in document.iter(path)]
        assert numbers and len(set(numbers)) == len(numbers)
    opens, closes = (
        sorted(one.get(qn("w:id")) for one in document.iter(qn(f"w:bookmark{end}"))) for end in ("Start", "End")
    )
    assert opens == closes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_cell_is_text_and_nothing_else(language):
    exhibit = made(rows=[(HOSTILE, 0.1, 0.1, 0.2)], title=HOSTILE, sentence=HOSTILE, vector=bars(description="x"))
    content = written(
        Heading(1, HOSTILE),
        Text(HOSTILE, HOSTILE),
        Table(exhibit, caption=HOSTILE, note=HOSTILE),
        language=language,
        cover=Cover(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE),
        mark=HOSTILE,
    )
    for root in xml_of(content).values():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "".join(root.itertext()))
    (table,) = opened(content).tables
    assert table.rows[1].cells[0].text == "]]>&lt;<w:p/> =cmd|' /C calc'!A0{{x}}"


def test_a_demonstration_wears_its_mark_on_every_page_as_word_itself_does():
    content = a_report(mark="演示数据")
    heads = [root for name, root in xml_of(content).items() if name.startswith("word/header")]
    assert len(heads) == 5 and all('string="演示数据"' in etree.tostring(one, encoding="unicode") for one in heads)
    assert "PowerPlusWaterMarkObject" not in etree.tostring(xml_of(a_report())["word/document.xml"], encoding="unicode")


def test_modelled_figures_are_named_so_in_their_caption():
    from dataclasses import replace

    modelled = made(credits=replace(CREDITS, kinds=("official", "modelled")))
    captions = [one.text for one in opened(written(Table(modelled))).paragraphs if one.style.style_id == "Caption"]
    assert captions == ["表1　各镇街（含模型推算）"]


@pytest.mark.parametrize(
    "number, said",
    [
        (1, "一、"),
        (10, "十、"),
        (11, "十一、"),
        (20, "二十、"),
        (25, "二十五、"),
        (101, "一百〇一、"),
        (110, "一百一十、"),
    ],
)
def test_chapters_are_counted_in_chinese(number, said):
    assert looks.counted((number,), "zh") == said
