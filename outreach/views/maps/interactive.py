"""The picture to explore, as deck.gl draws it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import geopandas as gpd
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from outreach.views import markers, palette, points, tones
from outreach.views.exhibit import Draw
from outreach.views.frames import tuples
from outreach.views.ground import Ground
from outreach.views.maps.overlay import (
    CIRCLE_POINTS,
    Overlay,
    Shape,
    bare_features,
    circles,
    hatching,
    ids,
    label_rows,
    neighbour_labels,
    styled,
)
from outreach.views.sizes import FONT, Sizes

NARROWEST_MAP = 300  # pixels, of a phone held upright
FAR = 10**9  # pixels enough not to matter


class Picture(pdk.Deck):
    """A pydeck picture that says what it says in a third of the letters: pydeck sets every coordinate on a line of its own.

    across and down are the zooms at which its ground would fit a map one pixel wide, or one pixel high. dark is whether it is
    told with the colours of a dark ground.
    """

    dark = False
    _tooltip: dict[str, Any]

    def __init__(self, ground: Ground, **parts: Any):
        super().__init__(**parts)
        self.across, self.down = ground.zoom(1, FAR), ground.zoom(FAR, 1)

    def to_json(self) -> str:
        return self._told(self)

    def _told(self, part: Any) -> str:
        told = json.dumps(part, default=default_serialize, ensure_ascii=False, separators=(",", ":"))
        return tones.darkened(told) if self.dark else told

    def parted(self, addressed: Callable[[str], str], least: int) -> "Picture":
        """The same picture whose layers are drawn of what is found at the address that is given for it, each whose data are
        said in so many letters at least."""
        for layer in self.layers:
            if not isinstance(layer.data, str) and len(told := self._told(layer.data)) >= least:
                layer.data = addressed(told)
        return self

    def darkened(self) -> "Picture":
        """The same picture on a dark ground."""
        self.dark, self._tooltip = True, tones.spec(self._tooltip)
        return self


def deck(ground: Ground, overlay: Overlay) -> Draw:
    """The explorable picture, drawn when a screen says its sizes. Asks nothing of any host: no tiles, no fonts."""

    def drawn(sizes: Sizes) -> Picture:
        lon, lat = ground.middle
        return Picture(
            ground,
            layers=[
                *_ground_layers(ground, overlay),
                *(
                    [_shapes("circles", _dashed(overlay.circles, ground), edge=palette.SITE, width=2)]
                    if len(overlay.circles)
                    else []
                ),
                *(points.deck_layer(layer, sizes) for layer in overlay.below),
                *_base_layers(ground, overlay, sizes),
                *_label_layers(ground, overlay, sizes),  # over the signs, as in the still picture: a name has no holes
                *(points.deck_layer(layer, sizes) for layer in overlay.above),
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


def _ground_layers(ground: Ground, overlay: Overlay) -> list[pdk.Layer]:
    picked = ground.towns[ground.towns["area_code"] == overlay.area]
    return [
        _neighbours(ground, overlay),
        pdk.Layer(
            "GeoJsonLayer",
            _town_features(ground, overlay),
            id="towns",
            pickable=True,
            **points.POINTED,
            **_filled("@@=properties.fill"),
            get_line_color=palette.rgb(palette.TOWN_EDGE),
            line_width_min_pixels=1,
        ),
        _shapes("hatch", hatching(ground, overlay), edge=palette.HATCH, width=1),
        _shapes("water", ground.water, fill=palette.WATER),
        _shapes("canals", ground.canals, edge=palette.CANAL, width=2),
        _shapes("outline", ground.district, edge=palette.OUTLINE, width=2),
        _shapes("picked", picked, edge=palette.PICKED, width=4),
    ]


def _neighbours(ground: Ground, overlay: Overlay) -> pdk.Layer:
    """The ground around; with its name and what is told of it where the map tells something."""
    shapes = _shapes("neighbours", ground.neighbours, fill=palette.LAND, edge=palette.NEIGHBOUR_EDGE)
    if overlay.outside:
        names = ground.neighbours[f"name_{overlay.language}"]
        tips = [points.tip([name, overlay.outside]) for name in names]
        shapes.data = _collection(
            {**shape, "properties": tip} for shape, tip in zip(bare_features(ground.neighbours), tips, strict=True)
        )
        shapes.pickable = True
    return shapes


def _shapes(
    name: str, layer: gpd.GeoDataFrame, *, edge: str | None = None, fill: str | None = None, width: int = 1
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        _collection(bare_features(layer)),
        id=name,
        pickable=False,
        filled=fill is not None,
        stroked=edge is not None,
        **_filled(palette.rgb(fill or palette.PAPER)),
        get_line_color=palette.rgb(edge or palette.PAPER),
        line_width_min_pixels=width,
        line_width_max_pixels=width,
    )


def _filled(colour: str | list[int]) -> dict[str, Any]:
    """The fill of a GeoJsonLayer, said to the layer it makes: one said to itself Streamlit pales as soon as anything
    on the map is picked, and the legend would no longer hold."""
    return {"_subLayerProps": {"polygons-fill": {"getFillColor": colour}}}


def _label_layers(ground: Ground, overlay: Overlay, sizes: Sizes) -> list[pdk.Layer]:
    return [
        _text("neighbour-labels", neighbour_labels(ground, overlay.language), sizes.small, opacity=0.6),
        _text("town-labels", label_rows(ground, overlay, sizes), sizes.text),
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


def _base_layers(ground: Ground, overlay: Overlay, sizes: Sizes) -> list[pdk.Layer]:
    if overlay.bases.empty:
        return []
    address, mapping = markers.atlas()
    rows = overlay.bases.reset_index()[[*ids(overlay), "drawn_lon", "drawn_lat", "sign"]]
    rows = rows.join(pd.DataFrame([points.tip(lines) for lines in overlay.bases["tip"]]))
    return [
        _shapes("rings", circles(markers.rings(overlay.bases), ground), edge=palette.FAINT, width=1),
        _shapes(
            "picked-base", circles(markers.around(overlay.bases, overlay.base), ground), edge=palette.PICKED, width=3
        ),
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


def _town_features(ground: Ground, overlay: Overlay) -> Shape:
    towns = styled(ground, overlay)
    classes = {label: i for i, (label, _) in enumerate(overlay.classes)}
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
        for shape, town in zip(bare_features(towns), tuples(towns))
    )


def _dashed(rings: pd.DataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """Circles of short lines, for a picture that knows no broken ones."""
    lines = circles(rings, ground).geometry
    dashes = [shapely.MultiLineString([line.coords[i : i + 2] for i in range(0, CIRCLE_POINTS, 2)]) for line in lines]
    return gpd.GeoDataFrame(geometry=dashes, crs="EPSG:4326")


def _collection(features: Iterable[Shape]) -> Shape:
    return {"type": "FeatureCollection", "features": list(features)}
