"""The shortest way for those who have the longest (p-centre)."""

from time import monotonic

import numpy as np
import pandas as pd
from scipy.optimize import LinearConstraint
from scipy.sparse import csr_array, vstack

from outreach.measures.siting.answer import Found, Objective, answered, solve
from outreach.measures.siting.sites import Sites
from outreach.measures.siting.task import USUAL, Task, Terms, kilometres, made_ready, nearest_km, one_by_one

SAME_KM = 1e-6


def p_centre(
    demand: pd.DataFrame,
    candidates: pd.DataFrame,
    located: pd.DataFrame,
    k: int,
    terms: Terms = USUAL,
) -> Sites:
    """Where k more bases should stand so that those who have the longest way have it as short as possible.

    Arguments and refusals as in mclp and p_median. objective: the longest estimated travel distance, in kilometres, from a
    settlement point with any weight to its nearest open base; how much the weight is does not matter. Found by
    halving the range of the distances there are, each time asking whether k sites can bring everybody within it, down to
    the millimetre.

    Minieka (1970), SIAM Review 12.
    """
    ends = monotonic() + terms.time_limit_s
    task = made_ready(demand, candidates, located, k, terms)
    km = kilometres(task)
    today = task.before[task.known].fillna(np.inf).to_numpy()

    def value(sites: list[int]) -> float:
        return float(nearest_km(today, km, sites).max())

    asked = Objective("p_centre", value)
    greedy = one_by_one(task.k, today, km, lambda after: after.max(axis=0))
    if task.k == 0:
        return answered(task, asked, Found([]), greedy)
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
    return answered(task, asked, Found(chosen, bound, stopped), greedy)


def _all_within(
    task: Task, km: np.ndarray, today: np.ndarray, limit: float, time_left_s: float
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
    found = solve(np.zeros(sites), [LinearConstraint(rows, least, most)], sites, sites, time_left_s)
    if found.x is not None:
        return True, list(np.flatnonzero(found.x > 0.5))
    return (False, []) if found.status == 2 else None
