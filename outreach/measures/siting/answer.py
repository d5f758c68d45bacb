"""What the solver found, put in order: the most useful site first, and who goes where."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from outreach.measures.reach.distances import nearest
from outreach.measures.siting.sites import Sites, Ways
from outreach.measures.siting.task import Task

SCALE = 1e6
"""Objectives are handed to the solver adding up to a million, so that its absolute tolerance of 1e-6 is nothing."""


@dataclass(frozen=True)
class Objective:
    """What a model asks for: the worth of a choice of candidates, of which more is better (`mclp`) or less.

    limit_km is the way that counts as covered, for a model that has one.
    """

    model: str
    value: Callable[[list[int]], float] = field(repr=False)
    larger: bool = False
    limit_km: float | None = None

    def better(self, chosen: list[int]) -> float:
        """The worth of a choice, larger being better."""
        return self.value(chosen) if self.larger else -self.value(chosen)


class Found(NamedTuple):
    """What was chosen, what none can beat (None: this is it), and whether the solver was stopped before it knew."""

    chosen: list[int]
    bound: float | None = None
    stopped: bool = False


def answered(task: Task, asked: Objective, found: Found, greedy: list[int]) -> Sites:
    """The better of the solver's and the greedy answer, without the sites that add nothing, the most useful first."""
    chosen, bound, stopped = found
    order = _most_useful_first(asked, max(chosen, greedy, key=asked.better))
    objective = asked.value(order)
    bound = objective if bound is None or not stopped else (max if asked.larger else min)(bound, objective)
    if abs(objective - bound) <= 1e-9 * abs(objective):
        bound, stopped = objective, False
    gap = abs(objective - bound) / abs(objective) if objective else (0.0 if bound == objective else np.inf)
    ids = task.sites.index.to_numpy()
    return Sites(
        asked.model,
        tuple(ids[order]),
        float(objective),
        float(bound),
        float(gap),
        "time_limit" if stopped else "optimal",
        tuple(ids[greedy]),
        float(asked.value(greedy)),
        after_sites(task, order, asked.limit_km),
    )


def _most_useful_first(asked: Objective, chosen: list[int]) -> list[int]:
    """The chosen in the order in which each adds most to those before it; those that add nothing are left out."""
    objective = asked.value(chosen)
    for one in sorted(chosen, reverse=True):
        rest = [other for other in chosen if other != one]
        if asked.value(rest) == objective:
            chosen = rest
    order: list[int] = []
    while len(order) < len(chosen):
        left = [one for one in sorted(chosen) if one not in order]
        order.append(max(left, key=lambda one: asked.better([*order, one])))
    return order


def after_sites(task: Task, order: list[int], limit_km: float | None) -> pd.DataFrame:
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


def _after_runs(task: Task, ways: Ways, order: list[int], limit_km: float | None) -> pd.DataFrame:
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


def solve(
    cost: np.ndarray, constraints: list[LinearConstraint], integer: int, columns: int, time_limit_s: float
) -> OptimizeResult:
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
