"""Plan: where every target stands, who answers for what, and what is owed before the next plenary."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Beside, Blocks, Choice, Clear, Folds, Heading, Links, Note, Page, Rows, Sheet, Show
from outreach.selection import UNFILTERED


def contents(at: At) -> Page:
    """The plan's targets, then its tasks; the tasks first where a visitor, or a link, asks for some of them."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return Page(
        [
            Heading(
                say("plan.title"),
                lambda: cached(views.plan.lede, say, district, figures.statuses, figures.roles, figures.plan_over),
            ),
            *_which(at),
            *views.plan.asked_first(
                at.selection,
                UNFILTERED["plan"],
                [*_filters(at), *_tasks(at)],
                [*_since(at), *_targets(at), Rows(lambda: cached(views.plan.compared, say, figures.compared))],
            ),
        ]
    )


def _which(at: At) -> Blocks:
    """Which of several plans is shown; nothing where there is but one."""
    options = at.cached(views.plan.choices, at.say, at.figures.plans)
    return [Choice("plan", at.say("plan.which"), options, at.say("plan.in_force"))]


def _since(at: At) -> Blocks:
    """What has changed since a snapshot, and which one."""
    say, district = at.say, at.district
    before = at.read.snapshot(at.selection.since)
    since = at.figures.since(before)
    return [
        Note(lambda: views.since.hint(say, before), paper=False),
        Rows(lambda: at.cached(views.since.slide, say, district, before, since.rows, since.bases, since.statuses)),
        Choice("since", say("since.compare"), views.since.options(say, at.read.snapshots()), say("since.newest")),
    ]


def _targets(at: At) -> Blocks:
    """Where every target stands, how that is known, what falls due and what was not reported."""
    say, cached, district, figures, today = at.say, at.cached, at.district, at.figures, at.today
    return [
        Show(lambda: cached(views.plan.targets, say, district, figures.statuses, figures.owners)),
        Folds(
            lambda: cached(views.plan.traces, say, district, figures.statuses, figures.owners, today),
            "target_id",
            "heading",
            at.selection.target,
        ),
        Rows(
            lambda: cached(
                views.plan.calendar,
                say,
                district,
                figures.falling_due,
                figures.owners,
                today,
                figures.next_plenary,
            )
        ),
        Rows(
            lambda: cached(
                views.plan.reports,
                say,
                district,
                figures.statuses,
                figures.owners,
                figures.wanting,
                figures.age_days,
            )
        ),
    ]


def _filters(at: At) -> Blocks:
    """Whose tasks, for whom, under which article and of which part."""
    say = at.say
    options = at.cached(views.plan.options, say, at.district)
    return [
        Beside(
            (3, 2, 3, 2),
            (
                [Choice("unit", say("plan.unit"), options["unit"], say("plan.all_units"))],
                [Choice("people", say("plan.people"), options["people"], say("plan.all_people"))],
                [Choice("article", say("plan.article"), options["article"], say("plan.all_articles"))],
                [Choice("part", say("plan.part"), options["part"], say("plan.all_parts"))],
            ),
        ),
        Clear(say("plan.clear"), UNFILTERED["plan"]),
    ]


def _tasks(at: At) -> Blocks:
    """A unit's sheet, who answers for which task, the tasks one by one, and the gaps they bear on."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    chosen = figures.tasks_chosen(asked.unit, asked.people, asked.article, asked.part)
    return [
        Sheet(
            lambda: cached(
                views.plan.sheet, say, district, figures.tasks_of(asked.unit), figures.roles, asked.unit, at.today
            )
        ),
        Note(lambda: views.plan.nothing(say, chosen)),
        Show(lambda: cached(views.plan.matrix, say, district, chosen, figures.roles, asked.unit)),
        Show(
            lambda: cached(views.plan.listed, say, district, chosen, figures.roles, figures.statuses, figures.bearing)
        ),
        Links(
            say("plan.links"),
            lambda: cached(views.plan.to_gaps, say, district, chosen, figures.bearing, figures.gap),
        ),
    ]
