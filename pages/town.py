"""Town: one town on one page, beside the district and the other towns, and one sheet of paper when it is printed."""

from outreach import views
from outreach.screen import cached, controls, layout, panels, shell

selection, say = shell.begin("town")
district = cached.shown(selection.within)
figures = cached.figures(district, layout.today())
area = cached.once(views.town.chosen, district.areas, selection.area)
profile = figures.profile(area)
other = cached.once(views.town.second, figures.similar, district.areas, area, selection.other)

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
        cached.once(views.town.default_other, say, district, figures.similar, area),
    )

with layout.printed():
    panels.heading(
        cached.once(views.town.title, say, district, area),
        cached.once(views.town.lede, say, district, figures.gap, profile, figures.official, area),
    )
    left, right = layout.sides()
    with left:
        panels.show(
            cached.once(
                views.town.standing, say, district, profile, figures.standing_intervals, figures.official, area
            ),
            selection,
            say,
        )
        panels.show(cached.once(views.town.gap, say, district, figures.gap, area), selection, say)
        panels.rows(
            cached.once(
                views.town.compare,
                say,
                district,
                figures.standing,
                figures.gap,
                figures.standing_intervals,
                figures.apart(area, other),
                area,
                other,
            ),
            say,
        )
        with layout.screen():
            panels.rows(cached.once(views.town.similar, say, district, figures.similar, area), say)
    with right:
        panels.rows(
            cached.once(
                views.town.levels, say, district, figures.bases_by_level, figures.tiers, figures.nearest_by_level, area
            ),
            say,
        )
        panels.rows(cached.once(views.town.listed, say, district, area), say)
        panels.rows(cached.once(views.town.people, say, district, area), say)
        panels.rows(cached.once(views.town.articles, say, district, area), say)
    with layout.paper():
        panels.note(cached.once(views.town.foot, say, district))
panels.show(cached.once(views.town.duties, say, district), selection, say)
panels.links(selection, say("town.to_plan"), cached.once(views.town.to_plan, say, district))
panels.note(say("town.print"))
