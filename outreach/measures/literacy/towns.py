"""The towns' shares as a district shows them, of its survey or of the model."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from outreach.measures.areas import towns
from outreach.measures.literacy.answers import Own, answers_of_towns, direct, with_known_error
from outreach.measures.literacy.estimates import SEED, Estimates, with_answers
from outreach.measures.literacy.makeup import make_up_of
from outreach.measures.literacy.modelled import modelled
from outreach.measures.literacy.stated import Official
from outreach.measures.literacy.surveyed import Method, surveyed

LEAST_TOWNS = 3


def of_towns(
    areas: pd.DataFrame,
    groups: pd.DataFrame,
    official: Official | None,
    survey: pd.DataFrame,
    settings: Mapping[str, float],
    own: Own | None = None,
) -> Estimates:
    """The towns' shares as a district shows them, under its own settings: between_town_sd, design_effect and, where it is set,
    wave_years.

    From its survey where three towns or more were asked (`surveyed`). With fewer, nothing tells how towns differ: a town
    that was asked has its own answers, of their own year, and the others are `modelled` from the official figure, as they
    all are without a survey. Without either every town is missing. own is the district's own share (`answers.own_share`),
    which the towns of its year are held against.
    """
    effect, years = settings["design_effect"], int(settings.get("wave_years", 0))
    every = towns(areas).index
    asked = answers_of_towns(survey, every, effect, years)
    usable = with_known_error(asked).intersection(make_up_of(areas, groups).weights.index)
    if len(usable) >= LEAST_TOWNS:
        return surveyed(areas, groups, survey, Method(effect, years), own)
    found = modelled(
        areas,
        groups,
        official.share if official else None,
        year=official.year if official else None,
        between_town_sd=settings["between_town_sd"],
    )
    return _beside_answers(found, asked, survey, effect, years) if len(asked) else found


def _beside_answers(
    found: Estimates, asked: pd.DataFrame, survey: pd.DataFrame, design_effect: float, wave_years: int
) -> Estimates:
    """Modelled estimates, with the own answers of the few towns that were asked in the place of theirs."""
    table = with_answers(found.table, asked, survey, design_effect, wave_years)
    own = direct(survey[survey["area_code"].isin(asked.index)], None, design_effect, wave_years)
    own = own[own["reliability"].isin(["A", "E"])]
    for name in ("share", "standard_error", "low", "high", "cv", "reliability"):
        table.loc[own.index, name] = own[name]
    table.loc[own.index, "basis"], table.loc[own.index, "gamma"] = "survey", 1.0
    table.loc[own.index, "year"], table.loc[own.index, "side"] = own["wave"], None
    draws = found.draws.copy()
    random = np.random.default_rng(SEED)
    for code, row in own.iterrows():
        draws.loc[code] = np.clip(row["share"] + row["standard_error"] * random.standard_normal(draws.shape[1]), 0, 1)
    waves = tuple(sorted({int(one) for one in asked["wave"]}))
    return Estimates(table, draws, found.level, found.year, found.whole, found.margins, waves)
