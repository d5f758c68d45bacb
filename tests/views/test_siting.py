"""Siting as it is shown: what it says of the shipped district, and what holds for whatever is asked."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from altair.vegalite.v6.schema.core import Root

from outreach import measures, selection, views
from outreach.screen import cached
from outreach.views import points, sizes
from outreach.views.exhibit import formatted, sized
from tests.conftest import SAY

ZH = SAY["zh"]
SITE = "121.4321,31.9512"
ASKED = {
    "usual": {},
    "mean": {"model": "pmedian", "new": "3", "way": "drive"},
    "worst": {"model": "pcentre", "new": "3", "among": "grid", "site": SITE},
    "gaps": {
        "factor": "gap",
        "demand": "grid",
        "new": "1",
        "way": "walk",
        "kept": ("mclp-ebike-2-people-places-places", "pcentre-drive-1-gap-places-places"),
    },
    "today": {"new": "0", "site": "121.2000,31.7700"},
}

SCENES = [("usual", "zh"), ("usual", "en"), ("mean", "en"), ("worst", "zh"), ("gaps", "zh"), ("today", "zh")]


@pytest.fixture(scope="module")
def played(district):
    """The questions played, by name and language."""
    from tests.conftest import Stage

    stage = Stage(district)
    return {(name, language): stage.play("siting", language, **ASKED[name]) for name, language in SCENES}


@pytest.fixture(params=SCENES, ids="-".join)
def scene(request, played):
    return played[request.param]


@pytest.fixture(scope="module")
def case(district):
    home = district.home
    located = measures.reach.located.located(district.bases, district.places, district.areas)
    gap = pd.DataFrame({"gap": 50.0}, index=measures.areas.towns(district.areas).index)
    return measures.scenarios.case(
        district.areas, district.places, located, district.geometry, gap, home.travel, home.code
    )


def test_the_sentence_a_presenter_reads_out(played):
    assert played["usual", "zh"].texts[1] == (
        "在滨江街道驻地、临江镇驻地再建2处阵地，电动车5公里内有阵地的人口可从58%升到65%，新增7.7万人。"
        "按各种可能位置的平均结果，已证明为最优方案。现有阵地可能的位置中，18%的情形下这一方案最好。多数情形下另有更好的选址，定点前应先核实阵地位置。"
    )
    assert played["usual", "en"].texts[1] == (
        "With 2 more (the seat of Binjiang Subdistrict, the seat of Linjiang Town), the people with a base within reach (5 km by e-bike) "
        "rise from 58% to 65%: 76.8 thousand people more. On average over the positions possible this is proven to be the best choice. "
        "It is the best choice in 18% of the positions that the bases may have. In most of them another choice is better: "
        "check the bases' positions before a site is settled."
    )
    assert (
        played["today", "zh"].texts[1] == "今天，电动车5公里内有阵地的人口占58%，到最近阵地平均5.3公里，最远24.0公里。"
    )


def test_it_says_what_bases_known_to_their_town_mean_for_the_result(played):
    said = played["usual", "zh"].exhibits["siting_map"].sentence
    assert "有23处只知所在镇街" in said and "预期为58%，可能范围53%～63%" in said


def test_every_exhibit_is_whole_and_of_one_language(scene):
    for one in scene.exhibits.values():
        assert len(one.rows) and one.title and one.sentence and one.credits.date and one.credits.basis, one.name
        assert {column.name for column in one.columns} <= set(one.rows.columns), one.name
        assert not re.search(r"[a-z)]\.[A-Z]|。。|，。|\.\.|  |\{|\}|None|\bnan\b", one.title + one.sentence), one.name


def test_english_has_no_chinese_in_it(played):
    for (_, language), scene in played.items():
        if language == "en":
            shown = [
                *scene.texts,
                *(str(cell) for one in scene.exhibits.values() for cell in one.table().to_numpy().ravel()),
            ]
            assert not [text for text in shown if re.search(r"[\u4e00-\u9fff]", text)]


def test_pictures_are_sound_vega_lite_and_plain_json(scene):
    for one in scene.exhibits.values():
        if one.vector is not None:
            spec = sized(one.vector, sizes.PRESENT, legend=one.deck is None)
            json.dumps(spec, allow_nan=False)
            few = [
                {**part, "data": {"values": part["data"]["values"][:1]}} if "values" in part.get("data", {}) else part
                for part in spec["layer"]
            ]
            Root.validate({**spec, "layer": few})


def test_both_pictures_draw_the_same_points_and_take_the_same_clicks(scene):
    one = scene.exhibits["siting_map"]
    live = {layer["id"]: layer["data"] for layer in json.loads(one.deck(sizes.BROWSE).to_json())["layers"]}
    still = {layer.get("name"): layer["data"]["values"] for layer in one.vector["layer"]}
    for name in {"cells", "demand", "sites", "trial"} & set(live):
        assert [(row["lon"], row["lat"]) for row in live[name]] == [(row["lon"], row["lat"]) for row in still[name]], (
            name
        )
        tips = [
            " · ".join(row[line] for line in sorted(row) if line.startswith("tip") and row[line]) for row in live[name]
        ]
        assert tips == [row["said"] for row in still[name]], name
    assert len(still["demand"]) == len(one.rows)
    assert set(one.picks) == {"bases", "cells", "demand", "sites", "trial"} & set(live)
    assert set(one.picks) == {parameter["name"] for parameter in one.vector["params"]} & set(one.picks)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_around_the_district_and_on_its_water_it_is_told_that_no_site_can_be_tried(played, language):
    one, say = played["usual", language].exhibits["siting_map"], SAY[language]
    live = {layer["id"]: layer for layer in json.loads(one.deck(sizes.BROWSE).to_json())["layers"]}
    for name, told in (("neighbours", "siting.tip_outside"), ("towns", "siting.tip_water")):
        assert live[name]["pickable"] and name not in one.picks
        assert {each["properties"]["tip_1"] for each in live[name]["data"]["features"]} == {say(told)}


def test_a_click_gives_a_place_the_address_takes(played, district):
    inside = selection.Positions(*map(float, district.geometry["district"].total_bounds))
    for scene in played.values():
        for name in scene.exhibits["siting_map"].picks:
            rows = next(
                layer["data"]["values"]
                for layer in scene.exhibits["siting_map"].vector["layer"]
                if layer.get("name") == name
            )
            assert all(row["site"] in inside for row in rows)


def test_every_sign_on_the_map_is_in_its_legend(scene):
    one = scene.exhibits["siting_map"]
    explained = {swatch.label for legend in one.legends for swatch in legend.swatches}
    drawn = {
        row["label"]
        for layer in one.vector["layer"]
        for row in layer["data"]["values"]
        if "label" in row and layer["mark"]["type"] != "text"
    }
    assert drawn <= explained


def test_reach_is_told_by_shape_and_by_colour(say):
    signs = views.siting.on_map._signs(say).values()
    assert (
        len({sign.shape for sign in signs})
        == len({sign.colour for sign in signs})
        == len({sign.label for sign in signs})
        == 3
    )


def test_more_people_are_never_drawn_smaller(played):
    for name in ("usual", "gaps"):
        rows = next(
            layer["data"]["values"]
            for layer in played[name, "zh"].exhibits["siting_map"].vector["layer"]
            if layer.get("name") == "demand"
        )
        areas = [row["area"] for row in rows]
        assert areas == sorted(areas, reverse=True)


def test_the_chosen_are_numbered_and_what_they_bring_adds_up(played):
    scene = played["usual", "zh"]
    rows = scene.exhibits["siting_chosen"].rows
    assert rows["number"].tolist() == [1, 2] and rows["people_gained"].sum() == pytest.approx(76778.5, rel=1e-4)
    compared = scene.exhibits["siting_compared"].rows.iloc[0]
    assert compared["people_gained"] == pytest.approx(rows["people_gained"].sum())
    stars = next(
        layer["data"]["values"]
        for layer in scene.exhibits["siting_map"].vector["layer"]
        if layer.get("name") == "sites"
    )
    assert [row["text"] for row in stars] == ["1", "2"]


def test_the_curve_holds_the_exact_and_the_greedy_answer_for_every_number(scene):
    rows = scene.exhibits["siting_curve"].rows.pivot(index="k", columns="kind", values="value")
    assert rows.index.tolist() == list(range(7)) and (rows["share"] >= rows["greedy_share"] - 1e-9).all()
    assert rows["share"].is_monotonic_increasing


def test_scenarios_stand_side_by_side(played):
    rows = played["gaps", "zh"].exhibits["siting_compared"].rows
    assert rows["scenario_id"].tolist() == ["mclp-walk-1-gap-grid-places", *ASKED["gaps"]["kept"]]
    assert rows["scenario_name"].tolist() == [
        "最大覆盖 · 步行1公里 · 新建1处 · 侧重缺口大的镇街 · 人口按1公里网格（当前）",
        "最大覆盖 · 电动车5公里 · 新建2处 · 人口集中在居民点",
        "最远最短 · 驾车15公里 · 新建1处 · 侧重缺口大的镇街 · 人口集中在居民点",
    ]


def test_a_site_by_hand_tells_every_town_and_the_district(played):
    rows = played["worst", "zh"].exhibits["siting_trial"].rows
    assert len(rows) == 13 and rows["area_name"].iloc[-1] == "全区"
    assert (rows["coverage_after"] >= rows["coverage_before"]).all() and (
        (rows["worst_km_after"] <= rows["worst_km_before"]) | rows["worst_km_before"].isna()
    ).all()
    assert rows["people_gained"].iloc[:-1].sum() == pytest.approx(rows["people_gained"].iloc[-1])


def test_a_site_in_the_water_is_refused_in_a_sentence(played):
    scene = played["today", "zh"]
    assert "东经121.2000°、北纬31.7700°在水面上或区外，不能建阵地，请另选一处。" in scene.texts
    assert "siting_trial" not in scene.exhibits


def test_an_answer_stopped_in_time_says_so_with_its_gap(case, district):
    outcome = measures.scenarios.solved(case, "mclp-ebike-2-people-places-places")
    stopped = replace(outcome, sites=replace(outcome.sites, status="time_limit", gap=0.027))
    assert views.siting.said.lede(ZH, district, stopped).endswith(
        "计算已到时限，这是已找到的最好方案，与最优的差距不超过2.7%。"
    )
    assert views.siting.answer.figures(ZH, district, stopped)[-1] == ("与最优的差距", "2.7%", "到时限为止的最好方案")
    far = replace(outcome, sites=replace(outcome.sites, status="time_limit", gap=1.3))
    assert views.siting.said.lede(ZH, district, far).endswith("与最优的差距未能算出。")
    rows = views.siting.answer.compared(ZH, district, case, stopped, ()).rows
    assert rows["status_name"].tolist() == ["到时限，最好方案"] and formatted(rows["gap"].iloc[0], "percent") == "2.7%"


def test_older_people_can_be_favoured_only_where_every_town_counted_them(case, district):
    assert "older" not in views.siting.said.options(ZH, district, case)["factor"] and views.siting.said.missing(
        ZH, case
    )
    towns = district.areas["kind"].isin(["subdistrict", "town"])
    counted = district.areas.assign(age_60_plus=district.areas["age_60_plus"].mask(towns, 100))
    for areas in (district.areas, counted):
        assert cached.factors(areas) == measures.scenarios.factors(areas)
    assert measures.scenarios.factors(counted) == ("gap", "older")
    assert views.siting.said.missing(ZH, replace(case, factors={"older": None})) == ""


def test_a_district_too_large_for_positions_says_where_its_bases_and_people_are_taken_to_be(case, district):
    said = views.siting.said
    assert (case.spread, case.lives("land"), case.lives("grid")) == (False, "places", "grid")
    today = pd.Series({"value": 0.6, "low": 0.3, "high": 0.9})
    for told in (said.method(ZH, district, case), said.uncertainty(ZH, district, case, today, "ebike")):
        assert "地图上标出的位置" in told and "任何一处" not in told
    assert "land" not in said.options(ZH, district, case)["demand"]


def test_of_the_answers_to_one_question_each_is_best_at_its_own(case):
    found = {
        model: measures.scenarios.solved(case, f"{model}-ebike-2-people-places-grid").figures
        for model in selection.MODELS
    }
    assert max(found, key=lambda model: found[model]["coverage"]) == "mclp"
    assert min(found, key=lambda model: found[model]["mean_km"]) == "pmedian"
    assert min(found, key=lambda model: found[model]["worst_km"]) == "pcentre"


@pytest.mark.parametrize(("model", "new"), [("mclp", "2"), ("pmedian", "2"), ("pcentre", "0")])
def test_a_district_without_any_base_is_shown(stage, district, model, new):
    bare = replace(district, bases=district.bases.iloc[:0])
    scene = stage.play("siting", "zh", bare, model=model, new=new, site=SITE)
    assert not any("nan" in text for text in scene.texts)


def test_where_nobody_was_counted_there_is_a_sentence(stage, district):
    nobody = replace(
        district,
        areas=district.areas.assign(
            population=district.areas["population"].mask(district.areas["kind"].isin(["subdistrict", "town"]))
        ),
    )
    scene = stage.play("siting", "zh", nobody)
    assert scene.texts[1] == "缺少人口或阵地数据，无法推演。" and "siting_map" not in scene.exhibits


def test_a_name_from_a_table_is_never_markup_in_a_sign(district, case):
    outcome = measures.scenarios.solved(case, "mclp-ebike-3-people-places-places")
    named = replace(district, places=district.places.assign(name_zh="<script>"))
    drawn = views.siting.on_map._stars(ZH, named, outcome)
    assert "<script" not in "".join(points.picture(drawn.signs["site"], text) for text in drawn.rows["text"])


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (0, "0人", "0 people"),
        (430, "400人", "400 people"),
        (9_960, "10,000人", "10,000 people"),
        (116_562, "11.7万人", "116.6 thousand people"),
    ],
)
def test_people_are_told_as_one_says_it(number, zh, en):
    assert (views.siting.said.people(ZH, number), views.siting.said.people(SAY["en"], number)) == (zh, en)
