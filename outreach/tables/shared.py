"""What every district of the country shares: the lists of levels, categories and standards, and the national figures."""

import pandas as pd

from outreach.home import PROJECT
from outreach.tables import MODELS
from outreach.tables.columns import describe
from outreach.tables.table import read_table

NATION = "100000"
OURS = "curation"


def shared() -> dict[str, pd.DataFrame]:
    """The shared rows by table: levels, categories, standards, groups, literacy, areas (the nation) and their sources.

    They are those of the district this project ships with, without what is that district's own: a standard it took from
    its own plan stands as an assumption, until the plan of the district that uses it says so.

    Raises ValueError naming a table of the project that cannot be read.
    """
    tables = {
        name: _read(name) for name in ("levels", "categories", "standards", "groups", "literacy", "areas", "sources")
    }
    for name in ("groups", "literacy", "areas"):
        frame = tables[name]
        tables[name] = frame[frame["area_code"] == NATION].reset_index(drop=True)
    own = tables["standards"]["source_id"] != OURS
    tables["standards"].loc[own, ["basis", "source_id"]] = "assumed", OURS
    tables["standards"].loc[own, "note_zh"] = "本项目设定；规划如有规定，请改为规划的要求"
    tables["standards"].loc[own, "note_en"] = (
        "Assumed by this project; where your plan sets a number, put that in its place"
    )
    wanted = {id_ for name, frame in tables.items() for id_ in _sources(name, frame)}
    tables["sources"] = tables["sources"][tables["sources"]["source_id"].isin(wanted)].reset_index(drop=True)
    return tables


def _read(name: str) -> pd.DataFrame:
    read = read_table(PROJECT / "data", name, MODELS[name])
    if read.frame is None:
        raise ValueError(f"{read.file}: cannot be read")
    return read.frame


def _sources(name: str, frame: pd.DataFrame) -> set[str]:
    columns = [column for column, spec in describe(MODELS[name]).items() if spec["refers"] == "sources"]
    return {id_ for column in columns for id_ in frame[column].dropna()}
