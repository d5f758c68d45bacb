"""What the lists at the desk have in common."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Credits, Exhibit
from outreach.words import Words

MOST = 400  # rows listed; a sentence tells how many more there are
Columns = Mapping[str, Mapping[str, str]]
"""What is told of each column of a table, by its id."""


def listed(
    say: Words,
    district: District,
    name: str,
    title: str,
    sentence: str,
    rows: Sequence[tuple[Any, ...]],
    columns: Sequence[str],
    kept: bool = False,
) -> Exhibit:
    """A list under the desk's headings; `kept` for what stands in the district's files, which have a date."""
    return Exhibit(
        name=name,
        title=title,
        sentence=sentence,
        rows=pd.DataFrame(list(rows)[:MOST], columns=list(columns)),
        columns=tuple(Column(one, say(f"desk.column_{one}")) for one in columns),
        credits=credits(say, district.home, district.sources, (), ()) if kept else Credits("", "", "", ""),
    )


def when(at: str) -> str:
    """A moment of the log as it is read, by the clock of the server's place."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def names_of(say: Words, district: District, table: str) -> dict[str, str]:
    frame = district.table(table)
    own = f"name_{say.language}"
    return (
        {one: name for one, name in zip(frame.iloc[:, 0], frame[own]) if isinstance(name, str)} if own in frame else {}
    )
