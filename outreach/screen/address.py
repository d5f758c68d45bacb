"""The selection in the address bar and in the session, always the same one."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from outreach.selection import PARAMETERS, Selection, Slip, from_query, tidied, to_query
from outreach.server import inside

KEY = "selection"
BASE = "server" + ".baseUrlPath"
_OURS = frozenset(PARAMETERS)
_SAID = "address-said"


@dataclass(frozen=True)
class _Said:
    """The address the browser was told last, on which page, and those it may still ask with because it has not heard.

    new: nobody has looked since whether it has heard.
    """

    address: Mapping[str, str]
    page: str
    before: tuple[Mapping[str, str], ...]
    new: bool = True


def catch_up() -> None:
    """Say the session's address again where the browser asked before it heard of it; once, at the start of a run.

    A browser may ask for two runs within a moment, a click and whatever follows it, both with the address it has then.
    What the first one changed would be gone with the second.
    """
    said: _Said | None = st.session_state.get(_SAID)
    if said is None:
        return
    asked, came = st.query_params.to_dict(), inside.came()
    went = came.by_history or came.page != said.page
    # nobody knows: then an earlier address is a visitor going back once the browser has heard of the later one
    if came.by_history is None and not said.new:
        went = True
    if asked == said.address and said.new:
        st.session_state[_SAID] = replace(said, new=False)
    elif asked in said.before and not went:
        go(current())
    else:
        del st.session_state[_SAID]


def read(known: Mapping[str, Container[str]]) -> tuple[Selection, tuple[Slip, ...]]:
    """The selection the address asks for, now also the session's, and the slips in it."""
    selection, slips = from_query(st.query_params.to_dict(), known)
    st.session_state[KEY] = selection
    return selection, slips


def base() -> str:
    """The folder that the server stands under, as `/folder`; empty where it stands under none."""
    folder = str(st.get_option(BASE) or "").strip("/")
    return f"/{folder}" if folder else ""


def language() -> str:
    """The language the address asks for."""
    return from_query(st.query_params.to_dict())[0].language


def asked(name: str) -> str | None:
    """What the address says for one parameter; None where it says nothing."""
    return tidied(st.query_params.to_dict()).get(name) or None


def current() -> Selection:
    """The selection of this session."""
    found: Selection = st.session_state.get(KEY, Selection())
    return found


def go(selection: Selection) -> None:
    """Make this the session's selection and say it in the address; parameters of others stay."""
    before = st.query_params.to_dict()
    st.session_state[KEY] = selection
    others = {
        name: st.query_params.get_all(name)
        for name in st.query_params
        if name not in PARAMETERS and not _OURS.issuperset(tidied({name: ""}))  # else said in its own name by now
    }
    wanted = to_query(selection)
    if before != {**wanted, **{name: said[-1] for name, said in others.items() if said}}:
        st.query_params.from_dict(
            {**wanted, **others}
        )  # at once: what is said bit by bit is a step of the history each
    _note(before, st.query_params.to_dict())


def _note(before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Keep what the browser was told, and what it may still ask with: whatever it was told since it last was known to have heard."""
    if before == now:
        return
    said: _Said | None = st.session_state.get(_SAID)
    earlier: tuple[Mapping[str, str], ...] = ()
    if said is not None and (before != said.address or said.new):
        earlier = (*said.before, said.address)
    st.session_state[_SAID] = _Said(now, inside.came().page, (*earlier, before))
