"""The settlement points and bases of a nation cut into pieces, each with everything around it that its figures depend on."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from outreach.measures.areas import figures
from outreach.measures.pairs import LARGEST_RADIUS_KM, LEAST_RADIUS_KM, Spots, arc, chord
from outreach.measures.pieces import Asked, Piece


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
    around = _Around(points, bases, asked)
    for number in np.unique(piece):
        near_points, near_bases, sharing = around.halo(piece, int(number))
        yield Piece(
            points[near_points].assign(own=piece[near_points] == number),
            bases[near_bases].assign(shared=sharing[near_bases]),
        )


class _Around:
    """What lies around a piece of the points: chords on the sphere stand for kilometres."""

    def __init__(self, points: pd.DataFrame, bases: pd.DataFrame, asked: Asked):
        self._here, self._there = Spots.of(points), Spots.of(bases)
        there = self._there
        self._counted = bases["counted"].to_numpy(dtype=bool)[there.row]
        catchment_km = asked.catchment_km / asked.detour * (1 + 1e-9) + 1e-9
        farthest_km = max(km for km in (*(km for _, km in asked.ways), asked.level_km))
        straight_km = farthest_km / asked.detour * (1 + 1e-9) + 1e-9
        radius = np.nan_to_num(figures(bases["radius_km"]).to_numpy()[there.row])
        self._shares = float(chord(catchment_km))
        self._reaches = np.maximum(chord(straight_km + radius * (1 + 1e-9)), chord(catchment_km))
        level = bases["level"].cat.codes.to_numpy()[there.row]
        of_levels = (self._counted & (level == code) for code in range(len(asked.levels)))
        groups = [there.some(some) for some in (self._counted, *of_levels) if some.any()]
        self._groups = [(group, cKDTree(group.sphere)) for group in groups]
        self._bases = len(bases)

    def halo(self, piece: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The points and the bases of a piece with what lies around it, and which of the bases its points share with others."""
        here, there = self._here, self._there
        near_points = piece == number
        near_bases, sharing = np.zeros(self._bases, dtype=bool), np.zeros(self._bases, dtype=bool)
        own = np.flatnonzero(piece[here.row] == number)
        if not len(own):
            return near_points, near_bases, sharing
        middle = here.sphere[own].mean(axis=0)
        wide = np.linalg.norm(here.sphere[own] - middle, axis=1).max()
        from_middle = np.linalg.norm(there.sphere - middle, axis=1)
        maybe = np.flatnonzero(self._counted & (from_middle <= wide + self._reaches + 1e-12))
        apart = cKDTree(here.sphere[own]).query(there.sphere[maybe])[0]
        near_bases[there.row[maybe[apart <= self._reaches[maybe]]]] = True
        within = maybe[apart <= self._shares]
        sharing[there.row[within]] = True
        for group, tree in self._groups:
            # whichever is nearest to any of them is no farther from the middle than this
            first = arc(np.array(tree.query(middle)[0] + wide)) * LARGEST_RADIUS_KM / LEAST_RADIUS_KM
            near_bases[group.row[tree.query_ball_point(middle, first + wide + 1e-9)]] = True
        if len(within):
            others = np.flatnonzero(np.linalg.norm(here.sphere - middle, axis=1) <= wide + 2 * self._shares + 1e-12)
            apart = cKDTree(there.sphere[within]).query(here.sphere[others])[0]
            near_points[here.row[others[apart <= self._shares]]] = True
        return near_points, near_bases, sharing
