"""What an authority states of the district, and what the towns are held against."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.measures.literacy.answers import STATED, Own, told
from outreach.measures.literacy.estimates import Estimates


class Official(NamedTuple):
    """A figure an authority stated. share, low and high are 0..1; what was not stated is NaN."""

    area_code: str
    year: int
    share: float
    low: float
    high: float
    n: float
    basis: str
    source_id: str


def official(literacy: pd.DataFrame, area_code: str) -> Official | None:
    """The newest figure an authority stated for an area as a whole, or None where there is none.

    Only basis `official` or `reported` (in a demonstration district `demonstration`) and group `all`: estimates of ours
    are never taken for one.
    """
    rows = literacy[
        (literacy["area_code"] == area_code) & (literacy["group"] == "all") & literacy["basis"].isin(STATED)
    ]
    rows = rows[rows["share"].notna()]
    if rows.empty:
        return None
    row = rows.iloc[int(rows["year"].astype(int).argmax())]
    number = {name: float(row[name]) if pd.notna(row[name]) else np.nan for name in ("share", "low", "high", "n")}
    return Official(area_code, int(row["year"]), **number, basis=row["basis"], source_id=row["source_id"])


def newest(stated: Official | None, own: Own | None, area_code: str) -> Official | None:
    """What is known of the whole district last: its own survey where that is later than what an authority stated, and fit to
    be published; its basis then is the survey's."""
    if own is None or told(own, own.year) is None or (stated is not None and stated.year >= own.year):
        return stated
    return Official(area_code, own.year, own.share, own.low, own.high, own.n, own.basis, own.source_id)


def beside(stated: Official | None, own: Own | None, estimates: Estimates, area_code: str) -> Official | None:
    """The district's figure that towns are held against: of the same year as theirs, by its own survey where that is fit to be
    published, else what the towns' estimates add up to (basis `modelled`)."""
    if estimates.level != "survey" or estimates.whole is None or estimates.year is None:
        return stated
    if said := told(own, estimates.year):
        return Official(area_code, said.year, said.share, said.low, said.high, said.n, "survey", said.source_id)
    unknown = (np.nan, np.nan, np.nan)
    return Official(
        area_code, estimates.year, estimates.whole, *unknown, "modelled", "" if own is None else own.source_id
    )
