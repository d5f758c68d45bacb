"""What stands on the museum's touch screen: a map to touch, what is near, one base, one town in plain words, a quiz."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Any

import pandas as pd
import shapely

from outreach.views import bases as base_views
from outreach.views import palette, positions
from outreach.views.areas import town_names
from outreach.views.choropleth import short
from outreach.views.credits import credits, credits_of_reach
from outreach.views.exhibit import Column, Exhibit, written
from outreach.views.ground import MARGIN, Ground
from outreach.words import Words

WIDE, HIGH = 1040, 790  # of the map, in pixels of a screen 1080 or 1920 wide
LETTER = 27  # of a town's name on it
MOST = 12  # bases listed
HIDDEN = 0.1  # of a name at the most, by others and by markers
MARK = 68  # across a marker; no two are nearer than that
PINS = {
    "point": "kiosk.pin_point",
    "town": "kiosk.pin_town",
    "screen": "kiosk.pin_screen",
    "assumed": "kiosk.pin_assumed",
}
COMPARED = ("nation", "province", "city", "district")


@dataclass(frozen=True)
class Mark:
    """One marker to touch: where it stands (pixels of the map), how many bases it is, what it is called and what it chooses.

    hollow: only the town of its bases is known. town: the one its bases lie in; None where they lie in several.
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
    window: tuple[float, float, float, float]
    bounds: tuple[float, float, float, float]
    pin: tuple[float, float, str] | None
    legend: tuple[tuple[str, str], ...]
    notice: str


@dataclass(frozen=True)
class Asked:
    """One question of the quiz as it is read: options are texts, right the number of the right one; after is what is said then,
    base the one it is about."""

    text: str
    options: tuple[str, ...]
    right: int
    after: str
    base: str


@dataclass(frozen=True)
class Card:
    """One base: its exhibit, whether it is open now (None where nobody knows), and the lines a telephone takes along."""

    exhibit: Exhibit
    open_now: bool | None
    kind: str
    ticket: tuple[str, ...] = field(default_factory=tuple)


class _Sheet:
    """The map's window and how degrees become pixels on it (equirectangular, true in the middle of the district)."""

    def __init__(self, bounds: Sequence[float]):
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
        return (lon - self.window[0]) * self.across, (self.window[3] - lat) * self.down

    def path(self, shape: shapely.Geometry) -> str:
        """A polygon or line as the path of an SVG, cut to the window, to a tenth of a pixel."""
        cut = shapely.clip_by_rect(shape, *self.window)
        moved = shapely.transform(
            cut, lambda points: (points - [self.window[0], self.window[3]]) * [self.across, -self.down]
        )
        return "".join(_ring(part) for part in shapely.get_parts(moved))


def _ring(part: shapely.Geometry) -> str:
    if part.geom_type == "Polygon":
        return "".join(_line(ring.coords) + "Z" for ring in (part.exterior, *part.interiors) if len(ring.coords))
    return _line(part.coords) if part.geom_type == "LineString" else ""


def _line(coords) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in coords)


def place_map(
    say: Words,
    ground: Ground,
    district: Any,
    located: pd.DataFrame,
    here: Any,
    area: str | None = None,
    base: str | None = None,
) -> Map:
    """The district with its bases, those closer than a finger together as one marker with their number."""
    bounds = tuple(map(float, ground.district.total_bounds))
    sheet = _Sheet(bounds)
    marks = _marks(say, district, located, sheet, area, base)
    pin = None if here is None else (*sheet.xy(here.lon, here.lat), say(PINS[here.kind]))
    labels = _labels(say, ground, district, sheet, marks, pin)
    legend = [("one", say("kiosk.legend_number"))]
    if any(mark.hollow for mark in marks):
        legend.append(("hollow", say("kiosk.legend_hollow")))
    if any(not mark.hollow for mark in marks):
        legend.append(("full", say("kiosk.legend_full")))
    return Map(
        svg=_ground(sheet, ground, labels, area),
        marks=tuple(marks),
        window=sheet.window,
        bounds=bounds,
        pin=pin,
        legend=tuple(legend),
        notice=credits_of_reach(say, district, on_map=True).notice,
    )


def _ground(sheet: _Sheet, ground: Ground, labels: pd.DataFrame, area: str | None) -> str:
    def drawn(layer, style: str) -> str:
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
        f'<text x="{row.x:.0f}" y="{row.y + LETTER / 3:.0f}" text-anchor="middle" font-size="{LETTER}" font-weight="600" fill="{palette.INK}" '
        f'stroke="{palette.PAPER}" stroke-width="6" paint-order="stroke" stroke-linejoin="round">{_plain(row.label)}</text>'
        for row in labels.itertuples()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="{palette.WATER}"/>{"".join(shapes)}{"".join(words)}</svg>'
    )


def _labels(
    say: Words,
    ground: Ground,
    district: Any,
    sheet: _Sheet,
    marks: Sequence[Mark],
    pin: tuple[float, float, str] | None,
) -> pd.DataFrame:
    """Where each town's name stands (label, x, y): beside its own marker where it has one, else in its middle, clear of the rest.

    A name that finds no place it can be read in is left out; the list of the towns has them all.
    """
    own = {mark.town: (mark.x, mark.y) for mark in marks if mark.town}
    taken = [(mark.x, mark.y, MARK / 2, MARK / 2) for mark in marks]
    if pin:
        taken.append((pin[0], pin[1] - MARK / 2 - 24, (_width(pin[2]) + 32) / 2, 30))
    names = town_names(say, district.areas).map(short)
    names = names[names.index.isin(ground.labels.index)]
    placed = {}
    for code in sorted(names.index, key=lambda code: code not in own):
        half = _width(names[code]) / 2 + 3, LETTER * 0.62
        x, y = own.get(code) or sheet.xy(*ground.labels.loc[code, ["lon", "lat"]])
        down, over = MARK / 2 + half[1] + 2, MARK / 2 + half[0] + 2
        steps = [(0, down), (0, -down), (over, 0), (-over, 0), (over * 0.8, down), (-over * 0.8, down)]
        if code not in own:
            steps = [
                (0, 0),
                *(
                    (east * half[0], north * half[1])
                    for east, north in (
                        (0, -1),
                        (0, 1),
                        (1, 0),
                        (-1, 0),
                        (0, -2),
                        (0, 2),
                        (1, 1),
                        (-1, 1),
                        (1, -1),
                        (-1, -1),
                    )
                ),
            ]
        tried = [_inside(x + east, y + north, half) for east, north in steps]
        hidden, _, place = min(
            (round(sum(_shared((*place, *half), other) for other in taken)), i, place) for i, place in enumerate(tried)
        )
        if hidden < HIDDEN * 4 * half[0] * half[1]:
            placed[code] = place
            taken.append((*place, *half))
    return pd.DataFrame(
        [(names[code], *placed[code]) for code in names.index if code in placed], columns=["label", "x", "y"]
    )


def _width(text: str) -> float:
    """How wide a name is, in pixels of the map."""
    return sum(1 if ord(sign) > 255 else 0.56 for sign in text) * LETTER


def _inside(x: float, y: float, half: tuple[float, float]) -> tuple[float, float]:
    """The middle of a name, moved so far from the picture's edge that nothing of it is cut."""
    return min(max(x, half[0] + 4), WIDE - half[0] - 4), min(max(y, half[1] + 4), HIGH - half[1] - 4)


def _shared(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The area two boxes (middle and half sizes) have in common."""
    across = one[2] + other[2] - abs(one[0] - other[0])
    down = one[3] + other[3] - abs(one[1] - other[1])
    return max(0.0, across) * max(0.0, down)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _marks(
    say: Words, district: Any, located: pd.DataFrame, sheet: _Sheet, area: str | None, base: str | None
) -> list[Mark]:
    shown = located[located["counted"]].sort_index()
    names, towns = district.bases.set_index("base_id")[f"name_{say.language}"], town_names(say, district.areas)
    groups: list[list[tuple[str, float, float]]] = []
    for base_id, row in shown.iterrows():
        x, y = sheet.xy(row["lon"], row["lat"])
        near = next((group for group in groups if hypot(group[0][1] - x, group[0][2] - y) < MARK), None)
        if near is None:
            groups.append([(base_id, x, y)])
        else:
            near.append((base_id, x, y))
    marks = []
    for group in groups:
        ids = [one for one, _, _ in group]
        codes = {code for code in shown.loc[ids, "area_code"] if isinstance(code, str)}
        hollow = bool(shown.loc[ids, "accuracy"].eq("town").all())
        town = next(iter(codes)) if len(codes) == 1 else None
        lon, lat = shown.loc[ids[0], ["lon", "lat"]]
        if len(ids) == 1:
            label, changes = names[ids[0]], {"view": "base", "base": ids[0]}
        elif hollow and town:
            label, changes = (
                say("kiosk.mark_town", town=towns[town], n=len(ids)),
                {"view": "map", "area": town, "here": "", "base": ""},
            )
        else:
            label, changes = (
                say("kiosk.mark_some", n=len(ids)),
                {"view": "map", "here": f"{lon:.4f},{lat:.4f}", "area": "", "base": ""},
            )
        picked = base in ids or (area is not None and town == area)
        marks.append(Mark(group[0][1], group[0][2], len(ids), label, hollow, picked, town, changes))
    return marks


def nearest(say: Words, district: Any, here: Any, near: pd.DataFrame) -> Exhibit:
    """The bases from near to far, each with what it is and how far that is counted; the first dozen. Of equally near ones in the order of the categories."""
    named = base_views.named(say, district.bases, district)
    towns = town_names(say, district.areas)
    rank = named["category_name"].map({name: i for i, name in enumerate(district.categories[f"name_{say.language}"])})
    rows = (
        named.assign(rank=rank).join(near, how="inner").sort_values(["straight_km", "rank"], kind="stable").head(MOST)
    )
    away = [
        say("kiosk.in_town", town=row.town_name) if row.same_place else _away(say, row.travel_km, row.to_town)
        for row in rows.itertuples()
    ]
    start = _start(say, district, here, towns)
    sentence = start + say("kiosk.estimated") if len(rows) else say("kiosk.nothing_near")
    return Exhibit(
        name="kiosk_nearest",
        title=say("kiosk.near_title"),
        sentence=sentence,
        rows=rows.assign(distance=away).reset_index()[
            ["base_id", "base_name", "category_name", "town_name", "distance"]
        ],
        columns=tuple(Column(name, say(f"column.{name}")) for name in ("base_name", "category_name", "town_name"))
        + (Column("distance", say("kiosk.distance")),),
        credits=credits_of_reach(say, district, on_map=True),
    )


def _away(say: Words, km: float, to_town: bool) -> str:
    if to_town:
        return say("kiosk.km_to_town", km=max(1, round(km)))
    if km < 1:
        return say("kiosk.metres", m=max(100, round(km * 10) * 100))
    return say("kiosk.km", km=f"{km:.1f}" if km < 10 else f"{km:.0f}")


def _start(say: Words, district: Any, here: Any, towns: pd.Series) -> str:
    """Where the distances start, in words."""
    if here is None:
        return ""
    if here.kind in ("town", "assumed"):
        return say(f"kiosk.from_{here.kind}", town=towns[here.area_code])
    if here.kind == "point":
        return say("kiosk.from_point")
    name = district.home.kiosk.name[say.language]
    if not name and here.place_id:
        name = say.pick(district.places.set_index("place_id").loc[here.place_id], "name")
    return say("kiosk.from_screen_named", name=name) if name else say("kiosk.from_screen")


def towns(say: Words, district: Any, counts: pd.Series) -> tuple[tuple[str, str, str], ...]:
    """Every town to choose: its code, its name, and how many bases are on record there."""
    names = town_names(say, district.areas)
    return tuple((code, name, say("kiosk.n_bases", n=int(counts.get(code, 0)))) for code, name in names.items())


def card(
    say: Words, home: Any, district: Any, base_id: str | None, near: pd.DataFrame, opened: bool | None
) -> Card | None:
    """One base as a passer-by asks of it: what, for whom, when, what it costs, how to get there. What nobody published is said so.

    near as the measure of that name; opened as the measure `opening`; None without a base.
    """
    if base_id is None:
        return None
    chosen = district.bases[district.bases["base_id"] == base_id]
    row, shown = chosen.iloc[0], base_views.named(say, chosen, district).iloc[0]
    town = shown["town_name"] + (say("bases.presumed") if row["town_basis"] == "assumed" else "")
    facts = {
        "what": shown["about"] or say("kiosk.what_unknown", category=shown["category_name"]),
        "whom": shown["audience_names"] or say("kiosk.whom_unknown"),
        "when": shown["hours"] or say("kiosk.when_unknown"),
        "cost": say("kiosk.cost_unknown")
        if pd.isna(row["free"])
        else say("bases.is_free" if row["free"] else "bases.not_free"),
        "way": _way(say, shown, row, town, near.loc[base_id] if base_id in near.index else None),
    }
    if row["status"] in ("closed", "planned", "unverified"):
        facts["when"] = say(f"kiosk.status_{row['status']}") + (facts["when"] if row["status"] == "unverified" else "")
    exhibit = Exhibit(
        name=f"kiosk_{base_id}",
        title=shown["base_name"],
        sentence="",
        rows=pd.DataFrame({"item": [say(f"kiosk.{one}") for one in facts], "value": list(facts.values())}),
        columns=(Column("item", say("column.item")), Column("value", say("column.value"))),
        credits=credits(say, home, district.sources, chosen["source_id"], chosen["basis"]),
    )
    ticket = [
        shown["base_name"],
        shown["address"],
        shown["town_name"] if pd.notna(row["area_code"]) else "",
        home.name[say.language],
    ]
    level = "" if pd.isna(row["level"]) else f" · {shown['level_name']}"
    usable = opened if row["status"] in ("open", "unverified") else None
    return Card(exhibit, usable, shown["category_name"] + level, tuple(line for line in ticket if line))


def _way(say: Words, shown: pd.Series, row: pd.Series, town: str, near: pd.Series | None) -> str:
    place = (
        say.list([one for one in (town, shown["address"]) if one]) if pd.notna(row["area_code"]) else shown["address"]
    )
    said = [place or say("bases.town_unknown")]
    if near is not None and not near["same_place"]:
        said.append(say("kiosk.way_far", distance=_away(say, near["travel_km"], near["to_town"])))
    if row["accuracy"] in ("town", "unknown"):
        said.append(say("kiosk.way_town"))
    return say("format.comma_clause").join(said)


def town(
    say: Words,
    district: Any,
    counts: pd.Series,
    per_10k: pd.Series,
    covered: pd.DataFrame,
    estimates: pd.DataFrame,
    official: Any,
    area: str | None,
) -> Exhibit | None:
    """How a town is doing in three plain sentences: bases, reach, literacy, each with what it rests on; None without a town.

    counts and per_10k by area_code, covered the coverage by e-bike, estimates the table of the modelled shares.
    """
    if area is None:
        return None
    name, code = town_names(say, district.areas)[area], district.home.code
    n = int(counts.get(area, 0))
    rate = written(per_10k.get(area), "decimal", "")
    bases = (
        say("kiosk.town_bases", town=name, n=n, rate=rate, district=written(per_10k.get(code), "decimal", "—"))
        if n and rate
        else say("kiosk.town_bases_bare" if n else "kiosk.town_none", town=name, n=n)
    )
    reached = covered["value"].get(area)
    km = f"{district.home.travel['ebike_km']:g}"
    if reached is None or pd.isna(reached):
        reach = say("kiosk.town_reach_unknown")
    else:
        low, high = (written(covered.at[area, end], "whole_percent") for end in ("low", "high"))
        anything = (low, high) == (written(0.0, "whole_percent"), written(1.0, "whole_percent"))
        reach = say(
            "kiosk.town_reach_anything" if anything else "kiosk.town_reach",
            km=km,
            share=written(reached, "whole_percent"),
            low=low,
            high=high,
            known=positions.known(say, district),
        ).rstrip()
    rows = [
        ("bases", bases, say("value.literacy.basis.reported") if n else ""),
        ("reach", reach, say("value.literacy.basis.estimated")),
        ("literacy", *_literacy(say, estimates, official, area)),
    ]
    people = district.areas[district.areas["area_code"] == area]
    kinds = [
        *district.bases.loc[district.bases["area_code"] == area, "basis"],
        *people["population_basis"].dropna(),
        "estimated",
        "modelled",
    ]
    return Exhibit(
        name="kiosk_town",
        title=say("kiosk.town_title", town=name),
        sentence="",
        rows=pd.DataFrame(rows, columns=["topic", "said", "rests"]).assign(
            topic_name=[say(f"kiosk.topic_{one}") for one, *_ in rows]
        ),
        columns=(
            Column("topic_name", say("column.item")),
            Column("said", say("column.value")),
            Column("rests", say("column.basis")),
        ),
        credits=credits_of_reach(say, district, [official.source_id] if official else [], kinds),
    )


def _literacy(say: Words, estimates: pd.DataFrame, official: Any, area: str) -> tuple[str, str]:
    row = estimates.loc[area] if area in estimates.index else None
    kind = "official_survey" if official and official.basis == "survey" else "official"
    stated = say(f"kiosk.{kind}", year=official.year, share=written(official.share, "percent")) if official else ""
    if row is None or pd.isna(row["share"]) or row.get("reliability") == "F":
        return say("kiosk.town_literacy_unknown") + stated, ""
    basis = row.get("basis", "modelled")
    said = say(
        "kiosk.town_literacy_survey"
        if basis == "survey"
        else "kiosk.town_literacy_partly"
        if row.get("gamma", 0) > 0
        else "kiosk.town_literacy",
        share=f"{100 * row['share']:.0f}",
        low=f"{100 * row['low']:.0f}",
        high=f"{100 * row['high']:.0f}",
    )
    return said + stated, say(f"value.literacy.basis.{basis}")


def asked(say: Words, district: Any, questions: Sequence[Any]) -> tuple[Asked, ...]:
    """The questions as they are read, each with what is said after the answer."""
    bases = district.bases.set_index("base_id")
    names, towns = bases[f"name_{say.language}"], town_names(say, district.areas)
    categories = district.categories.set_index("category")[f"name_{say.language}"]
    found = []
    for one in questions:
        read = {"town": towns, "which": names, "category": categories}.get(one.kind)
        options = tuple(one.options if read is None else (str(read[option]) for option in one.options))
        right = one.options.index(one.answer)
        subject = towns[one.about] if one.kind == "which" else names[one.about]
        found.append(
            Asked(
                text=say(f"kiosk.ask_{one.kind}", subject=subject),
                options=options,
                right=right,
                after=say(f"kiosk.after_{one.kind}", subject=subject, answer=options[right]),
                base=one.answer if one.kind == "which" else one.about,
            )
        )
    return tuple(found)


def published(say: Words, district: Any, official: Any) -> Exhibit | None:
    """The district's published literacy beside that of city, province and nation in the same year; None where it has none."""
    if official is None:
        return None
    areas = district.areas.set_index("area_code")
    rows = district.literacy[
        (district.literacy["group"] == "all") & (district.literacy["year"] == official.year)
    ].copy()
    rows["kind"] = rows["area_code"].map(areas["kind"])
    rows = rows[rows["kind"].isin(COMPARED)]
    rows["area_name"] = rows["area_code"].map(areas[f"name_{say.language}"])
    rows["basis_name"] = [say(f"value.literacy.basis.{one}") for one in rows["basis"]]
    rows = rows.sort_values("kind", key=lambda kinds: kinds.map(COMPARED.index)).reset_index(drop=True)
    return Exhibit(
        name="kiosk_published",
        title=say("kiosk.published_title", year=official.year),
        sentence=say("kiosk.published_sentence"),
        rows=rows[["area_code", "area_name", "kind", "share", "basis_name"]],
        columns=(
            Column("area_name", say("column.area_name")),
            Column("share", say("column.share"), "percent"),
            Column("basis_name", say("column.basis")),
        ),
        credits=credits(say, district.home, district.sources, rows["source_id"], rows["basis"]),
    )


def hours(district: Any, base_id: str | None) -> str | None:
    """What was published of a base's hours, in Chinese; None where nothing was."""
    found = district.bases.loc[district.bases["base_id"] == base_id, "hours_zh"]
    return found.iloc[0] if len(found) and isinstance(found.iloc[0], str) else None


def round_of(quiz: str | None) -> tuple[int, tuple[int, ...], bool]:
    """The state of a quiz from the address: its seed, the answers so far, and whether the last answer is still being looked at."""
    seed, _, answers = (quiz or "0").partition("-")
    return int(seed), tuple(int(one) for one in answers if one != "."), answers[-1:].isdigit()
