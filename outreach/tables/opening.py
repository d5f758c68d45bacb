"""Opening hours as days and times, in Chinese or in English: `Tue-Sun 09:00-17:00; closed Mon`, `周二至周日 9:00-17:00；周一闭馆`.

A clause is months, days and times, each of which may be lacking: `5月至10月 周二至周日 9:00-17:30 16:30停止入馆`. Clauses are
parted by semicolons; a new day after times begins one too. Without months it holds all the year, without days every day.
What is closed on a day goes before what is open on it. Holidays are nobody's days: a word that leaves them aside is read,
and changes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from outreach.vocabulary import Spell

YEAR, WEEK = frozenset(range(1, 13)), frozenset(range(7))
DAY_MINUTES = 24 * 60
_DAYS = {name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAYS |= {name: i for i, name in enumerate("一二三四五六日")} | {"天": 6}
_MONTHS = {
    name: i + 1
    for i, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    )
}
_DAY = r"(?:(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?|(?:周|星期|礼拜)([一二三四五六日天]))"
_TO = r"\s*(?:[-–—－~～]+|至|到|to(?=\s))\s*"
_MONTH_ZH, _MONTH = r"(?:次年|翌年)?(1[0-2]|[1-9])\s*月", rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_TIME = r"([01]?\d|2[0-4])[:：]([0-5]\d)"
_TOKENS = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("blank", r"[\s,，、（）()]+|和|及|and\b"),
            ("end", r"[;；。]+"),
            (
                "holidays",
                r"(?:国家)?法定节假日除外|节假日除外|(?:except\s+)?(?:public\s+|statutory\s+)?holidays\s+excepted",
            ),
            ("months", rf"(?:1[0-2]|[1-9])(?:\s*月)?{_TO}{_MONTH_ZH}|{_MONTH_ZH}|{_MONTH}(?:{_TO}{_MONTH})?"),
            ("daily", r"每天|每日|全年|daily\b|every day\b"),
            ("days", rf"{_DAY}(?:{_TO}(?:{_DAY}|[一二三四五六日天]))?"),
            ("all_day", r"全天|24小时|all day\b|24 hours\b"),
            ("span", rf"{_TIME}{_TO}{_TIME}"),
            (
                "last",
                rf"{_TIME}\s*(?:停止入[馆场园]|停止[检售]票|后不再入[馆场园])|(?:last(?: entry)?|最后入[馆场园])\s*{_TIME}",
            ),
            ("closed", r"闭馆|休息|休馆|不开放|关闭|closed(?: on)?\b"),
            ("open", r"开放|开馆|open\b"),
        )
    ),
    re.IGNORECASE,
)


class OpeningError(ValueError):
    """Hours that cannot be told for certain; `piece` is what is wrong with them."""

    def __init__(self, piece: str):
        super().__init__(piece)
        self.piece = piece


@dataclass
class _Clause:
    """One clause as it is gathered, and the text it was gathered from."""

    text: str = ""
    months: set[int] = field(default_factory=set)
    days: set[int] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)
    last: int | None = None
    closed: bool = False

    def ended_by(self, kind: str) -> bool:
        """Whether a piece of this kind belongs to the next clause: `closed` may stand before its days and behind them."""
        if kind == "closed":
            return bool(self.spans)
        ready = bool(self.spans) or (self.closed and bool(self.days or self.months))
        return kind in ("months", "days", "daily") and ready

    def spell(self) -> Spell:
        """What the clause says. Raises OpeningError where it says nothing, or two things at once."""
        spans = sorted(self.spans)
        late = self.last is not None and (not spans or not spans[0][0] < self.last <= spans[-1][1])
        crossed = any(one[1] > other[0] for one, other in zip(spans, spans[1:], strict=False))
        always_closed = self.closed and not self.days and not self.months
        if self.closed == bool(spans) or always_closed or late or crossed:
            raise OpeningError(self.text.strip())
        return Spell(frozenset(self.months) or YEAR, frozenset(self.days) or WEEK, tuple(spans), self.last)


@lru_cache(512)
def read(text: str) -> tuple[Spell, ...]:
    """The spells that hours say, the closed ones first. Raises OpeningError naming the piece that is no plain day or time."""
    spells = [clause.spell() for clause in _clauses(text.strip())]
    opened = [spell for spell in spells if spell.spans]
    for one, other in combinations(opened, 2):
        if one.months & other.months and one.days & other.days:
            raise OpeningError(text.strip())
    if not spells:
        raise OpeningError(text.strip())
    return (*(spell for spell in spells if not spell.spans), *opened)


def known(text: object) -> tuple[Spell, ...]:
    """The spells that hours say, none where they are no plain days and times."""
    try:
        return read(text) if isinstance(text, str) else ()
    except OpeningError:
        return ()


def trouble(text: str) -> str:
    """What of these hours cannot be told for certain; empty where all of it can."""
    try:
        read(text)
    except OpeningError as error:
        return error.piece
    return ""


def _clauses(text: str) -> Iterator[_Clause]:
    clause, at = _Clause(), 0
    while at < len(text):
        found = _TOKENS.match(text, at)
        if found is None:
            raise OpeningError(re.split(r"[;；。,，\s]", text[at:], maxsplit=1)[0] or text[at:])
        kind = found.lastgroup or ""
        if kind == "end" or clause.ended_by(kind):
            if clause.text.strip():
                yield clause
            clause = _Clause()
        if kind != "end":
            _take(clause, kind, found[0])
            clause.text += found[0]
        at = found.end()
    if clause.text.strip():
        yield clause


def _take(clause: _Clause, kind: str, text: str) -> None:
    """Add what a piece of the text says to its clause."""
    if kind == "months":
        clause.months |= _months(text)
    elif kind == "days":
        clause.days |= _days(text)
    elif kind == "daily":
        clause.days |= WEEK
    elif kind == "all_day":
        clause.spans.append((0, DAY_MINUTES))
    elif kind == "span":
        start, end = _minutes(text)
        if not start < end <= DAY_MINUTES:
            raise OpeningError(text)
        clause.spans.append((start, end))
    elif kind == "last":
        clause.last = _minutes(text)[0]
    elif kind == "closed":
        clause.closed = True


def _minutes(text: str) -> list[int]:
    return [60 * int(hour) + int(minute) for hour, minute in re.findall(_TIME, text)]


def _months(text: str) -> set[int]:
    found = re.findall(r"\d+", text) or [name[:3].lower() for name in re.findall(_MONTH, text, re.IGNORECASE)]
    first, last = (int(one) if one.isdigit() else _MONTHS[one] for one in (found[0], found[-1]))
    return {(month - 1) % 12 + 1 for month in range(first, last + 1 + 12 * (last < first))}


def _days(text: str) -> set[int]:
    found = re.findall(r"mon|tue|wed|thu|fri|sat|sun|(?<![星礼])[一二三四五六日天]", text.lower())
    first, last = _DAYS[found[0]], _DAYS[found[-1]]
    return {day % 7 for day in range(first, last + 1 + 7 * (last < first))}
