"""What each town lacks, as a visitor weighs it."""

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.figures.literacy import Literacy
from outreach.figures.reach import USUAL, Reach, Weighing


class Gaps(Reach, Literacy):
    """The gaps of the towns."""

    @cached_property
    def worklist(self) -> pd.DataFrame:
        """Which town to ask for its record first."""
        return self._cached(measures.register.worklist, self.tiers, self.gap, self.district.areas)

    @property
    def towns_to_ask(self) -> tuple[str, ...]:
        """The towns of that list in its order; none where tables are missing, of which no gap can be told."""
        return () if self.district.missing else tuple(self.worklist.index)

    def gap_where(self, area: str | None) -> pd.DataFrame | None:
        """The gap of each town where one is chosen; None, and nothing worked out, where none is."""
        return None if area is None else self.gap

    @cached_property
    def gap(self) -> pd.DataFrame:
        """The gap of each town and everything it is made of, as it stands until a visitor weighs."""
        return self._cached(measures.gaps.towns.by_town, self._record, self._shares, self._within(USUAL))

    def gap_weighed(self, weighing: Weighing) -> pd.DataFrame:
        """`gap` as a visitor weighs."""
        within = self._within(weighing)
        by_town = measures.gaps.towns.by_town
        return self._cached(by_town, self._record, self._shares, within, weighing.points, weighing.mean)

    @property
    def _record(self) -> measures.gaps.towns.Record:
        d, h = self.district, self._home
        return measures.gaps.towns.Record(d.areas, d.bases, d.levels, d.standards, self.confirmed, h.assumed, h.code)

    @property
    def _shares(self) -> measures.gaps.towns.Shares:
        return measures.gaps.towns.Shares(self.estimates.table, self.estimates.whole, self.estimates.draws)

    def _within(self, weighing: Weighing) -> measures.gaps.towns.Within:
        return measures.gaps.towns.Within(
            self.covered(weighing.demand), self.access_range(weighing), self._positions(weighing)
        )

    def _positions(self, weighing: Weighing) -> Mapping[str, measures.positions.expectations.Draws] | None:
        """What the positions that bases may have make of coverage and access, for the places of towns; None where all are known."""
        drawn, h = self.drawn(weighing.demand), self._home
        if not drawn.varied:
            return None
        return self._cached(
            measures.positions.access.of_runs,
            drawn,
            self._access_in_runs(weighing),
            h.travel["ebike_km"],
            h.travel["detour"],
            measures.gaps.robustness.RUNS,
            measures.gaps.robustness.SEED,
        )

    @property
    def goalposts(self) -> Mapping[str, float]:
        """What counts as no gap and as the whole of one, for each component."""
        return measures.gaps.index.GOALPOSTS

    def gap_classes(self, weighing: Weighing) -> pd.DataFrame:
        """Each town's class of literacy and of access."""
        return self._cached(measures.gaps.classes.of_classes, self.gap_weighed(weighing))

    def equity(self, weighing: Weighing) -> measures.equity.Equity:
        """How evenly bases and their reach are spread over people and towns."""
        return self._cached(
            measures.equity.of_district,
            self.district.areas,
            self.gap_weighed(weighing),
            self.covered_at_most(weighing.demand),
            weighing.way,
        )
