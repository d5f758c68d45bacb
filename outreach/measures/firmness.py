"""How firm a siting answer is: in what part of the possible positions it is best, and whose position would change it."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from outreach.measures import scenarios
from outreach.measures.scenarios import Case, Outcome

MOST_SETS = 2000
FEW_SETS = 40
POSITIONS = 16
OTHERS = 16
ALIKE = 1e-6


@dataclass(frozen=True, eq=False)
class Firmness:
    """How far an answer rests on where the bases happen to stand.

    best: the part of the possible positions in which no other choice looked at is better, 0..1. among: how many choices
    were looked at; every: whether those are all there are. knowing: by base_id, those whose position is not exactly known, the most
    telling first: changes (in what part of its positions another choice would be better), worth (what knowing its position
    would add on average: people in reach for mclp, kilometres of all people for pmedian, of the farthest for pcentre).
    """

    best: float
    among: int
    every: bool
    knowing: pd.DataFrame


def of_outcome(case: Case, outcome: Outcome | None) -> Firmness | None:
    """The firmness of an answer; None where nothing is chosen, or where positions are not drawn.

    Where the choices of so many candidates are 2,000 or fewer all are looked at, else the chosen one and those that
    differ from it in one site. The worth of knowing is the expected value of perfect information on one base's position
    (Raiffa & Schlaifer 1961), over 16 of its positions and, for the ways, 16 runs of the others.
    """
    if outcome is None or not outcome.sites.chosen:
        return None
    asked = outcome.scenario
    ways = scenarios.ways(case, asked.demand, asked.among)
    if ways is None:
        return None
    weight = np.nan_to_num(outcome.points["weight"].to_numpy(float))
    some = weight > 0
    weight, before, travel = weight[some], ways.before[:, some], ways.travel[some]
    ids = case.candidates[asked.among].index
    chosen = tuple(sorted(ids.get_indexer(pd.Index(outcome.sites.chosen)).tolist()))
    sets, every = _sets(travel, chosen)
    score = _Score(asked.model, weight, outcome.limit_km)
    reach = np.stack([travel[:, list(one)].min(axis=1) for one in sets])
    by_run = score.of_runs(before, reach)
    own = sets.index(chosen)
    best = float((by_run[own] >= by_run.max(axis=0) - ALIKE * np.abs(by_run[own])).mean())
    few = np.argsort(-score.of(before[:, None], reach)[:, 0], kind="stable")[:FEW_SETS]
    few = np.unique(np.append(few, own))
    longest = float(ways.before.max())
    knowing = _knowing(case, asked.demand, some, score, reach[few], longest)
    return Firmness(best, len(sets), every, knowing)


def _sets(travel: np.ndarray, chosen: tuple[int, ...]) -> tuple[list[tuple[int, ...]], bool]:
    """The choices to compare, each as the columns of its candidates, and whether they are all of that size."""
    many, k = travel.shape[1], len(chosen)
    if comb(many, k) <= MOST_SETS:
        return list(combinations(range(many), k)), True
    found = {chosen}
    for left in chosen:
        rest = tuple(one for one in chosen if one != left)
        found |= {tuple(sorted((*rest, other))) for other in range(many) if other not in rest}
    return sorted(found), False


@dataclass(frozen=True, eq=False)
class _Score:
    """How good choices are, more being better, for people of these weights."""

    model: str
    weight: np.ndarray
    limit_km: float

    def of(self, before: np.ndarray, reach: np.ndarray) -> np.ndarray:
        """Each choice (choices × points) on average over runs (runs × cases × points): choices × cases."""
        if self.model == "mclp":
            out = (before > self.limit_km).mean(axis=0) * self.weight
            gains: np.ndarray = (reach <= self.limit_km).astype(float) @ out.T
            return gains
        found = np.empty((len(reach), before.shape[1]))
        for number, own in enumerate(reach):
            km = np.minimum(before, own.astype(before.dtype)).mean(axis=0)
            found[number] = -km.max(axis=1) if self.model == "pcentre" else -(km @ self.weight)
        return found

    def of_runs(self, before: np.ndarray, reach: np.ndarray) -> np.ndarray:
        """Each choice in each run: choices × runs."""
        return self.of(before[None], reach)


def _knowing(
    case: Case, demand: str, some: np.ndarray, score: _Score, reach: np.ndarray, longest: float
) -> pd.DataFrame:
    drawn, detour = case.drawn[demand], case.travel["detour"]
    unsure = np.flatnonzero(drawn.km2 > 0)
    runs = slice(None) if score.model == "mclp" else slice(OTHERS)
    km = [np.minimum(drawn.km(base)[:, some] * np.float32(detour), longest) for base in range(len(drawn.base_ids))]
    rows = []
    for base in unsure.tolist():
        others = np.full((drawn.runs, int(some.sum())), longest, dtype=np.float32)[runs]
        for other in range(len(km)):
            if other != base:
                np.minimum(others, km[other] if len(km[other]) == 1 else km[other][runs], out=others)
        own = km[base][-POSITIONS:]
        value = score.of(np.minimum(others[:, None, :], own[None, :, :]), reach)
        first = int(value.mean(axis=1).argmax())
        best = value.max(axis=0)
        changes = float((best > value[first] + ALIKE * np.abs(value[first])).mean())
        rows.append((drawn.base_ids[base], changes, float((best - value[first]).mean())))
    found = pd.DataFrame(rows, columns=["base_id", "changes", "worth"]).set_index("base_id")
    return found.sort_values(["worth", "changes"], ascending=False, kind="stable")
