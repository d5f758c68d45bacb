"""Opening hours in a passer-by's words: whether a place is open, until when, and when it opens."""

from collections.abc import Mapping
from typing import Protocol

from outreach.words import Words


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
    sentence = say(f"kiosk.today_{today.state}", at=_clock(today.at))
    return sentence if today.last is None else sentence + say("kiosk.today_last", at=_clock(today.last))


def of_all(say: Words, opened: Mapping[str, Day]) -> Said:
    """The same of every base whose hours are known, by base_id; plain values, which change a few times a day."""
    return tuple((base, said(say, today)) for base, today in sorted(opened.items()))


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"
