"""Data notes: what every table holds, where it comes from, and its files to take along."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Choice, Fold, Heading, Page, Prose, Rows


def contents(at: At) -> Page:
    """The tables, one of them column by column and row by row, and the sources."""
    say, cached, district = at.say, at.cached, at.district
    described, table = at.read.dictionary(), at.selection.table or "areas"
    return Page(
        [
            Heading(say("sources.title"), lambda: say("sources.lede")),
            Rows(lambda: cached(views.sources.tables, say, district, at.read.overview())),
            Choice("table", say("sources.table"), cached(views.sources.titles, described)),
            Rows(lambda: cached(views.sources.dictionary, say, district, described, table)),
            Rows(lambda: cached(views.sources.rows_of, say, district, table, described)),
            Rows(lambda: cached(views.sources.kinds, say, district), files=False),
            Rows(lambda: cached(views.sources.glossary, say, district)),
            Rows(lambda: cached(views.sources.listed, say, district)),
            Rows(lambda: cached(views.sources.geometry, say, district), files=False),
            Fold(say("sources.access_title"), [Prose(lambda: say("sources.access"))]),
        ]
    )
