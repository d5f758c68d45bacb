"""What a report is made of: headings, paragraphs, pictures and tables in their order; plain values."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from outreach.views.exhibit import Exhibit


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; what stands outside the chapters, such as the summary and the annex, is not numbered."""

    level: int
    text: str
    numbered: bool = True


@dataclass(frozen=True)
class Text:
    """A paragraph; strong is what it begins with."""

    text: str
    strong: str = ""


@dataclass(frozen=True)
class Figure:
    """An exhibit's picture over its caption; note says how to read it."""

    exhibit: Exhibit
    note: str = ""


@dataclass(frozen=True)
class Table:
    """An exhibit's rows as a table under its caption, to be edited as any; columns are those shown, all that a page shows without any.

    note is a line under it.
    """

    exhibit: Exhibit
    columns: tuple[str, ...] = ()
    caption: str = ""
    note: str = ""


@dataclass(frozen=True)
class Turn:
    """From here on pages lie across, or stand again."""

    across: bool


Part = Heading | Text | Figure | Table | Turn


@dataclass(frozen=True)
class Cover:
    """The first page: title and subtitle, what is stated line by line (label and value), and a note on what the file is."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Report:
    """A report as a value: its cover, its parts, the mark that every page wears where its figures are invented."""

    cover: Cover
    parts: tuple[Part, ...]
    mark: str = ""
    made: str = ""
    """The day it is made, as 2026-11-27."""
    name: str = field(default="")
    """What stands at the head of every page."""


Told = Callable[[float], None]


def exhibits(parts: Sequence[Part]) -> Iterator[Exhibit]:
    """Every exhibit of a report, as often as it stands there."""
    for one in parts:
        if isinstance(one, Figure | Table):
            yield one.exhibit
