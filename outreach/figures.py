"""Every number of a district, said once: the one place that wires measures together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

import pandas as pd

from outreach import measures
from outreach.district import District
from outreach.measures.parameters import Parameters
from outreach.memo import Memo
from outreach.tables import opening, periods
from outreach.vocabulary import Decay, Mean, Spell, Way

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
MOST = 500  # results that a district asked for by itself remembers


class Keep(Protocol):
    """What remembers: gives what a function gives for these arguments, worked out once and whoever else asks waits."""

    def __call__(self, function: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found: ...


class Weighing(NamedTuple):
    """How a visitor wants the gap index made: points a component, the mean, how people go, what distance costs, where they live."""

    points: tuple[tuple[str, int], ...]
    mean: Mean
    way: Way
    decay: Decay
    demand: str


USUAL = Weighing((), "arithmetic", "ebike", "e2sfca", "land")
"""How access is measured until a visitor weighs; points all alike."""


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


class Figures:
    """The figures of one district on a day; each is worked out when it is first asked for, and kept.

    Pages, the command line, the desk and the briefing ask here by the same names. `keep` remembers; those who share one
    share what was worked out. Whatever a figure depends on besides the district and the day is an argument of its own.
    Of several plans the figures are those of the one the district was narrowed to, else of the one in force; `whole` has them all.
    """

    def __init__(self, district: District, today: date, keep: Keep | None = None, whole: District | None = None):
        self._keep: Keep = keep or Memo(MOST)
        self.whole, self.today = whole or district, today
        if district.plan_id is None:
            district = self._keep(periods.of_plan, district, periods.in_force(periods.plans(district), today))
        self.district = district
        self._home = district.home

    # bases and the people they reach

    @cached_property
    def located(self) -> pd.DataFrame:
        """Where each counted base stands."""
        d = self.district
        return self._keep(measures.reach.located.located, d.bases, d.places, d.areas)

    @cached_property
    def bases_counted(self) -> pd.Series:
        """How many bases each area has."""
        return self._keep(measures.reach.located.counts, self.district.bases, self.district.areas)

    @cached_property
    def bases_at_most(self) -> pd.DataFrame:
        """How many bases each area has: value as recorded, high with what may be unrecorded."""
        return self._keep(measures.register.counts, self.bases_counted, self.tiers, self.district.areas)

    @cached_property
    def bases_per_10k_at_most(self) -> pd.DataFrame:
        """Those for every ten thousand people of each area."""
        return self._keep(measures.register.per_10k, self.bases_at_most, self.district.areas)

    @cached_property
    def bases_by_level(self) -> pd.DataFrame:
        """How many bases of each level each area has."""
        d = self.district
        return self._keep(measures.standing.counts_by_level, d.bases, d.areas, d.levels)

    @cached_property
    def bases_per_10k(self) -> pd.Series:
        """Bases for every ten thousand people of each area."""
        return self._keep(measures.reach.located.bases_per_10k, self.district.bases, self.district.areas)

    def bases_chosen(
        self,
        area: str | None,
        levels: tuple[str, ...],
        groups: tuple[str, ...],
        audiences: tuple[str, ...],
        statuses: tuple[str, ...],
    ) -> pd.DataFrame:
        """The bases that fit all of these; what is empty asks for nothing."""
        return self._keep(
            measures.bases.chosen,
            self.district.bases,
            self.district.categories,
            area=area,
            levels=levels,
            groups=groups,
            audiences=audiences,
            statuses=statuses,
        )

    def places_chosen(self, chosen: pd.DataFrame) -> pd.Series:
        """The ground that each counted base among the chosen stands on; bases of one ground are one place."""
        return self._keep(measures.bases.places, chosen, self.located)

    @cached_property
    def land(self) -> measures.land.Land | None:
        """The ground that people live and travel on; None for a district too large to draw positions in."""
        d = self.district
        return self._keep(measures.land.land, d.geometry["towns"], d.geometry["water"], d.areas, d.crossings)

    def people(self, demand: str = "land") -> pd.DataFrame:
        """Where people live: spread over the land, at the settlement points, or even over a grid."""
        d, p = self.district, self._home.people
        spread = p.settled_share, p.settlement_km
        layers = d.geometry["towns"], d.geometry["water"]
        return self._keep(measures.positions.drawn.people, d.places, d.areas, *layers, self.land, demand, *spread)

    def drawn(self, demand: str = "land") -> measures.positions.drawn.Drawn:
        """The positions that bases may have, with the people around them."""
        return self._keep(measures.positions.drawn.drawn, self.people(demand), self.located, self.land)

    def covered(self, demand: str = "land") -> dict[str, pd.DataFrame]:
        """The part of each area's people with a base within each way of travel, over the positions bases may have."""
        return self._keep(measures.positions.coverage.by_way, self.drawn(demand), self._home.travel, self._home.code)

    def covered_at_most(self, demand: str = "land") -> dict[str, pd.DataFrame]:
        """`covered`, its high with what may stand where the record is not confirmed."""
        d, h = self.district, self._home
        return self._keep(
            measures.register.covered_by_way, self.covered(demand), self.tiers, d.areas, h.assumed, h.code
        )

    def covered_of(self, area: str | None, demand: str = "land") -> pd.DataFrame:
        """`covered_at_most` of one area, of the district without one."""
        return self._keep(measures.reach.coverage.of_area, self.covered_at_most(demand), area or self._home.code)

    def covered_by_level(self, demand: str = "land") -> pd.DataFrame:
        """The part of the district's people with a base of each level within each way of travel, as recorded and at the most."""
        d, h = self.district, self._home
        by_way = self._keep(
            measures.positions.coverage.by_level, self.drawn(demand), d.bases, d.levels, h.travel, h.code
        )
        return self._keep(measures.register.covered_by_level, by_way, self.tiers, d.areas, h.assumed, h.code)

    @cached_property
    def supply(self) -> measures.access.Supply:
        """What each base has to offer, and what that rests on."""
        d = self.district
        return self._keep(measures.access.supply, d.bases, d.levels, self.located, self._home.assumed["supply"])

    def access(self, weighing: Weighing) -> pd.Series:
        """How much of the bases' offer is within reach of the people of each area, as expected over positions."""
        return self._keep(measures.positions.expectations.value, self.access_range(weighing))

    def access_range(self, weighing: Weighing) -> pd.DataFrame:
        """`access` with the range that holds 90 % of the positions bases may have."""
        return self._keep(
            measures.positions.access.access,
            self.drawn(weighing.demand),
            self.supply,
            self._home.travel,
            weighing.way,
            weighing.decay,
            self._home.code,
            self._access_in_runs(weighing),
        )

    def _access_in_runs(self, weighing: Weighing) -> measures.positions.access.InRuns | None:
        """Access in every position that bases may have, which its range and its draws are both made of."""
        h = self._home
        return self._keep(
            measures.positions.access.access_in_runs,
            self.drawn(weighing.demand),
            self.supply,
            h.travel,
            weighing.way,
            weighing.decay,
            h.code,
        )

    # literacy

    @cached_property
    def official(self) -> measures.literacy.stated.Official | None:
        """The district's literacy as stated last; None where nobody stated it."""
        return self._keep(measures.literacy.stated.official, self.district.literacy, self._home.code)

    @cached_property
    def official_share(self) -> float | None:
        """The share of `official`."""
        return self.official.share if self.official else None

    @cached_property
    def surveyed(self) -> measures.literacy.answers.Own | None:
        """The district's own share in its newest survey, nobody's model; None without one."""
        d, h = self.district, self._home
        return self._keep(measures.literacy.answers.own_share, d.survey, d.areas, h.code, h.literacy["design_effect"])

    @cached_property
    def literacy_now(self) -> measures.literacy.stated.Official | None:
        """What is known of the district's literacy last: stated, or its own survey where that is later."""
        return measures.literacy.stated.newest(self.official, self.surveyed, self._home.code)

    @cached_property
    def literacy_beside(self) -> measures.literacy.stated.Official | None:
        """The district's literacy that the towns' is held against."""
        return measures.literacy.stated.beside(self.official, self.surveyed, self.estimates, self._home.code)

    @cached_property
    def estimates(self) -> measures.literacy.estimates.Estimates:
        """The towns' literacy: of their own survey and the model that holds it together, or modelled from the official figure."""
        d = self.district
        return self._keep(
            measures.literacy.towns.of_towns, d.areas, d.groups, self.official, d.survey, self._home.literacy
        )

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """The towns' ranks by literacy, each a range."""
        return self._keep(measures.literacy.ranks.ranks_of, self.estimates)

    @cached_property
    def trend(self) -> measures.literacy.trend.Trend:
        """How the district's literacy has moved from wave to wave."""
        d, h = self.district, self._home
        return self._keep(measures.literacy.trend.trend_of, d.literacy, d.survey, h.code, h.literacy["design_effect"])

    def path_in(self, target: pd.Series | None, year: int | None) -> float:
        """Where the path of a target stands in a year; NaN where it has none."""
        return measures.literacy.path.path_in(target, year)

    def chances(self, level: float) -> pd.Series:
        """How likely each town is at or above a level, which is one of the estimates' own year."""
        return self._keep(measures.literacy.path.chances, self.estimates.table, level)

    # a survey to come

    @property
    def share_expected(self) -> float | None:
        """The share a survey is planned for: what is known of the district's literacy last."""
        return self.literacy_now.share if self.literacy_now else None

    @cached_property
    def villages_there(self) -> pd.Series:
        """How many villages and communities each town has; missing where unknown."""
        return self._keep(measures.fieldwork.villages_of, self.district.areas)

    @property
    def outing_usual(self) -> dict[str, float | None]:
        """How a survey goes out until a visitor says otherwise, as `Selection.outing` has it."""
        usual = self.field(dict.fromkeys(("each", "alike", "answer", "journey")))
        return {
            "each": float(usual.per_village),
            "alike": round(usual.correlation, 3),
            "answer": round(100 * usual.response, 0),
            "journey": None,
        }

    def field(self, outing: Mapping[str, float | None]) -> measures.fieldwork.Field:
        """How a survey goes out: as a visitor says (`Selection.outing`), else as the district sets it, else as its own survey tells."""
        d, s = self.district, self._home.sampling
        told = self._keep(measures.fieldwork.correlation_of, d.survey, d.areas)
        return measures.fieldwork.field_of(outing, s.model_dump(), told)

    def survey_plans(
        self, field: measures.fieldwork.Field, wished: tuple[str, float] | None = None
    ) -> pd.DataFrame | None:
        """What a survey must ask for what is wanted of it, the wish (in per cent and points) first; None without a share to expect."""
        return self._keep(
            measures.fieldwork.wishes_of, self.share_expected, field, wished, self.district.areas, self.villages_there
        )

    def survey_by_town(
        self, field: measures.fieldwork.Field, wished: tuple[str, float]
    ) -> measures.fieldwork.Plan | None:
        """What both designs take and give for a wish, town by town and together; None without a share to expect."""
        return self._keep(
            measures.fieldwork.plan_of, self.share_expected, field, wished, self.district.areas, self.villages_there
        )

    def sample(self, field: measures.fieldwork.Field, wished: tuple[str, float], seed: int) -> pd.DataFrame | None:
        """The villages drawn for a wish, by their number in their town; None without a share to expect."""
        plan = self.survey_by_town(field, wished)
        return self._keep(measures.fieldwork.sample_of, plan, self.villages_there, seed)

    # gaps

    @cached_property
    def confirmed(self) -> pd.DataFrame:
        """For which tiers each town's record is confirmed to be complete."""
        d = self.district
        return self._keep(
            measures.register.confirmed, d.register, d.areas, d.standards, tuple(d.categories["category"])
        )

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """Which levels of facility each town has and may have, and which its standard asks for."""
        d, times = self.district, self._home.assumed["unconfirmed_times"]
        return self._keep(measures.gaps.tiers.tiers, d.bases, d.areas, d.standards, d.levels, self.confirmed, times)

    @cached_property
    def worklist(self) -> pd.DataFrame:
        """Which town to ask for its record first."""
        return self._keep(measures.register.worklist, self.tiers, self.gap, self.district.areas)

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
        d, h = self.district, self._home
        return self._keep(
            measures.gaps.towns.by_default,
            d.areas,
            d.places,
            d.bases,
            d.levels,
            d.standards,
            self.estimates.table,
            self.estimates.whole,
            h.travel,
            h.code,
            self.covered(),
            self.access_range(USUAL),
            confirmed=self.confirmed,
            assumed=h.assumed,
            literacy_draws=self.estimates.draws,
            positions=self._positions(USUAL),
        )

    def gap_weighed(self, weighing: Weighing) -> pd.DataFrame:
        """`gap` as a visitor weighs."""
        d, h = self.district, self._home
        return self._keep(
            measures.gaps.towns.by_town,
            d.areas,
            d.places,
            d.bases,
            d.levels,
            d.standards,
            self.estimates.table,
            self.estimates.whole,
            h.travel,
            h.code,
            weights=weighing.points,  # type: ignore[arg-type]  # pairs, so that they are compared by value
            mean=weighing.mean,
            access=self.access_range(weighing),
            covered=self.covered(weighing.demand),
            confirmed=self.confirmed,
            assumed=h.assumed,
            literacy_draws=self.estimates.draws,
            positions=self._positions(weighing),
        )

    def _positions(self, weighing: Weighing) -> Mapping[str, measures.positions.expectations.Draws] | None:
        """What the positions that bases may have make of coverage and access, for the places of towns; None where all are known."""
        drawn, h = self.drawn(weighing.demand), self._home
        if not drawn.varied:
            return None
        return self._keep(
            measures.positions.access.of_runs,
            drawn,
            self.supply,
            h.travel,
            weighing.way,
            weighing.decay,
            h.code,
            measures.gaps.robustness.RUNS,
            measures.gaps.robustness.SEED,
            worked=self._access_in_runs(weighing),
        )

    @property
    def goalposts(self) -> Mapping[str, float]:
        """What counts as no gap and as the whole of one, for each component."""
        return measures.gaps.index.GOALPOSTS

    def gap_classes(self, weighing: Weighing) -> pd.DataFrame:
        """Each town's class of literacy and of access."""
        return self._keep(measures.gaps.classes.of_classes, self.gap_weighed(weighing))

    def equity(self, weighing: Weighing) -> measures.equity.Equity:
        """How evenly bases and their reach are spread over people and towns."""
        return self._keep(
            measures.equity.of_district,
            self.district.areas,
            self.gap_weighed(weighing),
            self.covered_at_most(weighing.demand),
            weighing.way,
        )

    # the plan

    @cached_property
    def statuses(self) -> pd.DataFrame:
        """Where every target of the plan stands today."""
        d, h = self.district, self._home
        return self._keep(
            measures.progress.of_plan,
            d.targets,
            d.progress,
            d.literacy,
            self.today,
            h.terms,
            h.code,
            h.literacy["design_effect"],
            self.surveyed,
        )

    @cached_property
    def plans(self) -> pd.DataFrame:
        """The district's plans, the earliest first."""
        return self._keep(periods.plans, self.whole)

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
        before, after = (Figures(self._keep(periods.of_plan, self.whole, one), self.today, self._keep) for one in pair)
        table = self._keep(measures.plans.compared, before.district.targets, after.district.targets)
        return Compared(before.district, after.district, table, before.statuses, before.plan_over)

    @cached_property
    def wanting(self) -> pd.Series:
        """What is wanting of each target's reports."""
        return self._keep(measures.progress.wanting, self.statuses, self.today)

    @cached_property
    def age_days(self) -> pd.Series:
        """How old each target's last report is."""
        return self._keep(measures.progress.age_days, self.statuses, self.today)

    @property
    def next_plenary(self) -> date:
        """The day of the next plenary."""
        return measures.progress.next_plenary(self._home.plan.next_plenary, self.today)

    @cached_property
    def falling_due(self) -> pd.DataFrame:
        """What falls due before the next plenary."""
        return self._keep(measures.progress.falling_due, self.statuses, self.today, self.next_plenary)

    @cached_property
    def roles(self) -> pd.DataFrame:
        """Which unit does what in which task."""
        return self._keep(measures.duties.roles, self.district.duties, self.district.units)

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """Who answers for each target."""
        return self._keep(measures.duties.owners, self.district.targets, self.district.duties)

    @cached_property
    def bearing(self) -> dict[str, tuple[str, ...]]:
        """Which tasks bear on each component of the gap."""
        return self._keep(measures.duties.bearing_on, self._home.bearing, self.district.measures)

    def tasks_chosen(self, unit: str | None, people: str | None, article: str | None, part: str | None) -> pd.DataFrame:
        """The plan's tasks that fit all of these; what is None asks for nothing."""
        return self._keep(
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
        return self._keep(
            measures.duties.of_unit, d.measures, self.roles, d.targets, self.statuses, self.wanting, unit or ""
        )

    def since(self, before: Any) -> Since:
        """What has changed since a snapshot."""
        h = self._home
        then = self._keep(
            measures.changes.statuses_then, before, h.terms, self.district.targets, h.code, h.literacy["design_effect"]
        )
        return Since(
            self._keep(measures.changes.since, before, self.district),
            self._keep(measures.changes.bases, before, self.district),
            self._keep(measures.changes.statuses, then, self.statuses),
        )

    # one town beside the others

    @cached_property
    def nearest_by_level(self) -> pd.DataFrame:
        """How far the nearest base of each level is from the people of each area."""
        d = self.district
        detour = self._home.travel["detour"]
        return self._keep(
            measures.positions.ways.nearest_by_level, self.drawn(), d.bases, d.levels, detour, self._home.code
        )

    @cached_property
    def mean_km(self) -> pd.DataFrame:
        """How far the people of each area have to their nearest base."""
        return self._keep(measures.positions.ways.mean_km, self.drawn(), self._home.travel["detour"], self._home.code)

    @cached_property
    def standing(self) -> pd.DataFrame:
        """The figures by which towns are compared."""
        return self._keep(measures.standing.of_towns, self.gap, self.mean_km)

    @cached_property
    def standing_intervals(self) -> pd.DataFrame:
        """The least and the most of `standing`."""
        km = self._keep(measures.standing.unrecorded_km, self.mean_km, self.tiers, self._home.assumed)
        return self._keep(measures.standing.intervals, self.gap, km)

    @cached_property
    def standing_of_district(self) -> pd.Series:
        """The district's own figures, which towns are held against."""
        return self._keep(
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
        return self._keep(measures.town.profile, self.standing, self.standing_of_district, area)

    @cached_property
    def similar(self) -> pd.DataFrame:
        """The towns most like each town."""
        return self._keep(measures.town.similar, self.district.areas)

    def apart(self, one: str, other: str | None) -> measures.standing.Apart:
        """Whether two towns can be told apart by their literacy."""
        return self._keep(measures.standing.apart, self.estimates, one, other)

    # siting

    @cached_property
    def case(self) -> measures.scenarios.Case:
        """Everything that siting new bases starts from."""
        d, h = self.district, self._home
        return self._keep(
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
        return self._keep(measures.scenarios.cells, self.district.geometry, self.district.areas)

    def solved(self, scenario: str) -> measures.scenarios.Outcome | None:
        """Where new bases would serve most people. It may take seconds."""
        return self._keep(measures.scenarios.solved, self.case, scenario)

    def firm(self, scenario: str) -> measures.firmness.Firmness | None:
        """How far an answer rests on where the bases happen to stand. It may take seconds."""
        return self._keep(measures.firmness.of_outcome, self.case, self.solved(scenario))

    def solved_each(self, chosen: tuple[str, ...]) -> tuple[measures.scenarios.Outcome | None, ...]:
        """`solved` for each of these questions."""
        return tuple(map(self.solved, chosen))

    def curve(self, way: str, factor: str | None, demand: str, among: str) -> pd.DataFrame | None:
        """What every further new base would add. It may take seconds."""
        return self._keep(measures.scenarios.curve, self.case, way, factor or "people", demand, among)

    def trial(self, site: str | None, way: str, demand: str) -> measures.scenarios.Trial | None:
        """What a base at one's own site would do."""
        return self._keep(measures.scenarios.trial, self.case, self.district.geometry, site, way, demand)

    def served_today(self, way: str, demand: str) -> pd.Series:
        """Who is served by the bases there are, and at the most (`most`) with those that may not be on record."""
        today = self._keep(measures.scenarios.today, self.case, way, demand)
        return self._keep(measures.register.with_most, today, self.covered_at_most(demand)[way], self._home.code)

    # the public screen

    def here(self, area: str | None, point: str | None) -> measures.kiosk.Here | None:
        """Where the visitor stands or says they are."""
        d = self.district
        return self._keep(measures.kiosk.here, d.places, d.areas, self._home.kiosk.place, area, point)

    def nearest(self, area: str | None, point: str | None) -> pd.DataFrame:
        """The bases nearest to where the visitor is."""
        return self._keep(measures.kiosk.nearest, self.here(area, point), self.located, self._home.travel["detour"])

    @cached_property
    def hours(self) -> Mapping[str, tuple[Spell, ...]]:
        """The hours of every base that are days and times, by base_id: as they were put down so, else as they were published."""
        bases = self.district.bases
        told = bases["opening"].where(bases["opening"].notna(), bases["hours_zh"])
        found = {base: opening.known(text) for base, text in zip(bases["base_id"], told, strict=True)}
        return {base: spells for base, spells in found.items() if spells}

    def opened(self, when: datetime) -> Mapping[str, measures.opening.Today]:
        """What the hours of every base say of the day of a moment, those of which they say nothing left out."""
        found = {base: measures.opening.today(spells, when) for base, spells in self.hours.items()}
        return {base: today for base, today in found.items() if today is not None}

    def questions(self, seed: int) -> tuple[measures.kiosk.Question, ...]:
        """A round of the quiz."""
        d = self.district
        return self._keep(measures.kiosk.questions, d.bases, d.categories, d.questions, seed)

    # all together

    @cached_property
    def judged(self) -> measures.effect.Judged:
        """The figures a change of the tables is judged by."""
        return measures.effect.judged(self.statuses, self.gap, self.bases_counted, self.official_share, self._home.code)

    def everything(
        self, parameters: Parameters, over: measures.partitions.Over = measures.partitions.here
    ) -> pd.DataFrame:
        """Every measure of every area in one long table, with parameters of one's own."""
        return measures.everything.of_district(self.district, parameters, over=over)


SLOW = frozenset((measures.scenarios.solved, measures.scenarios.curve, measures.firmness.of_outcome))
"""What takes seconds, and is worked out of its arguments alone."""


def effect_of(draft: Any, on: date, keep: Keep) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """What a file handed in would do to the figures, as `effect.between` tells it; None without one, or where it is at fault.

    draft has `before` and `after`, the district as it is and as it would be. None too where either has tables that nobody
    could read, since then there are no figures to compare. keep remembers what is worked out for the district as it is.
    """
    if draft is None or draft.after is None or draft.before.missing or draft.after.missing:
        return None
    return measures.effect.between(Figures(draft.before, on, keep).judged, Figures(draft.after, on).judged)
