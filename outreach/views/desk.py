"""What the data desk tells: a table as it is, what a file would change, what is wrong with it, and who changed what before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.views import kiosk, sources
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Credits, Exhibit, written
from outreach.views.ground import ground
from outreach.words import Words

MOST = 400  # rows listed; a sentence tells how many more there are
WHOLE = 5  # cells that stand for a row that is added or removed
Columns = Mapping[str, Mapping[str, str]]
CHOSEN = ("not_code", "unknown_reference", "unknown_reference_near")  # rules broken by what is on no list
CHOICES = 20  # of a list, told in full
_NOWHERE = pd.DataFrame({"area_code": [], "lon": [], "lat": [], "accuracy": [], "counted": pd.Series(dtype=bool)})
ORDER = ("removed", "changed", "added")


def _listed(
    say: Words,
    district: District,
    name: str,
    title: str,
    sentence: str,
    rows: Sequence[tuple],
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


def facts(
    say: Words, table: str, overview: pd.DataFrame, log: Sequence[Any], dated: float | None
) -> list[tuple[str, str, str]]:
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
            written(about["rows"], "integer"),
            say("desk.row_is", row=about["row_meaning"].rstrip("。.")),
        ),
        (say("desk.last_changed"), *changed),
    ]


def titles(overview: pd.DataFrame, say: Words) -> dict[str, str]:
    """The tables' ids with their titles and how many rows they have."""
    return {row.table: say("desk.table_option", title=row.title, n=row.rows) for row in overview.itertuples()}


def tables(say: Words, district: District, overview: pd.DataFrame, log: Sequence[Any]) -> Exhibit:
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
        for row in overview.itertuples()
    ]
    return _listed(
        say,
        district,
        "desk_tables",
        say("desk.tables_title"),
        say("desk.tables_sentence"),
        rows,
        ("table", "holds", "rows", "when", "who"),
        kept=True,
    )


def faults(say: Words, district: District, draft: Any, columns: Columns) -> Exhibit | None:
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
    return _listed(
        say, district, "desk_faults", say("desk.faults_title"), sentence, rows, ("file", "row", "column", "fault")
    )


def _fault(say: Words, draft: Any, fault: Any, columns: Columns) -> str:
    """A fault in words; what should have been chosen from another table's names is told by these."""
    refers = columns.get(fault.column or "", {}).get("refers")
    if fault.rule not in CHOSEN or not refers or fault.file != draft.file:
        return say.fault(fault)
    names = (
        list(_names(say, draft.before, refers).values())
        if refers != "areas"
        else [*town_names(say, draft.before.areas)]
    )
    details = {"found": fault.details["found"], "title": columns[fault.column]["title"]}
    if not names or len(names) > CHOICES:
        return say("desk.fault_from_list", **details)
    return say("desk.fault_choose", **details, names=say.list(names))


def counted(say: Words, counts: Mapping[str, int] | None) -> list[tuple[str, str, str]]:
    """How many rows would be added, changed and removed."""
    if counts is None:
        return []
    return [
        (say(f"desk.count_{one}"), written(counts[one], "integer"), say(f"desk.count_{one}_note"))
        for one in ("added", "changed", "removed")
    ]


def changed(say: Words, draft: Any, differences: pd.DataFrame | None, columns: Columns) -> Exhibit | None:
    """Everything a file would change, cell by cell, what it would remove first; None where it changes nothing."""
    if differences is None or not len(differences):
        return None
    rows = _cells(say, draft.before, draft.table, draft.key, differences, columns, draft.now, draft.then)
    more = say("desk.more", n=len(rows) - MOST) if len(rows) > MOST else ""
    return _listed(
        say,
        draft.before,
        "desk_changes",
        say("desk.changes_title"),
        say("desk.changes_sentence", n=len(rows)) + more,
        rows,
        ("what", "change", "column", "before", "after"),
    )


def meantime(say: Words, draft: Any, theirs: pd.DataFrame | None, columns: Columns) -> Exhibit | None:
    """What others have changed since the file was made from the table; None where nobody has, or nobody knows."""
    if theirs is None or not len(theirs):
        return None
    rows = _cells(say, draft.before, draft.table, draft.key, theirs, columns, draft.base, draft.now)
    who = say.list(
        [say("desk.who_when", who=change.who, when=when(change.at), why=change.why) for change in draft.between]
    )
    return _listed(
        say,
        draft.before,
        "desk_meantime",
        say("desk.meantime_title"),
        say("desk.meantime_sentence", who=who),
        rows,
        ("what", "change", "column", "before", "after"),
    )


def _cells(
    say: Words,
    district: District,
    table: str,
    key: list[str],
    differences: pd.DataFrame,
    columns: Columns,
    old: pd.DataFrame,
    new: pd.DataFrame,
) -> list[tuple]:
    names = {one["refers"]: _names(say, district, one["refers"]) for one in columns.values() if one["refers"]}

    def said(column: str, value: Any) -> str:
        return _said(say, table, column, value, columns[column], names)

    def whole(frame: pd.DataFrame, row: int) -> str:
        filled = [(column, said(column, frame.at[row, column])) for column in columns if column not in key]
        return say("format.semicolon").join(
            say("desk.cell", column=columns[column]["title"], value=value) for column, value in filled[:WHOLE] if value
        )

    places = {id(frame): {one: row for row, one in zip(frame.index, _keys(frame, key))} for frame in (old, new)}
    found = []
    for kind in ORDER:
        for one, column, before, after in differences.loc[
            differences["change"] == kind, ["key", "column", "before", "after"]
        ].itertuples(index=False):
            frame = new if kind == "added" else old
            row = places[id(frame)][one]
            name = _name(say, frame, row, key, said)
            if kind == "changed":
                found.append(
                    (
                        name,
                        say("desk.change_changed"),
                        columns[column]["title"],
                        said(column, before),
                        said(column, after),
                    )
                )
            else:
                texts = (whole(frame, row), "") if kind == "removed" else ("", whole(frame, row))
                found.append((name, say(f"desk.change_{kind}"), say("desk.whole_row"), *texts))
    return found


def _keys(frame: pd.DataFrame, key: list[str]) -> list[str]:
    """Each row's key as `measures.changes` writes it."""
    return [
        "/".join(one.date().isoformat() if isinstance(one, pd.Timestamp) else str(one) for one in row)
        for row in frame[key].itertuples(index=False, name=None)
    ]


def _name(say: Words, frame: pd.DataFrame, row: int, key: list[str], said: Any) -> str:
    """A row as people know it: its name with its id, or the parts of its key by their names."""
    parts = [said(column, frame.at[row, column]) for column in key]
    own = next((frame.at[row, one] for one in (f"name_{say.language}", f"title_{say.language}") if one in frame), None)
    key_said = say("desk.key").join(parts)
    return say("desk.named", name=own, id=key_said) if isinstance(own, str) and own else key_said


def _names(say: Words, district: District, table: str) -> dict[str, str]:
    frame = district.table(table)
    own = f"name_{say.language}"
    return (
        {one: name for one, name in zip(frame.iloc[:, 0], frame[own]) if isinstance(name, str)} if own in frame else {}
    )


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


def effect(say: Words, draft: Any, found: tuple[pd.DataFrame | None, pd.DataFrame] | None) -> Exhibit | None:
    """What the change would do to the figures, before and after; None where no figure changes or none can be worked out."""
    rows = _moved(say, draft, found) if found else []
    if not rows:
        return None
    return _listed(
        say,
        draft.before,
        "desk_effect",
        say("desk.effect_title"),
        say("desk.effect_sentence", n=len(rows)),
        rows,
        ("of", "figure", "before", "after"),
    )


def effect_note(say: Words, draft: Any, found: Any, differences: pd.DataFrame | None) -> str:
    """That no figure changes, or that nobody can tell; nothing where there is a change to tell of, or none to judge."""
    if differences is None or not len(differences):
        return ""
    if found is None:
        return say("desk.effect_unknown")
    return "" if _moved(say, draft, found) else say("desk.effect_none")


def _moved(say: Words, draft: Any, found: tuple[pd.DataFrame | None, pd.DataFrame]) -> list[tuple[str, str, str, str]]:
    statuses, figures = found
    targets = {**_names(say, draft.before, "targets"), **_names(say, draft.after, "targets")}
    rows = []
    for target, before, after in statuses.itertuples() if statuses is not None else ():
        sides = (say(f"status.{one}") if isinstance(one, str) else say("format.missing") for one in (before, after))
        rows.append(
            (say("plan.numbered", number=target, name=targets.get(target, "")), say("desk.figure_status"), *sides)
        )
    names = {
        **town_names(say, draft.before.areas),
        **town_names(say, draft.after.areas),
        draft.after.home.code: say("format.district"),
    }
    by = {(area, measure): (before, after) for area, measure, before, after in figures.itertuples(index=False)}
    for (area, measure), (before, after) in by.items():
        if measure in ("rank_low", "rank_high"):
            continue
        if measure == "median_rank":
            ends = [by[area, end] for end in ("rank_low", "rank_high")]
            sides = [_rank(say, value, low, high) for value, low, high in zip((before, after), *ends)]
        else:
            sides = [_figure(say, measure, value) for value in (before, after)]
        if sides[0] != sides[1]:
            rows.append((names.get(area, area), say(f"desk.figure_{measure}"), *sides))
    return rows


def _figure(say: Words, measure: str, value: float) -> str:
    if pd.isna(value):
        return say("format.missing")
    return written(value, {"bases": "integer", "share": "percent"}[measure]) if measure != "gap" else f"{value:.1f}"


def _rank(say: Words, value: float, low: float, high: float) -> str:
    if pd.isna(value):
        return say("format.missing")
    return say("desk.rank", rank=f"{value:g}", low=f"{low:g}", high=f"{high:g}")


def log(say: Words, district: District, changes: Sequence[Any], overview: pd.DataFrame) -> Exhibit | None:
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
    return _listed(
        say,
        district,
        "desk_log",
        say("desk.log_all"),
        say("desk.log_sentence", n=len(rows)),
        rows,
        ("number", "when", "who", "why", "table", "added", "changed", "removed"),
        kept=True,
    )


def entries(say: Words, changes: Sequence[Any], overview: pd.DataFrame, most: int = 10) -> list[tuple[int, str, str]]:
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
        for change in list(reversed(changes))[:most]
    ]


def place_map(say: Words, district: District) -> dict[str, Any] | None:
    """The district to point at: its picture, where its edges lie, and the bases whose position is known; None without an outline."""
    if district.geometry["district"].empty:
        return None
    drawn = kiosk.place_map(say, ground(district.geometry), district, _NOWHERE, None)
    known = district.bases.dropna(subset=["lon", "lat"])
    return {
        "svg": drawn.svg,
        "window": list(drawn.window),
        "bases": [
            {"name": say.pick(row, "name"), "lon": row["lon"], "lat": row["lat"]} for row in known.to_dict("records")
        ],
        "notice": drawn.notice,
    }
