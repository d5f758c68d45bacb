"""Surveys of towns whose truth is known, and how often the intervals made of them hold it."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

Ends = Callable[[np.ndarray, int, np.random.Generator], tuple[np.ndarray, np.ndarray]]
"""From the share said in each town (NaN where nobody was asked) among so many effective answers, the ends of its interval."""
EFFECT = 1.5
URBAN = logit(np.array([0.115] * 7 + [0.158] * 2 + [0.166, 0.142, 0.135]))
OFFSET = URBAN - URBAN.mean()
TRUTHS = np.linspace(0.01, 0.6, 1181)


class Coverage(NamedTuple):
    """How often the intervals held the truth, of towns asked and of those that were not, and the simulation's own error of the whole."""

    held: float
    asked: float
    unasked: float
    error: float


def coverage(
    ends: Ends, level: float, spread: float, answers: int, surveys: int, offset: np.ndarray = OFFSET
) -> Coverage:
    """Of towns of this level and spread, so many answers in each but the last, nobody there; seeded by the setting itself.

    In each survey the truths and the answers are drawn; an interval counts not as holding the one truth drawn or not, but by
    the part of the truths, weighed by how likely they are with those answers, that it holds (Rao and Blackwell), so that a few
    dozen surveys tell as much as thousands of draws.
    """
    random = np.random.default_rng([round(1000 * level), round(1000 * spread), answers])
    middle = expit(logit(level) + offset)
    likely = np.exp(-(((TRUTHS - middle[:, None]) / spread) ** 2) / 2)
    likely /= likely.sum(axis=1, keepdims=True)
    effective = round(answers / EFFECT)
    held = np.empty((surveys, len(offset)))
    for one in range(surveys):
        luck = random.random(len(offset))
        at = [min(np.searchsorted(row, u), len(TRUTHS) - 1) for row, u in zip(likely.cumsum(axis=1), luck, strict=True)]
        yes = random.binomial(effective, TRUTHS[at])
        said = np.append(yes[:-1] / effective, np.nan)
        low, high = ends(said, effective, random)
        told = yes[:, None] * np.log(TRUTHS) + (effective - yes)[:, None] * np.log1p(-TRUTHS)
        told[-1] = 0
        after = likely * np.exp(told - told.max(axis=1, keepdims=True))
        inside = (low[:, None] <= TRUTHS) & (high[:, None] >= TRUTHS)
        held[one] = (after * inside).sum(axis=1) / after.sum(axis=1)
    of_survey = held.mean(axis=1)
    error = float(of_survey.std(ddof=1) / np.sqrt(surveys))
    return Coverage(float(held.mean()), float(held[:, :-1].mean()), float(held[:, -1].mean()), error)
