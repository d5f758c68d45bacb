"""What part of the people has a base within a travel distance."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from outreach.measures import pairs
from outreach.measures.areas import figures
from outreach.measures.bases import standing
from outreach.measures.pairs import Near, Pairs, Spots, arc
from outreach.measures.reach.distances import NEIGHBOURS, NEIGHBOURS_AT_ONCE
from outreach.vocabulary import WAYS

DETOUR = 1.3


def _covered(demand: pd.DataFrame, reached: pd.Series, district: str) -> pd.Series:
    people = demand["population"]
    counted = pd.DataFrame({"inside": people.where(reached, people * 0), "people": people})
    sums = counted.groupby(demand["area_code"]).sum(min_count=1)
    sums.loc[district] = counted.sum(min_count=1)
    return (sums["inside"] / sums["people"].replace(0, np.nan)).rename_axis("area_code")


def reached(demand: pd.DataFrame, located: pd.DataFrame, limit_km: float, detour: float = DETOUR) -> pd.DataFrame:
    """Whether each settlement point has at least one base within an estimated travel distance.

    Indexed like demand: value, low, high (bool), as in coverage, which adds them up. Raises ValueError as it does.
    """
    _refuse(limit_km, detour)
    counted = located[located["counted"]]
    counted = counted.assign(radius_km=figures(counted["radius_km"])).drop_duplicates(["lon", "lat", "radius_km"])
    here, there = Spots.of(demand), Spots.of(counted)
    radius = counted["radius_km"].to_numpy(dtype=float)[there.row]
    found = {name: np.zeros(len(here), dtype=bool) for name in ("value", "low", "high")}
    straight_km = limit_km / detour * (1 + 1e-9) + 1e-9

    def look(name: str, points: np.ndarray, bases: np.ndarray, reach_km: float) -> None:
        near = Near(here.some(points), there.some(bases), reach_km)
        own = radius[bases]

        def settled(number: int) -> np.ndarray:
            some = near.chunk(number)
            settled: np.ndarray = some.start[_true(name, some, own[some.end], limit_km, detour)]
            return settled

        for start in pairs.in_order(settled, range(len(near))):
            found[name][points[start]] = True

    if len(here) and len(there):
        _of_nearest(found, here, there, radius, limit_km, detour)
        sure = np.flatnonzero(radius <= straight_km)
        look("low", np.flatnonzero(~found["low"]), sure, straight_km)
        found["value"] |= found["low"]
        look("value", np.flatnonzero(~found["value"]), np.arange(len(there)), straight_km)
        found["high"] |= found["value"]
        for width in np.unique(_width(radius[radius > 0])):
            bases = np.flatnonzero(_width(radius) == width)
            look("high", np.flatnonzero(~found["high"]), bases, straight_km + radius[bases].max() * (1 + 1e-9))
    table = np.zeros((len(demand), 3), dtype=bool)
    table[here.row] = np.column_stack(list(found.values()))
    return pd.DataFrame(table, index=demand.index, columns=list(found))


def _refuse(limit_km: float, detour: float) -> None:
    if limit_km < 0 or detour < 1:
        raise ValueError(
            f"coverage: expected limit_km of 0 or more and detour of 1 or more, found {limit_km:g} and {detour:g}"
        )


def _width(radius_km: np.ndarray) -> np.ndarray:
    """Radii of a like size have the same number; what has none, or 0, has none."""
    return np.ceil(np.log2(np.where(radius_km > 0, radius_km, np.nan)))


def _holds(name: str, km: np.ndarray, radius_km: np.ndarray, limit_km: float, detour: float) -> np.ndarray:
    farthest = {"value": km, "low": km + radius_km}.get(name)
    holds: np.ndarray = (np.maximum(km - radius_km, 0) if farthest is None else farthest) * detour <= limit_km
    return holds


def _true(name: str, some: Pairs, radius_km: np.ndarray, limit_km: float, detour: float) -> np.ndarray:
    """For which pairs value, low or high holds; measured only where the arc leaves a doubt."""
    holds = _holds(name, some.most_km, radius_km, limit_km, detour)
    unsure = np.flatnonzero(~holds & _holds(name, np.maximum(some.least_km, 0), radius_km, limit_km, detour))
    holds[unsure] = _holds(name, some.km(unsure), radius_km[unsure], limit_km, detour)
    return holds


def _of_nearest(
    found: dict[str, np.ndarray], here: Spots, there: Spots, radius: np.ndarray, limit_km: float, detour: float
) -> None:
    """Mark what the few nearest bases already settle: in a town, nearly everything, however many more there are."""
    few = min(NEIGHBOURS, len(there))
    apart, base = cKDTree(there.sphere).query(
        here.sphere, k=np.arange(1, few + 1), workers=pairs.cores() if len(here) > NEIGHBOURS_AT_ONCE else 1
    )
    some = Pairs(here, there, np.repeat(np.arange(len(here)), few), base.ravel(), arc(apart.ravel()))
    for name in found:
        found[name] |= _holds(name, some.most_km, radius[some.end], limit_km, detour).reshape(base.shape).any(axis=1)


def coverage(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    limit_km: float,
    *,
    district: str,
    detour: float = DETOUR,
    by: pd.Series | None = None,
) -> pd.DataFrame:
    """What part of the people has at least one base within an estimated travel distance.

    Indexed by area_code, the towns and the district under its own code: value, low, high, each 0..1.
    Travel distance is the straight distance × detour, set against limit_km.
    value: bases taken where they are drawn. low: only what is certain however far within its radius
    each base may lie from there, (distance + radius) × detour ≤ limit. high: what is possible,
    (distance − radius, at least 0) × detour ≤ limit. low ≤ value ≤ high.
    A base without radius counts for value and high where it is drawn, never for low.
    A base that is closed, planned or whose town is unknown counts in none of the three, high included:
    what could be anywhere would put everybody in reach and say nothing.
    With `by`, a series from base_id to, say, its level, the index is (by, area_code), one block per
    value, each with bases of that value alone; a base without a value is in no block.
    A town nobody counted is missing and does not weigh on the district. With no base coverage is 0:
    none is recorded in reach.

    Raises ValueError for a limit below 0 or a detour below 1.
    """
    _refuse(limit_km, detour)
    if by is not None:
        label = by.reindex(located.index)
        blocks = {
            value: coverage(
                demand,
                located[(label == value).fillna(False).to_numpy(dtype=bool)],
                limit_km,
                district=district,
                detour=detour,
            )
            for value in sorted(label.dropna().unique())
        }
        empty = pd.DataFrame(columns=["value", "low", "high"], dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
        return (pd.concat(blocks) if blocks else empty).rename_axis([by.name or "by", "area_code"])
    flags = reached(demand, located, limit_km, detour)
    return pd.DataFrame({name: _covered(demand, flags[name], district) for name in flags})


def by_way(
    demand: pd.DataFrame, located: pd.DataFrame, travel: Mapping[str, float], district: str
) -> dict[str, pd.DataFrame]:
    """Coverage for each way of travel: walk, ebike, drive, with the kilometres travel gives it (walk_km, …).

    travel also holds detour, the estimated ratio of travelled to straight distance.
    """
    return {
        way: coverage(demand, located, travel[f"{way}_km"], district=district, detour=travel["detour"]) for way in WAYS
    }


def of_area(covered: Mapping[str, pd.DataFrame], area_code: str) -> pd.DataFrame:
    """One area's coverage, indexed by way of travel: value, low, high."""
    return pd.DataFrame({way: frame.loc[area_code] for way, frame in covered.items()}).T.rename_axis("way")


def by_level(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    bases: pd.DataFrame,
    levels: pd.DataFrame,
    travel: Mapping[str, float],
    district: str,
) -> dict[str, pd.DataFrame]:
    """The part of each area's people with a base of each level within each way of travel: walk, ebike, drive.

    Each as from coverage, indexed by (level, area_code) with the levels that have a counted base. The level of a base is that of
    bases.standing; a base of which none is known is in none.
    """
    level = standing(bases, levels)
    return {
        way: coverage(demand, located, travel[f"{way}_km"], district=district, detour=travel["detour"], by=level)
        for way in WAYS
    }
