"""The frame around every page: title, menu, language, what is wrong with the data, and the end of the page."""

import os
from collections.abc import Collection, Mapping

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

from outreach.home import HomeError
from outreach.screen import address, briefing, browser, cached, controls, entry, files, kiosk, stage
from outreach.screen.controls import NOWHERE
from outreach.screen.panels import plain
from outreach.selection import Positions, Rounds, Selection, from_query, scenarios, to_query
from outreach.views import sizes
from outreach.words import Words

PAGES = {
    "overview": "app.py",
    "bases": "pages/bases.py",
    "literacy": "pages/literacy.py",
    "gaps": "pages/gaps.py",
    "siting": "pages/siting.py",
    "town": "pages/town.py",
    "plan": "pages/plan.py",
    "briefing": "pages/briefing.py",
    "kiosk": "pages/kiosk.py",
    "sources": "pages/sources.py",
}
OPTIONAL = {"desk": "pages/desk.py"}  # a page that is there where district.toml turns it on, and only inside
AUDIENCES = ("internal", "public", "kiosk")
OPEN_TO = {"internal": frozenset(PAGES), "public": frozenset(PAGES), "kiosk": frozenset({"kiosk"})}
READING = "reading"  # the session's key for which reading of the files its page shows, where the page is to follow them
WHOLE = ("plan", "briefing", "sources", "desk")  # pages that show a province whole
REACHING = (
    "overview",
    "gaps",
    "siting",
    "town",
)  # pages with figures that a neighbouring district's bases could change
ICON = "🗺️"
_SLIDE = """
.st-key-corner { opacity: 0 }
.st-key-corner:is(:hover, :focus-within) { opacity: 1 }
[data-testid="stElementContainer"] { opacity: 1 !important }
"""  # no chrome on a slide until it is reached for, and no fading while the server catches up
_CORNER = ".st-key-corner { position: fixed; top: 0.4rem; right: 0.6rem; left: auto; width: max-content; z-index: 100; zoom: 0.6 }"


def begin(page: str, reads: Collection[str] | None = None, one_district: bool = False) -> tuple[Selection, Words]:  # noqa: C901
    """Open the frame of a page: its title, the menu and whatever must be said of the address and the data.

    reads names the tables the page cannot do without; every table when left out. Where one of them was never read
    whole, or the server's audience may not see the page, or the page is for `one_district` and a whole province is shown,
    the page ends here with a sentence; while a page is played without a screen, with PageEnded.
    """
    if under_way := stage.playing():
        if set(under_way.district.missing) if reads is None else set(under_way.district.missing) & set(reads):
            raise stage.PageEnded(page)
        here = cached.shown(None if page in WHOLE else under_way.selection.within)
        if one_district and here.kind != "district":
            raise stage.PageEnded(page)
        if here is under_way.district:
            return under_way.selection, under_way.say
        return from_query(to_query(under_way.selection), known(here, under_way.district))[0], _said(
            under_way.say, here, page
        )
    _keep_seats()
    address.catch_up()
    st.session_state.pop(READING, None)
    st.set_page_config(page_title=page, page_icon=ICON, layout="wide", initial_sidebar_state=220)
    if page not in OPEN_TO[audience()] and page not in OPTIONAL:
        _closed()
    if page == "kiosk":
        kiosk.frame(cached.say(address.language()), locked=audience() == "kiosk")
    try:
        district = cached.shown(None if page in WHOLE else address.asked("within"))
    except HomeError as error:
        _no_district(error)
    if page in OPTIONAL and page not in _pages(district):
        st.switch_page(PAGES["kiosk" if audience() == "kiosk" else "overview"])
    selection, slips = address.read(known(district, cached.district()))
    if page in OPTIONAL:
        selection = selection.with_(mode="browse")
    say = _said(cached.say(selection.language), district, page)
    st.set_page_config(page_title=say("shell.window", page=say(f"page.{page}"), name=say("shell.name")))
    if page == "kiosk":
        _screen(district, reads)
        return selection, say
    if selection.notes and page == "briefing":
        browser.watch(selection)
    elif selection.mode == "browse":
        _side(selection, say, page)
    else:
        _bare(selection, say)
    if selection.mode != "kiosk":
        st.session_state[READING] = cached.version()
    for slip in slips:
        st.info(say("shell.slip", name=plain(slip.name), value=plain(slip.value)), icon="ℹ️")
    _data_faults(district, say, reads)
    if district.home.demonstration:
        st.warning(say("credits.demonstration"))
    _scope(district, selection, say, page)
    if one_district and district.kind != "district":
        st.info(say("province.choose_first"))
        st.stop()
    if selection.mode == "present" and page != "briefing":
        briefing.present(page, selection, say)
        st.stop()
    return selection, say


def _keep_seats() -> None:
    """Leave in the browser what the page before has in the same place under the same key.

    Streamlit clears whatever belongs to another page, the canvas of the map and its compiled shaders too, and those take
    longer than all the rest; only what belongs to the entry script stays. So all pages say they are the entry script.
    """
    if context := get_script_run_ctx():
        ThreadState.update(active_script_hash=context.pages_manager.main_script_hash)


def _said(say: Words, shown, page: str) -> Words:
    """The words as they are said of what is shown; of the tables and the scenes they are said as the files have it."""
    return say if page in ("sources", "briefing", "desk") else cached.said_of(say, shown)


def _scope(district, selection: Selection, say: Words, page: str) -> None:
    """Which district of a province is shown, and the way into it and out of it; nothing for a district that stands alone."""
    own = cached.parts()
    if own.empty or selection.mode != "browse" or page in (*WHOLE, "kiosk"):
        return
    whole = cached.district().home.name[say.language]
    names = own[f"name_{say.language}"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="scope"):
        controls.within(selection, say("province.scope"), say("province.whole", name=whole, n=len(own)), dict(names))
        if district.kind == "district":
            controls.clear(
                selection, say("province.back", name=whole), within=None, **{**NOWHERE, "area": selection.within}
            )
        elif selection.area in names.index:
            controls.clear(
                selection, say("province.open", name=names[selection.area]), **{**NOWHERE, "within": selection.area}
            )
    if district.kind == "district" and page in REACHING:
        st.caption(plain(say("province.part_note", name=district.home.name[say.language], province=whole)))


def _pages(district) -> Mapping[str, str]:
    """The pages in the menu of this district, with their files."""
    on = {"desk": entry.switched_on(audience(), district.home.desk)}
    return {name: path for name, path in PAGES.items() if name in OPEN_TO[audience()]} | {
        name: path for name, path in OPTIONAL.items() if on[name]
    }


def _closed() -> None:
    """A page this server does not open: on the museum's screen every address leads to what it shows, elsewhere a sentence."""
    if audience() == "kiosk":
        st.switch_page(PAGES["kiosk"])
    st.info(cached.say(address.language())("shell.closed"))
    st.stop()


def _screen(district, reads: Collection[str] | None) -> None:
    """The museum's screen has no menu and tells nobody of files and addresses; without its tables it asks for patience."""
    if set(district.missing) if reads is None else set(district.missing) & set(reads):
        st.stop()


def audience() -> str:
    """Who this server is for: internal, public or kiosk, as OUTREACH_AUDIENCE says; anything else is public."""
    named = os.environ.get("OUTREACH_AUDIENCE", "internal")
    return named if named in AUDIENCES else "public"


def known(district, whole=None) -> Mapping[str, Collection[str]]:
    """The ids each field of the selection may hold in this district, the days of its snapshots among them; of a province
    `whole` in what is shown of it, see `cached.shown`."""
    named = cached.once(_known, district)
    within = (cached.once(_known, whole) if whole else named).get("within", frozenset())
    return {**named, "since": cached.snapshots(district), "within": within}


def _known(district) -> Mapping[str, Collection[str]]:
    """The ids each field of the selection may hold; those of a table nobody could read are not judged."""
    known: dict[str, Collection[str]] = {
        "table": cached.tables(),
        "groups": cached.closed("categories", "group"),
        "audiences": cached.closed("bases", "audiences"),
        "statuses": cached.closed("bases", "status"),
        "people": cached.closed("measures", "people"),
        "part": cached.closed("measures", "part"),
        "quiz": Rounds(),
    }
    known |= district.ids()
    if "areas" not in district.missing:
        known["factor"] = cached.factors(district.areas)
        known["kept"] = scenarios(known["factor"])
    if "district.geojson" not in district.missing:
        known["site"] = known["here"] = Positions(*map(float, district.geometry["district"].total_bounds))
    return known


def _side(selection: Selection, say: Words, page: str) -> None:
    with st.sidebar:
        st.markdown(f"### {say('shell.name')}")
        for name, path in _pages(cached.district()).items():
            st.page_link(path, label=say(f"page.{name}"), query_params=to_query(selection))
        controls.languages(selection)
        if page not in OPTIONAL:
            controls.clear(selection, say("shell.present"), mode="present")
            if audience() == "internal" and page != "briefing":
                briefing.add(selection, say, page)
            files.menu(page, selection, say, notes=audience() == "internal")
        controls.drawing(selection, say)
        browser.watch(selection)


def _bare(selection: Selection, say: Words) -> None:
    scale = sizes.OF_MODE[selection.mode].text / sizes.BROWSE.text
    st.html(
        f"<style>html {{ font-size: {100 * scale:.0f}% }} {_CORNER} {_SLIDE if selection.mode == 'present' else ''}</style>"
    )
    with st.container(horizontal=True, key="corner", width="content"):
        controls.languages(selection)
        if selection.mode == "present":
            controls.tones(selection, say)
        controls.clear(selection, say("shell.leave"), mode="browse")
        browser.watch(selection)


def _no_district(error: HomeError) -> None:
    say = cached.say(address.language())
    if audience() == "internal":
        st.error(plain(say(f"check.{error.rule}", **error.details)))
        for fault in error.faults:
            st.markdown(_told(fault, say))
    else:
        st.error(say("shell.no_data_public"))
    st.stop()


def _told(fault, say: Words) -> str:
    return f"- {plain(fault.file)}:{fault.row or '-'}:{plain(fault.column or '-')} {plain(say.fault(fault))}"


def _data_faults(district, say: Words, reads: Collection[str] | None) -> None:
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


def _to_the_desk(district, needed: Collection[str], say: Words) -> None:
    """The way to the data desk, where there is one and a table to fill in there."""
    tables = [one for one in needed if one in cached.tables()]
    if tables and "desk" in _pages(district):
        query = to_query(Selection(language=say.language, table=tables[0]))
        st.page_link(
            OPTIONAL["desk"],
            label=say("shell.fill_at_desk", table=cached.titles(say.language)[tables[0]]),
            query_params=query,
        )
