"""An exhibit's rows as a table: sorted and sifted as the address says, each row leading to its town, base or unit."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from outreach.screen import address, cached
from outreach.screen.acts import LEADS
from outreach.screen.terms import marked, meaning
from outreach.selection import Selection
from outreach.selection import address as of_page
from outreach.views.exhibit import Column, Exhibit, formatted
from outreach.views.names import width
from outreach.web import Pieces
from outreach.words import Words

MOST_ROWS = 1000  # of a table on a page: a browser is not made to take more
ROWS_READ_ALOUD, COLUMNS_READ_ALOUD = 500, 14
TALL = 60  # rows: more scroll in a box of their own, so that what follows is not lost
SIFTED_FROM = 8  # rows: fewer are seen at a glance
WIDE = 5  # columns: with more, they stand closer, and a phone has the rows under one another
PHONE, LETTER, PAD, LEAST, ROOM = 340, 13.6, 12, 3.5, 11.0
"""What a phone held upright has across, in pixels; a table's letters and what stands beside them; the least letters of a column, and
those of one of long texts."""
SORTS = 1.6  # letters of the sign that a column can be sorted by
SHORT, LONG = 10, 40  # letters of a cell that stays on one line, and of one that wants room
NAMED = {
    "base_name": ("bases", "base_id"),
    "nearest_name": ("bases", "base_id"),
    "town_name": ("town", "area_code"),
    "unit_name": ("plan", "unit_id"),
}
"""The columns that name what a row is of: the page that shows it, and the column of its id."""
_PIECES = Pieces("table")
_NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)")


def table(exhibit: Exhibit, say: Words, acts: bool = True) -> None:
    """The rows as a table that is read aloud, or, when they are many, as one that scrolls; acts to sort and sift them."""
    asked = address.current() if acts else Selection()
    order, text = asked.of("sort", exhibit.name), asked.of("sift", exhibit.name)
    if acts and len(exhibit.rows) >= SIFTED_FROM:
        st.html(_PIECES("sift", exhibit.name, say("panel.sift")))
    made = cached.once(_table, exhibit, say, order, text, acts)
    if isinstance(made, str):
        st.html(made)
    else:
        st.dataframe(made, hide_index=True)
        if not text and len(exhibit.rows) > len(made):
            st.caption(say("province.most_rows", n=len(made), all=f"{len(exhibit.rows):,}"))


def _table(exhibit: Exhibit, say: Words, order: str, text: str, acts: bool) -> str | pd.DataFrame:
    """The rows as they are read: as HTML, or, when they are many, as the frame a scrolling table takes."""
    columns = [column for column in exhibit.columns if column.on_page]
    rows = sifted(sorted_by(exhibit.rows, columns, order), columns, text, say)
    few = len(exhibit.rows) <= ROWS_READ_ALOUD and len(columns) <= COLUMNS_READ_ALOUD
    shown = _read(rows.head(ROWS_READ_ALOUD if few else MOST_ROWS), columns, say)
    if not few:
        return shown.set_axis([column.title for column in columns], axis=1)
    found = _html(replace(exhibit, rows=rows), columns, shown, order if acts else None, say)
    return found + _PIECES("sifted", say("panel.sifted", n=len(rows), all=len(exhibit.rows))) if text else found


def _read(rows: pd.DataFrame, columns: list[Column], say: Words) -> pd.DataFrame:
    missing = say("format.missing")
    return pd.DataFrame(
        {
            column.name: [formatted(value, column.kind, missing) for value in rows[column.name].tolist()]
            for column in columns
        }
    )


def sorted_by(rows: pd.DataFrame, columns: list[Column], order: str) -> pd.DataFrame:
    """The rows by one of these columns, `-name` from the largest down, what is missing last; as they are for any other order."""
    name = order.removeprefix("-")
    if name not in {column.name for column in columns}:
        return rows
    return rows.sort_values(name, ascending=order == name, key=_comparable, kind="stable", na_position="last")


def _comparable(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Numbers as they are; texts so that 第9位 comes before 第10位 and Chinese ones stand in the order of their pinyin."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    ranks = {key: rank for rank, key in enumerate(sorted({_key(value) for value in values if not _none(value)}))}
    return pd.Series(
        [float("nan") if _none(value) else float(ranks[_key(value)]) for value in values], index=values.index
    )


def _none(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT


def _key(value: Any) -> tuple[tuple[float, bytes], ...]:
    """A text as numbers and letters by turns; GB 18030 has the common characters in the order of their pinyin."""
    parts = _NUMBER.split(str(value).casefold())
    return tuple(
        (float(part.replace(",", "")), b"") if i % 2 else (float("inf"), part.encode("gb18030", "replace"))
        for i, part in enumerate(parts)
        if part or i % 2
    )


def sifted(rows: pd.DataFrame, columns: list[Column], text: str, say: Words) -> pd.DataFrame:
    """The rows in whose cells every word of the text is found."""
    if not (wanted := text.casefold().split()):
        return rows
    said = _read(rows, columns, say).apply(lambda row: "\n".join(row).casefold(), axis=1)
    return rows[[all(word in one for word in wanted) for one in said]]


def _html(exhibit: Exhibit, columns: list[Column], shown: pd.DataFrame, order: str | None, say: Words) -> Markup:
    kinds = [_kind(column, max(map(len, shown[column.name]), default=0)) for column in columns]
    sortable = order is not None and len(exhibit.rows) > 1
    heads = [_head(exhibit.name, one, kind, order if sortable else None, say) for one, kind in zip(columns, kinds)]
    cells = [_cells(exhibit, column, shown[column.name], kind, say) for column, kind in zip(columns, kinds)]
    wide = len(columns) > WIDE
    cards = wide or sum(_across(one, shown[one.name], kind) for one, kind in zip(columns, kinds)) > PHONE
    set_as = " ".join(name for name, so in (("wide", wide), ("cards", cards), ("tall", len(shown) > TALL)) if so)
    return _PIECES("table", exhibit.title, heads, list(zip(*cells)), set_as, cards)


def _across(column: Column, texts: pd.Series, kind: str) -> float:
    """How many pixels a column takes at the least: a short text stays on one line, a longer one breaks between its words."""
    words = [*column.title.split(), *(texts if "short" in kind else " ".join(texts).split())]
    longest = max(
        (SORTS + width(one) if one in column.title else width(one) for one in words if _whole(one, kind)), default=0.0
    )
    return PAD + LETTER * max(longest, ROOM if "long" in kind else LEAST)


def _whole(word: str, kind: str) -> bool:
    """Whether a word stays on one line: a Chinese one breaks anywhere."""
    return "short" in kind or word.isascii()


def _kind(column: Column, longest: int) -> str:
    """How a column's cells are set: numbers to the right, short texts on one line, long ones wide enough to be read."""
    width = "short" if longest <= SHORT else "long" if longest > LONG else ""
    return " ".join(one for one in ("" if column.kind == "text" else "n", width) if one)


def _head(name: str, column: Column, kind: str, order: str | None, say: Words) -> dict[str, Any]:
    """A column's head as the template takes it; sort is None where it cannot be sorted by."""
    head = {"kind": kind.replace("short", "").strip() if "n" in kind.split() else None, "sorts": None, "sort": None}
    if order is None:
        return head | {"marked": marked(column.title, say)}
    first, second = (column.name, f"-{column.name}") if column.kind == "text" else (f"-{column.name}", column.name)
    return head | {
        "title": column.title,
        "sorts": {column.name: "ascending", f"-{column.name}": "descending"}.get(order),
        "sort": f"{name}.{ {first: second, second: ''}.get(order, first) }",
        "how": say("panel.sort"),
        "means": meaning(column.title, say),
    }


def _cells(exhibit: Exhibit, column: Column, texts: pd.Series, kind: str, say: Words) -> list[dict[str, str]]:
    """A column's cells as the template takes them; with an address where a cell leads somewhere."""
    cells = []
    for i, text in enumerate(texts):
        cell = {"text": text, "kind": kind, "of": column.title, "address": ""}
        if (there := _leads(exhibit, column.name, i)) is not None:
            page, one = there
            chosen = Selection(language=say.language).with_(**{LEADS[page]: one})
            cell |= {"address": of_page(page, chosen), "value": f"{page}.{one}"}
        cells.append(cell)
    return cells


def _leads(exhibit: Exhibit, column: str, i: int) -> tuple[str, str] | None:
    """The page and the id that a cell leads to; None where it names nothing that has a page."""
    page, ids = NAMED.get(column, ("", ""))
    if ids not in exhibit.rows:
        return None
    one = exhibit.rows[ids].iat[i]
    return (page, one) if isinstance(one, str) and one else None
