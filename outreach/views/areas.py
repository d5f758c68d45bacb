"""The towns among the areas, and what they are called."""

import pandas as pd

from outreach.vocabulary import TOWN_KINDS
from outreach.words import Words


def town_names(say: Words, areas: pd.DataFrame) -> pd.Series:
    """The towns' names by area_code, in the order of the table."""
    return towns(areas).set_index("area_code")[f"name_{say.language}"]


def towns(areas: pd.DataFrame) -> pd.DataFrame:
    """The rows of the areas that are towns or subdistricts."""
    return areas[areas["kind"].isin(TOWN_KINDS)]
