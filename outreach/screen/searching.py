"""The box that finds a town, a base, a task or a unit from every page."""

import streamlit as st

from outreach import finding
from outreach.contents import PAGES
from outreach.screen import cached
from outreach.screen.panels import plain
from outreach.selection import Selection, to_query
from outreach.words import Words

_WRAP = "<style>.st-key-finding a * { white-space: normal !important }</style>"
MOST = 8  # results: who sees more types another letter


@st.fragment
def box(selection: Selection, say: Words) -> None:
    """A field for a name, its pinyin or its initials, and the ways to what it may mean; "/" leads to the field (browser.py)."""
    asked = st.text_input(say("find.label"), key="find", placeholder=say("find.hint"), label_visibility="collapsed")
    if not asked.strip():
        return
    found = finding.found(cached.once(finding.things, cached.district()), asked, MOST)
    if not found:
        st.caption(plain(say("find.nothing", text=asked.strip()[:40])))
        return
    with st.container(key="finding", gap=None):
        st.html(_WRAP)
        for one in found:
            label = say("find.result", kind=say(f"find.{one.kind}"), name=one.names[say.language])
            there = to_query(selection.with_(**one.chosen))
            st.page_link(PAGES[one.page].file, label=plain(label), query_params=there)
