"""The district beside city, province and nation over the years."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, palette, says
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, written
from outreach.words import Words

SERIES = ("nation", "province", "city", "district")


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
    years = alt.Axis(format="d", title=None, grid=False, tickMinStep=1, labelOverlap="parity", labelSeparation=10)
    x = alt.X("year:Q", axis=years, scale=last)
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
            *_told(drawn.encode(x=x, y=y, text="label:N"), dy=-14, color=palette.PATH),
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
    told = _reports(district, home)
    turns: dict[int, float] = {} if target is None else dict(zip(path["year"], path["share"]))
    shown += _reported(say, told, rows, turns, x, y)
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
            colours={
                **{named[kind]: palette.AREA[kind] for kind in order},
                say("literacy.path"): palette.PATH,
                **({say("column.reported"): palette.AREA["district"]} if len(told) else {}),
            },
            paths={
                **({say("literacy.path"): turns} if turns else {}),
                **({say("column.reported"): dict(zip(told["year"], told["share"]))} if len(told) else {}),
            },
        ),
        says=says.of_series(say, rows, target),
    )


def _reports(district: Any, home: Any) -> pd.DataFrame:
    """What was reported on the plan's target: year and share, the oldest first."""
    rows = district.progress[district.progress["target_id"] == home.plan.literacy_target_id]
    rows = rows[rows["basis"] != "modelled"].dropna(subset=["value"]).sort_values("date")
    return pd.DataFrame({"year": pd.to_datetime(rows["date"]).dt.year, "share": rows["value"].astype(float)})


def _reported(
    say: Words, points: pd.DataFrame, series: pd.DataFrame, turns: Mapping[int, float], x: Any, y: Any
) -> list[Any]:
    """The reports upon the chart: a mark a report, the newest with its figure, on the side where nothing else is near.

    turns are the years and shares where the plan's path begins and ends.
    """
    if points.empty:
        return []
    newest = points.iloc[[-1]]
    year, share = int(newest["year"].iloc[0]), float(newest["share"].iloc[0])
    there = series[series["year"] == year].dropna(subset=["share"])
    own = [share, *there.loc[there["kind"] == "district", "share"]]
    others = [*there.loc[there["kind"] != "district", "share"], *([turns[year]] if year in turns else [])]
    over = min((one - max(own) for one in others if one >= max(own)), default=1.0)
    under = min((min(own) - one for one in others if one < min(own)), default=1.0)
    figure = newest.assign(share=max(own) if over >= under else min(own), label=says.percent(share))
    stands: dict[str, Any] = {"dy": -14} if over >= under else {"dy": 16, "baseline": "top"}
    base = alt.Chart(charts.values(points)).encode(x=x, y=y)
    return [
        base.mark_point(filled=True, shape="square", color=palette.AREA["district"], opacity=1).encode(
            tooltip=[
                alt.Tooltip("year:Q", title=say("column.year"), format="d"),
                alt.Tooltip("share:Q", title=say("column.reported"), format=".1%"),
            ]
        ),
        *_told(
            alt.Chart(charts.values(figure)).encode(x=x, y=y, text="label:N"),
            **stands,
            color=palette.AREA["district"],
        ),
    ]


def _told(drawn: Any, **mark: Any) -> list[Any]:
    """Figures upon lines: on a halo of the paper's, so that no line runs through them."""
    said = {"style": "strong", "fontWeight": "bold", **mark}
    return [drawn.mark_text(**said, stroke=palette.PAPER, strokeWidth=4), drawn.mark_text(**said)]


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
