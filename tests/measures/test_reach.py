import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from outreach.measures import pairs, reach
from tests.measures.conftest import four_towns

EQUATOR_KM_PER_DEGREE = 111.31949  # 6378.137 km · π / 180
degrees = st.floats(-0.2, 0.2)
positions = st.lists(st.tuples(degrees, degrees, st.floats(0, 8)), min_size=0, max_size=5)


def bases_at(rows):
    return (
        pd.DataFrame(
            [(f"b{i}", lon, lat, radius, True) for i, (lon, lat, radius) in enumerate(rows)],
            columns=["base_id", "lon", "lat", "radius_km", "counted"],
        )
        .set_index("base_id")
        .astype({"lon": float, "lat": float, "radius_km": float, "counted": bool})
    )


PEOPLE = reach.people.demand(four_towns().places, four_towns().areas)


def covered(rows, limit=5.0, **given):
    return reach.coverage.coverage(PEOPLE, bases_at(rows), limit, district="d", **given)


def test_the_people_of_a_town_live_at_its_places(grid):
    found = reach.people.demand(grid.places, grid.areas)
    assert found["population"].to_dict() == {"pa": 2000, "pa2": 2000, "pb": 3000, "pc": 2000, "pe": 1000}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=30), st.integers(0, 10**7))
def test_nobody_is_lost_between_places(parts, people):
    share = (np.array(parts) / sum(parts)).round(4)
    areas = pd.DataFrame({"area_code": ["t"], "kind": ["town"], "population": [people]})
    places = pd.DataFrame(
        {"place_id": [f"p{i}" for i in range(len(share))], "area_code": "t", "lon": 0.0, "lat": 0.0, "share": share}
    )
    assert reach.people.demand(places, areas)["population"].sum() == pytest.approx(people, rel=1e-12, abs=1e-9)


def test_a_town_nobody_counted_keeps_its_places(grid):
    areas = grid.areas.assign(population=grid.areas["population"].where(grid.areas["area_code"] != "a"))
    found = reach.people.demand(grid.places, areas)
    assert found["population"].isna().to_dict() == {"pa": True, "pa2": True, "pb": False, "pc": False, "pe": False}
    share = reach.coverage.coverage(found, bases_at([(0.0, 0.0, 0.1)]), 5, district="d")["value"]
    assert np.isnan(share["a"]) and share["d"] == 0


def test_people_without_a_place_are_refused(grid):
    with pytest.raises(ValueError, match="places: no place in c"):
        reach.people.demand(grid.places[grid.places["area_code"] != "c"], grid.areas)


def test_shares_that_do_not_add_up_are_refused(grid):
    with pytest.raises(ValueError, match="expected shares of a town to add up to 1, found a = 0.9"):
        reach.people.demand(grid.places.assign(share=[0.4, 0.5, 1, 1, 1]), grid.areas)


def test_a_base_is_drawn_where_it_is_known_to_be(grid):
    found = reach.located.located(grid.bases, grid.places, grid.areas)
    assert found.loc["hall", ["lon", "lat", "radius_km"]].tolist() == [0.0, 0.0, 0.1]
    assert found.loc["station", ["lon", "lat", "at"]].tolist() == [0.1, 0.0, "pb"]
    assert found.loc["station", "radius_km"] == pytest.approx(np.sqrt(100 / np.pi))
    assert found.loc["farm", ["lon", "lat", "radius_km", "at"]].isna().all()
    assert found["counted"].to_dict() == {"hall": True, "station": True, "old": False, "farm": False}


def test_a_base_known_to_its_town_is_drawn_at_its_own_place_before_the_seat(grid):
    bases = grid.bases.assign(place_id=[None, "pa2", None, None])
    assert reach.located.located(bases, grid.places, grid.areas).loc["station", ["lon", "at"]].tolist() == [0.05, "pa2"]


def test_a_degree_on_the_equator(grid):
    found = reach.distances.distance_km(
        bases_at([(0.0, 0.0, 0)]), bases_at([(1.0, 0.0, 0), (0.0, 1.0, 0), (0.0, 0.0, 0), (np.nan, 0.0, 0)])
    )
    assert found.iloc[0, :3].tolist() == pytest.approx([EQUATOR_KM_PER_DEGREE, 110.57439, 0], abs=1e-4)
    assert np.isnan(found.iloc[0, 3])


def test_distances_are_the_same_in_pieces(grid, monkeypatch):
    points = reach.people.demand(grid.places, grid.areas)
    whole = reach.distances.distance_km(points, points)
    monkeypatch.setattr(reach.distances, "PAIRS_AT_ONCE", 7)
    pd.testing.assert_frame_equal(whole, reach.distances.distance_km(points, points))
    assert np.allclose(whole, whole.T)


def test_the_nearest_base_that_counts(grid):
    found = reach.distances.nearest(
        reach.people.demand(grid.places, grid.areas), reach.located.located(grid.bases, grid.places, grid.areas)
    )
    assert found["base_id"].to_dict() == {"pa": "hall", "pa2": "hall", "pb": "station", "pc": "hall", "pe": "station"}
    assert found.loc["pa2", "distance_km"] == pytest.approx(0.05 * EQUATOR_KM_PER_DEGREE)


def test_without_bases_nothing_is_near_and_nobody_covered(grid):
    points, none = reach.people.demand(grid.places, grid.areas), bases_at([])
    assert reach.distances.nearest(points, none).isna().all(axis=None)
    assert (covered([]) == 0).all(axis=None)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=7),
    st.lists(st.tuples(degrees, degrees), max_size=3),
)
@example([(0.0, 1.4981518738663003e-74), (0.0, 0.0), (0.0, 1.4876524554558657e-210)], [])
def test_the_nearest_is_the_least_of_all_distances(points, more):
    here = pd.DataFrame([*more, *points], columns=["lon", "lat"]).set_axis(
        [f"p{i}" for i in range(len(points) + len(more))]
    )
    there = (
        pd.DataFrame([*points[::-1], *points], columns=["lon", "lat"])
        .set_axis([f"b{i}" for i in range(2 * len(points))])
        .assign(counted=True)
    )
    km = reach.distances.distance_km(here, there.sort_index())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach.distances, "NEIGHBOURS", 2)
        found = reach.distances.nearest(here, there)
    assert (
        found["distance_km"].tolist() == km.min(axis=1).tolist()
        and found["base_id"].tolist() == km.idxmin(axis=1).tolist()
    )


def test_of_a_provinces_pairs_few_are_measured(monkeypatch):
    random, measured, measure = np.random.default_rng(1), [], pairs.geodesic_km
    points = pd.DataFrame(
        {
            "area_code": "t",
            "lon": random.uniform(116, 122, 2600),
            "lat": random.uniform(31, 35, 2600),
            "population": 1.0,
        }
    )
    bases = pd.DataFrame(
        {
            "lon": random.uniform(116, 122, 20_000),
            "lat": random.uniform(31, 35, 20_000),
            "radius_km": 1.0,
            "counted": True,
        }
    )
    monkeypatch.setattr(pairs, "geodesic_km", lambda lon, *rest: measured.append(len(lon)) or measure(lon, *rest))
    reach.distances.nearest(points, bases)
    reach.coverage.coverage(points, bases, 15, district="d")
    assert 0 < sum(measured) < 0.01 * len(points) * len(bases)


def test_coverage_by_hand():
    # one exact base at the seat of a; half of a lives there, the other half 5.566 km · 1.3 = 7.24 km away
    found = covered([(0.0, 0.0, 0.1)], limit=5)["value"]
    assert found.to_dict() == {"a": 0.5, "b": 0, "c": 0, "e": 0, "d": 0.2}
    assert covered([(0.0, 0.0, 0.1)], limit=8)["value"].to_dict() == {"a": 1, "b": 0, "c": 0, "e": 0, "d": 0.4}


def test_what_is_certain_and_what_is_possible():
    # drawn at the seat of a but anywhere within 5 km: within 5 km nobody is sure, both halves are possible
    found = covered([(0.0, 0.0, 5.0)], limit=5)
    assert found.loc["a"].to_dict() == {"value": 0.5, "low": 0.0, "high": 1.0}


def test_a_base_without_radius_is_certain_for_nobody():
    assert covered([(0.0, 0.0, np.nan)], limit=5).loc["a"].to_dict() == {"value": 0.5, "low": 0.0, "high": 0.5}


def test_closed_and_unlocated_bases_cover_nobody(grid):
    found = reach.coverage.coverage(
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
        1,
        district="d",
    )
    assert found["value"].to_dict() == {"a": 0.5, "b": 1, "c": 0, "e": 0, "d": 0.5}


def test_coverage_by_level(grid):
    points, where = (
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
    )
    found = reach.coverage.coverage(points, where, 1, district="d", by=grid.bases.set_index("base_id")["level"])
    assert found["value"].xs("d", level="area_code").to_dict() == {"district": 0.2, "village": 0.3}
    none = reach.coverage.coverage(points, where.iloc[:0], 1, district="d", by=grid.bases.set_index("base_id")["level"])
    assert none.empty and none.index.names == ["level", "area_code"]


def test_a_detour_shorter_than_straight_is_refused():
    with pytest.raises(ValueError, match="detour of 1 or more, found 5 and 0.9"):
        covered([], detour=0.9)


@settings(max_examples=25, deadline=None)
@given(positions, st.floats(0, 30))
def test_low_value_and_high_are_shares_in_order(rows, limit):
    found = covered(rows, limit)
    assert (
        (found["low"] >= 0)
        & (found["low"] <= found["value"])
        & (found["value"] <= found["high"])
        & (found["high"] <= 1)
    ).all()


@settings(max_examples=25, deadline=None)
@given(positions, st.tuples(degrees, degrees, st.floats(0, 8)), st.floats(0, 30))
def test_one_more_base_never_lowers_coverage(rows, another, limit):
    assert (covered([*rows, another], limit) >= covered(rows, limit)).all(axis=None)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 0.1), st.floats(0, 0.1), st.floats(0, 30))
def test_a_farther_base_never_helps(near, further, limit):
    # west of every place, so that going west is farther for everyone
    assert (covered([(-near - further, 0.05, 1.0)], limit) <= covered([(-near, 0.05, 1.0)], limit)).all(axis=None)


@settings(max_examples=25, deadline=None)
@given(positions, st.permutations(range(5)), st.floats(0, 30))
def test_row_order_is_nothing(rows, order, limit):
    grid = four_towns()
    turned = reach.people.demand(grid.places.iloc[list(order)], grid.areas[::-1])
    pd.testing.assert_frame_equal(
        covered(rows, limit), reach.coverage.coverage(turned, bases_at(rows)[::-1], limit, district="d")
    )


def test_every_town_is_counted_also_with_nothing_recorded(grid):
    assert reach.located.counts(grid.bases, grid.areas).to_dict() == {"a": 1, "b": 1, "c": 0, "e": 0, "d": 3}


def test_counts_by_level_keep_the_unstated(grid):
    found = reach.located.counts_by(grid.bases, grid.areas, "level")
    assert found.loc["d"].to_dict() == {"district": 1, "village": 1, "unstated": 1}
    assert found.loc["c"].sum() == 0
    assert reach.located.counts_by(grid.bases.iloc[:0], grid.areas, "level").index.tolist() == ["a", "b", "c", "e", "d"]


def test_a_district_among_several_counts_its_own(grid):
    other = pd.DataFrame(
        [("f", "p", "district", 500, 10.0, 0.1), ("g", "f", "town", 500, 10.0, 0.1)], columns=grid.areas.columns
    )
    found = reach.located.counts(grid.bases, pd.concat([grid.areas, other]))
    assert found[["d", "f", "g"]].to_dict() == {"d": 2, "f": 0, "g": 0}


def test_bases_for_ten_thousand_residents(grid):
    found = reach.located.bases_per_10k(grid.bases, grid.areas)
    assert found.to_dict() == pytest.approx({"a": 2.5, "b": 10 / 3, "c": 0, "e": 0, "d": 3})
    assert reach.located.bases_per_10k(grid.bases, grid.areas.assign(population=None)).isna().all()


def test_the_shipped_district(shipped):
    points, where = (
        reach.people.demand(shipped.places, shipped.areas),
        reach.located.located(shipped.bases, shipped.places, shipped.areas),
    )
    assert points["population"].sum() == pytest.approx(991_782, abs=1e-6)
    assert where["counted"].sum() == 23 and where.index[where["lon"].isna()].tolist() == ["fumei-farm"]
    assert where.loc["liya-hill", "at"] == "dongzaogang"
    district = {
        km: reach.coverage.coverage(points, where, km, district="320614").loc["320614"].round(3).tolist()
        for km in (1, 5, 15)
    }
    assert district == {1: [0.536, 0.0, 0.838], 5: [0.578, 0.054, 0.967], 15: [0.995, 0.75, 1.0]}
    assert reach.located.counts(shipped.bases, shipped.areas)["320614"] == 22


def square(code, west, south, size):
    return code, box(west, south, west + size, south + size)


def drawn(*rows):
    return gpd.GeoDataFrame(
        [{"area_code": code} for code, _ in rows], geometry=[shape for _, shape in rows], crs="EPSG:4326"
    )


NO_WATER = gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs="EPSG:4326"))


def test_a_grid_spreads_a_towns_people_over_its_land():
    # 0.1° are about 11.1 km: at 5.5 km two cells by two; water over the western half leaves the eastern two
    towns, people = drawn(square("a", 0, 0, 0.1)), pd.Series({"a": 1000.0})
    found = reach.people.grid(towns, NO_WATER, people, 5.5)
    assert found["population"].tolist() == [250.0] * 4 and found.index[0].startswith("a-")
    dry = reach.people.grid(towns, drawn(square("w", -0.05, 0, 0.1)), people, 5.5)
    assert dry["population"].tolist() == [500.0] * 2 and (dry["lon"] > 0.05).all()
    assert found.columns.tolist() == reach.people.demand(four_towns().places, four_towns().areas).columns.tolist()


def test_a_town_too_small_or_all_water_still_has_one_cell():
    towns = drawn(square("a", 0, 0, 0.1), square("tiny", 0.2, 0, 0.001), square("wet", 0.3, 0, 0.001))
    found = reach.people.grid(
        towns, drawn(square("w", 0.29, -0.01, 0.05)), pd.Series({"a": 100, "tiny": 7, "wet": None}, dtype=float), 5
    )
    assert found.groupby("area_code")["population"].sum(min_count=1).fillna(-1).to_dict() == {
        "a": 100,
        "tiny": 7,
        "wet": -1,
    }
    assert found.loc["tiny-inside", ["lon", "lat"]].tolist() == pytest.approx([0.2005, 0.0005], abs=1e-4)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(degrees, degrees, st.floats(0.01, 0.2), st.integers(0, 10**6)), min_size=1, max_size=4),
    st.floats(1, 20),
    st.randoms(),
)
def test_nobody_is_lost_on_the_grid(rows, spacing, random):
    towns = drawn(*[square(f"t{i}", *row[:3]) for i, row in enumerate(rows)])
    towns["geometry"] = [one.difference(towns.geometry.iloc[:i].union_all()) for i, one in enumerate(towns.geometry)]
    towns = towns[~towns.geometry.is_empty]
    people = pd.Series({code: float(rows[int(code[1:])][3]) for code in towns["area_code"]})
    found = reach.people.grid(towns, NO_WATER, people, spacing)
    assert found.groupby("area_code")["population"].sum().to_dict() == pytest.approx(people.to_dict(), rel=1e-12)
    pd.testing.assert_frame_equal(
        found, reach.people.grid(towns.sample(frac=1, random_state=random.randint(0, 9)), NO_WATER, people, spacing)
    )


@pytest.mark.parametrize(
    "spacing, people, sentence",
    [
        (0, {"a": 1.0}, "expected spacing_km above 0, found 0"),
        (0.001, {"a": 1.0}, "expected at most 2,000,000 cells"),
        (5, {"a": 1.0, "b": 2.0}, "grid: no polygon of b"),
    ],
)
def test_a_grid_that_cannot_be_is_refused(spacing, people, sentence):
    with pytest.raises(ValueError, match=sentence):
        reach.people.grid(drawn(square("a", 0, 0, 0.1)), NO_WATER, pd.Series(people), spacing)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=6), st.floats(0, 21000))
def test_pairs_within_a_distance_are_those_of_all_pairs(points, limit):
    here = pd.DataFrame(points, columns=["lon", "lat"], index=[f"p{i}" for i in range(len(points))])
    there = here.set_axis([f"b{i}" for i in range(len(points))]).assign(counted=True)
    km = reach.distances.distance_km(here, there).stack()
    found = reach.distances.within(here, there, limit)
    assert dict(zip(zip(found["place_id"], found["base_id"]), found["distance_km"])) == km[km <= limit].to_dict()


def test_what_has_no_position_or_does_not_count_is_in_no_pair(grid):
    points, where = (
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
    )
    found = reach.distances.within(points, where, 8)
    assert list(zip(found["place_id"], found["base_id"])) == [
        ("pa", "hall"),
        ("pa2", "hall"),
        ("pa2", "station"),
        ("pb", "station"),
    ]
    assert reach.distances.within(points, where.iloc[:0], 8).empty
    with pytest.raises(ValueError, match="expected limit_km of 0 or more, found -1"):
        reach.distances.within(points, where, -1)


def test_each_level_covers_by_its_own_bases_alone():
    d = four_towns()
    located = reach.located.located(d.bases, d.places, d.areas)
    demand = reach.people.demand(d.places, d.areas)
    travel = {"walk_km": 1.0, "ebike_km": 5.0, "drive_km": 60.0, "detour": 1.0}
    found = reach.coverage.by_level(demand, located, d.bases, d.levels, travel, "d")
    found = pd.DataFrame({way: one["value"].xs("d", level="area_code") for way, one in found.items()})
    assert list(found.index) == ["district", "village"]
    assert found.loc["district", "walk"] == 0.2  # only the 2,000 of 10,000 at the hall's own place
    assert found.loc["village", "walk"] == 0.3  # the 3,000 at the seat of b
    assert (found["walk"] <= found["ebike"]).all() and (found["ebike"] <= found["drive"]).all()
    assert (found["drive"] == 1).all()
