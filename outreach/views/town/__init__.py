"""One town on one page: its figures beside the district and the other towns, what is near it, and what the plan asks of it."""

from outreach.views.town.asked import articles, duties
from outreach.views.town.beside import beside as beside_other
from outreach.views.town.beside import compare, in_words, similar
from outreach.views.town.head import asked_for, chosen, default_other, foot, lede, options, second, title, to_plan
from outreach.views.town.record import ON_PAPER, Recorded, levels, listed, people
from outreach.views.town.said import Pair, Standing
from outreach.views.town.spine import SIDES, gap, literacy, standing

__all__ = [
    "ON_PAPER",
    "SIDES",
    "Pair",
    "Recorded",
    "Standing",
    "articles",
    "asked_for",
    "beside_other",
    "chosen",
    "compare",
    "default_other",
    "duties",
    "foot",
    "gap",
    "in_words",
    "lede",
    "levels",
    "listed",
    "literacy",
    "options",
    "people",
    "second",
    "similar",
    "standing",
    "title",
    "to_plan",
]
