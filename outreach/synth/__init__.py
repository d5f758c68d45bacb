"""A complete demonstration district of any size: every table full, every figure invented and marked as such."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypedDict

import geopandas as gpd
import numpy as np
import pandas as pd

from outreach.district import District
from outreach.home import find_home
from outreach.synth import names, tables
from outreach.synth.bases import Country
from outreach.synth.bases import bases as bases_of
from outreach.synth.ground import Ground, ground, layer
from outreach.synth.plan import plan
from outreach.synth.questions import questions
from outreach.synth.tables import CODE, DAY, PROVINCE, REGISTER
from outreach.tables import MODELS, read_district, snapshot
from outreach.tables.package import write as write_package
from outreach.tables.settings import settings
from outreach.tables.shared import shared
from outreach.tables.writing import written

__all__ = ["CODE", "PROVINCE", "write"]

MEETING = date(2026, 4, 15)
DISTRICT_OF = 13  # towns to a district of a province
PROVINCE_FROM = 60  # towns that make a province unless it is said how many districts there are
DISTRICT_SHARE = {2018: 0.104, 2020: 0.125, 2021: 0.139, 2022: 0.158, 2023: 0.171, 2024: 0.187, 2025: 0.204}

_ABOUT = {
    "district": (
        "演示用的县（市、区）：全部数据都是编造的，每一页、每张图、每个文件都会标明。",
        "A demonstration district: everything in it is invented, and every page, picture and file says so.",
    ),
    "province": (
        "演示用的省：全部数据都是编造的，每一页、每张图、每个文件都会标明。",
        "A demonstration province: everything in it is invented, and every page, picture and file says so.",
    ),
}
_GAPS = {"facilities": ["P1.1", "P1.2"], "coverage": ["P1.1", "P1.3"], "tiers": ["P2.1"], "literacy": ["A2.2", "A4.1"]}


def write(directory: Path, towns: int, bases: int, seed: int, districts: int | None = None) -> District:
    """Write a demonstration district of so many towns and bases into a directory, and read it back.

    The same numbers write the same bytes. From 60 towns on it is a province with a district for every 13 towns, or with
    as many `districts` as are said (1 makes one very large district). A snapshot of the last meeting is kept beside it,
    when some bases were not there yet and some reports had not come.

    Raises FileExistsError where the directory holds anything, and ValueError for fewer than one town or district, for more
    districts than towns and for a negative number of bases.
    """
    if districts is None:
        districts = round(towns / DISTRICT_OF) if towns >= PROVINCE_FROM else 1
    if towns < 1 or bases < 0 or not 1 <= districts <= towns:
        raise ValueError(
            f"expected at least one town, one to as many districts and no negative number of bases, found {towns}, {districts} and {bases}"
        )
    if directory.exists() and any(directory.iterdir()):
        raise FileExistsError(str(directory))
    random = np.random.default_rng([seed, towns, bases])
    drawn = ground(towns, random)
    laid = tables.layout(drawn.seats, districts)
    order = np.argsort(laid.district, kind="stable")
    drawn, laid = drawn.ordered(order), replace(laid, district=laid.district[order])
    kind = "province" if laid.province else "district"
    frames, own = _frames(bases, drawn, laid, random)
    frames |= plan(kind, _WHOLE[kind].name)
    for part in ("data", "geo"):
        (directory / part).mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        (directory / "data" / f"{name}.csv").write_bytes(written(name, frame))
    for name, drawn_layer in _layers(drawn, own, _WHOLE[kind]).items():
        (directory / "geo" / f"{name}.geojson").write_text(_geojson(name, drawn_layer), encoding="utf-8", newline="\n")
    (directory / "data" / "district.toml").write_text(_settings(kind), encoding="utf-8", newline="\n")
    home = find_home(directory)
    district = read_district(home)
    write_package(home, district)
    snapshot.write(home, _before(district), MEETING)
    return district


def _frames(
    bases: int, drawn: Ground, laid: tables.Layout, random: np.random.Generator
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Every table but the plan's, by name, and the towns alone."""
    frames = shared()
    frames["areas"] = tables.areas(drawn, frames["areas"], laid, random)
    own = frames["areas"][frames["areas"]["parent_code"].isin(tables.district_codes(laid))].reset_index(drop=True)
    frames["places"] = tables.places(drawn, own, random)
    country = Country(drawn, own, frames["places"], frames["categories"], laid)
    frames["bases"] = bases_of(bases, country, random)
    frames["crossings"] = tables.crossings(drawn)
    frames["questions"] = questions()
    frames["literacy"] = tables.literacy(frames["literacy"], DISTRICT_SHARE, frames["areas"], laid)
    frames["survey"] = tables.survey(own, DISTRICT_SHARE, random)
    frames["register"] = tables.register(own)
    frames["codes"] = MODELS["codes"].empty()
    frames["sources"] = tables.sources(frames["sources"])
    return frames, own


def _settings(kind: str) -> str:
    """The district.toml of a demonstration district or province."""
    whole = _WHOLE[kind]
    name = f"{whole.name[0]}全民科学素质行动规划（2024—2030年）"
    return settings(
        about=_ABOUT[kind],
        code=whole.code,
        name=whole.name,
        day=DAY,
        plan={
            "name": (name, "Demonstration plan for civic science literacy (2024–2030)"),
            "from_year": 2024,
            "to_year": 2030,
            "source_id": "demo-plan",
            "literacy_target_id": "T01",
        },
        demonstration=True,
        tolerance_km=0.5,
        compare_with=whole.compared,
        gaps=_GAPS,
        credit=("演示，并非真实边界", "Demonstration, no real boundaries"),
    )


class _Whole(NamedTuple):
    """A demonstration: its code and name, which areas it is compared with, and with what its neighbours' codes begin."""

    code: str
    name: tuple[str, str]
    compared: tuple[str, ...]
    around: str


_WHOLE = {
    "district": _Whole(CODE, ("演示区", "Demonstration District"), ("990100", "990000", "100000"), "9902"),
    "province": _Whole(PROVINCE, ("演示省", "Demonstration Province"), ("100000",), "9801"),
}


def _layers(drawn: Ground, towns: pd.DataFrame, whole: _Whole) -> dict[str, gpd.GeoDataFrame]:
    around = names.NEIGHBOURS[: len(drawn.neighbours)]
    return {
        "district": layer([drawn.district], area_code=[whole.code], name_zh=[whole.name[0]], name_en=[whole.name[1]]),
        "towns": layer(
            drawn.towns,
            area_code=list(towns["area_code"]),
            name_zh=list(towns["name_zh"]),
            name_en=list(towns["name_en"]),
        ),
        "water": layer(drawn.water, kind=["water"] * len(drawn.water)),
        "canals": layer(
            drawn.canals,
            kind=["canal"] * 2,
            name_zh=["演示东西河", "演示南北河"],
            name_en=["East–West Canal", "North–South Canal"],
        ),
        "neighbours": layer(
            drawn.neighbours,
            area_code=[f"{whole.around}{i + 1:02d}" for i in range(len(around))],
            name_zh=[zh for zh, _ in around],
            name_en=[en for _, en in around],
        ),
    }


def _geojson(name: str, drawn: gpd.GeoDataFrame) -> str:
    """A layer as GeoJSON, a feature a line, five decimals."""
    features = [json.dumps(feature, ensure_ascii=False) for feature in _rounded(drawn.__geo_interface__["features"])]
    return f'{{"type": "FeatureCollection", "name": "{name}", "features": [\n' + ",\n".join(features) + "\n]}\n"


Coordinates: TypeAlias = float | Sequence["Coordinates"]


class Geometry(TypedDict):
    """A shape as GeoJSON has it."""

    type: str
    coordinates: Coordinates


class Feature(TypedDict):
    """A feature of a layer as GeoJSON has it."""

    type: str
    properties: dict[str, object]
    geometry: Geometry


def _rounded(features: Iterable[Feature]) -> Iterator[Feature]:
    def short(part: Coordinates) -> Coordinates:
        return round(part, 5) if isinstance(part, float) else [short(one) for one in part]

    for feature in features:
        shape = feature["geometry"]
        yield {
            "type": "Feature",
            "properties": feature["properties"],
            "geometry": {"type": shape["type"], "coordinates": short(shape["coordinates"])},
        }


def _before(district: District) -> District:
    """The district as it stood at the last meeting: some bases not there yet, one since closed still open, reports of the summer not in."""
    then = district.bases.copy()
    shut = then.index[then["status"] == "closed"][:1]
    then.loc[shut, "status"] = "open"
    later = then.index[(then["source_id"] == REGISTER) & (then["status"] == "open") & ~then.index.isin(shut)][::25][:6]
    reports = district.progress[district.progress["date"] <= pd.Timestamp(MEETING)]
    return replace(district, bases=then.drop(later).reset_index(drop=True), progress=reports.reset_index(drop=True))
