"""What people have within reach, as an expectation over the positions bases may have."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from outreach.measures import access as shares
from outreach.measures.access import Supply
from outreach.measures.areas import figures
from outreach.measures.positions.coverage import coverage_runs
from outreach.measures.positions.drawn import RUNS, SEED, Drawn
from outreach.measures.positions.expectations import Draws, expected, of_areas, some_runs, tells, told_only
from outreach.vocabulary import Decay


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
    return in_every_run(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)


def in_every_run(
    drawn: Drawn, supply: Supply, catchment_km: float, decay: Decay, detour: float, district: str
) -> InRuns:
    """Access of every area in every run: of all bases, and of those alone whose positions tell something of the catchment."""
    shares.weight(pd.Series(dtype=float), catchment_km, decay)  # refuses what it refuses
    sure = tells(drawn, catchment_km / detour)
    known, unsure = np.zeros((2, drawn.runs, len(drawn.points)), np.float32)
    for base, given in enumerate(access_points(drawn, supply, catchment_km, decay, detour)):
        together = known if sure[base] else unsure
        together += given
    return of_areas(drawn, known + unsure, district), of_areas(drawn, known, district)


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
    whole, known = worked or in_every_run(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)
    return told_only(expected(known), expected(whole))


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
    whole, _ = worked or in_every_run(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)
    return some_runs(whole, district, runs, seed)


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
    """coverage_runs of an e-bike ride (of limit_km where given) and access_runs by `way`, of the same positions: what gaps.towns.by_town takes."""
    within = travel["ebike_km"] if limit_km is None else limit_km
    return {
        "coverage": coverage_runs(drawn, within, district=district, detour=travel["detour"], runs=runs, seed=seed),
        "access": access_runs(drawn, supply, travel, way, decay, district, runs, seed, worked),
    }
