"""Measures worked out beforehand: Parquet files beside the district, read in place of working them out again.

A store is a directory with one folder for each state of the data, named by a hash of all that its figures depend on: the
district's files and the code that measures. Another state is another folder, so that a figure is either that of the files
as they are or is not found. A folder is written beside its place and put there in one step.
"""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from outreach.home import PROJECT, Home

FOLDER = ".kept/store"
MANIFEST = "store.json"
RESULTS = "results"
LIBRARIES = ("geopandas", "numpy", "pandas", "pyproj", "scipy", "shapely")
LONG = {
    "gaps": ("by_default", "by_town"),
    "access": ("by_town",),
    "reach": ("by_way", "by_level"),
    "standing": ("mean_km", "nearest_by_level"),
}
"""The measures that take longest; all others are worked out as quickly as they would be read."""
_LOG = logging.getLogger(__name__)
_TUPLES = "tuples"


def place(home: Home) -> Path:
    """Where a district's store is: OUTREACH_STORE, else .kept/store in its directory."""
    return Path(os.environ.get("OUTREACH_STORE") or home.root / FOLDER)


def key(home: Home) -> str:
    """The name of the state that a district's files and the code that measures are in: 24 hexadecimal digits."""
    found = hashlib.sha256()
    parts = [(home.root, part, "*") for part in ("data", "geo")] + [
        (PROJECT / "outreach", part, "*.py") for part in ("measures", "tables")
    ]
    for root, part, which in parts:
        for path in sorted((root / part).glob(which)):
            if path.is_file():
                content = path.read_bytes()
                found.update(f"{part}/{path.name}:{len(content)}\n".encode() + content)
    found.update("".join(f"{one}={version(one)}\n" for one in LIBRARIES).encode())
    return found.hexdigest()[:24]


class Names:
    """What tables and results are called, by how they were made: `measures.gaps.by_default(whole/areas,…)`.

    A result has a name where everything it was made of has one or is a plain value; two results of one name are the same.
    What is named is kept alive, so that one thing is never taken for another; beyond `most` names all but the tables' are
    forgotten.
    """

    def __init__(self, most: int = 4000):
        self._most = most
        self._tables: dict[int, tuple[Any, str]] = {}
        self._made: dict[int, tuple[Any, str]] = {}

    def table(self, thing: Any, name: str) -> None:
        """Call a table or a layer by this name."""
        self._tables[id(thing)] = (thing, name)

    def made(self, thing: Any, name: str) -> None:
        """Call a result by this name, and its parts after it."""
        if thing is None or isinstance(thing, (str, int, float, bool)):
            return
        if len(self._made) >= self._most:
            self._made.clear()
        self._made[id(thing)] = (thing, name)
        inside = [field.name for field in fields(thing)] if is_dataclass(thing) else getattr(thing, "_fields", ())
        for part in inside:
            value = getattr(thing, part)
            if isinstance(value, (pd.DataFrame, pd.Series)):
                self._made[id(value)] = (value, f"{name}.{part}")

    def call(self, function: Callable, args: tuple, kwargs: Mapping[str, Any]) -> str | None:
        """The name of what a measure gives for these arguments; None where one of them has none."""
        if not function.__module__.startswith("outreach.measures"):
            return None
        said = [self._of(one) for one in args] + [self._of((name, value)) for name, value in sorted(kwargs.items())]
        return None if None in said else f"{function.__module__}.{function.__qualname__}({','.join(said)})"

    def _of(self, value: Any) -> str | None:
        if value is None or isinstance(value, (str, int, float, bool)):
            return repr(value)
        for known in (self._tables, self._made):
            if id(value) in known:
                return known[id(value)][1]
        if isinstance(value, (tuple, Mapping)):
            inside = [self._of(one) for one in (sorted(value.items()) if isinstance(value, Mapping) else value)]
            return None if None in inside else f"({','.join(inside)})"
        return None


def is_stored(name: str) -> bool:
    """Whether the result of that name is one that a store holds."""
    module, function = name.partition("(")[0].rsplit(".", 2)[1:]
    return function in LONG.get(module, ())


class Store:
    """The results kept for one state of a district."""

    def __init__(self, folder: Path, results: Mapping[str, str]):
        self._folder, self._results = folder, results

    def __len__(self) -> int:
        return len(self._results)

    def find(self, name: str) -> Any:
        """The result of that name; None where there is none, or where its file cannot be read (the log says so)."""
        file = self._results.get(name)
        if file is None:
            return None
        try:
            return _read(self._folder / RESULTS / file)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a kept file, its figures can be worked out
            _LOG.warning("store: %s cannot be read and is worked out anew (%s)", self._folder / RESULTS / file, error)
            return None


def opened(home: Home) -> Store | None:
    """The store's results for the district's files as they are now; None where there are none."""
    root = place(home)
    if not root.is_dir():
        return None
    folder = root / key(home)
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Store(folder, {str(name): str(file) for name, file in told["results"].items()})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, AttributeError) as error:
        _LOG.warning("store: %s cannot be read; its measures are worked out anew (%s)", folder / MANIFEST, error)
        return None


def write(
    root: Path, name: str, results: Mapping[str, Any], long: pd.DataFrame, layers: Mapping[str, gpd.GeoDataFrame]
) -> Path:
    """Put a state's results into a store, in one step, and take out the states before it.

    results are by name (Names); one that would not be read back as it is, is left out. long is every measure of every
    area; layers are written as GeoParquet, `towns.parquet` and the like. Raises OSError where nothing can be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".writing-", dir=root))
    try:
        (folder / RESULTS).mkdir()
        kept = {}
        for number, (one, result) in enumerate(sorted(results.items())):
            file = f"{number:04d}.parquet"
            _write(folder / RESULTS / file, result)
            if _alike(_read(folder / RESULTS / file), result):
                kept[one] = file
            else:
                (folder / RESULTS / file).unlink()
        for table, rows in {"measures": long, **layers}.items():
            rows.to_parquet(folder / f"{table}.parquet", index=False)
        (folder / MANIFEST).write_text(json.dumps({"results": kept}, indent=1), encoding="utf-8")
        folder.chmod(0o755)
        target = root / name
        shutil.rmtree(target, ignore_errors=True)
        os.replace(folder, target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    for other in root.iterdir():
        if other.is_dir() and other != target and (other / MANIFEST).is_file():
            shutil.rmtree(other, ignore_errors=True)
    return target


def _write(path: Path, result: Any) -> None:
    kind = "series" if isinstance(result, pd.Series) else "mapping" if isinstance(result, Mapping) else "frame"
    frame = result.to_frame("value") if kind == "series" else pd.concat(dict(result)) if kind == "mapping" else result
    objects = {
        column: _TUPLES if frame[column].map(type).eq(tuple).any() else "object"
        for column in frame
        if frame[column].dtype == object
    }
    attrs = {"kind": kind, "name": getattr(result, "name", None), "objects": objects}
    if kind == "mapping":
        attrs["index"] = next(iter(result.values())).index.name
    frame = frame.copy()
    frame.attrs = {"outreach": attrs}
    frame.to_parquet(path)


def _read(path: Path) -> Any:
    frame = pd.read_parquet(path)
    told = frame.attrs.pop("outreach")
    for column, kind in told["objects"].items():
        values = frame[column].astype(object)
        missing = values.isna() if kind == "object" else values.map(lambda one: one is None)
        if kind == _TUPLES:
            values = values.map(lambda one: None if one is None else tuple(one))
        frame[column] = values.astype(object).where(~missing, None)
    if told["kind"] == "series":
        return frame["value"].rename(told["name"])
    if told["kind"] == "mapping":
        return {
            name: frame.xs(name).rename_axis(told["index"]) for name in dict.fromkeys(frame.index.get_level_values(0))
        }
    return frame


def _alike(one: Any, other: Any) -> bool:
    """Whether two results hold the very same: figures, index, order and types."""
    if isinstance(other, Mapping):
        return list(one) == list(other) and all(_alike(one[name], other[name]) for name in other)
    same = pd.testing.assert_series_equal if isinstance(other, pd.Series) else pd.testing.assert_frame_equal
    try:
        same(one, other, check_exact=True, check_index_type=False)
    except AssertionError:
        return False
    return True
