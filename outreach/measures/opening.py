"""Whether a place is open: what its hours say of today."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from outreach.vocabulary import Spell

WHOLE_DAY = (0, 24 * 60)


class Today(NamedTuple):
    """What hours say of a day at a moment of it: `open` until a time, `late` (open until then, but nobody is let in any more),
    `later` from a time, `over`, `closed`, or open `all_day`.

    at is that time in minutes since midnight; last when the last visitor is let in, where that is still to come.
    """

    state: Literal["open", "late", "later", "over", "closed", "all_day"]
    at: int | None = None
    last: int | None = None


def today(spells: Sequence[Spell], when: datetime) -> Today | None:
    """What hours say of the day of a moment, in the place's own time; None where they say nothing of that day.

    The first spell of the day holds, so that a day of rest goes before the hours of the week. Holidays are not known here.
    """
    held = [spell for spell in spells if when.month in spell.months and when.weekday() in spell.days]
    if not held:
        return None
    spell, now = held[0], 60 * when.hour + when.minute
    if not spell.spans:
        return Today("closed")
    if spell.spans == (WHOLE_DAY,):
        return Today("all_day")
    for start, end in spell.spans:
        if now < start:
            return Today("later", start)
        if now < end:
            last = spell.last if spell.last is not None and start < spell.last <= end else None
            return Today("late", end) if last is not None and last <= now else Today("open", end, last)
    return Today("over")
