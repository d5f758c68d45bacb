"""Where the facilities fall short, in what, and how firm the order of the towns is."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, choropleth, maps, palette, positions, says
from outreach.views.areas import town_names
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Chart, Column, Exhibit, written
from outreach.views.ground import Ground
from outreach.vocabulary import COMPONENTS, WAYS
from outreach.words import Words


def reasoned(say: Words, district: Any, measured: pd.DataFrame) -> pd.DataFrame:
    """The measured towns with what is read of them: town_name, rank_band, reason and missing_names.

    measured is indexed by area_code: gap, known, the components' scores, bases, bases_per_10k, coverage of each
    way of travel with low and high, completeness, missing_tiers, unconfirmed_tiers, unconfirmed, median_rank, rank_low,
    rank_high, p_top3, varied, first, second, share (literacy).
    """
    names = town_names(say, district.areas)
    tiers = district.levels.set_index("level")[f"name_{say.language}"]
    rows = measured.reindex(names.index)
    return rows.assign(
        town_name=names,
        missing_names=[
            say.list([tiers[one] for one in short]) if isinstance(short, tuple) else ""
            for short in rows["missing_tiers"]
        ],
        gap_range=[most(say, row.gap_low, row.gap_high, "index") for row in rows.itertuples()],
        bases_range=[most(say, row.bases, row.bases_high, "integer") for row in rows.itertuples()],
        rank_band=[_band(say, row) for row in rows.itertuples()],
        reason=[_reason(say, row, tiers, district.home.travel) for row in rows.itertuples()],
    )


def most(say: Words, value: float, high: float, kind: str) -> str:
    """A figure and the most it can be, `3～5`; the figure alone where that reads the same."""
    own, end = written(value, kind), written(high, kind)
    return own if own == end else say("register.range", low=own, high=end)


def held(say: Words, row: Any) -> str:
    """The gap in a few words, and how much of it is missing records where that is a point or more: `缺口85，其中待核实80`."""
    gap = written(row["gap"], "index")
    if pd.isna(row["unconfirmed"]) or round(row["unconfirmed"]) < 1:
        return say("gaps.held", gap=gap)
    return say("gaps.held_unconfirmed", gap=gap, unconfirmed=written(row["unconfirmed"], "index"))


def varied(say: Words, measured: pd.DataFrame) -> str:
    """What the places are over, in a list: weights, and what else is not certain."""
    return say.list([say(f"gaps.varied.{one}") for one in _over(measured)])


def _over(measured: pd.DataFrame) -> tuple[str, ...]:
    return next((one for one in measured["varied"] if isinstance(one, tuple)), ("weights",))


def _band(say: Words, row: Any) -> str:
    if pd.isna(row.rank_low):
        return ""
    return say("gaps.rank_band", low=f"{row.rank_low:.0f}", high=f"{row.rank_high:.0f}")


def _reason(say: Words, row: Any, tiers: pd.Series, travel: Mapping[str, float]) -> str:
    """Why the town stands where it stands: its two largest contributions, each with the figure behind it."""
    said = [_because(say, one, row, tiers, travel) for one in (row.first, row.second) if isinstance(one, str)]
    if said:
        return say("gaps.reason", reasons=say("format.comma_clause").join(said))
    judged = row.known > 1 - 1e-9 and not row.literacy > 0
    return say("gaps.no_gap" if judged else "gaps.no_gap_judged")


def _because(say: Words, component: str, row: Any, tiers: pd.Series, travel: Mapping[str, float]) -> str:
    match component:
        case "facilities":
            return say(
                "gaps.because_facilities" if row.bases else "gaps.because_no_base",
                bases=f"{row.bases:.0f}",
                rate=written(row.bases_per_10k, "decimal"),
            )
        case "coverage":
            key = "gaps.because_coverage" if row.coverage_ebike else "gaps.because_no_coverage"
            return say(key, share=written(row.coverage_ebike, "whole_percent"), km=f"{travel['ebike_km']:g}")
        case "access":
            return say("gaps.because_access", share=written(1 - row.access / 100, "whole_percent"))
        case "tiers":
            key = "gaps.because_unrecorded" if row.unconfirmed_tiers else "gaps.because_tiers"
            return say(key, tiers=say.list([tiers[one] for one in row.missing_tiers]))
        case _:
            return say("gaps.because_literacy", points=f"{row.literacy / 10:.1f}")


def columns(say: Words, home: Any) -> tuple[Column, ...]:
    """What is read of a town's gap in a table."""
    return (
        Column("town_name", say("column.town_name")),
        Column("gap", say("column.gap"), "index"),
        Column("unconfirmed", say("column.unconfirmed"), "index"),
        Column("gap_low", say("column.gap_low"), "index", on_page=False),
        Column("gap_high", say("column.gap_high"), "index", on_page=False),
        Column("rank_band", say("column.rank_band")),
        Column("bases", say("column.bases"), "integer"),
        Column("bases_high", say("column.bases_high"), "integer"),
        Column("bases_per_10k", say("column.bases_per_10k"), "decimal"),
        *(
            Column(
                f"coverage_{way}",
                say("column.coverage", way=say(f"travel.{way}"), km=f"{home.travel[way + '_km']:g}"),
                "whole_percent",
            )
            for way in WAYS
        ),
        Column("access_per_10k", say("column.access_per_10k"), "decimal", on_page=False),
        Column("completeness", say("column.completeness"), "whole_percent"),
        Column("missing_names", say("column.missing_names")),
        Column("share", say("column.share_short"), "percent"),
        Column("reason", say("column.reason")),
        Column("p_top3", say("column.p_top3"), "whole_percent", on_page=False),
    )


def _credits(say: Words, district: Any, on_map: bool = False):
    return credits_of_reach(say, district, district.standards["source_id"], on_map=on_map)


def unconfirmed(tiers: pd.DataFrame) -> tuple[str, ...]:
    """The towns of whose tiers any is not confirmed; tiers is the measure of that name."""
    return tuple(tiers.index[~tiers["confirmed"]].unique("area_code"))


def town_map(
    say: Words, ground: Ground, district: Any, measured: pd.DataFrame, tiers: pd.DataFrame, area: str | None = None
) -> Exhibit:
    """The towns filled by their gap index; darker is a larger gap, hatched is a record not confirmed."""
    rows = reasoned(say, district, measured)
    names = rows["town_name"]
    fill, legend = choropleth.filled(
        say, rows["gap"], ramp=palette.GAP, kind="index", step=5, edges=district.home.gaps.classes
    )
    scene = choropleth.scene(
        say,
        names,
        fill,
        legend,
        say("gaps.map_legend"),
        area=area,
        lines=lambda code: [
            say("gaps.tip", held=held(say, rows.loc[code]), band=rows.at[code, "rank_band"]),
            rows.at[code, "reason"],
        ],
        label=lambda code: written(rows.at[code, "gap"], "index"),
        unconfirmed=unconfirmed(tiers),
    )
    sentence = summary(say, rows)
    return Exhibit(
        name="gaps_map",
        title=say("gaps.map_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=columns(say, district.home),
        credits=_credits(say, district, on_map=True),
        vector=maps.vector(ground, scene, sentence),
        deck=maps.deck(ground, scene),
        legends=choropleth.legends(say, scene),
        picks={"towns": ("area", "area_code")},
        says=says.of_gaps(say, rows, register(say, tiers), len(unconfirmed(tiers)), varied(say, rows)),
    )


def summary(say: Words, rows: pd.DataFrame) -> str:
    """Which towns are surely among the three largest gaps, and which only perhaps, in a sentence."""
    first = rows[rows["gap"].round() == rows["gap"].max().round()] if rows["gap"].notna().any() else rows[:0]
    said = ""
    over = varied(say, rows)
    if len(first) > 1:
        said = say("gaps.tied", towns=say.list(list(first["town_name"])), gap=written(first["gap"].iloc[0], "index"))
        rows = rows.drop(first.index) if _over(rows) == ("weights",) else rows
    firm = rows[rows["p_top3"] >= 0.8].sort_values("p_top3", ascending=False)
    perhaps = rows[(rows["p_top3"] < 0.8) & (rows["p_top3"] >= 0.2)].sort_values("p_top3", ascending=False)
    if len(firm):
        said += say("gaps.firm", varied=over, towns=say.list(list(firm["town_name"])))
    if len(perhaps):
        said += say("gaps.perhaps", varied=over, towns=say.list(list(perhaps["town_name"])))
    return said or say("gaps.no_order", varied=over)


def ranked(say: Words, district: Any, measured: pd.DataFrame) -> Exhibit:
    """The towns by gap, largest first, each with the band of places it takes and its reason."""
    rows = reasoned(say, district, measured).sort_values("gap", ascending=False)
    return Exhibit(
        name="gaps_table",
        title=say("gaps.table_title"),
        sentence=say("gaps.table_sentence_records" if "records" in _over(rows) else "gaps.table_sentence")
        + say("gaps.table_places", varied=varied(say, rows))
        + positions.unknown(say, _untold(say, district.home, rows)),
        rows=rows.reset_index(),
        columns=columns(say, district.home),
        credits=_credits(say, district),
    )


def _untold(say: Words, home: Any, rows: pd.DataFrame) -> list[str]:
    """The ways of travel whose coverage is unknown of most that the rows are of."""
    return [
        say("gaps.within", way=say(f"travel.{way}"), km=f"{home.travel[way + '_km']:g}")
        for way in WAYS
        if rows[f"coverage_{way}"].isna().mean() > 0.5
    ]


def components(say: Words, district: Any, measured: pd.DataFrame, area: str | None = None) -> Exhibit:
    """How much each component adds to a town's gap, as one bar per town, largest gap first."""
    rows = reasoned(say, district, measured)
    left_out = charts.said_of_ends(say, rows)
    rows = charts.ends(rows, "gap", area)
    order = list(rows.sort_values("gap", ascending=False)["town_name"])
    long = rows.reset_index().melt(
        ["area_code", "town_name", "gap"], [f"points_{one}" for one in COMPONENTS], "component", "points"
    )
    long["component"] = long["component"].str.removeprefix("points_")
    long["component_name"] = [say(f"gaps.component.{one}") for one in long["component"]]
    long["order"] = [COMPONENTS.index(one) for one in long["component"]]
    domain = [say(f"gaps.component.{one}") for one in COMPONENTS]
    colours = alt.Scale(domain=domain, range=[palette.COMPONENT[one] for one in COMPONENTS])
    bars = (
        alt.Chart(charts.values(long))
        .mark_bar()
        .encode(
            y=alt.Y("town_name:N", sort=order, axis=charts.names_axis()),
            x=alt.X("points:Q", title=say("gaps.points"), axis=alt.Axis(tickCount=6)),
            color=alt.Color(
                "component_name:N", scale=colours, sort=domain, legend=alt.Legend(title=None, orient="top", columns=2)
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("town_name:N", title=say("column.town_name")),
                alt.Tooltip("component_name:N", title=say("column.component_name")),
                alt.Tooltip("points:Q", title=say("gaps.points"), format=".0f"),
            ],
        )
    )
    totals = rows.reset_index()[["town_name", "gap"]].assign(label=[written(gap, "index") for gap in rows["gap"]])
    ends = (
        alt.Chart(charts.values(totals))
        .mark_text(align="left", dx=4)
        .encode(y=alt.Y("town_name:N", sort=order), x="gap:Q", text="label:N")
    )
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
        credits=_credits(say, district),
        vector=charts.spec(alt.layer(bars, ends).properties(height=charts.STEP), sentence),
        chart=Chart(
            "stacked",
            "town_name",
            ("points",),
            "component_name",
            colours={name: palette.COMPONENT[one] for name, one in zip(domain, COMPONENTS)},
        ),
    )


def coverage(say: Words, district: Any, covered: pd.DataFrame, area: str | None = None) -> Exhibit:
    """The part of the people with a base within a walk, an e-bike ride or a drive, with what is possible and certain.

    covered is indexed by way of travel: value, low, high for the town (area) or, without one, the district.
    """
    travel = district.home.travel
    rows = covered.reindex(list(WAYS)).rename_axis("way").reset_index()
    rows["way_name"] = [
        say("gaps.within", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}") for way in rows["way"]
    ]
    lost = rows["unknown"].fillna(False).to_numpy(dtype=bool)
    rows["written"] = [
        say("positions.unknown") if unknown else written(value, "whole_percent")
        for value, unknown in zip(rows["value"], lost, strict=True)
    ]
    rows["state_name"] = [say("positions.unknown" if unknown else "positions.told") for unknown in lost]
    rows["at"] = rows["value"].mask(lost, 0.0)
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("way_name:N", sort=list(rows["way_name"]), axis=charts.names_axis())
    )
    axis = alt.X("low:Q", axis=charts.share_axis(), title=None, scale=alt.Scale(domain=[0, 1]))
    chart = alt.layer(
        base.mark_rule(color=palette.FAINT).encode(x=axis, x2="high:Q"),
        base.mark_point(filled=True, opacity=1, color=palette.LEVEL["district"]).encode(x="value:Q"),
        base.transform_filter("isValid(datum.value)").mark_text(dy=-14).encode(x="at:Q", text="written:N"),
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", color=palette.FAINT)
        .encode(x="at:Q", text="written:N"),
    )
    where = say("format.district") if area is None else town_names(say, district.areas)[area]
    sentence = say("gaps.coverage_sentence", detour=f"{travel['detour']:g}", known=positions.known(say, district))
    sentence += positions.unknown(say, list(rows.loc[lost, "way_name"]))
    return Exhibit(
        name="gaps_coverage",
        title=say("gaps.coverage_title", where=where),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("way_name", say("column.way_name")),
            Column("value", say("column.covered"), "whole_percent"),
            Column("low", say("column.low_certain"), "whole_percent"),
            Column("high", say("column.high_possible"), "whole_percent"),
            Column("state_name", say("positions.state")),
        ),
        credits=_credits(say, district),
        vector=charts.spec(chart.properties(height=150), sentence),
        chart=Chart(
            "bars", "way_name", ("value",), low="low", high="high", colours={"value": palette.COMPONENT["coverage"]}
        ),
    )


def coverage_by_level(say: Words, district: Any, covered: pd.DataFrame) -> Exhibit | None:
    """The part of the district's people with a base of each level in reach; None where no base has a level and none is asked for.

    covered is Figures.covered_by_level: indexed by level, the ways as recorded and each with _most.
    """
    if covered.empty:
        return None
    levels = district.levels.sort_values("rank").set_index("level")[f"name_{say.language}"]
    rows = covered.reindex([level for level in levels.index if level in covered.index]).reset_index()
    rows["level_name"] = rows["level"].map(levels)
    for way in WAYS:
        ends = zip(rows[way], rows[f"{way}_most"], strict=True)
        rows[f"{way}_range"] = [
            say("positions.unknown") if pd.isna(value) else most(say, value, high, "whole_percent")
            for value, high in ends
        ]
    travel = district.home.travel
    more = any((rows[f"{way}_most"] > rows[way]).any() for way in WAYS)
    sentence = say("gaps.by_level_sentence") + (say("gaps.by_level_most") if more else "")
    return Exhibit(
        name="gaps_coverage_levels",
        title=say("gaps.by_level_title"),
        sentence=sentence + positions.unknown(say, _untold(say, district.home, rows.add_prefix("coverage_"))),
        rows=rows,
        columns=(
            Column("level_name", say("column.level_name")),
            *(
                Column(f"{way}_range", say("gaps.within", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}"))
                for way in WAYS
            ),
        ),
        credits=_credits(say, district),
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
    share = written(done / len(tiers), "whole_percent")
    return say(f"register.lede_{key}", done=done, all=len(tiers), towns=towns, share=share)


def goalposts(say: Words, home: Any, posts: Mapping[str, float]) -> str:
    """How the points of each component are given, and what is taken to be possible where the record is not confirmed."""
    assumed = home.assumed
    enough = say(f"gaps.enough_{assumed['supply']}", access=f"{assumed['access_per_10k']:g}")
    said = say(
        "gaps.goalposts_text", facilities=f"{posts['facilities']:g}", km=f"{home.travel['ebike_km']:g}", enough=enough
    )
    times, reach = f"{assumed['unconfirmed_times']:g}", written(assumed["unconfirmed_reach"], "whole_percent")
    return said + say("register.assumed", times=times, reach=reach)


def town(
    say: Words, district: Any, measured: pd.DataFrame, area: str | None
) -> tuple[str, str, list[tuple[str, str, str]]] | None:
    """One town's name, its reason in a sentence and its four figures; None where no town is chosen."""
    if area not in measured.index:
        return None
    row = reasoned(say, district, measured).loc[area]
    km = f"{district.home.travel['ebike_km']:g}"
    figures = [
        (
            say("gaps.gap_label"),
            written(row["gap"], "index"),
            say("gaps.gap_note", held=held(say, row), band=row["rank_band"]),
        ),
        (
            say("gaps.bases_label"),
            row["bases_range"],
            say("gaps.bases_note", rate=most(say, row["bases_per_10k"], row["bases_per_10k_high"], "decimal")),
        ),
        (
            say("gaps.coverage_label", km=km),
            written(row["coverage_ebike"], "whole_percent"),
            say(
                "gaps.coverage_note",
                low=written(row["coverage_ebike_low"], "whole_percent"),
                high=written(row["coverage_ebike_high"], "whole_percent"),
            ),
        ),
        (
            say("gaps.literacy_label"),
            written(row["share"], "percent"),
            say(
                "gaps.literacy_note",
                low=written(row["share_low"], "percent"),
                high=written(row["share_high"], "percent"),
            ),
        ),
    ]
    return row["town_name"], say("gaps.because", held=held(say, row), reason=row["reason"]), figures
