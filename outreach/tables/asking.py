"""What a town is asked to confirm or to fill: one cell of the record at a time, those that are wanting and those nobody checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.tables.bases import ACCURACY_KM
from outreach.tables.columns import TOWN_KINDS
from outreach.tables.hierarchy import towns_of
from outreach.tables.register import Register
from outreach.tables.writing import cell

CONFIRMED, CHANGED, NONE, UNKNOWN = "confirmed", "changed", "none", "unknown"
TOLD = ("survey", "measures")  # what is told of these is kept with the answer and changes no table
POINT = ("lon", "lat", "datum")
SEVERAL = ("opening", "level", "address_zh", "telephone", "free")
COUNTS = ("villages", "communities")
MAY_BE_NONE = frozenset({"level", "telephone", "address_zh", "wave"})
"""Of what there may really be none: the town can say so, and is not asked again."""


@dataclass(frozen=True)
class Question:
    """A cell of the record: of which table, row and field, and what stands in it; empty where nothing does."""

    about: str
    row: str
    field: str
    recorded: str = ""

    @property
    def confirmable(self) -> bool:
        """Whether what is recorded can be said to be right: something is, and not that nobody checked it."""
        return self.recorded not in ("", "unverified")


def towns(district: District) -> pd.DataFrame:
    """The towns that can be asked, in the order of their codes."""
    found = towns_of(district.areas, district.home.code)
    return found[found["kind"].isin(list(TOWN_KINDS))].sort_values("area_code", ignore_index=True)


def questions(district: District, town: str, before: pd.DataFrame, plan: bool = True) -> list[Question]:
    """What a town is asked, in the order of its sheet: its bases, the levels of its record, itself, its survey, the plan.

    before is what the towns were asked and answered in earlier rounds. Without `plan` nothing is asked of the plan.
    """
    settled = _settled(before[before["area_code"] == town])
    found = [*_of_bases(district, town), *_of_register(district, town), *_of_town(district, town)]
    found += _of_survey(district, town)
    found += _of_plan(district) if plan else ()
    return [one for one in found if (one.about, one.row, one.field, one.recorded) not in settled]


def now(district: District, one: Question) -> str:
    """What stands in that cell by now; empty where nothing does, or where there is no such row."""
    return _at(district, one.about, one.row, one.field) if one.about not in TOLD else ""


def _at(district: District, about: str, row: str, field: str) -> str:
    frame = district.table(about)
    if about == "register":
        area, level = row.split("/")[:2]
        rows = frame[(frame["area_code"] == area) & (frame["level"] == level)]
    else:
        rows = frame[frame.iloc[:, 0] == row]
    return cell(rows[field].iloc[0]) if len(rows) else ""


def _settled(before: pd.DataFrame) -> set[tuple[object, ...]]:
    """What a town has said there is none of, which nobody has filled since."""
    said = before[before["answer"] == NONE]
    return set(zip(said["about"], said["row"], said["field"], said["recorded"].fillna(""), strict=True))


def _of_bases(district: District, town: str) -> Iterator[Question]:
    bases = district.bases
    for base in bases[(bases["area_code"] == town) & (bases["status"] != "closed")].to_dict("records"):
        for field in _fields(base, district.home.gaps.supply == "capacity"):
            yield Question("bases", str(base["base_id"]), field, cell(base[field]))


def _fields(base: dict[Any, Any], capacity: bool) -> Iterator[str]:
    """What is asked of a base: whether it is open every time, what is wanting, and the rest until somebody has checked it."""
    checked = not pd.isna(base["checked_on"])
    yield "status"
    if base["town_basis"] == "assumed":
        yield "area_code"
    if base["accuracy"] not in ACCURACY_KM:
        yield from POINT
    for field in (*SEVERAL, *(("capacity_per_year",) if capacity else ())):
        if not checked or pd.isna(base[field]):
            yield field


def _of_register(district: District, town: str) -> Iterator[Question]:
    """The levels that the town's standards ask for and nobody has looked through."""
    asked = Register.asked(district)
    for level in asked.loc[asked["area_code"] == town, "level"]:
        yield Question("register", f"{town}/{level}", "complete")


def _of_town(district: District, town: str) -> Iterator[Question]:
    """How many villages and communities it has, where neither is recorded."""
    row = district.areas[district.areas["area_code"] == town].iloc[0]
    if row[list(COUNTS)].isna().all():
        yield from (Question("areas", town, field) for field in COUNTS)


def _of_survey(district: District, town: str) -> Iterator[Question]:
    if town not in set(district.survey["area_code"]):
        yield Question("survey", town, "wave")


def _of_plan(district: District) -> Iterator[Question]:
    """The plan's tasks that name the towns, by the articles they stand in."""
    units = set(district.units.loc[district.units["kind"] == "towns", "unit_id"])
    measures = district.measures[district.measures["plan_id"].fillna(own := district.home.plan.plan_id) == own]
    theirs = set(district.duties.loc[district.duties["unit_id"].isin(units), "measure_id"])
    articles = measures.loc[measures["measure_id"].isin(theirs), "article_id"].drop_duplicates()
    yield from (Question("measures", str(article), "article_id") for article in articles)
