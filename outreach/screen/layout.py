"""How exhibits share the page."""

from collections.abc import Sequence
from datetime import date

import streamlit as st


def beside(*widths: float) -> Sequence:
    """Columns of these relative widths, to be used with `with`; they stand under one another on a narrow screen."""
    return st.columns(list(widths), gap="medium")


def framed():
    """A bordered box, to be used with `with`."""
    return st.container(border=True)


def folded(title: str, text: str) -> None:
    """A longer explanation that opens when it is wanted."""
    with st.expander(title):
        st.markdown(text)


def today() -> date:
    """The day the page is looked at."""
    return date.today()
