import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.measures import bases, reach, town
from tests.measures.conftest import four_towns
from tests.towns import CHANGLE, LINJIANG, SIJIA, YUDONG, ZHENGYU


def test_a_town_beside_the_others_by_hand():
    measured = pd.DataFrame(
        {"gap": [10.0, 20.0, 30.0, 40.0], "bases": [4, 3, None, 1], "first": "coverage", "none": np.nan, "firm": True},
        index=list("abce"),
    )
    found = town.profile(measured, pd.Series({"gap": 25.0, "bases": 2.0}), "b")
    assert found.index.tolist() == ["gap", "bases"]
    assert found.loc["gap", ["value", "district", "min", "q1", "median", "q3", "max", "known"]].tolist() == [
        20,
        25,
        10,
        17.5,
        25,
        32.5,
        40,
        4,
    ]
    assert found[["better", "side", "known"]].values.tolist() == [["low", "better", 4], ["high", "better", 3]]
    worse = town.profile(measured, pd.Series({"gap": 25.0}), "e")
    assert worse["side"].fillna("").tolist() == ["worse", ""]
    with pytest.raises(ValueError, match="town: no row for z"):
        town.profile(measured, pd.Series(dtype=float), "z")


def test_the_nearest_base_of_each_level_by_hand():
    grid = four_towns()
    points, where = (
        reach.people.demand(grid.places, grid.areas),
        reach.located.located(grid.bases, grid.places, grid.areas),
    )
    found = town.nearest_by_level(points, where, grid.bases.set_index("base_id")["level"], grid.levels)
    # half of a lives at the hall, the other half 0.05° away
    assert found.loc[("a", "district"), "base_id"] == "hall"
    assert found.loc[("a", "district"), ["mean_km", "worst_km"]].tolist() == pytest.approx(
        [0.025 * 111.31949 * 1.3, 0.05 * 111.31949 * 1.3]
    )
    assert found.loc[("b", "village")].tolist() == ["station", 0, 0]
    assert found.xs("town", level="level").isna().all(axis=None)
    assert found.index.get_level_values("level").unique().tolist() == grid.levels["level"].tolist()


def test_towns_alike_by_hand():
    grid = four_towns()
    found = town.similar(grid.areas, 3)
    assert found.loc["a", "similar_code"].tolist()[0] == "b" and found.loc["c", "similar_code"].tolist()[0] == "b"
    assert found.groupby(level="area_code")["distance"].apply(lambda own: own.is_monotonic_increasing).all()
    alone = grid.areas.assign(urban_share=grid.areas["urban_share"].where(grid.areas["area_code"] != "a"))
    found = town.similar(alone, 3)
    assert "a" not in found.index.get_level_values(0) and "a" not in set(found["similar_code"]) and len(found) == 6
    with pytest.raises(ValueError, match="expected 1 town or more, found 0"):
        town.similar(grid.areas, 0)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.floats(1, 500), st.floats(0, 1)), min_size=1, max_size=6),
    st.floats(0.1, 10),
)
def test_likeness_does_not_depend_on_units_or_row_order(rows, unit):
    areas = pd.DataFrame(rows, columns=["population", "area_km2", "urban_share"]).assign(
        area_code=[f"t{i}" for i in range(len(rows))], kind="town", parent_code="d"
    )
    found = town.similar(areas, 2)
    assert len(found) == len(rows) * min(2, len(rows) - 1) and (found["distance"] >= 0).all()
    pd.testing.assert_frame_equal(found, town.similar(areas[::-1], 2))
    np.testing.assert_allclose(
        found["distance"], town.similar(areas.assign(area_km2=areas["area_km2"] * unit), 2)["distance"], atol=1e-6
    )


def test_the_shipped_district(shipped):
    found = town.similar(shipped.areas)["similar_code"].unstack()
    assert found.loc[ZHENGYU].tolist() == [YUDONG, CHANGLE, SIJIA]
    points, where = (
        reach.people.demand(shipped.places, shipped.areas),
        reach.located.located(shipped.bases, shipped.places, shipped.areas),
    )
    near = town.nearest_by_level(points, where, bases.standing(shipped.bases, shipped.levels), shipped.levels)
    assert near.loc[(LINJIANG, "district"), "base_id"] == "xindongjie-community" and near["mean_km"].notna().sum() == 36
