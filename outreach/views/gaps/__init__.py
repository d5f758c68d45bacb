"""Where the facilities fall short, in what, and how firm the order of the towns is."""

from outreach.views.gaps.index import (
    columns,
    components,
    goalposts,
    lede,
    ranked,
    register,
    summary,
    town,
    town_map,
    unconfirmed,
)
from outreach.views.gaps.reached import coverage, coverage_by_level
from outreach.views.gaps.reasons import held, most, possible, reasoned, varied

__all__ = [
    "columns",
    "components",
    "coverage",
    "coverage_by_level",
    "goalposts",
    "held",
    "lede",
    "most",
    "possible",
    "ranked",
    "reasoned",
    "register",
    "summary",
    "town",
    "town_map",
    "unconfirmed",
    "varied",
]
