"""Gaps: where the facilities fall short, in what, and why."""

from outreach import measures, views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("gaps")
district = cached.shown(selection.within)
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
official = cached.once(measures.literacy.official, district.literacy, home.code)
estimates = cached.once(
    measures.literacy.of_towns, district.areas, district.groups, official, district.survey, home.literacy
)
located = cached.once(measures.reach.located, district.bases, district.places, district.areas)
demand = cached.once(
    measures.reach.people,
    district.places,
    district.areas,
    district.geometry["towns"],
    district.geometry["water"],
    selection.demand,
)
supply = cached.once(measures.access.supply, district.bases, district.levels, located)
access = cached.once(
    measures.access.by_town, demand, supply, located, home.travel, selection.way, selection.decay, home.code
)
measured = cached.once(
    measures.gaps.by_town,
    district.areas,
    district.places,
    district.bases,
    district.levels,
    district.standards,
    estimates.table,
    official.share if official else None,
    home.travel,
    home.code,
    weights=selection.points(),
    mean=selection.mean,
    access=access,
    demand=demand,
)
covered = cached.once(measures.reach.by_way, demand, located, home.travel, home.code)
tiers = cached.once(measures.gaps.tiers, district.bases, district.areas, district.standards, district.levels)
equity = cached.once(measures.equity.of_district, district.areas, measured, covered, selection.way)
bearing = cached.once(measures.duties.bearing_on, home.plan.get("gaps"), district.measures)
roles = cached.once(measures.duties.roles, district.duties, district.units)

panels.heading(say("gaps.title"), cached.once(views.gaps.lede, say, district, tiers))
left, right = layout.beside(11, 9)
with left:
    panels.show(cached.once(views.gaps.town_map, say, ground, district, measured, selection.area), selection, say)
with right:
    panels.town(selection, say, cached.once(views.gaps.town, say, district, measured, selection.area))
    panels.links(
        selection,
        say("plan.to_plan_title"),
        cached.once(views.plan.to_plan, say, district, bearing, roles, measured, selection.area),
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
            cached.once(measures.reach.of_area, covered, selection.area or home.code),
            selection.area,
        ),
        selection,
        say,
    )
    panels.show(
        cached.once(
            views.access.by_town, say, district, access, supply.basis, supply.presumed, selection.way, selection.decay
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
            cached.once(measures.reach.by_level, demand, located, district.bases, home.travel, home.code),
        ),
        say,
    )
    panels.show(cached.once(views.tiers.matrix, say, district, tiers), selection, say)
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(
            views.access.bivariate,
            say,
            ground,
            district,
            cached.once(measures.gaps.of_classes, measured),
            measured,
            selection.area,
        ),
        selection,
        say,
        still=True,
    )
with right:
    panels.figures(cached.once(views.equity.figures, say, equity))
    panels.show(cached.once(views.equity.disparity, say, district, equity), selection, say)
layout.folded(say("gaps.goalposts"), cached.once(views.gaps.goalposts, say, home, measures.gaps.GOALPOSTS))
