"""Gaps: where the facilities fall short, in what, and why."""

from outreach import views
from outreach.contents.at import At
from outreach.page import (
    Answer,
    Beside,
    Block,
    Chosen,
    Fold,
    Heading,
    Links,
    Note,
    Numbers,
    Page,
    Picked,
    Prose,
    Rows,
    Show,
    Weights,
)


def contents(at: At) -> Page:
    """The gap of each town as the visitor weighs it, what people can reach, and how evenly."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return Page(
        [
            Heading(say("gaps.title"), lambda: cached(views.gaps.lede, say, figures.tiers)),
            _index(at),
            Rows(lambda: cached(views.register.worklist, say, district, figures.worklist)),
            Rows(lambda: cached(views.gaps.ranked, say, district, figures.gap_weighed(at.weighing))),
            _reach(at),
            _evenness(at),
            Fold(
                say("gaps.goalposts"),
                [Prose(lambda: cached(views.gaps.goalposts, say, district.home, figures.goalposts))],
            ),
        ]
    )


def _index(at: At) -> Block:
    """The towns on the map; the chosen one's gap, what bears on it and how it is weighed."""
    say, cached, district, figures, area = at.say, at.cached, at.district, at.figures, at.selection.area
    measured = figures.gap_weighed(at.weighing)

    def town() -> Chosen | None:
        return cached(views.gaps.town, say, district, measured, area)

    return Beside(
        (11, 9),
        (
            [
                Show(
                    lambda: cached(views.gaps.town_map, say, at.ground, district, measured, figures.tiers, area),
                    answers=(Answer(town, "town"),),
                )
            ],
            [
                Picked(
                    "town",
                    town,
                    say("gaps.town_hint"),
                    say("bases.clear_area"),
                    {"area": None},
                ),
                Note(lambda: cached(views.plan.answer, say, district, figures.bearing, figures.roles, measured, area)),
                Links(
                    say("plan.to_plan_title"),
                    lambda: cached(views.plan.to_plan, say, district, figures.bearing, figures.roles, measured, area),
                ),
                Fold(say("weighing.title"), [Weights(lambda: figures.demands)]),
                Show(lambda: cached(views.gaps.components, say, district, measured, area)),
            ],
        ),
    )


def _reach(at: At) -> Block:
    """Whom the bases reach: by way of travel, by level, and for how many others they are there too."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    return Beside(
        (1, 1),
        (
            [
                Show(
                    lambda: cached(
                        views.gaps.coverage,
                        say,
                        district,
                        figures.covered_of(asked.area, asked.demand),
                        asked.area,
                        figures.spread(asked.demand),
                    )
                ),
                Show(
                    lambda: cached(
                        views.access.by_town,
                        say,
                        district,
                        figures.access_range(at.weighing),
                        figures.supply,
                        asked.way,
                        asked.decay,
                    )
                ),
            ],
            [
                Rows(
                    lambda: cached(views.gaps.coverage_by_level, say, district, figures.covered_by_level(asked.demand))
                ),
                Show(lambda: cached(views.tiers.matrix, say, district, figures.tiers)),
            ],
        ),
    )


def _evenness(at: At) -> Block:
    """Literacy and access on one map, and how evenly the bases are spread."""
    say, cached, district, figures, weighing = at.say, at.cached, at.district, at.figures, at.weighing
    return Beside(
        (11, 9),
        (
            [
                Show(
                    lambda: cached(
                        views.access.bivariate,
                        say,
                        at.ground,
                        district,
                        figures.gap_classes(weighing),
                        figures.gap_weighed(weighing),
                        at.selection.area,
                    ),
                    still=True,
                )
            ],
            [
                Numbers(lambda: cached(views.equity.figures, say, figures.equity(weighing))),
                Show(lambda: cached(views.equity.disparity, say, district, figures.equity(weighing))),
            ],
        ),
    )
