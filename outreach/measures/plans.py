"""A plan's period, and two plans one after the other."""

from datetime import date

import numpy as np
import pandas as pd

from outreach.measures.areas import figures
from outreach.vocabulary import PlanTerms

CHANGES = ("kept", "raised", "lowered", "new", "dropped")
SAME = 1e-9


def over(plan: PlanTerms, on: date) -> bool:
    """Whether a plan's last year has gone by on a day."""
    return on.year > plan["to_year"]


def neighbours(plans: pd.DataFrame, plan_id: str | None) -> tuple[str, str] | None:
    """The plan and the one after it, or, where there is none after it, the one before and it; None where it stands alone.

    plans are in the order of their years.
    """
    ids = list(plans["plan_id"])
    if plan_id not in ids or len(ids) < 2:
        return None
    first = min(ids.index(plan_id), len(ids) - 2)
    return ids[first], ids[first + 1]


def compared(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """What became of each target of a plan in the next: a row for every target of either.

    Columns before and after (ids, one of them missing where it has no fellow) and change: `kept` (the same value),
    `raised`, `lowered`, `new` (it goes on from none) or `dropped` (none goes on from it). Which target goes on from which
    is told by follows_id alone, never guessed from names. The later plan's targets in their order, then what was dropped.
    A target that several go on from stands in a row with each.
    """
    old = figures(before.set_index("target_id")["target_value"])
    rows: list[tuple[str | None, str | None, str]] = []
    for one, follows, value in zip(after["target_id"], after["follows_id"], figures(after["target_value"])):
        if not isinstance(follows, str) or follows not in old.index:
            rows.append((None, one, "new"))
            continue
        step = value - old[follows]
        rows.append(
            (follows, one, "kept" if abs(step) <= SAME or np.isnan(step) else "raised" if step > 0 else "lowered")
        )
    followed = {first for first, _, _ in rows}
    rows += [(one, None, "dropped") for one in before["target_id"] if one not in followed]
    return pd.DataFrame(rows, columns=["before", "after", "change"], dtype=object)
