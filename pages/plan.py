"""Plan: where every target stands, who answers for what, and what is owed before the next plenary."""

from outreach import views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("plan")
district = cached.shown(None)
today = layout.today()
options = cached.once(views.plan.options, say, district)

figures = cached.figures(district, layout.today())
before = cached.snapshot(selection.since, today)
since = figures.since(before)
chosen = figures.tasks_chosen(selection.unit, selection.people, selection.article, selection.part)

panels.heading(say("plan.title"), cached.once(views.plan.lede, say, district, figures.statuses, figures.roles))
panels.note(views.since.hint(say, before))
panels.rows(cached.once(views.since.slide, say, district, before, since.rows, since.bases, since.statuses), say)
controls.one(
    selection, "since", say("since.compare"), views.since.options(say, cached.snapshots()), say("since.newest")
)

panels.show(cached.once(views.plan.targets, say, district, figures.statuses, figures.owners), selection, say)
panels.folds(
    cached.once(views.plan.traces, say, district, figures.statuses, figures.owners, today),
    "target_id",
    "heading",
    selection.target,
    say,
)
panels.rows(
    cached.once(views.plan.calendar, say, district, figures.falling_due, figures.owners, today, figures.next_plenary),
    say,
)
panels.rows(
    cached.once(views.plan.reports, say, district, figures.statuses, figures.owners, figures.wanting, figures.age_days),
    say,
)

first, second, third, fourth = layout.beside(3, 2, 3, 2)
with first:
    controls.one(selection, "unit", say("plan.unit"), options["unit"], say("plan.all_units"))
with second:
    controls.one(selection, "people", say("plan.people"), options["people"], say("plan.all_people"))
with third:
    controls.one(selection, "article", say("plan.article"), options["article"], say("plan.all_articles"))
with fourth:
    controls.one(selection, "part", say("plan.part"), options["part"], say("plan.all_parts"))
controls.clear(selection, say("plan.clear"), unit=None, people=None, article=None, part=None)

panels.sheet(
    cached.once(
        views.plan.sheet, say, district, figures.tasks_of(selection.unit), figures.roles, selection.unit, today
    ),
    say,
)
panels.note(views.plan.nothing(say, chosen))
panels.show(cached.once(views.plan.matrix, say, district, chosen, figures.roles, selection.unit), selection, say)
panels.show(
    cached.once(views.plan.listed, say, district, chosen, figures.roles, figures.statuses, figures.bearing),
    selection,
    say,
)
panels.links(
    selection, say("plan.links"), cached.once(views.plan.to_gaps, say, district, chosen, figures.bearing, figures.gap)
)
