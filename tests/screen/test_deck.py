"""The deck of districts with more or less on record: what does not hold is not said."""

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.scenes.reading import built_in
from outreach.screen import slides
from outreach.settings import Briefing
from outreach.tables import read_district
from tests import districts

TODAY = date(2026, 11, 27)
NOT_FOR_A_ROOM = re.compile(r"\.csv|\.toml|python|E2SFCA|2SFCA|_|[{}]")


def deck(home: Path, language: str = "zh") -> dict[str, slides.Slide]:
    found = slides.slides(built_in(), read_district(find_home(home)), language, TODAY)
    assert len({one.title for one in found}) == len(found)
    assert not [one.title for one in found if NOT_FOR_A_ROOM.search(one.title + one.takeaway)]
    return {one.id: one for one in found}


def test_of_a_filled_district_nothing_is_asked_that_was_done_and_reports_are_told(copied):
    found = deck(districts.filled(copied))
    assert list(found) == [
        "cover",
        "literacy",
        "targets",
        "certainty",
        "towns",
        "reach",
        "siting",
        "decisions",
        "closing",
    ]
    assert "2025年公民具备科学素质的比例为19.4%" in found["literacy"].title
    assert ("误差之内" in found["literacy"].title) == ("误差之内" in found["targets"].title)
    assert "到期未完成6项" in found["targets"].title and "滞后" not in found["targets"].title
    assert "没有报告" not in found["targets"].title + found["targets"].takeaway
    asked = [text for text, *_ in found["decisions"].points]
    assert "明确每项指标由哪个单位报送、何时报送" not in asked and len(asked) == 3
    assert "都是模型推算" not in found["certainty"].reading
    (series,), (answers,) = found["literacy"].exhibits, found["certainty"].exhibits
    assert list(series.chart.paths["最近报告"].items()) == [(2025, 0.1942)]
    assert answers.chart.values == ("share", "direct_share") and "自由度" not in found["certainty"].takeaway
    assert "自由度" in found["certainty"].note
    parts = [int(one) for one in re.findall(r"占(\d+)%", found["towns"].takeaway)]
    assert parts == sorted(parts, reverse=True) and sum(parts) in range(98, 103)


def test_of_an_empty_district_scenes_without_ground_are_left_out(copied):
    found = deck(districts.empty(copied))
    assert "literacy" not in found and "certainty" not in found
    assert "没有差别" in found["towns"].title and found["targets"].title == "12项量化指标都还没有收到报告"
    assert "研究是否开展分镇街的科学素质抽样调查" not in [text for text, *_ in found["decisions"].points]


def test_of_a_tied_district_no_town_is_put_before_those_it_is_tied_with(copied):
    found = deck(districts.tied(copied))
    assert re.search("设施缺口并列最大，都是[0-9]+分$", found["towns"].title)
    assert "等" in found["towns"].title or "、" in found["towns"].title


def test_a_demonstration_district_has_a_whole_deck_and_says_what_it_is(tmp_path):
    assert main(["synth", "--towns", "6", "--bases", "30", "--seed", "1", str(tmp_path / "demo")]) == 0
    (tmp_path / "demo/data/scenes.toml").unlink(missing_ok=True)
    found = deck(tmp_path / "demo")
    assert {"cover", "literacy", "targets", "certainty", "towns", "reach", "siting", "closing"} <= set(found)
    assert all("演示" in each.credits.demonstration for one in found.values() for each in one.exhibits)


def test_where_nothing_sets_one_town_before_another_none_is_put_first(copied):
    district = read_district(find_home(districts.empty(copied)))
    (found,) = slides.slides(tuple(one for one in built_in() if one.id == "towns"), district, "en", TODAY)
    assert "do not differ" in found.title


@pytest.mark.parametrize(
    "given", [{}, {"unit_zh": "区科协", "meeting_zh": "领导小组全体会议", "date": date(2027, 1, 15)}]
)
def test_the_cover_says_what_the_settings_say(copied, given):
    home = find_home(copied)
    told = slides.stated(dataclasses.replace(home, briefing=Briefing(**given)), "zh", TODAY)
    assert told["unit"] == given.get("unit_zh", "") and told["data_day"] == "数据截至2026年11月23日"
    assert told["day"] == ("2027年1月15日" if given else "")
