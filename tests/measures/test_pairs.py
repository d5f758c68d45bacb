import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from outreach.measures import access, pairs, reach
from outreach.measures.pairs import Near, Spots

everywhere = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8)


def spots(rows):
    return Spots.of(pd.DataFrame(rows, columns=["lon", "lat"], dtype=float))


def around(seed, points=30, bases=12, wide=0.3):
    """Random people and bases some tens of kilometres across; some have no position, some nobody counted, some are closed."""
    random = np.random.default_rng(seed)

    def place(number):
        return {
            axis: np.where(random.random(number) < 0.05, np.nan, middle + random.normal(0, wide, number))
            for axis, middle in (("lon", 120.9), ("lat", 32.1))
        }

    people = np.where(random.random(points) < 0.1, np.nan, random.integers(0, 5000, points))
    demand = pd.DataFrame(
        {"area_code": [f"t{i}" for i in random.integers(5, size=points)], **place(points), "population": people},
        index=[f"p{i:02d}" for i in range(points)],
    )
    radius = random.choice([np.nan, 0, 0.1, 1, 7.3, 40], bases)
    located = pd.DataFrame(
        {**place(bases), "radius_km": radius, "counted": random.random(bases) < 0.9},
        index=[f"b{i:02d}" for i in range(bases)],
    )
    located["counted"] &= located["lon"].notna() & located["lat"].notna()
    level = pd.Series(random.choice(["high", "low", None], bases), index=located.index, dtype=object).rename("level")
    supply = pd.Series(random.uniform(0.5, 5, bases), index=located.index)[located["counted"]]
    return demand, located, level, supply


@settings(max_examples=60, deadline=None)
@given(everywhere, everywhere)
@example([(0.0, 0.0)], [(180.0, 0.0), (179.9, 0.1), (0.0, 0.0)])
@example([(10.0, 90.0)], [(-10.0, 90.0), (0.0, -90.0)])
def test_kilometres_lie_between_what_the_arc_says_they_cannot_be_less_and_more_than(here, there):
    found = Near(spots(here), spots(there), 21_000).chunk(0)
    km = found.km()
    assert len(km) == len(here) * len(there) and (found.least_km <= km).all() and (km <= found.most_km).all()


@settings(max_examples=60, deadline=None)
@given(
    everywhere,
    everywhere,
    st.lists(st.floats(0.001, 20_000), min_size=1, max_size=3, unique=True).map(sorted),
    st.floats(1, 2),
)
def test_the_ring_is_that_of_the_measured_kilometres(here, there, edges, detour):
    found = Near(spots(here), spots(there), 21_000).chunk(0)
    assert (
        found.ring(np.array(edges), detour).tolist()
        == np.searchsorted(edges, found.km() * detour, side="left").tolist()
    )


def test_a_ring_has_its_outer_edge():
    found = Near(spots([(0, 0)]), spots([(0.01, 0), (0.02, 0)]), 5).chunk(0)
    km = np.sort(found.km())
    assert sorted(found.ring(km)) == [0, 1] and sorted(found.ring(np.nextafter(km, 0))) == [1, 2]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.integers(1, 60), st.floats(0, 80))
def test_chunks_hold_every_pair_once(seed, at_once, limit):
    demand, located, *_ = around(seed)
    here, there = Spots.of(demand), Spots.of(located)
    whole = Near(here, there, limit).chunk(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "AT_ONCE", at_once)
        near = Near(here, there, limit)
        parts = list(pairs.in_order(near.chunk, range(len(near))))
    found = [pair for part in parts for pair in zip(part.start.tolist(), part.end.tolist())]
    assert sorted(found) == sorted(zip(whole.start.tolist(), whole.end.tolist()))
    assert all(one.start.max(initial=-1) < other.start.min(initial=99) for one, other in zip(parts, parts[1:]))


def test_work_comes_back_in_order_and_a_fault_with_it():
    assert list(pairs.in_order(lambda number: number**2, range(50))) == [number**2 for number in range(50)]
    with pytest.raises(ZeroDivisionError):
        list(pairs.in_order(lambda number: 1 / (number - 7), range(50)))


def test_alone_is_one_thread():
    with pairs.alone():
        assert pairs.cores() == 1
    assert 1 <= pairs.cores() <= pairs.MOST_THREADS


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99), st.sampled_from(access.DECAYS), st.floats(0.5, 60), st.integers(1, 60), st.integers(0, 60))
def test_access_a_chunk_at_a_time_is_that_of_all_pairs(seed, decay, catchment, at_once, kept):
    demand, located, _, supply = around(seed)
    expected = access.two_step(demand, supply, access.travel(demand, located, catchment), catchment, decay)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "AT_ONCE", at_once)
        patch.setattr(access, "KEPT_AT_MOST", kept)
        found = access.shared(demand, supply, located, catchment, decay)
    pd.testing.assert_series_equal(found, expected, rtol=1e-12, atol=1e-18)


def test_a_base_that_offers_nothing_known_is_named():
    demand, located, _, supply = around(3)
    with pytest.raises(ValueError, match=f"access: no supply of {supply.index[0]}"):
        access.shared(demand, supply[1:], located, 500)
    with pytest.raises(ValueError, match="expected decay e2sfca, 2sfca, gaussian, found 3sfca"):
        access.shared(demand, supply, located, 5, "3sfca")
    with pytest.raises(ValueError, match="expected catchment_km of 0 or more and detour of 1 or more, found 5 and 0.5"):
        access.shared(demand, supply, located, 5, "2sfca", 0.5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 99), st.floats(0, 60), st.integers(1, 60), st.integers(1, 9))
def test_who_is_reached_is_as_every_distance_says(seed, limit, at_once, neighbours):
    demand, located, *_ = around(seed)
    some = located[located["counted"]]
    km, radius = reach.distances.distance_km(demand, some).to_numpy(), some["radius_km"].to_numpy()
    with np.errstate(invalid="ignore"):
        drawn, certain = km * 1.3 <= limit, (km + radius) * 1.3 <= limit
        possible = (np.maximum(km - radius, 0) * 1.3 <= limit) | drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "AT_ONCE", at_once)
        patch.setattr(reach.coverage, "NEIGHBOURS", neighbours)
        found = reach.coverage.reached(demand, located, limit, 1.3)
    assert (
        found.to_numpy().tolist()
        == np.column_stack([flags.any(axis=1) for flags in (drawn, certain, possible)]).tolist()
    )
