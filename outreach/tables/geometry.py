"""The district's GeoJSON: read whole or refused with its faults."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from outreach.faults import Fault, reason
from outreach.tables.faults import Details, spoken

LAYERS = ("neighbours", "towns", "water", "canals", "district")
CONTEXT = ("neighbours", "water", "canals")  # what a district may do without
WGS84 = "EPSG:4326"
SLIVER_KM2 = 0.01  # where two outlines of one border overlap by less, it is how they were drawn
_SURFACES = {"Polygon", "MultiPolygon"}
_NAMES_OF_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")


def read_layer(folder: Path, name: str) -> tuple[gpd.GeoDataFrame | None, list[Fault]]:
    """The layer `name.geojson` of a folder in WGS-84, or everything that is wrong with it.

    The towns and the district are surfaces that carry an `area_code`, each code once. The others may be without a feature.
    """
    file = f"geo/{name}.geojson"
    try:
        features = _features(folder, name)
    except _Unusable as error:
        return None, [Fault(file, error.row, None, error.rule, error.details)]
    surfaces = name in ("towns", "district")
    faults, shapes, properties, seen = [], [], [], set()
    for number, feature in enumerate(features, 1):
        told = feature.get("properties") if isinstance(feature, dict) else None
        told = dict(told) if isinstance(told, dict) else {}
        code = told.get("area_code")
        label = spoken(str(code or told.get("name_zh") or number))
        drawn, wrong = _shape(feature, surfaces)
        if wrong:
            faults.append(Fault(file, None, None, wrong[0], {"feature": label, **wrong[1]}))
        if surfaces:
            told["area_code"] = str(code)
            if not isinstance(code, str) or not code:
                faults.append(Fault(file, None, None, "geo_no_code", {"feature": number}))
            elif code in seen:
                faults.append(Fault(file, None, None, "geo_repeated_code", {"feature": label}))
            seen.add(str(code))
        shapes.append(drawn)
        properties.append(told)
    if faults:
        return None, faults
    if not features:
        return nothing_drawn(), []
    return gpd.GeoDataFrame(properties, geometry=shapes, crs=WGS84), []


class _Unusable(Exception):
    """A file that is no layer at all, the rule it breaks and the line where it does."""

    def __init__(self, rule: str, row: int | None = None, **details: object):
        super().__init__(rule)
        self.rule, self.row, self.details = rule, row, details


def _features(folder: Path, name: str) -> list[Any]:
    """The features of a file, none of them looked at. Raises _Unusable."""
    try:
        document = json.loads((folder / f"{name}.geojson").read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise _Unusable("missing_file") from None
    except OSError as error:
        raise _Unusable("unreadable", reason=reason(error)) from None
    except UnicodeDecodeError:
        raise _Unusable("geo_not_utf8") from None
    except json.JSONDecodeError as error:
        raise _Unusable("geo_syntax", error.lineno) from None
    except (RecursionError, ValueError):
        raise _Unusable("geo_syntax") from None
    features = document.get("features") if isinstance(document, dict) else None
    if (
        not isinstance(features, list)
        or document.get("type") != "FeatureCollection"
        or not (features or name in CONTEXT)
    ):
        raise _Unusable("geo_no_features")
    named = _named_crs(document)
    if named and not named.endswith(_NAMES_OF_WGS84):
        raise _Unusable("geo_not_wgs84", found=spoken(named))
    return features


def nothing_drawn() -> gpd.GeoDataFrame:
    """A layer without a feature."""
    return gpd.GeoDataFrame(
        {name: pd.Series(dtype="str") for name in ("area_code", "name_zh", "name_en")},
        geometry=gpd.GeoSeries([], crs=WGS84),
    )


def local_projection(layer: gpd.GeoDataFrame) -> CRS:
    """A projection in metres, true to distance near the middle of a layer."""
    west, south, east, north = layer.total_bounds
    return CRS.from_proj4(
        f"+proj=aeqd +lon_0={(west + east) / 2:.4f} +lat_0={(south + north) / 2:.4f} +datum=WGS84 +units=m"
    )


def _named_crs(document: dict[str, object]) -> str:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name", "")) if isinstance(properties, dict) else ""


def _shape(feature: Any, surface: bool) -> tuple[BaseGeometry | None, tuple[str, Details] | None]:
    """A feature's geometry, or the rule it breaks."""
    try:
        drawn = shape(feature["geometry"])
        points = shapely.get_coordinates(drawn)
    except Exception:  # noqa: BLE001 - shapely raises nearly anything on a malformed geometry
        return None, ("geo_bad_geometry", {})
    if drawn.is_empty:
        return None, ("geo_bad_geometry", {})
    for lon, lat in points:
        if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lon) > 180 or abs(lat) > 90:
            swapped = abs(lat) <= 180 and abs(lon) <= 90
            return None, ("geo_swapped" if swapped else "geo_out_of_range", {"lon": f"{lon:.6g}", "lat": f"{lat:.6g}"})
    if surface and drawn.geom_type not in _SURFACES:
        return None, ("geo_no_surface", {"found": drawn.geom_type})
    if not drawn.is_valid:
        return None, ("geo_invalid", {"reason": shapely.is_valid_reason(drawn)})
    return drawn, None


def overlaps(towns: gpd.GeoDataFrame) -> Iterator[tuple[str, str, float]]:
    """Pairs of towns that share ground, with the square kilometres they share; slivers are left out."""
    flat = towns.geometry.to_crs(local_projection(towns))
    codes = list(towns["area_code"])
    left, right = flat.sindex.query(flat, predicate="intersects")
    for one, other in zip(left, right, strict=True):
        if one < other:
            shared = flat.iloc[one].intersection(flat.iloc[other]).area / 1e6
            if shared > SLIVER_KM2:
                yield codes[one], codes[other], shared
