"""One table from its file: a typed, validated frame, or everything that is wrong with the file."""

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pandas as pd

from outreach.faults import Fault
from outreach.tables import datum
from outreach.tables.cells import Cell, Kind, plain, typed
from outreach.tables.columns import OPTIONAL, Columns, Table, answers, describe, key
from outreach.tables.faults import Told, nearest, spoken, verdicts
from outreach.tables.naming import COLUMN, Names, is_beside, names_areas, settled
from outreach.tables.reading import Sheet, files_of, read_sheet
from outreach.tables.workbooks.grid import range_name

QUANTITIES = ("number", "share", "quantity", "integer")
_OF_NAMES = ("not_code", "not_allowed")
_NUMBERED = re.compile(r"[(（]?(?:[一二三四五六七八九十]+|\d{1,3})\s*[)）、.．:：]+\s*[\u3400-\u9fff]")


@dataclass
class Reading:
    """What came of reading a table's file.

    `frame` is None where the file was refused; `draft` is then what could be read of it, with nothing in the cells at
    fault, so that the rest of it can be held against other tables in the same go. `numbers` are the rows' numbers in
    the file, in the frame's order; `notes` are what is no fault but must be told. Coordinates are in WGS-84, whatever datum
    the file gave them in; `written` are lon, lat and datum as the file has them, in the frame's order, for a table that has
    them. `taken` are the codes of areas that the file tells without any name.
    """

    file: str
    frame: pd.DataFrame | None = None
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    draft: pd.DataFrame | None = None
    written: pd.DataFrame | None = None
    notes: list[Fault] = field(default_factory=list)
    taken: tuple[str, ...] = ()

    @property
    def sound(self) -> pd.DataFrame:
        """The frame of a table that was not refused."""
        assert self.frame is not None, self.file
        return self.frame

    def fault(self, row: Hashable | None, column: str | None, rule: str, **details: object) -> Fault:
        """A fault at a row of the frame, which is told by its place there."""
        return Fault(self.file, None if row is None else self.numbers[cast(int, row)], column, rule, details)


def read_table(folder: Path, name: str, model: type[Table], names: Names | None = None) -> Reading:
    """The table `name` of a folder; one that a directory may be without has no rows there. Never raises for what the file holds."""
    if name in OPTIONAL and not any(map(_holds, files_of(folder, name))):
        return Reading(f"data/{name}.csv", model.empty())
    return of_sheet(read_sheet(folder, name), model, names)


def _holds(path: Path) -> bool:
    return path.exists() and (not path.is_file() or path.stat().st_size > 0)


def of_sheet(sheet: Sheet, model: type[Table], names: Names | None = None) -> Reading:
    """A table from what its file holds as texts; where it names areas, as `names` has them."""
    if not sheet.header:
        return Reading(sheet.file, faults=sheet.faults, notes=sheet.notes)
    columns = describe(model)
    taken = settled(sheet, columns, names or Names())
    order = _header(sheet, columns)
    if not order:
        return Reading(sheet.file, faults=sheet.faults, notes=sheet.notes)
    _leave_out_unanswered(sheet, order, model)
    texts = pd.DataFrame(sheet.rows, index=sheet.numbers, columns=range(len(sheet.header)), dtype=object)
    texts = texts[list(order.values())].set_axis(list(order), axis=1).reindex(columns=list(columns), fill_value="")
    frame, refused = _typed(texts, columns)
    absent = {column for column, spec in columns.items() if column not in order and not spec["later"]}
    told = _as_areas(_numbered_once(verdicts(model, frame, texts, refused, absent), texts), texts, columns, names)
    misnamed = {(fault.row, fault.column) for fault in sheet.faults if fault.column == COLUMN}
    sheet.faults += [Fault(sheet.file, *cell, *verdict) for cell, verdict in told.items() if cell not in misnamed]
    sheet.faults += _merged(sheet, order, columns, key(model))
    if sheet.faults:
        places = {column: place for place, column in enumerate(columns)}
        faults = sorted(sheet.faults, key=lambda fault: (fault.row or 0, places.get(fault.column or "", -1)))
        draft, written = _on_wgs84(frame.reset_index(drop=True))
        return Reading(sheet.file, None, sheet.numbers, faults, draft, written, sheet.notes)
    frame, written = _on_wgs84(frame.reset_index(drop=True))
    return Reading(sheet.file, frame, sheet.numbers, written=written, notes=sheet.notes, taken=taken)


def _leave_out_unanswered(sheet: Sheet, order: dict[str, int], model: type[Table]) -> None:
    """Take out the rows that are questions nobody has answered: those with nothing in the columns that hold a table's answers."""
    places = [order[column] for column in answers(model) if column in order]
    if not places:
        return
    answered = [any(row[place].strip() for place in places) for row in sheet.rows]
    left_out = [number for number, told in zip(sheet.numbers, answered, strict=True) if not told]
    if left_out:
        sheet.notes.append(Fault(sheet.file, left_out[0], None, "unanswered", {"n": len(left_out)}))
    sheet.rows = [row for row, told in zip(sheet.rows, answered, strict=True) if told]
    sheet.numbers = [number for number, told in zip(sheet.numbers, answered, strict=True) if told]


def _on_wgs84(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """The frame with its points in WGS-84, and the points as they were written."""
    if "datum" not in frame:
        return frame, None
    return datum.converted(frame), frame[["lon", "lat", "datum"]]


def _typed(texts: pd.DataFrame, columns: Columns) -> tuple[pd.DataFrame, Told]:
    values: dict[str, pd.Series] = {}
    told: Told = {}
    for column, spec in columns.items():
        values[column], refused = typed(
            texts[column], Kind(spec["type"], spec["values"], spec["also"], spec["longest"])
        )
        for row, rule in refused.items():
            size = {"n": len(texts[column][row]), "most": spec["longest"]} if rule == "too_long" else {}
            told[row, column] = rule, {"found": _found(texts[column][row]), "title": spec["title"], **size}
    return pd.DataFrame(values, index=texts.index), told


def _found(cell: str) -> str | dict[str, str]:
    """A cell as a sentence quotes it: what is seen, and what it holds where that is another thing."""
    seen = spoken(cell.strip())
    if type(cell) is not Cell or cell.held == seen or cell.kind == "unshown":
        return seen
    return {"zh": f"{seen}（单元格的值是 {cell.held}）", "en": f"{seen} (the cell holds {cell.held})"}


def _merged(sheet: Sheet, order: dict[str, int], columns: Columns, keys: list[str]) -> list[Fault]:
    """The ranges merged into one cell that cannot stand for the same value in each of their rows.

    A text, a code or a year merged over several rows is that of each of them; a number may be that of all together.
    """
    at = {place + 1: column for column, place in order.items()}
    faults = []
    for one in sheet.merged:
        top, left, _, right = one
        column = at.get(left)
        several = column and (columns[column]["type"] in QUANTITIES or keys == [column])
        if left != right or several:
            faults.append(Fault(sheet.file, top, column, "merged_cells", {"found": range_name(one)}))
    return faults


def _numbered_once(told: Told, texts: pd.DataFrame) -> Told:
    """The refusals with one sentence for the names of a column that are all refused for the numbers before them."""
    numbered: dict[str, list[int]] = {}
    for (row, column), (rule, _) in told.items():
        if rule in _OF_NAMES and _NUMBERED.match(texts[column][row].strip()):
            numbered.setdefault(column, []).append(row)
    left = dict(told)
    for column, rows in numbered.items():
        if len(rows) > 1:
            for row in rows:
                del left[row, column]
            found = spoken(texts[column][rows[0]].strip())
            left[rows[0], column] = "numbered_names", {"found": found, "n": len(rows)}
    return left


def _as_areas(told: Told, texts: pd.DataFrame, columns: Columns, names: Names | None) -> Told:
    """The refusals, where what should be an area is no code, as the sentence that tells which areas there are."""
    if not names or not names_areas(columns):
        return told
    return {
        (row, column): names.nowhere(texts[column][row].strip())
        if column == COLUMN and verdict[0] == "not_code"
        else verdict
        for (row, column), verdict in told.items()
    }


def _header(sheet: Sheet, columns: Columns) -> dict[str, int]:
    """Where each column of the table stands in the file; what is wrong with the header goes to the sheet's faults."""
    spellings = {_folded(spelling): id_ for id_, spec in columns.items() for spelling in (id_, *spec["title"].values())}
    found = [spellings.get(_folded(cell)) for cell in sheet.header]
    if not any(found):
        told = {"found": spoken(sheet.header[0].strip()), "expected": next(iter(columns))}
        sheet.faults = [Fault(sheet.file, sheet.head, None, "no_header", told)]
        return {}
    order: dict[str, int] = {}
    for place, (cell, id_) in enumerate(zip(sheet.header, found, strict=True)):
        if is_beside(cell, columns):
            continue
        if not cell.strip():
            sheet.faults.append(Fault(sheet.file, sheet.head, None, "unnamed_column", {"place": place + 1}))
        elif id_ is None:
            sheet.faults.append(_unknown(sheet, cell.strip(), spellings, list(columns), found))
        elif id_ in order:
            again = {"found": spoken(cell.strip()), "title": columns[id_]["title"]}
            sheet.faults.append(Fault(sheet.file, sheet.head, id_, "repeated_column", again))
        else:
            order[id_] = place
    sheet.faults += _missing(sheet, order, columns)
    return order


def _missing(sheet: Sheet, order: dict[str, int], columns: Columns) -> list[Fault]:
    """The columns that the file must have and has not, but for those that a misspelt heading is taken for."""
    suggested = {fault.details.get("nearest") for fault in sheet.faults}
    return [
        Fault(sheet.file, sheet.head, id_, "missing_column", {"column": id_, "title": spec["title"]})
        for id_, spec in columns.items()
        if id_ not in order and id_ not in suggested and not spec["later"]
    ]


def _unknown(sheet: Sheet, cell: str, spellings: dict[str, str], ids: list[str], found: list[str | None]) -> Fault:
    near = nearest(_folded(cell), [spelling for spelling, id_ in spellings.items() if id_ not in found])
    if near:
        return Fault(
            sheet.file, sheet.head, None, "misspelt_column", {"found": spoken(cell), "nearest": spellings[near]}
        )
    return Fault(sheet.file, sheet.head, None, "unknown_column", {"found": spoken(cell), "expected": ids})


def _folded(heading: str) -> str:
    """A heading without the blanks and ends of lines that only arrange it, and the star that marks what must be filled."""
    return re.sub(r"\s+", "", plain(unicodedata.normalize("NFKC", heading)).casefold()).strip("*")
