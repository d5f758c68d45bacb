"""What has changed since the last meeting, in words and as the first slide."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import pandas as pd

from outreach.district import District
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.views.frames import cell, records
from outreach.views.plan import day
from outreach.words import Words

KINDS = ("new", "closed", "gone")


class Snapshot(Protocol):
    """The tables as they stood on a day."""

    @property
    def taken(self) -> date: ...

    def table(self, name: str) -> pd.DataFrame: ...


def hint(say: Words, before: Snapshot | None) -> str:
    """How to keep a snapshot, where there is none to compare with; else nothing."""
    return say("since.nothing_kept") if before is None else ""


def sentence(
    say: Words, taken: date, differences: pd.DataFrame, bases: Mapping[str, tuple[str, ...]], statuses: pd.DataFrame
) -> str:
    """What is different since the kept day."""
    said = [say(f"since.{kind}", n=len(bases[kind])) for kind in KINDS if bases[kind]]
    if len(statuses):
        said.append(say("since.statuses", n=len(statuses)))
    if len(differences):
        said.append(say("since.cells", rows=differences.groupby(["table", "key"]).ngroups))
    return (
        say("since.said", day=day(say, taken), changes=say("format.comma_clause").join(said))
        if said
        else say("since.unchanged", day=day(say, taken))
    )


def slide(
    say: Words,
    district: District,
    before: Snapshot | None,
    differences: pd.DataFrame | None,
    bases: Mapping[str, tuple[str, ...]] | None,
    statuses: pd.DataFrame | None,
) -> Exhibit | None:
    """Every change of status, every base that came or went, and the rows changed in each table; None without a snapshot.

    Where nothing has changed the slide says so in its one row.
    """
    if before is None or differences is None or bases is None or statuses is None:
        return None
    rows = [
        *_statuses(say, district, before, statuses),
        *_bases(say, district, before, bases),
        *_tables(say, differences),
    ]
    if not rows:
        rows = [(say("since.kind_none"), say("since.nothing_changed"), "", "")]
    return Exhibit(
        name="plan_since",
        title=say("since.title", day=day(say, before.taken)),
        sentence=sentence(say, before.taken, differences, bases, statuses),
        rows=pd.DataFrame(rows, columns=["kind", "what", "before", "after"]),
        columns=tuple(Column(name, say(f"column.since_{name}")) for name in ("kind", "what", "before", "after")),
        credits=credits(say, district.home, district.sources, [district.home.plan.source_id], ()),
        says={"finding": sentence(say, before.taken, differences, bases, statuses)},
    )


def _statuses(
    say: Words, district: District, before: Snapshot, statuses: pd.DataFrame
) -> list[tuple[str, str, str, str]]:
    old, new = (_names(say, frame.table("targets"), "target_id") for frame in (before, district))
    said = [
        [say(f"status.{one}") if isinstance(one, str) else say("format.missing") for one in statuses[side]]
        for side in ("before", "after")
    ]
    names = [say("plan.numbered", number=one, name=new.get(one) or old.get(one, "")) for one in statuses.index]
    return [(say("since.kind_status"), name, was, is_) for name, was, is_ in zip(names, *said)]


def _bases(
    say: Words, district: District, before: Snapshot, bases: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str, str]]:
    old, new = (frame.table("bases").set_index("base_id") for frame in (before, district))
    names = {**_names(say, before.table("bases"), "base_id"), **_names(say, district.bases, "base_id")}
    return [
        (say(f"since.kind_{kind}"), names[one], _state(say, old, one), _state(say, new, one))
        for kind in KINDS
        for one in bases[kind]
    ]


def _state(say: Words, bases: pd.DataFrame, base: str) -> str:
    return (
        say.capital(say(f"value.bases.status.{cell(bases, base, 'status')}"))
        if base in bases.index
        else say("since.not_there")
    )


def _names(say: Words, frame: pd.DataFrame, key: str) -> dict[str, str]:
    return {row[key]: say.pick(row, "name") for row in records(frame)}


def _tables(say: Words, differences: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """One line a table: how many rows were added, taken out or changed."""
    found = []
    for table, rows in differences.groupby("table", sort=False):
        counts = {change: own["key"].nunique() for change, own in rows.groupby("change")}
        said: Sequence[str] = [
            say(f"since.rows_{change}", n=counts[change])
            for change in ("added", "removed", "changed")
            if change in counts
        ]
        found.append(
            (
                say("since.kind_data"),
                say(f"since.tables.{table}"),
                "",
                say.list(list(said)),
            )
        )
    return found


def options(say: Words, days: Sequence[str]) -> dict[str, str]:
    """The days a snapshot was kept, newest first, as they are read."""
    return {one: day(say, date.fromisoformat(one)) for one in days}
