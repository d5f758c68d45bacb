"""Overview: the district at a glance."""

from outreach import measures, views
from outreach.screen import cached, layout, panels, shell

selection, say = shell.begin("overview")
district = cached.shown(selection.within)
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
located = cached.once(measures.reach.located, district.bases, district.places, district.areas)
counts = cached.once(measures.reach.counts, district.bases, district.areas)
per_10k = cached.once(measures.reach.bases_per_10k, district.bases, district.areas)
official = cached.once(measures.literacy.official, district.literacy, home.code)
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

panels.heading(
    say("overview.title", name=home.name[say.language]),
    cached.once(views.overview.lede, say, district, official, target, counts, statuses),
)
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(
            views.overview.town_map, say, ground, district, counts, per_10k, located, selection.area, selection.base
        ),
        selection,
        say,
    )
with right:
    panels.figures(cached.once(views.overview.figures, say, district, official, target, counts))
    panels.show(cached.once(views.literacy.series, say, home, district, target), selection, say)
    panels.card(selection, say, cached.once(views.bases.card, say, home, district, selection.base))
left, right = layout.beside(11, 9)
with left:
    panels.rows(cached.once(views.overview.targets, say, district, statuses), say)
with right:
    panels.show(cached.once(views.overview.levels, say, district), selection, say)
