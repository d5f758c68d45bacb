"""What stands on the museum's screen: its map, what is near, a card, a town in plain words."""

from dataclasses import replace
from itertools import combinations
from math import hypot

import pandas as pd
import pytest
import shapely

from outreach.figures import Figures
from outreach.measures import kiosk as measures
from outreach.measures import literacy, opening, reach
from outreach.settings import Kiosk
from outreach.tables import opening as written_hours
from outreach.views import kiosk
from outreach.views.ground import ground
from outreach.views.kiosk import marks, people
from tests.conftest import SAY, TODAY
from tests.towns import CHANGLE, YUELAI


@pytest.fixture(scope="module")
def land(district):
    return ground(district.geometry)


@pytest.fixture(scope="module")
def located(district):
    return reach.located.located(district.bases, district.places, district.areas)


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
    of_towns = reach.located.counts(district.bases, district.areas)
    assert sum(mark.count for mark in found.marks) == of_towns.drop("320614").sum() == 21
    assert {mark.town: mark.count for mark in found.marks} == of_towns[[mark.town for mark in found.marks]].to_dict()
    assert all(mark.hollow for mark in found.marks)
    assert min(hypot(one.x - other.x, one.y - other.y) for one, other in combinations(found.marks, 2)) >= kiosk.MARK
    assert all(0 < mark.x < kiosk.WIDE and 0 < mark.y < kiosk.HIGH for mark in found.marks)


def test_many_bases_in_one_place_are_one_solid_marker_that_leads_to_what_is_near(say, district, land, located):
    there = pd.DataFrame(
        {
            "lon": 121.3,
            "lat": 31.95,
            "accuracy": "exact",
            "area_code": [CHANGLE, YUELAI],
            "counted": True,
            "ground": ["fumei-farm", "liya-hill"],
        },
        index=["fumei-farm", "liya-hill"],
    )
    found = kiosk.place_map(say, land, district, there, None)
    (mark,) = found.marks
    assert (mark.count, mark.hollow, mark.changes["here"], mark.changes["area"]) == (2, False, "121.3000,31.9500", "")
    assert found.pin is None and [sign for sign, _ in found.legend] == ["one", "full"]
    partly = kiosk.place_map(say, land, district, there.assign(accuracy=["exact", "town"]), None)
    assert partly.marks[0].hollow and "here" in partly.marks[0].changes  # known only when all in it are


def test_what_stands_apart_from_the_place_it_is_part_of_is_a_marker_without_a_number(say, district, land, located):
    apart = located[located["counted"]].copy()
    apart.loc["yisheng-park", ["lon", "lat", "accuracy"]] = [121.05, 31.9, "exact"]
    found = kiosk.place_map(say, land, district, apart, None)
    assert sum(mark.count for mark in found.marks) == 21 and [sign for sign, _ in found.legend][-1] == "part"
    (part,) = (mark for mark in found.marks if not mark.count)
    assert part.changes == {"view": "base", "base": "yisheng-park"}


def test_no_name_on_the_map_covers_another(district, land, located):
    for language in SAY:
        here, _ = near_to(district, located)
        sheet = marks.Sheet(land.district.total_bounds)
        there = marks.marked(SAY[language], district, located, sheet, None, None)
        labels = marks.labels(SAY[language], land, district, sheet, there, None)
        boxes = [(row.x, row.y, marks.width(row.label) / 2, marks.LETTER * 0.5) for row in labels.itertuples()]
        assert len(boxes) == 12 and max(marks.shared(*pair) for pair in combinations(boxes, 2)) == 0
        assert (
            max(marks.shared(box, (mark.x, mark.y, kiosk.MARK / 2, kiosk.MARK / 2)) for box in boxes for mark in there)
            < 400
        )


def test_a_name_beside_a_marker_keeps_to_its_own_town_where_it_has_room(district, land, located):
    sheet = marks.Sheet(land.district.total_bounds)
    there = marks.marked(SAY["zh"], district, located, sheet, None, None)
    for row in marks.labels(SAY["zh"], land, district, sheet, there, None).itertuples():
        if row.label in ("四甲镇", "包场镇", "悦来镇"):
            code = district.areas.set_index("name_zh")["area_code"][row.label]
            middle = shapely.Point(row.x, row.y)
            assert sheet.placed(land.outlines[code]).contains(middle)


def test_distances_to_a_base_of_which_only_the_town_is_known_say_so(district, located):
    here, near = near_to(district, located, CHANGLE)
    found = kiosk.nearest(SAY["zh"], district, here, near, ()).rows
    assert set(found["distance"][:6]) == {"就在常乐镇"}
    assert found["distance"][6:].str.fullmatch(r"约\d+公里，算到所在镇街驻地").all()


def test_the_start_is_told_however_it_was_chosen(district, located):
    for chosen, said in (
        ({}, "本机位置未设定，从海门街道驻地算起"),
        ({"area": YUELAI}, "从悦来镇驻地算起"),
        ({"point": "121.3000,31.9500"}, "从您点的位置算起"),
    ):
        here, near = near_to(district, located, **chosen)
        assert kiosk.nearest(SAY["zh"], district, here, near, ()).sentence.startswith(said)
    home = replace(district.home, kiosk=Kiosk(place="changle", name_zh="镇科普馆"))
    here = measures.here(district.places, district.areas, home.kiosk.place, None, None)
    assert kiosk.nearest(SAY["zh"], replace(district, home=home), here, near, ()).sentence.startswith("从镇科普馆算起")


def test_of_equally_near_ones_those_open_today_come_first_and_say_until_when(district, located):
    here, near = near_to(district, located)
    assert kiosk.nearest(SAY["zh"], district, here, near, ()).rows["base_id"][0] == "haimen-science-museum"
    today = (("jianghai-museum", kiosk.said(SAY["zh"], opening.Today("open", 1020, 990))),)
    found = kiosk.nearest(SAY["zh"], district, here, near, today).rows
    assert found.loc[0, ["base_id", "today"]].tolist() == ["jianghai-museum", "正在开放，今天至17:00，16:30停止入场"]
    assert set(found["today"][1:]) == {""}


@pytest.mark.parametrize("state", ["late", "later", "over", "closed", "all_day"])
def test_every_state_of_a_day_is_said(say, state):
    assert kiosk.said(say, opening.Today(state, 570)) == say(f"hours.{state}", at="9:30")


def test_a_card_shows_what_is_known_and_says_in_one_line_what_is_not(say, district, located):
    _, near = near_to(district, located)
    card = kiosk.card(say, district, "xindongjie-community", near, None)
    items = card.exhibit.rows["item"].tolist()
    assert items == [say("kiosk.what"), say("kiosk.way")] and "" not in card.exhibit.rows["value"].tolist()
    lacking = [say(f"kiosk.lacking_{one}") for one in ("open", "whom", "when", "call", "cost", "spot")]
    ask = district.home.kiosk.ask[say.language]
    assert card.unknown == say("kiosk.unknown", what=say.list(lacking), ask=ask)
    assert card.open_now is None and card.today == "" and card.photo is None
    assert card.ticket[-1] == district.home.name[say.language] and "" not in card.ticket


def test_a_card_says_what_is_published_and_what_that_means_today(district, located):
    _, near = near_to(district, located)
    card = kiosk.card(SAY["zh"], district, "jianghai-museum", near, opening.Today("closed"))
    known = dict(card.exhibit.rows.itertuples(index=False))
    assert known["开放时间"].startswith("周一闭馆") and known["收费"] == "免费"
    assert (card.today, card.open_now) == ("今天闭馆", False)


def test_a_telephone_a_photo_and_hours_stand_on_the_card_with_whose_they_are(district, located):
    bases = district.bases.set_index("base_id")
    bases.loc["haimen-library", ["hours_zh", "telephone", "photo", "photo_licence", "photo_author"]] = [
        "9:00-17:00",
        "0513-82200000",
        "library.jpg",
        "馆方授权",
        "海门图书馆",
    ]
    told = replace(district, bases=bases.reset_index())
    _, near = near_to(told, located)
    card = kiosk.card(SAY["zh"], told, "haimen-library", near, opening.Today("over"))
    known = dict(card.exhibit.rows.itertuples(index=False))
    assert known["电话"] == "0513-82200000" and known["开放时间"] == "9:00-17:00（法定节假日的安排未登记）"
    assert (
        card.photo.path == told.home.data / "photos" / "library.jpg"
        and card.photo.credit == "摄影：海门图书馆（馆方授权）"
    )
    assert "电话" not in card.unknown and "0513-82200000" in card.ticket
    assert kiosk.photo(SAY["zh"], told, "haimen-library") == card.photo


def test_a_place_that_is_closed_says_so_and_nothing_of_its_hours(district, located):
    shut = replace(district, bases=district.bases.assign(status="closed"))
    _, near = near_to(district, located)
    card = kiosk.card(SAY["zh"], shut, "jianghai-museum", near, opening.Today("open", 1020))
    known = dict(card.exhibit.rows.itertuples(index=False))
    assert known["开放时间"] == "已关闭" and (card.today, card.open_now, card.unknown) == ("", None, "")


def test_people_of_a_hundred_are_whole_and_never_said_where_nobody_knows():
    assert people.of(0.14) == (14, 14, 14) and people.of(0.14).exact
    assert people.of(0.86, 0.624, 0.976) == (62, 86, 98)
    assert people.of(None) is people.of(float("nan")) is people.of(0.4, 0.0, 1.0) is None
    assert people.of(0.0, 0.0, 0.0) == (0, 0, 0)


def told(district, covered, area=CHANGLE):
    official = literacy.stated.official(district.literacy, "320614")
    estimates = literacy.towns.of_towns(
        district.areas, district.groups, official, district.survey, district.home.literacy
    ).table
    counts = reach.located.counts(district.bases, district.areas)
    return kiosk.town(SAY["zh"], district, kiosk.Known(counts, covered, estimates, official), area, spread=True)


def test_a_town_is_told_in_three_sentences_and_what_is_modelled_says_so(district):
    found = told(district, Figures(district, TODAY).covered_at_most()["ebike"])
    assert found.rows["said"].tolist() == [
        "常乐镇已登记4处科学好去处。",
        "每100位居民中，约86位骑电动车5公里以内有科学好去处；考虑到位置和登记可能的出入，在62位到98位之间。",
        "按人口构成推算，每100名公民中约有12名具备科学素质，可能在7名到18名之间；这是模型推算，不是调查结果。全区2020年公布的比例为14.0%。",
    ]
    assert found.rows["rests"].tolist()[2] == "模型推算" and "模型推算" in found.credits.basis
    assert found.rows.loc[1:, ["low", "value", "high"]].to_numpy().tolist() == [[62, 86, 98], [7, 12, 18]]
    assert found.rows.loc[0, ["low", "value", "high"]].isna().all()


def test_what_a_town_is_told_says_what_its_rows_rest_on(district):
    covered = pd.DataFrame({"value": [0.5], "low": [0.4], "high": [0.6]}, index=[CHANGLE])
    assert told(district, covered).rows["rests"].tolist() == ["公开报道", "估算", "模型推算"]
    here = district.bases["area_code"] == CHANGLE
    bases = district.bases.assign(town_basis=district.bases["town_basis"].mask(here, "assumed"))
    assert told(replace(district, bases=bases), covered).rows["rests"][0] == "公开报道、假定"
    invented = replace(
        district,
        bases=district.bases.assign(basis="demonstration"),
        literacy=district.literacy.assign(basis="demonstration"),
    )
    found = told(invented, covered)
    assert found.rows["rests"].tolist() == ["演示", "估算、演示", "模型推算、演示"]


@pytest.mark.parametrize(
    ("value", "low", "high", "said"),
    [
        (0.0, 0.0, 0.0, "骑电动车5公里以内有科学好去处的居民，按已登记的几乎没有。"),
        (1.0, 1.0, 1.0, "几乎所有居民骑电动车5公里以内都有科学好去处。"),
        (0.4, 0.4, 0.4, "每100位居民中，约40位骑电动车5公里以内有科学好去处。"),
        (0.5, 0.0, 1.0, "有多少居民骑电动车5公里以内有科学好去处，资料精度不足，无法判断。"),
        (float("nan"), 0.0, 1.0, "资料不足，算不出有多少居民附近有科学好去处。"),
    ],
)
def test_a_range_that_is_none_is_not_said(district, value, low, high, said):
    covered = pd.DataFrame({"value": [value], "low": [low], "high": [high]}, index=[CHANGLE])
    assert told(district, covered).rows["said"][1].startswith(said)


def test_the_published_figures_of_the_loop_hold_nothing_modelled(say, district):
    found = kiosk.published(say, district, literacy.stated.official(district.literacy, "320614"))
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


def test_hours_that_stand_as_days_and_times_alone_are_told_and_not_called_missing(district, located):
    bases = district.bases.copy()
    bases.loc[bases["base_id"] == "haimen-science-museum", ["hours_zh", "opening"]] = [None, "周二至周日 9:00-17:00"]
    told = replace(district, bases=bases)
    _, near = near_to(district, located)
    spells = written_hours.known("周二至周日 9:00-17:00")
    found = kiosk.card(SAY["zh"], told, "haimen-science-museum", near, None, spells)
    facts = dict(zip(found.exhibit.rows["item"], found.exhibit.rows["value"], strict=True))
    assert "9:00-17:00" in facts["开放时间"] and "开放时间" not in found.unknown
