"""One town beside the others."""

from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.figures.gaps import Gaps


class Towns(Gaps):
    """Towns compared."""

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The figures by which towns are compared."""
        return self._cached(measures.standing.of_towns, self.gap, self.mean_km)

    @cached_property
    def standing_intervals(self) -> pd.DataFrame:
        """The least and the most of `standing`."""
        km = self._cached(measures.standing.unrecorded_km, self.mean_km, self.tiers, self._home.assumed)
        return self._cached(measures.standing.intervals, self.gap, km)

    @cached_property
    def standing_of_district(self) -> pd.Series:
        """The district's own figures, which towns are held against."""
        return self._cached(
            measures.standing.of_district,
            self.gap,
            self.district.areas,
            self.bases_per_10k,
            self.covered(),
            self.mean_km,
            self.estimates.whole,
            self._home.code,
        )

    def profile(self, area: str) -> pd.DataFrame:
        """A town's figures beside the district's and among the towns'."""
        return self._cached(measures.town.profile, self.standing, self.standing_of_district, area)

    @cached_property
    def similar(self) -> pd.DataFrame:
        """The towns most like each town."""
        return self._cached(measures.town.similar, self.district.areas)

    def apart(self, one: str, other: str | None) -> measures.standing.Apart:
        """Whether two towns can be told apart by their literacy."""
        return self._cached(measures.standing.apart, self.estimates, one, other)
