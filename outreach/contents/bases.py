"""Bases: where each one is, of what kind and level, for whom, and how well its position is known."""

from outreach import views
from outreach.contents.at import At
from outreach.page import Answer, Beside, Blocks, Card, Choice, Choices, Clear, Heading, Links, Page, Rows, Show
from outreach.selection import UNFILTERED


def contents(at: At) -> Page:
    """The bases that the visitor asks for, on the map and in rows."""
    say, cached, district, home, asked = at.say, at.cached, at.district, at.district.home, at.selection
    chosen = at.figures.bases_chosen(asked.area, asked.levels, asked.groups, asked.audiences, asked.statuses)
    return Page(
        [
            Heading(say("bases.title")),
            Beside(
                (11, 9),
                (
                    [
                        Show(
                            lambda: cached(
                                views.bases.on_the_map,
                                say,
                                at.ground,
                                district,
                                views.bases.Among(chosen, at.figures.located, at.figures.places_chosen(chosen)),
                                asked.area,
                                asked.base,
                            ),
                            answers=(
                                Answer(
                                    lambda: cached(views.answers.base, say, district, asked.base, at.opening[1]), "card"
                                ),
                                Answer(
                                    lambda: cached(views.answers.bases_of, say, district, chosen, asked.area),
                                    "links-bases",
                                ),
                            ),
                        )
                    ],
                    [
                        Card(lambda: cached(views.bases.card, say, home, district, asked.base, *at.opening)),
                        Links(
                            cached(views.bases.in_this_town, say, district, chosen, asked.area),
                            lambda: cached(views.bases.in_town, say, district, chosen, asked.area, "bases"),
                        ),
                        *_filters(at),
                    ],
                ),
            ),
            Rows(lambda: cached(views.bases.listed, say, home, district, chosen)),
            Rows(lambda: cached(views.bases.without_town, say, home, district, chosen)),
        ]
    )


def _filters(at: At) -> Blocks:
    """Of which town, level and kind, for whom and in what state."""
    say = at.say
    options = at.cached(views.bases.options, say, at.district)
    return [
        Choice("area", say("bases.town"), options["area"], say("bases.all_towns")),
        Choices("levels", say("bases.level"), options["levels"]),
        Choices("groups", say("bases.kind"), options["groups"]),
        Choices("audiences", say("bases.audience"), options["audiences"]),
        Choices("statuses", say("bases.status"), options["statuses"]),
        Clear(say("bases.clear_filters"), UNFILTERED["bases"]),
    ]
