"""Public screen: for somebody passing by, the nearest base and when it is open, a town in plain words, a quiz."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Heading, Kiosk, Page
from outreach.views.exhibit import Exhibit


def contents(at: At) -> Page:
    """Everything the screen may show; which of it is drawn depends on where the visitor has come to."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    state = views.kiosk.round_of(at.selection.quiz)
    return Page(
        [
            Heading(say("kiosk.title", name=at.name), lambda: say("kiosk.lede")),
            Kiosk(
                ground=lambda: _ground(at),
                near=lambda: _near(at),
                towns=lambda: cached(views.kiosk.towns, say, district, figures.bases_counted),
                card=lambda: _card(at),
                town=lambda: _town(at),
                quiz=lambda: cached(views.kiosk.asked, say, district, figures.questions(state[0])),
                state=state,
                loop=lambda: cached(views.kiosk.published, say, district, figures.official),
                leave=at.audience != "kiosk",
            ),
        ]
    )


def _ground(at: At) -> views.kiosk.Map:
    """The map to touch."""
    figures, asked = at.figures, at.selection
    here = figures.here(asked.area, asked.here)
    return at.cached(
        views.kiosk.place_map, at.say, at.ground, at.district, figures.located, here, asked.area, asked.base
    )


def _near(at: At) -> Exhibit:
    """What is near, from near to far, and what is said of it today."""
    figures, asked = at.figures, at.selection
    here, near = figures.here(asked.area, asked.here), figures.nearest(asked.area, asked.here)
    today = views.kiosk.of_all(at.say, figures.opened(at.now))
    return at.cached(views.kiosk.nearest, at.say, at.district, here, near, today)


def _card(at: At) -> views.kiosk.Card | None:
    """The chosen base."""
    asked = at.selection
    near, (spells, today) = at.figures.nearest(asked.area, asked.here), at.opening
    return at.cached(views.kiosk.card, at.say, at.district, asked.base, near, today, spells)


def _town(at: At) -> Exhibit | None:
    """The chosen town in plain words."""
    figures = at.figures
    return at.cached(
        views.kiosk.town,
        at.say,
        at.district,
        views.kiosk.Known(
            figures.bases_counted,
            figures.covered_at_most()["ebike"],
            figures.estimates.table,
            figures.literacy_beside,
        ),
        at.selection.area,
        figures.spread(),
    )
