"""How science-literate each town is, how sure that is, and where the district stands on its path."""

from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, choropleth, maps, palette
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, written
from outreach.views.ground import Ground
from outreach.words import Words

BREAK_STEP = 0.005
HUES = ["#0063a8", "#8a2a86", "#00664c", "#9a5b00"]
SERIES = ("nation", "province", "city", "district")


def _sources_of_model(district: Any) -> tuple[list[str], list[str]]:
    """The source ids and bases a modelled estimate rests on."""
    towns = own_towns(district.areas)
    ids = [*towns["population_source_id"], *towns["urban_share_source_id"], *district.groups["source_id"].iloc[-1:]]
    return [*ids, district.home.plan["source_id"]], ["modelled"]


def town_columns(say: Words) -> tuple[Column, ...]:
    """What is read of a town's estimate in a table."""
    return (
        Column("town_name", say("column.town_name")),
        Column("share", say("column.share"), "percent"),
        Column("low", say("column.low"), "percent"),
        Column("high", say("column.high"), "percent"),
        Column("cv", say("column.cv"), "percent"),
        Column("reliability", say("column.reliability")),
        Column("rank_interval", say("column.rank_interval")),
        Column("basis_name", say("column.basis")),
    )


def _estimated(say: Words, names: pd.Series, table: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    rows = table.reindex(names.index).join(ranks)
    interval = [
        say("literacy.rank_interval", low=low, high=high) if pd.notna(low) else ""
        for low, high in zip(rows["rank_low"], rows["rank_high"])
    ]
    return rows.assign(
        town_name=names,
        rank_interval=interval,
        interval=[_interval(say, row) for row in rows.itertuples()],
        basis_name=[say(f"value.literacy.basis.{one}") if isinstance(one, str) else "" for one in rows["basis"]],
    )


def _interval(say: Words, row: Any) -> str:
    if pd.isna(row.share):
        return say("literacy.not_published")
    return say(
        "literacy.interval",
        share=written(row.share, "percent"),
        low=written(row.low, "percent"),
        high=written(row.high, "percent"),
    )


def town_map(
    say: Words,
    home: Any,
    ground: Ground,
    district: Any,
    table: pd.DataFrame,
    ranks: pd.DataFrame,
    area: str | None = None,
) -> Exhibit:
    """The towns filled by their estimated share, hatched where it is to be used with caution or not at all."""
    names = town_names(say, district.areas)
    rows = _estimated(say, names, table, ranks)
    fill, legend = choropleth.filled(
        say, rows["share"], ramp=palette.LITERACY, kind="percent", step=BREAK_STEP, count=4
    )
    scene = choropleth.scene(
        say,
        names,
        fill,
        legend,
        say("literacy.map_legend"),
        area=area,
        reliability=rows["reliability"],
        lines=lambda code: [
            rows.at[code, "interval"],
            say(f"reliability.{rows.at[code, 'reliability']}")
            if isinstance(rows.at[code, "reliability"], str)
            else say("map.missing"),
            rows.at[code, "basis_name"],
        ],
        label=lambda code: written(rows.at[code, "share"], "percent"),
    )
    sentence = summary(say, rows)
    ids, bases = _sources_of_model(district)
    return Exhibit(
        name="literacy_map",
        title=say("literacy.map_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=town_columns(say),
        credits=credits(say, home, district.sources, ids, set(rows["basis"].dropna()) | set(bases), on_map=True),
        vector=maps.vector(ground, scene, sentence),
        deck=maps.deck(ground, scene),
        legends=choropleth.legends(say, scene, reliability=True),
        picks={"towns": ("area", "area_code")},
    )


def summary(say: Words, rows: pd.DataFrame) -> str:
    """Between which figures the towns lie and whether they can be ranked, in a sentence or two."""
    known = rows.dropna(subset=["share"])
    if known.empty:
        return say("literacy.nothing_known")
    low, high = known.loc[known["share"].idxmin()], known.loc[known["share"].idxmax()]
    told = known[known["rankable"]]
    spread = say(
        "literacy.spread",
        low_town=low["town_name"],
        low=written(low["share"], "percent"),
        high_town=high["town_name"],
        high=written(high["share"], "percent"),
        width=f"{100 * (known['high'] - known['low']).median() / 2:.0f}",
    )
    if told.empty:
        return spread + say("literacy.none_rankable", n=len(known))
    return spread + say("literacy.some_rankable", n=len(told), towns=say.list(list(told["town_name"])))


def intervals(
    say: Words,
    home: Any,
    district: Any,
    table: pd.DataFrame,
    ranks: pd.DataFrame,
    official: Any,
    chance: pd.Series,
    level: float,
    area: str | None = None,
) -> Exhibit:
    """Each town's estimate with its 95 % interval and the places it may really take, highest first.

    chance is how likely each town is at or above level, where the plan's path stands today.
    """
    names = town_names(say, district.areas)
    rows = _estimated(say, names, table, ranks).assign(picked=names.index == area, chance=chance.reindex(names.index))
    rows["grade"] = [
        say(f"reliability.{one}") if isinstance(one, str) else say("map.missing") for one in rows["reliability"]
    ]
    drawn = charts.ends(rows, "share", area)
    order = list(drawn.sort_values("share", ascending=False)["town_name"])
    base = alt.Chart(
        charts.values(
            drawn.reset_index()[
                ["area_code", "town_name", "share", "low", "high", "rank_interval", "interval", "grade", "picked"]
            ]
        )
    ).encode(y=alt.Y("town_name:N", sort=order, axis=charts.names_axis()))
    grades = [say(f"reliability.{one}") for one in "AE"]
    ink = alt.condition("datum.picked", alt.value(palette.PICKED), alt.value(palette.BASIS["modelled"]))
    shown = [
        base.mark_rule().encode(
            x=alt.X("low:Q", axis=charts.share_axis(), title=None, scale=alt.Scale(zero=True)), x2="high:Q", color=ink
        ),
        base.mark_point(filled=True, opacity=1).encode(
            x="share:Q",
            color=ink,
            shape=alt.Shape(
                "grade:N",
                scale=alt.Scale(domain=grades, range=["circle", "diamond"]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            tooltip=alt.Tooltip("interval:N", title=say("column.share")),
        ),
        base.mark_text(align="left", dx=8).encode(x="high:Q", text="rank_interval:N"),
    ]
    if official is not None:
        line = pd.DataFrame(
            {
                "share": [official.share],
                "label": [say("literacy.official_line", year=official.year, share=written(official.share, "percent"))],
            }
        )
        rule = alt.Chart(charts.values(line))
        shown += [
            rule.mark_rule(strokeDash=[5, 4], color=palette.AREA["district"]).encode(x="share:Q"),
            rule.mark_text(align="right", baseline="bottom", dx=-4, dy=-2, color=palette.AREA["district"]).encode(
                x="share:Q", y=alt.value(0), text="label:N"
            ),
        ]
    sentence = say("literacy.intervals_sentence") + charts.said_of_ends(say, rows)
    levels = (
        {}
        if official is None
        else {
            say("literacy.official_line", year=official.year, share=written(official.share, "percent")): official.share
        }
    )
    ids, bases = _sources_of_model(district)
    return Exhibit(
        name="literacy_intervals",
        title=say("literacy.intervals_title"),
        sentence=sentence + (say("literacy.none_rankable", n=len(rows)) if not rows["rankable"].any() else ""),
        rows=rows.sort_values("share", ascending=False).reset_index(),
        columns=(
            *town_columns(say),
            Column("chance", say("column.chance", level=written(level, "percent")), "whole_percent"),
        ),
        credits=credits(say, home, district.sources, ids, set(rows["basis"].dropna()) | set(bases)),
        vector=charts.spec(alt.layer(*shown).properties(height=charts.STEP), sentence),
        chart=Chart(
            "intervals",
            "town_name",
            ("share",),
            low="low",
            high="high",
            colours={"share": palette.BASIS["modelled"], **{name: palette.AREA["district"] for name in levels}},
            levels=levels,
        ),
    )


def series(say: Words, home: Any, district: Any, target: pd.Series | None, trend: Any = None) -> Exhibit:
    """The district beside city, province and nation over the years, and the straight path to its target."""
    areas = district.areas.set_index("area_code")
    rows = district.literacy[district.literacy["group"] == "all"].copy()
    rows["kind"] = rows["area_code"].map(areas["kind"])
    rows["area_name"] = rows["area_code"].map(areas[f"name_{say.language}"])
    rows["basis_name"] = [say(f"value.literacy.basis.{one}") for one in rows["basis"]]
    rows = rows[rows["kind"].isin(SERIES)].sort_values(["kind", "year"])
    rows["year"] = rows["year"].astype(int)
    order = [kind for kind in SERIES if kind in set(rows["kind"])]
    named = rows.drop_duplicates("kind").set_index("kind")["area_name"]
    scale = alt.Scale(domain=[named[kind] for kind in order], range=[palette.AREA[kind] for kind in order])
    shapes = alt.Scale(
        domain=[named[kind] for kind in order], range=["circle", "square", "triangle-up", "diamond"][: len(order)]
    )
    ends = [
        2026,
        int(rows["year"].max()),
        *([] if target is None else [int(target["due"]) + (int(target["due"]) > 2026)]),
    ]
    last = alt.Scale(domain=[int(rows["year"].min()), max(ends)], nice=False)
    x = alt.X("year:Q", axis=alt.Axis(format="d", title=None, grid=False, tickMinStep=1), scale=last)
    y = alt.Y("share:Q", axis=charts.share_axis(), title=None)
    legend = alt.Legend(title=None, orient="top")
    base = alt.Chart(charts.values(rows[["year", "share", "area_name", "basis_name"]]))
    tip = [
        alt.Tooltip("area_name:N", title=say("column.area_name")),
        alt.Tooltip("year:Q", title=say("column.year"), format="d"),
        alt.Tooltip("share:Q", title=say("column.share"), format=".1%"),
        alt.Tooltip("basis_name:N", title=say("column.basis")),
    ]
    shown = [
        base.mark_line().encode(x=x, y=y, color=alt.Color("area_name:N", scale=scale, legend=legend)),
        base.mark_point(filled=True, opacity=1).encode(
            x=x,
            y=y,
            color=alt.Color("area_name:N", scale=scale, legend=legend),
            shape=alt.Shape("area_name:N", scale=shapes, legend=legend),
            tooltip=tip,
        ),
    ]
    sentence = say("literacy.series_sentence")
    if target is not None:
        path = pd.DataFrame(
            {
                "year": [int(target["baseline_year"]), int(target["due"])],
                "share": [float(target["baseline"]), float(target["target_value"])],
            }
        )
        path["label"] = [written(share, "percent").replace(".0%", "%") for share in path["share"]]
        drawn = alt.Chart(charts.values(path))
        shown += [
            drawn.mark_line(strokeDash=[6, 4], color=palette.PATH).encode(x=x, y=y),
            drawn.mark_point(filled=False, color=palette.PATH, opacity=1).encode(x=x, y=y),
            drawn.mark_text(dy=-14, color=palette.PATH, fontWeight="bold").encode(x=x, y=y, text="label:N"),
        ]
        sentence = say(
            "literacy.path_sentence",
            baseline=path["label"][0],
            baseline_year=path["year"][0],
            target=path["label"][1],
            due=path["year"][1],
        )
        if _as_the_city(rows, path["year"][0]):
            sentence += say("literacy.path_same", baseline_year=path["year"][0])
    if trend is not None:
        sentence += " " * (say.language == "en") + _called(say, trend)
    return Exhibit(
        name="literacy_series",
        title=say("literacy.series_title"),
        sentence=sentence,
        rows=rows.reset_index(drop=True),
        columns=(
            Column("area_name", say("column.area_name")),
            Column("year", say("column.year")),
            Column("share", say("column.share"), "percent"),
            Column("basis_name", say("column.basis")),
        ),
        credits=credits(
            say,
            home,
            district.sources,
            [*rows["source_id"], *([] if target is None else [target["source_id"]])],
            rows["basis"],
        ),
        vector=charts.spec(alt.layer(*shown).properties(height=300), sentence),
        chart=Chart(
            "lines",
            "year",
            ("share",),
            "area_name",
            colours={**{named[kind]: palette.AREA[kind] for kind in order}, say("literacy.path"): palette.PATH},
            paths={} if target is None else {say("literacy.path"): dict(zip(path["year"], path["share"]))},
        ),
    )


def _as_the_city(rows: pd.DataFrame, year: int) -> bool:
    """Whether the district's figure of a year is the city's, with no number of answers stated."""
    of_year = rows[rows["year"] == year].set_index("kind")
    stated = {"district", "city"} <= set(of_year.index)
    return (
        stated
        and of_year.at["district", "share"] == of_year.at["city", "share"]
        and bool(pd.isna(of_year.at["district", "n"]))
    )


def _called(say: Words, trend: Any) -> str:
    """Whether the district's share rises or falls, or why nothing is said of it."""
    if trend.call == "no_call":
        return say(f"literacy.trend_{trend.reason}", waves=trend.waves)
    return say(f"literacy.trend_{trend.call}", points=f"{100 * abs(trend.per_year):.1f}", waves=trend.waves)


def groups(say: Words, home: Any, district: Any) -> Exhibit:
    """The national rates of the newest survey by residence, sex, age and education: what the model stands on."""
    rows = district.groups.copy()
    rows = rows[rows["year"] == rows["year"].max()]
    rows["group_name"] = rows[f"name_{say.language}"]
    rows["dimension_name"] = [say(f"value.groups.dimension.{one}") for one in rows["dimension"]]
    rows["basis_name"] = [say(f"value.groups.basis.{one}") for one in rows["basis"]]
    rows["written"] = [written(share, "percent") for share in rows["share"]]
    year = int(rows["year"].iloc[0])
    dimensions = list(dict.fromkeys(rows["dimension_name"]))
    colours = alt.Scale(domain=dimensions, range=HUES[: len(dimensions)])
    base = alt.Chart(charts.values(rows[["group_name", "dimension_name", "share", "written"]])).encode(
        y=alt.Y("group_name:N", sort=list(rows["group_name"]), axis=charts.names_axis()),
        x=alt.X("share:Q", axis=charts.share_axis(), title=None),
    )
    chart = alt.layer(
        base.mark_bar().encode(
            color=alt.Color(
                "dimension_name:N", scale=colours, sort=dimensions, legend=alt.Legend(title=None, orient="top")
            )
        ),
        base.mark_text(align="left", dx=4).encode(text="written:N"),
    )
    sentence = say("literacy.groups_sentence", year=year)
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
        chart=Chart("bars", "group_name", ("share",), "dimension_name", colours=dict(zip(dimensions, HUES))),
    )


def lede(say: Words, official: Any, survey: pd.DataFrame) -> str:
    """What kind of figures the page shows, before any of them."""
    if official is None:
        return say("literacy.lede_nothing")
    if len(survey):
        return say("literacy.lede_survey")
    return say("literacy.lede", year=official.year, share=written(official.share, "percent"))


def method(say: Words, home: Any) -> str:
    """How the estimates are made, with the settings they were made with."""
    assumed = say("value.literacy.basis.assumed")
    return say("literacy.method_text", sd=f"{100 * home.literacy['between_town_sd']:g}", urban_basis=assumed)


def planner(
    say: Words, district: Any, official: Any, towns: int, wanted: pd.DataFrame | None, design_effect: float
) -> Exhibit | None:
    """How many people a survey must ask for what is wanted of it, and what so many give; None without an official figure.

    wanted has one row per wish: kind (cv, tell, given), value, n (people in each town), cv, reliability, low, high,
    detectable.
    """
    if wanted is None:
        return None
    rows = wanted.assign(
        wanted=[_wish(say, row) for row in wanted.itertuples()],
        total=wanted["n"] * towns,
        grade=[say(f"reliability.{one}") for one in wanted["reliability"]],
        interval=[
            say("map.between", low=written(low, "percent"), high=written(high, "percent"))
            for low, high in zip(wanted["low"], wanted["high"])
        ],
        points=100 * wanted["detectable"],
    )
    reliable = int(rows.loc[(rows["kind"] == "cv") & (rows["reliability"] == "A"), "n"].min())
    return Exhibit(
        name="literacy_planner",
        title=say("planner.title"),
        sentence=say(
            "planner.sentence",
            share=written(official.share, "percent"),
            deff=f"{design_effect:g}",
            reliable=written(reliable, "integer"),
            towns=towns,
            total=written(reliable * towns, "integer"),
        ),
        rows=rows,
        columns=(
            Column("wanted", say("planner.wanted")),
            Column("n", say("planner.n"), "integer"),
            Column("total", say("planner.total"), "integer"),
            Column("cv", say("planner.gives_cv"), "percent"),
            Column("grade", say("planner.grade")),
            Column("interval", say("planner.interval")),
            Column("points", say("planner.detectable"), "decimal"),
        ),
        credits=credits(
            say, district.home, district.sources, [district.home.plan["source_id"]], ["official", "assumed"]
        ),
    )


def asked(say: Words, towns: int, wanted: pd.DataFrame | None) -> list[tuple[str, str, str]]:
    """The answer to the visitor's own wish, the first of those planned; nothing without an official figure."""
    if wanted is None:
        return []
    row = next(wanted.itertuples())
    apart = (
        say("planner.apart", points=f"{100 * row.detectable:.1f}")
        if pd.notna(row.detectable)
        else say("planner.apart_never")
    )
    return [
        (say("planner.n"), written(row.n, "integer"), _wish(say, row)),
        (say("planner.total"), written(row.n * towns, "integer"), say("planner.in_towns", towns=towns)),
        (say("planner.gives_cv"), written(row.cv, "percent"), say(f"reliability.{row.reliability}")),
        (
            say("planner.interval"),
            say("map.between", low=written(row.low, "percent"), high=written(row.high, "percent")),
            apart,
        ),
    ]


def _wish(say: Words, row: Any) -> str:
    if row.kind == "cv":
        return say("planner.cv", cv=written(row.value, "percent"))
    if row.kind == "tell":
        return say("planner.tell", points=f"{100 * row.value:g}")
    return say("planner.given", n=written(row.value, "integer"))
