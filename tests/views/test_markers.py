from itertools import combinations
from math import hypot

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.views import markers, palette

SPACING = markers.SPACING_KM


def located(rows):
    return (
        pd.DataFrame(rows, columns=["base_id", "lon", "lat", "accuracy"])
        .set_index("base_id")
        .astype({"lon": float, "lat": float})
    )


def at_seat(count):
    return located([(f"b{i:03d}", 0.1, 0.05, "town") for i in range(count)])


def steps_km(placed, ground):
    return [
        (ground.km(lon_degrees=row.drawn_lon - row.lon), ground.km(lat_degrees=row.drawn_lat - row.lat))
        for row in placed.itertuples()
    ]


def test_one_in_the_middle_and_six_around_it(ground):
    away = [hypot(*step) for step in steps_km(markers.placed(at_seat(8), ground), ground)]
    assert away == pytest.approx([0, *[SPACING] * 6, 2 * SPACING], abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(count=st.integers(2, 70))
def test_no_two_markers_of_one_place_touch(count):
    points = [markers._around(number) for number in range(count)]
    assert min(hypot(ax - bx, ay - by) for (ax, ay), (bx, by) in combinations(points, 2)) >= SPACING * 0.95


def test_a_base_with_its_own_position_stays_on_it_and_is_full(ground):
    found = markers.placed(
        located([("x", 0.1, 0.05, "exact"), ("y", 0.1, 0.05, "street"), ("z", 0.1, 0.05, "town")]), ground
    )
    assert found["hollow"].to_dict() == {"x": False, "y": False, "z": True}
    assert (found["drawn_lon"] == 0.1).all() and (found["drawn_lat"] == 0.05).all()


def test_a_base_without_any_position_is_left_out(ground):
    assert markers.placed(
        located([("x", np.nan, np.nan, "unknown"), ("y", 0.1, 0, "town")]), ground
    ).index.tolist() == ["y"]
    assert markers.placed(located([("x", np.nan, np.nan, "unknown")]), ground).empty


def test_the_order_of_the_rows_is_nothing(ground):
    rows = at_seat(9)
    pd.testing.assert_frame_equal(markers.placed(rows, ground), markers.placed(rows.iloc[::-1], ground))


def test_a_ring_holds_every_marker_of_its_place(ground):
    placed = markers.placed(
        pd.concat([at_seat(9), located([("far", 0.15, 0.05, "town"), ("own", 0.1, 0.05, "exact")])]), ground
    )
    rings = markers.rings(placed).set_index("lon")
    assert rings["bases"].to_dict() == {0.1: 9, 0.15: 1}
    assert rings.at[0.1, "radius_km"] > max(hypot(*step) for step in steps_km(placed, ground))


def test_every_sign_has_a_place_of_its_own_in_the_atlas():
    address, signs = markers.atlas()
    assert address.startswith("data:image/svg+xml;base64,")
    assert set(signs) == {
        markers.sign(*one) for one in pd.MultiIndex.from_product([markers.SHAPES, palette.LEVEL, [False, True]])
    }
    assert len({(one["x"], one["y"]) for one in signs.values()}) == len(signs)


def test_every_kind_of_base_has_a_shape_that_can_be_drawn():
    assert set(palette.GROUP_SHAPE.values()) <= set(markers.SHAPES)
    assert len(set(palette.GROUP_SHAPE.values())) == len(palette.GROUP_SHAPE)
