"""What one base at a place one points at would do."""

import pandas as pd

from outreach.measures.areas import figures
from outreach.measures.reach.coverage import DETOUR, coverage
from outreach.measures.reach.distances import nearest


def what_if(
    demand: pd.DataFrame,
    located: pd.DataFrame,
    at: tuple[float, float],
    limit_km: float,
    *,
    district: str,
    detour: float = DETOUR,
) -> pd.DataFrame:
    """What one base at a place one points at would do for every town and the district.

    Indexed by area_code: coverage_before, coverage_after (share of the people within limit_km of estimated travel),
    mean_km_before, mean_km_after (people's mean way to their nearest base), worst_km_before, worst_km_after (the longest
    way of a settlement point with people), and people_gained (who come within reach). Distances are straight ×
    detour. With no base today the distances before are missing. A town nobody counted is missing.

    Raises ValueError for a position that is none and as coverage does.
    """
    lon, lat = at
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"siting: expected lon −180..180 and lat −90..90, found {lon:g} and {lat:g}")
    today = located[located["counted"]][["lon", "lat", "radius_km", "counted"]]
    site = pd.DataFrame(
        {"lon": [float(lon)], "lat": [float(lat)], "radius_km": [0.0], "counted": [True]}, index=["site"]
    )
    found = {}
    for when, bases in (("before", today), ("after", pd.concat([today, site]) if len(today) else site)):
        found[f"coverage_{when}"] = coverage(demand, bases, limit_km, district=district, detour=detour)["value"]
        km = nearest(demand, bases)["distance_km"].astype(float) * detour
        found |= {f"{name}_km_{when}": column for name, column in travelled(demand, km, district).items()}
    table = pd.DataFrame(found).rename_axis("area_code")
    people = figures(demand["population"]).groupby(demand["area_code"]).sum(min_count=1)
    people[district] = figures(demand["population"]).sum(min_count=1)
    table["people_gained"] = (table["coverage_after"] - table["coverage_before"]) * people
    order = [f"{name}_{when}" for name in ("coverage", "mean_km", "worst_km") for when in ("before", "after")]
    return table[[*order, "people_gained"]]


def travelled(demand: pd.DataFrame, travel_km: pd.Series, district: str) -> pd.DataFrame:
    """How far a town's people have to go on average, and those who have farthest.

    Indexed by area_code, the towns and the district: mean (weighted by people) and worst (of the settlement points
    with people), in the kilometres of travel_km, which is indexed like demand. A town nobody counted, or with no
    distance, is missing.
    """
    people, km = figures(demand["population"]), travel_km.reindex(demand.index)
    people = people.where(km.notna() & (people > 0))
    parts = pd.DataFrame({"way": people * km, "people": people, "km": km.where(people.notna())})
    by_town = parts.groupby(demand["area_code"])
    sums, worst = by_town[["way", "people"]].sum(min_count=1), by_town["km"].max()
    sums.loc[district], worst[district] = parts[["way", "people"]].sum(min_count=1), parts["km"].max()
    return pd.DataFrame({"mean": sums["way"] / sums["people"], "worst": worst}).rename_axis("area_code")
