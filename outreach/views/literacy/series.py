"""The district beside city, province and nation over the years."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Own, Trend
from outreach.views import charts, palette, says
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, formatted
from outreach.words import Words

SERIES = ("nation", "province", "city", "district")


def series(
    say: Words, district: District, target: pd.Series | None, trend: Trend | None = None, own: Own | None = None
) -> Exhibit | None:
    """The district beside city, province and nation over the years, the path to its target and what was reported on it.

    None where no figure was ever published.

    own is the district's share in its survey, which joins the published figures as one of its own kind.
    """
    rows = _published(say, district, own)
    if rows.empty:
        return None
    path, reports = _path(target), _reports(district)
    sentence = say("literacy.series_sentence") if path is None else _path_said(say, rows, path)
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
            district.home,
            district.sources,
            [*rows["source_id"], *([] if target is None else [target["source_id"]])],
            rows["basis"],
        ),
        vector=charts.spec(_picture(say, rows, path, reports).properties(height=300), sentence),
        chart=_chart(say, rows, path, reports),
        says=says.of_series(say, rows, target),
    )


def _published(say: Words, district: District, own: Own | None) -> pd.DataFrame:
    """The figures of everybody in the years they are of, the district's own survey among them."""
    areas = district.areas.set_index("area_code")
    rows = district.literacy[district.literacy["group"] == "all"].copy()
    if own is not None and own.reliability in ("A", "E"):
        code = district.home.code
        added = {"area_code": code, "year": own.year, "group": "all", "share": own.share, "basis": own.basis}
        rows = pd.concat([rows, pd.DataFrame([added | {"n": own.n, "source_id": own.source_id}])], ignore_index=True)
    rows["kind"] = rows["area_code"].map(areas["kind"])
    rows["area_name"] = rows["area_code"].map(areas[f"name_{say.language}"])
    rows["basis_name"] = [say(f"value.literacy.basis.{one}") for one in rows["basis"]]
    rows = rows[rows["kind"].isin(SERIES)].sort_values(["kind", "year"])
    return rows.assign(year=rows["year"].astype(int)) if len(rows) else rows


def _path(target: pd.Series | None) -> pd.DataFrame | None:
    """Where the plan's path begins and ends: year, share and its label; None without a target."""
    if target is None:
        return None
    path = pd.DataFrame(
        {
            "year": [int(target["baseline_year"]), int(target["due"])],
            "share": [float(target["baseline"]), float(target["target_value"])],
        }
    )
    return path.assign(label=[formatted(share, "percent").replace(".0%", "%") for share in path["share"]])


def _path_said(say: Words, rows: pd.DataFrame, path: pd.DataFrame) -> str:
    sentence = say(
        "literacy.path_sentence",
        baseline=path["label"][0],
        baseline_year=path["year"][0],
        target=path["label"][1],
        due=path["year"][1],
    )
    same = _as_the_city(rows, path["year"][0])
    return sentence + (say("literacy.path_same", baseline_year=path["year"][0]) if same else "")


def _names(rows: pd.DataFrame) -> dict[str, str]:
    """The areas' names by their kind, from the nation to the district."""
    named = rows.drop_duplicates("kind").set_index("kind")["area_name"]
    return {kind: str(named[kind]) for kind in SERIES if kind in named.index}


def _picture(say: Words, rows: pd.DataFrame, path: pd.DataFrame | None, reports: pd.DataFrame) -> alt.TopLevelMixin:
    """A line an area over the years, the path to the target, and the reports."""
    ends = [2026, int(rows["year"].max()), *([] if path is None else [path["year"][1] + (path["year"][1] > 2026)])]
    years = alt.Axis(format="d", title=None, grid=False, tickMinStep=1, labelOverlap="parity", labelSeparation=10)
    x = alt.X("year:Q", axis=years, scale=alt.Scale(domain=[int(rows["year"].min()), int(max(ends))], nice=False))
    y = alt.Y("share:Q", axis=charts.share_axis(), title=None)
    turns = {} if path is None else dict(zip(path["year"], path["share"]))
    return alt.layer(
        *_areas(say, rows, x, y),
        *([] if path is None else _way(path, x, y)),
        *_reported(say, reports, rows, turns, x, y),
    )


def _areas(say: Words, rows: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Each area's figures, joined by a line."""
    names = _names(rows)
    domain, legend = list(names.values()), charts.legend(names.values())
    scale = alt.Scale(domain=domain, range=[palette.AREA[kind] for kind in names])
    shapes = alt.Scale(domain=domain, range=["circle", "square", "triangle-up", "diamond"][: len(domain)])
    colour = alt.Color("area_name:N", scale=scale, legend=legend)
    base = alt.Chart(charts.values(rows[["year", "share", "area_name", "basis_name"]]))
    tip = [
        alt.Tooltip("area_name:N", title=say("column.area_name")),
        alt.Tooltip("year:Q", title=say("column.year"), format="d"),
        alt.Tooltip("share:Q", title=say("column.share"), format=".1%"),
        alt.Tooltip("basis_name:N", title=say("column.basis")),
    ]
    return [
        base.mark_line().encode(x=x, y=y, color=colour),
        base.mark_point(filled=True, opacity=1).encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape("area_name:N", scale=shapes, legend=legend),
            tooltip=tip,
        ),
    ]


def _way(path: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The path to the target, broken, with the figures at its ends."""
    drawn = alt.Chart(charts.values(path))
    return [
        drawn.mark_line(strokeDash=[6, 4], color=palette.PATH).encode(x=x, y=y),
        drawn.mark_point(filled=False, color=palette.PATH, opacity=1).encode(x=x, y=y),
        *_told(drawn.encode(x=x, y=y, text="label:N"), dy=-14, color=palette.PATH),
    ]


def _chart(say: Words, rows: pd.DataFrame, path: pd.DataFrame | None, reports: pd.DataFrame) -> Chart:
    """The same for an office program."""
    colours = {name: palette.AREA[kind] for kind, name in _names(rows).items()} | {say("literacy.path"): palette.PATH}
    paths = {} if path is None else {say("literacy.path"): dict(zip(path["year"], path["share"]))}
    if len(reports):
        colours[say("column.reported")] = palette.AREA["district"]
        paths[say("column.reported")] = dict(zip(reports["year"], reports["share"]))
    return Chart("lines", "year", ("share",), "area_name", colours=colours, paths=paths)


def _reports(district: District) -> pd.DataFrame:
    """What was reported on the plan's target: year and share, the oldest first."""
    rows = district.progress[district.progress["target_id"] == district.home.plan.literacy_target_id]
    rows = rows[rows["basis"] != "modelled"].dropna(subset=["value"]).sort_values("date")
    return pd.DataFrame({"year": pd.to_datetime(rows["date"]).dt.year, "share": rows["value"].astype(float)})


def _reported(
    say: Words, points: pd.DataFrame, series: pd.DataFrame, turns: Mapping[int, float], x: alt.X, y: alt.Y
) -> list[alt.Chart]:
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


def _told(drawn: alt.Chart, **mark: Any) -> list[alt.Chart]:
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


def _called(say: Words, trend: Trend) -> str:
    """Whether the district's share rises or falls, or why nothing is said of it."""
    if trend.call == "no_call":
        return say(f"literacy.trend_{trend.reason}", waves=trend.waves)
    return say(f"literacy.trend_{trend.call}", points=f"{100 * abs(trend.per_year):.1f}", waves=trend.waves)
