"""The ground every map stands on: our own GeoJSON, ready to be painted."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, log2, radians

import geopandas as gpd
import pandas as pd
import shapely

KM_PER_DEGREE = 111.32
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

    def zoom(self, width: int, height: int) -> float:
        """The zoom of a web map (512-pixel tiles) at which the window fits width × height pixels."""
        west, south, east, north = self.window
        across = 360 * width / (512 * (east - west))
        down = 360 * height * cos(radians(self.middle[1])) / (512 * (north - south))
        return log2(min(across, down))

    def cut(self, layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """What of a layer is inside the window, its exterior rings clockwise."""
        return _clockwise(layer.clip(shapely.box(*self.window)))

    @cached_property
    def neighbour_labels(self) -> pd.DataFrame:
        """Where the names of the neighbours with room for one stand: lon, lat, name_zh, name_en."""
        seen = self.cut(self.neighbours)
        land = seen.assign(geometry=seen.difference(self.district.union_all().union(self.water.union_all())))
        roomy = land[shapely.area(land.geometry.values) > MENTIONED * shapely.box(*self.window).area]
        points = roomy.representative_point()
        inside = points.within(shapely.box(*self.window).buffer(-EDGE * (self.window[2] - self.window[0])))
        return pd.DataFrame(
            {"lon": points[inside].x, "lat": points[inside].y, "name_zh": roomy.loc[inside, "name_zh"], "name_en": roomy.loc[inside, "name_en"]}
        ).reset_index(drop=True)  # fmt: skip

    def hatched(self, area: str, spacing: float) -> shapely.Geometry:
        """The hatch over one town's land, drawn once for each spacing."""
        if (area, spacing) not in self._hatches:
            land = self.land.loc[self.land["area_code"] == area, "geometry"].iloc[0]
            self._hatches[area, spacing] = hatch(land, spacing)
        return self._hatches[area, spacing]

    @cached_property
    def _hatches(self) -> dict[tuple[str, float], shapely.Geometry]:
        return {}


def ground(geometry: Mapping[str, gpd.GeoDataFrame]) -> Ground:
    """The ground of a district from its five layers (towns, district, neighbours, water, canals), WGS-84 degrees.

    Exterior rings are turned clockwise: Vega floods the frame on rings the other way round.
    """
    layers = {name: _clockwise(layer) for name, layer in geometry.items()}
    towns, water = layers["towns"], layers["water"].union_all()
    return Ground(
        **layers,
        land=towns.assign(geometry=towns.difference(water)),
        labels=_label_points(towns, water),
        window=_window(*map(float, layers["district"].total_bounds)),
    )


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
