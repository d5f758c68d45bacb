"""One town on one page: its figures beside the district and the other towns, what is near it, and what the plan asks of it."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import bases as base_views
from outreach.views import charts, palette, positions
from outreach.views import gaps as gap_views
from outreach.views import literacy as literacy_views
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits, credits_of_reach
from outreach.views.exhibit import Chart, Column, Exhibit, written
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words

KIND = {
    "bases_per_10k": "decimal",
    "coverage_walk": "whole_percent",
    "coverage_ebike": "whole_percent",
    "coverage_drive": "whole_percent",
    "mean_km": "km",
    "completeness": "whole_percent",
    "share": "percent",
    "gap": "index",
    "bases": "integer",
    "population": "integer",
    "density": "integer",
    "urban_share": "whole_percent",
}
ON_PAPER = 12  # bases a printed sheet has room for; the sheet's style hides the rows after them
SIDES = ("better", "same", "worse", "open")
SHAPE = {"better": "triangle-up", "same": "circle", "worse": "triangle-down", "open": "diamond"}
PEOPLE = ("population", "area_km2", "density", "urban_share", "villages", "communities")
SHOWN_UNITS = {"area_km2": "decimal", "density": "integer", "urban_share": "whole_percent"}


def chosen(areas: pd.DataFrame, area: str | None) -> str:
    """The town asked for, else the first in the order of codes."""
    codes = sorted(own_towns(areas)["area_code"])
    return area if area in codes else codes[0]


def second(similar: pd.DataFrame, _areas: pd.DataFrame, area: str, other: str | None) -> str | None:
    """The town to compare with: the one asked for, unless it is the town itself; else the one most like it, if any is."""
    if other not in (None, area):
        return other
    alike = similar[similar.index.get_level_values("area_code") == area]
    return alike["similar_code"].iloc[0] if len(alike) else None


def options(say: Words, district: Any, area: str) -> dict[str, dict[str, str]]:
    """The towns in the order of codes, to choose one and, without it, a second."""
    names = town_names(say, district.areas).sort_index()
    return {"area": dict(names), "other": dict(names.drop(area))}


def default_other(say: Words, district: Any, similar: pd.DataFrame, area: str) -> str:
    """What the choice of a second town reads while none is chosen."""
    code = second(similar, district.areas, area, None)
    return (
        say("town.nobody_alike") if code is None else say("town.most_alike", town=town_names(say, district.areas)[code])
    )


def title(say: Words, district: Any, area: str) -> str:
    """The page's title: the town's own name."""
    return say("town.title", town=town_names(say, district.areas)[area])


def _read(say: Words, measure: str, value: Any) -> str:
    """A measure's value as it is read; what is missing says so."""
    if value is None or pd.isna(value):
        return say("format.missing")
    return say("town.km", km=f"{value:.1f}") if KIND[measure] == "km" else written(value, KIND[measure])


def _name(say: Words, measure: str, travel: Mapping[str, float]) -> str:
    if measure.startswith("coverage_"):
        way = measure.removeprefix("coverage_")
        return say("column.coverage", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}")
    return say(f"town.measure.{measure}")


def _range(say: Words, measure: str, low: Any, high: Any) -> str:
    if pd.isna(low) or pd.isna(high):
        return ""
    return say("town.range", low=_read(say, measure, low), high=_read(say, measure, high))


def _basis(say: Words, *kinds: Any) -> str:
    return say.list(list(dict.fromkeys(say(f"value.literacy.basis.{one}") for one in kinds if isinstance(one, str))))


def _credits(say: Words, district: Any, *more: str, bases: tuple[str, ...] = ("estimated", "modelled", "assumed")):
    return credits_of_reach(say, district, [*own_towns(district.areas)["area_source_id"], *more], bases)


def lede(say: Words, district: Any, measured: pd.DataFrame, standing: pd.DataFrame, official: Any, area: str) -> str:
    """The town in three sentences: people and bases, literacy beside the district, and its gap among the towns."""
    row, record = measured.loc[area], district.areas.set_index("area_code").loc[area]
    town = town_names(say, district.areas)[area]
    said = say("town.lede_no_people", town=town)
    if pd.notna(record["population"]):
        said = say(
            "town.lede_people",
            town=town,
            population=written(record["population"], "integer"),
            basis=_basis(say, record["population_basis"]),
        )
    if row["bases"]:
        own, all_ = (_read(say, "bases_per_10k", standing.at["bases_per_10k", one]) for one in ("value", "district"))
        said += say("town.lede_bases", n=int(row["bases"]), rate=own, district=all_)
    else:
        said += say("town.lede_no_bases")
    if pd.notna(row["coverage_ebike"]):
        near = "town.lede_coverage" if row["coverage_ebike"] else "town.lede_no_coverage"
        said += say(
            near, km=f"{district.home.travel['ebike_km']:g}", share=_read(say, "coverage_ebike", row["coverage_ebike"])
        )
    said += say("town.lede_stop") + _literacy_said(say, standing, row, official)
    if pd.isna(row["gap"]):
        return said + say("town.lede_no_gap")
    return said + say(
        "town.lede_gap",
        varied=gap_views.varied(say, measured),
        held=gap_views.held(say, row),
        n=int(standing.at["gap", "known"]),
        low=f"{row['rank_low']:.0f}",
        high=f"{row['rank_high']:.0f}",
    )


def _literacy_said(say: Words, standing: pd.DataFrame, row: Any, official: Any) -> str:
    if pd.isna(row["share"]):
        return say("town.lede_no_literacy")
    side = _side(standing.loc["share"].to_dict() | {"low": row["share_low"], "high": row["share_high"]})
    share = written(row["share"], "percent")
    if official is None or side == "open":
        return say("town.lede_literacy_alone", share=share)
    kind = "survey" if official.basis == "survey" else "published"
    stated = say(f"town.literacy_{kind}", year=official.year, share=written(official.share, "percent"))
    return say(f"town.lede_literacy.{side}", share=share, official=stated)


def literacy(say: Words, district: Any, estimates: Any, area: str) -> Exhibit:
    """What the town's literacy rests on: the combined figure, its own answers and how much they weigh in it."""
    row = estimates.table.loc[area]
    town = town_names(say, district.areas)[area]
    known = pd.notna(row["share"])
    ends = {one: written(row[one], "percent") for one in ("share", "low", "high")}
    combined = say("literacy.interval", **ends) if known else say("literacy.not_published")
    basis = say(f"value.literacy.basis.{row['basis']}")
    said = [
        ("combined", combined),
        ("grade", literacy_views.grade(say, row["reliability"])),
        ("rests", say("literacy.basis_of_year", basis=basis, year=f"{row['year']:.0f}") if known else basis),
    ]
    if pd.notna(row["n"]):
        degrees = written(row["df"], "integer") if pd.notna(row["df"]) else say("publication.unstated_degrees")
        said += [
            ("direct", literacy_views.direct(say, row)),
            ("answers", written(row["n"], "integer")),
            ("design_effect", written(row["design_effect"], "decimal")),
            ("degrees", degrees),
            ("gamma", written(row["gamma"], "whole_percent")),
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
        credits=_credits(say, district, *asked, bases=("survey", "modelled") if pd.notna(row["n"]) else ("modelled",)),
    )


def _side(row: Mapping[str, Any]) -> str:
    """Better or worse than the district, or not to be told from it: alike, or the district within what is possible here."""
    if not isinstance(row["side"], str):
        return "open"
    within = pd.notna(row["low"]) and pd.notna(row["high"]) and row["low"] <= row["district"] <= row["high"]
    return "same" if within else row["side"]


def standing(
    say: Words, district: Any, profile: pd.DataFrame, intervals: pd.DataFrame, official: Any, area: str
) -> Exhibit:
    """Every measure as a band of all towns with the district's mark and the town's: the worse to the left, the better to the right.

    profile as from measures.town.profile; intervals has MEASURE_low and MEASURE_high of the measures that have one.
    """
    town = town_names(say, district.areas)[area]
    rows = profile.reset_index()
    for end in ("low", "high"):
        rows[end] = [
            intervals.at[area, f"{one}_{end}"] if f"{one}_{end}" in intervals else float("nan")
            for one in rows["measure"]
        ]
    found = rows.to_dict("records")
    rows = rows.assign(
        measure_name=[_name(say, row["measure"], district.home.travel) for row in found],
        side=[_side(row) for row in found],
        value_said=[_read(say, row["measure"], row["value"]) for row in found],
        interval_said=[_range(say, row["measure"], row["low"], row["high"]) for row in found],
        district_said=[_read(say, row["measure"], row["district"]) for row in found],
        range_said=[_range(say, row["measure"], row["min"], row["max"]) for row in found],
        median_said=[_read(say, row["measure"], row["median"]) for row in found],
    )
    rows["side_name"] = [say(f"town.side.{one}") for one in rows["side"]]
    rows["beside"] = [
        say("town.beside", value=row["value_said"], district=row["district_said"]) for row in rows.to_dict("records")
    ]
    sentence = say("town.standing_sentence", town=town, known=positions.known(say, district)) + (
        say("town.standing_whole", year=official.year, basis=say(f"value.literacy.basis.{official.basis}"))
        if official is not None
        else ""
    )
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
        credits=_credits(say, district, *([official.source_id] if official is not None else [])),
        vector=charts.spec(_spine(say, rows).properties(height={"step": 30}), sentence),
    )


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Every end of a row between 0 (the worst there is) and 1 (the best), each measure on a scale of its own."""
    ends = ["value", "low", "high", "district", "min", "q1", "q3", "max"]
    least, most = rows[ends].min(axis=1), rows[ends].max(axis=1)
    spread = (most - least).where(most > least)
    placed = (
        rows[ends].sub(least, axis=0).div(spread, axis=0).fillna(rows[ends].notna() * 0.5).where(rows[ends].notna())
    )
    return placed.where(rows["better"] != "low", 1 - placed)


def _spine(say: Words, rows: pd.DataFrame) -> alt.LayerChart:
    drawn = _placed(rows).join(
        rows[
            [
                "measure",
                "measure_name",
                "side_name",
                "value_said",
                "interval_said",
                "district_said",
                "range_said",
                "beside",
            ]
        ]
    )
    here = [one for one in SIDES if one in set(rows["side"])]
    domain = [say(f"town.side.{one}") for one in here]
    legend = alt.Legend(title=None, orient="top", direction="horizontal")
    colour = alt.Color(
        "side_name:N", scale=alt.Scale(domain=domain, range=[palette.SIDE[one] for one in here]), legend=legend
    )
    shape = alt.Shape("side_name:N", scale=alt.Scale(domain=domain, range=[SHAPE[one] for one in here]), legend=legend)
    tips = [
        alt.Tooltip(f"{one}:N", title=say(f"town.tip.{one}"))
        for one in ("measure_name", "value_said", "interval_said", "district_said", "range_said", "side_name")
    ]
    base = alt.Chart(charts.values(drawn)).encode(
        y=alt.Y("measure_name:N", sort=list(rows["measure_name"]), axis=charts.names_axis(300)),
        tooltip=tips,
    )
    scale = alt.Scale(domain=[-0.02, 1.9], nice=False)
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


def levels(
    say: Words,
    district: Any,
    places: pd.Series,
    counted: pd.DataFrame,
    tiers: pd.DataFrame,
    nearest: pd.DataFrame,
    area: str,
) -> Exhibit:
    """A row per level: how many bases of it are in the town, what it should have, and the nearest one with its distance.

    A base is of the level that recognised it or that runs it, the higher of the two. places is how many places each area
    has, bases on one ground taken as one; counted is bases by area and level, one by one; tiers and nearest as the measures
    of gaps and of town give them.
    """
    names = town_names(say, district.areas)
    bases = district.bases.set_index("base_id")
    level_names = base_views.level_names(say, district.levels)
    rows = []
    for level in district.levels.sort_values("rank")["level"]:
        near = nearest.loc[(area, level)] if (area, level) in nearest.index else None
        base = near["base_id"] if near is not None and isinstance(near["base_id"], str) else None
        rows.append(
            {
                "level": level,
                "level_name": level_names[level],
                "recorded": int(counted.at[area, level]) if level in counted else 0,
                "state": _has(
                    say, int(counted.at[area, level]) if level in counted else 0, _state(say, tiers, area, level)
                ),
                "base_id": base,
                "nearest_name": _nearest(say, bases, names, base),
                "mean_km": near["mean_km"] if base else float("nan"),
                "worst_km": near["worst_km"] if base else float("nan"),
                "distance": say("town.distances", mean=f"{near['mean_km']:.1f}", worst=f"{near['worst_km']:.1f}")
                if base
                else say("format.missing"),
            }
        )
    unstated = int(counted.at[area, "unstated"]) if "unstated" in counted else 0
    if unstated:
        rows.append(
            {
                "level": base_views.NO_LEVEL,
                "level_name": say("town.level_unknown"),
                "recorded": unstated,
                "state": _has(say, unstated, say("town.level_unstated")),
                "nearest_name": "",
                "distance": "",
            }
        )
    total, own = sum(row["recorded"] for row in rows), int(places[area])
    sentence = say("town.levels_sentence" if own else "town.levels_none", town=names[area], n=own)
    sentence += say("town.levels_apart", total=total) if total != own else ""
    short = (
        [
            one
            for one in tiers.loc[area].index
            if tiers.at[(area, one), "confirmed"] and tiers.at[(area, one), "met"] < 1
        ]
        if area in tiers.index
        else []
    )
    sentence += say("town.levels_short", tiers=say.list([level_names[one] for one in short])) if short else ""
    return Exhibit(
        name="town_levels",
        title=say("town.levels_title", town=names[area]),
        sentence=sentence + say("town.levels_distance", detour=f"{district.home.travel['detour']:g}"),
        rows=pd.DataFrame(rows),
        columns=(
            Column("level_name", say("town.level")),
            Column("recorded", say("town.recorded"), "integer", on_page=False),
            Column("state", say("town.state")),
            Column("nearest_name", say("town.nearest")),
            Column("distance", say("town.distance_said")),
            Column("mean_km", say("town.mean_km"), "decimal", on_page=False),
            Column("worst_km", say("town.worst_km"), "decimal", on_page=False),
        ),
        credits=_credits(say, district, *district.standards["source_id"], bases=("reported", "estimated", "assumed")),
    )


def _has(say: Words, recorded: int, state: str) -> str:
    return say("town.has_and", n=recorded, state=state) if state else say("town.has", n=recorded)


def _state(say: Words, tiers: pd.DataFrame, area: str, level: str) -> str:
    if (area, level) not in tiers.index:
        return ""
    row = tiers.loc[(area, level)]
    above = level == "district"
    if row["met"] < 1 and not row["confirmed"]:
        return say("town.unconfirmed")
    if row["met"] >= 1:
        return say("town.met_above", n=int(row["recorded"])) if above else say("town.met")
    return say("town.short_above" if above else "town.short", n=f"{row['required'] - row['recorded']:g}")


def _nearest(say: Words, bases: pd.DataFrame, names: pd.Series, base: str | None) -> str:
    if base is None:
        return say("town.none_recorded")
    name, town = bases.at[base, f"name_{say.language}"], bases.at[base, "area_code"]
    return say("town.base_in", base=name, town=names[town]) if town in names.index else name


def listed(say: Words, district: Any, places: pd.Series, area: str) -> Exhibit | None:
    """The bases of the town, those closed or planned among them with their status; None where none is recorded.

    places is how many places each area has: bases on one ground are one, and one closed or planned is none.
    """
    own = district.bases[district.bases["area_code"] == area]
    if own.empty:
        return None
    return Exhibit(
        name="town_bases",
        title=say("town.bases_title", town=town_names(say, district.areas)[area]),
        sentence=_counted(say, own, int(places[area])) + (say("town.bases_long") if len(own) > ON_PAPER else ""),
        rows=base_views.named(say, own, district).reset_index(),
        columns=tuple(
            Column(
                name,
                say(f"column.{name}"),
                on_page=name in ("base_name", "level_name", "run_by_name", "part_of_name", "status_name"),
            )
            for name in (
                "base_name",
                "category_name",
                "level_name",
                "run_by_name",
                "part_of_name",
                "status_name",
                "accuracy_name",
                "audience_names",
                "address",
                "hours",
                "about",
            )
        ),
        credits=credits(say, district.home, district.sources, own["source_id"], own["basis"]),
    )


def _counted(say: Words, own: pd.DataFrame, places: int) -> str:
    """How many bases are listed and, where that is another number, how many places they count as and why."""
    if len(own) == places:
        return say("town.bases_sentence", n=len(own))
    idle = int(own["status"].isin(NOT_COUNTED).sum())
    said = say("town.bases_places", n=len(own), places=places)
    if inside := len(own) - idle - places:
        said += say("town.bases_inside", n=inside)
    return said + (say("town.bases_idle", n=idle) if idle else "")


def people(say: Words, district: Any, area: str) -> Exhibit:
    """Who lives in the town and on how much land, beside the district; each figure with its basis."""
    areas = district.areas.set_index("area_code")
    own, all_ = areas.loc[area], areas.loc[district.home.code]
    town = town_names(say, district.areas)[area]
    rows = pd.DataFrame(
        [
            {
                "item": one,
                "item_name": say(f"town.people.{one}"),
                "value": _figure(own, one),
                "district": _figure(all_, one),
                "value_said": _person(say, own, one),
                "basis_name": _bases_of(say, own, one),
                "note": _note(say, own, one),
                "district_said": _with_basis(say, all_, one),
            }
            for one in PEOPLE
        ]
    )
    unknown = list(rows.loc[rows["value"].isna(), "item_name"])
    ids = [
        record[f"{one}_source_id"]
        for record in (own, all_)
        for one in ("population", "area", "urban_share", "villages")
    ]
    kinds = {
        record[f"{one}_basis"] for record in (own, all_) for one in ("population", "area", "urban_share", "villages")
    }
    return Exhibit(
        name="town_people",
        title=say("town.people_title", town=town),
        sentence=say("town.people_sentence")
        + (say("town.people_note", note=rows.at[0, "note"]) if rows.at[0, "note"] else "")
        + (say("town.people_unknown", items=say.list(unknown)) if unknown else ""),
        rows=rows,
        columns=(
            Column("item_name", say("column.item")),
            Column("value_said", town),
            Column("basis_name", say("column.basis")),
            Column("district_said", say("town.whole_district")),
            Column("note", say("town.note"), on_page=False),
            Column("value", say("town.figure.value"), "decimal", on_page=False),
            Column("district", say("town.figure.district"), "decimal", on_page=False),
        ),
        credits=credits(say, district.home, district.sources, [one for one in ids if isinstance(one, str)], kinds),
    )


def _figure(record: pd.Series, item: str) -> float:
    if item == "density":
        people, land = record["population"], record["area_km2"]
        return float(people) / float(land) if pd.notna(people) and pd.notna(land) and land > 0 else float("nan")
    return float(record[item]) if pd.notna(record[item]) else float("nan")


def _person(say: Words, record: pd.Series, item: str) -> str:
    value = _figure(record, item)
    if pd.isna(value):
        return say("town.unpublished")
    said = (
        f"{value:,.2f}".rstrip("0").rstrip(".")
        if item == "area_km2"
        else written(value, SHOWN_UNITS.get(item, "integer"))
    )
    return say(f"town.unit.{item}", value=said)


def _with_basis(say: Words, record: pd.Series, item: str) -> str:
    kinds = _bases_of(say, record, item)
    return (
        say("town.with_basis", value=_person(say, record, item), basis=kinds) if kinds else _person(say, record, item)
    )


def _bases_of(say: Words, record: pd.Series, item: str) -> str:
    if pd.isna(_figure(record, item)):
        return ""
    of = {"area_km2": ("area",), "density": ("population", "area"), "communities": ("villages",)}.get(item, (item,))
    return _basis(say, *(record[f"{one}_basis"] for one in of))


def _note(say: Words, record: pd.Series, item: str) -> str:
    if item == "population" and pd.notna(record["population"]):
        return say.pick(record, "population_note")
    return say("town.density_note") if item == "density" and pd.notna(_figure(record, item)) else ""


def gap(say: Words, district: Any, measured: pd.DataFrame, area: str) -> Exhibit | None:
    """How large the town's gap is in each part, with the median of the towns; None where no part is known."""
    town = town_names(say, district.areas)[area]
    parts = [one for one in palette.COMPONENT if f"points_{one}" in measured and pd.notna(measured.at[area, one])]
    if not parts:
        return None
    rows = pd.DataFrame(
        {
            "component": parts,
            "component_name": [say(f"gaps.component.{one}") for one in parts],
            "score": [measured.at[area, one] for one in parts],
            "median": [measured[one].median() for one in parts],
            "points": [measured.at[area, f"points_{one}"] for one in parts],
        }
    )
    rows["label"] = [
        say("town.gap_label", score=written(score, "index"), points=f"{points:.1f}")
        for score, points in zip(rows["score"], rows["points"])
    ]
    domain = list(rows["component_name"])
    colours = alt.Scale(domain=domain, range=[palette.COMPONENT[one] for one in parts])
    tips = [
        alt.Tooltip("component_name:N", title=say("column.component_name")),
        alt.Tooltip("label:N", title=say("town.score")),
    ]
    base = alt.Chart(charts.values(rows)).encode(
        y=alt.Y("component_name:N", sort=domain, axis=charts.names_axis()), tooltip=tips
    )
    scale = alt.Scale(domain=[0, 172], nice=False)
    chart = alt.layer(
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
    reason = gap_views.reasoned(say, district, measured).at[area, "reason"]
    sentence = say("town.gap_sentence", gap=written(measured.at[area, "gap"], "index"), reason=say.capital(reason))
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
        credits=_credits(say, district, *district.standards["source_id"]),
        vector=charts.spec(chart.properties(height=charts.STEP), sentence),
        chart=Chart(
            "bars", "component_name", ("score", "median"), colours={"score": palette.GAP[3], "median": palette.BAND}
        ),
    )


def compare(
    say: Words,
    district: Any,
    figures: pd.DataFrame,
    measured: pd.DataFrame,
    intervals: pd.DataFrame,
    apart: Any,
    area: str,
    other: str | None,
) -> Exhibit | None:
    """Two towns' figures in two columns with their difference; None without a second town.

    figures is by area_code, a column per measure; apart tells whether the two towns' literacy can be told apart.
    """
    if other is None:
        return None
    names = town_names(say, district.areas)
    records = district.areas.set_index("area_code")
    rows = []
    for one in ("population", "density", "urban_share", "bases", *figures.columns):
        a, b = (_compared(figures, measured, records, code, one) for code in (area, other))
        rows.append(
            {
                "measure": one,
                "measure_name": _name(say, one, district.home.travel),
                "value": a,
                "other": b,
                "difference": a - b,
                "value_said": _read(say, one, a),
                "other_said": _read(say, one, b),
                "difference_said": _difference(say, one, a - b),
                "verdict": _verdict(say, intervals, apart, area, other, one),
            }
        )
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
        credits=_credits(say, district, *records.loc[[area, other], "urban_share_source_id"]),
    )


def _compared(figures: pd.DataFrame, measured: pd.DataFrame, records: pd.DataFrame, code: str, measure: str) -> float:
    if measure in ("population", "density", "urban_share"):
        return _figure(records.loc[code], measure)
    return float((measured if measure == "bases" else figures).at[code, measure])


def _difference(say: Words, measure: str, difference: float) -> str:
    if pd.isna(difference):
        return say("format.missing")
    points = "percent" in KIND[measure]
    decimals = {"percent": 1, "whole_percent": 0, "integer": 0, "index": 0, "km": 1, "decimal": 2}[KIND[measure]]
    size = round(abs(100 * difference if points else difference), decimals)
    if size == 0:
        return say("town.alike")
    unit = "points" if points else "km" if KIND[measure] == "km" else "plain"
    return say(f"town.{'more' if difference > 0 else 'less'}.{unit}", n=f"{size:,.{decimals}f}")


def _verdict(say: Words, intervals: pd.DataFrame, apart: Any, area: str, other: str, measure: str) -> str:
    """Whether the difference can be more than chance or than what we do not know of positions; empty where neither is at work."""
    if measure == "share":
        return (
            "" if pd.isna(apart.difference) else say("town.verdict_apart" if apart.told_apart else "town.verdict_alike")
        )
    if f"{measure}_low" not in intervals:
        return ""
    low, high, other_low, other_high = (
        intervals.at[code, f"{measure}_{end}"] for code in (area, other) for end in ("low", "high")
    )
    if any(map(pd.isna, (low, high, other_low, other_high))):
        return ""
    return say("town.verdict_alike" if low <= other_high and other_low <= high else "town.verdict_apart")


def _told(say: Words, apart: Any, town: str, other: str) -> str:
    if pd.isna(apart.difference):
        return say("town.told_unknown")
    how = "alike" if not apart.told_apart else "higher" if apart.difference > 0 else "lower"
    return say(
        f"town.told_{how}", town=town, other=other, low=written(apart.low, "points"), high=written(apart.high, "points")
    )


def similar(say: Words, district: Any, alike: pd.DataFrame, area: str) -> Exhibit | None:
    """The towns most like this one, the rule by which they are, and the figures the rule looks at; None where it has none."""
    own = alike[alike.index.get_level_values("area_code") == area].reset_index()
    if own.empty:
        return None
    names, records = town_names(say, district.areas), district.areas.set_index("area_code")
    codes = [area, *own["similar_code"]]
    rows = pd.DataFrame(
        {
            "area_code": codes,
            "town_name": names.loc[codes].to_numpy(),
            "distance": [float("nan"), *own["distance"]],
            **{
                one: [_figure(records.loc[code], one) for code in codes]
                for one in ("population", "density", "urban_share")
            },
            "basis_name": [
                _basis(say, *(records.at[code, f"{one}_basis"] for one in ("population", "area", "urban_share")))
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
        credits=_credits(say, district, bases=("reported", "estimated", "assumed")),
    )


def _own(district: Any) -> pd.DataFrame:
    """The measures in which the plan names the towns, in its order."""
    together = set(district.units.loc[district.units["kind"] == "towns", "unit_id"])
    return district.measures[
        district.measures["measure_id"].isin(
            district.duties.loc[district.duties["unit_id"].isin(together), "measure_id"]
        )
    ]


def _plan_credits(say: Words, district: Any, own: pd.DataFrame):
    return credits(
        say, district.home, district.sources, [district.home.plan.source_id, *own["source_id"]], ["official"]
    )


def articles(say: Words, district: Any, area: str) -> Exhibit | None:
    """What the plan asks of the towns together, an article a row; None where it names no towns."""
    own = _own(district)
    if own.empty:
        return None
    number = "section" if say.language == "zh" else "measure_id"
    rows = own.groupby("article_id", sort=False).agg(
        article_name=(f"article_{say.language}", "first"),
        n=("measure_id", "size"),
        numbers=(number, lambda found: say.list(list(found))),
    )
    return Exhibit(
        name="town_plan",
        title=say("town.plan_title", n=len(own)),
        sentence=say(
            "town.plan_sentence", town=town_names(say, district.areas)[area], n=len(own), all=len(district.measures)
        ),
        rows=rows.reset_index(),
        columns=(
            Column("article_name", say("column.article")),
            Column("n", say("town.count"), "integer"),
            Column("numbers", say("town.numbers")),
        ),
        credits=_plan_credits(say, district, own),
    )


def duties(say: Words, district: Any) -> Exhibit | None:
    """The measures in which the plan names the towns, one a row, with the unit it names first; None where it names no towns."""
    own = _own(district)
    if own.empty:
        return None
    first = district.duties[district.duties["position"] == 1].set_index("measure_id")["unit_id"]
    units = district.units.set_index("unit_id")[f"name_{say.language}"]
    rows = pd.DataFrame(
        {
            "measure_id": own["measure_id"],
            "number": own["section" if say.language == "zh" else "measure_id"],
            "article_name": own[f"article_{say.language}"],
            "measure_name": own[f"title_{say.language}"],
            "first": own["measure_id"].map(first).map(units),
        }
    ).reset_index(drop=True)
    return Exhibit(
        name="town_duties",
        title=say("town.duties_title"),
        sentence=say("town.duties_sentence"),
        rows=rows,
        columns=(
            Column("number", say("town.number")),
            Column("article_name", say("column.article")),
            Column("measure_name", say("column.measure")),
            Column("first", say("plan.role.first")),
        ),
        credits=_plan_credits(say, district, own),
    )


def foot(say: Words, district: Any) -> str:
    """What stands at the foot of the printed sheet for all that is on it: basis, sources, date, and that it is a demonstration."""
    areas = district.areas
    ids = [
        one
        for table, column in (
            (areas, "population_source_id"),
            (areas, "area_source_id"),
            (areas, "urban_share_source_id"),
            (areas, "villages_source_id"),
            (district.bases, "source_id"),
            (district.places, "source_id"),
            (district.standards, "source_id"),
            (district.literacy, "source_id"),
        )
        for one in table[column].dropna()
    ]
    stated = credits(
        say,
        district.home,
        district.sources,
        [*ids, district.home.plan.source_id],
        ["census", "official", "reported", "estimated", "modelled", "assumed"],
    )
    return "　".join([line for line in (stated.demonstration, stated.basis, stated.publishers, stated.date) if line])


def to_plan(say: Words, district: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """The way to the sheet of the towns on the page of the plan."""
    together = list(district.units.loc[district.units["kind"] == "towns", "unit_id"])
    return [("plan", say("town.to_sheet"), {"unit": together[0]})] if together else []
