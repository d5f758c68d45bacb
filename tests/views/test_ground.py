import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.views import ground as grounds
from outreach.views.ground import hatch

SQUARE = shapely.box(0, 0, 1, 1)
places = st.integers(-5000, 5000).map(lambda metres: metres / 1000)
lengths = st.integers(100, 2000).map(lambda metres: metres / 1000)
spacings = st.integers(50, 300).map(lambda metres: metres / 1000)


def test_the_window_holds_the_district_with_a_margin(ground):
    west, south, east, north = ground.window
    assert (south, north) == (pytest.approx(-0.108), pytest.approx(0.108))
    assert (east - west) / (north - south) == pytest.approx(grounds.ASPECT)
    assert ground.middle == (pytest.approx(0.1), pytest.approx(0))


@pytest.mark.parametrize(("width", "height"), [(590, 500), (860, 620), (400, 900), (1500, 300)])
def test_the_zoom_fits_the_window_and_no_more(ground, width, height):
    west, south, east, north = ground.window
    km = ground.km_per_pixel(ground.zoom(width, height))
    across, down = ground.km(lon_degrees=east - west) / km, ground.km(lat_degrees=north - south) / km
    assert across <= width * 1.000001 and down <= height * 1.000001
    assert across == pytest.approx(width) or down == pytest.approx(height)


def test_kilometres_and_degrees_are_each_others_way_back(ground):
    east, north = ground.degrees(3, 4)
    assert (ground.km(lon_degrees=east), ground.km(lat_degrees=north)) == (pytest.approx(3), pytest.approx(4))


def test_a_label_stands_on_its_towns_land(ground):
    for town in ground.land.itertuples():
        assert town.geometry.contains(shapely.Point(ground.labels.loc[town.area_code])), town.area_code
    assert ground.labels.loc["a"].tolist() == pytest.approx([0.05, -0.05], abs=0.002)
    assert ground.labels.at["b", "lon"] > 0.18, "the lake is no place for a name"


def test_a_town_all_under_water_still_has_its_label(geometry):
    geometry["water"] = geometry["water"].assign(geometry=[shapely.box(0.05, -0.15, 0.25, 0.0)])
    labels = grounds.ground(geometry).labels
    assert geometry["towns"].set_index("area_code").geometry["b"].contains(shapely.Point(labels.loc["b"]))


def test_every_ring_turns_clockwise_for_vega(ground):
    for layer in (ground.towns, ground.neighbours, ground.water, ground.district):
        assert not shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(layer.geometry.values))).any()


def test_of_the_shipped_district_every_label_stands_on_its_own_town(district):
    ground = grounds.ground(district.geometry)
    lands = ground.land.set_index("area_code").geometry
    assert set(ground.labels.index) == set(lands.index)
    assert [code for code in lands.index if not lands[code].contains(shapely.Point(ground.labels.loc[code]))] == []


def test_a_hatch_by_hand():
    lines = shapely.get_parts(hatch(SQUARE, 0.5))
    starts = sorted(round(y - x, 6) for line in lines for x, y in [line.coords[0]] if line.length > 1e-9)
    assert starts == [-0.5, 0, 0.5], "rising lines through (0.5, 0), (0, 0) and (0, 0.5)"


@settings(max_examples=25, deadline=None)
@given(places, places, lengths, lengths, spacings, st.booleans())
def test_hatch_lines_lie_inside_the_shape_evenly_apart(x, y, width, height, spacing, rising):
    shape = shapely.box(x, y, x + width, y + height)
    lines = [line for line in shapely.get_parts(hatch(shape, spacing, rising)) if line.length > 1e-6]
    assert all(shape.buffer(1e-9).covers(line) for line in lines)
    across = sorted(y0 - x0 if rising else y0 + x0 for (x0, y0), *_ in (line.coords for line in lines))
    assert all(
        (after - before) % spacing == pytest.approx(0, abs=1e-6)
        or (after - before) % spacing == pytest.approx(spacing, abs=1e-6)
        for before, after in zip(across, across[1:])
    )
    assert len(lines) >= (width + height) / spacing - 2, "no part of the shape is left bare"


@settings(max_examples=20, deadline=None)
@given(st.floats(0.02, 0.3), st.floats(0.3, 2))
def test_the_hatches_of_neighbours_meet(spacing, split):
    both = _lines(hatch(shapely.box(0, 0, 3, 1.7), spacing))
    parts = _lines(hatch(shapely.box(0, 0, split, 1.7), spacing)), _lines(hatch(shapely.box(split, 0, 3, 1.7), spacing))
    assert shapely.union_all(parts).length == pytest.approx(both.length, rel=1e-6)
    assert both.buffer(1e-6).covers(shapely.union_all(parts))


def _lines(found):
    return shapely.multilinestrings([line for line in shapely.get_parts(found) if line.length > 1e-9])


def test_a_towns_hatch_is_drawn_over_its_land_and_once(ground):
    for town in ground.land.itertuples():
        assert ground.hatched(town.area_code, 0.05).equals(hatch(town.geometry, 0.05))
        assert ground.hatched(town.area_code, 0.05) is ground.hatched(town.area_code, 0.05)
