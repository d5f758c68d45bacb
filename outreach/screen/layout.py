"""How exhibits share the page."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from outreach.screen import address


def beside(*widths: float) -> Sequence:
    """Columns of these relative widths, to be used with `with`; a touch screen has them under one another."""
    if address.current().mode == "kiosk":
        return [st.container() for _ in widths]
    return st.columns(list(widths), gap="medium")


def folding(title: str):
    """A box that opens when it is wanted, to be used with `with`."""
    return st.expander(title)


def folded(title: str, text: str) -> None:
    """A longer explanation that opens when it is wanted."""
    with st.expander(title):
        st.markdown(text)


def today() -> date:
    """The day the page is looked at."""
    return date.today()
