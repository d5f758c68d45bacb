"""What the public screen shows."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.figures.reach import Reach
from outreach.tables import opening
from outreach.vocabulary import Spell


class Screen(Reach):
    """The public screen."""

    def here(self, area: str | None, point: str | None) -> measures.kiosk.Here | None:
        """Where the visitor stands or says they are."""
        d = self.district
        return self._cached(measures.kiosk.here, d.places, d.areas, self._home.kiosk.place, area, point)

    def nearest(self, area: str | None, point: str | None) -> pd.DataFrame:
        """The bases nearest to where the visitor is."""
        return self._cached(measures.kiosk.nearest, self.here(area, point), self.located, self._home.travel["detour"])

    @cached_property
    def hours(self) -> Mapping[str, tuple[Spell, ...]]:
        """The hours of every base that are days and times, by base_id: as they were put down so, else as they were published."""
        return self._cached(_hours, self.district.bases)

    def opened(self, when: datetime) -> Mapping[str, measures.opening.Today]:
        """What the hours of every base say of the day of a moment, those of which they say nothing left out."""
        found = {base: measures.opening.today(spells, when) for base, spells in self.hours.items()}
        return {base: today for base, today in found.items() if today is not None}

    def questions(self, seed: int) -> tuple[measures.kiosk.Question, ...]:
        """A round of the quiz."""
        d = self.district
        return self._cached(measures.kiosk.questions, d.bases, d.categories, d.questions, seed)


def _hours(bases: pd.DataFrame) -> Mapping[str, tuple[Spell, ...]]:
    told = bases["opening"].where(bases["opening"].notna(), bases["hours_zh"])
    found = {base: opening.known(text) for base, text in zip(bases["base_id"], told, strict=True)}
    return {base: spells for base, spells in found.items() if spells}
