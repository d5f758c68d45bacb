"""The scenes a presenter plays: what data/scenes.toml lists, and everything wrong with it."""

import difflib
import re
import tomllib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from outreach.contents import IN_SCENES
from outreach.faults import Fault, reason
from outreach.home import PROJECT
from outreach.selection import PARAMETERS, Slip, from_query
from outreach.vocabulary import LANGUAGES

FILE = "data/scenes.toml"
LEDE = "lede"  # the page's own sentence, as a placeholder names it
KINDS = ("cover", "closing")  # scenes without a page: what they show comes from the settings
SETTINGS = (
    "unit",
    "meeting",
    "day",
    "data_day",
    "plan",
    "district",
)  # what district.toml says, as a placeholder names it
_PLACEHOLDER = re.compile(r"\{(?:([a-z]+)/)?([A-Za-z0-9_-]+)(?:\.([a-z_]+))?\}")
_BRACES = re.compile(r"\{[^{}]*\}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_TEXTS = tuple(f"{name}_{language}" for name in ("title", "takeaway", "reading", "note") for language in LANGUAGES)
_PARTS = ("", "because_", "owner_", "due_", "cost_")
_POINT = tuple(f"{name}{language}" for name in _PARTS for language in LANGUAGES)
_NAME = re.compile(r"[a-z_]+")
_ENTRIES: dict[str, Any] = {
    "id": str,
    "kind": str,
    "page": str,
    "query": dict,
    "exhibits": list,
    "columns": list,
    "otherwise": dict,
    "point": "tables",
    **dict.fromkeys(_TEXTS, str),
}
_KINDS: dict[Any, dict[str, str]] = {
    str: {"zh": "文字，写在引号内", "en": "text in quotes"},
    list: {"zh": '名称清单，如 ["gaps_map"]', "en": 'a list of names such as ["gaps_map"]'},
    dict: {"zh": '一组设定，如 { way = "walk" }', "en": 'a set of values such as { way = "walk" }'},
    "tables": {"zh": "[[scene.point]] 各节", "en": "sections [[scene.point]]"},
}


@dataclass(frozen=True)
class Point:
    """One thing asked for on a scene: what, because of which fact, of whom, by when, at what cost; by language, with
    placeholders. Without its ground (a placeholder that gives nothing now) it is not asked; owner, due and cost are left
    out where they are not known.
    """

    text: Mapping[str, str]
    because: Mapping[str, str] = field(default_factory=dict)
    owner: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, str] = field(default_factory=dict)
    cost: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Mapping[str, str], ...]:
        """Its texts, in the order of `_PARTS`."""
        return self.text, self.because, self.owner, self.due, self.cost


@dataclass(frozen=True)
class Scene:
    """One scene: a page's state and what of it is shown, with its title, the sentence to remember and what is said.

    query is the page's state as the address says it, without language and mode. exhibits names what is shown of the page,
    in this order; empty means the page's first. columns are those of a table's columns that the scene has room for; empty
    means all that the page shows. title, takeaway, reading (how to read the picture) and note are texts by language, whose
    placeholders are filled; all but the title may be empty. A scene whose title asks for what nobody says now, or whose
    page has none of its exhibits, does not hold: otherwise is shown in its place, or nothing. kind is empty, or one of
    KINDS for a scene without a page.
    """

    id: str
    page: str
    query: Mapping[str, str]
    exhibits: tuple[str, ...]
    title: Mapping[str, str]
    takeaway: Mapping[str, str]
    note: Mapping[str, str]
    points: tuple[Point, ...] = ()
    columns: tuple[str, ...] = ()
    otherwise: "Scene | None" = None
    reading: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""


def read(path: Path, known: Mapping[str, Container[str]] | None = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a scenes.toml in their order, and everything wrong with it; with any fault there are no scenes.

    known gives the ids that exist for a field of the selection, as `from_query` takes it. A file that is not there is
    no fault: the district is presented with the built-in scenes.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (Fault(FILE, None, None, "unreadable", {"reason": reason(error)}),)
    except UnicodeDecodeError as error:
        return (), (Fault(FILE, error.object[: error.start].count(b"\n") + 1, None, "toml_not_utf8"),)
    return parsed(text, known)


def parsed(text: str, known: Mapping[str, Container[str]] | None = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a text in the form of scenes.toml, and everything wrong with it, as `read` gives them."""
    try:
        found = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        return (), (Fault(FILE, int(place[1]) if place else len(text.splitlines()), None, "toml_syntax"),)
    given = found.get("scene")
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        return (), (Fault(FILE, None, "scene", "scenes_none"),)
    lines = _Lines(text)
    faults = [
        *(
            Fault(FILE, lines.top(key), key, "scene_unknown_key", {"found": key, "expected": ["scene"]})
            for key in found
            if key != "scene"
        ),
        *(fault for i, one in enumerate(given) for fault in _misfits(one, _Place(lines, i, one), known)),
        *_repeated(given, lines),
    ]
    faults.sort(key=lambda fault: (fault.row is None, fault.row))
    return (() if faults else tuple(map(_scene, given))), tuple(faults)


def _scene(given: Mapping[str, Any]) -> Scene:
    def texts(name: str, table: Mapping[str, Any] = given) -> dict[str, str]:
        return {language: table.get(f"{name}{language}", "") for language in LANGUAGES}

    otherwise = given.get("otherwise")
    return Scene(
        id=given["id"],
        page=given.get("page") or "overview",
        query=dict(given.get("query", {})),
        exhibits=tuple(given.get("exhibits", ())),
        title=texts("title_"),
        takeaway=texts("takeaway_"),
        note=texts("note_"),
        columns=tuple(given.get("columns", ())),
        points=tuple(Point(*(texts(part, one) for part in _PARTS)) for one in given.get("point", ())),
        otherwise=_scene({"page": given.get("page"), **otherwise, "id": given["id"]}) if otherwise else None,
        reading=texts("reading_"),
        kind=given.get("kind", ""),
    )


def former(scenes: tuple[Scene, ...], known: Mapping[str, Container[str]]) -> tuple[tuple[str, Slip], ...]:
    """The ids of former times that scenes ask for, each with its scene's id and what it is taken for."""
    states = [(one.id, state) for one in scenes for state in (one, one.otherwise) if state]
    return tuple((name, slip) for name, state in states for slip in from_query(state.query, known)[1] if slip.taken)


def built_in() -> tuple[Scene, ...]:
    """The scenes of a district that lists none: those we ship, which follow whatever its data say."""
    return _shipped()


@cache
def _shipped() -> tuple[Scene, ...]:
    return read(PROJECT / FILE)[0]


def of_state(page: str, query: Mapping[str, str], scene_id: str, exhibits: tuple[str, ...] = ()) -> Scene:
    """A page's state as a scene that says what the page itself says."""
    shown = exhibits[0] if exhibits else LEDE
    if exhibits:
        scene_id = f"{page}-{exhibits[0].replace('_', '-')}"
    same = {language: f"{{{shown}}}" for language in LANGUAGES}
    title = {language: f"{{{shown}.title}}" for language in LANGUAGES}
    note = {language: f"{{{LEDE}}}" for language in LANGUAGES}
    reading = dict.fromkeys(LANGUAGES, "")
    return Scene(scene_id, page, dict(query), exhibits, title, same, note, reading=reading)


def filled(text: str, say_of: Callable[[str | None, str, str | None], str | None]) -> str:
    """The text with its placeholders filled; those that give nothing now are left out.

    `{NAME.finding}` is the sentence of that name of the page's exhibit NAME, `{NAME}` all it says, `{NAME.title}` its title,
    `{lede}` and `{lede.title}` those of the page itself; `{PAGE/NAME.finding}` asks another page; `{unit}` and the other
    SETTINGS are what district.toml says. say_of is asked for page (None for the scene's own), name and part.
    """
    found = _PLACEHOLDER.sub(lambda match: say_of(*match.groups()) or "", text)
    return re.sub(r"[ \t]{2,}", " ", found).strip()


def holds(text: str, say_of: Callable[[str | None, str, str | None], str | None]) -> bool:
    """Whether everything the text asks for is said now."""
    return all(say_of(*match.groups()) for match in _PLACEHOLDER.finditer(text))


def pages_asked(scene: Scene) -> frozenset[str]:
    """The pages whose words the scene's texts ask for, besides its own."""
    texts = [text for each in (scene.title, scene.takeaway, scene.reading, scene.note) for text in each.values()]
    texts += [text for point in scene.points for part in point.parts for text in part.values()]
    asked = {page for text in texts for page, _, _ in _PLACEHOLDER.findall(text) if page}
    return frozenset(asked | (pages_asked(scene.otherwise) if scene.otherwise else frozenset()))


def plain(scene: Scene) -> dict[str, Any]:
    """The scene as plain values under the keys of a scenes.toml."""
    return tomllib.loads(_written(scene))["scene"][0]


def given_text(scenes: list[Mapping[str, Any]]) -> str:
    """Plain values, from wherever, as the text of a scenes.toml: known keys of the right kind alone, to be read and checked."""
    return "\n".join(_written(_scene({"id": "", "page": "", **_sifted(one)})) for one in scenes)


def _sifted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those entries that are of the kind their key asks for."""
    found = {key: value for key, value in given.items() if key in _ENTRIES and _fits(value, _ENTRIES[key])}
    if "query" in found:
        found["query"] = {
            name: value for name, value in found["query"].items() if isinstance(value, str) and _NAME.fullmatch(name)
        }
    if "point" in found:
        found["point"] = [
            {key: text for key, text in one.items() if key in _POINT and isinstance(text, str)}
            for one in found["point"]
        ]
    if "otherwise" in found:
        found["otherwise"] = {
            key: value for key, value in _sifted(found["otherwise"]).items() if key not in ("otherwise", "point", "id")
        }
    return found


def written(scenes: tuple[Scene, ...]) -> str:
    """The scenes as a scenes.toml, which `read` reads back as the same scenes."""
    return "\n".join(_written(scene) for scene in scenes)


def _written(scene: Scene) -> str:
    lines = ["[[scene]]", f"id = {_quoted(scene.id)}", *_body(scene)]
    for point in scene.points:
        lines += ["", "[[scene.point]]"]
        lines += [line for part, texts in zip(_PARTS, point.parts, strict=True) for line in _texts_of(part, texts)]
    if scene.otherwise:
        lines += ["", "[scene.otherwise]", *_body(scene.otherwise)]
    return "\n".join(lines) + "\n"


def _body(scene: Scene) -> list[str]:
    query = ", ".join(f"{name} = {_quoted(value)}" for name, value in scene.query.items())
    return [
        f"kind = {_quoted(scene.kind)}" if scene.kind else f"page = {_quoted(scene.page)}",
        *([f"query = {{ {query} }}"] if query else []),
        *(
            f"{name} = [{', '.join(map(_quoted, value))}]"
            for name, value in (("exhibits", scene.exhibits), ("columns", scene.columns))
            if value
        ),
        *_texts_of("title_", scene.title),
        *_texts_of("takeaway_", scene.takeaway),
        *_texts_of("reading_", scene.reading),
        *_texts_of("note_", scene.note),
    ]


def _texts_of(name: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{name}{language} = {_quoted(texts[language])}" for language in LANGUAGES if texts.get(language)]


def _quoted(text: str) -> str:
    """A TOML basic string."""
    told = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign[0]):04x}", told) + '"'


class _Lines:
    """The lines of a scenes.toml, to say on which one a key is written."""

    def __init__(self, text: str):
        self._lines = text.splitlines()
        self._heads = [i for i, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*scene\s*\]\]", line)]

    def top(self, key: str) -> int | None:
        return next(
            (i for i, line in enumerate(self._lines, 1) if re.match(rf"\s*\[*\s*{re.escape(key)}\b", line)), None
        )

    def of(self, scene: int, section: str = "", key: str = "", number: int = 0) -> int | None:
        """The line of a key in a scene's section; of the section or the scene where the key is written nowhere."""
        if scene >= len(self._heads):
            return None
        start = self._heads[scene]
        end = self._heads[scene + 1] if scene + 1 < len(self._heads) else len(self._lines)
        inside, met, best = "", -1, start + 1
        for i in range(start, end):
            if head := re.match(r"\s*\[\[?\s*([\w.]+)\s*\]", self._lines[i]):
                inside = head[1].removeprefix("scene").removeprefix(".")
                met += inside == section
                if inside == section and met == number:
                    best = i + 1
            elif (
                inside == section
                and met == number
                and key
                and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self._lines[i])
            ):
                return i + 1
        return best


class _Place:
    """One scene of the file, or a section of it, and how a fault in it is told."""

    def __init__(self, lines: _Lines, number: int, scene: Mapping[str, Any], section: str = "", which: int = 0):
        self.lines, self.number, self.scene, self.section, self.which = lines, number, scene, section, which

    def within(self, section: str, which: int = 0) -> "_Place":
        return _Place(self.lines, self.number, self.scene, section, which)

    def fault(self, key: str, rule: str, **details: Any) -> Fault:
        name = self.scene.get("id")
        scene = name if isinstance(name, str) and _ID.fullmatch(name) else f"scene {self.number + 1}"
        column = ".".join(part for part in (scene, self.section, key) if part)
        return Fault(FILE, self.lines.of(self.number, self.section, key, self.which), column, rule, details)


def _repeated(given: list[Mapping[str, Any]], lines: _Lines) -> Iterator[Fault]:
    first: dict[Any, int] = {}
    for i, one in enumerate(given):
        name = one.get("id")
        if isinstance(name, str) and first.setdefault(name, i) != i:
            yield _Place(lines, i, one).fault("id", "scene_repeated", found=name, first=first[name] + 1, number=i + 1)


def _misfits(given: Mapping[str, Any], place: _Place, known: Mapping[str, Container[str]] | None) -> Iterator[Fault]:  # noqa: C901
    kinds = _ENTRIES
    if place.section:
        kinds = {key: kind for key, kind in kinds.items() if key not in ("id", "kind", "otherwise", "point")}
    needed: tuple[str, ...] = ("title_zh", "title_en")
    if not place.section:
        needed = ("id", *needed) if "kind" in given else ("id", "page", *needed)
    sound = yield from _keys(given, kinds, needed, place)
    if "id" in sound and not _ID.fullmatch(given["id"]):
        yield place.fault("id", "scene_bad_id", found=given["id"])
    page = given.get("page", place.scene.get("page"))
    if "kind" in sound and given["kind"] not in KINDS:
        yield place.fault("kind", "scene_unknown_kind", found=given["kind"], expected=list(KINDS))
    if page is None and given.get("kind") in KINDS:
        page = "overview"
    if "page" in sound and page not in IN_SCENES:
        yield place.fault("page", "scene_unknown_page", found=page, expected=list(IN_SCENES))
    if "query" in sound:
        yield from _query_misfits(given["query"], place, known)
    if isinstance(page, str) and page in IN_SCENES:
        for name in given["exhibits"] if "exhibits" in sound else ():
            if not shows(page, name):
                yield place.fault(
                    "exhibits", "scene_unknown_exhibit", found=name, page=page, expected=list(IN_SCENES[page])
                )
        for key in _TEXTS:
            if key in sound:
                yield from _placeholder_misfits(given[key], key, page, place)
    for i, point in enumerate(given["point"] if "point" in sound else ()):
        inside = place.within("point", i)
        good = yield from _keys(point, dict.fromkeys(_POINT, str), ("zh", "en"), inside)
        for key in good & set(_POINT):
            yield from _placeholder_misfits(point[key], key, page if isinstance(page, str) else "", inside)
    if "otherwise" in sound:
        yield from _misfits(given["otherwise"], place.within("otherwise"), known)


def shows(page: str, name: str) -> bool:
    """Whether the page may show an exhibit of this name."""
    return any(fnmatchcase(name, one) for one in IN_SCENES.get(page, ()))


def _keys(given: Mapping[str, Any], kinds: Mapping[str, Any], needed: tuple[str, ...], place: _Place):
    """Yields what is wrong with the keys of a section; returns those that are sound."""
    sound = set()
    for key, value in given.items():
        if key not in kinds:
            near = [one for one in difflib.get_close_matches(key, list(kinds), 1, 0.8) if one not in given]
            if near:
                yield place.fault(key, "toml_misspelt_key", setting=near[0], found=key)
            else:
                yield place.fault(key, "scene_unknown_key", found=key, expected=list(kinds))
        elif not _fits(value, kinds[key]):
            yield place.fault(key, "toml_wrong_kind", setting=key, found=_shown(value), expected=_KINDS[kinds[key]])
        else:
            sound.add(key)
    misspelt = {one for key in given if key not in kinds for one in difflib.get_close_matches(key, list(kinds), 1, 0.8)}
    for key in needed:
        if key not in given and key not in misspelt:
            yield place.fault(key, "toml_missing_key", setting=key)
        elif key in sound and not given[key].strip():
            yield place.fault(key, "scene_empty", found=key)
    return sound


def _fits(value: Any, kind: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == "tables":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return isinstance(value, kind)


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:40]


def _query_misfits(
    query: Mapping[str, Any], place: _Place, known: Mapping[str, Container[str]] | None
) -> Iterator[Fault]:
    allowed = [one for one in PARAMETERS if one not in NOT_A_STATE]
    good = {}
    for name, value in query.items():
        if name not in allowed:
            yield place.fault("query", "scene_unknown_parameter", found=name, expected=allowed)
        elif not isinstance(value, str):
            yield place.fault(
                "query", "toml_wrong_kind", setting=f"query.{name}", found=_shown(value), expected=_KINDS[str]
            )
        else:
            good[name] = value
    for slip in (one for one in from_query(good, known)[1] if not one.taken):
        yield place.fault("query", "scene_unknown_value", found=slip.value, parameter=slip.name)


NOT_A_STATE = ("lang", "mode", "tone", "story", "scene", "notes", "room")  # how a page is looked at, not what it shows


def _placeholder_misfits(text: str, key: str, page: str, place: _Place) -> Iterator[Fault]:
    for braces in _BRACES.findall(text):
        match = _PLACEHOLDER.fullmatch(braces)
        asked = (match[1] or page) if match else ""
        if match and match[2] not in SETTINGS and asked not in IN_SCENES:
            yield place.fault(key, "scene_unknown_page", found=asked, expected=list(IN_SCENES))
        elif not match or not _sayable(match, asked):
            yield place.fault(
                key,
                "scene_unknown_placeholder",
                found=braces,
                page=asked or page,
                expected=[LEDE, *IN_SCENES.get(asked or page, ())],
            )


def _sayable(match: re.Match[str], asked: str) -> bool:
    """Whether a placeholder can name something: a setting, the page's own sentence, an exhibit or a sentence of its."""
    page, name, part = match.groups()
    if page is None and part is None and name in SETTINGS:
        return True
    return part in (None, "title") if name == LEDE else shows(asked, name)
