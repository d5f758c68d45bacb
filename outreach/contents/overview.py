"""Overview: the district at a glance."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Answer, Beside, Blocks, Card, Chosen, Heading, Links, Numbers, Page, Picked, Rows, Show


def contents(at: At) -> Page:
    """The district at a glance: where its bases are, how literate it is, where the plan's targets stand."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return Page(
        [
            Heading(
                say("overview.title", name=at.name),
                lambda: cached(
                    views.overview.lede,
                    say,
                    district,
                    figures.literacy_now,
                    at.target,
                    figures.bases_counted,
                    figures.statuses,
                ),
            ),
            Beside((11, 9), ([_map(at)], [*_chosen(at), *_standing(at)])),
            Beside(
                (11, 9),
                (
                    [Rows(lambda: cached(views.overview.targets, say, district, figures.statuses))],
                    [Show(lambda: cached(views.overview.levels, say, district, figures.bases_counted))],
                ),
            ),
        ]
    )


def _map(at: At) -> Show:
    """Where the bases are, and how many for the people of each town."""
    figures, chosen = at.figures, at.selection
    return Show(
        lambda: at.cached(
            views.overview.town_map,
            at.say,
            at.ground,
            at.district,
            views.overview.Recorded(figures.bases_at_most, figures.bases_per_10k_at_most, figures.located),
            chosen.area,
            chosen.base,
        ),
        answers=(
            Answer(lambda: at.cached(views.answers.base, at.say, at.district, chosen.base, at.opening[1]), "card"),
            Answer(lambda: _town(at), "town"),
        ),
    )


def _town(at: At) -> Chosen | None:
    """What is said of the clicked town."""
    area = at.selection.area
    return at.cached(views.overview.town, at.say, at.district, at.figures.gap_where(area), area)


def _standing(at: At) -> Blocks:
    """Where the district stands: in figures, and over the years."""
    say, cached, district, figures = at.say, at.cached, at.district, at.figures
    return [
        Numbers(
            lambda: cached(
                views.overview.figures, say, district, figures.literacy_now, at.target, figures.bases_at_most
            )
        ),
        Show(lambda: cached(views.literacy.series.series, say, district, at.target, None, figures.surveyed)),
    ]


def _chosen(at: At) -> Blocks:
    """What was clicked on the map, first beside it: the base's card, or the town with the ways on from it."""
    say, cached, district, area = at.say, at.cached, at.district, at.selection.area
    card = Card(lambda: cached(views.bases.card, say, district.home, district, at.selection.base, *at.opening))
    town = Picked(
        "town",
        lambda: _town(at),
        "",
        say("bases.clear_area"),
        {"area": None},
    )
    ways = Links(say("overview.ways_on"), lambda: cached(views.overview.ways_on, say, district, at.ground, area))
    bases = Links(
        cached(views.bases.in_this_town, say, district, district.bases, area),
        lambda: cached(views.bases.in_town, say, district, district.bases, area, "overview"),
    )
    beside: dict[bool, Blocks] = {True: [card, town, ways, bases], False: [town, ways, bases, card]}
    return beside[at.selection.base is not None]
