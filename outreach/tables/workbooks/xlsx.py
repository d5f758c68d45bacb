"""The sheets of an XLSX workbook, from their XML."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePosixPath
from typing import IO

from outreach.tables import number_formats
from outreach.tables.faults import Unreadable
from outreach.tables.workbooks.grid import REFERENCE, Grid
from outreach.tables.workbooks.markup import elements, go_through, part_of, unescaped
from outreach.tables.workbooks.values import dated_cell, flag, numbered


@dataclass
class _Book:
    """What the sheets of an XLSX workbook share."""

    strings: list[str]
    formats: list[str]
    epoch_1904: bool
    to_be_reckoned: bool


def of_xlsx(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> list[Grid]:
    """The sheets of a workbook, in their order. Raises Unreadable where it has none."""
    place = "xl/workbook.xml"
    for _, attributes in elements(part_of(archive, parts, "_rels/.rels"), "Relationship"):
        if attributes.get("Type", "").rpartition("/")[2] == "officeDocument":
            place = attributes.get("Target", place).lstrip("/")
    sheets, settings = _listed(part_of(archive, parts, place))
    if not sheets:
        raise Unreadable("other_kind", found=_what(parts))
    beside = _beside(archive, parts, PurePosixPath(place))
    targets = {id_: (kind, path) for id_, kind, path in beside}
    first = {kind: path for _, kind, path in reversed(beside)}
    shared = _Book(
        _strings(archive, parts, first.get("sharedStrings", "")),
        _formats(part_of(archive, parts, first.get("styles", ""))),
        _is_on(settings.get("date1904")),
        _is_on(settings.get("fullCalcOnLoad")),
    )
    grids = []
    for attributes in sheets:
        kind, path = targets.get(attributes.get("id", ""), ("", ""))
        grid = Grid(attributes.get("name", ""), attributes.get("state", "visible") != "visible")
        if kind in ("worksheet", "") and (part := parts.get(path.lower())):
            with archive.open(part) as stream:
                _sheet(stream, grid, shared)
        grids.append(grid.whole())
    return grids


def _beside(archive: zipfile.ZipFile, parts: Mapping[str, str], book: PurePosixPath) -> list[tuple[str, str, str]]:
    """What the book refers to: the reference, the kind of part, and where that is."""
    found = []
    content = part_of(archive, parts, str(book.parent / "_rels" / f"{book.name}.rels"))
    for _, attributes in elements(content, "Relationship"):
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else str(book.parent / target)
        found.append((attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], path))
    return found


def _listed(book: bytes) -> tuple[list[dict[str, str]], dict[str, str]]:
    """What a book says of each of its sheets, and its settings."""
    sheets: list[dict[str, str]] = []
    settings: dict[str, str] = {}
    for name, attributes in elements(book, "sheet", "workbookPr", "calcPr"):
        if name == "sheet":
            sheets.append(attributes)
        else:
            settings |= attributes
    return sheets, settings


def _what(parts: Mapping[str, str]) -> dict[str, str]:
    """What an archive is that is no workbook."""
    if any(name.startswith("word/") for name in parts):
        return {"zh": "Word 文件", "en": "a Word file"}
    if any(name.startswith("ppt/") for name in parts):
        return {"zh": "PPT 文件", "en": "a PowerPoint file"}
    return {"zh": "没有工作表的压缩包", "en": "an archive without a sheet"}


def _is_on(setting: str | None) -> bool:
    return setting in ("1", "true", "on")


def _strings(archive: zipfile.ZipFile, parts: Mapping[str, str], path: str) -> list[str]:
    """The shared strings; what a reading aid says of a text is no part of it."""
    found: list[str] = []
    if path.lower() not in parts:
        return found
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name in inside:
            inside[name] += 1

    def end(name: str) -> None:
        if name == "si":
            found.append(unescaped("".join(pieces)))
        elif name in inside:
            inside[name] -= 1

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    with archive.open(parts[path.lower()]) as stream:
        go_through(stream, start, end, text)
    return found


def _formats(styles: bytes) -> list[str]:
    """The number format of each style of a cell."""
    own: dict[int, str] = {}
    found: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt" and "numFmtId" in attributes:
            own.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", number_formats.GENERAL))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", 0))
            found.append(own.get(number, number_formats.BUILTIN.get(number, number_formats.GENERAL)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    if styles.strip():
        go_through(io.BytesIO(styles), start, end)
    return found


def _sheet(stream: IO[bytes], grid: Grid, book: _Book) -> None:
    """Fill a grid from a sheet's XML."""
    reader = _Sheet(grid, book)
    go_through(stream, reader.start, reader.end, reader.text)


class _Sheet:
    """The state of going through a sheet of an XLSX workbook."""

    def __init__(self, grid: Grid, book: _Book) -> None:
        self._grid, self._book = grid, book
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._told: dict[str, list[str]] = {"v": [], "t": [], "f": []}
        self._into: list[str] = []
        self._begin: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._begin_cell,
            "row": self._begin_row,
            "mergeCell": lambda attributes: _merge(grid, attributes.get("ref", "")),
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._told or name == "rPh":
            self._into.append(name)
            if name == "f":
                self._told["f"].append("=")
        elif name in self._begin:
            self._begin[name](attributes)

    def end(self, name: str) -> None:
        if self._into and self._into[-1] == name:
            self._into.pop()
        elif name == "c":
            told = {one: "".join(several) for one, several in self._told.items()}
            self._grid.put(self._row, self._column, _xlsx_cell(self._cell, told, self._book))

    def text(self, piece: str) -> None:
        if self._into and self._into[-1] != "rPh" and "rPh" not in self._into:
            self._told[self._into[-1]].append(piece)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _column(attributes.get("r", "")) or self._column + 1
        self._cell = attributes
        for several in self._told.values():
            several.clear()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        if _is_on(attributes.get("hidden")):
            self._grid.unseen.add(self._row)


def _column(reference: str) -> int:
    found = REFERENCE.fullmatch(reference.upper())
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def _merge(grid: Grid, reference: str) -> None:
    ends = [REFERENCE.fullmatch(end) for end in reference.upper().replace("$", "").split(":")]
    if len(ends) == 2 and all(ends):
        (top, left), (bottom, right) = ((int(one[2]), _column(one[0])) for one in ends if one)
        if (top, left) != (bottom, right):
            grid.merged.append((top, left, bottom, right))


def _xlsx_cell(attributes: dict[str, str], told: dict[str, str], book: _Book) -> str:
    """A cell of an XLSX sheet; a formula that nobody worked out stays a formula, to be refused."""
    kind, value = attributes.get("t", "n"), told["v"]
    if told["f"] and (book.to_be_reckoned or (not value and kind != "str")):
        return told["f"]
    if kind == "s":
        found = book.strings[int(value)] if value.strip() else ""
    elif kind == "inlineStr":
        found = unescaped(told["t"])
    elif kind in ("str", "e"):
        found = unescaped(value)
    else:
        return _xlsx_value(kind, value.strip(), _format(attributes, book), book.epoch_1904)
    code = _format(attributes, book)
    return number_formats.text(found, code) if "@" in code and code != "@" else found


def _format(attributes: dict[str, str], book: _Book) -> str:
    style = int(attributes.get("s") or 0)
    return book.formats[style] if style < len(book.formats) else number_formats.GENERAL


def _xlsx_value(kind: str, value: str, code: str, epoch_1904: bool) -> str:
    if not value:
        return ""
    if kind == "b":
        return flag(value in ("1", "true"))
    if kind == "d":
        at = datetime.fromisoformat(value.replace("Z", "")) if "-" in value else time.fromisoformat(value)
        return dated_cell(at, code)
    return numbered(float(value), code, epoch_1904)
