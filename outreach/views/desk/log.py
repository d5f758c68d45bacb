"""Who changed what before."""

from collections.abc import Sequence

import pandas as pd

from outreach.district import District
from outreach.views.desk.draft import Change
from outreach.views.desk.listed import listed, when
from outreach.views.exhibit import Exhibit
from outreach.words import Words

NEWEST = 10  # changes, of which each has a line


def log(say: Words, district: District, changes: Sequence[Change], overview: pd.DataFrame) -> Exhibit | None:
    """Every change made at the desk, the newest first; None where there is none."""
    if not changes:
        return None
    names = dict(zip(overview["table"], overview["title"]))
    rows = [
        (
            change.number,
            when(change.at),
            change.who,
            change.why,
            names.get(change.table, change.table),
            change.counts.get("added", 0),
            change.counts.get("changed", 0),
            change.counts.get("removed", 0),
        )
        for change in reversed(changes)
    ]
    return listed(
        say,
        district,
        "desk_log",
        say("desk.log_all"),
        say("desk.log_sentence", n=len(rows)),
        rows,
        ("number", "when", "who", "why", "table", "added", "changed", "removed"),
        kept=True,
    )


def entries(say: Words, changes: Sequence[Change], overview: pd.DataFrame) -> list[tuple[int, str, str]]:
    """The newest changes: number, one line of when, who and what, and why."""
    names = dict(zip(overview["table"], overview["title"]))
    return [
        (
            change.number,
            say(
                "desk.entry",
                number=change.number,
                when=when(change.at),
                who=change.who,
                table=names.get(change.table, change.table),
                added=change.counts.get("added", 0),
                changed=change.counts.get("changed", 0),
                removed=change.counts.get("removed", 0),
            ),
            change.why,
        )
        for change in list(reversed(changes))[:NEWEST]
    ]
