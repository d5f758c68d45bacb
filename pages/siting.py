"""Siting: where new bases would serve most people, and what a site of one's own would do."""

from outreach import measures, views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("siting", one_district=True)
district = cached.shown(selection.within)
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
located = cached.once(measures.reach.located, district.bases, district.places, district.areas)
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
case = cached.once(
    measures.scenarios.case,
    district.areas,
    district.places,
    located,
    district.geometry,
    measured,
    home.travel,
    home.code,
)
cells = cached.once(measures.scenarios.cells, district.geometry, district.areas)
options = cached.once(views.siting.options, say, district, case)

with layout.waiting(say("siting.solving")):
    outcome = cached.once(measures.scenarios.solved, case, selection.scenario)
    kept = cached.each(measures.scenarios.solved, selection.kept, case)
    curve = cached.once(
        measures.scenarios.curve, case, selection.way, selection.factor or "people", selection.demand, selection.among
    )
trial = cached.once(measures.scenarios.trial, case, district.geometry, selection.site, selection.way, selection.demand)
today = cached.once(measures.scenarios.today, case, selection.way, selection.demand)

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
        cached.once(views.siting.site_map, say, ground, district, case, outcome, trial, cells, today, selection.area),
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
