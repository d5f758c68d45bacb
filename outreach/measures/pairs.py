"""Which places lie near which, for as many as a nation has: a tree on the sphere, the ellipsoid only where it decides."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from scipy.spatial import cKDTree

LEAST_RADIUS_KM, LARGEST_RADIUS_KM = 6335.439, 6399.594
"""The tightest and the widest curve of the WGS-84 ellipsoid (along the meridian at the equator and at the poles): an arc between
two places' geodetic positions on the unit sphere is at least its 6335.439-fold in kilometres over the ground and at most its
6399.594-fold. A search of so wide an arc misses nobody, and most comparisons with a limit are settled without measuring."""
SLACK_KM = 1e-9  # a micrometre, far above what the arcs' own rounding can amount to
AT_ONCE = 1_000_000
Task = TypeVar("Task")
Done = TypeVar("Done")
_ELLIPSOID = Geod(ellps="WGS84")


def on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Positions in degrees as points of the unit sphere: n × 3."""
    lon, lat = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def geodesic_km(lon: np.ndarray, lat: np.ndarray, to_lon: np.ndarray, to_lat: np.ndarray) -> np.ndarray:
    """The straight distance over the ground of each pair, in kilometres; Karney (2013), Journal of Geodesy 87, as in PROJ."""
    km = np.empty(len(lon))
    for start in range(0, len(lon), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        km[some] = _ELLIPSOID.inv(lon[some], lat[some], to_lon[some], to_lat[some])[2] / 1000
    return km


def chord(km: np.ndarray | float) -> np.ndarray | float:
    """How far apart on the unit sphere, through it, two places so many kilometres apart are at most."""
    return 2 * np.sin(np.minimum(np.asarray(km) / LEAST_RADIUS_KM, np.pi) / 2) + 1e-12


def arc(chord: np.ndarray) -> np.ndarray:
    """The angle between two points of the unit sphere, in radians, from how far apart they are through it."""
    return 2 * np.arcsin(np.minimum(chord / 2, 1))


@dataclass(frozen=True, eq=False)
class Spots:
    """The rows of a frame that have a position: their row numbers, degrees, and points of the unit sphere."""

    row: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    sphere: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Spots":
        lon, lat = (frame[axis].to_numpy(dtype=float) for axis in ("lon", "lat"))
        row = np.flatnonzero(~(np.isnan(lon) | np.isnan(lat)))
        return cls(row, lon[row], lat[row], on_sphere(lon[row], lat[row]))

    def some(self, which: np.ndarray) -> "Spots":
        """Those of them, by place or by a mask."""
        return Spots(self.row[which], self.lon[which], self.lat[which], self.sphere[which])

    def __len__(self) -> int:
        return len(self.row)


class Pairs(NamedTuple):
    """Pairs of two sets of spots by their place in each, with the arc between them in radians."""

    here: Spots
    there: Spots
    start: np.ndarray
    end: np.ndarray
    arc: np.ndarray

    def km(self, which: NDArray[np.intp] | slice = slice(None)) -> np.ndarray:
        """Measured kilometres of those pairs."""
        start, end = self.start[which], self.end[which]
        return geodesic_km(self.here.lon[start], self.here.lat[start], self.there.lon[end], self.there.lat[end])

    @property
    def least_km(self) -> np.ndarray:
        """What each pair cannot be nearer than."""
        least_km: np.ndarray = self.arc * LEAST_RADIUS_KM - self._slack_km
        return least_km

    @property
    def most_km(self) -> np.ndarray:
        """What each pair cannot be farther than."""
        most_km: np.ndarray = self.arc * LARGEST_RADIUS_KM + self._slack_km
        return most_km

    @property
    def _slack_km(self) -> np.ndarray:
        return np.where(self.arc > 3, 1e-3, SLACK_KM)  # on the other side of the earth the arc is known less well

    def ring(self, edges_km: np.ndarray, detour: float = 1.0) -> np.ndarray:
        """Between which rising edges kilometres × detour lie: 0 up to and with the first, and so on; measured only near an edge."""
        nearest, farthest = (
            np.searchsorted(edges_km, km * detour, side="left") for km in (self.least_km, self.most_km)
        )
        unsure = np.flatnonzero(nearest != farthest)
        nearest[unsure] = np.searchsorted(edges_km, self.km(unsure) * detour, side="left")
        return nearest


class Near:
    """All pairs of spots within a distance and some beyond it, a chunk at a time, each with about a million of them.

    A chunk holds all pairs of its points of `here`; the chunks follow their order. Which pairs go together does not
    depend on how many cores there are.
    """

    def __init__(self, here: Spots, there: Spots, limit_km: float):
        self._here, self._there, self._chord = here, there, float(chord(limit_km))
        self._tree = cKDTree(there.sphere) if len(here) and len(there) else None
        self._chunks = self._cut(self._tree) if self._tree is not None else []

    def _cut(self, tree: cKDTree) -> list[slice]:
        many = len(self._here) * len(self._there) > AT_ONCE
        number = (
            tree.query_ball_point(self._here.sphere, self._chord, return_length=True, workers=cores())
            if many
            else np.zeros(len(self._here))
        )
        chunk = (np.cumsum(number) // AT_ONCE).astype(int)
        edges = [0, *(np.flatnonzero(np.diff(chunk)) + 1), len(chunk)]
        return [slice(start, stop) for start, stop in zip(edges, edges[1:])]

    def __len__(self) -> int:
        return len(self._chunks)

    def chunk(self, number: int) -> Pairs:
        own = self._chunks[number]
        found = cKDTree(self._here.sphere[own]).sparse_distance_matrix(self._tree, self._chord, output_type="ndarray")
        return Pairs(self._here, self._there, found["i"] + own.start, found["j"], arc(found["v"]))


MOST_THREADS = 8  # each holds a chunk of pairs
_alone: ContextVar[bool] = ContextVar("alone", default=False)


def cores() -> int:
    """How many threads the work is shared among: as many as processors this process may use, at most 8; 1 within `alone`."""
    if _alone.get():
        return 1
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, MOST_THREADS)


@contextmanager
def alone() -> Iterator[None]:
    """One thread alone: for a worker beside others on the same machine."""
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


def in_order(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
    """The work on each task, in their order; several at a time where there are several tasks and processors."""
    tasks = list(tasks)
    if len(tasks) < 2 or cores() < 2:
        yield from map(work, tasks)
        return
    with ThreadPoolExecutor(cores()) as pool:
        waiting: deque[Future[Done]] = deque()
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > cores():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
