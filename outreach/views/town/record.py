"""What is on record of a town: its bases by level and one by one, its people and its land."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from outreach.district import District
from outreach.views import bases as base_views
from outreach.views import positions
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit, formatted
from outreach.views.frames import Row, cell, number, record
from outreach.views.town.said import basis_said, figure, town_credits
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words

ON_PAPER = 12  # bases a printed sheet has room for; the sheet's style hides the rows after them
PEOPLE = ("population", "area_km2", "density", "urban_share", "villages", "communities")
STATED = ("population", "area", "urban_share", "villages")  # each with a source and a basis of its own
SHOWN_UNITS = {"area_km2": "decimal", "density": "integer", "urban_share": "whole_percent"}


class Recorded(NamedTuple):
    """The bases on record: how many places each area has, bases on one ground taken as one; bases by area and level, one by one;
    the tiers that towns should have and the nearest base of each level, as the measures of gaps and of town give them."""

    places: pd.Series
    counted: pd.DataFrame
    tiers: pd.DataFrame
    nearest: pd.DataFrame


def levels(say: Words, district: District, recorded: Recorded, area: str, spread: bool) -> Exhibit:
    """A row per level: how many bases of it are in the town, what it should have, and the nearest one with its distance.

    A base is of the level that recognised it or that runs it, the higher of the two; spread as in positions.known.
    """
    places, counted, tiers, _ = recorded
    town = town_names(say, district.areas)[area]
    rows = [*_at_each_level(say, district, recorded, area), *_at_no_level(say, counted, area)]
    said = _levels_said(say, town, sum(row["recorded"] for row in rows), int(places[area]))
    return Exhibit(
        name="town_levels",
        title=say("town.levels_title", town=town),
        sentence=said + _lacking_said(say, district, tiers, area) + _how_far_said(say, district, spread),
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
        credits=town_credits(
            say, district, *district.standards["source_id"], kinds_of_basis=("reported", "estimated", "assumed")
        ),
    )


def _at_each_level(say: Words, district: District, recorded: Recorded, area: str) -> Iterator[dict[str, Any]]:
    """A row a level, the highest first."""
    nearest = recorded.nearest
    names = base_views.level_names(say, district.levels)
    elsewhere = set(nearest["base_id"].dropna().index.get_level_values("level"))
    for level in district.levels.sort_values("rank")["level"]:
        near = record(nearest, (area, level)) if (area, level) in nearest.index else None
        yield {
            "level": level,
            "level_name": names[level],
            **_recorded(say, recorded.counted, recorded.tiers, area, level),
            **_way(say, district, near, level in elsewhere),
        }


def _at_no_level(say: Words, counted: pd.DataFrame, area: str) -> Iterator[dict[str, Any]]:
    """A row of the bases whose level nobody published, where there are any."""
    if unstated := int(number(counted, area, "unstated")) if "unstated" in counted else 0:
        yield {
            "level": base_views.NO_LEVEL,
            "level_name": say("town.level_unknown"),
            "recorded": unstated,
            "state": _has(say, unstated, say("town.level_unstated")),
            "nearest_name": "",
            "distance": "",
        }


def _levels_said(say: Words, town: str, bases: int, places: int) -> str:
    """How many places the town has, and how many bases where that is another number."""
    said = say("town.levels_sentence" if places else "town.levels_none", town=town, n=places)
    return said + (say("town.levels_apart", total=bases) if bases != places else "")


def _lacking_said(say: Words, district: District, tiers: pd.DataFrame, area: str) -> str:
    """Which levels the town is known to lack; nothing where none is."""
    names, short = base_views.level_names(say, district.levels), _short(tiers, area)
    return say("town.levels_short", tiers=say.list([names[one] for one in short])) if short else ""


def _how_far_said(say: Words, district: District, spread: bool) -> str:
    """How distances are measured, and how well positions are known."""
    return say(
        f"town.levels_distance.{positions.taken(spread)}",
        detour=f"{district.home.travel['detour']:g}",
        known=positions.known(say, district, spread),
    )


def _has(say: Words, recorded: int, state: str) -> str:
    return say("town.has_and", n=recorded, state=state) if state else say("town.has", n=recorded)


def _state(say: Words, tiers: pd.DataFrame, area: str, level: str) -> str:
    if (area, level) not in tiers.index:
        return ""
    row = record(tiers, (area, level))
    above = level == "district"
    if row["met"] < 1 and not row["confirmed"]:
        return say("town.unconfirmed")
    if row["met"] >= 1:
        return say("town.met_above", n=int(row["recorded"])) if above else say("town.met")
    return say("town.short_above" if above else "town.short", n=f"{row['required'] - row['recorded']:g}")


def _recorded(say: Words, counted: pd.DataFrame, tiers: pd.DataFrame, area: str, level: str) -> dict[str, Any]:
    """How many bases of a level the town has, and whether that is what it should have."""
    recorded = int(number(counted, area, level)) if level in counted else 0
    return {"recorded": recorded, "state": _has(say, recorded, _state(say, tiers, area, level))}


def _short(tiers: pd.DataFrame, area: str) -> list[str]:
    """The levels that the town is known to lack."""
    if area not in tiers.index:
        return []
    own = tiers.loc[[area]].droplevel(0)
    return [str(one) for one in own.index if cell(own, one, "confirmed") and cell(own, one, "met") < 1]


def _way(say: Words, district: District, near: Row | None, elsewhere: bool) -> dict[str, Any]:
    """The nearest base of a level and how far it is; elsewhere is whether there is one for any town."""
    base = near["base_id"] if near is not None and isinstance(near["base_id"], str) else None
    if near is None or base is None:
        nobody = say("town.none_reached" if elsewhere else "town.none_recorded")
        unknown = {"mean_km": float("nan"), "worst_km": float("nan"), "distance": say("format.missing")}
        return {"base_id": None, "nearest_name": nobody, **unknown}
    told = say("town.distances", mean=f"{near['mean_km']:.1f}", worst=f"{near['worst_km']:.1f}")
    known = {"mean_km": near["mean_km"], "worst_km": near["worst_km"], "distance": told}
    return {"base_id": base, "nearest_name": _named(say, district, base), **known}


def _named(say: Words, district: District, base: str) -> str:
    """A base with its town, where that is one of the district's."""
    own, names = record(district.bases.set_index("base_id"), base), town_names(say, district.areas)
    name, town = str(own[f"name_{say.language}"]), own["area_code"]
    return say("town.base_in", base=name, town=names[town]) if town in names.index else name


def listed(say: Words, district: District, places: pd.Series, area: str) -> Exhibit | None:
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


def people(say: Words, district: District, area: str) -> Exhibit:
    """Who lives in the town and on how much land, beside the district; each figure with its basis."""
    areas = district.areas.set_index("area_code")
    own, all_ = record(areas, area), record(areas, district.home.code)
    town = town_names(say, district.areas)[area]
    rows = pd.DataFrame([_item(say, own, all_, one) for one in PEOPLE])
    ids = [of[f"{one}_source_id"] for of in (own, all_) for one in STATED]
    kinds = {of[f"{one}_basis"] for of in (own, all_) for one in STATED}
    return Exhibit(
        name="town_people",
        title=say("town.people_title", town=town),
        sentence=_people_said(say, rows),
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


def _item(say: Words, own: Row, whole: Row, item: str) -> dict[str, Any]:
    """One figure of the town beside the district's, as they are read."""
    return {
        "item": item,
        "item_name": say(f"town.people.{item}"),
        "value": figure(own, item),
        "district": figure(whole, item),
        "value_said": _person(say, own, item),
        "basis_name": _basis_of(say, own, item),
        "note": _note(say, own, item),
        "district_said": _with_basis(say, whole, item),
    }


def _people_said(say: Words, rows: pd.DataFrame) -> str:
    """What the figures are, what is noted of the people, and what nobody has published."""
    unknown, note = list(rows.loc[rows["value"].isna(), "item_name"]), rows.at[0, "note"]
    said = say("town.people_sentence") + (say("town.people_note", note=note) if note else "")
    return said + (say("town.people_unknown", items=say.list(unknown)) if unknown else "")


def _person(say: Words, own: Row, item: str) -> str:
    value = figure(own, item)
    if pd.isna(value):
        return say("town.unpublished")
    said = (
        f"{value:,.2f}".rstrip("0").rstrip(".")
        if item == "area_km2"
        else formatted(value, SHOWN_UNITS.get(item, "integer"))
    )
    return say(f"town.unit.{item}", value=said)


def _with_basis(say: Words, own: Row, item: str) -> str:
    kinds = _basis_of(say, own, item)
    return say("town.with_basis", value=_person(say, own, item), basis=kinds) if kinds else _person(say, own, item)


def _basis_of(say: Words, own: Row, item: str) -> str:
    if pd.isna(figure(own, item)):
        return ""
    of = {"area_km2": ("area",), "density": ("population", "area"), "communities": ("villages",)}.get(item, (item,))
    return basis_said(say, *(own[f"{one}_basis"] for one in of))


def _note(say: Words, own: Row, item: str) -> str:
    if item == "population" and pd.notna(own["population"]):
        return say.pick(own, "population_note")
    return say("town.density_note") if item == "density" and pd.notna(figure(own, item)) else ""
