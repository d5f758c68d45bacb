"""What is wrong with a file handed in, and what it would change cell by cell."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.views import sources
from outreach.views.areas import town_names
from outreach.views.desk.draft import Draft, OfTable
from outreach.views.desk.listed import MOST, Columns, listed, names_of, when
from outreach.views.exhibit import Exhibit, Number, formatted
from outreach.words import Words

WHOLE = 5  # cells that stand for a row that is added or removed
CHOSEN = ("not_code", "unknown_reference", "unknown_reference_near")  # rules broken by what is on no list
CHOICES = 20  # of a list, told in full
ORDER = ("removed", "changed", "added")


def faults(say: Words, district: District, draft: Draft | None, columns: Columns) -> Exhibit | None:
    """Every fault of a file handed in, at its own rows and columns; None where there is none."""
    if draft is None or not draft.faults:
        return None
    rows = [
        (
            fault.file,
            "" if fault.row is None else say("desk.row_number", n=fault.row),
            columns.get(fault.column or "", {}).get("title", fault.column or ""),
            _fault(say, draft, fault, columns),
        )
        for fault in draft.faults
    ]
    more = say("desk.more", n=len(rows) - MOST) if len(rows) > MOST else ""
    sentence = say("desk.faults_sentence", file=draft.file, n=len(rows)) + more
    return listed(
        say, district, "desk_faults", say("desk.faults_title"), sentence, rows, ("file", "row", "column", "fault")
    )


def _fault(say: Words, draft: Draft, fault: Fault, columns: Columns) -> str:
    """A fault in words; what should have been chosen from another table's names is told by these."""
    refers = columns.get(fault.column or "", {}).get("refers")
    if fault.rule not in CHOSEN or not refers or fault.file != draft.file:
        return say.fault(fault)
    names = (
        list(names_of(say, draft.before, refers).values())
        if refers != "areas"
        else [*town_names(say, draft.before.areas)]
    )
    details = {"found": fault.details["found"], "title": columns[fault.column or ""]["title"]}
    if not names or len(names) > CHOICES:
        return say("desk.fault_from_list", **details)
    return say("desk.fault_choose", **details, names=say.list(names))


def counted(say: Words, counts: Mapping[str, int] | None) -> list[Number]:
    """How many rows would be added, changed and removed."""
    if counts is None:
        return []
    return [
        (say(f"desk.count_{one}"), formatted(counts[one], "integer"), say(f"desk.count_{one}_note"))
        for one in ("added", "changed", "removed")
    ]


def changed(say: Words, draft: OfTable | None, differences: pd.DataFrame | None, columns: Columns) -> Exhibit | None:
    """Everything a file would change, cell by cell, what it would remove first; None where it changes nothing."""
    if draft is None or draft.then is None or differences is None or not len(differences):
        return None
    rows = _cells(say, draft.before, _Between(draft.table, draft.key, draft.now, draft.then), differences, columns)
    more = say("desk.more", n=len(rows) - MOST) if len(rows) > MOST else ""
    return listed(
        say,
        draft.before,
        "desk_changes",
        say("desk.changes_title"),
        say("desk.changes_sentence", n=len(rows)) + more,
        rows,
        ("what", "change", "column", "before", "after"),
    )


def meantime(say: Words, draft: Draft | None, theirs: pd.DataFrame | None, columns: Columns) -> Exhibit | None:
    """What others have changed since the file was made from the table; None where nobody has, or nobody knows."""
    if draft is None or draft.base is None or theirs is None or not len(theirs):
        return None
    rows = _cells(say, draft.before, _Between(draft.table, draft.key, draft.base, draft.now), theirs, columns)
    who = say.list(
        [say("desk.who_when", who=change.who, when=when(change.at), why=change.why) for change in draft.between]
    )
    return listed(
        say,
        draft.before,
        "desk_meantime",
        say("desk.meantime_title"),
        say("desk.meantime_sentence", who=who),
        rows,
        ("what", "change", "column", "before", "after"),
    )


class _Between(NamedTuple):
    """A table before and after: its name, the columns that tell its rows apart, and both frames."""

    table: str
    key: list[str]
    old: pd.DataFrame
    new: pd.DataFrame


def _cells(
    say: Words, district: District, between: _Between, differences: pd.DataFrame, columns: Columns
) -> list[tuple[str, ...]]:
    """Every difference in words: of which row, of what kind, in which column, before and after."""
    names = {one["refers"]: names_of(say, district, one["refers"]) for one in columns.values() if one["refers"]}

    def said(column: str, value: Any) -> str:
        return _said(say, between.table, column, value, columns[column], names)

    def whole(frame: pd.DataFrame, row: int) -> str:
        filled = [(column, said(column, frame.at[row, column])) for column in columns if column not in between.key]
        return say("format.semicolon").join(
            say("desk.cell", column=columns[column]["title"], value=value) for column, value in filled[:WHOLE] if value
        )

    found: list[tuple[str, ...]] = []
    for kind in ORDER:
        frame = between.new if kind == "added" else between.old
        places = {one: row for row, one in zip(frame.index, _keys(frame, between.key))}
        of_kind = differences.loc[differences["change"] == kind, ["key", "column", "before", "after"]]
        for one, column, before, after in of_kind.itertuples(index=False):
            name = _name(say, frame, places[one], between.key, said)
            if kind == "changed":
                told = columns[column]["title"], said(column, before), said(column, after)
            else:
                row = whole(frame, places[one])
                told = say("desk.whole_row"), *((row, "") if kind == "removed" else ("", row))
            found.append((name, say(f"desk.change_{kind}"), *told))
    return found


def _keys(frame: pd.DataFrame, key: list[str]) -> list[str]:
    """Each row's key as `measures.changes` writes it."""
    return [
        "/".join(one.date().isoformat() if isinstance(one, pd.Timestamp) else str(one) for one in row)
        for row in frame[key].itertuples(index=False, name=None)
    ]


def _name(say: Words, frame: pd.DataFrame, row: int, key: list[str], said: Callable[[str, Any], str]) -> str:
    """A row as people know it: its name with its id, or the parts of its key by their names."""
    parts = [said(column, frame.at[row, column]) for column in key]
    own = next((frame.at[row, one] for one in (f"name_{say.language}", f"title_{say.language}") if one in frame), None)
    key_said = say("desk.key").join(parts)
    return say("desk.named", name=own, id=key_said) if isinstance(own, str) and own else key_said


def _said(
    say: Words, table: str, column: str, value: Any, spec: Mapping[str, str], names: Mapping[str, Mapping[str, str]]
) -> str:
    """A cell in words; an empty one says that it is."""
    if isinstance(value, (tuple, list)):
        return say.list([_said(say, table, column, one, {**spec, "kind": "code"}, names) for one in value]) or say(
            "desk.empty"
        )
    if value is None or pd.isna(value):
        return say("desk.empty")
    if spec["refers"]:
        return names.get(spec["refers"], {}).get(value, str(value))
    if spec["kind"] == "share":
        return f"{100 * value:.10g}%"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(sources._said(say, table, column, value))
