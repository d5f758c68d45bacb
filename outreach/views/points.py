"""Points laid upon a map in two pictures of the same rows: signs of several shapes and sizes, and cells to click on."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import pydeck as pdk

from outreach.views import palette
from outreach.views.frames import tuples
from outreach.views.sizes import BROWSE, Sizes

CELL = 96
UNSEEN = 0.05  # opacity that nobody sees and a click still finds, also when Streamlit pales it to two fifths
LARGE = 10  # pixels at a desk: smaller points may stand behind a name
TIP_LINES = 4
Spot = dict[str, int | bool]
"""Where a sign stands in the picture of all signs, as deck.gl takes it."""
POINTED = {"auto_highlight": True, "highlight_color": palette.rgb(palette.PICKED, 0.35)}
"""What is pointed at or touched is darkened by the browser itself, before any server has heard of it."""
_DISC = "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z"
_STAR = "M0,-1L0.2351,-0.3236L0.9511,-0.309L0.3804,0.1236L0.5878,0.809L0,0.4L-0.5878,0.809L-0.3804,0.1236L-0.9511,-0.309L-0.2351,-0.3236Z"
SHAPES = {
    "disc": _DISC,
    "plus": _DISC
    + "M-0.15,-0.62L-0.15,-0.15L-0.62,-0.15L-0.62,0.15L-0.15,0.15L-0.15,0.62L0.15,0.62L0.15,0.15L0.62,0.15L0.62,-0.15L0.15,-0.15L0.15,-0.62Z",
    "cross": "M-0.9,-0.55L-0.55,-0.9L0,-0.35L0.55,-0.9L0.9,-0.55L0.35,0L0.9,0.55L0.55,0.9L0,0.35L-0.55,0.9L-0.9,0.55L-0.35,0Z",
    "star": _STAR,
    "target": _DISC
    + "M-0.72,0A0.72,0.72,0,1,0,0.72,0A0.72,0.72,0,1,0,-0.72,0Z"
    + "M0,-0.36A0.36,0.36,0,1,1,0,0.36A0.36,0.36,0,1,1,0,-0.36Z",
}
"""Paths in a square from −1 to 1; what runs the other way round is cut out."""


@dataclass(frozen=True)
class Sign:
    """One kind of point: its shape (a key of SHAPES), its colour and what it is called."""

    shape: str
    colour: str
    label: str


@dataclass(frozen=True)
class Points:
    """A layer of points. rows: lon, lat, sign (a key of signs), size (pixels at a desk), tip (a list of lines), text (written
    on it, or empty), and the columns of `ids`, which a click can choose by."""

    name: str
    rows: pd.DataFrame
    signs: Mapping[str, Sign]
    title: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cells:
    """Ground that can be clicked on: rows (lon, lat, tip, and the columns of `ids`), spacing_km apart; not seen."""

    name: str
    rows: pd.DataFrame
    spacing_km: float
    ids: tuple[str, ...]


def deck_layer(layer: Points | Cells, sizes: Sizes) -> pdk.Layer:
    """The layer as deck.gl draws it."""
    rows = layer.rows.reset_index(drop=True)
    tips = pd.DataFrame([[*tip(lines).values()] for lines in rows["tip"]], index=rows.index, columns=list(tip([])))
    if isinstance(layer, Cells):
        return pdk.Layer(
            "ScatterplotLayer",
            rows[["lon", "lat", *layer.ids]].round({"lon": 4, "lat": 4}).join(tips),
            id=layer.name,
            pickable=True,
            **POINTED,
            get_position="[lon, lat]",
            get_radius=round(720 * layer.spacing_km),
            get_fill_color=palette.rgb(palette.TOWN, UNSEEN),
            stroked=False,
        )
    address, mapping = atlas(layer)
    drawn = rows[["lon", "lat", *layer.ids]].assign(
        icon=_icons(layer), size=rows["size"] * sizes.marker / BROWSE.marker
    )
    return pdk.Layer(
        "IconLayer",
        drawn.join(tips),
        id=layer.name,
        pickable=True,
        **POINTED,
        icon_atlas=pdk.types.String(address),
        icon_mapping=mapping,
        get_icon="icon",
        get_position="[lon, lat]",
        get_size="size",
    )


def tips(rows: pd.DataFrame, lines: list[list[str]]) -> "pd.Series[Any]":
    """The lines of each row's tooltip as a column of these rows."""
    return pd.Series(lines, index=rows.index, dtype=object)


def tip(lines: list[str]) -> dict[str, str]:
    """A tooltip's lines as the properties its template names."""
    return {f"tip_{i}": text(lines[i]) if i < len(lines) else "" for i in range(TIP_LINES)}


def text(of: str) -> str:
    """A text as deck.gl leaves it alone, parted by a sign that nobody sees: one that begins with @@ it would work out, wherever
    it stands, and in a tooltip it would fill what looks like a part of the template.
    """
    return re.sub(r"\A(?=@@)|(?<=\{)(?=tip_)", "\u2060", of)


def _icons(layer: Points) -> list[str]:
    return [f"{row.sign}-{row.text}" if row.text else row.sign for row in tuples(layer.rows)]


def atlas(layer: Points) -> tuple[str, dict[str, Spot]]:
    """Every sign of the layer in one picture, as a data address, and where each stands in it."""
    wanted = dict(zip(_icons(layer), layer.rows[["sign", "text"]].itertuples(index=False)))
    drawn, mapping = [], {}
    for i, (name, (sign, text)) in enumerate(wanted.items()):
        drawn.append(f'<g transform="translate({(i + 0.5) * CELL} {CELL / 2})">{picture(layer.signs[sign], text)}</g>')
        mapping[name] = {"x": i * CELL, "y": 0, "width": CELL, "height": CELL, "mask": False}
    width = CELL * max(len(wanted), 1)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{CELL}">{"".join(drawn)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(), mapping


def picture(sign: Sign, text: str = "") -> str:
    """A sign as SVG around the origin, with what is written on it."""
    path = f'<path d="{SHAPES[sign.shape]}" transform="scale(44)" fill="{sign.colour}" fill-rule="evenodd" stroke="{palette.PAPER}" stroke-width="0.07"/>'
    words = f'<text y="13" text-anchor="middle" font-family="sans-serif" font-weight="bold" font-size="36" fill="{palette.PAPER}">{escape(text)}</text>'
    return path + (words if text else "")


def vector_layers(layer: Points | Cells) -> list[dict[str, Any]]:
    """The layer as Vega-Lite draws it."""
    rows = layer.rows.assign(said=layer.rows["tip"].map(" · ".join))
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    said = {"tooltip": {"field": "said", "type": "nominal"}}
    if isinstance(layer, Cells):
        values = rows[["lon", "lat", "said", *layer.ids]].round({"lon": 4, "lat": 4}).to_dict("records")
        mark = {"type": "square", "size": 90, "fill": "transparent", "stroke": None}
        return [{"name": layer.name, "data": {"values": values}, "mark": mark, "encoding": {**place, **said}}]
    rows = rows.assign(label=[layer.signs[one].label for one in rows["sign"]], area=rows["size"] ** 2)
    labels = [one.label for one in layer.signs.values()]
    legend = {"title": layer.title}
    shapes = {"domain": labels, "range": [SHAPES[one.shape] for one in layer.signs.values()]}
    colours = {"domain": labels, "range": [one.colour for one in layer.signs.values()]}
    drawn = {
        "name": layer.name,
        "data": {"values": rows[["lon", "lat", "label", "area", "text", "said", *layer.ids]].to_dict("records")},
        "mark": {"type": "point", "opacity": 1, "stroke": palette.PAPER, "strokeWidth": 0.8},
        "encoding": {
            **place,
            **said,
            "shape": {"field": "label", "type": "nominal", "scale": shapes, "legend": legend},
            "fill": {"field": "label", "type": "nominal", "scale": colours, "legend": legend},
            "size": {"field": "area", "type": "quantitative", "scale": None, "legend": None},
        },
    }
    written = rows[rows["text"] != ""]
    words = {
        "data": {"values": written[["lon", "lat", "text"]].to_dict("records")},
        "mark": {"type": "text", "fill": palette.PAPER, "fontWeight": "bold", "dy": 1, "tooltip": None},
        "encoding": {**place, "text": {"field": "text", "type": "nominal"}},
    }
    return [drawn, words]


def discs(layer: Points | Cells, km_per_pixel: float) -> pd.DataFrame:
    """The ground its larger points take up, which names keep clear of: lon, lat, radius_km."""
    if isinstance(layer, Cells):
        return pd.DataFrame(columns=["lon", "lat", "radius_km"], dtype=float)
    large = layer.rows[layer.rows["size"] >= LARGE]
    return large[["lon", "lat"]].assign(radius_km=0.5 * large["size"] * km_per_pixel)


def parameter(layer: str, *ids: str) -> dict[str, Any]:
    """What a click on a layer of the still picture is kept as; one more click on the same thing takes it back, and so is heard too."""
    return {"name": layer, "select": {"type": "point", "fields": list(ids), "toggle": "true"}, "views": [layer]}
