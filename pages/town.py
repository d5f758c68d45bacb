"""Town: one town on one page, beside the district and the other towns, and one sheet of paper when it is printed."""

from outreach import measures, views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("town")
district = cached.shown(selection.within)
home = district.home
area = cached.once(views.town.chosen, district.areas, selection.area)

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
demand = cached.once(measures.reach.demand, district.places, district.areas)
located = cached.once(measures.reach.located, district.bases, district.places, district.areas)
covered = cached.once(measures.reach.by_way, demand, located, home.travel, home.code)
per_10k = cached.once(measures.reach.bases_per_10k, district.bases, district.areas)
counted = cached.once(measures.reach.counts, district.bases, district.areas, "level")
tiers = cached.once(measures.gaps.tiers, district.bases, district.areas, district.standards, district.levels)
nearest = cached.once(
    measures.standing.nearest_by_level, district.bases, district.levels, demand, located, home.travel["detour"]
)
mean_km = cached.once(measures.standing.mean_km, demand, located, home.travel["detour"], home.code)
of_towns = cached.once(measures.standing.of_towns, measured, mean_km)
intervals = cached.once(measures.standing.intervals, measured, mean_km)
of_district = cached.once(
    measures.standing.of_district,
    measured,
    district.areas,
    per_10k,
    covered,
    mean_km,
    official.share if official else None,
    home.code,
)
profile = cached.once(measures.town.profile, of_towns, of_district, area)
similar = cached.once(measures.town.similar, district.areas)
other = cached.once(views.town.second, similar, district.areas, area, selection.other)
apart = cached.once(measures.standing.apart, estimates, area, other)

options = cached.once(views.town.options, say, district, area)
left, right = layout.beside(1, 1)
with left:
    controls.one(selection, "area", say("town.choose"), options["area"])
with right:
    controls.one(
        selection,
        "other",
        say("town.choose_other"),
        options["other"],
        cached.once(views.town.default_other, say, district, similar, area),
    )

with layout.printed():
    panels.heading(
        cached.once(views.town.title, say, district, area),
        cached.once(views.town.lede, say, district, measured, profile, official, area),
    )
    left, right = layout.sides()
    with left:
        panels.show(cached.once(views.town.standing, say, district, profile, intervals, official, area), selection, say)
        panels.show(cached.once(views.town.gap, say, district, measured, area), selection, say)
        panels.rows(
            cached.once(views.town.compare, say, district, of_towns, measured, intervals, apart, area, other), say
        )
        with layout.screen():
            panels.rows(cached.once(views.town.similar, say, district, similar, area), say)
    with right:
        panels.rows(cached.once(views.town.levels, say, district, counted, tiers, nearest, area), say)
        panels.rows(cached.once(views.town.listed, say, district, area), say)
        panels.rows(cached.once(views.town.people, say, district, area), say)
        panels.rows(cached.once(views.town.articles, say, district, area), say)
    with layout.paper():
        panels.note(cached.once(views.town.foot, say, district))
panels.show(cached.once(views.town.duties, say, district), selection, say)
panels.links(selection, say("town.to_plan"), cached.once(views.town.to_plan, say, district))
panels.note(say("town.print"))
