"""Pictures as the browser takes them, made ready once for all visitors."""

import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from streamlit.dataframe_util import convert_anything_to_arrow_bytes
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.vega_charts import VegaChartsMixin

from outreach.views.exhibit import sized
from outreach.views.sizes import Sizes

ROWS = "rows"  # the name of a chart's rows among its datasets


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
        self.across, self.down = deck.across, deck.down

    def to_json(self) -> str:
        return f'{self._rest[:-1]},"initialViewState":{json.dumps(self._view)}}}'

    def opened(self, zoom: float, aside: float) -> "Deck":
        """The same picture opened at this zoom, so little aside that nobody sees it: the browser moves a map only to a
        view it was not told of before."""
        found = copy(self)
        found._view = {
            **self._view,
            "longitude": self._view["longitude"] + aside,
            "latitude": self._view["latitude"] + aside,
            "zoom": zoom + aside,
        }
        return found


def deck(drawn: Callable[[Sizes], Any], to: Sizes) -> Deck:
    """The picture an exhibit draws for these sizes, serialised."""
    return Deck(drawn(to))


def vector(spec: Mapping[str, Any], to: Sizes, legend: bool) -> dict[str, Any]:
    """The Vega-Lite spec for these sizes, with or without legends, its rows as the Arrow table that travels to the browser."""
    found = sized(spec, to, legend=legend)
    values = found.get("data", {}).get("values")
    if not isinstance(values, list):
        return found
    return {
        **found,
        "data": {"name": ROWS},
        "datasets": {**found.get("datasets", {}), ROWS: convert_anything_to_arrow_bytes(values)},
    }


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite chart that is serialised already, as st.vega_lite_chart would put it on a page."""

    kind: str
    message: Any
    layout: Any

    def show(self) -> None:
        """Put the chart on the page that runs."""
        get_dg_singleton_instance().main_dg._enqueue(self.kind, self.message, layout_config=self.layout)


class _Taken(VegaChartsMixin):
    """In the place of a page: keeps the one chart that is put on it."""

    def __init__(self) -> None:
        self.charts: list[Chart] = []

    @property
    def dg(self) -> Any:
        return self

    def _enqueue(self, kind: str, message: Any, layout_config: Any = None, **_: Any) -> None:
        self.charts.append(Chart(kind, message, layout_config))


def chart(spec: Mapping[str, Any], to: Sizes, legend: bool = True, height: int | None = None) -> Chart:
    """The chart of a Vega-Lite spec for these sizes, serialised; as high as it says itself, or in pixels. Nothing on it can be chosen."""
    page = _Taken()
    page.vega_lite_chart(spec=vector(spec, to, legend), width="stretch", height=height or "content", theme=None)
    return page.charts[0]
