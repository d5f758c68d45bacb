"""What is different from a day whose tables were kept."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from outreach.measures import progress

CLOSED = "closed"


def of_table(before: pd.DataFrame, now: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Every difference between two versions of a table: a row added, a row removed, a cell changed.

    Columns key (the row's key, its parts joined by a slash), change (`added`, `removed`, `changed`), column, before, after;
    the last three are missing for whole rows. Missing equals missing, and the order of rows is nothing. A column that only
    one of the versions has is not compared.

    Raises ValueError where a key occurs twice.
    """
    old, new = _keyed(before, key), _keyed(now, key)
    rows = [(one, "added", None, None, None) for one in new.index.difference(old.index)]
    rows += [(one, "removed", None, None, None) for one in old.index.difference(new.index)]
    both = old.index.intersection(new.index)
    for column in (name for name in new if name in old and name not in key):
        was, is_ = old.loc[both, column], new.loc[both, column]
        for one, a, b in zip(both, was, is_):
            if not _same(a, b):
                rows.append((one, "changed", column, a, b))
    return pd.DataFrame(rows, columns=["key", "change", "column", "before", "after"]).sort_values(["key", "column"], ignore_index=True)


def _keyed(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    parts = frame[key].map(lambda value: value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value))
    found = frame.set_axis(pd.Index(parts.agg("/".join, axis=1) if len(frame) else [], dtype=object), axis=0)
    if found.index.has_duplicates:
        raise ValueError(f"two rows of one key: {', '.join(found.index[found.index.duplicated()].unique())}")
    return found


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, (tuple, list)) or isinstance(b, (tuple, list)):
        return tuple(a) == tuple(b) if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)) else False
    if pd.isna(a) or pd.isna(b):
        return bool(pd.isna(a) and pd.isna(b))
    return a == b


def since(before: Any, now: Any) -> pd.DataFrame | None:
    """Every difference of every table since a snapshot, with the table's name in column table; None without a snapshot.

    before and now have `table(name)`, before also `keys`: the key of each table it kept.
    """
    if before is None:
        return None
    found = [of_table(before.table(name), now.table(name), key).assign(table=name) for name, key in before.keys.items()]
    return pd.concat(found, ignore_index=True)[["table", "key", "change", "column", "before", "after"]]


def bases(before: Any, now: Any) -> dict[str, tuple[str, ...]] | None:
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


def statuses_then(before: Any, plan: Mapping[str, Any], area_code: str, design_effect: float) -> pd.DataFrame | None:
    """Where the targets stood on the day of a snapshot, by its own tables, as `progress.of_plan` sees it; None without one."""
    if before is None:
        return None
    return progress.of_plan(before.table("targets"), before.table("progress"), before.table("literacy"), before.taken, plan, area_code, design_effect)


def statuses(before: pd.DataFrame | None, now: pd.DataFrame) -> pd.DataFrame | None:
    """The targets whose status is another one, indexed by target_id: before and after; None without a snapshot.

    A target that only one side has is missing on the other.
    """
    if before is None:
        return None
    found = pd.DataFrame({"before": before["status"], "after": now["status"]})
    return found[[not _same(a, b) for a, b in zip(found["before"], found["after"])]]
