"""What a change of the tables would do to the figures: the same measures over the district before and after."""

from typing import NamedTuple

import pandas as pd

from outreach.measures import changes

OF_TOWNS = ("bases", "gap", "median_rank", "rank_low", "rank_high", "share")
SMALLEST = {"gap": 0.05, "share": 0.00005}
"""Changes below these are of the last digits of a float, not of a figure anybody reads."""


class Judged(NamedTuple):
    """The figures a change is judged by.

    statuses is indexed by target_id with the column status, as `progress.of_plan` sees it. areas is indexed by
    area_code, the towns and the district under its own code: bases (how many), gap (0 to 100) with median_rank,
    rank_low and rank_high (the 90 % band) as until a visitor weighs, share (literacy, 0 to 1: modelled for towns, as
    stated for the district). The district has no gap and no rank.
    """

    statuses: pd.DataFrame
    areas: pd.DataFrame


def judged(
    statuses: pd.DataFrame, measured: pd.DataFrame, counted: pd.Series, official_share: float | None, district: str
) -> Judged:
    """What a change is judged by, of the plan's statuses, the towns' gap, how many bases areas have, and the stated literacy."""
    towns = measured[list(OF_TOWNS)].astype(float)
    whole = {"bases": float(counted[district]), "share": official_share}
    return Judged(
        statuses[["status"]],
        pd.concat([towns, pd.DataFrame(whole, index=[district], dtype=float)]).rename_axis("area_code"),
    )


def between(before: Judged, after: Judged) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    return changes.moved(before.statuses, after.statuses), found
