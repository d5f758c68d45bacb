"""As many people as possible within a travel distance (maximal covering), for one number of sites and for every one."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array, eye_array, hstack

from outreach.measures.reach.distances import within
from outreach.measures.siting.answer import SCALE, Found, Objective, answered, solve
from outreach.measures.siting.sites import Sites
from outreach.measures.siting.task import USUAL, Task, Terms, made_ready, reached_today


def _cover(task: Task, limit_km: float) -> csr_array:
    """Points still uncovered that weigh (rows, in the order of known points) against candidates: 1 where in reach."""
    open_ = task.known & (reached_today(task, limit_km) < 1)
    if task.ways is not None:
        return csr_array((task.ways.travel[open_] <= limit_km).astype(float))
    points = task.demand[open_]
    pairs = within(points, task.sites, limit_km / task.detour * (1 + 1e-12))
    pairs = pairs[pairs["distance_km"] * task.detour <= limit_km]
    ends = (points.index, pairs["place_id"]), (task.sites.index, pairs["base_id"])
    at = [index.get_indexer(pd.Index(ids)) for index, ids in ends]
    return csr_array((np.ones(len(pairs)), at), shape=(len(points), len(task.sites)))


def _greedy_cover(cover: csr_array, weight: np.ndarray, k: int) -> list[int]:
    chosen: list[int] = []
    left = weight.copy()
    for _ in range(k):
        gain = cover.T @ left
        best = int(np.argmax(gain)) if len(gain) else 0
        if not len(gain) or gain[best] <= 0:
            break
        chosen.append(best)
        left[cover[:, [best]].toarray()[:, 0] > 0] = 0
    return chosen


def mclp(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    limit_km: float,
    terms: Terms = USUAL,
) -> Sites:
    """Where k more bases should stand so that as many people as possible have one within a travel distance.

    demand as in reach.people.demand or reach.people.grid; candidates by id (lon, lat); located as in reach.located.located, whose counted
    bases stay open; k sites at most; limit_km of estimated travel; terms: what points weigh, how ways are measured and how long
    may be solved. objective: the weight covered, by what stands and what is added. Solved to proven optimality, or until the
    time is up, when `gap` says how much better an answer could at most be. Points of missing weight count for nothing. With ways, the objective is the expectation over the positions that bases may
    have: a new site's gain at a point is its weight times the chance that nothing reaches it today, so that the same
    programme solves it exactly (a sample average; Kleywegt, Shapiro & Homem-de-Mello 2002, SIAM Journal on Optimization 12).

    Raises ValueError for a limit below 0, k below 0, a detour below 1, ids listed twice or shared with a base, and
    where nobody weighs.

    Church & ReVelle (1974), Papers of the Regional Science Association 32: max Σ a y, y ≤ Σ x in reach, Σ x ≤ k.
    """
    if not limit_km >= 0:
        raise ValueError(f"siting: expected limit_km of 0 or more, found {limit_km:g}")
    task = made_ready(demand, candidates, located, k, terms)
    have = reached_today(task, limit_km)
    today = float((task.weight.fillna(0).to_numpy() * have)[task.known].sum())
    cover = _cover(task, limit_km)
    open_ = task.known & (have < 1)
    weighing = task.weight[open_].to_numpy(dtype=float) * (1 - have[open_])

    def value(sites: list[int]) -> float:
        return today + float(weighing[np.asarray(cover[:, sites].sum(axis=1)).ravel() > 0].sum()) if sites else today

    found, greedy = Found([]), _greedy_cover(cover, weighing, task.k)
    reachable = np.diff(cover.indptr) > 0
    if reachable.any() and task.k:
        some, limit = weighing[reachable], today + float(weighing[reachable].sum())
        chosen, more, stopped = _solved(cover[reachable], some, task.k, terms.time_limit_s)
        bound = limit if more is None else min(today + more, limit)
        found = Found(greedy if chosen is None else chosen, bound, stopped)
    return answered(task, Objective("mclp", value, larger=True, limit_km=limit_km), found, greedy)


def _solved(
    cover: csr_array, weighing: np.ndarray, k: int, time_limit_s: float
) -> tuple[list[int] | None, float | None, bool]:
    """The programme solved: the sites, the most that any k can add, and whether it was stopped; None of what was not found."""
    points, sites = cover.shape
    scale = SCALE / weighing.sum()
    found = solve(
        np.concatenate([np.zeros(sites), -weighing * scale]),
        [
            LinearConstraint(hstack([-cover, eye_array(points)], format="csr"), -np.inf, 0),
            LinearConstraint(np.concatenate([np.ones(sites), np.zeros(points)])[None, :], 0, k),
        ],
        sites,
        sites + points,
        time_limit_s,
    )
    chosen = None if found.x is None else [int(one) for one in np.flatnonzero(found.x[:sites] > 0.5)]
    more = None if found.mip_dual_bound is None else -found.mip_dual_bound / scale
    return chosen, more, found.status == 1


def coverage_curve(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    most: int,
    limit_km: float,
    terms: Terms = USUAL,
) -> pd.DataFrame:
    """How much each further base adds, when every number of them is placed as well as can be.

    Indexed by k from 0 (what stands today) to most: covered (weight), share (of all weight, 0..1), added (share over k − 1),
    greedy_share (adding the best one at a time), gap, status, chosen (a tuple of ids). The time limit is for each k.
    The share never falls: where the solver was stopped, the answer for one site fewer stands if it is better.
    Arguments and refusals as in mclp.
    """
    rows: list[dict[str, Any]] = []
    for k in range(most + 1):
        sites = mclp(demand, candidates, located, k, limit_km, terms)
        total = sites.demand["weight"].sum()
        row: dict[str, Any] = {
            "covered": sites.objective,
            "share": min(sites.objective / total, 1.0),
            "greedy_share": min(sites.greedy_objective / total, 1.0),
            "gap": sites.gap,
            "status": sites.status,
            "chosen": sites.chosen,
        }
        if rows and rows[-1]["covered"] > row["covered"]:
            best = rows[-1]["covered"]
            gap = (max(sites.bound, best) - best) / best
            row |= {"covered": best, "share": rows[-1]["share"], "chosen": rows[-1]["chosen"], "gap": gap}
        rows.append(row)
    found = pd.DataFrame(rows, index=pd.RangeIndex(most + 1, name="k"))
    found.insert(2, "added", found["share"].diff())
    return found
