"""An empty district to be filled: the tables' headers, the lists the whole country shares, and official boundaries if given."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from outreach.home import find_home
from outreach.tables import MODELS, District, read_district
from outreach.tables.settings import settings
from outreach.tables.shared import shared
from outreach.tables.writing import written

CODES = ("area_code", "code", "adcode", "xzqdm", "pac", "代码", "区划代码", "行政区划代码")
NAMES = ("name_zh", "name", "xzqmc", "mc", "名称", "行政区名称")
ENGLISH = ("name_en", "英文名称")
EMPTY = ("neighbours", "water", "canals")
DECIMALS = 1e-6

_ABOUT = (
    "本系统所示的县（市、区）。带引号的空值请填写；python -m outreach check 会逐条说明还缺什么。",
    "The district shown. Fill what stands empty between quotes; python -m outreach check says what is still missing.",
)


class Unusable(ValueError):
    """A file of boundaries that cannot be used; `rule` names the sentence (`new.<rule>`), `details` fill it."""

    def __init__(self, rule: str, **details: Any):
        super().__init__(rule)
        self.rule, self.details = rule, details


def write(
    directory: Path,
    code: str,
    day: str,
    names: Mapping[str, str | None],
    outline: Path | None = None,
    towns: Path | None = None,
) -> District:
    """Write an empty district of that code into a directory, with the towns of official boundaries where given.

    outline and towns are files geopandas reads (GeoJSON, Shapefile, GeoPackage) with a column of codes and one of names;
    of towns those whose code begins with the district's are taken. Nothing that is there is ever overwritten. Names in
    English that nobody gave are the Chinese ones, and the checklist says so.

    Raises FileExistsError where the directory holds anything, and Unusable for boundaries that cannot be used or a name
    nobody gave.
    """
    if directory.exists() and any(directory.iterdir()):
        raise FileExistsError(str(directory))
    drawn = _layers(code, outline, towns)
    district = drawn.get("district")
    found = district.iloc[0] if district is not None else {}
    name_zh = names.get("zh") or found.get("name_zh")
    if not isinstance(name_zh, str) or not name_zh:
        raise Unusable("no_name")
    name_en = names.get("en") or found.get("name_en") or name_zh
    frames = {name: model.empty() for name, model in MODELS.items()} | shared()
    frames["areas"] = pd.concat(
        [frames["areas"], _areas(code, name_zh, name_en, drawn.get("towns"))], ignore_index=True
    )
    for part in ("data", "geo"):
        (directory / part).mkdir(parents=True)
    for name, frame in frames.items():
        (directory / "data" / f"{name}.csv").write_bytes(written(name, frame))
    for name, layer in drawn.items():
        _write_layer(directory, name, json.loads(layer.to_json(drop_id=True, show_bbox=False))["features"])
    for name in EMPTY:
        _write_layer(directory, name, [])
    year = int(day[:4])
    first = year - (year - 1) % 5
    text = settings(
        about=_ABOUT,
        code=code,
        name=(name_zh, name_en),
        day=day,
        plan={"from_year": first, "to_year": first + 4},
        tolerance_km=0.1 if drawn else 2.0,
    )
    (directory / "data" / "district.toml").write_text(text, encoding="utf-8", newline="\n")
    return read_district(find_home(directory))


def checklist(directory: Path, district: District, says: Mapping[str, Callable[..., str]]) -> Path:
    """Write CHECKLIST.md, in Chinese and then in English: what `check` says is missing, and what else the pages would show."""
    towns = district.areas[district.areas["parent_code"] == district.home.code]
    english = int((towns["name_en"] == towns["name_zh"]).sum())
    empty = [name for name in MODELS if district.table(name).empty]
    lines = []
    for say in says.values():
        lines += [
            f"# {say('new.checklist')}",
            "",
            say("new.checklist_intro"),
            "",
            f"## {say('new.checklist_faults')}",
            "",
        ]
        lines += [f"- [ ] `{fault.file}` {say.fault(fault)}" for fault in district.faults]
        lines += ["", f"## {say('new.checklist_empty')}", ""]
        lines += [f"- [ ] `data/{name}.csv` {say(f'new.empty_{name}')}" for name in empty]
        lines += [f"- [ ] `data/areas.csv` {say('new.fill_areas')}"]
        lines += [f"- [ ] `data/areas.csv` {say('new.english', n=english)}"] if english else []
        lines += [f"- [ ] `geo/` {say('new.fill_geo')}", ""]
    path = directory / "CHECKLIST.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _layers(code: str, outline: Path | None, towns: Path | None) -> dict[str, gpd.GeoDataFrame]:
    drawn = {}
    if towns is not None:
        found = _read(towns)
        found = found[found["area_code"].str.startswith(code) & (found["area_code"].str.len() > len(code))].reset_index(
            drop=True
        )
        if found.empty:
            raise Unusable("no_towns", file=towns.name, code=code)
        drawn["towns"] = found
    if outline is not None:
        found = _read(outline)
        found = found[found["area_code"] == code].reset_index(drop=True)
        if len(found) != 1:
            raise Unusable("no_outline", file=outline.name, code=code, found=len(found))
        drawn["district"] = found
    elif "towns" in drawn:
        shape = shapely.set_precision(drawn["towns"].geometry.union_all(), DECIMALS)
        drawn["district"] = gpd.GeoDataFrame({"area_code": [code]}, geometry=[shape], crs="EPSG:4326")
    return drawn


def _read(path: Path) -> gpd.GeoDataFrame:
    """The shapes of a file in WGS-84 with area_code, name_zh and, where it has one, name_en."""
    try:
        frame = gpd.read_file(path)
    except Exception as error:  # every driver raises its own
        raise Unusable("unreadable", file=path.name, reason=type(error).__name__) from error
    columns = {str(name).casefold(): name for name in frame.columns}
    code = next((columns[one] for one in CODES if one in columns), None)
    name = next((columns[one] for one in NAMES if one in columns), None)
    if code is None or name is None:
        raise Unusable("no_columns", file=path.name, found=[str(one) for one in frame.columns if one != "geometry"])
    if frame.crs is None:
        west, south, east, north = frame.total_bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise Unusable("no_crs", file=path.name)
        frame = frame.set_crs("EPSG:4326")
    shapes = shapely.set_precision(shapely.make_valid(frame.to_crs("EPSG:4326").geometry.to_numpy()), DECIMALS)
    found = gpd.GeoDataFrame(
        {"area_code": frame[code].map(_code), "name_zh": frame[name].map(str)}, geometry=list(shapes), crs="EPSG:4326"
    )
    english = next((columns[one] for one in ENGLISH if one in columns), None)
    return found.assign(name_en=frame[english]) if english else found


def _code(found: Any) -> str:
    """A code as text; the twelve digits of the statistics bureau lose the zeros of what lies below the town."""
    text = str(int(found)) if isinstance(found, float) and found == found else str(found).strip()
    return text[:-3] if len(text) == 12 and text.endswith("000") else text


def _areas(code: str, name_zh: str, name_en: str, towns: gpd.GeoDataFrame | None) -> pd.DataFrame:
    rows = [{"area_code": code, "kind": "district", "name_zh": name_zh, "name_en": name_en}]
    for town in towns.to_dict("records") if towns is not None else ():
        zh, en = town["name_zh"], town.get("name_en")
        rows.append(
            {
                "area_code": town["area_code"],
                "parent_code": code,
                "kind": "subdistrict" if zh.endswith("街道") else "town",
                "name_zh": zh,
                "name_en": en if isinstance(en, str) and en else zh,
            }
        )
    return pd.DataFrame(rows)


def _write_layer(directory: Path, name: str, features: list[Any]) -> None:
    text = json.dumps({"type": "FeatureCollection", "name": name, "features": features}, ensure_ascii=False)
    (directory / "geo" / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")
