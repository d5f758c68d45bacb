from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE

from outreach.exports import ExportError, lettering, slides, template
from outreach.exports.charts import plotted
from outreach.exports.slides import Slide
from outreach.home import PROJECT
from outreach.views.exhibit import Chart, Column
from tests.conftest import SAY
from tests.exports.conftest import CREDITS, bars, long_bars, made

ZH = SAY["zh"]
BARS = made(Chart("bars", "town", ("share",)), vector=bars())
DOTS = made(Chart("intervals", "town", ("share",), low="low", high="high", levels={"全区": 0.14}), vector=bars())


def opened(*scenes, office=None, say=ZH):
    return Presentation(BytesIO(slides.pptx(list(scenes), say, "汇报", office)))


def only(*exhibits, **more):
    (slide,) = opened(Slide("标题", "一句话。", exhibits, **more)).slides
    return slide


def named(slide, name):
    return next(shape for shape in slide.shapes if shape.name == name)


def said(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_slide_is_sixteen_to_nine_and_says_title_sentence_source_and_number():
    deck = opened(Slide("标题", "一句话。", (BARS,)), Slide("二", "", (BARS,)))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    first, second = deck.slides
    assert (first.shapes.title.text_frame.text, second.shapes.title.text_frame.text) == ("标题", "二")
    text = said(first)
    assert all(
        one in text for one in ("一句话。", "示意图", "数据性质：官方公布", "来源：甲（2024）", "数据截至 2026-01-01")
    )
    assert 'type="slidenum"' in named(second, "number")._element.xml


def test_a_chart_can_be_edited_and_holds_the_rows():
    chart = named(only(BARS), "towns").chart
    assert chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    (series,) = chart.plots[0].series
    assert list(chart.plots[0].categories) == ["甲镇", "乙镇", "丙镇"] and list(series.values) == [0.125, 0.25, None]
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "比例"],
        ["甲镇", 0.125],
        ["乙镇", 0.25],
        ["丙镇", None],
    ]


def test_an_interval_is_a_dot_with_error_bars_whose_figures_stand_in_the_workbook():
    chart = named(only(DOTS), "towns").chart
    dots, level = chart.plots[0].series
    assert (dots.name, level.name) == ("比例", "全区") and list(level.values) == [0.14] * 3
    bars_ = dots._element.find("{*}errBars")
    reach = {side: [float(one.text) for one in bars_.iterfind(f"{{*}}{side}//{{*}}v")] for side in ("minus", "plus")}
    assert reach == {"minus": pytest.approx([0.025, 0.05]), "plus": pytest.approx([0.075, 0.2])}
    sheet = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    place = bars_.find("{*}plus//{*}f").text
    assert place == "Sheet1!$E$2:$E$4" and sheet["E2"].value == pytest.approx(0.075) and sheet["E4"].value is None
    assert chart.value_axis.maximum_scale >= 0.45


def test_lines_keep_the_distance_of_years_and_take_a_path():
    columns = (Column("area", "地区"), Column("year", "年份"), Column("share", "比例", "percent"))
    rows = [("区", 2020, 0.14), ("国", 2018, 0.08), ("国", 2020, 0.1)]
    one = made(
        Chart("lines", "year", ("share",), "area", paths={"路径": {2020: 0.14, 2023: 0.2}}), rows, columns, bars()
    )
    table = plotted(one)
    assert list(table.index) == list(range(2018, 2024)) and list(table) == ["区", "国", "路径"]
    assert table["国"].dropna().to_dict() == {2018: 0.08, 2020: 0.1} and table["路径"].dropna().to_dict() == {
        2020: 0.14,
        2023: 0.2,
    }
    chart = named(only(one), "towns").chart
    assert (
        chart.chart_type == XL_CHART_TYPE.LINE_MARKERS
        and chart._chartSpace.find("{*}chart/{*}dispBlanksAs").get("val") == "span"
    )
    assert chart._chartSpace.findall(".//{*}tickLblSkip") == []


def test_many_years_are_named_so_far_apart_that_they_do_not_run_together():
    columns = (Column("area", "地区"), Column("year", "年份"), Column("share", "比例", "percent"))
    rows = [("区", 2005, 0.02), ("区", 2020, 0.14), ("区", 2030, 0.2)]
    chart = named(only(made(Chart("lines", "year", ("share",), "area"), rows, columns, bars())), "towns").chart
    (skip,) = chart._chartSpace.findall(".//{*}tickLblSkip")
    assert skip.get("val") == "5" and skip.getparent().tag.endswith("}catAx")


def test_a_series_for_each_kind_is_stacked():
    columns = (Column("town", "镇街"), Column("part", "分项"), Column("points", "分", "decimal"))
    one = made(
        Chart("stacked", "town", ("points",), "part", colours={"一": "#ff0000"}),
        [("甲", "一", 1), ("甲", "二", 2), ("乙", "二", 3)],
        columns,
        bars(),
    )
    chart = named(only(one), "towns").chart
    assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
    assert {series.name: list(series.values) for series in chart.plots[0].series} == {"一": [1, None], "二": [2, 3]}
    assert str(chart.plots[0].series[0].format.fill.fore_color.rgb) == "FF0000"


def test_rows_without_a_picture_are_a_table_that_can_be_edited(table):
    cells = [[cell.text for cell in row.cells] for row in named(only(table), "towns").table.rows]
    assert cells == [
        ["镇街", "比例", "下限", "上限"],
        ["甲镇", "12.5%", "10.0%", "20.0%"],
        ["乙镇", "25.0%", "20.0%", "45.0%"],
        ["丙镇", "—", "—", "—"],
    ]


def test_a_table_too_long_for_the_slide_goes_on_to_the_next_and_nothing_is_dropped():
    exhibit = made(rows=[(f"镇{i}",) for i in range(100)], columns=(Column("town", "镇街"),))
    deck = Presentation(BytesIO(slides.pptx([slides.Slide("标题", "一句话。", (exhibit,))], SAY["zh"], "甲")))
    shown = [
        cell.text_frame.text
        for slide in deck.slides
        for row in list(named(slide, "towns").table.rows)[1:]
        for cell in row.cells
    ]
    assert shown == [f"镇{i}" for i in range(100)]
    assert {slide.shapes.title.text_frame.text for slide in list(deck.slides)[1:]} == {"标题（续）"}


def test_a_chart_of_more_rows_than_a_slide_goes_on_to_the_next_and_no_picture_is_finer_than_paper_shows(monkeypatch):
    names = [f"镇{i}" for i in range(50)]
    drawn, fitting = [], slides.pictures.fitting
    monkeypatch.setattr(slides.pictures, "fitting", lambda one, *a, **b: drawn.append(one) or fitting(one, *a, **b))
    deck = opened(Slide("标题", "一句话。", (made(vector=long_bars(names)), made(vector=bars(), name="other"))))
    shown = [row["a"] for one in drawn if one.name == "towns" for row in one.vector["data"]["values"]]
    assert shown == names and len(deck.slides) == sum(one.name == "towns" for one in drawn) > 2
    assert {slide.shapes.title.text_frame.text for slide in list(deck.slides)[1:]} == {"标题（续）"}
    for picture in (one for slide in deck.slides for one in slide.shapes if one.name == "towns"):
        assert picture.image.size[0] <= slides.DPI * picture.width / 914400 + 1


def test_a_table_too_wide_for_the_slide_says_so_too():
    columns = tuple(Column(f"c{i}", f"列{i}") for i in range(15))
    slide = only(made(rows=[tuple("x" * 15)], columns=columns))
    assert len(named(slide, "towns").table.columns) == slides.MOST_COLUMNS
    assert named(slide, "more-columns").text_frame.text == "另有 3 列，见 Excel 文件。"


def test_pictures_charts_and_tables_have_words_for_those_who_cannot_see_them(table):
    for one in (BARS, made(vector=bars()), table):
        shape = named(only(one), "towns")
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "各镇街. 三个镇街的比例。"


def test_what_is_modelled_is_marked_across_the_slide():
    marked = only(replace(BARS, credits=replace(CREDITS, kinds=("modelled",))))
    assert named(marked, "mark").text_frame.text == named(marked, "mark-label").text_frame.text == "含模型推算"
    assert "mark" not in [shape.name for shape in only(BARS).shapes]


def test_the_notes_hold_what_is_said_and_the_sources_in_full():
    notes = only(BARS, note="各位好。", link="/gaps?lang=zh").notes_slide.notes_text_frame.text
    assert notes.startswith("各位好。\n") and "来源：甲《乙》（2024）" in notes and "/gaps?lang=zh" in notes


def test_an_address_with_a_host_is_a_code_and_one_without_is_not_on_the_slide():
    with_host, without = only(BARS, link="https://a.example/gaps?lang=zh"), only(BARS, link="/gaps?lang=zh")
    assert (
        named(with_host, "qr")._element.xpath(".//p:cNvPr")[0].get("descr") == "二维码：https://a.example/gaps?lang=zh"
    )
    assert "/gaps?lang=zh" not in said(without) and "qr" not in [shape.name for shape in without.shapes]


def test_what_is_asked_for_is_drawn_in_place_of_the_exhibits():
    slide = only(BARS, points=(("请研究甲", "因为乙", "由丁承担"), ("请研究丙", "", "")))
    assert [named(slide, f"point-{i}").text_frame.text for i in (1, 2)] == [
        "1. 请研究甲\n因为乙\n由丁承担",
        "2. 请研究丙",
    ]
    assert "towns" not in [shape.name for shape in slide.shapes] and "来源：甲（2024）" in said(slide)


def test_every_letter_is_told_its_chinese_font(table):
    slide = only(table)
    runs = slide._element.xpath(".//a:r/a:rPr")
    assert runs and all(run.xpath("./a:ea/@typeface") == [lettering.CHINESE] for run in runs)
    chart = named(only(BARS), "towns").chart
    assert chart._chartSpace.xpath("c:txPr//a:ea/@typeface") == [lettering.CHINESE]


def test_the_template_we_ship_is_the_plain_one_and_its_layout_is_used():
    path = PROJECT / "deploy/template.pptx"
    deck = opened(Slide("标题", "", (BARS,)), office=path)
    assert [one.name for one in Presentation(str(path)).slide_layouts] == [template.LAYOUT]
    assert deck.slides[0].slide_layout.name == template.LAYOUT


def test_an_offices_template_gives_its_title_and_loses_its_own_slides(tmp_path):
    office = Presentation()
    office.slides.add_slide(office.slide_layouts[0])
    office.save(tmp_path / "office.pptx")
    deck = opened(Slide("标题", "", (BARS,)), office=tmp_path / "office.pptx")
    assert len(deck.slides) == 1 and deck.slides[0].slide_layout.name == "Title Only"


def test_a_template_that_cannot_be_used_is_said(tmp_path):
    bare = Presentation()
    for layout in list(bare.slide_layouts)[:-1]:
        bare.slide_layouts.remove(layout)
    for holder in list(bare.slide_layouts[0].placeholders):
        holder._element.getparent().remove(holder._element)
    bare.save(tmp_path / "bare.pptx")
    (tmp_path / "text.pptx").write_text("x")
    for name, rule in (
        ("bare.pptx", "template_without_title"),
        ("text.pptx", "template_unreadable"),
        ("none.pptx", "template_unreadable"),
    ):
        with pytest.raises(ExportError) as told:
            slides.pptx([Slide("标题", "", (BARS,))], ZH, "x", tmp_path / name)
        assert told.value.rule == rule and name in ZH(f"exports.{rule}", **told.value.details)


def test_every_chart_we_hint_at_can_be_drawn(shown):
    kinds = {}
    for (_, language), scene in shown.items():
        for one in scene.exhibits.values():
            if language == "en" and one.chart is not None and one.chart.kind != "table":
                table = plotted(one)
                assert (
                    table.shape[0]
                    and table.notna().any(axis=None)
                    and set(one.chart.colours) <= {*table, *one.chart.values}
                ), one.name
                kinds[one.name] = one.chart.kind
    assert kinds == {
        "overview_levels": "bars",
        "literacy_series": "lines",
        "literacy_intervals": "intervals",
        "literacy_groups": "bars",
        "gaps_components": "stacked",
        "gaps_coverage": "bars",
        "access": "bars",
        "equity": "intervals",
        "siting_curve": "lines",
        "town_gap": "bars",
    }
