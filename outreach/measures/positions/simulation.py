"""The positions that bases may have, drawn once, and how far people are from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from outreach.measures import land as ground
from outreach.measures import reach
from outreach.measures.areas import figures
from outreach.measures.land import Land
from outreach.measures.reach.located import STREET_KM

RUNS = 200
SEED = 320614

MOST_WORK = 100_000_000
"""Runs × bases × cells. Where there would be more, fewer runs are drawn; with fewer than FEWEST positions are not drawn."""

FEWEST = 40
TRIES = 4000


@dataclass(frozen=True, eq=False)
class Positions:
    """The positions drawn for the bases that count, with the cells and points people live at.

    land is None for a district too large for it: then at, node and km2 are empty, and bases stand where they are drawn on the map.
    at: base × run × 2, flat kilometres; an exact base has one and the same in all. node: base × run, see Land.node.
    km2: the land each base may stand on, 0 for an exact one. The order is that of base_ids, which is sorted. points: where people
    live, flat; around: how much longer than straight the way from each node to each of them is, None where no water lies between.
    """

    located: pd.DataFrame
    demand: pd.DataFrame
    land: Land | None
    base_ids: pd.Index
    at: np.ndarray
    node: np.ndarray
    km2: np.ndarray
    points: np.ndarray
    around: np.ndarray | None

    @property
    def runs(self) -> int:
        runs: int = self.at.shape[1]
        return runs

    @property
    def varied(self) -> bool:
        """Whether any base may stand in more than one place."""
        return bool((self.km2 > 0).any())

    def km(self, base: int) -> np.ndarray:
        """How far each point is from one base in each run (runs × points, or 1 × points for an exact base): over land, no detour in it."""
        exact = self.km2[base] == 0
        at, node = (self.at[base][:1], self.node[base][:1]) if exact else (self.at[base], self.node[base])
        return over_land(self, at, node)

    @cached_property
    def nearest(self) -> np.ndarray:
        """How far each point is from the nearest of all bases in each run, see nearest_km; not to be written to."""
        return nearest_of(self, range(len(self.base_ids)))

    @cached_property
    def by_area(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        """The towns with counted people, the people of every point in its town's column (points × towns), and theirs in all."""
        people = figures(self.demand["population"])
        codes = sorted(self.demand["area_code"].dropna().unique())
        column = pd.Index(codes).get_indexer(self.demand["area_code"])
        table = np.zeros((len(people), len(codes)))
        table[np.arange(len(people)), column] = people.fillna(0)
        return codes, table, people.groupby(self.demand["area_code"]).sum(min_count=1).reindex(codes).to_numpy(float)

    def row(self, base_id: str) -> int:
        return list(self.base_ids).index(base_id)


def over_land(drawn: "Positions", at: np.ndarray, node: np.ndarray) -> np.ndarray:
    """From each of these places to each point people live at: straight, and longer by the way round the water."""
    assert drawn.land is not None
    at = at.astype(np.float32)
    km, north = (at[:, [axis]] - drawn.points[:, axis] for axis in (0, 1))
    km *= km
    north *= north
    km += north
    np.sqrt(km, out=km)
    if drawn.around is not None:
        km += drawn.around[node]
    over_land: np.ndarray = km
    return over_land


def simulate(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    land: Land | None,
    runs: int = RUNS,
    seed: int = SEED,
) -> Positions:
    """The positions that the bases may have, drawn once and for all.

    demand as from land.people, reach.people.demand or reach.people.grid; located as from reach.located. A base known to its town may
    stand anywhere on the town's land, one known to its street within 1 km of its point on land, each place as likely as the next; an
    exact one stands at its point. Each base is drawn by itself from a seed of its id, so that another base, or another
    order of the rows, moves no other (its first runs stay the same where more are drawn). A base known to a town without an outline
    stands anywhere within its radius. What is part of another base (its ground) and known to its town only stands where
    that base stands.
    """
    counted = located[located["counted"]].sort_index()
    runs = min(runs, max(MOST_WORK // max(len(counted) * len(demand), 1), 1))
    if land is None or runs < FEWEST:
        nothing = np.empty((0, runs, 2))
        empty = np.empty(0)
        return Positions(located, demand, None, counted.index, nothing, nothing[..., 0], empty, np.empty((0, 2)), None)
    middle = land.flat(counted["lon"].to_numpy(float), counted["lat"].to_numpy(float))
    at, km2 = np.empty((len(counted), runs, 2)), np.zeros(len(counted))
    for number, base_id in enumerate(counted.index):
        stands = _ground(str(base_id), counted)
        luck = np.random.default_rng([seed, crc32(stands.encode())])
        row, own = counted.loc[[stands]].iloc[0], middle[counted.index.get_loc(stands)]
        at[number], km2[number] = _places(land, row, own, runs, luck)
    points = land.flat(demand["lon"].to_numpy(float), demand["lat"].to_numpy(float))
    return Positions(
        located,
        demand,
        land,
        counted.index,
        at,
        land.node(at.reshape(-1, 2)).reshape(len(counted), runs),
        km2,
        points.astype(np.float32),
        None if land.open else land.extra[:, land.node(points)],
    )


def _ground(base_id: str, counted: pd.DataFrame) -> str:
    """The base whose position is this one's: itself, or what it is part of where it is known no better than its town."""
    whole = str(counted.at[base_id, "ground"]) if "ground" in counted else base_id
    return whole if counted.at[base_id, "accuracy"] == "town" and whole in counted.index else base_id


def _places(
    land: Land, base: pd.Series, middle: np.ndarray, runs: int, luck: np.random.Generator
) -> tuple[np.ndarray, float]:
    """Where one base may stand in each run, and how many square kilometres it may stand on."""
    if base["accuracy"] == "exact":
        return np.broadcast_to(middle, (runs, 2)), 0.0
    if base["accuracy"] == "town" and base["area_code"] in land.outlines:
        ground = land.outlines[base["area_code"]]
    else:
        radius = STREET_KM if base["accuracy"] == "street" else base["radius_km"]
        if pd.isna(radius) or not radius > 0:
            return np.broadcast_to(middle, (runs, 2)), 0.0
        ground = shapely.Point(middle * 1000).buffer(1000 * radius, quad_segs=32)
        dry = ground if land.water is None else ground.difference(land.water)
        ground = dry if dry.area > 0 else ground
    return _within(ground, runs, luck), ground.area / 1e6


def _within(ground: shapely.Geometry, runs: int, luck: np.random.Generator) -> np.ndarray:
    """Places on a piece of ground, each as likely as the next, in flat kilometres."""
    west, south, east, north = ground.bounds
    shapely.prepare(ground)
    found, many = np.empty((0, 2)), max(int(1.5 * runs * (east - west) * (north - south) / ground.area), runs)
    while len(found) < runs:
        tried = luck.random((min(many, TRIES), 2)) * [east - west, north - south] + [west, south]
        found = np.concatenate([found, tried[shapely.contains_xy(ground, tried[:, 0], tried[:, 1])]])
    return found[:runs] / 1000


def people(
    places: pd.DataFrame,
    areas: pd.DataFrame,
    geometry: Mapping[str, gpd.GeoDataFrame],
    land: Land | None,
    kind: str,
    how: ground.Settled = ground.USUAL,
) -> pd.DataFrame:
    """Where people are taken to live: `land` (land.people), at the settlement points (`places`) or even over a 1 km `grid`.

    `land` is the settlement points where the district is too large for it (land is None). Raises ValueError for another
    kind, and as they do.
    """
    if kind == "land" and land is not None:
        return ground.people(places, areas, land, how)
    return reach.people.people(
        places, areas, geometry["towns"], geometry["water"], "places" if kind == "land" else kind
    )


def to_places(drawn: Positions, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """How far each point is from each of these places over land, no detour in it: points × places."""
    assert drawn.land is not None
    if not len(lon):
        return np.empty((len(drawn.points), 0))
    at = drawn.land.flat(lon, lat)
    return over_land(drawn, at, drawn.land.node(at)).T.astype(float)


def nearest_km(drawn: Positions, which: np.ndarray | None = None) -> np.ndarray:
    """How far each point is from the nearest of the bases in each run: runs × points, no detour in it; infinite without one.

    which: the bases looked at, all by default.
    """
    return drawn.nearest if which is None or which.all() else nearest_of(drawn, np.flatnonzero(which))


def nearest_of(drawn: Positions, which: Iterable[int]) -> np.ndarray:
    found = np.full((drawn.runs, len(drawn.points)), np.inf, dtype=np.float32)
    for base in which:
        np.minimum(found, drawn.km(base), out=found)
    return found
