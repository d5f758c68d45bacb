"""The museum's touch screen: one sheet that fills it, drawn as a whole at every touch, and the frame that looks after it."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from secrets import token_hex
from typing import Any

import streamlit as st

from outreach import words
from outreach.exports import qr
from outreach.home import Home
from outreach.screen import address
from outreach.selection import Selection, from_query, to_query
from outreach.server import inside
from outreach.views.exhibit import Exhibit, written
from outreach.words import Words

FRAME, STAGE = "kiosk-frame", "kiosk-stage"
HEARD = "kiosk-heard"  # the last touch the session has answered
TOUCHED = ("lang", "view", "here", "area", "base", "quiz")
ROWS, TOWNS = 3, 18  # on one page
_TAGS = {"zh": "zh-CN", "en": "en"}
_PAGE = Path(__file__).parent / "page"
_STYLE = (_PAGE / "kiosk-sheet.css").read_text(encoding="utf-8")
_frame = st.components.v2.component(
    "outreach_kiosk_frame", js=(_PAGE / "kiosk-frame.js").read_text(encoding="utf-8"), isolate_styles=False
)
_stage = st.components.v2.component(
    "outreach_kiosk_stage", js=(_PAGE / "kiosk-stage.js").read_text(encoding="utf-8"), isolate_styles=False
)
_ICONS = {
    "map": '<path d="M24 4c-8 0-14 6-14 14 0 10 14 26 14 26s14-16 14-26c0-8-6-14-14-14zm0 20a6 6 0 1 1 0-12 6 6 0 0 1 0 12z"/>',
    "town": '<path d="M4 24 24 6l20 18h-6v18h-10V30h-8v12H10V24z"/>',
    "quiz": '<path d="M24 4a20 20 0 1 0 0 40 20 20 0 0 0 0-40zm-2.4 30h4.8v4.6h-4.8zM24 9.6c6 0 9.6 3.4 9.6 8.200 0 6.200-7 6.800-7 12.400h-5c0-7.400 6.600-8.400 6.600-12.200 0-2.200-1.600-3.800-4.200-3.800s-4.400 1.800-4.400 4.600h-5.200c0-5.400 3.800-9.200 9.600-9.200z"/>',
    "bases": '<path d="M6 42V20l18-12 18 12v22H30V28H18v14z"/>',
    "reach": '<path d="M24 4c-8 0-14 6-14 14 0 10 14 26 14 26s14-16 14-26c0-8-6-14-14-14zm0 20a6 6 0 1 1 0-12 6 6 0 0 1 0 12z"/>',
    "literacy": '<path d="M4 10c8-3 14-2 20 2 6-4 12-5 20-2v28c-8-3-14-2-20 2-6-4-12-5-20-2zm20 6v20" stroke="#fff" stroke-width="2.500"/>',
}


def frame(say: Words, locked: bool) -> None:
    """What looks after the screen whatever stands on it: the idle timer, the reset, reconnecting, and what is barred.

    It comes before anything that may fail, so that no trouble of the server is ever all there is to see.
    locked: nothing but the screen's own keys does anything (the server's audience is the museum's visitors).
    """
    st.html(f"<style>{_STYLE}</style>")
    texts = {name: say(f"kiosk.{name}") for name in ("still", "stay", "lost")}
    texts |= {
        "left": say("kiosk.left", n="##"),
        "hold": [words.load(language)("kiosk.hold") for language in words.LANGUAGES],
    }
    _frame(
        key=FRAME,
        data={
            "texts": texts,
            "locked": locked,
            "health": inside.HEALTH,
            "marks": inside.has("markup"),
            "lang": _TAGS[say.language],
        },
        on_end_change=_ended,
        on_wake_change=_woken,
        height=0,
    )


def _ended() -> None:
    """Forget the visitor: nothing of the session and nothing of the address is left."""
    st.session_state.clear()
    st.query_params.clear()


def _woken() -> None:
    """The connection is there again: the run that follows draws the scene as it is now."""


def show(selection: Selection, say: Words, *, home: Home, **shown: Any) -> None:
    """The scene the visitor has come to, as large as the screen; what is `shown` is what `sheet` takes."""
    _stage(
        key=STAGE,
        on_go_change=_went,
        height=0,
        data={
            "html": sheet(selection, say, home=home, **shown),
            "scene": scene(selection, shown["card"]),
            "run": token_hex(4),
            "heard": st.session_state.get(HEARD),
            "lang": _TAGS[selection.language],
            "idle": home.kiosk.idle_seconds,
            "warning": home.kiosk.warning_seconds,
        },
    )


def sheet(
    selection: Selection,
    say: Words,
    *,
    home: Home,
    ground: Any,
    near: Exhibit,
    towns: Sequence,
    card: Any,
    town: Exhibit | None,
    quiz: Sequence,
    state: tuple,
    loop: Sequence[Exhibit | None],
    leave: bool = False,
) -> str:
    """The scene's HTML, every text of a table or the address escaped.

    ground is the map of the views, card the base's, quiz the questions with the state of the round, loop the exhibits that
    take turns while nobody is there; leave: whether there is a way back to the dashboard.
    """
    parts = {
        "loop": lambda: _loop(say, ground, loop, quiz),
        "map": lambda: _map(selection, say, ground, near),
        "pick": lambda: _pick(say, towns, "map"),
        "base": lambda: _base(selection, say, home, card),
        "town": lambda: _town(say, town) if town else _pick(say, towns, "town"),
        "quiz": lambda: _quiz(say, quiz, state, selection.quiz or "0"),
    }
    now = scene(selection, card)
    return f'<div class="sheet">{_header(selection, say, home, leave)}<div class="scene {now}">{parts[now]()}</div>{_nav(say, now)}</div>'


def scene(selection: Selection, card: Any) -> str:
    """The scene that is shown: the map where a base is wanted and none is chosen."""
    return "map" if selection.view == "base" and card is None else selection.view


def _went() -> None:
    """Go where the touch asks; what a touch cannot ask for is not heard."""
    wanted = st.session_state[STAGE].go
    if not isinstance(wanted, Mapping):
        return
    st.session_state[HEARD] = str(wanted.get("touch"))
    changes = {name: str(value) for name, value in wanted.items() if name in TOUCHED}
    selection, _ = from_query({**to_query(address.current()), **changes})
    address.go(selection)


def _go(**changes: str) -> str:
    """The attribute of something that, when touched, changes this in the address."""
    return f"data-go='{escape(json.dumps(changes), quote=True)}'"


def _key(label: str, of: str = "", **changes: str) -> str:
    return f'<button type="button" class="{of}" {_go(**changes)}>{escape(label)}</button>'


def _icon(name: str) -> str:
    return f'<svg viewBox="0 0 48 48" fill="currentColor" aria-hidden="true">{_ICONS[name]}</svg>'


def _header(selection: Selection, say: Words, home: Home, leave: bool) -> str:
    other = "en" if selection.language == "zh" else "zh"
    sample = f'<span class="sample">{escape(say("credits.demonstration"))}</span>' if home.demonstration else ""
    away = (
        f'<a class="key" href="./?lang={selection.language}" target="_self">{escape(say("kiosk.leave"))}</a>'
        if leave
        else ""
    )
    language = f'<button type="button" lang="{_TAGS[other]}" {_go(lang=other)}>{"English" if other == "en" else "中文"}</button>'
    return (
        f'<header><div class="brand"><b>{escape(say("shell.name"))}</b><span>{escape(home.name[selection.language])}</span></div>'
        f"{sample}{away}{language}</header>"
    )


def _nav(say: Words, scene: str) -> str:
    here = {"pick": "map", "base": "map"}.get(scene, scene)
    keys = {"map": {"view": "map"}, "town": {"view": "town", "area": ""}, "quiz": {"view": "quiz", "quiz": "?"}}
    return (
        "<nav>"
        + "".join(
            f'<button type="button" {_go(**changes)}{" aria-current=page" if name == here else ""}>{_icon(name)}{escape(say(f"kiosk.nav_{name}"))}</button>'
            for name, changes in keys.items()
        )
        + "</nav>"
    )


def _heading(text: str) -> str:
    return f'<h2 tabindex="-1">{escape(text)}</h2>'


def _credits(exhibit: Exhibit, of: str = "", brief: bool = False) -> str:
    """Notice, basis, sources and date; brief for where what it rests on is not more than a list of bases and places."""
    stated = exhibit.credits
    lines = [
        stated.demonstration,
        stated.notice,
        " · ".join(filter(None, (stated.basis, "" if brief else stated.publishers, stated.date))),
    ]
    return f'<p class="credits {of}">{"<br>".join(escape(line) for line in lines if line)}</p>'


def _ground(ground: Any, live: bool) -> str:
    """The map with its markers: to touch, or only to look at."""
    marks = "".join(_mark(ground, mark, live) for mark in ground.marks)
    pin = ""
    if ground.pin and live:
        x, y, label = ground.pin
        side = "left" if x > 0.8 * WIDTH else "right" if x < 0.2 * WIDTH else ""
        clear = all(abs(mark.x - x) > 34 or abs(mark.y - y) > 34 for mark in ground.marks)
        pin = (
            f'<div class="pin {side}{" bare" if clear else ""}" style="{_at(x, y)}"><b>{escape(label)}</b><i></i></div>'
        )
    window, bounds = (",".join(f"{one:.6f}" for one in edge) for edge in (ground.window, ground.bounds))
    return f'<div class="ground" data-window="{window}" data-bounds="{bounds}">{ground.svg}{marks}{pin}</div>'


WIDTH, HEIGHT = 1040, 790  # of the map's picture


def _at(x: float, y: float) -> str:
    return f"left:{100 * x / WIDTH:.2f}%;top:{100 * y / HEIGHT:.2f}%"


def _mark(_ground: Any, mark: Any, live: bool) -> str:
    of = f"mark{' hollow' if mark.hollow else ''}{' picked' if mark.picked and live else ''}"
    if not live:
        return f'<span class="{of}" style="{_at(mark.x, mark.y)}" aria-hidden="true">{mark.count}</span>'
    return f'<button type="button" class="{of}" style="{_at(mark.x, mark.y)}" aria-label="{escape(mark.label)}" {_go(**mark.changes)}>{mark.count}</button>'


def _legend(ground: Any) -> str:
    signs = {"one": "", "hollow": '<i class="hollow"></i>', "full": "<i></i>"}
    return f'<p class="legend left">{"".join(f"<span>{signs[sign]}{escape(text)}</span>" for sign, text in ground.legend)}</p>'


def _map(selection: Selection, say: Words, ground: Any, near: Exhibit) -> str:
    back = _key(say("kiosk.from_here"), here="", area="", base="") if selection.here or selection.area else ""
    head = f'<div class="head">{_heading(near.title)}{back}{_key(say("kiosk.by_town"), view="pick")}</div>'
    rows = [
        f'<button type="button" class="row" {_go(view="base", base=row.base_id)}><b>{escape(row.base_name)}</b>'
        f"<small>{escape(row.category_name)}</small><em>{escape(row.distance)}</em></button>"
        for row in near.rows.itertuples()
    ]
    listed = _pages(say, rows, ROWS)
    return (
        f'<div class="left">{_ground(ground, True)}</div>{_legend(ground)}{_credits(near, "left", brief=True)}'
        f'<section class="near">{head}<p>{escape(near.sentence)}</p>{listed}</section>'
    )


def _pages(say: Words, items: Sequence[str], most: int) -> str:
    """So many items at a time, with keys to turn to the next where there are more."""
    pages = [items[i : i + most] for i in range(0, len(items), most)]
    shown = "".join(
        f"<div data-page{'' if i == 0 else ' hidden'}>{''.join(page)}</div>" for i, page in enumerate(pages)
    )
    if len(pages) < 2:
        return f"<div data-pages>{shown}</div>"
    keys = (
        f'<div class="turn"><button type="button" data-step="-1" aria-label="{escape(say("kiosk.before"))}">‹</button>'
        f'<span data-at aria-live="polite">1 / {len(pages)}</span>'
        f'<button type="button" data-step="1" aria-label="{escape(say("kiosk.after"))}">›</button></div>'
    )
    return f"<div data-pages>{shown}{keys}</div>"


def _pick(say: Words, towns: Sequence, scene: str) -> str:
    items = [
        f'<button type="button" {_go(view=scene, area=code, here="", base="")}><b>{escape(name)}</b><small>{escape(note)}</small></button>'
        for code, name, note in towns
    ]
    return f'<section class="towns wide">{_heading(say(f"kiosk.pick_{scene}"))}<p>{escape(say("kiosk.pick_sentence"))}</p>{_pages(say, items, TOWNS)}</section>'


def _base(selection: Selection, say: Words, home: Home, card: Any) -> str:
    exhibit = card.exhibit
    badge = (
        ""
        if card.open_now is None
        else f'<span class="badge{"" if card.open_now else " shut"}">{escape(say("kiosk.open" if card.open_now else "kiosk.shut"))}</span>'
    )
    facts = "".join(f"<dt>{escape(row.item)}</dt><dd>{escape(row.value)}</dd>" for row in exhibit.rows.itertuples())
    text = "\n".join(card.ticket)
    if home.public_url:
        query = "&".join(
            f"{name}={value}"
            for name, value in to_query(Selection(language=selection.language, base=selection.base)).items()
        )
        text = "/".join((home.public_url.rstrip("/"), f"bases?{query}"))
    told = say("kiosk.take_link" if home.public_url else "kiosk.take_text")
    return (
        f'<section class="panel left"><div>{_heading(exhibit.title)}<p class="kind">{escape(card.kind)}{badge}</p></div>'
        f'<dl class="facts">{facts}</dl></section>'
        f'<section class="panel right"><div class="take"><div role="img" aria-label="{escape(told)}">{qr.svg(text)}</div>'
        f"<div><p>{escape(told)}</p><p>{escape(say('kiosk.take_note'))}</p></div></div>"
        f'<div class="keys">{_key(say("kiosk.back"), "main", view="map")}</div></section>{_credits(exhibit, "left")}'
    )


def _town(say: Words, town: Exhibit) -> str:
    said = "".join(
        f'<div class="said"><i>{_icon(row.topic)}</i><h3>{escape(row.topic_name)}</h3><p>{escape(row.said)}</p>'
        f"<small>{escape(say('kiosk.rests', basis=row.rests)) if row.rests else ''}</small></div>"
        for row in town.rows.itertuples()
    )
    keys = _key(say("kiosk.town_bases_key"), "main", view="map", here="", base="") + _key(
        say("kiosk.town_other"), view="town", area=""
    )
    return f'<section class="panel wide">{_heading(town.title)}{said}</section><div class="keys wide">{keys}</div>{_credits(town, "left", brief=True)}'


def _quiz(say: Words, quiz: Sequence, state: tuple, told: str) -> str:
    seed, answers, looking = state
    again = _key(say("kiosk.quiz_again"), "main", quiz="?")
    if not quiz:
        return f'<section class="panel quiz wide">{_heading(say("kiosk.quiz_none"))}</section>'
    at = len(answers) - looking
    if at >= len(quiz):
        right = sum(answer == one.right for answer, one in zip(answers, quiz))
        return (
            f'<section class="panel quiz wide"><div>{_heading(say("kiosk.quiz_done"))}</div><p class="score" aria-hidden="true">{right} / {len(quiz)}</p>'
            f'<p class="verdict">{escape(say("kiosk.quiz_score", n=right, all=len(quiz)))}</p>'
            f'<div class="keys">{again}{_key(say("kiosk.nav_map"), view="map")}</div></section>'
        )
    one = quiz[at]
    step = f'<p class="step">{escape(say("kiosk.quiz_step", n=at + 1, all=len(quiz)))}</p>'
    if not looking:
        root = told if "-" in told else f"{told}-"
        options = "".join(
            f'<button type="button" {_go(quiz=f"{root}{i}")}>{escape(text)}</button>'
            for i, text in enumerate(one.options)
        )
        return f'<section class="panel quiz wide">{step}{_heading(one.text)}<div class="options">{options}</div><p class="credits">{escape(say("kiosk.quiz_from"))}</p></section>'
    chosen = answers[at]
    options = "".join(_answered(say, text, i, one.right, chosen) for i, text in enumerate(one.options))
    verdict = say("kiosk.quiz_right" if chosen == one.right else "kiosk.quiz_wrong")
    keys = _key(say("kiosk.quiz_next"), "main", quiz=f"{told}.") + _key(
        say("kiosk.quiz_look"), view="base", base=one.base
    )
    return (
        f'<section class="panel quiz wide">{step}{_heading(one.text)}<div class="options">{options}</div>'
        f'<p class="verdict" role="status"><b>{escape(verdict)}</b>{escape(one.after)}</p><div class="keys">{keys}</div></section>'
    )


def _answered(say: Words, text: str, i: int, right: int, chosen: int) -> str:
    if i == right:
        return f'<div class="right">{escape(text)}<span>✓ {escape(say("kiosk.mark_right"))}</span></div>'
    if i == chosen:
        return f'<div class="wrong">{escape(text)}<span>✗ {escape(say("kiosk.mark_wrong"))}</span></div>'
    return f"<div>{escape(text)}</div>"


def _loop(say: Words, ground: Any, loop: Sequence[Exhibit | None], quiz: Sequence) -> str:
    """The scenes that take turns while nobody is there; a touch anywhere begins, the pause key holds them."""
    near, *charts = loop
    sections = [
        (
            say("kiosk.loop_map_title"),
            say("kiosk.loop_map"),
            _ground(ground, False),
            _legend(ground) + _credits(near, brief=True),
        )
    ]
    sections += [(chart.title, chart.sentence, _bars(chart), _credits(chart)) for chart in filter(None, charts)]
    if quiz:
        asked = "".join(f"<div>{escape(one.text)}</div>" for one in quiz)
        sections.append(
            (say("kiosk.loop_quiz_title"), say("kiosk.loop_quiz"), f'<div class="options">{asked}</div>', "")
        )
    shown = "".join(
        f'<section{" hidden" if i else ""}><div class="tell">{_heading(title)}<p class="lead">{escape(lead)}</p></div>'
        f'<div class="shown">{picture}</div><div class="foot">{foot}</div></section>'
        for i, (title, lead, picture, foot) in enumerate(sections)
    )
    dots = "".join(f'<i class="{"" if i else "on"}"></i>' for i in range(len(sections)))
    pause, resume = say("kiosk.pause"), say("kiosk.resume")
    return (
        f'<div class="turning left" data-turning>{shown}</div>'
        f'<div class="near"><div class="loopkeys"><button type="button" data-pause="{escape(pause)}" data-resume="{escape(resume)}" aria-pressed="false">{escape(pause)}</button>'
        f'<span data-dots aria-hidden="true">{dots}</span><button type="button" data-next>{escape(say("kiosk.next"))}</button></div>'
        f"{_key(say('kiosk.start'), 'start', view='map')}</div>"
    )


def _bars(exhibit: Exhibit) -> str:
    """An exhibit's rows as broad bars: its first column names them, its second is how long they are, the rest are notes."""
    name, value, *notes = exhibit.columns
    most = max(float(exhibit.rows[value.name].max()), 1e-9)
    bars = "".join(
        f'<div class="bar{" own" if row.get("kind", "district") == "district" else ""}"><span>{escape(str(row[name.name]))}'
        f"{''.join(f' <small>{escape(str(row[note.name]))}</small>' for note in notes)}</span><b>{escape(written(row[value.name], value.kind))}</b>"
        f'<i aria-hidden="true"><u style="width:{100 * float(row[value.name]) / most:.1f}%"></u></i></div>'
        for row in exhibit.rows.to_dict("records")
    )
    return f'<div class="bars{" many" if len(exhibit.rows) > 4 else ""}">{bars}</div>'
