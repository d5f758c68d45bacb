"""What takes turns on the museum's screen: the scenes while nobody is there, and the questions of a round."""

from collections.abc import Sequence

from markupsafe import Markup

from outreach.screen.kiosk import pieces, scenes
from outreach.screen.kiosk.pieces import PIECES
from outreach.views.exhibit import Exhibit, formatted
from outreach.views.kiosk import Asked, Map, Round, of
from outreach.words import Words

NEAREST = 4  # bases on the first scene
ROW = 20  # people of a hundred in one row, where several hundreds stand below one another


def quiz(say: Words, asked: Sequence[Asked], state: Round, told: str) -> Markup:
    """The question a round has come to, the answer to the last one, or how it went."""
    _, answers, looking = state
    if not asked:
        return PIECES("quiz_none", pieces.heading(say("kiosk.quiz_none")))
    at = len(answers) - looking
    if at >= len(asked):
        return _done(say, asked, answers)
    one = asked[at]
    step = PIECES("quiz_step", say("kiosk.quiz_step", n=at + 1, all=len(asked)), pieces.heading(one.text))
    if looking:
        return _answered(say, one, answers[at], step, told)
    root = told if "-" in told else f"{told}-"
    return PIECES("quiz_asked", step, [(text, pieces.go(quiz=f"{root}{i}")) for i, text in enumerate(one.options)])


def _done(say: Words, asked: Sequence[Asked], answers: Sequence[int]) -> Markup:
    right = sum(answer == one.right for answer, one in zip(answers, asked, strict=False))
    keys = pieces.key(say("kiosk.quiz_again"), "main", quiz="?") + pieces.key(say("kiosk.nav_map"), view="map")
    verdict = say("kiosk.quiz_score", n=right, all=len(asked))
    heading, score = pieces.heading(say("kiosk.quiz_done")), f"{right} / {len(asked)}"
    return PIECES("quiz_done", heading, score, verdict, [one.after for one in asked], keys)


def _answered(say: Words, one: Asked, chosen: int, step: Markup, told: str) -> Markup:
    marks = {"right": f"✓ {say('kiosk.mark_right')}", "wrong": f"✗ {say('kiosk.mark_wrong')}", "": ""}
    of = ["right" if i == one.right else "wrong" if i == chosen else "" for i in range(len(one.options))]
    options = [(is_, text, marks[is_]) for is_, text in zip(of, one.options)]
    verdict = say("kiosk.quiz_right" if chosen == one.right else "kiosk.quiz_wrong")
    keys = pieces.key(say("kiosk.quiz_next"), "main", quiz=f"{told}.")
    keys += pieces.key(say("kiosk.quiz_look"), view="base", base=one.base) if one.base else ""
    return PIECES("quiz_answered", step, options, verdict, one.after, one.source, keys)


def loop(say: Words, ground: Map, near: Exhibit, published: Exhibit | None, asked: Sequence[Asked]) -> Markup:
    """The scenes that take turns while nobody is there; a touch anywhere begins, the pause key holds them."""
    listed = [scenes.row(*one, live=False) for one in scenes.rows(near)[:NEAREST]]
    picture, foot = pieces.ground(ground, False, picked=False), PIECES("loop_near", pieces.legend(ground), listed)
    told = [("map", say("kiosk.loop_map_title"), say("kiosk.loop_map"), picture, foot)]
    if published is not None:
        told.append(("beside", published.title, published.sentence, _hundreds(say, published), Markup("")))
    if asked:
        question = PIECES("loop_asked", asked[0].text, asked[0].options)
        told.append(("asked", say("kiosk.loop_quiz_title"), say("kiosk.loop_quiz"), question, Markup("")))
    shown = [(of, pieces.heading(title), *more) for of, title, *more in told]
    start = pieces.key(say("kiosk.start"), "start", view="map")
    return PIECES("loop_scenes", shown, say("kiosk.pause"), say("kiosk.resume"), say("kiosk.next"), start)


def _hundreds(say: Words, found: Exhibit) -> Markup:
    """Each row's share as people of a hundred, the district's own set apart."""
    name, value, *notes = found.columns
    items = [
        {
            "own": row.get("kind") == "district",
            "name": row[name.name],
            "value": formatted(row[value.name], value.kind),
            "people": pieces.people(say, of(float(row[value.name])), across=ROW),
            "note": " · ".join(str(row[note.name]) for note in notes),
        }
        for row in found.rows.to_dict("records")
    ]
    return PIECES("hundreds", items)
