"""Which outreach bases a visitor asks for."""

from collections.abc import Collection

import pandas as pd

NO_LEVEL = "none"


def chosen(
    bases: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    levels: Collection[str] = (),
    groups: Collection[str] = (),
    audiences: Collection[str] = (),
    statuses: Collection[str] = (),
    area: str | None = None,
) -> pd.DataFrame:
    """The rows of bases that meet every condition given, in their order; an empty condition is none.

    levels may hold `none`, for bases whose level nobody published. A base meets audiences when it serves at least
    one of them; a base whose audiences are unknown meets none. A base without a known town is in no area.
    """
    group = bases["category"].map(categories.set_index("category")["group"])
    serves = bases["audiences"].map(lambda known: isinstance(known, tuple) and bool(set(known) & set(audiences)))
    meets = [
        (levels, bases["level"].fillna(NO_LEVEL).isin(list(levels))),
        (groups, group.isin(list(groups))),
        (audiences, serves),
        (statuses, bases["status"].isin(list(statuses))),
        (area, bases["area_code"] == area),
    ]
    wanted = pd.Series(True, index=bases.index)
    for condition, met in meets:
        if condition:
            wanted &= met.fillna(False).astype(bool)
    return bases[wanted]
