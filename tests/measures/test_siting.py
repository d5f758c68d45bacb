import warnings

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from outreach.measures import reach, siting
from outreach.measures.siting.task import Terms
from tests.measures.conftest import four_towns

KM = 111.31949  # a degree on the equator
GRID = four_towns()
PEOPLE, BASES = reach.people.demand(GRID.places, GRID.areas), reach.located.located(GRID.bases, GRID.places, GRID.areas)
PLACES = siting.sites.candidates(GRID.places)
NONE = BASES.iloc[:0]


def district(seed, places=14, sites=9, bases=2):
    """Random people, candidates and bases within some 40 km of one another."""
    random = np.random.default_rng(seed)

    def at(number, letter):
        return pd.DataFrame(
            {
                "area_code": [f"t{i % 3}" for i in range(number)],
                "lon": random.uniform(0, 0.4, number),
                "lat": random.uniform(0, 0.4, number),
            },
            index=[f"{letter}{i}" for i in range(number)],
        )

    demand = at(places, "p").assign(population=random.integers(1, 9000, places).astype(float))
    return demand, at(sites, "s"), at(bases, "b").assign(counted=True, radius_km=0.1)


def costs(demand, sites, bases):
    every = pd.concat([sites[["lon", "lat"]], bases[["lon", "lat"]]])
    return reach.distances.distance_km(demand, every).to_numpy() * reach.coverage.DETOUR, np.arange(
        len(sites), len(every)
    )


def solved(problem):
    import pulp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0))


def value_of(problem):
    return solved(problem).problem.objective.value()


def worst_of(problem, km):
    """From the sites it opened: the solver hands the distance itself over with eight digits."""
    opened = [number for number, site in enumerate(solved(problem).fac_vars) if site.value() > 0.5]
    return km[:, opened].min(axis=1).max()


DISTRICTS = st.integers(0, 60).map(district)


def test_the_seats_are_candidates_and_the_water_is_none():
    water = gpd.GeoDataFrame(geometry=[box(-0.01, -0.01, 0.06, 0.01)], crs="EPSG:4326")
    assert PLACES.index.tolist() == ["pa", "pa2", "pb", "pc", "pe"]
    assert siting.sites.candidates(GRID.places, water).index.tolist() == ["pb", "pc", "pe"]
    assert siting.sites.candidates(PEOPLE).equals(PLACES)


def test_the_best_sites_by_hand():
    # within 1 km only the place itself: 3,000 live at pb, 2,000 at pa, pa2 and pc, 1,000 at pe
    found = siting.cover.mclp(PEOPLE, PLACES, NONE, 1, 1)
    assert (found.chosen, found.objective, found.gap, found.status) == (("pb",), 3000, 0, "optimal")
    assert siting.cover.mclp(PEOPLE, PLACES, NONE, 9, 1).objective == 10_000
    # hall at pa and station at pb stand already: 5,000 are covered, pa2 and pc bring 2,000 each, pe 1,000
    found = siting.cover.mclp(PEOPLE, PLACES, BASES, 3, 1)
    assert (set(found.chosen), found.objective, found.chosen[-1]) == ({"pa2", "pc", "pe"}, 10_000, "pe")
    assert (
        found.demand["covered_before"].tolist() == [True, False, True, False, False] and found.demand["covered"].all()
    )


def test_one_at_a_time_is_not_always_best():
    # the middle covers 6 of 10 at once; after it a single side brings 2 more, while the two sides alone cover all 10
    people = pd.DataFrame(
        {"area_code": "t", "lon": [0.0, 0.1, 0.2, 0.3], "lat": 0.0, "population": [2.0, 3.0, 3.0, 2.0]},
        index=list("abcd"),
    )
    sites = pd.DataFrame({"area_code": "t", "lon": [0.15, 0.05, 0.25], "lat": 0.0}, index=["middle", "west", "east"])
    found = siting.cover.mclp(people, sites, NONE, 2, 0.06 * KM, Terms(detour=1))
    assert (set(found.chosen), found.objective) == ({"west", "east"}, 10)
    assert (found.greedy_chosen[0], found.greedy_objective) == ("middle", 8)


def test_the_shortest_way_by_hand():
    people = pd.DataFrame(
        {"area_code": "t", "lon": [0.0, 0.1, 0.4], "lat": 0.0, "population": [1.0, 1.0, 5.0]}, index=list("abc")
    )
    sites = people[["area_code", "lon", "lat"]].set_axis(["sa", "sb", "sc"])
    median = siting.median.p_median(people, sites, NONE, 1, Terms(detour=1))
    assert (median.chosen, median.objective) == (("sc",), pytest.approx(0.7 * KM, rel=1e-6))
    centre = siting.centre.p_centre(people, sites, NONE, 1, Terms(detour=1))
    assert (centre.chosen, centre.objective) == (("sb",), pytest.approx(0.3 * KM, rel=1e-6))
    assert median.demand["site"].tolist() == ["sc"] * 3


def test_a_site_that_adds_nothing_is_not_built():
    assert siting.cover.mclp(PEOPLE, PLACES.loc[["pa"]], BASES, 1, 1).chosen == ()
    assert siting.centre.p_centre(PEOPLE, PLACES, BASES, 5).objective == 0
    assert len(siting.median.p_median(PEOPLE, PLACES, BASES, 5).chosen) == 3


def test_no_more_sites_leaves_what_stands():
    found = siting.centre.p_centre(PEOPLE, PLACES, BASES, 0)
    assert (found.chosen, found.objective) == ((), pytest.approx(found.demand["travel_km_before"].max()))


def test_where_there_is_no_candidate_nothing_is_built():
    for found in (
        siting.cover.mclp(PEOPLE, PLACES.iloc[:0], BASES, 2, 5),
        siting.median.p_median(PEOPLE, PLACES.iloc[:0], BASES, 2),
        siting.centre.p_centre(PEOPLE, PLACES.iloc[:0], BASES, 2),
    ):
        assert (found.chosen, found.gap, found.status) == ((), 0, "optimal")
    nothing = siting.cover.mclp(PEOPLE, PLACES.iloc[:0], NONE, 2, 5)
    assert (nothing.objective, nothing.gap) == (0, 0) and nothing.demand["site"].isna().all()


def test_weights_by_gap_and_by_group():
    assert siting.sites.weights(PEOPLE).tolist() == [2000, 2000, 3000, 2000, 1000]
    by_gap = siting.sites.weights(PEOPLE, pd.Series({"a": 0.0, "b": 0.1, "e": 1.0}))
    assert by_gap.fillna(-1).tolist() == [0, 0, 300, -1, 1000]
    assert siting.cover.mclp(PEOPLE, PLACES, NONE, 1, 1, Terms(weight=by_gap)).chosen == ("pe",)
    old = siting.sites.group_share(GRID.areas.assign(age_60_plus=[3000, 1000, None, 500, 900]), "age_60_plus")
    assert old.fillna(-1).to_dict() == {"d": 0.3, "a": 0.25, "b": -1, "c": 0.25, "e": 0.9}


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: siting.cover.mclp(PEOPLE, PLACES, BASES, -1, 5), "whole number of sites, 0 or more, found -1"),
        (lambda: siting.cover.mclp(PEOPLE, PLACES, BASES, 1, -5), "expected limit_km of 0 or more, found -5"),
        (
            lambda: siting.cover.mclp(PEOPLE, PLACES, BASES, 1, 5, Terms(detour=0.5)),
            "expected detour of 1 or more, found 0.5",
        ),
        (
            lambda: siting.cover.mclp(PEOPLE, pd.concat([PLACES, PLACES]), BASES, 1, 5),
            "candidates listed twice: pa, pa2, pb, pc, pe",
        ),
        (
            lambda: siting.cover.mclp(PEOPLE, PLACES.rename({"pa": "hall"}), BASES, 1, 5),
            "candidates named like bases: hall",
        ),
        (lambda: siting.median.p_median(PEOPLE, PLACES, NONE, 0), "no base and no site to add"),
        (
            lambda: siting.cover.mclp(PEOPLE.assign(population=np.nan), PLACES, BASES, 1, 5),
            "no settlement point with people that weigh",
        ),
        (
            lambda: siting.cover.mclp(PEOPLE, PLACES, BASES, 1, 5, Terms(weight=-siting.sites.weights(PEOPLE))),
            "expected weights of 0 or more, found pa = -2000",
        ),
        (lambda: siting.sites.weights(PEOPLE, pd.Series({"a": -1.0})), "expected factors of 0 or more, found a = -1"),
        (lambda: siting.sites.group_share(GRID.areas, "giants"), "areas: no column giants"),
        (
            lambda: siting.trial.what_if(PEOPLE, BASES, (31.9, 121.2), 5, district="d"),
            "expected lon −180..180 and lat −90..90, found 31.9 and 121.2",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("bases", [0, 2])
def test_spopt_agrees(seed, bases):
    from spopt.locate import MCLP, PCenter, PMedian

    demand, sites, standing = district(seed, bases=bases)
    km, fixed = costs(demand, sites, standing)
    people, k = demand["population"].to_numpy(), 3
    also = {"predefined_facilities_arr": fixed} if bases else {}
    assert siting.cover.mclp(demand, sites, standing, k, 10).objective == pytest.approx(
        value_of(MCLP.from_cost_matrix(km, people, 10, k + bases, **also)), rel=1e-9
    )
    assert siting.median.p_median(demand, sites, standing, k).objective == pytest.approx(
        value_of(PMedian.from_cost_matrix(km, people, k + bases, **also)), rel=1e-9
    )
    assert siting.centre.p_centre(demand, sites, standing, k).objective == pytest.approx(
        worst_of(PCenter.from_cost_matrix(km, k + bases, **also), km), rel=1e-9
    )


@settings(max_examples=12, deadline=None)
@given(DISTRICTS, st.integers(1, 4), st.floats(2, 25))
def test_no_choice_of_sites_is_better_and_greedy_never_is(given_district, k, limit):
    from itertools import combinations

    demand, sites, bases = given_district
    km, fixed = costs(demand, sites, bases)
    people = demand["population"].to_numpy()
    ways = [km[:, [*some, *fixed]].min(axis=1) for some in combinations(range(len(sites)), k)]
    found = siting.cover.mclp(demand, sites, bases, k, limit)
    assert (
        found.objective == pytest.approx(max(people[way <= limit].sum() for way in ways))
        and found.greedy_objective <= found.objective
    )
    found = siting.median.p_median(demand, sites, bases, k)
    assert (
        found.objective == pytest.approx(min(people @ way for way in ways), rel=1e-9)
        and found.greedy_objective >= found.objective
    )
    found = siting.centre.p_centre(demand, sites, bases, k)
    assert (
        found.objective == pytest.approx(min(way.max() for way in ways), rel=1e-9)
        and found.greedy_objective >= found.objective
    )
    assert found.demand["travel_km"].max() == pytest.approx(found.objective)


@settings(max_examples=5, deadline=None)
@given(DISTRICTS, st.floats(2, 25), st.integers(0, 9))
def test_one_more_site_never_lowers_coverage_and_row_order_is_nothing(given_district, limit, seed):
    demand, sites, bases = given_district
    curve = siting.cover.coverage_curve(demand, sites, bases, 5, limit)
    assert (
        (curve["added"].dropna() >= 0).all()
        and curve["share"].between(0, 1).all()
        and (curve["greedy_share"] <= curve["share"]).all()
    )
    covered = reach.coverage.coverage(demand, bases, limit, district="d")["value"]["d"]
    assert curve.loc[0, "share"] == pytest.approx(covered)
    turned = siting.cover.coverage_curve(demand.sample(frac=1, random_state=seed), sites[::-1], bases[::-1], 5, limit)
    pd.testing.assert_frame_equal(turned, curve)


def test_a_stopped_solver_gives_its_best_and_says_how_much_better_it_could_be():
    demand, sites, bases = district(1, places=300, sites=200)
    found = siting.median.p_median(demand, sites, bases, 8, Terms(time_limit_s=0.0))
    assert found.status == "time_limit" and found.bound <= found.objective <= found.greedy_objective
    assert found.gap == pytest.approx((found.objective - found.bound) / found.objective) and len(found.chosen) == 8
    found = siting.centre.p_centre(demand, sites, bases, 8, Terms(time_limit_s=0.0))
    assert found.status == "time_limit" and 0 < found.bound <= found.objective


def test_a_large_median_is_proven():
    demand, sites, bases = district(2, places=250, sites=150)
    found = siting.median.p_median(demand, sites, bases, 4, Terms(time_limit_s=60))
    assert (found.status, found.gap) == ("optimal", 0) and found.objective <= found.greedy_objective


def test_what_one_base_would_do_by_hand():
    # at the seat of c, 2,000 people: nobody there is within 1 km today and everybody would be
    found = siting.trial.what_if(PEOPLE, BASES, (0.0, 0.1), 1, district="d")
    assert found.loc[
        "c", ["coverage_before", "coverage_after", "mean_km_after", "people_gained"]
    ].tolist() == pytest.approx([0, 1, 0, 2000])
    assert found.loc["d", ["coverage_before", "coverage_after", "people_gained"]].tolist() == pytest.approx(
        [0.5, 0.7, 2000]
    )
    first = siting.trial.what_if(PEOPLE, NONE, (0.0, 0.0), 1, district="d")
    assert (
        first["mean_km_before"].isna().all()
        and first.loc["a", "coverage_after"] == 0.5
        and first.loc["a", "worst_km_after"] == pytest.approx(0.05 * KM * 1.3)
    )


@settings(max_examples=15, deadline=None)
@given(DISTRICTS, st.floats(-0.1, 0.5), st.floats(-0.1, 0.5), st.floats(0, 30))
def test_one_base_more_never_leaves_anybody_worse(given_district, lon, lat, limit):
    demand, _, bases = given_district
    found = siting.trial.what_if(demand, bases, (lon, lat), limit, district="d")
    assert (found["coverage_after"] >= found["coverage_before"]).all() and (found["people_gained"] >= 0).all()
    assert (found["mean_km_after"] <= found["mean_km_before"] + 1e-9).all() and (
        found["worst_km_after"] <= found["worst_km_before"] + 1e-9
    ).all()
    assert found["people_gained"].drop("d").sum() == pytest.approx(found.loc["d", "people_gained"], abs=1e-6)


def test_the_shipped_district(shipped):
    demand, where = (
        reach.people.demand(shipped.places, shipped.areas),
        reach.located.located(shipped.bases, shipped.places, shipped.areas),
    )
    sites = siting.sites.candidates(shipped.places)
    curve = siting.cover.coverage_curve(demand, sites, where, 3, 5)
    assert curve["share"].round(3).tolist() == [0.578, 0.645, 0.695, 0.744] and curve.loc[3, "chosen"] == (
        "tianbu",
        "lingdian",
        "desheng",
    )
    assert siting.median.p_median(demand, sites, where, 3).chosen == ("zhengyu", "lingdian", "qilin")
    centre = siting.centre.p_centre(demand, sites, where, 3)
    assert round(centre.objective, 2) == 9.49 == round(centre.greedy_objective, 2)
