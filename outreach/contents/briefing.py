"""Briefing: the scenes one after another, big, with the speaker's notes on a second window."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Heading, Page, Rows, Scenes


def contents(at: At) -> Page:
    """The scenes to be played, and their list."""
    return Page(
        [
            Heading(at.say("briefing.title")),
            Scenes(at.read.slides),
            Rows(lambda: at.cached(views.briefing.listed, at.say, at.whole, at.read.slides())),
        ]
    )
