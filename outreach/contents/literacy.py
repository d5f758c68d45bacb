"""Literacy: how many adults of each town are science-literate, and how sure that is."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Answer, Beside, Blocks, Chosen, Fold, Heading, Numbers, Page, Prose, Rows, Seed, Show, Wish


def contents(at: At) -> Page:
    """The towns' literacy as modelled, the district's as stated, and what a survey of one's own could tell."""
    say, cached, home, figures = at.say, at.cached, at.district.home, at.figures
    return Page(
        [
            Heading(
                say("literacy.title"),
                lambda: cached(
                    views.literacy.method.lede,
                    say,
                    figures.official,
                    figures.estimates,
                    figures.surveyed,
                    at.district.areas,
                ),
            ),
            Numbers(lambda: cached(views.literacy.intervals.own_figures, say, figures.surveyed)),
            Beside((11, 9), ([_map(at)], [_intervals(at)])),
            Beside(
                (1, 1),
                (
                    [
                        _series(at),
                        Fold(
                            say("literacy.method"),
                            [Prose(lambda: cached(views.literacy.method.method, say, home, figures.estimates))],
                        ),
                    ],
                    [Show(lambda: cached(views.literacy.method.groups, say, home, at.district, figures.estimates))],
                ),
            ),
            *_survey(at),
        ]
    )


def _map(at: At) -> Show:
    """Each town's share."""
    return Show(
        lambda: at.cached(
            views.literacy.on_map.town_map,
            at.say,
            at.ground,
            at.district,
            at.figures.estimates,
            at.figures.ranks,
            at.selection.area,
        ),
        answers=(Answer(lambda: _town(at), "exhibit-literacy_intervals"),),
    )


def _town(at: At) -> Chosen | None:
    """The clicked town's share."""
    figures = at.figures
    return at.cached(views.answers.literacy, at.say, at.district, figures.estimates, figures.ranks, at.selection.area)


def _intervals(at: At) -> Show:
    """How sure each share is, beside the plan's path."""
    level = at.figures.path_in(at.target, at.figures.estimates.year)
    return Show(
        lambda: at.cached(
            views.literacy.intervals.intervals,
            at.say,
            at.district,
            at.figures.literacy_known,
            level,
            at.figures.chances(level),
            at.selection.area,
        )
    )


def _series(at: At) -> Show:
    """The district's share over the years."""
    return Show(
        lambda: at.cached(
            views.literacy.series.series, at.say, at.district, at.target, at.figures.trend, at.figures.surveyed
        )
    )


def _survey(at: At) -> Blocks:
    """A survey to come: what is wanted of it and how it goes out, what that takes, and which villages are drawn."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    field, wished = figures.field(at.selection.outing), at.selection.wished
    return [
        Beside((3, 7), (_wish(at), _takes(at))),
        Rows(
            lambda: cached(
                views.planner.by_town,
                say,
                district,
                figures.survey_by_town(field, wished),
                figures.villages_there,
                wished,
            )
        ),
        _sample(at),
    ]


def _wish(at: At) -> Blocks:
    """What is wanted of the survey, and in short what that takes."""
    figures, towns = at.figures, len(at.figures.estimates.table)
    field, wished = figures.field(at.selection.outing), at.selection.wished
    return [
        Wish(figures.outing_usual),
        Numbers(
            lambda: at.cached(
                views.planner.asked,
                at.say,
                towns,
                figures.survey_plans(field, wished),
                figures.survey_by_town(field, wished),
            )
        ),
    ]


def _takes(at: At) -> Blocks:
    """What the survey takes by villages and one by one, and what others would."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    field, wished, towns = figures.field(at.selection.outing), at.selection.wished, len(figures.estimates.table)
    return [
        Rows(
            lambda: cached(views.planner.designs, say, district, figures.survey_by_town(field, wished), field, wished)
        ),
        Rows(
            lambda: cached(
                views.planner.wishes,
                say,
                district,
                figures.literacy_now,
                towns,
                figures.survey_plans(field, wished),
                field,
            )
        ),
    ]


def _sample(at: At) -> Fold:
    """The villages drawn with a seed."""
    figures, seed = at.figures, int(at.selection.outing["draw"] or 1)
    field, wished = figures.field(at.selection.outing), at.selection.wished
    return Fold(
        at.say("planner.sample_fold"),
        [
            Seed(1),
            Rows(
                lambda: at.cached(
                    views.planner.sample,
                    at.say,
                    at.district,
                    figures.sample(field, wished, seed),
                    figures.villages_there,
                    seed,
                )
            ),
        ],
    )
