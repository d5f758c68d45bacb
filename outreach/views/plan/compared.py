"""Two plans one after the other: what became of each target."""

import pandas as pd

from outreach.figures.values import Compared
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.views.frames import Row, cell, records
from outreach.views.plan.said import goal, target_name
from outreach.words import Words

CHANGES = ("kept", "raised", "lowered", "new", "dropped")


def choices(say: Words, plans: pd.DataFrame) -> dict[str, str]:
    """The plans to choose from, ids with their names; empty where there is but one."""
    if len(plans) < 2:
        return {}
    return {
        str(row["plan_id"]): say.pick({str(key): value for key, value in row.items()}, "name")
        for row in plans.to_dict("records")
    }


def compared(say: Words, pair: Compared | None) -> Exhibit | None:
    """The targets of two plans beside each other: kept, raised, lowered, new or dropped, and where the former's stand.

    pair is what `Figures.compared` gives; None without a second plan.
    """
    if pair is None:
        return None
    rows = _rows(say, pair)
    counts = rows["change"].value_counts()
    told = [say(f"plan.change_counted.{one}", n=counts[one]) for one in CHANGES if one in counts]
    plans = [one.home.plan for one in (pair.before, pair.after)]
    tables = (pair.before.targets, pair.after.targets)
    return Exhibit(
        name="plan_compared",
        title=say("plan.compared_title"),
        sentence=say(
            "plan.compared_sentence",
            before=plans[0].name[say.language],
            after=plans[1].name[say.language],
            changes=say.list(told),
        )
        + say("plan.compared_how"),
        rows=rows,
        columns=(
            Column("before_name", say("column.before_target")),
            Column("before_goal", say("column.before_goal")),
            Column("before_status", say("column.before_status")),
            Column("after_name", say("column.after_target")),
            Column("after_goal", say("column.after_goal")),
            Column("change_name", say("column.change_of_target")),
        ),
        credits=credits(
            say,
            pair.after.home,
            pair.after.sources,
            [*(plan.source_id for plan in plans), *(one for table in tables for one in table["source_id"])],
            [one for table in tables for one in table["basis"]] or ["official"],
        ),
    )


def _rows(say: Words, pair: Compared) -> pd.DataFrame:
    """The targets in pairs, each with its name and goal in both plans and where it stood in the former."""
    old, new = ({row["target_id"]: row for row in records(one.targets)} for one in (pair.before, pair.after))
    before, after = pair.targets["before"], pair.targets["after"]
    return pair.targets.assign(
        before_name=[_named(say, old.get(one)) for one in before],
        before_goal=[_goal(say, old.get(one)) for one in before],
        before_status=[_status(say, pair, one) for one in before],
        after_name=[_named(say, new.get(one)) for one in after],
        after_goal=[_goal(say, new.get(one)) for one in after],
        change_name=[say(f"plan.change.{one}") for one in pair.targets["change"]],
    )


def _named(say: Words, target: Row | None) -> str:
    return target_name(say, target) if target else ""


def _goal(say: Words, target: Row | None) -> str:
    return goal(say, target) if target else ""


def _status(say: Words, pair: Compared, target_id: str | None) -> str:
    return say(f"status.{cell(pair.statuses, target_id, 'status')}") if isinstance(target_id, str) else ""
