"""Which areas belong to which: the towns and districts below an area, and what lies above it."""

import pandas as pd

from outreach.tables.columns import TOWN_KINDS


def below(areas: pd.DataFrame, code: str) -> pd.DataFrame:
    """The rows of the areas that belong to an area, however many steps down, in their order; not the area itself."""
    found: set[str] = set()
    last = {code}
    while last:
        last = set(areas.loc[areas["parent_code"].isin(list(last)), "area_code"]) - found - {code}
        found |= last
    return areas[areas["area_code"].isin(list(found))]


def towns_of(areas: pd.DataFrame, code: str) -> pd.DataFrame:
    """The towns and subdistricts below an area."""
    under = below(areas, code)
    return under[under["kind"].isin(list(TOWN_KINDS))]


def districts_of(areas: pd.DataFrame, code: str) -> pd.DataFrame:
    """The districts below an area; none below a district."""
    under = below(areas, code)
    return under[under["kind"] == "district"]


def above(areas: pd.DataFrame, code: str) -> list[str]:
    """The codes of what an area belongs to, the nearest first."""
    known = areas[["area_code", "parent_code"]].dropna()
    parent: dict[str, str] = dict(zip(known["area_code"], known["parent_code"]))
    found: list[str] = []
    own = parent.get(code)
    while own is not None and own not in found:
        found.append(own)
        own = parent.get(own)
    return found
