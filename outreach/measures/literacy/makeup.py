"""The groups a town's people are made of, and the national rates of those groups."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit

from outreach.measures.areas import figures, towns
from outreach.measures.sampling import (
    DESIGN_EFFECT,
    refuse_non_shares,
)

NATION = "100000"

MAKE_UP: dict[str, dict[str, tuple[str, ...]]] = {
    "residence": {"urban": ("urban",), "rural": ("rural",)},
    "age": {"15_59": ("18-29", "30-39", "40-49", "50-59"), "60_plus": ("60-69",)},
    "education": {
        one: (one,)
        for one in ("bachelor_or_above", "junior_college", "senior_secondary", "junior_secondary", "primary_or_below")
    },
}
"""The groups a town's people are counted in, and the groups of the national survey each of them is made of, in equal parts."""


def group_rates(groups: pd.DataFrame, dimension: str = "residence") -> pd.DataFrame:
    """The newest national rates of the groups a town's make-up is known for, with their sampling errors.

    Indexed by group of the towns' make-up: year, share (0..1), standard_error. The year is the newest that has every group
    of the dimension. Where a town's group is made of several of the survey's (people of 15 to 59 of four groups of ages), its
    rate is their mean in equal parts. A group's own number of answers is not published, so the answers of the whole survey
    are split equally among the groups, with a design effect of 1.5; where the survey states no number
    of answers the standard error is 0, that is, its sampling error is left out.

    Raises ValueError for a dimension the towns' make-up does not have, and where no year has every group.
    """
    if dimension not in MAKE_UP:
        raise ValueError(f"groups: expected a dimension among {', '.join(MAKE_UP)}, found {dimension}")
    made_of = MAKE_UP[dimension]
    wanted = [one for parts in made_of.values() for one in parts]
    rows = groups[(groups["area_code"] == NATION) & (groups["dimension"] == dimension)]
    rows = rows[rows["group"].isin(wanted) & rows["share"].notna()]
    complete = rows.groupby("year")["group"].nunique()
    complete = complete[complete == len(wanted)]
    if complete.empty:
        raise ValueError(f"groups: no year has all of {', '.join(wanted)}")
    rows = rows[rows["year"] == complete.index.max()].set_index("group").loc[wanted]
    share, answers = figures(rows["share"]), figures(rows["survey_n"]) / len(wanted)
    variance = (share * (1 - share) * DESIGN_EFFECT / answers.where(answers > 0)).fillna(0)
    return pd.DataFrame(
        {
            "year": [rows["year"].iloc[0]] * len(made_of),
            "share": [share[list(parts)].mean() for parts in made_of.values()],
            "standard_error": [np.sqrt(variance[list(parts)].sum()) / len(parts) for parts in made_of.values()],
        },
        index=pd.Index(made_of, name="group"),
    )


@dataclass(frozen=True)
class MakeUp:
    """The towns whose make-up is known, their weights (adding up to 1), and by margin their group shares and the groups' rates."""

    weights: pd.Series
    parts: Mapping[str, pd.DataFrame]
    rates: Mapping[str, pd.DataFrame]

    def log_odds(self, rates: Mapping[str, np.ndarray] | None = None) -> np.ndarray:
        """What the margins make of each town, towns × draws: the mean of the log-odds that each margin by itself would give.

        The groups of different margins are largely the same people, and how they overlap is not published: adding the margins
        up would count a graduate of a city twice.
        """
        given = rates or {name: one["share"].to_numpy()[:, None] for name, one in self.rates.items()}
        mean: np.ndarray = np.mean([logit(self.parts[name].to_numpy() @ given[name]) for name in self.parts], axis=0)
        return mean


def _margins(areas: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """By margin what part of a town's people is in each group; missing where the town's columns are not filled."""
    rows = towns(areas)
    urban = figures(rows["urban_share"])
    refuse_non_shares(urban, "urban_share")
    found = {"residence": pd.DataFrame({"urban": urban, "rural": 1 - urban})}
    for margin, prefix in (("age", "age_"), ("education", "education_")):
        names = [f"{prefix}{group}" for group in MAKE_UP[margin]]
        if set(names) <= set(rows):
            people = pd.DataFrame({group: figures(rows[f"{prefix}{group}"]) for group in MAKE_UP[margin]})
            whole = people.sum(axis=1, skipna=False)
            found[margin] = people.div(whole.where(whole > 0), axis=0)
    return found


def make_up_of(areas: pd.DataFrame, groups: pd.DataFrame) -> MakeUp:
    """The make-up that the estimates are made of: a margin counts where it is filled for every town that the first one is filled for.

    A margin needs a national rate of each of its groups too. The first is residence, or where that is known of no town the next; a town without it, or without people, is left out.
    """
    people = figures(towns(areas)["population"])
    margins = {
        name: parts
        for name, parts in _margins(areas).items()
        if parts.notna().all(axis=1).any() and _has_rates(groups, name)
    }
    if not margins:
        return MakeUp(people.iloc[:0], {}, {})
    first = next(iter(margins.values()))
    known = people.index[(people > 0) & first.notna().all(axis=1)]
    parts, rates = {}, {}
    for name, one in margins.items():
        if one.loc[known].notna().all(axis=None):
            parts[name], rates[name] = one.loc[known], group_rates(groups, name).loc[list(one)]
    return MakeUp(people[known] / people[known].sum(), parts, rates)


def _has_rates(groups: pd.DataFrame, dimension: str) -> bool:
    """Whether some year has the national rate of every group of a dimension."""
    rows = groups[(groups["area_code"] == NATION) & (groups["dimension"] == dimension) & groups["share"].notna()]
    wanted = {one for parts in MAKE_UP[dimension].values() for one in parts}
    return any(wanted <= set(some["group"]) for _, some in rows.groupby("year"))
