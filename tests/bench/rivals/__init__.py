"""The rivals: an empty Streamlit page, the same map and chart in Dash, and a static page with the same map."""
