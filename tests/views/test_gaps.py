import pandas as pd
import pytest

from outreach.views import says
from tests.conftest import SAY

REASONS = {
    "海永镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "临江镇": (
        "没有已录入的阵地；没有录入区级、镇级、村级阵地。",
        "no base on record; no base on record at these tiers: District, Town, Village.",
    ),
    "正余镇": (
        "没有已录入的阵地；没有录入区级、镇级、村级阵地。",
        "no base on record; no base on record at these tiers: District, Town, Village.",
    ),
    "余东镇": (
        "没有已录入的阵地；没有录入区级、镇级、村级阵地。",
        "no base on record; no base on record at these tiers: District, Town, Village.",
    ),
    "包场镇": (
        "没有录入区级、镇级、村级阵地；人均可及的科普供给为标准的10%。",
        "no base on record at these tiers: District, Town, Village; access for its people is 10% of the standard.",
    ),
    "滨江街道": (
        "没有录入区级、镇级、村级阵地；人均可及的科普供给为标准的16%。",
        "no base on record at these tiers: District, Town, Village; access for its people is 16% of the standard.",
    ),
    "悦来镇": (
        "人均可及的科普供给为标准的22%；已录入阵地1处，每万人0.11处。",
        "access for its people is 22% of the standard; 1 on record, 0.11 per 10,000 people.",
    ),
    "四甲镇": (
        "已录入阵地1处，每万人0.16处；没有录入镇级、村级阵地。",
        "1 on record, 0.16 per 10,000 people; no base on record at these tiers: Town, Village.",
    ),
    "三星镇": (
        "没有录入镇级、村级阵地；已录入阵地2处，每万人0.22处。",
        "no base on record at these tiers: Town, Village; 2 on record, 0.22 per 10,000 people.",
    ),
    "海门街道": (
        "已录入阵地8处，每万人0.32处；没有录入镇级阵地。",
        "8 on record, 0.32 per 10,000 people; no base on record at these tiers: Town.",
    ),
    "常乐镇": ("电动车5公里内有阵地的人口占86%。", "86% of its people have a base within 5 km (e-bike)."),
    "三厂街道": (
        "没有录入镇级阵地；电动车5公里内有阵地的人口占96%。",
        "no base on record at these tiers: Town; 96% of its people have a base within 5 km (e-bike).",
    ),
}


@pytest.mark.parametrize(("language", "place"), [("zh", 0), ("en", 1)])
def test_why_each_town_stands_where_it_stands(shown, language, place):
    rows = shown["gaps", language].exhibits["gaps_table"].rows.set_index("area_code")
    chinese = shown["gaps", "zh"].exhibits["gaps_table"].rows.set_index("area_code")["town_name"]
    assert {chinese[code]: reason for code, reason in rows["reason"].items()} == {
        town: said[place] for town, said in REASONS.items()
    }


def test_the_largest_gap_stands_first(shown):
    assert shown["gaps", "zh"].exhibits["gaps_table"].rows["gap"].is_monotonic_decreasing


def test_a_towns_parts_add_up_to_its_gap(shown):
    parts = shown["gaps", "zh"].exhibits["gaps_components"].rows
    assert parts.groupby("area_code")["points"].sum().to_dict() == pytest.approx(
        parts.groupby("area_code")["gap"].first().to_dict()
    )


def test_the_towns_that_come_first_are_named_by_their_gaps_and_only_where_the_largest_is_among_them():
    def finding(*chances):
        gaps = {"gap": [82.0, 62.0, 50.0], "gap_low": [39.0, 62.0, 1.0], "rank_low": [1.0] * 3, "rank_high": [3.0] * 3}
        rows = pd.DataFrame({"town_name": ["甲镇", "乙镇", "丙镇"], "p_top3": chances, **gaps})
        return says.of_gaps(SAY["zh"], rows, "", 0, "")["finding"]

    assert finding(0.9, 1.0, 0.1) == "甲镇、乙镇的设施缺口居前，最大为82分"
    assert finding(0.7, 1.0, 0.1) == "设施缺口最大的是甲镇，82分，名次可在第1～3位"
