"""The measures worked out beforehand, as the pages ask for them and as tables for other programs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from outreach import store
from outreach.measures.everything import of_district
from outreach.measures.parameters import Parameters
from outreach.screen import cached, visit
from outreach.selection import Selection
from outreach.tables import District, scope

PAGES = ("gaps", "town", "plan")  # those that ask for what takes long; the last one shows a province whole


def long(district: District, parameters: Parameters, **also: Any) -> pd.DataFrame:
    """Every measure of every area, as measures.everything gives it.

    Of a province: its own rows and its districts' as the province's pages have them, with everybody's bases, then the rows of
    each district's towns as that district's pages have them.
    """
    own = scope.parts(district)
    if own.empty:
        return of_district(district, parameters, **also)
    towns = [
        of_district(scope.part(district, code), parameters, **also).query("area_code != @code") for code in own.index
    ]
    return pd.concat([of_district(scope.lifted(district), parameters, **also), *towns], ignore_index=True)


def write(
    district: District,
    parameters: Parameters,
    root: Path,
    tell: Callable[[float], None] = lambda _share: None,
    **also: Any,
) -> Path:
    """Work out what the pages ask for, of a province whole and of each of its districts, and put it into the store at root.

    With it go every measure of every area (measures.parquet) and the areas with their gap and everything it is made of, and
    their precise boundaries, as GeoParquet (towns.parquet; of a province districts.parquet too). Raises OSError where nothing
    can be written.
    """
    name = store.key(district.home)
    scopes = [None, *scope.parts(district).index]
    with cached.recording() as results:
        for number, within in enumerate(scopes):
            for page in PAGES if within is None else PAGES[:-1]:
                _ = visit.page(page, Selection(within=within), district).exhibits
            tell((number + 1) / (len(scopes) + 1))
        layers = _layers(district, results)
    found = store.write(root, name, results, long(district, parameters, **also), layers)
    tell(1)
    return found


def _layers(district: District, results: dict[str, Any]) -> dict[str, gpd.GeoDataFrame]:
    """The towns, and of a province its districts, with the measures of the gap by default."""
    measured = [result for name, result in results.items() if name.startswith("outreach.measures.gaps.by_default(")]
    figures = pd.concat(measured)
    own = scope.parts(district)
    drawn = {"towns": district.geometry["towns"]} | ({} if own.empty else {"districts": scope.outlines(district)})
    return {
        name: layer[["area_code", "name_zh", "name_en", "geometry"]].join(
            figures[~figures.index.duplicated()], on="area_code"
        )
        for name, layer in drawn.items()
    }
