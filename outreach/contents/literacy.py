"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Beside, Fold, Heading, Numbers, Page, Prose, Rows, Show, Wish


def contents(at: At) -> Page:
    """The towns' literacy as modelled, the district's as stated, and what a survey of one's own could tell."""
    say, keep, district, home, figures = at.say, at.keep, at.district, at.district.home, at.figures
    level = figures.path_in(at.target, figures.estimates.year)
    effect = at.selection.design_effect(home.literacy["design_effect"])
    return Page(
        [
            Heading(
                say("literacy.title"),
                lambda: keep(
                    views.literacy.lede, say, figures.official, figures.estimates, figures.surveyed, district.areas
                ),
            ),
            Numbers(lambda: keep(views.literacy.own_figures, say, figures.surveyed)),
            Beside(
                (11, 9),
                (
                    [
                        Show(
                            lambda: keep(
                                views.literacy.town_map,
                                say,
                                home,
                                at.ground,
                                district,
                                figures.estimates,
                                figures.ranks,
                                at.selection.area,
                            )
                        )
                    ],
                    [
                        Show(
                            lambda: keep(
                                views.literacy.intervals,
                                say,
                                home,
                                district,
                                figures.estimates,
                                figures.ranks,
                                figures.official,
                                figures.chances(level),
                                level,
                                figures.surveyed,
                                at.selection.area,
                            )
                        )
                    ],
                ),
            ),
            Beside(
                (1, 1),
                (
                    [
                        Show(
                            lambda: keep(
                                views.literacy.series, say, home, district, at.target, figures.trend, figures.surveyed
                            )
                        ),
                        Fold(
                            say("literacy.method"),
                            [Prose(lambda: keep(views.literacy.method, say, home, figures.estimates))],
                        ),
                    ],
                    [Show(lambda: keep(views.literacy.groups, say, home, district, figures.estimates))],
                ),
            ),
            Beside(
                (3, 7),
                (
                    [
                        Wish(),
                        Numbers(
                            lambda: keep(
                                views.literacy.asked,
                                say,
                                len(figures.estimates.table),
                                figures.survey_plans(effect, at.selection.wished),
                            )
                        ),
                    ],
                    [
                        Rows(
                            lambda: keep(
                                views.literacy.planner,
                                say,
                                district,
                                figures.literacy_now,
                                len(figures.estimates.table),
                                figures.survey_plans(effect, at.selection.wished),
                                effect,
                            )
                        )
                    ],
                ),
            ),
        ]
    )
