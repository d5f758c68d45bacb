"""Which outreach bases a visitor asks for, on what ground they stand and of which tier they are."""

from typing import NamedTuple

import pandas as pd

from outreach.measures.areas import figures

NO_LEVEL = "none"


class Wanted(NamedTuple):
    """Which bases are asked for; an empty condition is none."""

    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    area: str | None = None


def chosen(bases: pd.DataFrame, categories: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """The rows of bases that meet every condition, in their order.

    levels may hold `none`, for bases whose level nobody published. A base meets audiences when it serves at least
    one of them; a base whose audiences are unknown meets none. A base without a known town is in no area.
    """
    levels, groups, audiences, statuses, area = wanted
    group = bases["category"].map(categories.set_index("category")["group"])
    serves = bases["audiences"].map(lambda known: isinstance(known, tuple) and bool(set(known) & set(audiences)))
    meets = [
        (levels, bases["level"].fillna(NO_LEVEL).isin(list(levels))),
        (groups, group.isin(list(groups))),
        (audiences, serves),
        (statuses, bases["status"].isin(list(statuses))),
        (area, bases["area_code"] == area),
    ]
    found = pd.Series(True, index=bases.index)
    for condition, met in meets:
        if condition:
            found &= met.fillna(False).astype(bool)
    return bases[found]


def grounds(bases: pd.DataFrame, counted: pd.Series | None = None) -> pd.Series:
    """The base whose ground each base stands on, so that ground is counted once: itself, or the outermost base it is part of.

    Indexed by base_id, of the bases that are counted (a flag for each row of bases; all of them by default). A base that
    is not counted is nobody's ground, but what is inside a part of it is still inside it. Without a column part_of every
    base stands on its own ground.
    """
    ids = bases["base_id"]
    among = pd.Series(True, index=bases.index) if counted is None else counted.fillna(False).astype(bool)
    found = pd.Series(ids[among].to_numpy(), index=pd.Index(ids[among], name="base_id"), name="ground", dtype=object)
    if "part_of" not in bases or bases["part_of"].isna().all():
        return found
    whole = dict(zip(ids, bases["part_of"], strict=True))
    for base in found.index[found.index.map(whole).notna()]:
        above, passed = whole[base], {base}
        while isinstance(above, str) and above not in passed:
            if above in found.index:
                found[base] = above
            passed.add(above)
            above = whole.get(above)
    return found


def places(chosen: pd.DataFrame, located: pd.DataFrame) -> pd.Series:
    """The ground each of the chosen bases that count stands on, as grounds: as many places as there are grounds.

    located tells by base_id whether a base is counted; one that is closed or planned is no place.
    """
    return grounds(chosen, chosen["base_id"].map(located["counted"]))


def of_tier(bases: pd.DataFrame, tier: str, rank: pd.Series) -> pd.Series:
    """Whether each base is one of the tier: recognised at that level, or run by it. Same index as bases.

    A tier of district level or higher also has the bases recognised at, or run by, any level above it. rank is that of the
    levels, 1 the highest. A base of which neither is known is of no tier, and knowing more of a base never takes it out of one.
    """
    found = pd.Series(False, index=bases.index)
    above = rank[tier] <= rank.get("district", float("-inf"))
    for column in [name for name in ("level", "run_by") if name in bases]:
        told = bases[column]
        found |= (told.map(rank).astype(float) <= rank[tier]) if above else (told == tier).fillna(False).astype(bool)
    return found


def standing(bases: pd.DataFrame, levels: pd.DataFrame) -> pd.Series:
    """The level of each base: the one it was recognised at or the one that runs it, whichever is higher.

    Indexed by base_id; missing where neither is known.
    """
    order = figures(levels.set_index("level")["rank"]).sort_values()
    rows = bases.set_index("base_id")
    ranks = [rows[column].map(order).astype(float) for column in ("level", "run_by") if column in rows]
    highest = pd.concat(ranks, axis=1).min(axis=1)
    return highest.map(dict(zip(order, order.index, strict=True))).astype(object).rename("level")
