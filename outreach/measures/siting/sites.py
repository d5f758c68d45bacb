"""What siting starts from and what it answers: candidates, weights, and the sites to build."""

from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from outreach.measures.areas import figures

Status = Literal["optimal", "time_limit"]


@dataclass(frozen=True, eq=False)
class Sites:
    """Which candidates to build, and how good that is.

    chosen: candidate ids, the most useful first; fewer than asked for where another adds nothing. objective: covered
    weight (`mclp`), Σ weight × km (`p_median`) or the worst km (`p_centre`), existing bases included. bound: what no choice can
    beat. gap: |objective − bound| / objective, 0 when proven optimal. status: `optimal`, or `time_limit` where the
    solver was stopped and the best found so far is given. greedy_chosen, greedy_objective: the answer of adding the
    best site one at a time. demand: by place_id, in its order, columns weight, travel_km_before, travel_km
    (to the nearest existing base, and to the nearest once the chosen are there), site (which base or candidate
    that is); for `mclp` also covered_before and covered.
    """

    model: str
    chosen: tuple[str, ...]
    objective: float
    bound: float
    gap: float
    status: Status
    greedy_chosen: tuple[str, ...]
    greedy_objective: float
    demand: pd.DataFrame


def candidates(points: pd.DataFrame, water: gpd.GeoDataFrame | None = None) -> pd.DataFrame:
    """Where a base could be put: the settlement points or grid cells given, those in the water left out.

    Indexed by place_id (a column of points, or their index), in its order: area_code, lon, lat. Points without a position are left out.
    water is polygons, any number, or None.
    """
    points = points.set_index("place_id") if "place_id" in points else points
    dry = points[points["lon"].notna() & points["lat"].notna()].sort_index()
    if water is not None and len(water) and len(dry):
        at = gpd.GeoSeries.from_xy(dry["lon"], dry["lat"], index=dry.index, crs="EPSG:4326")
        dry = dry[~at.within(water.to_crs("EPSG:4326").geometry.union_all())]
    return dry[["area_code", "lon", "lat"]]


def weights(demand: pd.DataFrame, factor: pd.Series | None = None) -> pd.Series:
    """How much each settlement point counts: its people, or its people times a factor of their town.

    Indexed like demand, 0 and up. factor is by area_code: a town's gap index to favour those that lack most, or the
    share of a group (older people, pupils) among its people to count that group alone. A point whose people or
    factor nobody knows is missing; it then counts for nothing and the sentence beside the result should say so.

    Raises ValueError naming the towns whose factor is negative.
    """
    people = figures(demand["population"])
    if factor is None:
        return people.rename("weight")
    known = figures(factor)
    wrong = known.index[known < 0]
    if len(wrong):
        raise ValueError(
            f"siting: expected factors of 0 or more, found {', '.join(f'{code} = {known[code]:g}' for code in wrong)}"
        )
    return (people * demand["area_code"].map(known).astype(float)).rename("weight")


def group_share(areas: pd.DataFrame, column: str) -> pd.Series:
    """What part of an area's people belongs to a group that has a column of its own, such as age_60_plus.

    Indexed by area_code, 0..1. Missing where the group or the people were not counted.

    Raises ValueError naming a column the areas do not have.
    """
    if column not in areas:
        raise ValueError(f"areas: no column {column}")
    rows = areas.set_index("area_code")
    people = figures(rows["population"])
    return (figures(rows[column]) / people.where(people > 0)).rename(column)


@dataclass(frozen=True, eq=False)
class Ways:
    """How far people have to go, worked out already: over land, and over the positions that the bases may have.

    before: kilometres from each point to the nearest base there is, once for each run of positions (runs × points);
    travel: from each point to each candidate (points × candidates). Both detour included, finite, in the order of the
    frames they go with.
    """

    before: np.ndarray
    travel: np.ndarray
