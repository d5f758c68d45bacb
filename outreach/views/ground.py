"""The ground every map stands on: our own GeoJSON, ready to be painted."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, log2, radians
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd
import shapely

Made = TypeVar("Made")
KM_PER_DEGREE = 111.32
KEPT = 60  # answers about a ground
POINTS = 7_000  # corners of all layers together: with more, the layers are generalised until a map of them stays light
FINER = 0.25  # of a pixel, at the zoom a map opens with: no line is moved farther to begin with
PIXELS = 600  # of a map's width at a desk
COARSEST = 0.01  # of the window's width: coarser lines would say nothing
BROAD = 1.3  # width to height: such a window is fitted into the narrowest column a page may have
NARROWEST = 0.87  # of the width that a map can count on
ALIKE = 1e-6  # of the towns' ground: what the outline may differ by and still be made of them
WIDE = 2.0  # degrees: a window broader than that has its hatches farther apart
MARGIN = 0.04  # of the district's larger side, around it
EDGE = 0.12  # of the window's width: a name nearer to its edge would be cut
MENTIONED = 0.02  # of the window: a neighbour with less land in it goes without a name
ASPECT = 1.2  # of the window, width to height: between a desk's column and a projector's


@dataclass(frozen=True)
class Ground:
    """A district's layers, each as a GeoDataFrame, and where each town's label goes.

    window is what a still picture shows, west, south, east, north; the layers reach further, for a map one can pan.
    labels is indexed by area_code: lon, lat, the middle of the largest circle inside the town's land.
    """

    towns: gpd.GeoDataFrame
    land: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    canals: gpd.GeoDataFrame
    district: gpd.GeoDataFrame
    labels: pd.DataFrame
    window: tuple[float, float, float, float]

    @property
    def middle(self) -> tuple[float, float]:
        """Longitude and latitude of the window's middle."""
        west, south, east, north = self.window
        return (west + east) / 2, (south + north) / 2

    def km(self, lon_degrees: float = 0.0, lat_degrees: float = 0.0) -> float:
        """Degrees as kilometres in the middle of the window."""
        return abs(lon_degrees) * KM_PER_DEGREE * cos(radians(self.middle[1])) + abs(lat_degrees) * KM_PER_DEGREE

    def degrees(self, east_km: float, north_km: float) -> tuple[float, float]:
        """Kilometres east and north as degrees of longitude and latitude in the middle of the window."""
        return east_km / (KM_PER_DEGREE * cos(radians(self.middle[1]))), north_km / KM_PER_DEGREE

    def km_per_pixel(self, zoom: float) -> float:
        """How many kilometres a pixel covers at a zoom of a web map with 512-pixel tiles."""
        return 360 * KM_PER_DEGREE * cos(radians(self.middle[1])) / (512 * 2**zoom)

    @property
    def coarseness(self) -> float:
        """How many times farther apart the lines of a hatch stand than in a district's window."""
        west, _, east, _ = self.window
        return max(1.0, (east - west) / WIDE * 2)

    def zoom(self, width: int, height: int) -> float:
        """The zoom of a web map (512-pixel tiles) at which the window fits width × height pixels."""
        west, south, east, north = self.window
        broad = self.km(lon_degrees=east - west) > BROAD * self.km(lat_degrees=north - south)
        across = 360 * (NARROWEST if broad else 1) * width / (512 * (east - west))
        down = 360 * height * cos(radians(self.middle[1])) / (512 * (north - south))
        return log2(min(across, down))

    @property
    def around(self) -> list[list[float]]:
        """The corners, south-west and north-east, of what a map may show: the window with as much again on every side."""
        west, south, east, north = self.window
        broad, high = east - west, north - south
        return [[west - broad, south - high], [east + broad, north + high]]

    def cut(self, layer: gpd.GeoDataFrame, window: tuple[float, float, float, float] | None = None) -> gpd.GeoDataFrame:
        """What of a layer is inside the window, or inside another one, its exterior rings clockwise."""
        return _clockwise(layer.clip(shapely.box(*(window or self.window))))

    def once(self, asked: Hashable, make: Callable[[], Made]) -> Made:
        """What is made of this ground for the same question, made once; the newest few are kept."""
        if asked not in self._made:
            if len(self._made) >= KEPT:
                self._made.pop(next(iter(self._made)), None)
            self._made[asked] = make()
        found: Made = self._made[asked]
        return found

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    @cached_property
    def outlines(self) -> "pd.Series[Any]":
        """Each town's outline by area_code."""
        return pd.Series(list(self.towns.geometry), index=list(self.towns["area_code"]), dtype=object)

    @cached_property
    def own_land(self) -> "pd.Series[Any]":
        """What of each town is land, by area_code; all of one that has none."""
        land, towns = self.land.geometry, self.towns.geometry
        return pd.Series(list(land.where(~land.is_empty, towns)), index=list(self.towns["area_code"]), dtype=object)

    def elsewhere(self, area: str) -> shapely.Geometry:
        """All the towns but this one, made ready to be asked many times."""
        if area not in self._elsewhere:
            others = shapely.union_all(list(self.outlines.drop(area)))
            shapely.prepare(others)
            self._elsewhere[area] = others
        return self._elsewhere[area]

    @cached_property
    def _elsewhere(self) -> dict[str, shapely.Geometry]:
        return {}

    @cached_property
    def neighbour_labels(self) -> pd.DataFrame:
        """Where the names of the neighbours with room for one stand: lon, lat, name_zh, name_en."""
        return self._neighbours_in(self.window)

    def named(self, window: tuple[float, float, float, float], language: str) -> pd.DataFrame:
        """The names of the neighbours with room for one in another window: lon, lat, label."""
        return self._neighbours_in(window)[["lon", "lat", f"name_{language}"]].set_axis(["lon", "lat", "label"], axis=1)

    def _neighbours_in(self, window: tuple[float, float, float, float]) -> pd.DataFrame:
        frame = shapely.box(*window)
        seen = _clockwise(self.neighbours.clip(frame))
        land = seen.assign(geometry=seen.difference(self.district.union_all().union(self.water.union_all())))
        roomy = land[shapely.area(land.geometry.values) > MENTIONED * frame.area]
        points = roomy.representative_point()
        inside = points.within(frame.buffer(-EDGE * (window[2] - window[0])))
        return pd.DataFrame(
            {
                "lon": points[inside].x,
                "lat": points[inside].y,
                "name_zh": roomy.loc[inside, "name_zh"],
                "name_en": roomy.loc[inside, "name_en"],
            }
        ).reset_index(drop=True)

    def hatched(self, area: str, spacing: float, rising: bool = True) -> shapely.Geometry:
        """The hatch over one town's land, drawn once for each spacing and direction."""
        if (area, spacing, rising) not in self._hatches:
            land = self.land.loc[self.land["area_code"] == area, "geometry"].iloc[0]
            self._hatches[area, spacing, rising] = hatch(land, spacing, rising)
        return self._hatches[area, spacing, rising]

    @cached_property
    def _hatches(self) -> dict[tuple[str, float, bool], shapely.Geometry]:
        return {}


def ground(geometry: Mapping[str, gpd.GeoDataFrame]) -> Ground:
    """The ground of a district from its five layers (towns, district, neighbours, water, canals), WGS-84 degrees.

    Exterior rings are turned clockwise: Vega floods the frame on rings the other way round. Layers with more corners than
    a map can carry are generalised to what can be seen of them, see `generalised`; measures never work on these.
    """
    layers = {name: _clockwise(layer) for name, layer in generalised(geometry, POINTS).items()}
    towns, water = layers["towns"], layers["water"].union_all()
    return Ground(
        **layers,
        land=towns.assign(geometry=towns.difference(water)),
        labels=_label_points(towns, water),
        window=_window(*map(float, layers["district"].total_bounds)),
    )


def generalised(geometry: Mapping[str, gpd.GeoDataFrame], most: int) -> dict[str, gpd.GeoDataFrame]:
    """The layers with at most about so many corners in all; as they are where they have no more.

    Towns and neighbours are simplified together as one coverage (Visvalingam–Whyatt on the edges they share), so that
    what touched still touches: no gap, no overlap, none lost. The outline is made of the towns again where it was made of
    them. Begun with a quarter of a pixel at the zoom a map opens with, coarser by twice until it fits.

    Visvalingam & Whyatt (1993), The Cartographic Journal 30; GEOS CoverageSimplifier.
    """
    if sum(shapely.get_num_coordinates(layer.geometry.values).sum() for layer in geometry.values()) <= most:
        return dict(geometry)
    towns, neighbours, district = geometry["towns"], geometry["neighbours"], geometry["district"]
    west, south, east, north = _window(*map(float, district.total_bounds))
    tolerance = FINER * (east - west) / PIXELS
    whole = shapely.coverage_union_all(towns.geometry.values)
    own = shapely.area(shapely.symmetric_difference(whole, district.union_all())) <= ALIKE * shapely.area(whole)
    while True:
        drawn = _simplified([*towns.geometry.values, *neighbours.geometry.values], tolerance)
        found = {
            **geometry,
            "towns": towns.assign(geometry=drawn[: len(towns)]),
            "neighbours": neighbours.assign(geometry=drawn[len(towns) :]),
            **{
                name: geometry[name].assign(geometry=geometry[name].simplify(tolerance)) for name in ("water", "canals")
            },
        }
        outline = (
            [shapely.coverage_union_all(drawn[: len(towns)])]
            if own and len(district) == 1
            else district.simplify(tolerance)
        )
        found["district"] = district.assign(geometry=outline)
        corners = sum(shapely.get_num_coordinates(layer.geometry.values).sum() for layer in found.values())
        if corners <= most or tolerance > COARSEST * (east - west):
            return found
        tolerance *= 2


def _simplified(shapes: list[shapely.Geometry], tolerance: float) -> list[shapely.Geometry]:
    """The shapes of one coverage with fewer corners; one that would not survive it stays as it is."""
    found = shapely.coverage_simplify(shapes, tolerance)
    return [one if shapely.is_valid(one) and not shapely.is_empty(one) else shape for one, shape in zip(found, shapes)]


def _window(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    pad = MARGIN * max(east - west, north - south)
    height = north - south + 2 * pad
    width = max(east - west + 2 * pad, ASPECT * height / cos(radians((south + north) / 2)))
    middle = (west + east) / 2
    return middle - width / 2, south - pad, middle + width / 2, north + pad


def _clockwise(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return layer.assign(geometry=shapely.orient_polygons(layer.geometry.values, exterior_cw=True))


def _label_points(towns: gpd.GeoDataFrame, water: shapely.Geometry) -> pd.DataFrame:
    land = towns.difference(water)
    land = land.where(~land.is_empty, towns.geometry)
    circles = shapely.maximum_inscribed_circle(land.values, tolerance=0.001)
    centres = [shapely.get_coordinates(line)[0] for line in circles]
    return pd.DataFrame(centres, index=pd.Index(towns["area_code"], name="area_code"), columns=["lon", "lat"])


def hatch(shape: shapely.Geometry, spacing: float, rising: bool = True) -> shapely.Geometry:
    """Parallel lines at 45° across a shape, `spacing` degrees apart, cut to it.

    The lines hang on one grid, whatever the shape, so that neighbouring shapes' hatches meet.
    """
    west, south, east, north = shape.bounds
    reach = north - south
    start = (west - reach) // spacing * spacing
    count = int((east + reach - start) / spacing) + 1
    lines = []
    for i in range(count):
        x = start + i * spacing
        ends = [(x, south), (x + reach, north)] if rising else [(x + reach, south), (x, north)]
        lines.append(ends)
    offset = south % spacing
    shifted = [[(x + offset if rising else x - offset, y) for x, y in ends] for ends in lines]
    cut = shapely.intersection(shapely.multilinestrings(shapely.linestrings(shifted)), shape)
    parts = shapely.get_parts(cut)
    return shapely.multilinestrings(parts[shapely.length(parts) > 0])  # a line may touch a corner and leave a point
