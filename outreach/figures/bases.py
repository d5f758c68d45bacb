"""What bases are on record, where they stand, and how complete the record is."""

from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.figures.base import Base


class Bases(Base):
    """A district's bases."""

    @cached_property
    def located(self) -> pd.DataFrame:
        """Where each counted base stands."""
        d = self.district
        return self._cached(measures.reach.located.located, d.bases, d.places, d.areas)

    @cached_property
    def bases_counted(self) -> pd.Series:
        """How many bases each area has."""
        return self._cached(measures.reach.located.counts, self.district.bases, self.district.areas)

    @cached_property
    def bases_at_most(self) -> pd.DataFrame:
        """How many bases each area has: value as recorded, high with what may be unrecorded."""
        return self._cached(measures.register.counts, self.bases_counted, self.tiers, self.district.areas)

    @cached_property
    def bases_per_10k_at_most(self) -> pd.DataFrame:
        """Those for every ten thousand people of each area."""
        return self._cached(measures.register.per_10k, self.bases_at_most, self.district.areas)

    @cached_property
    def bases_by_level(self) -> pd.DataFrame:
        """How many bases of each level each area has."""
        d = self.district
        return self._cached(measures.standing.counts_by_level, d.bases, d.areas, d.levels)

    @cached_property
    def bases_per_10k(self) -> pd.Series:
        """Bases for every ten thousand people of each area."""
        return self._cached(measures.reach.located.bases_per_10k, self.district.bases, self.district.areas)

    def bases_chosen(
        self,
        area: str | None,
        levels: tuple[str, ...],
        groups: tuple[str, ...],
        audiences: tuple[str, ...],
        statuses: tuple[str, ...],
    ) -> pd.DataFrame:
        """The bases that fit all of these; what is empty asks for nothing."""
        return self._cached(
            measures.bases.chosen,
            self.district.bases,
            self.district.categories,
            measures.bases.Wanted(levels, groups, audiences, statuses, area),
        )

    def places_chosen(self, chosen: pd.DataFrame) -> pd.Series:
        """The ground that each counted base among the chosen stands on; bases of one ground are one place."""
        return self._cached(measures.bases.places, chosen, self.located)

    @cached_property
    def confirmed(self) -> pd.DataFrame:
        """For which tiers each town's record is confirmed to be complete."""
        d = self.district
        return self._cached(
            measures.register.confirmed, d.register, d.areas, d.standards, tuple(d.categories["category"])
        )

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """Which levels of facility each town has and may have, and which its standard asks for."""
        d, times = self.district, self._home.assumed["unconfirmed_times"]
        return self._cached(measures.gaps.tiers.tiers, d.bases, d.areas, d.standards, d.levels, self.confirmed, times)
