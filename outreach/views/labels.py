"""Where the towns' names stand, so that none covers another or a marker."""

from math import hypot

import pandas as pd

from outreach.views.ground import Ground

LINE_HEIGHT = 1.15
MANY = 40  # names on one map: more are not moved aside for one another
ROOM = 1.1
SLACK = 1.15  # a picture may come out a little smaller than its map was planned


def labels_apart(labels: pd.DataFrame, rings: pd.DataFrame, ground: Ground, km_per_em: float) -> pd.DataFrame:
    """The labels, each at the first place where it covers no ring and no other label.

    labels is indexed by area_code: lon, lat, label; rings as markers.rings gives them; km_per_em is how far the height
    of a letter reaches on the ground. The places tried are its own, then above, below, right and left of the ring it
    would cover, then small steps aside; where none is free, the one it covers least. Where there are more than MANY, those
    without a free place in the window are left out, and the middle of a place is all that is tried.
    """
    if len(labels) > MANY:
        return _fitting(labels, ground, km_per_em)
    discs = [(ring.lon, ring.lat, ring.radius_km) for ring in rings.itertuples()]
    taken: list[tuple[float, float, float, float]] = []
    for row in labels.itertuples():
        wide, high = _half_size(row.label, km_per_em)
        own = (row.lon, row.lat, wide, high)
        met = [disc for disc in discs if _on_disc(own, disc, ground) > 0]
        places = [own, *(place for disc in met for place in _beside(own, disc, ground)), *_aside(own, ground)]
        taken.append(min(places, key=lambda place: round(_crowding(place, discs, taken, ground), 2)))
    return labels.assign(lon=[place[0] for place in taken], lat=[place[1] for place in taken])


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
