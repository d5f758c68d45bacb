"""Charts and maps made ready once for all visitors."""

import json
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import streamlit as st

from outreach.server.inside.parts import BREAKS, Part, declare, fails, has, want


class Chart:
    """A Vega-Lite chart that is serialised already, as st.vega_lite_chart would put it on a page."""

    def __init__(self, given: Mapping[str, Any]):
        self._given = given
        self._made: tuple[Any, ...] = ()
        if has("charts"):
            try:
                self._made = _taken(given)
            except BREAKS as error:
                fails("charts", error)

    def show(self) -> None:
        """Put the chart on the page that runs."""
        if self._made and has("charts"):
            try:
                from streamlit.delta_generator_singletons import get_dg_singleton_instance

                kind, message, layout = self._made
                get_dg_singleton_instance().main_dg._enqueue(kind, message, layout_config=layout)
                return
            except BREAKS as error:
                fails("charts", error)
        st.vega_lite_chart(**self._given)


def _taken(given: Mapping[str, Any]) -> tuple[Any, ...]:
    """What st.vega_lite_chart would put on a page: the kind of thing, its message and its layout."""
    from streamlit.elements.vega_charts import VegaChartsMixin

    class Page(VegaChartsMixin):
        """In the place of a page: keeps the one chart that is put on it."""

        taken: tuple[Any, ...] = ()

        @property
        def dg(self) -> Any:
            return self

        def _enqueue(self, kind: str, message: Any, layout_config: Any = None, **_: Any) -> None:
            self.taken = (kind, message, layout_config)

    page = Page()
    page.vega_lite_chart(**given)
    if not page.taken:
        raise ValueError("nothing was put on the page")
    return page.taken


def arrow(values: Sequence[Any]) -> bytes | None:
    """Rows as the Arrow table that travels to the browser; None where Streamlit is to make it itself."""
    if has("charts"):
        try:
            from streamlit.dataframe_util import convert_anything_to_arrow_bytes

            return convert_anything_to_arrow_bytes(values)
        except BREAKS as error:
            fails("charts", error)
    return None


def _fits_charts() -> None:
    from streamlit.dataframe_util import convert_anything_to_arrow_bytes
    from streamlit.delta_generator_singletons import get_dg_singleton_instance
    from streamlit.elements.vega_charts import VegaChartsMixin

    want(VegaChartsMixin, "vega_lite_chart")
    want(get_dg_singleton_instance().main_dg, "_enqueue")
    if not convert_anything_to_arrow_bytes([{"town": "a"}]):
        raise ValueError("rows become nothing")


class Deck:
    """A deck.gl picture that is serialised already: what st.pydeck_chart asks of a pydeck.Deck, and no more.

    across and down are the zooms at which the district would fit a map one pixel wide, or one pixel high.
    """

    def __init__(self, deck: Any):
        self.layers: list[Any] = []
        self.mapbox_key = None
        self._tooltip = deck._tooltip
        told = json.loads(deck.to_json())
        self._view = told.pop("initialViewState")
        self._rest = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self.across, self.down = getattr(deck, "across", None), getattr(deck, "down", None)

    def to_json(self) -> str:
        """The picture as it travels."""
        return f'{self._rest[:-1]},"initialViewState":{json.dumps(self._view)}}}'

    def opened(self, zoom: float, aside: float) -> "Deck":
        """The same picture opened at this zoom and so much aside."""
        found = copy(self)
        found._view = {**self._view, "zoom": zoom + aside}
        for name in ("longitude", "latitude"):
            found._view[name] = self._view[name] + aside
        return found


def opened(deck: Any, zoom: float, aside: float) -> Any:
    """The same picture opened at this zoom, so little aside that nobody sees it: the browser moves a map only to a view it
    was not told of before."""
    if isinstance(deck, Deck):
        return deck.opened(zoom, aside)
    found = copy(deck)
    found.initial_view_state = view = copy(deck.initial_view_state)
    view.longitude, view.latitude, view.zoom = view.longitude + aside, view.latitude + aside, zoom + aside
    return found


def ready(deck: Any) -> Any:
    """A pydeck.Deck that is serialised once for all who see it; itself where that cannot be done."""
    if has("decks"):
        try:
            return Deck(deck)
        except BREAKS as error:
            fails("decks", error)
    return deck


def _fits_decks() -> None:
    import re
    from inspect import getsource

    from streamlit.elements import deck_gl_json_chart

    source = getsource(deck_gl_json_chart)
    # a pydeck older than ours keeps its tooltip on a widget, and once said its own width: a map without them is fine
    asked = set(re.findall(r"pydeck_obj\.(\w+)", source)) | set(re.findall(r'getattr\(pydeck_obj, "(\w+)"', source))
    if more := sorted(asked - {"to_json", "_tooltip", "mapbox_key", "layers", "deck_widget", "width"}):
        raise AttributeError(f"st.pydeck_chart asks a map for {', '.join(more)}")


declare(
    Part("charts", "a chart is serialised once for all visitors", "it is serialised for each of them", _fits_charts),
    Part("decks", "a map is serialised once for all visitors", "it is serialised for each of them", _fits_decks),
)
