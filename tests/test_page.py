"""A page as a value, and the table of what each page is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fnmatch import fnmatchcase
from threading import Event

import pytest

from outreach import page as block
from outreach.contents import ALWAYS, IN_SCENES
from outreach.contents import PAGES as FACTS
from outreach.home import PROJECT
from outreach.page import Page
from tests.conftest import PAGES, SAY
from tests.towns import CHANGLE, YUELAI

STATES = (
    {},
    {"area": CHANGLE, "base": "zhang-jian-memorial"},
    {
        "unit": "science-association",
        "site": "121.2500,31.9500",
        "table": "bases",
        "kept": ("mclp-walk-2-people-places-places",),
    },
    {"view": "town", "area": YUELAI, "way": "walk", "people": "farmers", "demand": "grid"},
)


def test_what_a_page_says_is_had_in_its_order_whatever_it_stands_in():
    page = Page(
        [
            block.Heading("甲", lambda: "乙"),
            block.Beside(
                (1, 2), ([], [block.Fold("丙", [block.Note(lambda: "丁")]), block.Clear("戊", {"area": None})])
            ),
            block.Note(lambda: "己"),
        ]
    )
    assert (page.title, page.sentence, page.texts) == ("甲", "乙", ["甲", "乙", "丁", "己"])


def test_nothing_is_made_before_somebody_wants_it():
    made = []
    page = Page([block.Heading("甲"), block.Show(lambda: made.append(1))])
    assert page.title == "甲" and made == []
    assert page.exhibits == {} and made == [1]


def test_pages_looked_at_in_two_threads_do_not_meet(stage):
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(lambda area: stage.play("town", area=area).exhibits, (CHANGLE, YUELAI))
    assert [one["town_standing"].title for one in (first, second)] == ["常乐镇在全区的位置", "悦来镇在全区的位置"]


def test_a_page_that_waits_for_another_does_not_keep_that_one_waiting():
    told = Event()
    waiting = Page([block.Prose(lambda: "had" if told.wait(60) else "waited in vain")])
    telling = Page([block.Prose(lambda: str(told.set()))])
    with ThreadPoolExecutor(2) as apart:
        first = apart.submit(lambda: waiting.texts)
        apart.submit(lambda: telling.texts).result()
        assert first.result() == ["had"]


def test_a_page_whose_tables_were_never_read_shows_nothing(stage, district):
    assert stage.play("gaps", district=replace(district, missing=("areas",))).blocks == []


def test_the_table_has_a_row_for_every_page_and_a_file_for_every_row():
    there = {"app.py", *(f"pages/{path.name}" for path in (PROJECT / "pages").glob("*.py"))}
    assert {one.file for one in FACTS.values()} == there
    assert all(SAY[language](one.title) for one in FACTS.values() for language in SAY)


@pytest.mark.parametrize("state", STATES, ids=["unasked", "a-base", "a-unit", "on-foot"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_nothing_that_its_row_does_not_name(stage, page, state):
    found = stage.play(page, **state)
    assert found.title and found.exhibits
    named = FACTS[page].exhibits
    assert [name for name in found.exhibits if not any(fnmatchcase(name, one) for one in named)] == []


def test_whatever_a_row_names_is_shown_in_some_state(stage):
    for page in ALWAYS:
        seen = {name for state in STATES for name in stage.play(page, **state).exhibits}
        wanted = {one for one in FACTS[page].exhibits if one not in ("plan_since", "plan_compared", "siting_trial")}
        assert {one for one in wanted if not any(fnmatchcase(name, one) for name in seen)} == set(), page


def test_a_page_opens_with_its_main_exhibit(stage):
    for page, named in IN_SCENES.items():
        assert next(iter(stage.play(page).exhibits)) == named[0]


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_twice_is_made_once(stage, page):
    chosen = {"area": CHANGLE, "base": "zhang-jian-memorial", "site": "121.2500,31.9500", "unit": "science-association"}
    first, second = (stage.play(page, **chosen).exhibits for _ in range(2))
    assert [name for name, one in second.items() if one is not first[name]] == []
