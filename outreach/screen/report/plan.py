"""The report's chapters on the plan: what it asks, where every target stands and why, who owes what, tasks by unit."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from outreach.exports.report import Figure, Heading, Part, Table, Text
from outreach.page import Sheet, flat
from outreach.screen.report.look import Look, only
from outreach.views.exhibit import Column, Exhibit, Number, Row, records

TARGET_COLUMNS = ("target_name", "baseline_said", "goal", "reported", "status_name", "owed_by")
TASK_COLUMNS = ("measure_name", "first", "members", "targets")
REPORT_COLUMNS = ("target_name", "wanted", "owed_by", "evidence", "reporter")


def grounds(look: Look) -> Iterator[Part]:
    """The plan, and by what the report judges."""
    say = look.say
    yield Heading(1, say("report.grounds"))
    yield Heading(2, say("report.plan"))
    yield from look.text(look.page("plan").sentence)
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
    if found is not None and found.rows["done"].notna().any():
        yield Figure(found, found.said("reading"))
    yield Heading(2, say("report.targets_each"))
    yield from _traces(look)
    yield Heading(2, say("report.targets_reports"))
    yield from look.said("plan", "plan_reports", "reading")
    yield from _told(look, "plan_reports", REPORT_COLUMNS)
    if not look.at(
        "plan"
    ).figures.plan_over:  # what is owed on a plan that has ended is its last reports, which stand above
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
    """Each target under its own heading, step by step; a step that is the same for all is told once, before them."""
    found, say = look.exhibit("plan", "plan_traces"), look.say
    if found is None:
        return
    shared = _shared(found.rows)
    if shared:
        steps = (say("report.step", item=item, content=_clause(text)) for item, text in shared.items())
        yield from look.text(say("report.same_steps"), *steps)
    for target, rows in found.rows[~found.rows["item"].isin(shared)].groupby("target_id", sort=False):
        yield Heading(3, str(rows["heading"].iloc[0]))
        yield Table(only(found, rows), ("item", "content"), caption=say("report.trace", target=target))


def _shared(rows: pd.DataFrame) -> dict[str, str]:
    """The steps that every target has in the same words, where there are several targets."""
    several = rows["target_id"].nunique()
    told = [(str(item), list(some["content"])) for item, some in rows.groupby("item", sort=False)]
    return {item: texts[0] for item, texts in told if len(texts) == several > 1 and len(set(texts)) == 1}


def _clause(text: str) -> str:
    """A sentence, or several, without the last stop."""
    return text.strip().removesuffix("。").removesuffix(".")


def tasks(look: Look) -> Iterator[Part]:
    """Who answers for which task: all units in one table, then each unit's own."""
    say = look.say
    units = look.at("plan").district.units
    sheets = [(one, _sheet(look, one["unit_id"])) for one in records(units)]
    known = [(one, *sheet) for one, sheet in sheets if sheet is not None]
    if not known:
        return
    yield Heading(1, say("report.tasks"))
    yield Heading(2, say("report.tasks_all"))
    duties = look.exhibit("plan", "plan_duties")
    yield from look.text(duties.sentence if duties is not None else "")
    found = look.exhibit("plan", "plan_measures")
    if found is not None:
        others = [say.list([*filter(None, one)]) for one in zip(found.rows["members"], found.rows["towns"])]
        yield Table(replace(found, rows=found.rows.assign(members=others)), TASK_COLUMNS)
    yield Heading(2, say("report.tasks_each"))
    yield Table(_by_unit(look, known))


def _sheet(look: Look, unit: str) -> tuple[Exhibit, list[Number]] | None:
    blocks = look.page("plan", unit=unit).blocks
    return next((one.content() for one in flat(blocks) if isinstance(one, Sheet)), None)


Known = list[tuple[Row, Exhibit, list[Number]]]
"""Every unit that answers for something, with its sheet and the figures of that."""


def _by_unit(look: Look, known: Known) -> Exhibit:
    """A row for every unit: the figures of its sheet, its tasks by their numbers and the targets under them by theirs."""
    say = look.say
    labels = [label for label, _, _ in known[0][2]]
    names = [f"figure_{i}" for i in range(len(labels))]
    rows = []
    for unit, sheet, figures in known:
        said = dict(zip(names, (value for _, value, _ in figures)))
        said[names[0]] = _which(look, said[names[0]], _tasks(look, sheet.rows))
        said[names[1]] = _which(look, said[names[1]], say.list(list(sheet.rows["target_id"].dropna().unique())))
        rows.append({"unit": say.pick(unit, "name"), **said})
    columns = [Column("unit", say("column.unit_name")), *(Column(name, label) for name, label in zip(names, labels))]
    title = say("report.tasks_table")
    return replace(
        known[0][1],
        name="report_units",
        title=title,
        sentence=title,
        rows=pd.DataFrame(rows),
        columns=tuple(columns),
    )


def _which(look: Look, count: str, which: str) -> str:
    """How many, and which."""
    return look.say("report.step", item=count, content=which) if which else count


def _tasks(look: Look, rows: pd.DataFrame) -> str:
    """The unit's tasks by their numbers, those it is the first named of apart."""
    own = rows[rows["measure_name"].ne("") & rows["position"].notna()].drop_duplicates("measure_id")
    numbers, first = own["measure_name"].str.split(" ").str[0], own["place"].eq(look.say("plan.place_first"))
    said = [look.say.list(list(numbers[some])) for some in (first, ~first)]
    told = [look.say("report.tasks_first", tasks=said[0]) if said[0] else "", said[1]]
    return look.say("report.and").join(filter(None, told))
