"""The tables as they are, and one of them at a glance."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from outreach.district import District
from outreach.views.desk.draft import Change
from outreach.views.desk.listed import listed, when
from outreach.views.exhibit import Exhibit, Number, formatted
from outreach.views.frames import tuples
from outreach.words import Words


def facts(say: Words, table: str, overview: pd.DataFrame, log: Sequence[Change], dated: float | None) -> list[Number]:
    """A table at a glance: how many rows of what, and when and by whom it was last changed."""
    about = overview.set_index("table").loc[table]
    last = next((change for change in reversed(log) if change.table == table), None)
    if last:
        changed = when(last.at)[:10], say("desk.changed_by", who=last.who, why=last.why)
    else:
        changed = (
            (date.fromtimestamp(dated).isoformat() if dated else say("format.missing")),
            say("desk.changed_by_nobody"),
        )
    return [
        (
            say("desk.rows"),
            formatted(about["rows"], "integer"),
            say("desk.row_is", row=about["row_meaning"].rstrip("。.")),
        ),
        (say("desk.last_changed"), *changed),
    ]


def titles(overview: pd.DataFrame, say: Words) -> dict[str, str]:
    """The tables' ids with their titles and how many rows they have."""
    told = zip(overview["table"], overview["title"], overview["rows"], strict=True)
    return {table: say("desk.table_option", title=title, n=n) for table, title, n in told}


def tables(say: Words, district: District, overview: pd.DataFrame, log: Sequence[Change]) -> Exhibit:
    """Every table: what it holds, its rows, and when and by whom it was last changed at the desk."""
    last = {change.table: change for change in log}
    rows = [
        (
            row.title,
            row.row_meaning,
            row.rows,
            when(last[row.table].at) if row.table in last else say("format.missing"),
            last[row.table].who if row.table in last else say("format.missing"),
        )
        for row in tuples(overview)
    ]
    return listed(
        say,
        district,
        "desk_tables",
        say("desk.tables_title"),
        say("desk.tables_sentence"),
        rows,
        ("table", "holds", "rows", "when", "who"),
        kept=True,
    )
