"""A survey of the towns as it goes out: which villages to go to, whom to call on, what that costs and how firm it makes figures."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.planner import detectable, sample_size
from outreach.measures.sampling import RELIABLE_CV, USABLE_CV, at_least_one, published

CORRELATION = 0.05
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
DESIGNS = ("villages", "persons")
SUMS = ["answers", "visits", "villages", "journeys", "cost"]


class Field(NamedTuple):
    """How a survey goes out: people answering in each village, their intra-village correlation, the part of those called on who
    answer (0 to 1), and what a journey to a village and a call cost where that is known; a cost nobody stated is None, never
    a guess. unit is what costs are told in: `yuan`, or `calls` where a journey is stated as so many calls; of_wave the year
    of the survey that the correlation is from, None where it is assumed or stated."""

    per_village: int
    correlation: float
    response: float
    cost_village: float | None = None
    cost_visit: float | None = None
    unit: str = "yuan"
    of_wave: int | None = None

    @property
    def design_effect(self) -> float:
        """What villages cost in precision: 1 + (people per village − 1) × correlation."""
        return 1 + (self.per_village - 1) * self.correlation

    @property
    def cheapest(self) -> float:
        """How many people to ask in each village for the least cost at the same precision: √(journey / call · (1 − ρ) / ρ), a call
        counted by the answers it brings. NaN without costs, without correlation, and where a call costs nothing.

        Kish (1965), Survey Sampling, section 8.3; Cochran (1977), Sampling Techniques, section 10.6.
        """
        if self.cost_village is None or not self.cost_visit or not self.correlation > 0:
            return float("nan")
        an_answer = self.cost_visit / self.response
        return float(np.sqrt(self.cost_village / an_answer * (1 - self.correlation) / self.correlation))


class Plan(NamedTuple):
    """A wish planned: of each town and design, of both designs together, and how many calls a journey must cost as much as for
    villages to be the cheaper design."""

    by_town: pd.DataFrame
    together: pd.DataFrame
    breaks_even: float


def field_of(
    outing: Mapping[str, float | None], settings: Mapping[str, float | None], told: tuple[float, int] | None
) -> Field:
    """How a survey goes out: what a visitor says of it, else what the district's settings do, else what its own survey tells.

    outing: `each`, `alike`, `answer` (of 100), `journey` (in calls), None where nothing is said; settings as `Sampling` has
    them; told as from `correlation_of`. Without any the correlation is CORRELATION, assumed.
    """
    stated = outing["alike"] if outing["alike"] is not None else settings["correlation"]
    alike, of_wave = told if told and stated is None else (CORRELATION if stated is None else stated, None)
    each = outing["each"] or settings["per_village"]
    response = settings["response"] if outing["answer"] is None else outing["answer"] / 100
    costs = (settings["cost_village"], settings["cost_call"], "yuan")
    if outing["journey"]:
        costs = (outing["journey"], 1.0, "calls")
    return Field(int(each or 1), float(alike), float(response or 1), *costs, of_wave)


def villages_of(areas: pd.DataFrame) -> pd.Series:
    """How many villages and communities each town has in all, by area_code; missing where either is unknown."""
    rows = towns(areas)
    return (figures(rows["villages"]) + figures(rows["communities"])).rename("villages")


def plan_of(
    share: float | None, field: Field, wished: tuple[str, float], areas: pd.DataFrame, villages: pd.Series
) -> Plan | None:
    """A visitor's wish (`cv` in per cent, `tell` in points, `given` in answers) planned; None without a share to expect."""
    if share is None or not 0 < share < 1:
        return None
    people = towns(areas)["population"]
    found = designs(share, in_shares(wished), field, people, villages)
    together = of_district(found, share, people)
    return Plan(found, together, breaks_even(together))


def wishes_of(
    share: float | None,
    field: Field,
    wished: tuple[str, float] | None,
    areas: pd.DataFrame,
    villages: pd.Series,
) -> pd.DataFrame | None:
    """A visitor's own wish planned, and after it the usual ones; None without a share to expect. See `plans`."""
    if share is None or not 0 < share < 1:
        return None
    first = () if wished is None else (in_shares(wished),)
    rest = tuple(one for one in WISHES if one not in first)
    return plans(share, field, towns(areas)["population"], villages, (*first, *rest))


def in_shares(wished: tuple[str, float]) -> tuple[str, float]:
    """A wish with its amount as a share where it is said in per cent or points."""
    kind, amount = wished
    return wished if kind == "given" else (kind, round(amount / 100, 9))


def sample_of(plan: Plan | None, villages: pd.Series, seed: int) -> pd.DataFrame | None:
    """The villages drawn for a plan by their numbers, with what to do in each: answers, visits; None without a plan.

    A town of which it is not known how many villages it has is not on it.
    """
    if plan is None:
        return None
    wanted = plan.by_town.xs("villages", level="design")
    drawn = drawn_villages(numbered(villages), wanted["villages"], seed)
    town = wanted.loc[drawn["area_code"]].reset_index(drop=True)
    return drawn.assign(answers=town["each"], visits=_whole(town["visits"] / town["villages"]))


def correlation_of(survey: pd.DataFrame, areas: pd.DataFrame) -> tuple[float, int] | None:
    """How alike people of one village answered in the newest survey of the towns that tells it, and its year; None without one.

    (design effect − 1) / (answers per village − 1), the mean over the towns by their answers and not below 0. Unequal weights
    count as likeness here, so it is rather too large than too small.
    """
    rows = survey[(survey["group"] == "all") & survey["area_code"].isin(towns(areas).index)]
    if "clusters" not in rows:
        return None
    n, clusters, effect = figures(rows["n"]), figures(rows["clusters"]), figures(rows["design_effect"])
    each = n / clusters
    told = effect.notna() & (each > 1)
    if not told.any():
        return None
    wave = int(rows.loc[told, "wave"].max())
    told &= rows["wave"] == wave
    alike = (at_least_one(effect[told]) - 1) / (each[told] - 1)
    return float(np.clip(np.average(alike, weights=n[told]), 0, 1)), wave


def designs(
    share: float, wish: tuple[str, float], field: Field, people: pd.Series, villages: pd.Series | None = None
) -> pd.DataFrame:
    """What a survey of every town takes when it goes out by villages, and when people are drawn one by one, side by side.

    share is the one expected; wish is `cv` or `tell` (as shares) or `given` (answers of each town). people is by area_code, how
    many live in each town, villages how many villages and communities it has; missing where unknown, and then taken for
    many. Two rows a town, by `design` (`villages`, `persons`): answers, visits (people to call on, answers over the response),
    villages (to go to; missing for persons), each (answers a village), journeys (one a village, one by one one a call), enough (false where there
    are not as many people as that takes), standard_error, effect (on the error, of the design and of the town's being
    finite), degrees, cv, low, high, reliability (as it would be published; the error's degrees of freedom are those of all
    towns), cost (missing without unit costs).

    Finite towns: the error is that of villages drawn without replacement and of people drawn without replacement in them,
    p(1 − p) [ρ (1/k − 1/K) + (1 − ρ)(1/n − 1/N)] for k of K villages and n of N people, so that a town all of whose villages are
    asked has no error between villages. Where people per village as set do not make it even in all villages, more are
    asked in each.

    Raises ValueError for a correlation or a response out of 0 to 1 (response above 0), and fewer than 1 person a village.

    Kish (1965), Survey Sampling, section 5.4; Cochran (1977), Sampling Techniques, sections 4.2 and 10.3.
    """
    _refuse(field)
    living = figures(people)
    there = living * np.nan if villages is None else figures(villages).reindex(living.index)
    found = {}
    for design in DESIGNS:
        table = _of_design(share, wish, field, living, there, design)
        found[design] = table.join(_told(share, table["answers"], table["effect"], table["degrees"]))
    return pd.concat(found, names=["design"]).swaplevel().sort_index(level=0, sort_remaining=False)


def _refuse(field: Field) -> None:
    if not 0 <= field.correlation <= 1 or not 0 < field.response <= 1 or field.per_village < 1:
        raise ValueError(f"designs: expected correlation and response from 0 to 1 and 1 person or more, found {field}")


def _of_design(
    share: float, wish: tuple[str, float], field: Field, living: pd.Series, there: pd.Series, design: str
) -> pd.DataFrame:
    by_village = design == "villages"
    alike = field.correlation if by_village else 0.0
    within = (1 - alike) * _over(living)
    if wish[0] == "given":
        answers = pd.Series(float(wish[1]), index=living.index)
    else:
        answers = (alike * field.per_village + 1 - alike) / (_sought(share, wish) + alike * _over(there) + within)
    go_to = pd.Series(np.nan, index=living.index)
    if by_village:
        all_of_them = _whole(answers / field.per_village) > there
        if wish[0] != "given":
            answers = answers.mask(all_of_them, (1 - alike) / (_sought(share, wish) + within))
        go_to = _whole(answers / field.per_village).mask(all_of_them, there)
    answers = _whole(answers)
    visits = _whole(answers / field.response)
    between = alike * (1 / go_to - _over(there)) if by_village else 0.0
    variance = share * (1 - share) * (between + (1 - alike) * (1 / answers - _over(living))).clip(lower=0)
    degrees = (go_to - 1).mask(go_to >= there, answers - go_to) if by_village else answers - 1
    journeys = go_to if by_village else visits
    return pd.DataFrame(
        {
            "answers": answers,
            "visits": visits,
            "villages": go_to,
            "each": _whole(answers / go_to),
            "journeys": journeys,
            "enough": ~(visits > living),
            "standard_error": np.sqrt(variance),
            "effect": variance * answers / (share * (1 - share)),
            "degrees": degrees,
            "cost": _cost(journeys, visits, field),
        }
    )


def _told(share: float, answers: pd.Series, effect: pd.Series, degrees: pd.Series) -> pd.DataFrame:
    """What would be published of figures planned so."""
    expected = pd.Series(share, index=answers.index)
    pooled = pd.Series(degrees.sum(), index=answers.index)
    told = published(expected, answers, effect.clip(lower=1e-9), degrees, pooled)
    return told[["cv", "low", "high", "reliability"]]


def _over(number: pd.Series) -> pd.Series:
    """One over a number; nought where it is unknown, as of very many."""
    return (1 / number.where(number > 0)).fillna(0.0)


def _whole(number: pd.Series) -> pd.Series:
    return pd.Series(np.ceil(number.round(9)), index=number.index)


def _sought(share: float, wish: tuple[str, float]) -> float:
    """The error wanted, as one over the answers that give it where people are drawn one by one from very many."""
    kind, value = wish
    if kind == "cv":
        return value**2 * share / (1 - share)
    other = share + value if share + value < 1 else share - value
    return 1 / sample_size(share, other=other, design_effect=1.0)


def _cost(journeys: pd.Series, visits: pd.Series, field: Field) -> pd.Series:
    if field.cost_village is None or field.cost_visit is None:
        return journeys * np.nan
    return journeys * field.cost_village + visits * field.cost_visit


def of_district(found: pd.DataFrame, share: float, people: pd.Series) -> pd.DataFrame:
    """What the towns of `designs` take and give together, a row per design: answers, visits, villages, journeys, cost, cv, low,
    high, reliability.

    The district's share is the towns' weighed by their people; towns of unknown population do not count in its precision.
    """
    weight = figures(people).dropna()
    weight = weight / weight.sum()
    rows = {}
    for design in DESIGNS:
        own = found.xs(design, level="design")
        known = own.reindex(weight.index)
        variance = float((weight**2 * known["standard_error"] ** 2).sum())
        answers = pd.Series([float(known["answers"].sum())])
        effect = pd.Series([variance * answers[0] / (share * (1 - share))])
        told = _told(share, answers, effect, pd.Series([float(known["degrees"].sum())]))
        sums = pd.DataFrame({name: [own[name].sum(min_count=1)] for name in SUMS})
        rows[design] = sums.join(told)
    return pd.concat(rows, names=["design"]).droplevel(1)


def breaks_even(whole: pd.DataFrame) -> float:
    """How many calls a journey must cost as much as for villages to be the cheaper design; 0 where they always are, NaN where never.

    By villages more people are called on, one by one more journeys made; nobody's prices enter.
    """
    calls, journeys = (figures(whole[name]) for name in ("visits", "journeys"))
    more_calls = float(calls["villages"] - calls["persons"])
    fewer_journeys = float(journeys["persons"] - journeys["villages"])
    return float("nan") if not fewer_journeys > 0 else max(more_calls / fewer_journeys, 0.0)


def plans(
    share: float,
    field: Field,
    people: pd.Series,
    villages: pd.Series | None = None,
    wishes: tuple[tuple[str, float], ...] = WISHES,
) -> pd.DataFrame:
    """What a survey of the towns by villages would have to ask, and what it would give, wish by wish.

    wishes are pairs: `cv` (a coefficient of variation no larger), `tell` (a town told from one so much higher, or lower where
    nothing is so high) or `given` (so many people). A row per wish: kind, value, n (answers in a large town), and of it
    cv, reliability, low, high, detectable; total, visits and go_to (villages) of all towns together, where small ones need fewer. Refusals as in
    sample_size and designs.
    """
    _refuse(field)
    living = figures(people)
    there = living * np.nan if villages is None else figures(villages).reindex(living.index)
    rows = []
    for kind, value in wishes:
        if kind == "given":
            n = int(value)
        else:
            other = share + value if share + value < 1 else share - value
            asked = {"cv": value} if kind == "cv" else {"other": other}
            n = sample_size(share, **asked, design_effect=field.design_effect)
        sums = _of_design(share, (kind, value), field, living, there, "villages")[
            ["answers", "visits", "villages"]
        ].sum()
        together = {"total": sums["answers"], "visits": sums["visits"], "go_to": sums["villages"]}
        more = detectable(share, n, field.design_effect)
        rows.append({"kind": kind, "value": value, "n": n, **together, "detectable": more})
    table = pd.DataFrame(rows)
    degrees = np.ceil(table["n"] / field.per_village) - 1
    every = {name: pd.Series(one, index=table.index) for name, one in (("s", share), ("d", field.design_effect))}
    told = published(every["s"], table["n"], every["d"], degrees, degrees * max(len(living), 1))
    return table.join(told[["cv", "reliability", "low", "high"]])


def numbered(villages: pd.Series) -> pd.DataFrame:
    """A list to draw from where only the number of each town's villages is known: area_code, village (its number), people (missing).

    A town of unknown number is not on it.
    """
    known = figures(villages).dropna().astype(int)
    rows = [(code, str(one), np.nan) for code, many in known.items() for one in range(1, many + 1)]
    return pd.DataFrame(rows, columns=["area_code", "village", "people"])


def drawn_villages(listed: pd.DataFrame, wanted: pd.Series, seed: int) -> pd.DataFrame:
    """Which villages to go to: as many of each town as wanted, drawn by chance from a list of them, the same for the same seed.

    listed has area_code, village and where known people; wanted is by area_code. Where people are known of all of a town's
    villages, the chance is in proportion to them (systematically, in the order of the list), so that as many people asked in
    each give everybody the same chance; elsewhere every village has the same. A town with no more villages than wanted has
    them all. Columns area_code, village, people, chance (of the village to be drawn). What is drawn of one town does not
    depend on the others.

    Madow (1949), Annals of Mathematical Statistics 20.
    """
    parts = []
    for code, own in listed.groupby("area_code", sort=True):
        number = int(wanted.get(code, 0))
        if number >= len(own):
            parts.append(own.assign(chance=1.0))
            continue
        size = figures(own["people"]) if "people" in own else pd.Series(np.nan, index=own.index)
        known = bool(size.notna().all() and (size > 0).all())
        chance = _chances(size if known else pd.Series(1.0, index=own.index), number)
        random = np.random.default_rng([seed, *str(code).encode()])
        if known:
            steps = np.cumsum(chance.to_numpy()) - random.random()
            taken = np.floor(steps) > np.floor(np.concatenate([[steps[0] - chance.iloc[0]], steps[:-1]]))
        else:
            taken = np.isin(np.arange(len(own)), random.choice(len(own), number, replace=False))
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
