"""Who has a base within a distance, as an expectation over the positions bases may have."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from outreach.measures import reach
from outreach.measures.bases import standing as level_of
from outreach.measures.positions.expectations import expected, of_areas, some_runs, tells, told_only
from outreach.measures.positions.simulation import RUNS, SEED, Positions, nearest_km
from outreach.measures.reach.coverage import DETOUR
from outreach.vocabulary import WAYS


def coverage_of(
    drawn: Positions, straight_km: float, district: str, km: Callable[[np.ndarray], np.ndarray], which: np.ndarray
) -> pd.DataFrame:
    sure = tells(drawn, straight_km)
    whole = expected(of_areas(drawn, km(which) <= straight_km, district))
    if sure[which].all():
        return whole.assign(unknown=False, expected=whole["value"])
    return told_only(expected(of_areas(drawn, km(which & sure) <= straight_km, district)), whole)


def coverage_runs(
    drawn: Positions, limit_km: float, *, district: str, detour: float = DETOUR, runs: int = RUNS, seed: int = SEED
) -> np.ndarray:
    """The part of each town's people with a base within a travel distance, once for each of so many runs: runs × towns.

    The towns are in the order of their codes. What a measure of robustness draws from; with a base's position unknown the
    rows differ. For a large district all rows are alike.
    """
    if drawn.land is None:
        found = reach.coverage.coverage(drawn.demand, drawn.located, limit_km, district=district, detour=detour)[
            "value"
        ]
        return np.tile(found.drop(district).sort_index().to_numpy(float), (runs, 1))
    table = of_areas(drawn, nearest_km(drawn) <= np.float32(limit_km / detour), district)
    return some_runs(table, district, runs, seed)


def remembered(drawn: Positions) -> Callable[[np.ndarray], np.ndarray]:
    """nearest_km, worked out once for the same bases."""
    kept: dict[bytes, np.ndarray] = {}

    def km(which: np.ndarray) -> np.ndarray:
        if which.tobytes() not in kept:
            kept[which.tobytes()] = nearest_km(drawn, which)
        return kept[which.tobytes()]

    return km


def by_way(drawn: Positions, travel: Mapping[str, float], district: str) -> dict[str, pd.DataFrame]:
    """What part of the people has a base within each way of travel: walk, ebike, drive, as an expectation over positions.

    Each indexed by area_code, the towns and the district: value (the mean), low and high (90 % of the positions possible), 0..1,
    unknown, and expected, the mean also where it is unknown. travel gives detour and the kilometres of each way. A way that the accuracy of the positions cannot tell of is
    unknown and its figures are missing: see TELLS and MOSTLY. A town nobody counted is missing too, and not unknown.
    Of a large district (see land.LARGEST_KM2) the figures are reach.coverage.by_way's: bases where they are drawn, the
    range by circles as large as the town.
    """
    if drawn.land is None:
        return {
            way: found.assign(unknown=False, expected=found["value"])
            for way, found in reach.coverage.by_way(drawn.demand, drawn.located, travel, district).items()
        }
    km = remembered(drawn)
    every = np.ones(len(drawn.base_ids), dtype=bool)
    return {way: coverage_of(drawn, travel[f"{way}_km"] / travel["detour"], district, km, every) for way in WAYS}


def by_each_level(drawn: Positions, level: pd.Series) -> dict[str, np.ndarray]:
    """Which of the bases are of each level there is; a base without one is in none."""
    own = level.reindex(drawn.base_ids)
    return {one: (own == one).fillna(False).to_numpy(dtype=bool) for one in sorted(own.dropna().unique())}


def by_level(
    drawn: Positions, bases: pd.DataFrame, levels: pd.DataFrame, travel: Mapping[str, float], district: str
) -> dict[str, pd.DataFrame]:
    """The part of each area's people with a base of each level within each way of travel; missing where it cannot be told.

    Each as from by_way, indexed by (level, area_code) with the levels that have a counted base. The level of a base is that of
    bases.standing; a base of which none is known is in none.
    """
    if drawn.land is None:
        return reach.coverage.by_level(drawn.demand, drawn.located, bases, levels, travel, district)
    found: dict[str, dict[str, pd.DataFrame]] = {way: {} for way in WAYS}
    for one, of_level in by_each_level(drawn, level_of(bases, levels)).items():
        km = remembered(drawn)
        for way in WAYS:
            found[way][one] = coverage_of(drawn, travel[f"{way}_km"] / travel["detour"], district, km, of_level)
    none = pd.DataFrame(columns=["value", "low", "high"], dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
    names = ["level", "area_code"]
    return {way: (pd.concat(own) if own else none).rename_axis(names) for way, own in found.items()}
