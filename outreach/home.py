"""Which district this is: where its data lie, and what its district.toml says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from outreach.faults import Fault, reason
from outreach.settings import FILE, Briefing, Desk, Export, Gaps, Kiosk, People, Plan, Sampling, read_settings
from outreach.vocabulary import Assumed, PlanTerms

PROJECT = Path(__file__).resolve().parent.parent


def _assumed(gaps: Gaps) -> Assumed:
    return Assumed(
        access_per_10k=gaps.access_per_10k,
        supply=gaps.supply,
        unconfirmed_times=gaps.unconfirmed_times,
        unconfirmed_reach=gaps.unconfirmed_reach,
    )


ASSUMED = _assumed(Gaps())
"""What the gaps rest on where district.toml, [gaps], does not say."""


class HomeError(Exception):
    """The directory is no district, or its district.toml cannot be used.

    `rule` names the sentence (`check.<rule>`), `details` fills it. `faults` are those of district.toml; empty when the
    directory itself is the trouble.
    """

    def __init__(self, rule: str, details: Mapping[str, object], faults: tuple[Fault, ...] = ()):
        super().__init__(f"{rule}: {', '.join(f'{name} {value}' for name, value in details.items())}")
        self.rule, self.details, self.faults = rule, details, faults


@dataclass(frozen=True)
class Home:
    """The district that is shown: its directory and the settings of its district.toml."""

    root: Path
    code: str
    demonstration: bool
    review_number: str
    boundary_tolerance_km: float
    compare_with: tuple[str, ...]
    data_date: date
    name: Mapping[str, str]
    plan: Plan
    literacy: Mapping[str, float]
    travel: Mapping[str, float]
    layers: Mapping[str, Mapping[str, str]]
    public_url: str = ""
    time_zone: str = "Asia/Shanghai"
    export: Export = Export()
    kiosk: Kiosk = Kiosk()
    desk: Desk = Desk()
    gaps: Gaps = Gaps()
    people: People = People()
    sampling: Sampling = Sampling()
    briefing: Briefing = Briefing()

    @cached_property
    def assumed(self) -> Assumed:
        """What the gaps rest on, by its names."""
        return _assumed(self.gaps)

    @cached_property
    def terms(self) -> PlanTerms:
        """What the plan's targets are measured by: its years and its literacy target, by their names."""
        plan = self.plan
        return PlanTerms(
            plan_id=plan.plan_id,
            from_year=plan.from_year,
            to_year=plan.to_year,
            literacy_target_id=plan.literacy_target_id,
        )

    @cached_property
    def bearing(self) -> Mapping[str, tuple[str, ...]]:
        """The plan's measures that bear on each part of a gap, by the part."""
        return {part: measures for part, measures in self.plan.gaps if measures}

    @property
    def template(self) -> Path | None:
        """The slides' template that district.toml names, from the district's directory; the project's own without it."""
        if self.export.template is not None:
            return self.root / self.export.template
        shipped = PROJECT / "deploy/template.pptx"
        return shipped if shipped.is_file() else None

    @property
    def now(self) -> datetime:
        """The day and the time where the district lies, as a clock on its wall shows them."""
        return datetime.now(ZoneInfo(self.time_zone)).replace(tzinfo=None)

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def geo(self) -> Path:
        return self.root / "geo"


def find_root(path: Path | str | None = None) -> Path:
    """The district's directory: the argument, else OUTREACH_HOME, else the project's own.

    Raises HomeError where it is missing, no directory, unreadable, or without data/ or geo/.
    """
    root = Path(path or os.environ.get("OUTREACH_HOME") or PROJECT)
    try:
        if not root.exists():
            raise HomeError("home_missing", {"path": str(root)})
        if not root.is_dir():
            raise HomeError("home_no_directory", {"path": str(root)})
        for part in ("data", "geo"):
            if not (root / part).is_dir():
                raise HomeError("home_without", {"path": str(root), "part": part})
            os.scandir(root / part).close()
    except OSError as error:
        raise HomeError("home_unreadable", {"path": str(root), "reason": reason(error)}) from error
    except ValueError as error:
        raise HomeError("home_missing", {"path": ascii(str(root))}) from error
    return root.resolve()


def find_home(path: Path | str | None = None) -> Home:
    """The district at the argument, else at OUTREACH_HOME, else the project's own.

    Raises HomeError where there is no district to read, or with the faults of its district.toml.
    """
    root = find_root(path)
    settings, faults = read_settings(root / FILE)
    if settings is None:
        raise HomeError("home_faults", {"path": str(root / FILE), "n": len(faults)}, tuple(faults))
    parts = {name: value for name, value in settings if name not in ("name", "geo", "literacy", "travel")}
    return Home(
        root=root,
        name=settings.name.model_dump(),
        layers=settings.geo.model_dump(),
        literacy=settings.literacy.model_dump(exclude_none=True),
        travel=settings.travel.model_dump(),
        **parts,
    )
