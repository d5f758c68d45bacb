"""Public screen: for somebody passing by, the nearest base and when it is open, a town in plain words, a quiz."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Heading, Kiosk, Page


def contents(at: At) -> Page:
    """Everything the screen may show; which of it is drawn depends on where the visitor has come to."""
    say, keep, district, home, figures, asked = (
        at.say,
        at.keep,
        at.district,
        at.district.home,
        at.figures,
        at.selection,
    )
    here, near = figures.here(asked.area, asked.here), figures.nearest(asked.area, asked.here)
    opened = figures.opened(at.now)
    today = views.kiosk.of_all(say, opened)
    state = views.kiosk.round_of(asked.quiz)
    return Page(
        [
            Heading(say("kiosk.title", name=at.name), lambda: say("kiosk.lede")),
            Kiosk(
                {
                    "ground": lambda: keep(
                        views.kiosk.place_map,
                        say,
                        at.ground,
                        district,
                        figures.located,
                        here,
                        asked.area,
                        asked.base,
                    ),
                    "near": lambda: keep(views.kiosk.nearest, say, district, here, near, today),
                    "towns": lambda: keep(views.kiosk.towns, say, district, figures.bases_counted),
                    "card": lambda: keep(
                        views.kiosk.card,
                        say,
                        home,
                        district,
                        asked.base,
                        near,
                        opened.get(asked.base or ""),
                        figures.hours.get(asked.base or "", ()),
                    ),
                    "town": lambda: keep(
                        views.kiosk.town,
                        say,
                        district,
                        figures.bases_counted,
                        figures.covered_at_most()["ebike"],
                        figures.estimates.table,
                        figures.literacy_beside,
                        asked.area,
                        figures.spread(),
                    ),
                    "quiz": lambda: keep(views.kiosk.asked, say, district, figures.questions(state[0])),
                    "state": lambda: state,
                    "loop": lambda: keep(views.kiosk.published, say, district, figures.official),
                    "leave": lambda: at.audience != "kiosk",
                }
            ),
        ]
    )
