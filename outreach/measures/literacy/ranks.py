"""The towns' places by their literacy, each a range."""

import numpy as np
import pandas as pd

from outreach.measures.areas import figures
from outreach.measures.literacy.estimates import LEAST_DRAWS, Estimates

PAIRS = 2000


def _told_apart(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many areas each is told to lie below, and above, all comparisons together wrong in 5 of 100 surveys.

    From draws (areas × draws). Up to 64 areas every difference is held against the largest of all standardised differences;
    beyond, simultaneous intervals of the areas themselves are, which tell a little less.
    """
    middle, spread = values.mean(axis=1), np.maximum(values.std(axis=1, ddof=1), 1e-12)
    count = len(values)
    if count * (count - 1) // 2 > PAIRS:
        reach = _simultaneous((values - middle[:, None]) / spread[:, None]) * spread
        low, high = np.sort(middle - reach), np.sort(middle + reach)
        below = count - np.searchsorted(low, middle + reach, side="right")
        return below, np.searchsorted(high, middle - reach, side="left")
    one, other = np.triu_indices(count, 1)
    between = values[one] - values[other]
    centre, width = between.mean(axis=1), np.maximum(between.std(axis=1, ddof=1), 1e-12)
    reach = _simultaneous((between - centre[:, None]) / width[:, None]) * width if len(one) else width
    higher, lower = centre > reach, centre < -reach
    below = np.bincount(one[lower], minlength=count) + np.bincount(other[higher], minlength=count)
    above = np.bincount(one[higher], minlength=count) + np.bincount(other[lower], minlength=count)
    return below, above


def _simultaneous(standard: np.ndarray) -> float:
    """The multiplier that holds for every row at once, 95 times in 100."""
    return float(np.quantile(np.abs(standard).max(axis=0), 0.95))


def ranks(draws: pd.DataFrame, share: pd.Series | None = None) -> pd.DataFrame:
    """A town's place among the towns, and between which places it may really stand, for all towns at once.

    Indexed like draws (towns × draws, at least 2,000): rank (1 = highest share), rank_low and rank_high, rankable. The
    interval is a joint one: with 95 % confidence every town's true place lies within its own. It comes from the differences of
    all pairs of towns, told apart only where all of them together are wrong 5 times in 100: rank_low is 1 + the towns
    that are told to be higher, rank_high the number of towns less those told to be lower. The rank is that of `share`, the
    published figure, or of the mean over the draws where none is given; equal shares have the same, best, rank.
    A town is rankable if its difference from the median of the towns does not contain 0, likewise for all towns together;
    the others form one group that cannot be told from the middle.
    A town with missing draws has no rank, is not rankable and does not weigh on the others.

    Raises ValueError for fewer than 2,000 draws.

    Klein, Wright & Wieczorek (2020), Journal of the Royal Statistical Society A 183; by differences: Mogstad, Romano, Shaikh &
    Wilhelm (2024), Review of Economic Studies 91 (the package csranks).
    """
    if draws.shape[1] < LEAST_DRAWS:
        raise ValueError(f"ranks: expected at least {LEAST_DRAWS} draws, found {draws.shape[1]}")
    known = draws.notna().all(axis=1)
    found = pd.DataFrame(index=draws.index, columns=["rank", "rank_low", "rank_high"], dtype=float)
    found["rankable"] = False
    if known.any():
        values = draws[known].to_numpy(dtype=float)
        published_ = pd.Series(values.mean(axis=1), index=draws.index[known])
        if share is not None:
            published_ = figures(share.reindex(published_.index))
        found.loc[known, "rank"] = published_.round(12).rank(ascending=False, method="min")
        below, above = _told_apart(values)
        found.loc[known, "rank_low"], found.loc[known, "rank_high"] = below + 1, len(values) - above
        away = values - np.median(values, axis=0)
        centre, spread = away.mean(axis=1), away.std(axis=1, ddof=1)
        moves = spread > 1e-12
        standard = (away[moves] - centre[moves, None]) / spread[moves, None]
        reach = (_simultaneous(standard) if moves.any() else 0.0) * spread
        found.loc[known, "rankable"] = np.abs(centre) > reach + 1e-12
    return found.astype({"rank": "Int64", "rank_low": "Int64", "rank_high": "Int64"})


def ranks_of(estimates: Estimates) -> pd.DataFrame:
    """The places of estimated towns by their published shares; see `ranks`. Towns of another year than the others have none."""
    draws = estimates.draws
    if "year" in estimates.table:
        draws = draws.where((estimates.table["year"] == estimates.year) | estimates.table["year"].isna(), axis=0)
    return ranks(draws, estimates.table["share"])
