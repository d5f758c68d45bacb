"""What stands in a cell, as a value: each type has one function from text to value.

A text that is no value of its type raises Refused with the sentence's name. Whole columns are tried at once; only the
cells that do not fit the plain form are read one by one, because a table may have half a million rows.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.tables.columns import Labels

_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?\Z")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z")
_DATES = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?\Z"
)
_OTHER_ORDER = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\Z")
_NO_LETTERS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
_CONTROL = re.compile(f"[{_NO_LETTERS}]")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)\Z", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_TEXT_FOR_SURE = re.compile("'[=+@-]")  # as a spreadsheet is told that what begins so is a text
_CONSTANT = re.compile(r'="([^"]*)"\Z')
_LOST = re.compile(
    r"[\ufffd\ue000-\uf8ff]|锟斤|斤拷|烫烫|屯屯屯|\?{2,}[\u3400-\u9fff]|[\u3400-\u9fff]\?{2,}|^\?+[\u3400-\u9fff]|^\?{2,}$"
)
_LOST_NAME = re.compile(r"(?:^|[\u3400-\u9fff])(?<![吗么呢])\?[\u3400-\u9fff]")  # 海?镇
_HAN = re.compile("[\u3400-\u9fff]")
_FLAGS = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}


class Cell(str):
    """A workbook's cell: as a text what is seen of it; `held` is what numbers and dates are read from.

    kind is `number`, `date` or `time` where that is another thing than what is seen, and `unshown` where nobody knows
    what is seen.
    """

    __slots__ = ("held", "kind")
    held: str
    kind: str

    def __new__(cls, seen: str, held: str, kind: str = "") -> "Cell":
        cell = super().__new__(cls, seen)
        cell.held, cell.kind = held, kind
        return cell


class Refused(ValueError):
    """A cell that is no value of its column's type; `rule` names the sentence."""

    def __init__(self, rule: str):
        super().__init__(rule)
        self.rule = rule


def trimmed(text: str) -> str:
    """The text without the blanks around it, full-width ones included, and without the signs that nobody sees."""
    return _INVISIBLE.sub("", text).strip()


def plain(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, for everything that is no running text."""
    return trimmed(unicodedata.normalize("NFKC", text)).replace("−", "-")


def text(cell: str) -> str:
    """Running text: kept as it is; control characters are refused, and letters that an earlier program has lost."""
    if _CONTROL.search(cell):
        raise Refused("control_character")
    if lost(cell):
        raise Refused("lost_text")
    return cell


def lost(cell: str) -> bool:
    """Whether a text is what is left of another after it was read in the wrong encoding."""
    if _LOST.search(cell) or (len(cell) < 16 and _LOST_NAME.search(cell)):
        return True
    return not cell.isascii() and any(_misread(cell, by, as_) for by, as_ in _WRONG_WAYS)


_WRONG_WAYS = (("gb18030", "utf-8"), ("latin-1", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "gb18030"))


def _misread(cell: str, by: str, as_: str) -> bool:
    """Whether the bytes of a text are Chinese, of more than one sign, in another encoding."""
    try:
        meant = cell.encode(by).decode(as_)
    except UnicodeError:
        return False
    beyond = [sign for sign in meant if ord(sign) > 127]
    return len(beyond) > 1 and all(map(_HAN.match, beyond)) and meant != cell


def code(cell: str) -> str:
    """An id or a code; Excel's 320614001.0 is 320614001."""
    if _CONTROL.search(cell):
        raise Refused("control_character")
    cell = plain(cell)
    if re.fullmatch(r"\d+\.\d*[eE]\+?\d+", cell):
        raise Refused("rounded_code")
    if lost(cell):
        raise Refused("lost_text")
    return re.sub(r"^(\d{6,})\.0+$", r"\1", cell)


def held(cell: str) -> str:
    """What a workbook's cell holds; any other text is itself."""
    return cell.held if type(cell) is Cell else cell


def number(cell: str) -> float:
    """A number, with or without thousands separators."""
    cell = held(cell)
    if plain(cell).endswith("%"):
        raise Refused("percent_sign")
    return _number(cell, "not_number")


def integer(cell: str) -> int:
    """A whole number; 3.0 is one, 3.5 is none."""
    value = _number(cell, "not_integer")
    whole = round(value)
    if (
        abs(value - whole) > 1e-14 * max(abs(whole), 1) or abs(value) >= 1e15
    ):  # 246528.00000000003 is what Excel reckoned
        raise Refused("not_integer")
    return whole


def share(cell: str) -> float:
    """A share from 0 to 1, written as such or as a percentage."""
    value = _quantity(cell, "not_share")
    if not 0 <= value <= 1:
        raise Refused("not_share")
    return value


def quantity(cell: str) -> float:
    """A number, or a percentage as a share."""
    return _quantity(cell, "not_quantity")


def year(cell: str) -> int:
    """A year of four digits, with or without 年."""
    written = plain(cell).removesuffix("年")
    if not re.fullmatch(r"\d{4}(\.0)?", written):
        raise Refused("not_year")
    return int(written[:4])


def day(cell: str) -> pd.Timestamp:
    """A date written year first."""
    written = plain(cell)
    if _OTHER_ORDER.match(written):
        raise Refused("ambiguous_date")
    parts = _DATES.match(written)
    if not parts or not 1800 <= int(parts[1]) < 2200:
        raise Refused("not_date")
    try:
        return pd.Timestamp(date(int(parts[1]), int(next(filter(None, parts.groups()[1:5]))), int(parts[6])))
    except ValueError:
        raise Refused("not_date") from None


def flag(cell: str) -> bool:
    """是/否, yes/no, true/false, 1/0."""
    try:
        return _FLAGS[plain(cell).lower().removesuffix(".0")]
    except KeyError:
        raise Refused("not_flag") from None


def items(cell: str) -> tuple[str, ...]:
    """Ids separated by semicolons, each once, in the order given."""
    return tuple(dict.fromkeys(filter(None, (code(part) for part in re.split("[;；]", cell)))))


class Kind(NamedTuple):
    """What the cells of a column hold: of which type, of a closed list which values, what else people write for them, and how
    many letters at the most."""

    type: str
    values: Labels | None = None
    also: Mapping[str, tuple[str, ...]] | None = None
    longest: int | None = None


def typed(cells: pd.Series, kind: Kind) -> tuple[pd.Series, dict[int, str]]:
    """A column of texts as a column of values, and the rule that refused each cell that is none.

    Empty cells are missing (NaN, <NA>, NaT, or () in a list). Every distinct text is
    read once. Of a workbook's cells texts and codes are what is seen of them, everything else is what they hold.
    """
    texts, unclear = _meant(cells.to_numpy(dtype=object), "code" if kind.values else kind.type)
    places, distinct = pd.factorize(texts)
    values, refused = _read(pd.Series(distinct, dtype=object).map(trimmed), kind)
    column = values.take(places).set_axis(cells.index)
    rows = np.flatnonzero(np.isin(places, list(refused))) if refused else ()
    rules = {int(row): refused[places[row]] for row in rows} | unclear
    return column, {cells.index[row]: rule for row, rule in rules.items()}


def _meant(cells: np.ndarray, kind: str) -> tuple[np.ndarray, dict[int, str]]:
    """The texts that the cells of a column of this kind are read from, and the rule that refuses what nobody can know."""
    if not any(type(cell) is Cell for cell in cells):
        return cells, {}
    texts, unclear = cells.copy(), {}
    for row, cell in enumerate(cells):
        if type(cell) is not Cell:
            continue
        try:
            texts[row] = meant(cell, kind)
        except Refused as error:
            texts[row], unclear[row] = "", error.rule
    return texts, unclear


def meant(cell: Cell, kind: str) -> str:
    """What a workbook's cell is read from in a column of this kind.

    A text or a code is what is seen. What Excel made a date of is refused as a code, and as a text where its year is not
    seen: 9-12 and 9月12日 make the same cell. A date is one where day, month and year are seen.
    """
    seen = str.__str__(cell)
    if kind in ("text", "code", "list"):
        if cell.kind == "unshown":
            raise Refused("unshown_cell")
        if cell.kind == "date" and (kind != "text" or not _tells_year(seen)):
            raise Refused("date_cell")
        return cell.held if kind != "text" and seen.replace(",", "") == cell.held else seen
    if kind == "date" and cell.kind == "date":
        return _day_seen(cell.held, seen)
    if cell.kind in ("date", "time") or (seen.endswith("%") and kind in ("number", "integer")):
        return seen
    return cell.held


def _day_seen(held: str, seen: str) -> str:
    """A date where all of it is seen, with its time only where that is seen too; else what is seen, which is no date."""
    return {0: seen, 1: seen, 2: seen, 3: held.partition(" ")[0]}.get(_parts(seen), held)


def _parts(seen: str) -> int:
    """How many numbers and names of months there are in a date as it is seen."""
    return len(re.findall(r"\d+|[A-Za-z]{3,}", seen))


def _tells_year(seen: str) -> bool:
    return _parts(seen) > 2 or bool(re.search(r"\d{4}|[A-Za-z]{3,}-\d\d\Z|[周星]", seen))


def _read(cells: pd.Series, of: Kind) -> tuple[pd.Series, dict[int, str]]:
    kind, closed = of.type, of.values
    read = _labelled(closed, kind, of.also or {}) if closed else _READERS[kind]
    plain_form = cells.str.fullmatch(_SIMPLE[kind]).astype(bool) if kind in _SIMPLE and not closed else cells.isna()
    values: list[object] = [cell if simple else None for cell, simple in zip(cells, plain_form, strict=True)]
    refused: dict[int, str] = {}
    if most := of.longest:
        refused = dict.fromkeys(np.flatnonzero(cells.str.len() > most).tolist(), "too_long")
        values = [None if place in refused else value for place, value in enumerate(values)] if refused else values
        cells = cells.mask(cells.index.isin(list(refused)), "") if refused else cells
    if kind == "text":
        plain_form &= ~cells.map(lost).astype(bool)
    left = np.flatnonzero(~plain_form & (cells != ""))
    for place, cell in zip(left.tolist(), cells.iloc[left]):
        try:
            values[place] = read(_result(cell))
        except Refused as error:
            refused[place] = error.rule
    return _column(values, kind), refused


def _result(cell: str) -> str:
    """The cell, unless it is a formula or an error that Excel left in the file; ="320614001" is the text in it, and so is '=1+1."""
    if constant := _CONSTANT.match(cell):
        return trimmed(constant[1])
    if _TEXT_FOR_SURE.match(cell):
        return cell[1:]
    if _EXCEL_ERROR.match(cell):
        raise Refused("error_cell")
    if cell.startswith("="):
        raise Refused("formula_cell")
    return cell


_READERS: dict[str, Callable[[str], object]] = {
    "text": text,
    "code": code,
    "number": number,
    "integer": integer,
    "share": share,
    "quantity": quantity,
    "year": year,
    "date": day,
    "flag": flag,
    "list": items,
}
_SIMPLE = {
    "text": f"[^#='{_NO_LETTERS}][^{_NO_LETTERS}]*",
    "code": r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?",
    "number": r"-?\d{1,15}(?:\.\d{1,17})?",
    "quantity": r"-?\d{1,15}(?:\.\d{1,17})?",
    "share": r"0(?:\.\d{1,17})?|1(?:\.0)?",
    "integer": r"\d{1,15}",
    "year": r"[12]\d{3}",
}


def _column(values: list[object], kind: str) -> pd.Series:
    """The values as the column they make; numbers in plain form are still texts here."""
    if kind == "list":
        return pd.Series([() if value is None else value for value in values], dtype=object)
    column = pd.Series(values, dtype=object)
    if kind in ("text", "code"):
        return column.astype("str")
    if kind == "date":
        return pd.to_datetime(column).astype("datetime64[ns]")
    if kind == "flag":
        return column.astype("boolean")
    numbers = column.astype("float64")
    return numbers.astype("Int64") if kind in ("integer", "year") else numbers


def _labelled(values: Labels, kind: str, also: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """A reader for a closed list, whose values may also be given by their labels, and by what else people write for them."""
    known = dict(_spellings(values))
    loose = {
        _squeezed(spelling): value
        for value, spellings in also.items()
        for spelling in (value, *values[value], *spellings)
    }

    def one(cell: str) -> str:
        cell = code(cell)
        return known.get(cell.casefold()) or loose.get(_squeezed(cell), cell)

    if kind == "list":
        return lambda cell: tuple(dict.fromkeys(one(item) for item in re.split("[;；、]", cell) if trimmed(item)))
    return one


def _squeezed(text: str) -> str:
    """The text in lower case without blanks, hyphens and the signs between words."""
    return re.sub(r"[\s\-–—‐_、,，/]+", "", plain(text)).casefold()


def _spellings(values: Labels) -> Iterator[tuple[str, str]]:
    for value, labels in values.items():
        for spelling in (*labels, value):
            yield plain(spelling).casefold(), value


def _number(cell: str, otherwise: str) -> float:
    written = plain(cell)
    if "," in written:
        if not _GROUPED.match(written):
            raise Refused("bad_grouping" if re.fullmatch(r"[+-]?[\d,.]+", written) else otherwise)
        written = written.replace(",", "")
    if not _PLAIN.match(written) or abs(value := float(written)) == float("inf"):
        raise Refused(otherwise)
    return value


def _quantity(cell: str, otherwise: str) -> float:
    written = plain(cell)
    if written.endswith("%"):
        return round(_number(written[:-1], otherwise) / 100, 12)
    return _number(written, otherwise)
