"""What is open to other programs: the data package, every table as CSV and every measure as JSON, as bytes by name."""

import json
from datetime import date
from typing import Any

import pandas as pd

from outreach.figures import Figures
from outreach.figures.base import Cache
from outreach.measures.parameters import chosen
from outreach.tables import MODELS, District, package, writing

PACKAGE = "datapackage.json"
MEASURES = "measures" + ".json"  # apart: a whole literal would read as the key of a sentence
OF_MEASURES = "measures/"
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
Files = dict[str, bytes]


def tables(district: District) -> Files:
    """The data package and its tables as they are shown, by the name each has there. A table nobody could read is left out."""
    found = {PACKAGE: package.written(district).encode()}
    for name in MODELS:
        if name not in district.missing:
            found[f"{name}.csv"] = writing.written(name, district.table(name), for_all=True)
    return found


def measures(district: District, today: date, cached: Cache) -> Files:
    """A list of the measures, and each measure with its areas, their values, how far each may lie from it, and its basis."""
    home = district.home
    table = Figures(district, today, cached).everything(chosen(home.travel, home.literacy))
    said = {"district": home.code, "date": home.data_date.isoformat(), "demonstration": bool(home.demonstration)}
    names, found = [], {}
    for name, rows in table.groupby("measure", sort=False):
        names.append({"measure": name, "unit": rows["unit"].iloc[0], "path": f"{OF_MEASURES}{name}.json"})
        columns = [one for one in rows.columns if one not in ("measure", "unit")]
        listed = [
            {one: _plain(value) for one, value in zip(columns, row)} for row in rows[columns].itertuples(index=False)
        ]
        found[f"{OF_MEASURES}{name}.json"] = _json(
            {**said, "measure": name, "unit": rows["unit"].iloc[0], "rows": listed}
        )
    return {MEASURES: _json({**said, "measures": names}), **found}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> object:
    """A value of a cell as JSON has it: what is missing is null, a number is a number."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
