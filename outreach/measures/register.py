"""What of the record is confirmed, and what more may stand where nobody has confirmed it.

The figures that rest on counting bases have three values, the columns value, low and high: as recorded, and the least and the
most they can be given what is not confirmed. Records can only be missing, so the least number is the recorded one and the
largest gap the one as recorded. What the most rests on is assumed, as district.toml says or home.ASSUMED where it does not.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outreach.measures.areas import figures, towns
from outreach.vocabulary import Assumed


class _Confirmed(NamedTuple):
    """When and by whom a record was confirmed."""

    on: pd.Timestamp
    by: str


def confirmed(
    register: pd.DataFrame, areas: pd.DataFrame, standards: pd.DataFrame, categories: Collection[str] = ()
) -> pd.DataFrame:
    """For which tiers a town's record is confirmed to be complete.

    Indexed by (area_code, tier), every town with the tiers its kind should have, in their order in standards: confirmed (bool),
    and confirmed_on and confirmed_by of the row that says so, missing where none does. A row of register speaks for its own
    area and for all that lie in it; a town's own row comes before its district's. A tier is confirmed where its level is, or
    where every one of the categories is (of which the latest row is told).
    A row that says the record is not complete confirms nothing.
    """
    town = towns(areas)
    parent = areas.set_index("area_code")["parent_code"].to_dict()
    sound = register[register["complete"].fillna(False).astype(bool)].sort_values("confirmed_on", kind="stable")
    told = list(zip(sound["area_code"], map(_Confirmed, sound["confirmed_on"], sound["confirmed_by"])))
    by_level, by_category = (
        {(code, of): row for (code, row), of in zip(told, sound[subject]) if isinstance(of, str)}
        for subject in ("level", "category")
    )

    def first(told: Mapping[tuple[str, str], _Confirmed], code: str, subject: str) -> _Confirmed | None:
        above: object = code
        while isinstance(above, str):
            if (above, subject) in told:
                return told[above, subject]
            above = parent.get(above)
        return None

    rows = []
    for code, kind in zip(town.index, town["kind"]):
        of_all = [first(by_category, code, one) for one in categories]
        known = [one for one in of_all if one is not None]
        every = max(known, key=lambda row: row.on) if known and len(known) == len(of_all) else None
        for tier in standards.loc[standards["kind"] == kind, "level"]:
            row = first(by_level, code, tier) or every
            rows.append((code, tier, row is not None, *(row or (None, None))))
    found = pd.DataFrame(rows, columns=["area_code", "tier", "confirmed", "confirmed_on", "confirmed_by"])
    return found.astype({"confirmed": bool}).set_index(["area_code", "tier"])


def shares_confirmed(tiers: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """What part of its tiers' record is confirmed, by area_code: of a district, of all its towns' tiers, each alike."""
    number = tiers.groupby(level="area_code")["confirmed"].agg(["sum", "size"])
    own = towns(areas)["parent_code"].reindex(number.index)
    number = pd.concat([number, number.groupby(own).sum()])
    return (number["sum"] / number["size"]).rename_axis("area_code").rename("confirmed")


def ranges(value: pd.Series, low: pd.Series | None = None, high: pd.Series | None = None) -> pd.DataFrame:
    """A figure with the least and the most it can be: value, low, high; the value itself where one is not given."""
    return pd.DataFrame({"value": value, "low": value if low is None else low, "high": value if high is None else high})


def unrecorded(tiers: pd.DataFrame) -> pd.Series:
    """How many more bases a town may hold than are recorded, by area_code; every town with tiers."""
    return (tiers["most"] - tiers["recorded"]).groupby(level="area_code").sum().rename("unrecorded")


def counts(recorded: pd.Series, tiers: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """How many bases each area has: value as recorded, which is the least, and high with what may be unrecorded.

    Indexed like recorded (towns and districts); a district's towns add up.
    """
    more = unrecorded(tiers)
    return ranges(recorded, high=recorded + _with_districts(more, areas).reindex(recorded.index).fillna(0))


def per_10k(counted: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Those counts for every 10,000 residents: value, low, high; missing where nobody counted the residents."""
    people = figures(areas.set_index("area_code")["population"]).reindex(counted.index)
    return counted.div(people.where(people > 0), axis=0) * 10_000


def covered(
    coverage: pd.DataFrame, tiers: pd.DataFrame, areas: pd.DataFrame, assumed: Assumed, district: str
) -> pd.DataFrame:
    """Coverage with what is unrecorded: high rises to the part of a town's people whom it may reach, value and low stay.

    coverage is indexed by area_code (the towns and the district under its own code): value, low, high, as from reach.coverage.
    The district's high is its towns', weighed by their people.
    """
    return coverage.assign(high=_reached(coverage["high"], tiers, areas, assumed, district))


def covered_by_way(
    coverage: Mapping[str, pd.DataFrame],
    tiers: pd.DataFrame,
    areas: pd.DataFrame,
    assumed: Assumed,
    district: str,
) -> dict[str, pd.DataFrame]:
    """covered for each way of travel."""
    return {way: covered(frame, tiers, areas, assumed, district) for way, frame in coverage.items()}


def covered_by_level(
    coverage: Mapping[str, pd.DataFrame],
    tiers: pd.DataFrame,
    areas: pd.DataFrame,
    assumed: Assumed,
    district: str,
) -> pd.DataFrame:
    """The district's part of people with a base of each level in reach, as recorded and at the most.

    coverage is by way, each indexed by (level, area_code), as from positions.by_level. Indexed by level: those that have a base and
    those that a standard asks for; columns are the ways and each way with _most. A level nobody recorded a base of reaches
    nobody as recorded; one that no standard asks for has no more than its record.
    """
    asked = tiers.index.get_level_values("tier")
    found: dict[str, dict[str, float]] = {}
    for way, frame in coverage.items():
        held = frame.index.get_level_values("level")
        for level in sorted({*held, *asked}):
            own = frame[held == level].droplevel("level") if level in held else _nobody(areas, district)
            most = covered(own, tiers[asked == level], areas, assumed, district)
            found.setdefault(level, {}).update({way: own["value"][district], f"{way}_most": most["high"][district]})
    columns = [name for way in coverage for name in (way, f"{way}_most")]
    return pd.DataFrame.from_dict(found, orient="index", columns=columns, dtype=float).rename_axis("level")


def _nobody(areas: pd.DataFrame, district: str) -> pd.DataFrame:
    """Coverage by no base: 0 of every area that somebody counted."""
    people = figures(towns(areas)["population"])
    own = people.where(people > 0).mul(0)
    whole = pd.Series({district: own.min()})
    value = pd.concat([own, whole]).rename_axis("area_code")
    return ranges(value)


def with_most(today: pd.Series, coverage: pd.DataFrame, district: str) -> pd.Series:
    """A district's coverage with what it is at the most, from its row of covered, under `most`."""
    with_most: pd.Series = pd.concat([today, pd.Series({"most": coverage.at[district, "high"]})])
    return with_most


def reached(
    value: pd.Series, tiers: pd.DataFrame, areas: pd.DataFrame, assumed: Assumed, district: str
) -> pd.DataFrame:
    """A share of people in reach as recorded and at the most: value, low, high, of records alone."""
    return ranges(value, high=_reached(value, tiers, areas, assumed, district))


def _reached(value: pd.Series, tiers: pd.DataFrame, areas: pd.DataFrame, assumed: Assumed, district: str) -> pd.Series:
    more = unrecorded(tiers).reindex(value.index).fillna(0) > 0
    found = value.where(~more, value.clip(lower=assumed["unconfirmed_reach"])).where(value.notna())
    return _of_district(found, areas, district) if more.any() else found


def access(
    per_head: pd.Series,
    tiers: pd.DataFrame,
    areas: pd.DataFrame,
    levels: pd.DataFrame,
    assumed: Assumed,
    district: str,
) -> pd.DataFrame:
    """Access with what is unrecorded: value and low as recorded, high where that serves its own town's people and nobody else.

    Indexed like per_head, in its unit. What a base of a tier offers is the weight of that level; where bases are weighed by
    their capacity nobody knows it, and a town is taken to have at the most what is enough.
    """
    town = towns(areas)
    people = figures(town["population"])
    if assumed["supply"] == "capacity":
        more = unrecorded(tiers).reindex(per_head.index).fillna(0) > 0
        high = per_head.where(~more, per_head.clip(lower=assumed["access_per_10k"] / 10_000))
    else:
        high = per_head + supplied(tiers, levels).div(people.where(people > 0)).reindex(per_head.index).fillna(0)
    high = high.where(per_head.notna())
    return ranges(per_head, high=_of_district(high, areas, district) if high.gt(per_head).any() else high)


def supplied(tiers: pd.DataFrame, levels: pd.DataFrame) -> pd.Series:
    """What the unrecorded bases of a town would offer, in weights of their levels, by area_code."""
    supplied: pd.Series = (
        ((tiers["most"] - tiers["recorded"]) * _weight_of_each(tiers, levels)).groupby(level="area_code").sum()
    )
    return supplied


def _weight_of_each(tiers: pd.DataFrame, levels: pd.DataFrame) -> NDArray[np.float64]:
    weight = figures(levels.set_index("level")["weight"])
    return weight.reindex(tiers.index.get_level_values("tier")).to_numpy(dtype=float)


def _of_district(of_towns: pd.Series, areas: pd.DataFrame, district: str) -> pd.Series:
    """The series with the district's own figure made of its towns', weighed by their people, where it has one."""
    if district not in of_towns.index:
        return of_towns
    people = figures(towns(areas)["population"]).reindex(of_towns.index)
    people = people.where(of_towns.notna() & (people > 0))
    mean = (of_towns * people).sum() / people.sum() if people.sum() > 0 else np.nan
    return of_towns.where(of_towns.index != district, pd.Series([mean, of_towns[district]]).max())


def _with_districts(of_towns: pd.Series, areas: pd.DataFrame) -> pd.Series:
    own = towns(areas)["parent_code"].reindex(of_towns.index)
    with_districts: pd.Series = pd.concat([of_towns, of_towns.groupby(own).sum()])
    return with_districts


def worklist(tiers: pd.DataFrame, measured: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Which town to ask for its record first: the one whose people and whose uncertainty are largest together.

    Indexed by area_code, the first to ask first: people_share (of the people of all towns), width (how many points of its gap are
    missing records, as measured by gaps.towns.by_town), weight (their product), tiers (those not confirmed, a tuple), recorded (bases of
    those tiers). Towns whose record is confirmed throughout are not in it; a town without people or gap comes last.
    """
    open_ = tiers[~tiers["confirmed"]].reset_index()
    rows = open_.groupby("area_code").agg(tiers=("tier", tuple), recorded=("recorded", "sum"))
    people = figures(towns(areas)["population"])
    rows["people_share"] = (people / people.sum()).reindex(rows.index)
    rows["width"] = measured["unconfirmed"].reindex(rows.index)
    rows["weight"] = rows["people_share"] * rows["width"]
    return rows.sort_index().sort_values("weight", ascending=False, kind="stable")


def draws(
    tiers: pd.DataFrame,
    areas: pd.DataFrame,
    levels: pd.DataFrame,
    assumed: Assumed,
    start: Mapping[str, NDArray[np.float64]],
    seed: int,
) -> dict[str, NDArray[np.float64]]:
    """What the parts of the gap would be, were the records what they may be: runs × towns for each part that counts bases.

    Of every town's tier the number unrecorded is drawn evenly between none and the most, each by itself. facilities (bases per
    10,000), tiers (completeness) and access (per resident) follow from those numbers; coverage moves from what is recorded towards
    the part that may be reached as far as the numbers moved towards their most. start is what each part moves from, by its
    name: the towns' as recorded (`as_recorded`), or what was drawn of it otherwise, its positions say; runs × towns. Empty
    where everything is confirmed.
    """
    town = towns(areas)
    extra = (tiers["most"] - tiers["recorded"]).reset_index(name="extra")
    most = extra["extra"].to_numpy(dtype=float)
    if not start or not (most > 0).any():
        return {}
    runs = len(next(iter(start.values())))
    drawn = most * np.random.default_rng(seed).random((runs, len(most)))
    lacking = _Lacking(tiers, most, drawn, town.index.get_indexer(pd.Index(extra["area_code"])), len(town))
    people = figures(town["population"]).to_numpy()
    residents = np.where(people > 0, people, np.nan)
    found = {}
    if "facilities" in start:
        found["facilities"] = start["facilities"] + 10_000 * lacking.by_town / residents
    if "coverage" in start:
        limit = np.maximum(start["coverage"], assumed["unconfirmed_reach"])
        found["coverage"] = start["coverage"] + lacking.part * (limit - start["coverage"])
    if "tiers" in start:
        found["tiers"] = _completeness(lacking)
    if "access" in start:
        found["access"] = start["access"] + _offered(lacking, levels, assumed, start["access"], residents)
    return found


def as_recorded(value: pd.Series, runs: int) -> NDArray[np.float64]:
    """A figure of the towns in so many runs that are all alike."""
    return np.tile(figures(value).to_numpy(), (runs, 1))


@dataclass(frozen=True, eq=False)
class _Lacking:
    """How many bases of each town's tiers are unrecorded: the most, and what was drawn of it (runs × tiers); town says which
    of so many towns each tier is of."""

    tiers: pd.DataFrame
    most: NDArray[np.float64]
    drawn: NDArray[np.float64]
    town: NDArray[np.intp]
    towns: int

    def summed(self, parts: NDArray[np.float64]) -> NDArray[np.float64]:
        """A figure of tiers added up over each town's: runs × towns."""
        starts = np.concatenate([[0], np.flatnonzero(np.diff(self.town)) + 1])  # a town's tiers stand together
        total = np.zeros((len(parts), self.towns))
        total[:, self.town[starts]] = np.add.reduceat(parts, starts, axis=1)
        return total

    @cached_property
    def by_town(self) -> NDArray[np.float64]:
        return self.summed(self.drawn)

    @cached_property
    def part(self) -> NDArray[np.float64]:
        """What part of the most of its town was drawn."""
        more, most = self.by_town, self.summed(self.most[None])
        return np.divide(more, most, out=np.zeros_like(more), where=np.broadcast_to(most > 0, more.shape))


def _completeness(lacking: _Lacking) -> NDArray[np.float64]:
    tiers = lacking.tiers
    required, weight = figures(tiers["required"]).to_numpy(), figures(tiers["weight"]).to_numpy()
    held = figures(tiers["recorded"]).to_numpy() + lacking.drawn
    met = np.where(required > 0, np.minimum(held / np.where(required > 0, required, 1), 1), 1.0)
    whole = lacking.summed(np.broadcast_to(weight, held.shape))
    return np.divide(lacking.summed(met * weight), whole, out=np.full_like(whole, np.nan), where=whole > 0)


def _offered(
    lacking: _Lacking,
    levels: pd.DataFrame,
    assumed: Assumed,
    start: NDArray[np.float64],
    residents: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What the drawn bases add to each resident's access."""
    if assumed["supply"] == "capacity":
        return lacking.part * np.maximum(assumed["access_per_10k"] / 10_000 - start, 0)
    return lacking.summed(lacking.drawn * _weight_of_each(lacking.tiers, levels)) / residents
