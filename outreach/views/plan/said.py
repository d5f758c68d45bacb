"""What is said of a plan's targets and measures wherever they stand: names, amounts, days, who owes what."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from outreach.district import District
from outreach.views import says
from outreach.views.credits import credits
from outreach.views.exhibit import Credits
from outreach.views.frames import Row, record, records
from outreach.words import Words

STATUSES = (
    "achieved",
    "on_track",
    "within_error",
    "behind",
    "far_behind",
    "missed",
    "below",
    "no_report",
    "no_final_report",
    "not_assessable",
)
LATE = ("behind", "far_behind", "missed", "no_final_report")
ROLES = ("first", "member", "towns")


def day(say: Words, when: date) -> str:
    """A day as it is read in a sentence; empty where there is none."""
    return "" if pd.isna(when) else say("plan.day", year=when.year, month=when.month, day=when.day)


def amount(say: Words, value: float, target: Row) -> str:
    """A target's figure with what it is counted in; a rate as a percentage. Empty where there is none."""
    if pd.isna(value):
        return ""
    if target["kind"] == "rate":
        return f"{round(100 * value, 2):g}%"
    number = f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    return say("plan.amount", value=number, unit=say.pick(target, "unit"))


def pace(say: Words, value: float, target: Row) -> str:
    """A figure a year: of a rate in percentage points."""
    if pd.isna(value):
        return ""
    if target["kind"] == "rate":
        return say("plan.points_a_year", points=f"{round(100 * value, 2):g}")
    return say(
        "plan.count_a_year",
        value=f"{value:,.1f}".removesuffix(".0"),
        unit=say.pick(target, "unit").split("/")[0].split(" per ")[0],
    )


def goal(say: Words, target: Row) -> str:
    value = amount(say, target["target_value"], target)
    if target["every_year"] is True or target["every_year"] == True:  # noqa: E712  (pandas' own boolean)
        return say("plan.goal_every_year", value=value)
    return (
        say("plan.goal_by", value=value, year=int(target["due"]))
        if pd.notna(target["due"])
        else say("plan.goal_open", value=value)
    )


def ends_with_plan(row: Row) -> bool:
    """Whether a target that the plan sets no day for has ended because the plan has."""
    return bool(pd.notna(row["ends"]) and pd.isna(row["due"]) and row["every_year"] != True)  # noqa: E712


def target_name(say: Words, target: Row) -> str:
    return say("plan.numbered", number=target["target_id"], name=say.pick(target, "name"))


def cut_to(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def unit_names(say: Words, units: pd.DataFrame) -> dict[str, str]:
    """The units' ids with their names."""
    return {row["unit_id"]: say.pick(row, "name") for row in records(units)}


def number(say: Words, measure: Row) -> str:
    """A measure's number: as the plan numbers it, or, where the plan's Chinese numbering cannot be read, its id."""
    return str(measure["section"] if say.language == "zh" else measure["measure_id"])


def measure_name(say: Words, measure: Row) -> str:
    return say("plan.numbered", number=number(say, measure), name=say.pick(measure, "title"))


def owed_by(say: Words, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str], target_id: str) -> str:
    """Who owes a report on a target: the first named of its units, and how many others."""
    named = owners.get(target_id, ())
    if not named:
        return say("plan.nobody_named")
    return names[named[0]] if len(named) == 1 else say("plan.and_others", unit=names[named[0]], n=len(named))


def stated(say: Words, district: District, statuses: pd.DataFrame) -> pd.DataFrame:
    """Every target with its status and everything that is read of it, in the table's order."""
    rows = district.targets.drop(columns="baseline").set_index("target_id", drop=False).join(statuses)
    found = records(rows)
    return rows.assign(
        target_name=[target_name(say, row) for row in found],
        goal=[goal(say, row) for row in found],
        due_year=[str(int(row["due"])) if pd.notna(row["due"]) else "" for row in found],
        baseline_said=[_baseline(say, row) for row in found],
        reported=[_reported(say, row) for row in found],
        required=[pace(say, row["required_pace"], row) for row in found],
        status_name=[say(f"status.{one}") for one in says.standing(rows)],
    )


def _baseline(say: Words, row: Row) -> str:
    return (
        ""
        if pd.isna(row["baseline"])
        else say("plan.in_year", value=amount(say, row["baseline"], row), year=int(row["baseline_year"]))
    )


def _reported(say: Words, row: Row) -> str:
    return (
        ""
        if pd.isna(row["value"])
        else say("plan.as_of", value=amount(say, row["value"], row), when=row["date"].date().isoformat())
    )


def credited(say: Words, district: District, *tables: pd.DataFrame) -> Credits:
    ids = [one for table in tables for one in table["source_id"]]
    kinds = [one for table in tables if "basis" in table for one in table["basis"]]
    return credits(say, district.home, district.sources, [district.home.plan.source_id, *ids], kinds or ["official"])


def report_of(district: District, row: Row) -> Row | None:
    if pd.isna(row["value"]) or pd.notna(row.get("survey_n")):
        return None
    found = district.progress[
        (district.progress["target_id"] == row["target_id"])
        & (pd.to_datetime(district.progress["date"]) == row["date"])
    ]
    return record(found, found.index[0])
