"""What a district.toml may say, and every fault of one that does not."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, Strict

from outreach import toml
from outreach.faults import Fault
from outreach.toml import Section, Text, Told

FILE = "data/district.toml"


Flag = Annotated[bool, Told("true 或 false", "true or false")]
Year = Annotated[int, Told("整数", "a whole number")]
Count = Annotated[int, Field(ge=1), Told("不小于1的整数", "a whole number, one or more")]
Day = Annotated[date, Told("日期，如 2026-11-23，不加引号", "a date such as 2026-11-23, without quotes")]
Codes = Annotated[tuple[str, ...], Strict(False), Told('代码清单，如 ["320600"]', 'a list of codes such as ["320600"]')]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Number = Annotated[Finite, Field(ge=0), Told("不小于0的数", "a number, zero or more")]
Above = Annotated[Finite, Field(gt=0), Told("大于0的数", "a number above zero")]
Share = Annotated[Finite, Field(ge=0, le=1), Told("0到1之间的数", "a number from 0 to 1")]
Part = Annotated[Finite, Field(gt=0, le=1), Told("大于0、不超过1的数", "a number above 0, 1 at most")]


def _rising(edges: tuple[float, ...]) -> tuple[float, ...]:
    if not 1 <= len(edges) <= 4 or any(low >= high for low, high in zip((0.0, *edges), (*edges, 100.0))):
        raise ValueError
    return edges


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError from error


Zone = Annotated[
    str,
    AfterValidator(_known_zone),
    Told('时区名，如 "Asia/Shanghai"', 'the name of a time zone such as "Asia/Shanghai"'),
]
Classes = Annotated[
    tuple[Finite, ...],
    Strict(False),
    AfterValidator(_rising),
    Told(
        "一至四个由小到大、在0和100之间的数，如 [20, 40, 60, 80]",
        "one to four rising numbers between 0 and 100, such as [20, 40, 60, 80]",
    ),
]
Position = Annotated[
    str | Annotated[tuple[Finite, Finite], Strict(False)],
    Told("居民点编号，或 [经度, 纬度]", "the id of a place, or [longitude, latitude]"),
]
Supply = Annotated[
    Literal["weight", "capacity"],
    Told('"weight"（按级别权重）或 "capacity"（按年接待能力）', '"weight" (of the level) or "capacity" (yearly)'),
]


class Name(Section):
    """The district's name."""

    zh: Text
    en: Text


class Bearing(Section):
    """The plan's measures that bear on each part of a gap."""

    facilities: Codes = ()
    coverage: Codes = ()
    tiers: Codes = ()
    literacy: Codes = ()


class Plan(Section):
    """The plan that the district is measured against; what plans.csv says of it goes before."""

    name_zh: Text
    name_en: Text
    from_year: Year
    to_year: Year
    source_id: Text
    literacy_target_id: Text
    plan_id: Text = "plan"
    state: Text = "adopted"
    next_plenary: Day | None = None
    gaps: Bearing = Bearing()

    @property
    def name(self) -> Mapping[str, str]:
        """The plan's name by language."""
        return {"zh": self.name_zh, "en": self.name_en}


class Literacy(Section):
    """What literacy is modelled with."""

    between_town_sd: Number
    design_effect: Number
    wave_years: Number | None = None


class Sampling(Section):
    """How a survey of the towns would go out, until a visitor says otherwise; assumed where nobody measured it.

    per_village: answers in each village. correlation: how alike people of one village answer; without it that of the
    district's newest survey, else an assumed one. response: the part of those called on who answer. cost_village, cost_call:
    what a journey to a village and a call cost, in yuan; without both no cost is told.
    """

    per_village: Count = 10
    correlation: Share | None = None
    response: Part = 0.8
    cost_village: Number | None = None
    cost_call: Number | None = None


class Travel(Section):
    """How much longer a way is than the straight line, and how far people go by each."""

    detour: Number
    walk_km: Number
    ebike_km: Number
    drive_km: Number


class Gaps(Section):
    """What the gaps rest on.

    access_per_10k: the supply within reach of 10,000 residents that is enough, in the unit of the supply: by default that
    of one base of town level for every 20,000, as for the number of bases. supply: `weight` of the level, or `capacity`.
    unconfirmed_times: of a tier whose record is not confirmed a town may hold so many times what its standard asks.
    unconfirmed_reach: those may be in reach of such a part of the town's people.
    classes: where the map of gaps goes from one colour to the next, whatever the figures and the weights are.
    """

    access_per_10k: Above = 0.5
    supply: Supply = "weight"
    unconfirmed_times: Number = 1.0
    unconfirmed_reach: Share = 1.0
    classes: Classes = (20.0, 40.0, 60.0, 80.0)


class People(Section):
    """How people are spread over a town's land.

    settled_share: the part of them that lives around the settlement points, the rest being spread evenly. settlement_km: how
    far around a point its people live, as a Gaussian's deviation. Both are assumed where nobody measured them.
    """

    settled_share: Share = 0.5
    settlement_km: Above = 1.5


class Desk(Section):
    """Whether there is a data desk, who may file there, and whom the towns ask about their sheets."""

    enabled: Flag = False
    editors: Codes = ()
    office_zh: Text = ""
    office_en: Text = ""
    telephone: Text = ""

    @property
    def office(self) -> Mapping[str, str]:
        """The office that gathers what the towns report, by language; empty where nobody said."""
        return {"zh": self.office_zh, "en": self.office_en}


class Export(Section):
    """What files are made with."""

    template: Text | None = None


class Kiosk(Section):
    """Where the museum's screen stands, and when it asks whether anybody is there."""

    place: Position | None = None
    name_zh: Text = ""
    name_en: Text = ""
    ask_zh: Text = ""  # whom to ask what nobody registered
    ask_en: Text = ""
    idle_seconds: Number = 60  # without a touch, before it asks
    warning_seconds: Number = 30  # after it has asked

    @property
    def name(self) -> Mapping[str, str]:
        """The name of where it stands by language; empty where nobody said."""
        return {"zh": self.name_zh, "en": self.name_en}

    @property
    def ask(self) -> Mapping[str, str]:
        """Whom to ask what nobody registered, by language; empty where nobody said."""
        return {"zh": self.ask_zh, "en": self.ask_en}


class Briefing(Section):
    """Who reports to which meeting, and when: what the briefing's cover says."""

    unit_zh: Text = ""
    unit_en: Text = ""
    meeting_zh: Text = ""
    meeting_en: Text = ""
    date: Day | None = None

    @property
    def unit(self) -> Mapping[str, str]:
        """Who reports, by language."""
        return {"zh": self.unit_zh, "en": self.unit_en}

    @property
    def meeting(self) -> Mapping[str, str]:
        """To which meeting, by language."""
        return {"zh": self.meeting_zh, "en": self.meeting_en}


class Layer(Section):
    """What a layer of the map is, and to whom it is owed."""

    title_zh: Text
    title_en: Text
    attribution_zh: Text
    attribution_en: Text


class Layers(Section):
    """Every layer of the map."""

    neighbours: Layer
    towns: Layer
    water: Layer
    canals: Layer
    district: Layer


class Settings(Section):
    """A whole district.toml."""

    code: Text
    demonstration: Flag
    review_number: Text
    boundary_tolerance_km: Number
    compare_with: Codes
    data_date: Day
    name: Name
    plan: Plan
    literacy: Literacy
    travel: Travel
    geo: Layers
    public_url: Text = ""
    time_zone: Zone = "Asia/Shanghai"  # whose clock tells what is open now
    export: Export = Export()
    kiosk: Kiosk = Kiosk()
    desk: Desk = Desk()
    gaps: Gaps = Gaps()
    people: People = People()
    sampling: Sampling = Sampling()
    briefing: Briefing = Briefing()


def read_settings(path: Path) -> tuple[Settings | None, list[Fault]]:
    """What a district.toml says, or else everything wrong with it."""
    document, faults = toml.read(path, FILE)
    if document is None:
        return None, faults
    settings, found = toml.validated(document, Settings)
    return settings, sorted(found.values(), key=lambda fault: (fault.row is None, fault.row or 0))
