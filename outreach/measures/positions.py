"""Where bases may stand and what that makes of reach and access: expectations over their positions, with their ranges."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from outreach.measures import access as shares
from outreach.measures import land as ground
from outreach.measures import reach, standing
from outreach.measures.access import Decay, Supply
from outreach.measures.areas import figures
from outreach.measures.bases import standing as level_of
from outreach.measures.land import Land
from outreach.measures.partitions import Asked, Reached
from outreach.measures.reach import DETOUR, STREET_KM, WAYS

Draws = np.ndarray
"""A figure of every town in every run: runs × towns, by code."""

RUNS = 200
SEED = 320614
BAND = (0.05, 0.95)
TELLS = 0.25
"""A base tells whether somebody has it within a distance where a circle of that radius is at least this part of the land
that it may stand on: a base known to a town of 100 km² says something of a ride of 5 km, and nothing of a walk of 1 km."""
MOSTLY = 0.5
"""A figure of which more than this part comes from bases that tell nothing is unknown."""
MOST_WORK = 100_000_000
"""Runs × bases × cells. Where there would be more, fewer runs are drawn; with fewer than FEWEST positions are not drawn."""
FEWEST = 40
TRIES = 4000


@dataclass(frozen=True, eq=False)
class Drawn:
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
        return self.at.shape[1]

    @property
    def varied(self) -> bool:
        """Whether any base may stand in more than one place."""
        return bool((self.km2 > 0).any())

    def km(self, base: int) -> np.ndarray:
        """How far each point is from one base in each run (runs × points, or 1 × points for an exact base): over land, no detour in it."""
        exact = self.km2[base] == 0
        at, node = (self.at[base][:1], self.node[base][:1]) if exact else (self.at[base], self.node[base])
        return _over_land(self, at, node)

    @cached_property
    def nearest(self) -> np.ndarray:
        """How far each point is from the nearest of all bases in each run, see nearest_km; not to be written to."""
        return _nearest(self, range(len(self.base_ids)))

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
        return int(self.base_ids.get_loc(base_id))


def _over_land(drawn: "Drawn", at: np.ndarray, node: np.ndarray) -> np.ndarray:
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
    return km


def drawn(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    land: Land | None,
    runs: int = RUNS,
    seed: int = SEED,
) -> Drawn:
    """The positions that the bases may have, drawn once and for all.

    demand as from land.people, reach.demand or reach.grid; located as from reach.located. A base known to its town may
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
        return Drawn(located, demand, None, counted.index, nothing, nothing[..., 0], empty, np.empty((0, 2)), None)
    middle = land.flat(counted["lon"].to_numpy(float), counted["lat"].to_numpy(float))
    at, km2 = np.empty((len(counted), runs, 2)), np.zeros(len(counted))
    for number, base_id in enumerate(counted.index):
        stands = _ground(str(base_id), counted)
        luck = np.random.default_rng([seed, crc32(stands.encode())])
        row, own = counted.loc[stands], middle[counted.index.get_loc(stands)]
        at[number], km2[number] = _places(land, row, own, runs, luck)
    points = land.flat(demand["lon"].to_numpy(float), demand["lat"].to_numpy(float))
    return Drawn(
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
    towns_geometry: gpd.GeoDataFrame,
    water: gpd.GeoDataFrame,
    land: Land | None,
    kind: str,
    settled_share: float = ground.SETTLED_SHARE,
    scale_km: float = ground.SETTLEMENT_KM,
) -> pd.DataFrame:
    """Where people are taken to live: `land` (land.people), at the settlement points (`places`) or even over a 1 km `grid`.

    `land` is the settlement points where the district is too large for it (land is None). Raises ValueError for another
    kind, and as they do.
    """
    if kind == "land" and land is not None:
        return ground.people(places, areas, land, settled_share, scale_km)
    return reach.people(places, areas, towns_geometry, water, "places" if kind == "land" else kind)


def to_places(drawn: Drawn, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """How far each point is from each of these places over land, no detour in it: points × places."""
    assert drawn.land is not None
    if not len(lon):
        return np.empty((len(drawn.points), 0))
    at = drawn.land.flat(lon, lat)
    return _over_land(drawn, at, drawn.land.node(at)).T.astype(float)


def what_if(drawn: Drawn, lon: float, lat: float, limit_km: float, detour: float, district: str) -> pd.DataFrame:
    """siting.what_if, as expectations over the positions that bases may have; land must be there.

    Who has no way today, water lying between, is left out of the mean and the longest way, before as after; an area most of
    whose people have none is missing before, and afterwards has theirs.
    """
    before = nearest_km(drawn) * detour
    after = np.minimum(before, (to_places(drawn, np.array([lon]), np.array([lat])).T * detour).astype(np.float32))
    alike = np.where(np.isfinite(before), after, np.inf)
    table = pd.DataFrame(
        {
            "coverage_before": expected(_of_areas(drawn, before <= limit_km, district))["value"],
            "coverage_after": expected(_of_areas(drawn, after <= limit_km, district))["value"],
        }
    ).rename_axis("area_code")
    for when, km in (("before", before), ("after", alike)):
        table[f"mean_km_{when}"] = _travelled(drawn, km, district)["value"]
        table[f"worst_km_{when}"] = _worst(drawn, km, district)
    none = table["mean_km_before"].isna()
    table.loc[none, "worst_km_before"] = np.nan
    table.loc[none, "mean_km_after"] = _travelled(drawn, after, district)["value"][none]
    table.loc[none, "worst_km_after"] = _worst(drawn, after, district)[none]
    _, _, total = drawn.by_area
    people = pd.Series([*total, np.nansum(total)], index=table.index)
    table["people_gained"] = (table["coverage_after"] - table["coverage_before"]) * people
    order = [f"{name}_{when}" for name in ("coverage", "mean_km", "worst_km") for when in ("before", "after")]
    return table[[*order, "people_gained"]]


def tells(drawn: Drawn, straight_km: float) -> np.ndarray:
    """Of which bases it is known well enough where they stand to say who has them within a straight distance (see TELLS)."""
    return np.pi * straight_km**2 >= TELLS * drawn.km2


def nearest_km(drawn: Drawn, which: np.ndarray | None = None) -> np.ndarray:
    """How far each point is from the nearest of the bases in each run: runs × points, no detour in it; infinite without one.

    which: the bases looked at, all by default.
    """
    return drawn.nearest if which is None or which.all() else _nearest(drawn, np.flatnonzero(which))


def _nearest(drawn: Drawn, which: Iterable[int]) -> np.ndarray:
    found = np.full((drawn.runs, len(drawn.points)), np.inf, dtype=np.float32)
    for base in which:
        np.minimum(found, drawn.km(base), out=found)
    return found


def _of_areas(drawn: Drawn, of_points: np.ndarray, district: str) -> pd.DataFrame:
    """A figure of every point in every run (runs × points) as the mean of each area's people: runs × areas."""
    codes, people, total = drawn.by_area
    sums = of_points @ people
    with np.errstate(invalid="ignore", divide="ignore"):
        towns = np.where(total > 0, sums / total, np.nan)
        whole = sums.sum(axis=1) / np.nansum(total) if np.nansum(total) > 0 else np.full(len(sums), np.nan)
    return pd.DataFrame(np.column_stack([towns, whole]), columns=pd.Index([*codes, district], name="area_code"))


def expected(by_run: pd.DataFrame) -> pd.DataFrame:
    """The mean over runs (rows) of every area (columns), and the range that holds 90 % of them: value, low, high.

    The range is widened to the mean where a few runs far off draw it out. Where every run agrees it has no width.
    """
    values = by_run.to_numpy()
    value = values.mean(axis=0)
    low, high = np.quantile(values, BAND, axis=0)
    same = values.min(axis=0) == values.max(axis=0)
    value = np.where(same, values[0], value)
    table = {"value": value, "low": np.fmin(low, value), "high": np.fmax(high, value)}
    return pd.DataFrame(table, index=by_run.columns.rename("area_code"))


def _told(known: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """The figures, missing where more than half of what is expected comes from bases that tell nothing; beside them `expected`."""
    unknown = whole["value"] - known["value"] > MOSTLY * whole["value"] + 1e-12
    return whole.mask(unknown, np.nan).assign(unknown=unknown, expected=whole["value"])


def _coverage(
    drawn: Drawn, straight_km: float, district: str, km: Callable[[np.ndarray], np.ndarray], which: np.ndarray
) -> pd.DataFrame:
    sure = tells(drawn, straight_km)
    whole = expected(_of_areas(drawn, km(which) <= straight_km, district))
    if sure[which].all():
        return whole.assign(unknown=False, expected=whole["value"])
    return _told(expected(_of_areas(drawn, km(which & sure) <= straight_km, district)), whole)


def coverage_runs(
    drawn: Drawn, limit_km: float, *, district: str, detour: float = DETOUR, runs: int = RUNS, seed: int = SEED
) -> np.ndarray:
    """The part of each town's people with a base within a travel distance, once for each of so many runs: runs × towns.

    The towns are in the order of their codes. What a measure of robustness draws from; with a base's position unknown the
    rows differ. For a large district all rows are alike.
    """
    if drawn.land is None:
        found = reach.coverage(drawn.demand, drawn.located, limit_km, district=district, detour=detour)["value"]
        return np.tile(found.drop(district).sort_index().to_numpy(float), (runs, 1))
    table = _of_areas(drawn, nearest_km(drawn) <= np.float32(limit_km / detour), district)
    return _some(table, district, runs, seed)


def _some(table: pd.DataFrame, district: str, runs: int, seed: int) -> np.ndarray:
    order = np.random.default_rng(seed).permutation(np.arange(runs) % len(table))
    return table.drop(columns=district).to_numpy()[order]


def _remembered(drawn: Drawn) -> Callable[[np.ndarray], np.ndarray]:
    """nearest_km, worked out once for the same bases."""
    kept: dict[bytes, np.ndarray] = {}

    def km(which: np.ndarray) -> np.ndarray:
        if which.tobytes() not in kept:
            kept[which.tobytes()] = nearest_km(drawn, which)
        return kept[which.tobytes()]

    return km


def by_way(drawn: Drawn, travel: Mapping[str, float], district: str) -> dict[str, pd.DataFrame]:
    """What part of the people has a base within each way of travel: walk, ebike, drive, as an expectation over positions.

    Each indexed by area_code, the towns and the district: value (the mean), low and high (90 % of the positions possible), 0..1,
    unknown, and expected, the mean also where it is unknown. travel gives detour and the kilometres of each way. A way that the accuracy of the positions cannot tell of is
    unknown and its figures are missing: see TELLS and MOSTLY. A town nobody counted is missing too, and not unknown.
    Of a large district (see land.LARGEST_KM2) the figures are reach.by_way's: bases where they are drawn, the
    range by circles as large as the town.
    """
    if drawn.land is None:
        return {
            way: found.assign(unknown=False, expected=found["value"])
            for way, found in reach.by_way(drawn.demand, drawn.located, travel, district).items()
        }
    km = _remembered(drawn)
    every = np.ones(len(drawn.base_ids), dtype=bool)
    return {way: _coverage(drawn, travel[f"{way}_km"] / travel["detour"], district, km, every) for way in WAYS}


def _levels(drawn: Drawn, level: pd.Series) -> dict[str, np.ndarray]:
    """Which of the bases are of each level there is; a base without one is in none."""
    own = level.reindex(drawn.base_ids)
    return {one: (own == one).fillna(False).to_numpy(dtype=bool) for one in sorted(own.dropna().unique())}


def by_level(
    drawn: Drawn, bases: pd.DataFrame, levels: pd.DataFrame, travel: Mapping[str, float], district: str
) -> dict[str, pd.DataFrame]:
    """The part of each area's people with a base of each level within each way of travel; missing where it cannot be told.

    Each as from by_way, indexed by (level, area_code) with the levels that have a counted base. The level of a base is that of
    bases.standing; a base of which none is known is in none.
    """
    if drawn.land is None:
        return reach.by_level(drawn.demand, drawn.located, bases, levels, travel, district)
    found: dict[str, dict[str, pd.DataFrame]] = {way: {} for way in WAYS}
    for one, of_level in _levels(drawn, level_of(bases, levels)).items():
        km = _remembered(drawn)
        for way in WAYS:
            found[way][one] = _coverage(drawn, travel[f"{way}_km"] / travel["detour"], district, km, of_level)
    none = pd.DataFrame(columns=["value", "low", "high"], dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
    names = ["level", "area_code"]
    return {way: (pd.concat(own) if own else none).rename_axis(names) for way, own in found.items()}


def mean_km(drawn: Drawn, detour: float, district: str) -> pd.DataFrame:
    """How far people have to go to the nearest base on average, in estimated travel kilometres: value, low, high by area_code.

    value is the mean over positions, low and high hold 90 % of them. People with no way to any base, the water being in
    theirs, do not weigh; an area most of whose people have none is missing. Of a large district as standing.mean_km.
    """
    if drawn.land is None:
        return standing.mean_km(drawn.demand, drawn.located, detour, district)
    return _travelled(drawn, nearest_km(drawn) * detour, district)


def _travelled(drawn: Drawn, km: np.ndarray, district: str) -> pd.DataFrame:
    there = np.isfinite(km)
    way, going = (_of_areas(drawn, part, district) for part in (np.where(there, km, 0), there))
    with np.errstate(invalid="ignore", divide="ignore"):
        return expected(way / going.where(going > 0)).where(going.mean() > MOSTLY)


def _worst(drawn: Drawn, km: np.ndarray, district: str) -> pd.Series:
    """The longest way of a point with people in each area, on average over positions; ways over water are none."""
    some = (figures(drawn.demand["population"]) > 0).to_numpy()
    longest = np.where(np.isfinite(km), km, -np.inf)
    codes = drawn.demand["area_code"].to_numpy()
    found = {code: longest[:, some & (codes == code)] for code in sorted(set(codes))} | {district: longest[:, some]}
    worst = {code: own.max(axis=1).mean() if own.shape[1] else np.nan for code, own in found.items()}
    return pd.Series(worst).replace(-np.inf, np.nan).rename_axis("area_code")


def nearest_by_level(
    drawn: Drawn, bases: pd.DataFrame, levels: pd.DataFrame, detour: float, district: str
) -> pd.DataFrame:
    """How far a town's people have to go to the nearest base of each level, and which base that is for most of them.

    Indexed by (area_code, level), every town with every level, highest first: base_id, mean_km, worst_km; expectations over
    positions, base_id the base that is nearest to the largest part of the people over all positions (of equal parts the first id).
    Levels no counted base has are missing, and so is a town most of whose people have no way to one. Of a large district
    as town.nearest_by_level.
    """
    if drawn.land is None:
        return standing.nearest_by_level(bases, levels, drawn.demand, drawn.located, detour)
    order = levels.assign(rank=figures(levels["rank"])).sort_values("rank")["level"]
    codes, people, _ = drawn.by_area
    near = {}
    for one, of_level in _levels(drawn, level_of(bases, levels)).items():
        least = np.full((drawn.runs, len(drawn.points)), np.inf, dtype=np.float32)
        whose = np.full(least.shape, -1)
        for base in np.flatnonzero(of_level):
            km = np.broadcast_to(drawn.km(base), least.shape)
            closer = km < least
            least[closer], whose[closer] = km[closer], base
        served = {base: (whose == base).sum(axis=0) @ people for base in np.flatnonzero(of_level)}
        most = pd.DataFrame(served, index=codes).idxmax(axis=1)
        table = pd.DataFrame(
            {
                "base_id": drawn.base_ids.to_numpy(dtype=object)[most.to_numpy()],
                "mean_km": _travelled(drawn, least * detour, district)["value"].reindex(codes),
                "worst_km": _worst(drawn, least * detour, district).reindex(codes),
            },
            index=codes,
        )
        near[one] = table.where(table["mean_km"].notna())
    index = pd.MultiIndex.from_product([codes, order], names=["area_code", "level"])
    empty = pd.DataFrame(columns=["base_id", "mean_km", "worst_km"])
    found = (pd.concat(near, names=["level", "area_code"]).swaplevel() if near else empty).reindex(index)
    return found.astype({"base_id": object, "mean_km": float, "worst_km": float})


def reached(drawn: Drawn, supply: Supply, level: pd.Series, asked: Asked, district: str) -> Reached:
    """Everything in reach as partitions.of_district has it, as expectations over positions; land must be there."""
    km = _remembered(drawn)
    every, own = np.ones(len(drawn.base_ids), dtype=bool), _levels(drawn, level)

    def covered(straight_km: float, which: np.ndarray) -> pd.DataFrame:
        return _coverage(drawn, straight_km, district, km, which)

    whole, known = _access_runs(drawn, supply, asked.catchment_km, asked.decay, asked.detour, district)
    anybody = km(every) * asked.detour
    return Reached(
        {way: covered(limit_km / asked.detour, every) for way, limit_km in asked.ways},
        {one: covered(asked.level_km / asked.detour, own[one]) for one in asked.levels if one in own},
        pd.DataFrame(
            {
                "mean": _travelled(drawn, anybody, district)["value"],
                "worst": _worst(drawn, anybody, district),
            }
        ),
        {
            one: _travelled(drawn, km(own[one]) * asked.detour, district)["value"].drop(district)
            for one in asked.levels
            if one in own
        },
        _told(expected(known), expected(whole)),
    )


def access_points(
    drawn: Drawn, supply: Supply, catchment_km: float, decay: Decay, detour: float
) -> Iterator[np.ndarray]:
    """What each base gives one person at each point in each run (runs × points), base by base in the order of base_ids."""
    people = figures(drawn.demand["population"]).fillna(0).to_numpy(np.float32)
    offered = figures(supply.value.reindex(drawn.base_ids)).fillna(0).to_numpy()
    for base in range(len(drawn.base_ids)):
        weight = _weight(drawn.km(base) * np.float32(detour), catchment_km, decay)
        sharing = weight @ people
        each = np.divide(offered[base], sharing, out=np.zeros(len(sharing), np.float32), where=sharing > 0)
        weight *= each[:, None]
        yield weight


def _weight(km: np.ndarray, catchment_km: float, decay: Decay) -> np.ndarray:
    """As access.weight, of a whole array."""
    if decay == "gaussian":
        edge = float(np.exp(-0.5))
        near = np.minimum(km / np.float32(catchment_km), 1)
        return ((np.exp(-0.5 * near**2) - edge) / (1 - edge)).clip(0)
    if decay == "2sfca":
        return (km <= np.float32(catchment_km)).astype(np.float32)
    zone = sum((km > np.float32(catchment_km * part / 3)).view(np.uint8) for part in (1, 2, 3))
    return np.array([*shares.ZONE_WEIGHTS, 0.0], np.float32)[zone]


InRuns = tuple[pd.DataFrame, pd.DataFrame]
"""Access of every area in every run: of all bases, and of those alone whose positions tell something of the catchment."""


def access_in_runs(
    drawn: Drawn, supply: Supply, travel: Mapping[str, float], way: str, decay: Decay, district: str
) -> InRuns | None:
    """What `access` and `of_runs` are both made of, for whoever asks for both; None of a large district, which has no runs."""
    if drawn.land is None:
        return None
    return _access_runs(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)


def _access_runs(
    drawn: Drawn, supply: Supply, catchment_km: float, decay: Decay, detour: float, district: str
) -> InRuns:
    """Access of every area in every run: of all bases, and of those alone whose positions tell something of the catchment."""
    shares.weight(pd.Series(dtype=float), catchment_km, decay)  # refuses what it refuses
    sure = tells(drawn, catchment_km / detour)
    known, unsure = np.zeros((2, drawn.runs, len(drawn.points)), np.float32)
    for base, given in enumerate(access_points(drawn, supply, catchment_km, decay, detour)):
        together = known if sure[base] else unsure
        together += given
    return _of_areas(drawn, known + unsure, district), _of_areas(drawn, known, district)


def access(
    drawn: Drawn,
    supply: Supply,
    travel: Mapping[str, float],
    way: str,
    decay: Decay,
    district: str,
    worked: InRuns | None = None,
) -> pd.DataFrame:
    """What a town's residents have within reach, shared with all around them, as an expectation over positions.

    Indexed by area_code, the towns and the district: value, low, high in the unit of supply per resident, unknown and expected, as
    in by_way. travel gives detour and the kilometres of each way; the catchment is that of `way`. Of a large district as access.by_town.
    worked is what access_in_runs gives, where that is known already.
    """
    if drawn.land is None:
        value = shares.by_town(drawn.demand, supply, drawn.located, travel, way, decay, district)
        return pd.DataFrame({"value": value, "low": value, "high": value, "unknown": False, "expected": value})
    whole, known = worked or _access_runs(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)
    return _told(expected(known), expected(whole))


def access_runs(
    drawn: Drawn,
    supply: Supply,
    travel: Mapping[str, float],
    way: str,
    decay: Decay,
    district: str,
    runs: int = RUNS,
    seed: int = SEED,
    worked: InRuns | None = None,
) -> np.ndarray:
    """Access of each town once for each of so many runs, runs × towns by code, of the positions that coverage_runs has with the same seed."""
    if drawn.land is None:
        value = shares.by_town(drawn.demand, supply, drawn.located, travel, way, decay, district)
        return np.tile(value.drop(district).sort_index().to_numpy(float), (runs, 1))
    whole, _ = worked or _access_runs(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)
    return _some(whole, district, runs, seed)


def of_runs(
    drawn: Drawn,
    supply: Supply,
    travel: Mapping[str, float],
    way: str,
    decay: Decay,
    district: str,
    runs: int,
    seed: int,
    limit_km: float | None = None,
    worked: InRuns | None = None,
) -> dict[str, Draws]:
    """coverage_runs of an e-bike ride (of limit_km where given) and access_runs by `way`, of the same positions: what gaps.by_town takes."""
    within = travel["ebike_km"] if limit_km is None else limit_km
    return {
        "coverage": coverage_runs(drawn, within, district=district, detour=travel["detour"], runs=runs, seed=seed),
        "access": access_runs(drawn, supply, travel, way, decay, district, runs, seed, worked),
    }


def value(table: pd.DataFrame) -> pd.Series:
    """The expectation alone, of a table with value, low and high."""
    return table["value"]
