"""The interval around a share, as every table with shares describes and checks it."""

from typing import Any

import pandas as pd

from outreach.tables.columns import column


def lower() -> Any:
    """The column of an interval's lower end."""
    return column(
        "share",
        ("比例下限", "公布的置信区间下限"),
        ("Low", "Lower end of the published interval"),
        optional=True,
        example="0.13",
    )


def upper() -> Any:
    """The column of an interval's upper end."""
    return column(
        "share",
        ("比例上限", "公布的置信区间上限"),
        ("High", "Upper end of the published interval"),
        optional=True,
        example="0.15",
    )


def low_is_below(frame: pd.DataFrame) -> pd.Series:
    """False where the lower end lies above the share."""
    return ~(frame["low"] > frame["share"])


def high_is_above(frame: pd.DataFrame) -> pd.Series:
    """False where the upper end lies below the share."""
    return ~(frame["high"] < frame["share"])
