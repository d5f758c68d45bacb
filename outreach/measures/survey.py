"""From respondents to the figures of a town: shares with their design-based errors, and what is too few to publish."""

from typing import NamedTuple

import numpy as np
import pandas as pd

LEAST_ANSWERS = 30
ALL = "all"
MOST_PEOPLE = 0.8
COLUMNS = ["area_code", "group", "n", "share", "standard_error", "design_effect", "clusters", "df", "effect_df"]


class Found(NamedTuple):
    """The figures that may be published, how many cells were left out, how many strata had one cluster alone, how many towns
    have no design effect of their own, the intra-village correlation pooled over the towns (NaN where none could be), and how
    many respondents' towns have no known population and so count in no figure of the district."""

    table: pd.DataFrame
    too_few: int
    complementary: int
    single: int
    pooled: int
    correlation: float
    unweighed: int


class Design(NamedTuple):
    """Which cluster each respondent is of, and which stratum each cluster; both numbered from 0."""

    psu: np.ndarray
    stratum_of: np.ndarray


def of_respondents(
    respondents: pd.DataFrame,
    population: pd.Series | None = None,
    district: str | None = None,
    villages: pd.Series | None = None,
) -> Found:
    """The share of literate people in every town (and group) and in the whole district, as those who were asked tell it.

    respondents: a row each, with area_code, literate (true or false), weight (above 0), and where known stratum, cluster
    and group. `table` has columns area_code, group, n, share, standard_error, design_effect, clusters (asked), df (clusters
    less strata) and effect_df (the degrees of freedom its design effect was estimated with); group is `all` for the town.

    The towns are strata of their own, since villages are drawn in each of them: a cluster of one town is another than one of
    the same number in the next. The share is the weighted mean of a domain, its variance that of the linearised ratio with
    clusters drawn with replacement within strata; respondents outside the domain keep their clusters in the count. A stratum
    of one cluster has no spread of its own, and is held against the mean of all clusters of its town. Without clusters each
    respondent is one.

    One town's few villages tell next to nothing of how alike people of one village answer, so what is written of a town is not
    its own effect but the one pooled over the towns: (1 + (m − 1) ρ) × Kish's effect of the weights, m its answers per
    village and ρ the intra-village correlation of all towns, at least 0; so an effect is never below 1. effect_df are the
    degrees of freedom of all towns together. Where no town has two clusters in a stratum, nothing can be pooled and the effect
    is missing. Without clusters it is each town's own, at least 1.

    With villages (by town, how many it has) the clusters are taken for whole villages drawn from all of their town without
    replacement: the part of the effect that is between villages shrinks by the part of them that was asked, to
    1 − ρ + m ρ (1 − k / K). A town with more clusters than villages, or an unknown number of these, keeps the whole effect.

    With the code of the district and its towns' population, and where four fifths of the people live in towns asked, the
    district has a row of its own: its towns' shares weighed by
    their people, its variance by the same design, its effect at least 1. Only towns of known population count in it, and not the
    only town below 30 answers, whose result could be worked out from it.

    No cell of fewer than 30 answers is given. Where a town is given and but one of its groups is not, that one could be
    worked out from the rest, so the smallest other group is left out too.

    Raises ValueError for a weight that is not above 0.

    Woodruff (1971); Särndal, Swensson & Wretman (1992), sections 5.8 and 7.6; the single clusters: Lumley, R survey, option
    "adjust"; pooling the effects: Kish (1965), Survey Sampling, section 5.4; Kish (1987) on the effect of weights;
    villages without replacement: Cochran (1977), section 10.3.
    """
    if not (respondents["weight"] > 0).all():
        raise ValueError("respondents: expected weights above 0")
    design = _design(respondents)
    groups = respondents["group"] if "group" in respondents else pd.Series(ALL, index=respondents.index)
    domains = [(code, ALL, respondents["area_code"] == code) for code in sorted(respondents["area_code"].unique())]
    domains += [
        (code, group, of_town & (groups == group))
        for code, _, of_town in domains
        for group in sorted(set(groups[of_town].dropna()) - {ALL})
    ]
    weight, literate = respondents["weight"].to_numpy(dtype=float), respondents["literate"].to_numpy(dtype=float)
    town = respondents["area_code"].to_numpy()
    rows = [
        {"area_code": code, "group": group, **_domain(inside.to_numpy(), town == code, weight, literate, design)}
        for code, group, inside in domains
    ]
    table = pd.DataFrame(rows)
    clustered = "cluster" in respondents
    left = _left(table, villages) if len(table) else pd.Series(dtype=float)
    table, correlation = _with_effects(table, clustered, left) if len(table) else (table, float("nan"))
    alone = np.bincount(design.stratum_of) if len(design.stratum_of) else np.array([], dtype=int)
    own_less = int(((table["group"] == ALL) & ~(table["df"] > 0)).sum()) if clustered and len(table) else 0
    unweighed = 0
    if population is not None and district is not None and len(table):
        table, unweighed = _with_district(table, respondents, population, district, design)
    table = table.reindex(columns=COLUMNS)
    shown = table["n"] >= LEAST_ANSWERS
    also = _complementary(table, shown)
    kept = table[shown & ~also].reset_index(drop=True)
    return Found(kept, int((~shown).sum()), int(also.sum()), int((alone == 1).sum()), own_less, correlation, unweighed)


def mean_scores(respondents: pd.DataFrame) -> pd.Series:
    """The weighted mean score of all respondents, 0 to 100, in the whole questionnaire and in each group of its questions.

    Indexed by the columns that begin with `score`; empty where there are none, or fewer than 30 respondents.
    """
    scores = respondents[[column for column in map(str, respondents) if column.startswith("score")]]
    if len(scores) < LEAST_ANSWERS:
        scores = scores.iloc[:, :0]
    return scores.mul(respondents["weight"], axis=0).sum() / respondents["weight"].sum()


def _design(respondents: pd.DataFrame) -> Design:
    """Towns are strata, within which the stated strata are; clusters are told apart by both."""
    town = respondents["area_code"].astype(str)
    stratum = town + "\0" + respondents["stratum"].astype(str) if "stratum" in respondents else town
    cluster = respondents["cluster"].astype(str) if "cluster" in respondents else pd.Series(range(len(town)))
    codes, pairs = pd.MultiIndex.from_arrays([pd.factorize(stratum)[0], pd.factorize(cluster)[0]]).factorize()
    return Design(codes, np.array([pair[0] for pair in pairs], dtype=int))


def variance_of_ratio(z: np.ndarray, design: Design, among: np.ndarray | None = None) -> float:
    """The variance of a sum of z over respondents, clusters being drawn with replacement within strata.

    among (by cluster) are the clusters whose strata count, all by default. A stratum of one cluster is held against the mean
    of the clusters that count. NaN where there is one cluster in all.
    """
    counted = np.ones(len(design.stratum_of), dtype=bool) if among is None else among
    if counted.sum() < 2:
        return float("nan")
    totals = np.bincount(design.psu, z, len(design.stratum_of))[counted]
    stratum = design.stratum_of[counted]
    clusters = np.bincount(stratum)
    mean = np.bincount(stratum, totals, len(clusters)) / np.maximum(clusters, 1)
    alone = clusters[stratum] == 1
    centre = np.where(alone, totals.mean(), mean[stratum])
    factor = np.where(alone, 1.0, clusters[stratum] / np.maximum(clusters[stratum] - 1, 1))
    return float((factor * (totals - centre) ** 2).sum())


def _domain(
    inside: np.ndarray, of_town: np.ndarray, weight: np.ndarray, literate: np.ndarray, design: Design
) -> dict[str, float]:
    own = weight * inside
    n, share = int(inside.sum()), float((own * literate).sum() / own.sum())
    in_town = np.bincount(design.psu, of_town, len(design.stratum_of)) > 0
    variance = variance_of_ratio(own * (literate - share) / own.sum(), design, in_town)
    sizes = np.bincount(design.psu, inside, len(design.stratum_of))
    asked = sizes > 0
    df = int(asked.sum()) - len(set(design.stratum_of[asked]))
    chance = share * (1 - share) / n
    return {
        "n": n,
        "share": share,
        "own_effect": variance / chance if chance > 0 and df > 0 else np.nan,
        "weights_effect": n * float((own**2).sum()) / float(own.sum()) ** 2,
        "per_cluster": float((sizes**2).sum() / n),
        "clusters": int(asked.sum()),
        "df": df,
    }


def _left(table: pd.DataFrame, villages: pd.Series | None) -> pd.Series:
    """The part of each row's town that no village was asked of; 1 where that is not known."""
    if villages is None:
        return pd.Series(1.0, index=table.index)
    asked = table[table["group"] == ALL].set_index("area_code")["clusters"].astype(float)
    left = 1 - asked / villages.astype(float).reindex(asked.index)
    return table["area_code"].map(left.where(left >= 0, 1.0)).fillna(1.0)


def _with_effects(table: pd.DataFrame, clustered: bool, left: pd.Series) -> tuple[pd.DataFrame, float]:
    """The design effect each row is published with, the degrees of freedom behind it, and the correlation pooled."""
    if not clustered:
        effect = table["own_effect"].clip(lower=1.0).fillna(table["weights_effect"])
        found = table.assign(design_effect=effect, effect_df=table["df"], clusters=np.nan)
        return _with_error(found), float("nan")
    basis = table[(table["group"] == ALL) & table["own_effect"].notna() & (table["per_cluster"] > 1)]
    more = float((basis["df"] * (basis["per_cluster"] - 1)).sum())
    if not more > 0:
        return _with_error(table.assign(design_effect=np.nan, effect_df=table["df"])), float("nan")
    alike = float((basis["df"] * (basis["own_effect"] / basis["weights_effect"] - 1)).sum()) / more
    correlation = min(max(alike, 0.0), 1.0)
    effect = table["weights_effect"] * (1 - correlation + left * table["per_cluster"] * correlation)
    return _with_error(
        table.assign(design_effect=effect.clip(lower=1.0), effect_df=int(basis["df"].sum()))
    ), correlation


def _with_error(table: pd.DataFrame) -> pd.DataFrame:
    chance = table["share"] * (1 - table["share"]) / table["n"]
    return table.assign(standard_error=np.sqrt(chance * table["design_effect"]))


def _with_district(
    table: pd.DataFrame, respondents: pd.DataFrame, population: pd.Series, district: str, design: Design
) -> tuple[pd.DataFrame, int]:
    """The table with the district's own row first, and how many respondents count in no figure of it."""
    people = population[population > 0].astype(float)
    town = respondents["area_code"]
    hidden = table.loc[(table["group"] == ALL) & (table["n"] < LEAST_ANSWERS), "area_code"]
    known = (town.isin(people.index) & ~town.isin(hidden if len(hidden) == 1 else [])).to_numpy()
    if people[people.index.isin(town[known])].sum() < MOST_PEOPLE * people.sum():
        return table, 0
    weight, literate = respondents["weight"].to_numpy(dtype=float), respondents["literate"].to_numpy(dtype=float)
    share_of = table[table["group"] == ALL].set_index("area_code")["share"]
    within = weight / pd.Series(weight).groupby(town.to_numpy()).transform("sum").to_numpy()
    asked = people.reindex(town[known].unique())
    part = town.map(asked / asked.sum()).fillna(0).to_numpy(dtype=float)
    share = float((part * within * literate).sum())
    variance = variance_of_ratio(part * within * (literate - town.map(share_of).to_numpy(dtype=float)) * known, design)
    n = int(known.sum())
    clusters = np.unique(design.psu[known])
    df = len(clusters) - len(set(design.stratum_of[clusters]))
    chance = share * (1 - share) / n
    row = {
        "area_code": district,
        "group": ALL,
        "n": n,
        "share": share,
        "design_effect": max(variance / chance, 1.0) if chance > 0 and df > 0 else np.nan,
        "clusters": len(clusters) if "cluster" in respondents else np.nan,
        "df": df,
        "effect_df": df,
    }
    return pd.concat([_with_error(pd.DataFrame([row])), table], ignore_index=True), len(town) - n


def _complementary(table: pd.DataFrame, shown: pd.Series) -> pd.Series:
    """The groups that must go too, because a town's only hidden group could be worked out from what is left."""
    also = pd.Series(False, index=table.index)
    whole = set(table.loc[shown & (table["group"] == ALL), "area_code"])
    for code, rows in table[table["group"] != ALL].groupby("area_code"):
        left = rows.index[shown[rows.index]]
        if code in whole and len(rows) - len(left) == 1 and len(left):
            also[table.loc[left, "n"].idxmin()] = True
    return also
