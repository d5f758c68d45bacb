"""How many people a survey of the towns must ask for what is wanted of it, and what so many give."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import norm

from outreach.measures.areas import figures
from outreach.measures.literacy import Official
from outreach.measures.sampling import (
    DESIGN_EFFECT,
    LEAST_ANSWERS,
    POWER,
    RELIABLE_CV,
    SIGNIFICANCE,
    USABLE_CV,
    coefficient_of_variation,
    wilson,
)


def _answers_to_tell(share: float, other: float, design_effect: float, power: float) -> float:
    middle = (share + other) / 2
    spread = norm.ppf(1 - SIGNIFICANCE / 2) * np.sqrt(2 * middle * (1 - middle))
    spread += norm.ppf(power) * np.sqrt(share * (1 - share) + other * (1 - other))
    return design_effect * (spread / (share - other)) ** 2


def sample_size(
    share: float,
    *,
    cv: float | None = None,
    other: float | None = None,
    design_effect: float = DESIGN_EFFECT,
    power: float = POWER,
) -> int:
    """How many people of a town must be asked for its figure to be firm, or to tell it from another's.

    share is what one expects, between 0 and 1. With cv: answers for a coefficient of variation no larger than that,
    (1 − p) / p · deff / cv². With other: answers in each of two towns for telling the two shares apart, at 5 % two-sided, with the given
    power. Rounded up; people asked in vain come on top. The town is taken to be large beside the sample.
    With 14 % and deff 1.5, cv 16.5 % takes 339.

    Raises ValueError unless exactly one of cv and other is given, for shares not between 0 and 1, equal shares, and a cv,
    design effect or power out of range.

    Kish (1965), Survey Sampling; Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, formula 4.14.
    """
    if (cv is None) == (other is None):
        raise ValueError("sample_size: expected either cv or other")
    _refuse_plan(share, design_effect, power)
    if cv is not None:
        if not cv > 0:
            raise ValueError(f"sample_size: expected cv above 0, found {cv:g}")
        return int(np.ceil(round((1 - share) / share * design_effect / cv**2, 9)))
    _refuse_plan(other, design_effect, power)
    if other == share:
        raise ValueError(f"sample_size: expected two different shares, found {share:g} twice")
    return int(np.ceil(round(_answers_to_tell(share, other, design_effect, power), 9)))


def _refuse_plan(share: float, design_effect: float, power: float) -> None:
    if not 0 < share < 1:
        raise ValueError(f"sample_size: expected a share between 0 and 1, found {share:g}")
    if not design_effect > 0 or not 0 < power < 1:
        raise ValueError(
            f"sample_size: expected a design effect above 0 and a power between 0 and 1, found {design_effect:g} and {power:g}"
        )


class Precision(NamedTuple):
    """What so many answers give: cv, its reliability (A, E, F), the 95 % interval around the expected share, and the
    smallest difference above it that can be told (NaN where none up to 1 can)."""

    cv: float
    reliability: str
    low: float
    high: float
    detectable: float


def sample_gives(share: float, n: float, design_effect: float = DESIGN_EFFECT, power: float = POWER) -> Precision:
    """How firm a town's figure will be when n of its people answer: sample_size asked backwards.

    share is what one expects, between 0 and 1. detectable: how much higher the share of another town with as many answers
    must be to be told apart, at 5 % two-sided with the given power; in shares.

    Raises ValueError for a share not between 0 and 1, fewer than 1 answer, a design effect or a power out of range.
    """
    _refuse_plan(share, design_effect, power)
    if not n >= 1:
        raise ValueError(f"sample_size: expected 1 answer or more, found {n:g}")
    one, answers = pd.Series([share]), pd.Series([float(n)])
    cv = coefficient_of_variation(one, np.sqrt(one * (1 - one) * design_effect / answers))
    interval = wilson(one, answers, design_effect).iloc[0]
    firm = "A" if cv[0] <= RELIABLE_CV else "E" if cv[0] <= USABLE_CV else "F"
    grade = "F" if n < LEAST_ANSWERS else firm

    def short(more: float) -> float:
        return _answers_to_tell(share, share + more, design_effect, power) - n

    most = 1 - share
    more = brentq(short, 1e-9, most, xtol=1e-12) if short(most) <= 0 else float("nan")
    return Precision(float(cv[0]), grade, float(interval["low"]), float(interval["high"]), float(more))


WISHES = (
    ("cv", 0.10),
    ("cv", RELIABLE_CV),
    ("cv", 0.25),
    ("cv", USABLE_CV),
    ("tell", 0.03),
    ("tell", 0.05),
    ("tell", 0.08),
    ("given", 100),
    ("given", 200),
    ("given", 500),
    ("given", 1000),
)


def plans(official: Official | None, design_effect: float, own: tuple[str, float]) -> pd.DataFrame | None:
    """A visitor's own wish planned for the official share, and after it the usual ones; None without an official figure.

    own is a kind and an amount: `cv` in per cent, `tell` in percentage points, `given` in people of each town.
    """
    if official is None:
        return None
    kind, amount = own
    first = (kind, amount if kind == "given" else amount / 100)
    return survey_plans(official.share, design_effect, (first, *(one for one in WISHES if one != first)))


def survey_plans(
    share: float, design_effect: float = DESIGN_EFFECT, wishes: tuple[tuple[str, float], ...] = WISHES
) -> pd.DataFrame:
    """What a survey of the towns would have to ask, and what it would give, wish by wish.

    wishes are pairs: `cv` (a coefficient of variation no larger), `tell` (a town told from one so much higher, or lower where
    nothing is so high) or `given` (so many people). A row per wish: kind, value, n (people in each town) and the fields of Precision. Refusals as in
    sample_size.
    """
    rows = []
    for kind, value in wishes:
        if kind == "given":
            n = int(value)
        elif kind == "cv":
            n = sample_size(share, cv=value, design_effect=design_effect)
        else:
            other = share + value if share + value < 1 else share - value
            n = sample_size(share, other=other, design_effect=design_effect)
        rows.append({"kind": kind, "value": value, "n": n, **sample_gives(share, n, design_effect)._asdict()})
    return pd.DataFrame(rows)


class Field(NamedTuple):
    """How a survey goes out: people answering in each village, their intra-village correlation, the part of those called on who
    answer (0 to 1), and what a village and a call cost where that is known; a cost nobody stated is None, never a guess."""

    per_village: int
    correlation: float
    response: float
    cost_village: float | None = None
    cost_visit: float | None = None

    @property
    def design_effect(self) -> float:
        """What villages cost in precision: 1 + (people per village − 1) × correlation."""
        return 1 + (self.per_village - 1) * self.correlation


def designs(
    share: float, wish: tuple[str, float], field: Field, people: pd.Series, villages: pd.Series | None = None
) -> pd.DataFrame:
    """What a survey of every town takes when it goes out by villages, and when people are drawn one by one, side by side.

    share is the one expected; wish as in survey_plans (`cv` and `tell` as shares, `given` as people). people is by area_code,
    how many live in each town, villages how many villages and communities it has; missing where unknown, which is then
    taken for many. Two rows a town, by `design` (`villages`, `persons`): answers, visits (people to call on, answers over the
    response), villages (to go to; missing for persons), enough (false where the town has fewer villages than that takes, or
    fewer people), cv, low, high (95 %, by t with villages less one), degrees, cost (missing without unit costs; one by one
    every call is a journey of its own). A small town needs fewer: answers are those of a large one shrunk by
    n / (1 + (n − 1) / people).

    Raises ValueError for a correlation or a response out of 0 to 1 (response above 0), and fewer than 1 person a village.

    Kish (1965), Survey Sampling, sections 5.4 and 2.6; Cochran (1977), Sampling Techniques, section 4.4.
    """
    if not 0 <= field.correlation <= 1 or not 0 < field.response <= 1 or field.per_village < 1:
        raise ValueError(f"designs: expected correlation and response from 0 to 1 and 1 person or more, found {field}")
    rows = []
    for code, living in figures(people).items():
        there = float("nan") if villages is None else float(villages.get(code, np.nan))
        for design, effect in (("villages", field.design_effect), ("persons", 1.0)):
            rows.append({"area_code": code, "design": design, **_of_town(share, wish, field, effect, living, there)})
    return pd.DataFrame(rows).set_index(["area_code", "design"])


def _of_town(
    share: float, wish: tuple[str, float], field: Field, effect: float, living: float, there: float
) -> dict[str, float | bool]:
    n = float(_asked(share, wish, effect))
    if living == living and wish[0] != "given":
        n = np.ceil(round(n / (1 + (n - 1) / living), 9))
    by_village = effect != 1 or field.per_village == 1
    go_to = np.ceil(n / field.per_village) if by_village else np.nan
    visits = np.ceil(round(n / field.response, 9))
    short = bool(by_village and there == there and go_to > there) or bool(living == living and visits > living)
    left = 1 - n / living if living == living and living > n else 1.0
    one, answers = pd.Series([share]), pd.Series([n])
    degrees = go_to - 1 if by_village else n - 1
    ends = wilson(one, answers, effect * left, df=degrees).iloc[0]
    journeys = go_to if by_village else visits
    known = field.cost_village is not None and field.cost_visit is not None
    return {
        "answers": n,
        "visits": visits,
        "villages": go_to,
        "enough": not short,
        "cv": float(np.sqrt(share * (1 - share) * effect * left / n) / share),
        "low": float(ends["low"]),
        "high": float(ends["high"]),
        "degrees": degrees,
        "cost": journeys * field.cost_village + visits * field.cost_visit if known else np.nan,
    }


def _asked(share: float, wish: tuple[str, float], effect: float) -> int:
    kind, value = wish
    if kind == "given":
        return int(value)
    if kind == "cv":
        return sample_size(share, cv=value, design_effect=effect)
    other = share + value if share + value < 1 else share - value
    return sample_size(share, other=other, design_effect=effect)


def of_district(found: pd.DataFrame, share: float, people: pd.Series, field: Field) -> pd.DataFrame:
    """What the towns of `designs` take and give together, a row per design: answers, visits, villages, cost, cv, low, high.

    The district's share is the towns' weighed by their people; towns of unknown population do not count in its precision.
    """
    weight = figures(people).dropna()
    weight = weight / weight.sum()
    rows = {}
    for design, effect in (("villages", field.design_effect), ("persons", 1.0)):
        own = found.xs(design, level="design")
        sums = own[["answers", "visits", "villages", "cost"]].sum(min_count=1, skipna=design == "persons")
        error = float(np.sqrt((weight**2 * effect * share * (1 - share) / own["answers"].reindex(weight.index)).sum()))
        reach = norm.ppf(0.975) * error
        rows[design] = {**sums, "cv": error / share, "low": max(share - reach, 0.0), "high": min(share + reach, 1.0)}
    return pd.DataFrame(rows).T.rename_axis("design")


def drawn_villages(listed: pd.DataFrame, wanted: pd.Series, seed: int) -> pd.DataFrame:
    """Which villages to go to: as many of each town as wanted, drawn by chance from a list of them, the same for the same seed.

    listed has area_code, village and where known people; wanted is by area_code. Where people are known of all of a town's
    villages, the chance is in proportion to them (systematically, in the order of the list), so that as many people asked in
    each give everybody the same chance; elsewhere every village has the same. A town with no more villages than wanted has
    them all. Columns area_code, village, people, chance (of the village to be drawn).

    Madow (1949), Annals of Mathematical Statistics 20.
    """
    random = np.random.default_rng(seed)
    parts = []
    for code, own in listed.groupby("area_code", sort=True):
        number = int(wanted.get(code, 0))
        if number >= len(own):
            parts.append(own.assign(chance=1.0))
            continue
        size = figures(own["people"]) if "people" in own else pd.Series(np.nan, index=own.index)
        size = size if size.notna().all() and (size > 0).all() else pd.Series(1.0, index=own.index)
        chance = _chances(size, number)
        steps = np.cumsum(chance.to_numpy()) - random.random()
        taken = np.floor(steps) > np.floor(np.concatenate([[steps[0] - chance.iloc[0]], steps[:-1]]))
        parts.append(own[taken].assign(chance=chance[taken]))
    columns = ["area_code", "village", "people", "chance"]
    return pd.concat(parts, ignore_index=True).reindex(columns=columns) if parts else pd.DataFrame(columns=columns)


def _chances(size: pd.Series, number: int) -> pd.Series:
    """Chances in proportion to size that add up to number, none above 1: a village larger than its share is certain."""
    chance = pd.Series(0.0, index=size.index)
    sure = pd.Series(False, index=size.index)
    while True:
        rest = ~sure
        chance[rest] = (number - sure.sum()) * size[rest] / size[rest].sum()
        chance[sure] = 1.0
        over = rest & (chance > 1)
        if not over.any():
            return chance
        sure |= over
