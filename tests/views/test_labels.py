from itertools import combinations
from math import hypot

import pandas as pd
import pytest
import shapely

from outreach.views.names import LEADING, MANY, on_ground, width

EM = 0.5  # km


def labels(*rows):
    return pd.DataFrame(rows, columns=["area_code", "lon", "lat", "label"]).set_index("area_code")


def rings(*rows):
    return pd.DataFrame(rows, columns=["lon", "lat", "radius_km"])


def box(row, ground):
    lines = row.label.split("\n")
    wide = max(map(width, lines)) * EM / 2
    return ground.km(lon_degrees=row.lon), row.lat * 111.32, wide, len(lines) * LEADING * EM / 2


def touch(one, other):
    return abs(one[0] - other[0]) < one[2] + other[2] - 0.01 and abs(one[1] - other[1]) < one[3] + other[3] - 0.01


def test_a_label_with_room_stays_where_it_is(ground):
    given = labels(("a", 0.05, -0.05, "甲镇"), ("b", 0.19, -0.05, "乙镇"))
    pd.testing.assert_frame_equal(on_ground(given, rings(), ground, EM), given)


def test_labels_on_one_point_move_apart(ground):
    found = on_ground(
        labels(("a", 0.05, 0.0, "甲镇"), ("b", 0.05, 0.0, "乙镇"), ("c", 0.05, 0.0, "丙镇")), rings(), ground, EM
    )
    boxes = [box(row, ground) for row in found.itertuples()]
    assert not any(touch(one, other) for one, other in combinations(boxes, 2))


def test_a_label_leaves_the_ring_it_would_cover(ground):
    found = on_ground(labels(("a", 0.05, -0.05, "甲镇\n12%")), rings((0.05, -0.05, 3.0)), ground, EM)
    x, y, wide, high = box(next(found.itertuples()), ground)
    across, down = max(0, abs(x - ground.km(lon_degrees=0.05)) - wide), max(0, abs(y + 0.05 * 111.32) - high)
    assert 2.94 < hypot(across, down) < 3.3, "clear of the ring, yet beside it"


def test_text_and_order_are_kept(ground):
    given = labels(("b", 0.05, 0.0, "乙镇"), ("a", 0.05, 0.0, "甲镇"))
    found = on_ground(given, rings((0.05, 0, 1.0)), ground, EM)
    assert found["label"].to_dict() == {"b": "乙镇", "a": "甲镇"} and found.index.tolist() == ["b", "a"]


def test_of_many_names_those_are_left_out_that_have_no_room_or_that_the_windows_side_would_cut(ground):
    west, south, east, north = ground.window
    middle = (west + east) / 2
    names = [(f"t{i}", middle, south + (i + 1) * (north - south) / (MANY + 3), "甲镇") for i in range(MANY + 1)]
    inside, cut = ("first", west + 0.02, south + 0.01, "甲镇"), ("cut", east - 0.001, north, "甲镇")
    given = labels(inside, cut, *names)
    found = on_ground(given, rings(), ground, EM)
    assert "first" in found.index and "cut" not in found.index and 2 < len(found) < len(given)
    assert not any(touch(box(one, ground), box(other, ground)) for one, other in combinations(found.itertuples(), 2))
    pd.testing.assert_frame_equal(found, given.loc[found.index])


@pytest.mark.parametrize("em", [0.5, 1.5, 2.5, 4.0])
def test_a_name_stands_in_no_other_town_and_is_left_out_where_it_does_not_fit(ground, em):
    given = labels(*((code, 0.1, 0.0, f"{code}海门街道\n12%") for code in "abce"))
    found = on_ground(given, rings((0.1, 0.0, 2.0)), ground, em)
    for row in found.itertuples():
        lines = row.label.split("\n")
        wide = max(sum(1 if ord(sign) > 255 else 0.56 for sign in line) for line in lines) * 0.94 * em / 2
        east, north = ground.degrees(wide, len(lines) * LEADING * 0.94 * em / 2)
        written = shapely.box(row.lon - east, row.lat - north, row.lon + east, row.lat + north)
        assert shapely.area(shapely.intersection(written, ground.elsewhere(row.Index))) == 0
        own = shapely.area(shapely.intersection(written, ground.own_land[row.Index]))
        assert own > 0.6 * shapely.area(written), "not in the water either"
    assert len(found) == 4 or em > 1


def test_a_long_name_is_broken_where_one_line_has_no_room(ground):
    found = on_ground(labels(("a", 0.05, -0.05, "甲乙丙丁街道")), rings(), ground, 2.6)
    assert found["label"].to_dict() == {"a": "甲乙丙丁\n街道"}
