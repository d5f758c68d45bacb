"""Where towns' names stand on every map: in their own town and on no other name; on a still picture else beside the district."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import cos, pi, sin
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from outreach.views.ground import Ground

KIND = "街道"
LEADING = 1.2  # of a line of text, to the height of its letters
SLACK = 1.04  # a font may come out a little wider than planned
LOOSE = 1.15  # a map that fits its place may come out a little smaller than planned, and its letters so much larger
INNER = 0.94  # of a name's size: what its letters take up of it
TRIED = 11  # places across and down in which a name is tried inside its town
STEPS, ANGLES = 14, 32  # how far out and in how many directions it is tried outside
MARGIN = 8  # pixels to the picture's edge
COVERED = 0.25  # of a name over markers: then it stands beside the district, where it can
GRAZED = 0.12  # of a name's box, in which there is room around its letters: what may be covered of it and hide none
HIDDEN = 0.02  # of a name under what is drawn over it: it does not stand there
AIR = 0.25  # of a letter's height, between two names: nearer they read as one
OWN = (0.97, 0.6)  # of a name, over its own town's land: where it cannot be all of it, so much or the name is left out
MANY = 40  # names on one picture: of more, those that do not fit into their towns are left out
CLEAR = 4.0  # what it costs a name to be all over markers, against going once across its town
CLEARER = 40.0  # the same, where no line may lead to the town
BROKEN = 0.6  # what it costs to be broken once more
Spot = tuple[float, float]
Fits = Callable[[Sequence[str], Sequence[Spot], Any], Any]
"""Which of these lines' spots, with the boxes they take up there, can hold a name."""
Disc = tuple[float, float, float]
"""What a name keeps clear of: x, y, radius."""


@dataclass(frozen=True)
class Name:
    """A town's name as it is drawn: its lines, the middle of the text in pixels, and the line that leads to its town."""

    area_code: str
    lines: tuple[str, ...]
    x: float
    y: float
    box: shapely.Polygon
    leader: shapely.LineString | None = None


class Towns(NamedTuple):
    """The towns' outlines by area_code, and what of each is land where it is not all of it."""

    outlines: Mapping[str, shapely.Geometry]
    land: Mapping[str, shapely.Geometry] = MappingProxyType({})

    def own(self, code: str) -> shapely.Geometry | None:
        """Where a town's name is to stand; None for a town without an outline."""
        return self.land.get(code, self.outlines.get(code))


@lru_cache(10_000)
def width(line: str) -> float:
    """How wide a line is, in letters."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.56 for sign in line)


def box(
    lines: Sequence[str], x: float, y: float, size: float, across: float = SLACK, down: float = 1.0
) -> shapely.Polygon:
    """What text in the middle of x, y takes up, if its letters come out so many times as large as planned."""
    wide = across * size * max(map(width, lines)) / 2
    high = down * size * LEADING * len(lines) / 2
    return shapely.box(x - wide, y - high, x + wide, y + high)


def placed(
    texts: Mapping[str, str],
    towns: Mapping[str, shapely.Geometry],
    size: float,
    frame: tuple[float, float],
    discs: Sequence[Disc] = (),
    above: Sequence[Disc] = (),
) -> list[Name]:
    """A place for every town's text, in the texts' order; none meets another or stands in another's town.

    texts and towns are by area_code, towns in pixels of the frame (width, height); a text has its lines apart. A name stands
    inside its town where it fits, broken into more lines where it must be; else beside all towns, with a line to its own.
    above are those discs that are drawn over names. Where there is no such place, over a town's edge; of more than MANY it is then left out.
    """
    marks, upon = (shapely.union_all([shapely.Point(x, y).buffer(r) for x, y, r in one]) for one in (discs, above))
    found = {code: _inside(code, text, towns[code], size, marks, upon) for code, text in texts.items() if code in towns}
    taken = [one.box for one in found.values() if one]
    if len(texts) <= MANY:
        land = shapely.union_all(list(towns.values()))
        for code, one in found.items():
            if one and shapely.area(shapely.intersection(one.box, marks)) > COVERED * shapely.area(one.box):
                rest = [other for other in taken if other is not one.box]
                beside = _outside(code, texts[code], towns[code], land, size, frame, rest, upon)
                found[code] = beside or one
                taken = [*rest, *([beside.box, beside.leader] if beside and beside.leader else [one.box])]
        for code in [code for code, one in found.items() if one is None]:
            beside = _outside(code, texts[code], towns[code], land, size, frame, taken, upon)
            there = beside or _over(code, texts[code], towns[code], size, frame, [*taken, upon])
            found[code] = there
            taken += [there.box, *([there.leader] if there.leader is not None else [])]
    return [one for one in found.values() if one]


def on_map(
    texts: Mapping[str, str],
    spots: Mapping[str, Sequence[Spot]],
    towns: Towns,
    size: float,
    frame: tuple[float, float],
    discs: Sequence[Disc] = (),
    whole: bool = False,
    beside: Container[str] = (),
) -> list[Name]:
    """The names that have a place on a map where no line leads to a town, in the texts' order; the others are left out.

    Each stands at the best of its spots, the first of which is where it would be alone, else anywhere in its town: clear of
    discs where it can be, near no other name, in its own town, in no other, and whole in the frame. A town without an outline
    is nowhere held to it. `whole` names are not broken; those `beside` a marker of their town need not keep to it
    where it has no room. Of more than
    MANY the first spot is all that is tried.
    """
    many, room = len(texts) > MANY, shapely.box(0, 0, *frame)
    marks = shapely.union_all([shapely.Point(x, y).buffer(radius) for x, y, radius in discs])
    outlines = _Outlines(shapely.STRtree(list(towns.outlines.values())), np.array([*towns.outlines, ""], dtype=object))
    found: list[Name] = []
    for code, text in texts.items():
        town = towns.own(code)
        tried = list(spots[code])[:1] if many else list(spots[code])
        if not many and code not in beside:
            tried += _around(spots[code][0], text, size, discs)
        taken = shapely.STRtree([one.box for one in found])
        ways = [tuple(text.split("\n"))] if many or whole else list(_broken(text))
        everywhere = tried if many else [*tried, *_all_over(town)]
        held = [(town, share) for share in OWN] if town is not None else []
        for within, share in [*held, (None, 0.0)] if code in beside or town is None else held:
            fits = _free(code, within, size, room, taken, outlines, share)
            best = _best(code, ways, tried[:1], _loose(size), fits, marks, CLEARER)
            if best is None or best[0] > 0:
                best = _best(code, ways, everywhere, _loose(size), fits, marks, CLEARER)
            if best and not (best[0] > CLEARER * GRAZED and code in beside and within is not None):  # hidden there
                found.append(best[1])
                break
    return found


def readable(found: Iterable[Name], over: Sequence[Disc]) -> list[Name]:
    """Those names of which what is drawn over them hides no letter."""
    marks = shapely.union_all([shapely.Point(x, y).buffer(radius) for x, y, radius in over])
    return [
        one for one in found if shapely.area(shapely.intersection(one.box, marks)) <= GRAZED * shapely.area(one.box)
    ]


class _Outlines(NamedTuple):
    """The towns' outlines, to be asked what meets them, and each one's code."""

    tree: shapely.STRtree
    codes: Any


def _free(
    code: str,
    town: shapely.Geometry | None,
    size: float,
    room: shapely.Polygon,
    taken: shapely.STRtree,
    towns: _Outlines,
    share: float,
) -> Fits:
    """Where a town's name is whole in the room and near no other name; and, where its town is known, so much of it in it and
    nothing in another."""

    def fits(lines: Sequence[str], at: Sequence[Spot], boxes: Any) -> Any:
        free = np.array(shapely.contains(room, boxes))
        free[taken.query(boxes, predicate="dwithin", distance=AIR * size)[0]] = False
        if town is not None:
            letters = np.array([box(lines, x, y, size, INNER, INNER) for x, y in at])
            which, met = towns.tree.query(letters, predicate="intersects")
            free[which[towns.codes[met] != code]] = False
            there = shapely.area(shapely.intersection(letters[free], town)) / shapely.area(letters[free])
            free[free] = there >= share
        return free

    return fits


def on_ground(labels: pd.DataFrame, rings: pd.DataFrame, ground: Ground, km_per_em: float) -> pd.DataFrame:
    """The labels of a map of the ground, each where it can stand: see `on_map`.

    labels is indexed by area_code: lon, lat, label; rings (lon, lat, radius_km) are what names keep clear of; km_per_em is
    how far the height of a letter reaches on the ground.
    """
    west, south, east, north = ground.window
    across, down = ground.km(lon_degrees=1) / km_per_em, ground.km(lat_degrees=1) / km_per_em

    def plane(lon: float, lat: float) -> Spot:
        return (lon - west) * across, (lat - south) * down

    spots = {row.Index: [plane(row.lon, row.lat)] for row in _rows(labels)}
    towns = Towns(
        *(
            {
                str(code): shapely.transform(shape, lambda ends: (ends - [west, south]) * [across, down])
                for code, shape in shapes.items()
            }
            for shapes in (ground.outlines, ground.own_land)
        )
    )
    discs = [(*plane(ring.lon, ring.lat), ring.radius_km / km_per_em) for ring in _rows(rings)]
    found = on_map(dict(labels["label"]), spots, towns, 1.0, plane(east, north), discs)
    there = {one.area_code: one for one in found}
    kept = labels.loc[[code for code in labels.index if code in there]]
    return kept.assign(
        lon=[west + there[code].x / across for code in kept.index],
        lat=[south + there[code].y / down for code in kept.index],
        label=["\n".join(there[code].lines) for code in kept.index],
    )


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples()


def _around(spot: Spot, text: str, size: float, discs: Sequence[Disc]) -> Iterator[Spot]:
    """Above, below, right and left of the discs that a name at the spot would cover, then small steps aside."""
    (x, y), there = spot, _loose(size)(tuple(text.split("\n")), *spot)
    west, south, east, north = shapely.bounds(there)
    wide, high = (east - west) / 2, (north - south) / 2
    for at_x, at_y, radius in discs:
        if shapely.distance(shapely.Point(at_x, at_y), there) < radius:
            yield from ((at_x, at_y + radius + high), (at_x, at_y - radius - high))
            yield from ((at_x + radius + wide, at_y), (at_x - radius - wide, at_y))
    for right, up in ((0, 1), (0, -1), (0.5, 0), (-0.5, 0), (0, 2), (0, -2)):
        yield x + right * wide, y + up * high


def _all_over(town: shapely.Geometry | None) -> list[Spot]:
    """A grid over a town, or over as much of it as is one piece."""
    largest = None if town is None else max(shapely.get_parts(town), key=shapely.area, default=town)
    if largest is None or shapely.is_empty(largest):
        return []
    west, south, east, north = shapely.bounds(largest)
    shares = [(i + 0.5) / TRIED for i in range(TRIED)]
    return [(west + a * (east - west), south + b * (north - south)) for a, b in product(shares, shares)]


def _loose(size: float) -> Callable[[Sequence[str], float, float], shapely.Polygon]:
    return lambda lines, x, y: box(lines, x, y, size, LOOSE, LOOSE)


def _broken(text: str) -> Iterator[tuple[str, ...]]:
    """The ways to break a text: as it is, all on one line, its first line in two: before 街道, at a space, in the middle."""
    lines = tuple(text.split("\n"))
    yield lines
    if len(lines) > 1:
        yield (" ".join(lines),)
    name, rest = lines[0], lines[1:]
    if " " in name:
        first, _, last = name.partition(" ")
        yield (first, last, *rest)
    elif len(name) > 3 and ord(name[0]) > 0x2E7F:
        cut = -len(KIND) if name.endswith(KIND) else len(name) // 2
        yield (name[:cut], name[cut:], *rest)


def _best(
    code: str,
    ways: Iterable[tuple[str, ...]],
    spots: Sequence[Spot],
    boxed: Callable[[Sequence[str], float, float], shapely.Polygon],
    fits: Fits,
    marks: shapely.Geometry,
    clear: float = CLEAR,
) -> tuple[float, Name] | None:
    """The best place for a name with what it costs, of all ways to break it and all spots; None where it fits nowhere.

    It costs to cover what is marked, to be far from the first spot, and to be broken.
    """
    best: tuple[float, Name] | None = None
    x, y = np.array([one[0] for one in spots]), np.array([one[1] for one in spots])
    span = max(float(np.ptp(x)), float(np.ptp(y)), 1e-9)
    for cost, lines in enumerate(ways):
        boxes = np.array([boxed(lines, *spot) for spot in spots])
        free = fits(lines, spots, boxes)
        covered = shapely.area(shapely.intersection(boxes, marks)) / shapely.area(boxes)
        worth = np.where(free, clear * covered + np.hypot(x - x[0], y - y[0]) / span + BROKEN * cost, np.inf)
        i = int(np.argmin(worth))
        if np.isfinite(worth[i]) and (best is None or worth[i] < best[0]):
            best = (float(worth[i]), Name(code, lines, float(x[i]), float(y[i]), boxes[i]))
    return best


def _inside(
    code: str, text: str, town: shapely.Geometry, size: float, marks: shapely.Geometry, upon: shapely.Geometry
) -> Name | None:
    largest = max(shapely.get_parts(town), key=shapely.area, default=town)
    if shapely.is_empty(largest):
        return None
    shapely.prepare(largest)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=2.0))[0]
    best = _best(
        code,
        _broken(text),
        [(float(middle[0]), float(middle[1])), *_all_over(largest)],
        lambda lines, x, y: box(lines, x, y, size),
        lambda _lines, _spots, boxes: (
            shapely.contains(largest, boxes)
            & (shapely.area(shapely.intersection(boxes, upon)) <= HIDDEN * shapely.area(boxes))
        ),
        marks,
    )
    return best[1] if best else None


def _outside(
    code: str,
    text: str,
    town: shapely.Geometry,
    land: shapely.Geometry,
    size: float,
    frame: tuple[float, float],
    taken: Sequence[shapely.Geometry],
    upon: shapely.Geometry,
) -> Name | None:
    anchor = shapely.point_on_surface(town)
    room = shapely.box(MARGIN, MARGIN, frame[0] - MARGIN, frame[1] - MARGIN)
    rest = shapely.difference(land, town)
    shapely.prepare(rest)
    best: tuple[float, Name] | None = None
    for lines in list(_broken(text))[:2]:
        for step, turn in product(range(1, STEPS + 1), range(ANGLES)):
            far, angle = 1.4 * size * step, 2 * pi * turn / ANGLES
            x, y = anchor.x + far * cos(angle), anchor.y + far * sin(angle)
            there = box(lines, x, y, size)
            if not shapely.contains(room, there) or shapely.intersects(rest, there):
                continue
            leader = _leader(there, anchor)
            if shapely.intersects(upon, there):
                continue
            if any(shapely.intersects(one, there) or shapely.intersects(one, leader) for one in taken):
                continue
            worth = shapely.length(leader) + 0.7 * shapely.length(shapely.intersection(leader, rest))
            if best is None or worth < best[0]:
                best = (worth, Name(code, lines, x, y, there, leader))
    return best[1] if best else None


def _leader(there: shapely.Polygon, anchor: shapely.Point) -> shapely.LineString:
    """From the text's edge to a point in its town."""
    return shapely.shortest_line(there, anchor)


def _over(
    code: str,
    text: str,
    town: shapely.Geometry,
    size: float,
    frame: tuple[float, float],
    taken: Sequence[shapely.Geometry],
) -> Name:
    """Where the name meets the others least, around the middle of its town and inside the picture."""
    lines, anchor = tuple(text.split("\n")), shapely.point_on_surface(town)
    wide, high = (frame[0] - MARGIN, frame[1] - MARGIN)

    def at(step: int, turn: int) -> Name:
        x = anchor.x + 0.7 * size * step * cos(2 * pi * turn / ANGLES)
        y = anchor.y + 0.7 * size * step * sin(2 * pi * turn / ANGLES)
        west, north, east, south = shapely.bounds(box(lines, x, y, size))
        x += max(0.0, MARGIN - west) - max(0.0, east - wide)
        y += max(0.0, MARGIN - north) - max(0.0, south - high)
        return Name(code, lines, x, y, box(lines, x, y, size))

    def met(one: Name) -> float:
        return float(sum(shapely.area(shapely.intersection(one.box, other)) for other in taken))

    return min((at(step, turn) for step in range(STEPS) for turn in range(0, ANGLES, 4)), key=met)
