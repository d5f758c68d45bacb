"""Whose record of bases is not confirmed, and whom to ask for it first."""

import pandas as pd

from outreach.district import District
from outreach.views.areas import town_names
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Column, Exhibit, formatted
from outreach.words import Words


def worklist(say: Words, district: District, asked: pd.DataFrame) -> Exhibit | None:
    """The towns to ask, the first one first, each with the levels to ask for; None where everything is confirmed.

    asked is the measure of that name, indexed by area_code.
    """
    if asked.empty:
        return None
    names = town_names(say, district.areas)
    levels = district.levels.set_index("level")[f"name_{say.language}"]
    rows = asked.reset_index()
    rows["place"] = range(1, len(rows) + 1)
    rows["town_name"] = rows["area_code"].map(names)
    rows["tier_names"] = [say.list([levels[one] for one in tiers]) for tiers in rows["tiers"]]
    return Exhibit(
        name="register_worklist",
        title=say("register.worklist_title"),
        sentence=say(
            "register.worklist_sentence",
            town=rows.at[0, "town_name"],
            share=formatted(rows.at[0, "people_share"], "whole_percent"),
            width=formatted(rows.at[0, "width"], "index"),
        ),
        rows=rows,
        columns=(
            Column("place", say("column.place_in_order"), "integer"),
            Column("town_name", say("column.town_name")),
            Column("tier_names", say("column.tiers_to_ask")),
            Column("recorded", say("column.recorded"), "integer"),
            Column("people_share", say("column.people_share"), "percent"),
            Column("width", say("column.unconfirmed"), "index"),
        ),
        credits=credits_of_reach(say, district, district.standards["source_id"]),
    )
