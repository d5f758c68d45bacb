"""Plan: where every target stands, who answers for what, and what is owed before the next plenary."""

from outreach import measures, views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("plan")
district = cached.shown(None)
home, plan, today = district.home, district.home.plan, layout.today()
options = cached.once(views.plan.options, say, district)

effect = home.literacy["design_effect"]
statuses = cached.once(
    measures.progress.of_plan, district.targets, district.progress, district.literacy, today, plan, home.code, effect
)
roles = cached.once(measures.duties.roles, district.duties, district.units)
owners = cached.once(measures.duties.owners, district.targets, district.duties)
wanting = cached.once(measures.progress.wanting, statuses, today)
age = cached.once(measures.progress.age_days, statuses, today)
until = measures.progress.next_plenary(plan.get("next_plenary"), today)
due = cached.once(measures.progress.falling_due, statuses, today, until)

before = cached.snapshot(selection.since, today)
then = cached.once(measures.changes.statuses_then, before, plan, home.code, effect)
differences = cached.once(measures.changes.since, before, district)
bases = cached.once(measures.changes.bases, before, district)
changed = cached.once(measures.changes.statuses, then, statuses)

chosen = cached.once(
    measures.duties.chosen,
    district.measures,
    district.duties,
    unit=selection.unit,
    people=selection.people,
    article=selection.article,
    part=selection.part,
)
bearing = cached.once(measures.duties.bearing_on, plan.get("gaps"), district.measures)
own = cached.once(
    measures.duties.of_unit, district.measures, roles, district.targets, statuses, wanting, selection.unit
)

official = cached.once(measures.literacy.official, district.literacy, home.code)
estimates = cached.once(
    measures.literacy.of_towns, district.areas, district.groups, official, district.survey, home.literacy
)
measured = cached.once(
    measures.gaps.by_default,
    district.areas,
    district.places,
    district.bases,
    district.levels,
    district.standards,
    estimates.table,
    official.share if official else None,
    home.travel,
    home.code,
)

panels.heading(say("plan.title"), cached.once(views.plan.lede, say, district, statuses, roles))
panels.note(views.since.hint(say, before))
panels.rows(cached.once(views.since.slide, say, district, before, differences, bases, changed), say)
controls.one(
    selection, "since", say("since.compare"), views.since.options(say, cached.snapshots()), say("since.newest")
)

panels.show(cached.once(views.plan.targets, say, district, statuses, owners), selection, say)
panels.folds(
    cached.once(views.plan.traces, say, district, statuses, owners, today),
    "target_id",
    "heading",
    selection.target,
    say,
)
panels.rows(cached.once(views.plan.calendar, say, district, due, owners, today, until), say)
panels.rows(cached.once(views.plan.reports, say, district, statuses, owners, wanting, age), say)

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

panels.sheet(cached.once(views.plan.sheet, say, district, own, roles, selection.unit, today), say)
panels.note(views.plan.nothing(say, chosen))
panels.show(cached.once(views.plan.matrix, say, district, chosen, roles, selection.unit), selection, say)
panels.show(cached.once(views.plan.listed, say, district, chosen, roles, statuses, bearing), selection, say)
panels.links(selection, say("plan.links"), cached.once(views.plan.to_gaps, say, district, chosen, bearing, measured))
