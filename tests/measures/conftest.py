"""A district of four towns on a grid that can be worked by hand, and the district we ship."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from outreach.home import ASSUMED
from outreach.measures import access, gaps, reach, register

DATA = Path(__file__).parents[2] / "data"
TRAVEL = {"detour": 1.3, "walk_km": 1.0, "ebike_km": 5.0, "drive_km": 15.0}


def four_towns() -> SimpleNamespace:
    """District d: towns a, b (subdistricts) and c, e (towns), seats 0.1° apart on the equator's grid."""
    areas = pd.DataFrame(
        [
            ("d", "p", "district", 10_000, 400.0, 0.5),
            ("a", "d", "subdistrict", 4_000, 100.0, 1.0),
            ("b", "d", "subdistrict", 3_000, 100.0, 0.5),
            ("c", "d", "town", 2_000, 100.0, 0.5),
            ("e", "d", "town", 1_000, 100.0, 0.0),
        ],
        columns=["area_code", "parent_code", "kind", "population", "area_km2", "urban_share"],
    )
    places = pd.DataFrame(
        [
            ("pa", "a", "seat", 0.0, 0.0, 0.5),
            ("pa2", "a", "former_seat", 0.05, 0.0, 0.5),
            ("pb", "b", "seat", 0.1, 0.0, 1.0),
            ("pc", "c", "seat", 0.0, 0.1, 1.0),
            ("pe", "e", "seat", 0.1, 0.1, 1.0),
        ],
        columns=["place_id", "area_code", "role", "lon", "lat", "share"],
    )
    bases = pd.DataFrame(
        [
            ("hall", "district", "a", None, 0.0, 0.0, "exact", "open"),
            ("station", "village", "b", None, None, None, "town", "unverified"),
            ("old", "district", "c", None, 0.0, 0.1, "exact", "closed"),
            ("farm", None, None, None, None, None, "unknown", "open"),
        ],
        columns=["base_id", "level", "area_code", "place_id", "lon", "lat", "accuracy", "status"],
    )
    levels = pd.DataFrame(
        {"level": ["national", "provincial", "municipal", "district", "town", "village"], "rank": range(1, 7)}
    )
    standards = pd.DataFrame(
        [(kind, level, 1, 1.0) for kind in ("subdistrict", "town") for level in ("district", "town", "village")],
        columns=["kind", "level", "required", "weight"],
    )
    groups = pd.DataFrame(
        [
            ("100000", 2020, "residence", "urban", 0.10, None),
            ("100000", 2023, "residence", "urban", 0.20, 3000),
            ("100000", 2023, "residence", "rural", 0.10, 3000),
            ("100000", 2024, "residence", "urban", 0.50, 3000),
        ],
        columns=["area_code", "year", "dimension", "group", "share", "survey_n"],
    )
    survey = pd.DataFrame(
        [
            ("a", 2022, "all", 100, 0.10, None),
            ("a", 2024, "all", 400, 0.25, 2.0),
            ("b", 2024, "all", 20, 0.20, None),
            ("c", 2024, "women", 400, 0.2, None),
        ],
        columns=["area_code", "wave", "group", "n", "share", "design_effect"],
    )
    return SimpleNamespace(
        areas=areas,
        places=places,
        bases=bases,
        levels=levels,
        standards=standards,
        groups=groups,
        survey=survey,
        register=confirmations(),
    )


def confirmations(*rows: tuple[str, str | None, str | None, bool, str]) -> pd.DataFrame:
    """A register of rows area_code, level, category, complete, confirmed_on."""
    found = pd.DataFrame(rows, columns=["area_code", "level", "category", "complete", "confirmed_on"], dtype=object)
    return found.assign(confirmed_on=pd.to_datetime(found["confirmed_on"]), confirmed_by="office", source_id="curation")


def tiers_of(tables: SimpleNamespace, times: float = 1.0) -> pd.DataFrame:
    """The tiers of a district's towns, with what its register confirms."""
    confirmed = register.confirmed(tables.register, tables.areas, tables.standards)
    return gaps.tiers.tiers(tables.bases, tables.areas, tables.standards, tables.levels, confirmed, times)


@pytest.fixture
def grid() -> SimpleNamespace:
    return four_towns()


def _read(name: str) -> pd.DataFrame:
    codes = ("area_code", "parent_code", "place_id", "base_id", "target_id", "date")
    return pd.read_csv(DATA / f"{name}.csv", encoding="utf-8-sig", dtype={code: object for code in codes})


def _quantity(text) -> float:
    return float(text[:-1]) / 100 if isinstance(text, str) and text.endswith("%") else float(text)


@pytest.fixture(scope="session")
def shipped() -> SimpleNamespace:
    names = (
        "areas",
        "places",
        "bases",
        "levels",
        "standards",
        "register",
        "literacy",
        "survey",
        "groups",
        "targets",
        "progress",
    )
    tables = {name: _read(name) for name in names}
    targets = tables["targets"]
    tables["targets"] = targets.assign(
        target_value=targets["target_value"].map(_quantity),
        baseline=targets["baseline"].map(_quantity),
        every_year=targets["every_year"] == "是",
    )
    return SimpleNamespace(**tables)


def record_of(tables, district, **assumed):
    """What is on record in these tables, with what is taken where it is not confirmed."""
    confirmed = register.confirmed(tables.register, tables.areas, tables.standards)
    own = tables.areas, tables.bases, tables.levels, tables.standards
    return gaps.towns.Record(*own, confirmed, {**ASSUMED, **assumed}, district)


def located_of(tables):
    """The bases of these tables where they are known to stand."""
    return reach.located.located(tables.bases, tables.places, tables.areas)


def access_of(demand, supply, located, way, decay, district):
    """Access of each town and the district, from where people live, what bases offer and how far people go."""
    each = access.shared(demand, supply.value, located, TRAVEL[f"{way}_km"], decay, TRAVEL["detour"])
    return access.of_towns(each, demand, district)
