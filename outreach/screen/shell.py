"""The frame around every page: title, menu, language, what is wrong with the data, and the end of the page."""

import logging
from collections.abc import Collection, Mapping
from functools import cache, partial
from typing import NoReturn

import streamlit as st

from outreach import web
from outreach.contents import PAGES, Facts, page_of
from outreach.contents.at import At
from outreach.district import District
from outreach.faults import Fault
from outreach.home import HomeError
from outreach.screen import (
    acts,
    address,
    briefing,
    browser,
    cached,
    controls,
    draw,
    entry,
    files,
    kiosk,
    manners,
    searching,
    visit,
)
from outreach.screen.controls import NOWHERE
from outreach.screen.markdown import plain
from outreach.selection import Selection, Slip, to_query
from outreach.server import inside
from outreach.views import sizes, tones
from outreach.vocabulary import LANGUAGES
from outreach.words import Words

READING = "reading"  # the session's key for which reading of the files its page shows, where the page is to follow them
LOOK_EVERY_S = 2.0  # whether the district's files have changed
ICON = "🗺️"
_LOG = logging.getLogger("outreach")


def show(page: str) -> None:
    """A page as a visitor sees it: its frame, and what stands on it."""
    at = begin(page)
    draw.draw(page_of(at).blocks, at)


def begin(page: str) -> At:
    """Open the frame of a page: its title, the menu and whatever must be said of the address and the data.

    Where a table it cannot do without was never read whole, or the server's audience may not see the page, or the page is
    for one district and a whole province is shown, the page ends here with a sentence.
    """
    facts = PAGES[page]
    inside.keep_seats()
    address.catch_up()
    st.session_state.pop(READING, None)
    st.set_page_config(page_title=page, page_icon=ICON, layout="wide", initial_sidebar_state=220)
    if not entry.guarded():
        _without_our_server()
    if audience() not in facts.audiences and not facts.optional:
        _closed()
    if page == "kiosk":
        kiosk.frame(cached.say(address.language()), locked=audience() == "kiosk")
    at, slips = _standing(facts)
    if page == "kiosk":
        if at.missing:  # the museum's screen tells nobody of files: it asks for patience
            st.stop()
        return at
    _around(at)
    taken = any(one.taken for one in slips)
    names = dict(zip(at.whole.areas["area_code"], at.whole.areas[f"name_{at.say.language}"])) if taken else {}
    for slip in slips:
        key = "shell.former" if slip.taken else "shell.slip"
        town = plain(names[slip.taken]) if slip.taken else ""
        st.info(at.say(key, name=plain(slip.name), value=plain(slip.value), taken=slip.taken, town=town), icon="ℹ️")
    _data_faults(at.district, at.say, facts.reads)
    if at.district.home.demonstration:
        st.warning(at.say("credits.demonstration"))
    _scope(at)
    if facts.one_district and at.district.kind != "district":
        st.info(at.say("province.choose_first"))
        st.stop()
    if manners.of(at.selection).on_stage and page != "briefing":
        briefing.present(page, at.selection, at.say)
        st.stop()
    return at


def _standing(facts: Facts) -> tuple[At, tuple[Slip, ...]]:
    """Where the visitor of a page stands, and the slips of the address; the page ends where there is no district."""
    page = facts.name
    try:
        whole = cached.district()
    except HomeError as error:
        _no_district(error)
    district = cached.shown(whole, None if facts.whole else address.asked("within"))
    if facts.optional and page not in _menu(district):
        st.switch_page(PAGES["kiosk" if audience() == "kiosk" else "overview"].file)
    selection, slips = address.read(visit.known(district, whole))
    if facts.optional:
        selection = selection.with_(mode="browse")
    say = cached.say(selection.language)
    slides = partial(briefing.scenes, selection)
    at = visit.at(page, selection, say, whole, whole.home.now, audience(), slides)
    st.set_page_config(page_title=at.say("shell.window", page=at.say(facts.title), name=at.say("shell.name")))
    return at, slips


def _around(at: At) -> None:
    """What stands around the page: the menu at its side, or a corner where it is presented or stands on a touch screen."""
    if at.selection.notes and at.page == "briefing":
        browser.watch(at.selection)
    elif manners.of(at.selection).framed:
        acts.listen(at.selection, at.page)
        _side(at.selection, at.say, at.page)
        searching.on_top(at.selection, at.say)
    else:
        _bare(at.selection, at.say)
    if manners.of(at.selection).follows:
        _follow_files()


def _follow_files() -> None:
    """Have the page drawn anew when the district's files have changed: the server sees to it, or the page looks itself."""
    shown = st.session_state[READING] = cached.version()
    if inside.pages_are_told():
        return

    @st.fragment(run_every=LOOK_EVERY_S)
    def looking() -> None:
        try:
            now = cached.version()
        except HomeError:
            return
        if now != shown:
            st.rerun()

    looking()


def _scope(at: At) -> None:
    """Which district of a province is shown, and the way into it and out of it; nothing for a district that stands alone."""
    own, selection, say, facts = cached.parts(), at.selection, at.say, PAGES[at.page]
    if own.empty or not manners.of(selection).framed or facts.whole:
        return
    whole = at.whole.home.name[say.language]
    names = own[f"name_{say.language}"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="scope"):
        controls.within(selection, say("province.scope"), say("province.whole", name=whole, n=len(own)), dict(names))
        if at.district.kind == "district":
            controls.clear(say("province.back", name=whole), within=None, **{**NOWHERE, "area": selection.within})
        elif selection.area and selection.area in names.index:
            controls.clear(say("province.open", name=names[selection.area]), **{**NOWHERE, "within": selection.area})
    if at.district.kind == "district" and facts.reaching:
        st.caption(plain(say("province.part_note", name=at.name, province=whole)))


def _menu(district: District) -> Mapping[str, str]:
    """The pages in the menu of this district, with their files."""
    on = {"desk": entry.switched_on(audience(), district.home.desk.enabled)}
    return {
        one.name: one.file for one in PAGES.values() if (on[one.name] if one.optional else audience() in one.audiences)
    }


@cache
def _say_once_what_is_missing() -> None:
    """Tell whoever started Streamlit by itself, where they started it, what our own server would add."""
    _LOG.warning("%s", cached.say(LANGUAGES[0])("shell.bare"))


def _without_our_server() -> None:
    """Streamlit was started by itself: that is told where it was started, and the museum's screen is not shown."""
    _say_once_what_is_missing()
    if audience() == "kiosk":
        _unguarded()


def _unguarded() -> NoReturn:
    """Without our own server the museum's screen would not be locked: it is not shown at all."""
    st.error(plain(cached.say(address.language())("shell.unguarded")))
    st.stop()


def _closed() -> None:
    """A page this server does not open: on the museum's screen every address leads to what it shows, elsewhere a sentence."""
    if audience() == "kiosk":
        st.switch_page(PAGES["kiosk"].file)
    st.info(cached.say(address.language())("shell.closed"))
    st.stop()


def audience() -> str:
    """Who this server is for: internal, public or kiosk, as OUTREACH_AUDIENCE says; anything else is public."""
    return cached.audience()


def _side(selection: Selection, say: Words, page: str) -> None:
    dark, frame = browser.dark(), web.text("frame.css").replace("{menu}", say("shell.menu"))
    paper = web.coloured("dark-on-paper.css") if dark else ""
    st.html(f"<style>{tones.properties(dark)}{paper}{frame}</style>")
    with st.sidebar:
        st.markdown(f"### {say('shell.name')}")
        for name, path in _menu(cached.district()).items():
            st.page_link(path, label=say(f"page.{name}"), query_params=to_query(selection))
        searching.box(selection, say)
        controls.languages(selection)
        if not PAGES[page].optional:
            controls.clear(say("shell.present"), mode="present")
            if audience() == "internal" and page != "briefing":
                briefing.add(selection, say, page)
            files.menu(page, selection, say, notes=audience() == "internal")
        controls.drawing(selection, say)
        browser.watch(selection)


def _bare(selection: Selection, say: Words) -> None:
    manner = manners.of(selection)
    scale = manner.sizes.text / sizes.BROWSE.text
    style = tones.properties(browser.dark()) + f"html {{ font-size: {100 * scale:.0f}% }}" + web.text("corner.css")
    st.html(f"<style>{style}{web.text('on-stage.css') if manner.on_stage else ''}</style>")
    with st.container(horizontal=True, key="corner", width="content"):
        controls.languages(selection)
        if manner.on_stage:
            controls.tones(selection, say)
        controls.clear(say("shell.leave"), mode="browse")
        browser.watch(selection)


def _no_district(error: HomeError) -> NoReturn:
    say = cached.say(address.language())
    if audience() == "internal":
        st.error(plain(say(f"check.{error.rule}", **error.details)))
        for fault in error.faults:
            st.markdown(_told(fault, say))
    else:
        st.error(say("shell.no_data_public"))
    st.stop()


def _told(fault: Fault, say: Words) -> str:
    return f"- {plain(fault.file)}:{fault.row or '-'}:{plain(fault.column or '-')} {plain(say.fault(fault))}"


def _data_faults(district: District, say: Words, reads: Collection[str] | None) -> None:
    """Internally, what is wrong with the files and which tables are not as the files say; to others nothing of it."""
    needed = [one for one in district.missing if reads is None or one in reads]
    internal = audience() == "internal"
    if needed:
        st.error(
            plain(say("shell.no_data", tables=say.list([_where(one, say) for one in needed])))
            if internal
            else say("shell.no_data_public")
        )
        if internal:
            _to_the_desk(district, needed, say)
    faults = (*district.faults, *cached.scene_faults()) if internal else ()
    if faults:
        with st.expander(say("shell.faults", n=len(faults)), icon="⚠️", expanded=bool(needed)):
            if district.stale:
                st.markdown(say("shell.stale", tables=say.list(list(district.stale))))
            for fault in faults:
                st.markdown(_told(fault, say))
    if needed:
        st.stop()


def _where(missing: str, say: Words) -> str:
    """A table, a layer or the settings that a page does without, and the file it should stand in."""
    if missing in cached.tables():
        return say("shell.table_at", table=cached.titles(say.language)[missing], file=f"data/{missing}.csv")
    return f"geo/{missing}" if missing.endswith(".geojson") else f"data/{missing}"


def _to_the_desk(district: District, needed: Collection[str], say: Words) -> None:
    """The way to the data desk, where there is one and a table to fill in there."""
    tables = [one for one in needed if one in cached.tables()]
    if tables and "desk" in _menu(district):
        query = to_query(Selection(language=say.language, table=tables[0]))
        st.page_link(
            PAGES["desk"].file,
            label=say("shell.fill_at_desk", table=cached.titles(say.language)[tables[0]]),
            query_params=query,
        )
