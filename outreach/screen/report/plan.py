"""The report's chapters on the plan: what it asks, where every target stands and why, who owes what, tasks by unit."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from outreach.exports.report import Figure, Heading, Part, Table, Text
from outreach.page import Number, Sheet, flat
from outreach.screen.report.look import Look, only
from outreach.views.exhibit import Column, Exhibit

TARGET_COLUMNS = ("target_name", "baseline_said", "goal", "reported", "status_name", "owed_by")
REPORT_COLUMNS = ("target_name", "wanted", "owed_by", "reported", "evidence", "reporter")
UNIT_COLUMNS = ("measure_name", "place", "target_name", "status_name", "wanted")


def grounds(look: Look) -> Iterator[Part]:
    """The plan, and by what the report judges."""
    say = look.say
    yield Heading(1, say("report.grounds"))
    yield Heading(2, say("report.plan"))
    yield from look.text(look.page("plan").sentence)
    yield from look.said("plan", "plan_targets", "caveat")
    yield Heading(2, say("report.judging"))
    for key in ("judged", "closing", "error", "records"):
        yield Text(say(f"report.judging_{key}"))


def targets(look: Look) -> Iterator[Part]:
    """Where every target stands, how that is known, and what was not reported."""
    say = look.say
    yield Heading(1, say("report.targets"))
    yield Heading(2, say("report.targets_whole"))
    yield from look.said("plan", "plan_targets", "finding", "caveat")
    yield from _told(look, "plan_targets", TARGET_COLUMNS)
    found = look.exhibit("plan", "plan_targets")
    if found is not None:
        yield Figure(found, found.said("reading"), dense=True)
    yield Heading(2, say("report.targets_each"))
    yield from _traces(look)
    yield Heading(2, say("report.targets_reports"))
    yield from look.said("plan", "plan_reports", "reading")
    yield from _told(look, "plan_reports", REPORT_COLUMNS)
    yield from look.table("plan", "plan_calendar")
    compared = look.exhibit("plan", "plan_compared")
    if compared is not None:
        yield Heading(2, say("report.targets_next"))
        yield from look.text(compared.sentence)
        yield Table(compared)


def _told(look: Look, name: str, columns: tuple[str, ...]) -> Iterator[Part]:
    """A table of targets, which says so where nothing was reported."""
    found = look.exhibit("plan", name)
    if found is not None:
        said = found.rows["reported"].replace("", look.say("report.none_reported"))
        yield Table(replace(found, rows=found.rows.assign(reported=said)), columns)


def _traces(look: Look) -> Iterator[Part]:
    """Each target under its own heading, step by step."""
    found = look.exhibit("plan", "plan_traces")
    if found is None:
        return
    for _, steps in found.rows.groupby("target_id", sort=False):
        heading = str(steps["heading"].iloc[0])
        yield Heading(3, heading)
        yield Table(only(found, steps), ("item", "content"), caption=look.say("report.trace", target=heading))


def tasks(look: Look) -> Iterator[Part]:
    """Who answers for which task: all units in one table, then each unit's own."""
    say = look.say
    units = look.at("plan").district.units
    sheets = [(one, _sheet(look, one["unit_id"])) for one in units.to_dict("records")]
    known = [(one, *sheet) for one, sheet in sheets if sheet is not None]
    if not known:
        return
    yield Heading(1, say("report.tasks"))
    yield Heading(2, say("report.tasks_all"))
    duties = look.exhibit("plan", "plan_duties")
    yield from look.text(duties.sentence if duties is not None else "")
    yield Table(_overview(look, known))
    yield Heading(2, say("report.tasks_each"))
    for unit, exhibit, figures in known:
        yield Heading(3, say.pick(unit, "name"))
        yield from look.text(
            say.list([say("report.figure_said", label=label, value=value) for label, value, _ in figures])
        )
        yield Table(exhibit, UNIT_COLUMNS)


def _sheet(look: Look, unit: str) -> tuple[Exhibit, list[Number]] | None:
    blocks = look.page("plan", unit=unit).blocks
    return next((one.content() for one in flat(blocks) if isinstance(one, Sheet)), None)


def _overview(look: Look, known: list[tuple[dict[str, Any], Exhibit, list[Number]]]) -> Exhibit:
    """A row for every unit: the figures of its sheet."""
    say = look.say
    labels = [label for label, _, _ in known[0][2]]
    names = [f"figure_{i}" for i in range(len(labels))]
    rows = [
        {"unit": say.pick(unit, "name"), "first": figures[0][2], **dict(zip(names, (value for _, value, _ in figures)))}
        for unit, _, figures in known
    ]
    columns = [Column("unit", say("column.unit_name")), *(Column(name, label) for name, label in zip(names, labels))]
    columns.insert(2, Column("first", say("report.tasks_first")))
    first = known[0][1]
    return replace(
        first,
        name="report_units",
        title=say("report.tasks_table"),
        sentence=say("report.tasks_table"),
        rows=pd.DataFrame(rows),
        columns=tuple(columns),
    )
