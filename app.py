"""Overview: the district at a glance."""

from outreach import views
from outreach.screen import cached, layout, panels, shell

selection, say = shell.begin("overview")
district = cached.shown(selection.within)
home = district.home

figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)
target = cached.once(views.progress.literacy_target, district, figures.statuses)

panels.heading(
    say("overview.title", name=home.name[say.language]),
    cached.once(views.overview.lede, say, district, figures.official, target, figures.bases_counted, figures.statuses),
)
left, right = layout.beside(11, 9)
with left:
    panels.show(
        cached.once(
            views.overview.town_map,
            say,
            ground,
            district,
            figures.bases_counted,
            figures.bases_per_10k,
            figures.located,
            selection.area,
            selection.base,
        ),
        selection,
        say,
    )
with right:
    panels.figures(cached.once(views.overview.figures, say, district, figures.official, target, figures.bases_counted))
    panels.show(cached.once(views.literacy.series, say, home, district, target, None, figures.surveyed), selection, say)
    panels.card(selection, say, cached.once(views.bases.card, say, home, district, selection.base))
left, right = layout.beside(11, 9)
with left:
    panels.rows(cached.once(views.overview.targets, say, district, figures.statuses), say)
with right:
    panels.show(cached.once(views.overview.levels, say, district), selection, say)
