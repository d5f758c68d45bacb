"""How far people have to go to the nearest outreach base, and how many have one in reach."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from scipy.spatial import cKDTree

from outreach.measures import pairs
from outreach.measures.areas import district_of, districts, figures, towns
from outreach.measures.bases import grounds, standing
from outreach.measures.pairs import Near, Pairs, Spots, arc, chord
from outreach.vocabulary import NOT_COUNTED, WAYS

DETOUR = 1.3
EXACT_KM = 0.1
STREET_KM = 1.0
PAIRS_AT_ONCE = 1_000_000
NEIGHBOURS = 8
NEIGHBOURS_AT_ONCE = 10_000
MOST_CELLS = 2_000_000
NOTHING_KM = 1e-12  # a nanometre: two places nearer than that are told apart by the sphere, but not by the ellipsoid's kilometres


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
    return pd.DataFrame(
        {
            "area_code": points["area_code"],
            "lon": figures(points["lon"]),
            "lat": figures(points["lat"]),
            "population": population,
        }
    )


class TooManyCells(ValueError):
    """A grid so fine that it has more cells than are worth computing."""


def flat_crs(layer: gpd.GeoDataFrame) -> CRS:
    """An equal-area projection in metres around the middle of a layer, so that every cell is as large as the next."""
    west, south, east, north = layer.to_crs("EPSG:4326").total_bounds
    return CRS.from_proj4(
        f"+proj=laea +lon_0={(west + east) / 2:.4f} +lat_0={(south + north) / 2:.4f} +datum=WGS84 +units=m"
    )


def grid(
    towns_geometry: gpd.GeoDataFrame, water: gpd.GeoDataFrame, population: pd.Series, spacing_km: float
) -> pd.DataFrame:
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
    flat, step = flat_crs(towns_geometry), 1000 * spacing_km
    outline = towns_geometry.set_index("area_code").geometry.sort_index().to_crs(flat)
    outline = outline[outline.index.isin(people.index)]
    if outline.empty:
        return pd.DataFrame(
            {"area_code": pd.Series(dtype=object)}, columns=["area_code", "lon", "lat", "population"]
        ).rename_axis("place_id")
    wet = water.geometry.to_crs(flat).union_all() if len(water) else None
    land = outline.difference(wet) if wet is not None else outline
    land = land.where(land.area > 0, outline)
    west, south, east, north = outline.total_bounds
    first_column, first_row = np.floor(west / step).astype(int), np.floor(south / step).astype(int)
    columns, rows = int(np.ceil(east / step)) - first_column + 1, int(np.ceil(north / step)) - first_row + 1
    if columns * rows > MOST_CELLS:
        raise TooManyCells(
            f"grid: expected at most {MOST_CELLS:,} cells, found {columns * rows:,} with a spacing of {spacing_km:g} km"
        )
    column, row = (part.ravel() for part in np.meshgrid(np.arange(columns), np.arange(rows)))
    middles = gpd.GeoSeries.from_xy((first_column + column + 0.5) * step, (first_row + row + 0.5) * step, crs=flat)
    town, cell = middles.sindex.query(land.to_numpy(), predicate="intersects")
    cells = (
        pd.DataFrame({"town": town, "cell": cell}).sort_values(["cell", "town"]).drop_duplicates("cell")
    )  # on a shared border
    cells = cells.assign(
        area_code=land.index[cells["town"]], place=[f"{row[one]:04d}-{column[one]:04d}" for one in cells["cell"]]
    )
    points = gpd.GeoDataFrame(
        cells[["area_code", "place"]].reset_index(drop=True),
        geometry=middles.iloc[cells["cell"]].reset_index(drop=True),
    )
    without = land[~land.index.isin(points["area_code"])]
    if len(without):
        inside = gpd.GeoDataFrame(
            {"area_code": without.index, "place": "inside"},
            geometry=without.representative_point().to_numpy(),
            crs=flat,
        )
        points = pd.concat([points, inside]) if len(points) else inside
    points = points.to_crs("EPSG:4326").sort_values(["area_code", "place"])
    share = points["area_code"].map(people).astype(float) / points["area_code"].map(
        points["area_code"].value_counts()
    ).astype(float)
    return pd.DataFrame(
        {
            "area_code": points["area_code"].to_numpy(),
            "lon": points.geometry.x.to_numpy(),
            "lat": points.geometry.y.to_numpy(),
            "population": share.to_numpy(),
        },
        index=pd.Index(points["area_code"] + "-" + points["place"], name="place_id"),
    )


def located(bases: pd.DataFrame, places: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Where each base is drawn, and how far from there it may really be.

    Indexed by base_id: area_code, lon, lat, accuracy, radius_km, at, counted, ground (see bases.grounds; missing where not counted).
    radius_km: 0.1 for an exact position, 1.0 for a street; where only the town is known, the radius of
    a circle as large as the town (bases may give it in a column of that name), and `at` is the place it is drawn at: its own place_id, else the
    town's seat. Without the town's area the radius is missing.
    A base whose town is unknown, or whose town has no seat, keeps its row with missing coordinates.
    counted: it has a position and is neither closed nor planned.
    """
    rows = bases.set_index("base_id").sort_index()
    points = places.set_index("place_id")
    seats = (
        places[places["role"] == "seat"]
        .sort_values("place_id")
        .drop_duplicates("area_code")
        .set_index("area_code")["place_id"]
    )
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
    counted = known & ~rows["status"].isin(NOT_COUNTED)
    stands_on = grounds(bases, bases["base_id"].map(counted))
    return pd.DataFrame(
        {
            "area_code": rows["area_code"],
            **coordinates,
            "accuracy": rows["accuracy"],
            "radius_km": radius.where(known),
            "at": at,
            "counted": counted,
            "ground": stands_on.reindex(rows.index),
        }
    )


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


def _covered(demand: pd.DataFrame, reached: pd.Series, district: str) -> pd.Series:
    people = demand["population"]
    counted = pd.DataFrame({"inside": people.where(reached, people * 0), "people": people})
    sums = counted.groupby(demand["area_code"]).sum(min_count=1)
    sums.loc[district] = counted.sum(min_count=1)
    return (sums["inside"] / sums["people"].replace(0, np.nan)).rename_axis("area_code")


def reached(demand: pd.DataFrame, located: pd.DataFrame, limit_km: float, detour: float = DETOUR) -> pd.DataFrame:
    """Whether each settlement point has at least one base within an estimated travel distance.

    Indexed like demand: value, low, high (bool), as in coverage, which adds them up. Raises ValueError as it does.
    """
    _refuse(limit_km, detour)
    counted = located[located["counted"]]
    counted = counted.assign(radius_km=figures(counted["radius_km"])).drop_duplicates(["lon", "lat", "radius_km"])
    here, there = Spots.of(demand), Spots.of(counted)
    radius = counted["radius_km"].to_numpy(dtype=float)[there.row]
    found = {name: np.zeros(len(here), dtype=bool) for name in ("value", "low", "high")}
    straight_km = limit_km / detour * (1 + 1e-9) + 1e-9

    def look(name: str, points: np.ndarray, bases: np.ndarray, reach_km: float) -> None:
        near = Near(here.some(points), there.some(bases), reach_km)
        own = radius[bases]

        def settled(number: int) -> np.ndarray:
            some = near.chunk(number)
            return some.start[_true(name, some, own[some.end], limit_km, detour)]

        for start in pairs.in_order(settled, range(len(near))):
            found[name][points[start]] = True

    if len(here) and len(there):
        _of_nearest(found, here, there, radius, limit_km, detour)
        sure = np.flatnonzero(radius <= straight_km)
        look("low", np.flatnonzero(~found["low"]), sure, straight_km)
        found["value"] |= found["low"]
        look("value", np.flatnonzero(~found["value"]), np.arange(len(there)), straight_km)
        found["high"] |= found["value"]
        for width in np.unique(_width(radius[radius > 0])):
            bases = np.flatnonzero(_width(radius) == width)
            look("high", np.flatnonzero(~found["high"]), bases, straight_km + radius[bases].max() * (1 + 1e-9))
    table = np.zeros((len(demand), 3), dtype=bool)
    table[here.row] = np.column_stack(list(found.values()))
    return pd.DataFrame(table, index=demand.index, columns=list(found))


def _refuse(limit_km: float, detour: float) -> None:
    if limit_km < 0 or detour < 1:
        raise ValueError(
            f"coverage: expected limit_km of 0 or more and detour of 1 or more, found {limit_km:g} and {detour:g}"
        )


def _width(radius_km: np.ndarray) -> np.ndarray:
    """Radii of a like size have the same number; what has none, or 0, has none."""
    return np.ceil(np.log2(np.where(radius_km > 0, radius_km, np.nan)))


def _holds(name: str, km: np.ndarray, radius_km: np.ndarray, limit_km: float, detour: float) -> np.ndarray:
    if name == "value":
        return km * detour <= limit_km
    if name == "low":
        return (km + radius_km) * detour <= limit_km
    return np.maximum(km - radius_km, 0) * detour <= limit_km


def _true(name: str, some: Pairs, radius_km: np.ndarray, limit_km: float, detour: float) -> np.ndarray:
    """For which pairs value, low or high holds; measured only where the arc leaves a doubt."""
    holds = _holds(name, some.most_km, radius_km, limit_km, detour)
    unsure = np.flatnonzero(~holds & _holds(name, np.maximum(some.least_km, 0), radius_km, limit_km, detour))
    holds[unsure] = _holds(name, some.km(unsure), radius_km[unsure], limit_km, detour)
    return holds


def _of_nearest(
    found: dict[str, np.ndarray], here: Spots, there: Spots, radius: np.ndarray, limit_km: float, detour: float
) -> None:
    """Mark what the few nearest bases already settle: in a town, nearly everything, however many more there are."""
    few = min(NEIGHBOURS, len(there))
    apart, base = cKDTree(there.sphere).query(
        here.sphere, k=np.arange(1, few + 1), workers=pairs.cores() if len(here) > NEIGHBOURS_AT_ONCE else 1
    )
    some = Pairs(here, there, np.repeat(np.arange(len(here)), few), base.ravel(), arc(apart.ravel()))
    for name in found:
        found[name] |= _holds(name, some.most_km, radius[some.end], limit_km, detour).reshape(base.shape).any(axis=1)


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
    _refuse(limit_km, detour)
    if by is not None:
        label = by.reindex(located.index)
        blocks = {
            value: coverage(
                demand,
                located[(label == value).fillna(False).to_numpy(dtype=bool)],
                limit_km,
                district=district,
                detour=detour,
            )
            for value in sorted(label.dropna().unique())
        }
        empty = pd.DataFrame(columns=["value", "low", "high"], dtype=float, index=pd.MultiIndex.from_arrays([[], []]))
        return (pd.concat(blocks) if blocks else empty).rename_axis([by.name or "by", "area_code"])
    flags = reached(demand, located, limit_km, detour)
    return pd.DataFrame({name: _covered(demand, flags[name], district) for name in flags})


def counts(bases: pd.DataFrame, areas: pd.DataFrame, by: str | None = None) -> pd.Series | pd.DataFrame:
    """How many bases are recorded in each town and in the district, those closed or planned left out.

    Indexed by area_code, every town and the district; whole numbers from 0. Nought means that none is
    recorded, not that somebody looked and found none. A base whose town is unknown counts for the
    district alone (where there is a single one), so the towns may add up to less. Bases on one ground count once,
    as one place (bases.grounds).
    With `by`, a column of bases such as level, a frame with one column per value found, the bases of each value counted
    one by one, wherever they stand; grounds on which no base has a value are under `unstated`.
    """
    is_open = ~bases["status"].isin(NOT_COUNTED)
    ground = bases["base_id"].map(grounds(bases, is_open))
    rows = bases[is_open & (ground == bases["base_id"])]
    codes = towns(areas).index.append(districts(areas).index)
    if by is None:
        where = _everywhere(areas, rows)
        return where.value_counts().reindex(codes, fill_value=0).astype(int).rename_axis("area_code").rename("bases")
    stated = bases[is_open & bases[by].notna()]
    rows = pd.concat([stated, rows[~rows["base_id"].isin(ground[stated.index])].assign(**{by: "unstated"})])
    where, what = _everywhere(areas, rows), rows[by].astype(object)
    table = pd.crosstab(where.to_numpy(), pd.concat([what, what]).to_numpy())
    return table.reindex(codes, fill_value=0).rename_axis(index="area_code", columns=by)


def _everywhere(areas: pd.DataFrame, bases: pd.DataFrame) -> pd.Series:
    """The town of every base, and after them all its district."""
    codes = bases["area_code"]
    return pd.concat([codes.where(codes.isin(towns(areas).index)), district_of(areas, codes)])


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
    demand: pd.DataFrame,
    located: pd.DataFrame,
    bases: pd.DataFrame,
    levels: pd.DataFrame,
    travel: Mapping[str, float],
    district: str,
) -> dict[str, pd.DataFrame]:
    """The part of each area's people with a base of each level within each way of travel: walk, ebike, drive.

    Each as from coverage, indexed by (level, area_code) with the levels that have a counted base. The level of a base is that of
    bases.standing; a base of which none is known is in none.
    """
    level = standing(bases, levels)
    return {
        way: coverage(demand, located, travel[f"{way}_km"], district=district, detour=travel["detour"], by=level)
        for way in WAYS
    }
