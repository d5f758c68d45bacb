"""A workbook's bytes as its sheets: of every cell what is seen of it, and what it holds where that is another thing.

No reader of workbooks tells what a cell shows, and codes, hours and months are what they show: XLSX (also the strict form)
and OpenDocument are read here from their XML, .xls and WPS's .et by xlrd, .xlsb by calamine, which knows no formats.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import IO, Any
from xml.parsers import expat

import python_calamine
import xlrd

from outreach.tables import shown
from outreach.tables.cells import Cell
from outreach.tables.faults import Unreadable

OLE = b"\xd0\xcf\x11\xe0"
WIDEST = 16_384  # columns a sheet can have
DEEPEST = 1_048_576
MOST_BINARY = 4_000_000  # cells between the first and the last of a binary sheet, which calamine lays out one by one
MOST_CELLS = 30_000_000  # the nation's half a million bases have less than half of it
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DURATION = re.compile(r"-?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?\Z")
_MERGED = 176  # the record of a merged range in .xlsb
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@dataclass
class Grid:
    """A sheet: its rows by their number, those of them nobody sees, and the ranges that are merged into one cell."""

    name: str
    hidden: bool = False
    rows: dict[int, list[str]] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    cells: int = 0

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return any(cell.strip() for cells in self.rows.values() for cell in cells)

    def put(self, row: int, column: int, cell: str) -> None:
        """Set a cell; rows and columns count from 1."""
        if cell == "" or column > WIDEST:
            return
        cells = self.rows.setdefault(row, [])
        if column > len(cells):
            self.make_room(column - len(cells))
            cells.extend([""] * (column - len(cells)))
        cells[column - 1] = cell

    def make_room(self, cells: int) -> None:
        """Count cells that are to come. Raises Unreadable where they are more than any table has."""
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise Unreadable("too_many_cells", most=MOST_CELLS)

    def whole(self) -> "Grid":
        """The sheet with the value of a merged range in each of its rows, in their order."""
        self.merged = [one for one in self.merged if self._value(one)]
        last = max(self.rows, default=0)
        for top, left, bottom, right in self.merged:
            for row in range(top + 1, min(bottom, last) + 1) if left == right else ():
                self.put(row, left, self._value((top, left, bottom, right)))
        self.rows = dict(sorted(self.rows.items()))
        return self

    def _value(self, of: Range) -> str:
        cells = self.rows.get(of[0], [])
        return cells[of[1] - 1] if len(cells) >= of[1] else ""


def range_name(of: Range) -> str:
    """A range as Excel names it, such as B2:B5."""
    top, left, bottom, right = of
    return f"{column_name(left)}{top}:{column_name(right)}{bottom}"


def column_name(number: int) -> str:
    """A column's letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def of_archive(content: bytes, most: int) -> list[Grid]:
    """The sheets of an XLSX, XLSB or OpenDocument workbook, which may unpack to `most` bytes.

    Raises Unreadable for whatever is none of these, or is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked > most:
                raise Unreadable("workbook_too_large", found=-(-unpacked >> 20), most=most >> 20)
            parts = {entry.filename.replace("\\", "/").lower(): entry.filename for entry in archive.infolist()}
            if "content.xml" in parts:
                if b"encryption-data" in _part(archive, parts, "META-INF/manifest.xml"):
                    raise Unreadable("with_password")
                return _open_document(archive.open(parts["content.xml"]))
            if "xl/workbook.bin" in parts:
                return _binary(content, archive, parts)
            return _open_xml(archive, parts)
    except Unreadable:
        raise
    except BaseException as error:  # zipfile, expat and calamine raise nearly anything on a broken workbook
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":  # calamine's own
            raise Unreadable("broken_workbook") from error
        raise


def of_ole(content: bytes) -> list[Grid]:
    """The sheets of an .xls or .et workbook. Raises Unreadable for whatever is none, or is broken."""
    if _named(content, "EncryptedPackage"):
        raise Unreadable("with_password")
    if _named(content, "WordDocument") or _named(content, "PowerPoint Document"):
        raise Unreadable("other_kind", found={"zh": "Word 或 PPT 文件", "en": "a Word or PowerPoint file"})
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
        return [_of_xls(book, sheet) for sheet in book.sheets()]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Unreadable("with_password") from error
        raise Unreadable("broken_workbook") from error
    except Exception as error:  # xlrd raises nearly anything on a broken workbook
        raise Unreadable("broken_workbook") from error


def has_macros(content: bytes) -> bool:
    """Whether an .xls or .et workbook brings programs."""
    return content.startswith(OLE) and _named(content, "_VBA_PROJECT_CUR")


def flat(content: bytes) -> list[Grid]:
    """The sheets of an OpenDocument workbook that is one XML file. Raises Unreadable where it is broken."""
    try:
        return _open_document(io.BytesIO(content))
    except expat.ExpatError as error:
        raise Unreadable("broken_workbook") from error


def _named(content: bytes, stream: str) -> bool:
    """Whether an OLE file has a stream or a folder of this name."""
    return (stream.encode("utf-16-le") + b"\x00\x00") in content


def _part(archive: zipfile.ZipFile, parts: Mapping[str, str], name: str) -> bytes:
    """A part of the archive, whatever the case of its name; empty where there is none."""
    found = parts.get(name.lstrip("/").lower())
    return archive.read(found) if found else b""


Start = Callable[[str, dict[str, str]], None]


def _parse(
    stream: IO[bytes], start: Start, end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Go through an XML file; names come without their namespaces' prefixes. Raises Unreadable for one with entities."""

    def forbidden(*_: Any) -> None:
        raise Unreadable("broken_workbook")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = forbidden
    parser.StartElementHandler = lambda name, attributes: start(
        name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.ParseFile(stream)


def _elements(content: bytes, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a small part that have these names, with their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    if content.strip():
        _parse(io.BytesIO(content), lambda name, attributes: found.append((name, attributes)))
    return (one for one in found if one[0] in names)


# XLSX


@dataclass
class _Book:
    """What the sheets of an XLSX workbook share."""

    strings: list[str]
    formats: list[str]
    epoch_1904: bool
    to_be_reckoned: bool


def _open_xml(archive: zipfile.ZipFile, parts: Mapping[str, str]) -> list[Grid]:
    place = "xl/workbook.xml"
    for _, attributes in _elements(_part(archive, parts, "_rels/.rels"), "Relationship"):
        if attributes.get("Type", "").rpartition("/")[2] == "officeDocument":
            place = attributes.get("Target", place).lstrip("/")
    book = _part(archive, parts, place)
    if not book:
        raise Unreadable("other_kind", found=_what(parts))
    folder = PurePosixPath(place).parent
    beside = _part(archive, parts, str(folder / "_rels" / f"{PurePosixPath(place).name}.rels"))
    kinds: dict[str, str] = {}
    targets: dict[str, tuple[str, str]] = {}
    for _, attributes in _elements(beside, "Relationship"):
        target = attributes.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else str(folder / target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        targets[attributes.get("Id", "")] = (kind, path)
        kinds.setdefault(kind, path)
    sheets: list[dict[str, str]] = []
    settings: dict[str, str] = {}
    for name, attributes in _elements(book, "sheet", "workbookPr", "calcPr"):
        if name == "sheet":
            sheets.append(attributes)
        else:
            settings |= attributes
    if not sheets:
        raise Unreadable("other_kind", found=_what(parts))
    shared = _Book(
        _strings(archive, parts, kinds.get("sharedStrings", "")),
        _formats(_part(archive, parts, kinds.get("styles", ""))),
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
            found.append(_unescaped("".join(pieces)))
        elif name in inside:
            inside[name] -= 1

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    with archive.open(parts[path.lower()]) as stream:
        _parse(stream, start, end, text)
    return found


def _unescaped(text: str) -> str:
    """A text without the escapes of XLSX, and with plain ends of lines; half of a letter that has two is a lost one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _formats(styles: bytes) -> list[str]:
    """The number format of each style of a cell."""
    own: dict[int, str] = {}
    found: list[str] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt" and "numFmtId" in attributes:
            own.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", shown.GENERAL))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            number = int(attributes.get("numFmtId", 0))
            found.append(own.get(number, shown.BUILTIN.get(number, shown.GENERAL)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    if styles.strip():
        _parse(io.BytesIO(styles), start, end)
    return found


def _sheet(stream: IO[bytes], grid: Grid, book: _Book) -> None:
    """Fill a grid from a sheet's XML."""
    reader = _Sheet(grid, book)
    _parse(stream, reader.start, reader.end, reader.text)


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
    found = _REFERENCE.fullmatch(reference.upper())
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - 64
    return number


def _merge(grid: Grid, reference: str) -> None:
    ends = [_REFERENCE.fullmatch(end) for end in reference.upper().replace("$", "").split(":")]
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
        found = _unescaped(told["t"])
    elif kind in ("str", "e"):
        found = _unescaped(value)
    else:
        return _xlsx_value(kind, value.strip(), _format(attributes, book), book.epoch_1904)
    code = _format(attributes, book)
    return shown.text(found, code) if "@" in code and code != "@" else found


def _format(attributes: dict[str, str], book: _Book) -> str:
    style = int(attributes.get("s") or 0)
    return book.formats[style] if style < len(book.formats) else shown.GENERAL


def _xlsx_value(kind: str, value: str, code: str, epoch_1904: bool) -> str:
    if not value:
        return ""
    if kind == "b":
        return _flag(value in ("1", "true"))
    if kind == "d":
        at = datetime.fromisoformat(value.replace("Z", "")) if "-" in value else time.fromisoformat(value)
        return _dated(at, code)
    return numbered(float(value), code, epoch_1904)


def _dated(at: datetime | time, code: str) -> str:
    """A moment that is written as such, under a format that tells how it is shown."""
    if isinstance(at, datetime):
        since = at.replace(tzinfo=None) - datetime(1899, 12, 30)
        serial = since.days + since.seconds / 86400
    else:
        serial = (at.hour * 3600 + at.minute * 60 + at.second) / 86400
    usual = "yyyy/m/d h:mm:ss" if serial % 1 and serial >= 1 else "yyyy/m/d" if serial >= 1 else "h:mm:ss"
    return numbered(serial, code if shown.dated(code) else usual, False)


def _flag(value: bool) -> Cell:
    return Cell("TRUE" if value else "FALSE", held="true" if value else "false")


def numbered(value: float, code: str, epoch_1904: bool = False) -> str:
    """A cell with a number under a number format."""
    if value != value or abs(value) == float("inf"):
        return str(value)
    seen = shown.number(value, code, epoch_1904)
    if shown.dated(code):
        at = shown.moment(value, epoch_1904)
        if at is None:
            return Cell(seen or shown.held(value), held=shown.held(value), kind="unshown")
        if value < 1:
            return Cell(seen or str(at.time()), held=str(at.time()), kind="time")
        held = at.date().isoformat() if at.time() == time() else at.isoformat(" ")
        return Cell(seen or held, held=held, kind="date" if seen else "unshown")
    held = shown.held(value)
    if seen is None:
        return Cell(held, held=held, kind="unshown")
    return held if seen == held else Cell(seen, held=held, kind="number")


# OpenDocument


def _open_document(stream: IO[bytes]) -> list[Grid]:
    """The sheets of an OpenDocument workbook, whose cells say themselves what they show."""
    reader = _Document()
    _parse(stream, reader.start, reader.end, reader.text)
    if not reader.grids:
        raise Unreadable("other_kind", found={"zh": "没有工作表的文档", "en": "a document without a sheet"})
    return [grid.whole() for grid in reader.grids]


class _Document:
    """The state of going through an OpenDocument workbook."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self._style, self._hidden_styles = "", set[str]()
        self._row = self._column = 0
        self._rows, self._start = 1, 0
        self._cell: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._depth = self._aside = 0
        self._cells: list[tuple[int, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        begin = getattr(self, f"_begin_{name.replace('-', '_')}", None)
        if begin is not None:
            begin(attributes)

    def end(self, name: str) -> None:
        finish = getattr(self, f"_finish_{name.replace('-', '_')}", None)
        if finish is not None:
            finish()

    def text(self, piece: str) -> None:
        if self._depth and not self._aside:
            self._paragraphs[-1] += piece

    def _begin_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("name", "")

    def _begin_table_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("display") == "false":
            self._hidden_styles.add(self._style)

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self.grids.append(Grid(attributes.get("name", ""), attributes.get("style-name") in self._hidden_styles))
        self._row = 0

    def _begin_table_row(self, attributes: dict[str, str]) -> None:
        self._rows = min(int(attributes.get("number-rows-repeated", 1)), DEEPEST)
        self._column, self._cells = 0, []
        if attributes.get("visibility") in ("collapse", "filter") and self.grids:
            self.grids[-1].unseen.update(range(self._row + 1, self._row + min(self._rows, 10_000) + 1))

    def _finish_table_row(self) -> None:
        if self._cells and self.grids and self._rows > 1000:
            self.grids[-1].make_room(self._rows * len(self._cells))  # and as many again when they are put
        for row in range(self._row + 1, self._row + self._rows + 1) if self._cells and self.grids else ():
            for column, cell in self._cells:
                self.grids[-1].put(row, column, cell)
        self._row += self._rows

    def _begin_table_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._paragraphs = attributes, []

    _begin_covered_table_cell = _begin_table_cell

    def _finish_table_cell(self) -> None:
        times = int(self._cell.get("number-columns-repeated", 1))
        cell = _ods_cell(self._cell, "\n".join(self._paragraphs))
        if cell:
            self._cells += [(self._column + at + 1, cell) for at in range(max(min(times, WIDEST - self._column), 0))]
        down, across = (int(self._cell.get(f"number-{one}-spanned", 1)) for one in ("rows", "columns"))
        if (down, across) != (1, 1) and self.grids:
            top, left = self._row + 1, self._column + 1
            self.grids[-1].merged.append((top, left, top + down - 1, left + across - 1))
        self._column += times

    def _finish_covered_table_cell(self) -> None:
        self._column += int(self._cell.get("number-columns-repeated", 1))

    def _begin_annotation(self, _: dict[str, str]) -> None:
        self._aside += 1

    def _finish_annotation(self) -> None:
        self._aside -= 1

    def _begin_p(self, _: dict[str, str]) -> None:
        if not self._aside:
            self._paragraphs.append("")
            self._depth += 1

    def _finish_p(self) -> None:
        if not self._aside:
            self._depth -= 1

    def _begin_s(self, attributes: dict[str, str]) -> None:
        self.text(" " * min(int(attributes.get("c", 1)), 1000))

    def _begin_tab(self, _: dict[str, str]) -> None:
        self.text("\t")

    def _begin_line_break(self, _: dict[str, str]) -> None:
        self.text("\n")


def _ods_cell(attributes: dict[str, str], seen: str) -> str:
    kind = attributes.get("value-type", "")
    if "formula" in attributes and not kind:
        return "=" + attributes["formula"].partition("=")[2]
    if kind in ("float", "percentage", "currency"):
        held = shown.held(float(attributes.get("value", "nan")))
        return held if seen == held else Cell(seen or held, held=held, kind="number" if seen else "unshown")
    if kind == "date":
        at = attributes.get("date-value", "")
        held = at.partition("T")[0] if "T00:00:00" in at or "T" not in at else at.replace("T", " ")
        return Cell(seen or held, held=held, kind="date")
    if kind == "time":
        found = _DURATION.match(attributes.get("time-value", ""))
        hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:]) if found else (0, 0, 0)
        return Cell(seen, held=f"{hours:02d}:{minutes:02d}:{seconds:02d}" if found else seen, kind="time")
    if kind == "boolean":
        return _flag(attributes.get("boolean-value") == "true")
    return seen or attributes.get("string-value", "")


# .xls


def _of_xls(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    grid = Grid(sheet.name, sheet.visibility != 0)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            grid.put(row + 1, column + 1, _xls_cell(book, sheet.cell(row, column)))
    grid.unseen = {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}
    grid.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return grid.whole()


def _xls_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _ERRORS.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _flag(bool(cell.value))
    code = _xls_format(book, cell.xf_index)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text = str(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        return shown.text(text, code) if "@" in code and code != "@" else text
    return numbered(float(cell.value), code, bool(book.datemode))


def _xls_format(book: xlrd.Book, style: int | None) -> str:
    if style is None or style >= len(book.xf_list):
        return shown.GENERAL
    number = book.xf_list[style].format_key
    if number < 164 and number in shown.BUILTIN:
        return shown.BUILTIN[number]
    found = book.format_map.get(number)
    return str(found.format_str or shown.GENERAL) if found else shown.GENERAL


# .xlsb


def _binary(content: bytes, archive: zipfile.ZipFile, parts: Mapping[str, str]) -> list[Grid]:
    """The sheets of an .xlsb workbook. How its numbers look is not known, and where cells are merged it is refused."""
    for name in parts:
        if name.startswith("xl/worksheets/") and name.endswith(".bin") and _has_record(archive.read(parts[name])):
            raise Unreadable("merged_somewhere")
    book = python_calamine.load_workbook(io.BytesIO(content))
    grids = []
    for about in book.sheets_metadata:
        grid = Grid(about.name, about.visible != python_calamine.SheetVisibleEnum.Visible)
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.total_height * sheet.total_width > MOST_BINARY:
                raise Unreadable("too_many_cells", most=MOST_BINARY)
            for row, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
                for column, value in enumerate(cells, 1):
                    grid.put(row, column, _bare(value))
        grids.append(grid.whole())
    return grids


def _bare(value: Any) -> str:
    """A value that nobody says the looks of."""
    if isinstance(value, bool):
        return _flag(value)
    if isinstance(value, (int, float)):
        held = shown.held(float(value))
        return Cell(held, held=held, kind="unshown")
    if isinstance(value, (datetime, date, time, timedelta)):
        held = str(value).removesuffix(" 00:00:00")
        return Cell(held, held=held, kind="unshown")
    return _unescaped(str(value))


def _has_record(content: bytes, sought: int = _MERGED) -> bool:
    """Whether a part of an .xlsb workbook has a record of this kind."""
    at = 0
    while at < len(content):
        kind, at = _variable(content, at, 2)
        length, at = _variable(content, at, 4)
        if kind == sought:
            return True
        at += length
    return False


def _variable(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where the next one begins."""
    value = 0
    for place in range(most):
        byte = content[at] if at < len(content) else 0
        at += 1
        value |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return value, at
