"""The closed lists that several parts of the house speak of, each once, with its type."""

from typing import Literal, NamedTuple, TypedDict, get_args

Language = Literal["zh", "en"]
Way = Literal["walk", "ebike", "drive"]
Decay = Literal["e2sfca", "2sfca", "gaussian"]
Mean = Literal["arithmetic", "geometric"]
Part = Literal["facilities", "coverage", "tiers", "literacy"]
Component = Literal["facilities", "coverage", "access", "tiers", "literacy"]
Demand = Literal["land", "places", "grid"]
Mode = Literal["browse", "present", "kiosk"]
TownKind = Literal["subdistrict", "town"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
WAYS: tuple[Way, ...] = get_args(Way)
"""How people come to a base, the slowest first."""
DECAYS: tuple[Decay, ...] = get_args(Decay)
"""What distance costs, the usual one first; see measures/access.py, `weight`."""
MEANS: tuple[Mean, ...] = get_args(Mean)
DEMANDS: tuple[Demand, ...] = get_args(Demand)
MODES: tuple[Mode, ...] = get_args(Mode)
"""Where people are taken to live, the usual one first; see measures/positions.py, `people`."""
PARTS: tuple[Part, ...] = get_args(Part)
"""What a gap is made of unless a visitor has access weigh as well."""
COMPONENTS: tuple[Component, ...] = get_args(Component)
"""All that a gap can be made of, in the order they are shown in."""
TOWN_KINDS: tuple[TownKind, ...] = get_args(TownKind)
NOT_COUNTED = ("closed", "planned")
"""The statuses of a base that is no place to go to."""


class Assumed(TypedDict):
    """What the gaps rest on where nobody measured or confirmed it; see settings.Gaps."""

    access_per_10k: float
    supply: Literal["weight", "capacity"]
    unconfirmed_times: float
    unconfirmed_reach: float


class PlanTerms(TypedDict):
    """What a plan's targets are measured by: which plan it is, its years and its literacy target."""

    plan_id: str
    from_year: int
    to_year: int
    literacy_target_id: str


class Spell(NamedTuple):
    """When a place keeps the same hours: in which months (1 to 12) on which days (Monday is 0) it is open from when to when.

    Times are minutes since midnight, at most 1440; without any it is closed then. last is when the last visitor is let in.
    """

    months: frozenset[int]
    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    last: int | None = None
