"""What respondents told, as rows of survey.csv, and those rows put into a district."""

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from outreach.home import Home
from outreach.tables.district import District
from outreach.tables.writing import written

KEY = ["area_code", "wave", "group"]


def rows(found: pd.DataFrame, wave: int, source_id: str, demonstration: bool) -> pd.DataFrame:
    """The figures (area_code, group, n, share, design_effect) as rows of survey.csv; shares to six, effects to four decimals."""
    table = found[["area_code", "group", "n", "share", "design_effect"]].round({"share": 6, "design_effect": 4})
    return table.assign(wave=wave, basis="demonstration" if demonstration else "survey", source_id=source_id)


def into(home: Home, district: District, table: pd.DataFrame, source_id: str, titles: Mapping[str, str]) -> bool:
    """Put rows into a district's survey.csv, in place of those with the same town, wave and group.

    Where its sources do not know the survey, a row is added for it first; tells whether it was. Each file is replaced whole.
    Raises ValueError naming a file that is a workbook, and OSError where one cannot be written.
    """
    for name in ("survey", "sources"):
        if not (home.data / f"{name}.csv").exists():
            raise ValueError(f"{name}.xlsx")
    new = source_id not in set(district.sources["source_id"])
    if new:
        told = {
            "source_id": source_id, "title_zh": titles["source_title_zh"], "title_en": titles["source_title_en"], "publisher_zh": home.name["zh"],
            "publisher_en": home.name["en"], "date": str(table["wave"].iloc[0]) if len(table) else "", "kind": "curation",
            "used_for_zh": titles["source_used_zh"], "used_for_en": titles["source_used_en"],
        }  # fmt: skip
        _replace(home.data / "sources.csv", written("sources", pd.concat([district.sources, pd.DataFrame([told])], ignore_index=True)))
    old = district.survey
    kept = old[~pd.MultiIndex.from_frame(old[KEY].astype(str)).isin(pd.MultiIndex.from_frame(table[KEY].astype(str)))]
    _replace(home.data / "survey.csv", written("survey", pd.concat([kept, table], ignore_index=True)))
    return new


def _replace(path: Path, content: bytes) -> None:
    """The file's content, all of it or none."""
    half = path.with_suffix(".part")
    with half.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)
