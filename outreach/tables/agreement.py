"""What the tables, the geometry and district.toml must agree on.

Each rule is a function over what was read and yields faults; it is asked only where everything it needs was read. A
fault names the file that is at odds, not the one it was held against.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from outreach.faults import Fault
from outreach.home import FILE, Home
from outreach.tables import MODELS, datum, photos
from outreach.tables.bases import ACCURACY_KM, PHOTO, PHOTOS
from outreach.tables.columns import BASES, describe
from outreach.tables.faults import nearest, spoken
from outreach.tables.geometry import local_projection, overlaps
from outreach.tables.hierarchy import districts_of, towns_of
from outreach.tables.table import Reading

SHARE_TOLERANCE = 0.005
PLAN = ("name_zh", "name_en", "from_year", "to_year", "source_id", "literacy_target_id")
"""What district.toml says of the plan where plans.csv has none."""


@dataclass(frozen=True)
class Read:
    """All that was read and not refused."""

    home: Home
    tables: Mapping[str, Reading]
    layers: Mapping[str, gpd.GeoDataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name].frame

    def towns(self) -> pd.DataFrame:
        """The district's own towns; of a province, those of all its districts."""
        return towns_of(self["areas"], self.home.code)


Rule = Callable[[Read], Iterator[Fault]]
_RULES: list[tuple[Rule, frozenset[str]]] = []
_ROW_BY_ROW: dict[Rule, str] = {}
_WHERE = frozenset({"area_code", "place_id", "lon", "lat", "datum", "accuracy", "accuracy_km"})


def needs(*inputs: str, row_by_row: str | None = None):
    """Marks a rule with the tables and layers (`towns.geojson`) it needs.

    `row_by_row` names the table whose rows it judges one at a time; it may then judge the sound rows of a refused file.
    """

    def mark(rule: Rule) -> Rule:
        _RULES.append((rule, frozenset(inputs)))
        if row_by_row:
            _ROW_BY_ROW[rule] = row_by_row
        return rule

    return mark


def disagreements(read: Read) -> list[Fault]:
    """Everything in which what was read does not agree.

    All else rests on the district's areas: where they go in circles, nothing is held against them.
    """
    faults = _asked(read, lambda inputs: inputs == {"areas"})
    if any(fault.column == "code" for fault in faults):
        return faults
    if any(fault.rule == "area_in_a_circle" for fault in faults):
        read = Read(read.home, {name: table for name, table in read.tables.items() if name != "areas"}, read.layers)
    references = [fault for name in read.tables for fault in _references(read, name)]
    return faults + references + _asked(read, lambda inputs: inputs != {"areas"})


def disagreements_of_refused(read: Read, refused: Mapping[str, Reading]) -> list[Fault]:
    """What else is wrong with refused files: the sound cells of each held against everything that could be read.

    An id may be looked up in a refused table whose ids are all sound. Nothing is said twice of one cell, nor of where a
    row lies when a cell that says so is at fault.
    """
    drafts = {
        name: Reading(table.file, table.draft, table.numbers, written=table.written)
        for name, table in refused.items()
        if table.draft is not None
    }
    told = {(fault.file, fault.row, fault.column) for table in refused.values() for fault in table.faults}
    astray = {(file, row) for file, row, column in told if column in _WHERE}
    readable = Read(
        read.home,
        {**read.tables, **{name: drafts[name] for name in drafts if _ids_are_sound(refused[name], name)}},
        read.layers,
    )
    found = [fault for name in read.tables for fault in _references(readable, name) if _referred(fault, drafts)]
    for name, draft in drafts.items():
        held = Read(read.home, {**readable.tables, name: draft}, read.layers)
        found += _references(held, name)
        there = {*held.tables, *(f"{layer}.geojson" for layer in held.layers)}
        for rule, inputs in _RULES:
            if _ROW_BY_ROW.get(rule) == name and inputs <= there:
                found += [fault for fault in rule(held) if (fault.file, fault.row) not in astray]
    return [fault for fault in dict.fromkeys(found) if (fault.file, fault.row, fault.column) not in told]


def _ids_are_sound(table: Reading, name: str) -> bool:
    first = next(iter(describe(MODELS[name])))
    return not any(fault.column in (first, None) for fault in table.faults)


def _referred(fault: Fault, drafts: Mapping[str, Reading]) -> bool:
    """Whether the id was looked up in a refused table; the others were looked up already."""
    return any(fault.details["file"] == draft.file for draft in drafts.values())


def _asked(read: Read, which: Callable[[frozenset[str]], bool]) -> list[Fault]:
    """What those rules say whose inputs are all there."""
    there = {*read.tables, *(f"{layer}.geojson" for layer in read.layers)}
    return [fault for rule, inputs in _RULES if which(inputs) and inputs <= there for fault in rule(read)]


def _references(read: Read, name: str) -> Iterator[Fault]:
    """Ids that the table they refer to does not have."""
    table = read.tables[name]
    for column, spec in describe(MODELS[name]).items():
        target = spec["refers"]
        if target not in read.tables:
            continue
        known = read[target].iloc[:, 0]
        cells = table.frame[column]
        for row in cells.index[cells.notna() & ~cells.isin(known)]:
            found = cells[row]
            near = nearest(found, list(known)) if len(known) < 5000 else None
            rule = "unknown_reference_near" if near else "unknown_reference"
            yield table.fault(
                row,
                column,
                rule,
                found=spoken(found),
                file=read.tables[target].file,
                nearest=near or "",
                title=spec["title"],
            )


@needs()
def demonstration_stays_apart(read: Read) -> Iterator[Fault]:
    """A real district holds no demonstration figure."""
    if read.home.demonstration:
        return
    for name, table in read.tables.items():
        for column, spec in describe(MODELS[name]).items():
            if spec["values"] and "demonstration" in spec["values"] and spec["values"].items() <= BASES.items():
                for row in table.frame.index[table.frame[column] == "demonstration"]:
                    yield table.fault(row, column, "demonstration_in_real")


@needs()
def capacities_have_a_standard(read: Read) -> Iterator[Fault]:
    """Where bases are weighed by their capacity, district.toml says how many visits are enough."""
    if read.home.gaps.supply == "capacity" and "access_per_10k" not in read.home.gaps.model_fields_set:
        yield Fault(FILE, None, "gaps.access_per_10k", "toml_capacity_without_standard")


@needs("areas")
def district_is_there(read: Read) -> Iterator[Fault]:
    """district.toml names an area that has towns, and areas to compare with."""
    areas = read["areas"].set_index("area_code")
    for key, code in [("code", read.home.code), *(("compare_with", code) for code in read.home.compare_with)]:
        if code not in areas.index:
            yield Fault(FILE, None, key, "toml_unknown_area", {"found": spoken(code)})
    if read.home.code in areas.index and read.towns().empty:
        yield read.tables["areas"].fault(None, "parent_code", "no_towns", found=read.home.code)


@needs("bases", row_by_row="bases")
def photos_are_there(read: Read) -> Iterator[Fault]:
    """Every picture that bases name lies in the folder of the pictures, is a picture and not too large for a screen."""
    table = read.tables["bases"]
    for row, found in table.frame["photo"].dropna().items():
        if PHOTO.fullmatch(found.strip()) and (rule := photos.trouble(read.home.data / PHOTOS / found.strip())):
            yield table.fault(row, "photo", rule, found=spoken(found))


@needs("sources")
def plan_has_a_source(read: Read) -> Iterator[Fault]:
    """The plan's source is one of the sources; those of plans.csv are references like any other."""
    found = read.home.plan.source_id
    if found not in set(read["sources"]["source_id"]):
        yield Fault(FILE, None, "plan.source_id", "toml_unknown_source", {"found": spoken(found)})


@needs("plans", "targets")
def literacy_target_is_a_rate(read: Read) -> Iterator[Fault]:
    """A plan's literacy target is one of its targets, a rate, and has a path: from where and when, and until when."""
    table, targets = read.tables["plans"], read["targets"].set_index("target_id")
    for row, plan in table.frame.dropna(subset=["literacy_target_id"]).iterrows():
        found = plan["literacy_target_id"]
        if found in targets.index and (rule := _unfit(targets, found, plan["plan_id"])):
            yield table.fault(row, "literacy_target_id", rule, found=spoken(found))
    found = read.home.plan.literacy_target_id
    if rule := _unfit(targets, found):
        yield Fault(FILE, None, "plan.literacy_target_id", rule, {"found": spoken(found)})


def _unfit(targets: pd.DataFrame, target_id: str, plan_id: str | None = None) -> str:
    """Why a target cannot be a plan's literacy target, as a rule; empty where it can."""
    if target_id not in targets.index or targets.at[target_id, "kind"] != "rate":
        return "toml_no_rate_target"
    if plan_id is not None and targets["plan_id"].get(target_id, plan_id) not in (plan_id, None):
        told = targets.at[target_id, "plan_id"]
        if isinstance(told, str):
            return "target_of_another_plan"
    missing = targets.loc[target_id, ["baseline", "baseline_year", "due"]].isna().any()
    return "toml_target_without_path" if missing else ""


@needs("plans", "targets")
def targets_say_their_plan(read: Read) -> Iterator[Fault]:
    """Where there are several plans, every target says of which it is."""
    yield from _of_no_plan(read, "targets")


@needs("plans", "measures")
def measures_say_their_plan(read: Read) -> Iterator[Fault]:
    """Where there are several plans, every measure says of which it is."""
    yield from _of_no_plan(read, "measures")


def _of_no_plan(read: Read, name: str) -> Iterator[Fault]:
    table = read.tables[name]
    if len(read["plans"]) > 1:
        for row in table.frame.index[table.frame["plan_id"].isna()]:
            yield table.fault(row, "plan_id", "which_plan", n=len(read["plans"]))


@needs("measures", "targets")
def targets_stay_in_their_plan(read: Read) -> Iterator[Fault]:
    """A target and the measure it belongs to are of one plan."""
    table = read.tables["targets"]
    plan_of = read["measures"].set_index("measure_id")["plan_id"]
    for row, target in table.frame.iterrows():
        other = plan_of.get(target["measure_id"])
        if isinstance(other, str) and isinstance(target["plan_id"], str) and other != target["plan_id"]:
            yield table.fault(row, "measure_id", "measure_of_another_plan", found=target["measure_id"], plan=other)


@needs("plans", "targets")
def targets_follow_those_of_another_plan(read: Read) -> Iterator[Fault]:
    """What a target goes on from is a target of the same kind, of another plan."""
    table = read.tables["targets"]
    targets = table.frame.set_index("target_id")
    for row, target in table.frame.dropna(subset=["follows_id"]).iterrows():
        found = target["follows_id"]
        if found in targets.index:
            before = targets.loc[found]
            if before["plan_id"] == target["plan_id"] or (pd.isna(before["plan_id"]) and pd.isna(target["plan_id"])):
                yield table.fault(row, "follows_id", "follows_own_plan", found=spoken(found))
            elif before["kind"] != target["kind"]:
                yield table.fault(row, "follows_id", "follows_other_kind", found=spoken(found))


@needs("places")
def screen_stands_somewhere(read: Read) -> Iterator[Fault]:
    """The place of the museum's screen is one of the places, where it is not a position of its own."""
    found = read.home.kiosk.place
    if isinstance(found, str) and found not in set(read["places"]["place_id"]):
        yield Fault(FILE, None, "kiosk.place", "toml_unknown_place", {"found": spoken(found)})


@needs("district.geojson")
def screen_stands_in_the_district(read: Read) -> Iterator[Fault]:
    """The position of the museum's screen lies within the district's bounds."""
    found = read.home.kiosk.place
    if isinstance(found, tuple):
        west, south, east, north = read.layers["district"].total_bounds
        if not (west <= found[0] <= east and south <= found[1] <= north):
            yield Fault(FILE, None, "kiosk.place", "toml_place_outside", {"lon": found[0], "lat": found[1]})


@needs("areas")
def towns_have_a_district(read: Read) -> Iterator[Fault]:
    """Where the area shown has districts, each of its towns belongs to one of them."""
    table, districts = read.tables["areas"], districts_of(read["areas"], read.home.code)
    towns = read.towns()
    for row in towns.index[~towns["parent_code"].isin(districts["area_code"])] if len(districts) else ():
        yield table.fault(
            row, "parent_code", "town_without_district", found=towns.at[row, "parent_code"], name=_name(towns.loc[row])
        )


@needs("areas")
def areas_form_a_tree(read: Read) -> Iterator[Fault]:
    """No area belongs to itself, however many steps around."""
    table = read.tables["areas"]
    parent = dict(table.frame[["area_code", "parent_code"]].dropna().itertuples(index=False))
    for row, code in table.frame["area_code"].items():
        above, steps = parent.get(code), 0
        while above is not None and above != code and steps <= len(parent):
            above, steps = parent.get(above), steps + 1
        if above == code:
            yield table.fault(row, "parent_code", "area_in_a_circle", found=parent[code])


@needs("areas")
def populations_add_up(read: Read) -> Iterator[Fault]:
    """The parts of an area have as many people as the area, wherever all of them are counted."""
    table = read.tables["areas"]
    parts = table.frame.groupby("parent_code")["population"]
    counted = parts.sum()[parts.count() == parts.size()]
    for row in table.frame.index[table.frame["area_code"].isin(counted.index) & table.frame["population"].notna()]:
        area = table.frame.loc[row]
        total = int(counted[area["area_code"]])
        if total != area["population"]:
            yield table.fault(
                row,
                "population",
                "parts_do_not_add_up",
                name=_name(area),
                total=f"{total:,}",
                found=f"{int(area['population']):,}",
                difference=f"{abs(total - int(area['population'])):,}",
                than={"zh": "多", "en": "more"} if total > area["population"] else {"zh": "少", "en": "fewer"},
            )


@needs("areas", "places", row_by_row="places")
def places_are_in_towns(read: Read) -> Iterator[Fault]:
    """Places belong to towns of the district shown."""
    yield from _elsewhere(read, "places")


@needs("areas", "bases", row_by_row="bases")
def bases_are_in_towns(read: Read) -> Iterator[Fault]:
    """Bases belong to towns of the district shown."""
    yield from _elsewhere(read, "bases")


@needs("areas", "survey", row_by_row="survey")
def surveys_are_of_towns(read: Read) -> Iterator[Fault]:
    """Survey rows belong to the district shown or to its towns; in a province to any of its districts too."""
    yield from _elsewhere(read, "survey", read.home.code, *districts_of(read["areas"], read.home.code)["area_code"])


@needs("areas", "register", row_by_row="register")
def the_register_is_of_towns(read: Read) -> Iterator[Fault]:
    """Confirmations are of the district shown or of its towns; in a province of any of its districts too."""
    yield from _elsewhere(read, "register", read.home.code, *districts_of(read["areas"], read.home.code)["area_code"])


@needs("areas", "register")
def the_register_does_not_contradict_itself(read: Read) -> Iterator[Fault]:
    """What is complete in a whole district is not incomplete in one of its towns."""
    table = read.tables["register"]
    parent = read["areas"].set_index("area_code")["parent_code"]
    whole = {
        (row.area_code, row.level if isinstance(row.level, str) else row.category): place
        for place, row in zip(table.frame.index, table.frame.itertuples())
        if row.complete
    }
    for place, row in zip(table.frame.index, table.frame.itertuples()):
        subject = row.level if isinstance(row.level, str) else row.category
        above = parent.get(row.area_code)
        while not row.complete and isinstance(above, str) and (above, subject) not in whole:
            above = parent.get(above)
        if not row.complete and isinstance(above, str):
            yield table.fault(
                place,
                "complete",
                "register_contradicts",
                found=subject,
                whole=_name_of(read, above),
                town=_name_of(read, row.area_code),
                first_row=table.numbers[whole[above, subject]],
            )


def _elsewhere(read: Read, name: str, *also: str) -> Iterator[Fault]:
    table, known = read.tables[name], set(read["areas"]["area_code"])
    codes = table.frame["area_code"]
    for row in codes.index[codes.isin(known - set(read.towns()["area_code"]) - set(also))]:
        yield table.fault(row, "area_code", "not_a_town", found=codes[row])


@needs("areas", "places")
def each_town_has_one_seat(read: Read) -> Iterator[Fault]:
    """Every town is governed from exactly one of its places."""
    table = read.tables["places"]
    seats = table.frame[table.frame["role"] == "seat"]
    for row in seats.index[seats["area_code"].duplicated()]:
        yield table.fault(row, "role", "second_seat", name=_name_of(read, seats.at[row, "area_code"]))
    towns = read.towns()
    for _, town in towns[~towns["area_code"].isin(seats["area_code"])].iterrows():
        yield table.fault(None, "role", "no_seat", name=_name(town), code=town["area_code"])


@needs("areas", "places")
def shares_add_up(read: Read) -> Iterator[Fault]:
    """The shares of a town's places add up to one."""
    table = read.tables["places"]
    for code, shares in table.frame.groupby("area_code")["share"]:
        if abs(shares.sum() - 1) > SHARE_TOLERANCE:
            yield table.fault(
                shares.index[0], "share", "shares_do_not_add_up", name=_name_of(read, code), total=f"{shares.sum():g}"
            )


@needs("places", "bases", row_by_row="bases")
def base_is_drawn_in_its_own_town(read: Read) -> Iterator[Fault]:
    """The place a base is drawn at lies in the base's town."""
    table = read.tables["bases"]
    town_of = read["places"].set_index("place_id")["area_code"]
    drawn = table.frame[table.frame["place_id"].isin(town_of.index)]
    for row, base in drawn.iterrows():
        if base["area_code"] != town_of[base["place_id"]]:
            yield table.fault(
                row, "place_id", "place_of_another_town", found=base["place_id"], town=town_of[base["place_id"]]
            )


@needs("areas", "bases")
def base_is_part_of_another(read: Read) -> Iterator[Fault]:
    """A base lies inside another one, of its own town, and in no circle."""
    table = read.tables["bases"]
    rows = table.frame.set_index("base_id", drop=False)
    whole = rows["part_of"].dropna()
    whole = whole[whole.isin(rows.index)]
    known = set(read["areas"]["area_code"])
    numbers = dict(zip(table.frame["base_id"], table.frame.index, strict=True))
    for base, above in whole.items():
        outer, passed = above, {base}
        while outer in whole.index and outer not in passed:
            passed.add(outer)
            outer = whole[outer]
        towns = [rows.at[one, "area_code"] for one in (base, above)]
        if outer == base:
            yield table.fault(numbers[base], "part_of", "base_in_a_circle", found=above)
        elif set(towns) <= known and towns[0] != towns[1]:
            yield table.fault(
                numbers[base], "part_of", "part_in_another_town", found=above, own=towns[0], other=towns[1]
            )


@needs("areas", "places", "towns.geojson", "district.geojson", row_by_row="places")
def places_lie_in_their_towns(read: Read) -> Iterator[Fault]:
    """A place lies in its town, as far as its position and the boundaries are known."""
    frame = read["places"]
    yield from _misplaced(read, "places", frame, frame["accuracy_km"])


@needs("areas", "bases", "towns.geojson", "district.geojson", row_by_row="bases")
def bases_lie_in_their_towns(read: Read) -> Iterator[Fault]:
    """A base with a position lies in its town, or at least in the district where its town is unknown."""
    frame = read["bases"].dropna(subset=["lon", "lat"])
    yield from _misplaced(read, "bases", frame, frame["accuracy"].map(ACCURACY_KM).fillna(0))


def _misplaced(read: Read, name: str, frame: pd.DataFrame, accuracy_km: pd.Series) -> Iterator[Fault]:
    if frame.empty:
        return
    table, district = read.tables[name], read.layers["district"]
    flat = local_projection(district)
    outline = district.geometry.to_crs(flat).union_all()
    towns = read.layers["towns"].to_crs(flat).set_index("area_code").geometry
    points = gpd.GeoSeries.from_xy(frame["lon"], frame["lat"], index=frame.index, crs="EPSG:4326").to_crs(flat)
    turned = gpd.GeoSeries.from_xy(frame["lat"], frame["lon"].clip(-90, 90), index=frame.index, crs="EPSG:4326").to_crs(
        flat
    )
    reach_m = (accuracy_km + read.home.boundary_tolerance_km) * 1000
    with np.errstate(invalid="ignore"):  # some lie where the projection has no place
        beyond = ~(points.distance(outline) <= reach_m)
        swapped = beyond & (turned.distance(outline) <= reach_m)
    own = frame.index[frame["area_code"].isin(towns.index)]
    home = gpd.GeoSeries(outline, index=frame.index, crs=flat)
    home[own] = list(towns.loc[frame.loc[own, "area_code"]])
    with np.errstate(invalid="ignore"):
        astray = beyond & ~swapped | ~swapped & ~(points.distance(home) <= reach_m)
    fitting = _fitting(table, frame.index[astray], home, reach_m, flat)
    for row, datums in fitting.items():
        yield table.fault(
            row,
            "datum" if table.written is not None else "lon",
            "other_datum",
            found=table.written.at[row, "datum"],
            datum={"zh": "或".join(datums), "en": " or ".join(datums)},
            name=_name_of(read, frame.at[row, "area_code"]) if row in own else read.home.name,
        )
    beyond &= ~frame.index.isin(list(fitting))
    for row in frame.index[swapped]:
        yield table.fault(row, "lon", "swapped", lon=f"{frame.at[row, 'lat']:.9g}", lat=f"{frame.at[row, 'lon']:.9g}")
    for row in frame.index[beyond & ~swapped]:
        yield table.fault(
            row,
            "lon",
            "outside_district",
            lon=f"{frame.at[row, 'lon']:.9g}",
            lat=f"{frame.at[row, 'lat']:.9g}",
            name=read.home.name,
        )
    own = own[~beyond[own] & ~own.isin(list(fitting))]
    distance_m = points[own].distance(gpd.GeoSeries(list(towns.loc[frame.loc[own, "area_code"]]), index=own, crs=flat))
    for row in own[distance_m > reach_m[own]]:
        code = frame.at[row, "area_code"]
        yield table.fault(
            row,
            "lon",
            "outside_town",
            name=_name_of(read, code),
            distance=f"{distance_m[row] / 1000:.1f}",
            allowed=f"{reach_m[row] / 1000:g}",
            inside=_town_at(read, towns, points[row]),
        )


def _fitting(
    table: Reading, rows: pd.Index, home: gpd.GeoSeries, reach_m: pd.Series, flat: CRS
) -> dict[int, list[str]]:
    """The other datums under which points as they were written would lie where they should, by row; no row where none does."""
    found: dict[int, list[str]] = {}
    if table.written is None or rows.empty:
        return found
    written = table.written.loc[rows]
    for other in (datum.SAME[0], *datum.BENT):
        bent = datum.to_wgs84(written[["lon", "lat"]].to_numpy(), other)
        points = gpd.GeoSeries.from_xy(bent[:, 0], bent[:, 1], index=rows, crs="EPSG:4326").to_crs(flat)
        with np.errstate(invalid="ignore"):
            fits = points.distance(home[rows]) <= reach_m[rows]
        for row in rows[fits & written["datum"].replace("CGCS2000", datum.SAME[0]).ne(other)]:
            found.setdefault(row, []).append(other)
    return found


def _town_at(read: Read, towns: gpd.GeoSeries, point) -> dict[str, str]:
    """The town a point lies in, or else the nearest."""
    return _name_of(read, str(towns.distance(point).idxmin()))


@needs("areas", "towns.geojson")
def every_town_has_a_boundary(read: Read) -> Iterator[Fault]:
    """towns.geojson draws the district's towns, all of them and no other."""
    towns, drawn = read.towns(), list(read.layers["towns"]["area_code"])
    for _, town in towns[~towns["area_code"].isin(drawn)].iterrows():
        yield Fault(
            "geo/towns.geojson", None, None, "town_without_boundary", {"name": _name(town), "code": town["area_code"]}
        )
    own = set(towns["area_code"])
    for code in drawn:
        if code not in own:
            yield Fault(
                "geo/towns.geojson",
                None,
                None,
                "boundary_without_town",
                {"code": spoken(code), "file": read.tables["areas"].file},
            )


@needs("areas", "towns.geojson")
def towns_do_not_overlap(read: Read) -> Iterator[Fault]:
    """No two towns share ground."""
    for one, other, shared_km2 in overlaps(read.layers["towns"]):
        details = {"one": _name_of(read, one), "other": _name_of(read, other), "shared": f"{shared_km2:.2f}"}
        yield Fault("geo/towns.geojson", None, None, "towns_overlap", details)


@needs("district.geojson")
def outline_is_the_districts(read: Read) -> Iterator[Fault]:
    """district.geojson draws the district that district.toml names."""
    drawn = list(read.layers["district"]["area_code"])
    if drawn != [read.home.code]:
        yield Fault("geo/district.geojson", None, None, "other_district", {"found": drawn, "expected": read.home.code})


@needs("towns.geojson", "district.geojson")
def towns_fill_the_district(read: Read) -> Iterator[Fault]:
    """The towns lie in the district's outline, as far as the boundaries are known."""
    flat = local_projection(read.layers["district"])
    outline = (
        read.layers["district"].geometry.to_crs(flat).union_all().buffer(read.home.boundary_tolerance_km * 1000 + 100)
    )
    towns = read.layers["towns"].to_crs(flat)
    for code, town in zip(towns["area_code"], towns.geometry, strict=True):
        if not outline.covers(town):
            yield Fault("geo/towns.geojson", None, None, "town_outside_district", {"code": code})


@needs("measures", "duties")
def measures_have_their_duties(read: Read) -> Iterator[Fault]:
    """Somebody answers for every action and project; the plan names nobody for its organisation."""
    table, measures = read.tables["duties"], read["measures"]
    duties = table.frame
    lacking = measures[(measures["part"] != "organisation") & ~measures["measure_id"].isin(duties["measure_id"])]
    for measure in lacking["measure_id"]:
        yield table.fault(None, "measure_id", "measure_without_duty", found=measure)
    general = measures.loc[measures["part"] == "organisation", "measure_id"]
    for row in duties.index[duties["measure_id"].isin(general)]:
        yield table.fault(row, "measure_id", "duty_of_organisation", found=duties.at[row, "measure_id"])


@needs("duties")
def positions_have_no_gaps(read: Read) -> Iterator[Fault]:
    """The units of a measure are numbered from one, without a gap."""
    table = read.tables["duties"]
    for measure, positions in table.frame.groupby("measure_id")["position"]:
        for expected, (row, found) in enumerate(positions.sort_values(kind="stable").items(), 1):
            if found != expected:
                yield table.fault(
                    row, "position", "position_out_of_line", measure=measure, found=int(found), expected=expected
                )
                break


@needs("targets", "progress", row_by_row="progress")
def reported_rates_are_shares(read: Read) -> Iterator[Fault]:
    """What is reported on a rate is a rate."""
    table = read.tables["progress"]
    rates = read["targets"].loc[read["targets"]["kind"] == "rate", "target_id"]
    beyond = table.frame["target_id"].isin(rates) & (table.frame["value"] > 1)
    for row in table.frame.index[beyond]:
        yield table.fault(row, "value", "rate_above_one", found=f"{table.frame.at[row, 'value']:g}")


def _name(area: pd.Series) -> dict[str, str]:
    return {"zh": area["name_zh"], "en": area["name_en"]}


def _name_of(read: Read, code: str) -> dict[str, str]:
    areas = read["areas"]
    found = areas[areas["area_code"] == code]
    return {"zh": code, "en": code} if found.empty else _name(found.iloc[0])
