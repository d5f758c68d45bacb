"""The whole district: its tables, its geometry and everything that is wrong with them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from outreach.district import District
from outreach.faults import Fault
from outreach.home import Home, find_root
from outreach.settings import FILE
from outreach.tables import MODELS
from outreach.tables.agreement import disagreements, disagreements_of_refused
from outreach.tables.agreement.rules import Read
from outreach.tables.columns import describe
from outreach.tables.geometry import LAYERS, nothing_drawn, read_layer
from outreach.tables.naming import Names
from outreach.tables.periods import with_plan
from outreach.tables.table import Reading, read_table


def read_district(home: Home, last_good: District | None = None) -> District:
    """The district in a directory, each file read whole or refused whole.

    A refused table is taken from `last_good`, all of it, so that tables never mix good rows with bad. Never raises for
    what the files hold; raises HomeError where the directory is no district.
    """
    find_root(home.root)
    return _joined(home, _tables(home), _layers(home), last_good)


def district_with(home: Home, name: str, reading: Reading, last_good: District) -> tuple[District, tuple[Fault, ...]]:
    """The district in a directory as it would be with another version of the table `name`, as `district_with_all` tells it."""
    return district_with_all(home, {name: reading}, last_good)


def district_with_all(
    home: Home, readings: Mapping[str, Reading], last_good: District
) -> tuple[District, tuple[Fault, ...]]:
    """The district in a directory as it would be with other versions of these tables, and what those versions are to blame for.

    To blame they are for every fault of their own, and for those of other files that are not there with them in place; where
    one is at fault already, those that the last good version has are no news either. What else is wrong with the other
    files stands in the district's `faults`, and their tables are the last good ones. Never raises for what the files hold;
    raises HomeError where the directory is no district.
    """
    find_root(home.root)
    tables, layers = _tables(home), _layers(home)
    others = {"areas", "codes"} & readings.keys()  # else no other table is read in another way than it was
    after = _joined(home, _tables(home, **readings) if others else {**tables, **readings}, layers, last_good)
    before = list(_joined(home, tables, layers, None).faults)
    broken = [name for name in readings if any(fault.file == tables[name].file for fault in before)]
    if broken:
        good = {name: last_good.table(name) for name in broken}
        sound = {
            name: Reading(tables[name].file, frame, list(range(2, len(frame) + 2))) for name, frame in good.items()
        }
        before += _joined(home, tables | sound, layers, None).faults
    known, own = {_place(fault) for fault in before}, {reading.file for reading in readings.values()}
    blamed = tuple(fault for fault in after.faults if fault.file in own or _place(fault) not in known)
    if not blamed:  # else a table sound by itself could give way to older ones of the files beside it
        frames: dict[str, Any] = {name: reading.frame for name, reading in readings.items()}
        after = replace(after, **frames, stale=tuple(one for one in after.stale if one not in readings))
    return after, blamed


def _tables(home: Home, **instead: Reading) -> dict[str, Reading]:
    """Every table of a directory, some of them `instead` as they are given; names are those of the areas."""
    return _tables_in(home.data, **instead)


def _tables_in(folder: Path, **instead: Reading) -> dict[str, Reading]:
    read = {name: instead.get(name) or read_table(folder, name, MODELS[name]) for name in ("areas", "codes")}
    names = Names.of(*(table.draft if table.frame is None else table.frame for table in read.values()))
    return {
        name: read.get(name) or instead.get(name) or read_table(folder, name, model, names)
        for name, model in MODELS.items()
    }


def _layers(home: Home) -> dict[str, tuple[gpd.GeoDataFrame | None, list[Fault]]]:
    return {layer: read_layer(home.geo, layer) for layer in LAYERS}


def _place(fault: Fault) -> tuple[object, ...]:
    """What a fault is known by in two readings of one file: its cell, or what it says where it has none."""
    if fault.row is not None:
        return fault.file, fault.row, fault.column
    return (
        fault.file,
        fault.column,
        fault.rule,
        str({name: value for name, value in fault.details.items() if name != "file"}),
    )


def _joined(
    home: Home,
    tables: dict[str, Reading],
    drawn: dict[str, tuple[gpd.GeoDataFrame | None, list[Fault]]],
    last_good: District | None,
) -> District:
    layers = {layer: found for layer, (found, _) in drawn.items() if found is not None}
    faults = [fault for _, wrong in drawn.values() for fault in wrong]
    faults = [*(fault for table in tables.values() for fault in table.faults), *faults]
    good = {name: table for name, table in tables.items() if table.frame is not None}
    read = Read(home, dict(good), layers)
    told = disagreements(read)
    told += disagreements_of_refused(read, {name: table for name, table in tables.items() if table.frame is None})
    faults = sorted([*faults, *told], key=_order)
    unsettled = any(fault.file == FILE for fault in told)
    if last_good and unsettled:
        home = last_good.home
    elif last_good and last_good.home.code != home.code:
        last_good = None
    _drop(told, good, layers)
    if last_good and (unsettled or len(good) < len(MODELS) or len(layers) < len(LAYERS)):
        _settle(home, good, layers, last_good)
    return _assembled(home, good, layers, faults, last_good, ["district.toml"] if unsettled else [])


def faults_alone(root: Path) -> list[Fault]:
    """What is wrong with each file by itself, for a directory whose district.toml cannot be used."""
    tables = [fault for table in _tables_in(root / "data").values() for fault in table.faults]
    return tables + [fault for layer in LAYERS for fault in read_layer(root / "geo", layer)[1]]


def _drop(faults: list[Fault], tables: dict[str, Reading], layers: dict[str, gpd.GeoDataFrame]) -> bool:
    """Take away the tables and layers that faults speak of; tells whether there were any."""
    blamed = {fault.file for fault in faults}
    gone = [name for name, table in tables.items() if table.file in blamed]
    drawn = [layer for layer in layers if f"geo/{layer}.geojson" in blamed]
    for name in gone:
        del tables[name]
    for layer in drawn:
        del layers[layer]
    return bool(gone or drawn)


def _settle(home: Home, tables: dict[str, Reading], layers: dict[str, gpd.GeoDataFrame], last_good: District) -> None:
    """Drop what is sound by itself but does not agree with the older tables it would stand beside.

    The files that are at odds were told of already; these follow them back until they are mended.
    """

    def faults(without: str = "") -> list[Fault]:
        older = {
            name: Reading(f"last good {name}", last_good.table(name), list(range(2, len(last_good.table(name)) + 2)))
            for name in MODELS
            if (name not in tables or name == without) and name not in last_good.missing
        }
        drawn = {
            layer: last_good.geometry[layer]
            for layer in LAYERS
            if layer not in layers and f"{layer}.geojson" not in last_good.missing
        }
        return disagreements(Read(home, tables | older, layers | drawn))

    while told := faults():
        if _drop(told, tables, layers):
            continue
        culprit = next((name for name in tables if not faults(name)), None)
        if culprit is None:
            tables.clear()
            layers.clear()
            return
        del tables[culprit]


def _assembled(
    home: Home,
    tables: dict[str, Reading],
    layers: dict[str, gpd.GeoDataFrame],
    faults: list[Fault],
    last_good: District | None,
    refused: list[str],
) -> District:
    frames: dict[str, Any] = {}
    stale, missing = (refused, []) if last_good else ([], refused)
    for name, model in MODELS.items():
        if name in tables:
            frames[name] = tables[name].frame
            continue
        have = last_good if last_good is not None and name not in last_good.missing else None
        (stale if have else missing).append(name)
        frames[name] = have.table(name) if have else model.empty()
    geometry = {}
    for layer in LAYERS:
        if layer in layers:
            geometry[layer] = layers[layer]
            continue
        have = last_good if last_good is not None and f"{layer}.geojson" not in last_good.missing else None
        (stale if have else missing).append(f"{layer}.geojson")
        geometry[layer] = have.geometry[layer] if have else nothing_drawn()
    return District(
        home=with_plan(home, frames["plans"], home.data_date),
        **frames,
        taken={name: tables[name].taken for name in tables if tables[name].taken},
        geometry=geometry,
        faults=tuple(faults),
        stale=tuple(stale),
        missing=tuple(missing),
    )


def _order(fault: Fault) -> tuple[int, str, int, int]:
    """Files are told of in the tables' order, then the layers, then the settings; a file by rows and columns."""
    stem = fault.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if fault.file == FILE or stem not in MODELS:
        return len(MODELS) + (fault.file == FILE), fault.file, fault.row or 0, 0
    columns = list(describe(MODELS[stem]))
    place = columns.index(fault.column) if fault.column in columns else -1
    return list(MODELS).index(stem), fault.file, fault.row or 0, place
