"""The curated files as validated frames: one module and one pandera model a table."""

from outreach.district import District
from outreach.faults import Fault
from outreach.tables.areas import Areas
from outreach.tables.bases import Bases
from outreach.tables.categories import Categories
from outreach.tables.codes import Codes
from outreach.tables.columns import Table, describe
from outreach.tables.crossings import Crossings
from outreach.tables.duties import Duties
from outreach.tables.groups import Groups
from outreach.tables.levels import Levels
from outreach.tables.literacy import Literacy
from outreach.tables.measures import Measures
from outreach.tables.places import Places
from outreach.tables.plans import Plans
from outreach.tables.progress import Progress
from outreach.tables.questions import Questions
from outreach.tables.register import Register
from outreach.tables.returns import Returns
from outreach.tables.rounds import Rounds
from outreach.tables.sources import Sources
from outreach.tables.standards import Standards
from outreach.tables.survey import Survey
from outreach.tables.targets import Targets
from outreach.tables.units import Units

MODELS: dict[str, type[Table]] = {
    "areas": Areas,
    "codes": Codes,
    "places": Places,
    "bases": Bases,
    "crossings": Crossings,
    "levels": Levels,
    "categories": Categories,
    "standards": Standards,
    "register": Register,
    "literacy": Literacy,
    "survey": Survey,
    "groups": Groups,
    "plans": Plans,
    "targets": Targets,
    "progress": Progress,
    "measures": Measures,
    "units": Units,
    "duties": Duties,
    "questions": Questions,
    "sources": Sources,
}

INSIDE: dict[str, type[Table]] = {"rounds": Rounds, "returns": Returns}
"""The tables of the desk alone: no part of the district, so that no page and no file for others has them."""
EVERY: dict[str, type[Table]] = MODELS | INSIDE


def labels(table: str, column: str, language: str) -> dict[str, str]:
    """What the values of a closed list are called in `zh` or `en`; empty for a column that is no closed list."""
    values = describe(EVERY[table])[column]["values"] or {}
    return {value: dict(zip(("zh", "en"), names))[language] for value, names in values.items()}


from outreach.tables.district import read_district  # noqa: E402  (needs MODELS)

__all__ = ["EVERY", "INSIDE", "MODELS", "District", "Fault", "labels", "read_district"]
