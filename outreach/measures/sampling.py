"""How far a share counted among those who were asked may be trusted: its interval, its error, and whether it is published."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import betaincinv, ndtr, ndtri, stdtrit

from outreach.measures.areas import figures

RELIABLE_CV = 0.165
USABLE_CV = 0.333
LEAST_ANSWERS = 30
LEAST_DEGREES = 8
WIDE, NARROW, RELATIVELY_WIDE = 0.30, 0.05, 1.30
FEW_OF_A_KIND = 10
SIGNIFICANCE = 0.05
POWER = 0.80
DESIGN_EFFECT = 1.5


def refuse_non_shares(shares: pd.Series, what: str) -> None:
    """Raises ValueError naming the rows that are no share from 0 to 1."""
    outside = shares[(shares < 0) | (shares > 1)]
    if len(outside):
        rows = ", ".join(f"{key} = {value:g}" for key, value in outside.items())
        raise ValueError(f"{what}: expected a share from 0 to 1, found {rows}")


def at_least_one(effect: pd.Series | float) -> pd.Series | float:
    """A design effect as it is reckoned with: never below 1, because an effect below 1 is mostly an accident of few clusters."""
    return effect.clip(lower=1.0) if isinstance(effect, pd.Series) else max(effect, 1.0)


def _multiplier(df: pd.Series | float, index: pd.Index, confidence: float) -> pd.Series:
    """How many standard errors an interval reaches: Student's t with the design's degrees of freedom, normal where these are missing."""
    degrees = pd.Series(df, index=index, dtype=float).fillna(np.inf)
    return pd.Series(stdtrit(degrees.where(degrees > 0), 0.5 + confidence / 2), index=index)


def wilson(
    share: pd.Series,
    n: pd.Series,
    design_effect: float | pd.Series = DESIGN_EFFECT,
    confidence: float = 0.95,
    df: float | pd.Series = np.inf,
) -> pd.DataFrame:
    """Between which two shares the truth lies, for a share counted among n answers, 95 times in 100.

    Same index as share; low and high are 0..1 and enclose share. The design effect shrinks the answers
    to n / design_effect, because people asked in the same village resemble one another. df are the degrees of freedom of
    that effect (clusters less strata): few of them widen the interval, by Student's t in place of the normal deviate.
    Missing share, no answers, or no degree of freedom: missing interval.

    Raises ValueError for a share outside 0..1 or a design effect that is not positive.

    Wilson (1927), Journal of the American Statistical Association 22; effective sample: Kish (1965), Survey Sampling.
    """
    share, n = figures(share), figures(n)
    _refuse(share, design_effect, "wilson")
    z = _multiplier(df, share.index, confidence)
    effective = (n / design_effect).where(n > 0)
    centre = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = z / (1 + z**2 / effective) * np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
    return _enclosing(share, (centre - half).clip(0, 1), (centre + half).clip(0, 1))


def korn_graubard(
    share: pd.Series,
    n: pd.Series,
    design_effect: float | pd.Series = DESIGN_EFFECT,
    confidence: float = 0.95,
    df: float | pd.Series = np.inf,
) -> pd.DataFrame:
    """The interval of `wilson` where few answers are of one kind: exact for the effective number of answers.

    Clopper and Pearson's, for n / design_effect × (t(n − 1) / t(df))² answers, never more than n: what R's survey calls
    svyciprop(method = "beta"), with the cap of NCHS. Arguments, missing values and refusals as in wilson.

    Korn & Graubard (1998), Survey Methodology 24; Parker et al. (2017), NCHS, Vital and Health Statistics 2(175).
    """
    share, n = figures(share), figures(n)
    _refuse(share, design_effect, "korn_graubard")
    answers = n.where(n > 1)
    ratio = _multiplier(answers - 1, share.index, confidence) / _multiplier(df, share.index, confidence)
    effective = np.minimum(answers / design_effect * ratio**2, answers)
    yes, tail = effective * share, (1 - confidence) / 2
    low = pd.Series(betaincinv(yes, effective - yes + 1, tail), index=share.index).mask(yes <= 0, 0.0)
    high = pd.Series(betaincinv(yes + 1, effective - yes, 1 - tail), index=share.index).mask(yes >= effective, 1.0)
    return _enclosing(share, low, high)


def interval(
    share: pd.Series,
    n: pd.Series,
    design_effect: float | pd.Series = DESIGN_EFFECT,
    confidence: float = 0.95,
    df: float | pd.Series = np.inf,
) -> pd.DataFrame:
    """The interval that is shown: `wilson`, or `korn_graubard` where fewer than ten effective answers are yes, or no."""
    share, n = figures(share), figures(n)
    found = wilson(share, n, design_effect, confidence, df)
    few = n / design_effect * np.minimum(share, 1 - share) < FEW_OF_A_KIND
    return found.mask(few, korn_graubard(share, n, design_effect, confidence, df))


def _refuse(share: pd.Series, design_effect: float | pd.Series, what: str) -> None:
    refuse_non_shares(share, what)
    if (np.asarray(design_effect, dtype=float) <= 0).any():
        raise ValueError(f"{what}: expected a design effect above 0, found {np.min(design_effect):g}")


def _enclosing(share: pd.Series, low: pd.Series, high: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {"low": np.minimum(low, share.where(low.notna())), "high": np.maximum(high, share.where(high.notna()))}
    )


def coefficient_of_variation(share: pd.Series, standard_error: pd.Series) -> pd.Series:
    """The standard error as a part of the share itself: 0.2 means one fifth either way is nothing unusual.

    Same index as share, 0 and up. A share of nought has an infinite one, so it is never published as firm.
    Missing where either is missing.
    """
    share, standard_error = figures(share), figures(standard_error)
    relative = (standard_error / share.where(share != 0)).where(share != 0, np.inf)
    return relative.where(share.notna() & standard_error.notna()).rename("cv")


def published(
    share: pd.Series, n: pd.Series, design_effect: pd.Series, df: pd.Series, effect_df: pd.Series | None = None
) -> pd.DataFrame:
    """What is published of a share counted among those who were asked, and why no more.

    Indexed like share: standard_error, low, high, cv, effective (answers, n / design_effect, at most n), reliability, reason.
    df are the degrees of freedom of the town's own design, effect_df those its design effect was estimated with (its own
    where that is missing); missing where nobody stated them.

    F, not shown: `few_answers` (below 30), `few_clusters` (the design leaves no degree of freedom to tell its error by),
    `few_effective` (below 30), `wide` (an interval of 30 points and more), `wide_relative` (wider than 5 points and than 1.3 times the
    share), `large_cv` (above 33.3 %). E, with caution: `cv` (16.5 to 33.3 %), `few_degrees` (fewer than 8), `unstated_degrees`.
    A: none of these. Missing share or n: nothing is said.

    Parker et al. (2017), NCHS, Vital and Health Statistics 2(175); A and E by cv: Statistics Canada release guidelines.
    """
    share, n, df = figures(share), figures(n), figures(df)
    error_df = df if effect_df is None else figures(effect_df).fillna(df)
    error = (share * (1 - share) * design_effect / n.where(n > 0)).apply(np.sqrt)
    cv = coefficient_of_variation(share, error)
    ends = interval(share, n, design_effect, df=error_df)
    width = ends["high"] - ends["low"]
    effective = np.minimum(n / design_effect, n)
    rules = {
        "few_answers": n < LEAST_ANSWERS,
        "few_clusters": error_df <= 0,
        "few_effective": effective < LEAST_ANSWERS - 1e-9,
        "wide": width >= WIDE,
        "wide_relative": (width > NARROW) & (width > RELATIVELY_WIDE * share),
        "large_cv": (cv > USABLE_CV) & (width > NARROW),
        "cv": cv > RELIABLE_CV,
        "few_degrees": df < LEAST_DEGREES,
        "unstated_degrees": df.isna(),
    }
    reason = pd.Series(np.select(list(rules.values()), list(rules), ""), index=share.index, dtype=object)
    grade = reason.map(lambda one: "A" if not one else "E" if one in ("cv", "few_degrees", "unstated_degrees") else "F")
    known = share.notna() & (n > 0)
    return pd.DataFrame(
        {
            "standard_error": error,
            **ends,
            "cv": cv,
            "effective": effective,
            "reliability": grade.where(known, None),
            "reason": reason.where(known, None),
        }
    )


class Difference(NamedTuple):
    """Two shares set side by side. difference, low and high are shares (−1..1), p is 0..1, detectable is the smallest
    difference that answers so many would show four times in five."""

    difference: float
    low: float
    high: float
    p: float
    told_apart: bool
    detectable: float


UNKNOWN = Difference(np.nan, np.nan, np.nan, np.nan, False, np.nan)


def difference(
    a_share: float,
    a_n: float,
    b_share: float,
    b_n: float,
    design_effect: float = DESIGN_EFFECT,
) -> Difference:
    """Whether two towns, or two waves of one town, really differ, or the answers happened to fall so.

    Shares are 0..1 among n answers, both with this design effect. difference is a − b.
    p: two-sided z-test with the pooled share. low, high: 95 %, Newcombe's, from the two Wilson intervals. told_apart: p < 0.05
    and the interval without 0; where the two methods disagree the answer is no. detectable: at 5 % and 80 % power, around
    the pooled share. All NaN, and not told apart, where a share or its answers are missing or nought.

    Raises ValueError for shares outside 0..1 and design effects that are not positive.

    Newcombe (1998), Statistics in Medicine 17, method 10; Fleiss, Levin & Paik (2003), Statistical Methods for Rates and
    Proportions, chapter 4.
    """
    share = pd.Series([a_share, b_share], index=["a", "b"], dtype=float)
    n = pd.Series([a_n, b_n], index=["a", "b"], dtype=float)
    ends = wilson(share, n, design_effect)
    if share.isna().any() or ends.isna().any(axis=None):
        return UNKNOWN
    effective = n / design_effect
    between = share["a"] - share["b"]
    below, above = share - ends["low"], ends["high"] - share
    low, high = between - np.hypot(below["a"], above["b"]), between + np.hypot(above["a"], below["b"])
    pooled = (share * effective).sum() / effective.sum()
    error = np.sqrt(pooled * (1 - pooled) * (1 / effective).sum())
    p = float(2 * ndtr(-abs(between) / error)) if error > 0 else 1.0
    detectable = (ndtri(1 - SIGNIFICANCE / 2) + ndtri(POWER)) * error
    return Difference(
        float(between), float(low), float(high), p, bool(p < SIGNIFICANCE and (low > 0 or high < 0)), float(detectable)
    )


def clopper_pearson(count: pd.Series, n: pd.Series | float, confidence: float = 0.95) -> pd.DataFrame:
    """The exact interval of a share counted among n, for counts too small for anything else: low and high, 0..1.

    Same index as count. It is never too narrow, and often wider than it need be. Missing where either is missing or n is 0.

    Clopper & Pearson (1934), Biometrika 26.
    """
    count = figures(count)
    of = figures(pd.Series(n, index=count.index)).where(lambda all_: all_ > 0)
    tail = (1 - confidence) / 2
    low = pd.Series(betaincinv(count, of - count + 1, tail), index=count.index).mask(count <= 0, 0.0)
    high = pd.Series(betaincinv(count + 1, of - count, 1 - tail), index=count.index).mask(count >= of, 1.0)
    known = count.notna() & of.notna()
    return pd.DataFrame({"low": low.where(known), "high": high.where(known)})
