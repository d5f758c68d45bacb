"""Where a visitor stands, from what the address asks and what the files say; without a screen too."""

from collections.abc import Callable, Container, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any

from outreach.contents import PAGES, page_of
from outreach.contents.at import At, Read
from outreach.district import District
from outreach.page import Page
from outreach.screen import cached
from outreach.selection import Positions, Rounds, Selection, from_query, scenarios, to_query
from outreach.words import Words

AS_FILES_HAVE_IT = ("sources", "briefing", "desk")  # pages whose words are of the files, whatever is shown of them


def at(
    page: str,
    selection: Selection,
    say: Words,
    district: District,
    now: datetime,
    audience: str = "internal",
    slides: Callable[[], tuple[Any, ...]] | None = None,
) -> At:
    """Where the visitor of a page stands: what is chosen, in these words, of a district as its files have it.

    What is chosen is then of what is shown. slides are the scenes this visitor plays, the district's without any.
    """
    facts = PAGES[page]
    shown = cached.shown(district, None if facts.whole else selection.within)
    here = cached.of_plan(shown, now.date(), selection.plan, selection.target)
    if shown is not district or here.targets is not district.targets:
        selection = from_query(to_query(selection), known(here, district))[0]
    return At(
        page,
        selection,
        said(say if audience == "internal" else say.outside, here, page),
        here,
        district,
        now,
        audience,
        cached.once,
        Read(
            partial(cached.snapshot, district, today=now.date()),
            partial(cached.snapshots, district),
            partial(cached.dictionary, say.language),
            partial(cached.overview, district, say.language),
            slides or partial(_slides, district, say.language, now.date()),
        ),
        bool(set(here.missing) if facts.reads is None else set(here.missing) & facts.reads),
    )


def _slides(district: District, language: str, today: date) -> tuple[Any, ...]:
    from outreach.screen import slides  # which looks at pages itself

    return cached.once(slides.slides, cached.scenes_of(district), district, language, today)


def page(
    page: str, selection: Selection, district: District, today: date | None = None, say: Words | None = None
) -> Page:
    """A page as somebody inside sees it who does not touch it; on a day, at noon of it."""
    return page_of(at_noon(page, selection, district, today or date.today(), say))


def at_noon(
    page: str,
    selection: Selection,
    district: District,
    today: date,
    say: Words | None = None,
    audience: str = "internal",
) -> At:
    """Where somebody stands on a day at noon, inside unless another audience is named."""
    noon = datetime.combine(today, time(12))
    return at(page, selection, say or cached.say(selection.language), district, noon, audience)


def said(say: Words, shown: District, page: str) -> Words:
    """The words as they are said of what is shown; of the tables and the scenes they are said as the files have it."""
    return say if page in AS_FILES_HAVE_IT else cached.said_of(say, shown)


def known(district: District, whole: District | None = None) -> Mapping[str, Container[str]]:
    """The ids each field of the selection may hold in this district, the days of its snapshots among them; of a province
    `whole` in what is shown of it, see `cached.shown`."""
    named = cached.once(_known, district)
    within = (cached.once(_known, whole) if whole else named).get("within", frozenset())
    return {**named, "since": cached.snapshots(district), "within": within}


def _known(district: District) -> Mapping[str, Container[str]]:
    """The ids each field of the selection may hold; those of a table nobody could read are not judged."""
    known: dict[str, Container[str]] = {
        "table": cached.tables(),
        "groups": cached.closed("categories", "group"),
        "audiences": cached.closed("bases", "audiences"),
        "statuses": cached.closed("bases", "status"),
        "people": cached.closed("measures", "people"),
        "part": cached.closed("measures", "part"),
        "quiz": Rounds(),
    }
    known |= district.ids()
    if "areas" not in district.missing:
        factors = cached.factors(district.areas)
        known |= {"factor": factors, "kept": scenarios(factors)}
    if "district.geojson" not in district.missing:
        known["site"] = known["here"] = Positions(*map(float, district.geometry["district"].total_bounds))
    return known
