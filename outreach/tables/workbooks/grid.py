"""A sheet: its rows by their number, and what a range and a column are called."""

import re
from dataclasses import dataclass, field

from outreach.tables.faults import Unreadable

WIDEST = 16_384  # columns a sheet can have
DEEPEST = 1_048_576
MOST_CELLS = 30_000_000  # the nation's half a million bases have less than half of it
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
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
