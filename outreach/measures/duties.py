"""Who answers for which measure of the plan, and which reports are owed by whom."""

from collections.abc import Mapping, Sequence

import pandas as pd

ROLES = ("first", "member", "towns")


def roles(duties: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """What every unit is to every measure it answers for: named first, named after it, or the towns together.

    The rows of duties in the plan's order, with role: `towns` for a unit of that kind, whatever its place; else `first`
    for position 1 and `member` for the others. The plan does not call the first one the lead, and neither do we.

    Raises ValueError naming the units nobody described.
    """
    kind = duties["unit_id"].map(units.set_index("unit_id")["kind"])
    if kind.isna().any():
        raise ValueError(f"duties: no such unit: {', '.join(sorted(set(duties.loc[kind.isna(), 'unit_id'])))}")
    role = pd.Series("member", index=duties.index).mask(duties["position"] == 1, "first").mask(kind == "towns", "towns")
    return duties.assign(role=role)


def chosen(
    measures: pd.DataFrame,
    duties: pd.DataFrame,
    *,
    unit: str | None = None,
    people: str | None = None,
    article: str | None = None,
    part: str | None = None,
) -> pd.DataFrame:
    """The measures that meet every condition given, in the plan's order; an empty condition is none."""
    of_unit = set(duties.loc[duties["unit_id"] == unit, "measure_id"])
    wanted = pd.Series(True, index=measures.index)
    if unit:
        wanted &= measures["measure_id"].isin(of_unit)
    for column, value in (("people", people), ("article_id", article), ("part", part)):
        if value:
            wanted &= (measures[column] == value).fillna(False).astype(bool)
    return measures[wanted]


def owners(targets: pd.DataFrame, duties: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Which units answer for each target, in the plan's order: those of its measure, else the unit it names itself.

    By target_id; an empty tuple where the plan names nobody.
    """
    by_measure = duties.sort_values("position").groupby("measure_id")["unit_id"].agg(tuple)
    found = {}
    for row in targets.to_dict("records"):
        named = by_measure.get(row["measure_id"], ()) if isinstance(row["measure_id"], str) else ()
        found[row["target_id"]] = named or ((row["unit_id"],) if isinstance(row["unit_id"], str) else ())
    return found


def of_unit(
    measures: pd.DataFrame,
    duties: pd.DataFrame,
    targets: pd.DataFrame,
    statuses: pd.DataFrame,
    wanting: pd.Series,
    unit: str,
) -> pd.DataFrame:
    """One unit's duties: a row per measure and target of it, those it is named first in before the others.

    Columns measure_id, position (missing where the unit answers for a target alone), target_id, status and wanting
    (missing where the measure has no target). duties are those with roles or without.
    """
    own = duties[duties["unit_id"] == unit].set_index("measure_id")["position"]
    under = targets.groupby("measure_id")["target_id"].agg(list).to_dict()
    named = targets[targets["unit_id"] == unit].groupby("measure_id")["target_id"].agg(list).to_dict()
    rows = []
    for measure_id in measures["measure_id"]:
        if measure_id in own.index:
            rows += [(measure_id, own[measure_id], one) for one in under.get(measure_id, [None])]
        else:
            rows += [(measure_id, pd.NA, one) for one in named.get(measure_id, [])]
    rows += [
        (None, pd.NA, one)
        for one in targets.loc[targets["measure_id"].isna() & (targets["unit_id"] == unit), "target_id"]
    ]
    found = pd.DataFrame(rows, columns=["measure_id", "position", "target_id"]).astype({"position": "Int64"})
    found["status"] = found["target_id"].map(statuses["status"])
    found["wanting"] = found["target_id"].map(wanting)
    first = (found["position"] == 1).fillna(False)
    return pd.concat([found[first], found[~first]], ignore_index=True)


def bearing_on(gaps: Mapping[str, Sequence[str]] | None, measures: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Which components of a town's gap each measure works on, by measure_id.

    gaps names the measures of each component, as the district sets it (or nothing of it); measures the plan does not have are passed over.
    """
    known = list(measures["measure_id"])
    found = {one: tuple(part for part, named in (gaps or {}).items() if one in named) for one in known}
    return {one: parts for one, parts in found.items() if parts}
