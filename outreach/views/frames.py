"""Frames read cell by cell: pandas says nothing of what a cell holds, the table's model and the measure's docstring do."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
"""A row of a frame, its cells by their columns."""


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows in their order, each with its cells by column."""
    found: list[Row] = [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
    return found


def record(frame: pd.DataFrame, key: Any) -> Row:
    """The one row at a key of the index."""
    cells: Any = frame.loc[key]
    return {str(name): cell for name, cell in cells.items()}


def tuples(frame: pd.DataFrame) -> Iterable[Any]:
    """The rows in their order, each a named tuple of its cells, with `Index`."""
    return frame.itertuples()


def cell(frame: pd.DataFrame, key: Any, column: str) -> Any:
    """What stands in a column at a key of the index."""
    return frame.at[key, column]


def number(frame: pd.DataFrame, key: Any, column: str) -> float:
    """The number in a column at a key of the index; NaN where there is none."""
    return float(cell(frame, key, column))
