"""Where places and bases lie, and what is part of what."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from shapely import Point

from outreach.faults import Fault
from outreach.tables import datum
from outreach.tables.agreement.rules import Read, name_of, needs
from outreach.tables.bases import ACCURACY_KM
from outreach.tables.geometry import local_projection
from outreach.tables.table import Reading


@needs("places", "bases", row_by_row="bases")
def base_is_drawn_in_its_own_town(read: Read) -> Iterator[Fault]:
    """The place a base is drawn at lies in the base's town."""
    table = read.tables["bases"]
    town_of = read["places"].set_index("place_id")["area_code"]
    drawn = table.sound[table.sound["place_id"].isin(town_of.index)]
    for row, base in drawn.iterrows():
        if base["area_code"] != town_of[base["place_id"]]:
            yield table.fault(
                row, "place_id", "place_of_another_town", found=base["place_id"], town=town_of[base["place_id"]]
            )


@needs("areas", "bases")
def base_is_part_of_another(read: Read) -> Iterator[Fault]:
    """A base lies inside another one, of its own town, and in no circle."""
    table = read.tables["bases"]
    rows = table.sound.set_index("base_id", drop=False)
    whole = rows["part_of"].dropna()
    whole = whole[whole.isin(rows.index)]
    known = set(read["areas"]["area_code"])
    numbers = dict(zip(table.sound["base_id"], table.sound.index, strict=True))
    for base, above in zip(whole.index, whole, strict=True):
        outer, passed = above, {base}
        while outer in whole.index and outer not in passed:
            passed.add(outer)
            outer = whole[outer]
        towns = [rows["area_code"][one] for one in (base, above)]
        if outer == base:
            yield table.fault(numbers[base], "part_of", "base_in_a_circle", found=above)
        elif set(towns) <= known and towns[0] != towns[1]:
            yield table.fault(
                numbers[base], "part_of", "part_in_another_town", found=above, own=towns[0], other=towns[1]
            )


@needs("areas", "places", "towns.geojson", "district.geojson", row_by_row="places")
def places_lie_in_their_towns(read: Read) -> Iterator[Fault]:
    """A place lies in its town, as far as its position and the boundaries are known."""
    frame = read["places"]
    yield from _misplaced(read, "places", frame, frame["accuracy_km"])


@needs("areas", "bases", "towns.geojson", "district.geojson", row_by_row="bases")
def bases_lie_in_their_towns(read: Read) -> Iterator[Fault]:
    """A base with a position lies in its town, or at least in the district where its town is unknown."""
    frame = read["bases"].dropna(subset=["lon", "lat"])
    yield from _misplaced(read, "bases", frame, frame["accuracy"].map(ACCURACY_KM).fillna(0))


def _misplaced(read: Read, name: str, frame: pd.DataFrame, accuracy_km: pd.Series) -> Iterator[Fault]:
    if frame.empty:
        return
    spots = _spots(read, frame, accuracy_km)
    fitting = _fitting(read.tables[name], frame.index[spots.astray], spots.home, spots.reach_m, spots.flat)
    yield from _on_other_datum(read, name, frame, spots, fitting)
    yield from _outside_district(read, name, frame, spots, fitting)
    yield from _outside_town(read, name, frame, spots, fitting)


class _Spots(NamedTuple):
    """Where rows lie, in metres: home is where each should, its town or else the district, reach_m how far off it may be.

    beyond: outside the district; swapped: so, and within it with longitude and latitude turned; own: the rows of a known town.
    """

    flat: CRS
    towns: gpd.GeoSeries
    points: gpd.GeoSeries
    home: gpd.GeoSeries
    reach_m: pd.Series
    beyond: pd.Series
    swapped: pd.Series
    own: pd.Index

    @property
    def astray(self) -> pd.Series:
        """Which rows are not where they should be, however near the district."""
        with np.errstate(invalid="ignore"):
            far = ~(self.points.distance(self.home) <= self.reach_m)
        astray: pd.Series = ~self.swapped & (self.beyond | far)
        return astray


def _spots(read: Read, frame: pd.DataFrame, accuracy_km: pd.Series) -> _Spots:
    district = read.layers["district"]
    flat = local_projection(district)
    outline = district.geometry.to_crs(flat).union_all()
    towns = read.layers["towns"].to_crs(flat).set_index("area_code").geometry
    points = gpd.GeoSeries.from_xy(frame["lon"], frame["lat"], index=frame.index, crs="EPSG:4326").to_crs(flat)
    turned = gpd.GeoSeries.from_xy(frame["lat"], frame["lon"].clip(-90, 90), index=frame.index, crs="EPSG:4326").to_crs(
        flat
    )
    reach_m = (accuracy_km + read.home.boundary_tolerance_km) * 1000
    with np.errstate(invalid="ignore"):  # some lie where the projection has no place
        beyond = ~(points.distance(outline) <= reach_m)
        swapped = beyond & (turned.distance(outline) <= reach_m)
    own = frame.index[frame["area_code"].isin(towns.index)]
    home = gpd.GeoSeries(outline, index=frame.index, crs=flat)
    home[own] = list(towns.loc[frame.loc[own, "area_code"]])
    return _Spots(flat, towns, points, home, reach_m, beyond, swapped, own)


Fitting = Mapping[int, list[str]]


def _on_other_datum(read: Read, name: str, frame: pd.DataFrame, spots: _Spots, fitting: Fitting) -> Iterator[Fault]:
    table = read.tables[name]
    for row, datums in fitting.items():
        assert table.written is not None  # or nothing fits
        yield table.fault(
            row,
            "datum",
            "other_datum",
            found=table.written["datum"][row],
            datum={"zh": "或".join(datums), "en": " or ".join(datums)},
            name=name_of(read, frame["area_code"][row]) if row in spots.own else read.home.name,
        )


def _outside_district(read: Read, name: str, frame: pd.DataFrame, spots: _Spots, fitting: Fitting) -> Iterator[Fault]:
    table, beyond = read.tables[name], spots.beyond & ~frame.index.isin(list(fitting))
    for row in frame.index[spots.swapped]:
        yield table.fault(row, "lon", "swapped", lon=f"{frame['lat'][row]:.9g}", lat=f"{frame['lon'][row]:.9g}")
    for row in frame.index[beyond & ~spots.swapped]:
        yield table.fault(
            row,
            "lon",
            "outside_district",
            lon=f"{frame['lon'][row]:.9g}",
            lat=f"{frame['lat'][row]:.9g}",
            name=read.home.name,
        )


def _outside_town(read: Read, name: str, frame: pd.DataFrame, spots: _Spots, fitting: Fitting) -> Iterator[Fault]:
    fits = spots.own.isin(list(fitting))
    own = spots.own[~spots.beyond[spots.own] & ~fits]
    homes = gpd.GeoSeries(list(spots.towns.loc[frame.loc[own, "area_code"]]), index=own, crs=spots.flat)
    distance_m = spots.points[own].distance(homes)
    for row in own[distance_m > spots.reach_m[own]]:
        yield read.tables[name].fault(
            row,
            "lon",
            "outside_town",
            name=name_of(read, frame["area_code"][row]),
            distance=f"{distance_m[row] / 1000:.1f}",
            allowed=f"{spots.reach_m[row] / 1000:g}",
            inside=_town_at(read, spots.towns, spots.points[row]),
        )


def _fitting(
    table: Reading, rows: pd.Index, home: gpd.GeoSeries, reach_m: pd.Series, flat: CRS
) -> dict[int, list[str]]:
    """The other datums under which points as they were written would lie where they should, by row; no row where none does."""
    found: dict[int, list[str]] = {}
    if table.written is None or rows.empty:
        return found
    written = table.written.loc[rows]
    for other in (datum.SAME[0], *datum.BENT):
        bent = datum.to_wgs84(written[["lon", "lat"]].to_numpy(), other)
        points = gpd.GeoSeries.from_xy(bent[:, 0], bent[:, 1], index=rows, crs="EPSG:4326").to_crs(flat)
        with np.errstate(invalid="ignore"):
            fits = points.distance(home[rows]) <= reach_m[rows]
        for row in rows[fits & written["datum"].replace("CGCS2000", datum.SAME[0]).ne(other)]:
            found.setdefault(row, []).append(other)
    return found


def _town_at(read: Read, towns: gpd.GeoSeries, point: Point) -> dict[str, str]:
    """The town a point lies in, or else the nearest."""
    return name_of(read, str(towns.distance(point).idxmin()))
