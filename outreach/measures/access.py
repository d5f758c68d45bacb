"""How much outreach there is for each resident within reach, when bases are shared by everyone around them."""

from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures import pairs as near
from outreach.measures.areas import figures
from outreach.measures.bases import grounds
from outreach.measures.pairs import Near, Pairs, Spots
from outreach.measures.reach.coverage import DETOUR
from outreach.measures.reach.distances import within
from outreach.vocabulary import DECAYS, Decay

ZONE_WEIGHTS = (1.0, 0.68, 0.22)
"""What a base counts for in the near, middle and far third of the catchment in `e2sfca` (Luo & Qi 2009)."""

KEPT_AT_MOST = 100_000_000
"""How many pairs shared keeps from its first step for its second, 16 bytes each; those beyond are looked up again."""

SUPPLIES = ("weight", "capacity")


class Supply(NamedTuple):
    """What each base offers: value by base_id, basis `weight` (of its level or of who runs it) or `capacity` (visitors a year),
    and the bases of which that is not known: with weights they have the smallest weight of all, with capacities nothing."""

    value: pd.Series
    basis: str
    presumed: tuple[str, ...]


def supply(bases: pd.DataFrame, levels: pd.DataFrame, located: pd.DataFrame, basis: str = "weight") -> Supply:
    """What each base that counts has to offer: a weight that stands for its size, or its yearly capacity.

    value is indexed by base_id, the counted bases of located, in their order. What one base offers never depends on what is
    known of another, so that entering a base takes nothing from anybody. The weight is that of the level a base was
    recognised at or of the level that runs it, whichever is larger: neither says how large a place is, but an unrecognised
    district museum is not as small as a village station. A base of which neither is known has the smallest weight there
    is: it exists, so it is not nothing, and nothing more is known of it. A visitor cannot be compared with a weight, so with
    capacities a base without one offers nothing until it is known. Both are named in presumed.
    Bases on one ground are counted once: the outermost offers what the largest of them does, those inside it nothing of
    their own; the capacity of a ground holds those of what is inside it.

    Raises ValueError for another basis, naming the levels that have no weight, and bases of negative capacity.
    """
    if basis not in SUPPLIES:
        raise ValueError(f"supply: expected {', '.join(SUPPLIES)}, found {basis}")
    counted = located.index[located["counted"]]
    ground = grounds(bases, bases["base_id"].isin(counted)).reindex(counted)
    outermost = ground.index == ground
    rows = bases.set_index("base_id").reindex(counted)
    if basis == "capacity":
        capacity = figures(rows["capacity_per_year"]).rename("supply")
        wrong = capacity.index[capacity < 0]
        if len(wrong):
            raise ValueError(
                f"bases: expected capacities of 0 or more, found {', '.join(f'{base} = {capacity[base]:g}' for base in wrong)}"
            )
        largest = capacity.groupby(ground.to_numpy()).max().reindex(counted)
        unknown_size = tuple(counted[outermost & largest.isna().to_numpy()])
        return Supply(largest.fillna(0.0).where(outermost, 0.0).rename("supply"), "capacity", unknown_size)
    weight = figures(levels.set_index("level")["weight"])
    told = [rows[column] for column in ("level", "run_by") if column in rows]
    unknown = sorted({level for column in told for level in column.dropna()} - set(weight.index[weight.notna()]))
    if unknown:
        raise ValueError(f"levels: no weight of {', '.join(unknown)}")
    own = pd.concat([column.map(weight).astype(float) for column in told], axis=1).max(axis=1)
    largest = own.groupby(ground.to_numpy()).max().reindex(counted)
    presumed = tuple(counted[outermost & largest.isna().to_numpy()])
    value = largest.fillna(weight.min()).where(outermost, 0.0)
    return Supply(value.rename("supply"), "weight", presumed)


def travel(demand: pd.DataFrame, located: pd.DataFrame, catchment_km: float, detour: float = DETOUR) -> pd.DataFrame:
    """Which bases lie within an estimated travel distance of which settlement points.

    One row per pair: place_id, base_id, travel_km = straight distance × detour, at most catchment_km.

    Raises ValueError for a catchment below 0 or a detour below 1.
    """
    _refuse(catchment_km, detour)
    pairs = within(demand, located, catchment_km / detour * (1 + 1e-12))
    pairs = pairs.assign(travel_km=pairs.pop("distance_km") * detour)
    return pairs[pairs["travel_km"] <= catchment_km].reset_index(drop=True)


def _refuse(catchment_km: float, detour: float) -> None:
    if not catchment_km >= 0 or not detour >= 1:
        raise ValueError(
            f"access: expected catchment_km of 0 or more and detour of 1 or more, found {catchment_km:g} and {detour:g}"
        )


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
        found = pd.Series(
            np.select([km <= catchment_km / 3, km <= catchment_km * 2 / 3], ZONE_WEIGHTS[:2], ZONE_WEIGHTS[2]),
            index=km.index,
        )
    else:
        found = (np.exp(-0.5 * (km / catchment_km) ** 2) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    return found.where(inside, 0.0).clip(lower=0).rename("weight")


def ratio(demand: pd.DataFrame, supply: pd.Series, pairs: pd.DataFrame, catchment_km: float, decay: Decay) -> pd.Series:
    """What a base offers for each of the people who share it, near ones counted more than far ones.

    Indexed like supply, in its unit per person: the first step of two_step. A base with nobody in reach is
    missing: what it offers goes to nobody. People nobody counted do not share.

    Raises ValueError naming the bases of the pairs that have no supply.
    """
    return _ratio(demand, supply, _codes(pairs["base_id"], supply.index, "supply of"), pairs, catchment_km, decay)


def _ratio(
    demand: pd.DataFrame, supply: pd.Series, base: np.ndarray, pairs: pd.DataFrame, catchment_km: float, decay: Decay
) -> pd.Series:
    people = pairs["place_id"].map(figures(demand["population"])).astype(float).fillna(0)
    sharing = np.bincount(
        base, people.to_numpy() * weight(pairs["travel_km"], catchment_km, decay).to_numpy(), len(supply)
    )
    return (figures(supply) / np.where(sharing > 0, sharing, np.nan)).rename("ratio")


def _codes(ids: pd.Series, known: pd.Index, what: str) -> np.ndarray:
    """The row number in known of each id. Raises ValueError naming those that are not there."""
    own, unique = pd.factorize(ids)
    row = known.get_indexer(unique)
    if (row < 0).any():
        raise ValueError(f"access: no {what} {', '.join(map(str, sorted(unique[row < 0])))}")
    return row[own] if len(own) else np.empty(0, dtype=int)


def two_step(
    demand: pd.DataFrame, supply: pd.Series, pairs: pd.DataFrame, catchment_km: float, decay: Decay = "e2sfca"
) -> pd.Series:
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
    place, base = (
        _codes(pairs["place_id"], demand.index, "demand at"),
        _codes(pairs["base_id"], supply.index, "supply of"),
    )
    each = _ratio(demand, supply, base, pairs, catchment_km, decay).fillna(0).to_numpy()
    given = np.bincount(place, each[base] * weight(pairs["travel_km"], catchment_km, decay).to_numpy(), len(demand))
    return pd.Series(given, index=demand.index).where(figures(demand["population"]).notna()).rename("access")


def shared(
    demand: pd.DataFrame,
    supply: pd.Series,
    located: pd.DataFrame,
    catchment_km: float,
    decay: Decay = "e2sfca",
    detour: float = DETOUR,
) -> pd.Series:
    """two_step over the pairs of travel, for as many points and bases as a nation has.

    Indexed like demand, in the unit of supply per resident. The pairs are looked at a chunk at a time and never all held:
    the first step adds up the people of each base, the second what each point has of them. Where a decay has steps, kilometres
    are measured only near a step. The same figures as two_step of travel, to the rounding of their sums.

    Raises ValueError as they do.
    """
    _refuse(catchment_km, detour)
    weight(pd.Series(dtype=float), catchment_km, decay)
    there = located[located["counted"]] if "counted" in located else located
    here, bases = Spots.of(demand), Spots.of(there)
    around = Near(here, bases, catchment_km / detour * (1 + 1e-12))
    people = figures(demand["population"]).fillna(0).to_numpy()[here.row]
    offered = figures(supply.reindex(there.index)).fillna(0).to_numpy()[bases.row]
    sharing, given = np.zeros(len(bases)), np.zeros(len(here))
    kept: list[_Weighed] = []

    def weighed(number: int) -> _Weighed:
        return _weighed(around.chunk(number), catchment_km, decay, detour)

    room = KEPT_AT_MOST
    for number, found in enumerate(near.in_order(weighed, range(len(around)))):
        sharing += np.bincount(found.end, people[found.start] * found.weight, len(bases))
        room -= len(found.start)
        if room >= 0 and number == len(kept):
            kept.append(found)
    lost = there.index[bases.row[sharing > 0]].difference(supply.index)
    if len(lost):
        raise ValueError(f"access: no supply of {', '.join(map(str, lost))}")
    each = np.divide(offered, sharing, out=np.zeros(len(bases)), where=sharing > 0)
    for found in chain(kept, near.in_order(weighed, range(len(kept), len(around)))):
        given += np.bincount(found.start, each[found.end] * found.weight, len(here))
    reached = np.zeros(len(demand))
    reached[here.row] = given
    return pd.Series(reached, index=demand.index).where(figures(demand["population"]).notna()).rename("access")


class _Weighed(NamedTuple):
    """Pairs by place, each with what it counts for."""

    start: np.ndarray
    end: np.ndarray
    weight: np.ndarray


def _weighed(found: Pairs, catchment_km: float, decay: Decay, detour: float) -> _Weighed:
    if decay == "gaussian":
        value = weight(pd.Series(found.km() * detour), catchment_km, decay).to_numpy()
    else:
        edges, steps = (
            ((catchment_km,), (1.0,))
            if decay == "2sfca"
            else ((catchment_km / 3, catchment_km * 2 / 3, catchment_km), ZONE_WEIGHTS)
        )
        value = np.array([*steps, 0.0])[found.ring(np.array(edges), detour)]
    counts = value > 0
    return _Weighed(found.start[counts].astype(np.int32), found.end[counts].astype(np.int32), value[counts])


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
