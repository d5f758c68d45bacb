"""One table from its file: a typed, validated frame, or everything that is wrong with the file."""

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from outreach.faults import Fault
from outreach.tables import datum
from outreach.tables.cells import plain, typed
from outreach.tables.columns import OPTIONAL, Table, describe
from outreach.tables.faults import Told, nearest, spoken, verdicts
from outreach.tables.reading import Sheet, read_sheet


@dataclass
class Reading:
    """What came of reading a table's file.

    `frame` is None where the file was refused; `draft` is then what could be read of it, with nothing in the cells at
    fault, so that the rest of it can be held against other tables in the same go. `numbers` are the rows' numbers in
    the file, in the frame's order. Coordinates are in WGS-84, whatever datum the file gave them in; `written` are lon, lat
    and datum as the file has them, in the frame's order, for a table that has them.
    """

    file: str
    frame: pd.DataFrame | None = None
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    draft: pd.DataFrame | None = None
    written: pd.DataFrame | None = None

    def fault(self, row: int | None, column: str | None, rule: str, **details) -> Fault:
        """A fault at a row of the frame."""
        return Fault(self.file, None if row is None else self.numbers[row], column, rule, details)


def read_table(folder: Path, name: str, model: type[Table]) -> Reading:
    """The table `name` of a folder; one that a directory may be without has no rows there. Never raises for what the file holds."""
    if name in OPTIONAL and not any(_holds(folder / f"{name}.{suffix}") for suffix in ("csv", "xlsx")):
        return Reading(f"data/{name}.csv", model.empty())
    return of_sheet(read_sheet(folder, name), model)


def _holds(path: Path) -> bool:
    return path.exists() and (not path.is_file() or path.stat().st_size > 0)


def of_sheet(sheet: Sheet, model: type[Table]) -> Reading:
    """A table from what its file holds as texts."""
    if not sheet.header:
        return Reading(sheet.file, faults=sheet.faults)
    columns = describe(model)
    order = _header(sheet, columns)
    if not order:
        return Reading(sheet.file, faults=sheet.faults)
    texts = pd.DataFrame(sheet.rows, index=sheet.numbers, columns=range(len(sheet.header)), dtype=object)
    texts = texts[list(order.values())].set_axis(list(order), axis=1).reindex(columns=list(columns), fill_value="")
    frame, refused = _typed(texts, columns)
    absent = {column for column, spec in columns.items() if column not in order and not spec["later"]}
    told = verdicts(model, frame, texts, refused, absent)
    sheet.faults += [Fault(sheet.file, row, column, *verdict) for (row, column), verdict in told.items()]
    if sheet.faults:
        places = {column: place for place, column in enumerate(columns)}
        faults = sorted(sheet.faults, key=lambda fault: (fault.row or 0, places.get(fault.column, -1)))
        draft, written = _on_wgs84(frame.reset_index(drop=True))
        return Reading(sheet.file, numbers=sheet.numbers, faults=faults, draft=draft, written=written)
    frame, written = _on_wgs84(frame.reset_index(drop=True))
    return Reading(sheet.file, frame, sheet.numbers, written=written)


def _on_wgs84(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The frame with its points in WGS-84, and the points as they were written."""
    if "datum" not in frame:
        return frame, None
    return datum.converted(frame), frame[["lon", "lat", "datum"]]


def _typed(texts: pd.DataFrame, columns: dict) -> tuple[pd.DataFrame, Told]:
    values, told = {}, {}
    for column, spec in columns.items():
        values[column], refused = typed(texts[column], spec)
        for row, rule in refused.items():
            told[row, column] = rule, {"found": spoken(texts.at[row, column].strip()), "title": spec["title"]}
    return pd.DataFrame(values, index=texts.index), told


def _header(sheet: Sheet, columns: dict) -> dict[str, int]:
    """Where each column of the table stands in the file; what is wrong with the header goes to the sheet's faults."""
    spellings = {_folded(spelling): id_ for id_, spec in columns.items() for spelling in (id_, *spec["title"].values())}
    found = [spellings.get(_folded(cell)) for cell in sheet.header]
    if not any(found):
        sheet.faults = [
            Fault(
                sheet.file,
                1,
                None,
                "no_header",
                {"found": spoken(sheet.header[0].strip()), "expected": next(iter(columns))},
            )
        ]
        return {}
    order: dict[str, int] = {}
    for place, (cell, id_) in enumerate(zip(sheet.header, found, strict=True)):
        if not cell.strip():
            sheet.faults.append(Fault(sheet.file, 1, None, "unnamed_column", {"place": place + 1}))
        elif id_ is None:
            sheet.faults.append(_unknown(sheet.file, cell.strip(), spellings, [*found, *columns][len(found) :], found))
        elif id_ in order:
            sheet.faults.append(
                Fault(
                    sheet.file,
                    1,
                    id_,
                    "repeated_column",
                    {"found": spoken(cell.strip()), "title": columns[id_]["title"]},
                )
            )
        else:
            order[id_] = place
    suggested = {fault.details.get("nearest") for fault in sheet.faults}
    for id_ in columns:
        if id_ not in order and id_ not in suggested and not columns[id_]["later"]:
            sheet.faults.append(
                Fault(sheet.file, 1, id_, "missing_column", {"column": id_, "title": columns[id_]["title"]})
            )
    return order


def _unknown(file: str, cell: str, spellings: dict[str, str], ids: list[str], found: list[str | None]) -> Fault:
    near = nearest(_folded(cell), [spelling for spelling, id_ in spellings.items() if id_ not in found])
    if near:
        return Fault(file, 1, None, "misspelt_column", {"found": spoken(cell), "nearest": spellings[near]})
    return Fault(file, 1, None, "unknown_column", {"found": spoken(cell), "expected": ids})


def _folded(heading: str) -> str:
    return " ".join(plain(unicodedata.normalize("NFKC", heading)).casefold().split())
