"""What a town's people have in reach, added up piece by piece, so that the pieces may lie on different machines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from outreach.measures import access, reach
from outreach.measures.areas import figures
from outreach.vocabulary import Decay

FLAGS = ("value", "low", "high")


@dataclass(frozen=True)
class Asked:
    """What is asked of a piece: kilometres of each way, the way counted by level, the levels, and how access is shared."""

    detour: float
    ways: tuple[tuple[str, float], ...]
    level_km: float
    levels: tuple[str, ...]
    catchment_km: float
    decay: Decay


class Piece(NamedTuple):
    """A part of the settlement points with everything around it that its figures depend on.

    points: area_code, lon, lat, population, own (the part itself; the others are its halo). bases: lon, lat, radius_km,
    counted, level, supply, shared (whether anybody of the part could share it).
    """

    points: pd.DataFrame
    bases: pd.DataFrame


Work = Callable[[Piece], pd.DataFrame]
Over = Callable[[Work, pd.DataFrame, pd.DataFrame, Asked], Iterable[pd.DataFrame]]
"""How the pieces of all points and bases are worked on: here, or by many workers."""


class Reached(NamedTuple):
    """What is in reach of the towns and of the district, all indexed by area_code (the district under its own code).

    coverage: by way; coverage_by_level: by level; each value, low and high as in reach.coverage. travelled: mean and worst as in
    siting.trial.travelled, to the nearest base. mean_km_by_level: by level, towns only. access: as from access.of_towns,
    or as from positions.access.
    """

    coverage: dict[str, pd.DataFrame]
    coverage_by_level: dict[str, pd.DataFrame]
    travelled: pd.DataFrame
    mean_km_by_level: dict[str, pd.Series]
    access: pd.Series | pd.DataFrame


def here(
    work: Callable[[Piece], pd.DataFrame], points: pd.DataFrame, bases: pd.DataFrame, _asked: Asked
) -> Iterator[pd.DataFrame]:
    """All in one piece, in this process."""
    yield work(Piece(points.assign(own=True), bases.assign(shared=bases["counted"])))


def of_district(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    supply: pd.Series,
    level: pd.Series,
    asked: Asked,
    district: str,
    over: Over = here,
) -> Reached:
    """Everything in reach of where people live.

    demand as from reach.people.demand, located as from reach.located.located, supply and level by base_id. `over` works on the pieces; whatever
    pieces it makes, the figures are the same to the rounding of their sums. Refusals as in reach.coverage.coverage and access.shared.
    """
    points = demand[["area_code", "lon", "lat", "population"]].astype({"area_code": "category"})
    bases = located[["lon", "lat", "radius_km", "counted"]].assign(
        radius_km=figures(located["radius_km"]),
        level=level.reindex(located.index).astype(pd.CategoricalDtype(list(asked.levels))),
        supply=figures(supply.reindex(located.index)),
    )
    work = _Summed(asked)
    return _of_sums(together(over(work, points, bases, asked)), asked, district)


@dataclass(frozen=True)
class _Summed:
    """summed with what is asked, to be sent to a worker."""

    asked: Asked

    def __call__(self, piece: Piece) -> pd.DataFrame:
        return summed(piece, self.asked)


def summed(piece: Piece, asked: Asked) -> pd.DataFrame:
    """Of a piece's own points, town by town, the sums that its figures are made of.

    Indexed by area_code. people; `coverage WAY FLAG` and `level LEVEL FLAG`: people in reach; `to PEOPLE` and `to WAY`:
    people with a base anywhere and their kilometres to it, `worst` the farthest; `to_LEVEL …` likewise; access: access × people.
    Sums of nothing known are missing, so that towns nobody counted stay missing.
    """
    own = piece.points["own"].to_numpy(dtype=bool)
    points, bases = piece.points[own], piece.bases
    people = figures(points["population"])
    found = {"people": people}

    def covered(name: str, some: pd.DataFrame, limit_km: float) -> None:
        flags = reach.coverage.reached(points, some, limit_km, asked.detour)
        for flag in FLAGS:
            found[f"{name} {flag}"] = people.where(flags[flag], people * 0)

    def gone(name: str, some: pd.DataFrame) -> None:
        km = reach.distances.nearest(points, some)["distance_km"] * asked.detour
        going = people.where(km.notna() & (people > 0))
        found[f"{name} people"], found[f"{name} way"], found[f"{name} worst"] = (
            going,
            going * km,
            km.where(going.notna()),
        )

    for way, limit_km in asked.ways:
        covered(f"coverage {way}", bases, limit_km)
    gone("to any", bases)
    for level in asked.levels:
        of_level = bases[(bases["level"] == level).to_numpy(dtype=bool)]
        covered(f"level {level}", of_level, asked.level_km)
        gone(f"to {level}", of_level)
    given = access.shared(
        piece.points, bases["supply"], bases[bases["shared"]], asked.catchment_km, asked.decay, asked.detour
    )[own]
    found["access"] = given * people
    table = pd.DataFrame(found)
    by_town = table.groupby(points["area_code"], observed=True)
    sums, worst = by_town.sum(min_count=1), [name for name in map(str, table) if name.endswith(" worst")]
    sums[worst] = by_town[worst].max()
    return sums


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sums of all pieces: `summed` of the whole. A town may lie in several pieces."""
    table = pd.concat([part.set_axis(part.index.astype(object)) for part in parts])
    by_town = table.groupby(level=0)
    sums, worst = by_town.sum(min_count=1), [name for name in map(str, table) if name.endswith(" worst")]
    sums[worst] = by_town[worst].max()
    return sums.rename_axis("area_code")


def _of_sums(sums: pd.DataFrame, asked: Asked, district: str) -> Reached:
    worst = [name for name in map(str, sums) if name.endswith(" worst")]
    whole = sums.sum(min_count=1).mask(sums.columns.isin(worst), sums.max())
    every = pd.concat([sums, whole.to_frame(district).T]).rename_axis("area_code")
    people = every["people"].where(every["people"] != 0)

    def flags(name: str) -> pd.DataFrame:
        return pd.DataFrame({flag: every[f"{name} {flag}"] / people for flag in FLAGS})

    def mean(name: str, of: pd.DataFrame) -> pd.Series:
        return of[f"{name} way"] / of[f"{name} people"]

    return Reached(
        {way: flags(f"coverage {way}") for way, _ in asked.ways},
        {level: flags(f"level {level}") for level in asked.levels},
        pd.DataFrame({"mean": mean("to any", every), "worst": every["to any worst"]}),
        {level: mean(f"to {level}", sums) for level in asked.levels},
        (every["access"] / people).rename("access"),
    )
