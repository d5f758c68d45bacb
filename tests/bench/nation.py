"""A nation made up for measuring alone: towns in cities and between them, bases and settlement points as dense as in real ones."""

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd

from outreach.home import PROJECT, find_home
from outreach.tables import read_district

NATION = "100000"
POINTS_A_TOWN, BASES_A_TOWN = 25, 12.5
PEOPLE_A_TOWN = 35_000
KM_A_DEGREE = 111.2


def nation(towns: int, seed: int = 1) -> SimpleNamespace:
    """The tables of a nation of so many towns, 25 settlement points and 12.5 bases for each: those `everything` takes.

    Half of the towns lie in cities whose sizes follow a power law, thinning out from their middles as cities do; the others are
    scattered in the land around them. A town in the middle of a large city covers a few square kilometres, one in the country hundreds. Bases
    follow people; three in ten are known only to their town, as in a district that begins.
    """
    random = np.random.default_rng(seed)
    cities = max(4, towns // 130)
    size = 1 / np.arange(1, cities + 1) ** 0.8
    east, north = random.uniform(100, 122, cities), random.uniform(23, 42, cities)
    city = random.choice(cities, towns, p=size / size.sum())
    urban = random.random(towns) < 0.5
    spread_km = np.where(urban, 4 + 18 * np.sqrt(size[city]), 70.0)
    away = random.standard_normal((towns, 2)) * spread_km[:, None]
    lat = north[city] + away[:, 1] / KM_A_DEGREE
    lon = east[city] + away[:, 0] / KM_A_DEGREE / np.cos(np.radians(lat))
    people = random.lognormal(np.log(PEOPLE_A_TOWN) + np.where(urban, 0.3, -0.5), 0.6).round()
    near_middle = np.exp(-0.5 * (away / spread_km[:, None]) ** 2).prod(axis=1)
    here = people * np.where(urban, size[city] * near_middle + 0.02, 0.004)
    area_km2 = np.clip(people / (20_000 * here / here.max() + 120), 2, 3000)
    district = 1 + city * 20 + random.integers(20, size=towns)
    order = np.argsort(district, kind="stable")
    lon, lat, people, area_km2, urban, district = (part[order] for part in (lon, lat, people, area_km2, urban, district))
    codes = np.array([f"{100000 + d:06d}{i:06d}" for d, i in zip(district, range(towns))])
    town_rows = pd.DataFrame({
        "area_code": codes, "parent_code": [f"{100000 + d:06d}" for d in district], "kind": np.where(urban, "subdistrict", "town"), "population": people,
        "area_km2": area_km2, "urban_share": np.where(urban, random.uniform(0.6, 1, towns), random.uniform(0.1, 0.5, towns)),
    })  # fmt: skip
    whole = pd.DataFrame({"area_code": [NATION], "parent_code": None, "kind": "country", "population": people.sum(), "area_km2": area_km2.sum(), "urban_share": 0.6})
    parents = town_rows.groupby("parent_code").agg(population=("population", "sum"), area_km2=("area_km2", "sum"), urban_share=("urban_share", "mean"))
    parents = parents.rename_axis("area_code").reset_index().assign(parent_code=NATION, kind="district")
    areas = pd.concat([whole, parents, town_rows], ignore_index=True).assign(population_basis="demonstration")

    def around(town: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
        radius = np.sqrt(area_km2[town] / np.pi)[:, None] * share
        step = random.uniform(-1, 1, (len(town), 2)) * radius
        north_of = lat[town] + step[:, 1] / KM_A_DEGREE
        return lon[town] + step[:, 0] / KM_A_DEGREE / np.cos(np.radians(lat[town])), north_of

    of_point = np.repeat(np.arange(towns), POINTS_A_TOWN)
    east_of, north_of = around(of_point, 0.9)
    share = random.dirichlet(np.ones(POINTS_A_TOWN) * 2, towns).ravel()
    places = pd.DataFrame({
        "place_id": [f"p{i:07d}" for i in range(len(of_point))], "area_code": codes[of_point], "role": np.where(np.arange(len(of_point)) % POINTS_A_TOWN == 0, "seat", "village"),
        "lon": east_of, "lat": north_of, "share": share,
    })  # fmt: skip
    number = int(towns * BASES_A_TOWN)
    of_base = random.choice(towns, number, p=people / people.sum())
    east_of, north_of = around(of_base, 0.8)
    accuracy = random.choice(["exact", "street", "town"], number, p=[0.4, 0.3, 0.3])
    known = accuracy != "town"
    bases = pd.DataFrame({
        "base_id": [f"b{i:06d}" for i in range(number)], "area_code": codes[of_base], "place_id": None, "lon": np.where(known, east_of, np.nan),
        "lat": np.where(known, north_of, np.nan), "accuracy": accuracy, "status": random.choice(["open", "closed"], number, p=[0.97, 0.03]),
        "level": random.choice(["national", "provincial", "municipal", "district", "town", "village"], number, p=[0.002, 0.01, 0.04, 0.15, 0.3, 0.498]),
    })  # fmt: skip
    shipped = read_district(find_home(PROJECT))
    empty = gpd.GeoDataFrame({"area_code": []}, geometry=[], crs="EPSG:4326")
    return SimpleNamespace(
        areas=areas, places=places, bases=bases, levels=shipped.levels, standards=shipped.standards, official=shipped.literacy.assign(area_code=NATION),
        groups=shipped.groups, survey=shipped.survey.iloc[:0], towns_geometry=empty, water=empty, district=NATION,
    )  # fmt: skip
