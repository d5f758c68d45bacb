"""The shortest way on average (p-median)."""

from collections.abc import Callable
from time import monotonic

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array, eye_array, hstack

from outreach.measures.siting.answer import SCALE, Found, Objective, answered, solve
from outreach.measures.siting.sites import Sites
from outreach.measures.siting.task import USUAL, Terms, kilometres, made_ready, nearest_km, one_by_one

ROUNDS = 300
"""Of the subgradient method, which mostly ends long before."""


def p_median(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    terms: Terms = USUAL,
) -> Sites:
    """Where k more bases should stand so that people have the shortest way to their nearest one on average.

    Arguments and refusals as in mclp. objective: Σ weight × estimated travel kilometres to the nearest open base.
    Sites that a Lagrangian bound proves to be in no best answer are dropped before the exact solution.

    Raises ValueError also where there is neither a base nor a site to add, and for more than 4,000,000 pairs of points
    and candidates.

    Hakimi (1964), Operations Research 12; ReVelle & Swain (1970), Geographical Analysis 2: min Σ a d z, z ≤ x, Σ x ≤ k;
    bound: Narula, Ogbu & Samuelsson (1977), Operations Research 25.
    """
    ends = monotonic() + terms.time_limit_s
    task = made_ready(demand, candidates, located, k, terms)
    km, weighing = kilometres(task), task.weight[task.known].to_numpy()
    today = task.before[task.known].fillna(np.inf).to_numpy()

    def value(sites: list[int]) -> float:
        return float(weighing @ nearest_km(today, km, sites))

    asked = Objective("p_median", value)
    greedy = one_by_one(task.k, today, km, lambda after: weighing @ after)
    if task.k == 0 or not (km < today[:, None]).any():
        return answered(task, asked, Found([]), greedy)
    best, bound, kept = _p_median_bound(weighing[:, None] * km, weighing * today, greedy, task.k, value, ends)
    if value(best) == 0:
        return answered(task, asked, Found(best), greedy)
    sites, scale = len(kept), SCALE / value(best)
    cost, rules = _assignment(km[:, kept], today, weighing, task.k)
    found = solve(cost * scale, rules, sites, len(cost), ends - monotonic())
    chosen = best if found.x is None else [int(kept[one]) for one in np.flatnonzero(found.x[:sites] > 0.5)]
    chosen = min(chosen, best, key=value)
    if found.mip_dual_bound is not None:
        bound = max(bound, found.mip_dual_bound / scale)
    return answered(task, asked, Found(chosen, bound, found.status == 1), greedy)


def _assignment(
    near: np.ndarray, today: np.ndarray, weighing: np.ndarray, k: int
) -> tuple[np.ndarray, list[LinearConstraint]]:
    """The exact question as a linear programme: what it costs to open a site, to send a point to a nearer one and to leave it
    where it goes today; every point goes somewhere once, only to what is open, and k sites at most are opened."""
    rows, columns = np.nonzero(near < today[:, None])
    stays = np.flatnonzero(np.isfinite(today))
    (points, sites), pairs = near.shape, len(rows)
    cost = np.concatenate([np.zeros(sites), weighing[rows] * near[rows, columns], weighing[stays] * today[stays]])
    open_first = csr_array((-np.ones(pairs), (np.arange(pairs), columns)), shape=(pairs, sites))
    once = csr_array((np.ones(pairs), (rows, np.arange(pairs))), shape=(points, pairs))
    at_home = csr_array((np.ones(len(stays)), (stays, np.arange(len(stays)))), shape=(points, len(stays)))
    only_open = hstack([open_first, eye_array(pairs), csr_array((pairs, len(stays)))], format="csr")
    return cost, [
        LinearConstraint(hstack([csr_array((points, sites)), once, at_home], format="csr"), 1, 1),
        LinearConstraint(only_open, -np.inf, 0),
        LinearConstraint(np.concatenate([np.ones(sites), np.zeros(pairs + len(stays))])[None, :], 0, k),
    ]


def _p_median_bound(
    cost: np.ndarray,
    home: np.ndarray,
    greedy: list[int],
    k: int,
    value: Callable[[list[int]], float],
    ends: float,
) -> tuple[list[int], float, np.ndarray]:
    """The best choice met, what none can beat, and the sites that may be in one as good.

    The subgradient method on the relaxed assignment: each point offers a price for being served, a site is worth what its
    points offer above their cost, and the k sites worth most give the bound.
    """
    best, least = greedy, value(greedy)
    price = np.where(np.isfinite(home), home, cost.max(axis=1))
    bound, kept, pace, idle = 0.0, np.ones(cost.shape[1], dtype=bool), 2.0, 0
    for _ in range(ROUNDS):
        saved = np.minimum(cost - price[:, None], 0)
        worth = saved.sum(axis=0)
        order = np.argsort(worth, kind="stable")
        picked = order[:k]
        here = price.sum() + np.minimum(home - price, 0).sum() + worth[picked].sum()
        if (reached := value(list(map(int, picked)))) < least:
            best, least = list(map(int, picked)), reached
        idle = 0 if here > bound else idle + 1
        bound = max(bound, here)
        room = least * (1 + 1e-9)
        kept &= here + worth - worth[order[k - 1]] <= room
        kept[best] = True
        if idle == 15:
            pace, idle = pace / 2, 0
        served = (saved[:, picked] < 0).sum(axis=1) + (home < price)
        slope = 1.0 - served
        size = float(slope @ slope)
        if size == 0 or here >= least * (1 - 1e-12) or pace < 1e-3 or monotonic() > ends:
            break
        price = np.maximum(price + pace * (least - here) / size * slope, 0)
    return best, min(bound, least), np.flatnonzero(kept)
