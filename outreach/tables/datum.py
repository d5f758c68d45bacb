"""Longitude and latitude under the datums of China's maps, as WGS-84.

GCJ-02 (Amap, Tencent, Google in China) bends WGS-84 by up to some 700 m; BD-09 (Baidu) bends GCJ-02 once more. Neither is
published; the formulas here are the ones that every open tool uses, found by coolypf and others in 2013 and tried since
against the map services (github.com/googollee/eviltransform, github.com/hujiulong/gcoord). They hold inside a rectangle
around China; outside it the services bend nothing. CGCS2000 differs from WGS-84 by less than a few decimetres
(China's coordinates of epoch 2000 against those of today) and is taken for it.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

SAME = ("WGS-84", "CGCS2000")
BENT = ("GCJ-02", "BD-09")
PRECISION = 1e-9

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # the Krasovsky 1940 ellipsoid
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_BAIDU_TURN = np.pi * 3000 / 180

Points = np.ndarray


def to_wgs84(points: Points, datum: str) -> Points:
    """Points (n × 2, longitude and latitude in degrees) under a datum as WGS-84, to better than 0.0000001 degrees.

    A missing point stays missing. Raises ValueError for a datum that is not known.
    """
    points = np.asarray(points, dtype=float)
    if datum in SAME:
        return points.copy()
    if datum == "BD-09":
        points = _undone(points, _gcj02_to_bd09)
    elif datum != "GCJ-02":
        raise ValueError(f"datum: expected one of {', '.join((*SAME, *BENT))}, found {datum}")
    return np.where(_in_china(points)[:, None], _undone(points, _wgs84_to_gcj02), points)


def from_wgs84(points: Points, datum: str) -> Points:
    """Points (n × 2, WGS-84, degrees) as a map under the datum gives them. Raises ValueError for a datum not known."""
    points = np.asarray(points, dtype=float)
    if datum in SAME:
        return points.copy()
    if datum not in BENT:
        raise ValueError(f"datum: expected one of {', '.join((*SAME, *BENT))}, found {datum}")
    bent = np.where(_in_china(points)[:, None], _wgs84_to_gcj02(points), points)
    return bent if datum == "GCJ-02" else _gcj02_to_bd09(bent)


def converted(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its points in WGS-84 and its column datum saying so; rows without a datum stay as they are.

    Its points are lon and lat, and where it has them to_lon and to_lat.

    Converted coordinates have seven decimals, a centimetre.
    """
    found = frame.copy()
    for datum in BENT:
        rows = frame["datum"] == datum
        if rows.any():
            for point in (["lon", "lat"], ["to_lon", "to_lat"]):
                if point[0] in frame:
                    found.loc[rows, point] = to_wgs84(frame.loc[rows, point].to_numpy(), datum).round(7)
            found.loc[rows, "datum"] = SAME[0]
    return found


def _in_china(points: Points) -> np.ndarray:
    lon, lat = points.T
    inside: np.ndarray = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    return inside


def _wgs84_to_gcj02(points: Points) -> Points:
    lon, lat = points.T
    x, y = lon - 105, lat - 35
    root = np.sqrt(np.abs(x))
    wave = 20 * (np.sin(6 * np.pi * x) + np.sin(2 * np.pi * x))
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root
    north = north + 2 / 3 * (wave + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30)))
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root
    east = east + 2 / 3 * (wave + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30)))
    slant = 1 - _ECCENTRICITY * np.sin(np.radians(lat)) ** 2
    along = _AXIS / np.sqrt(slant) * np.cos(np.radians(lat))
    across = _AXIS * (1 - _ECCENTRICITY) / slant**1.5
    bent: np.ndarray = points + np.degrees(np.column_stack([east / along, north / across]))
    return bent


def _waves(along: np.ndarray, *waves: tuple[int, int]) -> np.ndarray:
    return sum((height * np.sin(np.pi * along / length) for height, length in waves), np.zeros_like(along))


def _gcj02_to_bd09(points: Points) -> Points:
    lon, lat = points.T
    reach = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_TURN)
    turn = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_TURN)
    return np.column_stack([reach * np.cos(turn) + 0.0065, reach * np.sin(turn) + 0.006])


def _undone(bent: Points, bend: Callable[[Points], Points]) -> Points:
    """The points that `bend` takes to the ones given: the difference is taken away again until nothing is left of it."""
    found = bent.copy()
    for _ in range(30):
        off = bend(found) - bent
        found = found - off
        if not (np.abs(off) > PRECISION).any():
            break
    return found
