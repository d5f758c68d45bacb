"""What many positions make of one figure: its mean, its range, and whether it can be told."""

import numpy as np
import pandas as pd

from outreach.measures.positions.simulation import Positions

Draws = np.ndarray
"""A figure of every town in every run: runs × towns, by code."""

BAND = (0.05, 0.95)

TELLS = 0.25
"""A base tells whether somebody has it within a distance where a circle of that radius is at least this part of the land
that it may stand on: a base known to a town of 100 km² says something of a ride of 5 km, and nothing of a walk of 1 km."""

MOSTLY = 0.5
"""A figure of which more than this part comes from bases that tell nothing is unknown."""


def tells(drawn: Positions, straight_km: float) -> np.ndarray:
    """Of which bases it is known well enough where they stand to say who has them within a straight distance (see TELLS)."""
    return np.pi * straight_km**2 >= TELLS * drawn.km2


def of_areas(drawn: Positions, of_points: np.ndarray, district: str) -> pd.DataFrame:
    """A figure of every point in every run (runs × points) as the mean of each area's people: runs × areas."""
    codes, people, total = drawn.by_area
    sums = of_points @ people
    with np.errstate(invalid="ignore", divide="ignore"):
        towns = np.where(total > 0, sums / total, np.nan)
        whole = sums.sum(axis=1) / np.nansum(total) if np.nansum(total) > 0 else np.full(len(sums), np.nan)
    return pd.DataFrame(np.column_stack([towns, whole]), columns=pd.Index([*codes, district], name="area_code"))


def expected(by_run: pd.DataFrame) -> pd.DataFrame:
    """The mean over runs (rows) of every area (columns), and the range that holds 90 % of them: value, low, high.

    The range is widened to the mean where a few runs far off draw it out. Where every run agrees it has no width.
    """
    values = by_run.to_numpy()
    value = values.mean(axis=0)
    low, high = np.quantile(values, BAND, axis=0)
    same = values.min(axis=0) == values.max(axis=0)
    value = np.where(same, values[0], value)
    table = {"value": value, "low": np.fmin(low, value), "high": np.fmax(high, value)}
    return pd.DataFrame(table, index=by_run.columns.rename("area_code"))


def told_only(known: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """The figures, missing where more than half of what is expected comes from bases that tell nothing; beside them `expected`."""
    unknown = whole["value"] - known["value"] > MOSTLY * whole["value"] + 1e-12
    return whole.mask(unknown, np.nan).assign(unknown=unknown, expected=whole["value"])


def some_runs(table: pd.DataFrame, district: str, runs: int, seed: int) -> np.ndarray:
    order = np.random.default_rng(seed).permutation(np.arange(runs) % len(table))
    some_runs: np.ndarray = table.drop(columns=district).to_numpy()[order]
    return some_runs


def value(table: pd.DataFrame) -> pd.Series:
    """The expectation alone, of a table with value, low and high."""
    return table["value"]
