"""The box that finds a town, a base, a task or a unit from every page, while it is typed."""

import streamlit as st

from outreach import finding, web
from outreach.contents import PAGES
from outreach.screen import cached
from outreach.screen.markdown import plain
from outreach.selection import Selection, to_query
from outreach.words import Words

MOST = 8  # results: who sees more types another letter
SIDE, TOP = "find", "find-top"
_component = st.components.v2.component(
    "outreach_find",
    html='<input type="search" class="outreach-find" maxlength="60" autocomplete="off">',
    js=web.text("search.js"),
    css=web.text("search.css"),
    isolate_styles=False,
)


def on_top(selection: Selection, say: Words) -> None:
    """The same box at the head of the page, for a phone, whose menu is shut."""
    with st.container(key=f"{TOP}-seat", gap=None):
        box(selection, say, TOP)


@st.fragment
def box(selection: Selection, say: Words, seat: str = SIDE) -> None:
    """A field for a name, its pinyin or its initials, and the ways to what it may mean; "/" leads to the field (browser.py)."""
    asked = str(st.session_state.get(seat, {}).get("asked") or "")[:60]
    data = {"seat": seat, "asked": asked, "label": say("find.label"), "hint": say("find.hint")}
    _component(key=seat, data=data, on_asked_change=_heard)
    if not asked.strip():
        return
    found = finding.found(cached.once(finding.things, cached.district()), asked, MOST)
    if not found:
        st.caption(plain(say("find.nothing", text=asked.strip()[:40])))
        return
    with st.container(key=f"{seat}-found", gap=None):
        for one in found:
            label = say("find.result", kind=say(f"find.{one.kind}"), name=one.names[say.language])
            there = to_query(selection.with_(**one.chosen))
            st.page_link(PAGES[one.page].file, label=plain(label), query_params=there)


def _heard() -> None:
    """What was typed is in the session already; the run that follows is all that is wanted."""
