"""The map to touch: the district, its towns' names, and a circle for the places that stand closer than a finger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

import geopandas as gpd
import pandas as pd
import shapely

from outreach.district import District
from outreach.views import names, palette
from outreach.views.areas import town_names
from outreach.views.choropleth import short
from outreach.views.credits import credits_of_reach, legal
from outreach.views.ground import MARGIN, Ground
from outreach.views.kiosk.near import Start
from outreach.words import Words

WIDE, HIGH = 1040, 790  # of the map, in pixels of a screen 1080 or 1920 wide
LETTER = 27  # of a town's name on it
MARK = 68  # across a marker; no two are nearer than that
PINS = {
    "point": "kiosk.pin_point",
    "town": "kiosk.pin_town",
    "screen": "kiosk.pin_screen",
    "assumed": "kiosk.pin_assumed",
}
Box = tuple[float, float, float, float]
Pin = tuple[float, float, str]


@dataclass(frozen=True)
class Mark:
    """One marker to touch: where it stands (pixels of the map), how many places it is, what it is called and what it chooses.

    count is of places, bases on one ground being one; 0 where all that stands here is part of a place elsewhere.
    hollow: of one base at least only the town is known. town: the one its bases lie in; None where they lie in several.
    """

    x: float
    y: float
    count: int
    label: str
    hollow: bool
    picked: bool
    town: str | None
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Map:
    """The map: its ground as SVG of WIDE × HIGH, the markers on it, and where its edges lie.

    window is west, south, east, north of the picture; bounds those of the district, outside which nobody can stand; pin is
    where distances start (x, y and its label), None where nobody knows.
    """

    svg: str
    marks: tuple[Mark, ...]
    window: Box
    bounds: Box
    pin: Pin | None
    legend: tuple[tuple[str, str], ...]
    notice: str
    legal: str


class Sheet:
    """The map's window and how degrees become pixels on it (equirectangular, true in the middle of the district)."""

    def __init__(self, bounds: Iterable[float]):
        west, south, east, north = map(float, bounds)
        self.squeeze = cos(radians((south + north) / 2))
        pad = MARGIN * max((east - west) * self.squeeze, north - south)
        per_degree = min(WIDE / ((east - west) * self.squeeze + 2 * pad), HIGH / (north - south + 2 * pad))
        self.down = per_degree
        self.across = per_degree * self.squeeze
        middle = (west + east) / 2, (south + north) / 2
        half = WIDE / self.across / 2, HIGH / self.down / 2
        self.window = middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point of the earth stands on the picture."""
        return (lon - self.window[0]) * self.across, (self.window[3] - lat) * self.down

    def placed(self, shape: shapely.Geometry) -> shapely.Geometry:
        """The shape in pixels."""
        return shapely.transform(
            shape, lambda points: (points - [self.window[0], self.window[3]]) * [self.across, -self.down]
        )

    def path(self, shape: shapely.Geometry) -> str:
        """A polygon or line as the path of an SVG, cut to the window, to a tenth of a pixel."""
        moved = self.placed(shapely.clip_by_rect(shape, *self.window))
        return "".join(_ring(part) for part in shapely.get_parts(moved))


def _ring(part: shapely.Geometry) -> str:
    if part.geom_type == "Polygon":
        return "".join(_line(ring.coords) + "Z" for ring in (part.exterior, *part.interiors) if len(ring.coords))
    return _line(part.coords) if part.geom_type == "LineString" else ""


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def place_map(
    say: Words,
    ground: Ground,
    district: District,
    located: pd.DataFrame,
    here: Start | None,
    area: str | None = None,
    base: str | None = None,
) -> Map:
    """The district with its bases, those closer than a finger together as one marker with the number of places."""
    west, south, east, north = map(float, ground.district.total_bounds)
    sheet = Sheet((west, south, east, north))
    marks = marked(say, district, located, sheet, area, base)
    pin = None if here is None else (*sheet.xy(here.lon, here.lat), say(PINS[here.kind]))
    written = labels(say, ground, district, sheet, marks, pin)
    return Map(
        svg=_ground(sheet, ground, written, area),
        marks=tuple(marks),
        window=sheet.window,
        bounds=(west, south, east, north),
        pin=pin,
        legend=_legend(say, marks),
        notice=credits_of_reach(say, district, on_map=True).notice,
        legal=legal(say, district.home),
    )


def _legend(say: Words, marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    there = {
        "one": True,
        "hollow": any(mark.hollow for mark in marks),
        "full": any(not mark.hollow for mark in marks),
        "part": any(not mark.count for mark in marks),
    }
    keys = {"one": "number", "hollow": "hollow", "full": "full", "part": "part"}
    return tuple((sign, say(f"kiosk.legend_{keys[sign]}")) for sign, has in there.items() if has)


def _ground(sheet: Sheet, ground: Ground, written: pd.DataFrame, area: str | None) -> str:
    def drawn(layer: gpd.GeoDataFrame, style: str) -> str:
        return "".join(f'<path d="{path}" {style}/>' for path in map(sheet.path, layer.geometry) if path)

    picked = ground.towns[ground.towns["area_code"] == area]
    shapes = [
        drawn(ground.neighbours, f'fill="{palette.LAND}" stroke="{palette.NEIGHBOUR_EDGE}"'),
        drawn(ground.towns, f'fill="{palette.TOWN}" stroke="{palette.TOWN_EDGE}" stroke-width="1.5"'),
        drawn(picked, f'fill="{palette.LITERACY[0]}" stroke="none"'),
        drawn(ground.water, f'fill="{palette.WATER}"'),
        drawn(ground.canals, f'fill="none" stroke="{palette.CANAL}" stroke-width="3"'),
        drawn(ground.district, f'fill="none" stroke="{palette.OUTLINE}" stroke-width="3"'),
        drawn(picked, f'fill="none" stroke="{palette.PICKED}" stroke-width="5"'),
    ]
    words = [
        f'<text x="{x:.0f}" y="{y + LETTER / 3:.0f}" text-anchor="middle" font-size="{LETTER}" font-weight="600" fill="{palette.INK}" '
        f'stroke="{palette.PAPER}" stroke-width="6" paint-order="stroke" stroke-linejoin="round">{_plain(label)}</text>'
        for label, x, y in zip(written["label"], written["x"], written["y"], strict=True)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="{palette.WATER}"/>{"".join(shapes)}{"".join(words)}</svg>'
    )


def labels(
    say: Words, ground: Ground, district: District, sheet: Sheet, marks: Sequence[Mark], pin: Pin | None
) -> pd.DataFrame:
    """Where each town's name stands (label, x, y): beside its own marker where it has one, else in its middle, clear of the rest.

    A name that finds no place it can be read in is left out; the list of the towns has them all.
    """
    own: dict[str, names.Spot] = {mark.town: (mark.x, mark.y) for mark in marks if mark.town}
    discs = [(mark.x, mark.y, MARK / 2) for mark in marks] + ([] if pin is None else list(_pinned(pin)))
    called = town_names(say, district.areas).map(short)
    called = called[called.index.isin(ground.labels.index)]
    spots = {}
    for code in sorted(called.index, key=lambda code: code not in own):
        half = width(called[code]) / 2 + 3, LETTER * 0.62
        x, y = own.get(code) or sheet.xy(*ground.labels.loc[code, ["lon", "lat"]])
        spots[code] = [(x + east, y + north) for east, north in _steps(half, code in own)]
    towns = names.Towns({str(code): sheet.placed(shape) for code, shape in ground.outlines.items()})
    texts = {code: str(called[code]) for code in spots}
    placed = names.on_map(texts, spots, towns, LETTER, (WIDE, HIGH), discs, True, own)
    found = {one.area_code: one for one in names.readable(placed, discs)}
    rows = [(texts[code], found[code].x, found[code].y) for code in called.index if code in found]
    return pd.DataFrame(rows, columns=["label", "x", "y"])


def _pinned(pin: Pin) -> Iterable[tuple[float, float, float]]:
    """What a name keeps clear of under the sign where distances start: discs side by side, as long as its words."""
    x, y, text = pin
    steps = range(-1, 2)
    reach = max(0.0, width(text) / 2 - 15)
    return [(x + step * reach, y - MARK / 2 - 24, 30.0) for step in steps]


def _steps(half: tuple[float, float], marked: bool) -> list[tuple[float, float]]:
    """Where a name is tried, from its marker or from the middle of its town, the best first."""
    if not marked:
        return [(0.0, 0.0)]
    down, over = MARK / 2 + half[1] + 2, MARK / 2 + half[0] + 2
    return [(0, down), (0, -down), (over, 0), (-over, 0), (over * 0.8, down), (-over * 0.8, down)]


def width(text: str) -> float:
    """How wide a name is, in pixels of the map."""
    return sum(1 if ord(sign) > 255 else 0.56 for sign in text) * LETTER


def shared(one: Box, other: Box) -> float:
    """The area two boxes (middle and half sizes) have in common."""
    across = one[2] + other[2] - abs(one[0] - other[0])
    down = one[3] + other[3] - abs(one[1] - other[1])
    return max(0.0, across) * max(0.0, down)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked(
    say: Words, district: District, located: pd.DataFrame, sheet: Sheet, area: str | None, base: str | None
) -> list[Mark]:
    """The markers: bases closer than a finger are one of them."""
    shown = located[located["counted"]].sort_index()
    names, towns = district.bases.set_index("base_id")[f"name_{say.language}"], town_names(say, district.areas)
    marks = []
    for ids, x, y in _groups(shown, sheet):
        rows = shown.loc[ids]
        codes = {code for code in rows["area_code"] if isinstance(code, str)}
        town = next(iter(codes)) if len(codes) == 1 else None
        count = rows["ground"][rows["ground"].isin(ids)].nunique()
        if len(ids) == 1:
            label, changes = str(names[ids[0]]), {"view": "base", "base": ids[0]}
        elif town and rows["accuracy"].eq("town").all():
            label = say("kiosk.mark_town", town=towns[town], n=count)
            changes = {"view": "map", "area": town, "here": "", "base": ""}
        else:
            label = say("kiosk.mark_some", n=count) if count else say.list([str(names[one]) for one in ids])
            lon, lat = rows[["lon", "lat"]].iloc[0]
            changes = {"view": "map", "here": f"{lon:.4f},{lat:.4f}", "area": "", "base": ""}
        hollow = bool(rows["accuracy"].eq("town").any())
        picked = base in ids or (area is not None and town == area)
        marks.append(Mark(x, y, count, label, hollow, picked, town, changes))
    return marks


def _groups(shown: pd.DataFrame, sheet: Sheet) -> list[tuple[list[str], float, float]]:
    """The bases that share a marker, with where it stands: at the first of them by id."""
    groups: list[tuple[list[str], float, float]] = []
    for base_id, lon, lat in zip(shown.index, shown["lon"], shown["lat"], strict=True):
        x, y = sheet.xy(float(lon), float(lat))
        near = next((group for group in groups if hypot(group[1] - x, group[2] - y) < MARK), None)
        if near is None:
            groups.append(([base_id], x, y))
        else:
            near[0].append(base_id)
    return groups
