"""Town: one town on one page, beside the district and the other towns, and one sheet of paper when it is printed."""

from outreach import views
from outreach.contents.at import At
from outreach.page import (
    Beside,
    Blocks,
    Card,
    Choice,
    Heading,
    Links,
    Note,
    OnPaper,
    OnScreen,
    Page,
    Printed,
    Rows,
    Show,
    Sides,
)


def contents(at: At) -> Page:
    """The town that is chosen, the first where none is, beside the one most like it."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    area = cached(views.town.chosen, district.areas, at.selection.area)
    other = cached(views.town.second, figures.similar, district.areas, area, at.selection.other)
    options = cached(views.town.options, say, district, area)
    usual = cached(views.town.default_other, say, district, figures.similar, area)
    return Page(
        [
            Beside(
                (1, 1),
                (
                    [Choice("area", say("town.choose"), options["area"])],
                    [Choice("other", say("town.choose_other"), options["other"], usual)],
                ),
            ),
            _asked_beside(at, area),
            Printed(
                [
                    Heading(
                        cached(views.town.title, say, district, area),
                        lambda: cached(
                            views.town.lede,
                            say,
                            district,
                            figures.gap,
                            figures.profile(area),
                            figures.literacy_beside,
                            area,
                        ),
                    ),
                    Sides(_standing(at, area, other), _record(at, area)),
                    OnPaper([Note(lambda: cached(views.town.foot, say, district))]),
                ]
            ),
            Show(lambda: cached(views.town.duties, say, district)),
            Links(say("town.to_plan"), lambda: cached(views.town.to_plan, say, district)),
            Note(lambda: say("town.print"), paper=False),
        ]
    )


def _asked_beside(at: At, area: str) -> Note:
    """Under the choice of a second town what tells the two apart: their figures and pictures stand far below."""
    figures, other = at.figures, views.town.asked_for(area, at.selection.other)
    return Note(
        lambda: at.cached(
            views.town.in_words,
            at.say,
            at.district,
            views.town.Standing(figures.standing, figures.standing_intervals),
            views.town.Pair(area, other, figures.apart(area, other)),
        ),
        paper=False,
    )


def _standing(at: At, area: str, other: str | None) -> Blocks:
    """The town among the towns: how it stands, where it falls short, beside another, and which are like it."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return [
        Show(
            lambda: cached(
                views.town.standing,
                say,
                district,
                views.town.Standing(figures.profile(area), figures.standing_intervals),
                figures.literacy_beside,
                area,
                figures.spread(),
            )
        ),
        Show(lambda: cached(views.town.gap, say, district, figures.gap, area)),
        *_two(at, area, other),
    ]


def _two(at: At, area: str, other: str | None) -> Blocks:
    """The town and another side by side, what its literacy rests on, and which towns are like it."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures

    def standing() -> views.town.Standing:
        return views.town.Standing(figures.standing, figures.standing_intervals)

    def pair() -> views.town.Pair:
        return views.town.Pair(area, other, figures.apart(area, other))

    return [
        Rows(lambda: cached(views.town.compare, say, district, standing(), figures.gap, pair())),
        OnScreen(
            [
                Show(lambda: cached(views.town.beside_other, say, district, standing(), pair())),
                Rows(lambda: cached(views.town.literacy, say, district, figures.estimates, area)),
                Rows(lambda: cached(views.town.similar, say, district, figures.similar, area)),
            ]
        ),
    ]


def _record(at: At, area: str) -> Blocks:
    """What is on record of the town: its bases by level and one by one, its people, the plan's articles."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return [
        Rows(
            lambda: cached(
                views.town.levels,
                say,
                district,
                views.town.Recorded(
                    figures.bases_counted, figures.bases_by_level, figures.tiers, figures.nearest_by_level
                ),
                area,
                figures.spread(),
            )
        ),
        *_card(at, area),
        Rows(lambda: cached(views.town.listed, say, district, figures.bases_counted, area)),
        Rows(lambda: cached(views.town.people, say, district, area)),
        Rows(lambda: cached(views.town.articles, say, district, area)),
    ]


def _card(at: At, area: str) -> Blocks:
    """The card of the chosen base, where it is one of the town's."""
    card = Card(
        lambda: at.cached(views.bases.card, at.say, at.district.home, at.district, at.selection.base, *at.opening)
    )
    shown: dict[bool, Blocks] = {True: [card], False: []}
    return shown[views.bases.stands_in(at.district, at.selection.base, area)]
