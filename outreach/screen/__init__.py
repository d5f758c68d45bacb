"""The package's only Streamlit: frame, address, caches, controls and panels."""
