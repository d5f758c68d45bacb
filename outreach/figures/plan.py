"""Where the plan stands: its targets, its tasks, and the plan before or after it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from outreach import measures
from outreach.district import District
from outreach.figures.literacy import Literacy
from outreach.tables import periods
from outreach.tables.snapshot import Snapshot


@dataclass(frozen=True)
class Since:
    """What is another than in a snapshot: rows of tables, bases, statuses; each None without a snapshot."""

    rows: pd.DataFrame | None
    bases: dict[str, tuple[str, ...]] | None
    statuses: pd.DataFrame | None


@dataclass(frozen=True)
class Compared:
    """Two plans one after the other: each as a district of that plan alone, their targets in pairs, and where the former's stand."""

    before: District
    after: District
    targets: pd.DataFrame
    statuses: pd.DataFrame
    over: bool


class Plan(Literacy):
    """The plan of a district."""

    @cached_property
    def statuses(self) -> pd.DataFrame:
        """Where every target of the plan stands today."""
        d, h = self.district, self._home
        return self._cached(
            measures.progress.of_plan,
            d.targets,
            measures.progress.Told(d.progress, d.literacy, self.surveyed),
            self.today,
            h.terms,
            h.code,
            h.literacy["design_effect"],
        )

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The district's plans, the earliest first."""
        return self._cached(periods.plans, self.whole)

    @property
    def plan_over(self) -> bool:
        """Whether the plan's last year has gone by."""
        return measures.plans.over(self._home.terms, self.today)

    @cached_property
    def compared(self) -> Compared | None:
        """The plan beside the next one, or the one before where there is no next; None where it is the only one."""
        pair = measures.plans.neighbours(self.plans, self.district.plan_id)
        if pair is None:
            return None
        before, after = (Plan(self._cached(periods.of_plan, self.whole, one), self.today, self._cached) for one in pair)
        table = self._cached(measures.plans.compared, before.district.targets, after.district.targets)
        return Compared(before.district, after.district, table, before.statuses, before.plan_over)

    @cached_property
    def wanting(self) -> pd.Series:
        """What is wanting of each target's reports."""
        return self._cached(measures.progress.wanting, self.statuses, self.today)

    @cached_property
    def age_days(self) -> pd.Series:
        """How old each target's last report is."""
        return self._cached(measures.progress.age_days, self.statuses, self.today)

    @property
    def next_plenary(self) -> date:
        """The day of the next plenary."""
        return measures.progress.next_plenary(self._home.plan.next_plenary, self.today)

    @cached_property
    def falling_due(self) -> pd.DataFrame:
        """What falls due before the next plenary."""
        return self._cached(measures.progress.falling_due, self.statuses, self.today, self.next_plenary)

    @cached_property
    def roles(self) -> pd.DataFrame:
        """Which unit does what in which task."""
        return self._cached(measures.duties.roles, self.district.duties, self.district.units)

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """Who answers for each target."""
        return self._cached(measures.duties.owners, self.district.targets, self.district.duties)

    @cached_property
    def bearing(self) -> dict[str, tuple[str, ...]]:
        """Which tasks bear on each component of the gap."""
        return self._cached(measures.duties.bearing_on, self._home.bearing, self.district.measures)

    def tasks_chosen(self, unit: str | None, people: str | None, article: str | None, part: str | None) -> pd.DataFrame:
        """The plan's tasks that fit all of these; what is None asks for nothing."""
        return self._cached(
            measures.duties.chosen,
            self.district.measures,
            self.district.duties,
            unit=unit,
            people=people,
            article=article,
            part=part,
        )

    def tasks_of(self, unit: str | None) -> pd.DataFrame:
        """The tasks and targets of one unit."""
        d = self.district
        return self._cached(
            measures.duties.of_unit, d.measures, self.roles, d.targets, self.statuses, self.wanting, unit or ""
        )

    def since(self, before: Snapshot | None) -> Since:
        """What has changed since a snapshot; nothing without one."""
        h = self._home
        then = self._cached(
            measures.changes.statuses_then, before, h.terms, self.district.targets, h.code, h.literacy["design_effect"]
        )
        return Since(
            self._cached(measures.changes.since, before, self.district),
            self._cached(measures.changes.bases, before, self.district),
            self._cached(measures.changes.statuses, then, self.statuses),
        )
