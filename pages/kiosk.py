"""Public screen: for somebody passing by, the nearest base and when it is open, a town in plain words, a quiz."""

from outreach import measures, views
from outreach.screen import cached, kiosk, layout, panels, shell

selection, say = shell.begin("kiosk", reads=kiosk.READS)
district = cached.shown(selection.within)
home = district.home

ground = cached.once(views.ground.ground, district.geometry)
demand = cached.once(measures.reach.demand, district.places, district.areas)
located = cached.once(measures.reach.located, district.bases, district.places, district.areas)
counts = cached.once(measures.reach.counts, district.bases, district.areas)
per_10k = cached.once(measures.reach.bases_per_10k, district.bases, district.areas)
covered = cached.once(measures.reach.by_way, demand, located, home.travel, home.code)
official = cached.once(measures.literacy.official, district.literacy, home.code)
estimates = cached.once(
    measures.literacy.of_towns, district.areas, district.groups, official, district.survey, home.literacy
)

here = cached.once(measures.kiosk.here, district.places, district.areas, home.kiosk, selection.area, selection.here)
near = cached.once(measures.kiosk.nearest, here, located, home.travel["detour"])
opened = measures.kiosk.opening(cached.once(views.kiosk.hours, district, selection.base), layout.now())
state = views.kiosk.round_of(selection.quiz)
questions = cached.once(measures.kiosk.questions, district.bases, district.categories, state[0])
nearest = cached.once(views.kiosk.nearest, say, district, here, near)

panels.heading(say("kiosk.title", name=home.name[say.language]), say("kiosk.lede"))
kiosk.show(
    selection,
    say,
    home=home,
    ground=cached.once(views.kiosk.place_map, say, ground, district, located, here, selection.area, selection.base),
    near=nearest,
    towns=cached.once(views.kiosk.towns, say, district, counts),
    card=cached.once(views.kiosk.card, say, home, district, selection.base, near, opened),
    town=cached.once(
        views.kiosk.town, say, district, counts, per_10k, covered["ebike"], estimates.table, official, selection.area
    ),
    quiz=cached.once(views.kiosk.asked, say, district, questions),
    state=state,
    loop=(
        nearest,
        cached.once(views.kiosk.published, say, district, official),
        cached.once(views.overview.levels, say, district),
    ),
    leave=shell.audience() != "kiosk",
)
