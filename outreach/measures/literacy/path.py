"""Where the plan's path stands, and how likely a town is at or above it."""

from collections.abc import Mapping

import pandas as pd
from scipy.special import ndtr

from outreach.measures.areas import figures
from outreach.measures.sampling import (
    USABLE_CV,
    coefficient_of_variation,
)


def path(baseline: float, baseline_year: float, target: float, target_year: float, year: float) -> float:
    """Where the share should stand in a year if it rises evenly from the baseline to the target.

    In the unit of baseline and target. Before the baseline's year there is no path (NaN); after the
    target's year the target stays.

    Raises ValueError where the target's year is not after the baseline's.
    """
    if target_year <= baseline_year:
        raise ValueError(f"path: expected a target year after {baseline_year:g}, found {target_year:g}")
    if year < baseline_year:
        return float("nan")
    return baseline + (target - baseline) * min((year - baseline_year) / (target_year - baseline_year), 1.0)


def path_in(target: Mapping[str, object] | pd.Series | None, year: int | None) -> float:
    """Where the straight path of a target (baseline, baseline_year, target_value, due) stands in a year; NaN where it has none."""
    if target is None or year is None:
        return float("nan")
    ends = figures(pd.Series([target.get(name) for name in ("baseline", "baseline_year", "target_value", "due")]))
    if ends.isna().any():
        return float("nan")
    baseline, since, value, due = ends
    return path(baseline, since, value, due, float(year))


def probability_at_or_above(share: pd.Series, standard_error: pd.Series, level: float | pd.Series) -> pd.Series:
    """How likely it is that the true share is at or above a level, such as the plan's path.

    Same index as share, 0..1, from the normal distribution around the estimate.
    Missing where share or error is missing, and where the cv is above 33.3 %: such a figure is not assessable.
    """
    share, standard_error = figures(share), figures(standard_error)
    cv = coefficient_of_variation(share, standard_error)
    likely = pd.Series(ndtr((share - level) / standard_error.where(standard_error > 0)), index=share.index)
    likely = likely.where(standard_error > 0, (share >= level).astype(float))
    return likely.where(cv <= USABLE_CV).rename("probability")


def chances(table: pd.DataFrame, level: float | pd.Series) -> pd.Series:
    """How likely each town is at or above a level, such as the plan's path in the year its estimate is of (`path_in`); see
    probability_at_or_above. Missing where there is no level."""
    return probability_at_or_above(table["share"], table["standard_error"], level)
