"""The district that is shown, as a value: whatever is worked out, drawn or written is of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from outreach.faults import Fault
from outreach.home import Home
from outreach.selection import Ids


@dataclass(frozen=True, eq=False)
class District:
    """What is shown: one validated frame a table, and the layers of the map.

    A table whose file was refused is that of the last good district (named in `stale`), or an empty frame (named in
    `missing`). Layers are named there by their files, as `towns.geojson`, and so is `district.toml`, whose settings are
    the last good ones too; a missing layer is an empty one.

    kind is what stands in the district's place: `district`, or a `province` or `city` whose districts stand in the towns'
    place; province is the name (zh, en) of the province that a district was taken out of, see tables/scope.py. taken are the
    codes that a table's file tells without any name, by the table. plan_id is the plan whose targets and measures alone are
    here, see tables/periods.py; None where those of all plans are.
    """

    home: Home
    areas: pd.DataFrame
    codes: pd.DataFrame
    places: pd.DataFrame
    bases: pd.DataFrame
    crossings: pd.DataFrame
    levels: pd.DataFrame
    categories: pd.DataFrame
    standards: pd.DataFrame
    register: pd.DataFrame
    literacy: pd.DataFrame
    survey: pd.DataFrame
    groups: pd.DataFrame
    plans: pd.DataFrame
    targets: pd.DataFrame
    progress: pd.DataFrame
    measures: pd.DataFrame
    units: pd.DataFrame
    duties: pd.DataFrame
    questions: pd.DataFrame
    sources: pd.DataFrame
    geometry: dict[str, gpd.GeoDataFrame]
    faults: tuple[Fault, ...]
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    kind: str = "district"
    province: Mapping[str, str] | None = None
    taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plan_id: str | None = None

    def table(self, name: str) -> pd.DataFrame:
        """The table of that name. Raises KeyError for a name that is none."""
        found = getattr(self, name, None)
        if not isinstance(found, pd.DataFrame):
            raise KeyError(name)
        return found

    def with_table(self, name: str, table: pd.DataFrame) -> "District":
        """The district with another table of that name."""
        changed: dict[str, Any] = {name: table}
        return replace(self, **changed)

    def ids(self) -> dict[str, frozenset[str]]:
        """The ids a page's state may name: by field of the selection; a field whose table was never read is left out."""
        from outreach.tables.hierarchy import districts_of, towns_of  # the tables' packages name this value themselves

        parts = () if "areas" in self.missing else tuple(districts_of(self.areas, self.home.code)["area_code"])
        towns = () if "areas" in self.missing else (*parts, *towns_of(self.areas, self.home.code)["area_code"])
        found: dict[str, Iterable[str]] = {"area": towns, "other": towns, "within": parts}
        for name, table, column in (
            ("base", "bases", "base_id"),
            ("plan", "plans", "plan_id"),
            ("unit", "units", "unit_id"),
            ("article", "measures", "article_id"),
            ("target", "targets", "target_id"),
        ):
            found[name] = self.table(table)[column] if table not in self.missing else ()
        if "levels" not in self.missing:
            found["levels"] = (*self.levels["level"], "none")
        read = {name: frozenset(ids) for name, ids in found.items()}
        known = {name: ids for name, ids in read.items() if ids}
        return known | {name: self._areas_known(known[name]) for name in ("area", "other", "within") if name in known}

    def _areas_known(self, codes: frozenset[str]) -> Ids:
        """Codes of areas, with the names that one of them alone has and their former codes."""
        from outreach.tables.naming import Names

        names = Names.of(self.areas, self.codes)
        alone = {name: found[0] for name, found in names.codes.items() if len(found) == 1 and found[0] in codes}
        return Ids(codes, alone, {old: now for old, now in names.former.items() if now in codes})
