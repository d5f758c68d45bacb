import pytest

REASONS = {
    "余东镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "正余镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "悦来镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "海永镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "临江镇": (
        "没有已录入的阵地；电动车5公里内没有阵地。",
        "no base on record; no base within 5 km of its people (e-bike).",
    ),
    "包场镇": (
        "缺少区级阵地；已录入阵地1处，每万人0.10处。",
        "no base at these tiers: District; 1 on record, 0.10 per 10,000 people.",
    ),
    "四甲镇": (
        "已录入阵地1处，每万人0.16处；电动车5公里内有阵地的人口占53%。",
        "1 on record, 0.16 per 10,000 people; 53% of its people have a base within 5 km (e-bike).",
    ),
    "三星镇": (
        "已录入阵地2处，每万人0.22处；电动车5公里内有阵地的人口占48%。",
        "2 on record, 0.22 per 10,000 people; 48% of its people have a base within 5 km (e-bike).",
    ),
    "滨江街道": (
        "缺少区级阵地；已录入阵地1处，每万人0.08处。",
        "no base at these tiers: District; 1 on record, 0.08 per 10,000 people.",
    ),
    "常乐镇": (
        "电动车5公里内有阵地的人口占49%；已录入阵地2处，每万人0.29处。",
        "49% of its people have a base within 5 km (e-bike); 2 on record, 0.29 per 10,000 people.",
    ),
    "海门街道": (
        "已录入阵地7处，每万人0.28处；电动车5公里内有阵地的人口占73%。",
        "7 on record, 0.28 per 10,000 people; 73% of its people have a base within 5 km (e-bike).",
    ),
    "三厂街道": ("各项均已达标。", "At the standard in every part."),
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
