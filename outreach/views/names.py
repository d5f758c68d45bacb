"""Where towns' names stand on a still picture of a known size: inside their town, else beside the district with a line to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import cos, hypot, pi, sin

import shapely

LEADING = 1.2  # of a line of text, to the height of its letters
SLACK = 1.04  # a font may come out a little wider than planned
TRIED = 11  # places across and down in which a name is tried inside its town
STEPS, ANGLES = 14, 32  # how far out and in how many directions it is tried outside
MARGIN = 8  # pixels to the picture's edge
COVERED = 0.25  # of a name over markers: then it stands beside the district, where it can
MANY = 40  # names on one picture: of more, those that do not fit into their towns are left out
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


@lru_cache(10_000)
def width(line: str) -> float:
    """How wide a line is, in letters."""
    return sum(1.0 if ord(sign) > 0x2E7F else 0.56 for sign in line)


def box(lines: Sequence[str], x: float, y: float, size: float) -> shapely.Polygon:
    """What text in the middle of x, y takes up."""
    wide = SLACK * size * max(map(width, lines)) / 2
    high = size * LEADING * len(lines) / 2
    return shapely.box(x - wide, y - high, x + wide, y + high)


def placed(
    texts: Mapping[str, str],
    towns: Mapping[str, shapely.Geometry],
    size: float,
    frame: tuple[float, float],
    discs: Sequence[Disc] = (),
) -> list[Name]:
    """A place for every town's text, in the texts' order; none meets another or stands in another's town.

    texts and towns are by area_code, towns in pixels of the frame (width, height); a text has its lines apart. A name stands
    inside its town where it fits, broken into more lines where it must be; else beside all towns, with a line to its own.
    Where there is no such place, over a town's edge; of more than MANY it is then left out.
    """
    marks = shapely.union_all([shapely.Point(x, y).buffer(radius) for x, y, radius in discs])
    found = {code: _inside(code, text, towns[code], size, marks) for code, text in texts.items() if code in towns}
    taken = [one.box for one in found.values() if one]
    if len(texts) <= MANY:
        land = shapely.union_all(list(towns.values()))
        for code, one in found.items():
            if one and shapely.area(shapely.intersection(one.box, marks)) > COVERED * shapely.area(one.box):
                rest = [other for other in taken if other is not one.box]
                beside = _outside(code, texts[code], towns[code], land, size, frame, rest)
                found[code] = beside or one
                taken = [*rest, *([beside.box, beside.leader] if beside and beside.leader else [one.box])]
        for code in [code for code, one in found.items() if one is None]:
            beside = _outside(code, texts[code], towns[code], land, size, frame, taken)
            there = beside or _over(code, texts[code], towns[code], size, frame, taken)
            found[code] = there
            taken += [there.box, *([there.leader] if there.leader is not None else [])]
    return [one for one in found.values() if one]


def _broken(text: str) -> Iterator[tuple[str, ...]]:
    """The ways to break a text: as it is, all on one line, its first line in two."""
    lines = tuple(text.split("\n"))
    yield lines
    if len(lines) > 1:
        yield (" ".join(lines),)
    name, rest = lines[0], lines[1:]
    if " " in name:
        first, _, last = name.partition(" ")
        yield (first, last, *rest)
    elif len(name) > 3 and ord(name[0]) > 0x2E7F:
        yield (name[: len(name) // 2], name[len(name) // 2 :], *rest)


def _inside(code: str, text: str, town: shapely.Geometry, size: float, marks: shapely.Geometry) -> Name | None:
    largest = max(shapely.get_parts(town), key=shapely.area, default=town)
    if shapely.is_empty(largest):
        return None
    west, south, east, north = shapely.bounds(largest)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=2.0))[0]
    shares = [(i + 0.5) / TRIED for i in range(TRIED)]
    spots = [
        tuple(middle),
        *((west + a * (east - west), south + b * (north - south)) for a, b in product(shares, shares)),
    ]
    shapely.prepare(largest)
    best: tuple[float, Name] | None = None
    for cost, lines in enumerate(_broken(text)):
        boxes = [box(lines, x, y, size) for x, y in spots]
        for (x, y), one in zip(spots, boxes):
            if not shapely.contains(largest, one):
                continue
            covered = shapely.area(shapely.intersection(one, marks)) / shapely.area(one)
            far = hypot(x - middle[0], y - middle[1]) / max(east - west, north - south)
            worth = 4 * covered + far + 0.6 * cost
            if best is None or worth < best[0]:
                best = (worth, Name(code, lines, float(x), float(y), one))
    return best[1] if best else None


def _outside(
    code: str,
    text: str,
    town: shapely.Geometry,
    land: shapely.Geometry,
    size: float,
    frame: tuple[float, float],
    taken: Sequence[shapely.Geometry],
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
