"""Which tiers of outreach each town has, and which it lacks or has no record of."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.views import charts, palette
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.views.frames import tuples
from outreach.words import Words

STATES = ("met", "missing", "unconfirmed")


def matrix(say: Words, district: District, tiers: pd.DataFrame) -> Exhibit | None:
    """Towns against tiers: met, missing, or short in a record nobody confirmed; in every cell what is recorded of what is required.

    tiers is the measure of that name, indexed by (area_code, tier). None where no standard says what a town should have.
    """
    if tiers.empty:
        return None
    rows = _rows(say, district, tiers)
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
        vector=charts.spec(_picture(say, district, rows).properties(height=charts.STEP), sentence),
    )


def _rows(say: Words, district: District, tiers: pd.DataFrame) -> pd.DataFrame:
    """A row a town and tier, with its state and what stands in its cell."""
    rows = tiers.reset_index()
    rows["town_name"] = rows["area_code"].map(town_names(say, district.areas))
    rows["tier_name"] = rows["tier"].map(_tier_names(say, district))
    rows["state"] = ["met" if row.met >= 1 else "missing" if row.confirmed else "unconfirmed" for row in tuples(rows)]
    rows["state_name"] = [say(f"tiers.{one}") for one in rows["state"]]
    rows["label"] = [
        say(
            "tiers.cell" if row.confirmed or row.met >= 1 else "tiers.cell_open",
            recorded=row.recorded,
            required=f"{row.required:g}",
        )
        for row in tuples(rows)
    ]
    return rows


def _tier_names(say: Words, district: District) -> pd.Series:
    """The levels' names by their ids, the highest first."""
    return district.levels.sort_values("rank").set_index("level")[f"name_{say.language}"]


def _picture(say: Words, district: District, rows: pd.DataFrame) -> alt.TopLevelMixin:
    """A cell a town and tier, filled by its state, with what is recorded of what is required."""
    order = [name for name in _tier_names(say, district) if name in set(rows["tier_name"])]
    domain = [say(f"tiers.{one}") for one in STATES]
    axis = alt.Axis(title=None, orient="top", labelAngle=0, ticks=False, domain=False)
    base = alt.Chart(charts.values(rows[["town_name", "tier_name", "state_name", "state", "label"]])).encode(
        y=alt.Y("town_name:N", sort=list(town_names(say, district.areas)), axis=charts.names_axis()),
        x=alt.X("tier_name:N", sort=order, axis=axis),
    )
    fills = alt.Scale(domain=domain, range=[palette.TIER[one] for one in STATES])
    legend = charts.legend(domain, symbolType="square")
    return alt.layer(
        base.mark_rect(stroke=palette.PAPER, strokeWidth=2).encode(
            color=alt.Color("state_name:N", scale=fills, sort=domain, legend=legend)
        ),
        base.mark_text().encode(
            text="label:N",
            color=alt.condition("datum.state === 'met'", alt.value(palette.PAPER), alt.value(palette.INK)),
        ),
    )
