import pytest

from outreach.home import find_home
from outreach.screen import layers, panels, visit
from outreach.selection import LAYERS, Selection
from outreach.tables import read_district
from outreach.views import markers
from outreach.views.sizes import BROWSE


@pytest.fixture(scope="module")
def maps():
    district = read_district(find_home())
    pages = {name: visit.page(name, Selection(), district) for name in ("overview", "gaps")}
    return {name: pages[name.removesuffix("_map")].exhibits[name] for name in ("overview_map", "gaps_map")}


def ids(exhibit, off=(), lit=""):
    return {layer.id: layer for layer in layers.drawn(exhibit.deck, off, lit)(BROWSE).layers}


def test_a_map_tells_which_of_its_layers_can_be_put_off(maps):
    assert layers.on(maps["overview_map"]) == ("bases", "names", "water")
    assert layers.on(maps["gaps_map"]) == ("names", "hatch", "water")


@pytest.mark.parametrize("one", LAYERS)
def test_a_layer_that_is_off_is_on_neither_picture(maps, one):
    for exhibit in maps.values():
        assert not set(layers.OF[one]) & set(ids(exhibit, off=(one,)))
        still = layers.still(exhibit.vector, exhibit, (one,), "")
        assert not set(layers.OF[one]) & {layer.get("name") for layer in still["layer"]}
        assert {view for param in still["params"] for view in param["views"]} <= {
            layer.get("name") for layer in still["layer"]
        }


def test_a_class_that_is_lit_keeps_its_colour_and_the_others_grow_pale(maps):
    features = ids(maps["gaps_map"], lit="class-4")["towns"].data["features"]
    for one in features:
        full = one["properties"]["fill"][3:] in ([], [255])
        assert full == (one["properties"]["class"] == 4)
    assert any(one["properties"]["class"] == 4 for one in features)


def test_a_level_or_a_kind_that_is_lit_is_all_that_is_left_of_the_bases(maps):
    every = ids(maps["overview_map"])["bases"].data
    district = ids(maps["overview_map"], lit="level-district")["bases"].data
    assert 0 < len(district) < len(every) and all("-district-" in row["sign"] for row in district)
    venues = ids(maps["overview_map"], lit="kind-square")["bases"].data
    assert all(row["sign"].startswith("square-") for row in venues) and len(venues) > 0


def test_the_still_picture_filters_by_the_same_entry(maps):
    label = next(
        one.label for legend in maps["overview_map"].legends for one in legend.swatches if one.id == "level-none"
    )
    still = layers.still(maps["overview_map"].vector, maps["overview_map"], (), "level-none")
    (bases,) = [layer for layer in still["layer"] if layer.get("name") == "bases"]
    assert bases["transform"] == [{"filter": {"field": "level_label", "equal": label}}]


def test_an_entry_that_is_lit_lets_go_at_the_next_click_and_layers_say_whether_they_are_on(maps):
    from outreach import words

    html = panels.legend_html(maps["gaps_map"], Selection(lit="gaps_map.class-4", off=("water",)), words.load("zh"))
    assert 'data-value="gaps_map." aria-pressed="true"' in html and 'data-value="gaps_map.class-0"' in html
    assert 'data-value="water" aria-pressed="false"' in html and 'data-value="names" aria-pressed="true"' in html


def test_bases_known_to_one_place_alone_are_a_heap_with_their_number():
    import pandas as pd

    rows = pd.DataFrame({"lon": [1.0] * 13 + [2.0] * 3, "lat": 0.0, "area_code": ["a"] * 13 + ["b"] * 3}).rename_axis(
        "x"
    )
    found = markers.heaps(rows, 12)
    assert found[["area_code", "bases"]].to_dict("records") == [{"area_code": "a", "bases": 13}]
    assert len(found.at[0, "ids"]) == 13
