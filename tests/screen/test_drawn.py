"""A page's first slide: where its figures stand."""

from dataclasses import replace
from datetime import date

from outreach.screen import cached, drawn, slides


def first(page: str) -> slides.Slide:
    return slides.of_page(page, (), cached.district(), "zh", date(2026, 11, 26))[0]


def test_beside_a_map_the_figures_are_above_its_legend():
    slide = first("gaps")
    body = drawn.body(slide, cached.say("zh"))
    assert body.count('class="figures"') == 1 and slide.figures[0][0] == "基尼系数"
    figures = body.index('<div class="figures">')
    assert (
        body.index('class="picture"')
        < figures
        < body.index("基尼系数")
        < body.index(slide.exhibits[0].legends[0].title, figures)
    )


def test_over_any_other_picture_the_figures_stand_in_a_row():
    slide = replace(first("town"), figures=(("已录入阵地", "7", "处"),))
    body = drawn.body(slide, cached.say("zh"))
    assert (
        body.startswith('<div class="figures">') and body.count('class="figures"') == 1 and 'class="mapped"' not in body
    )
