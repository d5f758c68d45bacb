"""Siting: where new bases would serve most people, and what a site of one's own would do."""

from outreach import views
from outreach.contents.at import At
from outreach.page import (
    Answer,
    Beside,
    Blocks,
    Choice,
    Chosen,
    Fold,
    Heading,
    Keep,
    Note,
    Numbers,
    Page,
    Picked,
    Prose,
    Rows,
    Show,
    Work,
)


def contents(at: At) -> Page:
    """The sites that are best for a question, held against the kept ones, and a site set by hand."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    case = figures.case
    return Page(
        [
            Work(
                say("siting.solving"),
                lambda: (
                    figures.firm(asked.scenario),
                    figures.solved_each(asked.kept),
                    figures.curve(asked.way, asked.factor, asked.demand, asked.among),
                ),
            ),
            Heading(
                say("siting.title"),
                lambda: cached(
                    views.siting.said.lede, say, district, figures.solved(asked.scenario), figures.firm(asked.scenario)
                ),
            ),
            Beside((11, 9), (_map(at), _question(at))),
            *_answer(at),
            Fold(say("siting.method"), [Prose(lambda: cached(views.siting.said.method, say, district, case))]),
        ]
    )


def _answer(at: At) -> Blocks:
    """What the trial and the answer bring, what each further base would add, and the answer beside those that were kept."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    return [
        Rows(
            lambda: cached(
                views.siting.trial.trial_towns, say, district, figures.trial(asked.site, asked.way, asked.demand)
            )
        ),
        Beside(
            (1, 1),
            (
                [Rows(lambda: cached(views.siting.answer.chosen, say, district, figures.solved(asked.scenario)))],
                [_curve(at)],
            ),
        ),
        Rows(
            lambda: cached(
                views.siting.answer.knowing,
                say,
                district,
                figures.solved(asked.scenario),
                figures.firm(asked.scenario),
            )
        ),
        *_compared(at),
    ]


def _curve(at: At) -> Show:
    """What each further base would add."""
    figures, asked = at.figures, at.selection
    return Show(
        lambda: at.cached(
            views.siting.curve.curve,
            at.say,
            at.district,
            figures.curve(asked.way, asked.factor, asked.demand, asked.among),
            figures.solved(asked.scenario),
        )
    )


def _compared(at: At) -> Blocks:
    """The answer beside those that were kept, and what can be kept."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    case = figures.case
    return [
        Rows(
            lambda: cached(
                views.siting.answer.compared,
                say,
                district,
                case,
                figures.solved(asked.scenario),
                figures.solved_each(asked.kept),
            )
        ),
        Keep(
            lambda: cached(
                views.siting.answer.kept_names, say, district, case, figures.solved_each(asked.kept), asked.kept
            )
        ),
    ]


def _map(at: At) -> Blocks:
    """Who is served and where the sites are."""
    figures, asked = at.figures, at.selection
    return [
        Show(
            lambda: at.cached(
                views.siting.on_map.site_map,
                at.say,
                at.ground,
                at.district,
                views.siting.on_map.Siting(
                    figures.case,
                    figures.solved(asked.scenario),
                    figures.trial(asked.site, asked.way, asked.demand),
                    figures.cells,
                    figures.served_today(asked.way, asked.demand),
                    figures.firm(asked.scenario),
                ),
                asked.area,
            ),
            answers=(Answer(lambda: _trial(at), "trial"),),
        )
    ]


def _trial(at: At) -> Chosen | None:
    """What the site set by hand would do."""
    asked = at.selection
    tried = at.figures.trial(asked.site, asked.way, asked.demand)
    return at.cached(views.siting.trial.trial, at.say, at.district, tried)


def _question(at: At) -> Blocks:
    """What comes of the question, the site set by hand, first where there is one, and what is asked: a click and its answer are in sight together."""
    say, cached, district, figures, asked = at.say, at.cached, at.district, at.figures, at.selection
    options = cached(views.siting.said.options, say, district, figures.case)
    answer = Numbers(lambda: cached(views.siting.answer.figures, say, district, figures.solved(asked.scenario)))
    trial = Picked(
        "trial",
        lambda: _trial(at),
        say("siting.trial_hint"),
        say("siting.trial_clear"),
        {"site": None},
    )
    first: dict[bool, Blocks] = {True: [trial, answer], False: [answer, trial]}
    return [
        *first[asked.site is not None],
        Beside(
            (1, 1),
            (
                [
                    Choice("model", say("siting.model"), options["model"]),
                    Choice("demand", say("siting.demand"), options["demand"]),
                    Choice("factor", say("siting.factor"), options["factor"], say("siting.by_people")),
                ],
                [
                    Choice("way", say("siting.way"), options["way"]),
                    Choice("among", say("siting.among"), options["among"]),
                    Choice("new", say("siting.new"), options["new"]),
                ],
            ),
        ),
        Note(lambda: cached(views.siting.said.missing, say, figures.case)),
    ]
