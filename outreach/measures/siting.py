"""Where one more base, or several, would serve most people, or bring the worst-off nearest; and what one site would do."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from outreach.measures.areas import figures
from outreach.measures.reach import DETOUR, coverage, distance_km, nearest, within

TIME_LIMIT_S = 10.0
MOST_PAIRS = 4_000_000
SAME_KM = 1e-6
SCALE = 1e6
"""Objectives are handed to the solver adding up to a million, so that its absolute tolerance of 1e-6 is nothing."""

Status = Literal["optimal", "time_limit"]


@dataclass(frozen=True, eq=False)
class Sites:
    """Which candidates to build, and how good that is.

    chosen: candidate ids, the most useful first; fewer than asked for where another adds nothing. objective: covered
    weight (`mclp`), Σ weight × km (`p_median`) or the worst km (`p_centre`), existing bases included. bound: what no choice can
    beat. gap: |objective − bound| / objective, 0 when proven optimal. status: `optimal`, or `time_limit` where the
    solver was stopped and the best found so far is given. greedy_chosen, greedy_objective: the answer of adding the
    best site one at a time. demand: by place_id, in its order, columns weight, travel_km_before, travel_km
    (to the nearest existing base, and to the nearest once the chosen are there), site (which base or candidate
    that is); for `mclp` also covered_before and covered.
    """

    model: str
    chosen: tuple[str, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    greedy_chosen: tuple[str, ...]
    greedy_objective: float
    demand: pd.DataFrame


def candidates(points: pd.DataFrame, water: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    """Where a base could be put: the settlement points or grid cells given, those in the water left out.

    Indexed by place_id (a column of points, or their index), in its order: area_code, lon, lat. Points without a position are left out.
    water is polygons, any number, or None.
    """
    points = points.set_index("place_id") if "place_id" in points else points
    dry = points[points["lon"].notna() & points["lat"].notna()].sort_index()
    if water is not None and len(water) and len(dry):
        at = gpd.GeoSeries.from_xy(dry["lon"], dry["lat"], index=dry.index, crs="EPSG:4326")
        dry = dry[~at.within(water.to_crs("EPSG:4326").geometry.union_all())]
    return dry[["area_code", "lon", "lat"]]


def weights(demand: pd.DataFrame, factor: pd.Series | None = None) -> pd.Series:
    """How much each settlement point counts: its people, or its people times a factor of their town.

    Indexed like demand, 0 and up. factor is by area_code: a town's gap index to favour those that lack most, or the
    share of a group (older people, pupils) among its people to count that group alone. A point whose people or
    factor nobody knows is missing; it then counts for nothing and the sentence beside the result should say so.

    Raises ValueError naming the towns whose factor is negative.
    """
    people = figures(demand["population"])
    if factor is None:
        return people.rename("weight")
    known = figures(factor)
    wrong = known.index[known < 0]
    if len(wrong):
        raise ValueError(
            f"siting: expected factors of 0 or more, found {', '.join(f'{code} = {known[code]:g}' for code in wrong)}"
        )
    return (people * demand["area_code"].map(known).astype(float)).rename("weight")


def group_share(areas: pd.DataFrame, column: str) -> pd.Series:
    """What part of an area's people belongs to a group that has a column of its own, such as age_60_plus.

    Indexed by area_code, 0..1. Missing where the group or the people were not counted.

    Raises ValueError naming a column the areas do not have.
    """
    if column not in areas:
        raise ValueError(f"areas: no column {column}")
    rows = areas.set_index("area_code")
    people = figures(rows["population"])
    return (figures(rows[column]) / people.where(people > 0)).rename(column)


@dataclass(frozen=True, eq=False)
class Ways:
    """How far people have to go, worked out already: over land, and over the positions that the bases may have.

    before: kilometres from each point to the nearest base there is, once for each run of positions (runs × points);
    travel: from each point to each candidate (points × candidates). Both detour included, finite, in the order of the
    frames they go with.
    """

    before: np.ndarray
    travel: np.ndarray


@dataclass(frozen=True, eq=False)
class _Task:
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


def _task(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    weight: pd.Series | None,
    detour: float,
    ways: Ways | None = None,
) -> _Task:
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
    rows = np.argsort(demand.index.to_numpy(), kind="stable")
    demand = demand.iloc[rows]  # so that of equally good choices the same one is found however the rows lie
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
    sites = candidates[candidates["lon"].notna() & candidates["lat"].notna()].sort_index()
    existing = located[located["counted"]].sort_index()
    if ways is not None:
        columns = candidates.index.get_indexer(sites.index)
        ways = Ways(ways.before[:, rows], ways.travel[np.ix_(rows, columns)])
        before = pd.Series(ways.before.mean(axis=0).astype(float), index=demand.index)
    else:
        before = nearest(demand, existing)["distance_km"].astype(float) * detour
    return _Task(demand, sites, existing, weight, before, min(int(k), len(sites)), detour, ways)


def _kilometres(task: _Task) -> np.ndarray:
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


def _answered(
    task: _Task,
    model: str,
    chosen: list[int],
    value: Callable[[list[int]], float],
    bound: float | None,
    stopped: bool,
    greedy: list[int],
    larger: bool,
    limit_km: float | None = None,
) -> Sites:
    """The better of the solver's and the greedy answer, without the sites that add nothing, the most useful first."""
    sign = 1 if larger else -1
    if sign * value(greedy) > sign * value(chosen):
        chosen = greedy
    objective = value(chosen)
    for one in sorted(chosen, reverse=True):
        rest = [other for other in chosen if other != one]
        if value(rest) == objective:
            chosen = rest
    order: list[int] = []
    while len(order) < len(chosen):
        left = [one for one in sorted(chosen) if one not in order]
        order.append(max(left, key=lambda one: sign * value([*order, one])))
    bound = objective if bound is None or not stopped else (max if larger else min)(bound, objective)
    if abs(objective - bound) <= 1e-9 * abs(objective):
        bound, stopped = objective, False
    gap = abs(objective - bound) / abs(objective) if objective else (0.0 if bound == objective else np.inf)
    table = _after(task, order, limit_km)
    ids = task.sites.index.to_numpy()
    return Sites(
        model,
        tuple(ids[order]),
        float(objective),
        float(bound),
        float(gap),
        "time_limit" if stopped else "optimal",
        tuple(ids[greedy]),
        float(value(greedy)),
        table,
    )


def _after(task: _Task, order: list[int], limit_km: float | None) -> pd.DataFrame:
    """The points with their ways before and after the chosen are there, as Sites.demand has them."""
    if task.ways is not None:
        return _after_runs(task, task.ways, order, limit_km)
    built = pd.concat([task.existing[["lon", "lat"]], task.sites.iloc[order][["lon", "lat"]]]).assign(counted=True)
    after = nearest(task.demand, built)
    km = after["distance_km"].astype(float) * task.detour
    table = pd.DataFrame({"weight": task.weight, "travel_km_before": task.before, "travel_km": km})
    table["site"], table["served"] = after["base_id"], 1.0
    if limit_km is not None:
        table["covered_before"], table["covered"] = task.before <= limit_km, km <= limit_km
    return table


def _after_runs(task: _Task, ways: Ways, order: list[int], limit_km: float | None) -> pd.DataFrame:
    new = ways.travel[:, order] if order else np.full((len(task.demand), 1), np.inf)
    least = new.min(axis=1)
    km = np.minimum(ways.before, least)
    table = pd.DataFrame(
        {"weight": task.weight, "travel_km_before": task.before, "travel_km": km.mean(axis=0).astype(float)}
    )
    ids = task.sites.index.to_numpy(dtype=object)[order] if order else np.array([None], dtype=object)
    table["site"], table["served"] = ids[new.argmin(axis=1)], (least < ways.before).mean(axis=0)
    if limit_km is not None:
        table["covered_before"], table["covered"] = ((way <= limit_km).mean(axis=0) for way in (ways.before, km))
    return table


def _solve(cost, constraints, integer: int, columns: int, time_limit_s: float):
    """HiGHS on variables 0..1 of which the first `integer` are whole; the answer and whether it was stopped early."""
    found = milp(
        cost,
        constraints=constraints,
        bounds=Bounds(0, 1),
        integrality=np.arange(columns) < integer,
        options={"time_limit": max(time_limit_s, 0.01), "mip_rel_gap": 0},
    )
    if found.status not in (0, 1, 2):
        raise RuntimeError(f"siting: the solver gave up: {found.message}")
    return found


def _cover(task: _Task, limit_km: float) -> csr_array:
    """Points still uncovered that weigh (rows, in the order of known points) against candidates: 1 where in reach."""
    open_ = task.known & (_reached(task, limit_km) < 1)
    if task.ways is not None:
        return csr_array((task.ways.travel[open_] <= limit_km).astype(float))
    points = task.demand[open_]
    pairs = within(points, task.sites, limit_km / task.detour * (1 + 1e-12))
    pairs = pairs[pairs["distance_km"] * task.detour <= limit_km]
    at = points.index.get_indexer(pairs["place_id"]), task.sites.index.get_indexer(pairs["base_id"])
    return csr_array((np.ones(len(pairs)), at), shape=(len(points), len(task.sites)))


def _reached(task: _Task, limit_km: float) -> np.ndarray:
    """How likely each point has a base within the limit today: 0 or 1 where positions are as drawn."""
    if task.ways is not None:
        return (task.ways.before <= limit_km).mean(axis=0)
    return (task.before <= limit_km).to_numpy(dtype=float)


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
    *,
    weight: pd.Series | None = None,
    detour: float = DETOUR,
    time_limit_s: float = TIME_LIMIT_S,
    ways: Ways | None = None,
) -> Sites:
    """Where k more bases should stand so that as many people as possible have one within a travel distance.

    demand as in reach.demand or reach.grid; candidates by id (lon, lat); located as in reach.located, whose counted
    bases stay open; k sites at most; limit_km of estimated travel (straight × detour); weight by place_id as from
    `weights`, people by default. objective: the weight covered, by what stands and what is added. Solved to
    proven optimality, or until time_limit_s, when `gap` says how much better an answer could at most be.
    Points of missing weight count for nothing. With ways, the objective is the expectation over the positions that bases may
    have: a new site's gain at a point is its weight times the chance that nothing reaches it today, so that the same
    programme solves it exactly (a sample average; Kleywegt, Shapiro & Homem-de-Mello 2002, SIAM Journal on Optimization 12).

    Raises ValueError for a limit below 0, k below 0, a detour below 1, ids listed twice or shared with a base, and
    where nobody weighs.

    Church & ReVelle (1974), Papers of the Regional Science Association 32: max Σ a y, y ≤ Σ x in reach, Σ x ≤ k.
    """
    if not limit_km >= 0:
        raise ValueError(f"siting: expected limit_km of 0 or more, found {limit_km:g}")
    task = _task(demand, candidates, located, k, weight, detour, ways)
    have = _reached(task, limit_km)
    today = float((task.weight.fillna(0).to_numpy() * have)[task.known].sum())
    cover = _cover(task, limit_km)
    open_ = task.known & (have < 1)
    weighing = task.weight[open_].to_numpy(dtype=float) * (1 - have[open_])

    def value(sites: list[int]) -> float:
        return today + float(weighing[np.asarray(cover[:, sites].sum(axis=1)).ravel() > 0].sum()) if sites else today

    greedy = _greedy_cover(cover, weighing, task.k)
    reachable = np.diff(cover.indptr) > 0
    if not reachable.any() or task.k == 0:
        return _answered(task, "mclp", [], value, None, False, greedy, True, limit_km)
    some, points, sites = cover[reachable], int(reachable.sum()), len(task.sites)
    scale = SCALE / weighing[reachable].sum()
    found = _solve(
        np.concatenate([np.zeros(sites), -weighing[reachable] * scale]),
        [
            LinearConstraint(hstack([-some, eye_array(points)], format="csr"), -np.inf, 0),
            LinearConstraint(np.concatenate([np.ones(sites), np.zeros(points)])[None, :], 0, task.k),
        ],
        sites,
        sites + points,
        time_limit_s,
    )
    chosen = greedy if found.x is None else list(np.flatnonzero(found.x[:sites] > 0.5))
    limit = today + float(weighing[reachable].sum())
    bound = limit if found.mip_dual_bound is None else min(today - found.mip_dual_bound / scale, limit)
    return _answered(task, "mclp", chosen, value, bound, found.status == 1, greedy, True, limit_km)


def p_median(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    *,
    weight: pd.Series | None = None,
    detour: float = DETOUR,
    time_limit_s: float = TIME_LIMIT_S,
    ways: Ways | None = None,
) -> Sites:
    """Where k more bases should stand so that people have the shortest way to their nearest one on average.

    Arguments and refusals as in mclp. objective: Σ weight × estimated travel kilometres to the nearest open base.
    Sites that a Lagrangian bound proves to be in no best answer are dropped before the exact solution.

    Raises ValueError also where there is neither a base nor a site to add, and for more than 4,000,000 pairs of points
    and candidates.

    Hakimi (1964), Operations Research 12; ReVelle & Swain (1970), Geographical Analysis 2: min Σ a d z, z ≤ x, Σ x ≤ k;
    bound: Narula, Ogbu & Samuelsson (1977), Operations Research 25.
    """
    ends = monotonic() + time_limit_s
    task = _task(demand, candidates, located, k, weight, detour, ways)
    km, weighing = _kilometres(task), task.weight[task.known].to_numpy()
    today = task.before[task.known].fillna(np.inf).to_numpy()

    def value(sites: list[int]) -> float:
        return float(weighing @ _nearest_km(today, km, sites))

    greedy = _greedy(task.k, today, km, lambda after: weighing @ after)
    if task.k == 0 or not (km < today[:, None]).any():
        return _answered(task, "p_median", [], value, None, False, greedy, False)
    best, bound, kept = _p_median_bound(weighing[:, None] * km, weighing * today, greedy, task.k, value, ends)
    if value(best) == 0:
        return _answered(task, "p_median", best, value, None, False, greedy, False)
    near = km[:, kept]
    rows, columns = np.nonzero(near < today[:, None])
    stays = np.flatnonzero(np.isfinite(today))
    pairs, sites, points = len(rows), len(kept), len(weighing)
    cost = np.concatenate([np.zeros(sites), weighing[rows] * near[rows, columns], weighing[stays] * today[stays]])
    scale = SCALE / value(best)
    open_first = csr_array((-np.ones(pairs), (np.arange(pairs), columns)), shape=(pairs, sites))
    once = csr_array((np.ones(pairs), (rows, np.arange(pairs))), shape=(points, pairs))
    at_home = csr_array((np.ones(len(stays)), (stays, np.arange(len(stays)))), shape=(points, len(stays)))
    found = _solve(
        cost * scale,
        [
            LinearConstraint(hstack([csr_array((points, sites)), once, at_home], format="csr"), 1, 1),
            LinearConstraint(
                hstack([open_first, eye_array(pairs), csr_array((pairs, len(stays)))], format="csr"), -np.inf, 0
            ),
            LinearConstraint(np.concatenate([np.ones(sites), np.zeros(pairs + len(stays))])[None, :], 0, task.k),
        ],
        sites,
        len(cost),
        ends - monotonic(),
    )
    chosen = best if found.x is None else [int(kept[one]) for one in np.flatnonzero(found.x[:sites] > 0.5)]
    chosen = min(chosen, best, key=value)
    if found.mip_dual_bound is not None:
        bound = max(bound, found.mip_dual_bound / scale)
    return _answered(task, "p_median", chosen, value, bound, found.status == 1, greedy, False)


def _p_median_bound(
    cost: np.ndarray,
    home: np.ndarray,
    greedy: list[int],
    k: int,
    value: Callable[[list[int]], float],
    ends: float,
    rounds: int = 300,
) -> tuple[list[int], float, np.ndarray]:
    """The best choice met, what none can beat, and the sites that may be in one as good.

    The subgradient method on the relaxed assignment: each point offers a price for being served, a site is worth what its
    points offer above their cost, and the k sites worth most give the bound.
    """
    best, least = greedy, value(greedy)
    price = np.where(np.isfinite(home), home, cost.max(axis=1))
    bound, kept, pace, idle = 0.0, np.ones(cost.shape[1], dtype=bool), 2.0, 0
    for _ in range(rounds):
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


def p_centre(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    *,
    weight: pd.Series | None = None,
    detour: float = DETOUR,
    time_limit_s: float = TIME_LIMIT_S,
    ways: Ways | None = None,
) -> Sites:
    """Where k more bases should stand so that those who have the longest way have it as short as possible.

    Arguments and refusals as in mclp and p_median. objective: the longest estimated travel distance, in kilometres, from a
    settlement point with any weight to its nearest open base; how much the weight is does not matter. Found by
    halving the range of the distances there are, each time asking whether k sites can bring everybody within it, down to
    the millimetre.

    Minieka (1970), SIAM Review 12.
    """
    ends = monotonic() + time_limit_s
    task = _task(demand, candidates, located, k, weight, detour, ways)
    km = _kilometres(task)
    today = task.before[task.known].fillna(np.inf).to_numpy()

    def value(sites: list[int]) -> float:
        return float(_nearest_km(today, km, sites).max())

    greedy = _greedy(task.k, today, km, lambda after: after.max(axis=0))
    if task.k == 0:
        return _answered(task, "p_centre", [], value, None, False, greedy, False)
    best, chosen, stopped = value(greedy), greedy, False
    least = np.minimum(today, km.min(axis=1)).max()
    distances = np.unique(np.concatenate([km.ravel(), today]))
    distances = distances[(distances >= least) & (distances < best)]
    low, high = 0, len(distances)  # whatever lies before `low` is proven too short; from `high` on it can be reached
    while low < high and (distances[high] if high < len(distances) else best) - distances[low] > SAME_KM:
        middle = (low + high) // 2
        found = _all_within(task, km, today, distances[middle], ends - monotonic())
        if found is None:
            stopped = True
            break
        if found[0]:
            chosen, high = found[1], int(np.searchsorted(distances, value(found[1])))
        else:
            low = middle + 1
    bound = distances[low] if low < len(distances) else best
    return _answered(task, "p_centre", chosen, value, bound, stopped, greedy, False)


def _all_within(
    task: _Task, km: np.ndarray, today: np.ndarray, limit: float, time_left_s: float
) -> tuple[bool, list[int]] | None:
    """Whether k sites can bring everybody within the limit, and which; None where time ran out before that was known."""
    far = ~(today <= limit)
    reach = km[far] <= limit
    if not far.any():
        return True, []
    if not reach.any(axis=1).all():
        return False, []
    if time_left_s <= 0:
        return None
    sites = len(task.sites)
    rows = vstack([csr_array(reach.astype(float)), csr_array(np.ones((1, sites)))], format="csr")
    least, most = np.append(np.ones(far.sum()), 0), np.append(np.full(far.sum(), np.inf), task.k)
    found = _solve(np.zeros(sites), [LinearConstraint(rows, least, most)], sites, sites, time_left_s)
    if found.x is not None:
        return True, list(np.flatnonzero(found.x > 0.5))
    return (False, []) if found.status == 2 else None


def _nearest_km(today: np.ndarray, km: np.ndarray, sites: list[int]) -> np.ndarray:
    return np.minimum(today, km[:, sites].min(axis=1)) if sites else today


def _greedy(k: int, today: np.ndarray, km: np.ndarray, score: Callable[[np.ndarray], np.ndarray]) -> list[int]:
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


def coverage_curve(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    most: int,
    limit_km: float,
    *,
    weight: pd.Series | None = None,
    detour: float = DETOUR,
    time_limit_s: float = TIME_LIMIT_S,
    ways: Ways | None = None,
) -> pd.DataFrame:
    """How much each further base adds, when every number of them is placed as well as can be.

    Indexed by k from 0 (what stands today) to most: covered (weight), share (of all weight, 0..1), added (share over k − 1),
    greedy_share (adding the best one at a time), gap, status, chosen (a tuple of ids). time_limit_s is for each k.
    The share never falls: where the solver was stopped, the answer for one site fewer stands if it is better.
    Arguments and refusals as in mclp.
    """
    rows = []
    for k in range(most + 1):
        sites = mclp(
            demand, candidates, located, k, limit_km, weight=weight, detour=detour, time_limit_s=time_limit_s, ways=ways
        )
        total = sites.demand["weight"].sum()
        row = {
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


def what_if(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    lon: float,
    lat: float,
    limit_km: float,
    *,
    district: str,
    detour: float = DETOUR,
) -> pd.DataFrame:
    """What one base at a place one points at would do for every town and the district.

    Indexed by area_code: coverage_before, coverage_after (share of the people within limit_km of estimated travel),
    mean_km_before, mean_km_after (people's mean way to their nearest base), worst_km_before, worst_km_after (the longest
    way of a settlement point with people), and people_gained (who come within reach). Distances are straight ×
    detour. With no base today the distances before are missing. A town nobody counted is missing.

    Raises ValueError for a position that is none and as coverage does.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"siting: expected lon −180..180 and lat −90..90, found {lon:g} and {lat:g}")
    today = located[located["counted"]][["lon", "lat", "radius_km", "counted"]]
    site = pd.DataFrame(
        {"lon": [float(lon)], "lat": [float(lat)], "radius_km": [0.0], "counted": [True]}, index=["site"]
    )
    found = {}
    for when, bases in (("before", today), ("after", pd.concat([today, site]) if len(today) else site)):
        found[f"coverage_{when}"] = coverage(demand, bases, limit_km, district=district, detour=detour)["value"]
        km = nearest(demand, bases)["distance_km"].astype(float) * detour
        found |= {f"{name}_km_{when}": column for name, column in travelled(demand, km, district).items()}
    table = pd.DataFrame(found).rename_axis("area_code")
    people = figures(demand["population"]).groupby(demand["area_code"]).sum(min_count=1)
    people[district] = figures(demand["population"]).sum(min_count=1)
    table["people_gained"] = (table["coverage_after"] - table["coverage_before"]) * people
    order = [f"{name}_{when}" for name in ("coverage", "mean_km", "worst_km") for when in ("before", "after")]
    return table[[*order, "people_gained"]]


def travelled(demand: pd.DataFrame, travel_km: pd.Series, district: str) -> pd.DataFrame:
    """How far a town's people have to go on average, and those who have farthest.

    Indexed by area_code, the towns and the district: mean (weighted by people) and worst (of the settlement points
    with people), in the kilometres of travel_km, which is indexed like demand. A town nobody counted, or with no
    distance, is missing.
    """
    people, km = figures(demand["population"]), travel_km.reindex(demand.index)
    people = people.where(km.notna() & (people > 0))
    parts = pd.DataFrame({"way": people * km, "people": people, "km": km.where(people.notna())})
    by_town = parts.groupby(demand["area_code"])
    sums, worst = by_town[["way", "people"]].sum(min_count=1), by_town["km"].max()
    sums.loc[district], worst[district] = parts[["way", "people"]].sum(min_count=1), parts["km"].max()
    return pd.DataFrame({"mean": sums["way"] / sums["people"], "worst": worst}).rename_axis("area_code")
