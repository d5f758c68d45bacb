"""What a change of the tables would do to the figures: the same measures over the district before and after."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from outreach.measures import changes, gaps, literacy, progress, reach

OF_TOWNS = ("bases", "gap", "median_rank", "rank_low", "rank_high", "share")
SMALLEST = {"gap": 0.05, "share": 0.00005}
"""Changes below these are of the last digits of a float, not of a figure anybody reads."""


class Figures(NamedTuple):
    """The figures a change is judged by.

    statuses is indexed by target_id with the column status, as `progress.of_plan` sees it. areas is indexed by
    area_code, the towns and the district under its own code: bases (how many), gap (0 to 100) with median_rank,
    rank_low and rank_high (the 90 % band) as until a visitor weighs, share (literacy, 0 to 1: modelled for towns, as
    stated for the district). The district has no gap and no rank.
    """

    statuses: pd.DataFrame
    areas: pd.DataFrame


def of_district(district: Any, on: date) -> Figures:
    """The figures of one district on a day. Raises ValueError as the measures do for tables that contradict themselves."""
    home = district.home
    statuses = progress.of_plan(
        district.targets, district.progress, district.literacy, on, home.plan, home.code, home.literacy["design_effect"]
    )
    official = literacy.official(district.literacy, home.code)
    stated = official.share if official else None
    estimates = literacy.of_towns(district.areas, district.groups, official, district.survey, home.literacy)
    measured = gaps.by_default(
        district.areas,
        district.places,
        district.bases,
        district.levels,
        district.standards,
        estimates.table,
        stated,
        home.travel,
        home.code,
    )
    towns = measured[list(OF_TOWNS)].astype(float)
    whole = {"bases": float(reach.counts(district.bases, district.areas)[home.code]), "share": stated}
    return Figures(
        statuses[["status"]],
        pd.concat([towns, pd.DataFrame(whole, index=[home.code], dtype=float)]).rename_axis("area_code"),
    )


def of_change(draft: Any, on: date, once: Callable[..., Figures]) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """What a file handed in would do to the figures, as `between` tells it; None without one, or where it is at fault.

    draft has `before` and `after`, the district as it is and as it would be. None too where either has tables that nobody
    could read, since then there are no figures to compare. once(function, ...) remembers what is worked out for the district
    as it is.
    """
    if draft is None or draft.after is None or draft.before.missing or draft.after.missing:
        return None
    return between(once(of_district, draft.before, on), of_district(draft.after, on))


def between(before: Figures, after: Figures) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is another figure after a change than before it; both of the same day.

    The first frame is that of `changes.statuses`: by target_id, before and after. The second has a row for every figure
    of an area that changes: area_code, measure (one of `OF_TOWNS`), before, after; missing on the side that has none.
    rank_low and rank_high come together with median_rank, whichever of the three moves.
    """
    areas = [*after.areas.index, *before.areas.index.difference(after.areas.index)]
    then, now = before.areas.reindex(areas), after.areas.reindex(areas)
    moved = ~((now - then).abs() <= pd.Series({name: SMALLEST.get(name, 1e-9) for name in OF_TOWNS})) & ~(
        then.isna() & now.isna()
    )
    ranks = ["median_rank", "rank_low", "rank_high"]
    moved[ranks] = moved[ranks].any(axis=1).to_numpy()[:, None].repeat(len(ranks), axis=1)
    rows = [
        (area, name, then.at[area, name], now.at[area, name])
        for area in areas
        for name in OF_TOWNS
        if moved.at[area, name]
    ]
    found = pd.DataFrame(rows, columns=["area_code", "measure", "before", "after"])
    return changes.statuses(before.statuses, after.statuses), found
