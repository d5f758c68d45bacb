"""Pictures as the browser takes them, made ready once for all visitors."""

from typing import Any

from outreach.screen import entry, layer_data
from outreach.server import inside
from outreach.views import tones
from outreach.views.exhibit import Draw, Spec, sized
from outreach.views.sizes import Sizes

ROWS = "rows"  # the name of a chart's rows among its datasets


def deck(drawn: Draw, to: Sizes, dark: bool = False) -> Any:
    """The picture an exhibit draws for these sizes, serialised, on a light ground or a dark one."""
    picture = drawn(to).darkened() if dark else drawn(to)
    held: list[layer_data.LayerData] = []

    def addressed(data: str) -> str:
        where, found = layer_data.addressed(data)
        held.append(found)
        return where

    if entry.guarded():
        picture.parted(addressed, layer_data.LEAST)
    found = inside.ready(picture)
    layer_data.hold(found, held)
    return found


def vector(spec: Spec, to: Sizes, legend: bool, dark: bool = False) -> dict[str, Any]:
    """The Vega-Lite spec for these sizes, with or without legends, its rows as the Arrow table that travels to the browser."""
    found = sized(spec, to, legend=legend)
    found = tones.spec(found) if dark else found
    values = found.get("data", {}).get("values")
    rows = inside.arrow(values) if isinstance(values, list) else None
    if rows is None:
        return found
    return {
        **found,
        "data": {"name": ROWS},
        "datasets": {**found.get("datasets", {}), ROWS: rows},
    }


def chart(spec: Spec, to: Sizes, legend: bool = True, height: int | None = None, dark: bool = False) -> inside.Chart:
    """The chart of a Vega-Lite spec for these sizes, serialised; as high as it says itself, or in pixels. Nothing on it can be chosen."""
    return inside.Chart(
        {"spec": vector(spec, to, legend, dark), "width": "stretch", "height": height or "content", "theme": None}
    )
