"""The towns' estimated shares: their table, their draws, their grades and on which side of the district they are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outreach.measures.literacy.answers import direct
from outreach.measures.sampling import (
    LEAST_DEGREES,
    RELIABLE_CV,
    USABLE_CV,
    coefficient_of_variation,
)
from outreach.measures.small_areas import blocks

LEAST_DRAWS = 2000
SEED = 320614
MODELLED = "M"


@dataclass(frozen=True)
class Estimates:
    """Shares of the towns: `table` is one row per town, `draws` is towns × draws of the same towns, for ranks.

    level: what the towns' level was taken from, `official` or `survey`, empty where nothing is known; year: the year the
    estimates are of (a town asked alone has its own); whole: the district's share in that year, which the towns are held
    against; margins: the make-up used. waves: the years of the survey that entered; left_out: towns whose only answers
    are of a wave too old to enter.
    """

    table: pd.DataFrame
    draws: pd.DataFrame
    level: str = ""
    year: int | None = None
    whole: float | None = None
    margins: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()


def refuse_draws(what: str, draws: int) -> None:
    if draws < LEAST_DRAWS:
        raise ValueError(f"{what}: expected at least {LEAST_DRAWS} draws, found {draws}")


ANSWERS = ("direct_share", "direct_low", "direct_high", "n", "clusters", "df", "design_effect", "wave")


def without_answers(table: pd.DataFrame) -> pd.DataFrame:
    nothing = {name: np.nan for name in ANSWERS}
    return table.assign(**nothing, direct_reliability=None, direct_reason=None, gamma=0.0)


def with_answers(
    table: pd.DataFrame, asked: pd.DataFrame, survey: pd.DataFrame, design_effect: float, wave_years: int
) -> pd.DataFrame:
    """The table with what each town's own answers say by themselves; missing where nobody was asked."""
    rows = survey[survey["area_code"].isin(asked.index)]
    own = direct(rows, None, design_effect, wave_years).reindex(table.index)
    return table.assign(
        direct_share=own["share"],
        direct_low=own["low"],
        direct_high=own["high"],
        direct_reliability=own["reliability"].astype(object).where(own["reliability"].notna(), None),
        direct_reason=own["reason"].astype(object).where(own["reason"].notna(), None),
        **{name: own[name] for name in ("n", "clusters", "df", "design_effect", "wave")},
    )


def finished(table: pd.DataFrame, drawn: np.ndarray, whole: float | None) -> Estimates:
    """The table with errors, grades and the side of the whole that each town is on, and what may not be shown taken out."""
    parts = [
        (drawn[some].std(axis=1, ddof=1), *np.quantile(drawn[some], [0.025, 0.975], axis=1))
        for some in blocks(len(table), drawn.shape[1])
    ]
    table["standard_error"], low, high = (np.concatenate(part) for part in zip(*parts)) if parts else np.empty((3, 0))
    table["low"], table["high"] = np.minimum(low, table["share"]), np.maximum(high, table["share"])
    table["cv"] = coefficient_of_variation(table["share"], table["standard_error"])
    table["reliability"] = _grades(table)
    table["side"] = _sides(table, whole)
    hidden = table["reliability"] == "F"
    table.loc[hidden, ["share", "standard_error", "low", "high"]] = np.nan
    drawn[hidden.to_numpy()] = np.nan
    return Estimates(table, pd.DataFrame(drawn, index=table.index), whole=whole)


def _grades(table: pd.DataFrame) -> pd.Series:
    """A and E for what was mostly asked, M for what was mostly worked out, F for what is too unsure to show."""
    firm = (table["cv"] <= RELIABLE_CV) & (table["df"] >= LEAST_DEGREES)
    sampled = np.where(firm, "A", "E")
    grade = pd.Series(np.where(table["basis"] == "survey", sampled, MODELLED), index=table.index, dtype=object)
    return grade.mask(table["cv"] > USABLE_CV, "F").where(table["cv"].notna(), None)


def _sides(table: pd.DataFrame, whole: float | None) -> pd.Series:
    known = table["low"].notna() & (whole is not None)
    side = np.select([table["high"] < (whole or 0), table["low"] > (whole or 0)], ["below", "above"], "same")
    return pd.Series(side, index=table.index, dtype=object).where(known, None)


def sides(table: pd.DataFrame, whole: float | None) -> pd.Series:
    """On which side of the whole district each town can be told to be: `below`, `above`, or `same` where it cannot.

    As an Estimates says (a town asked by itself in another year is on none), else by the ends of the 95 % interval, low and high.
    """
    return table["side"] if "side" in table else _sides(table, whole)
