"""The ground people live and travel on: a district's land, and the way over it where water lies between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer
from scipy.ndimage import distance_transform_edt, label
from scipy.spatial import cKDTree

from outreach.measures import reach
from outreach.measures.areas import figures, towns

LARGEST_KM2 = 10_000.0
"""Of a district whose positions are drawn; of more land than this only settlement points and seats are reckoned with."""
FINE_KM = 0.25
"""How finely water is seen: what is narrower lies in nobody's way."""
MOST_FINE = 400_000
NODES = 280
"""About how many places a way round the water is looked for over."""
CELLS = 1900
SPACING_KM = 1.0


class Settled(NamedTuple):
    """Which part of a town's people lives around its settlement points, and how closely, as a Gaussian's deviation: assumed."""

    share: float = 0.5
    km: float = 1.5


USUAL = Settled()


@dataclass(frozen=True, eq=False)
class Land:
    """A district's land in flat kilometres, and how much farther than straight one has to go where water lies between.

    outlines: a town's own land (its outline less the water) by area_code. spacing_km: of the cells that people are spread over.
    nodes: places on land; extra: between each two of them, in kilometres, how much longer the way over land and crossings
    is than the straight line: 0 where no water lies between, infinite where there is no way.
    """

    crs: CRS
    outlines: Mapping[str, shapely.Geometry]
    water: shapely.Geometry | None
    spacing_km: float
    nodes: np.ndarray
    extra: np.ndarray
    _mass: np.ndarray
    _water_map: "_Water"
    _turned: Transformer

    def flat(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Positions in degrees as kilometres east and north: n × 2."""
        return np.column_stack(self._turned.transform(lon, lat)) / 1000

    def degrees(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Flat kilometres as longitude and latitude."""
        east, north = (at * 1000).T
        lon, lat = self._turned.transform(east, north, direction="INVERSE")
        return lon, lat

    def node(self, at: np.ndarray) -> np.ndarray:
        """The node that speaks for each place: the nearest on the same piece of land (of all for a place on none)."""
        own = self._water_map.mass(at)
        found = np.empty(len(at), dtype=np.int32)
        for mass in np.unique(own):
            among = np.flatnonzero(self._mass == mass)
            among = among if len(among) else np.arange(len(self.nodes))
            here = own == mass
            found[here] = among[cKDTree(self.nodes[among]).query(at[here])[1]]
        return found

    @property
    def open(self) -> bool:
        """Whether no water lies between any two places."""
        return not self.extra.any()


@dataclass(frozen=True, eq=False)
class _Water:
    """Water on a fine grid: how far each cell is from it, and which piece of land it belongs to."""

    west: float
    south: float
    step: float
    away_km: np.ndarray
    masses: np.ndarray

    def _cell(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows, columns = self.away_km.shape
        column = np.clip(((at[..., 0] - self.west) / self.step).astype(np.int32), 0, columns - 1)
        return np.clip(((at[..., 1] - self.south) / self.step).astype(np.int32), 0, rows - 1), column

    def mass(self, at: np.ndarray) -> np.ndarray:
        """The piece of land each place lies on, 0 in the water."""
        mass: np.ndarray = self.masses[self._cell(at)]
        return mass

    def between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Whether water lies on the straight line between each pair of places on land."""
        found = self.mass(start) != self.mass(end)
        way = end - start
        length = np.hypot(way[:, 0], way[:, 1])
        active = np.flatnonzero(~found & (length > 0))
        gone = np.zeros(len(start))
        while len(active):  # each step is as long as the water is away, so that nothing is stepped over
            here = start[active] + way[active] * (gone[active] / length[active])[:, None]
            away = self.away_km[self._cell(here)]
            wet = away == 0
            found[active[wet]] = True
            gone[active] += np.maximum(away - self.step, self.step)
            active = active[~wet & (gone[active] < length[active])]
        between: np.ndarray = found
        return between


def land(
    towns_geometry: gpd.GeoDataFrame, water: gpd.GeoDataFrame, areas: pd.DataFrame, crossings: pd.DataFrame
) -> Land | None:
    """The land of a district, made ready for positions and ways; None for one of more than 10,000 km² of it.

    crossings: where the water is crossed, from (lon, lat) to (to_lon, to_lat) over km of way; closed ones are left out.
    Water is the polygons of that layer; canals are lines and in nobody's way. A town all of water keeps its outline.
    """
    own = towns_geometry[towns_geometry["area_code"].isin(towns(areas).index)]
    if own.empty:
        return None
    crs = reach.people.flat_crs(own)
    outline = own.set_index("area_code").geometry.sort_index().to_crs(crs)
    wet = water.geometry.to_crs(crs).union_all() if len(water) else None
    dry = outline.difference(wet) if wet is not None else outline
    dry = dry.where(dry.area > 0, outline)
    km2 = float(dry.area.sum()) / 1e6
    if km2 > LARGEST_KM2 or not km2 > 0:
        return None
    seen, turned = _water(outline, wet), Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    coarse = _middles(dry, sqrt(km2 / NODES))
    extra, mass = _extra(coarse, seen, _ways(crossings, turned))
    spacing = max(SPACING_KM, float(ceil(sqrt(km2 / CELLS))))
    return Land(crs, dry.to_dict(), wet, spacing, coarse, extra, mass, seen, turned)


def _water(outline: gpd.GeoSeries, wet: shapely.Geometry | None) -> _Water:
    west, south, east, north = np.asarray(outline.total_bounds) / 1000
    step = max(FINE_KM, sqrt((east - west) * (north - south) / MOST_FINE))
    columns, rows = (int(ceil(side / step)) + 2 for side in (east - west, north - south))
    west, south = west - step, south - step
    x, y = np.meshgrid(west + (np.arange(columns) + 0.5) * step, south + (np.arange(rows) + 0.5) * step)
    inside = np.zeros(x.shape, dtype=bool)
    if wet is not None:
        shapely.prepare(wet)
        inside = shapely.contains_xy(wet, x * 1000, y * 1000)
    away = distance_transform_edt(~inside) * step if inside.any() else np.full(x.shape, np.inf)
    return _Water(west, south, step, away, label(~inside)[0])


def _middles(dry: gpd.GeoSeries, spacing_km: float) -> np.ndarray:
    """Places about so far apart on the land, at least one on each of its pieces."""
    parts = shapely.get_parts(shapely.union_all(dry.to_numpy()))
    west, south, east, north = dry.total_bounds / 1000
    x, y = np.meshgrid(np.arange(west + spacing_km / 2, east, spacing_km), np.arange(south, north, spacing_km))
    at = np.column_stack([x.ravel(), y.ravel()])
    shapely.prepare(parts)
    points, found = shapely.points(at * 1000), []
    for part in parts:
        inside = at[shapely.contains(part, points)]
        found.append(inside if len(inside) else shapely.get_coordinates(shapely.point_on_surface(part)) / 1000)
    return np.concatenate(found)


def _ways(crossings: pd.DataFrame, turned: Transformer) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """The crossings in use: both ends in flat kilometres and the kilometres between them."""
    used = crossings[crossings["status"].ne("closed")] if "status" in crossings else crossings
    found = []
    ends = [used[name] for name in ("lon", "lat", "to_lon", "to_lat")]
    for lon, lat, to_lon, to_lat, length in zip(*ends, figures(used["length_km"])):
        start, end = (np.array(turned.transform(*at)) / 1000 for at in ((lon, lat), (to_lon, to_lat)))
        straight = float(np.hypot(*(end - start)))
        found.append((start, end, straight if np.isnan(length) else max(length, straight)))
    return found


def _extra(
    nodes: np.ndarray, seen: _Water, crossings: list[tuple[np.ndarray, np.ndarray, float]]
) -> tuple[np.ndarray, np.ndarray]:
    """How much longer than straight the way between each two nodes is, and the piece of land each lies on."""
    ends = np.array([end for start, to, _ in crossings for end in (start, to)]).reshape(-1, 2)
    every, mass = np.concatenate([nodes, ends]), seen.mass(nodes)
    many = len(every)
    straight = np.hypot(*(every[:, None, :] - every[None, :, :]).transpose(2, 0, 1))
    start, end = np.triu_indices(many, 1)
    blocked = np.zeros((many, many), dtype=bool)
    between = seen.between(every[start], every[end])
    blocked[start[between], end[between]] = blocked[end[between], start[between]] = True
    for number in range(len(ends)):  # an end stands at the bank, perhaps a little into the water
        near = _landed(ends[number], nodes, mass, seen)
        blocked[len(nodes) + number, : len(nodes)] = blocked[: len(nodes), len(nodes) + number] = ~near
    way = np.where(blocked, np.inf, straight)
    for number, (_, _, km) in enumerate(crossings):
        one, other = len(nodes) + 2 * number, len(nodes) + 2 * number + 1
        way[one, other] = way[other, one] = km
    if blocked.any():
        for through in range(many):  # Floyd (1962): every place in turn as a stop on the way
            np.minimum(way, way[:, through, None] + way[None, through, :], out=way)
    return (way - straight)[: len(nodes), : len(nodes)].clip(0).astype(np.float32), mass


def _landed(end: np.ndarray, nodes: np.ndarray, mass: np.ndarray, seen: _Water) -> np.ndarray:
    """From which nodes the end of a crossing is reached: those on the land nearest to it that see its nearest node."""
    nearest = int(np.argmin(np.hypot(*(nodes - end).T)))
    same = mass == mass[nearest]
    landed: np.ndarray = same & ~seen.between(np.repeat(nodes[[nearest]], len(nodes), axis=0), nodes)
    return landed


def cells(land: Land, spacing_km: float | None = None) -> Iterator[tuple[str, np.ndarray]]:
    """Each town with the middles of its own cells on land, in flat kilometres; one inside it where none is."""
    step = spacing_km or land.spacing_km
    for code, outline in land.outlines.items():
        west, south, east, north = np.asarray(outline.bounds) / 1000 / step
        columns, rows = np.arange(np.floor(west), np.ceil(east)), np.arange(np.floor(south), np.ceil(north))
        x, y = np.meshgrid((columns + 0.5) * step, (rows + 0.5) * step)
        shapely.prepare(outline)
        inside = shapely.contains_xy(outline, x * 1000, y * 1000)
        at = np.column_stack([x[inside], y[inside]])
        yield code, at if len(at) else shapely.get_coordinates(shapely.point_on_surface(outline)) / 1000


def people(places: pd.DataFrame, areas: pd.DataFrame, land: Land, how: Settled = USUAL) -> pd.DataFrame:
    """Where people are taken to live: a part of a town's people around its settlement points, the rest even over its land.

    Columns as in reach.people.demand: area_code, lon, lat, population; indexed by place_id, a cell's area code and number. Of a
    town's people how.share live around its settlement points, each point having the share of them that places gives it,
    falling off with the distance as exp(−d² / (2 how.km²)); the rest are spread evenly. The people of a town add up to its population.
    Both numbers are assumed where nobody measured them. A town nobody counted keeps its cells, with missing population.

    Raises ValueError as reach.people.demand does, for a share outside 0..1 and a scale that is not above 0.

    A Gaussian kernel around known points with an even rest, as in dasymetric mapping (Eicher & Brewer 2001).
    """
    if not 0 <= how.share <= 1 or not how.km > 0:
        raise ValueError(
            f"people: expected settled_share of 0 to 1 and scale_km above 0, found {how.share:g} and {how.km:g}"
        )
    settled = reach.people.demand(places, areas)
    total = figures(towns(areas)["population"])
    points = land.flat(settled["lon"].to_numpy(float), settled["lat"].to_numpy(float))
    found = []
    for code, at in cells(land):
        own = (settled["area_code"] == code).to_numpy()
        even = np.full(len(at), 1 / len(at))
        share = settled["population"][own].to_numpy(float)
        part = share / share.sum() if own.any() and share.sum() > 0 else np.zeros(own.sum())
        around = even if not part.any() else _kernel(at, points[own], how.km) @ part
        spread = (1 - how.share) * even + how.share * around
        found.append((code, at, float(total.get(code, np.nan)) * spread / spread.sum()))
    at = np.concatenate([at for _, at, _ in found])
    lon, lat = land.degrees(at)
    codes = np.repeat([code for code, *_ in found], [len(at) for _, at, _ in found])
    number = np.concatenate([np.arange(len(at)) for _, at, _ in found])
    return pd.DataFrame(
        {
            "area_code": codes.astype(object),
            "lon": lon,
            "lat": lat,
            "population": np.concatenate([n for *_, n in found]),
        },
        index=pd.Index([f"{code}-{one:04d}" for code, one in zip(codes, number)], name="place_id"),
    )


def _kernel(at: np.ndarray, points: np.ndarray, scale_km: float) -> np.ndarray:
    """What part of the people around each point (columns) lives in each cell (rows); a far point's in the nearest cell."""
    squared = ((at[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    weight = np.exp(-(squared - squared.min(axis=0)) / (2 * scale_km**2))
    kernel: np.ndarray = weight / weight.sum(axis=0)
    return kernel
