import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outreach.views import classes

numbers = st.lists(st.floats(0, 100) | st.just(np.nan), min_size=1, max_size=40).map(pd.Series)


def test_classes_are_cut_where_the_figures_part():
    values = pd.Series([0.10, 0.11, 0.12, 0.30, 0.31, 0.90])
    assert classes.breaks(values, 3, 0.05) == [0.15, 0.35]
    assert classes.class_of(values, [0.15, 0.35]).tolist() == [0, 0, 0, 1, 1, 2]


def test_a_policy_figure_replaces_the_edge_nearest_to_it():
    values = pd.Series([0.10, 0.11, 0.30, 0.31, 0.90])
    assert classes.breaks(values, 3, 0.05, through=0.20) == [0.20, 0.35]


@pytest.mark.parametrize(
    ("values", "edges"), [([], []), ([np.nan], []), ([5.0], []), ([5.0, 5.0, np.nan], []), ([1.0, 3.0], [2.0])]
)
def test_few_figures_make_few_classes(values, edges):
    assert classes.breaks(pd.Series(values, dtype=float), 4, 2.0) == edges


def test_a_single_figure_is_still_held_against_the_policy():
    assert classes.breaks(pd.Series([5.0, 5.0]), 4, 1.0, through=7.0) == [7.0]


def test_a_figure_on_an_edge_belongs_to_the_class_above():
    assert classes.class_of(pd.Series([1.99, 2.0, 2.01]), [2.0]).tolist() == [0, 1, 1]


def test_a_class_that_ends_on_a_round_figure_keeps_it():
    values = pd.Series([0.10, 0.30, 0.50, 0.70])
    assert classes.class_of(values, classes.breaks(values, 4, 0.05)).tolist() == [0, 1, 2, 3]


def test_missing_has_no_class():
    found = classes.class_of(pd.Series([1.0, np.nan, 3.0], index=["a", "b", "c"]), [2.0])
    assert found.isna().to_dict() == {"a": False, "b": True, "c": False}
    assert found.dropna().to_dict() == {"a": 0, "c": 1}


@settings(max_examples=60, deadline=None)
@given(numbers, st.integers(2, 5), st.sampled_from([0.005, 0.1, 1, 5]))
def test_edges_rise_are_round_and_leave_no_class_empty_at_the_ends(values, count, step):
    edges = classes.breaks(values, count, step)
    assert len(edges) < count
    assert edges == sorted(set(edges))
    assert all(edge / step == pytest.approx(round(edge / step), abs=1e-6) for edge in edges)
    assert all(values.min() < edge <= values.max() for edge in edges)


@settings(max_examples=30, deadline=None)
@given(numbers, st.randoms())
def test_the_order_of_the_rows_is_nothing(values, chance):
    mixed = values.sample(frac=1, random_state=chance.randrange(2**31))
    assert classes.breaks(mixed, 4, 0.5) == classes.breaks(values, 4, 0.5)


def _within(values: np.ndarray, edges: list[float]) -> float:
    """The sum of squares within the classes that end at these values."""
    classed = pd.Series(values).groupby(np.searchsorted(edges, values, side="left"))
    return float(((values - classed.transform("mean").to_numpy()) ** 2).sum())


figures = st.lists(
    st.one_of(st.floats(0, 1), st.integers(0, 30).map(float), st.floats(0, 12).map(np.exp)), min_size=5, max_size=40
)


@pytest.mark.filterwarnings("ignore:Numba not installed")
@settings(max_examples=150, deadline=None)
@given(figures, st.integers(2, 5))
def test_classes_are_cut_where_mapclassify_cuts_them_or_as_well(values, count):
    values = np.array(values)
    assume(len(np.unique(values)) >= count)
    found = classes.natural(values, count)
    theirs = mapclassify.FisherJenks(values, k=count).bins[:-1].tolist()
    assert found == theirs or _within(values, found) <= _within(values, theirs) * (1 + 1e-9) + 1e-15


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_the_towns_we_ship_are_cut_where_mapclassify_cuts_them(district, count):
    towns = district.areas[district.areas["parent_code"] == district.home.code]
    for name in ("population", "area_km2"):
        values = towns[name].dropna().to_numpy(float)
        assert len(np.unique(values)) >= count
        assert classes.natural(values, count) == mapclassify.FisherJenks(values, k=count).bins[:-1].tolist()
