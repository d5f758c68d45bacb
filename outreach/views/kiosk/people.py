"""A share as a hundred little figures: how many of a hundred people."""

from math import floor
from typing import NamedTuple

import pandas as pd

NOBODY_KNOWS = (0, 100)


class People(NamedTuple):
    """Of a hundred people: how many at the least, how many by the estimate, how many at the most."""

    low: int
    value: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether it is one number and no range."""
        return self.low == self.high


def of(value: float | None, low: float | None = None, high: float | None = None) -> People | None:
    """A share as people of a hundred, whole ones as they are rounded; None without one, and where it could be anybody or nobody."""
    if value is None or pd.isna(value):
        return None
    least, most = (value if end is None or pd.isna(end) else end for end in (low, high))
    ends = [min(max(floor(100 * one + 0.5), 0), 100) for one in (least, value, most)]
    if (ends[0], ends[2]) == NOBODY_KNOWS:
        return None
    return People(min(ends), ends[1], max(ends))
