"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Beside, Blocks, Fold, Heading, Numbers, Page, Prose, Rows, Seed, Show, Wish


def contents(at: At) -> Page:
    """The towns' literacy as modelled, the district's as stated, and what a survey of one's own could tell."""
    say, keep, district, home, figures = at.say, at.keep, at.district, at.district.home, at.figures
    level = figures.path_in(at.target, figures.estimates.year)
    return Page(
        [
            Heading(
                say("literacy.title"),
                lambda: keep(
                    views.literacy.method.lede,
                    say,
                    figures.official,
                    figures.estimates,
                    figures.surveyed,
                    district.areas,
                ),
            ),
            Numbers(lambda: keep(views.literacy.intervals.own_figures, say, figures.surveyed)),
            Beside(
                (11, 9),
                (
                    [
                        Show(
                            lambda: keep(
                                views.literacy.on_map.town_map,
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
                                views.literacy.intervals.intervals,
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
                                views.literacy.series.series,
                                say,
                                home,
                                district,
                                at.target,
                                figures.trend,
                                figures.surveyed,
                            )
                        ),
                        Fold(
                            say("literacy.method"),
                            [Prose(lambda: keep(views.literacy.method.method, say, home, figures.estimates))],
                        ),
                    ],
                    [Show(lambda: keep(views.literacy.method.groups, say, home, district, figures.estimates))],
                ),
            ),
            *_survey(at),
        ]
    )


def _survey(at: At) -> Blocks:
    """A survey to come: what is wanted of it and how it goes out, what that takes, and which villages are drawn."""
    say, keep, district, figures = at.say, at.keep, at.district, at.figures
    field, wished = figures.field(at.selection.outing), at.selection.wished
    seed = int(at.selection.outing["draw"] or 1)
    towns = len(figures.estimates.table)
    return [
        Beside(
            (3, 7),
            (
                [
                    Wish(figures.outing_usual),
                    Numbers(
                        lambda: keep(
                            views.planner.asked,
                            say,
                            towns,
                            figures.survey_plans(field, wished),
                            figures.survey_by_town(field, wished),
                        )
                    ),
                ],
                [
                    Rows(
                        lambda: keep(
                            views.planner.designs,
                            say,
                            district,
                            figures.survey_by_town(field, wished),
                            field,
                            wished,
                        )
                    ),
                    Rows(
                        lambda: keep(
                            views.planner.wishes,
                            say,
                            district,
                            figures.literacy_now,
                            towns,
                            figures.survey_plans(field, wished),
                            field,
                        )
                    ),
                ],
            ),
        ),
        Rows(
            lambda: keep(
                views.planner.by_town,
                say,
                district,
                figures.survey_by_town(field, wished),
                figures.villages_there,
                wished,
            )
        ),
        Fold(
            say("planner.sample_fold"),
            [
                Seed(1),
                Rows(
                    lambda: keep(
                        views.planner.sample,
                        say,
                        district,
                        figures.sample(field, wished, seed),
                        figures.villages_there,
                        seed,
                    )
                ),
            ],
        ),
    ]
