"""A scenes.toml read, or everything wrong with it."""

import difflib
from collections.abc import Container, Generator, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from outreach import settings
from outreach.contents import IN_SCENES
from outreach.faults import Fault
from outreach.home import PROJECT
from outreach.scenes.entries import ENTRIES, EXPECTED, ID, POINT_KEYS, TEXT_KEYS, as_shown, fits, scene_of
from outreach.scenes.lines import Lines, Place
from outreach.scenes.placeholders import BRACES, PLACEHOLDER, sayable
from outreach.scenes.scene import FILE, KINDS, LEDE, NOT_A_STATE, SETTINGS, Scene, shows
from outreach.selection import PARAMETERS, from_query


def read(path: Path, known: Mapping[str, Container[str]] | None = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a scenes.toml in their order, and everything wrong with it; with any fault there are no scenes.

    known gives the ids that exist for a field of the selection, as `from_query` takes it. A file that is not there is
    no fault: the district is presented with the built-in scenes.
    """
    text, faults = settings.text_of(path, FILE)
    if text is None:
        return (), tuple(fault for fault in faults if fault.rule != "missing_file")
    return parsed(text, known)


def parsed(text: str, known: Mapping[str, Container[str]] | None = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a text in the form of scenes.toml, and everything wrong with it, as `read` gives them."""
    found, astray = settings.parsed(text, FILE)
    if found is None:
        return (), tuple(astray)
    given = found.get("scene")
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        return (), (Fault(FILE, None, "scene", "scenes_none"),)
    lines = Lines(text)
    faults = [
        *(
            Fault(FILE, lines.top(key), key, "scene_unknown_key", {"found": key, "expected": ["scene"]})
            for key in found
            if key != "scene"
        ),
        *(fault for i, one in enumerate(given) for fault in _misfits(one, Place(lines, i, one), known)),
        *_repeated(given, lines),
    ]
    faults.sort(key=lambda fault: (fault.row is None, fault.row))
    return (() if faults else tuple(map(scene_of, given))), tuple(faults)


def built_in() -> tuple[Scene, ...]:
    """The scenes of a district that lists none: those we ship, which follow whatever its data say."""
    return _shipped()


@cache
def _shipped() -> tuple[Scene, ...]:
    return read(PROJECT / FILE)[0]


def _repeated(given: list[Mapping[str, Any]], lines: Lines) -> Iterator[Fault]:
    first: dict[Any, int] = {}
    for i, one in enumerate(given):
        name = one.get("id")
        if isinstance(name, str) and first.setdefault(name, i) != i:
            yield Place(lines, i, one).fault("id", "scene_repeated", found=name, first=first[name] + 1, number=i + 1)


def _misfits(given: Mapping[str, Any], place: Place, known: Mapping[str, Container[str]] | None) -> Iterator[Fault]:  # noqa: C901
    kinds = ENTRIES
    if place.section:
        kinds = {key: kind for key, kind in kinds.items() if key not in ("id", "kind", "otherwise", "point")}
    needed: tuple[str, ...] = ("title_zh", "title_en")
    if not place.section:
        needed = ("id", *needed) if "kind" in given else ("id", "page", *needed)
    sound = yield from _keys(given, kinds, needed, place)
    if "id" in sound and not ID.fullmatch(given["id"]):
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
        for key in TEXT_KEYS:
            if key in sound:
                yield from _placeholder_misfits(given[key], key, page, place)
    for i, point in enumerate(given["point"] if "point" in sound else ()):
        inside = place.within("point", i)
        good = yield from _keys(point, dict.fromkeys(POINT_KEYS, str), ("zh", "en"), inside)
        for key in good & set(POINT_KEYS):
            yield from _placeholder_misfits(point[key], key, page if isinstance(page, str) else "", inside)
    if "otherwise" in sound:
        yield from _misfits(given["otherwise"], place.within("otherwise"), known)


def _keys(
    given: Mapping[str, Any], kinds: Mapping[str, Any], needed: tuple[str, ...], place: Place
) -> Generator[Fault, None, set[str]]:
    """Yields what is wrong with the keys of a section; returns those that are sound."""
    sound = set()
    for key, value in given.items():
        if key not in kinds:
            near = [one for one in difflib.get_close_matches(key, list(kinds), 1, 0.8) if one not in given]
            if near:
                yield place.fault(key, "toml_misspelt_key", setting=near[0], found=key)
            else:
                yield place.fault(key, "scene_unknown_key", found=key, expected=list(kinds))
        elif not fits(value, kinds[key]):
            yield place.fault(key, "toml_wrong_kind", setting=key, found=as_shown(value), expected=EXPECTED[kinds[key]])
        else:
            sound.add(key)
    misspelt = {one for key in given if key not in kinds for one in difflib.get_close_matches(key, list(kinds), 1, 0.8)}
    for key in needed:
        if key not in given and key not in misspelt:
            yield place.fault(key, "toml_missing_key", setting=key)
        elif key in sound and not given[key].strip():
            yield place.fault(key, "scene_empty", found=key)
    return sound


def _query_misfits(
    query: Mapping[str, Any], place: Place, known: Mapping[str, Container[str]] | None
) -> Iterator[Fault]:
    allowed = [one for one in PARAMETERS if one not in NOT_A_STATE]
    good = {}
    for name, value in query.items():
        if name not in allowed:
            yield place.fault("query", "scene_unknown_parameter", found=name, expected=allowed)
        elif not isinstance(value, str):
            yield place.fault(
                "query", "toml_wrong_kind", setting=f"query.{name}", found=as_shown(value), expected=EXPECTED[str]
            )
        else:
            good[name] = value
    for slip in (one for one in from_query(good, known)[1] if not one.taken):
        yield place.fault("query", "scene_unknown_value", found=slip.value, parameter=slip.name)


def _placeholder_misfits(text: str, key: str, page: str, place: Place) -> Iterator[Fault]:
    for braces in BRACES.findall(text):
        match = PLACEHOLDER.fullmatch(braces)
        asked = (match[1] or page) if match else ""
        if match and match[2] not in SETTINGS and asked not in IN_SCENES:
            yield place.fault(key, "scene_unknown_page", found=asked, expected=list(IN_SCENES))
        elif not match or not sayable(match, asked):
            yield place.fault(
                key,
                "scene_unknown_placeholder",
                found=braces,
                page=asked or page,
                expected=[LEDE, *IN_SCENES.get(asked or page, ())],
            )
