"""Gaps: where the facilities fall short, in what, and why."""

from outreach import measures, views
from outreach.screen import cached, layout, panels, shell

selection, say = shell.begin("gaps")
district = cached.district()
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
official = cached.once(measures.literacy.official, district.literacy, home.code)
estimates = cached.once(measures.literacy.of_towns, district.areas, district.groups, official, district.survey, home.literacy)
measured = cached.once(
    measures.gaps.by_town, district.areas, district.places, district.bases, district.levels, district.standards,
    estimates.table, official.share if official else None, home.travel, home.code,
)  # fmt: skip
tiers = cached.once(measures.gaps.tiers, district.bases, district.areas, district.standards, district.levels)
covered = cached.once(
    measures.reach.by_way,
    cached.once(measures.reach.demand, district.places, district.areas),
    cached.once(measures.reach.located, district.bases, district.places, district.areas),
    home.travel,
    home.code,
)

panels.heading(say("gaps.title"), cached.once(views.gaps.lede, say, district, tiers))
left, right = layout.beside(11, 9)
with left:
    panels.show(cached.once(views.gaps.town_map, say, ground, district, measured, selection.area), selection, say)
with right:
    panels.town(selection, say, cached.once(views.gaps.town, say, district, measured, selection.area))
    panels.show(cached.once(views.gaps.components, say, district, measured, selection.area), selection, say)
    panels.show(
        cached.once(
            views.gaps.coverage, say, district,
            cached.once(measures.reach.of_area, covered, selection.area or home.code), selection.area,
        ),
        selection,
        say,
    )  # fmt: skip
panels.rows(cached.once(views.gaps.ranked, say, district, measured), say)
layout.folded(say("gaps.goalposts"), cached.once(views.gaps.goalposts, say, home, measures.gaps.GOALPOSTS))
