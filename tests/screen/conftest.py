"""Every test starts with nothing remembered."""

import pytest
import streamlit as st


@pytest.fixture(autouse=True)
def forgetful():
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()
