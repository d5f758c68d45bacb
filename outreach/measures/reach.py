"""How far people have to go to the nearest outreach base, and how many have one in reach."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS, Geod
from scipy.spatial import cKDTree

from outreach.measures.areas import district_of, districts, figures, towns

DETOUR = 1.3
EXACT_KM = 0.1
STREET_KM = 1.0
WAYS = ("walk", "ebike", "drive")
NOT_COUNTED = ("closed", "planned")
PAIRS_AT_ONCE = 1_000_000
NEIGHBOURS = 8
MOST_CELLS = 2_000_000
LEAST_RADIUS_KM = 6335.439
"""The tightest curve of the WGS-84 ellipsoid (along the meridian at the equator): d km on the ground never span
more than d / 6335.439 of arc between the points' geodetic positions, so a search of that arc misses nobody."""
NOTHING_KM = 1e-12  # a nanometre: two places nearer than that are told apart by the sphere, but not by the ellipsoid's kilometres
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


class TooManyCells(ValueError):
    """A grid so fine that it has more cells than are worth computing."""


def _flat(layer: gpd.GeoDataFrame) -> CRS:
    """An equal-area projection in metres around the middle of a layer, so that every cell is as large as the next."""
    west, south, east, north = layer.to_crs("EPSG:4326").total_bounds
    return CRS.from_proj4(f"+proj=laea +lon_0={(west + east) / 2:.4f} +lat_0={(south + north) / 2:.4f} +datum=WGS84 +units=m")


def grid(towns_geometry: gpd.GeoDataFrame, water: gpd.GeoDataFrame, population: pd.Series, spacing_km: float) -> pd.DataFrame:
    """How many people live in each cell of a regular grid, if a town's people were spread evenly over its land.

    Columns as in demand: area_code, lon, lat, population (persons, not rounded); indexed by place_id, made of
    the area code and the cell's row and column. A cell belongs to the town its middle lies in; cells whose
    middle is water are left out. A town too small or too wet for any cell gets one, at a point inside its land
    (inside its outline where it is all water). The people of a town add up to its population.
    It says nothing of where in the town people really live: settlement points do, where their shares are known.
    towns_geometry has area_code and polygons; water polygons, any number; population is by area_code.
    A town nobody counted keeps its cells, with missing population.

    Raises ValueError for a spacing of 0 or less (TooManyCells where it makes more than 2,000,000 cells), and naming
    towns that have people and no polygon.
    """
    if not spacing_km > 0:
        raise ValueError(f"grid: expected spacing_km above 0, found {spacing_km:g}")
    people = figures(population)
    lost = people.index[people.notna() & ~people.index.isin(towns_geometry["area_code"])]
    if len(lost):
        raise ValueError(f"grid: no polygon of {', '.join(map(str, lost))}")
    flat, step = _flat(towns_geometry), 1000 * spacing_km
    outline = towns_geometry.set_index("area_code").geometry.sort_index().to_crs(flat)
    outline = outline[outline.index.isin(people.index)]
    if outline.empty:
        return pd.DataFrame({"area_code": pd.Series(dtype=object)}, columns=["area_code", "lon", "lat", "population"]).rename_axis("place_id")
    wet = water.geometry.to_crs(flat).union_all() if len(water) else None
    land = outline.difference(wet) if wet is not None else outline
    land = land.where(land.area > 0, outline)
    west, south, east, north = outline.total_bounds
    first_column, first_row = np.floor(west / step).astype(int), np.floor(south / step).astype(int)
    columns, rows = int(np.ceil(east / step)) - first_column + 1, int(np.ceil(north / step)) - first_row + 1
    if columns * rows > MOST_CELLS:
        raise TooManyCells(f"grid: expected at most {MOST_CELLS:,} cells, found {columns * rows:,} with a spacing of {spacing_km:g} km")
    column, row = (part.ravel() for part in np.meshgrid(np.arange(columns), np.arange(rows)))
    middles = gpd.GeoSeries.from_xy((first_column + column + 0.5) * step, (first_row + row + 0.5) * step, crs=flat)
    town, cell = middles.sindex.query(land.to_numpy(), predicate="intersects")
    cells = pd.DataFrame({"town": town, "cell": cell}).sort_values(["cell", "town"]).drop_duplicates("cell")  # on a shared border
    cells = cells.assign(area_code=land.index[cells["town"]], place=[f"{row[one]:04d}-{column[one]:04d}" for one in cells["cell"]])
    points = gpd.GeoDataFrame(cells[["area_code", "place"]].reset_index(drop=True), geometry=middles.iloc[cells["cell"]].reset_index(drop=True))
    without = land[~land.index.isin(points["area_code"])]
    if len(without):
        inside = gpd.GeoDataFrame({"area_code": without.index, "place": "inside"}, geometry=without.representative_point().to_numpy(), crs=flat)
        points = pd.concat([points, inside]) if len(points) else inside
    points = points.to_crs("EPSG:4326").sort_values(["area_code", "place"])
    share = points["area_code"].map(people).astype(float) / points["area_code"].map(points["area_code"].value_counts()).astype(float)
    return pd.DataFrame({
        "area_code": points["area_code"].to_numpy(), "lon": points.geometry.x.to_numpy(), "lat": points.geometry.y.to_numpy(), "population": share.to_numpy(),
    }, index=pd.Index(points["area_code"] + "-" + points["place"], name="place_id"))  # fmt: skip


def located(bases: pd.DataFrame, places: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Where each base is drawn, and how far from there it may really be.

    Indexed by base_id: area_code, lon, lat, accuracy, radius_km, at, counted.
    radius_km: 0.1 for an exact position, 1.0 for a street; where only the town is known, the radius of
    a circle as large as the town (bases may give it in a column of that name), and `at` is the place it is drawn at: its own place_id, else the
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
    town_wide = figures(rows["radius_km"]) if "radius_km" in rows else rows["area_code"].map(town_radius).astype(float)
    radius = radius.fillna(town_wide.where(by_town))
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


def _on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    lon, lat = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _geodesic_km(lon: np.ndarray, lat: np.ndarray, to_lon: np.ndarray, to_lat: np.ndarray) -> np.ndarray:
    km = np.empty(len(lon))
    for start in range(0, len(lon), PAIRS_AT_ONCE):
        some = slice(start, start + PAIRS_AT_ONCE)
        km[some] = _ELLIPSOID.inv(lon[some], lat[some], to_lon[some], to_lat[some])[2] / 1000
    return km


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
    start, end, km = _within(demand, there, limit_km)
    return pd.DataFrame({"place_id": demand.index.to_numpy(dtype=object)[start], "base_id": there.index.to_numpy(dtype=object)[end], "distance_km": km})


def _within(here: pd.DataFrame, there: pd.DataFrame, limit_km: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of `within` as row numbers of the two frames, with their kilometres."""
    lon, lat, to_lon, to_lat = (frame[axis].to_numpy(dtype=float) for frame in (here, there) for axis in ("lon", "lat"))
    placed, there_placed = (np.flatnonzero(~(np.isnan(east) | np.isnan(north))) for east, north in ((lon, lat), (to_lon, to_lat)))
    if not len(placed) or not len(there_placed):
        return np.empty(0, dtype=int), np.empty(0, dtype=int), np.empty(0)
    chord = 2 * np.sin(min(limit_km / LEAST_RADIUS_KM, np.pi) / 2) + 1e-12
    sphere, there_sphere = _on_sphere(lon[placed], lat[placed]), _on_sphere(to_lon[there_placed], to_lat[there_placed])
    near = cKDTree(sphere).sparse_distance_matrix(cKDTree(there_sphere), chord, output_type="ndarray")
    start, end = placed[near["i"]], there_placed[near["j"]]
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    km = _geodesic_km(lon[start], lat[start], to_lon[end], to_lat[end])
    inside = km <= limit_km
    return start[inside], end[inside], km[inside]


def nearest(demand: pd.DataFrame, located: pd.DataFrame) -> pd.DataFrame:
    """The base nearest to each settlement point, and how far it is in a straight line.

    Indexed like demand: base_id, distance_km. Only bases that count (see located); of two equally near,
    the first by base_id. With no base at all both are missing.
    """
    counted = located[located["counted"] & located["lon"].notna() & located["lat"].notna()].sort_index()
    there = counted.drop_duplicates(["lon", "lat"])  # of those at one place the first by base_id
    here = demand[demand["lon"].notna() & demand["lat"].notna()]
    if there.empty or here.empty:
        return pd.DataFrame({"base_id": pd.Series(None, index=demand.index, dtype=object), "distance_km": np.nan})
    lon, lat, to_lon, to_lat = (frame[axis].to_numpy(dtype=float) for frame in (here, there) for axis in ("lon", "lat"))
    few = min(NEIGHBOURS, len(there))
    chord, base = cKDTree(_on_sphere(to_lon, to_lat)).query(_on_sphere(lon, lat), k=np.arange(1, few + 1))
    km = _geodesic_km(np.repeat(lon, few), np.repeat(lat, few), to_lon[base.ravel()], to_lat[base.ravel()]).reshape(base.shape)
    least = km.min(axis=1)
    first = np.where(km == least[:, None], base, len(there)).min(axis=1)
    # the sphere's order is nearly the ellipsoid's: look at all where one left out could still be as near
    farther = 2 * np.arcsin(np.minimum(chord[:, -1] / 2, 1)) * LEAST_RADIUS_KM * (1 - 1e-9)
    for row in np.flatnonzero(least >= farther - NOTHING_KM) if few < len(there) else ():
        own = _geodesic_km(np.full(len(there), lon[row]), np.full(len(there), lat[row]), to_lon, to_lat)
        least[row], first[row] = own.min(), own.argmin()
    found = pd.DataFrame({"base_id": there.index.to_numpy(dtype=object)[first], "distance_km": least}, index=here.index)
    return found.reindex(demand.index)


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
    radius = figures(counted["radius_km"])
    most_km = (limit_km / detour + (radius.max() if radius.notna().any() else 0)) * (1 + 1e-9) + 1e-9
    start, end, km = _within(demand, counted, most_km)
    within_km = radius.to_numpy()[end]
    drawn = km * detour <= limit_km
    certain = (km + within_km) * detour <= limit_km
    possible = (np.maximum(km - within_km, 0) * detour <= limit_km) | drawn

    def anybody(reached: np.ndarray) -> pd.Series:
        return pd.Series(np.bincount(start[reached], minlength=len(demand)) > 0, index=demand.index)

    return pd.DataFrame({
        name: _covered(demand, anybody(reached), district)
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


GRID_KM = 1.0


def people(
    places: pd.DataFrame, areas: pd.DataFrame, towns_geometry: gpd.GeoDataFrame, water: gpd.GeoDataFrame, kind: str
) -> pd.DataFrame:
    """Where people are taken to live: at the settlement points (`places`) or spread over a 1 km `grid` of their town.

    As demand and grid give it. Raises ValueError for another kind, and as they do.
    """
    if kind == "places":
        return demand(places, areas)
    if kind == "grid":
        return grid(towns_geometry, water, figures(towns(areas)["population"]), GRID_KM)
    raise ValueError(f"people: expected places or grid, found {kind}")


def by_level(
    demand: pd.DataFrame, located: pd.DataFrame, bases: pd.DataFrame, travel: Mapping[str, float], district: str
) -> pd.DataFrame:
    """The part of the district's people with a base of each level within each way of travel.

    Indexed by level (those that have a counted base), columns walk, ebike and drive, 0..1; a base without a level is
    in none.
    """
    level = bases.set_index("base_id")["level"].rename("level")
    found = {}
    for way in WAYS:
        covered = coverage(demand, located, travel[f"{way}_km"], district=district, detour=travel["detour"], by=level)["value"]
        found[way] = covered.xs(district, level="area_code") if len(covered) else pd.Series(dtype=float)
    return pd.DataFrame(found).rename_axis("level")
