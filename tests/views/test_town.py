"""One town's page: what it says of the towns we ship, and what holds for any of them."""

from dataclasses import replace

import pandas as pd
import pytest

from outreach import measures
from outreach.page import Weights, flat
from outreach.views import town
from outreach.views.town.beside import difference_said
from outreach.views.town.spine import placed
from tests.conftest import SAY, Stage, nothing_remembered
from tests.towns import CHANGLE, HAIMEN, HAIYONG, SANCHANG, YUDONG

CHANGLE, HAIMEN, HAIYONG = CHANGLE, HAIMEN, HAIYONG
LEDES = {
    (
        CHANGLE,
        "zh",
    ): "常乐镇有68,101人（公开报道），已录入科普阵地4处，每万人0.59处（全区0.22处）；电动车5公里内有阵地的人口占86%。具备科学素质的比例估计为11.5%，与全区2020年公布的14.0%相差在误差之内。缺口8；随权重与合成方法、阵地的可能位置、未核实的录入情况、素质估计的误差变动，在12个镇街中排第5～12位（第1位缺口最大）。",
    (
        CHANGLE,
        "en",
    ): "Changle Town has 68,101 people (reported). Bases on record: 4, or 0.59 per 10,000 people (district 0.22); 86% of its people have a base within 5 km (e-bike). Science literacy is estimated at 11.5%, within error of the 14.0% published for the district in 2020. Gap 8; rank 5–12 of 12 towns, depending on weights and method, where bases may stand, what may not be on record, the error of the literacy estimates (1 is the largest gap).",
    (
        HAIYONG,
        "zh",
    ): "海永镇有5,000人（公开报道），没有已录入的科普阵地；电动车5公里内没有阵地。具备科学素质的比例估计为11.5%，与全区2020年公布的14.0%相差在误差之内。缺口85，其中待核实80；随权重与合成方法、阵地的可能位置、未核实的录入情况、素质估计的误差变动，在12个镇街中排第1～10位（第1位缺口最大）。",
    (
        HAIYONG,
        "en",
    ): "Haiyong Town has 5,000 people (reported). No base is on record; none lies within 5 km of its people (e-bike). Science literacy is estimated at 11.5%, within error of the 14.0% published for the district in 2020. Gap 85, of which 80 to be confirmed; rank 1–10 of 12 towns, depending on weights and method, where bases may stand, what may not be on record, the error of the literacy estimates (1 is the largest gap).",
}


@pytest.fixture(scope="module")
def portraits(district):
    """The pages of four unlike towns in Chinese, and the golden ones in English."""
    codes = [CHANGLE, HAIMEN, HAIYONG, SANCHANG]
    stage = Stage(district)
    wanted = [(code, "zh") for code in codes] + [key for key in LEDES if key[1] == "en"]
    return {key: stage.play("town", key[1], area=key[0]) for key in wanted}


@pytest.mark.parametrize("key", LEDES, ids="-".join)
def test_what_is_said_of_a_town_first(portraits, key):
    assert LEDES[key] in portraits[key].texts


def test_without_a_town_the_first_in_the_order_of_codes_is_shown(district):
    assert town.chosen(district.areas, None) == town.chosen(district.areas.iloc[::-1], "atlantis") == HAIMEN
    assert town.chosen(district.areas, CHANGLE) == CHANGLE


def test_the_second_town_is_never_the_first(district):
    alike = pd.DataFrame(
        {"similar_code": ["b"]}, index=pd.MultiIndex.from_tuples([("a", 1)], names=["area_code", "place"])
    )
    assert town.second(alike, district.areas, "a", "a") == town.second(alike, district.areas, "a", None) == "b"
    assert town.second(alike, district.areas, "a", "c") == "c" and town.second(alike, district.areas, "z", None) is None
    assert CHANGLE not in town.options(SAY["zh"], district, CHANGLE)["other"]


def test_better_stands_to_the_right_of_worse_in_every_town(portraits):
    for (code, _), shown in portraits.items():
        rows = shown.exhibits["town_standing"].rows
        ends = placed(rows)
        assert ends.stack().dropna().between(0, 1).all()
        ahead = ends["value"] - ends["district"]
        assert (ahead[rows["side"] == "better"] > 0).all() and (ahead[rows["side"] == "worse"] < 0).all(), code


def test_a_town_is_called_alike_where_its_interval_holds_the_district(portraits):
    rows = pd.concat([shown.exhibits["town_standing"].rows for shown in portraits.values()])
    within = (rows["low"] <= rows["district"]) & (rows["district"] <= rows["high"])
    assert within.any() and (rows.loc[within, "side"] == "same").all()
    assert (rows["low"].isna() | (rows["low"] <= rows["value"] + 1e-9)).all() and (
        rows["high"].isna() | (rows["value"] <= rows["high"] + 1e-9)
    ).all()


def test_a_mark_has_a_shape_and_a_colour_of_its_meaning(portraits):
    spec = portraits[CHANGLE, "zh"].exhibits["town_standing"].vector
    point = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "point")["encoding"]
    assert point["shape"]["scale"]["domain"] == point["color"]["scale"]["domain"]
    assert len(set(point["shape"]["scale"]["range"])) == len(point["shape"]["scale"]["range"])


def test_the_parts_of_a_gap_add_up_to_the_index(portraits):
    for shown in portraits.values():
        gap = shown.exhibits["town_gap"].rows["points"].sum()
        rows = shown.exhibits["town_standing"].rows.set_index("measure")
        assert gap == pytest.approx(rows.at["gap", "value"])


def test_levels_count_the_bases_listed(portraits):
    for (code, language), shown in portraits.items():
        listed = shown.exhibits.get("town_bases")
        recorded = shown.exhibits["town_levels"].rows["recorded"].sum()
        inside = 2 if code == CHANGLE else 0  # of the bases on the ground of 张謇故里景区, which counts once
        assert recorded == (0 if listed is None else len(listed.rows) - inside), code
        assert (language, recorded) != ("zh", 0) or "没有已录入的阵地" in shown.exhibits["town_levels"].sentence


def test_bases_on_one_ground_are_listed_one_by_one_and_counted_once(portraits):
    listed = portraits[CHANGLE, "zh"].exhibits["town_bases"]
    assert listed.title == "常乐镇的阵地"
    assert listed.sentence == "列出6处，计为4处：2处在另一处阵地之内，同一场地只计一处。"
    rows = listed.rows.set_index("base_id")
    assert rows.at["zhang-jian-memorial", "part_of_name"] == "张謇故里景区"
    assert rows.at["changle-practice-hall", "run_by_name"] == "镇街" and rows.at["yisheng-park", "run_by_name"] == ""
    assert portraits[HAIMEN, "zh"].exhibits["town_bases"].sentence == "共8处。"


def test_what_nobody_published_says_so(portraits):
    people = portraits[HAIMEN, "zh"].exhibits["town_people"]
    unknown = people.rows[people.rows["value"].isna()]
    assert (
        list(unknown["item"]) == ["villages", "communities"]
        and set(unknown["value_said"]) == {"未见公布"}
        and set(unknown["basis_name"]) == {""}
    )
    assert "未见公布的有：行政村、社区。" in people.sentence
    known = people.rows.dropna(subset=["value"])
    assert known["basis_name"].all()


def test_the_difference_is_the_first_less_the_second(portraits):
    for shown in portraits.values():
        rows = shown.exhibits["town_compare"].rows
        assert (rows["value"] - rows["other"] - rows["difference"]).abs().max() < 1e-12
        assert rows.set_index("measure").at["share", "verdict"] in ("能区分", "不能区分", "Yes", "No")


def test_nothing_is_told_apart_that_is_said_to_be_the_same(portraits):
    for (_, language), shown in portraits.items():
        rows = shown.exhibits["town_compare"].rows
        alike = rows[rows["difference_said"] == SAY[language]("town.alike")]
        assert not set(alike["verdict"]) & {SAY[language]("town.verdict_apart")}


def test_what_tells_a_second_town_apart_stands_under_its_choice_once_it_is_made(stage):
    chosen = {"another": {"other": HAIMEN}, "none": {}, "itself": {"other": CHANGLE}}
    asked = {one: stage.play("town", "zh", area=CHANGLE, **more) for one, more in chosen.items()}
    said = asked["another"].exhibits["town_beside"].sentence.removesuffix(SAY["zh"]("town.beside_reading"))
    assert said and any(one.endswith(said) and "海门街道" in one for one in asked["another"].texts)
    for none in ("none", "itself"):
        said = asked[none].exhibits["town_beside"].sentence.removesuffix(SAY["zh"]("town.beside_reading"))
        assert said and not any(one.endswith(said) for one in asked[none].texts)


def test_distances_are_said_to_be_over_the_positions_possible(portraits):
    sentence = portraits[HAIMEN, "zh"].exhibits["town_levels"].sentence
    assert "为各种可能位置的平均" in sentence and "只知所在镇街" in sentence and "驻地" not in sentence


@pytest.mark.parametrize(
    ("measure", "difference", "said"),
    [
        ("share", 0.0249, "高2.5个百分点"),
        ("share", -0.0249, "低2.5个百分点"),
        ("share", 0.0001, "相同"),
        ("mean_km", -4.41, "近4.4千米"),
        ("bases", 3, "多3"),
        ("bases_per_10k", -0.394, "少0.39"),
        ("gap", float("nan"), "—"),
    ],
)
def test_a_difference_is_read(measure, difference, said):
    assert difference_said(SAY["zh"], measure, difference) == said


def test_the_plan_names_the_towns_in_as_many_measures_as_its_duties_say(portraits, district):
    named = district.duties[district.duties["unit_id"] == "towns"]["measure_id"].nunique()
    shown = portraits[CHANGLE, "zh"].exhibits
    assert shown["town_plan"].rows["n"].sum() == len(shown["town_duties"].rows) == named == 34
    assert (
        "规划共38项任务，其中34项列有“各区镇”" in shown["town_plan"].sentence
        and "没有分到单个镇街" in shown["town_plan"].sentence
    )


def test_a_plan_that_names_no_towns_has_no_such_table(district):
    without = replace(district, duties=district.duties[district.duties["unit_id"] != "towns"])
    assert town.articles(SAY["zh"], without, CHANGLE) is None and town.duties(SAY["zh"], without) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_range_that_may_be_anything_is_told_in_words(stage, language):
    found = stage.play("town", language, area=YUDONG).exhibits
    said = found["town_standing"].rows.set_index("measure")["interval_said"]
    assert said["coverage_ebike"] == said["completeness"] == SAY[language]("positions.anything")
    assert said["share"] != said["completeness"] and "5" in found["town_gap"].sentence
    assert ("缺口可能在" if language == "zh" else "the gap may be") in found["town_gap"].sentence


def test_of_a_district_too_large_for_positions_no_sentence_says_that_bases_stand_anywhere(district, monkeypatch):
    monkeypatch.setattr(measures.land, "LARGEST_KM2", 1.0)
    with nothing_remembered():
        said = [
            exhibit.sentence
            for page in ("town", "gaps")
            for exhibit in Stage(district).play(page, "zh", area=CHANGLE).exhibits.values()
        ]
        gaps = Stage(district).play("gaps", "zh")
        (weights,) = (one for one in flat(gaps.blocks) if isinstance(one, Weights))
        assert weights.demands() == ("places", "grid")
    assert sum("按地图上标出的位置计算" in one for one in said) == 3
    assert not any(wrong in one for one in said for wrong in ("任何一处", "可能的位置", "没有通道"))
