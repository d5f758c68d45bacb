"""Scenes as they are shown and said: their pages looked at, their exhibits picked out and their sentences filled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from outreach.contents import page_of
from outreach.district import District
from outreach.home import Home
from outreach.page import Page
from outreach.scenes.placeholders import filled, holds, pages_asked
from outreach.scenes.scene import LEDE, SETTINGS, Scene, of_state
from outreach.screen import cached, visit
from outreach.selection import Selection, from_query
from outreach.views.exhibit import Exhibit, Number
from outreach.words import Words


@dataclass(frozen=True)
class Slide:
    """One scene in one language: what stands on it and what is said of it.

    exhibits are the scene's, in its order. reading says how to read the picture; lines are what a cover or a closing holds.
    Where there are points (what, why, and of whom, by when, at what cost), they are what is drawn and the exhibits
    give no more than their sources.
    selection is the page's state. missing says that the page has none of the exhibits now. figures are label, value and a
    line about it.
    """

    scene: Scene
    selection: Selection
    title: str
    takeaway: str
    note: str
    points: tuple[tuple[str, str, str], ...]
    exhibits: tuple[Exhibit, ...]
    missing: bool = False
    figures: tuple[Number, ...] = ()
    reading: str = ""
    lines: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.scene.id


def slides(scenes: tuple[Scene, ...], district: District, language: str, today: date) -> tuple[Slide, ...]:
    """Every scene as a slide; a page in one state is looked at once. Raises whatever a page raises."""
    looked_at: dict[State, Seen] = {}
    look = partial(_look, looked_at, district, language, today)
    settings = stated(district.home, language, today)
    made = [_slide(scene, look, settings) for scene in scenes]
    return tuple(one for one in made if one is not None) or tuple(_nothing(scene, look) for scene in scenes[:1])


def stated(home: Home, language: str, today: date) -> dict[str, str]:
    """What the settings say of the briefing, as placeholders name it; empty where they say nothing.

    The day is the briefing's own, else that of the next plenary where it is set and still to come.
    """
    say, told = cached.say(language), home.briefing
    day = told.date or home.plan.next_plenary
    return {
        "unit": told.unit[language],
        "meeting": told.meeting[language],
        "day": _day(say, day) if day and (day >= today or told.date) else "",
        "data_day": say("briefing.data_day", day=_day(say, home.data_date)),
        "plan": home.plan.name[language],
        "district": home.name[language],
    }


def of_page(
    page: str, query: tuple[tuple[str, str], ...], district: District, language: str, today: date
) -> tuple[Slide, ...]:
    """A page in one state as slides: first its own sentence over its figures and main exhibit, then each other exhibit.

    The card of a chosen base comes last, wherever it stands on the page.
    """
    seen = _look({}, district, language, today, page, dict(query))
    shown, selection = seen
    if not shown.exhibits:
        scene = of_state(page, dict(query), f"page-{page}")
        return (Slide(scene, selection, shown.title, shown.sentence, "", (), (), missing=True),)
    first, *others = sorted(
        shown.exhibits.values(), key=lambda exhibit: exhibit.vector is None and exhibit.name.startswith("base_")
    )
    found = [_main(seen, of_state(page, dict(query), "", (first.name,)), first)]
    found += [_further(seen, of_state(page, dict(query), "", (one.name,)), one) for one in others if not one.apart]
    for one in others:
        if one.apart:
            found += _apart(one, page, dict(query), district, language, today)
    return tuple(found)


def _main(seen: "Seen", scene: Scene, exhibit: Exhibit) -> Slide:
    """What the page opens with, under the page's own sentence and over the figures that it is the picture of."""
    page, selection = seen
    figures = page.numbers[:4] if exhibit.name in OF_THE_FIGURES else ()
    said = page.sentence or exhibit.sentence
    return Slide(scene, selection, page.title, said, page.sentence, (), (exhibit,), figures=figures)


def _further(seen: "Seen", scene: Scene, exhibit: Exhibit) -> Slide:
    """Another exhibit of the page under what it finds, else under its title."""
    page, selection = seen
    title, said, reading = exhibit.title, exhibit.sentence, ""
    if finding := exhibit.said("finding"):
        title, said, reading = _headline(finding), exhibit.said("range"), exhibit.said("reading")
    return Slide(scene, selection, title, said, page.sentence, (), (exhibit,), reading=reading)


def _apart(
    exhibit: Exhibit, page: str, query: dict[str, str], district: District, language: str, today: date
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


def exhibits(
    page: str, district: District, language: str, today: date, query: Mapping[str, str] | None = None
) -> dict[str, Exhibit]:
    """What a page shows in a state, by name; unasked without one."""
    return _look({}, district, language, today, page, query or {})[0].exhibits


OF_THE_FIGURES = ("overview_map", "siting_map", "town_standing", "gaps_map")
"""The main pictures that the figures at a page's head are of."""
State = tuple[str, tuple[tuple[str, str], ...]]
"""A page, and what its address says."""
Seen = tuple[Page, Selection]
"""A page and what is chosen on it."""


def _look(
    looked_at: dict[State, Seen],
    district: District,
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


def _nothing(scene: Scene, look: Callable[[str, Mapping[str, str]], Seen]) -> Slide:
    """The page of a scene that has nothing to show now, under its own title."""
    own, selection = look(scene.page, scene.query)
    return Slide(scene, selection, own.title, own.sentence, "", (), (), missing=True)


def _slide(scene: Scene, look: Callable[[str, Mapping[str, str]], Seen], settings: Mapping[str, str]) -> Slide | None:
    """The scene as a slide; in its place what it says otherwise where it does not hold, or nothing."""
    own, selection = look(scene.page, scene.query)
    found = tuple(own.exhibits[name] for name in scene.exhibits if name in own.exhibits)
    if not scene.exhibits and not scene.kind:
        found = tuple(own.exhibits.values())[:1]
    others = {page: look(page, {})[0] for page in pages_asked(scene)}
    told = _Texts(selection.language, own, others, settings)
    points = tuple(
        (told.text(one.text), told.text(one.because), _joined(*map(told.known, (one.owner, one.due, one.cost))))
        for one in scene.points
        if told.sure(one.text) and told.sure(one.because)
    )
    if not told.sure(scene.title) or not (found or scene.kind) or (scene.points and not points):
        return _slide(scene.otherwise, look, settings) if scene.otherwise else None
    lines = ("meeting", "unit", "day", "data_day") if scene.kind == "cover" else ("unit", "day")
    return Slide(
        scene,
        selection,
        _headline(told.text(scene.title)) or own.title,
        told.text(scene.takeaway),
        told.text(scene.note),
        points,
        found,
        reading=told.text(scene.reading),
        lines=tuple(settings[one] for one in lines if settings[one]) if scene.kind else (),
    )


@dataclass(frozen=True)
class _Texts:
    """A scene's texts in one language, filled with what its own page, other pages and the settings say."""

    language: str
    own: Page
    others: Mapping[str, Page]
    settings: Mapping[str, str]

    def text(self, texts: Mapping[str, str]) -> str:
        """The text, every placeholder filled."""
        return filled(texts.get(self.language, ""), self._said)

    def sure(self, texts: Mapping[str, str]) -> bool:
        """Whether everything that the text names has something to say now."""
        return holds(texts.get(self.language, ""), self._said)

    def known(self, texts: Mapping[str, str]) -> str:
        """The text where it holds, else nothing."""
        return self.text(texts) if self.sure(texts) else ""

    def _said(self, page: str | None, name: str, part: str | None) -> str | None:
        if page is None and part is None and name in SETTINGS:
            return self.settings[name]
        asked = self.others[page] if page else self.own
        if name == LEDE:
            return asked.title if part else asked.sentence
        exhibit = asked.exhibits.get(name)
        if exhibit is None:
            return None
        return exhibit.sentence if part is None else exhibit.title if part == "title" else exhibit.said(part)


def _day(say: Words, when: date) -> str:
    return say("plan.day", year=when.year, month=when.month, day=when.day)


def _joined(*parts: str) -> str:
    return "　".join(one.rstrip("。.") for one in parts if one)


def _headline(text: str) -> str:
    """A sentence as a title: without the stop at its end."""
    return text.rstrip("。.")
