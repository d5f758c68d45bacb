"""Public screen: for somebody passing by, the nearest base and when it is open, a town in plain words, a quiz."""

from outreach import views
from outreach.screen import cached, kiosk, layout, panels, shell

selection, say = shell.begin("kiosk", reads=kiosk.READS)
district = cached.shown(selection.within)
home = district.home

figures = cached.figures(district, layout.today())
ground = cached.once(views.ground.ground, district.geometry)

opened = figures.opening(cached.once(views.kiosk.hours, district, selection.base), layout.now())
state = views.kiosk.round_of(selection.quiz)
questions = figures.questions(state[0])
here = figures.here(selection.area, selection.here)
near = figures.nearest(selection.area, selection.here)
nearest = cached.once(views.kiosk.nearest, say, district, here, near)

panels.heading(say("kiosk.title", name=home.name[say.language]), say("kiosk.lede"))
kiosk.show(
    selection,
    say,
    home=home,
    ground=cached.once(
        views.kiosk.place_map, say, ground, district, figures.located, here, selection.area, selection.base
    ),
    near=nearest,
    towns=cached.once(views.kiosk.towns, say, district, figures.bases_counted),
    card=cached.once(views.kiosk.card, say, home, district, selection.base, near, opened),
    town=cached.once(
        views.kiosk.town,
        say,
        district,
        figures.bases_counted,
        figures.bases_per_10k,
        figures.covered()["ebike"],
        figures.estimates.table,
        figures.official,
        selection.area,
    ),
    quiz=cached.once(views.kiosk.asked, say, district, questions),
    state=state,
    loop=(
        nearest,
        cached.once(views.kiosk.published, say, district, figures.official),
        cached.once(views.overview.levels, say, district),
    ),
    leave=shell.audience() != "kiosk",
)
