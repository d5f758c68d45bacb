"""How science-literate each town is, how sure that is, and where the district stands on its path."""

from outreach.views.literacy import intervals, method, on_map, rows, series

__all__ = ["intervals", "method", "on_map", "rows", "series"]
