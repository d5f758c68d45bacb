"""Shares of small areas from a survey of some of them: each area's own answers, and what the others and its make-up tell."""

from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

STEPS = 60
NEGLIGIBLE = 1e-5
CELLS_AT_ONCE = 4_000_000


class Fit(NamedTuple):
    """What a survey tells of areas: share (posterior mean), draws (areas × draws), gamma (the weight of an area's own answers, 0
    where it has none), and over the draws the level and the spread between areas."""

    share: np.ndarray
    draws: np.ndarray
    gamma: np.ndarray
    level: np.ndarray
    spread: np.ndarray


def blocks(number: int, across: int) -> list[slice]:
    """So many rows or columns in blocks of some million cells, each cell worked on by itself."""
    step = max(1, CELLS_AT_ONCE // max(across, 1))
    return [slice(start, start + step) for start in range(0, number, step)]


def fay_herriot(
    said: np.ndarray,
    variance: np.ndarray,
    offset: np.ndarray,
    prior_sd: float,
    draws: int,
    random: np.random.Generator,
) -> Fit:
    """Every area's true share, from the shares of those that were asked.

    said and variance are by area, the share among its own answers and its sampling variance, NaN where nobody was asked;
    offset is by area, the log-odds by which its make-up sets it above or below the whole. The model: said ~ N(θ, variance),
    θ = expit(logit(level) + offset) + u, u ~ N(0, spread²). The level has a flat prior from 0 to 1, the spread a half-normal one
    of scale prior_sd; both are summed over a grid that closes in on where they are likely, so nothing is left to chance but
    the draws. Given both, θ is normal, kept between 0 and 1. An area nobody asked is what level and make-up make it, with
    the spread as its own doubt.

    Raises ValueError where no area was asked.

    Fay & Herriot (1979), Journal of the American Statistical Association 74; hierarchical Bayes: Rao & Molina (2015), Small
    Area Estimation, section 10.3; the half-normal prior of a spread: Gelman (2006), Bayesian Analysis 1.
    """
    asked = np.isfinite(said) & (variance > 0)
    if not asked.any():
        raise ValueError("fay_herriot: expected at least one area with answers")
    levels, spreads, weights = _posterior(said[asked], variance[asked], offset[asked], prior_sd)
    cell = random.choice(weights.size, size=draws, p=weights.ravel())
    at_level, at_spread = np.unravel_index(cell, weights.shape)
    level = _jittered(levels, at_level, random).clip(1e-6, 1 - 1e-6)
    spread = _jittered(spreads, at_spread, random).clip(0, None)
    share, gamma, drawn = np.empty(len(said)), np.zeros(len(said)), np.empty((len(said), draws))
    for some in blocks(len(said), draws):
        middle = expit(logit(level) + offset[some, None])
        trust = np.zeros_like(middle)
        own = asked[some]
        of_spread = spread**2
        trust[own] = of_spread / (of_spread + variance[some][own, None])
        told = np.where(asked[some], said[some], 0.0)[:, None]
        centre = middle + trust * (told - middle)
        width = spread * np.sqrt(1 - trust)
        drawn[some] = _between(centre, width, random)
        share[some], gamma[some] = centre.mean(axis=1), trust.mean(axis=1)
    return Fit(share, drawn, gamma, level, spread)


def _posterior(
    said: np.ndarray, variance: np.ndarray, offset: np.ndarray, prior_sd: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Levels, spreads and the probability of each pair; the grid is drawn anew around what is likely until it stays."""
    levels, spreads = _middles(0.0, 1.0), _middles(0.0, 4 * prior_sd)
    for _ in range(6):
        weights = _weights(said, variance, offset, levels, spreads, prior_sd)
        low_level, high_level = _likely(levels, weights.sum(axis=1), (0.0, 1.0))
        low_spread, high_spread = _likely(spreads, weights.sum(axis=0), (0.0, 4 * prior_sd))
        closer = _middles(low_level, high_level), _middles(low_spread, high_spread)
        settled = np.ptp(closer[0]) > 0.8 * np.ptp(levels) and np.ptp(closer[1]) > 0.8 * np.ptp(spreads)
        if settled:
            return levels, spreads, weights
        levels, spreads = closer
    return levels, spreads, _weights(said, variance, offset, levels, spreads, prior_sd)


def _middles(low: float, high: float) -> np.ndarray:
    return low + (high - low) * (np.arange(STEPS) + 0.5) / STEPS


def _likely(grid: np.ndarray, weights: np.ndarray, ends: tuple[float, float]) -> tuple[float, float]:
    """The part of a grid that is not negligible, with a step on either side."""
    step = grid[1] - grid[0]
    kept = grid[weights > NEGLIGIBLE * weights.max()]
    return max(kept[0] - 1.5 * step, ends[0]), min(kept[-1] + 1.5 * step, ends[1])


def _weights(
    said: np.ndarray,
    variance: np.ndarray,
    offset: np.ndarray,
    levels: np.ndarray,
    spreads: np.ndarray,
    prior_sd: float,
) -> np.ndarray:
    away = (said - expit(logit(levels)[:, None] + offset)) ** 2
    total = spreads[:, None] ** 2 + variance
    log = -(away @ (1 / total).T) / 2 - np.log(total).sum(axis=1) / 2 - spreads**2 / (2 * prior_sd**2)
    weights = np.exp(log - log.max())
    drawn: np.ndarray = weights / weights.sum()
    return drawn


def _jittered(grid: np.ndarray, at: np.ndarray, random: np.random.Generator) -> np.ndarray:
    jittered: np.ndarray = grid[at] + (grid[1] - grid[0]) * (random.random(len(at)) - 0.5)
    return jittered


def _between(centre: np.ndarray, width: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Normal draws kept between 0 and 1."""
    width = np.maximum(width, 1e-12)
    low, high = ndtr((0 - centre) / width), ndtr((1 - centre) / width)
    luck = low + (high - low) * random.random(centre.shape)
    between: np.ndarray = np.clip(centre + width * ndtri(np.clip(luck, 1e-300, 1 - 1e-16)), 0.0, 1.0)
    return between
