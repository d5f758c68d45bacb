from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.figures import Figures
from outreach.figures.reach import USUAL
from outreach.measures import access, gaps, literacy, reach
from tests.measures.conftest import TRAVEL, access_of, confirmations, located_of, record_of, tiers_of
from tests.towns import (
    BAOCHANG,
    BINJIANG,
    CHANGLE,
    HAIMEN,
    HAIYONG,
    LINJIANG,
    SANCHANG,
    SANXING,
    SIJIA,
    YUDONG,
    YUELAI,
    ZHENGYU,
)

PARTS = ["facilities", "coverage", "tiers", "literacy"]
score = st.one_of(st.floats(0, 100), st.just(np.nan))
tables = st.lists(st.tuples(score, score, score, score), min_size=1, max_size=8).map(
    lambda rows: pd.DataFrame(rows, columns=PARTS, index=[f"t{i}" for i in range(len(rows))])
)
some_weights = st.tuples(*[st.floats(0.01, 10)] * 4).map(lambda values: dict(zip(PARTS, values)))
means = st.sampled_from(["arithmetic", "geometric"])


def scores(**towns):
    return pd.DataFrame.from_dict(towns, orient="index", columns=PARTS, dtype=float)


def test_tiers_by_hand(grid):
    found = tiers_of(grid)
    assert found["recorded"].unstack()["district"].to_dict() == {"a": 1, "b": 0, "c": 0, "e": 0}
    assert found["met"].unstack()["village"].to_dict() == {"a": 0, "b": 1, "c": 0, "e": 0}
    assert found.index[:3].tolist() == [("a", "district"), ("a", "town"), ("a", "village")]


def test_a_tier_is_judged_from_the_towns_own_record_alone(grid):
    before = tiers_of(grid)
    grid.bases = pd.concat([grid.bases, grid.bases.iloc[[0]].assign(base_id="new", level="town")], ignore_index=True)
    after = tiers_of(grid)
    pd.testing.assert_frame_equal(before.drop("a", level="area_code"), after.drop("a", level="area_code"))
    assert (before.at[("a", "town"), "met"], after.at[("a", "town"), "met"]) == (0, 1)


def test_what_is_not_confirmed_may_be_there(grid):
    grid.register = confirmations(("c", "district", None, True, "2026-01-01"))
    found = tiers_of(grid)
    assert found["met_most"].drop(("c", "district")).eq(1).all() and found.at[("c", "district"), "met_most"] == 0
    assert found["most"].unstack()["district"].to_dict() == {"a": 1, "b": 1, "c": 0, "e": 1}
    assert tiers_of(grid, 3)["most"].unstack()["district"].to_dict() == {"a": 3, "b": 3, "c": 0, "e": 3}


def test_a_national_base_serves_the_district_tier_but_not_the_village(grid):
    grid.bases = grid.bases.assign(level=["national", "village", "district", None])
    assert tiers_of(grid)["met"].unstack().loc["a"].to_dict() == {"district": 1, "town": 0, "village": 0}


def test_half_of_what_is_required_is_half_met(grid):
    grid.standards = grid.standards.assign(required=2)
    assert tiers_of(grid)["met"].loc[("a", "district")] == 0.5


def test_a_standard_for_no_level_is_refused(grid):
    grid.standards = grid.standards.replace({"level": {"town": "street"}})
    with pytest.raises(ValueError, match="standards: no such level: street"):
        tiers_of(grid)


def test_completeness_by_hand(grid):
    grid.register = confirmations(("c", "district", None, True, "2026-01-01"), ("a", "town", None, True, "2026-01-01"))
    found = tiers_of(grid)
    complete = gaps.tiers.completeness(found)
    assert (3 * complete["value"]).round(9).to_dict() == {"a": 1, "b": 1, "c": 0, "e": 0}
    assert complete["low"].equals(complete["value"])
    assert (3 * complete["high"]).round(9).to_dict() == {"a": 2, "b": 3, "c": 2, "e": 3}
    assert gaps.tiers.missing_tiers(found).to_dict() == {
        "a": ("town", "village"),
        "b": ("district", "town"),
        "c": ("district", "town", "village"),
        "e": ("district", "town", "village"),
    }
    assert gaps.tiers.missing_tiers(found, True).to_dict() == {"a": ("town",), "b": (), "c": ("district",), "e": ()}


def test_with_no_bases_at_all_nothing_is_met(grid):
    grid.bases = grid.bases.iloc[:0]
    assert gaps.tiers.completeness(tiers_of(grid))["value"].eq(0).all()


def subscores_of(grid, official_share=0.14, goalposts=gaps.index.GOALPOSTS, **changes):
    codes = ["a", "b", "c", "e"]
    values = {
        "facilities": pd.Series([0.0, 0.25, 0.5, 9.0], codes),
        "coverage": pd.Series([0.0, 0.25, 1.0, np.nan], codes),
        "tiers": pd.Series([0.0, 0.5, 1.0, np.nan], codes),
        "literacy": pd.Series([0.04, 0.09, 0.14, 0.3], codes),
    }
    return gaps.index.subscores(grid.areas, values | changes, official_share, goalposts)


def test_subscores_by_hand(grid):
    found = subscores_of(grid)
    assert found.loc["a"].tolist() == pytest.approx([100, 100, 100, 100])
    assert found.loc["b"].tolist() == pytest.approx([50, 75, 50, 50])
    assert found.loc["c"].tolist() == pytest.approx([0, 0, 0, 0], abs=1e-9)
    assert found.loc["e"].fillna(-1).tolist() == pytest.approx([0, -1, -1, 0], abs=1e-9)


def test_without_an_official_figure_there_is_no_literacy_gap(grid):
    assert subscores_of(grid, official_share=None)["literacy"].isna().all()


def test_a_series_that_forgot_a_town_is_refused(grid):
    with pytest.raises(ValueError, match="coverage: no row for b, e"):
        subscores_of(grid, coverage=pd.Series({"a": 1.0, "c": 1.0}))


def test_the_index_by_hand():
    table = scores(x=[100, 0, 0, 0], y=[40, 40, 40, 40])
    assert gaps.index.index(table).tolist() == [25, 40]
    assert gaps.index.index(table, {"facilities": 3, "coverage": 1, "tiers": 0, "literacy": 0}).tolist() == [75, 40]
    # attained 1, 100, 100, 100: their geometric mean is 31.62, so the gap is (100 − 31.62) / 0.99
    assert gaps.index.index(table, mean="geometric").tolist() == pytest.approx([69.0679, 40], abs=1e-4)


def test_what_is_missing_hands_its_weight_to_the_rest_and_says_so():
    table = scores(x=[50, np.nan, 100, np.nan], y=[np.nan] * 4)
    weights = {"facilities": 1, "coverage": 1, "tiers": 1, "literacy": 1}
    assert gaps.index.index(table, weights)["x"] == 75 and np.isnan(gaps.index.index(table, weights)["y"])
    assert gaps.index.known(table, weights).tolist() == [0.5, 0]


@pytest.mark.parametrize(
    "weights, sentence",
    [
        ({"facilities": 1}, "weights: expected facilities, coverage, tiers, literacy, found facilities"),
        (dict.fromkeys(PARTS, 0), "not all 0, found facilities = 0"),
        (dict(zip(PARTS, [1, 1, 1, -1])), "literacy = -1"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        gaps.index.index(scores(x=[1, 2, 3, 4]), weights)


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means)
def test_the_index_lies_between_the_smallest_and_the_largest_score(table, weights, mean):
    found = gaps.index.index(table, weights, mean)
    assert found.isna().equals(table.isna().all(axis=1))
    inside = (found >= table.min(axis=1) - 1e-9) & (found <= table.max(axis=1) + 1e-9)
    assert inside[found.notna()].all() and found.dropna().between(0, 100).all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means, st.sampled_from(PARTS), st.floats(0, 50))
def test_a_larger_gap_in_one_respect_never_lowers_the_index(table, weights, mean, part, more):
    worse = table.assign(**{part: (table[part] + more).clip(upper=100)})
    difference = gaps.index.index(worse, weights, mean) - gaps.index.index(table, weights, mean)
    assert (difference.dropna() >= -1e-9).all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means, st.sampled_from(PARTS), st.floats(0, 10))
def test_more_weight_pulls_the_index_towards_that_score(table, weights, mean, part, more):
    before, after = (
        gaps.index.index(table, given, mean) for given in (weights, weights | {part: weights[part] + more})
    )
    toward = (after - before) * (table[part] - before)
    assert (toward.dropna() >= -1e-9).all()


@settings(max_examples=20, deadline=None)
@given(tables, st.randoms())
def test_row_order_is_nothing(table, random):
    order = random.sample(list(table.index), len(table))
    for measure in (gaps.index.index, gaps.index.known, gaps.robustness.robustness, gaps.index.reasons):
        usual, turned = measure(table).loc[order], measure(table.loc[order])
        assert usual.equals(turned)


@settings(max_examples=20, deadline=None)
@given(tables)
def test_ranks_over_all_indices_stay_in_order_and_the_top_three_are_shared(table):
    found, known = gaps.robustness.robustness(table), table.notna().any(axis=1)
    assert found.drop(columns="varied").isna().all(axis=1).equals(~known)
    rows = found[known]
    assert (
        (rows["rank_low"] >= 1)
        & (rows["rank_low"] <= rows["median_rank"])
        & (rows["median_rank"] <= rows["rank_high"])
        & (rows["rank_high"] <= known.sum())
    ).all()
    if table.notna().all(axis=None):
        assert rows["p_top3"].sum() == pytest.approx(min(3, len(rows)))


def test_a_town_that_lacks_most_in_everything_is_first_however_one_weighs():
    found = gaps.robustness.robustness(
        scores(x=[90, 90, 90, 90], y=[50, 40, 60, 50], z=[10, 20, 10, 0], w=[5, 5, 5, 5])
    )
    assert found.loc["x", :"p_top3"].tolist() == [1, 1, 1, 1]
    assert found.loc["y", "median_rank"] == 2


def test_towns_alike_share_their_places():
    found = gaps.robustness.robustness(scores(**{name: [100, 100, 100, 20] for name in "abcde"}, z=[0, 0, 0, 0]))
    assert found.loc["a", :"p_top3"].tolist() == pytest.approx([3, 1, 5, 0.6])
    assert found.loc["z", :"p_top3"].tolist() == [6, 6, 6, 0]


def test_a_hundred_runs_are_refused():
    with pytest.raises(ValueError, match="expected at least 1000 runs, found 100"):
        gaps.robustness.robustness(scores(x=[1, 2, 3, 4]), runs=100)


def test_reasons_by_hand():
    found = gaps.index.reasons(scores(x=[40, 80, 0, 20], y=[0, 0, 0, 8], z=[0, 0, 0, 0]))
    assert found.loc["x"].tolist() == ["coverage", 20, "facilities", 10]
    assert (
        found.loc["y", ["first", "first_points"]].tolist() == ["literacy", 2]
        and found.loc["y", ["second", "second_points"]].isna().all()
    )
    assert found.loc["z"].isna().all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights)
def test_reasons_never_exceed_the_index(table, weights):
    found, gap = gaps.index.reasons(table, weights), gaps.index.index(table, weights)
    total = found["first_points"].fillna(0) + found["second_points"].fillna(0)
    assert (total <= gap.fillna(0) + 1e-9).all()
    assert (found["first_points"].fillna(0) >= found["second_points"].fillna(0)).all()


def drawn_of(table, seed, parts=("tiers", "coverage")):
    random = np.random.default_rng(seed)
    return {part: random.random((gaps.robustness.RUNS, len(table))) * 100 for part in parts}


@settings(max_examples=10, deadline=None)
@given(tables, st.integers(0, 9), st.randoms())
def test_draws_follow_their_towns_and_say_that_they_vary(table, seed, random):
    draws = drawn_of(table, seed)
    order = random.sample(range(len(table)), len(table))
    found = gaps.robustness.robustness(table, draws)
    turned = gaps.robustness.robustness(table.iloc[order], {part: drawn[:, order] for part, drawn in draws.items()})
    assert found.iloc[order].equals(turned)
    known = [part for part in ("coverage", "tiers") if table[part].notna().any()]
    assert set(found["varied"]) == {("weights", *known)}


@settings(max_examples=10, deadline=None)
@given(tables)
def test_draws_that_do_not_vary_change_no_place(table):
    same = {part: np.tile(table[part].to_numpy(), (gaps.robustness.RUNS, 1)) for part in PARTS}
    pd.testing.assert_frame_equal(
        gaps.robustness.robustness(table, same).drop(columns="varied"),
        gaps.robustness.robustness(table).drop(columns="varied"),
    )


def test_a_figure_that_may_be_another_widens_the_places():
    table = scores(x=[60, 60, 60, 60], y=[50, 50, 50, 50])
    assert gaps.robustness.robustness(table).loc["x", :"rank_high"].tolist() == [1, 1, 1]
    draws = {part: np.tile([[0.0, 50.0], [60.0, 50.0]], (gaps.robustness.RUNS // 2, 1)) for part in PARTS}
    assert gaps.robustness.robustness(table, draws).loc["x", ["rank_low", "rank_high"]].tolist() == [1, 2]


def test_draws_of_no_part_or_of_too_few_runs_are_refused():
    table = scores(x=[1, 2, 3, 4], y=[1, 2, 3, 4])
    with pytest.raises(ValueError, match="expected draws of 1000 × 2, found .10, 2. of tiers"):
        gaps.robustness.robustness(table, {"tiers": np.zeros((10, 2))})
    with pytest.raises(ValueError, match="found .1000, 2. of moon"):
        gaps.robustness.robustness(table, {"moon": np.zeros((1000, 2))})


def test_the_shipped_district(district):
    found = default_of(district)
    assert dict(zip(found.index, zip(found["gap"].round(1), found["gap_low"].round(1), strict=True), strict=True)) == {
        HAIMEN: (14.0, 5.4),
        BINJIANG: (64.1, 12.5),
        SANCHANG: (7.5, 0.0),
        SANXING: (37.5, 3.6),
        HAIYONG: (85.0, 5.0),
        CHANGLE: (7.9, 7.9),
        YUELAI: (63.1, 16.1),
        SIJIA: (52.9, 5.9),
        YUDONG: (78.8, 5.0),
        ZHENGYU: (82.2, 5.0),
        BAOCHANG: (70.3, 10.3),
        LINJIANG: (82.3, 5.0),
    }


def default_of(district):
    figures = Figures(district, date(2026, 11, 27))
    official = literacy.stated.official(district.literacy, "320614").share
    return gaps.towns.by_town(
        record_of(district, "320614"),
        gaps.towns.Shares(literacy.modelled.modelled(district.areas, district.groups, official).table, official),
        gaps.towns.Within(figures.covered(), figures.access_range(USUAL)),
    )


def test_access_is_a_fifth_score_against_a_standard_of_its_own(grid):
    found = subscores_of(
        grid,
        access=pd.Series([1.0, 2.0, 5.0, 0.0], ["a", "b", "c", "e"]),
        goalposts={**gaps.index.GOALPOSTS, "access": 2.0},
    )
    assert found["access"].to_dict() == {"a": 50, "b": 0, "c": 0, "e": 100}
    assert found.columns.tolist() == [*PARTS, "access"]
    pd.testing.assert_frame_equal(found[PARTS], subscores_of(grid))


def measured_of(shipped, access=None, positions=None, literacy_draws=None, **given_):
    official = literacy.stated.official(shipped.literacy, "320614").share
    modelled = literacy.modelled.modelled(shipped.areas, shipped.groups, official).table
    people = reach.people.demand(shipped.places, shipped.areas)
    covered = reach.coverage.by_way(people, located_of(shipped), TRAVEL, "320614")
    shares, within = (
        gaps.towns.Shares(modelled, official, literacy_draws),
        gaps.towns.Within(covered, access, positions),
    )
    return gaps.towns.by_town(record_of(shipped, "320614"), shares, within, **given_)


def test_the_towns_under_other_weights(shipped):
    usual, weighed = (
        measured_of(shipped),
        measured_of(shipped, weights=dict(facilities=3, coverage=1, tiers=0, literacy=0)),
    )
    assert "access" not in usual and usual["gap"].round(1)[BAOCHANG] == 52.8
    expected = (3 * usual["facilities"] + usual["coverage"]) / 4
    pd.testing.assert_series_equal(weighed["gap"], expected, check_names=False)
    assert (weighed["points_tiers"] == 0).all() and (
        measured_of(shipped, mean="geometric")["gap"] >= usual["gap"] - 1e-9
    ).all()


def test_the_towns_with_access(shipped):
    per_head = pd.Series(0.0001, usual_codes := measured_of(shipped).index)
    found = measured_of(shipped, access=per_head)
    assert (
        (found["access"].abs() < 1e-9).all()
        and (found["access_per_10k"].round(12) == 1).all()
        and found.index.equals(usual_codes)
    )
    with pytest.raises(ValueError, match="weights: expected facilities, coverage, tiers, literacy, access"):
        measured_of(shipped, access=per_head, weights=dict.fromkeys(PARTS, 1))


def test_nine_classes_by_hand():
    literate, reached = pd.Series([0.1, 0.2, 0.3, np.nan], list("abce")), pd.Series([3.0, 1.0, 2.0, 0.0], list("abce"))
    found = gaps.classes.bivariate(literate, reached, breaks={"access": (0.0, 2.0)})
    assert found["class"].fillna("").to_dict() == {"a": "low_high", "b": "mid_mid", "c": "high_mid", "e": ""}
    assert found.loc["e", "access"] == "low" and found.loc["e", "literacy"] is None
    assert set(gaps.classes.bivariate(literate, reached, k=2)["access"]) == {"low", "high"}


def test_equal_figures_share_a_class():
    same = pd.Series(0.0, list("abce"))
    assert set(gaps.classes.bivariate(same, same)["class"]) == {"low_low"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(score, score), min_size=1, max_size=9), st.randoms())
def test_a_higher_figure_is_never_in_a_lower_class(rows, random):
    table = pd.DataFrame(rows, columns=["literacy", "access"], index=[f"t{i}" for i in range(len(rows))], dtype=float)
    found = gaps.classes.bivariate(table["literacy"], table["access"])
    order = random.sample(list(table.index), len(table))
    assert gaps.classes.bivariate(table["literacy"][order], table["access"]).equals(found.loc[order])
    for name in ("literacy", "access"):
        place = found[name].map({"low": 0, "mid": 1, "high": 2}).astype(float)
        assert place[table[name].sort_values().index].dropna().is_monotonic_increasing and place.isna().equals(
            table[name].isna()
        )


@pytest.mark.parametrize(
    "given_, sentence",
    [
        (dict(k=4), "expected 2 or 3 classes, found 4"),
        (dict(breaks={"literacy": (0.2, 0.1)}), "expected 2 rising breaks of literacy, found 0.2, 0.1"),
    ],
)
def test_classes_that_cannot_be_are_refused(given_, sentence):
    with pytest.raises(ValueError, match=sentence):
        gaps.classes.bivariate(pd.Series({"a": 1.0}), pd.Series({"a": 1.0}), **given_)


def estimates_of(shipped):
    official = literacy.stated.official(shipped.literacy, "320614").share
    return literacy.modelled.modelled(shipped.areas, shipped.groups, official)


def test_places_are_over_literacy_and_positions_where_those_are_drawn(shipped):
    estimates = estimates_of(shipped)
    usual = measured_of(shipped)
    found = measured_of(
        shipped, literacy_draws=estimates.draws, positions={"coverage": np.full((1000, len(usual)), 0.3)}
    )
    assert set(usual["varied"]) == {("weights", "records")}
    assert set(found["varied"]) == {("weights", "positions", "records", "literacy")}
    assert found["gap"].equals(usual["gap"]) and not found["median_rank"].equals(usual["median_rank"])


def test_literacy_is_a_reason_only_where_the_town_is_told_to_be_below_the_district(grid):
    table = pd.DataFrame(
        {"share": [0.06, 0.06, 0.2, 0.14], "low": [0.04, 0.02, 0.16, 0.1], "high": [0.08, 0.15, 0.24, 0.18]},
        index=list("abce"),
    )
    grid.levels = grid.levels.assign(weight=[5, 4, 3, 2, 1, 0.5])
    people, located = (
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
    )
    offered = access.supply(grid.bases, grid.levels, located, "weight")

    def found(literate):
        covered = reach.coverage.by_way(people, located, TRAVEL, "d")
        nearby = access_of(people, offered, located, "ebike", "e2sfca", "d").to_frame("value")
        record = record_of(grid, "d", access_per_10k=1e-9)._replace(standards=grid.standards.assign(required=0))
        return gaps.towns.by_town(record, gaps.towns.Shares(literate, 0.14), gaps.towns.Within(covered, nearby))

    measured = found(table)
    assert measured["side"].to_dict() == {"a": "below", "b": "same", "c": "above", "e": "same"}
    assert measured.loc[["a", "b"], "literacy"].round(9).tolist() == [80, 80]
    assert "literacy" in set(measured.loc["a", ["first", "second"]])
    assert "literacy" not in set(measured.loc[["b", "c", "e"], ["first", "second"]].stack())
    asked_alone = found(table.assign(side=[None, None, "above", "same"]))
    assert "literacy" not in set(asked_alone.loc["a", ["first", "second"]])


def test_a_town_whose_literacy_is_not_told_is_never_low_in_both():
    measured = pd.DataFrame(
        {
            "share": [0.05, 0.06, 0.2, 0.21, 0.1, 0.11],
            "access_per_10k": [0.0, 0.0, 1.0, 2.0, 1.0, np.nan],
            "side": ["below", "same", "same", "above", "below", "same"],
        },
        index=list("abcdef"),
    )
    found = gaps.classes.of_classes(measured)
    assert found["literacy"].tolist() == ["low", "mid", "mid", "high", "mid", "mid"]
    assert found["class"].tolist()[:2] == ["low_low", "mid_low"] and found.at["f", "class"] is None


def test_the_ends_of_a_gap_hold_what_positions_may_make_of_it(district):
    measured = Figures(district, date(2026, 11, 27)).gap
    assert (measured["gap_low"] <= measured["gap"]).all() and (measured["gap"] <= measured["gap_high"]).all()
    assert measured.loc[CHANGLE, "unconfirmed"] == 0 and measured.loc[CHANGLE, "gap_low"] < measured.loc[CHANGLE, "gap"]
