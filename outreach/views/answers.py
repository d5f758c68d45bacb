"""What a click on a map comes to, in a few words that have room over it."""

import pandas as pd

from outreach.district import District
from outreach.figures.values import Estimates
from outreach.views import bases, hours
from outreach.views.areas import town_names
from outreach.views.exhibit import Chosen
from outreach.views.frames import record
from outreach.views.literacy.rows import estimated
from outreach.words import Words


def base(say: Words, district: District, base_id: str | None, today: hours.Day | None) -> Chosen | None:
    """The base that was clicked: its kind, level and town, and whether it is open; None where none was."""
    if base_id is None:
        return None
    row = record(bases.named(say, district.bases[district.bases["base_id"] == base_id], district), base_id)
    facts = [row["category_name"], row["level_name"], row["town_name"], hours.said(say, today) if today else ""]
    return str(row["base_name"]), say("map.in_short").join(one for one in facts if one), []


def bases_of(say: Words, district: District, chosen: pd.DataFrame, area: str | None) -> Chosen | None:
    """How many of the chosen bases are on record in the town that was clicked; None where none was."""
    if area is None:
        return None
    n = int((chosen["area_code"] == area).sum())
    return town_names(say, district.areas)[area], say("bases.recorded", n=n), []


def literacy(
    say: Words, district: District, estimates: Estimates, ranks: pd.DataFrame, area: str | None
) -> Chosen | None:
    """The share of the town that was clicked, how sure it is; None where none was."""
    names = town_names(say, district.areas)
    if area is None or area not in names.index:
        return None
    row = record(estimated(say, names, estimates, ranks), area)
    return names[area], row["grade"], [(say("literacy.map_legend"), row["interval"], "")]
