"""A siting question by its id, on one district: what is solved, and what would come of it for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import geopandas as gpd
import numpy as np
import pandas as pd

from outreach.measures import positions, reach, siting
from outreach.measures.areas import figures, towns
from outreach.measures.land import Land

SPACING_KM = 1.0
MOST_CELLS = 1900
MOST_NEW = 6
TIME_LIMIT_S = 8.0
AGES = {"older": "age_60_plus"}
"""The groups of residents that people can be narrowed to, each with its column of the areas."""


@dataclass(frozen=True, eq=False)
class Case:
    """Everything a siting question is answered on.

    demand by `land` (spread over it, where the district is not too large for that), `places` (settlement points) and `grid`,
    candidates by `places` and `grid`; drawn: the positions bases may have, by the same names as demand; factors by area_code for each way of weighing
    people beside counting them, those alone whose figures exist; spacing_km of the grid.
    """

    demand: Mapping[str, pd.DataFrame]
    candidates: Mapping[str, pd.DataFrame]
    located: pd.DataFrame
    drawn: Mapping[str, positions.simulation.Positions]
    factors: Mapping[str, pd.Series]
    travel: Mapping[str, float]
    district: str
    spacing_km: float

    @property
    def spread(self) -> bool:
        """Whether bases are taken anywhere they may stand, as in positions.known."""
        return self.drawn["land"].land is not None

    def lives(self, demand: str) -> str:
        """Where people are taken to live: of a district whose people are not spread over its land, at the settlement points."""
        return "places" if demand == "land" and self.demand["land"] is self.demand["places"] else demand


@dataclass(frozen=True)
class Scenario:
    """One question: its model, way of travel, number of new sites, what people are weighed by, demand and candidates."""

    model: str
    way: str
    new: int
    factor: str
    demand: str
    among: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a scenario.

    points: the demand, indexed by place_id: area_code, lon, lat, population, weight, travel_km_before, travel_km, state
    (covered: in reach today; gained: in reach of a new site; uncovered). chosen: indexed by the candidate's id, the
    most useful first: number, place_id, near (the settlement point nearest to it), area_code, lon, lat, people_gained (who
    come into reach with it, those before it being there), people_served (whose nearest it is). figures: coverage, mean_km, worst_km, each with _before, and people_gained: of
    people, whatever was weighed. unknown: today's coverage by this way cannot be told at the accuracy of the positions.
    """

    id: str
    scenario: Scenario
    limit_km: float
    sites: siting.sites.Sites
    points: pd.DataFrame
    chosen: pd.DataFrame
    figures: Mapping[str, float]
    unknown: bool = False


def scenario(id: str) -> Scenario:
    """The question an id such as mclp-ebike-2-people-places-grid stands for."""
    model, way, new, factor, demand, among = id.split("-")
    return Scenario(model, way, int(new), factor, demand, among)


def factors(areas: pd.DataFrame) -> tuple[str, ...]:
    """What people can be weighed by in this district: its gaps, and the groups counted in every town of it."""
    town = towns(areas)
    return (
        "gap",
        *(name for name, column in AGES.items() if column in town and len(town) and town[column].notna().all()),
    )


def case(
    areas: pd.DataFrame,
    places: pd.DataFrame,
    located: pd.DataFrame,
    geometry: Mapping[str, gpd.GeoDataFrame],
    measured: pd.DataFrame,
    travel: Mapping[str, float],
    district: str,
    land: Land | None = None,
    spread: pd.DataFrame | None = None,
) -> Case:
    """A district made ready: located as in reach.located.located, measured as in gaps.towns.by_town (its column gap, 0..100).

    land and spread, the people on it as in positions.simulation.people, are None where bases are taken where they are drawn on the map.

    The grid's spacing is 1 km, or the next whole kilometre with at most 1,900 cells.
    """
    people = figures(towns(areas)["population"])
    spacing = max(SPACING_KM, float(ceil(sqrt(_land_km2(geometry) / MOST_CELLS))))
    grid = reach.people.grid(geometry["towns"], geometry["water"], people, spacing)
    known = {"gap": figures(measured["gap"]) / 100}
    known |= {name: siting.sites.group_share(areas, AGES[name]) for name in factors(areas) if name in AGES}
    settled = reach.people.demand(places, areas)
    demand = {"land": settled if spread is None else spread, "places": settled, "grid": grid}
    return Case(
        demand=demand,
        drawn={name: positions.simulation.simulate(points, located, land) for name, points in demand.items()},
        candidates={
            "places": _named(siting.sites.candidates(places, geometry["water"])),
            "grid": _named(siting.sites.candidates(grid)),
        },
        located=located,
        factors=known,
        travel=travel,
        district=district,
        spacing_km=spacing,
    )


def _named(candidates: pd.DataFrame) -> pd.DataFrame:
    """The candidates under ids that no base has; place_id says which point each is."""
    return candidates.assign(place_id=candidates.index).set_axis("at-" + candidates.index.astype(str), axis=0)


def _near(case: Case, points: pd.DataFrame) -> list[str]:
    """The settlement point nearest to each of these points."""
    km = reach.distances.distance_km(points, case.demand["places"])
    return [str(one) for one in km.idxmin(axis=1)] if len(km) else []


def _land_km2(geometry: Mapping[str, gpd.GeoDataFrame]) -> float:
    outline = geometry["towns"].to_crs(geometry["towns"].estimate_utm_crs())
    return float(outline.area.sum() / 1e6)


def _weight(case: Case, demand: str, factor: str) -> pd.Series | None:
    """How much each point counts; None where that is nothing at all."""
    found = siting.sites.weights(case.demand[demand], case.factors.get(factor))
    return found if found.sum() > 0 else None


def solved(case: Case, id: str) -> Outcome | None:
    """The answer to a scenario; None where nobody weighs, or where there is neither a base nor a site to add."""
    asked = scenario(id)
    demand, candidates = case.demand[asked.demand], case.candidates[asked.among]
    weight = _weight(case, asked.demand, asked.factor)
    if weight is None or not (case.located["counted"].any() or (asked.new and len(candidates))):
        return None
    limit = float(case.travel[f"{asked.way}_km"])
    gone = ways(case, asked.demand, asked.among)
    terms = siting.task.Terms(weight, case.travel["detour"], TIME_LIMIT_S, gone)
    match asked.model:
        case "mclp":
            found = siting.cover.mclp(demand, candidates, case.located, asked.new, limit, terms)
        case "pmedian":
            found = siting.median.p_median(demand, candidates, case.located, asked.new, terms)
        case _:
            found = siting.centre.p_centre(demand, candidates, case.located, asked.new, terms)
    points = demand.join(found.demand[["weight", "travel_km_before", "travel_km", "site", "served"]])
    km = _to_sites(case, asked.demand, candidates.loc[list(found.chosen)])
    before = points["travel_km_before"].to_numpy(float)[None, :] if gone is None else gone.before
    unknown = bool(today(case, asked.way, asked.demand).get("unknown", False))
    points["within_before"] = (before <= limit).mean(axis=0)
    points["within"] = np.where((km <= limit).any(axis=1), 1.0, points["within_before"])
    points["state"] = np.select(
        [points["within_before"] >= 0.5, points["within"] >= 0.5], ["covered", "gained"], "uncovered"
    )
    chosen = _chosen(case, candidates.loc[list(found.chosen)], points, km, limit)
    return Outcome(id, asked, limit, found, points, chosen, _figures(points, case.district), unknown)


def ways(case: Case, demand: str, among: str) -> siting.sites.Ways | None:
    """The ways of the people to the bases there are, in every run, and to the candidates, over land; None without land.

    Who has no way, water lying between, counts as having the longest that anybody has.
    """
    drawn = case.drawn[demand]
    if drawn.land is None or not len(drawn.base_ids):
        return None
    before = positions.simulation.nearest_km(drawn) * case.travel["detour"]
    finite = before[np.isfinite(before)]
    longest = float(finite.max()) if len(finite) else 1000.0
    travel = _to_sites(case, demand, case.candidates[among])
    return siting.sites.Ways(np.minimum(before, longest), np.minimum(travel, longest))


def _to_sites(case: Case, demand: str, sites: pd.DataFrame) -> np.ndarray:
    """The way from each point of the demand to each of these places in kilometres of travel: points × places."""
    drawn = case.drawn[demand]
    if drawn.land is None:
        return reach.distances.distance_km(case.demand[demand], sites).to_numpy() * case.travel["detour"]
    return (
        positions.simulation.to_places(drawn, sites["lon"].to_numpy(float), sites["lat"].to_numpy(float))
        * case.travel["detour"]
    )


def _chosen(case: Case, sites: pd.DataFrame, points: pd.DataFrame, km: np.ndarray, limit: float) -> pd.DataFrame:
    """The chosen sites with what each brings, in their order."""
    people = points["population"].fillna(0)
    open_ = 1 - points["within_before"].to_numpy(float)
    gained = []
    for number in range(len(sites)):
        new = km[:, number] <= limit
        gained.append(float(people.to_numpy()[new] @ open_[new]))
        open_[new] = 0
    served = (people * points["served"]).groupby(points["site"]).sum().reindex(sites.index).fillna(0.0)
    return sites.assign(
        number=range(1, len(sites) + 1), near=_near(case, sites), people_gained=gained, people_served=served
    )


def _figures(points: pd.DataFrame, district: str) -> dict[str, float]:
    people = figures(points["population"]).fillna(0).to_numpy()
    found: dict[str, float] = {}
    for when in ("_before", ""):
        km = points[f"travel_km{when}"]
        way = siting.trial.travelled(points, km, district)
        found |= {
            f"coverage{when}": float(people @ points[f"within{when}"].to_numpy() / people.sum()),
            f"mean_km{when}": float(way["mean"][district]),
            f"worst_km{when}": float(way["worst"][district]),
        }
    found["people_gained"] = float(people @ (points["within"] - points["within_before"]).to_numpy())
    return found


def curve(case: Case, way: str, factor: str, demand: str, among: str) -> pd.DataFrame | None:
    """The best coverage for every number of new sites, as in siting.cover.coverage_curve; None where nobody weighs."""
    weight = _weight(case, demand, factor)
    if weight is None:
        return None
    return siting.cover.coverage_curve(
        case.demand[demand],
        case.candidates[among],
        case.located,
        MOST_NEW,
        float(case.travel[f"{way}_km"]),
        siting.task.Terms(weight, case.travel["detour"], TIME_LIMIT_S, ways(case, demand, among)),
    )


@dataclass(frozen=True, eq=False)
class Trial:
    """What one hand-placed site would do: where it is, the town it lies in (None in the water or outside), the settlement
    point nearest to it, the limit, and the effect by town and for the district as in siting.trial.what_if (None without a town)."""

    lon: float
    lat: float
    area_code: str | None
    near: str
    way: str
    limit_km: float
    effect: pd.DataFrame | None


def trial(
    case: Case, geometry: Mapping[str, gpd.GeoDataFrame], site: str | None, way: str, demand: str
) -> Trial | None:
    """The effect of a base at `lon,lat`; None without one."""
    if site is None:
        return None
    lon, lat = map(float, site.split(","))
    limit = float(case.travel[f"{way}_km"])
    area, (near,) = _town_at(geometry, lon, lat), _near(case, pd.DataFrame({"lon": [lon], "lat": [lat]}))
    if area is None or not figures(case.demand[demand]["population"]).sum() > 0:
        return Trial(lon, lat, area, near, way, limit, None)
    drawn, detour = case.drawn[demand], case.travel["detour"]
    effect = (
        siting.trial.what_if(
            case.demand[demand], case.located, (lon, lat), limit, district=case.district, detour=detour
        )
        if drawn.land is None
        else positions.ways.what_if(drawn, (lon, lat), limit, detour, case.district)
    )
    return Trial(lon, lat, area, near, way, limit, effect)


def _town_at(geometry: Mapping[str, gpd.GeoDataFrame], lon: float, lat: float) -> str | None:
    point = pd.DataFrame({"area_code": [None], "lon": [lon], "lat": [lat]}, index=["site"])
    if siting.sites.candidates(point, geometry["water"]).empty:
        return None
    at = gpd.GeoSeries.from_xy([lon], [lat], crs="EPSG:4326").iloc[0]
    towns = geometry["towns"]
    inside = towns.loc[towns.geometry.intersects(at), "area_code"]
    return None if inside.empty else str(inside.iloc[0])


def today(case: Case, way: str, demand: str) -> pd.Series:
    """What part of the district's people has a base in reach today: value, low, high, unknown; see positions.by_way."""
    covered = positions.coverage.by_way(case.drawn[demand], case.travel, case.district)[way]
    return covered.T[case.district]


def cells(
    geometry: Mapping[str, gpd.GeoDataFrame], areas: pd.DataFrame, spacing_km: float = 0.5, most: int = 5000
) -> pd.DataFrame:
    """Where a site can be put by hand: the middles of half-kilometre cells of the district's land, fewer where it is large.

    Indexed by place_id: area_code, lon, lat; `attrs["spacing_km"]` is how far they are apart.
    """
    spacing = max(spacing_km, ceil(10 * sqrt(_land_km2(geometry) / most)) / 10)
    found = reach.people.grid(geometry["towns"], geometry["water"], figures(towns(areas)["population"]), spacing)[
        ["area_code", "lon", "lat"]
    ]
    found.attrs["spacing_km"] = spacing
    return found
