"""Rows laid out as a table where nothing measures letters: how wide its columns are, how large its letters, how many have room."""

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.exports.lines import width as letters
from outreach.exports.lines import wrapped


@dataclass(frozen=True)
class Room:
    """What a table has: width and height, the sizes its letters may have (the largest first), and how much stands around them.

    All in one unit. wider is how much wider than planned a letter may come out, pad what is left and right of a cell's text,
    leading the height of a line to its letters' and above what a row has beside its lines, in letters and in units.
    """

    wide: float
    high: float
    sizes: tuple[float, ...]
    wider: float = 1.0
    pad: float = 0.0
    leading: float = 1.3
    above: tuple[float, float] = (0.0, 0.0)

    @property
    def most(self) -> int:
        """A row more than there is room for however short each is, at least one: nobody need lay out what comes after it."""
        return max(int(self.high / self.row(1, self.sizes[-1])) + 1, 1)

    def row(self, lines: int, size: float) -> float:
        """How high a row of so many lines is."""
        return lines * size * self.leading + self.above[0] * size + self.above[1]


@dataclass(frozen=True)
class Laid:
    """A table laid out: the size of its letters, its columns' widths, the lines of its head and of each row that has room under it.

    A row that fits into no room has one of its own.
    """

    size: float
    wides: tuple[float, ...]
    head: int
    lines: tuple[int, ...]


def laid(heads: Sequence[str], texts: Sequence[Sequence[str]], room: Room) -> Laid:
    """The largest letters at which all rows have room, else the least and as many rows as have; texts are given column by column."""
    measured = [[letters(text) for text in column] for column in texts]
    for size in room.sizes:
        found, whole = _laid(heads, texts, measured, room, size)
        if whole:
            break
    return found


def _laid(
    heads: Sequence[str], texts: Sequence[Sequence[str]], measured: Sequence[Sequence[float]], room: Room, size: float
) -> tuple[Laid, bool]:
    """The table in letters of this size, and whether all of it has room; what comes after the last row that has is not looked at."""
    em, pad = room.wider * size, room.pad
    wanted = [max([letters(head + "　"), *column]) * em + pad for head, column in zip(heads, measured)]
    least = [
        max([4.2 * em, *(min(one, 8) * em for one in column), min(letters(head), 6) * em]) + pad
        for head, column in zip(heads, measured)
    ]
    wides = shared(wanted, least, room.wide)

    def lines(row: Sequence[str]) -> int:
        return max(len(wrapped(text, em, wide - pad + 0.2 * em)) for text, wide in zip(row, wides))

    head, kept = lines(heads), list[int]()
    used, full = room.row(head, size), room.high + 1e-9
    for row in zip(*texts):
        count = lines(row)
        used += room.row(count, size)
        if used <= full or not kept:
            kept.append(count)
        if used > full:
            break
    return Laid(size, tuple(wides), head, tuple(kept)), used <= full


def shared(wanted: list[float], least: list[float], wide: float) -> list[float]:
    """Widths that add up to wide: what is wanted where there is room, else more to those who want more."""
    if sum(wanted) <= wide:
        return [one * wide / sum(wanted) for one in wanted]
    if sum(least) >= wide:
        return [one * wide / sum(least) for one in least]
    spare, asked = wide - sum(least), [max(one - other, 0) ** 0.7 for one, other in zip(wanted, least)]
    shares = [other + spare * one / sum(asked) for one, other in zip(asked, least)]
    over = sum(max(share - one, 0) for share, one in zip(shares, wanted))
    if over:
        short = [max(one - share, 0) for share, one in zip(shares, wanted)]
        shares = [min(share, one) + over * lack / sum(short) for share, one, lack in zip(shares, wanted, short)]
    return shares
