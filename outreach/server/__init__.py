"""The dashboard's server: what it answers, to whom and how much at once, and every touch of Streamlit's insides."""
