"""Opening hours in words: whether a place is open today and until when, and the hours of its week."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from outreach.vocabulary import Spell
from outreach.words import Words

WHOLE_DAY = ((0, 24 * 60),)
Spells = Sequence[Spell]


class Day(Protocol):
    """What hours say of today, as the measure `today` gives it; times are minutes since midnight."""

    @property
    def state(self) -> str:
        """Open, late, later, over, closed or all_day."""

    @property
    def at(self) -> int | None:
        """When it closes or opens."""

    @property
    def last(self) -> int | None:
        """When the last visitor is let in."""


Said = tuple[tuple[str, str], ...]


def said(say: Words, today: Day) -> str:
    """One base's hours of today in a few words."""
    sentence = say(f"hours.{today.state}", at=_clock(today.at))
    return sentence if today.last is None else sentence + say("hours.last", at=_clock(today.last))


def of_all(say: Words, opened: Mapping[str, Day]) -> Said:
    """The same of every base whose hours are known, by base_id; plain values, which change a few times a day."""
    return tuple((base, said(say, today)) for base, today in sorted(opened.items()))


def formatted(say: Words, spells: Spells) -> str:
    """Spells as an office writes them, which reads back as the same spells: `周二至周日 9:00-17:00；周一闭馆`; empty without any."""
    return say("hours.next").join(_formatted(say, spell) for spell in spells)


def _formatted(say: Words, spell: Spell) -> str:
    months = (
        "" if len(spell.months) == 12 else _runs(say, say("hours.months").split(), (one - 1 for one in spell.months))
    )
    days = "" if len(spell.days) == 7 else _runs(say, say("hours.days").split(), spell.days)
    when = " ".join(part for part in (months, days) if part) or say("hours.daily")
    if not spell.spans:
        return say("hours.closed_then", when=when)
    times = say("hours.day_long") if spell.spans == WHOLE_DAY else _times(say, spell.spans)
    last = "" if spell.last is None else say("hours.last", at=_clock(spell.last))
    return f"{when} {times}{last}"


def _times(say: Words, spans: Iterable[tuple[int, int]]) -> str:
    return say.list([f"{_clock(start)}-{_clock(end)}" for start, end in spans])


def _runs(say: Words, names: Sequence[str], chosen: Iterable[int]) -> str:
    """What follows on one another as a run, from the first to the last; a run may go on past the end of the week or the year."""
    left, n = set(chosen), len(names)
    starts = [one for one in sorted(left) if (one - 1) % n not in left]
    runs = []
    for start in starts:
        length = next(i for i in range(1, n + 1) if (start + i) % n not in left)
        first, final = names[start], names[(start + length - 1) % n]
        runs.append(first if length == 1 else say("hours.run", first=first, last=final))
    return say.list(runs)


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"
