"""How evenly outreach is shared among the towns' people, and which towns have more or less than their part."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.sampling import clopper_pearson

LEAST_AREAS = 30
CONFIDENCE = 0.95


class Theil(NamedTuple):
    """total = between + within. groups: by group, its share of the people and of the amount, its own inequality, and
    what it adds to within."""

    total: float
    between: float
    within: float
    groups: pd.DataFrame


class Permission(NamedTuple):
    """Whether something may be shown; if not, the key of the reason."""

    allowed: bool
    reason: str


def _shares(amount: pd.Series, population: pd.Series, what: str) -> pd.DataFrame | None:
    """Shares of the amount and of the people, over the areas where both are known; None where there is nothing to share."""
    lost = amount.index.symmetric_difference(population.index)
    if len(lost):
        raise ValueError(f"{what}: only in one of amount and population: {', '.join(map(str, lost))}")
    amount, population = figures(amount), figures(population).reindex(amount.index)
    for name, values in (("amount", amount), ("population", population)):
        wrong = values.index[values < 0]
        if len(wrong):
            raise ValueError(
                f"{what}: expected {name} of 0 or more, found {', '.join(f'{code} = {values[code]:g}' for code in wrong)}"
            )
    known = amount.notna() & (population > 0)
    amount, population = amount[known], population[known]
    if not amount.sum() > 0:
        return None
    return pd.DataFrame({"amount": amount / amount.sum(), "people": population / population.sum()}).sort_index()


def lorenz(amount: pd.Series, population: pd.Series) -> pd.DataFrame:
    """What part of all outreach the worst-served part of the people has.

    Indexed by area_code, the worst-served area first (least amount per person, then by code), with a first row ""
    at 0: people and amount, both cumulated, 0..1. amount is a total of each area (bases, or access × people), not a
    rate. Areas without people or amount known are left out; empty where there is nothing to share.

    Raises ValueError naming the areas only one of the two has, and those with less than 0.

    Lorenz (1905), Publications of the American Statistical Association 9.
    """
    shares = _shares(amount, population, "lorenz")
    if shares is None:
        return pd.DataFrame(columns=["people", "amount"], dtype=float).rename_axis("area_code")
    order = (shares["amount"] / shares["people"]).sort_values(kind="stable").index
    curve = shares.loc[order, ["people", "amount"]].cumsum()
    return pd.concat([pd.DataFrame({"people": [0.0], "amount": [0.0]}, index=[""]), curve]).rename_axis("area_code")


def gini(amount: pd.Series, population: pd.Series) -> float:
    """How unevenly outreach is shared among the people: 0 everybody the same, towards 1 all of it in one place.

    Twice the area between the Lorenz curve and the line of equal shares; people of one area are taken to share
    alike. amount and population as in lorenz. NaN where there is nothing to share.

    Gini (1912), Variabilità e mutabilità; weighted by population as in Lerman & Yitzhaki (1989), Journal of Econometrics 42.
    """
    curve = lorenz(amount, population)
    if curve.empty:
        return float("nan")
    people, amount_so_far = curve["people"].to_numpy(), curve["amount"].to_numpy()
    return float(max(1 - np.sum(np.diff(people) * (amount_so_far[1:] + amount_so_far[:-1])), 0.0))


def theil(amount: pd.Series, population: pd.Series, group: pd.Series) -> Theil:
    """How unevenly outreach is shared, and how much of that lies between kinds of towns rather than among the towns of a kind.

    T = Σ s ln(s / π), s an area's share of the amount, π of the people; 0 when every share of the amount is that of the people, at
    most ln(1 / smallest π). between compares the groups as wholes; within adds up their own inequality, each by its
    share of the amount. An area with nothing adds nothing (0 ln 0 = 0). group is by area_code, such as the kind of town.
    amount and population as in lorenz. All NaN where there is nothing to share.

    Raises ValueError as lorenz does, and naming areas without a group.

    Theil (1967), Economics and Information Theory.
    """
    shares = _shares(amount, population, "theil")
    if shares is None:
        empty = pd.DataFrame(columns=["people", "amount", "theil", "adds"], dtype=float)
        return Theil(np.nan, np.nan, np.nan, empty)
    kind = group.reindex(shares.index)
    lost = kind.index[kind.isna()]
    if len(lost):
        raise ValueError(f"theil: no group of {', '.join(map(str, lost))}")
    sums = shares.groupby(kind.to_numpy())[["people", "amount"]].sum()
    each = shares["amount"] / kind.map(sums["amount"]).astype(float).where(lambda whole: whole > 0)
    part = shares["people"] / kind.map(sums["people"]).astype(float)
    sums["theil"] = _entropy(each.fillna(0), part).groupby(kind.to_numpy()).sum().where(sums["amount"] > 0)
    sums["adds"] = (sums["amount"] * sums["theil"]).fillna(0)
    total, between = _entropy(shares["amount"], shares["people"]).sum(), _entropy(sums["amount"], sums["people"]).sum()
    return Theil(float(total), float(between), float(sums["adds"].sum()), sums)


def _entropy(amount: pd.Series, people: pd.Series) -> pd.Series:
    return amount * np.log((amount / people).where(amount > 0, 1.0))


def hoover(amount: pd.Series, population: pd.Series) -> float:
    """What part of all outreach would have to move for everybody to have the same: 0 none, towards 1 nearly all.

    ½ Σ |share of the amount − share of the people|. Arguments, refusals and NaN as in lorenz.

    Hoover (1936), Review of Economics and Statistics 18.
    """
    shares = _shares(amount, population, "hoover")
    return float("nan") if shares is None else float((shares["amount"] - shares["people"]).abs().sum() / 2)


Index: TypeAlias = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Of amounts (cases × areas) and people (by area), how uneven each case is."""
EXACTLY = 12
"""Up to how many uncertain areas every combination of their ends is looked at."""


def between(low: pd.Series, high: pd.Series, population: pd.Series) -> dict[str, tuple[float, float]]:
    """The least and the most of gini, theil (its total) and hoover where each area's amount lies anywhere between two values.

    The least is looked for among the amounts that are as much in proportion to the people as the values allow: of those with one
    total none is more even. The most is where every area has one end or the other, for the indices have no peak in between:
    all combinations of up to 12 uncertain areas; of more, those that give the best-served areas their most and the others their
    least, changed one area at a time until nothing rises. Missing where there is nothing to share even at the most.
    """
    residents = figures(population).reindex(low.index)
    known = (low.notna() & high.notna() & (residents > 0)).to_numpy()
    least, most, people = (figures(one).to_numpy()[known] for one in (low, high, residents))
    if not most.sum() > 0:
        return dict.fromkeys(_INDICES, (float("nan"), float("nan")))
    rates = np.unique(np.concatenate([least, most]) / np.tile(people, 2))
    steps = np.interp(np.linspace(0, len(rates) - 1, 16 * len(rates)), np.arange(len(rates)), rates)
    even = np.clip(steps[:, None] * people, least, most)
    free = np.flatnonzero(least < most)
    if len(free) <= EXACTLY:
        chosen = (np.arange(2 ** len(free))[:, None] >> np.arange(len(free))) & 1
        ends = np.tile(least, (len(chosen), 1))
        ends[:, free] = np.where(chosen == 1, most[free], least[free])
    else:
        order = np.argsort(-most / people, kind="stable")
        taken = np.tri(len(order) + 1, len(order), -1, dtype=bool)[:, np.argsort(order, kind="stable")]
        ends = np.where(taken, most, least)
    found = {}
    for name, index in _INDICES.items():
        peaks = index(ends, people)
        best = np.nanmax(peaks)
        if len(free) > EXACTLY:
            best = _climbed(index, ends[np.nanargmax(peaks)], least, most, people)
        found[name] = (float(min(np.nanmin(index(even, people)), best)), float(best))
    return found


def _climbed(index: Index, held: np.ndarray, least: np.ndarray, most: np.ndarray, people: np.ndarray) -> float:
    """The index where no single area's change from one end to the other raises it any more."""
    best = index(held[None], people)[0]
    while True:
        changed = np.tile(held, (len(held), 1))
        np.fill_diagonal(changed, np.where(held == most, least, most))
        found = index(changed, people)
        if not np.nanmax(found) > best + 1e-12:
            return float(best)
        held, best = changed[np.nanargmax(found)], np.nanmax(found)


def _parts(amounts: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = amounts.sum(axis=1, keepdims=True)
    return np.divide(amounts, total, out=np.full_like(amounts, np.nan), where=total > 0), people / people.sum()


def _ginis(amounts: np.ndarray, people: np.ndarray) -> np.ndarray:
    shares, part = _parts(amounts, people)
    order = np.argsort(shares / part, axis=1, kind="stable")
    ordered = np.take_along_axis(shares, order, axis=1)
    so_far = np.cumsum(ordered, axis=1)
    ginis: np.ndarray = 1 - (part[order] * (2 * so_far - ordered)).sum(axis=1)
    return ginis


def _theils(amounts: np.ndarray, people: np.ndarray) -> np.ndarray:
    shares, part = _parts(amounts, people)
    theils: np.ndarray = (shares * np.log(np.where(shares > 0, shares / part, 1.0))).sum(axis=1)
    return theils


def _hoovers(amounts: np.ndarray, people: np.ndarray) -> np.ndarray:
    shares, part = _parts(amounts, people)
    hoovers: np.ndarray = np.abs(shares - part).sum(axis=1) / 2
    return hoovers


_INDICES = {"gini": _ginis, "theil": _theils, "hoover": _hoovers}


def disparity(
    bases: pd.Series,
    population: pd.Series,
    *,
    most: pd.Series | None = None,
    together: bool = False,
) -> pd.DataFrame:
    """By how much a town's part of all bases exceeds its part of the people, and whether that could be chance.

    Indexed by area_code: bases_share, people_share, difference (shares, −1..1), low, high, significant.
    low and high: a base is taken as a draw that falls on the town with a fixed chance, so the town's count is binomial among all
    bases; the interval is the exact one around bases_share, less people_share, which is known without error. With most, the
    largest counts there can be, it reaches from the low end of the town's least share (its own count as recorded, all others at
    their most) to the high end of its largest. significant is
    false where it contains 0: so few bases could lie like that by chance, or by what is not on record. With `together` the interval is wide enough for
    all towns at once (Bonferroni over the cells of the multinomial, Goodman 1965): use it to pick out the towns that stand
    out; without, to judge a town chosen beforehand. Counts with a town alone: sum them by kind or other groups beforehand to
    compare those. Areas without people or count known are left out; with no base at all the frame is empty.

    Raises ValueError as lorenz does.

    Clopper & Pearson (1934), Biometrika 26; Goodman (1965), Technometrics 7.
    """
    shares = _shares(bases, population, "disparity")
    if shares is None:
        empty = pd.DataFrame(columns=["bases_share", "people_share", "difference", "low", "high"], dtype=float)
        return empty.assign(significant=pd.Series(dtype=bool)).rename_axis("area_code")
    own = figures(bases).reindex(shares.index)
    largest = own if most is None else figures(most).reindex(shares.index).fillna(own)
    level = 1 - (1 - CONFIDENCE) / (len(shares) if together else 1)
    least = clopper_pearson(own, own + largest.sum() - largest, level)["low"]
    greatest = clopper_pearson(largest, largest + own.sum() - own, level)["high"]
    low, high = least - shares["people"], greatest - shares["people"]
    return pd.DataFrame(
        {
            "bases_share": shares["amount"],
            "people_share": shares["people"],
            "difference": shares["amount"] - shares["people"],
            "low": low,
            "high": high,
            "significant": (low > 0) | (high < 0),
        }
    ).rename_axis("area_code")


def urban_rural(value: pd.Series, population: pd.Series, urban_share: pd.Series) -> pd.Series:
    """What urban and rural residents have on average, where a town's own are taken to have the same.

    A series: urban, rural (means of value, weighted by the people of each), difference (urban − rural) and ratio
    (urban / rural). value is a rate of each town (coverage, access), all three are by area_code. Towns where any
    of the three is unknown are left out. Since nobody knows who inside a town has how much, the
    difference within towns is left out and the true one may be larger. ratio is missing where rural is 0.

    Raises ValueError naming towns whose urban share is none.
    """
    value, people, urban = (
        figures(value),
        figures(population).reindex(value.index),
        figures(urban_share).reindex(value.index),
    )
    wrong = urban.index[(urban < 0) | (urban > 1)]
    if len(wrong):
        raise ValueError(
            f"urban_share: expected a share from 0 to 1, found {', '.join(f'{code} = {urban[code]:g}' for code in wrong)}"
        )
    known = value.notna() & people.notna() & urban.notna()
    means = {}
    for name, part in (("urban", urban), ("rural", 1 - urban)):
        own = (people * part)[known]
        means[name] = float((value[known] * own).sum() / own.sum()) if own.sum() > 0 else np.nan
    ratio = means["urban"] / means["rural"] if means["rural"] and means["rural"] > 0 else np.nan
    return pd.Series({**means, "difference": means["urban"] - means["rural"], "ratio": ratio})


def hot_spots_allowed(areas: int) -> Permission:
    """Whether a map of hot and cold spots may be drawn over so many areas.

    Not below 30: with a dozen towns local Moran's I has too few neighbours to draw from to come out significant, and
    whatever it does mark is chance. The reason is `too_few_areas`, or empty.

    Anselin (1995), Geographical Analysis 27, on the permutations behind local indicators.
    """
    return Permission(True, "") if areas >= LEAST_AREAS else Permission(False, "too_few_areas")


class Equity(NamedTuple):
    """A district's inequality: of the bases among its towns' people, and of being covered between urban and rural ones.

    ranges has the least and the most of `gini`, `theil` (its total) and `hoover`; urban_rural_most is urban_rural with the most
    that may be in reach.
    """

    gini: float
    theil: Theil
    hoover: float
    disparity: pd.DataFrame
    urban_rural: pd.Series
    hot_spots: Permission
    ranges: Mapping[str, tuple[float, float]]
    urban_rural_most: pd.Series


def of_district(areas: pd.DataFrame, measured: pd.DataFrame, covered: Mapping[str, pd.DataFrame], way: str) -> Equity:
    """Every figure of inequality at once, from the bases on record in each town and the share of its people covered.

    measured has the bases by area_code, as recorded and the most there may be (bases_high); covered is the coverage by way of
    travel as register.covered gives it, whose high is what may be. The disparity is wide enough for all
    towns at once, to pick out those that stand out. Refusals as in the parts.
    """
    town = towns(areas)
    people, amount = figures(town["population"]), figures(measured["bases"].reindex(town.index))
    most = figures(measured["bases_high"].reindex(town.index))

    def split(end: str) -> pd.Series:
        return urban_rural(covered[way][end].reindex(town.index), people, town["urban_share"])

    return Equity(
        gini(amount, people),
        theil(amount, people, town["kind"]),
        hoover(amount, people),
        disparity(amount, people, most=most, together=True),
        split("value"),
        hot_spots_allowed(len(town)),
        between(amount, most, people),
        split("high"),
    )
