"""A scenes.toml read, or everything wrong with it."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from outreach import toml
from outreach.contents import IN_SCENES
from outreach.faults import Fault
from outreach.home import PROJECT
from outreach.scenes.entries import ID, POINT_KEYS, TEXT_KEYS, Listed, scene_of
from outreach.scenes.placeholders import BRACES, PLACEHOLDER, sayable
from outreach.scenes.scene import FILE, KINDS, LEDE, SETTINGS, Scene, shows
from outreach.selection import from_query
from outreach.toml import Document, Where

Known = Mapping[str, Container[str]] | None


def read(path: Path, known: Known = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a scenes.toml in their order, and everything wrong with it; with any fault there are no scenes.

    known gives the ids that exist for a field of the selection, as `from_query` takes it. A file that is not there is
    no fault: the district is presented with the built-in scenes.
    """
    document, faults = toml.read(path, FILE)
    if document is None:
        return (), tuple(fault for fault in faults if fault.rule != "missing_file")
    return _listed(document, known)


def parsed(text: str, known: Known = None) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    """The scenes of a text in the form of scenes.toml, and everything wrong with it, as `read` gives them."""
    document, faults = toml.parsed(text, FILE)
    return ((), tuple(faults)) if document is None else _listed(document, known)


def built_in() -> tuple[Scene, ...]:
    """The scenes of a district that lists none: those we ship, which follow whatever its data say."""
    return _shipped()


@cache
def _shipped() -> tuple[Scene, ...]:
    return read(PROJECT / FILE)[0]


def _listed(document: Document, known: Known) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    column = _column(document.values)
    _, wrong = toml.validated(document, Listed, column)
    given: Any = document.values.get("scene")
    if "scene" not in document.values and wrong["scene",].rule == "toml_missing_key":
        return (), (Fault(FILE, None, "scene", "scenes_none"),)
    faults = list(wrong.values())
    if ("scene",) not in wrong:
        check = Check(document, column, wrong, known)
        faults += [
            fault
            for i, one in enumerate(given)
            if ("scene", i) not in wrong
            for fault in check.misfits(one, ("scene", i), one.get("page") or "overview" * (one.get("kind") in KINDS))
        ]
        faults += check.repeated(given)
    faults.sort(key=lambda fault: (fault.row is None, fault.row or 0))
    return (() if faults else tuple(map(scene_of, given))), tuple(faults)


def _column(values: Mapping[str, Any]) -> Callable[[Where], str]:
    """How a fault names the place where it is: by the id of its scene, else by the scene's number."""

    def column(where: Where) -> str:
        if len(where) < 2 or not isinstance(where[1], int):
            return toml.dotted(where)
        scene = values["scene"][where[1]]
        name = scene.get("id") if isinstance(scene, dict) else None
        told = name if isinstance(name, str) and ID.fullmatch(name) else f"scene {where[1] + 1}"
        return toml.dotted((told, *(part for part in where[2:] if isinstance(part, str))))

    return column


@dataclass(frozen=True)
class Check:
    """What the model cannot see of a scene: whether the page, the data and the other scenes have what it asks for.

    What the model found wrong is passed over: it has been told.
    """

    document: Document
    column: Callable[[Where], str]
    wrong: Mapping[Where, Fault]
    known: Known

    def _fault(self, where: Where, rule: str, **details: object) -> Fault:
        return Fault(FILE, self.document.line(where), self.column(where), rule, details)

    def _sound(self, given: Mapping[str, Any], where: Where, *keys: str) -> Iterator[tuple[str, Any, Where]]:
        """Those of the keys that are there and of their kind, each with its value and where it stands."""
        for key in keys:
            if key in given and (*where, key) not in self.wrong:
                yield key, given[key], (*where, key)

    def misfits(self, given: Mapping[str, Any], where: Where, page: Any) -> Iterator[Fault]:
        """What is wrong with a scene, or with what is shown in its place, of a page."""
        for _, query, at in self._sound(given, where, "query"):
            yield from self._values(query, at)
        if isinstance(page, str) and page in IN_SCENES:
            for _, names, at in self._sound(given, where, "exhibits"):
                for name in names:
                    if not shows(page, name):
                        expected = list(IN_SCENES[page])
                        yield self._fault(at, "scene_unknown_exhibit", found=name, page=page, expected=expected)
            yield from self._placeholders(given, where, page, TEXT_KEYS)
        for _, points, at in self._sound(given, where, "point"):
            for i, point in enumerate(points):
                if (*at, i) not in self.wrong:
                    yield from self._placeholders(point, (*at, i), page if isinstance(page, str) else "", POINT_KEYS)
        for _, otherwise, at in self._sound(given, where, "otherwise"):
            yield from self.misfits(otherwise, at, otherwise.get("page", page))

    def repeated(self, given: list[Any]) -> Iterator[Fault]:
        """The ids that an earlier scene has."""
        first: dict[str, int] = {}
        for i, one in enumerate(given):
            if ("scene", i) in self.wrong:
                continue
            for _, name, at in self._sound(one, ("scene", i), "id"):
                if first.setdefault(name, i) != i:
                    yield self._fault(at, "scene_repeated", found=name, first=first[name] + 1, number=i + 1)

    def _values(self, query: Mapping[str, Any], where: Where) -> Iterator[Fault]:
        sound = {name: value for name, value, _ in self._sound(query, where, *query)}
        for slip in from_query(sound, self.known)[1]:
            if not slip.taken:
                at = (*where, slip.name)
                yield self._fault(at, "scene_unknown_value", found=slip.value, parameter=slip.name)

    def _placeholders(
        self, given: Mapping[str, Any], where: Where, page: str, keys: tuple[str, ...]
    ) -> Iterator[Fault]:
        for _, text, at in self._sound(given, where, *keys):
            for braces in BRACES.findall(text):
                match = PLACEHOLDER.fullmatch(braces)
                asked = (match[1] or page) if match else ""
                if match and match[2] not in SETTINGS and asked not in IN_SCENES:
                    yield self._fault(at, "scene_unknown_page", found=asked, expected=list(IN_SCENES))
                elif not match or not sayable(match, asked):
                    names = [LEDE, *IN_SCENES.get(asked or page, ())]
                    yield self._fault(at, "scene_unknown_placeholder", found=braces, page=asked or page, expected=names)
