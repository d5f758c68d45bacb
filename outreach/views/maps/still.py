"""The picture for print, for slides and for want of WebGL, as a Vega-Lite spec."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from outreach.views import markers, palette, points, stills
from outreach.views.exhibit import Fitted, Spec
from outreach.views.frames import tuples
from outreach.views.ground import Ground
from outreach.views.maps.overlay import (
    Overlay,
    bare_features,
    circles,
    hatching,
    ids,
    label_rows,
    neighbour_labels,
    styled,
)
from outreach.views.sizes import BROWSE, NARROW, NARROWER, Sizes

Layer = dict[str, Any]
"""A layer of a Vega-Lite spec, or the spec that layers make."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def vector(ground: Ground, overlay: Overlay, description: str) -> Fitted:
    """The still picture as a Vega-Lite spec without sizes, or of a room's; `towns` and `bases` are its parameters for clicks."""
    return Fitted(
        lambda: _vector(ground, overlay, description),
        lambda width, height, sizes: _into(ground, overlay, description, width, height, sizes),
        lambda: stills.aspect(ground),
    )


def _into(ground: Ground, overlay: Overlay, description: str, width: int, height: int, sizes: Sizes) -> Layer:
    """The picture of a room's size, which it fills, with names of a stage's or a paper's letters; not to be clicked."""

    def discs(km: float) -> pd.DataFrame:
        rings = pd.DataFrame() if overlay.bases.empty else markers.rings(overlay.bases)
        bases = (
            overlay.bases[["drawn_lon", "drawn_lat"]] if not overlay.bases.empty else pd.DataFrame([], columns=range(2))
        )
        marks = bases.set_axis(["lon", "lat"], axis=1).assign(radius_km=0.5 * sizes.marker * km)
        large = [
            points.discs(layer, km * sizes.marker / BROWSE.marker).assign(above=above)
            for layers, above in ((overlay.below, False), (overlay.above, True))
            for layer in layers
        ]
        under = [one.assign(above=False) for one in (rings, marks) if len(one)]
        return pd.concat([*under, *(one for one in large if len(one))] or [marks.assign(above=False)])

    seen, named = stills.layers(ground, overlay, width, height, sizes, discs)
    drawn = [
        *_ground_shapes(ground, overlay, seen.window),
        *([_circle_shapes(ground, overlay)] if len(overlay.circles) else []),
        *(one for layer in overlay.below for one in stills.marks(layer, sizes)),
        *([_ring_shapes(ground, overlay), _base_points(overlay)] if not overlay.bases.empty else []),
        *named,
        *(one for layer in overlay.above for one in stills.marks(layer, sizes)),
    ]
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": width,
        "height": height,
        "projection": seen.projection,
        "layer": [{**layer, **_clipped(layer)} for layer in drawn if layer["data"]["values"]],
        "resolve": {"scale": {"fill": "independent", "shape": "independent"}},
    }


def _clipped(layer: Spec) -> dict[str, Any]:
    """A shape or a point ends at the picture's edge."""
    return {} if layer["mark"]["type"] == "text" else {"mark": {**layer["mark"], "clip": True}}


def _ground_shapes(ground: Ground, overlay: Overlay, window: tuple[float, float, float, float]) -> list[Layer]:
    return [
        _geoshape("neighbours", ground.cut(ground.neighbours, window), fill=palette.LAND, edge=palette.NEIGHBOUR_EDGE),
        _town_shapes(ground, overlay),
        _geoshape("hatch", hatching(ground, overlay), edge=palette.HATCH),
        _geoshape("water", ground.cut(ground.water, window), fill=palette.WATER),
        _geoshape("canals", ground.cut(ground.canals, window), edge=palette.CANAL, width=2),
        _geoshape("outline", ground.district, edge=palette.OUTLINE, width=2),
        _geoshape("picked", ground.towns[ground.towns["area_code"] == overlay.area], edge=palette.PICKED, width=4),
    ]


def _circle_shapes(ground: Ground, overlay: Overlay) -> Layer:
    return _geoshape("circles", circles(overlay.circles, ground), edge=palette.SITE, width=2, dash=[6, 4])


def _ring_shapes(ground: Ground, overlay: Overlay) -> Layer:
    return _geoshape("rings", circles(markers.rings(overlay.bases), ground), edge=palette.FAINT, dash=[4, 3])


def _vector(ground: Ground, overlay: Overlay, description: str) -> Layer:
    layers = [
        *_ground_shapes(ground, overlay, ground.window),
        *_words("neighbour-labels", neighbour_labels(ground, overlay.language), palette.FAINT),
    ]
    if len(overlay.circles):
        layers.append(_circle_shapes(ground, overlay))
    for layer in overlay.below:
        layers += points.vector_layers(layer)
    params = [points.parameter("towns", "area_code")]
    if not overlay.bases.empty:
        layers += [_ring_shapes(ground, overlay), _base_points(overlay)]
        params.append(points.parameter("bases", *ids(overlay)))
    for layer in overlay.above:
        layers += points.vector_layers(layer)
    params += [
        points.parameter(layer.name, *layer.ids)
        for layer in (*overlay.below, *overlay.above)
        if layer.ids and len(layer.rows)
    ]
    for part, narrow in (("", False), ("-narrow", True)):
        sizes = replace(BROWSE, map_width=NARROW) if narrow else BROWSE
        shown = {"opacity": {"expr": f"width < {NARROWER} ? {narrow:d} : {not narrow:d}"}}
        layers += _words(f"town-labels{part}", label_rows(ground, overlay, sizes), palette.INK, shown)
    return {
        "$schema": SCHEMA,
        "description": description,
        "width": "container",
        "height": "container",
        "projection": {"type": "mercator"},
        "params": params,
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "resolve": {"scale": {"fill": "independent", "shape": "independent"}},
    }


def _geoshape(
    name: str,
    layer: gpd.GeoDataFrame,
    *,
    fill: str | None = None,
    edge: str | None = None,
    width: int = 1,
    dash: Sequence[int] = (1, 0),
) -> Layer:
    """A layer that takes no clicks from the towns below it: where there is no fill, only the line itself is in the way."""
    mark = {
        "type": "geoshape",
        "fill": fill,
        "stroke": edge,
        "strokeWidth": width,
        "strokeDash": list(dash),
        "tooltip": None,
    }
    return {"name": name, "data": {"values": bare_features(layer)}, "mark": mark}


def _town_shapes(ground: Ground, overlay: Overlay) -> Layer:
    towns = styled(ground, overlay)
    values = [
        {**shape, "area_code": town.area_code, "class_label": town.class_label, "said": " · ".join(town.tip)}
        for shape, town in zip(bare_features(towns), tuples(towns))
    ]
    scale = {"domain": [label for label, _ in overlay.classes], "range": [colour for _, colour in overlay.classes]}
    legend = {"title": overlay.class_title, "symbolType": "square"}
    by_class = {"field": "class_label", "type": "nominal", "scale": scale, "legend": legend}
    return {
        "name": "towns",
        "data": {"values": values},
        "mark": {"type": "geoshape", "stroke": palette.TOWN_EDGE},
        "encoding": {
            "fill": by_class if overlay.classes else {"value": palette.TOWN},
            "tooltip": {"field": "said", "type": "nominal"},
        },
    }


def _base_points(overlay: Overlay) -> Layer:
    bases = overlay.bases.reset_index()
    values = bases.assign(said=bases["tip"].map(" · ".join), picked=bases["base_id"].eq(overlay.base or ""))
    shown = [*ids(overlay), "drawn_lon", "drawn_lat", "level_label", "group_label", "hollow", "picked", "said"]
    levels = {"domain": [label for label, _ in overlay.levels], "range": [colour for _, colour in overlay.levels]}
    groups = {"domain": [label for label, _ in overlay.groups], "range": [shape for _, shape in overlay.groups]}
    by_level = {"field": "level_label", "type": "nominal", "scale": levels}
    return {
        "name": "bases",
        "data": {"values": values[shown].to_dict("records")},
        "mark": {"type": "point", "opacity": 1},
        "encoding": {
            "longitude": {"field": "drawn_lon", "type": "quantitative"},
            "latitude": {"field": "drawn_lat", "type": "quantitative"},
            "stroke": {**by_level, "legend": {"title": overlay.level_title}},
            "fill": {**by_level, "legend": None, "condition": {"test": "datum.hollow", "value": palette.PAPER}},
            "shape": {
                "field": "group_label",
                "type": "nominal",
                "scale": groups,
                "legend": {"title": overlay.group_title, "symbolStrokeColor": palette.INK},
            },
            "strokeWidth": {"condition": {"test": "datum.picked", "value": 5}, "value": 2},
            "tooltip": {"field": "said", "type": "nominal"},
        },
    }


def _words(name: str, rows: pd.DataFrame, colour: str, shown: Spec | None = None) -> list[Layer]:
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
        "text": {"field": "label", "type": "nominal"},
    }
    halo = {"fill": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 3}
    return [
        {
            "name": f"{name}{part}",
            "data": {"values": rows[["lon", "lat", "label"]].to_dict("records")},
            "mark": {"type": "text", "lineBreak": "\n", "tooltip": None, **paint, **(shown or {})},
            "encoding": place,
        }
        for part, paint in (("-halo", halo), ("", {"fill": colour}))
    ]
