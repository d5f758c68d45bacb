"""What takes turns on the museum's screen: the scenes while nobody is there, and the questions of a round."""

from collections.abc import Sequence
from html import escape

from outreach.screen.kiosk import pieces, scenes
from outreach.views.exhibit import Exhibit, written
from outreach.views.kiosk import Asked, Map, of
from outreach.words import Words

NEAREST = 4  # bases on the first scene
ROW = 20  # people of a hundred in one row, where several hundreds stand below one another
Round = tuple[int, tuple[int, ...], bool]


def quiz(say: Words, asked: Sequence[Asked], state: Round, told: str) -> str:
    """The question a round has come to, the answer to the last one, or how it went."""
    _, answers, looking = state
    if not asked:
        return f'<section class="panel quiz">{pieces.heading(say("kiosk.quiz_none"))}</section>'
    at = len(answers) - looking
    if at >= len(asked):
        return _done(say, asked, answers)
    one = asked[at]
    step = f'<p class="step">{escape(say("kiosk.quiz_step", n=at + 1, all=len(asked)))}</p>{pieces.heading(one.text)}'
    if looking:
        return _answered(say, one, answers[at], step, told)
    root = told if "-" in told else f"{told}-"
    options = "".join(
        f'<button type="button" {pieces.go(quiz=f"{root}{i}")}>{escape(text)}</button>'
        for i, text in enumerate(one.options)
    )
    return f'<section class="panel quiz">{step}<div class="options">{options}</div></section>'


def _done(say: Words, asked: Sequence[Asked], answers: Sequence[int]) -> str:
    right = sum(answer == one.right for answer, one in zip(answers, asked, strict=False))
    learnt = "".join(f"<li>{escape(one.after)}</li>" for one in asked)
    keys = pieces.key(say("kiosk.quiz_again"), "main", quiz="?") + pieces.key(say("kiosk.nav_map"), view="map")
    return (
        f'<section class="panel quiz"><div>{pieces.heading(say("kiosk.quiz_done"))}</div>'
        f'<p class="score" aria-hidden="true">{right} / {len(asked)}</p>'
        f'<p class="verdict">{escape(say("kiosk.quiz_score", n=right, all=len(asked)))}</p>'
        f'<ul class="learnt">{learnt}</ul><div class="keys">{keys}</div></section>'
    )


def _answered(say: Words, one: Asked, chosen: int, step: str, told: str) -> str:
    options = "".join(_option(say, text, i, one.right, chosen) for i, text in enumerate(one.options))
    verdict = say("kiosk.quiz_right" if chosen == one.right else "kiosk.quiz_wrong")
    keys = pieces.key(say("kiosk.quiz_next"), "main", quiz=f"{told}.")
    keys += pieces.key(say("kiosk.quiz_look"), view="base", base=one.base) if one.base else ""
    source = f'<p class="source">{escape(one.source)}</p>' if one.source else ""
    return (
        f'<section class="panel quiz after">{step}<div class="options">{options}</div>'
        f'<p class="verdict" role="status"><b>{escape(verdict)}</b>{escape(one.after)}</p>{source}'
        f'<div class="keys">{keys}</div></section>'
    )


def _option(say: Words, text: str, i: int, right: int, chosen: int) -> str:
    if i == right:
        return f'<div class="right">{escape(text)}<span>✓ {escape(say("kiosk.mark_right"))}</span></div>'
    if i == chosen:
        return f'<div class="wrong">{escape(text)}<span>✗ {escape(say("kiosk.mark_wrong"))}</span></div>'
    return f"<div>{escape(text)}</div>"


def loop(say: Words, ground: Map, near: Exhibit, published: Exhibit | None, asked: Sequence[Asked]) -> str:
    """The scenes that take turns while nobody is there; a touch anywhere begins, the pause key holds them."""
    listed = "".join(scenes.row(*one, live=False) for one in scenes.rows(near)[:NEAREST])
    told = [
        (
            "map",
            say("kiosk.loop_map_title"),
            say("kiosk.loop_map"),
            pieces.ground(ground, False, picked=False),
            f'{pieces.legend(ground)}<div class="near">{listed}</div>',
        )
    ]
    if published is not None:
        told.append(("beside", published.title, published.sentence, _hundreds(say, published), ""))
    if asked:
        options = "".join(f"<div>{escape(text)}</div>" for text in asked[0].options)
        title, lead = say("kiosk.loop_quiz_title"), say("kiosk.loop_quiz")
        told.append(
            (
                "asked",
                title,
                lead,
                f'<p class="question">{escape(asked[0].text)}</p><div class="options">{options}</div>',
                "",
            )
        )
    shown = "".join(
        f'<section class="{of}"{" hidden" if i else ""}><div class="tell">{pieces.heading(title)}<p class="lead">{escape(lead)}</p></div>'
        f'<div class="shown">{picture}</div><div class="foot">{foot}</div></section>'
        for i, (of, title, lead, picture, foot) in enumerate(told)
    )
    dots = "".join(f'<i class="{"" if i else "on"}"></i>' for i in range(len(told)))
    pause, resume = escape(say("kiosk.pause")), escape(say("kiosk.resume"))
    return (
        f'<div class="turning" data-turning>{shown}</div><div class="begin"><div class="loopkeys">'
        f'<button type="button" data-pause="{pause}" data-resume="{resume}" aria-pressed="false">{pause}</button>'
        f'<span data-dots aria-hidden="true">{dots}</span><button type="button" data-next>{escape(say("kiosk.next"))}</button></div>'
        f"{pieces.key(say('kiosk.start'), 'start', view='map')}</div>"
    )


def _hundreds(say: Words, found: Exhibit) -> str:
    """Each row's share as people of a hundred, the district's own set apart."""
    name, value, *notes = found.columns
    return (
        '<div class="hundreds">'
        + "".join(
            f'<div class="hundred{" own" if row.get("kind") == "district" else ""}"><h3>{escape(str(row[name.name]))}'
            f"<b>{escape(written(row[value.name], value.kind))}</b></h3>{pieces.people(say, of(float(row[value.name])), across=ROW)}"
            f"<small>{escape(' · '.join(str(row[note.name]) for note in notes))}</small></div>"
            for row in found.rows.to_dict("records")
        )
        + "</div>"
    )
