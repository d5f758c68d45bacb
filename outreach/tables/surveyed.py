"""What respondents told, as rows of survey.csv, and those rows put into a district."""

from collections.abc import Mapping

import pandas as pd

from outreach.district import District
from outreach.faults import Fault
from outreach.home import Home
from outreach.tables import MODELS, ledger
from outreach.tables.reading import sheet_of
from outreach.tables.table import of_sheet
from outreach.tables.template import template
from outreach.tables.writing import written

KEY = ["area_code", "wave", "group"]
TABLES = ("sources", "survey")  # in this order: a survey's rows refer to its source


class Unsound(Exception):
    """Rows that their table does not take; `faults` say why."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def rows(found: pd.DataFrame, wave: int, source_id: str, demonstration: bool) -> pd.DataFrame:
    """The figures of `of_respondents` as rows of survey.csv, in its columns; shares to six, effects to four decimals."""
    table = found[["area_code", "group", "n", "share", "design_effect", "clusters", "df", "effect_df"]]
    table = table.round({"share": 6, "design_effect": 4}).astype(
        {name: "Int64" for name in ("clusters", "df", "effect_df")}
    )
    return table.assign(wave=wave, basis="demonstration" if demonstration else "survey", source_id=source_id)


def digests(home: Home) -> dict[str, str]:
    """What the files that `into` would change are known by now. Raises ledger.Moved where a table has none, or two."""
    return {name: ledger.digest(ledger.table_file(home.root, name).read_bytes()) for name in TABLES}


def into(
    district: District,
    table: pd.DataFrame,
    source: Mapping[str, str],
    compared: Mapping[str, str],
    who: str,
    why: str,
) -> list[ledger.Change]:
    """Put rows into a district's survey table, in place of those with the same town, wave and group.

    source is the survey as the sources name it: source_id, its titles and what it is used for. Where they do not know it, a
    row is added for it first; both tables change, or neither. `compared` are the `digests` of the files that the district was
    read from. Tells the changes, in their order.

    Raises Unsound for rows that the table does not take, ledger.Moved where somebody else has changed a file since, and
    OSError where the directory may not be written to.
    """
    home, old = district.home, district.survey
    before, now = (pd.MultiIndex.from_frame(frame[KEY].astype(str)) for frame in (old, table))
    frames = {"survey": pd.concat([old[~before.isin(now)], table], ignore_index=True)}
    counts = {"survey": {"added": int((~now.isin(before)).sum()), "changed": int(now.isin(before).sum()), "removed": 0}}
    if source["source_id"] not in set(district.sources["source_id"]):
        told = {
            **source,
            "publisher_zh": home.name["zh"],
            "publisher_en": home.name["en"],
            "date": str(table["wave"].iloc[0]) if len(table) else "",
            "kind": "curation",
        }
        frames["sources"] = pd.concat([district.sources, pd.DataFrame([told])], ignore_index=True)
        counts["sources"] = {"added": 1, "changed": 0, "removed": 0}
    proposals = [
        ledger.Proposal(name, _content(home, district, name, frames[name]), compared[name], counts[name])
        for name in TABLES
        if name in frames
    ]
    return ledger.accept_together(home.root, proposals, who, why)


def _content(home: Home, district: District, name: str, frame: pd.DataFrame) -> bytes:
    """The table as its file is kept, CSV or workbook."""
    content = written(name, frame)
    reading = of_sheet(sheet_of(content, f"data/{name}.csv", name), MODELS[name])
    if reading.faults:
        raise Unsound(reading.faults)
    if ledger.table_file(home.root, name).suffix.lower() == ".csv":
        return content
    return template(district.with_table(name, reading.sound), name, "zh", named=False)
