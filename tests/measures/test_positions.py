"""Where bases may stand: cases worked by hand, laws that hold for any positions, and the shipped district."""

from datetime import date
from unittest.mock import patch

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from outreach.figures import Figures
from outreach.figures.reach import USUAL
from outreach.measures import access, gaps, literacy, positions, reach
from outreach.measures.land import Settled, land, people
from tests.measures.conftest import TRAVEL, access_of, record_of
from tests.towns import HAIMEN, HAIYONG

NONE = pd.DataFrame(columns=["lon", "lat", "to_lon", "to_lat", "length_km", "status"])
DEGREE = 111.32  # kilometres of a degree on the equator


def expected_access(*asked):
    return positions.access.access(positions.access.in_runs(*asked))


@pytest.fixture
def towns(grid) -> gpd.GeoDataFrame:
    """The towns of the grid as squares of 0.1° around their seats."""
    seats = {"a": (0, 0), "b": (0.1, 0), "c": (0, 0.1), "e": (0.1, 0.1)}
    boxes = [shapely.box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in seats.values()]
    return gpd.GeoDataFrame({"area_code": list(seats)}, geometry=boxes, crs="EPSG:4326")


def water(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"kind": ["river"] * len(boxes)}, geometry=[shapely.box(*b) for b in boxes], crs="EPSG:4326"
    )


def at(grid, rows, accuracy="exact") -> pd.DataFrame:
    """Bases as reach.located.located has them: base_id, town, lon, lat."""
    bases = pd.DataFrame(rows, columns=["base_id", "area_code", "lon", "lat"])
    bases = bases.assign(level="district", place_id=None, accuracy=accuracy, status="open")
    return reach.located.located(bases, grid.places, grid.areas)


def test_the_people_of_a_town_add_up_to_its_population_whatever_part_is_settled(grid, towns):
    ground = land(towns, water(), grid.areas, NONE)
    for share in (0.0, 0.5, 1.0):
        spread = people(grid.places, grid.areas, ground, Settled(share))
        assert spread.groupby("area_code")["population"].sum().round(6).to_dict() == {
            "a": 4000, "b": 3000, "c": 2000, "e": 1000,
        }  # fmt: skip


def test_people_are_densest_around_their_settlement_and_even_where_nobody_is_settled(grid, towns):
    ground = land(towns, water(), grid.areas, NONE)
    even = people(grid.places, grid.areas, ground, Settled(0.0)).query("area_code == 'b'")["population"]
    assert even.max() == pytest.approx(even.min())
    peak = people(grid.places, grid.areas, ground).query("area_code == 'b'")
    km = np.hypot(peak["lon"] - 0.1, peak["lat"]) * DEGREE
    assert peak["population"].idxmax() == km.idxmin()
    assert peak["population"].min() == pytest.approx(even.min() / 2, rel=0.01)  # far from it the even half alone


def test_exact_positions_give_the_coverage_and_access_of_before_with_no_width(grid, towns):
    located = at(grid, [("x", "a", 0.0, 0.0), ("y", "e", 0.09, 0.09)])
    spread = reach.people.demand(grid.places, grid.areas)
    drawn = positions.simulation.simulate(spread, located, land(towns, water(), grid.areas, NONE))
    for way, found in positions.coverage.by_way(drawn, TRAVEL, "d").items():
        plain = reach.coverage.coverage(spread, located, TRAVEL[f"{way}_km"], district="d")["value"]
        assert found["value"].to_dict() == pytest.approx(plain.to_dict())
        assert (found["low"] == found["high"]).all() and not found["unknown"].any()
    supply = access.Supply(pd.Series({"x": 3.0, "y": 1.0}), "weight", ())
    for decay in access.DECAYS:
        found = expected_access(drawn, supply, TRAVEL, "drive", decay, "d")
        plain = access_of(spread, supply, located, "drive", decay, "d")
        assert found["value"].to_dict() == pytest.approx(plain.to_dict(), rel=1e-4)
        assert (found["low"] == found["high"]).all()


def test_a_base_known_to_its_town_covers_a_point_as_often_as_a_circle_around_it_holds_of_the_town(grid, towns):
    located = at(grid, [("x", "b", None, None)], "town")
    point = pd.DataFrame({"area_code": ["b"], "lon": [0.1], "lat": [0.0], "population": [100.0]}, index=["p"])
    drawn = positions.simulation.simulate(point, located, land(towns, water(), grid.areas, NONE), runs=2000)
    found = positions.coverage.by_way(drawn, TRAVEL, "d")["ebike"].loc["b"]
    expected = np.pi * (5 / 1.3) ** 2 / (0.1 * DEGREE) ** 2  # the circle of 3.85 km in a square of 11.1 km
    assert found["value"] == pytest.approx(expected, abs=0.03)
    assert (found["low"], found["high"]) == (0, 1)


def test_every_position_is_on_the_towns_own_land(grid, towns):
    wet = water((0.06, -0.05, 0.15, 0.03))
    ground = land(towns, wet, grid.areas, NONE)
    drawn = positions.simulation.simulate(
        reach.people.demand(grid.places, grid.areas), at(grid, [("x", "b", None, None)], "town"), ground
    )
    lon, lat = ground.degrees(drawn.at[0])
    assert shapely.contains_xy(towns.geometry[1].buffer(1e-6), lon, lat).all()
    assert not shapely.contains_xy(wet.geometry[0].buffer(-1e-6), lon, lat).any()


def test_a_street_is_a_disc_of_a_kilometre_on_land(grid, towns):
    ground = land(towns, water((0.1, -0.05, 0.15, 0.05)), grid.areas, NONE)
    drawn = positions.simulation.simulate(
        reach.people.demand(grid.places, grid.areas), at(grid, [("x", "b", 0.1, 0.0)], "street"), ground
    )
    lon, lat = ground.degrees(drawn.at[0])
    assert (np.hypot(lon - 0.1, lat) * DEGREE <= 1.02).all() and (lon <= 0.1001).all()
    assert drawn.km2[0] == pytest.approx(np.pi / 2, rel=0.02)


def test_a_walk_to_a_base_known_to_its_town_is_unknown_and_a_ride_is_not(grid, towns):
    located = at(grid, [("x", "b", None, None)], "town")
    spread = people(grid.places, grid.areas, land(towns, water(), grid.areas, NONE))
    found = positions.coverage.by_way(
        positions.simulation.simulate(spread, located, land(towns, water(), grid.areas, NONE)), TRAVEL, "d"
    )
    assert found["walk"].loc["b", "unknown"] and np.isnan(found["walk"].loc["b", "value"])
    assert not found["ebike"].loc["b", "unknown"] and found["ebike"].loc["b", "value"] > 0.3
    assert not found["walk"].loc["c", "unknown"] and found["walk"].loc["c", "value"] == 0  # nothing comes near


def test_another_base_and_the_order_of_rows_move_no_other(grid, towns):
    ground, spread = land(towns, water(), grid.areas, NONE), reach.people.demand(grid.places, grid.areas)
    rows = [("x", "b", None, None), ("y", "a", None, None), ("z", "c", None, None)]
    one = positions.simulation.simulate(spread, at(grid, rows[:2], "town"), ground)
    other = positions.simulation.simulate(spread, at(grid, rows[::-1], "town"), ground)
    for base in ("x", "y"):
        assert (one.at[one.row(base)] == other.at[other.row(base)]).all()


def test_one_more_base_lowers_nobodys_coverage_or_access(grid, towns):
    ground, luck = land(towns, water(), grid.areas, NONE), np.random.default_rng(1)
    spread = people(grid.places, grid.areas, ground)
    rows = [(f"base{n}", luck.choice(["a", "b", "c", "e"]), None, None) for n in range(6)]
    before = None
    for many in range(1, 7):
        located = at(grid, rows[:many], "town")
        drawn = positions.simulation.simulate(spread, located, ground, runs=50)
        supply = access.Supply(pd.Series(1.0, index=located.index), "weight", ())
        now = (
            positions.coverage.by_way(drawn, TRAVEL, "d")["ebike"]["value"],
            expected_access(drawn, supply, TRAVEL, "ebike", "e2sfca", "d")["value"],
        )
        if before is not None:
            assert (now[0] >= before[0] - 1e-9).all() and (now[1] >= before[1] - 1e-9).all()
        before = now


def test_what_bases_offer_is_neither_made_nor_lost(grid, towns):
    ground = land(towns, water(), grid.areas, NONE)
    spread = people(grid.places, grid.areas, ground)
    located = at(grid, [("x", "a", None, None), ("y", "b", None, None)], "town")
    drawn = positions.simulation.simulate(spread, located, ground)
    found = expected_access(
        drawn, access.Supply(pd.Series({"x": 3.0, "y": 1.0}), "weight", ()), TRAVEL, "drive", "e2sfca", "d"
    )
    assert found.loc["d", "value"] * 10_000 == pytest.approx(4.0, rel=1e-4)


RIVER = (0.045, -0.06, 0.055, 0.16)  # between a and c in the west and b and e in the east, a kilometre wide


def test_water_without_a_crossing_is_not_crossed(grid, towns):
    ground = land(towns, water(RIVER), grid.areas, NONE)
    drawn = positions.simulation.simulate(
        reach.people.demand(grid.places, grid.areas), at(grid, [("x", "a", 0.04, 0.0)]), ground
    )
    km = pd.Series(positions.simulation.nearest_km(drawn)[0], index=drawn.demand.index)
    assert np.isinf(km[["pb", "pe"]]).all() and km["pa"] == pytest.approx(0.04 * DEGREE, rel=0.01)
    assert np.isfinite(km["pc"])
    mean = positions.ways.mean_km(drawn, 1.3, "d")["value"]
    assert mean[["b", "e"]].isna().all() and mean["c"] == pytest.approx(1.3 * km["pc"], rel=1e-4)


def test_a_crossing_is_used_at_its_ends_and_for_its_length_and_a_closed_one_is_not(grid, towns):
    ferry = pd.DataFrame(
        {"lon": [0.044], "lat": [0.0], "to_lon": [0.056], "to_lat": [0.0], "length_km": [3.0], "status": ["open"]}
    )
    located, spread = at(grid, [("x", "a", 0.044, 0.0)]), reach.people.demand(grid.places, grid.areas)
    drawn = positions.simulation.simulate(spread, located, land(towns, water(RIVER), grid.areas, ferry))
    km = pd.Series(positions.simulation.nearest_km(drawn)[0], index=spread.index)
    assert km["pb"] == pytest.approx(3.0 + 0.044 * DEGREE, abs=0.5)  # the ferry's three kilometres, then straight on
    shut = positions.simulation.simulate(
        spread, located, land(towns, water(RIVER), grid.areas, ferry.assign(status="closed"))
    )
    assert np.isinf(pd.Series(positions.simulation.nearest_km(shut)[0], index=spread.index)["pb"])


def test_the_way_round_a_bay_is_longer_than_straight_and_never_through_it(grid, towns):
    bay = water((-0.01, -0.06, 0.01, 0.1))
    ground = land(towns, bay, grid.areas, NONE)
    spread = pd.DataFrame(
        {"area_code": ["a", "a"], "lon": [-0.03, 0.03], "lat": [-0.03, -0.03], "population": [1.0, 1.0]},
        index=["w", "e"],
    )
    drawn = positions.simulation.simulate(spread, at(grid, [("x", "a", -0.03, -0.03)]), ground)
    west, east = positions.simulation.nearest_km(drawn)[0]
    assert west == pytest.approx(0, abs=0.01)
    assert east > 2 * 0.13 * DEGREE * 0.9  # up to the head of the bay and down again


def test_narrow_water_and_canals_are_in_nobodys_way(grid, towns):
    brook = water((0.05, -0.06, 0.0505, 0.16))
    assert np.isfinite(land(towns, brook, grid.areas, NONE).extra).all()


def test_a_district_too_large_keeps_its_settlement_points_and_seats(grid, towns):
    big = towns.assign(geometry=towns.scale(20, 20, origin=(0, 0)))
    assert land(big, water(), grid.areas, NONE) is None
    spread = positions.simulation.people(grid.places, grid.areas, {"towns": big, "water": water()}, None, "land")
    pd.testing.assert_frame_equal(spread, reach.people.demand(grid.places, grid.areas))
    located = reach.located.located(grid.bases, grid.places, grid.areas)
    found = positions.coverage.by_way(positions.simulation.simulate(spread, located, None), TRAVEL, "d")
    pd.testing.assert_frame_equal(
        found["ebike"].drop(columns=["unknown", "expected"]),
        reach.coverage.by_way(spread, located, TRAVEL, "d")["ebike"],
    )


def test_draws_for_robustness_are_the_same_for_a_seed_and_of_the_same_positions(grid, towns):
    ground = land(towns, water(), grid.areas, NONE)
    drawn = positions.simulation.simulate(
        people(grid.places, grid.areas, ground), at(grid, [("x", "b", None, None)], "town"), ground
    )
    one = positions.coverage.coverage_runs(drawn, 5.0, district="d", runs=1000, seed=3)
    assert one.shape == (1000, 4)
    assert (one == positions.coverage.coverage_runs(drawn, 5.0, district="d", runs=1000, seed=3)).all()
    assert one.mean(axis=0) == pytest.approx(
        positions.coverage.by_way(drawn, TRAVEL, "d")["ebike"]["value"].drop("d").to_numpy()
    )


def test_the_shipped_district_says_what_its_positions_allow(district):
    figures = Figures(district, date(2026, 11, 27))
    covered = figures.covered()
    assert covered["walk"].drop(HAIYONG)["unknown"].all()
    whole = covered["ebike"].loc["320614"]
    assert whole["value"] == pytest.approx(0.577, abs=0.01) and whole["high"] - whole["low"] < 0.15
    assert covered["ebike"].loc[HAIMEN, "value"] > 0.9
    assert covered["drive"].loc[HAIYONG, "value"] < 0.02  # across the river without a crossing on record
    assert np.isnan(figures.mean_km.loc[HAIYONG, "value"])
    assert figures.access(USUAL)[HAIYONG] == pytest.approx(0, abs=1e-6)


def gaps_of(district, bases, ground, spread, way):
    """The gaps of the towns over positions, with access by that way of travel; their places are not looked at."""
    located = reach.located.located(bases, district.places, district.areas)
    drawn = positions.simulation.simulate(spread, located, ground)
    official = literacy.stated.official(district.literacy, "320614").share
    with patch.object(gaps.towns, "robustness", lambda scores, _: pd.DataFrame(index=scores.index)):
        return gaps.towns.by_town(
            record_of(district, "320614")._replace(bases=bases),
            gaps.towns.Shares(literacy.modelled.modelled(district.areas, district.groups, official).table, official),
            gaps.towns.Within(
                positions.coverage.by_way(drawn, TRAVEL, "320614"),
                expected_access(drawn, access.supply(bases, district.levels, located), TRAVEL, way, "e2sfca", "320614"),
            ),
        )


@pytest.mark.parametrize("way", ["walk", "ebike"])
def test_entering_a_base_makes_no_towns_gap_larger_wherever_bases_may_stand(district, way):
    ground = land(district.geometry["towns"], district.geometry["water"], district.areas, district.crossings)
    spread = people(district.places, district.areas, ground)
    towns_ = district.areas.loc[district.areas["parent_code"] == "320614", "area_code"].to_numpy()
    random = np.random.default_rng(3)
    bases = district.bases.iloc[:4].reset_index(drop=True)
    bases.loc[0, ["accuracy", "lon", "lat"]] = ["exact", 121.17, 31.9]
    before = gaps_of(district, bases, ground, spread, way)
    for number in range(6):
        row = {
            "base_id": f"entered-{number}",
            "area_code": random.choice(towns_),
            "level": random.choice(["district", "town", "village"]),
            "status": "open",
            "accuracy": "town",
        }
        if number % 2:
            row |= {"accuracy": "exact", "lon": random.uniform(121.0, 121.5), "lat": random.uniform(31.8, 32.0)}
        bases = pd.concat([bases, pd.DataFrame([row])], ignore_index=True)
        after = gaps_of(district, bases, ground, spread, way)
        assert (after["gap"] <= before["gap"] + 1e-4).all()  # positions are reckoned in single precision
        assert (after["gap_high"] <= before["gap_high"] + 1e-4).all()
        others = after.index != row["area_code"]
        assert (after.loc[others, "gap_low"] <= before.loc[others, "gap_low"] + 1e-4).all()
        before = after


def test_what_cannot_be_told_is_no_reason_and_not_known_but_scores_as_expected(district):
    ground = land(district.geometry["towns"], district.geometry["water"], district.areas, district.crossings)
    spread = people(district.places, district.areas, ground)
    walk, ride = (gaps_of(district, district.bases, ground, spread, way) for way in ("walk", "ebike"))
    untold = walk["access_per_10k"].isna()
    assert untold.sum() >= 10 and ride["access_per_10k"].notna().all()
    assert walk["access"].notna().all() and (walk.loc[untold, "known"] == 0.8).all() and (ride["known"] == 1).all()
    assert not (walk.loc[untold, ["first", "second"]] == "access").any(axis=None)


def test_what_is_part_of_a_base_stands_where_that_base_stands(district):
    figures = Figures(district, date(2026, 11, 27))
    drawn = figures.drawn()
    whole, part, other = (
        drawn.at[drawn.row(one)] for one in ("zhang-jian-hometown", "yisheng-park", "changle-practice-hall")
    )
    assert (whole == part).all() and (whole != other).any()
