"""The monitoring and evaluation report, of a district on a day: which pages it is written from, chapter by chapter."""

from collections.abc import Callable, Iterator
from datetime import date

from outreach.district import District
from outreach.exports import report
from outreach.exports.report import Cover, Heading, Part, Report, Text
from outreach.screen import slides
from outreach.screen.documents import Document, Told
from outreach.screen.report import places, plan
from outreach.screen.report.look import Look, joined
from outreach.selection import Selection

KIND = "docx"
SUMMED_UP = (
    ("overview", "literacy_series", ("finding", "range", "open")),
    ("plan", "plan_targets", ("finding", "caveat")),
    ("plan", "plan_reports", ("reading",)),
    ("literacy", "literacy_intervals", ("finding", "range", "caveat")),
    ("gaps", "gaps_map", ("finding", "range", "firm", "caveat")),
    ("siting", "siting_map", ("finding", "why", "range", "caveat")),
)
"""What the summary says: which sentences of which exhibits, in this order."""
Chapter = Callable[[Look], Iterator[Part]]
CHAPTERS: tuple[Chapter, ...] = (
    plan.grounds,
    places.whole,
    plan.targets,
    places.facilities,
    places.towns,
    plan.tasks,
    places.siting,
    places.sources,
)


def document(district: District, selection: Selection, today: date, tell: Told = lambda _share: None) -> Document:
    """The report on what a visitor has chosen to see: the plan, and of a province the district. Raises ExportError and whatever
    a page raises."""
    made = compose(Look(district, _base(selection), today), lambda share: tell(share / 2))
    look = Look(district, _base(selection), today)
    content = report.docx(made, look.say, lambda share: tell(0.5 + share / 2))
    return Document(f"{made.name}.{KIND}", content, KIND)


def _base(selection: Selection) -> Selection:
    return Selection(language=selection.language, plan=selection.plan, within=selection.within)


def compose(look: Look, tell: Told = lambda _share: None) -> Report:
    """The report as a value."""
    parts: list[Part] = [*summary(look)]
    for number, chapter in enumerate(CHAPTERS, 1):
        parts += chapter(look)
        tell(number / len(CHAPTERS))
    parts += places.annex(look)
    say, at = look.say, look.at("plan")
    closing = "report.title_closing" if at.figures.plan_over else "report.title"
    cover = Cover(at.district.home.plan.name[say.language], say(closing), tuple(_stated(look)), say("report.draft"))
    mark = report.mark_of(report.exhibits(parts), say)
    name = say("report.name", plan=cover.title, report=cover.subtitle)
    return Report(cover, tuple(parts), mark, look.today.isoformat(), name)


def _stated(look: Look) -> Iterator[tuple[str, str]]:
    """What the cover states: who reports, of which years, up to which day, when it was made."""
    say, at = look.say, look.at("plan")
    home = at.district.home
    settings = slides.stated(home, say.language, look.today)
    yield say("report.cover_district"), at.name
    yield say("report.cover_unit"), settings["unit"] or say("report.cover_open")
    yield say("report.cover_years"), say("report.years", first=home.plan.from_year, last=home.plan.to_year)
    if home.plan.state == "draft":
        yield say("report.cover_state"), say("report.state_draft")
    yield say("report.cover_data"), _day(look, home.data_date)
    yield say("report.cover_made"), _day(look, look.today)


def _day(look: Look, when: date) -> str:
    return look.say("plan.day", year=when.year, month=when.month, day=when.day)


def summary(look: Look) -> Iterator[Part]:
    """What the report finds, a paragraph each: the finding, how sure it is, what must not be concluded, on what it rests."""
    say = look.say
    yield Heading(1, say("report.summary"), numbered=False)
    yield Text(look.page("plan").sentence)
    for page, name, wanted in SUMMED_UP:
        found = look.exhibit(page, name)
        told = [one for one in map(found.said, wanted) if one] if found is not None else []
        if found is not None and told:
            basis = say("report.basis", basis=found.credits.basis) if found.credits.basis else ""
            yield Text(joined(say, *told) + basis, say("report.strong", title=say(f"report.sum_{name}")))
