"""What each page is: its row in one table, and what stands on it, for whoever draws it, prints it or makes files of it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outreach.contents.at import At
    from outreach.page import Page

EVERYBODY, NOT_ON_THE_SCREEN = frozenset({"internal", "public", "kiosk"}), frozenset({"internal", "public"})
KIOSK_READS = frozenset(
    (
        "areas",
        "places",
        "bases",
        "categories",
        "levels",
        "literacy",
        "groups",
        "survey",
        "register",
        "standards",
        "crossings",
        "questions",
        "sources",
        "towns.geojson",
        "district.geojson",
    )
)


@dataclass(frozen=True)
class Facts:
    """What is true of a page whatever stands on it.

    exhibits: what it may show, its main exhibit first (`*` for any letters); scenes may be made of it where `in_scenes`.
    audiences: for whom it is open. reads: the tables and layers it cannot do without; None for all. whole: it shows a
    province whole. reaching: it has figures that a neighbouring district's bases could change. one_district: it is of one
    district and no province. paper: the sheet of paper it has of its own. optional: there only where district.toml turns it
    on, and never played without a visitor.
    """

    name: str
    exhibits: tuple[str, ...]
    in_scenes: bool = True
    audiences: frozenset[str] = NOT_ON_THE_SCREEN
    reads: frozenset[str] | None = None
    whole: bool = False
    reaching: bool = False
    one_district: bool = False
    paper: str | None = None
    optional: bool = False

    @property
    def file(self) -> str:
        """The page's file, as Streamlit wants it."""
        return "app.py" if self.name == "overview" else f"pages/{self.name}.py"

    @property
    def title(self) -> str:
        """The key of what the page is called."""
        return f"page.{self.name}"


_ROWS = (
    Facts(
        "overview",
        ("overview_map", "literacy_series", "overview_targets", "overview_levels", "base_*"),
        reaching=True,
    ),
    Facts("bases", ("bases_map", "bases", "bases_without_town", "base_*")),
    Facts(
        "literacy",
        (
            "literacy_map",
            "literacy_intervals",
            "literacy_series",
            "literacy_groups",
            "literacy_planner",
            "literacy_designs",
            "literacy_visits",
            "literacy_sample",
        ),
    ),
    Facts(
        "gaps",
        (
            "gaps_map",
            "gaps_components",
            "gaps_table",
            "register_worklist",
            "gaps_coverage",
            "access",
            "gaps_coverage_levels",
            "tiers",
            "access_literacy",
            "equity",
        ),
        reaching=True,
    ),
    Facts(
        "siting",
        ("siting_map", "siting_curve", "siting_chosen", "siting_knowing", "siting_compared", "siting_trial"),
        reaching=True,
        one_district=True,
    ),
    Facts(
        "town",
        (
            "town_standing",
            "town_gap",
            "town_literacy",
            "town_compare",
            "town_beside",
            "town_similar",
            "town_levels",
            "town_bases",
            "base_*",
            "town_people",
            "town_plan",
            "town_duties",
        ),
        reaching=True,
        paper="profile",
    ),
    Facts(
        "plan",
        (
            "plan_targets",
            "plan_since",
            "plan_traces",
            "plan_calendar",
            "plan_reports",
            "plan_compared",
            "plan_duties",
            "plan_measures",
            "plan_unit",
        ),
        whole=True,
        paper="sheet",
    ),
    Facts("briefing", ("briefing_scenes",), in_scenes=False, reads=frozenset(), whole=True),
    Facts(
        "kiosk",
        ("kiosk_*",),
        in_scenes=False,
        audiences=EVERYBODY,
        reads=KIOSK_READS,
    ),
    Facts(
        "sources",
        ("tables", "source_list", "kinds", "glossary", "geometry", "dictionary_*", "*"),
        reads=frozenset(),
        whole=True,
    ),
    Facts("desk", (), in_scenes=False, audiences=frozenset(), reads=frozenset(), whole=True, optional=True),
)
PAGES = {one.name: one for one in _ROWS}
ALWAYS = tuple(one.name for one in _ROWS if not one.optional)
"""The pages that are always there, in the menu's order."""
IN_SCENES = {one.name: one.exhibits for one in _ROWS if one.in_scenes}
"""What a scene may show of each page, its main exhibit first."""


def page_of(at: "At") -> "Page":
    """The page where the visitor stands; an empty one where it cannot be shown (see `Facts`)."""
    from outreach.page import Page  # the table alone is read by what needs no pictures

    facts = PAGES[at.page]
    if at.missing or (facts.one_district and at.district.kind != "district"):
        return Page()
    contents: Callable[[At], Page] = import_module(f"{__name__}.{at.page}").contents
    return contents(at)
