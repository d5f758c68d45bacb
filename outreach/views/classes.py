"""How a map's figures are cut into a few classes with printable edges."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def breaks(values: pd.Series, count: int, step: float, through: float | None = None) -> list[float]:
    """Inner edges of at most `count` classes: Fisher–Jenks (Fisher 1958, Jenks 1977), each the next multiple of step above.

    Missing values have no class. `through` is a value that must be an edge, such as a policy figure.
    Fewer edges come back where values are few or rounding makes edges meet; none for a single value.
    """
    known = values.dropna().to_numpy(float)
    count = min(count, len(np.unique(known)))
    if count < 2:
        return [] if through is None else [through]
    edges = set(_rounded(natural(known, count), step))
    if through is not None and edges:
        edges.remove(min(edges, key=lambda edge: abs(edge - through)))
        edges.add(through)
    low, high = known.min(), known.max()
    return sorted(edge for edge in edges if low < edge <= high or edge == through)


def natural(known: NDArray[np.float64], count: int) -> list[float]:
    """The highest value of every class but the last, of the classes with the least sum of squares within (Fisher 1958).

    Exact, by dynamic programming over the sorted values; equal values are never parted. Of equally good cuts the lower.
    """
    values, times = np.unique(known, return_counts=True)
    centred = values - known.mean()  # what is near zero loses no digits when it is squared
    number, total, squares = (
        np.concatenate(([0.0], np.cumsum(times * power))) for power in (1.0, centred, centred * centred)
    )
    ends = range(1, len(values) + 1)
    least = np.full(
        len(values) + 1, np.inf
    )  # the sum of squares of the first values, in as many classes as there are yet
    least[0] = 0
    begins = np.zeros((count, len(values) + 1), int)
    for begin in begins:
        one_more = np.full(len(values) + 1, np.inf)
        for end in ends:
            within = squares[end] - squares[:end] - (total[end] - total[:end]) ** 2 / (number[end] - number[:end])
            sums = least[:end] + np.maximum(within, 0)
            begin[end] = sums.argmin()
            one_more[end] = sums[begin[end]]
        least = one_more
    edges, end = [], len(values)
    for begin in begins[:0:-1]:
        end = begin[end]
        edges.append(float(values[end - 1]))
    return edges[::-1]


def _rounded(edges: list[float], step: float) -> list[float]:
    digits = max(0, -int(np.floor(np.log10(step))))
    return [round(float((np.floor(edge / step + 1e-9) + 1) * step), digits) for edge in edges]


def class_of(values: pd.Series, edges: list[float]) -> pd.Series:
    """The class of each value, 0 for the lowest; a value on an edge belongs to the class above. Missing stays missing."""
    numbers = pd.Series(np.searchsorted(edges, values.to_numpy(float), side="right"), index=values.index, dtype="Int64")
    return numbers.mask(values.isna())
