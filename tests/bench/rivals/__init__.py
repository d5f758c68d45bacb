"""The rivals: the same pages in Dash, the same as static files, and an empty Streamlit page."""
