"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach import measures, views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("literacy")
district = cached.shown(selection.within)
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
official = cached.once(measures.literacy.official, district.literacy, home.code)
estimates = cached.once(
    measures.literacy.of_towns, district.areas, district.groups, official, district.survey, home.literacy
)
ranks = cached.once(measures.literacy.ranks_of, estimates)
statuses = cached.once(
    measures.progress.of_plan,
    district.targets,
    district.progress,
    district.literacy,
    layout.today(),
    home.plan,
    home.code,
    home.literacy["design_effect"],
)
target = cached.once(views.progress.literacy_target, district, statuses)

panels.heading(say("literacy.title"), cached.once(views.literacy.lede, say, official, district.survey))
trend = cached.once(measures.literacy.trend_of, district.literacy, district.survey, home.code)
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(views.literacy.town_map, say, home, ground, district, estimates.table, ranks, selection.area),
        selection,
        say,
    )
with right:
    panels.show(
        cached.once(
            views.literacy.intervals,
            say,
            home,
            district,
            estimates.table,
            ranks,
            official,
            cached.once(measures.literacy.chances, estimates.table, target["expected_today"]),
            target["expected_today"],
            selection.area,
        ),
        selection,
        say,
    )
left, right = layout.beside(1, 1)
with left:
    panels.show(cached.once(views.literacy.series, say, home, district, target, trend), selection, say)
    layout.folded(say("literacy.method"), cached.once(views.literacy.method, say, home))
with right:
    panels.show(cached.once(views.literacy.groups, say, home, district), selection, say)
effect, towns = selection.design_effect(home.literacy["design_effect"]), len(estimates.table)
plans = cached.once(measures.literacy.plans, official, effect, selection.wished)
left, right = layout.beside(3, 7)
with left:
    controls.wish(selection, say)
    panels.figures(cached.once(views.literacy.asked, say, towns, plans))
with right:
    panels.rows(cached.once(views.literacy.planner, say, district, official, towns, plans, effect), say)
