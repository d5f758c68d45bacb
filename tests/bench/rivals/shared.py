"""What the rivals draw: the map and the chart of our own pages, taken from the pages as they are played."""

import json
from functools import cache
from typing import Any

from outreach.home import find_home
from outreach.screen import cached, visit
from outreach.selection import Selection
from outreach.tables import read_district
from outreach.views.sizes import BROWSE

PAGES = ("overview", "bases", "literacy", "gaps")
CHARTS = {
    "overview": ("overview_levels", "level_name", "bases"),
    "bases": ("bases_map", "base_name", None),
    "literacy": ("literacy_intervals", "town_name", "share"),
    "gaps": ("gaps_ranked", "town_name", "gap"),
}


@cache
def _district():
    return read_district(find_home())


def picture(page: str, **chosen: Any) -> tuple[dict[str, Any], list[str], list[float]]:
    """The deck.gl spec of a page's map, and the names and values of its chart's bars."""
    played = visit.page(page, Selection().with_(**chosen), _district())
    on_map = next(one for one in played.exhibits.values() if one.deck is not None)
    deck = cached.once(_spec, on_map)
    name, label, value = CHARTS[page]
    rows = played.exhibits.get(name, on_map).rows
    label = label if label in rows else next(column.name for column in on_map.columns)
    values = rows[value].astype(float).fillna(0).tolist() if value in rows else [1.0] * len(rows)
    return deck, rows[label].astype(str).tolist(), values


def _spec(exhibit) -> dict[str, Any]:
    return json.loads(exhibit.deck(BROWSE).to_json())
