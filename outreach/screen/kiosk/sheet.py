"""The sheet that fills the museum's screen: what stands on it at each scene, every text escaped."""

from collections.abc import Sequence
from html import escape

from outreach.home import Home
from outreach.screen.kiosk import pieces, scenes, turns
from outreach.selection import Selection
from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import Asked, Card, Map
from outreach.words import Words


def sheet(
    selection: Selection,
    say: Words,
    *,
    home: Home,
    ground: Map,
    near: Exhibit,
    towns: Sequence[tuple[str, str, str]],
    card: Card | None,
    town: Exhibit | None,
    quiz: Sequence[Asked],
    state: turns.Round,
    loop: Exhibit | None,
    leave: bool = False,
) -> str:
    """The scene's HTML, every text of a table or the address escaped.

    ground is the map of the views, card the base's, quiz the questions with the state of the round, loop the published
    figures that take turns with the map while nobody is there; leave: whether there is a way back to the dashboard.
    """
    parts = {
        "loop": lambda: turns.loop(say, ground, near, loop, quiz),
        "map": lambda: scenes.near(selection, say, ground, near),
        "pick": lambda: scenes.pick(say, towns, "map"),
        "base": lambda: scenes.base(selection, say, home, card, ground) if card else "",
        "town": lambda: scenes.town(say, town) if town else scenes.pick(say, towns, "town"),
        "quiz": lambda: turns.quiz(say, quiz, state, selection.quiz or "0"),
    }
    now = scene(selection, card)
    shown: dict[str, list[Exhibit | None]] = {
        "base": [card.exhibit if card else None],
        "town": [town],
        "loop": [near, loop],
    }
    credited = [one for one in shown.get(now, [near]) if one is not None]
    of = f"{now} picking" if now == "pick" or (now == "town" and not town) else now
    return (
        f'<div class="sheet">{_header(selection, say, home, leave)}<div class="scene {of}">{parts[now]()}</div>'
        f"{_nav(say, now)}{_info(say, credited, ground)}</div>"
    )


def scene(selection: Selection, card: Card | None) -> str:
    """The scene that is shown: the map where a base is wanted and none is chosen."""
    return "map" if selection.view == "base" and card is None else selection.view


def _header(selection: Selection, say: Words, home: Home, leave: bool) -> str:
    other = "en" if selection.language == "zh" else "zh"
    sample = f'<span class="sample">{escape(say("credits.demonstration"))}</span>' if home.demonstration else ""
    to = f'<a class="key" href="./?lang={selection.language}" target="_self">{escape(say("kiosk.leave"))}</a>'
    info = f'<button type="button" class="i" data-info aria-label="{escape(say("kiosk.info"))}">i</button>'
    name = "English" if other == "en" else "中文"
    return (
        f'<header><div class="brand"><b>{escape(say("shell.name"))}</b><span>{escape(home.name[selection.language])}</span></div>'
        f'{sample}{to if leave else ""}{info}<button type="button" lang="{pieces.TAGS[other]}" {pieces.go(lang=other)}>{name}</button></header>'
    )


def _nav(say: Words, at: str) -> str:
    here = {"pick": "map", "base": "map"}.get(at, at)
    keys = {"map": {"view": "map"}, "town": {"view": "town", "area": ""}, "quiz": {"view": "quiz", "quiz": "?"}}
    drawn = "".join(
        f'<button type="button" {pieces.go(**changes)}{" aria-current=page" if name == here else ""}>'
        f"{pieces.icon(name)}{escape(say(f'kiosk.nav_{name}'))}</button>"
        for name, changes in keys.items()
    )
    return f"<nav>{drawn}</nav>"


def _info(say: Words, exhibits: Sequence[Exhibit], ground: Map) -> str:
    """Where what is shown comes from, behind the i."""
    return (
        f'<div class="info" role="region" aria-label="{escape(say("kiosk.info"))}" hidden><div>'
        f'<h3>{escape(say("kiosk.info"))}</h3><div class="credits">{pieces.credited(exhibits, ground.notice)}</div>'
        f'<button type="button" data-info>{escape(say("kiosk.info_close"))}</button></div></div>'
    )
