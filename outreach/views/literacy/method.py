"""What kind of figures the page shows, and what they stand on."""

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Estimates, Official, Own
from outreach.home import Home
from outreach.views import charts, palette
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, formatted
from outreach.words import Words


def groups(say: Words, home: Home, district: District, estimates: Estimates) -> Exhibit:
    """The national rates of the newest survey by residence, sex, age and education: what the model stands on."""
    rows = district.groups.copy()
    rows = rows[rows["year"] == rows["year"].max()]
    rows["group_name"] = rows[f"name_{say.language}"]
    rows["dimension_name"] = [say(f"value.groups.dimension.{one}") for one in rows["dimension"]]
    rows["basis_name"] = [say(f"value.groups.basis.{one}") for one in rows["basis"]]
    rows["written"] = [formatted(share, "percent") for share in rows["share"]]
    year = int(rows["year"].iloc[0])
    dimensions = list(dict.fromkeys(rows["dimension_name"]))
    colours = alt.Scale(domain=dimensions, range=list(palette.GROUPS[: len(dimensions)]))
    end = alt.ExprRef(charts.room_behind(float(rows["share"].max()), rows["written"])["expr"])
    base = alt.Chart(charts.values(rows[["group_name", "dimension_name", "share", "written"]])).encode(
        y=alt.Y("group_name:N", sort=list(rows["group_name"]), axis=charts.names_axis()),
        x=alt.X("share:Q", axis=charts.share_axis(), title=None, scale=alt.Scale(nice=False, domainMax=end)),
    )
    chart = alt.layer(
        base.mark_bar().encode(
            color=alt.Color("dimension_name:N", scale=colours, sort=dimensions, legend=charts.legend(dimensions))
        ),
        base.mark_text(align="left", dx=4).encode(text="written:N"),
    )
    used = say.list([say(f"value.groups.dimension.{one}") for one in estimates.margins])
    sentence = say("literacy.groups_sentence", year=year)
    sentence += say("literacy.groups_used", margins=used) if used else say("literacy.groups_unused")
    return Exhibit(
        name="literacy_groups",
        title=say("literacy.groups_title", year=year),
        sentence=sentence,
        rows=rows.reset_index(drop=True),
        columns=(
            Column("dimension_name", say("column.dimension_name")),
            Column("group_name", say("column.group_name")),
            Column("share", say("column.share"), "percent"),
            Column("basis_name", say("column.basis")),
        ),
        credits=credits(say, home, district.sources, rows["source_id"], rows["basis"]),
        vector=charts.spec(chart.properties(height=charts.STEP), sentence),
        chart=Chart("bars", "group_name", ("share",), "dimension_name", colours=dict(zip(dimensions, palette.GROUPS))),
    )


def lede(say: Words, official: Official | None, estimates: Estimates, own: Own | None, areas: pd.DataFrame) -> str:
    """What kind of figures the page shows, of which year, before any of them."""
    names = town_names(say, areas)
    if not estimates.level and not estimates.waves:
        return say("literacy.lede_nothing")
    margins = say.list([say(f"value.groups.dimension.{one}") for one in estimates.margins])
    asked = estimates.table[estimates.table["n"].notna()]
    if estimates.level != "survey":
        found = (
            say("literacy.lede_nothing")
            if official is None
            else say("literacy.lede", year=official.year, share=formatted(official.share, "percent"), margins=margins)
        )
        if len(asked):
            found += say("literacy.lede_few", n=len(asked), towns=say.list(list(names.reindex(asked.index))))
        return found
    mostly = int((estimates.table["basis"] == "survey").sum())
    kind = "lede_survey" if mostly else "lede_survey_thin"
    found = say(f"literacy.{kind}", year=estimates.year, asked=len(asked), mostly=mostly, all=len(names))
    if own is not None and own.reliability in ("A", "E"):
        ends = {name: formatted(getattr(own, name), "percent") for name in ("share", "low", "high")}
        found += say("literacy.lede_own", year=own.year, **ends)
    if len(estimates.waves) > 1:
        found += say("literacy.lede_mixed", waves=say.list([str(one) for one in estimates.waves]))
    if estimates.left_out:
        left = [names[code] for code in estimates.left_out if code in names.index]
        found += say("literacy.lede_left_out", towns=say.list(left), year=estimates.year)
    return found


def method(say: Words, home: Home, estimates: Estimates) -> str:
    """How the estimates are made, with the settings they were made with."""
    margins = say.list([say(f"value.groups.dimension.{one}") for one in estimates.margins])
    assumed = say("value.literacy.basis.assumed")
    if estimates.level == "survey":
        years = f"{home.literacy.get('wave_years', 0):g}"
        return say("literacy.method_survey", margins=margins, urban_basis=assumed, years=years)
    sd = f"{100 * home.literacy['between_town_sd']:g}"
    return say("literacy.method_text", sd=sd, margins=margins, urban_basis=assumed)
