"""Data notes: what every table holds, where it comes from, and its files to take along."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Choice, Fold, Heading, Page, Prose, Rows


def contents(at: At) -> Page:
    """The tables, one of them column by column and row by row, and the sources."""
    say, keep, district = at.say, at.keep, at.district
    described, table = at.read.dictionary(), at.selection.table or "areas"
    return Page(
        [
            Heading(say("sources.title"), lambda: say("sources.lede")),
            Rows(lambda: keep(views.sources.tables, say, district, at.read.overview())),
            Choice("table", say("sources.table"), keep(views.sources.titles, described)),
            Rows(lambda: keep(views.sources.dictionary, say, district, described, table)),
            Rows(lambda: keep(views.sources.rows_of, say, district, table, described)),
            Rows(lambda: keep(views.sources.kinds, say, district), files=False),
            Rows(lambda: keep(views.sources.glossary, say, district)),
            Rows(lambda: keep(views.sources.listed, say, district)),
            Rows(lambda: keep(views.sources.geometry, say, district), files=False),
            Fold(say("sources.access_title"), [Prose(lambda: say("sources.access"))]),
        ]
    )
