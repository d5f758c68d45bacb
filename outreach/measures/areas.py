"""Which rows of the areas are towns, and which district a town lies in."""

import numpy as np
import pandas as pd

from outreach.vocabulary import TOWN_KINDS


def figures(column: pd.Series) -> pd.Series:
    """The column as plain floats, whatever it was read as; a missing value is NaN."""
    return pd.Series(column.to_numpy(dtype=float, na_value=np.nan), index=column.index, name=column.name)


def towns(areas: pd.DataFrame) -> pd.DataFrame:
    """The towns and subdistricts among the areas, indexed by area_code, in code order.

    Code order, not file order, so that sums and seeded draws are the same however the file is sorted.

    Raises ValueError naming the codes that occur twice.
    """
    found = areas[areas["kind"].isin(TOWN_KINDS)].set_index("area_code").sort_index()
    twice = found.index[found.index.duplicated()].unique()
    if len(twice):
        raise ValueError(f"areas: listed twice: {', '.join(map(str, twice))}")
    return found


def districts(areas: pd.DataFrame) -> pd.DataFrame:
    """The districts among the areas, indexed by area_code, in code order."""
    return areas[areas["kind"] == "district"].set_index("area_code").sort_index()


def seats(places: pd.DataFrame) -> pd.Series:
    """The place_id of each town's seat, indexed by area_code; a town without one is left out."""
    found = places[places["role"] == "seat"].sort_values("place_id").drop_duplicates("area_code")
    return found.set_index("area_code")["place_id"]


def district_of(areas: pd.DataFrame, area_codes: pd.Series) -> pd.Series:
    """The district each area code belongs to: its parent, or itself where it is a district.

    Same index as area_codes. With a single district, a row whose town is unknown belongs to it too;
    with several it stays missing.
    """
    own = districts(areas).index
    parent = towns(areas)["parent_code"]
    found = area_codes.map(parent).where(area_codes.isin(parent.index), area_codes.where(area_codes.isin(own)))
    if len(own) == 1:
        found = found.where(found.notna(), own[0])
    return found.where(found.isin(own)).rename("district_code")
