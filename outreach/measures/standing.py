"""The figures in which one town is set beside the others and the district."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures import reach, register
from outreach.measures.areas import figures, towns
from outreach.measures.bases import standing as level_of
from outreach.measures.literacy.estimates import Estimates
from outreach.measures.reach.distances import nearest, within
from outreach.measures.town import nearest_by_level as _nearest_by_level
from outreach.vocabulary import Assumed

GROUPS = 12
BARELY_KM = 1e-9
MEASURES = (
    "bases_per_10k",
    "coverage_walk",
    "coverage_ebike",
    "coverage_drive",
    "mean_km",
    "completeness",
    "share",
    "gap",
)
"""In the order they are read: how many bases, how near, what is missing, what people know, and all of it in one index."""


def mean_km(demand: pd.DataFrame, located: pd.DataFrame, detour: float, district: str) -> pd.DataFrame:
    """How far people have to go to the nearest base of any level, on average, in estimated travel kilometres.

    Indexed by area_code, the towns and the district under its own code: value, low, high; straight distance × detour, weighted
    by people. value: bases taken where they are drawn. low and high: each base as near and as far as its radius allows; a
    base without radius counts for value and low where it is drawn, never for high. low ≤ value ≤ high.
    A town nobody counted is missing and does not weigh on the district; with no base at all everything is missing.
    """
    people = figures(demand["population"])
    found = {}
    for name, distances in _ends(demand, located[located["counted"]]).items():
        km = distances * detour
        parts = pd.DataFrame({"km": km * people, "people": people.where(km.notna())})
        sums = parts.groupby(demand["area_code"]).sum(min_count=1)
        sums.loc[district] = parts.sum(min_count=1)
        found[name] = sums["km"] / sums["people"].where(sums["people"] > 0)
    return pd.DataFrame(found).rename_axis("area_code")


def _ends(demand: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    """The least distance of every point (value), and the least that each base's radius allows (low) or makes sure (high).

    A base farther than the nearest one by more than the largest radius can be neither: such pairs are not
    measured. Points are taken together with those that have about as far to go.
    """
    radius = figures(counted["radius_km"])
    firm = counted[radius.notna()]
    found = pd.DataFrame(
        {"value": nearest(demand, counted)["distance_km"].astype(float), "low": np.nan, "high": np.nan},
        index=demand.index,
    )
    sure = nearest(demand, firm)["distance_km"].astype(float)
    most = sure.where(sure.notna(), found["value"]) + (radius.max() if len(firm) else 0)
    known = most.dropna().sort_values(kind="stable").index
    for some in np.array_split(known, min(GROUPS, max(len(known), 1))):
        if not len(some):
            continue
        pairs = within(demand.loc[some], counted, most[some].max() + BARELY_KM)
        reach = pairs["base_id"].map(radius).astype(float)
        near = pd.DataFrame(
            {
                "place": pairs["place_id"],
                "low": (pairs["distance_km"] - reach.fillna(0)).clip(lower=0),
                "high": pairs["distance_km"] + reach,
            }
        )
        least = near.groupby("place")[["low", "high"]].min()
        found.loc[least.index, ["low", "high"]] = least
    return found


def nearest_by_level(
    bases: pd.DataFrame, levels: pd.DataFrame, demand: pd.DataFrame, located: pd.DataFrame, detour: float
) -> pd.DataFrame:
    """The nearest base of every level for every town, as town.nearest_by_level, from the tables themselves.

    The level of a base is that of bases.standing: the one it was recognised at or that runs it, the higher of the two.
    """
    return _nearest_by_level(demand, located, level_of(bases, levels), levels, detour)


def counts_by_level(bases: pd.DataFrame, areas: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """How many bases of each level are recorded in each town, as reach.located.counts_by; the level is that of bases.standing."""
    return reach.located.counts_by(bases.assign(level=bases["base_id"].map(level_of(bases, levels))), areas, "level")


def of_towns(measured: pd.DataFrame, mean_km: pd.DataFrame) -> pd.DataFrame:
    """The measures of `MEASURES` for every town: those of gaps.towns.by_town and the distance to the nearest base."""
    return measured.assign(mean_km=mean_km["value"].reindex(measured.index))[list(MEASURES)]


def intervals(measured: pd.DataFrame, mean_km: pd.DataFrame) -> pd.DataFrame:
    """What is possible of the measures that are not sure, by area_code: MEASURE_low and MEASURE_high.

    Whatever counts bases, because records may be missing where nobody confirmed them; coverage and distance, because of many
    bases only the town is known too; literacy, because it is an estimate (95 %). mean_km as from unrecorded_km.
    """
    ends = [f"{one}_{end}" for one in MEASURES if one != "mean_km" for end in ("low", "high")]
    return measured[ends].join(mean_km[["low", "high"]].add_prefix("mean_km_"))


def unrecorded_km(mean_km: pd.DataFrame, tiers: pd.DataFrame, assumed: Assumed) -> pd.DataFrame:
    """mean_km with what is unrecorded: low falls by the part of the people who may have such a base at their door."""
    more = register.unrecorded(tiers).reindex(mean_km.index).fillna(0) > 0
    return mean_km.assign(low=mean_km["low"].where(~more, mean_km["low"] * (1 - assumed["unconfirmed_reach"])))


def of_district(
    measured: pd.DataFrame,
    areas: pd.DataFrame,
    bases_per_10k: pd.Series,
    covered: Mapping[str, pd.DataFrame],
    mean_km: pd.DataFrame,
    official_share: float | None,
    district: str,
) -> pd.Series:
    """The district's own figure of every measure of `MEASURES`.

    covered is coverage by way of travel; official_share what an authority stated, missing where none did. Completeness and
    the gap index are of towns alone: for the district they are the mean over its towns weighted by people, towns
    without people or without the figure left out.
    """
    people = figures(towns(areas)["population"]).reindex(measured.index)
    found = {
        "bases_per_10k": bases_per_10k.get(district),
        "mean_km": mean_km["value"].get(district),
        "share": official_share,
    }
    found |= {f"coverage_{way}": frame["value"].get(district) for way, frame in covered.items()}
    for name in ("completeness", "gap"):
        value = figures(measured[name])
        weight = people.where(value.notna() & (people > 0))
        found[name] = (value * weight).sum(min_count=1) / weight.sum() if weight.notna().any() else np.nan
    return pd.Series({name: found.get(name) for name in MEASURES}, dtype=float).rename_axis("measure")


class Apart(NamedTuple):
    """One town's estimated share less another's, with its 95 % interval, and whether that leaves out 0."""

    difference: float
    low: float
    high: float
    told_apart: bool


def apart(estimates: Estimates, one: str, other: str | None) -> Apart:
    """Whether the literacy of two towns can be told apart, from the draws both were estimated with.

    The interval is that of the difference draw by draw: setting two
    intervals side by side and looking for an overlap would call too many towns alike. All missing, and not told
    apart, where either town has no figure, or where there is no other.

    Raises KeyError for a town there are no draws of.
    """
    if other is None:
        return Apart(float("nan"), float("nan"), float("nan"), False)
    share, draws = estimates.table["share"], estimates.draws
    between = draws.loc[one].to_numpy(dtype=float) - draws.loc[other].to_numpy(dtype=float)
    difference = float(share[one]) - float(share[other])
    if np.isnan(between).any() or np.isnan(difference):
        return Apart(float("nan"), float("nan"), float("nan"), False)
    low, high = (float(end) for end in np.quantile(between, [0.025, 0.975]))
    low, high = min(low, difference), max(high, difference)
    return Apart(difference, low, high, bool(low > 0 or high < 0))
