"""What a rule is: a function over what was read, and what it needs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from outreach.faults import Fault
from outreach.home import Home
from outreach.tables.hierarchy import towns_of
from outreach.tables.table import Reading


@dataclass(frozen=True)
class Read:
    """All that was read and not refused."""

    home: Home
    tables: Mapping[str, Reading]
    layers: Mapping[str, gpd.GeoDataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name].sound

    def towns(self) -> pd.DataFrame:
        """The district's own towns; of a province, those of all its districts."""
        return towns_of(self["areas"], self.home.code)


Rule = Callable[[Read], Iterator[Fault]]
RULES: list[tuple[Rule, frozenset[str]]] = []
ROW_BY_ROW: dict[Rule, str] = {}


def needs(*inputs: str, row_by_row: str | None = None) -> Callable[[Rule], Rule]:
    """Marks a rule with the tables and layers (`towns.geojson`) it needs.

    `row_by_row` names the table whose rows it judges one at a time; it may then judge the sound rows of a refused file.
    """

    def mark(rule: Rule) -> Rule:
        RULES.append((rule, frozenset(inputs)))
        if row_by_row:
            ROW_BY_ROW[rule] = row_by_row
        return rule

    return mark


def named(area: pd.Series) -> dict[str, str]:
    return {"zh": area["name_zh"], "en": area["name_en"]}


def name_of(read: Read, code: str) -> dict[str, str]:
    areas = read["areas"]
    found = areas[areas["area_code"] == code]
    return {"zh": code, "en": code} if found.empty else named(found.iloc[0])
