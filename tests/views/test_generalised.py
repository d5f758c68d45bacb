import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.synth.ground import ground as drawn
from outreach.synth.ground import layer
from outreach.views import charts, ground
from outreach.views.names import MANY, on_ground


@pytest.fixture(scope="module")
def layers():
    made = drawn(24, np.random.default_rng(7))
    codes = [f"{i:03d}" for i in range(24)]
    return {
        "towns": layer(made.towns, area_code=codes),
        "district": layer([made.district], area_code=["whole"]),
        "water": layer(made.water),
        "canals": layer(made.canals),
        "neighbours": layer(made.neighbours, area_code=[f"n{i}" for i in range(6)]),
    }


def corners(layers) -> int:
    return sum(int(shapely.get_num_coordinates(one.geometry.values).sum()) for one in layers.values())


@settings(max_examples=8, deadline=None)
@given(most=st.integers(450, 4000))
def test_what_touches_still_touches_however_coarse_the_boundaries(layers, most):
    found = ground.generalised(layers, most)
    assert corners(found) <= most or found is not layers
    both = [*found["towns"].geometry, *found["neighbours"].geometry]
    assert shapely.coverage_is_valid(
        found["towns"].geometry.values
    )  # edges that were shared are shared, corner for corner
    assert list(found["towns"]["area_code"]) == list(layers["towns"]["area_code"])
    assert all(shapely.is_valid(one) and not one.is_empty and one.area > 0 for one in both)
    assert found["district"].union_all().equals(shapely.coverage_union_all(found["towns"].geometry.values))


def test_a_gap_between_towns_is_no_wider_than_before(layers):
    found = ground.generalised(layers, 1000)
    assert corners(found) <= 1000 < corners(layers)
    whole = found["district"].union_all()
    assert shapely.area(whole) == pytest.approx(shapely.area(found["towns"].geometry.values).sum(), rel=1e-9)
    before = layers["district"].union_all()
    assert shapely.area(before.symmetric_difference(whole)) < 0.01 * shapely.area(before)


def test_layers_with_few_corners_are_drawn_as_they_are(layers, district):
    assert all(ground.generalised(layers, 10**6)[name] is one for name, one in layers.items())
    assert corners(district.geometry) <= ground.POINTS
    assert all(
        ground.generalised(district.geometry, ground.POINTS)[name] is one for name, one in district.geometry.items()
    )


def test_of_many_names_those_are_written_that_have_room(layers):
    shown = ground.ground(layers)
    places = [(lon, lat) for lon in np.linspace(131.8, 132.2, 10) for lat in np.linspace(19.9, 20.1, 8)]
    labels = pd.DataFrame(places, columns=["lon", "lat"]).assign(label="演示县").rename_axis("area_code")
    assert len(labels) > MANY
    kept = on_ground(labels, pd.DataFrame(), shown, 2.0)
    assert 0 < len(kept) < len(labels) and kept.index[0] == 0
    across, down = 3 * 2.0, 1.15 * 2.0
    for one in kept.itertuples():
        others = kept.drop(one.Index)
        apart = (shown_km(shown, others["lon"] - one.lon, 0) >= across) | (
            shown_km(shown, 0, others["lat"] - one.lat) >= down
        )
        assert apart.all()


def shown_km(shown, lon, lat):
    return shown.km(lon_degrees=lon, lat_degrees=lat)


def test_a_chart_of_many_areas_has_the_ends_and_the_chosen_one():
    rows = pd.DataFrame({"area_code": [f"{i:03d}" for i in range(100)], "gap": np.arange(100.0)[::-1]})
    assert charts.ends(rows.head(30), "gap") is not None and len(charts.ends(rows.head(30), "gap")) == 30
    assert list(charts.ends(rows, "gap")["area_code"]) == [f"{i:03d}" for i in (*range(15), *range(85, 100))]
    assert "050" in set(charts.ends(rows, "gap", "050")["area_code"]) and len(charts.ends(rows, "gap", "050")) == 31
