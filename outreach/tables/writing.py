"""A frame as the bytes of its table's CSV: what read_table makes of them is the frame again."""

import csv
import io
from typing import Any

import pandas as pd

from outreach.tables import EVERY
from outreach.tables.columns import describe

RUNS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def written(name: str, frame: pd.DataFrame, for_all: bool = False) -> bytes:
    """The table `name` as CSV that Excel opens as it is: UTF-8 with a byte-order mark, a header of ids, CRLF.

    Columns the frame does not have are written empty, and columns the table does not have are left out. Numbers are written
    with as many digits as tell them apart from every other number, so that they are read back exactly. for_all: whoever opens
    it, texts that a spreadsheet would run stand behind an apostrophe, which is no part of them when they are read again.
    """
    columns = describe(EVERY[name])
    cells = {id_: map(cell, frame[id_]) if id_ in frame else [""] * len(frame) for id_ in columns}
    if for_all:
        cells |= {id_: map(_harmless, cells[id_]) for id_, spec in columns.items() if spec["type"] == "text"}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*cells.values(), strict=True))
    return stream.getvalue().encode("utf-8-sig")


def _harmless(told: str) -> str:
    return f"'{told}" if told.startswith(RUNS) else told


def cell(value: Any) -> str:
    """A value as a CSV's cell has it; empty where it is missing."""
    if isinstance(value, (tuple, list)):
        return ";".join(value)
    if value is None or pd.isna(value):
        return ""
    if hasattr(value, "date"):
        day: str = value.date().isoformat()
        return day
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "是" if value else "否"
    if isinstance(value, float):
        return repr(float(value)).removesuffix(".0")
    return str(value)
