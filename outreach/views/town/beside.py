"""Two towns side by side, and the towns most like one."""

from typing import Any

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Apart
from outreach.views import charts, palette
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Exhibit, formatted
from outreach.views.frames import Row, cell, number, record, records
from outreach.views.town.said import KIND, Pair, Standing, basis_said, figure, name_of, range_said, read, town_credits
from outreach.words import Words

PAIR = {"step": 15}  # of the chart of two towns, for each of the two


def compare(say: Words, district: District, standing: Standing, measured: pd.DataFrame, pair: Pair) -> Exhibit | None:
    """Two towns' figures in two columns with their difference; None without a second town.

    The figures of standing are by area_code, a column per measure.
    """
    area, other, apart = pair
    if other is None:
        return None
    names = town_names(say, district.areas)
    areas = district.areas.set_index("area_code")
    rows = []
    for one in (*OF_RECORDS, "bases", *standing.figures.columns):
        a, b = (_compared(standing.figures, measured, areas, code, one) for code in (area, other))
        verdict = _verdict(say, standing.intervals, pair, one, a - b)
        rows.append({**_in_columns(say, one, name_of(say, one, district.home.travel), a, b), "verdict": verdict})
    return Exhibit(
        name="town_compare",
        title=say("town.compare_title", town=names[area], other=names[other]),
        sentence=_told(say, apart, names[area], names[other]) + say("town.compare_sentence"),
        rows=pd.DataFrame(rows),
        columns=(
            Column("measure_name", say("column.measure_name")),
            Column("value_said", names[area]),
            Column("other_said", names[other]),
            Column("difference_said", say("town.difference", town=names[area])),
            Column("verdict", say("town.verdict")),
            *(
                Column(one, say(f"town.figure.{one}"), "decimal", on_page=False)
                for one in ("value", "other", "difference")
            ),
        ),
        credits=town_credits(say, district, *areas.loc[[area, other], "urban_share_source_id"]),
    )


OF_RECORDS = ("population", "density", "urban_share")
"""What is compared besides the figures of a town: its own record."""


def _in_columns(say: Words, measure: str, name: str, value: float, other: float) -> dict[str, Any]:
    """One measure of two towns with their difference, as numbers and as they are read."""
    return {
        "measure": measure,
        "measure_name": name,
        "value": value,
        "other": other,
        "difference": value - other,
        "value_said": read(say, measure, value),
        "other_said": read(say, measure, other),
        "difference_said": difference_said(say, measure, value - other),
    }


def beside(say: Words, district: District, standing: Standing, pair: Pair) -> Exhibit | None:
    """Two towns in every measure, each with its possible range, on one scale from the least to the most of all towns.

    None without a second town. What can be told apart is said, which is more and by how much, and what cannot.
    """
    area, other, _ = pair
    if other is None:
        return None
    names = town_names(say, district.areas)
    rows = _both(say, district, standing, pair, other)
    sentence = _in_words(say, rows, names[area], names[other]) + say("town.beside_reading")
    return Exhibit(
        name="town_beside",
        title=say("town.beside_title", town=names[area], other=names[other]),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("measure_name", say("column.measure_name")),
            Column("town_name", say("column.town_name")),
            Column("value_said", say("column.value")),
            Column("range_said", say("town.possible")),
            Column("verdict", say("town.verdict")),
        ),
        credits=town_credits(say, district),
        vector=charts.spec(_pairs(rows, [names[area], names[other]]).properties(height=PAIR), sentence),
    )


def in_words(say: Words, district: District, standing: Standing, pair: Pair) -> str:
    """What tells the two towns apart and what does not, for who has just chosen the second; empty without one."""
    area, other, _ = pair
    if other is None:
        return ""
    names = town_names(say, district.areas)
    said = _in_words(say, _both(say, district, standing, pair, other), names[area], names[other]).strip()
    return said if names[other] in said else say("town.beside_lead", town=names[area], other=names[other]) + said


def _both(say: Words, district: District, standing: Standing, pair: Pair, other: str) -> pd.DataFrame:
    """Every measure of the two towns that is known, a row for each of the two."""
    names = town_names(say, district.areas)
    rows = pd.DataFrame(
        [
            _side_by_side(say, district, standing, pair, one, code)
            for one in standing.figures.columns
            for code in (pair.area, other)
        ]
    ).assign(town_name=lambda found: found["area_code"].map(names))
    return rows[rows["value"].notna()].reset_index(drop=True)


def _side_by_side(
    say: Words, district: District, standing: Standing, pair: Pair, measure: str, code: str
) -> dict[str, Any]:
    """One town's figure of one measure, in its own unit and where it lies between the least and the most of the towns."""
    figures, intervals = standing
    difference = float(cell(figures, pair.area, measure) - cell(figures, pair.other, measure))
    value = float(figures[measure][code])
    told = f"{measure}_low" in intervals
    low, high = (float(intervals[f"{measure}_{end}"][code]) if told else float("nan") for end in ("low", "high"))
    ends = pd.concat([figures[measure], *([intervals[f"{measure}_low"], intervals[f"{measure}_high"]] if told else [])])
    least, width = float(ends.min()), float(ends.max() - ends.min())
    at = {
        f"{name}_at": (one - least) / width if width else 0.5
        for name, one in (("value", value), ("low", low), ("high", high))
    }
    return {
        "area_code": code,
        "measure": measure,
        "measure_name": name_of(say, measure, district.home.travel),
        "value": value,
        "low": low,
        "high": high,
        **at,
        "value_said": read(say, measure, value),
        "range_said": range_said(say, measure, low, high),
        "verdict": _verdict(say, intervals, pair, measure, difference),
    }


def _pairs(rows: pd.DataFrame, towns: list[str]) -> alt.TopLevelMixin:
    colour = alt.Color(
        "town_name:N",
        sort=towns,
        scale=alt.Scale(domain=towns, range=[palette.AREA["district"], palette.AREA["city"]]),
        legend=charts.legend(towns),
    )
    shape = alt.Shape(
        "town_name:N",
        scale=alt.Scale(domain=towns, range=["circle", "diamond"]),
        legend=charts.legend(towns),
    )
    labels = [charts.folded(one) for one in rows["measure_name"]]
    axis = charts.names_axis(300, two_ways=True)
    base = alt.Chart(charts.values(rows.assign(label=labels))).encode(
        y=alt.Y("label:N", sort=list(dict.fromkeys(labels)), axis=axis),
        yOffset=alt.YOffset("town_name:N", sort=towns),
        color=colour,
        tooltip=[alt.Tooltip(f"{one}:N", title=None) for one in ("town_name", "value_said", "range_said")],
    )
    scale = alt.Scale(domain=[-0.02, 1.5], nice=False)
    return alt.layer(
        base.mark_rule(strokeWidth=2)
        .encode(x=alt.X("low_at:Q", axis=None, scale=scale), x2="high_at:Q")
        .transform_filter("isValid(datum.low_at)"),
        base.mark_point(filled=True, opacity=1, size=70).encode(
            x=alt.X("value_at:Q", axis=None, scale=scale), shape=shape
        ),
        base.mark_text(align="left", dx=6).encode(x=alt.datum(1.02), text="value_said:N"),
    )


def _in_words(say: Words, rows: pd.DataFrame, town: str, other: str) -> str:
    """What tells the two towns apart, with the figures and their ranges, and what does not."""
    told, alike = [], []
    for measure, pair in rows.groupby("measure", sort=False):
        if len(pair) < 2 or not pair["verdict"].iat[0]:
            continue
        one, two = records(pair)
        if one["verdict"] == say("town.verdict_alike"):
            alike.append(one["measure_name"])
        elif one["value_said"] != two["value_said"]:
            told.append(
                say(
                    "town.beside_item",
                    measure=one["measure_name"],
                    difference=difference_said(say, str(measure), one["value"] - two["value"]),
                    value=_with_range(say, one),
                    other=_with_range(say, two),
                )
            )
    said = say("town.beside_told", town=town, other=other, items=say("format.semicolon").join(told)) if told else ""
    if alike:
        said += say("town.beside_alike", items=say("format.semicolon").join(alike))
    return said


def _with_range(say: Words, row: Row) -> str:
    return (
        say("town.beside_range", value=row["value_said"], range=row["range_said"])
        if row["range_said"]
        else str(row["value_said"])
    )


def _compared(figures: pd.DataFrame, measured: pd.DataFrame, areas: pd.DataFrame, code: str, measure: str) -> float:
    if measure in OF_RECORDS:
        return figure(record(areas, code), measure)
    return number(measured if measure == "bases" else figures, code, measure)


def difference_said(say: Words, measure: str, difference: float) -> str:
    if pd.isna(difference):
        return say("format.missing")
    points = "percent" in KIND[measure]
    decimals = {"percent": 1, "whole_percent": 0, "integer": 0, "index": 0, "km": 1, "decimal": 2}[KIND[measure]]
    size = round(abs(100 * difference if points else difference), decimals)
    if size == 0:
        return say("town.alike")
    unit = "points" if points else "km" if KIND[measure] == "km" else "plain"
    return say(f"town.{'more' if difference > 0 else 'less'}.{unit}", n=f"{size:,.{decimals}f}")


def _verdict(say: Words, intervals: pd.DataFrame, pair: Pair, measure: str, difference: float) -> str:
    """Whether the difference can be more than chance or than what we do not know of positions.

    Empty where neither is at work, and where the two figures read alike: nothing is told apart that is said to be the same.
    """
    if measure == "share":
        if pd.isna(pair.apart.difference):
            return ""
        return say("town.verdict_apart" if pair.apart.told_apart else "town.verdict_alike")
    if f"{measure}_low" not in intervals:
        return ""
    low, high, other_low, other_high = (
        number(intervals, code, f"{measure}_{end}") for code in (pair.area, pair.other) for end in ("low", "high")
    )
    if any(map(pd.isna, (low, high, other_low, other_high))):
        return ""
    if low <= other_high and other_low <= high:
        return say("town.verdict_alike")
    return "" if difference_said(say, measure, difference) == say("town.alike") else say("town.verdict_apart")


def _told(say: Words, apart: Apart, town: str, other: str) -> str:
    if pd.isna(apart.difference):
        return say("town.told_unknown")
    how = "alike" if not apart.told_apart else "higher" if apart.difference > 0 else "lower"
    return say(
        f"town.told_{how}",
        town=town,
        other=other,
        low=formatted(apart.low, "points"),
        high=formatted(apart.high, "points"),
    )


def similar(say: Words, district: District, alike: pd.DataFrame, area: str) -> Exhibit | None:
    """The towns most like this one, the rule by which they are, and the figures the rule looks at; None where it has none."""
    own = alike[alike.index.get_level_values("area_code") == area].reset_index()
    if own.empty:
        return None
    names, areas = town_names(say, district.areas), district.areas.set_index("area_code")
    codes = [area, *own["similar_code"]]
    rows = pd.DataFrame(
        {
            "area_code": codes,
            "town_name": names.loc[codes].to_numpy(),
            "distance": [float("nan"), *own["distance"]],
            **{one: [figure(record(areas, code), one) for code in codes] for one in OF_RECORDS},
            "basis_name": [
                basis_said(say, *(cell(areas, code, f"{one}_basis") for one in ("population", "area", "urban_share")))
                for code in codes
            ],
        }
    )
    return Exhibit(
        name="town_similar",
        title=say("town.similar_title", town=names[area]),
        sentence=say("town.similar_sentence"),
        rows=rows,
        columns=(
            Column("town_name", say("column.town_name")),
            Column("population", say("town.measure.population"), "integer"),
            Column("density", say("town.measure.density"), "integer"),
            Column("urban_share", say("town.measure.urban_share"), "whole_percent"),
            Column("distance", say("town.distance"), "decimal"),
            Column("basis_name", say("column.basis"), on_page=False),
        ),
        credits=town_credits(say, district, kinds_of_basis=("reported", "estimated", "assumed")),
    )
