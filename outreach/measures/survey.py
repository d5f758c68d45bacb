"""From respondents to the figures of a town: shares with their design-based errors, and what is too few to publish."""

from typing import NamedTuple

import numpy as np
import pandas as pd

LEAST_ANSWERS = 30
LEAST_EFFECT = 0.1
ALL = "all"


class Found(NamedTuple):
    """The figures that may be published, how many cells were left out, and how many strata had one cluster alone."""

    table: pd.DataFrame
    too_few: int
    complementary: int
    single: int


def of_respondents(respondents: pd.DataFrame) -> Found:
    """The share of literate people in every town (and group), as those who were asked tell it.

    respondents: a row each, with area_code, literate (true or false), weight (above 0), and where known stratum, cluster
    and group. `table` has columns area_code, group, n, share, standard_error, design_effect; group is `all` for the town.

    The share is the weighted mean of a domain, its variance that of the linearised ratio with clusters drawn with
    replacement within strata; respondents outside the domain keep their clusters in the count. A stratum of one cluster has
    no spread of its own, and is held against the mean of all clusters. Without clusters each respondent is one, without
    strata all are one stratum. The design effect is the variance over share × (1 − share) / n, which is what the dashboard
    multiplies by, so that it arrives at the same error; it is never written below 0.1, and is missing where the share is 0
    or 1 or where there is one cluster in all.

    No cell of fewer than 30 answers is given. Where a town is given and but one of its groups is not, that one could be
    worked out from the rest, so the smallest other group is left out too.

    Raises ValueError for a weight that is not above 0.

    Woodruff (1971); Särndal, Swensson & Wretman (1992), section 5.8; the single clusters: Lumley, R survey, option "adjust".
    """
    if not (respondents["weight"] > 0).all():
        raise ValueError("respondents: expected weights above 0")
    strata = _numbers(respondents, "stratum")
    cluster = _numbers(respondents, "cluster") if "cluster" in respondents else np.arange(len(respondents))
    design = pd.MultiIndex.from_arrays([strata, cluster]).factorize()
    psu, stratum_of = design[0], np.array([pair[0] for pair in design[1]], dtype=int)
    of_stratum = np.bincount(stratum_of) if len(stratum_of) else np.array([], dtype=int)
    groups = respondents["group"] if "group" in respondents else pd.Series(ALL, index=respondents.index)
    domains = [(code, ALL, respondents["area_code"] == code) for code in sorted(respondents["area_code"].unique())]
    domains += [
        (code, group, of_town & (groups == group))
        for code, _, of_town in domains
        for group in sorted(set(groups[of_town].dropna()) - {ALL})
    ]
    weight, literate = respondents["weight"].to_numpy(dtype=float), respondents["literate"].to_numpy(dtype=float)
    rows = [
        {"area_code": code, "group": group, **_domain(inside.to_numpy(), weight, literate, psu, stratum_of, of_stratum)}
        for code, group, inside in domains
    ]
    table = pd.DataFrame(rows, columns=["area_code", "group", "n", "share", "standard_error", "design_effect"])
    shown = table["n"] >= LEAST_ANSWERS
    also = _complementary(table, shown)
    return Found(
        table[shown & ~also].reset_index(drop=True), int((~shown).sum()), int(also.sum()), int((of_stratum == 1).sum())
    )


def mean_scores(respondents: pd.DataFrame) -> pd.Series:
    """The weighted mean score of all respondents, 0 to 100, in the whole questionnaire and in each group of its questions.

    Indexed by the columns that begin with `score`; empty where there are none, or fewer than 30 respondents.
    """
    scores = respondents[[column for column in respondents if column.startswith("score")]]
    if len(scores) < LEAST_ANSWERS:
        scores = scores.iloc[:, :0]
    return scores.mul(respondents["weight"], axis=0).sum() / respondents["weight"].sum()


def _numbers(respondents: pd.DataFrame, column: str) -> np.ndarray:
    """The values of a column as numbers from 0; one for all where there is no such column."""
    return pd.factorize(respondents[column])[0] if column in respondents else np.zeros(len(respondents), dtype=int)


def _domain(
    inside: np.ndarray,
    weight: np.ndarray,
    literate: np.ndarray,
    psu: np.ndarray,
    stratum_of: np.ndarray,
    of_stratum: np.ndarray,
) -> dict[str, float]:
    own = weight * inside
    n, share = int(inside.sum()), float((own * literate).sum() / own.sum())
    totals = np.bincount(psu, own * (literate - share) / own.sum(), len(stratum_of))
    mean = np.bincount(stratum_of, totals, len(of_stratum)) / of_stratum
    alone = of_stratum[stratum_of] == 1
    centre = np.where(alone, totals.mean(), mean[stratum_of])
    factor = np.where(alone, 1.0, of_stratum[stratum_of] / np.maximum(of_stratum[stratum_of] - 1, 1))
    variance = float((factor * (totals - centre) ** 2).sum()) if len(totals) > 1 else np.nan
    chance = share * (1 - share) / n
    effect = max(variance / chance, LEAST_EFFECT) if chance > 0 and variance == variance else np.nan
    return {"n": n, "share": share, "standard_error": variance**0.5, "design_effect": effect}


def _complementary(table: pd.DataFrame, shown: pd.Series) -> pd.Series:
    """The groups that must go too, because a town's only hidden group could be worked out from what is left."""
    also = pd.Series(False, index=table.index)
    whole = set(table.loc[shown & (table["group"] == ALL), "area_code"])
    for code, rows in table[table["group"] != ALL].groupby("area_code"):
        left = rows.index[shown[rows.index]]
        if code in whole and len(rows) - len(left) == 1 and len(left):
            also[table.loc[left, "n"].idxmin()] = True
    return also
