import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import expit, logit

from outreach.measures import literacy
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


def weighted_mean(areas, share):
    people = areas.set_index("area_code")["population"].reindex(share.index)
    return (people * share).sum() / people.sum()


def test_two_hundred_answers_at_fourteen_percent_are_to_be_used_with_caution():
    error = np.sqrt(0.14 * 0.86 * 1.5 / 200)
    cv = literacy.coefficient_of_variation(one(0.14), one(error))
    assert cv[0] == pytest.approx(0.215, abs=0.0005)
    assert literacy.reliability(cv, one(200))[0] == "E"


def test_a_reliable_figure_at_fourteen_percent_takes_339_answers():
    grade = {
        n: literacy.reliability(literacy.coefficient_of_variation(one(0.14), one(np.sqrt(0.14 * 0.86 * 1.5 / n))))[0]
        for n in (338, 339)
    }
    assert grade == {338: "E", 339: "A"}


def test_wilson_by_hand():
    # 5 of 10, every answer its own: centre 0.5, half width 1.96 / (2 · √(10 + 1.96²))
    interval = literacy.wilson(one(0.5), one(10), design_effect=1)
    assert interval.loc[0, "low"] == pytest.approx(0.5 - 0.2634, abs=1e-4)
    assert interval.loc[0, "high"] == pytest.approx(0.5 + 0.2634, abs=1e-4)


def test_a_design_effect_of_two_halves_the_answers():
    assert literacy.wilson(one(0.2), one(400), 2).equals(literacy.wilson(one(0.2), one(200), 1))


def test_nobody_saying_yes_still_leaves_room_for_some():
    interval = literacy.wilson(one(0.0), one(50))
    assert interval.loc[0, "low"] == 0 and 0 < interval.loc[0, "high"] < 0.15


def test_no_answers_no_interval():
    assert literacy.wilson(pd.Series([0.2, np.nan, 0.2]), pd.Series([0, 100, np.nan])).isna().all(axis=None)


def test_a_share_of_912_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"wilson: expected a share from 0 to 1, found t = 912"):
        literacy.wilson(pd.Series({"t": 912.0}), pd.Series({"t": 100}))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 10_000), st.floats(0.5, 5)), min_size=1, max_size=5))
def test_an_interval_encloses_its_share_and_stays_a_share(rows):
    share, n, effect = (pd.Series(column) for column in zip(*rows))
    interval = literacy.wilson(share, n, effect)
    assert (
        (interval["low"] >= 0) & (interval["low"] <= share) & (share <= interval["high"]) & (interval["high"] <= 1)
    ).all()


def test_grades_at_their_edges():
    cv = pd.Series([0.165, 0.1651, 0.333, 0.3331, np.nan, 0.1])
    assert list(literacy.reliability(cv, pd.Series([99, 99, 99, 99, 99, 29])).fillna("missing")) == [
        "A",
        "E",
        "E",
        "F",
        "missing",
        "F",
    ]


def test_a_share_of_nought_is_never_firm():
    assert literacy.reliability(literacy.coefficient_of_variation(one(0.0), one(0.0)))[0] == "F"


def test_the_newest_wave_of_each_town_counts(grid):
    found = literacy.direct(grid.survey)
    assert list(found.index) == ["a", "b"]
    assert found.loc["a", ["wave", "n", "share"]].tolist() == [2024, 400, 0.25]
    assert found["design_effect_assumed"].tolist() == [False, True]
    assert (found["basis"] == "survey").all()


def test_twenty_answers_keep_their_row_but_show_nothing(grid):
    row = literacy.direct(grid.survey).loc["b"]
    assert row["reliability"] == "F" and row["n"] == 20
    assert row[["share", "standard_error", "low", "high"]].isna().all()


def test_two_rows_for_one_wave_are_refused(grid):
    with pytest.raises(ValueError, match="survey: two rows for one wave: a"):
        literacy.direct(pd.concat([grid.survey, grid.survey.iloc[[1]]]))


def test_an_empty_survey_is_an_empty_table(grid):
    assert literacy.direct(grid.survey.iloc[:0]).empty


def test_group_rates_come_from_the_newest_year_that_has_both(grid):
    rates = literacy.group_rates(grid.groups)
    assert rates["year"].unique().tolist() == [2023]
    # 3,000 answers split in two: √(0.2 · 0.8 · 1.5 / 1500)
    assert rates.loc["urban", "standard_error"] == pytest.approx(0.012649, abs=1e-6)


def test_group_rates_without_answers_have_no_sampling_error(grid):
    assert (literacy.group_rates(grid.groups.assign(survey_n=None))["standard_error"] == 0).all()


def test_a_small_national_survey_widens_what_we_say_of_towns(grid):
    width = {
        n: (lambda t: t["high"] - t["low"])(
            literacy.modelled(grid.areas, grid.groups.assign(survey_n=n), 0.165, between_town_sd=0).table
        )
        for n in (None, 3000, 300)
    }
    assert (width[None] < 1e-12).all()
    assert (width[3000] > 0).all() and (width[300] > width[3000]).all()


def test_a_make_up_we_do_not_know_is_refused(grid):
    with pytest.raises(ValueError, match="expected a dimension among residence, found age"):
        literacy.group_rates(grid.groups, "age")


def test_synthetic_by_hand(grid):
    # raw 0.20, 0.15, 0.15, 0.10; weights 0.4, 0.3, 0.2, 0.1; their own mean is 0.165, so nothing moves
    found = literacy.synthetic(grid.areas, grid.groups, 0.165)
    assert found.to_dict() == pytest.approx({"a": 0.20, "b": 0.15, "c": 0.15, "e": 0.10}, abs=1e-12)


def test_synthetic_agrees_with_brentq(grid):
    raw, weights = np.array([0.20, 0.15, 0.15, 0.10]), np.array([0.4, 0.3, 0.2, 0.1])
    shift = brentq(lambda x: weights @ expit(logit(raw) + x) - 0.3, -5, 5, xtol=1e-14)
    assert literacy.synthetic(grid.areas, grid.groups, 0.3).to_numpy() == pytest.approx(
        expit(logit(raw) + shift), abs=1e-12
    )


@settings(max_examples=40, deadline=None)
@given(urban, st.floats(0.01, 0.99))
def test_the_towns_add_up_to_the_official_figure(urban_shares, official):
    areas = district(urban_shares)
    found = literacy.synthetic(areas, four_towns().groups, official)
    assert weighted_mean(areas, found) == pytest.approx(official, abs=1e-12)
    assert found.between(0, 1).all()


def test_every_draw_adds_up_to_the_official_figure(grid):
    draws = literacy.modelled(grid.areas, grid.groups, 0.14, between_town_sd=0.01).draws
    assert (draws.mul([0.4, 0.3, 0.2, 0.1], axis=0).sum() - 0.14).abs().max() < 1e-12


def test_a_town_without_make_up_or_people_is_missing_and_keeps_its_row(grid):
    areas = grid.areas.assign(urban_share=[0.5, 1.0, None, 0.5, 0.0], population=[10_000, 4000, 3000, None, 1000])
    found = literacy.modelled(areas, grid.groups, 0.14, between_town_sd=0.01)
    assert found.table["share"].isna().to_dict() == {"a": False, "b": True, "c": True, "e": False}
    assert found.draws.isna().all(axis=1).to_dict() == {"a": False, "b": True, "c": True, "e": False}
    assert weighted_mean(areas[areas["area_code"].isin(["a", "e"])], found.table["share"][["a", "e"]]) == pytest.approx(
        0.14
    )


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_without_an_official_figure_nothing_is_estimated(grid, unknown):
    found = literacy.modelled(grid.areas, grid.groups, unknown)
    assert found.table["share"].isna().all() and len(found.table) == 4 and found.table["reliability"].isna().all()


@pytest.mark.parametrize("wrong", [0, 1, 14])
def test_an_official_share_that_is_none_is_refused(grid, wrong):
    with pytest.raises(ValueError, match=f"expected a share between 0 and 1, found {wrong}"):
        literacy.synthetic(grid.areas, grid.groups, wrong)


@settings(max_examples=15, deadline=None)
@given(urban, shares, st.floats(0, 0.2))
def test_modelled_shares_stay_shares_inside_their_interval(urban_shares, official, sd):
    found = literacy.modelled(district(urban_shares), four_towns().groups, official, between_town_sd=sd, draws=2000)
    shown = found.table.dropna(subset=["share"])
    assert ((shown["low"] <= shown["share"]) & (shown["share"] <= shown["high"])).all()
    assert found.draws.stack().dropna().between(0, 1).all()
    assert set(found.table["reliability"]) <= {"A", "E", "F"}
    assert found.table.loc[found.table["reliability"] == "F", "share"].isna().all()


def test_more_difference_between_towns_widens_every_interval(grid):
    width = {
        sd: (lambda t: t["high"] - t["low"])(literacy.modelled(grid.areas, grid.groups, 0.2, between_town_sd=sd).table)
        for sd in (0.01, 0.03)
    }
    assert (width[0.03] > width[0.01]).all()


def test_a_survey_of_as_much_error_as_towns_differ_counts_half(grid):
    # v = p(1 − p) · 1.5 / n = 0.03² at p = 0.20: n = 266.67
    found = literacy.modelled(grid.areas, grid.groups, 0.165, survey=asked(0.2 * 0.8 * 1.5 / 0.0009, 0.30)).table.loc[
        "a"
    ]
    assert found["gamma"] == pytest.approx(0.5)
    assert found["share"] == pytest.approx((0.30 + 0.20) / 2)


def test_a_survey_that_counts_half_leaves_the_error_of_half_the_variance():
    # a hundred towns alike, so that fitting to the district takes next to nothing off: τ · √(1 − γ)
    areas = district([1.0] * 100, [1000] * 100)
    found = literacy.modelled(areas, four_towns().groups, 0.2, survey=asked(0.2 * 0.8 * 1.5 / 0.0009, 0.20, "t0")).table
    assert found.loc["t0", "standard_error"] == pytest.approx(0.03 * np.sqrt(0.5), rel=0.05)
    assert found.loc["t1", "standard_error"] == pytest.approx(0.03, rel=0.05)


@settings(max_examples=8, deadline=None)
@given(st.integers(30, 5000), st.floats(0.05, 0.5))
def test_the_more_are_asked_the_more_their_own_answer_counts(n, share):
    grid = four_towns()
    gammas = [
        literacy.modelled(grid.areas, grid.groups, 0.165, survey=asked(size, share), draws=2000).table.loc["a", "gamma"]
        for size in (n, 2 * n, 10**9)
    ]
    assert gammas[0] < gammas[1] < gammas[2] and gammas[2] > 0.999999


def test_a_town_that_asked_everybody_keeps_its_own_answer(grid):
    found = literacy.modelled(grid.areas, grid.groups, 0.165, survey=asked(10**9, 0.3)).table.loc["a"]
    assert found[["share", "low", "high"]].tolist() == pytest.approx([0.3, 0.3, 0.3], abs=1e-3)
    assert found["basis"] == "modelled" and found["direct_share"] == pytest.approx(0.3)


def test_a_survey_narrows_the_interval_of_the_town_that_was_asked(grid):
    width = lambda **given: (lambda t: t["high"] - t["low"])(
        literacy.modelled(grid.areas, grid.groups, 0.165, **given).table
    )["a"]
    assert width(survey=asked(400, 0.2)) < width()


def test_an_answer_too_thin_to_show_still_lends_its_weight(grid):
    found = literacy.modelled(grid.areas, grid.groups, 0.165, survey=asked(20, 0.4)).table.loc["a"]
    assert np.isnan(found["direct_share"]) and 0 < found["gamma"] < 0.2 and found["share"] > 0.2


def test_row_order_is_nothing_to_the_estimates(grid):
    usual = literacy.modelled(grid.areas, grid.groups, 0.14, survey=grid.survey)
    turned = literacy.modelled(grid.areas[::-1], grid.groups[::-1], 0.14, survey=grid.survey[::-1])
    pd.testing.assert_frame_equal(usual.table, turned.table)
    pd.testing.assert_frame_equal(usual.draws, turned.draws)


def test_fewer_than_two_thousand_draws_are_refused(grid):
    with pytest.raises(ValueError, match="expected at least 2000 draws, found 100"):
        literacy.modelled(grid.areas, grid.groups, 0.14, draws=100)
    with pytest.raises(ValueError, match="expected at least 2000 draws, found 3"):
        literacy.ranks(pd.DataFrame(np.eye(3)))


def test_towns_that_never_change_places_are_ranked_for_certain():
    draws = pd.DataFrame(np.tile([[0.3], [0.2], [0.1]], 2000), index=["x", "y", "z"])
    found = literacy.ranks(draws)
    assert found[["rank", "rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1, 1], [2, 2, 2], [3, 3, 3]]
    assert found["rankable"].tolist() == [True, False, True]


def test_equal_figures_have_the_same_rank():
    draws = pd.DataFrame(np.random.default_rng(1).uniform(size=(3, 2000)), index=list("xyz"))
    assert literacy.ranks(draws, pd.Series({"x": 0.1, "y": 0.2, "z": 0.2}))["rank"].tolist() == [3, 1, 1]


def test_a_missing_town_has_no_rank_and_moves_nobody():
    draws = pd.DataFrame(np.random.default_rng(1).uniform(size=(3, 2000)), index=list("xyz"))
    more = pd.concat([draws, pd.DataFrame(np.nan, index=["w"], columns=draws.columns)])
    found = literacy.ranks(more)
    assert found.loc["w", ["rank", "rank_low", "rank_high"]].isna().all() and not found.loc["w", "rankable"]
    pd.testing.assert_frame_equal(found.loc[["x", "y", "z"]], literacy.ranks(draws))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 12), st.integers(0, 1000))
def test_ranks_are_a_permutation_where_no_two_are_equal(towns, seed):
    found = literacy.ranks(pd.DataFrame(np.random.default_rng(seed).normal(size=(towns, 2000))))
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
    found = literacy.official(table, "d")
    assert (found.year, found.share, found.basis) == (2020, 0.14, "reported") and np.isnan(found.n)
    assert literacy.official(table, "nowhere") is None


def test_the_path_from_fourteen_to_twenty_rises_by_one_point_two_a_year():
    assert literacy.path(0.14, 2020, 0.20, 2025, 2022) == pytest.approx(0.164)
    assert literacy.path(0.14, 2020, 0.20, 2025, 2030) == pytest.approx(0.20)
    assert np.isnan(literacy.path(0.14, 2020, 0.20, 2025, 2019))
    assert literacy.required_pace(0.164, 2022, 0.20, 2025) == pytest.approx(0.012)
    assert literacy.required_pace(0.25, 2022, 0.20, 2025) == 0
    assert np.isnan(literacy.required_pace(0.164, 2025, 0.20, 2025))
    with pytest.raises(ValueError, match="expected a target year after 2020, found 2020"):
        literacy.path(0.14, 2020, 0.20, 2020, 2020)


def test_how_likely_the_level_is_reached():
    likely = literacy.probability_at_or_above(
        pd.Series([0.2, 0.2, 0.2, 0.02, 0.2]), pd.Series([0.02, 0.02 / 1.6448536, 0.0, 0.01, np.nan]), 0.18
    )
    assert likely.iloc[:3].tolist() == pytest.approx([0.8413, 0.95, 1.0], abs=1e-4)
    assert likely.iloc[3:].isna().all()


def test_the_shipped_district(shipped):
    official = literacy.official(shipped.literacy, "320614")
    assert (official.year, official.share) == (2020, 0.14)
    found = literacy.modelled(shipped.areas, shipped.groups, official.share, survey=shipped.survey)
    places = literacy.ranks(found.draws, found.table["share"])
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
    assert found.table["reliability"].value_counts().to_dict() == {"E": 11, "A": 1}
    assert (found.table["gamma"] == 0).all()
    assert not places["rankable"].any()
    assert places.loc[HAIMEN, ["rank", "rank_low"]].tolist() == [1, 1]


def test_two_shares_by_hand():
    # effective answers 100 each: pooled 0.15, error sqrt(0.15 · 0.85 · 2 / 100) = 0.0505, z = 1.98
    found = literacy.difference(0.20, 150, 0.10, 150)
    assert found.p == pytest.approx(0.0477, abs=1e-4) and found.detectable == pytest.approx(2.8016 * 0.0505, abs=1e-4)
    # Newcombe's example with 56 of 70 and 48 of 80, no design effect: 0.20, 0.0524 to 0.3339
    found = literacy.difference(56 / 70, 70, 48 / 80, 80, 1.0)
    assert found[:3] == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4) and found.told_apart


def test_a_share_without_answers_is_told_apart_from_nothing():
    found = literacy.difference(0.2, 0, 0.1, 500)
    assert np.isnan(found.p) and not found.told_apart
    assert literacy.difference(0.0, 50, 0.0, 50).p == 1


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 1), st.integers(1, 5000), st.floats(0, 1), st.integers(1, 5000))
def test_a_difference_turns_with_its_sides(a, a_n, b, b_n):
    one, other = literacy.difference(a, a_n, b, b_n), literacy.difference(b, b_n, a, a_n)
    assert one[:4] == pytest.approx((-other[0], -other[2], -other[1], other[3])) and one.told_apart == other.told_apart
    assert one.low - 1e-12 <= one.difference <= one.high + 1e-12 and 0 <= one.p <= 1
    assert literacy.difference(a, a_n * 4, b, b_n * 4).p <= one.p + 1e-12


def waves_of(*rows):
    return pd.DataFrame(rows, columns=["wave", "n", "share", "design_effect"])


def test_a_trend_is_the_correlation_of_answers_with_years():
    # among N answers Cochran and Armitage's χ² is N · r²
    rows = [(2018, 200, 0.10, 1), (2020, 300, 0.15, 1), (2023, 250, 0.20, 1)]
    found = literacy.trend(waves_of(*rows))
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
    found = literacy.trend(waves_of(*rows))
    assert (found.call, found.reason) == (call, reason)


def test_a_design_effect_weakens_a_trend_and_order_is_nothing():
    rows = waves_of((2020, 500, 0.12, 1), (2022, 500, 0.15, 1), (2024, 500, 0.19, 1))
    assert literacy.trend(rows[::-1]) == literacy.trend(rows)
    assert literacy.trend(rows.assign(design_effect=2.0)).chi2 == pytest.approx(literacy.trend(rows).chi2 / 2)
    assert literacy.trend(rows.drop(columns="design_effect")).chi2 == pytest.approx(literacy.trend(rows).chi2 / 1.5)
    with pytest.raises(ValueError, match="two rows for one wave: 2020"):
        literacy.trend(pd.concat([rows, rows[:1]]))


def test_how_many_must_be_asked_by_hand():
    assert literacy.sample_size(0.14, cv=0.165) == 339
    assert literacy.sample_gives(0.14, 200)[:2] == (pytest.approx(0.2146, abs=1e-4), "E")
    assert literacy.sample_gives(0.14, 339).reliability == "A" and literacy.sample_gives(0.14, 338).reliability == "E"
    # Fleiss's formula for 14 % and 20 %: 615 in each town, half as many again for the design effect
    assert literacy.sample_size(0.14, other=0.20, design_effect=1.0) == 615
    assert literacy.sample_size(0.14, other=0.20) == 922


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 0.6), st.floats(0.02, 0.3), st.floats(0.5, 4))
def test_what_so_many_answers_give_is_what_was_asked_for(share, more, effect):
    n = literacy.sample_size(share, other=share + more, design_effect=effect)
    assert literacy.sample_gives(share, n, effect).detectable <= more + 1e-9
    if n > 20:
        assert literacy.sample_gives(share, n - 1, effect).detectable > more
    n = literacy.sample_size(share, cv=more, design_effect=effect)
    assert literacy.sample_gives(share, n, effect).cv <= more + 1e-9
    assert literacy.sample_size(share, other=share + more, design_effect=effect) == literacy.sample_size(
        share + more, other=share, design_effect=effect
    )


def test_a_few_answers_tell_nothing_apart():
    assert np.isnan(literacy.sample_gives(0.5, 2).detectable) and literacy.sample_gives(0.5, 2).reliability == "F"


@pytest.mark.parametrize(
    "given_, sentence",
    [
        (dict(share=0.14), "expected either cv or other"),
        (dict(share=0.14, cv=0.1, other=0.2), "expected either cv or other"),
        (dict(share=14, cv=0.1), "expected a share between 0 and 1, found 14"),
        (dict(share=0.14, cv=0), "expected cv above 0, found 0"),
        (dict(share=0.14, other=0.14), "expected two different shares, found 0.14 twice"),
        (dict(share=0.14, cv=0.1, power=1), "a power between 0 and 1, found 1.5 and 1"),
    ],
)
def test_a_sample_that_cannot_be_planned_is_refused(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        literacy.sample_size(**given_)


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
    found = literacy.trend_of(stated, asked, "d")
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
    found = literacy.trend_of(stated, asked, "d")
    assert (found.call, found.waves) == ("rising", 3)
    assert round(found.per_year, 4) == 0.01


def test_a_town_at_the_level_has_an_even_chance_and_an_unusable_one_none():
    table = pd.DataFrame({"share": [0.14, 0.20, 0.10], "standard_error": [0.02, 0.02, 0.05]}, index=["a", "b", "c"])
    found = literacy.chances(table, 0.14)
    assert found["a"] == 0.5 and found["b"] > 0.99 and pd.isna(found["c"])


def test_a_difference_nothing_is_high_enough_for_is_planned_downwards():
    planned = literacy.survey_plans(0.7, wishes=(("tell", 0.4), ("tell", 0.2)))
    assert planned["n"].tolist() == [literacy.sample_size(0.7, other=0.3), literacy.sample_size(0.7, other=0.9)]
