"""What people have within reach, as an expectation over the positions bases may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from outreach.measures import access as shares
from outreach.measures.access import Supply
from outreach.measures.areas import figures
from outreach.measures.positions.coverage import coverage_runs
from outreach.measures.positions.expectations import Draws, expected, of_areas, some_runs, tells, told_only
from outreach.measures.positions.simulation import Positions
from outreach.vocabulary import Decay


def access_points(
    drawn: Positions, supply: Supply, catchment_km: float, decay: Decay, detour: float
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


@dataclass(frozen=True, eq=False)
class InRuns:
    """Access of every area (columns) in every run (rows), made once for whoever asks for its mean or its draws.

    whole: of all bases; known: of those alone whose positions tell something of the catchment. Of a large district, which has no
    runs, one row with the figures of access.shared.
    """

    district: str
    whole: pd.DataFrame
    known: pd.DataFrame


def in_runs(
    drawn: Positions, supply: Supply, travel: Mapping[str, float], way: str, decay: Decay, district: str
) -> InRuns:
    """Access in every position that bases may have; travel gives detour and the kilometres of each way, the catchment is that of `way`."""
    if drawn.land is None:
        each = shares.shared(drawn.demand, supply.value, drawn.located, travel[f"{way}_km"], decay, travel["detour"])
        value = shares.of_towns(each, drawn.demand, district)
        one = value.drop(district).sort_index().to_frame().T.assign(**{district: value[district]})
        return InRuns(district, one, one)
    return within_catchment(drawn, supply, travel[f"{way}_km"], decay, travel["detour"], district)


def within_catchment(
    drawn: Positions, supply: Supply, catchment_km: float, decay: Decay, detour: float, district: str
) -> InRuns:
    """Those of a catchment of so many kilometres; land must be there."""
    shares.weight(pd.Series(dtype=float), catchment_km, decay)  # refuses what it refuses
    sure = tells(drawn, catchment_km / detour)
    known, unsure = np.zeros((2, drawn.runs, len(drawn.points)), np.float32)
    for base, given in enumerate(access_points(drawn, supply, catchment_km, decay, detour)):
        together = known if sure[base] else unsure
        together += given
    return InRuns(district, of_areas(drawn, known + unsure, district), of_areas(drawn, known, district))


def access(runs: InRuns) -> pd.DataFrame:
    """What a town's residents have within reach, shared with all around them, as an expectation over positions.

    Indexed by area_code, the towns and the district: value, low, high in the unit of supply per resident, unknown and expected, as
    in by_way.
    """
    return told_only(expected(runs.known), expected(runs.whole))


def of_runs(drawn: Positions, access: InRuns, limit_km: float, detour: float, runs: int, seed: int) -> dict[str, Draws]:
    """Coverage of a distance and access, each town's once for each of so many runs of the same positions: runs × towns by code.

    What gaps.towns.by_town takes.
    """
    covered = coverage_runs(drawn, limit_km, district=access.district, detour=detour, runs=runs, seed=seed)
    return {"coverage": covered, "access": some_runs(access.whole, access.district, runs, seed)}
