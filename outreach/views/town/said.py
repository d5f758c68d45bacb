"""How a town's figures are read: a measure's name, value, range and basis."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from outreach.district import District
from outreach.figures.values import Apart
from outreach.views import positions
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Credits, formatted
from outreach.views.frames import Row
from outreach.words import Words


class Standing(NamedTuple):
    """The figures by which towns are compared, and how far they may range: MEASURE_low and MEASURE_high by area_code."""

    figures: pd.DataFrame
    intervals: pd.DataFrame


class Pair(NamedTuple):
    """Two towns, and whether they can be told apart by their literacy; without a second town nothing is compared."""

    area: str
    other: str | None
    apart: Apart


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


def read(say: Words, measure: str, value: float | None) -> str:
    """A measure's value as it is read; what is missing says so."""
    if value is None or pd.isna(value):
        return say("format.missing")
    return say("town.km", km=f"{value:.1f}") if KIND[measure] == "km" else formatted(value, KIND[measure])


def name_of(say: Words, measure: str, travel: Mapping[str, float]) -> str:
    if measure.startswith("coverage_"):
        way = measure.removeprefix("coverage_")
        return say("column.coverage", way=say(f"travel.{way}"), km=f"{travel[way + '_km']:g}")
    return say(f"town.measure.{measure}")


def range_said(say: Words, measure: str, low: float, high: float) -> str:
    if pd.isna(low) or pd.isna(high):
        return ""
    ends = read(say, measure, low), read(say, measure, high)
    return ends[0] if ends[0] == ends[1] else say("town.range", low=ends[0], high=ends[1])


def possible_said(say: Words, measure: str, low: float, high: float) -> str:
    """How far a measure may range; in words where it may be anything."""
    whole = {"whole_percent": 1.0, "percent": 1.0, "index": 100.0}.get(KIND[measure])
    if whole and positions.anything(low, high, whole):
        return say("positions.anything")
    return range_said(say, measure, low, high)


def basis_said(say: Words, *kinds: object) -> str:
    return say.list(list(dict.fromkeys(say(f"value.literacy.basis.{one}") for one in kinds if isinstance(one, str))))


def town_credits(
    say: Words, district: District, *more: str, kinds_of_basis: tuple[str, ...] = ("estimated", "modelled", "assumed")
) -> Credits:
    return credits_of_reach(say, district, [*own_towns(district.areas)["area_source_id"], *more], kinds_of_basis)


def side_of(row: Row) -> str:
    """Better or worse than the district, or not to be told from it: alike, or the district within what is possible here."""
    if not isinstance(row["side"], str):
        return "open"
    known = bool(pd.notna(row["low"]) and pd.notna(row["high"]))
    return "same" if known and row["low"] <= row["district"] <= row["high"] else row["side"]


def figure(record: Row, item: str) -> float:
    if item == "density":
        people, land = record["population"], record["area_km2"]
        return float(people) / float(land) if pd.notna(people) and pd.notna(land) and land > 0 else float("nan")
    return float(record[item]) if pd.notna(record[item]) else float("nan")
