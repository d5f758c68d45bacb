"""Siting: where new bases would serve most people, and what a site of one's own would do."""

from outreach import views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("siting", one_district=True)
district = cached.shown(selection.within)
figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)
case = figures.case
options = cached.once(views.siting.options, say, district, case)

with layout.waiting(say("siting.solving")):
    outcome = figures.solved(selection.scenario)
    kept = figures.solved_each(selection.kept)
    curve = figures.curve(selection.way, selection.factor, selection.demand, selection.among)
trial = figures.trial(selection.site, selection.way, selection.demand)
today = figures.served_today(selection.way, selection.demand)

panels.heading(say("siting.title"), cached.once(views.siting.lede, say, district, outcome))
left, right = layout.beside(11, 9)
with right:
    first, second = layout.beside(1, 1)
    with first:
        controls.one(selection, "model", say("siting.model"), options["model"])
        controls.one(selection, "demand", say("siting.demand"), options["demand"])
        controls.one(selection, "factor", say("siting.factor"), options["factor"], say("siting.by_people"))
    with second:
        controls.one(selection, "way", say("siting.way"), options["way"])
        controls.one(selection, "among", say("siting.among"), options["among"])
        controls.one(selection, "new", say("siting.new"), options["new"])
    panels.note(cached.once(views.siting.missing, say, case))
    panels.figures(cached.once(views.siting.figures, say, district, outcome))
    panels.trial(selection, say, cached.once(views.siting.trial, say, district, trial))
with left:
    panels.show(
        cached.once(
            views.siting.site_map, say, ground, district, case, outcome, trial, figures.cells, today, selection.area
        ),
        selection,
        say,
    )
panels.rows(cached.once(views.siting.trial_towns, say, district, trial), say)
left, right = layout.beside(1, 1)
with left:
    panels.rows(cached.once(views.siting.chosen, say, district, outcome), say)
with right:
    panels.show(cached.once(views.siting.curve, say, district, curve, outcome), selection, say)
panels.rows(cached.once(views.siting.compared, say, district, case, outcome, kept), say)
controls.keep(selection, say, cached.once(views.siting.kept_names, say, district, case, kept, selection.kept))
layout.folded(say("siting.method"), cached.once(views.siting.method, say, district, case))
