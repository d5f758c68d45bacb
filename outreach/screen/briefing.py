"""The stage on which scenes are played, the speaker's notes that follow it, and the list a planner puts together."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import streamlit as st

from outreach import scenes as story
from outreach import web
from outreach.contents import IN_SCENES
from outreach.district import District
from outreach.faults import Fault
from outreach.scenes.scene import Scene
from outreach.screen import address, browser, cached, manners, slides, stage
from outreach.screen.markdown import plain
from outreach.screen.panels import heading
from outreach.screen.slides import Slide
from outreach.selection import Selection, to_query
from outreach.selection import address as of_page
from outreach.views import palette
from outreach.words import Words

OWN = "own-scenes"  # in the session: the list as the browser keeps it, and what is wrong with it
MOST_SCENES, MOST_TEXT, MOST_ROOMS = 60, 200_000, 200
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")


def _component(name: str) -> Any:
    html, js = (web.text(f"{name}.{kind}") for kind in ("html", "js"))
    return st.components.v2.component(f"outreach_{name}", html=html, css=web.style(f"{name}.css"), js=js)


_stage, _notes, _list, _add, _keep = map(_component, ("stage", "notes", "list", "add", "keep"))


def scenes(selection: Selection) -> tuple[Slide, ...]:
    """The slides of the scenes this visitor plays: the district's, or their own list where they chose it."""
    return _as_slides(played(selection), selection)


def _as_slides(listed: tuple[Scene, ...], selection: Selection) -> tuple[Slide, ...]:
    return cached.once(slides.slides, listed, cached.district(), selection.language, date.today())


def played(selection: Selection) -> tuple[Scene, ...]:
    """The scenes this visitor plays: the district's, or their own list where they chose it."""
    return (_own() if selection.story == "own" else ()) or cached.scenes()


def former(selection: Selection, say: Words) -> None:
    """A line for every former code that the scenes which are played ask for: which town it was taken for."""
    district = cached.district()
    found = story.scene.former(played(selection), district.ids())
    names = dict(zip(district.areas["area_code"], district.areas[f"name_{say.language}"])) if found else {}
    for scene, slip in found:
        told = {"name": plain(slip.name), "value": plain(slip.value), "taken": slip.taken}
        st.info(say("briefing.former", scene=plain(scene), town=plain(names[slip.taken]), **told), icon="ℹ️")


def preparing(selection: Selection, say: Words) -> Iterator[None]:
    """Play and draw the district's scenes, one at each step, so that nobody who presents waits for it."""
    shown = cached.once(slides.slides, cached.scenes(), cached.district(), selection.language, date.today())
    for slide in cached.once(_parted, shown, say):
        yield
        cached.once(stage.fields, slide, say)
    cached.once(_drawn, shown, say)


def play(selection: Selection, say: Words, shown: tuple[Slide, ...], audience: str) -> None:
    """The scenes on a stage that keys, clicker and touch turn; or the speaker's notes, where the address asks for them."""
    if selection.story == "own" and audience == "internal":
        known = st.session_state.get(OWN, (None, ()))[0]
        _keep(key="keep", height="content", data={"known": known}, on_scenes_change=lambda: _kept("keep"))
        if known is None:
            st.stop()
    if selection.notes and audience == "internal":
        _follow(selection, say, shown)
        st.stop()
    if selection.notes:
        st.info(say("briefing.notes_closed"))
    followed = selection.with_(mode="browse", notes="1", scene=None, room=None)
    notes = of_page("briefing", followed) if audience == "internal" else None
    if selection.scene and selection.scene not in {slide.id for slide in cached.once(_parted, shown, say)}:
        st.info(plain(say("shell.slip", name="scene", value=selection.scene)), icon="ℹ️")
    _show(selection, say, shown, cached.district().home.name[say.language], notes)
    if manners.of(selection).on_stage:
        st.stop()


def present(page: str, selection: Selection, say: Words) -> None:
    """A page as slides: its main exhibit and sentence first, then every other exhibit on its own."""
    query = {name: value for name, value in to_query(selection).items() if name not in story.scene.NOT_A_STATE}
    shown = cached.once(
        slides.of_page, page, tuple(sorted(query.items())), cached.district(), selection.language, date.today()
    )
    heading(shown[0].title, shown[0].takeaway)
    _show(selection, say, shown, cached.district().home.name[say.language], None)


def _show(selection: Selection, say: Words, shown: tuple[Slide, ...], name: str, notes: str | None) -> None:
    with st.spinner(say("briefing.preparing")):
        found = cached.once(_drawn, shown, say)
    keys = [key for key in KEYS if key != "notes" or notes]
    _stage(
        key="stage",
        height="content",
        on_at_change=_heard,
        data={
            "slides": found,
            "key": f"{id(found)}-{selection.language}",
            "scene": selection.scene,
            "tone": selection.tone,
            "full": manners.of(selection).on_stage,
            "name": name,
            "dark": palette.DARK,
            "notes": notes,
            "words": {
                **{
                    one: say(f"briefing.{one}")
                    for one in ("keys", "unknown", "no_number", "back", "on", "start", "hint", "lost")
                },
                "notes": say("briefing.notes") if notes else "",
                "key_list": [[KEYS[one], say(f"briefing.does_{one}")] for one in keys],
            },
        },
    )


KEYS = {
    "next": "PageDown → ↓ Space",
    "previous": "PageUp ← ↑ Backspace",
    "ends": "Home End",
    "jump": "1 2 3 … Enter",
    "overview": "O",
    "blank": "B .",
    "time": "T",
    "tone": "D",
    "full": "F",
    "leave": "F Esc",
    "notes": "N",
    "help": "?",
}


def _drawn(shown: tuple[Slide, ...], say: Words) -> list[dict[str, str]]:
    return [cached.once(stage.fields, slide, say) for slide in cached.once(_parted, shown, say)]


def _parted(shown: tuple[Slide, ...], say: Words) -> tuple[Slide, ...]:
    """The slides as they are played: a long table goes on to slides of its own."""
    return tuple(one for slide in shown for one in stage.parted(slide, say))


def _heard() -> None:
    """Where the stage stands now, as its browser says it, for whoever follows from elsewhere.

    The address is the stage's own to say, in the step of the browser's history where the talk began: a server that said it
    too, a slide late, would add a step for every slide.
    """
    at = browser.said("stage", "at")
    if not isinstance(at, Mapping):
        return
    scene, room = (str(at[name]) if isinstance(at.get(name), str) else "" for name in ("scene", "room"))
    if _ID.fullmatch(room) and _ID.fullmatch(scene):
        rooms = _rooms()
        rooms.pop(room, None)
        rooms[room] = {
            "scene": scene,
            **{name: at[name] for name in ("began", "stamp") if isinstance(at.get(name), (int, float))},
        }
        while len(rooms) > MOST_ROOMS:
            rooms.pop(next(iter(rooms)), None)


@st.cache_resource(show_spinner=False)
def _rooms() -> dict[str, dict[str, Any]]:
    """Where each stage stands, for notes on another device; the newest last."""
    return {}


def _follow(selection: Selection, say: Words, shown: tuple[Slide, ...]) -> None:
    texts = [
        {"id": one.id, "title": one.title, "takeaway": one.takeaway, "note": one.note}
        for one in cached.once(_parted, shown, say)
    ]
    words = {
        one: say(f"briefing.{one}") for one in ("elapsed", "clock", "back", "on", "next", "end", "no_note", "waiting")
    }

    @st.fragment(run_every=1.0)
    def following() -> None:
        at = _rooms().get(selection.room or "")
        _notes(key="notes", height="content", data={"slides": texts, "words": words, "room": selection.room, "at": at})

    following()


def add(selection: Selection, say: Words, page: str) -> None:
    """One button that puts the state of this page on the list kept in the visitor's browser."""
    query = {name: value for name, value in to_query(selection).items() if name not in story.scene.NOT_A_STATE}
    scene = _given(story.scene.of_state(page, query, "", ()))
    _add(
        key="add",
        height="content",
        data={"scene": scene, "words": {one: say(f"briefing.{one}") for one in ("add", "added", "full")}},
    )


def arrange(selection: Selection, say: Words, audience: str) -> None:
    """The list kept in the visitor's browser: its order, titles and pictures, to be played here or taken along."""
    if audience != "internal" or not manners.of(selection).framed:
        return
    with st.expander(say("briefing.arrange"), expanded=bool(_own()) or selection.story == "own"):
        own = _own()
        _list(
            key="list",
            height="content",
            on_scenes_change=lambda: _kept("list"),
            data=_list_data(selection, say, own),
        )
        for fault in st.session_state.get(OWN, ([], ()))[1]:
            st.warning(plain(f"{fault.column}: {say.fault(fault)}"))
        if own:
            _play_or_take(selection, say, own)


def _list_data(selection: Selection, say: Words, own: tuple[Scene, ...]) -> dict[str, Any]:
    """What the list needs: what is known of it, its words, and every page's pictures to choose from."""
    words = {
        one: say(f"briefing.{one}")
        for one in ("none", "have", "retitle", "picture", "absent", "up", "down", "remove", "clear", "sure")
    }
    return {
        "known": st.session_state.get(OWN, ([], ()))[0],
        "language": say.language,
        "words": {
            **words,
            "start": say("briefing.start_from"),
            "append": say("briefing.append"),
            "back": say("briefing.take_back"),
        },
        "titles": {one.id: one.title for one in _as_slides(own, selection)} if own else {},
        "pages": {page: say(f"page.{page}") for page in IN_SCENES},
        "exhibits": cached.once(_pictures, cached.district(), say.language, date.today()),
        "shown": cached.once(_pictures_of, _states(own), cached.district(), say.language, date.today()),
        "district": [_given(scene) for scene in cached.scenes()],
    }


def _play_or_take(selection: Selection, say: Words, own: tuple[Scene, ...]) -> None:
    """Whose scenes are played here, and the list as a file."""
    options = {one: say(f"briefing.story_{one}") for one in ("district", "own")}
    st.segmented_control(
        say("briefing.story"),
        list(options),
        format_func=options.__getitem__,
        key=_chosen_story(selection),
        required=True,
        on_change=lambda: address.go(address.current().with_(story=st.session_state["story"], scene=None)),
    )
    st.download_button(
        say("briefing.download"),
        story.writing.written(own),
        file_name="scenes.toml",
        mime="application/toml",
        key="scenes-toml",
        on_click="ignore",
    )
    st.caption(say("briefing.download_how"))


def _chosen_story(selection: Selection) -> str:
    st.session_state["story"] = selection.story
    return "story"


def _own() -> tuple[Scene, ...]:
    """This session's own list; empty where the browser keeps none or it cannot be used."""
    said = st.session_state.get(OWN, ([], ()))[0]
    return cached.once(_read, story.writing.given_text(said), cached.district())[0] if said else ()


def _kept(key: str) -> None:
    """The list as the browser keeps it, read like a scenes.toml; what cannot be used is told and not played.

    What is said by a part that has gone leaves the list as it is known: the next part says it again where it is another.
    """
    said = browser.said(key, "scenes")
    if said is None:
        return
    said = [one for one in said if isinstance(one, Mapping)][:MOST_SCENES] if isinstance(said, list) else []
    text = story.writing.given_text(said)
    if len(text) > MOST_TEXT:
        said, text = [], ""
    st.session_state[OWN] = (said, cached.once(_read, text, cached.district())[1] if text else ())


def _read(text: str, district: District) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
    return story.reading.parsed(text, district.ids())


def _given(scene: Scene) -> dict[str, Any]:
    """The scene as plain values, as scenes.toml writes it."""
    return story.writing.plain(scene)


def _pictures(district: District, language: str, today: date) -> dict[str, list[list[str]]]:
    """For every page its exhibits' names and titles, as it shows them unasked."""
    return {
        page: [[name, exhibit.title] for name, exhibit in slides.exhibits(page, district, language, today).items()]
        for page in IN_SCENES
    }


def _states(own: tuple[Scene, ...]) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Each scene's id, page and what is chosen on it."""
    return tuple((one.id, one.page, tuple(sorted(one.query.items()))) for one in own)


def _pictures_of(
    states: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...], district: District, language: str, today: date
) -> dict[str, list[list[str]]]:
    """For every scene its page's exhibits' names and titles in the state it shows: a town's by that town's name."""
    return {
        scene: [
            [name, exhibit.title]
            for name, exhibit in slides.exhibits(page, district, language, today, dict(query)).items()
        ]
        for scene, page, query in states
    }
