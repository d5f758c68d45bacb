"""How a map's figures are cut into a few classes with printable edges."""

import warnings

import numpy as np
import pandas as pd


def breaks(values: pd.Series, count: int, step: float, through: float | None = None) -> list[float]:
    """Inner edges of at most `count` classes: Fisher–Jenks (Fisher 1958, Jenks 1977), each the next multiple of step above.

    Missing values have no class. `through` is a value that must be an edge, such as a policy figure.
    Fewer edges come back where values are few or rounding makes edges meet; none for a single value.
    """
    known = values.dropna().to_numpy(float)
    count = min(count, len(np.unique(known)))
    if count < 2:
        return [] if through is None else [through]
    edges = set(_rounded(_natural(known, count), step))
    if through is not None and edges:
        edges.remove(min(edges, key=lambda edge: abs(edge - through)))
        edges.add(through)
    low, high = known.min(), known.max()
    return sorted(edge for edge in edges if low < edge <= high or edge == through)


def _natural(known: np.ndarray, count: int) -> np.ndarray:
    import mapclassify  # with scipy.stats and scikit-learn two fifths of a server's start, and not wanted before it answers

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Numba not installed")  # a few hundred values need no compiler
        return mapclassify.FisherJenks(known, k=count).bins[:-1]


def _rounded(edges: np.ndarray, step: float) -> list[float]:
    digits = max(0, -int(np.floor(np.log10(step))))
    return [round(float((np.floor(edge / step + 1e-9) + 1) * step), digits) for edge in edges]


def class_of(values: pd.Series, edges: list[float]) -> pd.Series:
    """The class of each value, 0 for the lowest; a value on an edge belongs to the class above. Missing stays missing."""
    numbers = pd.Series(np.searchsorted(edges, values.to_numpy(float), side="right"), index=values.index, dtype="Int64")
    return numbers.mask(values.isna())
