"""The map, twice from the same rows: a pydeck picture to explore and a Vega one for print and for want of WebGL."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import cos, pi, sin
from typing import Any

import geopandas as gpd
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from outreach.views import markers, names, palette, points, stills, tones
from outreach.views.exhibit import Fitted
from outreach.views.ground import Ground
from outreach.views.sizes import BROWSE, FONT, NARROW, NARROWER, Sizes

HATCHES = {"sparse": 0.012, "dense": 0.005, "falling": 0.012}  # degrees between lines
FALLING = "falling"  # the only hatch whose lines run down to the right
CIRCLE_POINTS = 48
NARROWEST_MAP = 300  # pixels, of a phone held upright
FAR = 10**9  # pixels enough not to matter
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Scene:
    """What stands on the ground.

    towns is indexed by area_code: class_label and colour of its fill, hatch (a key of HATCHES, or missing), label (what
    stands on it) and tip (the lines of its tooltip). bases is indexed by base_id, as markers.placed gives it, with
    sign, level_label, group_label and tip, and site, its place as the address says it, where a click
    gives that too; empty where the map has none. classes, levels and groups pair each label
    with its colour or Vega shape, in the legend's order. below and above are layers of points under and over the bases;
    circles (lon, lat, radius_km) are drawn with broken lines.
    """

    towns: pd.DataFrame
    class_title: str = ""
    classes: tuple[tuple[str, str], ...] = ()
    bases: pd.DataFrame = field(default_factory=pd.DataFrame)
    level_title: str = ""
    levels: tuple[tuple[str, str], ...] = ()
    group_title: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    area: str | None = None
    base: str | None = None
    language: str = "zh"
    below: tuple[points.Points | points.Cells, ...] = ()
    above: tuple[points.Points | points.Cells, ...] = ()
    circles: pd.DataFrame = field(default_factory=pd.DataFrame)


class Picture(pdk.Deck):
    """A pydeck picture that says what it says in a third of the letters: pydeck sets every coordinate on a line of its own.

    across and down are the zooms at which its ground would fit a map one pixel wide, or one pixel high. dark is whether it is
    told with the colours of a dark ground.
    """

    dark = False

    def __init__(self, ground: Ground, **parts: Any):
        super().__init__(**parts)
        self.across, self.down = ground.zoom(1, FAR), ground.zoom(FAR, 1)

    def to_json(self) -> str:
        told = json.dumps(self, default=default_serialize, ensure_ascii=False, separators=(",", ":"))
        return tones.darkened(told) if self.dark else told

    def darkened(self) -> "Picture":
        """The same picture on a dark ground."""
        self.dark, self._tooltip = True, tones.spec(self._tooltip)
        return self


def deck(ground: Ground, scene: Scene) -> Callable[[Sizes], pdk.Deck]:
    """The explorable picture, drawn when a screen says its sizes. Asks nothing of any host: no tiles, no fonts."""

    def drawn(sizes: Sizes) -> pdk.Deck:
        lon, lat = ground.middle
        return Picture(
            ground,
            layers=[
                *_ground_layers(ground, scene),
                *(
                    [_shapes("circles", _dashed(scene.circles, ground), edge=palette.SITE, width=2)]
                    if len(scene.circles)
                    else []
                ),
                *(points.deck_layer(layer, sizes) for layer in scene.below),
                *_base_layers(ground, scene, sizes),
                *_label_layers(ground, scene, sizes),  # over the signs, as in the still picture: a name has no holes
                *(points.deck_layer(layer, sizes) for layer in scene.above),
            ],
            map_provider=None,
            views=[
                pdk.View(type="MapView", controller={"doubleClickZoom": False})
            ],  # a click would wait 300 ms for a second one
            initial_view_state=pdk.ViewState(
                longitude=lon,
                latitude=lat,
                zoom=ground.zoom(sizes.map_width, sizes.map_height),
                min_zoom=ground.zoom(NARROWEST_MAP, sizes.map_height),
                max_zoom=14,
                max_bounds=ground.around,
            ),
            tooltip={"html": "<b>{tip_0}</b><br/>{tip_1}<br/>{tip_2}<br/>{tip_3}", "style": _corner(sizes)},
        )

    return drawn


def _corner(sizes: Sizes) -> dict[str, str]:
    """The style of a tooltip that stands in the map's corner, where no edge cuts it and no finger covers it."""
    return {
        "left": "8px",
        "bottom": "8px",
        "top": "auto",
        "transform": "none",
        "fontFamily": FONT,
        "lineHeight": "1.5",
        "fontSize": f"{sizes.small}px",
        "color": palette.PAPER,
        "backgroundColor": palette.INK,
        "maxWidth": "24em",
    }


def _ground_layers(ground: Ground, scene: Scene) -> list[pdk.Layer]:
    picked = ground.towns[ground.towns["area_code"] == scene.area]
    return [
        _shapes("neighbours", ground.neighbours, fill=palette.LAND, edge=palette.NEIGHBOUR_EDGE),
        pdk.Layer(
            "GeoJsonLayer",
            _town_features(ground, scene),
            id="towns",
            pickable=True,
            **points.POINTED,
            **_filled("@@=properties.fill"),
            get_line_color=palette.rgb(palette.TOWN_EDGE),
            line_width_min_pixels=1,
        ),
        _shapes("hatch", _hatching(ground, scene), edge=palette.HATCH, width=1),
        _shapes("water", ground.water, fill=palette.WATER),
        _shapes("canals", ground.canals, edge=palette.CANAL, width=2),
        _shapes("outline", ground.district, edge=palette.OUTLINE, width=2),
        _shapes("picked", picked, edge=palette.PICKED, width=4),
    ]


def _shapes(name: str, layer: gpd.GeoDataFrame, *, edge: str | None = None, fill: str | None = None, width: int = 1):
    return pdk.Layer(
        "GeoJsonLayer",
        _collection(_bare_features(layer)),
        id=name,
        pickable=False,
        filled=fill is not None,
        stroked=edge is not None,
        **_filled(palette.rgb(fill or palette.PAPER)),
        get_line_color=palette.rgb(edge or palette.PAPER),
        line_width_min_pixels=width,
        line_width_max_pixels=width,
    )


def _filled(colour: str | list[int]) -> dict:
    """The fill of a GeoJsonLayer, said to the layer it makes: one said to itself Streamlit pales as soon as anything
    on the map is picked, and the legend would no longer hold."""
    return {"_subLayerProps": {"polygons-fill": {"getFillColor": colour}}}


def _label_layers(ground: Ground, scene: Scene, sizes: Sizes) -> list[pdk.Layer]:
    return [
        _text("neighbour-labels", _neighbour_labels(ground, scene.language), sizes.small, opacity=0.6),
        _text("town-labels", _label_rows(ground, scene, sizes), sizes.text),
    ]


def _text(name: str, rows: pd.DataFrame, size: int, opacity: float = 1.0) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer",
        rows.assign(label=rows["label"].map(points.text)),
        id=name,
        pickable=False,
        get_text="label",
        get_color=palette.rgb(palette.INK),
        get_position="[lon, lat]",
        get_size=size,
        opacity=opacity,
        font_family=pdk.types.String(FONT),
        character_set=pdk.types.String("auto"),
        font_weight=500,
        font_settings={"sdf": True, "fontSize": 96, "buffer": 16, "radius": 20, "cutoff": 0.2},
        outline_width=14,
        outline_color=palette.rgb(palette.PAPER),
        line_height=1.15,
    )


def _ids(scene: Scene) -> list[str]:
    """What a click on a base gives."""
    return ["base_id", *(["site"] if "site" in scene.bases else [])]


def _base_layers(ground: Ground, scene: Scene, sizes: Sizes) -> list[pdk.Layer]:
    if scene.bases.empty:
        return []
    address, mapping = markers.atlas()
    rows = scene.bases.reset_index()[[*_ids(scene), "drawn_lon", "drawn_lat", "sign"]]
    rows = rows.join(pd.DataFrame([points.tip(lines) for lines in scene.bases["tip"]]))
    return [
        _shapes("rings", _circles(markers.rings(scene.bases), ground), edge=palette.FAINT, width=1),
        _shapes("picked-base", _circles(markers.around(scene.bases, scene.base), ground), edge=palette.PICKED, width=3),
        pdk.Layer(
            "IconLayer",
            rows,
            id="bases",
            pickable=True,
            **points.POINTED,
            icon_atlas=pdk.types.String(address),
            icon_mapping=mapping,
            get_icon="sign",
            get_position="[drawn_lon, drawn_lat]",
            get_size=sizes.marker,
        ),
    ]


def vector(ground: Ground, scene: Scene, description: str) -> Mapping:
    """The still picture as a Vega-Lite spec without sizes, or of a room's; `towns` and `bases` are its parameters for clicks."""
    return Fitted(
        lambda: _vector(ground, scene, description),
        lambda width, height, sizes: _into(ground, scene, description, width, height, sizes),
        lambda: stills.aspect(ground),
    )


def _into(ground: Ground, scene: Scene, description: str, width: int, height: int, sizes: Sizes) -> dict:
    """The picture of a room's size, which it fills, with names of a stage's or a paper's letters; not to be clicked."""

    def discs(km: float) -> pd.DataFrame:
        rings = pd.DataFrame() if scene.bases.empty else markers.rings(scene.bases)
        bases = scene.bases[["drawn_lon", "drawn_lat"]] if not scene.bases.empty else pd.DataFrame([], columns=range(2))
        marks = bases.set_axis(["lon", "lat"], axis=1).assign(radius_km=0.5 * sizes.marker * km)
        large = [
            points.discs(layer, km * sizes.marker / BROWSE.marker).assign(above=above)
            for layers, above in ((scene.below, False), (scene.above, True))
            for layer in layers
        ]
        under = [one.assign(above=False) for one in (rings, marks) if len(one)]
        return pd.concat([*under, *(one for one in large if len(one))] or [marks.assign(above=False)])

    seen, named = stills.layers(ground, scene, width, height, sizes, discs)
    drawn = [
        *_ground_shapes(ground, scene, seen.window),
        *([_circle_shapes(ground, scene)] if len(scene.circles) else []),
        *(one for layer in scene.below for one in stills.marks(layer, sizes)),
        *([_ring_shapes(ground, scene), _base_points(scene)] if not scene.bases.empty else []),
        *named,
        *(one for layer in scene.above for one in stills.marks(layer, sizes)),
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


def _clipped(layer: Mapping[str, Any]) -> dict[str, Any]:
    """A shape or a point ends at the picture's edge."""
    return {} if layer["mark"]["type"] == "text" else {"mark": {**layer["mark"], "clip": True}}


def _ground_shapes(ground: Ground, scene: Scene, window: tuple[float, float, float, float]) -> list[dict]:
    return [
        _geoshape("neighbours", ground.cut(ground.neighbours, window), fill=palette.LAND, edge=palette.NEIGHBOUR_EDGE),
        _town_shapes(ground, scene),
        _geoshape("hatch", _hatching(ground, scene), edge=palette.HATCH),
        _geoshape("water", ground.cut(ground.water, window), fill=palette.WATER),
        _geoshape("canals", ground.cut(ground.canals, window), edge=palette.CANAL, width=2),
        _geoshape("outline", ground.district, edge=palette.OUTLINE, width=2),
        _geoshape("picked", ground.towns[ground.towns["area_code"] == scene.area], edge=palette.PICKED, width=4),
    ]


def _circle_shapes(ground: Ground, scene: Scene) -> dict:
    return _geoshape("circles", _circles(scene.circles, ground), edge=palette.SITE, width=2, dash=[6, 4])


def _ring_shapes(ground: Ground, scene: Scene) -> dict:
    return _geoshape("rings", _circles(markers.rings(scene.bases), ground), edge=palette.FAINT, dash=[4, 3])


def _vector(ground: Ground, scene: Scene, description: str) -> dict:
    layers = [
        *_ground_shapes(ground, scene, ground.window),
        *_words("neighbour-labels", _neighbour_labels(ground, scene.language), palette.FAINT),
    ]
    if len(scene.circles):
        layers.append(_circle_shapes(ground, scene))
    for layer in scene.below:
        layers += points.vector_layers(layer)
    params = [points.parameter("towns", "area_code")]
    if not scene.bases.empty:
        layers += [_ring_shapes(ground, scene), _base_points(scene)]
        params.append(points.parameter("bases", *_ids(scene)))
    for layer in scene.above:
        layers += points.vector_layers(layer)
    params += [
        points.parameter(layer.name, *layer.ids)
        for layer in (*scene.below, *scene.above)
        if layer.ids and len(layer.rows)
    ]
    for part, narrow in (("", False), ("-narrow", True)):
        sizes = replace(BROWSE, map_width=NARROW) if narrow else BROWSE
        shown = {"opacity": {"expr": f"width < {NARROWER} ? {narrow:d} : {not narrow:d}"}}
        layers += _words(f"town-labels{part}", _label_rows(ground, scene, sizes), palette.INK, shown)
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


def _geoshape(name: str, layer: gpd.GeoDataFrame, *, fill=None, edge=None, width: int = 1, dash=(1, 0)) -> dict:
    """A layer that takes no clicks from the towns below it: where there is no fill, only the line itself is in the way."""
    mark = {
        "type": "geoshape",
        "fill": fill,
        "stroke": edge,
        "strokeWidth": width,
        "strokeDash": list(dash),
        "tooltip": None,
    }
    return {"name": name, "data": {"values": _bare_features(layer)}, "mark": mark}


def _town_shapes(ground: Ground, scene: Scene) -> dict:
    towns = _styled(ground, scene)
    values = [
        {**shape, "area_code": town.area_code, "class_label": town.class_label, "said": " · ".join(town.tip)}
        for shape, town in zip(_bare_features(towns), towns.itertuples())
    ]
    scale = {"domain": [label for label, _ in scene.classes], "range": [colour for _, colour in scene.classes]}
    legend = {"title": scene.class_title, "symbolType": "square"}
    by_class = {"field": "class_label", "type": "nominal", "scale": scale, "legend": legend}
    return {
        "name": "towns",
        "data": {"values": values},
        "mark": {"type": "geoshape", "stroke": palette.TOWN_EDGE},
        "encoding": {
            "fill": by_class if scene.classes else {"value": palette.TOWN},
            "tooltip": {"field": "said", "type": "nominal"},
        },
    }


def _base_points(scene: Scene) -> dict:
    bases = scene.bases.reset_index()
    values = bases.assign(said=bases["tip"].map(" · ".join), picked=bases["base_id"].eq(scene.base))
    shown = [*_ids(scene), "drawn_lon", "drawn_lat", "level_label", "group_label", "hollow", "picked", "said"]
    levels = {"domain": [label for label, _ in scene.levels], "range": [colour for _, colour in scene.levels]}
    groups = {"domain": [label for label, _ in scene.groups], "range": [shape for _, shape in scene.groups]}
    by_level = {"field": "level_label", "type": "nominal", "scale": levels}
    return {
        "name": "bases",
        "data": {"values": values[shown].to_dict("records")},
        "mark": {"type": "point", "opacity": 1},
        "encoding": {
            "longitude": {"field": "drawn_lon", "type": "quantitative"},
            "latitude": {"field": "drawn_lat", "type": "quantitative"},
            "stroke": {**by_level, "legend": {"title": scene.level_title}},
            "fill": {**by_level, "legend": None, "condition": {"test": "datum.hollow", "value": palette.PAPER}},
            "shape": {
                "field": "group_label",
                "type": "nominal",
                "scale": groups,
                "legend": {"title": scene.group_title, "symbolStrokeColor": palette.INK},
            },
            "strokeWidth": {"condition": {"test": "datum.picked", "value": 5}, "value": 2},
            "tooltip": {"field": "said", "type": "nominal"},
        },
    }


def _words(name: str, rows: pd.DataFrame, colour: str, shown: Mapping[str, Any] | None = None) -> list[dict]:
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


def _styled(ground: Ground, scene: Scene) -> gpd.GeoDataFrame:
    return ground.towns[["area_code", "geometry"]].join(
        scene.towns[["class_label", "colour", "hatch", "tip"]], on="area_code"
    )


def _town_features(ground: Ground, scene: Scene) -> dict:
    towns = _styled(ground, scene)
    classes = {label: i for i, (label, _) in enumerate(scene.classes)}
    return _collection(
        {
            **shape,
            "properties": {
                "area_code": town.area_code,
                "fill": palette.rgb(town.colour),
                "class": classes.get(town.class_label, -1),
                **points.tip(town.tip),
            },
        }
        for shape, town in zip(_bare_features(towns), towns.itertuples())
    )


def _hatching(ground: Ground, scene: Scene) -> gpd.GeoDataFrame:
    land = ground.land[["area_code", "geometry"]].join(scene.towns["hatch"], on="area_code").dropna(subset=["hatch"])
    return land.assign(
        geometry=[
            ground.hatched(town.area_code, ground.coarseness * HATCHES[town.hatch], town.hatch != FALLING)
            for town in land.itertuples()
        ]
    )


def _label_rows(ground: Ground, scene: Scene, sizes: Sizes) -> pd.DataFrame:
    labels = ground.labels.join(scene.towns["label"], how="inner")
    km = ground.km_per_pixel(ground.zoom(sizes.map_width, sizes.map_height))
    signs = pd.DataFrame() if scene.bases.empty else markers.discs(scene.bases, 0.5 * km * sizes.marker)
    discs = [points.discs(layer, km * sizes.marker / BROWSE.marker) for layer in (*scene.below, *scene.above)]
    taken = pd.concat([signs, *discs])
    asked = (tuple(labels.itertuples(name=None)), tuple(taken.itertuples(index=False, name=None)), km * sizes.text)
    return ground.once(asked, lambda: names.on_ground(labels, taken, ground, km * sizes.text).reset_index())


def _neighbour_labels(ground: Ground, language: str) -> pd.DataFrame:
    return ground.neighbour_labels[["lon", "lat", f"name_{language}"]].set_axis(["lon", "lat", "label"], axis=1)


def _circles(rings: pd.DataFrame, ground: Ground) -> gpd.GeoDataFrame:
    angles = [2 * pi * i / CIRCLE_POINTS for i in range(CIRCLE_POINTS + 1)]
    shapes = []
    for ring in rings.itertuples():
        steps = [ground.degrees(ring.radius_km * sin(angle), ring.radius_km * cos(angle)) for angle in angles]
        shapes.append(shapely.LineString([(ring.lon + east, ring.lat + north) for east, north in steps]))
    return gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")


def _dashed(circles: pd.DataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """Circles of short lines, for a picture that knows no broken ones."""
    rings = _circles(circles, ground).geometry
    dashes = [shapely.MultiLineString([line.coords[i : i + 2] for i in range(0, CIRCLE_POINTS, 2)]) for line in rings]
    return gpd.GeoDataFrame(geometry=dashes, crs="EPSG:4326")


def _bare_features(layer: gpd.GeoDataFrame) -> list[dict]:
    shapes = shapely.set_precision(layer.geometry.values, 1e-5, mode="pointwise")
    return [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)} for shape in shapes]


def _collection(features) -> dict:
    return {"type": "FeatureCollection", "features": list(features)}
