"""How exhibits share the page."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st

from outreach.screen import address, manners


def beside(*widths: float) -> Sequence[AbstractContextManager[Any]]:
    """Columns of these relative widths, to be used with `with`; a touch screen has them under one another."""
    if not manners.of(address.current()).beside:
        return [st.container() for _ in widths]
    return st.columns(list(widths), gap="medium")


def folding(title: str) -> AbstractContextManager[Any]:
    """A box that opens when it is wanted, to be used with `with`."""
    return st.expander(title)


def slot() -> Any:
    """A place on the page that is filled later in the run; to be used with `with`."""
    return st.container()


def waiting(text: str) -> AbstractContextManager[None]:
    """While what is inside takes its time, this is said; to be used with `with`."""
    return st.spinner(text)


_PRINTED = """
.st-key-sides { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; align-items: start }
.st-key-paper { display: none }
@media (max-width: 960px) { .st-key-sides { grid-template-columns: 1fr } }
@media print {
  @page { size: A4 portrait; margin: 8mm }
  html { font-size: 16px !important }
  body * { visibility: hidden }
  .st-key-printed, .st-key-printed * { visibility: visible }
  .st-key-printed { position: fixed; inset: 0; width: 100%; background: #ffffff; zoom: 0.6; gap: 0.6rem }
  html:lang(zh) .st-key-printed { zoom: 0.66 }
  .st-key-sides { grid-template-columns: 1fr 1fr }
  .st-key-paper { display: block }
  .st-key-printed [class*="st-key-files-"], .st-key-printed [class*="st-key-credits-"], .st-key-screen, .st-key-card { display: none }
  .st-key-printed canvas, .st-key-printed svg { max-width: 100%; height: auto !important }
  .st-key-printed :is(td, th) { padding: 0.05rem 0.4rem !important }
  .st-key-printed tbody tr:nth-child(n + 13) { display: none }
}
"""


def printed() -> AbstractContextManager[Any]:
    """The part of the page that is printed, on one A4 sheet, whatever stands around it; to be used with `with`."""
    st.html(f"<style>{_PRINTED}</style>")
    return st.container(key="printed")


def sides() -> Sequence[AbstractContextManager[Any]]:
    """The two halves of a printed sheet, side by side on paper too; a touch screen has them under one another."""
    if not manners.of(address.current()).beside:
        return [st.container() for _ in range(2)]
    with st.container(key="sides"):
        return [st.container(key=f"side-{one}") for one in ("left", "right")]


def screen() -> AbstractContextManager[Any]:
    """What a printed sheet has no room for; to be used with `with`, inside it."""
    return st.container(key="screen")


def paper() -> AbstractContextManager[Any]:
    """What stands on paper alone; to be used with `with`, inside a printed sheet."""
    return st.container(key="paper")
