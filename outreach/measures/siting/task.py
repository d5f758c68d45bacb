"""One question made ready: the points that weigh, the candidates, and how far each point has to go."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from outreach.measures.areas import figures
from outreach.measures.reach.coverage import DETOUR
from outreach.measures.reach.distances import distance_km, nearest
from outreach.measures.siting.sites import Ways, weights

MOST_PAIRS = 4_000_000
TIME_LIMIT_S = 10.0


@dataclass(frozen=True, eq=False)
class Terms:
    """How a question is weighed and measured, and for how long it is solved.

    weight by place_id as from `weights`, people by default; a way is straight × detour, or as `ways` has it.
    """

    weight: pd.Series | None = None
    detour: float = DETOUR
    time_limit_s: float = TIME_LIMIT_S
    ways: Ways | None = None


USUAL = Terms()


@dataclass(frozen=True, eq=False)
class Task:
    """One question made ready: points that weigh, candidates, and how far each point has to go today."""

    demand: pd.DataFrame
    sites: pd.DataFrame
    existing: pd.DataFrame
    weight: pd.Series
    before: pd.Series
    k: int
    detour: float
    ways: Ways | None = None

    @property
    def known(self) -> np.ndarray:
        return (self.weight.fillna(0) > 0).to_numpy()


def made_ready(demand: pd.DataFrame, candidates: pd.DataFrame, located: pd.DataFrame, k: int, terms: Terms) -> Task:
    """The question with its rows in order. Raises ValueError as `mclp` does, but for the limit."""
    detour, ways = terms.detour, terms.ways
    _refuse(candidates, located, k, detour)
    rows = np.argsort(demand.index.to_numpy(), kind="stable")
    demand = demand.iloc[rows]  # so that of equally good choices the same one is found however the rows lie
    weight = _weighing(demand, terms.weight)
    sites = candidates[candidates["lon"].notna() & candidates["lat"].notna()].sort_index()
    existing = located[located["counted"]].sort_index()
    if ways is not None:
        columns = candidates.index.get_indexer(sites.index)
        ways = Ways(ways.before[:, rows], ways.travel[np.ix_(rows, columns)])
        before = pd.Series(ways.before.mean(axis=0).astype(float), index=demand.index)
    else:
        before = nearest(demand, existing)["distance_km"].astype(float) * detour
    return Task(demand, sites, existing, weight, before, min(int(k), len(sites)), detour, ways)


def _refuse(candidates: pd.DataFrame, located: pd.DataFrame, k: int, detour: float) -> None:
    if k < 0 or k != int(k):
        raise ValueError(f"siting: expected a whole number of sites, 0 or more, found {k:g}")
    if not detour >= 1:
        raise ValueError(f"siting: expected detour of 1 or more, found {detour:g}")
    twice = candidates.index[candidates.index.duplicated()].unique()
    if len(twice):
        raise ValueError(f"siting: candidates listed twice: {', '.join(map(str, twice))}")
    both = candidates.index.intersection(located.index)
    if len(both):
        raise ValueError(f"siting: candidates named like bases: {', '.join(map(str, both))}")


def _weighing(demand: pd.DataFrame, weight: pd.Series | None) -> pd.Series:
    """What each point counts for, of which somebody has some and has a position."""
    weight = figures(weights(demand) if weight is None else weight.reindex(demand.index)).rename("weight")
    wrong = weight.index[weight < 0]
    if len(wrong):
        raise ValueError(
            f"siting: expected weights of 0 or more, found {', '.join(f'{one} = {weight[one]:g}' for one in wrong)}"
        )
    if not weight.sum() > 0:
        raise ValueError("siting: no settlement point with people that weigh")
    unplaced = demand.index[(weight > 0) & (demand["lon"].isna() | demand["lat"].isna())]
    if len(unplaced):
        raise ValueError(f"siting: no position of {', '.join(map(str, unplaced))}")
    return weight


def kilometres(task: Task) -> np.ndarray:
    """Travel from each point that weighs (rows) to each candidate (columns).

    Raises ValueError where there is nowhere to go, neither a base nor a site to add, and for too many pairs.
    """
    if task.ways is None and task.existing[["lon", "lat"]].dropna().empty and task.k == 0:
        raise ValueError("siting: no base and no site to add: nobody has anywhere to go")
    if task.known.sum() * len(task.sites) > MOST_PAIRS:
        found = f"{task.known.sum():,} × {len(task.sites):,}"
        raise ValueError(
            f"siting: expected at most {MOST_PAIRS:,} pairs of points and candidates, found {found}; choose a wider grid"
        )
    if task.ways is not None:
        return _expected_km(task.ways.before[:, task.known], task.ways.travel[task.known])
    return distance_km(task.demand[task.known], task.sites).to_numpy() * task.detour


def _expected_km(before: np.ndarray, travel: np.ndarray) -> np.ndarray:
    """How far each point has to go on average if it had this candidate beside the bases there are: points × candidates.

    The mean over runs of the nearer of the two. It rises with the way to the candidate, so that the nearest of several
    chosen ones has the least: a choice is as good as the sum of the least of each point.
    """
    runs, points = before.shape
    order = np.sort(before.astype(float), axis=0)
    gone = np.vstack([np.zeros(points), np.cumsum(order, axis=0)])
    found = np.empty(travel.shape)
    for point in range(points):
        nearer = np.searchsorted(order[:, point], travel[point])
        found[point] = (gone[nearer, point] + travel[point] * (runs - nearer)) / runs
    return found


def reached_today(task: Task, limit_km: float) -> np.ndarray:
    """How likely each point has a base within the limit today: 0 or 1 where positions are as drawn."""
    if task.ways is not None:
        reached_today: np.ndarray = (task.ways.before <= limit_km).mean(axis=0)
        return reached_today
    return (task.before <= limit_km).to_numpy(dtype=float)


def nearest_km(today: np.ndarray, km: np.ndarray, sites: list[int]) -> np.ndarray:
    return np.minimum(today, km[:, sites].min(axis=1)) if sites else today


def one_by_one(k: int, today: np.ndarray, km: np.ndarray, score: Callable[[np.ndarray], np.ndarray]) -> list[int]:
    """The site that lowers the score most, one at a time, the first of equals; stops where none lowers it."""
    chosen: list[int] = []
    now, best = today, score(today[:, None])[0]
    for _ in range(k):
        tried = score(np.minimum(now[:, None], km))
        one = int(np.argmin(tried))
        if not tried[one] < best:
            break
        chosen.append(one)
        now, best = np.minimum(now, km[:, one]), tried[one]
    return chosen
