"""The sheets of an OpenDocument workbook, whose cells say themselves what they show."""

import re
from typing import IO

from outreach.tables import number_formats
from outreach.tables.cells import Cell
from outreach.tables.faults import Unreadable
from outreach.tables.workbooks.grid import DEEPEST, WIDEST, Grid
from outreach.tables.workbooks.markup import go_through
from outreach.tables.workbooks.values import flag

_DURATION = re.compile(r"-?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?\Z")


def of_document(stream: IO[bytes]) -> list[Grid]:
    """The sheets of an OpenDocument workbook, whose cells say themselves what they show."""
    reader = _Document()
    go_through(stream, reader.start, reader.end, reader.text)
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
        held = number_formats.held(float(attributes.get("value", "nan")))
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
        return flag(attributes.get("boolean-value") == "true")
    return seen or attributes.get("string-value", "")
