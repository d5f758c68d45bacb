"""Two plans one after the other: what became of each target."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
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


def compared(say: Words, pair: Any) -> Exhibit | None:
    """The targets of two plans beside each other: kept, raised, lowered, new or dropped, and where the former's stand.

    pair is what `Figures.compared` gives; None without a second plan.
    """
    if pair is None:
        return None
    old, new = (one.targets.set_index("target_id", drop=False).to_dict("index") for one in (pair.before, pair.after))
    rows = pair.targets.assign(
        before_name=[_named(say, old.get(one)) for one in pair.targets["before"]],
        before_goal=[_goal(say, old.get(one)) for one in pair.targets["before"]],
        before_status=[_status(say, pair, one) for one in pair.targets["before"]],
        after_name=[_named(say, new.get(one)) for one in pair.targets["after"]],
        after_goal=[_goal(say, new.get(one)) for one in pair.targets["after"]],
        change_name=[say(f"plan.change.{one}") for one in pair.targets["change"]],
    )
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


def _named(say: Words, target: Mapping[str, Any] | None) -> str:
    return target_name(say, target) if target else ""


def _goal(say: Words, target: Mapping[str, Any] | None) -> str:
    return goal(say, target) if target else ""


def _status(say: Words, pair: Any, target_id: str | None) -> str:
    return say(f"status.{pair.statuses.at[target_id, 'status']}") if isinstance(target_id, str) else ""
