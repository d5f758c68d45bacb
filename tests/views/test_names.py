"""Where towns' names stand on a still picture: in their own town or beside all of them, and never on one another."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from outreach.views import names

SQUARES = {f"t{i}{j}": shapely.box(300 * i, 300 * j, 300 * i + 300, 300 * j + 300) for i in range(2) for j in range(2)}
FRAME = (900.0, 700.0)


def test_a_name_that_fits_stands_inside_its_town():
    found = names.placed(dict.fromkeys(SQUARES, "海门街道\n14"), SQUARES, 28, FRAME)
    assert len(found) == 4
    assert all(SQUARES[one.area_code].contains(one.box) and one.leader is None for one in found)


def test_a_name_too_wide_is_broken_and_stays_inside():
    narrow = {"a": shapely.box(0, 0, 75, 300)}
    (found,) = names.placed({"a": "海门街道"}, narrow, 28, FRAME)
    assert found.lines == ("海门", "街道") and narrow["a"].contains(found.box)


def test_a_name_without_room_stands_beside_all_towns_with_a_line_to_its_own():
    towns = {"small": shapely.box(580, 280, 600, 300), "large": shapely.box(0, 0, 580, 600)}
    small, large = names.placed({"small": "三厂街道\n7", "large": "临江镇\n82"}, towns, 28, FRAME)
    assert large.leader is None and small.leader is not None
    assert not small.box.intersects(towns["large"]) and small.leader.intersects(towns["small"])


@pytest.mark.parametrize("count", [3, 5])
def test_names_never_meet_and_are_never_cut(count):
    side = 480 / count
    towns = {
        f"{i}-{j}": shapely.box(200 + side * i, 100 + side * j, 200 + side * (i + 1), 100 + side * (j + 1))
        for i in range(count)
        for j in range(3)
    }
    found = names.placed(dict.fromkeys(towns, "滨江街道\n64"), towns, 28, FRAME)
    frame = shapely.box(0, 0, *FRAME)
    assert len(found) == len(towns) and all(frame.contains(one.box) for one in found)
    for i, one in enumerate(found):
        beside = [other for other in found[i + 1 :] if one.leader is not None or other.leader is not None]
        assert not [other.area_code for other in beside if one.box.intersects(other.box)]


@pytest.mark.parametrize("seed", range(6))
def test_on_a_map_that_moves_no_two_names_meet_and_none_leaves_the_frame_or_stands_in_another_town(seed):
    chance = np.random.default_rng(seed)
    cuts = [sorted({0.0, *chance.uniform(40, 560, 4), 600.0}) for _ in range(2)]
    towns = {
        f"{i}{j}": shapely.box(west, south, east, north)
        for i, (west, east) in enumerate(pairwise(cuts[0]))
        for j, (south, north) in enumerate(pairwise(cuts[1]))
    }
    texts = {code: chance.choice(["海门街道\n14", "Haiyong", "正余镇"]) for code in towns}
    spots = {code: [(shape.centroid.x, shape.centroid.y)] for code, shape in towns.items()}
    discs = [(*chance.uniform(0, 600, 2), 20.0) for _ in range(12)]
    found = names.on_map(texts, spots, names.Towns(towns), 20, (600.0, 600.0), discs)
    assert found and [one.area_code for one in found] == [
        code for code in texts if code in {a.area_code for a in found}
    ]
    for i, one in enumerate(found):
        assert shapely.box(0, 0, 600, 600).contains(one.box)
        assert not any(one.box.distance(other.box) < names.AIR * 20 for other in found[i + 1 :])
        letters = names.box(one.lines, one.x, one.y, 20, names.INNER, names.INNER)
        assert [code for code, shape in towns.items() if shape.intersects(letters)] == [one.area_code]


def test_a_name_that_a_marker_hides_a_letter_of_is_not_read():
    free, hidden = (
        names.Name(code, ("海门街道",), x, 100.0, names.box(("海门街道",), x, 100.0, 20))
        for code, x in (("a", 100.0), ("b", 300.0))
    )
    assert names.readable([free, hidden], [(310.0, 100.0, 20.0), (100.0, 130.0, 20.0)]) == [free]


def test_a_name_is_never_under_what_is_drawn_over_it():
    for towns_width in (160, 90):
        towns = {"a": shapely.box(300, 200, 300 + towns_width, 500)}
        star = (300 + towns_width / 2, 350.0, 30.0)
        (found,) = names.placed({"a": "包场镇"}, towns, 28, FRAME, [star], [star])
        assert not found.box.intersects(shapely.Point(star[:2]).buffer(star[2]))
