"""Bases: where each one is, of what kind and level, for whom, and how well its position is known."""

from outreach import views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("bases")
district = cached.shown(selection.within)
options = cached.once(views.bases.options, say, district)

panels.heading(say("bases.title"))
left, right = layout.beside(11, 9)
with right:
    panels.card(selection, say, cached.once(views.bases.card, say, district.home, district, selection.base))
    controls.one(selection, "area", say("bases.town"), options["area"], say("bases.all_towns"))
    controls.several(selection, "levels", say("bases.level"), options["levels"])
    controls.several(selection, "groups", say("bases.kind"), options["groups"])
    controls.several(selection, "audiences", say("bases.audience"), options["audiences"])
    controls.several(selection, "statuses", say("bases.status"), options["statuses"])
    controls.clear(selection, say("bases.clear_filters"), area=None, levels=(), groups=(), audiences=(), statuses=())

figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)
chosen = figures.bases_chosen(
    selection.area, selection.levels, selection.groups, selection.audiences, selection.statuses
)

with left:
    panels.show(
        cached.once(
            views.bases.on_the_map,
            say,
            district.home,
            ground,
            district,
            chosen,
            figures.located,
            selection.area,
            selection.base,
        ),
        selection,
        say,
    )
panels.rows(cached.once(views.bases.listed, say, district.home, district, chosen), say)
panels.rows(cached.once(views.bases.without_town, say, district.home, district, chosen), say)
