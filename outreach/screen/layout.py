"""How exhibits share the page."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

import streamlit as st

from outreach import web
from outreach.screen import address, manners


def beside(*widths: float) -> Sequence[AbstractContextManager[object]]:
    """Columns of these relative widths, to be used with `with`; a touch screen has them under one another."""
    if not manners.of(address.current()).beside:
        return [st.container() for _ in widths]
    return st.columns(list(widths), gap="medium")


def folding(title: str) -> AbstractContextManager[object]:
    """A box that opens when it is wanted, to be used with `with`."""
    return st.expander(title)


def slot() -> AbstractContextManager[object]:
    """A place on the page that is filled later in the run; to be used with `with`."""
    return st.container()


def waiting(text: str) -> AbstractContextManager[None]:
    """While what is inside takes its time, this is said; to be used with `with`."""
    return st.spinner(text)


def printed() -> AbstractContextManager[object]:
    """The part of the page that is printed, on one A4 sheet, whatever stands around it; to be used with `with`."""
    st.html(f"<style>{web.coloured('printed.css')}</style>")
    return st.container(key="printed")


def sides() -> Sequence[AbstractContextManager[object]]:
    """The two halves of a printed sheet, side by side on paper too; a touch screen has them under one another."""
    if not manners.of(address.current()).beside:
        return [st.container() for _ in range(2)]
    with st.container(key="sides"):
        return [st.container(key=f"side-{one}") for one in ("left", "right")]


def screen() -> AbstractContextManager[object]:
    """What a printed sheet has no room for; to be used with `with`, inside it."""
    return st.container(key="screen")


def paper() -> AbstractContextManager[object]:
    """What stands on paper alone; to be used with `with`, inside a printed sheet."""
    return st.container(key="paper")
