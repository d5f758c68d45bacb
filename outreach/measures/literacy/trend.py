"""Whether literacy rises or falls over the waves of a survey."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from outreach.measures.areas import figures
from outreach.measures.sampling import (
    DESIGN_EFFECT,
    SIGNIFICANCE,
    at_least_one,
    refuse_non_shares,
)

LEAST_WAVES = 3


class Trend(NamedTuple):
    """call: `rising`, `falling` or `no_call`; reason of no call: `few_waves`, `not_significant`, else empty. per_year is
    the straight line's slope, in shares a year; waves is how many were used."""

    call: str
    reason: str
    per_year: float
    chi2: float
    p: float
    waves: int


def trend(waves: pd.DataFrame, design_effect: float = DESIGN_EFFECT) -> Trend:
    """Whether a town's literacy rises or falls over the waves of its survey, or nothing can be said.

    waves: a row per wave of one area and one group, columns wave (year), n, share and, where stated, design_effect.
    A χ² test for a straight trend in proportions, each wave with its effective answers and its year as the score.
    Called only from three waves on and with p < 0.05; otherwise `no_call`. Waves without share or answers are left out.
    Slope, χ² and p are NaN where fewer than three waves remain, or where nobody, or everybody, is literate in all.

    Raises ValueError naming waves given twice, and for shares outside 0..1.

    Cochran (1954), Biometrics 10; Armitage (1955), Biometrics 11.
    """
    twice = waves["wave"][waves["wave"].duplicated()].unique()
    if len(twice):
        raise ValueError(f"survey: two rows for one wave: {', '.join(map(str, twice))}")
    share, n, year = figures(waves["share"]), figures(waves["n"]), figures(waves["wave"])
    refuse_non_shares(share, "trend")
    stated = figures(waves["design_effect"]) if "design_effect" in waves else pd.Series(np.nan, index=waves.index)
    effect = at_least_one(stated.fillna(design_effect))
    effective = n / effect
    known = share.notna() & (effective > 0)
    order = year[known].sort_values().index
    share, effective, year = share[order], effective[order], year[order]
    if len(share) < LEAST_WAVES:
        return Trend("no_call", "few_waves", float("nan"), float("nan"), float("nan"), len(share))
    pooled, middle = np.average(share, weights=effective), np.average(year, weights=effective)
    away = float((effective * (year - middle) ** 2).sum())
    slope = float((effective * (year - middle) * share).sum() / away)
    if not 0 < pooled < 1:
        return Trend("no_call", "not_significant", slope, float("nan"), float("nan"), len(share))
    statistic = slope**2 * away / (pooled * (1 - pooled))
    p = float(chdtrc(1, statistic))
    if p >= SIGNIFICANCE:
        return Trend("no_call", "not_significant", slope, float(statistic), p, len(share))
    return Trend("rising" if slope > 0 else "falling", "", slope, float(statistic), p, len(share))


def trend_of(
    literacy: pd.DataFrame, survey: pd.DataFrame, area_code: str, design_effect: float = DESIGN_EFFECT
) -> Trend:
    """The trend of one area from what was published of it and what its people were asked, as `trend` calls it.

    Published figures count where they say how many answered; a year that has both is the survey's. Each wave has the design
    effect stated for it; a published figure states none and has the one given.
    """
    stated = literacy[(literacy["area_code"] == area_code) & (literacy["group"] == "all")].rename(
        columns={"year": "wave"}
    )
    asked = survey[(survey["area_code"] == area_code) & (survey["group"] == "all")]
    columns = ["wave", "n", "share", "design_effect"]
    waves = pd.concat([part.reindex(columns=columns).astype(float) for part in (asked, stated)], ignore_index=True)
    return trend(waves.drop_duplicates("wave"), design_effect)
