"""Where a town stands in every measure, what its literacy rests on and what its gap is made of."""

from collections.abc import Collection

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Estimates, Official
from outreach.views import charts, palette, positions
from outreach.views import gaps as gap_views
from outreach.views import literacy as literacy_views
from outreach.views.areas import town_names
from outreach.views.exhibit import Chart, Column, Exhibit, formatted
from outreach.views.frames import Row, cell, record, records
from outreach.views.town.said import Standing, name_of, possible_said, range_said, read, side_of, town_credits
from outreach.words import Words

SIDES = ("better", "same", "worse", "open")
SHAPE = {"better": "triangle-up", "same": "circle", "worse": "triangle-down", "open": "diamond"}


def literacy(say: Words, district: District, estimates: Estimates, area: str) -> Exhibit:
    """What the town's literacy rests on: the combined figure, its own answers and how much they weigh in it."""
    row = estimates.table.loc[area]
    town = town_names(say, district.areas)[area]
    known = pd.notna(row["share"])
    ends = {one: formatted(row[one], "percent") for one in ("share", "low", "high")}
    combined = say("literacy.interval", **ends) if known else say("literacy.not_published")
    basis = say(f"value.literacy.basis.{row['basis']}")
    said = [
        ("combined", combined),
        ("grade", literacy_views.rows.grade(say, row["reliability"])),
        ("rests", say("literacy.basis_of_year", basis=basis, year=f"{row['year']:.0f}") if known else basis),
    ]
    if pd.notna(row["n"]):
        degrees = formatted(row["df"], "integer") if pd.notna(row["df"]) else say("publication.unstated_degrees")
        said += [
            ("direct", literacy_views.rows.direct(say, row)),
            ("answers", formatted(row["n"], "integer")),
            ("design_effect", formatted(row["design_effect"], "decimal")),
            ("degrees", degrees),
            ("gamma", formatted(row["gamma"], "whole_percent")),
        ]
    else:
        said.append(("direct", say("town.nobody_asked")))
    rows = pd.DataFrame(said, columns=["item", "content"])
    rows["item_name"] = [say(f"town.literacy_item.{one}") for one in rows["item"]]
    asked = district.survey.loc[(district.survey["area_code"] == area), "source_id"]
    return Exhibit(
        name="town_literacy",
        title=say("town.literacy_title", town=town),
        sentence=say(f"town.literacy_sentence.{row['basis']}"),
        rows=rows,
        columns=(Column("item_name", say("column.item")), Column("content", say("column.value"))),
        credits=town_credits(
            say, district, *asked, kinds_of_basis=("survey", "modelled") if pd.notna(row["n"]) else ("modelled",)
        ),
    )


def standing(
    say: Words, district: District, profile: Standing, official: Official | None, area: str, spread: bool
) -> Exhibit:
    """Every measure as a band of all towns with the district's mark and the town's: the worse to the left, the better to the right.

    The figures of profile are as from measures.town.profile; spread as in positions.known.
    """
    town = town_names(say, district.areas)[area]
    rows = _measures(say, district, profile.figures, record(profile.intervals, area))
    known = positions.known(say, district, spread)
    sentence = say(f"town.standing_sentence.{positions.taken(spread)}", town=town, known=known)
    if official is not None:
        basis = say(f"value.literacy.basis.{official.basis}")
        sentence += say("town.standing_whole", year=official.year, basis=basis)
    return Exhibit(
        name="town_standing",
        title=say("town.standing_title", town=town),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("measure_name", say("column.measure_name")),
            Column("value_said", town),
            Column("interval_said", say("town.possible")),
            Column("district_said", say("town.whole_district")),
            Column("median_said", say("town.median")),
            Column("range_said", say("town.of_towns")),
            Column("side_name", say("town.against")),
            *(
                Column(one, say(f"town.figure.{one}"), "decimal", on_page=False)
                for one in ("value", "low", "high", "district", "min", "q1", "median", "q3", "max")
            ),
        ),
        credits=town_credits(say, district, *([official.source_id] if official is not None else [])),
        vector=charts.spec(_spine(say, rows).properties(height={"step": 30}), sentence),
    )


def _measures(say: Words, district: District, profile: pd.DataFrame, intervals: Row) -> pd.DataFrame:
    """A row a measure: the town's figure, how far it may range, the district's and the towns', and all of it in words."""
    rows = profile.reset_index()
    for end in ("low", "high"):
        rows[end] = [intervals.get(f"{one}_{end}", float("nan")) for one in rows["measure"]]
    found = records(rows)
    rows = rows.assign(
        measure_name=[name_of(say, row["measure"], district.home.travel) for row in found],
        side=[side_of(row) for row in found],
        value_said=[read(say, row["measure"], row["value"]) for row in found],
        interval_said=[possible_said(say, row["measure"], row["low"], row["high"]) for row in found],
        district_said=[read(say, row["measure"], row["district"]) for row in found],
        range_said=[range_said(say, row["measure"], row["min"], row["max"]) for row in found],
        median_said=[read(say, row["measure"], row["median"]) for row in found],
    )
    beside = zip(rows["value_said"], rows["district_said"], strict=True)
    return rows.assign(
        side_name=[say(f"town.side.{one}") for one in rows["side"]],
        beside=[say("town.beside", value=value, district=whole) for value, whole in beside],
    )


def placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Every end of a row between 0 (the worst there is) and 1 (the best), each measure on a scale of its own."""
    ends = ["value", "low", "high", "district", "min", "q1", "q3", "max"]
    least, most = rows[ends].min(axis=1), rows[ends].max(axis=1)
    spread = (most - least).where(most > least)
    placed = (
        rows[ends].sub(least, axis=0).div(spread, axis=0).fillna(rows[ends].notna() * 0.5).where(rows[ends].notna())
    )
    return placed.where(rows["better"] != "low", 1 - placed)


DRAWN = (
    "measure",
    "measure_name",
    "side_name",
    "value_said",
    "interval_said",
    "district_said",
    "range_said",
    "beside",
)
"""What of the rows the picture needs besides their places."""
TIPS = ("measure_name", "value_said", "interval_said", "district_said", "range_said", "side_name")


def _side_signs(say: Words, sides: Collection[str]) -> tuple[alt.Color, alt.Shape]:
    """The colour and the sign of each side that the town is on, in one legend."""
    here = [one for one in SIDES if one in sides]
    domain = [say(f"town.side.{one}") for one in here]
    legend = charts.legend(domain)
    colours = alt.Scale(domain=domain, range=[palette.SIDE[one] for one in here])
    shapes = alt.Scale(domain=domain, range=[SHAPE[one] for one in here])
    return (
        alt.Color("side_name:N", scale=colours, legend=legend),
        alt.Shape("side_name:N", scale=shapes, legend=legend),
    )


def _spine(say: Words, rows: pd.DataFrame) -> alt.TopLevelMixin:
    """Each measure on a line from the worst to the best: the towns, the district and this town with what is said of it."""
    labels = [charts.folded(one) for one in rows["measure_name"]]
    drawn = placed(rows).join(rows[list(DRAWN)]).assign(label=labels)
    colour, shape = _side_signs(say, set(rows["side"]))
    tips = [alt.Tooltip(f"{one}:N", title=say(f"town.tip.{one}")) for one in TIPS]
    base = alt.Chart(charts.values(drawn)).encode(
        y=alt.Y("label:N", sort=labels, axis=charts.names_axis(300, two_ways=True)),
        tooltip=tips,
    )
    end = alt.ExprRef(charts.room_behind(1.02, rows["beside"])["expr"])
    scale = alt.Scale(domain=[-0.02, 1.02], domainMax=end, nice=False)
    marked = base.transform_filter("isValid(datum.value)")
    return alt.layer(
        base.mark_bar(color=palette.GRID, height={"band": 0.62}).encode(
            x=alt.X("min:Q", axis=None, scale=scale), x2="max:Q"
        ),
        base.mark_bar(color=palette.BAND, height={"band": 0.62}).encode(x="q1:Q", x2="q3:Q"),
        base.mark_rule(color=palette.INK).encode(x="low:Q", x2="high:Q").transform_filter("isValid(datum.low)"),
        base.mark_tick(color=palette.PATH, thickness=3, height={"band": 0.9})
        .encode(x="district:Q")
        .transform_filter("isValid(datum.district)"),
        marked.mark_point(filled=True, opacity=1, stroke=palette.PAPER, strokeWidth=1).encode(
            x="value:Q", color=colour, shape=shape
        ),
        base.mark_text(align="left", dx=8).encode(x=alt.datum(1.02), text="beside:N"),
    )


def gap(say: Words, district: District, measured: pd.DataFrame, area: str) -> Exhibit | None:
    """How large the town's gap is in each part, with the median of the towns; None where no part is known."""
    town = town_names(say, district.areas)[area]
    parts = [one for one in palette.COMPONENT if f"points_{one}" in measured and pd.notna(measured[one][area])]
    if not parts:
        return None
    rows = _parts_of_gap(say, measured, area, parts)
    reason = cell(gap_views.reasoned(say, district, measured), area, "reason")
    sentence = say(
        "town.gap_sentence",
        gap=formatted(measured.at[area, "gap"], "index"),
        possible=gap_views.possible(say, measured, area),
        reason=say.capital(reason),
    )
    return Exhibit(
        name="town_gap",
        title=say("town.gap_title", town=town),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("component_name", say("column.component_name")),
            Column("score", say("town.score"), "index"),
            Column("median", say("town.median"), "index"),
            Column("points", say("town.points"), "decimal"),
        ),
        credits=town_credits(say, district, *district.standards["source_id"]),
        vector=charts.spec(_parts(say, rows).properties(height=charts.STEP), sentence),
        chart=Chart(
            "bars", "component_name", ("score", "median"), colours={"score": palette.GAP[3], "median": palette.BAND}
        ),
    )


def _parts_of_gap(say: Words, measured: pd.DataFrame, area: str, parts: list[str]) -> pd.DataFrame:
    """A row a part: how much of it could be lacking and is, the median of the towns, and how much of the gap it makes."""
    rows = pd.DataFrame(
        {
            "component": parts,
            "component_name": [say(f"gaps.component.{one}") for one in parts],
            "score": [measured.at[area, one] for one in parts],
            "median": [measured[one].median() for one in parts],
            "points": [measured.at[area, f"points_{one}"] for one in parts],
        }
    )
    labels = [
        say("town.gap_label", score=formatted(score, "index"), points=f"{points:.1f}")
        for score, points in zip(rows["score"], rows["points"], strict=True)
    ]
    return rows.assign(label=labels)


def _parts(say: Words, rows: pd.DataFrame) -> alt.TopLevelMixin:
    """A bar a part of the whole that could be lacking, with a mark at the median of the towns."""
    domain = list(rows["component_name"])
    colours = alt.Scale(domain=domain, range=[palette.COMPONENT[one] for one in rows["component"]])
    tips = [
        alt.Tooltip("component_name:N", title=say("column.component_name")),
        alt.Tooltip("label:N", title=say("town.score")),
    ]
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("component_name:N", sort=domain, axis=charts.names_axis()), tooltip=tips
    )
    end = alt.ExprRef(charts.room_behind(100, rows["label"])["expr"])
    scale = alt.Scale(domain=[0, 100], domainMax=end, nice=False)
    return alt.layer(
        base.mark_bar(color=palette.GRID, height={"band": 0.62})
        .encode(x=alt.X("whole:Q", axis=None, scale=scale))
        .transform_calculate(whole="100"),
        base.mark_bar(height={"band": 0.62}).encode(
            x="score:Q", color=alt.Color("component_name:N", scale=colours, legend=None)
        ),
        base.mark_tick(color=palette.INK, thickness=2, height={"band": 0.9})
        .encode(x="median:Q")
        .transform_filter("isValid(datum.median)"),
        base.mark_text(align="left", dx=8).encode(x=alt.datum(100), text="label:N"),
    )
