"""Official boundaries as offices have them: looked at feature by feature before anything is made of them."""

import logging
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS

from outreach.faults import Fault, reason
from outreach.tables.cells import lost
from outreach.tables.faults import spoken
from outreach.tables.geometry import WGS84, local_projection

CODES = (
    "area_code", "code", "adcode", "xzqdm", "xzqhdm", "xzdm", "pac", "town_code", "towncode", "代码", "区划代码",
    "行政区划代码", "行政区代码", "乡镇代码", "镇街代码",
)  # fmt: skip
NAMES = (
    "name_zh", "name", "xzqmc", "xzqhmc", "xzmc", "mc", "town_name", "townname", "名称", "行政区名称", "行政区划名称",
    "乡镇名称", "镇街名称", "乡镇", "镇街",
)  # fmt: skip
ENGLISH = ("name_en", "英文名称")
DECIMALS = 1e-6
LEAST_ZONE = 13  # of the zones that China lies in
LEAST_KM2 = 0.01  # smaller slivers are of the drawing
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z")
_KINDS = {
    "Point": {"zh": "点", "en": "a point"},
    "MultiPoint": {"zh": "点", "en": "points"},
    "LineString": {"zh": "线", "en": "a line"},
    "MultiLineString": {"zh": "线", "en": "lines"},
}
_SHAPEFILE = (".shp", ".shx", ".dbf")


class Unusable(ValueError):
    """A file of boundaries that cannot be used; `rule` names the sentence (`new.<rule>`), `details` fill it."""

    def __init__(self, rule: str, **details: object):
        super().__init__(rule)
        self.rule, self.details = rule, details


class Unsound(ValueError):
    """Boundaries that were read and are at fault: every fault, with the feature's number and name."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


def read(path: Path, notes: list[Fault]) -> gpd.GeoDataFrame:
    """The surfaces of a file in WGS-84 with area_code, name_zh, where it has one name_en, and `feature`, its number there.

    What was decided or mended is put to the notes. Raises Unusable for the file as a whole, Unsound for its features.
    """
    frame = _on_earth(_layer(path, notes), path, notes)
    columns = {unicodedata.normalize("NFKC", str(name)).strip().casefold(): name for name in frame.columns}
    code, name, english = (
        next((columns[one] for one in known if one in columns), None) for known in (CODES, NAMES, ENGLISH)
    )
    if code is None or name is None:
        found = [str(one) for one in frame.columns if one != frame.geometry.name]
        raise Unusable("no_columns", file=path.name, found=found)
    found = gpd.GeoDataFrame(
        {
            "area_code": [_code(one) for one in frame[code]],
            "name_zh": [_name(one) for one in frame[name]],
            "feature": range(1, len(frame) + 1),
        },
        geometry=list(frame.geometry),
        crs=WGS84,
    )
    return found.assign(name_en=[_name(one) for one in frame[english]]) if english else found


def sound(found: gpd.GeoDataFrame, file: str, notes: list[Fault]) -> gpd.GeoDataFrame:
    """The same features, each a valid surface with a code and a name of its own. Raises Unsound with all that are not."""
    faults: list[Fault] = []
    shapes = []
    first: dict[str, int] = {}
    for row in found.itertuples():
        about = {"feature": row.feature, "name": spoken(row.name_zh or row.area_code or "—")}

        def fault(rule: str, about: dict[str, object] = about, **details: object) -> None:
            faults.append(Fault(file, None, None, rule, {**about, **details}))

        shapes.append(_surface(row.geometry, file, about, notes, faults))
        if not row.area_code:
            fault("boundary_no_code")
        elif not _CODE.match(row.area_code):
            fault("boundary_bad_code", found=spoken(row.area_code))
        elif row.area_code in first:
            fault("boundary_repeated_code", found=row.area_code, first=first[row.area_code])
        first.setdefault(row.area_code, row.feature)
        if not row.name_zh:
            fault("boundary_no_name")
        elif lost(row.name_zh):
            fault("boundary_lost_name")
    if faults:
        raise Unsound(faults)
    return found.set_geometry(gpd.GeoSeries(shapes, index=found.index, crs=WGS84))


def gaps_km2(towns: gpd.GeoDataFrame, outline: gpd.GeoDataFrame | None) -> tuple[int, float]:
    """How many places of the outline no town has, and their square kilometres; without an outline, the holes between towns."""
    flat = local_projection(towns)
    whole = towns.geometry.to_crs(flat).union_all()
    if outline is not None:
        left = outline.geometry.to_crs(flat).union_all().difference(whole)
    else:
        left = shapely.union_all([shapely.Polygon(ring) for part in _polygons(whole) for ring in part.interiors])
    areas = [part.area / 1e6 for part in _polygons(left)]
    areas = [area for area in areas if area > LEAST_KM2]
    return len(areas), sum(areas)


@contextmanager
def _silently() -> Iterator[None]:
    """What libraries say of a file they read is said by nobody."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _layer(path: Path, notes: list[Fault]) -> gpd.GeoDataFrame:
    """The one layer of shapes in a file."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise Unusable("unreadable", file=path.name, reason=reason(error)) from error
    _whole(path)
    try:
        with _silently():
            layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
            drawn = [name for name, kind in layers if kind is not None]
            if not drawn:
                raise Unusable("no_shapes", file=path.name)
            chosen = _chosen(path, drawn)
            if len(layers) > 1:
                aside = [name for name, _ in layers if name != chosen]
                notes.append(Fault(path.name, None, None, "boundary_layers", {"read": chosen, "found": aside}))
            frame = _decoded(path, chosen)
    except Unusable:
        raise
    except Exception as error:  # every driver raises its own
        raise Unusable("unknown_format", file=path.name) from error
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise Unusable("no_shapes", file=path.name)
    return frame


def _whole(path: Path) -> None:
    """Refuse a Shapefile of which only a part is there."""
    if path.suffix.lower() not in _SHAPEFILE:
        return
    there = {one.suffix.lower() for one in path.parent.iterdir() if one.stem == path.stem}
    if absent := [suffix for suffix in _SHAPEFILE if suffix not in there]:
        raise Unusable("shapefile_parts", file=path.name, found=[f"{path.stem}{suffix}" for suffix in absent])


def _chosen(path: Path, layers: list[str]) -> str:
    """The layer to read: the only one, or the only one with codes and names."""
    if len(layers) == 1:
        return layers[0]
    fit = []
    for layer in layers:
        columns = {str(name).casefold() for name in pyogrio.read_info(path, layer=layer)["fields"]}
        if columns & set(CODES) and columns & set(NAMES):
            fit.append(layer)
    if len(fit) != 1:
        raise Unusable("several_layers", file=path.name, found=layers)
    return fit[0]


def _decoded(path: Path, layer: str) -> gpd.GeoDataFrame:
    """The layer with its texts as they were written: a .dbf seldom says its encoding, and sometimes says a wrong one."""
    if pyogrio.read_info(path, layer=layer)["driver"] != "ESRI Shapefile":
        return gpd.read_file(path, layer=layer)
    frame = gpd.read_file(path, layer=layer, encoding="ISO-8859-1")
    texts = [name for name in frame.columns if name != frame.geometry.name and frame[name].dtype.kind in "OTU"]
    texts = [name for name in frame.columns if name in texts or str(frame[name].dtype) in ("str", "string")]
    values = {name: [one.encode("latin-1") if isinstance(one, str) else one for one in frame[name]] for name in texts}
    written = [one for column in values.values() for one in column if isinstance(one, bytes)]
    encoding = _encoding(written)
    for name, column in values.items():
        frame[name] = pd.Series(
            [one.decode(encoding, "replace") if isinstance(one, bytes) else one for one in column],
            frame.index,
            dtype=object,
        )
    return frame


def _encoding(written: list[bytes]) -> str:
    """The encoding in which all the texts are sound; what is sound in both is Chinese where that is what it gives."""
    try:
        text = "".join(one.decode("utf-8") for one in written)
    except UnicodeDecodeError:
        return "gb18030"
    beyond = [sign for sign in text if ord(sign) > 127]
    return "gb18030" if beyond and max(beyond) < "\u0800" else "utf-8"


def _on_earth(frame: gpd.GeoDataFrame, path: Path, notes: list[Fault]) -> gpd.GeoDataFrame:
    """The frame in WGS-84."""
    west, south, east, north = map(float, frame.total_bounds)
    if not np.isfinite([west, south, east, north]).all():
        return frame.set_crs(WGS84, allow_override=True)  # nothing is drawn, which is told feature by feature
    degrees = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    if frame.crs is None:
        if not degrees:
            _refuse_swapped(path, west, south, east, north)
            raise Unusable("no_crs", file=path.name)
        notes.append(Fault(path.name, None, None, "boundary_no_crs"))
        frame = frame.set_crs(WGS84)
    elif frame.crs.is_projected and west >= LEAST_ZONE * 1e6:
        frame = _without_zone(frame, path, notes, west, east)
    if frame.crs.is_geographic:
        _refuse_swapped(path, west, south, east, north)
    with _silently():
        moved = frame.to_crs(WGS84)
    bounds = moved.total_bounds
    if not np.isfinite(bounds).all() or (abs(bounds) > np.array([180, 90, 180, 90]) + DECIMALS).any():
        raise Unusable("not_on_earth", file=path.name, crs=spoken(frame.crs.name), x=f"{west:.0f}", y=f"{south:.0f}")
    return moved


def _refuse_swapped(path: Path, west: float, south: float, east: float, north: float) -> None:
    """Refuse degrees whose longitude and latitude are in each other's place, as far as China tells."""
    if 3 <= west <= east <= 54 and 73 <= south <= north <= 136:
        raise Unusable("swapped", file=path.name, lon=f"{west:.4f}", lat=f"{south:.4f}")


def _without_zone(
    frame: gpd.GeoDataFrame, path: Path, notes: list[Fault], west: float, east: float
) -> gpd.GeoDataFrame:
    """Eastings without the number of the zone before them, where the coordinate system does not count it in."""
    zone = int(west // 1e6)
    operation = frame.crs.coordinate_operation
    told = {one.name: one.value for one in operation.params} if operation else {}
    false = next((value for name, value in told.items() if "false easting" in name.lower()), 0.0)
    middle = next((value for name, value in told.items() if "longitude of natural origin" in name.lower()), None)
    if false >= 1e6 or int(east // 1e6) != zone or middle is None:
        return frame
    if middle not in (3 * zone, 6 * zone - 3):
        raise Unusable("other_zone", file=path.name, zone=zone, crs=spoken(CRS(frame.crs).name))
    notes.append(Fault(path.name, None, None, "boundary_zone", {"zone": zone}))
    return frame.set_geometry(frame.geometry.translate(xoff=-zone * 1e6)).set_crs(frame.crs, allow_override=True)


def _surface(
    drawn: Any, file: str, about: dict[str, object], notes: list[Fault], faults: list[Fault]
) -> shapely.MultiPolygon | shapely.Polygon | None:
    """A feature's surface, mended where its rings cross; what is wrong goes to the faults, what was done to the notes."""
    if drawn is None or drawn.is_empty:
        faults.append(Fault(file, None, None, "boundary_empty", about))
        return None
    parts = _polygons(drawn)
    if not parts:
        kind = _KINDS.get(drawn.geom_type, {"zh": "线或点", "en": "lines or points"})
        faults.append(Fault(file, None, None, "boundary_no_surface", {**about, "found": kind}))
        return None
    if drawn.geom_type == "GeometryCollection":
        notes.append(Fault(file, None, None, "boundary_collection", about))
    before = shapely.MultiPolygon(parts) if len(parts) > 1 else parts[0]
    mended = before if before.is_valid else shapely.make_valid(before)
    made = shapely.set_precision(shapely.union_all(_polygons(mended)), DECIMALS)
    kept = [part for part in _polygons(made) if part.area > 0]
    if not kept:
        faults.append(Fault(file, None, None, "boundary_empty", about))
        return None
    if mended is not before:
        notes.append(Fault(file, None, None, "boundary_mended", {**about, "why": _why(before)}))
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)


def _why(drawn: Any) -> dict[str, str]:
    """Where a surface is not valid, in words."""
    place = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(drawn))
    at = f"{float(place[1]):.4f}, {float(place[2]):.4f}" if place else ""
    return {"zh": f"（在 {at}）" if at else "", "en": f" (at {at})" if at else ""}


def _polygons(drawn: Any) -> list[shapely.Polygon]:
    """The polygons of a shape, however deep they lie."""
    if drawn is None or drawn.is_empty:
        return []
    if drawn.geom_type == "Polygon":
        return [drawn]
    return [polygon for part in getattr(drawn, "geoms", ()) for polygon in _polygons(part)]


def _name(found: Any) -> str:
    """A name as text; empty where there is none."""
    return "" if found is None or found != found or str(found) in ("", "None", "<NA>") else str(found).strip()


def _code(found: Any) -> str:
    """A code as text; the twelve digits of the statistics bureau lose the zeros of what lies below the town."""
    if isinstance(found, (float, np.floating)) and found == found and float(found).is_integer():
        found = int(found)
    text = re.sub(r"\.0+\Z", "", unicodedata.normalize("NFKC", _name(found)))
    return text[:-3] if len(text) == 12 and text.endswith("000") else text
