import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import expit, logit

from outreach.measures import literacy
from outreach.measures.literacy.surveyed import Method
from tests.measures.conftest import four_towns
from tests.towns import HAIMEN

shares = st.floats(0.02, 0.6)
urban = st.lists(st.floats(0, 1), min_size=2, max_size=6)


def one(value):
    return pd.Series([value])


def district(urban_shares, people=None):
    codes = [f"t{i}" for i in range(len(urban_shares))]
    return pd.DataFrame(
        {
            "area_code": codes,
            "parent_code": "d",
            "kind": "town",
            "population": people or [1000 * (i + 1) for i in range(len(codes))],
            "urban_share": urban_shares,
        }
    )


def asked(n, share, code="a"):
    return pd.DataFrame(
        {"area_code": [code], "wave": [2024], "group": ["all"], "n": [n], "share": [share], "design_effect": [1.5]}
    )


def survey_of(said, n=300, effect=1.5, wave=2026, df=20):
    rows = [(code, wave, "all", n, share, effect, df) for code, share in said.items()]
    return pd.DataFrame(rows, columns=["area_code", "wave", "group", "n", "share", "design_effect", "df"]).assign(
        basis="survey", source_id="s"
    )


def weighted_mean(areas, share):
    people = areas.set_index("area_code")["population"].reindex(share.index)
    return (people * share).sum() / people.sum()


def test_the_newest_wave_of_each_town_counts(grid):
    found = literacy.answers.direct(grid.survey)
    assert list(found.index) == ["a", "b"]
    assert found.loc["a", ["wave", "n", "share"]].tolist() == [2024, 400, 0.25]
    assert found["design_effect_assumed"].tolist() == [False, True]
    assert (found["basis"] == "survey").all()


def test_twenty_answers_keep_their_row_but_show_nothing(grid):
    row = literacy.answers.direct(grid.survey).loc["b"]
    assert (row["reliability"], row["reason"]) == ("F", "few_answers") and row["n"] == 20
    assert row[["share", "standard_error", "low", "high"]].isna().all()


def test_a_wave_too_old_does_not_enter(grid):
    survey = pd.concat([survey_of({"a": 0.2}, wave=2026), survey_of({"b": 0.2}, wave=2024)])
    assert list(literacy.answers.direct(survey, wave_years=0).index) == ["a"]
    assert list(literacy.answers.direct(survey, wave_years=2).index) == ["a", "b"]


def test_an_effect_that_is_not_stated_is_the_mean_of_those_that_are_and_never_below_one():
    survey = survey_of({"a": 0.2, "b": 0.2, "c": 0.2}).assign(design_effect=[3.0, None, 0.1], n=[300, 100, 100])
    found = literacy.answers.direct(survey)
    assert found["design_effect"].tolist() == pytest.approx([3.0, (3 * 300 + 0.1 * 100) / 400, 1.0])
    assert found["design_effect_assumed"].tolist() == [False, True, False]


def test_two_rows_for_one_wave_are_refused(grid):
    with pytest.raises(ValueError, match="survey: two rows for one wave: a"):
        literacy.answers.direct(pd.concat([grid.survey, grid.survey.iloc[[1]]]))


def test_an_empty_survey_is_an_empty_table(grid):
    assert literacy.answers.direct(grid.survey.iloc[:0]).empty


def test_group_rates_come_from_the_newest_year_that_has_both(grid):
    rates = literacy.makeup.group_rates(grid.groups)
    assert rates["year"].unique().tolist() == [2023]
    # 3,000 answers split in two: √(0.2 · 0.8 · 1.5 / 1500)
    assert rates.loc["urban", "standard_error"] == pytest.approx(0.012649, abs=1e-6)


def test_group_rates_without_answers_have_no_sampling_error(grid):
    assert (literacy.makeup.group_rates(grid.groups.assign(survey_n=None))["standard_error"] == 0).all()


def test_a_small_national_survey_widens_what_we_say_of_towns(grid):
    width = {
        n: (lambda t: t["high"] - t["low"])(
            literacy.modelled.modelled(grid.areas, grid.groups.assign(survey_n=n), 0.165, between_town_sd=0).table
        )
        for n in (None, 3000, 300)
    }
    assert (width[None] < 1e-12).all()
    assert (width[3000] > 0).all() and (width[300] > width[3000]).all()


def test_a_make_up_we_do_not_know_is_refused(grid):
    with pytest.raises(ValueError, match="expected a dimension among residence, age, education, found sex"):
        literacy.makeup.group_rates(grid.groups, "sex")


def test_synthetic_by_hand(grid):
    # raw 0.20, 0.15, 0.15, 0.10; weights 0.4, 0.3, 0.2, 0.1; their own mean is 0.165, so nothing moves
    found = literacy.modelled.synthetic(grid.areas, grid.groups, 0.165)
    assert found.to_dict() == pytest.approx({"a": 0.20, "b": 0.15, "c": 0.15, "e": 0.10}, abs=1e-12)


def test_synthetic_agrees_with_brentq(grid):
    raw, weights = np.array([0.20, 0.15, 0.15, 0.10]), np.array([0.4, 0.3, 0.2, 0.1])
    shift = brentq(lambda x: weights @ expit(logit(raw) + x) - 0.3, -5, 5, xtol=1e-14)
    assert literacy.modelled.synthetic(grid.areas, grid.groups, 0.3).to_numpy() == pytest.approx(
        expit(logit(raw) + shift), abs=1e-12
    )


@settings(max_examples=40, deadline=None)
@given(urban, st.floats(0.01, 0.99))
def test_the_towns_add_up_to_the_official_figure(urban_shares, official):
    areas = district(urban_shares)
    found = literacy.modelled.synthetic(areas, four_towns().groups, official)
    assert weighted_mean(areas, found) == pytest.approx(official, abs=1e-12)
    assert found.between(0, 1).all()


def test_every_draw_adds_up_to_the_official_figure(grid):
    draws = literacy.modelled.modelled(grid.areas, grid.groups, 0.14, between_town_sd=0.01).draws
    assert (draws.mul([0.4, 0.3, 0.2, 0.1], axis=0).sum() - 0.14).abs().max() < 1e-12


def test_a_town_without_make_up_or_people_is_missing_and_keeps_its_row(grid):
    areas = grid.areas.assign(urban_share=[0.5, 1.0, None, 0.5, 0.0], population=[10_000, 4000, 3000, None, 1000])
    found = literacy.modelled.modelled(areas, grid.groups, 0.14, between_town_sd=0.01)
    assert found.table["share"].isna().to_dict() == {"a": False, "b": True, "c": True, "e": False}
    assert found.draws.isna().all(axis=1).to_dict() == {"a": False, "b": True, "c": True, "e": False}
    assert weighted_mean(areas[areas["area_code"].isin(["a", "e"])], found.table["share"][["a", "e"]]) == pytest.approx(
        0.14
    )


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_without_an_official_figure_nothing_is_estimated(grid, unknown):
    found = literacy.modelled.modelled(grid.areas, grid.groups, unknown)
    assert found.table["share"].isna().all() and len(found.table) == 4 and found.table["reliability"].isna().all()


@pytest.mark.parametrize("wrong", [0, 1, 14])
def test_an_official_share_that_is_none_is_refused(grid, wrong):
    with pytest.raises(ValueError, match=f"expected a share between 0 and 1, found {wrong}"):
        literacy.modelled.synthetic(grid.areas, grid.groups, wrong)


@settings(max_examples=15, deadline=None)
@given(urban, shares, st.floats(0, 0.2))
def test_modelled_shares_stay_shares_inside_their_interval(urban_shares, official, sd):
    found = literacy.modelled.modelled(
        district(urban_shares), four_towns().groups, official, between_town_sd=sd, draws=2000
    )
    shown = found.table.dropna(subset=["share"])
    assert ((shown["low"] <= shown["share"]) & (shown["share"] <= shown["high"])).all()
    assert found.draws.stack().dropna().between(0, 1).all()
    assert set(found.table["reliability"]) <= {"M", "F"}
    assert found.table.loc[found.table["reliability"] == "F", "share"].isna().all()


def test_more_difference_between_towns_widens_every_interval(grid):
    width = {
        sd: (lambda t: t["high"] - t["low"])(
            literacy.modelled.modelled(grid.areas, grid.groups, 0.2, between_town_sd=sd).table
        )
        for sd in (0.01, 0.03)
    }
    assert (width[0.03] > width[0.01]).all()


def surveyed(grid, said, **more):
    how = {key: more.pop(key) for key in ("wave_years", "prior_sd", "draws") if key in more}
    return literacy.surveyed.surveyed(grid.areas, grid.groups, survey_of(said, **more), Method(**how))


EVEN = {"a": 0.25, "b": 0.20, "c": 0.20, "e": 0.14}


def test_the_level_is_the_surveys_and_not_an_old_official_figure(grid):
    said = {code: 0.11 + share for code, share in EVEN.items()}
    found = surveyed(grid, said, n=400)
    assert weighted_mean(grid.areas, found.table["share"]) == pytest.approx(
        weighted_mean(grid.areas, pd.Series(said)), abs=1e-9
    )
    assert (found.level, found.year, found.waves) == ("survey", 2026, (2026,))


def test_a_town_nobody_asked_is_what_level_and_make_up_make_it(grid):
    found = surveyed(grid, {code: EVEN[code] for code in ("a", "b", "e")}, n=2000).table
    assert found.loc["c", "gamma"] == 0 and found.loc["c", "basis"] == "modelled"
    assert found.loc["c", "reliability"] in ("M", "F") and np.isnan(found.loc["c", "n"])
    assert found.loc["c", "share"] == pytest.approx(0.20, abs=0.02)  # b is made up alike and said 20 %
    assert found.loc["c", "high"] - found.loc["c", "low"] > found.loc["b", "high"] - found.loc["b", "low"]


def test_the_more_are_asked_the_more_their_own_answer_counts(grid):
    gammas = [surveyed(grid, EVEN, n=n).table.loc["a", "gamma"] for n in (50, 200, 800, 10**8)]
    assert gammas == sorted(gammas) and gammas[-1] > 0.999


def test_a_town_that_asked_everybody_keeps_its_own_answer(grid):
    found = surveyed(grid, EVEN, n=10**8).table
    assert found["share"].tolist() == pytest.approx(list(EVEN.values()), abs=1e-3)
    assert found["basis"].eq("survey").all() and found["reliability"].eq("A").all()


def test_a_town_mostly_asked_is_called_a_survey_and_graded_as_one(grid):
    said = {"a": 0.40, "b": 0.15, "c": 0.30, "e": 0.05}
    few, many = surveyed(grid, said, n=3000, df=3).table, surveyed(grid, said, n=3000, df=20).table
    assert few["basis"].eq("survey").all() and few["reliability"].tolist() == ["E", "E", "E", "E"]
    assert many.loc[["a", "b", "c"], "reliability"].tolist() == ["A", "A", "A"]


def test_what_rests_on_nobodys_answers_is_never_graded(grid):
    found = literacy.modelled.modelled(grid.areas, grid.groups, 0.2, year=2020, between_town_sd=0.001).table
    assert found["reliability"].eq("M").all() and found["year"].eq(2020).all() and found["n"].isna().all()


def test_answers_that_all_say_no_are_not_certain(grid):
    found = surveyed(grid, {**EVEN, "e": 0.0}, n=60).table
    assert 0 < found.loc["e", "gamma"] < 0.9 and found.loc["e", "cv"] > 0.2


def test_answers_of_one_village_do_not_enter(grid):
    survey = survey_of(EVEN).assign(df=[20, 20, 20, 0])
    found = literacy.surveyed.surveyed(grid.areas, grid.groups, survey).table
    assert found.loc["e", "gamma"] == 0 and found.loc["e", "direct_reason"] == "few_clusters"
    assert np.isnan(found.loc["e", "direct_share"]) and found.loc["e", "n"] == 300


def test_an_answer_too_thin_to_show_still_lends_its_weight(grid):
    survey = survey_of(EVEN).assign(n=[300, 300, 300, 20])
    found = literacy.surveyed.surveyed(grid.areas, grid.groups, survey).table.loc["e"]
    assert np.isnan(found["direct_share"]) and found["gamma"] > 0 and found["basis"] == "modelled"


def test_an_older_wave_is_left_out_and_named_unless_the_setting_lets_it_in(grid):
    survey = pd.concat([survey_of({code: EVEN[code] for code in "abc"}), survey_of({"e": 0.14}, wave=2024)])
    alone = literacy.surveyed.surveyed(grid.areas, grid.groups, survey)
    assert alone.left_out == ("e",) and alone.waves == (2026,) and alone.table.loc["e", "gamma"] == 0
    mixed = literacy.surveyed.surveyed(grid.areas, grid.groups, survey, Method(wave_years=2))
    assert mixed.left_out == () and mixed.waves == (2024, 2026) and mixed.table.loc["e", "gamma"] > 0


SETTINGS = {"between_town_sd": 0.01, "design_effect": 1.5}


def stated(share=0.14, year=2020):
    return literacy.stated.Official("d", year, share, np.nan, np.nan, np.nan, "official", "s")


def test_three_towns_asked_set_the_level_and_two_stand_for_themselves(grid):
    three = literacy.towns.of_towns(grid.areas, grid.groups, stated(), survey_of({c: EVEN[c] for c in "abc"}), SETTINGS)
    assert three.level == "survey" and three.table["year"].eq(2026).all()
    two = literacy.towns.of_towns(grid.areas, grid.groups, stated(), survey_of({c: EVEN[c] for c in "ab"}), SETTINGS)
    assert two.level == "official" and two.table["year"].tolist() == [2026, 2026, 2020, 2020]
    assert two.table["basis"].tolist() == ["survey", "survey", "modelled", "modelled"]
    assert two.table.loc["a", ["share", "gamma"]].tolist() == [0.25, 1.0]
    assert literacy.ranks.ranks_of(two)["rank"].isna().tolist() == [True, True, False, False]


def test_without_a_survey_the_official_figure_is_shared_out_for_its_own_year(grid):
    found = literacy.towns.of_towns(grid.areas, grid.groups, stated(), survey_of({}), SETTINGS)
    assert (found.level, found.year, found.whole) == ("official", 2020, 0.14)
    assert weighted_mean(grid.areas, found.table["share"]) == pytest.approx(0.14, abs=1e-12)


def test_literacy_that_cannot_be_told_from_the_district_is_no_reason():
    table = pd.DataFrame({"low": [0.05, 0.10, 0.2, np.nan], "high": [0.12, 0.15, 0.3, np.nan]}, index=list("abcd"))
    assert literacy.estimates.sides(table, 0.14).eq("below").tolist() == [True, False, False, False]
    assert not literacy.estimates.sides(table, None).eq("below").any()


def test_age_joins_the_make_up_where_every_town_has_it_and_the_model_says_so(grid):
    ages = [("18-29", 0.3), ("30-39", 0.2), ("40-49", 0.14), ("50-59", 0.08), ("60-69", 0.04)]
    rows = [("100000", 2023, "age", group, share, 3000) for group, share in ages]
    groups = pd.concat([grid.groups, pd.DataFrame(rows, columns=grid.groups.columns)])
    areas = grid.areas.assign(age_15_59=[6000, 3000, 1500, 1500, 0], age_60_plus=[4000, 1000, 1500, 500, 1000])
    found = literacy.modelled.modelled(areas, groups, 0.165)
    assert found.margins == ("residence", "age")
    # b and c are alike in residence; b has half its people of 15 to 59, c three quarters
    assert found.table.loc["c", "share"] > found.table.loc["b", "share"]
    one_missing = areas.assign(age_60_plus=[4000, 1000, None, 500, 1000])
    assert literacy.modelled.modelled(one_missing, groups, 0.165).margins == ("residence",)
    assert literacy.modelled.modelled(areas, grid.groups, 0.165).margins == ("residence",)


def test_margins_are_averaged_on_the_log_odds_by_hand(grid):
    rows = [
        ("100000", 2023, "age", g, s, 3000)
        for g, s in zip(("18-29", "30-39", "40-49", "50-59", "60-69"), (0.2, 0.2, 0.2, 0.2, 0.1))
    ]
    groups = pd.concat([grid.groups, pd.DataFrame(rows, columns=grid.groups.columns)])
    areas = grid.areas.assign(age_15_59=[1] * 5, age_60_plus=[0, 0, 1, 0, 0])
    made = literacy.modelled.synthetic(areas, groups, 0.165)
    # before the fit: a 0.20 and 0.20; b 0.15 and 0.15; c 0.15 and 0.20; their log-odds' means differ by these
    odds = logit(made)
    assert odds["a"] - odds["c"] == pytest.approx(logit(0.2) - (logit(0.15) + logit(0.2)) / 2)
    assert odds["b"] - odds["c"] == pytest.approx(logit(0.15) - (logit(0.15) + logit(0.2)) / 2)


def test_the_districts_own_share_is_put_together_from_the_towns_by_hand(grid):
    own = literacy.answers.own_share(survey_of(EVEN, n=200, effect=1.0, df=10), grid.areas, "d")
    share = 0.4 * 0.25 + 0.3 * 0.2 + 0.2 * 0.2 + 0.1 * 0.14
    variance = sum(w**2 * p * (1 - p) / 200 for w, p in zip((0.4, 0.3, 0.2, 0.1), (0.25, 0.2, 0.2, 0.14)))
    assert own.share == pytest.approx(share) and own.df == 40 and own.n == 800 and not own.stated
    assert own.standard_error == pytest.approx(max(np.sqrt(variance), np.sqrt(share * (1 - share) / 800)))
    assert own.reliability == "A" and own.people == 1


def test_towns_are_held_against_the_share_the_survey_states_of_the_district(grid):
    survey = survey_of({**{code: EVEN[code] for code in "abe"}, "d": 0.22})
    own = literacy.answers.own_share(survey, grid.areas, "d")
    found = literacy.towns.of_towns(grid.areas, grid.groups, stated(), survey, SETTINGS, own)
    held = literacy.stated.beside(stated(), own, found, "d")
    assert found.whole == held.share == 0.22 and held.basis == "survey" and held.low < 0.22 < held.high
    low, high = found.table["low"], found.table["high"]
    assert (found.table["side"] == np.select([high < 0.22, low > 0.22], ["below", "above"], "same")).all()


def test_where_the_survey_gives_the_district_no_share_that_may_be_published_the_towns_add_up_to_one(grid):
    survey = survey_of({code: EVEN[code] for code in "abe"})
    for own in (None, literacy.answers.own_share(survey_of({"d": 0.22}, n=20), grid.areas, "d")):
        found = literacy.towns.of_towns(grid.areas, grid.groups, stated(), survey, SETTINGS, own)
        held = literacy.stated.beside(stated(), own, found, "d")
        assert held.share == found.whole == pytest.approx(weighted_mean(grid.areas, found.table["share"]))
        assert held.basis == "modelled" and np.isnan(held.low)


def test_the_districts_own_share_is_the_surveys_where_it_states_one(grid):
    own = literacy.answers.own_share(survey_of({**EVEN, "d": 0.22}), grid.areas, "d")
    assert own.share == 0.22 and own.stated and own.towns == 4


def test_half_the_towns_make_no_district(grid):
    assert literacy.answers.own_share(survey_of({"b": 0.2, "c": 0.2}), grid.areas, "d") is None
    assert literacy.answers.own_share(survey_of({}), grid.areas, "d") is None


def test_row_order_is_nothing_to_the_estimates(grid):
    asked_ = survey_of(EVEN)
    for usual, turned in (
        (
            literacy.modelled.modelled(grid.areas, grid.groups, 0.14),
            literacy.modelled.modelled(grid.areas[::-1], grid.groups[::-1], 0.14),
        ),
        (
            literacy.surveyed.surveyed(grid.areas, grid.groups, asked_),
            literacy.surveyed.surveyed(grid.areas[::-1], grid.groups[::-1], asked_[::-1]),
        ),
    ):
        pd.testing.assert_frame_equal(usual.table, turned.table)
        pd.testing.assert_frame_equal(usual.draws, turned.draws)


def test_fewer_than_two_thousand_draws_are_refused(grid):
    with pytest.raises(ValueError, match="expected at least 2000 draws, found 100"):
        literacy.modelled.modelled(grid.areas, grid.groups, 0.14, draws=100)
    with pytest.raises(ValueError, match="expected at least 2000 draws, found 3"):
        literacy.ranks.ranks(pd.DataFrame(np.eye(3)))


def test_towns_that_never_change_places_are_ranked_for_certain():
    draws = pd.DataFrame(np.tile([[0.3], [0.2], [0.1]], 2000), index=["x", "y", "z"])
    found = literacy.ranks.ranks(draws)
    assert found[["rank", "rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 2], [3, 3, 3]]
    assert found["rankable"].tolist() == [True, False, True]


def test_equal_figures_have_the_same_rank():
    draws = pd.DataFrame(np.random.default_rng(1).uniform(size=(3, 2000)), index=list("xyz"))
    assert literacy.ranks.ranks(draws, pd.Series({"x": 0.1, "y": 0.2, "z": 0.2}))["rank"].tolist() == [3, 1, 1]


@pytest.mark.parametrize("towns", [12, 80])
def test_every_true_rank_lies_in_its_range_for_all_towns_at_once(towns):
    random = np.random.default_rng(7)
    true = np.linspace(0.30, 0.10, towns)
    held = 0
    for _ in range(40):
        said = true + 0.02 * random.standard_normal(towns)
        draws = pd.DataFrame(said[:, None] + 0.02 * random.standard_normal((towns, 2000)))
        found = literacy.ranks.ranks(draws)
        places = np.arange(1, towns + 1)
        held += bool(((found["rank_low"] <= places) & (places <= found["rank_high"])).all())
    assert held >= 36


def test_joint_ranges_are_never_narrower_than_each_by_itself():
    random = np.random.default_rng(3)
    draws = pd.DataFrame(np.linspace(0.2, 0.1, 12)[:, None] + 0.015 * random.standard_normal((12, 4000)))
    places = draws.rank(ascending=False)
    alone = places.quantile([0.025, 0.975], axis=1).T
    found = literacy.ranks.ranks(draws)
    assert (found["rank_low"] <= alone[0.025]).all() and (found["rank_high"] >= alone[0.975]).all()


def test_a_missing_town_has_no_rank_and_moves_nobody():
    draws = pd.DataFrame(np.random.default_rng(1).uniform(size=(3, 2000)), index=list("xyz"))
    more = pd.concat([draws, pd.DataFrame(np.nan, index=["w"], columns=draws.columns)])
    found = literacy.ranks.ranks(more)
    assert found.loc["w", ["rank", "rank_low", "rank_high"]].isna().all() and not found.loc["w", "rankable"]
    pd.testing.assert_frame_equal(found.loc[["x", "y", "z"]], literacy.ranks.ranks(draws))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.integers(0, 1000))
def test_ranks_are_a_permutation_where_no_two_are_equal(towns, seed):
    found = literacy.ranks.ranks(pd.DataFrame(np.random.default_rng(seed).normal(size=(towns, 2000))))
    assert sorted(found["rank"]) == list(range(1, towns + 1))
    assert (found["rank_low"] <= found["rank_high"]).all() and found[["rank_low", "rank_high"]].stack().between(
        1, towns
    ).all()


def test_the_newest_official_figure_is_never_one_of_ours():
    table = pd.DataFrame(
        [
            ("d", 2015, "all", 0.08, "official"),
            ("d", 2020, "all", 0.14, "reported"),
            ("d", 2023, "all", 0.17, "estimated"),
            ("d", 2022, "women", 0.1, "official"),
            ("x", 2024, "all", 0.2, "official"),
        ],
        columns=["area_code", "year", "group", "share", "basis"],
    ).assign(low=None, high=None, n=None, source_id="s")
    found = literacy.stated.official(table, "d")
    assert (found.year, found.share, found.basis) == (2020, 0.14, "reported") and np.isnan(found.n)
    assert literacy.stated.official(table, "nowhere") is None


def test_the_path_from_fourteen_to_twenty_rises_by_one_point_two_a_year():
    assert literacy.path.path(0.14, 2020, 0.20, 2025, 2022) == pytest.approx(0.164)
    assert literacy.path.path(0.14, 2020, 0.20, 2025, 2030) == pytest.approx(0.20)
    assert np.isnan(literacy.path.path(0.14, 2020, 0.20, 2025, 2019))
    with pytest.raises(ValueError, match="expected a target year after 2020, found 2020"):
        literacy.path.path(0.14, 2020, 0.20, 2020, 2020)


def test_how_likely_the_level_is_reached():
    likely = literacy.path.probability_at_or_above(
        pd.Series([0.2, 0.2, 0.2, 0.02, 0.2]), pd.Series([0.02, 0.02 / 1.6448536, 0.0, 0.01, np.nan]), 0.18
    )
    assert likely.iloc[:3].tolist() == pytest.approx([0.8413, 0.95, 1.0], abs=1e-4)
    assert likely.iloc[3:].isna().all()


def test_the_shipped_district(shipped):
    official = literacy.stated.official(shipped.literacy, "320614")
    assert (official.year, official.share) == (2020, 0.14)
    found = literacy.towns.of_towns(
        shipped.areas, shipped.groups, official, shipped.survey, {**SETTINGS, "between_town_sd": 0.03}
    )
    places = literacy.ranks.ranks(found.draws, found.table["share"])
    assert len(found.table) == 12 and weighted_mean(shipped.areas, found.table["share"]) == pytest.approx(
        0.14, abs=1e-12
    )
    assert found.table["share"].round(4).value_counts().to_dict() == {
        0.1151: 7,
        0.1581: 2,
        0.1659: 1,
        0.1424: 1,
        0.1346: 1,
    }
    assert found.table["reliability"].eq("M").all() and found.year == 2020 and found.margins == ("residence",)
    assert found.table["side"].eq("same").all()
    assert (found.table["gamma"] == 0).all()
    assert not places["rankable"].any()
    assert places.loc[HAIMEN, ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 12]


def waves_of(*rows):
    return pd.DataFrame(rows, columns=["wave", "n", "share", "design_effect"])


def test_a_trend_is_the_correlation_of_answers_with_years():
    # among N answers Cochran and Armitage's χ² is N · r²
    rows = [(2018, 200, 0.10, 1), (2020, 300, 0.15, 1), (2023, 250, 0.20, 1)]
    found = literacy.trend.trend(waves_of(*rows))
    years = np.repeat([row[0] for row in rows], [row[1] for row in rows])
    yes = np.concatenate([np.arange(n) < round(n * share) for _, n, share, _ in rows])
    assert found.chi2 == pytest.approx(len(yes) * np.corrcoef(years, yes)[0, 1] ** 2)
    assert (found.call, found.reason, found.waves) == ("rising", "", 3) and found.p < 0.01
    assert found.per_year == pytest.approx(np.polyfit(years, yes, 1)[0])


@pytest.mark.parametrize(
    "rows, call, reason",
    [
        ([(2020, 5000, 0.10, 1), (2024, 5000, 0.30, 1)], "no_call", "few_waves"),
        ([(2020, 100, 0.10, 1), (2022, 100, 0.12, 1), (2024, 100, 0.14, 1)], "no_call", "not_significant"),
        ([(2020, 500, 0.30, 1), (2022, 500, 0.20, 1), (2024, 500, 0.10, 1)], "falling", ""),
        ([(2020, 500, 0.0, 1), (2022, 500, 0.0, 1), (2024, 500, 0.0, 1)], "no_call", "not_significant"),
        (
            [(2020, 500, 0.1, 1), (2022, None, 0.2, 1), (2024, 500, None, 1), (2025, 500, 0.3, 1)],
            "no_call",
            "few_waves",
        ),
    ],
)
def test_no_trend_is_called_too_soon(rows, call, reason):
    found = literacy.trend.trend(waves_of(*rows))
    assert (found.call, found.reason) == (call, reason)


def test_a_design_effect_weakens_a_trend_and_order_is_nothing():
    rows = waves_of((2020, 500, 0.12, 1), (2022, 500, 0.15, 1), (2024, 500, 0.19, 1))
    assert literacy.trend.trend(rows[::-1]) == literacy.trend.trend(rows)
    assert literacy.trend.trend(rows.assign(design_effect=2.0)).chi2 == pytest.approx(
        literacy.trend.trend(rows).chi2 / 2
    )
    assert literacy.trend.trend(rows.drop(columns="design_effect")).chi2 == pytest.approx(
        literacy.trend.trend(rows).chi2 / 1.5
    )
    with pytest.raises(ValueError, match="two rows for one wave: 2020"):
        literacy.trend.trend(pd.concat([rows, rows[:1]]))


def test_each_wave_has_the_design_effect_stated_for_it():
    columns = ["area_code", "group", "wave", "n", "share", "design_effect"]
    rows = [("d", "all", year, 500, share, 3.0) for year, share in ((2020, 0.12), (2022, 0.15), (2024, 0.19))]
    asked_ = pd.DataFrame(rows, columns=columns)
    nothing = pd.DataFrame(columns=["area_code", "group", "year", "n", "share"])
    plain = literacy.trend.trend_of(nothing, asked_.assign(design_effect=1.0), "d")
    assert literacy.trend.trend_of(nothing, asked_, "d").chi2 == pytest.approx(plain.chi2 / 3)


def test_a_district_with_one_figure_of_unknown_size_has_no_trend_called():
    stated = pd.DataFrame(
        {
            "area_code": ["d", "d"],
            "group": ["all", "all"],
            "year": [2018, 2020],
            "n": [float("nan"), 500.0],
            "share": [0.1, 0.14],
        }
    )
    asked = pd.DataFrame(
        {"area_code": pd.Series(dtype=str), "group": pd.Series(dtype=str), "wave": [], "n": [], "share": []}
    )
    found = literacy.trend.trend_of(stated, asked, "d")
    assert (found.call, found.reason, found.waves) == ("no_call", "few_waves", 1)


def test_surveys_and_published_figures_make_one_trend():
    stated = pd.DataFrame(
        {
            "area_code": ["d", "d"],
            "group": ["all", "all"],
            "year": [2015, 2020],
            "n": [2000.0, 2000.0],
            "share": [0.06, 0.30],
        }
    )
    asked = pd.DataFrame(
        {
            "area_code": ["d", "d"],
            "group": ["all", "all"],
            "wave": [2020, 2025],
            "n": [2000, 2000],
            "share": [0.11, 0.16],
        }
    )
    found = literacy.trend.trend_of(stated, asked, "d")
    assert (found.call, found.waves) == ("rising", 3)
    assert round(found.per_year, 4) == 0.01


def test_a_town_is_held_against_the_path_of_its_own_year():
    target = {"baseline": 0.14, "baseline_year": 2020, "target_value": 0.20, "due": 2025}
    assert literacy.path.path_in(target, 2020) == pytest.approx(0.14) and literacy.path.path_in(
        target, 2026
    ) == pytest.approx(0.2)
    assert np.isnan(literacy.path.path_in(target, 2019)) and np.isnan(literacy.path.path_in(None, 2020))
    assert np.isnan(literacy.path.path_in({**target, "baseline": None}, 2022))


def test_a_town_at_the_level_has_an_even_chance_and_an_unusable_one_none():
    table = pd.DataFrame({"share": [0.14, 0.20, 0.10], "standard_error": [0.02, 0.02, 0.05]}, index=["a", "b", "c"])
    found = literacy.path.chances(table, 0.14)
    assert found["a"] == 0.5 and found["b"] > 0.99 and pd.isna(found["c"])
