"""The people that bases reach, and how far people have to go."""

from functools import cached_property
from typing import NamedTuple

import pandas as pd

from outreach import measures
from outreach.figures.bases import Bases
from outreach.vocabulary import DEMANDS, Decay, Demand, Mean, Way


class Weighing(NamedTuple):
    """How a visitor wants the gap index made: points a component, the mean, how people go, what distance costs, where they live."""

    points: tuple[tuple[str, int], ...]
    mean: Mean
    way: Way
    decay: Decay
    demand: str


USUAL = Weighing((), "arithmetic", "ebike", "e2sfca", "land")
"""How access is measured until a visitor weighs; points all alike."""


class Reach(Bases):
    """Who has bases within reach."""

    @cached_property
    def land(self) -> measures.land.Land | None:
        """The ground that people live and travel on; None for a district too large to draw positions in."""
        d = self.district
        return self._cached(measures.land.land, d.geometry["towns"], d.geometry["water"], d.areas, d.crossings)

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Where people may be taken to live: of a district too large for it they are not spread over the land."""
        return DEMANDS if self.land is not None else tuple(one for one in DEMANDS if one != "land")

    def people(self, demand: str = "land") -> pd.DataFrame:
        """Where people live: spread over the land, at the settlement points, or even over a grid."""
        d, p = self.district, self._home.people
        settled = measures.land.Settled(p.settled_share, p.settlement_km)
        return self._cached(
            measures.positions.simulation.people, d.places, d.areas, d.geometry, self.land, demand, settled
        )

    def drawn(self, demand: str = "land") -> measures.positions.simulation.Positions:
        """The positions that bases may have, with the people around them."""
        return self._cached(measures.positions.simulation.simulate, self.people(demand), self.located, self.land)

    def spread(self, demand: str = "land") -> bool:
        """Whether bases are taken anywhere they may stand: of a district too large for it, they stand where they are drawn on the map."""
        return self.drawn(demand).land is not None

    def covered(self, demand: str = "land") -> dict[str, pd.DataFrame]:
        """The part of each area's people with a base within each way of travel, over the positions bases may have."""
        return self._cached(measures.positions.coverage.by_way, self.drawn(demand), self._home.travel, self._home.code)

    def covered_at_most(self, demand: str = "land") -> dict[str, pd.DataFrame]:
        """`covered`, its high with what may stand where the record is not confirmed."""
        d, h = self.district, self._home
        return self._cached(
            measures.register.covered_by_way, self.covered(demand), self.tiers, d.areas, h.assumed, h.code
        )

    def covered_of(self, area: str | None, demand: str = "land") -> pd.DataFrame:
        """`covered_at_most` of one area, of the district without one."""
        return self._cached(measures.reach.coverage.of_area, self.covered_at_most(demand), area or self._home.code)

    def covered_by_level(self, demand: str = "land") -> pd.DataFrame:
        """The part of the district's people with a base of each level within each way of travel, as recorded and at the most."""
        d, h = self.district, self._home
        by_way = self._cached(
            measures.positions.coverage.by_level, self.drawn(demand), d.bases, d.levels, h.travel, h.code
        )
        return self._cached(measures.register.covered_by_level, by_way, self.tiers, d.areas, h.assumed, h.code)

    @cached_property
    def supply(self) -> measures.access.Supply:
        """What each base has to offer, and what that rests on."""
        d = self.district
        return self._cached(measures.access.supply, d.bases, d.levels, self.located, self._home.assumed["supply"])

    def access(self, weighing: Weighing) -> pd.Series:
        """How much of the bases' offer is within reach of the people of each area, as expected over positions."""
        return self._cached(measures.positions.expectations.value, self.access_range(weighing))

    def access_range(self, weighing: Weighing) -> pd.DataFrame:
        """`access` with the range that holds 90 % of the positions bases may have."""
        return self._cached(measures.positions.access.access, self._access_in_runs(weighing))

    def _access_in_runs(self, weighing: Weighing) -> measures.positions.access.InRuns:
        """Access in every position that bases may have, which its range and its draws are both made of."""
        h = self._home
        return self._cached(
            measures.positions.access.in_runs,
            self.drawn(weighing.demand),
            self.supply,
            h.travel,
            weighing.way,
            weighing.decay,
            h.code,
        )

    @cached_property
    def nearest_by_level(self) -> pd.DataFrame:
        """How far the nearest base of each level is from the people of each area."""
        d = self.district
        detour = self._home.travel["detour"]
        return self._cached(
            measures.positions.ways.nearest_by_level, self.drawn(), d.bases, d.levels, detour, self._home.code
        )

    @cached_property
    def mean_km(self) -> pd.DataFrame:
        """How far the people of each area have to their nearest base."""
        return self._cached(measures.positions.ways.mean_km, self.drawn(), self._home.travel["detour"], self._home.code)
