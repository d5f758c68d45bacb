"""Where a visitor stands: everything the contents of a page depend on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from outreach import views
from outreach.district import District
from outreach.figures import Figures
from outreach.figures.base import Cache
from outreach.figures.reach import Weighing
from outreach.selection import Selection
from outreach.words import Words


@dataclass(frozen=True)
class Read:
    """What is read besides the district: its snapshots, what its tables mean, its scenes as slides."""

    snapshot: Callable[[str | None], Any]
    snapshots: Callable[[], Sequence[str]]
    dictionary: Callable[[], pd.DataFrame]
    overview: Callable[[], pd.DataFrame]
    slides: Callable[[], tuple[Any, ...]]


@dataclass(frozen=True)
class At:
    """Where a visitor stands: which page, what is chosen, in which words, of which district, on which day.

    district is what is shown, of a province one of its districts or its districts in the towns' place; whole is the district
    as its files have it. cached gives what a function gave for the same arguments, made once for all visitors.
    """

    page: str
    selection: Selection
    say: Words
    district: District
    whole: District
    now: datetime
    audience: str
    cached: Cache
    read: Read
    missing: bool = False

    @property
    def today(self) -> date:
        """The day the page is looked at."""
        return self.now.date()

    @cached_property
    def figures(self) -> Figures:
        """Every number of what is shown."""
        return Figures(self.district, self.today, self.cached, self.whole)

    @property
    def weighing(self) -> Weighing:
        """How the visitor wants the gap index made."""
        chosen = self.selection
        return Weighing(chosen.points(), chosen.mean, chosen.way, chosen.decay, chosen.demand)

    @property
    def ground(self) -> "views.ground.Ground":
        """What all maps are drawn on."""
        return self.cached(views.ground.ground, self.district.geometry)

    @property
    def target(self) -> "pd.Series[Any] | None":
        """The plan's literacy target with its status."""
        return self.cached(views.progress.literacy_target, self.district, self.figures.statuses)

    @property
    def name(self) -> str:
        """The district's name in the visitor's language."""
        names: Mapping[str, str] = self.district.home.name
        return names[self.say.language]

    @property
    def opening(self) -> tuple[views.hours.Spells, views.hours.Day | None]:
        """The chosen base's hours as days and times, and what they say of the day; nothing where they are not known so."""
        base = self.selection.base
        if base is None:
            return (), None
        return self.figures.hours.get(base, ()), self.figures.opened(self.now).get(base)

    @property
    def photo(self) -> "views.kiosk.Photo | None":
        """The chosen base's picture with whose it is; None where it has none."""
        base = self.selection.base
        return None if base is None else self.cached(views.kiosk.photo, self.say, self.district, base)
