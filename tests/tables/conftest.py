"""A copy of the shipped district that a test may spoil."""

import csv
import io
import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from outreach.home import PROJECT, find_home
from outreach.tables import MODELS
from outreach.tables.agreement import disagreements
from outreach.tables.agreement.rules import Read
from outreach.tables.geometry import LAYERS, read_layer
from outreach.tables.table import read_table
from outreach.words import load

ZH, EN = load("zh"), load("en")


class Copy:
    """The shipped district in a directory of its own."""

    def __init__(self, root: Path):
        self.root = root
        for part in ("data", "geo"):
            shutil.copytree(PROJECT / part, root / part)

    def path(self, table: str) -> Path:
        return self.root / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.path(table).read_text(encoding="utf-8-sig"), newline="")))

    def write(self, table: str, rows: list[list[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self.path(table).write_text(text.getvalue(), encoding="utf-8-sig", newline="")

    def change(self, table: str, row: int, **cells: str) -> None:
        rows = self.rows(table)
        for column, cell in cells.items():
            rows[row - 1][rows[0].index(column)] = cell
        self.write(table, rows)

    def append(self, table: str, **cells: str) -> None:
        rows = self.rows(table)
        self.write(table, [*rows, [cells.get(column, "") for column in rows[0]]])

    def delete(self, table: str, row: int) -> None:
        rows = self.rows(table)
        del rows[row - 1]
        self.write(table, rows)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        content = path.read_bytes()
        assert old.encode() in content
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))

    def layer(self, layer: str, change) -> None:
        path = self.root / "geo" / f"{layer}.geojson"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def told(faults) -> list[tuple[str, str, str]]:
    """Faults as a reader meets them: the place, and the sentence in both languages."""
    return [
        (f"{fault.file}:{fault.row or '-'}:{fault.column or '-'}", ZH.fault(fault), EN.fault(fault)) for fault in faults
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(scope="session")
def shipped() -> SimpleNamespace:
    """The shipped district's parts, each read once."""
    home = find_home(PROJECT)
    return SimpleNamespace(
        home=home,
        tables={name: read_table(home.data, name, model) for name, model in MODELS.items()},
        layers={layer: read_layer(home.geo, layer)[0] for layer in LAYERS},
    )


@pytest.fixture
def faults_of(copy: Copy):
    """What a table of the copy is told of when it is read by itself."""
    return lambda table: told(read_table(copy.root / "data", table, MODELS[table]).faults)


@pytest.fixture
def disputes_of(copy: Copy, shipped):
    """What changed tables and layers of the copy dispute with the rest of the shipped district."""

    def disputes(*names: str):
        tables = shipped.tables | {
            name: read_table(copy.root / "data", name, MODELS[name]) for name in names if name in MODELS
        }
        layers = shipped.layers | {name: read_layer(copy.root / "geo", name)[0] for name in names if name in LAYERS}
        assert all(table.frame is not None for table in tables.values())
        assert all(layer is not None for layer in layers.values())
        return told(disagreements(Read(shipped.home, tables, layers)))

    return disputes
