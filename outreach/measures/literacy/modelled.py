"""Where there is no survey: the official figure, shared out by the towns' make-up."""

from dataclasses import replace
from typing import TypeGuard

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from outreach.measures.areas import towns
from outreach.measures.literacy.estimates import SEED, Estimates, finished, refuse_draws, without_answers
from outreach.measures.literacy.makeup import make_up_of
from outreach.measures.small_areas import blocks

BETWEEN_TOWN_SD = 0.03


def calibrated(log_odds: np.ndarray, weights: np.ndarray, share: float) -> np.ndarray:
    """Shares (towns × draws) whose weighted mean is `share` in every draw, by one shift of the log-odds per draw.

    Newton's steps kept inside a bracket by bisection, all draws at once.
    """
    low, high = logit(share) - log_odds.max(axis=0), logit(share) - log_odds.min(axis=0)
    shift = (low + high) / 2
    for _ in range(100):
        shares = expit(log_odds + shift)
        excess = weights @ shares - share
        low, high = np.where(excess <= 0, shift, low), np.where(excess >= 0, shift, high)
        step = shift - excess / np.maximum(weights @ (shares * (1 - shares)), np.finfo(float).tiny)
        step = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        settled = np.max(np.abs(step - shift)) < 1e-13
        shift = step
        if settled:
            break
    fitted: np.ndarray = expit(log_odds + shift)
    return fitted


def _is_known(official_share: float | None) -> TypeGuard[float]:
    if official_share is None or pd.isna(official_share):
        return False
    if not 0 < official_share < 1:
        raise ValueError(f"official_share: expected a share between 0 and 1, found {official_share:g}")
    return True


def synthetic(areas: pd.DataFrame, groups: pd.DataFrame, official_share: float | None) -> pd.Series:
    """The share a town would have if its groups of people were like the nation's, fitted to the district.

    Indexed by area_code, towns only, 0..1. Each group has the newest national rate; all towns are then
    moved by the same shift of the log-odds, so that their mean weighted by population is exactly
    official_share. Two towns with the same make-up get the same share: it says nothing a town did itself.
    A town of unknown make-up or population is missing and carries no weight.
    Without an official figure every town is missing.

    Raises ValueError for an official share or an urban share that is not a share.

    Rao & Molina (2015), Small Area Estimation, chapter 3 (synthetic estimation, benchmarking).
    """
    every = towns(areas).index
    made = make_up_of(areas, groups)
    if not _is_known(official_share) or made.weights.empty:
        return pd.Series(np.nan, index=every, name="share")
    fitted = calibrated(made.log_odds(), made.weights.to_numpy(), official_share)[:, 0]
    return pd.Series(fitted, index=made.weights.index).reindex(every).rename("share")


def _log_odds_sd(sd: np.ndarray | float, share: np.ndarray) -> np.ndarray:
    odds: np.ndarray = sd / (share * (1 - share))
    return odds


def modelled(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official_share: float | None,
    *,
    year: int | None = None,
    between_town_sd: float = BETWEEN_TOWN_SD,
    draws: int = 4000,
) -> Estimates:
    """Our estimate of the towns' shares where there is no survey: the official figure, shared out by the towns' make-up.

    It is an estimate for the official figure's own year, and nobody's answer. `table` is indexed by area_code, towns only:
    share, standard_error, low, high (95 %), cv, reliability (`M`, or `F` where the error is too large to show), basis
    `modelled`, year, side (against the whole: `below`, `above`, `same`), and the columns of a town's own answers, which are
    missing. `draws` is towns × draws; a row per town of the table.

    The interval is a parametric bootstrap. In each draw the national group rates move by their sampling
    error and each town by its own effect of standard deviation between_town_sd (assumed: without a survey nothing tells how
    much towns of one make-up differ), both on the log-odds by the delta method, so that shares stay in 0..1; the draw is
    then fitted to the official figure again. The official figure itself is taken as exact, because its error is not
    published. Where the groups' survey states no number of answers its sampling error is left out.

    A town of unknown make-up or population is missing; its row stays. A share whose cv is above 33.3 % keeps its row, cv and
    grade F; its share, error, interval and draws are missing.

    Raises ValueError for fewer than 2,000 draws or a negative between_town_sd.

    Rao & Molina (2015), Small Area Estimation, chapters 3 and 6.
    """
    refuse_draws("modelled", draws)
    if between_town_sd < 0:
        raise ValueError(f"modelled: expected between_town_sd of 0 or more, found {between_town_sd:g}")
    every = towns(areas).index
    share = synthetic(areas, groups, official_share)
    known = share.notna()
    drawn = np.full((len(every), draws), np.nan)
    made = make_up_of(areas, groups)
    if known.any() and _is_known(official_share):
        random = np.random.default_rng(SEED)
        national = {}
        for name, rates in made.rates.items():
            rate, error = rates["share"].to_numpy()[:, None], rates["standard_error"].to_numpy()[:, None]
            luck = random.standard_normal((draws, len(rates))).T
            national[name] = expit(logit(rate) + luck * _log_odds_sd(error, rate))
        effect = random.standard_normal((len(made.weights), draws))
        effect *= _log_odds_sd(between_town_sd, share[known].to_numpy())[:, None]
        for some in blocks(draws, len(made.weights)):
            moved = made.log_odds({name: one[:, some] for name, one in national.items()}) + effect[:, some]
            drawn[known.to_numpy(), some] = calibrated(moved, made.weights.to_numpy(), official_share)
        del effect
    table = pd.DataFrame(
        {"share": share, "basis": "modelled", "year": np.nan if year is None else float(year)}, index=every
    )
    table = without_answers(table)
    whole = official_share if known.any() else None
    level = "official" if known.any() else ""
    return replace(finished(table, drawn, whole), level=level, year=year, margins=tuple(made.parts))
