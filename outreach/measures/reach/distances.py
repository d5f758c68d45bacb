"""How far it is from people to bases."""

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from outreach.measures import pairs
from outreach.measures.pairs import Near, Pairs, Spots, arc, chord

PAIRS_AT_ONCE = 1_000_000
NEIGHBOURS = 8
NEIGHBOURS_AT_ONCE = 10_000
NOTHING_KM = 1e-12  # a nanometre: two places nearer than that are told apart by the sphere, but not by the ellipsoid's kilometres


def distance_km(origins: pd.DataFrame, destinations: pd.DataFrame) -> pd.DataFrame:
    """The straight distance over the ground from each origin to each destination, in kilometres.

    Rows are origins, columns destinations, both by the index of their frame (columns lon and lat in
    degrees). Geodesic on WGS-84 (CGCS2000 differs by centimetres); no detour in it.
    Missing where either position is missing.

    Karney (2013), Journal of Geodesy 87, as in PROJ.
    """
    lon, lat = origins["lon"].to_numpy(dtype=float), origins["lat"].to_numpy(dtype=float)
    to_lon, to_lat = destinations["lon"].to_numpy(dtype=float), destinations["lat"].to_numpy(dtype=float)
    km = np.full((len(lon), len(to_lon)), np.nan)
    there = np.flatnonzero(~(np.isnan(to_lon) | np.isnan(to_lat)))
    here = np.flatnonzero(~(np.isnan(lon) | np.isnan(lat)))
    rows = max(1, PAIRS_AT_ONCE // max(len(there), 1))
    for start in range(0, len(here), rows):
        some = here[start : start + rows]
        start_at = np.repeat(lon[some], len(there)), np.repeat(lat[some], len(there))
        end_at = np.tile(to_lon[there], len(some)), np.tile(to_lat[there], len(some))
        km[np.ix_(some, there)] = pairs.geodesic_km(*start_at, *end_at).reshape(len(some), len(there))
    return pd.DataFrame(km, index=origins.index, columns=destinations.index)


def within(demand: pd.DataFrame, located: pd.DataFrame, limit_km: float) -> pd.DataFrame:
    """Which bases lie within a straight distance of which settlement points, and how far.

    One row per pair, in the order of demand and then of located: place_id, base_id, distance_km (geodesic, no
    detour), all at most limit_km. Only bases that count (see located) where they say so; a frame without the
    column `counted` counts whole. What has no position is in no pair.
    The same distances as distance_km, without measuring the pairs that are farther: for many points and bases.

    Raises ValueError for a limit below 0.
    """
    if not limit_km >= 0:
        raise ValueError(f"within: expected limit_km of 0 or more, found {limit_km:g}")
    there = located[located["counted"]] if "counted" in located else located
    found = list(pairs.in_order(_measured, _chunks(Near(Spots.of(demand), Spots.of(there), limit_km), limit_km)))
    start, end, km = (
        (np.concatenate(parts) for parts in zip(*found))
        if found
        else (np.empty(0, dtype=int), np.empty(0, dtype=int), np.empty(0))
    )
    return pd.DataFrame(
        {
            "place_id": demand.index.to_numpy(dtype=object)[start],
            "base_id": there.index.to_numpy(dtype=object)[end],
            "distance_km": km,
        }
    )


def _chunks(near: Near, limit_km: float) -> list[tuple[Near, int, float]]:
    return [(near, number, limit_km) for number in range(len(near))]


def _measured(chunk: tuple[Near, int, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of a chunk as row numbers of the two frames, in their order, with their kilometres."""
    near, number, limit_km = chunk
    found = near.chunk(number)
    km = found.km()
    inside = km <= limit_km
    start, end, km = found.here.row[found.start[inside]], found.there.row[found.end[inside]], km[inside]
    order = np.lexsort((end, start))
    return start[order], end[order], km[order]


def nearest(demand: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    """The base nearest to each settlement point, and how far it is in a straight line.

    Indexed like demand: base_id, distance_km. Only bases that count (see located); of two equally near,
    the first by base_id. With no base at all both are missing.
    """
    counted = located[located["counted"] & located["lon"].notna() & located["lat"].notna()].sort_index()
    there = counted.drop_duplicates(["lon", "lat"])  # of those at one place the first by base_id
    here, bases = Spots.of(demand), Spots.of(there)
    base_id, distance = np.full(len(demand), None, dtype=object), np.full(len(demand), np.nan)
    if len(here) and len(bases):
        first, km = _nearest(here, bases)
        base_id[here.row], distance[here.row] = there.index.to_numpy(dtype=object)[first], km
    return pd.DataFrame({"base_id": pd.Series(base_id, index=demand.index, dtype=object), "distance_km": distance})


def _nearest(here: Spots, there: Spots) -> tuple[np.ndarray, np.ndarray]:
    """For each spot the nearest of the others, by place, the first of equally near ones, and its kilometres."""
    tree, few = cKDTree(there.sphere), min(NEIGHBOURS, len(there))
    apart, base = tree.query(
        here.sphere, k=np.arange(1, few + 1), workers=pairs.cores() if len(here) > NEIGHBOURS_AT_ONCE else 1
    )
    found = Pairs(here, there, np.repeat(np.arange(len(here)), few), base.ravel(), arc(apart.ravel()))
    least, most = found.least_km.reshape(base.shape), found.most_km.reshape(base.shape)
    could_be = np.flatnonzero(least <= most.min(axis=1, keepdims=True) + NOTHING_KM)
    km = np.full(base.size, np.inf)
    for start in range(0, len(could_be), PAIRS_AT_ONCE):
        some = could_be[start : start + PAIRS_AT_ONCE]
        km[some] = found.km(some)
    km = km.reshape(base.shape)
    nearest_km = km.min(axis=1)
    first = np.where(km == nearest_km[:, None], base, len(there)).min(axis=1)
    # the sphere's order is nearly the ellipsoid's: look again where one left out could still be as near
    for row in np.flatnonzero(nearest_km >= least[:, -1] - NOTHING_KM) if few < len(there) else ():
        others = np.array(
            tree.query_ball_point(here.sphere[row], float(chord(nearest_km[row] + pairs.SLACK_KM)), return_sorted=True)
        )
        own = Pairs(here, there, np.full(len(others), row), others, np.empty(0)).km()
        nearest_km[row], first[row] = own.min(), others[own.argmin()]
    return first, nearest_km
