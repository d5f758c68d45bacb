"""Every number of a district, said once: the one place that wires measures together."""

from datetime import date
from functools import cached_property
from typing import Protocol

import pandas as pd

from outreach import measures
from outreach.district import District
from outreach.figures.base import Cache
from outreach.figures.kiosk import Screen
from outreach.figures.plan import Plan
from outreach.figures.siting import Siting
from outreach.figures.towns import Towns
from outreach.measures.parameters import Parameters
from outreach.tables import additions


class Figures(Plan, Towns, Siting, Screen):
    """The figures of one district on a day; each is worked out when it is first asked for, and cached.

    Pages, the command line, the desk and the briefing ask here by the same names. Those who share a
    cache share what was worked out. Whatever a figure depends on besides the district and the day is an argument of its own.
    Of several plans the figures are those of the one the district was narrowed to, else of the one in force; `whole` has them all.
    """

    @cached_property
    def judged(self) -> measures.effect.Judged:
        """The figures a change of the tables is judged by."""
        return measures.effect.judged(self.statuses, self.gap, self.bases_counted, self.official_share, self._home.code)

    def everything(self, parameters: Parameters, over: measures.pieces.Over = measures.pieces.here) -> pd.DataFrame:
        """Every measure of every area in one long table, with parameters of one's own."""
        return measures.everything.everything(self._record_whole, parameters, over)

    @property
    def _record_whole(self) -> measures.everything.Record:
        """All that is on record, with what is taken where nothing is."""
        d, h = self.district, self._home
        return measures.everything.Record(
            district=h.code,
            areas=d.areas,
            places=d.places,
            bases=d.bases,
            levels=d.levels,
            standards=d.standards,
            official=d.literacy,
            groups=d.groups,
            survey=d.survey,
            register=d.register,
            categories=d.categories,
            assumed=h.assumed,
            towns_geometry=d.geometry["towns"],
            water=d.geometry["water"],
            crossings=d.crossings,
            settled=measures.land.Settled(h.people.settled_share, h.people.settlement_km),
            demonstration=h.demonstration,
        )


SLOW = frozenset((measures.scenarios.solved, measures.scenarios.curve, measures.firmness.of_outcome))
"""What takes seconds, and is worked out of its arguments alone."""


class Draft(Protocol):
    """A file handed in: the district as it is, and as it would be; None where the file is at fault."""

    @property
    def before(self) -> District: ...

    @property
    def after(self) -> District | None: ...


def effect_of(draft: Draft | None, on: date, cached: Cache) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """What a file handed in would do to the figures, as `effect.between` tells it; None without one, or where it is at fault.

    None too where either district has tables that nobody could read, since then there are no figures to compare. cached
    remembers what is worked out for the district as it is.
    """
    if draft is None or draft.after is None or draft.before.missing or draft.after.missing:
        return None
    return measures.effect.between(Figures(draft.before, on, cached).judged, Figures(draft.after, on).judged)


def towns_reported(rounds: pd.DataFrame, returns: pd.DataFrame, on: date) -> pd.DataFrame:
    """Who of the towns has reported in each round, is due or is late on that day, as `returns.standing` tells it.

    Bases that a town added unasked are no answer to anything.
    """
    asked = returns[returns["about"] != additions.ABOUT] if "about" in returns else returns
    return measures.returns.standing(rounds, asked, on)
