"""What stands on the museum's screen: its map, what is near, a card, a town in plain words."""

from dataclasses import replace
from datetime import datetime
from itertools import combinations
from math import hypot

import pandas as pd
import pytest

from outreach.figures import Figures
from outreach.measures import kiosk as measures
from outreach.measures import literacy, reach
from outreach.settings import Kiosk
from outreach.views import kiosk
from outreach.views.ground import ground
from tests.conftest import SAY, TODAY
from tests.towns import CHANGLE, YUELAI


@pytest.fixture(scope="module")
def land(district):
    return ground(district.geometry)


@pytest.fixture(scope="module")
def located(district):
    return reach.located(district.bases, district.places, district.areas)


def near_to(district, located, area=None, point=None):
    here = measures.here(district.places, district.areas, district.home.kiosk.place, area, point)
    return here, measures.nearest(here, located, 1.3)


def drawn(say, district, land, located, **chosen):
    here, _ = near_to(district, located, chosen.get("area"))
    return kiosk.place_map(say, land, district, located, here, **chosen)


def test_every_base_with_a_place_is_counted_in_one_marker_and_no_two_are_closer_than_a_finger(
    say, district, land, located
):
    found = drawn(say, district, land, located)
    assert sum(mark.count for mark in found.marks) == 23 and all(mark.hollow for mark in found.marks)
    assert min(hypot(one.x - other.x, one.y - other.y) for one, other in combinations(found.marks, 2)) >= kiosk.MARK
    assert all(0 < mark.x < kiosk.WIDE and 0 < mark.y < kiosk.HIGH for mark in found.marks)


def test_many_bases_in_one_place_are_one_solid_marker_that_leads_to_what_is_near(say, district, land, located):
    there = pd.DataFrame(
        {"lon": 121.3, "lat": 31.95, "accuracy": "exact", "area_code": [CHANGLE, YUELAI], "counted": True},
        index=["fumei-farm", "liya-hill"],
    )
    found = kiosk.place_map(say, land, district, there, None)
    (mark,) = found.marks
    assert (mark.count, mark.hollow, mark.changes["here"], mark.changes["area"]) == (2, False, "121.3000,31.9500", "")
    assert found.pin is None and [sign for sign, _ in found.legend] == ["one", "full"]


def test_no_name_on_the_map_covers_another(district, land, located):
    for language in SAY:
        here, _ = near_to(district, located)
        sheet = kiosk._Sheet(land.district.total_bounds)
        marks = kiosk._marks(SAY[language], district, located, sheet, None, None)
        labels = kiosk._labels(SAY[language], land, district, sheet, marks, None)
        boxes = [(row.x, row.y, kiosk._width(row.label) / 2, kiosk.LETTER * 0.5) for row in labels.itertuples()]
        assert len(boxes) == 12 and max(kiosk._shared(*pair) for pair in combinations(boxes, 2)) == 0
        assert (
            max(kiosk._shared(box, (mark.x, mark.y, kiosk.MARK / 2, kiosk.MARK / 2)) for box in boxes for mark in marks)
            < 400
        )


def test_distances_to_a_base_of_which_only_the_town_is_known_say_so(district, located):
    here, near = near_to(district, located, CHANGLE)
    found = kiosk.nearest(SAY["zh"], district, here, near).rows
    assert set(found["distance"][:6]) == {"就在常乐镇"}
    assert found["distance"][6:].str.fullmatch(r"约\d+公里，算到所在镇街驻地").all()


def test_the_start_is_told_however_it_was_chosen(district, located):
    for chosen, said in (
        ({}, "本机位置未设定，从海门街道驻地算起"),
        ({"area": YUELAI}, "从悦来镇驻地算起"),
        ({"point": "121.3000,31.9500"}, "从您点的位置算起"),
    ):
        here, near = near_to(district, located, **chosen)
        assert kiosk.nearest(SAY["zh"], district, here, near).sentence.startswith(said)
    home = replace(district.home, kiosk=Kiosk(place="changle", name_zh="镇科普馆"))
    here = measures.here(district.places, district.areas, home.kiosk.place, None, None)
    assert kiosk.nearest(SAY["zh"], replace(district, home=home), here, near).sentence.startswith("从镇科普馆算起")


def test_a_card_invents_no_hours_no_price_and_no_way(say, district, located):
    _, near = near_to(district, located)
    card = kiosk.card(say, district.home, district, "xindongjie-community", near, None)
    said = dict(card.exhibit.rows.itertuples(index=False))
    assert said[say("kiosk.when")] == say("kiosk.status_unverified") + say("kiosk.when_unknown")
    assert said[say("kiosk.cost")] == say("kiosk.cost_unknown") and say("kiosk.way_town") in said[say("kiosk.way")]
    assert card.open_now is None and card.ticket[-1] == district.home.name[say.language] and "" not in card.ticket


def test_a_card_says_what_is_published(district, located):
    _, near = near_to(district, located)
    monday = measures.opening(kiosk.hours(district, "jianghai-museum"), datetime(2026, 11, 23, 10))
    card = kiosk.card(SAY["zh"], district.home, district, "jianghai-museum", near, monday)
    said = dict(card.exhibit.rows.itertuples(index=False))
    assert (said["开放时间"], said["收费"], card.open_now) == ("周一闭馆", "免费", False)


def test_a_town_is_told_in_three_sentences_and_what_is_modelled_says_so(district):
    official = literacy.official(district.literacy, "320614")
    estimates = literacy.of_towns(
        district.areas, district.groups, official, district.survey, district.home.literacy
    ).table
    covered = Figures(district, TODAY).covered_at_most()["ebike"]
    found = kiosk.town(
        SAY["zh"],
        district,
        reach.counts(district.bases, district.areas),
        reach.bases_per_10k(district.bases, district.areas),
        covered,
        estimates,
        official,
        CHANGLE,
    )
    assert found.rows["said"].tolist() == [
        "常乐镇已录入4处科普阵地，每万人0.59处；全区每万人0.22处。",
        "约86%的居民骑电动车5公里以内有科普阵地；考虑到阵地位置和录入可能的出入，在62%到98%之间。",
        "按人口构成推算，每100名公民中约有12名具备科学素质，可能在7名到18名之间；这是模型推算，不是调查结果。全区2020年公布的比例为14.0%。",
    ]
    assert found.rows["rests"].tolist()[2] == "模型推算" and "模型推算" in found.credits.basis


def test_the_published_figures_of_the_loop_hold_nothing_modelled(say, district):
    found = kiosk.published(say, district, literacy.official(district.literacy, "320614"))
    assert found.rows["share"].tolist() == [0.1056, 0.1384, 0.14, 0.14]
    assert say("value.literacy.basis.modelled") not in found.credits.basis + "".join(found.rows["basis_name"])
    assert kiosk.published(say, district, None) is None


def test_the_state_of_a_round_is_read_from_the_address():
    assert [kiosk.round_of(quiz) for quiz in (None, "7", "7-1", "7-1.", "7-1.0", "7-1.0.2.")] == [
        (0, (), False),
        (7, (), False),
        (7, (1,), True),
        (7, (1,), False),
        (7, (1, 0), True),
        (7, (1, 0, 2), False),
    ]
