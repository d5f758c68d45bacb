"""A page's first slide: where its figures stand."""

from dataclasses import replace
from datetime import date

from outreach.exports import still
from outreach.screen import cached, slides, stage
from outreach.views import sizes


def first(page: str) -> slides.Slide:
    return slides.of_page(page, (), cached.district(), "zh", date(2026, 11, 26))[0]


def test_beside_a_map_the_figures_are_above_its_legend():
    slide = first("gaps")
    body = stage.body(slide, cached.say("zh"))
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
    body = stage.body(slide, cached.say("zh"))
    assert (
        body.startswith('<div class="figures">') and body.count('class="figures"') == 1 and 'class="mapped"' not in body
    )


def test_a_chart_of_more_rows_than_can_be_read_from_afar_goes_on_to_the_next_slide():
    slide = next(one for one in slides.of_page("plan", (), cached.district(), "en", date(2026, 11, 26)) if shows(one))
    (whole,) = slide.exhibits
    every = list(whole.rows["target_id"])
    assert still.parts(whole, stage.WIDE, 4000, sizes.PRESENT) == (whole,)
    found = stage.parted(slide, cached.say("en"))
    assert len(found) > 1 and {one.exhibits[0].name for one in found} == {"plan_targets"}
    drawn_rows = [row["target_id"] for one in found for row in rows_of(one.exhibits[0].vector)]
    assert drawn_rows == every and found[1].title.endswith("(continued)")


def shows(slide: slides.Slide) -> bool:
    return [one.name for one in slide.exhibits] == ["plan_targets"]


def rows_of(vector) -> list[dict]:
    return vector["data"]["values"] if "data" in vector else vector["layer"][0]["data"]["values"]
