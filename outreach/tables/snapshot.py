"""The tables of a district as they stood on a day, kept beside its data for the next meeting."""

import json
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.tables import MODELS
from outreach.tables.columns import describe, key

FOLDER = "snapshots"
FORMAT = 1
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")
_PLAIN = {
    "number": "float64",
    "share": "float64",
    "quantity": "float64",
    "integer": "Int64",
    "year": "Int64",
    "date": "datetime64[ns]",
    "flag": "boolean",
}


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The tables as they stood on the day `taken`; a column the program did not have then is empty.

    `keys` are the columns that tell the rows of each kept table apart.
    """

    taken: date
    tables: dict[str, pd.DataFrame]

    @property
    def keys(self) -> dict[str, list[str]]:
        return {name: key(MODELS[name]) for name in self.tables}

    def table(self, name: str) -> pd.DataFrame:
        """The kept table of that name; an empty one where it was not kept. Raises KeyError for a name that is none."""
        return self.tables[name] if name in self.tables else MODELS[name].empty()


class SnapshotError(ValueError):
    """A file that is no snapshot of this district; says which and why."""


def write(home: Home, district: District, taken: date) -> Path:
    """Keep the district's tables under the day's name, in place of an earlier one of that day.

    The file is complete or not there at all. Raises OSError where the directory may not be written to.
    """
    folder = home.root / FOLDER
    folder.mkdir(exist_ok=True)
    path = folder / f"{taken.isoformat()}.json"
    content = {
        "format": FORMAT,
        "taken": taken.isoformat(),
        "code": home.code,
        "tables": {name: _listed(district.table(name)) for name in MODELS},
    }
    half = path.with_suffix(".part")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=0, allow_nan=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return path


def listed(root: Path) -> list[Path]:
    """The snapshots kept for the district in a directory, oldest first; other files there are passed over."""
    folder = root / FOLDER
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else []


def day(path: Path) -> str:
    """The day a snapshot was kept, as its file is named."""
    return path.stem


def read(path: Path, code: str) -> Snapshot:
    """The snapshot in a file. Raises SnapshotError for a file that is none, or is another district's."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT or content["code"] != code:
            raise SnapshotError(
                f"{path.name}: expected format {FORMAT} of {code}, found {content['format']} of {content['code']}"
            )
        tables = {name: _framed(name, table) for name, table in content["tables"].items() if name in MODELS}
        return Snapshot(date.fromisoformat(content["taken"]), tables)
    except SnapshotError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(f"{path.name}: {type(error).__name__}: {error}") from error


def _listed(frame: pd.DataFrame) -> dict[str, object]:
    return {
        "columns": list(frame),
        "rows": [[_plain(cell) for cell in row] for row in frame.itertuples(index=False, name=None)],
    }


def _plain(cell: Any) -> Any:
    if isinstance(cell, (tuple, list)):
        return list(cell)
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return cell.item() if hasattr(cell, "item") else cell


def _framed(name: str, table: dict[str, Any]) -> pd.DataFrame:
    """The rows as a frame of the model's types; columns the model no longer has are left out."""
    rows = pd.DataFrame(table["rows"], columns=table["columns"], dtype=object)
    found = {}
    columns = describe(MODELS[name])
    for column, spec in columns.items():
        values = rows[column] if column in rows else pd.Series([None] * len(rows), dtype=object)
        if spec["type"] == "list":
            found[column] = values.map(lambda cell: tuple(cell) if isinstance(cell, list) else ())
        elif spec["type"] in ("text", "code"):
            found[column] = values.astype("str").where(values.notna())
        else:
            found[column] = values
    return pd.DataFrame(found).astype(
        {column: _PLAIN[spec["type"]] for column, spec in columns.items() if spec["type"] in _PLAIN}
    )
