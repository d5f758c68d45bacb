"""Where people are taken to live."""

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from outreach.measures.areas import figures, towns

MOST_CELLS = 2_000_000


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
    flat = flat_crs(towns_geometry)
    outline = towns_geometry.set_index("area_code").geometry.sort_index().to_crs(flat)
    outline = outline[outline.index.isin(people.index)]
    if outline.empty:
        return pd.DataFrame(
            {"area_code": pd.Series(dtype=object)}, columns=["area_code", "lon", "lat", "population"]
        ).rename_axis("place_id")
    land = _land(outline, water)
    points = _middles(land, outline.total_bounds, 1000 * spacing_km)
    without = land[~land.index.isin(points["area_code"])]
    if len(without):
        inside = gpd.GeoDataFrame(
            {"area_code": without.index, "place": "inside"},
            geometry=without.representative_point().to_numpy(),
            crs=flat,
        )
        points = pd.concat([points, inside]) if len(points) else inside
    points = points.to_crs("EPSG:4326").sort_values(["area_code", "place"])
    cells = points["area_code"].map(points["area_code"].value_counts()).astype(float)
    share = points["area_code"].map(people).astype(float) / cells
    return pd.DataFrame(
        {
            "area_code": points["area_code"].to_numpy(),
            "lon": points.geometry.x.to_numpy(),
            "lat": points.geometry.y.to_numpy(),
            "population": share.to_numpy(),
        },
        index=pd.Index(points["area_code"] + "-" + points["place"], name="place_id"),
    )


def _land(outline: gpd.GeoSeries, water: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Each town's outline less the water; the outline where it is all water."""
    if not len(water):
        return outline
    land = outline.difference(water.geometry.to_crs(outline.crs).union_all())
    return land.where(land.area > 0, outline)


def _middles(land: gpd.GeoSeries, bounds: np.ndarray, step: float) -> gpd.GeoDataFrame:
    """The middles of the grid's cells that lie on land: area_code, and place, the cell's row and column within the bounds.

    Raises TooManyCells where there are more than are worth computing.
    """
    west, south, east, north = bounds
    first_column, first_row = np.floor(west / step).astype(int), np.floor(south / step).astype(int)
    columns, rows = int(np.ceil(east / step)) - first_column + 1, int(np.ceil(north / step)) - first_row + 1
    if columns * rows > MOST_CELLS:
        raise TooManyCells(
            f"grid: expected at most {MOST_CELLS:,} cells, found {columns * rows:,} with a spacing of {step / 1000:g} km"
        )
    column, row = (part.ravel() for part in np.meshgrid(np.arange(columns), np.arange(rows)))
    middles = gpd.GeoSeries.from_xy((first_column + column + 0.5) * step, (first_row + row + 0.5) * step, crs=land.crs)
    town, cell = middles.sindex.query(land.to_numpy(), predicate="intersects")
    on_border = pd.DataFrame({"town": town, "cell": cell}).sort_values(["cell", "town"])
    cells = on_border.drop_duplicates("cell")  # a cell on a shared border is the first town's
    return gpd.GeoDataFrame(
        {
            "area_code": land.index[cells["town"]],
            "place": [f"{row[one]:04d}-{column[one]:04d}" for one in cells["cell"]],
        },
        geometry=middles.iloc[cells["cell"]].to_numpy(),
        crs=land.crs,
    )


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
