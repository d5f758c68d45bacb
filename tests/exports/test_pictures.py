import re
import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from outreach.exports import ExportError, fonts, pictures
from outreach.views.exhibit import Column, Legend, Swatch
from tests.conftest import SAY
from tests.exports.conftest import CREDITS, LEGENDS, bars, made

ZH = SAY["zh"]


def texts(picture: str) -> str:
    return "".join(ElementTree.fromstring(picture).itertext())


def size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", content[16:24])


def test_a_picture_says_what_it_is_and_where_it_comes_from():
    said = texts(pictures.svg(made(vector=bars()), ZH))
    for text in (
        "各镇街",
        "三个镇街的比例。",
        "甲镇",
        "示意图",
        "数据性质：官方公布",
        "来源：甲《乙》（2024）",
        "数据截至 2026-01-01",
    ):
        assert text in said


def test_a_legend_higher_than_its_map_takes_the_width_that_the_map_leaves():
    many = (Legend("图例", tuple(Swatch(f"第{i}种颜色", "square", "#000000") for i in range(16))),)
    wide, high = pictures.box(pictures.bare(made(vector=bars(height="container"), legends=many), 1180, 300))
    assert high <= 308 and wide <= 1180


def test_a_map_has_its_legend_in_the_file():
    said = texts(pictures.svg(made(vector=bars(height="container"), legends=LEGENDS), ZH))
    assert all(text in said for text in ("图例<题>", "慎用", "空心"))


def test_what_is_modelled_or_a_demonstration_is_marked_and_nothing_else():
    def marked(**changes):
        return texts(pictures.svg(made(credits=replace(CREDITS, **changes)), ZH))

    assert marked(kinds=("census", "modelled")).count("含模型推算") == 2
    assert marked(demonstration="演示", kinds=("modelled",)).count("演示数据") == 2
    assert "模型" not in marked() and "演示" not in marked()


def test_an_exhibit_without_a_picture_is_drawn_as_its_table(table):
    said = texts(pictures.svg(table, ZH))
    assert all(text in said for text in ("镇街", "比例", "12.5%", "20.0%", "—"))


def test_a_long_table_says_what_it_leaves_out():
    rows = [(f"镇{i}",) for i in range(pictures.ROWS + 7)]
    said = texts(pictures.svg(made(rows=rows, columns=(Column("town", "镇街"),)), ZH))
    assert "另有 7 行" in said and f"镇{pictures.ROWS - 1}" in said and f"镇{pictures.ROWS}" not in said


@pytest.mark.parametrize("text", ["<script>", "a & b", '"x"', "]]>"])
def test_text_from_a_table_stays_text(text):
    assert text in texts(
        pictures.svg(made(rows=[(text,)], columns=(Column("town", text),), title=text, sentence=text), ZH)
    )


def test_a_png_has_two_pixels_for_each_of_the_svgs(table):
    picture = pictures.svg(table, ZH)
    wide, high = pictures.box(picture)
    found = size(pictures.png(table, ZH))
    assert found == (2 * round(wide), 2 * round(high))


@pytest.mark.parametrize("data", [{"url": "https://example.org/rows.json"}, {"url": "http://127.0.0.1:1/rows.json"}])
def test_no_picture_asks_anything_of_any_host(data):
    with pytest.raises(ValueError):
        pictures.vega(bars(data=data))


def test_without_a_chinese_font_there_is_no_picture_but_a_sentence(table, monkeypatch):
    monkeypatch.setattr(fonts, "installed", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(ExportError, match="no_chinese_font"):
        pictures.svg(table, ZH)
    assert not fonts.sound()
    assert "fonts-noto-cjk" in ZH("exports.no_chinese_font") and "fonts-noto-cjk" in SAY["en"](
        "exports.no_chinese_font"
    )


def test_text_without_chinese_needs_no_chinese_font():
    assert fonts.chinese("abc", families=()) == fonts.CHINESE[0]
    assert fonts.chinese("海", families=("SimHei", "DejaVu Sans")) == "SimHei"


def test_every_exhibit_of_every_page_is_an_svg_of_its_own(shown):
    for (page, language), scene in shown.items():
        for one in scene.exhibits.values():
            if language == "zh":
                picture = pictures.svg(one, SAY[language])
                assert (
                    one.credits.date in texts(picture) and re.findall(r'(?:href|src)="[^#]|url\([^#]', picture) == []
                ), (page, one.name)


@pytest.mark.parametrize(
    "page, name", [("gaps", "gaps_map"), ("literacy", "literacy_intervals"), ("plan", "plan_calendar")]
)
def test_an_exhibit_of_ours_is_a_png(shown, page, name):
    wide, high = size(pictures.png(shown[page, "en"].exhibits[name], SAY["en"]))
    assert wide >= 2000 and high > 500


def test_a_picture_of_many_rows_has_no_more_pixels_than_programs_take():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 900" width="100" height="900"/>'
    most = pictures.MOST_PIXELS
    try:
        pictures.MOST_PIXELS = 22_500
        wide, high = (int.from_bytes(pictures.as_png(svg)[i : i + 4], "big") for i in (16, 20))
    finally:
        pictures.MOST_PIXELS = most
    assert (wide, high) == (50, 450)
