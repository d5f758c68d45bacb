"""A district's plans one at a time: which is in force on a day, and the district with that plan's targets and measures alone."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from outreach.home import Home

if TYPE_CHECKING:
    from outreach.district import District

ONLY = "plan"
"""What the one plan is called that district.toml says, where plans.csv has none."""


def plans(district: "District") -> pd.DataFrame:
    """The district's plans, one a row, the earliest first: those of plans.csv, else the one that district.toml says."""
    return _plans(district.home, district.plans)


def _plans(home: Home, table: pd.DataFrame) -> pd.DataFrame:
    if len(table):
        return table.sort_values(["from_year", "plan_id"], kind="stable").reset_index(drop=True)
    told = home.plan.model_dump()
    return pd.DataFrame([{column: told.get(str(column)) for column in table}], columns=list(table))


def in_force(found: pd.DataFrame, on: date, asked: str | None = None) -> str:
    """The plan that is asked for, else the one in force on a day: begun and no draft, the latest that has begun.

    One that has ended stays until the next has begun. Where none has begun it is the first of all.
    """
    if found.empty:
        return ONLY
    if asked in set(found["plan_id"]):
        return str(asked)
    begun = found[(found["state"] != "draft") & (found["from_year"].astype(int) <= on.year)]
    return str((begun if len(begun) else found.iloc[:1])["plan_id"].iloc[-1])


def with_plan(home: Home, table: pd.DataFrame, on: date, asked: str | None = None) -> Home:
    """The settings with what plans.csv says of the plan in force on a day; as they are where it says nothing."""
    if table.empty:
        return home
    found = _plans(home, table).set_index("plan_id", drop=False)
    row = found.loc[in_force(found, on, asked)]
    told = {
        **{name: row[name] for name in ("plan_id", "name_zh", "name_en", "state", "source_id")},
        **{name: int(str(row[name])) for name in ("from_year", "to_year")},
        "literacy_target_id": row["literacy_target_id"] if isinstance(row["literacy_target_id"], str) else "",
    }
    return replace(home, plan=home.plan.model_copy(update=told))


def of_plan(district: "District", plan_id: str) -> "District":
    """The district with one plan's targets, reports, measures and duties alone; everything else is as it was.

    Rows that say no plan are of the only one there is. The frames are the same where nothing is left out.
    """
    several = len(plans(district)) > 1
    found = replace(
        district, plan_id=plan_id, home=with_plan(district.home, district.plans, district.home.data_date, plan_id)
    )
    if not several:
        return found
    targets, measures = (_rows(frame, frame["plan_id"] == plan_id) for frame in (district.targets, district.measures))
    return replace(
        found,
        targets=targets,
        measures=measures,
        progress=_rows(district.progress, district.progress["target_id"].isin(targets["target_id"])),
        duties=_rows(district.duties, district.duties["measure_id"].isin(measures["measure_id"])),
    )


def _rows(frame: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    return frame[wanted.fillna(False).astype(bool)].reset_index(drop=True)


def unsaid(district: "District") -> tuple[str, ...]:
    """The tables with rows that say no plan, and are read as the one plan's."""
    return tuple(name for name in ("targets", "measures") if district.table(name)["plan_id"].isna().any())
