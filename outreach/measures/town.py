"""One town beside the others: where it stands in each measure, what is nearest to it, and which towns are like it."""

from typing import Literal

import numpy as np
import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.reach.coverage import DETOUR
from outreach.measures.reach.distances import nearest

Better = Literal["high", "low", "neither"]

BETTER: dict[str, Better] = {
    "bases": "high",
    "bases_per_10k": "high",
    "coverage_walk": "high",
    "coverage_ebike": "high",
    "coverage_drive": "high",
    "access_per_10k": "high",
    "completeness": "high",
    "share": "high",
    "gap": "low",
    "mean_km": "low",
    "worst_km": "low",
    "population": "neither",
    "density": "neither",
    "urban_share": "neither",
}
"""Which way of a measure is the better one; a measure not named here has none."""


def profile(measured: pd.DataFrame, district: pd.Series, town: str) -> pd.DataFrame:
    """Where one town stands in every measure among all towns and beside the district: the rows of a spine chart.

    measured is indexed by area_code, a column per measure (numbers; other columns are passed over), all towns;
    district is by measure, the district's own figure, where it has one. Indexed by measure, in the order of the columns:
    value, district, min, q1, median, q3, max, known (how many towns have a figure), better (`high`, `low` or `neither`),
    side: where the town lies against the district, `better`, `worse` or `same`; missing without a direction or a figure.
    Quartiles are over the towns known, the town itself among them, every town counting once however many live there (numpy's
    linear interpolation). Side is of the figures alone: it says nothing of whether the difference could be chance.

    Raises ValueError for a town that measured does not have.
    """
    if town not in measured.index:
        raise ValueError(f"town: no row for {town}")
    columns = {name: pd.to_numeric(measured[name], errors="coerce") for name in measured}
    numbers = pd.DataFrame(
        {
            name: column.astype(float)
            for name, column in columns.items()
            if column.notna().any() and not pd.api.types.is_bool_dtype(measured[name])
        },
        index=measured.index,
    )
    quartiles = numbers.quantile([0, 0.25, 0.5, 0.75, 1]).T.set_axis(["min", "q1", "median", "q3", "max"], axis=1)
    found = pd.DataFrame({"value": numbers.loc[town], "district": figures(district.reindex(numbers.columns))}).join(
        quartiles
    )
    found["known"] = numbers.notna().sum()
    found["better"] = [BETTER.get(name, "neither") for name in found.index]
    direction = found["better"].map({"high": 1, "low": -1}).astype(float)
    ahead = (found["value"] - found["district"]).round(12).apply(np.sign) * direction
    found["side"] = ahead.map({1.0: "better", 0.0: "same", -1.0: "worse"}).astype(object)
    return found.rename_axis("measure")


def nearest_by_level(
    demand: pd.DataFrame, located: pd.DataFrame, level: pd.Series, levels: pd.DataFrame, detour: float = DETOUR
) -> pd.DataFrame:
    """How far a town's people have to go to the nearest base of each level, and which base that is for most of them.

    Indexed by (area_code, level), every town with every level, highest first: base_id, mean_km, worst_km. Distances are
    estimated travel (straight × detour) from the settlement points: their mean weighted by people, and the longest of a point
    with people. base_id is the nearest base of the largest part of the people (of equal parts, the first id).
    level is by base_id; bases without a level are in none. Levels no counted base has are missing, and so are towns nobody counted.
    """
    order = levels.assign(rank=figures(levels["rank"])).sort_values("rank")["level"]
    people = figures(demand["population"])
    codes = sorted(demand["area_code"].unique())
    near = {}
    own_level = level.reindex(located.index)
    for one in order:
        to = nearest(demand, located[(own_level == one).fillna(False).to_numpy(dtype=bool)])
        rows = pd.DataFrame(
            {
                "area_code": demand["area_code"],
                "people": people,
                "base_id": to["base_id"],
                "km": to["distance_km"].astype(float) * detour,
            }
        )
        rows = rows[(rows["people"] > 0) & rows["km"].notna()]
        by_town = rows.assign(way=rows["people"] * rows["km"]).groupby("area_code")
        sums = by_town[["way", "people"]].sum()
        shared = (
            rows.groupby(["area_code", "base_id"])["people"]
            .sum()
            .reset_index()
            .sort_values(["area_code", "people", "base_id"], ascending=[True, False, True])
        )
        most = shared.drop_duplicates("area_code").set_index("area_code")["base_id"]
        near[one] = pd.DataFrame(
            {"base_id": most, "mean_km": sums["way"] / sums["people"], "worst_km": by_town["km"].max()}
        ).reindex(codes)
    found = (
        pd.concat(near, names=["level", "area_code"]).swaplevel()
        if near
        else pd.DataFrame(columns=["base_id", "mean_km", "worst_km"])
    )
    found = found.reindex(pd.MultiIndex.from_product([codes, order], names=["area_code", "level"]))
    found["base_id"] = found["base_id"].astype(object)
    return found.astype({"mean_km": float, "worst_km": float})


def similar(areas: pd.DataFrame, n: int = 3) -> pd.DataFrame:
    """The towns most like each town in how many live there, how densely and how urban, to compare it with its equals.

    Indexed by (area_code, place), place 1 the most alike, at most n: similar_code, distance. Each of log population, log
    density (people per km²) and urban share is brought to mean 0 and standard deviation 1 over the towns; distance is the straight
    line through the three (0 alike, 1 about one standard deviation apart in one of them). Logarithms, because twice as many people is
    as great a step from a small town as from a large one. Of towns equally alike, the first by code. It knows nothing of outreach
    or literacy, so that comparing those is not circular. A town of which one of the three is unknown has no rows and is
    nobody's like. A figure all towns have alike tells none apart.

    Raises ValueError for n below 1.
    """
    if n < 1:
        raise ValueError(f"similar: expected 1 town or more, found {n}")
    rows = towns(areas)
    people, area = figures(rows["population"]), figures(rows["area_km2"])
    people, area = people.where(people > 0), area.where(area > 0)
    traits = pd.DataFrame(
        {"population": np.log(people), "density": np.log(people / area), "urban": figures(rows["urban_share"])}
    ).dropna()
    spread = traits.std(ddof=0)
    standard = ((traits - traits.mean()) / spread.where(spread > 1e-12)).fillna(0).to_numpy()
    apart = np.sqrt(((standard[:, None, :] - standard[None, :, :]) ** 2).sum(axis=2)).round(12)
    np.fill_diagonal(apart, np.inf)
    places = min(n, max(len(traits) - 1, 0))
    near = np.argsort(apart, axis=1, kind="stable")[:, :places]
    index = pd.MultiIndex.from_product([traits.index, range(1, places + 1)], names=["area_code", "place"])
    return pd.DataFrame(
        {
            "similar_code": traits.index.to_numpy()[near].ravel(),
            "distance": np.take_along_axis(apart, near, axis=1).ravel(),
        },
        index=index,
    )
