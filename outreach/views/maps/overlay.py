"""What stands on the ground of a map, and what both of its pictures are made of."""

from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from outreach.views import markers, names, points
from outreach.views.frames import tuples
from outreach.views.ground import Ground
from outreach.views.sizes import BROWSE, Sizes

HATCHES = {"sparse": 0.012, "dense": 0.005, "falling": 0.012}  # degrees between lines
FALLING = "falling"  # the only hatch whose lines run down to the right
CIRCLE_POINTS = 48
Shape = dict[str, Any]
"""A feature of GeoJSON, or a collection of them."""


@dataclass(frozen=True)
class Overlay:
    """What stands on the ground.

    towns is indexed by area_code: class_label and colour of its fill, hatch (a key of HATCHES, or missing), label (what
    stands on it) and tip (the lines of its tooltip). bases is indexed by base_id, as markers.placed gives it, with
    sign, level_label, group_label and tip, and site, its place as the address says it, where a click
    gives that too; empty where the map has none. classes, levels and groups pair each label
    with its colour or Vega shape, in the legend's order. below and above are layers of points under and over the bases;
    circles (lon, lat, radius_km) are drawn with broken lines. outside is what is told of the ground around, or nothing.
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
    outside: str = ""


def ids(overlay: Overlay) -> list[str]:
    """What a click on a base gives."""
    return ["base_id", *(["site"] if "site" in overlay.bases else [])]


def styled(ground: Ground, overlay: Overlay) -> gpd.GeoDataFrame:
    return ground.towns[["area_code", "geometry"]].join(
        overlay.towns[["class_label", "colour", "hatch", "tip"]], on="area_code"
    )


def hatching(ground: Ground, overlay: Overlay) -> gpd.GeoDataFrame:
    land = ground.land[["area_code", "geometry"]].join(overlay.towns["hatch"], on="area_code").dropna(subset=["hatch"])
    return land.assign(
        geometry=[
            ground.hatched(town.area_code, ground.coarseness * HATCHES[town.hatch], town.hatch != FALLING)
            for town in tuples(land)
        ]
    )


def label_rows(ground: Ground, overlay: Overlay, sizes: Sizes) -> pd.DataFrame:
    labels = ground.labels.join(overlay.towns["label"], how="inner")
    km = ground.km_per_pixel(ground.zoom(sizes.map_width, sizes.map_height))
    signs = pd.DataFrame() if overlay.bases.empty else markers.discs(overlay.bases, 0.5 * km * sizes.marker)
    discs = [points.discs(layer, km * sizes.marker / BROWSE.marker) for layer in (*overlay.below, *overlay.above)]
    taken = pd.concat([signs, *discs])
    asked = (tuple(labels.itertuples(name=None)), tuple(taken.itertuples(index=False, name=None)), km * sizes.text)
    return ground.once(asked, lambda: names.on_ground(labels, taken, ground, km * sizes.text).reset_index())


def neighbour_labels(ground: Ground, language: str) -> pd.DataFrame:
    return ground.neighbour_labels[["lon", "lat", f"name_{language}"]].set_axis(["lon", "lat", "label"], axis=1)


def circles(rings: pd.DataFrame, ground: Ground) -> gpd.GeoDataFrame:
    angles = [2 * pi * i / CIRCLE_POINTS for i in range(CIRCLE_POINTS + 1)]
    shapes = []
    for ring in tuples(rings):
        steps = [ground.degrees(ring.radius_km * sin(angle), ring.radius_km * cos(angle)) for angle in angles]
        shapes.append(shapely.LineString([(ring.lon + east, ring.lat + north) for east, north in steps]))
    return gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326")


def bare_features(layer: gpd.GeoDataFrame) -> list[Shape]:
    shapes = shapely.set_precision(layer.geometry.values, 1e-5, mode="pointwise")
    return [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape)} for shape in shapes]
