"""An empty district to be filled: the tables' headers, the lists the whole country shares, and official boundaries if given."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd
import shapely

from outreach.boundaries import DECIMALS, Unsound, Unusable, gaps_km2, read, sound
from outreach.district import District
from outreach.faults import Fault
from outreach.home import find_home
from outreach.tables import MODELS, read_district
from outreach.tables.faults import spoken
from outreach.tables.geometry import overlaps
from outreach.tables.settings import settings
from outreach.tables.shared import shared
from outreach.tables.writing import written
from outreach.words import Words

LISTED = 5  # of many that are left out, so many are named
EMPTY = ("neighbours", "water", "canals")

_ABOUT = (
    "本系统所示的县（市、区）。带引号的空值请填写；python -m outreach check 会逐条说明还缺什么。",
    "The district shown. Fill what stands empty between quotes; python -m outreach check says what is still missing.",
)


def write(
    directory: Path,
    code: str,
    day: str,
    names: Mapping[str, str | None],
    outline: Path | None = None,
    towns: Path | None = None,
) -> tuple[District, list[Fault]]:
    """Write an empty district of that code into a directory, with the towns of official boundaries where given.

    outline and towns are files geopandas reads (GeoJSON, Shapefile, GeoPackage) with a column of codes and one of names;
    of towns those whose code begins with the district's are taken. Nothing that is there is ever overwritten, and nothing
    is written of which `check` would refuse a boundary. Names in English that nobody gave are the Chinese ones, and the
    checklist says so. Beside the district comes what was left out, decided or mended of the boundaries.

    Raises FileExistsError where the directory holds anything, Unusable for boundaries that cannot be used or a name
    nobody gave, Unsound for boundaries at fault.
    """
    if directory.exists() and any(directory.iterdir()):
        raise FileExistsError(str(directory))
    notes: list[Fault] = []
    drawn = _layers(code, outline, towns, notes)
    with TemporaryDirectory() as trial:
        tried = _written(Path(trial) / "district", code, day, names, drawn)
        faults = [fault for fault in tried.faults if _of_boundaries(fault, drawn)]
    if faults:
        raise Unsound(faults)
    return _written(directory, code, day, names, drawn), notes


def _of_boundaries(fault: Fault, drawn: Mapping[str, gpd.GeoDataFrame]) -> bool:
    """Whether a fault is of the boundaries, or of the towns they give."""
    return fault.file in {f"geo/{name}.geojson" for name in drawn} or (
        "towns" in drawn and fault.file == "data/areas.csv"
    )


def _written(
    directory: Path, code: str, day: str, names: Mapping[str, str | None], drawn: Mapping[str, gpd.GeoDataFrame]
) -> District:
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


def checklist(directory: Path, district: District, says: Mapping[str, Words]) -> Path:
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


def _layers(code: str, outline: Path | None, towns: Path | None, notes: list[Fault]) -> dict[str, gpd.GeoDataFrame]:
    drawn = {}
    if towns is not None:
        found = read(towns, notes)
        own = found["area_code"].str.startswith(code) & (found["area_code"].str.len() > len(code))
        if not own.any():
            raise Unusable("no_towns", file=towns.name, code=code)
        _tell_left_out(found[~own & (found["area_code"] != code)], towns.name, code, notes)
        blank = found["area_code"] == ""
        drawn["towns"] = _apart(sound(found[own | blank], towns.name, notes), towns.name)
    if outline is not None:
        found = read(outline, notes)
        found = found[found["area_code"] == code]
        if len(found) != 1:
            raise Unusable("no_outline", file=outline.name, code=code, found=len(found))
        drawn["district"] = sound(found, outline.name, notes)
    if "towns" in drawn and towns is not None:
        count, km2 = gaps_km2(drawn["towns"], drawn.get("district"))
        if count:
            notes.append(Fault(towns.name, None, None, "boundary_gaps", {"n": count, "km2": f"{km2:.2f}"}))
    if outline is None and "towns" in drawn:
        shape = shapely.set_precision(drawn["towns"].geometry.union_all(), DECIMALS)
        drawn["district"] = gpd.GeoDataFrame({"area_code": [code]}, geometry=[shape], crs="EPSG:4326")
    return {
        name: layer.drop(columns="feature", errors="ignore").reset_index(drop=True) for name, layer in drawn.items()
    }


def _tell_left_out(others: gpd.GeoDataFrame, file: str, code: str, notes: list[Fault]) -> None:
    """Note whose code does not begin with the district's: a neighbour's, or one of the district's under a former code."""
    others = others[others["area_code"] != ""]
    if len(others):
        some = [f"{row.area_code} {spoken(row.name_zh)}".strip() for row in others.head(LISTED).itertuples()]
        more = "…" if len(others) > LISTED else ""
        notes.append(
            Fault(file, None, None, "boundary_left_out", {"n": len(others), "code": code, "found": some, "more": more})
        )


def _apart(towns: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    """The towns, which share no ground. Raises Unsound naming every pair that does, with the square kilometres."""
    about = {row.area_code: {"feature": row.feature, "name": spoken(row.name_zh)} for row in towns.itertuples()}
    faults = [
        Fault(
            file,
            None,
            None,
            "boundary_overlap",
            {**about[one], "other": about[other]["feature"], "other_name": about[other]["name"], "km2": f"{km2:.2f}"},
        )
        for one, other, km2 in overlaps(towns)
    ]
    if faults:
        raise Unsound(faults)
    return towns


def _areas(code: str, name_zh: str, name_en: str, towns: gpd.GeoDataFrame | None) -> pd.DataFrame:
    rows = [{"area_code": code, "kind": "district", "name_zh": name_zh, "name_en": name_en}]
    for town in towns.to_dict("records") if towns is not None else ():
        zh, en = town["name_zh"], town.get("name_en")
        rows.append(
            {
                "area_code": town["area_code"],
                "parent_code": code,
                "kind": "subdistrict" if zh.endswith(("街道", "街道办事处")) else "town",
                "name_zh": zh,
                "name_en": en if isinstance(en, str) and en else zh,
            }
        )
    return pd.DataFrame(rows)


def _write_layer(directory: Path, name: str, features: list[object]) -> None:
    text = json.dumps({"type": "FeatureCollection", "name": name, "features": features}, ensure_ascii=False)
    (directory / "geo" / f"{name}.geojson").write_text(text + "\n", encoding="utf-8")
