"""What is owed on a plan's targets: their reports, how old those are, and what falls due."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from outreach.district import District
from outreach.views import says
from outreach.views.exhibit import Column, Exhibit
from outreach.views.frames import Row, records
from outreach.views.plan.said import credited, day, goal, owed_by, report_of, stated, target_name, unit_names
from outreach.words import Words

DUE = ("overdue", "end", "renew", "open")


def reports(
    say: Words,
    district: District,
    statuses: pd.DataFrame,
    owners: Mapping[str, tuple[str, ...]],
    wanting: pd.Series,
    age: pd.Series,
) -> Exhibit:
    """How old every target's newest report is, its evidence and reporter, and what is missing and owed by whom."""
    names = unit_names(say, district.units)
    rows = stated(say, district, statuses)
    found = [report_of(district, row) for row in records(rows)]
    rows = rows.assign(
        age=age,
        wanted=[say(f"plan.wanted_{kind}") if kind else "" for kind in wanting.reindex(rows.index)],
        evidence=[_evidence(say, one) for one in found],
        reporter=[names[one["reporter_unit_id"]] if one else "" for one in found],
        owed_by=[owed_by(say, owners, names, one) for one in rows["target_id"]],
        order=wanting.reindex(rows.index).map({"final": 0, "first": 1, "newer": 2, "": 3}),
    ).sort_values("order", kind="stable")
    owed = rows[rows["order"] < 3]
    return Exhibit(
        name="plan_reports",
        title=say("plan.reports_title"),
        sentence=_owed_said(say, owed, owners, names),
        rows=rows.reset_index(drop=True),
        columns=(
            Column("target_name", say("column.target_name")),
            Column("wanted", say("column.wanted")),
            Column("owed_by", say("column.owed_by")),
            Column("reported", say("column.reported")),
            Column("age", say("column.age_days"), "integer"),
            Column("evidence", say("column.evidence")),
            Column("reporter", say("column.reporter")),
        ),
        credits=credited(say, district, district.targets, district.progress),
        says=_reports_say(say, owed, owners, names),
    )


def _reports_say(
    say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> says.Sentences:
    """How many targets wait for a report and on whom; where none does, that alone."""
    if owed.empty:
        return {"reading": say("plan.nothing_owed")}
    first = dict.fromkeys(owners[one][0] for one in owed["target_id"] if owners.get(one))
    unnamed = sum(not owners.get(one) for one in owed["target_id"])
    return says.holding(
        finding=say("says.reports", n=len(owed)),
        reading=_owed_by_said(say, owed, owners, names),
        owed=say("plan.owed", n=len(owed)),
        owners=say("says.reports_owners", units=say.list([names[one] for one in first])) if first else "",
        nobody=say("plan.owed_by_nobody", n=unnamed) if unnamed else "",
    )


def _evidence(say: Words, report: Row | None) -> str:
    if report is None:
        return ""
    link = report["evidence_url"]
    return say.list(
        [one for one in (say.pick(report, "evidence"), link if isinstance(link, str) else "") if one]
    ) or say("plan.evidence_untranslated")


def _owed_said(say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> str:
    """How many targets wait for a report, and on which first-named units."""
    if owed.empty:
        return say("plan.nothing_owed")
    return _owed_by_said(say, owed, owners, names) + say("plan.how_to_report")


def _owed_by_said(
    say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> str:
    first = pd.Series([owners[one][0] for one in owed["target_id"] if owners.get(one)], dtype=object).value_counts(
        sort=False
    )
    first = first.sort_values(ascending=False, kind="stable")
    said = say.list([say("plan.owes", unit=names[str(one)], n=n) for one, n in first.items()])
    unnamed = sum(not owners.get(one) for one in owed["target_id"])
    return (
        say("plan.owed", n=len(owed))
        + (say("plan.owed_by", units=said) if said else "")
        + (say("plan.owed_by_nobody", n=unnamed) if unnamed else "")
    )


def calendar(
    say: Words, district: District, due: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], on: date, until: date
) -> Exhibit | None:
    """What is owed before the next plenary, in the order of days; None where nothing is."""
    if due.empty:
        return None
    names = unit_names(say, district.units)
    table = district.targets.set_index("target_id", drop=False).loc[due["target_id"]]
    stated = records(table)
    rows = due.assign(
        target_name=[target_name(say, one) for one in stated],
        goal=[goal(say, one) for one in stated],
        when=[one.date().isoformat() if pd.notna(one) else say("plan.no_day") for one in due["day"]],
        what=[say(f"plan.due_{one}") for one in due["kind"]],
        state=[_state(say, one) for one in due["days"]],
        owed_by=[owed_by(say, owners, names, one) for one in due["target_id"]],
    )
    stated_day = district.home.plan.next_plenary
    fixed = stated_day is not None and stated_day >= on
    return Exhibit(
        name="plan_calendar",
        title=say("plan.calendar_title"),
        sentence=say("plan.calendar_fixed" if fixed else "plan.calendar_open", until=day(say, until))
        + _counted(say, due["kind"]),
        rows=rows,
        columns=(
            Column("when", say("column.due_day")),
            Column("state", say("column.days_left")),
            Column("target_name", say("column.target_name")),
            Column("goal", say("column.target")),
            Column("what", say("column.due_what")),
            Column("owed_by", say("column.owed_by")),
        ),
        credits=credited(say, district, district.targets),
        says=says.holding(until=say("says.until", day=day(say, until)) if fixed else ""),
    )


def _counted(say: Words, kinds: pd.Series) -> str:
    """How much of each kind falls due."""
    counts = kinds.value_counts()
    said = [say(f"plan.calendar_counted.{one}", n=counts[one]) for one in DUE if one in counts]
    return say("plan.calendar_counts", counts=say.list(said))


def _state(say: Words, days: float) -> str:
    if pd.isna(days):
        return ""
    return say("plan.days_past", n=-days) if days < 0 else say("plan.days_to_go", n=days)
