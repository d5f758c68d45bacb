"""What is clicked or typed in what we write ourselves, a table's head or a legend's entry, and what comes of it.

One listener serves a page: whatever carries `data-act` and `data-value` tells it when it is clicked, and a field with
`data-sift` when its text has changed.
"""

import streamlit as st

from outreach import web
from outreach.contents import PAGES
from outreach.screen import address, browser
from outreach.selection import LAYERS, UNFILTERED, Selection, to_query

KEY, THERE = "acts", "acts-there"
_component = st.components.v2.component(
    "outreach_acts",
    js=web.text("acts.js"),
    css="".join(web.text(f"{name}.css") for name in ("acts", "phone")),
    isolate_styles=False,
)
LEADS = {"town": "area", "bases": "base", "gaps": "area", "plan": "unit"}
"""The pages that what is written may lead to, each with what is chosen there."""


def listen(selection: Selection, page: str) -> None:
    """Hear what is clicked on this page; a click that leads to another page goes there."""
    sifted = dict(one.partition(".")[::2] for one in selection.sift)
    chosen = " ".join(one for one in (selection.area, selection.base, selection.site) if one)
    data = {"sift": sifted, "page": page, "chosen": chosen}
    _component(key=KEY, data=data, on_act_change=lambda: _heard(page), height=0)
    there = st.session_state.pop(THERE, None)
    if there is not None:
        st.switch_page(PAGES[there].file, query_params=to_query(address.current()))


def _heard(page: str) -> None:
    told = browser.said(KEY, "act")
    if not (isinstance(told, dict) and isinstance(told.get("act"), str) and isinstance(told.get("value"), str)):
        return
    changed = done(address.current(), told["act"], told["value"])
    if changed is None:
        return
    there, selection = changed
    address.go(selection)
    if there not in ("", page):
        st.session_state[THERE] = there


def done(selection: Selection, act: str, value: str) -> tuple[str, Selection] | None:
    """The page that an act leads to, empty for the one it is done on, and the selection after it; None for what is no act."""
    name, _, what = value.partition(".")
    if act in ("sort", "sift", "lit"):
        return "", selection.saying(act, name, what.replace(",", " ").strip()[:40])
    if act == "off" and value in LAYERS:
        return "", selection.with_(off=set(selection.off) ^ {value})
    if act == "go" and name in LEADS and what:
        return name, selection.with_(**UNFILTERED.get(name, {}), **{LEADS[name]: what})
    return None
