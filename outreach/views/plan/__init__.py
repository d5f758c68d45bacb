"""The plan on one page: its targets, who answers for what, what is owed and by whom, and the plan before or after it."""

from outreach.views.plan.compared import choices, compared
from outreach.views.plan.duties import answer, asked_first, listed, nothing, options, sheet, to_gaps, to_plan
from outreach.views.plan.grid import matrix
from outreach.views.plan.reports import calendar, reports
from outreach.views.plan.said import STATUSES, amount, day, unit_names
from outreach.views.plan.targets import lede, targets, traces

__all__ = [
    "STATUSES",
    "amount",
    "answer",
    "asked_first",
    "calendar",
    "choices",
    "compared",
    "day",
    "lede",
    "listed",
    "matrix",
    "nothing",
    "options",
    "reports",
    "sheet",
    "targets",
    "to_gaps",
    "to_plan",
    "traces",
    "unit_names",
]
