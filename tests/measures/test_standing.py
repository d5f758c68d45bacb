"""Two towns on the equator, one with its base at the door and one 0.1° away from it."""

import numpy as np
import pandas as pd
import pytest

from outreach.measures import standing
from outreach.measures.literacy.estimates import Estimates

DEGREE_KM = 111.31949  # a degree of the equator


@pytest.fixture
def demand():
    return pd.DataFrame(
        {"area_code": ["a", "b"], "lon": [0.0, 0.1], "lat": [0.0, 0.0], "population": [300.0, 100.0]},
        index=pd.Index(["p", "q"], name="place_id"),
    )


@pytest.fixture
def located():
    return pd.DataFrame(
        {"lon": [0.0], "lat": [0.0], "radius_km": [1.0], "counted": [True]}, index=pd.Index(["x"], name="base_id")
    )


def test_the_distance_is_what_people_travel_on_average(demand, located):
    found = standing.mean_km(demand, located, 1.3, "d")
    away = 0.1 * DEGREE_KM * 1.3
    assert found["value"].to_dict() == pytest.approx({"a": 0, "b": away, "d": away / 4}, rel=1e-4)
    assert found.loc["b", ["low", "high"]].tolist() == pytest.approx([away - 1.3, away + 1.3], rel=1e-4)
    assert found.loc["a", ["low", "high"]].tolist() == pytest.approx([0, 1.3])


def test_a_base_of_unknown_radius_promises_nothing_at_most(demand, located):
    found = standing.mean_km(demand, located.assign(radius_km=np.nan), 1.3, "d")
    assert found["high"].isna().all() and (found["low"] == found["value"]).all()


def test_without_a_base_and_without_people_there_is_no_distance(demand, located):
    assert standing.mean_km(demand, located.assign(counted=False), 1.3, "d").isna().all(axis=None)
    found = standing.mean_km(demand.assign(population=[np.nan, 100.0]), located, 1.3, "d")
    assert found["value"].isna().to_dict() == {"a": True, "b": False, "d": False}
    assert found.at["d", "value"] == found.at["b", "value"]


def test_the_districts_index_is_that_of_its_people():
    areas = pd.DataFrame(
        {
            "area_code": ["a", "b", "d"],
            "kind": ["town", "town", "district"],
            "parent_code": ["d", "d", None],
            "population": [300, 100, 400],
        }
    )
    measured = pd.DataFrame(
        {"completeness": [1.0, 0.0], "gap": [10.0, np.nan]}, index=pd.Index(["a", "b"], name="area_code")
    )
    covered = {way: pd.DataFrame({"value": {"d": 0.5}}) for way in ("walk", "ebike", "drive")}
    km = pd.DataFrame({"value": {"d": 2.0}})
    found = standing.of_district(measured, areas, pd.Series({"d": 0.2}), covered, km, None, "d")
    assert (
        found["completeness"] == 0.75 and found["gap"] == 10 and found["mean_km"] == 2 and found["bases_per_10k"] == 0.2
    )
    assert np.isnan(found["share"]) and found["coverage_walk"] == 0.5 and list(found.index) == list(standing.MEASURES)


def apart(share, draws, one, other):
    return standing.apart(Estimates(pd.DataFrame({"share": share}), draws), one, other)


def test_two_towns_are_told_apart_when_their_draws_never_cross():
    draws = pd.DataFrame(
        [np.linspace(0.10, 0.12, 101), np.linspace(0.20, 0.22, 101), np.linspace(0.22, 0.10, 101), [np.nan] * 101],
        index=list("abcf"),
    )
    share = pd.Series({"a": 0.11, "b": 0.21, "c": 0.16, "f": np.nan})
    found = apart(share, draws, "b", "a")
    assert found.told_apart and found.difference == pytest.approx(0.10) and found.low == pytest.approx(0.10)
    assert not apart(share, draws, "b", "c").told_apart
    turned = apart(share, draws, "a", "b")
    assert (turned.difference, turned.low, turned.high) == pytest.approx((-found.difference, -found.high, -found.low))


@pytest.mark.parametrize("other", ["f", None])
def test_nothing_is_told_apart_from_what_has_no_figure(other):
    found = apart(
        pd.Series({"a": 0.1, "f": np.nan}), pd.DataFrame([[0.1, 0.1], [np.nan, np.nan]], index=["a", "f"]), "a", other
    )
    assert np.isnan(found.difference) and not found.told_apart
