import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import access, reach, siting, town
from outreach.measures.pieces import Asked, here, of_district, together
from outreach.nation.partitions import cut, cut_into
from tests.measures.test_pairs import around

LEVELS = ("high", "low")


def asked(catchment=5.0, decay="e2sfca"):
    return Asked(1.3, (("walk", 1.0), ("ebike", 5.0), ("drive", 15.0)), 5.0, LEVELS, catchment, decay)


def figures(found):
    """Everything in reach as one frame, a column for each figure."""
    parts = {
        **{f"coverage {way}": frame for way, frame in found.coverage.items()},
        **{f"level {level}": frame for level, frame in found.coverage_by_level.items()},
    }
    parts |= {
        "travelled": found.travelled,
        "mean": pd.DataFrame(found.mean_km_by_level),
        "access": found.access.to_frame(),
    }
    return pd.concat(parts, axis=1)


def in_pieces(piece):
    """Work on those pieces, one after the other."""

    def over(work, points, bases, asked):
        return map(work, cut_into(points, bases, piece, asked))

    return over


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.sampled_from(access.DECAYS), st.floats(1, 40))
def test_in_one_piece_the_figures_are_those_of_the_measures(seed, decay, catchment):
    demand, located, level, supply = around(seed)
    found = of_district(demand, located, supply, level, asked(catchment, decay), "d")
    for way, km in asked().ways:
        pd.testing.assert_frame_equal(
            found.coverage[way],
            reach.coverage.coverage(demand, located, km, district="d"),
            rtol=1e-12,
            check_index_type=False,
        )
    by = reach.coverage.coverage(demand, located, 5, district="d", by=level)
    near = town.nearest_by_level(demand, located, level, pd.DataFrame({"level": LEVELS, "rank": [1, 2]}))["mean_km"]
    for one in set(level.dropna()):
        pd.testing.assert_frame_equal(found.coverage_by_level[one], by.loc[one], rtol=1e-12, check_index_type=False)
        pd.testing.assert_series_equal(
            found.mean_km_by_level[one],
            near.xs(one, level="level"),
            rtol=1e-12,
            check_names=False,
            check_index_type=False,
        )
    ways = siting.trial.travelled(demand, reach.distances.nearest(demand, located)["distance_km"] * 1.3, "d")
    pd.testing.assert_frame_equal(found.travelled, ways, rtol=1e-12, check_index_type=False)
    given_ = access.of_towns(
        access.two_step(demand, supply, access.travel(demand, located, catchment), catchment, decay), demand, "d"
    )
    pd.testing.assert_series_equal(found.access, given_, rtol=1e-12, atol=1e-18, check_index_type=False)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 999),
    st.lists(st.integers(0, 6), min_size=30, max_size=30),
    st.sampled_from(access.DECAYS),
    st.floats(0.5, 60),
    st.floats(0.02, 2),
)
def test_however_the_points_are_cut_the_figures_are_the_same(seed, piece, decay, catchment, wide):
    demand, located, level, supply = around(seed, wide=wide)
    whole, parts = (
        figures(of_district(demand, located, supply, level, asked(catchment, decay), "d", over))
        for over in (here, in_pieces(np.array(piece)))
    )
    pd.testing.assert_frame_equal(parts, whole, rtol=1e-9, atol=1e-15)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.integers(1, 40), st.sampled_from(access.DECAYS))
def test_compact_pieces_too(seed, pieces, decay):
    demand, located, level, supply = around(seed, points=40, bases=30)
    whole, parts = (
        figures(of_district(demand, located, supply, level, asked(decay=decay), "d", over))
        for over in (here, in_pieces(cut(demand, pieces)))
    )
    pd.testing.assert_frame_equal(parts, whole, rtol=1e-9, atol=1e-15)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99), st.integers(1, 35))
def test_a_cut_leaves_nobody_out_and_no_piece_much_larger(seed, pieces):
    demand, *_ = around(seed)
    size = pd.Series(cut(demand, pieces)).value_counts()
    placed = demand[["lon", "lat"]].notna().all(axis=1).sum()
    assert size.sum() == len(demand) and len(size) == min(pieces, placed)
    assert size.drop(0).max() <= -(-placed // len(size)) + 1 if len(size) > 1 else True


def test_a_halo_by_hand():
    # bases 1 km apart on the equator in a row, people at the same places; catchment 2 km, detour 1
    km = np.arange(20) / 111.31949
    points = pd.DataFrame(
        {"area_code": "t", "lon": km, "lat": 0.0, "population": 100.0}, index=[f"p{i:02d}" for i in range(20)]
    )
    bases = pd.DataFrame(
        {
            "lon": km,
            "lat": 0.0,
            "radius_km": 0.0,
            "counted": True,
            "level": pd.Categorical(["low"] * 20, LEVELS),
            "supply": 1.0,
        },
        index=[f"b{i:02d}" for i in range(20)],
    )
    question = Asked(1.0, (("walk", 1.0),), 1.0, LEVELS, 2.0, "2sfca")
    first, last = cut_into(points, bases, np.repeat([0, 1], [5, 15]), question)
    assert first.points.index.tolist() == [f"p{i:02d}" for i in range(9)] and first.points["own"].sum() == 5
    assert first.bases.index[first.bases["shared"]].tolist() == [f"b{i:02d}" for i in range(7)]
    assert last.points.index.tolist() == [f"p{i:02d}" for i in range(1, 20)]


def test_a_town_in_several_pieces_adds_up():
    parts = [
        pd.DataFrame({"people": [1.0, np.nan], "to any worst": [3.0, np.nan]}, index=["a", "b"]),
        pd.DataFrame({"people": [2.0], "to any worst": [1.0]}, index=["a"]),
    ]
    found = together(parts)
    assert found.loc["a"].tolist() == [3, 3] and found.loc["b"].isna().all()


def test_no_pieces_are_refused():
    with pytest.raises(ValueError, match="cut: expected 1 piece or more, found 0"):
        cut(pd.DataFrame({"lon": [], "lat": []}), 0)
