"""Where each base is drawn, and how many there are."""

import numpy as np
import pandas as pd

from outreach.measures.areas import district_of, districts, figures, seats, towns
from outreach.measures.bases import grounds
from outreach.vocabulary import NOT_COUNTED

EXACT_KM = 0.1
STREET_KM = 1.0


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
    seat_of = seats(places)
    by_town = rows["accuracy"] == "town"
    surveyed = rows["accuracy"].isin(["exact", "street"])
    at = rows["place_id"].astype(object).where(rows["place_id"].notna(), rows["area_code"].map(seat_of)).where(by_town)
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


def counts(bases: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """How many bases are recorded in each town and in the district, those closed or planned left out.

    Indexed by area_code, every town and the district; whole numbers from 0. Nought means that none is
    recorded, not that somebody looked and found none. A base whose town is unknown counts for the
    district alone (where there is a single one), so the towns may add up to less. Bases on one ground count once,
    as one place (bases.grounds).
    """
    is_open = ~bases["status"].isin(NOT_COUNTED)
    where = _everywhere(areas, bases[is_open & (_grounds(bases) == bases["base_id"])])
    found = where.value_counts().reindex(_codes(areas), fill_value=0)
    return found.astype(int).rename_axis("area_code").rename("bases")


def counts_by(bases: pd.DataFrame, areas: pd.DataFrame, by: str) -> pd.DataFrame:
    """Those bases by a column of theirs such as level: indexed as counts, one column per value found.

    The bases of each value are counted one by one, wherever they stand; grounds on which no base has a value are under
    `unstated`.
    """
    is_open, ground = ~bases["status"].isin(NOT_COUNTED), _grounds(bases)
    rows = bases[is_open & (ground == bases["base_id"])]
    stated = bases[is_open & bases[by].notna()]
    rows = pd.concat([stated, rows[~rows["base_id"].isin(ground[stated.index])].assign(**{by: "unstated"})])
    where, what = _everywhere(areas, rows), rows[by].astype(object)
    table = pd.crosstab(where.to_numpy(), pd.concat([what, what]).to_numpy())
    return table.reindex(_codes(areas), fill_value=0).rename_axis(index="area_code", columns=by)


def _grounds(bases: pd.DataFrame) -> pd.Series:
    """The ground each base stands on, by row; missing where it does not count."""
    return bases["base_id"].map(grounds(bases, ~bases["status"].isin(NOT_COUNTED)))


def _codes(areas: pd.DataFrame) -> pd.Index:
    return towns(areas).index.append(districts(areas).index)


def _everywhere(areas: pd.DataFrame, bases: pd.DataFrame) -> pd.Series:
    """The town of every base, and after them all its district."""
    codes = bases["area_code"]
    everywhere: pd.Series = pd.concat([codes.where(codes.isin(towns(areas).index)), district_of(areas, codes)])
    return everywhere


def bases_per_10k(bases: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """Recorded bases for every 10,000 residents, of each town and of the district.

    Indexed by area_code, 0 and up; counted as in counts. Missing where nobody counted the residents.
    """
    people = figures(areas.set_index("area_code")["population"])
    recorded = counts(bases, areas)
    return (recorded / people.reindex(recorded.index).where(lambda value: value > 0) * 10_000).rename("bases_per_10k")
