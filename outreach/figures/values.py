"""What figures give besides frames, for whoever names it in a type."""

from outreach.figures.literacy import Known
from outreach.figures.plan import Compared
from outreach.measures.access import Supply
from outreach.measures.equity import Equity
from outreach.measures.fieldwork import Field, Plan
from outreach.measures.firmness import Firmness
from outreach.measures.literacy.answers import Own
from outreach.measures.literacy.estimates import Estimates
from outreach.measures.literacy.stated import Official
from outreach.measures.literacy.trend import Trend
from outreach.measures.scenarios import Case, Outcome, Scenario, Trial
from outreach.measures.standing import Apart

__all__ = [
    "Apart",
    "Case",
    "Compared",
    "Equity",
    "Estimates",
    "Field",
    "Firmness",
    "Known",
    "Official",
    "Outcome",
    "Own",
    "Plan",
    "Scenario",
    "Supply",
    "Trend",
    "Trial",
]
