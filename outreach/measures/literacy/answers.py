"""What an area's own people answered: direct shares, and the district's own."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.sampling import (
    DESIGN_EFFECT,
    at_least_one,
    published,
)

MOST_PEOPLE = 0.8
STATED = ("official", "reported", "demonstration")  # the last only in a demonstration, which holds nothing else


class Own(NamedTuple):
    """The whole district's share by its own survey: nobody's model. stated: the survey gave it (else it is put together
    from the towns', weighed by their people); people is the part of the district's people that live in the towns asked."""

    year: int
    share: float
    standard_error: float
    low: float
    high: float
    n: float
    design_effect: float
    df: float
    reliability: str
    reason: str
    stated: bool
    towns: int
    people: float
    source_id: str
    basis: str


def newest_answers(
    survey: pd.DataFrame, design_effect: float, wave: int | None, wave_years: int | None
) -> pd.DataFrame:
    """The answers that count, one row per area: wave, n, share, design_effect, clusters, df, effect_df, assumed."""
    rows = survey[survey["group"] == "all"]
    newest = rows["wave"].max() if len(rows) else None
    rows = rows[rows["wave"] == (wave if wave is not None else rows.groupby("area_code")["wave"].transform("max"))]
    if wave_years is not None and newest is not None:
        rows = rows[rows["wave"] >= newest - wave_years]
    rows = rows.set_index("area_code").sort_index()
    twice = rows.index[rows.index.duplicated()].unique()
    if len(twice):
        raise ValueError(f"survey: two rows for one wave: {', '.join(map(str, twice))}")
    nothing = pd.Series(np.nan, index=rows.index)
    number = {name: figures(rows[name]) if name in rows else nothing for name in ("clusters", "df", "effect_df")}
    stated, n = figures(rows["design_effect"]), figures(rows["n"])
    pooled = pd.Series(np.nan, index=rows.index, dtype=float)
    for _, some in rows.groupby("wave"):
        told = some.index[stated[some.index].notna()]
        if len(told):
            pooled[some.index] = float(np.average(stated[told], weights=n[told]))
    effect = at_least_one(stated.fillna(pooled).fillna(design_effect))
    borrowed = stated.isna() & pooled.notna()
    effect_df = number["effect_df"].fillna(number["df"]).where(~borrowed)
    return pd.DataFrame(
        {
            "wave": rows["wave"],
            "n": n,
            "share": figures(rows["share"]),
            "design_effect": effect,
            "assumed": stated.isna(),
            "clusters": number["clusters"],
            "df": number["df"],
            "effect_df": effect_df,
        }
    )


def direct(
    survey: pd.DataFrame,
    wave: int | None = None,
    design_effect: float = DESIGN_EFFECT,
    wave_years: int | None = None,
) -> pd.DataFrame:
    """What an area's own respondents said: the share among them, and how far it may be trusted.

    Indexed by area_code: wave, n, clusters, df, share, standard_error, low, high, cv, reliability, reason, basis `survey`,
    design_effect and design_effect_assumed (true where the survey does not state one). Without a wave, each area's newest;
    with wave_years, none older than the newest of all by more years than that. Only answers of everybody (group `all`) are
    used. A design effect that is not stated is the mean of those stated for the same wave, by answers, else the one given;
    none is taken below 1. A figure graded F keeps its row, n, cv, grade and reason (see `published`); its share, error and
    interval are missing. An area that was not asked has no row.

    Raises ValueError naming the areas with two rows for one wave.
    """
    rows = newest_answers(survey, design_effect, wave, wave_years)
    found = published(rows["share"], rows["n"], rows["design_effect"], rows["df"], rows["effect_df"])
    shown = found["reliability"].isin(["A", "E"])
    return pd.DataFrame(
        {
            "wave": rows["wave"],
            "n": rows["n"],
            "clusters": rows["clusters"],
            "df": rows["df"],
            "share": rows["share"].where(shown),
            **{name: found[name].where(shown) for name in ("standard_error", "low", "high")},
            **{name: found[name] for name in ("cv", "reliability", "reason")},
            "basis": "survey",
            "design_effect": rows["design_effect"],
            "design_effect_assumed": rows["assumed"],
        }
    )


def own_share(
    survey: pd.DataFrame, areas: pd.DataFrame, area_code: str, design_effect: float = DESIGN_EFFECT
) -> Own | None:
    """The district's own share in its newest survey, with its interval by the survey's design; None where there is none.

    As the survey states it (its row for the district), else the towns' shares of that wave weighed by their people, whose
    variances add up, where four fifths of the people live in the towns asked. Nothing of it is modelled, so a target may be
    judged by it. Without degrees of freedom stated for every town those of the whole are unknown.

    Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, section 7.6 (a sample stratified afterwards).
    """
    rows = survey[(survey["group"] == "all") & survey["area_code"].isin([area_code, *towns(areas).index])]
    if rows.empty:
        return None
    wave = int(rows["wave"].max())
    told = newest_answers(rows, design_effect, wave, None)
    people = figures(towns(areas)["population"])
    asked = told.drop(index=area_code, errors="ignore")
    covered = float(people.reindex(asked.index).sum() / people.sum()) if people.sum() > 0 else 0.0
    of_wave = rows[rows["wave"] == wave].set_index("area_code")
    if area_code in told.index:
        row, stated = told.loc[[area_code]].iloc[0], True
        basis, source = of_wave["basis"][area_code], of_wave["source_id"][area_code]
    elif covered < MOST_PEOPLE:
        return None
    else:
        row, stated = _together(asked, people), False
        basis, source = of_wave["basis"].iloc[0], of_wave["source_id"].iloc[0]
    number = {name: float(row[name]) for name in ("share", "n", "design_effect", "df", "effect_df")}
    found = published(**{name: pd.Series([value]) for name, value in number.items()}).iloc[0]
    return Own(
        year=wave,
        share=number["share"],
        standard_error=float(found["standard_error"]),
        low=float(found["low"]),
        high=float(found["high"]),
        n=number["n"],
        design_effect=number["design_effect"],
        df=number["df"],
        reliability=found["reliability"],
        reason=found["reason"],
        stated=stated,
        towns=len(asked),
        people=covered if len(asked) or not stated else 1.0,
        source_id=source,
        basis=basis,
    )


def told(own: Own | None, year: int | None) -> Own | None:
    """The district's own share where it is of that year and fit to be published; else None."""
    return own if own is not None and own.year == year and own.reliability in ("A", "E") else None


def _together(asked: pd.DataFrame, people: pd.Series) -> pd.Series:
    """The towns' answers as those of one sample stratified by towns; its design effect is the one that gives its error."""
    known = asked.assign(people=people.reindex(asked.index)).dropna(subset=["people"])
    weight = known["people"] / known["people"].sum()
    share = float((weight * known["share"]).sum())
    variance = float((weight**2 * known["design_effect"] * known["share"] * (1 - known["share"]) / known["n"]).sum())
    n = float(known["n"].sum())
    chance = share * (1 - share) / n
    df = float(known["df"].sum()) if known["df"].notna().all() else np.nan
    effect = variance / chance if chance > 0 else float(known["design_effect"].mean())
    return pd.Series({"share": share, "n": n, "design_effect": max(effect, 1.0), "df": df, "effect_df": df})


def answers_of_towns(survey: pd.DataFrame, every: pd.Index, design_effect: float, wave_years: int) -> pd.DataFrame:
    return newest_answers(survey[survey["area_code"].isin(every)], design_effect, None, wave_years)


def with_known_error(asked: pd.DataFrame) -> pd.Index:
    """The areas whose answers have an error that is known: some answers, and a design that leaves a degree of freedom."""
    return asked.index[asked["share"].notna() & (asked["n"] > 0) & ~(asked["effect_df"] <= 0)]
