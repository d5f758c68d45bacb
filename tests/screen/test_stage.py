"""A page played without a screen."""

from dataclasses import replace
from threading import Thread

import pytest

from outreach.screen import stage
from outreach.selection import Selection
from tests.conftest import PAGES, SAY
from tests.towns import CHANGLE, YUELAI


def page(tmp_path, text: str):
    path = tmp_path / "page.py"
    path.write_text(
        "from outreach.screen import controls, layout, panels, shell\nselection, say = shell.begin('overview')\n" + text
    )
    return path


def played(path, district, **chosen):
    return stage.play(path, "overview", Selection().with_(**chosen), SAY["zh"], district)


def test_what_a_page_shows_is_kept_in_its_order_and_place(tmp_path, district):
    found = played(
        page(
            tmp_path,
            "\n".join(
                (
                    "panels.heading('甲', sentence='乙')",
                    "left, right = layout.beside(1, 2)",
                    "with right:",
                    "    with layout.folding('丙'):",
                    "        panels.note('丁')",
                    "    controls.clear(selection, '戊', area=None)",
                    "panels.note('己')",
                )
            ),
        ),
        district,
    )
    assert (found.title, found.sentence) == ("甲", "乙")
    assert [(item.panel, item.place) for item in found.items] == [
        ("heading", ()),
        ("note", ("beside-1", "folding")),
        ("note", ()),
    ]
    assert found.texts == ["甲", "乙", "丁", "己"]


def test_a_page_is_played_for_the_selection_and_the_district_it_is_given(tmp_path, district):
    path = page(
        tmp_path, "from outreach.screen import cached\npanels.heading(selection.area, cached.district().home.code)"
    )
    assert played(path, district, area=CHANGLE).texts == [CHANGLE, "320614"]


def test_plays_in_two_threads_do_not_meet(district):
    found = {}

    def run(area: str) -> None:
        found[area] = stage.play(PAGES["town"], "town", Selection(area=area), SAY["zh"], district)

    threads = [Thread(target=run, args=(area,)) for area in (CHANGLE, YUELAI)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {area: one.exhibits["town_standing"].title for area, one in found.items()} == {
        CHANGLE: "常乐镇在全区的位置",
        YUELAI: "悦来镇在全区的位置",
    }


def test_what_a_page_raises_is_raised_and_the_stage_is_cleared(tmp_path, district):
    with pytest.raises(ZeroDivisionError):
        played(page(tmp_path, "1 / 0"), district)
    assert stage.playing() is None


def test_a_page_whose_tables_were_never_read_shows_nothing(district):
    found = stage.play(PAGES["gaps"], "gaps", Selection(), SAY["zh"], replace(district, missing=("areas",)))
    assert found.items == []


def test_every_page_can_be_played(shown):
    assert {page for page, _ in shown} == set(PAGES)
    assert all(one.title and one.exhibits for one in shown.values())


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_twice_is_made_once(page, district):
    chosen = Selection(area=CHANGLE, base="zhang-jian-memorial", site="121.2500,31.9500", unit="science-association")
    first, second = (stage.play(PAGES[page], page, chosen, SAY["zh"], district) for _ in range(2))
    assert [name for name, one in second.exhibits.items() if one is not first.exhibits[name]] == []
