"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach import views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("literacy")
district = cached.shown(selection.within)
home = district.home

figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)
target = cached.once(views.progress.literacy_target, district, figures.statuses)
level = figures.path_in(target, figures.estimates.year)

panels.heading(
    say("literacy.title"),
    cached.once(views.literacy.lede, say, figures.official, figures.estimates, figures.surveyed, district.areas),
)
panels.figures(cached.once(views.literacy.own_figures, say, figures.surveyed))
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(
            views.literacy.town_map, say, home, ground, district, figures.estimates, figures.ranks, selection.area
        ),
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
            figures.estimates,
            figures.ranks,
            figures.official,
            figures.chances(level),
            level,
            figures.surveyed,
            selection.area,
        ),
        selection,
        say,
    )
left, right = layout.beside(1, 1)
with left:
    panels.show(
        cached.once(views.literacy.series, say, home, district, target, figures.trend, figures.surveyed), selection, say
    )
    layout.folded(say("literacy.method"), cached.once(views.literacy.method, say, home, figures.estimates))
with right:
    panels.show(cached.once(views.literacy.groups, say, home, district, figures.estimates), selection, say)
effect, towns = selection.design_effect(home.literacy["design_effect"]), len(figures.estimates.table)
plans = figures.survey_plans(effect, selection.wished)
left, right = layout.beside(3, 7)
with left:
    controls.wish(selection, say)
    panels.figures(cached.once(views.literacy.asked, say, towns, plans))
with right:
    panels.rows(cached.once(views.literacy.planner, say, district, figures.official, towns, plans, effect), say)
