"""What the plan asks of the towns."""

import pandas as pd

from outreach.district import District
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Credits, Exhibit
from outreach.words import Words


def _own(district: District) -> pd.DataFrame:
    """The measures in which the plan names the towns, in its order."""
    together = set(district.units.loc[district.units["kind"] == "towns", "unit_id"])
    return district.measures[
        district.measures["measure_id"].isin(
            district.duties.loc[district.duties["unit_id"].isin(together), "measure_id"]
        )
    ]


def _plan_credits(say: Words, district: District, own: pd.DataFrame) -> Credits:
    return credits(
        say, district.home, district.sources, [district.home.plan.source_id, *own["source_id"]], ["official"]
    )


def articles(say: Words, district: District, area: str) -> Exhibit | None:
    """What the plan asks of the towns together, an article a row; None where it names no towns."""
    own = _own(district)
    if own.empty:
        return None
    rows = own.groupby("article_id", sort=False).agg(
        article_name=(f"article_{say.language}", "first"),
        n=("measure_id", "size"),
        measure_names=(f"title_{say.language}", lambda found: say("format.semicolon").join(found)),
    )
    return Exhibit(
        name="town_plan",
        title=say("town.plan_title", n=len(own)),
        sentence=say(
            "town.plan_sentence", town=town_names(say, district.areas)[area], n=len(own), all=len(district.measures)
        ),
        rows=rows.reset_index(),
        columns=(
            Column("article_name", say("column.article")),
            Column("n", say("town.count"), "integer"),
            Column("measure_names", say("town.measure_names")),
        ),
        credits=_plan_credits(say, district, own),
    )


def duties(say: Words, district: District) -> Exhibit | None:
    """The measures in which the plan names the towns, one a row, with the unit it names first; None where it names no towns."""
    own = _own(district)
    if own.empty:
        return None
    first = district.duties[district.duties["position"] == 1].set_index("measure_id")["unit_id"]
    units = district.units.set_index("unit_id")[f"name_{say.language}"]
    rows = pd.DataFrame(
        {
            "measure_id": own["measure_id"],
            "number": own["section" if say.language == "zh" else "measure_id"],
            "article_name": own[f"article_{say.language}"],
            "measure_name": own[f"title_{say.language}"],
            "first": own["measure_id"].map(first).map(units),
        }
    ).reset_index(drop=True)
    return Exhibit(
        name="town_duties",
        title=say("town.duties_title"),
        sentence=say("town.duties_sentence"),
        rows=rows,
        columns=(
            Column("number", say("town.number")),
            Column("article_name", say("column.article")),
            Column("measure_name", say("column.measure")),
            Column("first", say("plan.role.first")),
        ),
        credits=_plan_credits(say, district, own),
    )
