from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from outreach.exports import papers
from outreach.exports.papers import Profile
from outreach.exports.slides import Slide
from outreach.page import Sheet
from outreach.views.exhibit import Column
from tests.conftest import SAY
from tests.exports.conftest import CREDITS, bars, long_bars, made

ZH = SAY["zh"]


def tagged(content: bytes) -> tuple[PdfReader, list]:
    """The document and its structure's elements, in the order they are read."""
    found = PdfReader(BytesIO(content))
    elements = []

    def walk(one) -> None:
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            for child in one:
                walk(child)
        elif hasattr(one, "get") and one.get("/S"):
            elements.append(one)
            walk(one.get("/K", []))

    walk(found.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found, elements


def text(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).replace("\n", "").replace(" ", "")


def test_a_paper_is_tagged_names_its_language_and_title_and_calls_itself_ua():
    document, elements = tagged(papers.handout([Slide("标题", "一句话。", (made(vector=bars()),))], ZH, "汇报"))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "zh-CN" and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title == "汇报" and "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert [one["/S"] for one in elements].count("/H1") == 1


def test_a_picture_has_a_text_in_its_place():
    _, elements = tagged(
        papers.handout([Slide("标题", "", (made(vector=bars()), made(vector=bars(), title="另一幅")))], ZH, "汇报")
    )
    assert [one["/Alt"] for one in elements if one["/S"] == "/Figure"] == [
        "各镇街. 三个镇街的比例。",
        "另一幅. 三个镇街的比例。",
    ]


def test_a_table_has_its_head_and_its_cells(table):
    _, elements = tagged(papers.handout([Slide("标题", "", (table,))], ZH, "汇报"))
    kinds = [one["/S"] for one in elements]
    assert (kinds.count("/Table"), kinds.count("/TH"), kinds.count("/TD")) == (1, 4, 12)


def test_headings_come_in_their_order(table):
    _, elements = tagged(papers.profile(Profile("标题", "一句话。", (table,), (made(vector=bars()),)), ZH))
    assert [one["/S"] for one in elements if one["/S"] in ("/H1", "/H2", "/H3")] == ["/H1", "/H2", "/H2"]


@pytest.mark.parametrize("sign", ['#panic("x")', "*a* _b_", "$x$", "@ref <label>", "\\u{41}", '"', "// x", "= x"])
def test_what_a_table_says_is_never_taken_for_markup(sign):
    content = papers.handout(
        [Slide(sign, sign, (made(rows=[(sign,)], columns=(Column("town", sign),)),), note=sign)], ZH, sign
    )
    assert text(content).count(sign.replace(" ", "")) >= 5


def test_every_scene_is_a_page_and_says_its_sources_and_what_is_read_out(table):
    content = papers.handout(
        [Slide("一", "甲。", (table,), note="各位好。"), Slide("二", "", (), points=(("请研究", "因为"),))], ZH, "汇报"
    )
    first, second = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert (
        all(one in first.replace("\n", "") for one in ("一", "甲。", "各位好。", "来源：甲《乙》（2024）", "数据截至"))
        and "请研究" in second
        and "因为" in second
    )
    cover = Slide(
        "规划实施情况", "", (), link="/?lang=zh", lines=("某区科协", "2026年11月23日"), reading="红线为规划路径。"
    )
    said = text(papers.handout([cover], ZH, "汇报"))
    assert all(one in said for one in ("某区科协", "2026年11月23日", "红线为规划路径")) and "lang=zh" not in said
    assert "各位好" not in text(
        papers.handout([Slide("一", "甲。", (table,), note="各位好。")], ZH, "汇报", notes=False)
    )


def test_a_chart_of_more_rows_than_a_page_goes_on_to_the_next():
    names = [f"镇{i:02}" for i in range(40)]
    content = papers.handout([Slide("标题", "一句话。", (made(vector=long_bars(names)),), note="各位好。")], ZH, "x")
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) > 1 and ["（续）" in one for one in pages] == [bool(i) for i in range(len(pages))]
    assert all(name in "".join(pages) for name in names) and "".join(pages).count("各位好") == 1


def test_only_the_page_of_modelled_figures_is_marked(table):
    modelled = replace(table, credits=replace(CREDITS, kinds=("modelled",)))
    pages = PdfReader(BytesIO(papers.handout([Slide("一", "", (table,)), Slide("二", "", (modelled,))], ZH, "x"))).pages
    assert ["含模型推算" in page.extract_text() for page in pages] == [False, True]


def test_a_long_table_goes_on_over_the_pages_with_its_head():
    rows = [(f"镇{i}", "很长的一段话" * 12) for i in range(papers.ROWS + 5)]
    content = papers.sheet(
        made(rows=rows, columns=(Column("town", "镇街"), Column("said", "说明"))), [("任务", "3项", "注")], ZH
    )
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) > 1 and all("镇街" in page.extract_text() for page in pages) and "另有5行" in text(content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_of_a_unit_with_many_duties_is_one_page(stage, language):
    blocks = stage.play("plan", language, unit="science-association").blocks
    shown = next(one.content() for one in blocks if isinstance(one, Sheet))
    assert len(PdfReader(BytesIO(papers.sheet(*shown, SAY[language]))).pages) == 1
