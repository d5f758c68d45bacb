"""How far people have to go to the nearest outreach base, and how many have one in reach."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pyproj import Geod

from outreach.measures.areas import district_of, districts, figures, towns

DETOUR = 1.3
EXACT_KM = 0.1
STREET_KM = 1.0
WAYS = ("walk", "ebike", "drive")
NOT_COUNTED = ("closed", "planned")
PAIRS_AT_ONCE = 1_000_000
_ELLIPSOID = Geod(ellps="WGS84")


def demand(places: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """How many people live nearest to each settlement point.

    Indexed by place_id: area_code, lon, lat, population (persons, not rounded). The people of a town add
    up to its population, also where the shares were rounded. A town nobody counted keeps its places,
    with missing population.

    Raises ValueError naming towns with people but no place, and towns whose shares do not add up to 1 (± 0.02).
    """
    people = figures(towns(areas)["population"])
    points = places[places["area_code"].isin(people.index)].set_index("place_id").sort_index()
    share = figures(points["share"])
    total = share.groupby(points["area_code"]).sum()
    lost = people.index[people.notna() & ~people.index.isin(total.index)]
    if len(lost):
        raise ValueError(f"places: no place in {', '.join(lost)}")
    wrong = total[(total - 1).abs() > 0.02 + 1e-9]
    if len(wrong):
        found = ", ".join(f"{code} = {value:g}" for code, value in wrong.items())
        raise ValueError(f"places: expected shares of a town to add up to 1, found {found}")
    population = points["area_code"].map(people).astype(float) * share / points["area_code"].map(total).astype(float)
    return pd.DataFrame({"area_code": points["area_code"], "lon": figures(points["lon"]), "lat": figures(points["lat"]), "population": population})


def located(bases: pd.DataFrame, places: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Where each base is drawn, and how far from there it may really be.

    Indexed by base_id: area_code, lon, lat, accuracy, radius_km, at, counted.
    radius_km: 0.1 for an exact position, 1.0 for a street; where only the town is known, the radius of
    a circle as large as the town, and `at` is the place it is drawn at: its own place_id, else the
    town's seat. Without the town's area the radius is missing.
    A base whose town is unknown, or whose town has no seat, keeps its row with missing coordinates.
    counted: it has a position and is neither closed nor planned.
    """
    rows = bases.set_index("base_id").sort_index()
    points = places.set_index("place_id")
    seats = places[places["role"] == "seat"].sort_values("place_id").drop_duplicates("area_code").set_index("area_code")["place_id"]
    by_town = rows["accuracy"] == "town"
    surveyed = rows["accuracy"].isin(["exact", "street"])
    at = rows["place_id"].astype(object).where(rows["place_id"].notna(), rows["area_code"].map(seats)).where(by_town)
    coordinates = {
        axis: figures(rows[axis]).where(surveyed).fillna(at.map(figures(points[axis])).astype(float))
        for axis in ("lon", "lat")
    }
    town_radius = np.sqrt(figures(towns(areas)["area_km2"]) / np.pi)
    radius = rows["accuracy"].map({"exact": EXACT_KM, "street": STREET_KM}).astype(float)
    radius = radius.fillna(rows["area_code"].map(town_radius).astype(float).where(by_town))
    known = coordinates["lon"].notna() & coordinates["lat"].notna()
    return pd.DataFrame({
        "area_code": rows["area_code"], **coordinates, "accuracy": rows["accuracy"],
        "radius_km": radius.where(known), "at": at, "counted": known & ~rows["status"].isin(NOT_COUNTED),
    })


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
        some = here[start:start + rows]
        start_at = np.repeat(lon[some], len(there)), np.repeat(lat[some], len(there))
        end_at = np.tile(to_lon[there], len(some)), np.tile(to_lat[there], len(some))
        metres = _ELLIPSOID.inv(*start_at, *end_at)[2]
        km[np.ix_(some, there)] = (metres / 1000).reshape(len(some), len(there))
    return pd.DataFrame(km, index=origins.index, columns=destinations.index)


def nearest(demand: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    """The base nearest to each settlement point, and how far it is in a straight line.

    Indexed like demand: base_id, distance_km. Only bases that count (see located); of two equally near,
    the first by base_id. With no base at all both are missing.
    """
    counted = located[located["counted"]].sort_index()
    if counted.empty:
        return pd.DataFrame({"base_id": pd.Series(None, index=demand.index, dtype=object), "distance_km": np.nan})
    km = distance_km(demand, counted)
    placed = km.notna().any(axis=1)
    base = km[placed].idxmin(axis=1).reindex(demand.index)
    return pd.DataFrame({"base_id": base, "distance_km": km.min(axis=1)})


def _covered(demand: pd.DataFrame, reached: pd.Series, district: str) -> pd.Series:
    people = demand["population"]
    counted = pd.DataFrame({"inside": people.where(reached, people * 0), "people": people})
    sums = counted.groupby(demand["area_code"]).sum(min_count=1)
    sums.loc[district] = counted.sum(min_count=1)
    return (sums["inside"] / sums["people"].replace(0, np.nan)).rename_axis("area_code")


def coverage(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    limit_km: float,
    *,
    district: str,
    detour: float = DETOUR,
    by: pd.Series | None = None,
) -> pd.DataFrame:
    """What part of the people has at least one base within an estimated travel distance.

    Indexed by area_code, the towns and the district under its own code: value, low, high, each 0..1.
    Travel distance is the straight distance × detour, set against limit_km.
    value: bases taken where they are drawn. low: only what is certain however far within its radius
    each base may lie from there, (distance + radius) × detour ≤ limit. high: what is possible,
    (distance − radius, at least 0) × detour ≤ limit. low ≤ value ≤ high.
    A base without radius counts for value and high where it is drawn, never for low.
    A base that is closed, planned or whose town is unknown counts in none of the three, high included:
    what could be anywhere would put everybody in reach and say nothing.
    With `by`, a series from base_id to, say, its level, the index is (by, area_code), one block per
    value, each with bases of that value alone; a base without a value is in no block.
    A town nobody counted is missing and does not weigh on the district. With no base coverage is 0:
    none is recorded in reach.

    Raises ValueError for a limit below 0 or a detour below 1.
    """
    if limit_km < 0 or detour < 1:
        raise ValueError(f"coverage: expected limit_km of 0 or more and detour of 1 or more, found {limit_km:g} and {detour:g}")
    if by is not None:
        label = by.reindex(located.index)
        blocks = {
            value: coverage(demand, located[(label == value).fillna(False).to_numpy(dtype=bool)], limit_km, district=district, detour=detour)
            for value in sorted(label.dropna().unique())
        }
        empty = pd.DataFrame(columns=["value", "low", "high"], dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
        return (pd.concat(blocks) if blocks else empty).rename_axis([by.name or "by", "area_code"])
    counted = located[located["counted"]]
    km = distance_km(demand, counted)
    radius = counted["radius_km"].to_numpy(dtype=float)
    drawn = km * detour <= limit_km
    certain = (km + radius) * detour <= limit_km
    possible = ((km - radius).clip(lower=0) * detour <= limit_km) | drawn
    return pd.DataFrame({
        name: _covered(demand, reached.any(axis=1), district)
        for name, reached in (("value", drawn), ("low", certain), ("high", possible))
    })


def counts(bases: pd.DataFrame, areas: pd.DataFrame, by: str | None = None) -> pd.Series | pd.DataFrame:
    """How many bases are recorded in each town and in the district, those closed or planned left out.

    Indexed by area_code, every town and the district; whole numbers from 0. Nought means that none is
    recorded, not that somebody looked and found none. A base whose town is unknown counts for the
    district alone (where there is a single one), so the towns may add up to less.
    With `by`, a column of bases such as level, a frame with one column per value found; bases without
    a value are under `unstated`.
    """
    open_bases = bases[~bases["status"].isin(NOT_COUNTED)]
    codes = towns(areas).index.append(districts(areas).index)
    towns_only = open_bases["area_code"].where(open_bases["area_code"].isin(towns(areas).index))
    where = pd.concat([towns_only, district_of(areas, open_bases["area_code"])])
    if by is None:
        return where.value_counts().reindex(codes, fill_value=0).astype(int).rename_axis("area_code").rename("bases")
    what = open_bases[by].astype(object).where(open_bases[by].notna(), "unstated")
    table = pd.crosstab(where.to_numpy(), pd.concat([what, what]).to_numpy())
    return table.reindex(codes, fill_value=0).rename_axis(index="area_code", columns=by)


def bases_per_10k(bases: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """Recorded bases for every 10,000 residents, of each town and of the district.

    Indexed by area_code, 0 and up; counted as in counts. Missing where nobody counted the residents.
    """
    people = figures(areas.set_index("area_code")["population"])
    recorded = counts(bases, areas)
    return (recorded / people.reindex(recorded.index).where(lambda value: value > 0) * 10_000).rename("bases_per_10k")


def by_way(
    demand: pd.DataFrame, located: pd.DataFrame, travel: Mapping[str, float], district: str
) -> dict[str, pd.DataFrame]:
    """Coverage for each way of travel: walk, ebike, drive, with the kilometres travel gives it (walk_km, …).

    travel also holds detour, the estimated ratio of travelled to straight distance.
    """
    return {
        way: coverage(demand, located, travel[f"{way}_km"], district=district, detour=travel["detour"]) for way in WAYS
    }


def of_area(covered: Mapping[str, pd.DataFrame], area_code: str) -> pd.DataFrame:
    """One area's coverage, indexed by way of travel: value, low, high."""
    return pd.DataFrame({way: frame.loc[area_code] for way, frame in covered.items()}).T.rename_axis("way")
