import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import access, reach
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

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from access import fca, weights

decays = st.sampled_from(access.DECAYS)


def points(**people):
    return pd.DataFrame(
        {"area_code": [name[0] for name in people], "lon": 0.0, "lat": 0.0, "population": list(people.values())},
        index=list(people),
        dtype=object,
    ).astype({"population": float})


def pairs(*rows):
    return pd.DataFrame(rows, columns=["place_id", "base_id", "travel_km"])


def district(seed, places=12, bases=6):
    """Random people, bases and the travel between them; the last base is out of everybody's reach."""
    random = np.random.default_rng(seed)
    demand = pd.DataFrame(
        {
            "area_code": [f"t{i % 3}" for i in range(places)],
            "population": random.integers(1, 9000, places).astype(float),
        },
        index=[f"p{i}" for i in range(places)],
    )
    supply = pd.Series(random.uniform(0.5, 5, bases), index=[f"b{i}" for i in range(bases)])
    km = random.uniform(0, 12, (places, bases))
    km[:, -1] = 99
    km[0] = 99
    return (
        demand,
        supply,
        pd.DataFrame(km, index=demand.index, columns=supply.index)
        .stack()
        .rename_axis(["place_id", "base_id"])
        .rename("travel_km")
        .reset_index(),
    )


DISTRICTS = st.integers(0, 40).map(district)


def test_two_towns_share_a_base_by_hand():
    # a base of 6 shared by 1,000 + 2,000 people is 0.002 each; the far town also has a base of 2 to itself: 0.001 more
    demand, supply = points(x1=1000, y1=2000, z1=500), pd.Series({"b": 6.0, "c": 2.0})
    found = access.two_step(demand, supply, pairs(("x1", "b", 1), ("y1", "b", 4), ("y1", "c", 1)), 5, "2sfca")
    assert found.to_dict() == pytest.approx({"x1": 0.002, "y1": 0.003, "z1": 0})


def test_zones_by_hand():
    # near 1,000 at weight 1, far 1,000 at 0.22: 6 / 1,220 at the door, 0.22 of that at the edge
    demand = points(x1=1000, y1=1000)
    found = access.two_step(demand, pd.Series({"b": 6.0}), pairs(("x1", "b", 0), ("y1", "b", 6)), 6, "e2sfca")
    assert found.to_dict() == pytest.approx({"x1": 6 / 1220, "y1": 0.22 * 6 / 1220})


def test_weights_at_the_edges_of_the_zones():
    km = pd.Series([0, 2, 2.1, 4, 4.1, 6, 6.1, np.nan])
    assert access.weight(km, 6, "e2sfca").tolist() == [1, 1, 0.68, 0.68, 0.22, 0.22, 0, 0]
    assert access.weight(km, 6, "2sfca").tolist() == [1, 1, 1, 1, 1, 1, 0, 0]
    bell = access.weight(km, 6, "gaussian")
    assert bell[[0, 5, 6]].tolist() == [1, 0, 0] and bell[1] == pytest.approx(
        (np.exp(-1 / 18) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    )


def test_a_town_nobody_counted_is_missing_and_takes_nothing():
    demand, supply = points(x1=1000, y1=np.nan), pd.Series({"b": 6.0})
    found = access.two_step(demand, supply, pairs(("x1", "b", 1), ("y1", "b", 1)), 5)
    assert found["x1"] == 0.006 and np.isnan(found["y1"])
    assert access.of_towns(found, demand, "d").fillna(-1).to_dict() == {"x": 0.006, "y": -1, "d": 0.006}


def test_towns_have_the_mean_of_their_people():
    demand = points(x1=1000, x2=3000, y1=0)
    found = access.of_towns(pd.Series({"x1": 4.0, "x2": 0.0, "y1": 9.0}), demand, "d")
    assert found.fillna(-1).to_dict() == {"x": 1, "y": -1, "d": 1}


def test_a_base_at_the_rim_of_a_bell_goes_to_nobody():
    found = access.two_step(points(x1=1000), pd.Series({"b": 6.0}), pairs(("x1", "b", 5)), 5, "gaussian")
    assert found.tolist() == [0]


@settings(max_examples=20, deadline=None)
@given(DISTRICTS, decays, st.floats(0.5, 15))
def test_nothing_is_made_or_lost(given_district, decay, catchment):
    demand, supply, travel = given_district
    found = access.two_step(demand, supply, travel, catchment, decay)
    shared = access.ratio(demand, supply, travel, catchment, decay).notna()
    assert (found * demand["population"]).sum() == pytest.approx(supply[shared].sum(), rel=1e-9)
    assert (found >= 0).all() and found.index.equals(demand.index)
    towns = access.of_towns(found, demand, "d")
    assert towns["d"] * demand["population"].sum() == pytest.approx(supply[shared].sum(), rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(DISTRICTS, decays, st.integers(0, 9))
def test_row_order_is_nothing(given_district, decay, seed):
    demand, supply, travel = given_district
    turned = access.two_step(
        demand.sample(frac=1, random_state=seed), supply[::-1], travel.sample(frac=1, random_state=seed), 6, decay
    )
    pd.testing.assert_series_equal(
        access.two_step(demand, supply, travel, 6, decay), turned.reindex(demand.index), rtol=1e-12
    )


@settings(max_examples=15, deadline=None)
@given(DISTRICTS, decays, st.floats(0.1, 5))
def test_more_supply_never_leaves_anybody_with_less(given_district, decay, more):
    demand, supply, travel = given_district
    before, after = (
        access.two_step(demand, one, travel, 6, decay)
        for one in (supply, supply.where(supply.index != "b2", supply + more))
    )
    assert (after >= before - 1e-15).all()


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 10), st.floats(0, 10), st.floats(0.1, 10), decays)
def test_a_farther_base_never_counts_more(km, further, catchment, decay):
    near, far = access.weight(pd.Series([km, km + further]), catchment, decay)
    assert 1 >= near >= far >= 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("decay", access.DECAYS)
def test_pysal_access_agrees(seed, decay):
    demand, supply, travel = district(seed)
    catchment = 6.0
    theirs = {
        "2sfca": None,
        "e2sfca": weights.step_fn({2: 1, 4: 0.68, 6: 0.22}),
        "gaussian": lambda km: max((np.exp(-((km / catchment) ** 2) / 2) - np.exp(-0.5)) / (1 - np.exp(-0.5)), 0),
    }[decay]
    costs = travel.rename(columns={"place_id": "origin", "base_id": "dest", "travel_km": "cost"})
    expected = (
        fca.two_stage_fca(
            demand.rename_axis("geoid"),
            supply.to_frame("supply").rename_axis("geoid"),
            costs,
            max_cost=catchment,
            demand_index=True,
            demand_name="population",
            supply_name="supply",
            weight_fn=theirs,
        )
        .reindex(demand.index)
        .fillna(0)
    )
    found = access.two_step(demand, supply, travel, catchment, decay)
    assert found["p0"] == 0
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15)


def test_what_a_base_offers_does_not_depend_on_what_is_known_of_another(grid):
    where = reach.located.located(grid.bases, grid.places, grid.areas)
    levels = grid.levels.assign(weight=[5, 4, 3, 2, 1, 0.5])
    found = access.supply(grid.bases, levels, where)
    assert (found.value.to_dict(), found.basis, found.presumed) == ({"hall": 2.0, "station": 0.5}, "weight", ())
    known = grid.bases.assign(capacity_per_year=[9000, 100, None, None])
    assert access.supply(known, levels, where).value.to_dict() == {"hall": 2.0, "station": 0.5}
    assert access.supply(known, levels, where, "capacity").value.to_dict() == {"hall": 9000, "station": 100}
    half = access.supply(known.assign(capacity_per_year=[9000, None, 5, 5]), levels, where, "capacity")
    assert (half.value.to_dict(), half.basis, half.presumed) == ({"hall": 9000, "station": 0}, "capacity", ("station",))
    unstated = access.supply(grid.bases.assign(level=[None, "village", None, None]), levels, where)
    assert (unstated.value.to_dict(), unstated.presumed) == ({"hall": 0.5, "station": 0.5}, ("hall",))


def test_what_cannot_be_is_refused(grid):
    where = reach.located.located(grid.bases, grid.places, grid.areas)
    with pytest.raises(ValueError, match="levels: no weight of district"):
        access.supply(grid.bases, pd.DataFrame({"level": ["village"], "weight": [1]}), where)
    with pytest.raises(ValueError, match="supply: expected weight, capacity, found visitors"):
        access.supply(grid.bases, grid.levels, where, "visitors")
    with pytest.raises(ValueError, match="expected decay e2sfca, 2sfca, gaussian, found 3sfca"):
        access.weight(pd.Series([1.0]), 5, "3sfca")
    with pytest.raises(ValueError, match="no supply of c"):
        access.two_step(points(x1=1), pd.Series({"b": 1.0}), pairs(("x1", "c", 1)), 5)
    with pytest.raises(ValueError, match="no demand at z9"):
        access.two_step(points(x1=1), pd.Series({"b": 1.0}), pairs(("z9", "b", 1)), 5)


def test_the_shipped_district(shipped):
    demand, where = (
        reach.people.demand(shipped.places, shipped.areas),
        reach.located.located(shipped.bases, shipped.places, shipped.areas),
    )
    offered = access.supply(shipped.bases, shipped.levels, where)
    assert (offered.value.sum(), offered.basis, len(offered.presumed)) == (26.5, "weight", 7)
    travel = access.travel(demand, where, 15)
    found = 10_000 * access.of_towns(access.two_step(demand, offered.value, travel, 15, "e2sfca"), demand, "320614")
    assert found.round(2).to_dict() == {
        HAIMEN: 0.47,
        BINJIANG: 0.27,
        SANCHANG: 0.55,
        SANXING: 0.31,
        HAIYONG: 0.0,
        CHANGLE: 0.31,
        YUELAI: 0.08,
        SIJIA: 0.17,
        YUDONG: 0.17,
        ZHENGYU: 0.07,
        BAOCHANG: 0.05,
        LINJIANG: 0.02,
        "320614": 0.27,
    }
