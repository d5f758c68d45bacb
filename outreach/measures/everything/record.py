"""What every measure is worked out of, and each step between, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import pandas as pd

from outreach.measures import access, gaps, literacy, pieces, positions, reach
from outreach.measures import land as grounds
from outreach.measures import register as records
from outreach.measures.areas import figures, towns
from outreach.measures.bases import standing
from outreach.measures.parameters import Parameters
from outreach.vocabulary import WAYS, Assumed


@dataclass(frozen=True, eq=False)
class Record:
    """What is on record of a district, its code, and what is taken where nothing is on record.

    official is the table of figures authorities stated (literacy.csv); the others are the tables and layers of the same
    names. assumed is that section of district.toml.
    """

    district: str
    areas: pd.DataFrame
    places: pd.DataFrame
    bases: pd.DataFrame
    levels: pd.DataFrame
    standards: pd.DataFrame
    official: pd.DataFrame
    groups: pd.DataFrame
    survey: pd.DataFrame
    register: pd.DataFrame
    categories: pd.DataFrame
    assumed: Assumed
    towns_geometry: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    crossings: pd.DataFrame
    settled: grounds.Settled
    demonstration: bool = False


class Steps:
    """A record worked out under parameters, step by step; each step when it is first asked for."""

    def __init__(self, record: Record, wished: Parameters, over: pieces.Over):
        self.record, self._wished, self._over = record, wished, over

    @cached_property
    def towns(self) -> pd.DataFrame:
        return towns(self.record.areas)

    @cached_property
    def codes(self) -> list[str]:
        """The district's code, then the towns' in their order."""
        return [self.record.district, *self.towns.index]

    @cached_property
    def land(self) -> grounds.Land | None:
        r = self.record
        return grounds.land(r.towns_geometry, r.water, r.areas, r.crossings)

    @cached_property
    def parameters(self) -> Parameters:
        """The parameters as they can be had: of a district too large for its land the settlement points are taken."""
        if self.land is None and self._wished.demand == "land":
            return replace(self._wished, demand="places")
        return self._wished

    def told(self, *names: str) -> str:
        """Those parameters as the table writes them, and after them where people are taken to live."""
        lives = ("demand", "spacing_m") if self.parameters.demand == "grid" else ("demand",)
        return self.parameters.formatted(*names, *lives)

    @property
    def told_of_access(self) -> str:
        return self.told("decay", "mode", "catchment_m", "detour")

    @cached_property
    def located(self) -> pd.DataFrame:
        return reach.located.located(self.record.bases, self.record.places, self.record.areas)

    @cached_property
    def level(self) -> pd.Series:
        """The level of each base that is open."""
        return standing(self.record.bases, self.record.levels)

    @cached_property
    def offered(self) -> access.Supply:
        return access.supply(self.record.bases, self.record.levels, self.located, self.record.assumed["supply"])

    @cached_property
    def demand(self) -> pd.DataFrame:
        """Where people are taken to live."""
        r, parameters = self.record, self.parameters
        if parameters.demand == "grid":
            people = figures(self.towns["population"])
            return reach.people.grid(r.towns_geometry, r.water, people, parameters.spacing_m / 1000)
        layers = {"towns": r.towns_geometry, "water": r.water}
        return positions.simulation.people(r.places, r.areas, layers, self.land, parameters.demand, r.settled)

    @cached_property
    def drawn(self) -> positions.simulation.Positions:
        """The positions that bases may have."""
        return positions.simulation.simulate(self.demand, self.located, self.land)

    @cached_property
    def confirmed(self) -> pd.DataFrame:
        r = self.record
        return records.confirmed(r.register, r.areas, r.standards, tuple(r.categories["category"]))

    @cached_property
    def tiers(self) -> pd.DataFrame:
        r = self.record
        return gaps.tiers.tiers(r.bases, r.areas, r.standards, r.levels, self.confirmed, r.assumed["unconfirmed_times"])

    def tiers_of(self, level: str) -> pd.DataFrame:
        return self.tiers[self.tiers.index.get_level_values("tier") == level]

    @cached_property
    def counted(self) -> pd.DataFrame:
        """How many bases each area has: value as recorded, high with what may be unrecorded."""
        counts = reach.located.counts(self.record.bases, self.record.areas).reindex(self.codes)
        return records.counts(counts, self.tiers, self.record.areas)

    @cached_property
    def reached(self) -> pieces.Reached:
        """Everything that is in reach of people."""
        asked, drawn = self._asked, self.drawn
        if drawn.land is not None:
            return positions.everything.reached(drawn, self.offered, self.level, asked, self.record.district)
        return pieces.of_district(
            self.demand, self.located, self.offered.value, self.level, asked, self.record.district, self._over
        )

    @property
    def _asked(self) -> pieces.Asked:
        parameters, recorded = self.parameters, set(self.level.reindex(self.located.index).dropna())
        return pieces.Asked(
            parameters.detour,
            tuple((way, getattr(parameters, f"{way}_km")) for way in WAYS),
            getattr(parameters, f"{parameters.mode}_km"),
            tuple(name for name in self.record.levels["level"] if name in recorded),
            (parameters.catchment_m or 0) / 1000,
            parameters.decay,
        )

    def covered(self, covered: pd.DataFrame, tiers: pd.DataFrame) -> pd.DataFrame:
        """Coverage as recorded, and with what may be unrecorded of these tiers."""
        return records.covered(covered, tiers, self.record.areas, self.record.assumed, self.record.district)

    @cached_property
    def reachable(self) -> pd.DataFrame:
        """What is in reach of a resident: as recorded, and with what may be unrecorded."""
        found, r = self.reached.access, self.record
        expected = found["value"] if isinstance(found, pd.DataFrame) else found
        return records.access(expected, self.tiers, r.areas, r.levels, r.assumed, r.district)

    @cached_property
    def stated(self) -> literacy.stated.Official | None:
        return literacy.stated.official(self.record.official, self.record.district)

    @cached_property
    def estimates(self) -> literacy.estimates.Estimates:
        r, effect = self.record, self.parameters.design_effect
        own = literacy.answers.own_share(r.survey, r.areas, r.district, effect)
        settings = {name: getattr(self.parameters, name) for name in OF_LITERACY}
        return literacy.towns.of_towns(r.areas, r.groups, self.stated, r.survey, settings, own)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """The gap of each town and everything it is made of."""
        r, estimates, parameters = self.record, self.estimates, self.parameters
        return gaps.towns.by_town(
            gaps.towns.Record(r.areas, r.bases, r.levels, r.standards, self.confirmed, r.assumed, r.district),
            gaps.towns.Shares(estimates.table, estimates.whole, estimates.draws),
            gaps.towns.Within(
                self.reached.coverage,
                self.reached.access if "access" in parameters.weights else None,
                self._positions if self.drawn.varied else None,
            ),
            parameters.weights,
            parameters.mean,
        )

    @property
    def _positions(self) -> Mapping[str, positions.expectations.Draws]:
        """Coverage and access in every run over the positions that bases may have."""
        parameters, drawn = self.parameters, self.drawn
        travel = {**parameters.travel, f"{parameters.mode}_km": (parameters.catchment_m or 0) / 1000}
        within = positions.access.in_runs(
            drawn, self.offered, travel, parameters.mode, parameters.decay, self.record.district
        )
        runs, seed = gaps.robustness.RUNS, gaps.robustness.SEED
        return positions.access.of_runs(drawn, within, parameters.travel["ebike_km"], parameters.detour, runs, seed)


OF_LITERACY = ("between_town_sd", "design_effect", "wave_years")
"""The parameters that the towns' literacy depends on."""
