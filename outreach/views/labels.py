"""Where the towns' names stand, so that none covers another or a marker."""

from math import hypot
from typing import Any

import pandas as pd
import shapely

from outreach.views.ground import Ground

LINE_HEIGHT = 1.15
MANY = 40  # names on one map: more are not moved aside for one another
ROOM = 1.1
KIND = "街道"
GRID = 17  # places tried across a town, and as many down
TOUCH = 0.02  # kilometres: labels and rings as near as that do not touch
INNER = 0.94  # of a label's size: what its letters take up of it
SLACK = 1.15  # a picture may come out a little smaller than its map was planned

Place = tuple[float, float, float, float]
"""Longitude and latitude of a label's middle, and half its width and height in kilometres."""
Disc = tuple[float, float, float]


def labels_apart(labels: pd.DataFrame, rings: pd.DataFrame, ground: Ground, km_per_em: float) -> pd.DataFrame:
    """The labels, each where it stands in no other town, on no other label and on as little of a ring as can be.

    labels is indexed by area_code: lon, lat, label; rings (lon, lat, radius_km) are what names keep clear of; km_per_em is
    how far the height of a letter reaches on the ground. The places tried are its own, then above, below, right and left of
    the ring it would cover, small steps aside, then all over its town; a name that is too long is tried on two lines. One
    without a place is left out: the town still tells its name. Where there are more than MANY, the middle of a place is all
    that is tried.
    """
    if len(labels) > MANY:
        return _fitting(labels, ground, km_per_em)
    discs = [(ring.lon, ring.lat, ring.radius_km) for ring in rings.itertuples()]
    taken: list[Place] = []
    kept: dict[str, str] = {}
    for row in labels.itertuples():
        for text in dict.fromkeys((row.label, _broken(row.label))):
            place = _place(row, text, discs, taken, ground, km_per_em)
            if place is not None:
                taken.append(place)
                kept[row.Index] = text
                break
    found = labels.loc[list(kept)]
    return found.assign(lon=[place[0] for place in taken], lat=[place[1] for place in taken], label=list(kept.values()))


def _broken(label: str) -> str:
    """The label with its name on two lines: 海门街道 as 海门 and 街道, an English one at its first space."""
    name, *rest = label.split("\n")
    parts = [name[: -len(KIND)], KIND] if name.endswith(KIND) and name != KIND else name.split(" ", 1)
    return "\n".join([*parts, *rest])


def _place(
    row: Any, text: str, discs: list[Disc], taken: list[Place], ground: Ground, km_per_em: float
) -> Place | None:
    """The best place for a label on one town; None where it has none."""
    wide, high = _half_size(text, km_per_em)
    own = (row.lon, row.lat, wide, high)
    met = [disc for disc in discs if _on_disc(own, disc, ground) > 0]
    near = [own, *(place for disc in met for place in _beside(own, disc, ground)), *_aside(own, ground)]
    for places in (near, _all_over(row.Index, own, ground)):
        free = [
            place for place in _in_no_other(row.Index, places, ground) if _crowding(place, [], taken, ground) <= TOUCH
        ]
        if free:
            best = min(free, key=lambda place: round(_crowding(place, discs, [], ground), 2))
            if places is not near or _crowding(best, discs, [], ground) <= TOUCH:
                return best
    return None


def _all_over(code: str, own: Place, ground: Ground) -> list[Place]:
    """Places in a grid over the town, its own first, the nearest to it before those farther away."""
    if code not in ground.outlines.index:
        return [own]
    lon, lat, wide, high = own
    west, south, east, north = ground.outlines[code].bounds
    step = GRID - 1
    places = [
        (west + i * (east - west) / step, south + j * (north - south) / step, wide, high)
        for i in range(GRID)
        for j in range(GRID)
    ]
    inside = shapely.contains_xy(ground.outlines[code], [one[0] for one in places], [one[1] for one in places])
    there = [place for place, within in zip(places, inside, strict=True) if within]
    return [own, *sorted(there, key=lambda place: hypot(place[0] - lon, place[1] - lat))]


def _in_no_other(code: str, places: list[Place], ground: Ground) -> list[Place]:
    """The places where a label of this town covers no other town and the window's sides cut nothing off."""
    if code not in ground.outlines.index:
        return places
    boxes = []
    for lon, lat, wide, high in places:
        east, north = ground.degrees(INNER * wide / SLACK, INNER * high / SLACK)
        boxes.append(shapely.box(lon - east, lat - north, lon + east, lat + north))
    apart = shapely.disjoint(ground.elsewhere(code), boxes) & shapely.intersects(ground.outlines[code], boxes)
    return [place for place, fits in zip(places, apart, strict=True) if fits and _whole(place, ground)]


def _fitting(labels: pd.DataFrame, ground: Ground, km_per_em: float) -> pd.DataFrame:
    """The labels that fit into the window and beside one another where they stand, the first ones first, each with a little room around it."""
    taken: list[tuple[float, float, float, float]] = []
    kept = []
    for row in labels.itertuples():
        place = (row.lon, row.lat, *(ROOM * half for half in _half_size(row.label, km_per_em)))
        if _whole(place, ground) and _crowding(place, [], taken, ground) == 0:
            taken.append(place)
            kept.append(row.Index)
    return labels.loc[kept]


def _whole(place: tuple[float, float, float, float], ground: Ground) -> bool:
    """Whether the window's sides cut nothing off a label."""
    lon, _, wide, _ = place
    west, _, east, _ = ground.window
    half, _ = ground.degrees(wide, 0)
    return west <= lon - half and lon + half <= east


def _half_size(text: str, km_per_em: float) -> tuple[float, float]:
    lines = text.split("\n")
    widest = max(sum(1 if ord(sign) > 255 else 0.56 for sign in line) for line in lines)
    return SLACK * widest * km_per_em / 2, SLACK * len(lines) * LINE_HEIGHT * km_per_em / 2


def _beside(label, disc, ground: Ground):
    _, _, wide, high = label
    lon, lat, radius = disc
    steps = [(0, radius + high), (0, -radius - high), (radius + wide, 0), (-radius - wide, 0)]
    return [(lon + east, lat + north, wide, high) for east, north in (ground.degrees(*step) for step in steps)]


def _aside(label, ground: Ground):
    lon, lat, wide, high = label
    steps = [(0, high), (0, -high), (wide / 2, 0), (-wide / 2, 0), (0, 2 * high), (0, -2 * high)]
    return [(lon + east, lat + north, wide, high) for east, north in (ground.degrees(*step) for step in steps)]


def _crowding(place, discs, taken, ground: Ground) -> float:
    """How far, in kilometres summed, a label at this place reaches into rings and other labels."""
    lon, lat, wide, high = place
    overlap = sum(_on_disc(place, disc, ground) for disc in discs)
    for other_lon, other_lat, other_wide, other_high in taken:
        across = wide + other_wide - ground.km(lon_degrees=other_lon - lon)
        down = high + other_high - ground.km(lat_degrees=other_lat - lat)
        overlap += max(0.0, min(across, down))
    return overlap


def _on_disc(place, disc, ground: Ground) -> float:
    lon, lat, wide, high = place
    across = max(0.0, ground.km(lon_degrees=disc[0] - lon) - wide)
    down = max(0.0, ground.km(lat_degrees=disc[1] - lat) - high)
    return max(0.0, disc[2] - hypot(across, down) - 0.05)
