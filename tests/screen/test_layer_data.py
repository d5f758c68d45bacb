"""A map whose layers stand at addresses of their own is the map that says all of itself."""

import gc
import json

import pytest

from outreach.home import find_home
from outreach.screen import entry, finished, layer_data, visit
from outreach.selection import Selection
from outreach.tables import read_district
from outreach.views.sizes import BROWSE
from tests import decks
from tests.towns import CHANGLE, HAIMEN

MAPS = ("overview", "bases", "literacy", "gaps", "siting")


@pytest.fixture(scope="module")
def district():
    return read_district(find_home())


@pytest.fixture
def all_apart(monkeypatch):
    """Small layers stand at addresses too."""
    monkeypatch.setattr(layer_data, "LEAST", 1_000)


@pytest.fixture(scope="module")
def drawn(district):
    """The map that a page opens with, for whoever has chosen this town."""

    def draw(page, area=None):
        exhibits = visit.page(page, Selection(area=area), district).exhibits
        return next(one.deck for one in exhibits.values() if one.deck is not None)

    return draw


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("page", MAPS)
def test_a_parted_map_draws_what_the_whole_one_draws(drawn, all_apart, monkeypatch, page, dark):
    parted = finished.deck(drawn(page), BROWSE, dark)
    monkeypatch.setattr(entry, "_door", False)
    whole = finished.deck(drawn(page), BROWSE, dark).to_json()
    assert decks.layers(parted.to_json()) == decks.layers(whole)
    assert len(parted.to_json()) < len(whole) / 2

    def without_data(told):
        found = json.loads(told)
        return found | {"layers": [{**one, "data": None} for one in found["layers"]]}

    assert without_data(parted.to_json()) == without_data(whole)


def test_of_another_town_the_same_layers_are_drawn(drawn, all_apart):
    """What a click on a town has sent anew is little: its outline, and names where they make room."""
    one, other = (
        {
            layer["id"]: layer["data"]
            for layer in json.loads(found.to_json())["layers"]
            if isinstance(layer["data"], str)
        }
        for found in (finished.deck(drawn("gaps", area), BROWSE) for area in (CHANGLE, HAIMEN))
    )
    assert {"towns", "hatch"} <= set(one) and {"towns", "hatch", "water"} <= {
        layer for layer, where in one.items() if other.get(layer) == where
    }


def test_what_is_small_is_told_with_its_map_and_what_is_large_is_not(drawn):
    apart = {
        page: {
            layer["id"]
            for layer in json.loads(finished.deck(drawn(page), BROWSE).to_json())["layers"]
            if isinstance(layer["data"], str)
        }
        for page in ("gaps", "siting")
    }
    assert apart == {"gaps": set(), "siting": {"cells", "demand"}}


def test_data_are_there_for_as_long_as_a_map_is_kept_that_is_drawn_of_them():
    where, held = layer_data.addressed('[{"lon":121.2}]')
    again, same = layer_data.addressed('[{"lon":121.2}]')
    name = where.rpartition("/")[2]
    assert where == again and held is same is layer_data.at(name)
    del held, same
    gc.collect()
    assert layer_data.at(name) is None


def test_a_server_under_a_folder_says_so_in_the_address(monkeypatch):
    monkeypatch.setattr("outreach.screen.address.base", lambda: "/atlas")
    assert layer_data.addressed("[]")[0].startswith("/atlas/layers/")


def test_a_map_that_streamlit_serialises_itself_says_no_more_than_one_that_is_ready(drawn, monkeypatch):
    """As it does where none of its insides is touched."""
    ready = finished.deck(drawn("siting"), BROWSE)
    monkeypatch.setattr(finished.inside, "ready", lambda picture: picture)
    plain = finished.deck(drawn("siting"), BROWSE)
    assert json.loads(plain.to_json()) == json.loads(ready.to_json())
    assert all(decks.layers(plain.to_json()).values())
