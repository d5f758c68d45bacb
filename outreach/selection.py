"""What a visitor is looking at, as ids, and how the address says it."""

import re
import unicodedata
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any
from urllib.parse import quote

from outreach.vocabulary import COMPONENTS, DECAYS, DEMANDS, LANGUAGES, MEANS, MODES, WAYS, Decay, Mean, Mode, Way

DRAWINGS = ("auto", "map", "vector")
SITES = ("places", "grid")
UNFILTERED: Mapping[str, Mapping[str, Any]] = {
    "bases": {"area": None, "levels": (), "groups": (), "audiences": (), "statuses": ()},
    "plan": {"unit": None, "people": None, "article": None, "part": None},
}
"""What a page shows of its rows until a visitor narrows them, by the page."""
WEIGHTS = tuple(f"{component}-{points}" for component in COMPONENTS for points in range(6))
MODELS = ("mclp", "pmedian", "pcentre")
NEW = tuple("0123456")
TONES = ("light", "dark")
STORIES = ("district", "own")  # which scenes are played: those of scenes.toml or the ones put together in this browser
LAYERS = ("bases", "names", "hatch", "water")  # of a map, each to be put off
DESKS = ("tables", "towns")  # what is done at the data desk
VIEWS = ("loop", "map", "pick", "base", "town", "quiz")  # what the museum's screen shows
KEPT = 3  # scenarios side by side
WISHES = {"cv": (3, 50), "tell": (1, 40), "given": (30, 100_000)}  # per cent, percentage points, people in each town
OUTING = {
    "each": (1, 200, 0),
    "alike": (0, 1, 3),
    "answer": (5, 100, 0),
    "journey": (0, 1000, 1),
    "draw": (1, 999_999, 0),
}
"""What a survey goes out with, each with its least, its most and its decimals: answers a village, the correlation in it, how many
of 100 called on answer, how many calls a journey costs as much as, and the seed of the sample."""


@dataclass(frozen=True)
class Selection:
    """What a visitor is looking at. Ids only, never labels; None or empty means no restriction.

    within is the district whose towns are shown of a province, which without it shows its districts; area, other and base
    are then ids of what is shown. plan is one of the district's plans; without it the one in force.
    sort and sift are of tables: `name.column`, `name.-column` from the largest down, and `name.text` that a row must have. off
    are layers of the maps that are put off, lit is the entry of a map's legend that stands out: `name.entry`.

    Fields that hold several ids are tuples, sorted, so that equal choices are equal selections.
    """

    language: str = "zh"
    mode: Mode = "browse"
    area: str | None = None
    base: str | None = None
    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    drawing: str = "auto"
    way: Way = "ebike"
    decay: Decay = "e2sfca"
    demand: str = "land"
    weights: tuple[str, ...] = ()
    mean: Mean = "arithmetic"
    model: str = "mclp"
    new: str = "2"
    among: str = "places"
    factor: str | None = None
    site: str | None = None
    kept: tuple[str, ...] = ()
    table: str | None = None
    desk: str = "tables"
    unit: str | None = None
    people: str | None = None
    article: str | None = None
    part: str | None = None
    target: str | None = None
    since: str | None = None
    other: str | None = None
    wish: str = "cv-16.5"
    each: str | None = None
    alike: str | None = None
    answer: str | None = None
    journey: str | None = None
    draw: str | None = None
    tone: str = "light"
    story: str = "district"
    scene: str | None = None
    notes: str | None = None
    room: str | None = None
    view: str = "loop"
    here: str | None = None
    quiz: str | None = None
    within: str | None = None
    plan: str | None = None
    sort: tuple[str, ...] = ()
    sift: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    lit: str | None = None

    def with_(self, **changes: Any) -> "Selection":
        """The same selection but for these fields. Raises TypeError for a field it does not have."""
        several = {name: tuple(sorted(set(value))) for name, value in changes.items() if name in SEVERAL}
        return replace(self, **{**changes, **several})

    def weight(self, component: str) -> int:
        """How many points, 0 to 5, a component of the gap index weighs; 1 unless the visitor says otherwise."""
        said = [int(one.rsplit("-", 1)[1]) for one in self.weights if one.rsplit("-", 1)[0] == component]
        return said[-1] if said else 1

    def points(self) -> tuple[tuple[str, int], ...]:
        """Every component with its points; all alike where the visitor left none with any."""
        said = tuple((component, self.weight(component)) for component in COMPONENTS)
        return said if any(points for _, points in said) else tuple((component, 1) for component in COMPONENTS)

    def weighing(self, component: str, points: int) -> "Selection":
        """The same selection with this component weighing so many points."""
        others = tuple(one for one in self.weights if one.rsplit("-", 1)[0] != component)
        return self.with_(weights=others if points == 1 else (*others, f"{component}-{points}"))

    def of(self, several: str, name: str) -> str:
        """What `sort` or `sift` says of a table, or `lit` of a map; empty where it says nothing."""
        said = self.lit or "" if several == "lit" else getattr(self, several)
        return next(
            (one.partition(".")[2] for one in ((said,) if several == "lit" else said) if one.partition(".")[0] == name),
            "",
        )

    def saying(self, several: str, name: str, what: str) -> "Selection":
        """The same selection with `sort`, `sift` or `lit` saying this of a table or a map; nothing where it is empty."""
        if several == "lit":
            return self.with_(lit=f"{name}.{what}" if what else None)
        others = [one for one in getattr(self, several) if one.partition(".")[0] != name]
        return self.with_(**{several: [*others[-TOLD + 1 :], *([f"{name}.{what}"] if what else [])]})

    @property
    def wished(self) -> tuple[str, float]:
        """What is asked of a survey: kind and amount, as in WISHES."""
        found = wished(self.wish)
        assert found is not None, self.wish
        return found

    @property
    def outing(self) -> dict[str, float | None]:
        """What a survey goes out with, as in OUTING; None where the visitor leaves it as it is set."""
        said = {name: getattr(self, name) for name in OUTING}
        return {name: None if text is None else float(text) for name, text in said.items()}

    @property
    def scenario(self) -> str:
        """The id of the siting question the controls ask: model, way, number of sites, weight, demand and candidates."""
        return "-".join((self.model, self.way, self.new, self.factor or "people", self.demand, self.among))


@dataclass(frozen=True)
class Wishes:
    """Everything a survey can be asked for: `cv-16.5`, `tell-5`, `given-200`, within the bounds of WISHES."""

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and wished(text) is not None


@dataclass(frozen=True)
class Amounts:
    """Every number from the least to the most with so many decimals at most, as the address says it."""

    least: float
    most: float
    decimals: int

    def __contains__(self, text: object) -> bool:
        if not isinstance(text, str) or not _AMOUNT.fullmatch(text):
            return False
        return len(text.partition(".")[2]) <= self.decimals and self.least <= float(text) <= self.most

    def formatted(self, amount: float) -> str:
        """An amount as the address says it, shortest."""
        return f"{amount:.{self.decimals}f}".rstrip("0").rstrip(".") if self.decimals else f"{amount:.0f}"


def wished(text: str) -> tuple[str, float] | None:
    """Kind and amount of a wish, in the units of WISHES; None for a text that is none."""
    found = _WISH.fullmatch(text)
    if found is None or not WISHES[found[1]][0] <= float(found[2]) <= WISHES[found[1]][1]:
        return None
    return found[1], float(found[2])


_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,3})?", re.ASCII)
_WISH = re.compile(rf"({'|'.join(WISHES)})-(\d{{1,6}}(?:\.\d)?)", re.ASCII)


@dataclass(frozen=True)
class Shape:
    """Everything that is written like this."""

    pattern: re.Pattern[str]

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.pattern.fullmatch(text) is not None


SORTED = Shape(re.compile(r"[a-z][a-z0-9_-]{0,60}\.-?[a-z0-9_]{1,40}", re.ASCII))
SIFTED = Shape(re.compile(r"[a-z][a-z0-9_-]{0,60}\.[^,\x00-\x1f\x7f]{1,40}"))
LIT = Shape(re.compile(r"[a-z][a-z0-9_-]{0,60}\.[a-z]+-[a-z0-9_]{1,40}", re.ASCII))
TOLD = 6  # tables of which the address says how they are sorted or sifted
SEVERAL = frozenset(field.name for field in fields(Selection) if isinstance(field.default, tuple))
CLOSED: Mapping[str, Container[str]] = {
    "language": LANGUAGES,
    "mode": MODES,
    "drawing": DRAWINGS,
    "way": WAYS,
    "decay": DECAYS,
    "demand": DEMANDS,
    "weights": WEIGHTS,
    "mean": MEANS,
    "model": MODELS,
    "new": NEW,
    "among": SITES,
    "wish": Wishes(),
    **{name: Amounts(*bounds) for name, bounds in OUTING.items()},
    "tone": TONES,
    "story": STORIES,
    "notes": ("1",),
    "view": VIEWS,
    "desk": DESKS,
    "sort": SORTED,
    "sift": SIFTED,
    "off": LAYERS,
    "lit": LIT,
}
_NAMES = {field.name: field.name for field in fields(Selection)} | {"language": "lang"}
PARAMETERS = tuple(_NAMES.values())
MOST = {"kept": KEPT, "sort": TOLD, "sift": TOLD}


def scenarios(factors: Collection[str]) -> tuple[str, ...]:
    """The ids of every siting question there is, with these factors to weigh people by."""
    weights = ("people", *factors)
    return tuple(map("-".join, product(MODELS, WAYS, NEW, weights, DEMANDS, SITES)))


@dataclass(frozen=True)
class Positions:
    """Every place inside these bounds, as the address says it: `lon,lat` in degrees with four decimals."""

    west: float
    south: float
    east: float
    north: float

    def __contains__(self, text: object) -> bool:
        if not (isinstance(text, str) and _POSITION.fullmatch(text)):
            return False
        lon, lat = map(float, text.split(","))
        return self.west <= lon <= self.east and self.south <= lat <= self.north


class Rounds:
    """Every state of a quiz as the address says it: its seed, then the answers given (0, 1, 2), a point after each one left behind."""

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and _ROUND.fullmatch(text) is not None


_ROUND = re.compile(r"\d{1,6}(-([0-2]\.){0,3}[0-2]?)?", re.ASCII)
_POSITION = re.compile(r"-?\d{1,3}\.\d{4},-?\d{1,2}\.\d{4}", re.ASCII)


class Ids(frozenset[str]):
    """The ids there are, with what else they go by: names, and ids of former times, of which a visitor is told."""

    names: Mapping[str, str]
    former: Mapping[str, str]

    def __new__(
        cls, ids: Collection[str], names: Mapping[str, str] | None = None, former: Mapping[str, str] | None = None
    ) -> "Ids":
        made = super().__new__(cls, ids)
        made.names, made.former = dict(names or {}), dict(former or {})
        return made


_TAIL = "。，、；：！？）】》」』”’.,;:!?)]>\"' \t\r\n\u3000\u200b\ufeff"  # what a link takes along from the sentence it stands in
_ENTITY = re.compile(r"(?:amp;|#38;)+", re.IGNORECASE)
_ENDINGS = re.compile(r"\.(?:html?|php|aspx?|jsp|py)\Z")


def tidied(query: Mapping[str, str]) -> dict[str, str]:
    """An address's parameters by the names we know them by: `amp;area` and `Area` are `area` where that itself is not there."""
    found = {name: value for name, value in query.items() if name in PARAMETERS}
    for name, value in query.items():
        plain = _ENTITY.sub("", unicodedata.normalize("NFKC", name)).strip().lower()
        found.setdefault(plain if plain in PARAMETERS else name, value)
    return found


def page_meant(segment: str, pages: Container[str]) -> str | None:
    """The page that the last part of a path means, whatever its case, its ending and what a sentence has left behind it.

    `overview` for nothing and for what leads to a first page elsewhere; None for what names no page.
    """
    plain = _ENDINGS.sub("", unicodedata.normalize("NFKC", segment.strip(_TAIL)).lower().strip(_TAIL))
    if plain in ("", "index", "home", "default", "app", "main"):
        return "overview"
    return plain if plain in pages else None


@dataclass(frozen=True)
class Slip:
    """A value in the address that names nothing, and the page falls back; or a former id, `taken` for the present one. Either is said."""

    name: str
    value: str
    taken: str = ""


def parsed(text: str) -> dict[str, str]:
    """An address's query, with or without what stands before its question mark, as parameters and their values."""
    pairs = [pair.partition("=") for pair in text.rpartition("?")[2].partition("#")[0].split("&") if pair]
    return {_decoded(name): _decoded(value) for name, _, value in pairs}


def address(page: str, selection: "Selection", base: str | None = None) -> str:
    """The address of a page in one state, under a base, or as one of our pages says it of another; `parsed` reads it back.

    Every link, code and file that leads to a page has its address from here.
    """
    query = "&".join(f"{name}={quote(value, safe=_PLAIN)}" for name, value in to_query(selection).items())
    path = "" if page == "overview" else page
    return f"{path or './'}?{query}" if base is None else f"{base.rstrip('/')}/{path}?{query}"


_PLAIN = ",:@!*()'~/"  # signs that mean nothing in a query


def _decoded(text: str) -> str:
    found = re.sub(rb"%([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), text.replace("+", " ").encode())
    return found.decode("utf-8", "replace")


def to_query(selection: Selection) -> dict[str, str]:
    """The selection as address parameters: always the language, and what differs from the default."""
    nothing = Selection()
    query = {"lang": selection.language}
    for name, parameter in _NAMES.items():
        value = getattr(selection, name)
        if value != getattr(nothing, name):
            query[parameter] = ",".join(value) if name in SEVERAL else value
    return query


def _forms(value: str) -> tuple[str, ...]:
    """What a value of the address may be meant as: itself, else without what a sentence has left behind it, else in other letters."""
    bare = value.strip(_TAIL)
    return value, bare, bare.lower(), bare.upper()


def from_query(
    query: Mapping[str, str], known: Mapping[str, Container[str]] | None = None
) -> tuple[Selection, tuple[Slip, ...]]:
    """The selection an address asks for, and the slips in it.

    known gives the ids that exist for a field (areas for `area`, …); a field it does not name takes any id.
    A value that names nothing is left out and becomes a Slip. Where the ids are Ids, a name stands for its id, and so does a
    former id, which becomes a Slip that says what it was taken for; an id of today goes before a former one. Parameters we do not know belong to
    somebody else (embedding, analytics) and are passed over.
    """
    known, query = {**(known or {}), **CLOSED}, tidied(query)
    chosen: dict[str, Any] = {}
    slips = []
    for name, parameter in _NAMES.items():
        if not (text := query.get(parameter, "")):
            continue
        ids = text.split(",") if name in SEVERAL else [text]
        ids = [next((form for form in _forms(one) if name in known and _meant(form, known[name])), one) for one in ids]
        meant = {one: _meant(one, known.get(name)) for one in ids}
        good = [meant[one] for one in ids if meant[one]][: MOST.get(name)]
        slips += [Slip(parameter, one) for one in ids if meant[one] not in good]
        former = getattr(known.get(name), "former", {})
        slips += [Slip(parameter, one, meant[one]) for one in ids if one != meant[one] in good and one in former]
        if good:
            chosen[name] = good if name in SEVERAL else good[0]
    return Selection().with_(**chosen), tuple(slips)


def _meant(value: str, known: Container[str] | None) -> str:
    """The id that a value of the address means; empty where there is none."""
    if known is None or value in known:
        return value
    if not isinstance(known, Ids):
        return ""
    return known.former.get(value) or known.names.get(" ".join(value.casefold().split()), "")
