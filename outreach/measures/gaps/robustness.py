"""Whether a town's gap stays large however one weighs, and whatever the figures may be."""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures.pairs import in_order

SEED = 320614
RUNS = 1000

CELLS_AT_ONCE = 4_000_000
"""How many scores, runs × towns × components, robustness works on at once."""
PLACES = ("median_rank", "rank_low", "rank_high", "p_top3")


def _normalisations(scores: np.ndarray) -> np.ndarray:
    """The scores on three scales of 0..100 (goalposts, min–max, ranks), stacked; a column all alike becomes 50."""
    return np.stack([scores, *(_normalised(scores[None], one)[0] for one in (_MINMAX, _RANKS))])


_GOALPOSTS, _MINMAX, _RANKS = range(3)


def _normalised(scores: np.ndarray, scale: int) -> np.ndarray:
    """The scores of some runs (runs × towns × parts) on another scale of 0..100, each part of a run by itself."""
    if scale == _GOALPOSTS:
        return scores
    missing = np.isnan(scores)
    low, high = np.nanmin(scores, axis=1, keepdims=True), np.nanmax(scores, axis=1, keepdims=True)
    minmax = np.where(high > low, 100 * (scores - low) / np.where(high > low, high - low, 1), 50.0)
    if scale == _MINMAX:
        return np.where(missing, np.nan, minmax)
    runs, towns_n, parts = scores.shape
    flat = pd.DataFrame(scores.transpose(1, 0, 2).reshape(towns_n, runs * parts))
    place = flat.rank(axis=0).to_numpy().reshape(towns_n, runs, parts).transpose(1, 0, 2) - 1
    last = np.maximum(np.sum(~missing, axis=1, keepdims=True) - 1, 1)
    return np.where(missing, np.nan, np.where(high > low, 100 * place / last, minmax))


def robustness(
    subscores: pd.DataFrame,
    draws: Mapping[str, np.ndarray] | None = None,
    runs: int = RUNS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Whether a town's gap stays large however one weighs, and whatever the figures may be: its place over many indices.

    Indexed like subscores: median_rank, rank_low, rank_high (the 90 % band), p_top3 (the part of the runs
    in which it is among the three largest gaps), varied (what was varied: `weights` and the components drawn, a tuple).
    Rank 1 = largest gap. Towns with equal gaps could take
    any of their places: the band spans them, the median is their middle, and they share the top three
    by equal chances, so that p_top3 adds up to 3 over towns known in every run.
    Each run draws weights evenly from all that add up to 1 (flat Dirichlet), one of three scales
    (goalposts, min–max, ranks), arithmetic or geometric mean, and leaves out one component or none. draws maps a component to
    its scores in every run (runs × towns, in the order of subscores), where they are not certain: its records, positions or
    answers may be others. A component not drawn has its one score in all runs.
    Components missing for every town are left out; a town is judged over the runs that have something
    of it; a town with no score at all is missing.

    Raises ValueError for fewer than 1,000 runs, and for draws of another shape or of no component.

    Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168; OECD & JRC (2008), step 7.
    """
    if runs < RUNS:
        raise ValueError(f"robustness: expected at least {RUNS} runs, found {runs}")
    draws = draws or {}
    for name, drawn in draws.items():
        if name not in subscores or drawn.shape != (runs, len(subscores)):
            raise ValueError(f"robustness: expected draws of {runs} × {len(subscores)}, found {drawn.shape} of {name}")
    rows = subscores.dropna(axis=1, how="all").dropna(how="all").sort_index()
    rows = rows[sorted(rows.columns)]
    varied = ("weights", *sorted(set(draws) & set(rows)))
    if rows.empty:
        return _varying(pd.DataFrame(np.nan, index=subscores.index, columns=PLACES), varied)
    scores = rows.to_numpy(dtype=float).round(9)  # scores that differ only by the rounding of their sums are alike
    order = subscores.index.get_indexer(rows.index)
    drawn_at = {list(rows).index(name): draws[name][:, order] for name in varied[1:]}
    best, worst = _in_every_run(scores, drawn_at, _ways_of_weighing(scores.shape[1], runs, seed))
    summed = [
        _over_runs(best[:, some].astype(float), worst[:, some].astype(float))
        for some in _slices(len(scores), scores.size)
    ]
    middle, low, high, top = (np.concatenate(parts) for parts in zip(*summed, strict=True))
    found = pd.DataFrame(dict(zip(PLACES, (middle, low, high, top), strict=True)), index=rows.index)
    return _varying(found.reindex(subscores.index), varied)


class _Weighing(NamedTuple):
    """How each run weighs: the parts' weights (runs × parts), which of the three scales, and whether the mean is geometric."""

    weights: np.ndarray
    scale: np.ndarray
    geometric: np.ndarray


def _ways_of_weighing(parts: int, runs: int, seed: int) -> _Weighing:
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(parts), runs)
    scale, geometric = random.integers(3, size=runs), random.integers(2, size=runs).astype(bool)
    left_out = random.integers(parts + 1, size=runs) if parts > 1 else np.full(runs, parts)
    return _Weighing(np.where(np.arange(parts) == left_out[:, None], 0.0, weights), scale, geometric)


def _in_every_run(
    scores: np.ndarray, drawn_at: Mapping[int, np.ndarray], how: _Weighing
) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst place of each town in each run: runs × towns."""
    runs, scales = len(how.scale), _normalisations(scores)
    best, worst = (np.empty((runs, len(scores)), dtype=np.float32) for _ in range(2))

    def rank(some: slice) -> None:
        scale = how.scale[some]
        values = _redrawn(scores, drawn_at, scale, some) if drawn_at else scales[scale]
        best[some], worst[some] = _places(_indices(values, how.weights[some], how.geometric[some]))

    deque(in_order(rank, _slices(runs, scores.size)), maxlen=0)
    return best, worst


def _slices(many: int, size: int) -> Iterator[slice]:
    """So many runs or towns in pieces that hold no more than is worked on at once, each of them having `size` scores."""
    at_once = max(1, CELLS_AT_ONCE // size)
    return (slice(start, start + at_once) for start in range(0, many, at_once))


def _varying(places: pd.DataFrame, over: tuple[str, ...]) -> pd.DataFrame:
    return places.assign(varied=pd.Series([over] * len(places), index=places.index, dtype=object))


def _redrawn(scores: np.ndarray, drawn_at: Mapping[int, np.ndarray], scale: np.ndarray, some: slice) -> np.ndarray:
    """The scores of some runs, each with what was drawn for it, on the run's own scale: runs × towns × parts."""
    values = np.repeat(scores[None], len(scale), axis=0)
    for part, drawn in drawn_at.items():
        values[:, :, part] = np.where(np.isnan(scores[:, part]), np.nan, drawn[some].round(9))
    for one in (_MINMAX, _RANKS):
        values[scale == one] = _normalised(values[scale == one], one)
    return values


def _indices(values: np.ndarray, weights: np.ndarray, geometric: np.ndarray) -> np.ndarray:
    """The gap of every town in each of some runs, of its scores there: runs × towns."""
    share = np.where(np.isnan(values), 0.0, weights[:, None, :])
    total = share.sum(axis=2)
    share = np.divide(share, total[..., None], out=np.zeros_like(share), where=total[..., None] > 0)
    filled = np.nan_to_num(values)
    arithmetic = (share * filled).sum(axis=2)
    product = (100 - np.exp((share * np.log(1 + 0.99 * (100 - filled))).sum(axis=2))) / 0.99
    return np.where(total > 0, np.where(geometric[:, None], product, arithmetic), np.nan)


def _places(gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best and the worst place each town could have in each run, 1 = largest gap; missing without a gap."""
    best, worst = np.full(gap.shape, np.nan), np.full(gap.shape, np.nan)
    for run, own in enumerate(-gap.round(9)):
        known = np.flatnonzero(~np.isnan(own))
        order = np.sort(own[known])
        best[run, known] = np.searchsorted(order, own[known], side="left") + 1
        worst[run, known] = np.searchsorted(order, own[known], side="right")
    return best, worst


def _over_runs(best: np.ndarray, worst: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of some towns: the median of their places, the 90 % band, and the part of the runs among the first three."""
    median, quantile = (
        (np.nanmedian, np.nanquantile) if np.isnan(best).any() else (np.median, np.quantile)
    )  # the same, many times faster
    middle = median((best + worst) / 2, axis=0)
    low, high = quantile(best, 0.05, axis=0), quantile(worst, 0.95, axis=0)
    return middle, low, high, np.nanmean(np.clip((4 - best) / (worst - best + 1), 0, 1), axis=0)
