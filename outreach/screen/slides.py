"""Scenes as they are shown and said: their pages looked at, their exhibits picked out and their sentences filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from outreach.contents import page_of
from outreach.page import Page
from outreach.scenes import LEDE, Scene, filled, of_state, pages_asked
from outreach.screen import visit
from outreach.selection import Selection, from_query
from outreach.views.exhibit import Exhibit


@dataclass(frozen=True)
class Slide:
    """One scene in one language: what stands on it and what is said of it.

    exhibits are the scene's, in its order. Where there are points (what, and why), they are what is drawn and the exhibits
    give no more than their sources.
    selection is the page's state. missing says that the page has none of the exhibits now. figures are label, value and a
    line about it.
    """

    scene: Scene
    selection: Selection
    title: str
    takeaway: str
    note: str
    points: tuple[tuple[str, str], ...]
    exhibits: tuple[Exhibit, ...]
    missing: bool = False
    figures: tuple[tuple[str, str, str], ...] = ()

    @property
    def id(self) -> str:
        return self.scene.id


def slides(scenes: tuple[Scene, ...], district: Any, language: str, today: date) -> tuple[Slide, ...]:
    """Every scene as a slide; a page in one state is looked at once. Raises whatever a page raises."""
    looked_at: dict[tuple[Any, ...], Seen] = {}
    return tuple(_slide(scene, partial(_look, looked_at, district, language, today)) for scene in scenes)


def of_page(
    page: str, query: tuple[tuple[str, str], ...], district: Any, language: str, today: date
) -> tuple[Slide, ...]:
    """A page in one state as slides: first its own sentence over its figures and main exhibit, then each other exhibit.

    The card of a chosen base comes last, wherever it stands on the page.
    """
    shown, selection = _look({}, district, language, today, page, dict(query))
    figures = shown.numbers

    def one(exhibit: Exhibit, first: bool) -> Slide:
        scene = of_state(page, dict(query), "", (exhibit.name,))
        title, said = (shown.title, shown.sentence or exhibit.sentence) if first else (exhibit.title, exhibit.sentence)
        return Slide(
            scene, selection, title, said, shown.sentence, (), (exhibit,), figures=figures[:4] if first else ()
        )

    inside = sorted(
        shown.exhibits.values(), key=lambda exhibit: exhibit.vector is None and exhibit.name.startswith("base_")
    )
    found = tuple(one(exhibit, first=not i) for i, exhibit in enumerate(inside) if i == 0 or not exhibit.apart)
    for exhibit in inside[1:]:
        if exhibit.apart:
            found += _apart(exhibit, page, dict(query), district, language, today)
    nothing = Slide(
        of_state(page, dict(query), f"page-{page}"),
        selection,
        shown.title,
        shown.sentence,
        "",
        (),
        (),
        missing=True,
    )
    return found or (nothing,)


def _apart(
    exhibit: Exhibit, page: str, query: dict[str, str], district: Any, language: str, today: date
) -> tuple[Slide, ...]:
    """An exhibit whose letters, all at once, cannot be read from the back of a room, one value of its field after the other."""
    field, values = exhibit.apart or ("", {})
    found = []
    for value, name in values.items():
        state = {**query, field: value}
        shown, selection = _look({}, district, language, today, page, state)
        if exhibit.name in shown.exhibits:
            own = shown.exhibits[exhibit.name]
            scene = replace(of_state(page, state, "", (exhibit.name,)), id=f"{page}-{value.lower()}")
            found.append(Slide(scene, selection, name, own.sentence, shown.sentence, (), (own,)))
    return tuple(found)


def exhibits(page: str, district: Any, language: str, today: date) -> dict[str, Exhibit]:
    """What a page shows unasked, by name."""
    return _look({}, district, language, today, page, {})[0].exhibits


Seen = tuple[Page, Selection]
"""A page and what is chosen on it."""


def _look(
    looked_at: dict[tuple[Any, ...], Seen],
    district: Any,
    language: str,
    today: date,
    page: str,
    query: Mapping[str, str],
) -> Seen:
    key = (page, tuple(sorted(query.items())))
    if key not in looked_at:
        at = visit.at_noon(page, from_query({**query, "lang": language}, district.ids())[0], district, today)
        looked_at[key] = page_of(at), at.selection
    return looked_at[key]


def _slide(scene: Scene, look: Callable[[str, Mapping[str, str]], Seen]) -> Slide:
    own, selection = look(scene.page, scene.query)
    found = tuple(own.exhibits[name] for name in scene.exhibits if name in own.exhibits)
    if not scene.exhibits:
        found = tuple(own.exhibits.values())[:1]
    if not found and scene.otherwise:
        return _slide(scene.otherwise, look)
    others = {page: look(page, {})[0] for page in pages_asked(scene)}

    def say_of(page: str | None, name: str, part: str | None) -> str | None:
        asked = others[page] if page else own
        if name == LEDE:
            return asked.title if part else asked.sentence
        exhibit = asked.exhibits.get(name)
        return None if exhibit is None else exhibit.title if part else exhibit.sentence

    def text(texts: Mapping[str, str]) -> str:
        return filled(texts.get(selection.language, ""), say_of)

    return Slide(
        scene,
        selection,
        text(scene.title) or own.title,
        text(scene.takeaway),
        text(scene.note),
        tuple((text(point.text), text(point.because)) for point in scene.points),
        found,
        missing=not found,
    )
