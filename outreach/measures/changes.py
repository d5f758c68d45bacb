"""What is different from a day whose tables were kept."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol, TypeAlias

import pandas as pd
from pandas.api.typing import NaTType, NAType

from outreach.measures import literacy, progress
from outreach.vocabulary import PlanTerms

CLOSED = "closed"
Cell: TypeAlias = str | float | bool | date | NaTType | NAType | tuple[str, ...] | list[str] | None
"""What a cell of a table may hold."""


def of_table(before: pd.DataFrame, now: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Every difference between two versions of a table: a row added, a row removed, a cell changed.

    Columns key (the row's key, its parts joined by a slash), change (`added`, `removed`, `changed`), column, before, after;
    the last three are missing for whole rows. Missing equals missing, and the order of rows is nothing. A column that only
    one of the versions has is not compared.

    Raises ValueError where a key occurs twice.
    """
    old, new = _keyed(before, key), _keyed(now, key)
    rows: list[tuple[str, str, str | None, Cell, Cell]]
    rows = [(one, "added", None, None, None) for one in new.index.difference(old.index)]
    rows += [(one, "removed", None, None, None) for one in old.index.difference(new.index)]
    both = old.index.intersection(new.index)
    for column in (name for name in map(str, new) if name in old and name not in key):
        was, is_ = old[column].loc[both], new[column].loc[both]
        for one, a, b in zip(both, was, is_):
            if not _same(a, b):
                rows.append((one, "changed", column, a, b))
    return pd.DataFrame(rows, columns=["key", "change", "column", "before", "after"]).sort_values(
        ["key", "column"], ignore_index=True
    )


def counts(differences: pd.DataFrame | None) -> dict[str, int] | None:
    """How many rows were `added`, `changed` and `removed`; None without differences to count."""
    if differences is None:
        return None
    rows = differences.groupby("change")["key"].nunique()
    return {change: int(rows.get(change, 0)) for change in ("added", "changed", "removed")}


def overruled(theirs: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """Those differences of `mine` that touch what `theirs` touch too: the same cell, or a row that either adds or removes.

    Both are differences as `of_table` gives them, theirs between the version both began with and the present one, mine
    between the present one and the one that shall take its place.
    """
    cells = set(zip(theirs["key"], theirs["column"].fillna("")))
    whole = set(theirs.loc[theirs["column"].isna(), "key"])
    touched = set(theirs["key"])
    hit = [
        key in touched and (pd.isna(column) or key in whole or (key, column) in cells)
        for key, column in zip(mine["key"], mine["column"])
    ]
    return mine[pd.Series(hit, index=mine.index, dtype=bool)].reset_index(drop=True)


def merged(base: pd.DataFrame, theirs: pd.DataFrame, mine: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The present table `theirs` with everything done to it that makes `mine` of `base`; where both changed a cell, mine counts.

    Rows stand as in theirs, those that are new after them. Values are those of the frames, types need not be.
    """
    old, present, new = (_keyed(frame, key).astype(object) for frame in (base, theirs, mine))
    done = of_table(base, mine, key)
    found = present.drop(index=[one for one in done.loc[done["change"] == "removed", "key"] if one in present.index])
    for one, column in done.loc[done["change"] == "changed", ["key", "column"]].itertuples(index=False):
        if one in found.index:
            found.loc[[one], column] = new.loc[[one], column]
    touched = set(done["key"])
    more = [one for one in new.index if one in touched and (one not in found.index or one not in old.index)]
    found = found.drop(index=[one for one in more if one in found.index])
    return pd.concat([found, new.loc[more]])[list(theirs.columns)].reset_index(drop=True)


class Tables(Protocol):
    """A district's tables by their names, today's or those of a snapshot."""

    def table(self, name: str) -> pd.DataFrame: ...


class Kept(Tables, Protocol):
    """The tables as they stood on the day `taken`; keys are the columns that tell apart the rows of each table that was kept."""

    @property
    def taken(self) -> date: ...

    @property
    def keys(self) -> Mapping[str, list[str]]: ...


class Draft(Protocol):
    """A file handed in for a table: the table as it is (`now`) and as it would be (`then`, None where the file is at fault).

    base is the table that the file was made from where that is another; key are the columns that tell its rows apart.
    """

    @property
    def now(self) -> pd.DataFrame: ...

    @property
    def then(self) -> pd.DataFrame | None: ...

    @property
    def base(self) -> pd.DataFrame | None: ...

    @property
    def key(self) -> list[str]: ...


def proposed(draft: Draft | None) -> pd.DataFrame | None:
    """What a file handed in would change of its table; None without one, or where it is at fault."""
    return None if draft is None or draft.then is None else of_table(draft.now, draft.then, draft.key)


def meantime(draft: Draft | None) -> pd.DataFrame | None:
    """What others have changed of a table since the file was made from it; None where nobody has, or nobody knows."""
    return None if draft is None or draft.base is None else of_table(draft.base, draft.now, draft.key)


def overruled_by(draft: Draft | None) -> pd.DataFrame | None:
    """What of that the file would change again, or back; None where nobody knows, or there is nothing."""
    theirs, mine = meantime(draft), proposed(draft)
    return None if theirs is None or mine is None else overruled(theirs, mine)


def both(draft: Draft | None) -> pd.DataFrame | None:
    """The table with what others have changed and what the file changes; None where the one has nothing to do with the other."""
    found = overruled_by(draft)
    if found is None or found.empty or draft is None or draft.base is None or draft.then is None:
        return None
    return merged(draft.base, draft.now, draft.then, draft.key)


def _keyed(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    parts = frame[key].map(lambda value: value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value))
    found = frame.set_axis(pd.Index(parts.agg("/".join, axis=1) if len(frame) else [], dtype=object), axis=0)
    if found.index.has_duplicates:
        raise ValueError(f"two rows of one key: {', '.join(found.index[found.index.duplicated()].unique())}")
    return found


def _same(a: Cell, b: Cell) -> bool:
    if isinstance(a, (tuple, list)) or isinstance(b, (tuple, list)):
        return tuple(a) == tuple(b) if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)) else False
    if pd.isna(a) or pd.isna(b):
        return bool(pd.isna(a) and pd.isna(b))
    return bool(a == b)


def since(before: Kept | None, now: Tables) -> pd.DataFrame | None:
    """Every difference of every table since a snapshot, with the table's name in column table; None without a snapshot."""
    if before is None:
        return None
    found = [of_table(before.table(name), now.table(name), key).assign(table=name) for name, key in before.keys.items()]
    return pd.concat(found, ignore_index=True)[["table", "key", "change", "column", "before", "after"]]


def bases(before: Tables | None, now: Tables) -> dict[str, tuple[str, ...]] | None:
    """The bases that are new, closed or gone from the table since a snapshot, as ids; None without a snapshot.

    new: not in the old table and not closed now; closed: closed now and not then; gone: no longer in the table.
    """
    if before is None:
        return None
    old, new = (frame.table("bases").set_index("base_id")["status"] for frame in (before, now))
    shut = new.index[new == CLOSED]
    return {
        "new": tuple(one for one in new.index if one not in old.index and one not in shut),
        "closed": tuple(one for one in shut if one not in old.index or old[one] != CLOSED),
        "gone": tuple(one for one in old.index if one not in new.index),
    }


def statuses_then(
    before: Kept | None, plan: PlanTerms, targets: pd.DataFrame, area_code: str, design_effect: float
) -> pd.DataFrame | None:
    """Where the plan's targets stood on the day of a snapshot, by its own tables, as `progress.of_plan` sees it; None without one.

    Of the snapshot's targets those of the same plan; where it does not say the plan, those that are among the plan's `targets` now.
    """
    if before is None:
        return None
    told = before.table("targets")
    same = told["plan_id"].isna() & (
        told["target_id"].isin(targets["target_id"]) | bool(targets["plan_id"].isna().all())
    )
    told = told[same | (told["plan_id"] == plan["plan_id"]).fillna(False).astype(bool)]
    reports = before.table("progress")
    own = literacy.answers.own_share(before.table("survey"), before.table("areas"), area_code, design_effect)
    since_told = progress.Told(reports[reports["target_id"].isin(told["target_id"])], before.table("literacy"), own)
    return progress.of_plan(told, since_told, before.taken, plan, area_code, design_effect)


def statuses(before: pd.DataFrame | None, now: pd.DataFrame) -> pd.DataFrame | None:
    """The targets whose status is another one, indexed by target_id: before and after; None without a snapshot.

    A target that only one side has is missing on the other.
    """
    return None if before is None else moved(before, now)


def moved(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Those of `statuses` where both are known."""
    found = pd.DataFrame({"before": before["status"], "after": now["status"]})
    return found[[not _same(a, b) for a, b in zip(found["before"], found["after"])]]
