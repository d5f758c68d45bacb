"""Which tiers of outreach each town has, and which it lacks or has no record of."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.views import charts, palette
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.words import Words

STATES = ("met", "missing", "unconfirmed")


def matrix(say: Words, district: District, tiers: pd.DataFrame) -> Exhibit | None:
    """Towns against tiers: met, missing, or short in a record nobody confirmed; in every cell what is recorded of what is required.

    tiers is the measure of that name, indexed by (area_code, tier). None where no standard says what a town should have.
    """
    if tiers.empty:
        return None
    names = town_names(say, district.areas)
    levels = district.levels.sort_values("rank").set_index("level")[f"name_{say.language}"]
    rows = tiers.reset_index()
    rows["town_name"] = rows["area_code"].map(names)
    rows["tier_name"] = rows["tier"].map(levels)
    rows["state"] = [
        "met" if row.met >= 1 else "missing" if row.confirmed else "unconfirmed" for row in rows.itertuples()
    ]
    rows["state_name"] = [say(f"tiers.{one}") for one in rows["state"]]
    rows["label"] = [
        say(
            "tiers.cell" if row.confirmed or row.met >= 1 else "tiers.cell_open",
            recorded=row.recorded,
            required=f"{row.required:g}",
        )
        for row in rows.itertuples()
    ]
    order = [name for name in levels if name in set(rows["tier_name"])]
    domain = [say(f"tiers.{one}") for one in STATES]
    base = alt.Chart(charts.values(rows[["town_name", "tier_name", "state_name", "state", "label"]])).encode(
        y=alt.Y("town_name:N", sort=list(names), axis=charts.names_axis()),
        x=alt.X(
            "tier_name:N", sort=order, axis=alt.Axis(title=None, orient="top", labelAngle=0, ticks=False, domain=False)
        ),
    )
    fills = alt.Scale(domain=domain, range=[palette.TIER[one] for one in STATES])
    chart = alt.layer(
        base.mark_rect(stroke=palette.PAPER, strokeWidth=2).encode(
            color=alt.Color(
                "state_name:N",
                scale=fills,
                sort=domain,
                legend=charts.legend(domain, symbolType="square"),
            )
        ),
        base.mark_text().encode(
            text="label:N",
            color=alt.condition("datum.state === 'met'", alt.value(palette.PAPER), alt.value(palette.INK)),
        ),
    )
    short, open_ = rows[rows["state"] == "missing"], rows[rows["state"] == "unconfirmed"]
    sentence = say("tiers.sentence", n=short["area_code"].nunique()) if len(short) else ""
    sentence += say("tiers.sentence_open", n=len(open_), all=len(rows)) if len(open_) else ""
    sentence = sentence or say("tiers.sentence_none")
    return Exhibit(
        name="tiers",
        title=say("tiers.title"),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("town_name", say("column.town_name")),
            Column("tier_name", say("column.tier_name")),
            Column("recorded", say("column.recorded"), "integer"),
            Column("required", say("column.required_count"), "integer"),
            Column("most", say("column.bases_high"), "integer", on_page=False),
            Column("state_name", say("column.status")),
        ),
        credits=credits(
            say,
            district.home,
            district.sources,
            [*district.bases["source_id"], *district.standards["source_id"]],
            [*district.bases["basis"], *district.standards["basis"]],
        ),
        vector=charts.spec(chart.properties(height=charts.STEP), sentence),
    )
