"""Where new bases would serve most people."""

from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.figures.gaps import Gaps


class Siting(Gaps):
    """Sites for new bases."""

    @cached_property
    def case(self) -> measures.scenarios.Case:
        """Everything that siting new bases starts from."""
        d, h = self.district, self._home
        return self._cached(
            measures.scenarios.case,
            d.areas,
            d.places,
            self.located,
            d.geometry,
            self.gap,
            h.travel,
            h.code,
            self.land,
            self.people() if self.land is not None else None,
        )

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The district's land in cells, for a site to be set on."""
        return self._cached(measures.scenarios.cells, self.district.geometry, self.district.areas)

    def solved(self, scenario: str) -> measures.scenarios.Outcome | None:
        """Where new bases would serve most people. It may take seconds."""
        return self._cached(measures.scenarios.solved, self.case, scenario)

    def firm(self, scenario: str) -> measures.firmness.Firmness | None:
        """How far an answer rests on where the bases happen to stand. It may take seconds."""
        return self._cached(measures.firmness.of_outcome, self.case, self.solved(scenario))

    def solved_each(self, chosen: tuple[str, ...]) -> tuple[measures.scenarios.Outcome | None, ...]:
        """`solved` for each of these questions."""
        return tuple(map(self.solved, chosen))

    def curve(self, way: str, factor: str | None, demand: str, among: str) -> pd.DataFrame | None:
        """What every further new base would add. It may take seconds."""
        return self._cached(measures.scenarios.curve, self.case, way, factor or "people", demand, among)

    def trial(self, site: str | None, way: str, demand: str) -> measures.scenarios.Trial | None:
        """What a base at one's own site would do."""
        return self._cached(measures.scenarios.trial, self.case, self.district.geometry, site, way, demand)

    def served_today(self, way: str, demand: str) -> pd.Series:
        """Who is served by the bases there are, and at the most (`most`) with those that may not be on record."""
        today = self._cached(measures.scenarios.today, self.case, way, demand)
        return self._cached(measures.register.with_most, today, self.covered_at_most(demand)[way], self._home.code)
