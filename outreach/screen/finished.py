"""Pictures as the browser takes them, made ready once for all visitors."""

from collections.abc import Callable, Mapping
from typing import Any

from streamlit.dataframe_util import convert_anything_to_arrow_bytes

from outreach.views.exhibit import sized
from outreach.views.sizes import Sizes

ROWS = "rows"  # the name of a chart's rows among its datasets


class Deck:
    """A deck.gl picture that is serialised already: what st.pydeck_chart asks of a pydeck.Deck, and no more."""

    def __init__(self, deck: Any):
        self.layers: list[Any] = []
        self.mapbox_key = None
        self._tooltip = deck._tooltip
        self._json = deck.to_json()

    def to_json(self) -> str:
        return self._json


def deck(drawn: Callable[[Sizes], Any], to: Sizes) -> Deck:
    """The picture an exhibit draws for these sizes, serialised."""
    return Deck(drawn(to))


def vector(spec: Mapping[str, Any], to: Sizes, legend: bool) -> dict[str, Any]:
    """The Vega-Lite spec for these sizes, with or without legends, its rows as the Arrow table that travels to the browser."""
    found = sized(spec, to, legend=legend)
    values = found.get("data", {}).get("values")
    if not isinstance(values, list):
        return found
    return {**found, "data": {"name": ROWS}, "datasets": {**found.get("datasets", {}), ROWS: convert_anything_to_arrow_bytes(values)}}
