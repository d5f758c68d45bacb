"""A Streamlit page with nothing but a filter, as shipped."""

import streamlit as st

st.selectbox("filter", ["a", "b", "c"])
