"""The gap index of the towns: on the map, in rows, part by part, and of one town."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.views import charts, choropleth, maps, palette, positions, says
from outreach.views.exhibit import Chart, Chosen, Column, Exhibit, formatted
from outreach.views.frames import record
from outreach.views.gaps.reasons import gap_credits, held, most, reasoned, untold, varied, varies_over
from outreach.views.ground import Ground
from outreach.vocabulary import COMPONENTS, WAYS
from outreach.words import Words


def columns(say: Words, home: Home) -> tuple[Column, ...]:
    """What is read of a town's gap in a table."""
    return (
        Column("town_name", say("column.town_name")),
        Column("gap", say("column.gap"), "index"),
        Column("unconfirmed", say("column.unconfirmed"), "index"),
        Column("gap_low", say("column.gap_low"), "index", on_page=False),
        Column("gap_high", say("column.gap_high"), "index", on_page=False),
        Column("rank_band", say("column.rank_band")),
        Column("rank_low", say("column.rank_low"), "integer", on_page=False),
        Column("rank_high", say("column.rank_high"), "integer", on_page=False),
        Column("bases", say("column.bases"), "integer"),
        Column("bases_high", say("column.bases_high"), "integer"),
        Column("bases_per_10k", say("column.bases_per_10k"), "decimal"),
        *(
            Column(
                f"coverage_{way}",
                say("column.coverage", way=say(f"travel.{way}"), km=f"{home.travel[way + '_km']:g}"),
                "whole_percent",
                on_page=way == "ebike",
            )
            for way in WAYS
        ),
        Column("access_per_10k", say("column.access_per_10k"), "decimal", on_page=False),
        Column("completeness", say("column.completeness"), "whole_percent", on_page=False),
        Column("missing_names", say("column.missing_names")),
        Column("share", say("column.share_short"), "percent"),
        Column("reason", say("column.reason")),
        Column("p_top3", say("column.p_top3"), "whole_percent", on_page=False),
    )


def unconfirmed(tiers: pd.DataFrame) -> tuple[str, ...]:
    """The towns of whose tiers any is not confirmed; tiers is the measure of that name."""
    return tuple(tiers.index[~tiers["confirmed"]].unique("area_code"))


def town_map(
    say: Words, ground: Ground, district: District, measured: pd.DataFrame, tiers: pd.DataFrame, area: str | None = None
) -> Exhibit:
    """The towns filled by their gap index; darker is a larger gap, hatched is a record not confirmed."""
    rows = reasoned(say, district, measured)
    names = rows["town_name"]
    fill, legend = choropleth.filled(
        say, rows["gap"], ramp=palette.GAP, kind="index", step=5, edges=district.home.gaps.classes
    )
    overlay = choropleth.overlay(
        say,
        names,
        fill,
        legend,
        say("gaps.map_legend"),
        area=area,
        lines=lambda code: [
            say("gaps.tip", held=held(say, record(rows, code)), band=rows.at[code, "rank_band"]),
            rows["reason"][code],
        ],
        label=lambda code: formatted(rows.at[code, "gap"], "index"),
        unconfirmed=unconfirmed(tiers),
    )
    sentence = summary(say, rows)
    return Exhibit(
        name="gaps_map",
        title=say("gaps.map_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=columns(say, district.home),
        credits=gap_credits(say, district, on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=choropleth.legends(say, overlay),
        picks={"towns": ("area", "area_code")},
        says=says.of_gaps(say, rows, register(say, tiers), len(unconfirmed(tiers)), varied(say, rows)),
    )


def summary(say: Words, rows: pd.DataFrame) -> str:
    """Which towns are surely among the three largest gaps, and which only perhaps, in a sentence."""
    first = rows[rows["gap"].round() == rows["gap"].max().round()] if rows["gap"].notna().any() else rows[:0]
    said = ""
    varies = varied(say, rows)
    if len(first) > 1:
        said = say("gaps.tied", towns=say.list(list(first["town_name"])), gap=formatted(first["gap"].iloc[0], "index"))
        rows = rows.drop(first.index) if varies_over(rows) == ("weights",) else rows
    firm = rows[rows["p_top3"] >= 0.8].sort_values("p_top3", ascending=False)
    perhaps = rows[(rows["p_top3"] < 0.8) & (rows["p_top3"] >= 0.2)].sort_values("p_top3", ascending=False)
    if len(firm):
        said += say("gaps.firm", varied=varies, towns=say.list(list(firm["town_name"])))
    if len(perhaps):
        said += say("gaps.perhaps", varied=varies, towns=say.list(list(perhaps["town_name"])))
    return said or say("gaps.no_order", varied=varies)


def ranked(say: Words, district: District, measured: pd.DataFrame) -> Exhibit:
    """The towns by gap, largest first, each with the band of places it takes and its reason."""
    rows = reasoned(say, district, measured).sort_values("gap", ascending=False)
    return Exhibit(
        name="gaps_table",
        title=say("gaps.table_title"),
        sentence=say("gaps.table_sentence_records" if "records" in varies_over(rows) else "gaps.table_sentence")
        + say("gaps.table_places", varied=varied(say, rows))
        + positions.unknown(say, untold(say, district.home, rows)),
        rows=rows.reset_index(),
        columns=columns(say, district.home),
        credits=gap_credits(say, district),
    )


def components(say: Words, district: District, measured: pd.DataFrame, area: str | None = None) -> Exhibit:
    """How much each component adds to a town's gap, as one bar per town, largest gap first."""
    rows = reasoned(say, district, measured)
    left_out = charts.said_of_ends(say, rows)
    rows = charts.ends(rows, "gap", area)
    long = rows.reset_index().melt(
        ["area_code", "town_name", "gap"], [f"points_{one}" for one in COMPONENTS], "component", "points"
    )
    long["component"] = long["component"].str.removeprefix("points_")
    long["component_name"] = [say(f"gaps.component.{one}") for one in long["component"]]
    long["order"] = [COMPONENTS.index(one) for one in long["component"]]
    domain = [say(f"gaps.component.{one}") for one in COMPONENTS]
    sentence = say("gaps.components_sentence") + left_out
    return Exhibit(
        name="gaps_components",
        title=say("gaps.components_title"),
        sentence=sentence,
        rows=long.dropna(subset=["points"])
        .sort_values(["gap", "area_code", "order"], ascending=[False, True, True])
        .reset_index(drop=True),
        columns=(
            Column("town_name", say("column.town_name")),
            Column("component_name", say("column.component_name")),
            Column("points", say("gaps.points"), "decimal"),
        ),
        credits=gap_credits(say, district),
        vector=charts.spec(_bars(say, rows, long, domain).properties(height=charts.STEP), sentence),
        chart=Chart(
            "stacked",
            "town_name",
            ("points",),
            "component_name",
            colours={name: palette.COMPONENT[one] for name, one in zip(domain, COMPONENTS)},
        ),
    )


def _bars(say: Words, rows: pd.DataFrame, long: pd.DataFrame, domain: list[str]) -> alt.TopLevelMixin:
    """A bar a town of its components' points, with the whole gap behind it."""
    order = list(rows.sort_values("gap", ascending=False)["town_name"])
    colours = alt.Scale(domain=domain, range=[palette.COMPONENT[one] for one in COMPONENTS])
    totals = rows.reset_index()[["town_name", "gap"]].assign(label=[formatted(gap, "index") for gap in rows["gap"]])
    return alt.layer(
        alt.Chart(charts.values(long))
        .mark_bar()
        .encode(
            y=alt.Y("town_name:N", sort=order, axis=charts.names_axis()),
            x=alt.X("points:Q", title=say("gaps.points"), axis=alt.Axis(tickCount=6)),
            color=alt.Color("component_name:N", scale=colours, sort=domain, legend=charts.legend(domain)),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("town_name:N", title=say("column.town_name")),
                alt.Tooltip("component_name:N", title=say("column.component_name")),
                alt.Tooltip("points:Q", title=say("gaps.points"), format=".0f"),
            ],
        ),
        alt.Chart(charts.values(totals))
        .mark_text(align="left", dx=4)
        .encode(y=alt.Y("town_name:N", sort=order), x="gap:Q", text="label:N"),
    )


def lede(say: Words, tiers: pd.DataFrame) -> str:
    """How much of the register is confirmed, and what the index is; tiers is the measure of that name."""
    return register(say, tiers) + say("gaps.lede")


def register(say: Words, tiers: pd.DataFrame) -> str:
    """How much of the register is confirmed, in a sentence; nothing where no standard says what a town should have."""
    if tiers.empty:
        return ""
    done, towns = int(tiers["confirmed"].sum()), tiers.index.unique("area_code").size
    key = "none" if not done else "all" if done == len(tiers) else "some"
    share = formatted(done / len(tiers), "whole_percent")
    return say(f"register.lede_{key}", done=done, all=len(tiers), towns=towns, share=share)


def goalposts(say: Words, home: Home, posts: Mapping[str, float]) -> str:
    """How the points of each component are given, and what is taken to be possible where the record is not confirmed."""
    assumed = home.assumed
    enough = say(f"gaps.enough_{assumed['supply']}", access=f"{assumed['access_per_10k']:g}")
    said = say(
        "gaps.goalposts_text", facilities=f"{posts['facilities']:g}", km=f"{home.travel['ebike_km']:g}", enough=enough
    )
    times, reach = f"{assumed['unconfirmed_times']:g}", formatted(assumed["unconfirmed_reach"], "whole_percent")
    return said + say("register.assumed", times=times, reach=reach)


def town(say: Words, district: District, measured: pd.DataFrame, area: str | None) -> Chosen | None:
    """One town's name, its reason in a sentence and its four figures; None where no town is chosen."""
    if area not in measured.index:
        return None
    row = record(reasoned(say, district, measured), area)
    km = f"{district.home.travel['ebike_km']:g}"
    figures = [
        (
            say("gaps.gap_label"),
            formatted(row["gap"], "index"),
            say("gaps.gap_note", held=held(say, row), band=row["rank_band"]),
        ),
        (
            say("gaps.bases_label"),
            row["bases_range"],
            say("gaps.bases_note", rate=most(say, row["bases_per_10k"], row["bases_per_10k_high"], "decimal")),
        ),
        (
            say("gaps.coverage_label", km=km),
            formatted(row["coverage_ebike"], "whole_percent"),
            say("positions.anything")
            if positions.anything(row["coverage_ebike_low"], row["coverage_ebike_high"])
            else say(
                "gaps.coverage_note",
                low=formatted(row["coverage_ebike_low"], "whole_percent"),
                high=formatted(row["coverage_ebike_high"], "whole_percent"),
            ),
        ),
        (
            say("gaps.literacy_label"),
            formatted(row["share"], "percent"),
            say(
                "gaps.literacy_note",
                low=formatted(row["share_low"], "percent"),
                high=formatted(row["share_high"], "percent"),
            ),
        ),
    ]
    return row["town_name"], say("gaps.because", held=held(say, row), reason=row["reason"]), figures
