"""A town's gap in each respect and over all, and what it is chiefly made of."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.vocabulary import MEANS, Mean

GOALPOSTS = {"facilities": 0.5, "coverage": 1.0, "tiers": 1.0, "literacy": 0.10}
"""Where a gap is closed or full: 0.5 bases per 10,000 residents (one for every 20,000; set by this project,
no authority states one), everybody in reach, every tier met; literacy ten points below the district is a full gap."""


def subscores(
    areas: pd.DataFrame,
    figure: Mapping[str, pd.Series],
    official_share: float | None,
    goalposts: Mapping[str, float] = GOALPOSTS,
) -> pd.DataFrame:
    """How large a town's gap is in each respect, 0 = at the standard, 100 = nothing of it.

    Indexed by area_code, towns only; figure is what each component is scored by, indexed by area_code, perhaps of more areas.
    With a goalpost g each score is 100 × (1 − value / g), kept in 0..100:
    facilities from bases per 10,000 (g = 0.5); coverage from the share of people with a base within
    an e-bike ride (g = 1); tiers from completeness (g = 1). literacy is 100 × (official_share − share) / g
    (g = 0.10): 0 at or above the district, 100 at ten points below.
    access, where it is given (per resident, as from access.of_towns), is 1 − value / g; its g then has to be given: what is enough does not depend on what other towns have.
    All goalposts are fixed, so that a score changes only when the town's own figure does. Missing stays missing.

    Raises ValueError naming the towns a series has no row for, and goalposts that are not positive.

    OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 5 (distance to a reference).
    """
    wrong = [f"{name} = {value:g}" for name, value in goalposts.items() if not value > 0]
    if wrong:
        raise ValueError(f"goalposts: expected numbers above 0, found {', '.join(wrong)}")
    town = towns(areas).index
    for name, series in figure.items():
        lost = town.difference(series.index)
        if len(lost):
            raise ValueError(f"{name}: no row for {', '.join(lost)}")
    value = pd.DataFrame({name: figures(series.reindex(town)) for name, series in figure.items()})
    value["literacy"] = (
        goalposts["literacy"] + value["literacy"] - (np.nan if official_share is None else official_share)
    )
    post = pd.Series(dict(goalposts))[list(figure)]
    return (100 * (1 - value / post)).clip(0, 100).rename_axis("area_code")


def weights_of(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None) -> pd.Series:
    given = pd.Series(1.0, index=subscores.columns) if weights is None else pd.Series(dict(weights), dtype=float)
    if set(given.index) != set(subscores.columns):
        raise ValueError(f"weights: expected {', '.join(subscores.columns)}, found {', '.join(map(str, given.index))}")
    if not (given >= 0).all() or given.sum() <= 0:
        found = ", ".join(f"{name} = {value:g}" for name, value in given.items())
        raise ValueError(f"weights: expected numbers of 0 or more, not all 0, found {found}")
    return given.reindex(subscores.columns) / given.sum()


def shares_of_weight(subscores: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """Each town's weights over what is known of it, adding up to 1; missing where nothing with weight is known."""
    over = subscores.notna() * weight
    return over.div(over.sum(axis=1).replace(0, np.nan), axis=0).where(subscores.notna())


def known(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None = None) -> pd.Series:
    """What part of the index's weight rests on figures that are known for the town, 0..1."""
    return (subscores.notna() * weights_of(subscores, weights)).sum(axis=1).rename("known")


def index(
    subscores: pd.DataFrame,
    weights: Mapping[str, float] | pd.Series | None = None,
    mean: Mean = "arithmetic",
) -> pd.Series:
    """A town's overall gap, 0 = at the standard in everything, 100 = nothing of anything.

    Indexed like subscores. Weights are any numbers of 0 or more, one per column, equal by default.
    The geometric mean is taken over what is attained (100 − score, moved to 1..100 so that one full
    gap does not swallow the rest): there a town cannot make up for one large gap with several small ones.
    Where a score is missing the weights of the others are scaled up; `known` says how much weight is
    really there. A town with no known score of any weight is missing.

    Raises ValueError for weights that name other columns, are negative or all 0, and for an unknown mean.

    OECD & JRC (2008), Handbook on Constructing Composite Indicators, step 6.
    """
    if mean not in MEANS:
        raise ValueError(f"index: expected mean arithmetic or geometric, found {mean}")
    share = shares_of_weight(subscores, weights_of(subscores, weights))
    if mean == "arithmetic":
        found = (subscores * share).sum(axis=1, min_count=1)
    else:
        attained = (1 + 0.99 * (100 - subscores)).apply(np.log)
        found = (100 - np.exp((attained * share).sum(axis=1, min_count=1))) / 0.99
    return found.clip(0, 100).rename("gap")


def reasons(subscores: pd.DataFrame, weights: Mapping[str, float] | pd.Series | None = None) -> pd.DataFrame:
    """What a town's gap is chiefly made of.

    Indexed like subscores: first, first_points, second, second_points: the two components that add most
    to the arithmetic index and how many of its points each adds. Of equal ones, the first in column order.
    A component that adds nothing is no reason; where there is none the cells are missing.
    """
    points = subscores * shares_of_weight(subscores, weights_of(subscores, weights))
    values = points.where(points > 0).fillna(0).to_numpy()
    order = np.argsort(-values, axis=1, kind="stable")
    found = {}
    for place, name in enumerate(("first", "second")):
        if place < values.shape[1]:
            size = np.take_along_axis(values, order[:, [place]], axis=1)[:, 0]
            label = np.asarray(points.columns, dtype=object)[order[:, place]]
        else:
            size, label = np.zeros(len(values)), np.full(len(values), None, dtype=object)
        found[name] = pd.Series(label, index=points.index, dtype=object).where(size > 0, None)
        found[f"{name}_points"] = pd.Series(size, index=points.index).where(size > 0)
    return pd.DataFrame(found)
