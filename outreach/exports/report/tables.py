"""Native tables: a head that stands again on every page, rows that no page cuts in two, columns as wide as they want to be."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from outreach.exports.lines import width as letters
from outreach.exports.report.looks import MEASURES, twips
from outreach.exports.report.ooxml import el, run
from outreach.exports.report.parts import Table
from outreach.views.exhibit import Column, formatted
from outreach.words import Words

NARROW, WIDEST, LONGEST = 8, 34, 300  # letters up to which a column gets all it wants, hardly more, and no more
TOGETHER = 10  # rows up to which a table stands on one page
WORD = 9  # letters of a word that is not to be broken
AROUND = 150  # twentieths of a point that the edges of a cell take
LEAST = 0.16  # of the room, that long texts are left with before short ones are made to give
CENTRED = 4  # letters up to which a text stands in the middle of its cell


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns shown, in the order asked for."""
    known = {one.name: one for one in table.exhibit.columns}
    if table.columns:
        return tuple(known[name] for name in table.columns if name in known)
    return tuple(one for one in table.exhibit.columns if one.on_page)


def element(table: Table, room_mm: float, say: Words) -> Any:
    """The table as it stands in the document."""
    columns, missing = columns_of(table), say("format.missing")
    rows: pd.DataFrame = table.exhibit.rows
    texts = [[formatted(value, one.kind, missing) or missing for value in rows[one.name]] for one in columns]
    size = MEASURES[say.language].cell
    wides = _widths([one.title for one in columns], texts, twips(room_mm), size)
    body = el(
        "w:tbl",
        None,
        el(
            "w:tblPr",
            None,
            el("w:tblStyle", {"val": "ReportTable"}),
            el("w:tblW", {"w": sum(wides), "type": "dxa"}),
            el("w:jc", {"val": "center"}),
            el("w:tblLayout", {"type": "fixed"}),
            el(
                "w:tblLook",
                {
                    "val": "0020",
                    "firstRow": 1,
                    "lastRow": 0,
                    "firstColumn": 0,
                    "lastColumn": 0,
                    "noHBand": 1,
                    "noVBand": 1,
                },
            ),
            el("w:tblCaption", {"val": table.caption or table.exhibit.title}),
            el("w:tblDescription", {"val": table.exhibit.sentence}),
        ),
        el("w:tblGrid", None, *(el("w:gridCol", {"w": wide}) for wide in wides)),
    )
    for name in ("w:tblCaption", "w:tblDescription"):
        _cleaned(body, name)
    body.append(_row([one.title for one in columns], wides, ["center"] * len(columns), "TableHead", head=True))
    sides = [_side(one, column) for one, column in zip(columns, texts)]
    for number, cells in enumerate(zip(*texts), 1):  # the last row stays with the sources under it
        body.append(_row(cells, wides, sides, "TableText", together=number == len(rows) or len(rows) <= TOGETHER))
    return body


def _cleaned(body: Any, tag: str) -> None:
    """Take what no XML may hold, and what is too long for it, out of a table's title or description."""
    from docx.oxml.ns import qn

    for one in body.iter(qn(tag)):
        one.set(qn("w:val"), one.get(qn("w:val"))[:255])


def _side(column: Column, texts: Sequence[str]) -> str:
    """Figures stand to the right, short words in the middle, sentences to the left."""
    if column.kind != "text":
        return "right"
    return "center" if max(map(letters, texts), default=0) <= CENTRED else "left"


def _row(
    cells: Sequence[str],
    wides: Sequence[int],
    sides: Sequence[str],
    style: str,
    head: bool = False,
    together: bool = False,
) -> Any:
    """A row; together says that it is to stand on a page with the next."""
    looks = [el("w:cantSplit"), *([el("w:tblHeader")] if head else [])]
    row = el("w:tr", None, el("w:trPr", None, *looks))
    for text, wide, side in zip(cells, wides, sides):
        kept = [el("w:keepNext")] if together else []  # an element stands in one cell alone
        shade = [el("w:shd", {"val": "clear", "color": "auto", "fill": "F2F2F2"})] if head else []
        row.append(
            el(
                "w:tc",
                None,
                el("w:tcPr", None, el("w:tcW", {"w": wide, "type": "dxa"}), *shade, el("w:vAlign", {"val": "center"})),
                el(
                    "w:p",
                    None,
                    el("w:pPr", None, el("w:pStyle", {"val": style}), *kept, el("w:jc", {"val": side})),
                    run(text),
                ),
            )
        )
    return row


def _widths(heads: Sequence[str], texts: Sequence[Sequence[str]], room: int, size: int) -> list[int]:
    """The columns' widths, which are the whole room. Where every text has room on one line, all get as much more than they want.
    Else what is short gets all it wants; the others share what is left as they want it, and where too little is left everybody
    gives."""
    lines = [10 * size * (max(map(letters, [head, *column])) + 0.5) + AROUND for head, column in zip(heads, texts)]
    if lines and sum(lines) <= room:
        found = [round(one + (room - sum(lines)) / len(lines)) for one in lines]
        found[-1] += room - sum(found)
        return found
    wanted = [_wanted(head, column) for head, column in zip(heads, texts)]
    natural = [10 * size * one + AROUND for one in wanted]
    short = [natural if one <= NARROW else 0.0 for one, natural in zip(wanted, natural)]
    left, asked = room - sum(short), sum(natural) - sum(short)
    if asked and left > LEAST * room:
        found = [round(a or b * left / asked) for a, b in zip(short, natural)]
    else:
        floor = [AROUND + 10 * size * _least(head, column) for head, column in zip(heads, texts)]
        floor = [one * min(1.0, room / sum(floor)) for one in floor]
        over = [max(one - low, 0.0) for low, one in zip(floor, natural)]
        spare = (room - sum(floor)) / max(sum(over), 1.0)
        found = [round(low + one * spare) for low, one in zip(floor, over)]
    if found:
        found[-1] += room - sum(found)
    return found


def _wanted(head: str, texts: Sequence[str]) -> float:
    """How many letters' width a column wants: no less than half its head or a word of it, no more than a sentence is given."""
    least = _least(head, texts)
    longest = max([least, *map(letters, texts)])
    if longest <= NARROW:
        return max(2.0, longest)
    return NARROW + 0.45 * (min(longest, WIDEST) - NARROW) + 0.05 * (min(max(longest, WIDEST), LONGEST) - WIDEST)


def _least(head: str, texts: Sequence[str]) -> float:
    """How many letters' width a column cannot do without: its longest word and half its head."""
    words = [letters(one) for one in re.split(r"[ \u3000-\u9fff，（）]+", " ".join([head, *texts[:50]]))]
    return max(letters(head) / 2 + 0.5, min(1.2 * max(words), WORD))
