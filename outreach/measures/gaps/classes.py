"""Which towns are low in literacy, in access, in both or in neither."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from outreach.measures.areas import figures

CLASSES = {2: ("low", "high"), 3: ("low", "mid", "high")}


def bivariate(
    literacy: pd.Series, access: pd.Series, k: int = 3, breaks: Mapping[str, tuple[float, ...]] | None = None
) -> pd.DataFrame:
    """Which towns are low in literacy, in access, in both or in neither: nine classes of two figures at once.

    Indexed like literacy: literacy and access, each low, mid or high (low or high with k = 2), and class, the two joined
    as `low_high`. Without breaks the towns of each figure are cut into k parts of equal number (quantiles over the towns
    known in that figure); equal figures share a class, so that with many ties a class may be empty. breaks gives the
    k − 1 upper edges of `literacy`, of `access` or of both, each edge in the lower class: policy values, comparable over years.
    A town missing in one figure is missing there and in class.

    Raises ValueError for a k other than 2 or 3, breaks that are not k − 1 rising numbers, and towns only one of the two has.
    """
    if k not in CLASSES:
        raise ValueError(f"bivariate: expected 2 or 3 classes, found {k}")
    lost = literacy.index.symmetric_difference(access.index)
    if len(lost):
        raise ValueError(f"bivariate: only in one of literacy and access: {', '.join(map(str, lost))}")
    found = {}
    for name, series in (("literacy", literacy), ("access", access.reindex(literacy.index))):
        value = figures(series)
        edges: Sequence[float] | np.ndarray | None = (breaks or {}).get(name)
        if edges is None:
            edges = np.quantile(value.dropna(), np.arange(1, k) / k) if value.notna().any() else np.zeros(k - 1)
        elif len(edges) != k - 1 or any(one >= other for one, other in zip(edges, edges[1:])):
            raise ValueError(
                f"bivariate: expected {k - 1} rising breaks of {name}, found {', '.join(f'{edge:g}' for edge in edges)}"
            )
        label = np.asarray(CLASSES[k], dtype=object)[
            np.searchsorted(np.asarray(edges, dtype=float), value.to_numpy(), side="left").clip(max=k - 1)
        ]
        found[name] = pd.Series(label, index=value.index, dtype=object).where(value.notna(), None)
    both = found["literacy"].notna() & found["access"].notna()
    found["class"] = (found["literacy"].fillna("") + "_" + found["access"].fillna("")).where(both, None)
    return pd.DataFrame(found)


def of_classes(measured: pd.DataFrame) -> pd.DataFrame:
    """The nine classes of `bivariate` for the towns of `by_town`: literacy against access.

    A town whose literacy cannot be told from the district's is neither low nor high in it, whichever third it is in: it is mid.
    """
    found = bivariate(measured["share"], measured["access_per_10k"])
    told = measured["side"].map({"below": "low", "above": "high"})
    untold = found["literacy"].isin(["low", "high"]) & found["literacy"].ne(told)
    found["literacy"] = found["literacy"].mask(untold, "mid")
    found["class"] = found["class"].mask(untold & found["class"].notna(), "mid_" + found["access"].fillna(""))
    return found
