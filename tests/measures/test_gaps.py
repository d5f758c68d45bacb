import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import gaps, literacy, reach
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
    found = gaps.tiers(grid.bases, grid.areas, grid.standards, grid.levels)
    assert found["recorded"].unstack()["district"].to_dict() == {"a": 1, "b": 0, "c": 0, "e": 0}
    assert found["met"].unstack()["village"].to_dict() == {"a": 0, "b": 1, "c": 0, "e": 0}
    assert found.index[:3].tolist() == [("a", "district"), ("a", "town"), ("a", "village")]


def test_a_tier_nobody_recorded_anywhere_is_not_assessable(grid):
    found = gaps.tiers(grid.bases, grid.areas, grid.standards, grid.levels).xs("town", level="tier")
    assert not found["assessable"].any() and found["met"].isna().all() and (found["recorded"] == 0).all()


def test_a_national_base_serves_the_district_tier_but_not_the_village(grid):
    bases = grid.bases.assign(level=["national", "village", "district", None])
    found = gaps.tiers(bases, grid.areas, grid.standards, grid.levels)["met"].unstack()
    assert found.loc["a"].fillna(-1).to_dict() == {"district": 1, "town": -1, "village": 0}


def test_half_of_what_is_required_is_half_met(grid):
    standards = grid.standards.assign(required=2)
    assert gaps.tiers(grid.bases, grid.areas, standards, grid.levels)["met"].loc[("a", "district")] == 0.5


def test_a_standard_for_no_level_is_refused(grid):
    with pytest.raises(ValueError, match="standards: no such level: street"):
        gaps.tiers(grid.bases, grid.areas, grid.standards.replace({"level": {"town": "street"}}), grid.levels)


def test_completeness_counts_what_can_be_assessed(grid):
    found = gaps.tiers(grid.bases, grid.areas, grid.standards, grid.levels)
    assert gaps.completeness(found).to_dict() == {"a": 0.5, "b": 0.5, "c": 0, "e": 0}
    assert gaps.missing_tiers(found).to_dict() == {
        "a": ("village",),
        "b": ("district",),
        "c": ("district", "village"),
        "e": ("district", "village"),
    }


def test_with_no_bases_at_all_nothing_can_be_assessed(grid):
    found = gaps.tiers(grid.bases.iloc[:0], grid.areas, grid.standards, grid.levels)
    assert gaps.completeness(found).isna().all() and set(gaps.missing_tiers(found)) == {()}


def subscores_of(grid, **changes):
    codes = ["a", "b", "c", "e"]
    values = {
        "bases_per_10k": pd.Series([0.0, 0.25, 0.5, 9.0], codes),
        "coverage": pd.Series([0.0, 0.25, 1.0, np.nan], codes),
        "completeness": pd.Series([0.0, 0.5, 1.0, np.nan], codes),
        "literacy": pd.Series([0.04, 0.09, 0.14, 0.3], codes),
    }
    return gaps.subscores(grid.areas, **(values | {"official_share": 0.14} | changes))


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
    assert gaps.index(table).tolist() == [25, 40]
    assert gaps.index(table, {"facilities": 3, "coverage": 1, "tiers": 0, "literacy": 0}).tolist() == [75, 40]
    # attained 1, 100, 100, 100: their geometric mean is 31.62, so the gap is (100 − 31.62) / 0.99
    assert gaps.index(table, mean="geometric").tolist() == pytest.approx([69.0679, 40], abs=1e-4)


def test_what_is_missing_hands_its_weight_to_the_rest_and_says_so():
    table = scores(x=[50, np.nan, 100, np.nan], y=[np.nan] * 4)
    weights = {"facilities": 1, "coverage": 1, "tiers": 1, "literacy": 1}
    assert gaps.index(table, weights)["x"] == 75 and np.isnan(gaps.index(table, weights)["y"])
    assert gaps.known(table, weights).tolist() == [0.5, 0]


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
        gaps.index(scores(x=[1, 2, 3, 4]), weights)


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means)
def test_the_index_lies_between_the_smallest_and_the_largest_score(table, weights, mean):
    found = gaps.index(table, weights, mean)
    assert found.isna().equals(table.isna().all(axis=1))
    inside = (found >= table.min(axis=1) - 1e-9) & (found <= table.max(axis=1) + 1e-9)
    assert inside[found.notna()].all() and found.dropna().between(0, 100).all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means, st.sampled_from(PARTS), st.floats(0, 50))
def test_a_larger_gap_in_one_respect_never_lowers_the_index(table, weights, mean, part, more):
    worse = table.assign(**{part: (table[part] + more).clip(upper=100)})
    difference = gaps.index(worse, weights, mean) - gaps.index(table, weights, mean)
    assert (difference.dropna() >= -1e-9).all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights, means, st.sampled_from(PARTS), st.floats(0, 10))
def test_more_weight_pulls_the_index_towards_that_score(table, weights, mean, part, more):
    before, after = (gaps.index(table, given, mean) for given in (weights, weights | {part: weights[part] + more}))
    toward = (after - before) * (table[part] - before)
    assert (toward.dropna() >= -1e-9).all()


@settings(max_examples=20, deadline=None)
@given(tables, st.randoms())
def test_row_order_is_nothing(table, random):
    order = random.sample(list(table.index), len(table))
    for measure in (gaps.index, gaps.known, gaps.robustness, gaps.reasons):
        usual, turned = measure(table).loc[order], measure(table.loc[order])
        assert usual.equals(turned)


@settings(max_examples=20, deadline=None)
@given(tables)
def test_ranks_over_all_indices_stay_in_order_and_the_top_three_are_shared(table):
    found, known = gaps.robustness(table), table.notna().any(axis=1)
    assert found.isna().all(axis=1).equals(~known)
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
    found = gaps.robustness(scores(x=[90, 90, 90, 90], y=[50, 40, 60, 50], z=[10, 20, 10, 0], w=[5, 5, 5, 5]))
    assert found.loc["x"].tolist() == [1, 1, 1, 1]
    assert found.loc["y", "median_rank"] == 2


def test_towns_alike_share_their_places():
    found = gaps.robustness(scores(**{name: [100, 100, 100, 20] for name in "abcde"}, z=[0, 0, 0, 0]))
    assert found.loc["a"].tolist() == pytest.approx([3, 1, 5, 0.6])
    assert found.loc["z"].tolist() == [6, 6, 6, 0]


def test_a_hundred_runs_are_refused():
    with pytest.raises(ValueError, match="expected at least 1000 runs, found 100"):
        gaps.robustness(scores(x=[1, 2, 3, 4]), runs=100)


def test_reasons_by_hand():
    found = gaps.reasons(scores(x=[40, 80, 0, 20], y=[0, 0, 0, 8], z=[0, 0, 0, 0]))
    assert found.loc["x"].tolist() == ["coverage", 20, "facilities", 10]
    assert (
        found.loc["y", ["first", "first_points"]].tolist() == ["literacy", 2]
        and found.loc["y", ["second", "second_points"]].isna().all()
    )
    assert found.loc["z"].isna().all()


@settings(max_examples=40, deadline=None)
@given(tables, some_weights)
def test_reasons_never_exceed_the_index(table, weights):
    found, gap = gaps.reasons(table, weights), gaps.index(table, weights)
    total = found["first_points"].fillna(0) + found["second_points"].fillna(0)
    assert (total <= gap.fillna(0) + 1e-9).all()
    assert (found["first_points"].fillna(0) >= found["second_points"].fillna(0)).all()


def test_the_shipped_district(shipped):
    official = literacy.official(shipped.literacy, "320614").share
    points, where = (
        reach.demand(shipped.places, shipped.areas),
        reach.located(shipped.bases, shipped.places, shipped.areas),
    )
    found = gaps.tiers(shipped.bases, shipped.areas, shipped.standards, shipped.levels)
    assert found.groupby(level="tier")["assessable"].first().to_dict() == {
        "district": True,
        "town": False,
        "village": False,
    }
    table = gaps.subscores(
        shipped.areas,
        bases_per_10k=reach.bases_per_10k(shipped.bases, shipped.areas),
        coverage=reach.coverage(points, where, 5, district="320614")["value"],
        completeness=gaps.completeness(found),
        literacy=literacy.modelled(shipped.areas, shipped.groups, official).table["share"],
        official_share=official,
    )
    assert gaps.index(table).round(1).to_dict() == {
        HAIMEN: 17.6,
        BINJIANG: 45.9,
        SANCHANG: 0.0,
        SANXING: 27.1,
        HAIYONG: 81.2,
        CHANGLE: 29.3,
        YUELAI: 81.2,
        SIJIA: 35.0,
        YUDONG: 81.2,
        ZHENGYU: 81.2,
        BAOCHANG: 52.8,
        LINJIANG: 81.2,
    }
    assert gaps.robustness(table).loc[HAIYONG].tolist() == pytest.approx([3, 1, 5, 0.6])


def test_access_is_a_fifth_score_against_the_districts_own_mean(grid):
    # 4,000 with 1, 3,000 with 2, 2,000 with 5, 1,000 with 0: the mean of 10,000 people is 2
    found = subscores_of(grid, access=pd.Series([1.0, 2.0, 5.0, 0.0], ["a", "b", "c", "e"]))
    assert found["access"].to_dict() == {"a": 50, "b": 0, "c": 0, "e": 100} and found.columns.tolist() == [
        *PARTS,
        "access",
    ]
    pd.testing.assert_frame_equal(found[PARTS], subscores_of(grid))


def test_where_nobody_has_access_every_gap_is_full(grid):
    found = subscores_of(grid, access=pd.Series([0.0, 0.0, np.nan, 0.0], ["a", "b", "c", "e"]))["access"]
    assert found.fillna(-1).to_dict() == {"a": 100, "b": 100, "c": -1, "e": 100}


def measured_of(shipped, **given_):
    official = literacy.official(shipped.literacy, "320614").share
    modelled = literacy.modelled(shipped.areas, shipped.groups, official).table
    travel = {"detour": 1.3, "walk_km": 1, "ebike_km": 5, "drive_km": 15}
    return gaps.by_town(
        shipped.areas,
        shipped.places,
        shipped.bases,
        shipped.levels,
        shipped.standards,
        modelled,
        official,
        travel,
        "320614",
        **given_,
    )


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
    found = measured_of(shipped, access=per_head, demand=reach.demand(shipped.places, shipped.areas))
    assert (
        (found["access"].abs() < 1e-9).all()
        and (found["access_per_10k"].round(12) == 1).all()
        and found.index.equals(usual_codes)
    )
    with pytest.raises(ValueError, match="weights: expected facilities, coverage, tiers, literacy, access"):
        measured_of(shipped, access=per_head, weights=dict.fromkeys(PARTS, 1))


def test_nine_classes_by_hand():
    literate, reached = pd.Series([0.1, 0.2, 0.3, np.nan], list("abce")), pd.Series([3.0, 1.0, 2.0, 0.0], list("abce"))
    found = gaps.bivariate(literate, reached, breaks={"access": (0.0, 2.0)})
    assert found["class"].fillna("").to_dict() == {"a": "low_high", "b": "mid_mid", "c": "high_mid", "e": ""}
    assert found.loc["e", "access"] == "low" and found.loc["e", "literacy"] is None
    assert set(gaps.bivariate(literate, reached, k=2)["access"]) == {"low", "high"}


def test_equal_figures_share_a_class():
    same = pd.Series(0.0, list("abce"))
    assert set(gaps.bivariate(same, same)["class"]) == {"low_low"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(score, score), min_size=1, max_size=9), st.randoms())
def test_a_higher_figure_is_never_in_a_lower_class(rows, random):
    table = pd.DataFrame(rows, columns=["literacy", "access"], index=[f"t{i}" for i in range(len(rows))], dtype=float)
    found = gaps.bivariate(table["literacy"], table["access"])
    order = random.sample(list(table.index), len(table))
    assert gaps.bivariate(table["literacy"][order], table["access"]).equals(found.loc[order])
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
        gaps.bivariate(pd.Series({"a": 1.0}), pd.Series({"a": 1.0}), **given_)
