"""What a town's people have in reach, added up piece by piece, so that the pieces may lie on different machines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from outreach.measures import access, reach
from outreach.measures.areas import figures
from outreach.measures.pairs import LARGEST_RADIUS_KM, LEAST_RADIUS_KM, Spots, arc, chord
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


Over = Callable[[Callable[[Piece], pd.DataFrame], pd.DataFrame, pd.DataFrame, Asked], Iterable[pd.DataFrame]]
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
    sums, worst = by_town.sum(min_count=1), [name for name in table if name.endswith(" worst")]
    sums[worst] = by_town[worst].max()
    return sums


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The sums of all pieces: `summed` of the whole. A town may lie in several pieces."""
    table = pd.concat([part.set_axis(part.index.astype(object)) for part in parts])
    by_town = table.groupby(level=0)
    sums, worst = by_town.sum(min_count=1), [name for name in table if name.endswith(" worst")]
    sums[worst] = by_town[worst].max()
    return sums.rename_axis("area_code")


def _of_sums(sums: pd.DataFrame, asked: Asked, district: str) -> Reached:
    worst = [name for name in sums if name.endswith(" worst")]
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


def cut(points: pd.DataFrame, pieces: int) -> np.ndarray:
    """Which of about so many compact pieces each point belongs to, all with about as many points: 0, 1, …

    The points are halved across their widest extent on the sphere until there are enough pieces. Points without a
    position go with the first. Raises ValueError for less than 1 piece.
    """
    if pieces < 1:
        raise ValueError(f"cut: expected 1 piece or more, found {pieces}")
    spots = Spots.of(points)
    piece = np.zeros(len(points), dtype=np.int32)
    waiting, done = [(np.arange(len(spots)), pieces)], 0
    while waiting:
        own, number = waiting.pop()
        if number == 1 or len(own) < 2:
            piece[spots.row[own]] = done
            done += 1
            continue
        place = spots.sphere[own]
        order = own[np.argsort(place[:, np.ptp(place, axis=0).argmax()], kind="stable")]
        first = number // 2
        at = round(len(order) * first / number)
        waiting += [(order[at:], number - first), (order[:at], first)]
    return piece


def cut_into(points: pd.DataFrame, bases: pd.DataFrame, piece: np.ndarray, asked: Asked) -> Iterator[Piece]:
    """The pieces, each with its halo, one after the other.

    A piece holds its own points; every base that any of them could have within reach (a base known only to its town from as much
    farther as its town is wide) or as its nearest, of any level; and, for the first step of access, every point that shares one of
    the bases within its catchment: what lies within two catchments. So each piece's figures are those of the whole,
    however the points were cut.
    """
    here, there = Spots.of(points), Spots.of(bases)
    counted = bases["counted"].to_numpy(dtype=bool)[there.row]
    here_piece = piece[here.row]
    catchment_km = asked.catchment_km / asked.detour * (1 + 1e-9) + 1e-9
    straight_km = max(km for km in (*(km for _, km in asked.ways), asked.level_km)) / asked.detour * (1 + 1e-9) + 1e-9
    radius = np.nan_to_num(figures(bases["radius_km"]).to_numpy()[there.row])
    shares, reaches = (
        float(chord(catchment_km)),
        np.maximum(chord(straight_km + radius * (1 + 1e-9)), chord(catchment_km)),
    )
    level = bases["level"].cat.codes.to_numpy()[there.row]
    groups = [
        there.some(some)
        for some in (counted, *(counted & (level == code) for code in range(len(asked.levels))))
        if some.any()
    ]
    trees = [cKDTree(group.sphere) for group in groups]
    for number in np.unique(piece):
        own = np.flatnonzero(here_piece == number)
        near_bases, near_points, sharing = (
            np.zeros(len(bases), dtype=bool),
            piece == number,
            np.zeros(len(bases), dtype=bool),
        )
        if len(own):
            middle = here.sphere[own].mean(axis=0)
            wide = np.linalg.norm(here.sphere[own] - middle, axis=1).max()
            tree = cKDTree(here.sphere[own])
            from_middle = np.linalg.norm(there.sphere - middle, axis=1)
            maybe = np.flatnonzero(counted & (from_middle <= wide + reaches + 1e-12))
            apart = tree.query(there.sphere[maybe])[0]
            near_bases[there.row[maybe[apart <= reaches[maybe]]]] = True
            within = maybe[apart <= shares]
            sharing[there.row[within]] = True
            for group, of_group in zip(groups, trees):
                # whichever is nearest to any of them is no farther from the middle than this
                first = arc(np.array(of_group.query(middle)[0] + wide)) * LARGEST_RADIUS_KM / LEAST_RADIUS_KM
                near_bases[group.row[of_group.query_ball_point(middle, first + wide + 1e-9)]] = True
            if len(within):
                others = np.flatnonzero(np.linalg.norm(here.sphere - middle, axis=1) <= wide + 2 * shares + 1e-12)
                apart = cKDTree(there.sphere[within]).query(here.sphere[others])[0]
                near_points[here.row[others[apart <= shares]]] = True
        yield Piece(
            points[near_points].assign(own=piece[near_points] == number),
            bases[near_bases].assign(shared=sharing[near_bases]),
        )
