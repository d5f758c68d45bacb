"""How much outreach there is for each resident within reach, when bases are shared by everyone around them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from outreach.measures.areas import figures
from outreach.measures.reach import DETOUR, within

DECAYS = ("2sfca", "e2sfca", "gaussian")
ZONE_WEIGHTS = (1.0, 0.68, 0.22)
"""What a base counts for in the near, middle and far third of the catchment in `e2sfca` (Luo & Qi 2009)."""

Decay = Literal["2sfca", "e2sfca", "gaussian"]


class Supply(NamedTuple):
    """What each base offers: value by base_id, basis `capacity` (visitors a year) or `weight` (weight of its level), and
    the bases whose level nobody published, which have the smallest weight of all."""

    value: pd.Series
    basis: str
    presumed: tuple[str, ...]


def supply(bases: pd.DataFrame, levels: pd.DataFrame, located: pd.DataFrame) -> Supply:
    """What each base that counts has to offer: its yearly capacity, or else the weight of its level.

    value is indexed by base_id, the counted bases of located, in their order. Capacities are used only where every
    counted base has one (a visitor cannot be compared with a weight); otherwise every base has the weight of its
    level, and a base whose level nobody published the smallest weight there is, named in presumed: it exists, so it
    is not nothing, and nothing more is known of it.

    Raises ValueError naming the levels that have no weight and bases of negative capacity.
    """
    counted = located.index[located["counted"]]
    rows = bases.set_index("base_id").reindex(counted)
    if "capacity_per_year" in rows:
        capacity = figures(rows["capacity_per_year"]).rename("supply")
        wrong = capacity.index[capacity < 0]
        if len(wrong):
            raise ValueError(f"bases: expected capacities of 0 or more, found {', '.join(f'{base} = {capacity[base]:g}' for base in wrong)}")
        if len(capacity) and capacity.notna().all():
            return Supply(capacity, "capacity", ())
    weight = figures(levels.set_index("level")["weight"])
    unknown = sorted(set(rows["level"].dropna()) - set(weight.index[weight.notna()]))
    if unknown:
        raise ValueError(f"levels: no weight of {', '.join(unknown)}")
    presumed = tuple(rows.index[rows["level"].isna()])
    value = rows["level"].map(weight).astype(float).fillna(weight.min())
    return Supply(value.rename("supply"), "weight", presumed)


def travel(demand: pd.DataFrame, located: pd.DataFrame, catchment_km: float, detour: float = DETOUR) -> pd.DataFrame:
    """Which bases lie within an estimated travel distance of which settlement points.

    One row per pair: place_id, base_id, travel_km = straight distance × detour, at most catchment_km.

    Raises ValueError for a catchment below 0 or a detour below 1.
    """
    if not catchment_km >= 0 or not detour >= 1:
        raise ValueError(f"access: expected catchment_km of 0 or more and detour of 1 or more, found {catchment_km:g} and {detour:g}")
    pairs = within(demand, located, catchment_km / detour * (1 + 1e-12))
    pairs = pairs.assign(travel_km=pairs.pop("distance_km") * detour)
    return pairs[pairs["travel_km"] <= catchment_km].reset_index(drop=True)


def weight(travel_km: pd.Series, catchment_km: float, decay: Decay) -> pd.Series:
    """How much a base counts for somebody so far from it: 1 at the door, 0 beyond the catchment.

    Same index as travel_km. `2sfca`: 1 everywhere within. `e2sfca`: 1, 0.68 and 0.22 in the near, middle and far
    third, each third with its outer edge. `gaussian`: (exp(−½ (d/c)²) − exp(−½)) / (1 − exp(−½)), which falls
    to 0 at the edge c itself. Missing distance: 0.

    Raises ValueError for another decay and a catchment that is not above 0.

    Luo & Wang (2003), Environment and Planning B 30; Luo & Qi (2009), Health & Place 15; Dai (2010), Health & Place 16.
    """
    if decay not in DECAYS:
        raise ValueError(f"access: expected decay {', '.join(DECAYS)}, found {decay}")
    if not catchment_km > 0:
        raise ValueError(f"access: expected catchment_km above 0, found {catchment_km:g}")
    km = figures(travel_km)
    inside = km <= catchment_km
    if decay == "2sfca":
        found = pd.Series(1.0, index=km.index)
    elif decay == "e2sfca":
        found = pd.Series(np.select([km <= catchment_km / 3, km <= catchment_km * 2 / 3], ZONE_WEIGHTS[:2], ZONE_WEIGHTS[2]), index=km.index)
    else:
        found = (np.exp(-0.5 * (km / catchment_km) ** 2) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    return found.where(inside, 0.0).clip(lower=0).rename("weight")


def ratio(demand: pd.DataFrame, supply: pd.Series, pairs: pd.DataFrame, catchment_km: float, decay: Decay) -> pd.Series:
    """What a base offers for each of the people who share it, near ones counted more than far ones.

    Indexed like supply, in its unit per person: the first step of two_step. A base with nobody in reach is
    missing: what it offers goes to nobody. People nobody counted do not share.

    Raises ValueError naming the bases of the pairs that have no supply.
    """
    strange = sorted(set(pairs["base_id"]) - set(supply.index))
    if strange:
        raise ValueError(f"access: no supply of {', '.join(map(str, strange))}")
    people = pairs["place_id"].map(figures(demand["population"])).astype(float).fillna(0)
    sharing = (people * weight(pairs["travel_km"], catchment_km, decay)).groupby(pairs["base_id"]).sum().reindex(supply.index)
    return (figures(supply) / sharing.where(sharing > 0)).rename("ratio")


def two_step(demand: pd.DataFrame, supply: pd.Series, pairs: pd.DataFrame, catchment_km: float, decay: Decay = "e2sfca") -> pd.Series:
    """How much outreach there is for each person of a settlement point, counting who else comes to the same bases.

    Indexed like demand, 0 and up, in the unit of supply (visits a year, or weight) per resident. First every base's
    supply is divided among the people within its catchment, then every point adds up what the bases in its reach
    have for one person. A point with nothing in reach has 0 and stays. Σ access × population is the supply of
    the bases that have anybody in reach: nothing is made or lost.
    supply is by base_id; pairs as from travel (place_id, base_id, travel_km), pairs beyond the catchment have no
    weight. A point nobody counted is missing and takes nothing from the others.

    Raises ValueError for an unknown decay, a catchment that is not above 0 and pairs of points or bases not given.

    Luo & Wang (2003), Environment and Planning B 30 (`2sfca`); Luo & Qi (2009), Health & Place 15 (`e2sfca`);
    Dai (2010), Health & Place 16 (`gaussian`).
    """
    strange = sorted(set(pairs["place_id"]) - set(demand.index))
    if strange:
        raise ValueError(f"access: no demand at {', '.join(map(str, strange))}")
    each = pairs["base_id"].map(ratio(demand, supply, pairs, catchment_km, decay)).astype(float).fillna(0)
    given = (each * weight(pairs["travel_km"], catchment_km, decay)).groupby(pairs["place_id"]).sum()
    return given.reindex(demand.index).fillna(0.0).where(figures(demand["population"]).notna()).rename("access")


def of_towns(access: pd.Series, demand: pd.DataFrame, district: str) -> pd.Series:
    """What a town's residents have within reach on average, and the district's.

    Indexed by area_code, the towns and the district under its own code; the mean of access over settlement points,
    weighted by their people, in the unit of access. A town nobody counted, or without people, is missing and does
    not weigh on the district.
    """
    people = figures(demand["population"]).where(access.reindex(demand.index).notna())
    parts = pd.DataFrame({"access": people * access.reindex(demand.index), "people": people})
    sums = parts.groupby(demand["area_code"]).sum(min_count=1)
    sums.loc[district] = parts.sum(min_count=1)
    return (sums["access"] / sums["people"].where(sums["people"] > 0)).rename_axis("area_code").rename("access")


def by_town(
    demand: pd.DataFrame, supply: Supply, located: pd.DataFrame, distances: Mapping[str, float], way: str, decay: Decay, district: str
) -> pd.Series:
    """Access of each town and the district, from where people live, what bases offer and how far people go.

    travel, two_step and of_towns in one: indexed by area_code, in the unit of supply per resident. distances gives the
    kilometres of each way (walk_km, …) and detour; the catchment is that of `way`. Refusals as theirs.
    """
    catchment_km = distances[f"{way}_km"]
    pairs = travel(demand, located, catchment_km, distances["detour"])
    return of_towns(two_step(demand, supply.value, pairs, catchment_km, decay), demand, district)
