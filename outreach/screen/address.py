"""The selection in the address bar and in the session, always the same one."""

from collections.abc import Collection, Mapping

import streamlit as st

from outreach.selection import PARAMETERS, Selection, Slip, from_query, to_query

KEY = "selection"


def read(known: Mapping[str, Collection[str]]) -> tuple[Selection, tuple[Slip, ...]]:
    """The selection the address asks for, now also the session's, and the slips in it."""
    selection, slips = from_query(st.query_params.to_dict(), known)
    st.session_state[KEY] = selection
    return selection, slips


def asked(name: str) -> str | None:
    """What the address says for one parameter; None where it says nothing."""
    return st.query_params.get(name) or None


def current() -> Selection:
    """The selection of this session."""
    return st.session_state.get(KEY, Selection())


def go(selection: Selection) -> None:
    """Make this the session's selection and say it in the address; parameters of others stay."""
    st.session_state[KEY] = selection
    wanted = to_query(selection)
    for parameter in PARAMETERS:
        if parameter in wanted:
            st.query_params[parameter] = wanted[parameter]
        elif parameter in st.query_params:
            del st.query_params[parameter]
