"""How science-literate each town is, how sure that is, and where the district stands on its path."""

from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, choropleth, maps, palette, says
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, written
from outreach.views.ground import Ground
from outreach.words import Words

BREAK_STEP = 0.005
HUES = ["#0063a8", "#8a2a86", "#00664c", "#9a5b00"]
SERIES = ("nation", "province", "city", "district")


def _sources(district: Any, estimates: Any) -> tuple[list[str], set[str]]:
    """The source ids and bases the towns' estimates rest on."""
    towns = own_towns(district.areas)
    ids = [*towns["population_source_id"], *towns["urban_share_source_id"], *district.groups["source_id"].iloc[-1:]]
    for margin, column in (("age", "people_source_id"), ("education", "education_source_id")):
        ids += list(towns[column].dropna()) if margin in estimates.margins and column in towns else []
    asked = district.survey[district.survey["wave"].isin(estimates.waves)]
    ids += [*asked["source_id"], *([district.home.plan.source_id] if estimates.level == "official" else [])]
    return ids, {"modelled", *estimates.table["basis"].dropna()}


def town_columns(say: Words, asked: bool = True) -> tuple[Column, ...]:
    """What is read of a town's estimate in a table; with what its own answers say where anybody was asked."""
    own = (
        Column("direct", say("column.direct")),
        Column("n", say("column.answers"), "integer"),
        Column("design_effect", say("column.design_effect"), "decimal"),
        Column("df", say("column.degrees"), "integer"),
        Column("gamma", say("column.gamma"), "whole_percent"),
    )
    return (
        Column("town_name", say("column.town_name")),
        Column("share", say("column.share"), "percent"),
        Column("low", say("column.low"), "percent"),
        Column("high", say("column.high"), "percent"),
        Column("cv", say("column.cv"), "percent"),
        Column("grade", say("column.reliability")),
        Column("rank_interval", say("column.rank_interval")),
        Column("rank_low", say("column.rank_low"), "integer", on_page=False),
        Column("rank_high", say("column.rank_high"), "integer", on_page=False),
        Column("basis_name", say("column.basis")),
        Column("year_said", say("column.year")),
        *(own if asked else ()),
    )


def _estimated(say: Words, names: pd.Series, estimates: Any, ranks: pd.DataFrame) -> pd.DataFrame:
    rows = estimates.table.reindex(names.index).join(ranks)
    interval = [
        say("literacy.rank_interval", low=low, high=high) if pd.notna(low) else ""
        for low, high in zip(rows["rank_low"], rows["rank_high"])
    ]
    return rows.assign(
        town_name=names,
        rank_interval=interval,
        interval=[_interval(say, row) for row in rows.itertuples()],
        basis_name=[say(f"value.literacy.basis.{one}") if isinstance(one, str) else "" for one in rows["basis"]],
        grade=[grade(say, one) for one in rows["reliability"]],
        direct=[direct(say, row) for row in rows.itertuples()],
        year_said=[f"{year:.0f}" if pd.notna(year) else "" for year in rows["year"]],
    )


def grade(say: Words, reliability: Any) -> str:
    """A grade in words: how firm a sampled figure is, or that it is modelled."""
    return say(f"reliability.{reliability}") if isinstance(reliability, str) else say("map.missing")


def direct(say: Words, row: Any) -> str:
    """What a town's own answers say by themselves, or why that is not shown; empty where nobody was asked."""
    if pd.isna(row.n):
        return ""
    if pd.isna(row.direct_share):
        return say(f"publication.{row.direct_reason}")
    ends = {"low": written(row.direct_low, "percent"), "high": written(row.direct_high, "percent")}
    return say("literacy.interval", share=written(row.direct_share, "percent"), **ends)


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
    estimates: Any,
    ranks: pd.DataFrame,
    area: str | None = None,
) -> Exhibit:
    """The towns filled by their estimated share, hatched where it is modelled, to be used with caution or not at all."""
    names = town_names(say, district.areas)
    rows = _estimated(say, names, estimates, ranks)
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
            rows["interval"][code],
            rows["grade"][code],
            say("literacy.basis_of_year", basis=rows.at[code, "basis_name"], year=rows.at[code, "year_said"]),
            *(
                [say("literacy.own_answers", n=f"{rows.at[code, 'n']:.0f}", direct=rows["direct"][code])]
                if rows.at[code, "direct"]
                else []
            ),
        ],
        label=lambda code: written(rows.at[code, "share"], "percent"),
    )
    sentence = summary(say, rows)
    ids, bases = _sources(district, estimates)
    return Exhibit(
        name="literacy_map",
        title=_titled(say, "map_title", estimates),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=town_columns(say, bool(rows["n"].notna().any())),
        credits=credits(say, home, district.sources, ids, bases, on_map=True),
        vector=maps.vector(ground, scene, sentence),
        deck=maps.deck(ground, scene),
        legends=choropleth.legends(say, scene, rows["reliability"].dropna().to_dict()),
        picks={"towns": ("area", "area_code")},
    )


def _titled(say: Words, key: str, estimates: Any) -> str:
    """A title with the year the estimates are of, where they are of one."""
    return say(f"literacy.{key}") + (say("literacy.of_year", year=estimates.year) if estimates.year else "")


def summary(say: Words, rows: pd.DataFrame) -> str:
    """Between which figures the towns lie and whether they can be ranked, in a sentence or two."""
    known = rows.dropna(subset=["share"])
    if known.empty:
        return say("literacy.nothing_known")
    return _spread(say, known) + _rankable(say, known)


def _spread(say: Words, known: pd.DataFrame) -> str:
    """Between which figures the towns lie; nothing where none is known."""
    if known.empty:
        return ""
    low, high = known.loc[known["share"].idxmin()], known.loc[known["share"].idxmax()]
    return say(
        "literacy.spread",
        low_town=low["town_name"],
        low=written(low["share"], "percent"),
        high_town=high["town_name"],
        high=written(high["share"], "percent"),
        width=f"{100 * (known['high'] - known['low']).median() / 2:.0f}",
    )


def _rankable(say: Words, known: pd.DataFrame) -> str:
    told = known[known["rankable"]]
    if told.empty:
        return say("literacy.none_rankable", n=len(known))
    return say("literacy.some_rankable", n=len(told), towns=say.list(list(told["town_name"])))


def _rests_on(say: Words, rows: pd.DataFrame) -> str:
    """How many of the towns' figures are mostly answers, and how many are modelled."""
    known = rows.dropna(subset=["share"])
    asked = int((known["basis"] == "survey").sum())
    if known.empty:
        return say("literacy.nothing_known")
    partly = bool(known["n"].notna().any())
    kind = (
        ("mostly_modelled" if partly else "all_modelled")
        if not asked
        else "all_asked"
        if asked == len(known)
        else "some_asked"
    )
    return say(f"literacy.{kind}", n=asked, modelled=len(known) - asked)


def _answered(say: Words, rows: pd.DataFrame) -> str:
    """What the own answers of the towns asked are: how many, of which design, of what weight; nothing where nobody was asked."""
    told = rows.dropna(subset=["share", "n"])
    if told.empty:
        return ""
    kinds = {
        "n": "integer",
        "design_effect": "decimal",
        "df": "integer",
        "gamma": "whole_percent",
        "direct_share": "percent",
    }
    ends = {name: _ends(say, told[name], kind) for name, kind in kinds.items()}
    return say("literacy.answered", towns=len(told), **ends)


def _ends(say: Words, values: pd.Series, kind: str) -> str:
    """The least and the most of some values as one reads them, once where they read the same."""
    low, high = written(values.min(), kind), written(values.max(), kind)
    return low if low == high else say("map.between", low=low, high=high)


def intervals(
    say: Words,
    home: Any,
    district: Any,
    estimates: Any,
    ranks: pd.DataFrame,
    official: Any,
    chance: pd.Series,
    level: float,
    own: Any = None,
    area: str | None = None,
) -> Exhibit:
    """Each town's estimate with its 95 % interval and the places it may really take, highest first.

    chance is how likely each town is at or above level, where the plan's path stands in the estimates' own year (NaN where
    it has no path then). own is the district's share in its survey. What is modelled is hollow and its line broken.
    """
    names = town_names(say, district.areas)
    rows = _estimated(say, names, estimates, ranks).assign(
        picked=names.index == area, chance=chance.reindex(names.index)
    )
    rows["modelled"] = rows["basis"] == "modelled"
    drawn = charts.ends(rows, "share", area)
    order = list(drawn.sort_values("share", ascending=False)["town_name"])
    base = alt.Chart(
        charts.values(
            drawn.reset_index()[
                [
                    "area_code",
                    "town_name",
                    "share",
                    "low",
                    "high",
                    "rank_interval",
                    "interval",
                    "grade",
                    "picked",
                    "modelled",
                    "direct_share",
                    "direct",
                ]
            ]
        )
    ).encode(y=alt.Y("town_name:N", sort=order, axis=charts.names_axis()))
    here = [one for one in SHAPE if one in set(rows["reliability"])]
    graded = [say(f"reliability.{one}") for one in here if one != "M"]
    shape = alt.Shape(
        "grade:N",
        scale=alt.Scale(domain=[say(f"reliability.{one}") for one in here], range=[SHAPE[one] for one in here]),
        legend=charts.legend(graded, values=graded) if graded else None,
    )
    sampled, worked = base.transform_filter("!datum.modelled"), base.transform_filter("datum.modelled")
    most = float(rows["high"].max())
    ends = {"domainMax": alt.ExprRef(charts.room_behind(most, rows["rank_interval"])["expr"])} if most > 0 else {}
    x = alt.X(
        "low:Q",
        axis=alt.Axis(format=".0%", title=None, tickCount=6),
        title=None,
        scale=alt.Scale(zero=True, nice=False, **ends),
    )
    tips = [
        alt.Tooltip("interval:N", title=say("column.share")),
        alt.Tooltip("grade:N", title=say("column.reliability")),
    ]
    shown = [
        sampled.mark_rule().encode(x=x, x2="high:Q", color=_ink("survey")),
        worked.mark_rule(strokeDash=[4, 3]).encode(x=x, x2="high:Q", color=_ink("modelled")),
        sampled.mark_point(filled=True, opacity=1).encode(x="share:Q", color=_ink("survey"), shape=shape, tooltip=tips),
        worked.mark_point(filled=False, opacity=1, fill=palette.PAPER).encode(
            x="share:Q", color=_ink("modelled"), shape=shape, tooltip=tips
        ),
        base.transform_filter("isValid(datum.direct_share)")
        .mark_tick(thickness=2, height={"band": 0.7}, color=palette.INK)
        .encode(x="direct_share:Q", tooltip=alt.Tooltip("direct:N", title=say("column.direct"))),
        base.mark_text(align="left", dx=8).encode(x="high:Q", text="rank_interval:N"),
    ]
    levels = _levels(say, estimates, official, own)
    for number, (label, share) in enumerate(levels.items()):
        rule = alt.Chart(charts.values(pd.DataFrame({"share": [share], "label": [label]})))
        colour = palette.AREA["district"] if number == 0 else palette.BASIS["survey"]
        shown += [
            rule.mark_rule(strokeDash=[5, 4], color=colour).encode(x="share:Q"),
            rule.mark_text(align="right", baseline="bottom", dx=-4, dy=-2, color=colour).encode(
                x="share:Q", y=alt.value(0), text="label:N"
            ),
        ]
    asked = bool(rows["n"].notna().any())
    sentence = say("literacy.intervals_asked" if asked else "literacy.intervals_sentence")
    sentence += _rests_on(say, rows) + _answered(say, rows)
    sentence += _rankable(say, rows.dropna(subset=["share"])) + charts.said_of_ends(say, rows)
    ids, bases = _sources(district, estimates)
    path = say("column.chance", year=estimates.year, level=written(level, "percent")) if pd.notna(level) else ""
    return Exhibit(
        name="literacy_intervals",
        title=_titled(say, "intervals_title", estimates),
        sentence=sentence,
        rows=rows.sort_values("share", ascending=False).reset_index(),
        columns=(
            *town_columns(say, asked),
            *((Column("chance", path, "whole_percent"),) if path else ()),
        ),
        credits=credits(say, home, district.sources, ids, bases),
        vector=charts.spec(alt.layer(*shown).properties(height=charts.STEP), sentence),
        chart=Chart(
            "intervals",
            "town_name",
            ("share",),
            low="low",
            high="high",
            colours={"share": _main_colour(rows), **{name: palette.AREA["district"] for name in levels}},
            levels=levels,
        ),
        says=says.of_intervals(
            say,
            rows.dropna(subset=["share"]),
            _spread(say, rows.dropna(subset=["share"])) + _answered(say, rows),
            _rests_on(say, rows),
            say("literacy.intervals_asked" if asked else "literacy.intervals_sentence"),
        ),
    )


SHAPE = {"A": "circle", "E": "diamond", "M": "square"}


def _ink(basis: str) -> Any:
    return alt.condition("datum.picked", alt.value(palette.PICKED), alt.value(palette.BASIS[basis]))


def _main_colour(rows: pd.DataFrame) -> str:
    """The colour of what most of the towns' figures rest on, for a picture that has but one."""
    return palette.BASIS["survey" if (rows["basis"] == "survey").mean() > 0.5 else "modelled"]


def _levels(say: Words, estimates: Any, official: Any, own: Any) -> dict[str, float]:
    """The district's own figures that the towns are read beside: the survey's of the towns' year, else the official one."""
    if own is not None and estimates.level == "survey" and own.reliability in ("A", "E"):
        return {say("literacy.own_line", year=own.year, share=written(own.share, "percent")): own.share}
    if official is None or estimates.level == "survey":
        return {}
    return {say("literacy.official_line", year=official.year, share=written(official.share, "percent")): official.share}


def own_figures(say: Words, own: Any) -> list[tuple[str, str, str]]:
    """The whole district's share in its survey, with its interval and what that rests on; nothing without one."""
    if own is None:
        return []
    deff, df = f"{own.design_effect:.2f}", "—" if pd.isna(own.df) else f"{own.df:.0f}"
    note = say("literacy.own_note", n=written(own.n, "integer"), deff=deff, df=df, towns=own.towns)
    note += (
        say("literacy.own_stated")
        if own.stated
        else say("literacy.own_together", people=written(own.people, "whole_percent"))
    )
    label = say("literacy.own_label", year=own.year)
    if own.reliability not in ("A", "E"):
        return [(label, say("literacy.own_hidden"), say(f"publication.{own.reason}"))]
    ends = {"low": written(own.low, "percent"), "high": written(own.high, "percent")}
    shown = say("literacy.interval", share=written(own.share, "percent"), **ends)
    return [(label, shown, note), (say("column.reliability"), grade(say, own.reliability), say("literacy.own_judges"))]


def series(
    say: Words, home: Any, district: Any, target: pd.Series | None, trend: Any = None, own: Any = None
) -> Exhibit | None:
    """The district beside city, province and nation over the years, the path to its target and what was reported on it.

    None where no figure was ever published.

    own is the district's share in its survey, which joins the published figures as one of its own kind.
    """
    areas = district.areas.set_index("area_code")
    rows = district.literacy[district.literacy["group"] == "all"].copy()
    if own is not None and own.reliability in ("A", "E"):
        added = {"area_code": home.code, "year": own.year, "group": "all", "share": own.share, "basis": own.basis}
        rows = pd.concat([rows, pd.DataFrame([added | {"n": own.n, "source_id": own.source_id}])], ignore_index=True)
    rows["kind"] = rows["area_code"].map(areas["kind"])
    rows["area_name"] = rows["area_code"].map(areas[f"name_{say.language}"])
    rows["basis_name"] = [say(f"value.literacy.basis.{one}") for one in rows["basis"]]
    rows = rows[rows["kind"].isin(SERIES)].sort_values(["kind", "year"])
    if rows.empty:
        return None
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
    legend = charts.legend(named[order])
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
    shown += _reported(say, district, home, x, y)
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
        says=says.of_series(say, rows, target),
    )


def _reported(say: Words, district: Any, home: Any, x: Any, y: Any) -> list[Any]:
    """What was reported on the plan's target, upon the chart: a mark a report, the newest with its figure."""
    rows = district.progress[district.progress["target_id"] == home.plan.literacy_target_id]
    rows = rows[rows["basis"] != "modelled"].dropna(subset=["value"]).sort_values("date")
    if rows.empty:
        return []
    years = pd.to_datetime(rows["date"]).dt.year
    points = pd.DataFrame({"year": years, "share": rows["value"].astype(float)})
    points["label"] = ["", *[""] * (len(points) - 2), says.percent(points["share"].iloc[-1])][-len(points) :]
    base = alt.Chart(charts.values(points)).encode(x=x, y=y)
    return [
        base.mark_point(filled=True, shape="square", color=palette.AREA["district"], opacity=1).encode(
            tooltip=[
                alt.Tooltip("year:Q", title=say("column.year"), format="d"),
                alt.Tooltip("share:Q", title=say("column.reported"), format=".1%"),
            ]
        ),
        base.mark_text(dy=16, baseline="top", color=palette.AREA["district"], fontWeight="bold").encode(text="label:N"),
    ]


def _as_the_city(rows: pd.DataFrame, year: int) -> bool:
    """Whether the district's figure of a year is the city's, with no number of answers stated."""
    of_year = rows[rows["year"] == year].set_index("kind")
    stated = {"district", "city"} <= set(of_year.index)
    return (
        stated and of_year["share"]["district"] == of_year["share"]["city"] and bool(pd.isna(of_year["n"]["district"]))
    )


def _called(say: Words, trend: Any) -> str:
    """Whether the district's share rises or falls, or why nothing is said of it."""
    if trend.call == "no_call":
        return say(f"literacy.trend_{trend.reason}", waves=trend.waves)
    return say(f"literacy.trend_{trend.call}", points=f"{100 * abs(trend.per_year):.1f}", waves=trend.waves)


def groups(say: Words, home: Any, district: Any, estimates: Any) -> Exhibit:
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
        chart=Chart("bars", "group_name", ("share",), "dimension_name", colours=dict(zip(dimensions, HUES))),
    )


def lede(say: Words, official: Any, estimates: Any, own: Any, areas: pd.DataFrame) -> str:
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
            else say("literacy.lede", year=official.year, share=written(official.share, "percent"), margins=margins)
        )
        if len(asked):
            found += say("literacy.lede_few", n=len(asked), towns=say.list(list(names.reindex(asked.index))))
        return found
    mostly = int((estimates.table["basis"] == "survey").sum())
    kind = "lede_survey" if mostly else "lede_survey_thin"
    found = say(f"literacy.{kind}", year=estimates.year, asked=len(asked), mostly=mostly, all=len(names))
    if own is not None and own.reliability in ("A", "E"):
        ends = {name: written(getattr(own, name), "percent") for name in ("share", "low", "high")}
        found += say("literacy.lede_own", year=own.year, **ends)
    if len(estimates.waves) > 1:
        found += say("literacy.lede_mixed", waves=say.list([str(one) for one in estimates.waves]))
    if estimates.left_out:
        left = [names[code] for code in estimates.left_out if code in names.index]
        found += say("literacy.lede_left_out", towns=say.list(left), year=estimates.year)
    return found


def method(say: Words, home: Any, estimates: Any) -> str:
    """How the estimates are made, with the settings they were made with."""
    margins = say.list([say(f"value.groups.dimension.{one}") for one in estimates.margins])
    assumed = say("value.literacy.basis.assumed")
    if estimates.level == "survey":
        years = f"{home.literacy.get('wave_years', 0):g}"
        return say("literacy.method_survey", margins=margins, urban_basis=assumed, years=years)
    sd = f"{100 * home.literacy['between_town_sd']:g}"
    return say("literacy.method_text", sd=sd, margins=margins, urban_basis=assumed)
