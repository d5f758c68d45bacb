"""Gaps: where the facilities fall short, in what, and why."""

from outreach import measures, views
from outreach.figures import Weighing
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("gaps")
district = cached.shown(selection.within)
figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)
weighing = Weighing(selection.points(), selection.mean, selection.way, selection.decay, selection.demand)
measured = figures.gap_weighed(weighing)

panels.heading(say("gaps.title"), cached.once(views.gaps.lede, say, district, figures.tiers))
left, right = layout.beside(11, 9)
with left:
    panels.show(cached.once(views.gaps.town_map, say, ground, district, measured, selection.area), selection, say)
with right:
    panels.town(selection, say, cached.once(views.gaps.town, say, district, measured, selection.area))
    panels.links(
        selection,
        say("plan.to_plan_title"),
        cached.once(views.plan.to_plan, say, district, figures.bearing, figures.roles, measured, selection.area),
    )
    panels.show(cached.once(views.gaps.components, say, district, measured, selection.area), selection, say)
    with layout.folding(say("weighing.title")):
        controls.weights(selection, say)
panels.rows(cached.once(views.gaps.ranked, say, district, measured), say)
left, right = layout.beside(1, 1)
with left:
    panels.show(
        cached.once(
            views.gaps.coverage,
            say,
            district,
            figures.covered_of(selection.area, selection.demand),
            selection.area,
        ),
        selection,
        say,
    )
    panels.show(
        cached.once(
            views.access.by_town,
            say,
            district,
            figures.access(weighing),
            figures.supply.basis,
            figures.supply.presumed,
            selection.way,
            selection.decay,
        ),
        selection,
        say,
    )
with right:
    panels.rows(
        cached.once(
            views.gaps.coverage_by_level,
            say,
            district,
            figures.covered_by_level(selection.demand),
        ),
        say,
    )
    panels.show(cached.once(views.tiers.matrix, say, district, figures.tiers), selection, say)
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(
            views.access.bivariate,
            say,
            ground,
            district,
            figures.gap_classes(weighing),
            measured,
            selection.area,
        ),
        selection,
        say,
        still=True,
    )
with right:
    panels.figures(cached.once(views.equity.figures, say, figures.equity(weighing)))
    panels.show(cached.once(views.equity.disparity, say, district, figures.equity(weighing)), selection, say)
layout.folded(say("gaps.goalposts"), cached.once(views.gaps.goalposts, say, district.home, measures.gaps.GOALPOSTS))
