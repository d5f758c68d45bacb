"""Overview: the district at a glance."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Beside, Card, Heading, Numbers, Page, Rows, Show


def contents(at: At) -> Page:
    """The district at a glance: where its bases are, how literate it is, where the plan's targets stand."""
    say, keep, district, figures, chosen = at.say, at.keep, at.district, at.figures, at.selection
    return Page(
        [
            Heading(
                say("overview.title", name=at.name),
                lambda: keep(
                    views.overview.lede,
                    say,
                    district,
                    figures.literacy_now,
                    at.target,
                    figures.bases_counted,
                    figures.statuses,
                ),
            ),
            Beside(
                (11, 9),
                (
                    [
                        Show(
                            lambda: keep(
                                views.overview.town_map,
                                say,
                                at.ground,
                                district,
                                figures.bases_counted,
                                figures.bases_per_10k,
                                figures.located,
                                chosen.area,
                                chosen.base,
                            )
                        )
                    ],
                    [
                        Numbers(
                            lambda: keep(
                                views.overview.figures,
                                say,
                                district,
                                figures.literacy_now,
                                at.target,
                                figures.bases_counted,
                            )
                        ),
                        Show(
                            lambda: keep(
                                views.literacy.series, say, district.home, district, at.target, None, figures.surveyed
                            )
                        ),
                        Card(lambda: keep(views.bases.card, say, district.home, district, chosen.base)),
                    ],
                ),
            ),
            Beside(
                (11, 9),
                (
                    [Rows(lambda: keep(views.overview.targets, say, district, figures.statuses))],
                    [Show(lambda: keep(views.overview.levels, say, district))],
                ),
            ),
        ]
    )
