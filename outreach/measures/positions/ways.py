"""How far people have to go, as an expectation over the positions bases may have."""

import numpy as np
import pandas as pd

from outreach.measures import standing
from outreach.measures.areas import figures
from outreach.measures.bases import standing as level_of
from outreach.measures.positions.coverage import by_each_level
from outreach.measures.positions.expectations import MOSTLY, expected, of_areas
from outreach.measures.positions.simulation import Positions, nearest_km, to_places


def what_if(drawn: Positions, at: tuple[float, float], limit_km: float, detour: float, district: str) -> pd.DataFrame:
    """siting.trial.what_if, as expectations over the positions that bases may have; land must be there.

    Who has no way today, water lying between, is left out of the mean and the longest way, before as after; an area most of
    whose people have none is missing before, and afterwards has theirs.
    """
    before = nearest_km(drawn) * detour
    after = np.minimum(before, (to_places(drawn, *np.array([at]).T).T * detour).astype(np.float32))
    alike = np.where(np.isfinite(before), after, np.inf)
    table = pd.DataFrame(
        {
            "coverage_before": expected(of_areas(drawn, before <= limit_km, district))["value"],
            "coverage_after": expected(of_areas(drawn, after <= limit_km, district))["value"],
        }
    ).rename_axis("area_code")
    for when, km in (("before", before), ("after", alike)):
        table[f"mean_km_{when}"] = travelled(drawn, km, district)["value"]
        table[f"worst_km_{when}"] = worst_way(drawn, km, district)
    none = table["mean_km_before"].isna()
    table.loc[none, "worst_km_before"] = np.nan
    table.loc[none, "mean_km_after"] = travelled(drawn, after, district)["value"][none]
    table.loc[none, "worst_km_after"] = worst_way(drawn, after, district)[none]
    _, _, total = drawn.by_area
    people = pd.Series([*total, np.nansum(total)], index=table.index)
    table["people_gained"] = (table["coverage_after"] - table["coverage_before"]) * people
    order = [f"{name}_{when}" for name in ("coverage", "mean_km", "worst_km") for when in ("before", "after")]
    return table[[*order, "people_gained"]]


def mean_km(drawn: Positions, detour: float, district: str) -> pd.DataFrame:
    """How far people have to go to the nearest base on average, in estimated travel kilometres: value, low, high by area_code.

    value is the mean over positions, low and high hold 90 % of them. People with no way to any base, the water being in
    theirs, do not weigh; an area most of whose people have none is missing. Of a large district as standing.mean_km.
    """
    if drawn.land is None:
        return standing.mean_km(drawn.demand, drawn.located, detour, district)
    return travelled(drawn, nearest_km(drawn) * detour, district)


def travelled(drawn: Positions, km: np.ndarray, district: str) -> pd.DataFrame:
    there = np.isfinite(km)
    way, going = (of_areas(drawn, part, district) for part in (np.where(there, km, 0), there))
    with np.errstate(invalid="ignore", divide="ignore"):
        return expected(way / going.where(going > 0)).where(going.mean() > MOSTLY)


def worst_way(drawn: Positions, km: np.ndarray, district: str) -> pd.Series:
    """The longest way of a point with people in each area, on average over positions; ways over water are none."""
    some = (figures(drawn.demand["population"]) > 0).to_numpy()
    longest = np.where(np.isfinite(km), km, -np.inf)
    codes = drawn.demand["area_code"].to_numpy()
    found = {code: longest[:, some & (codes == code)] for code in sorted(set(codes))} | {district: longest[:, some]}
    worst = {code: own.max(axis=1).mean() if own.shape[1] else np.nan for code, own in found.items()}
    return pd.Series(worst).replace(-np.inf, np.nan).rename_axis("area_code")


def nearest_by_level(
    drawn: Positions, bases: pd.DataFrame, levels: pd.DataFrame, detour: float, district: str
) -> pd.DataFrame:
    """How far a town's people have to go to the nearest base of each level, and which base that is for most of them.

    Indexed by (area_code, level), every town with every level, highest first: base_id, mean_km, worst_km; expectations over
    positions, base_id the base that is nearest to the largest part of the people over all positions (of equal parts the first id).
    Levels no counted base has are missing, and so is a town most of whose people have no way to one. Of a large district
    as town.nearest_by_level.
    """
    if drawn.land is None:
        return standing.nearest_by_level(bases, levels, drawn.demand, drawn.located, detour)
    order = levels.assign(rank=figures(levels["rank"])).sort_values("rank")["level"]
    codes, people, _ = drawn.by_area
    near = {}
    for one, of_level in by_each_level(drawn, level_of(bases, levels)).items():
        least = np.full((drawn.runs, len(drawn.points)), np.inf, dtype=np.float32)
        whose = np.full(least.shape, -1)
        for base in map(int, np.flatnonzero(of_level)):
            km = np.broadcast_to(drawn.km(base), least.shape)
            closer = km < least
            least[closer], whose[closer] = km[closer], base
        served = {base: (whose == base).sum(axis=0) @ people for base in np.flatnonzero(of_level)}
        most = pd.DataFrame(served, index=codes).idxmax(axis=1)
        table = pd.DataFrame(
            {
                "base_id": drawn.base_ids.to_numpy(dtype=object)[most.to_numpy()],
                "mean_km": travelled(drawn, least * detour, district)["value"].reindex(codes),
                "worst_km": worst_way(drawn, least * detour, district).reindex(codes),
            },
            index=codes,
        )
        near[one] = table.where(table["mean_km"].notna())
    index = pd.MultiIndex.from_product([codes, order], names=["area_code", "level"])
    empty = pd.DataFrame(columns=["base_id", "mean_km", "worst_km"])
    found = (pd.concat(near, names=["level", "area_code"]).swaplevel() if near else empty).reindex(index)
    return found.astype({"base_id": object, "mean_km": float, "worst_km": float})
