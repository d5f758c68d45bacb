"""The sheet that fills the museum's screen: what stands on it at each scene, every text escaped."""

from collections.abc import Sequence

from markupsafe import Markup

from outreach.home import Home
from outreach.page import Kiosk
from outreach.screen.kiosk import pieces, scenes, turns
from outreach.screen.kiosk.pieces import PIECES
from outreach.selection import Selection, address
from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import Card, Map
from outreach.words import Words


def sheet(selection: Selection, say: Words, home: Home, shown: Kiosk) -> Markup:
    """The scene's HTML, every text of a table or the address escaped."""
    ground, near, card, town = shown.ground(), shown.near(), shown.card(), shown.town()
    parts = {
        "loop": lambda: turns.loop(say, ground, near, shown.loop(), shown.quiz()),
        "map": lambda: scenes.near(selection, say, ground, near),
        "pick": lambda: scenes.pick(say, shown.towns(), "map"),
        "base": lambda: scenes.base(selection, say, home, card, ground) if card else Markup(""),
        "town": lambda: scenes.town(say, town) if town else scenes.pick(say, shown.towns(), "town"),
        "quiz": lambda: turns.quiz(say, shown.quiz(), shown.state, selection.quiz or "0"),
    }
    now = scene(selection, card)
    looked_at: dict[str, list[Exhibit | None]] = {
        "base": [card.exhibit if card else None],
        "town": [town],
        "loop": [near, shown.loop()],
    }
    credited = [one for one in looked_at.get(now, [near]) if one is not None]
    of = f"{now} picking" if now == "pick" or (now == "town" and not town) else now
    header, info = _header(selection, say, home, shown.leave), _info(say, credited, ground)
    return PIECES("sheet", header, of, parts[now](), _nav(say, now), info)


def scene(selection: Selection, card: Card | None) -> str:
    """The scene that is shown: the map where a base is wanted and none is chosen."""
    return "map" if selection.view == "base" and card is None else selection.view


def _header(selection: Selection, say: Words, home: Home, leave: bool) -> Markup:
    other = "en" if selection.language == "zh" else "zh"
    return PIECES(
        "header",
        brand=say("shell.name"),
        district=home.name[selection.language],
        sample=say("credits.demonstration") if home.demonstration else "",
        leave=say("kiosk.leave") if leave else "",
        address=address("overview", Selection(language=selection.language)),
        info=say("kiosk.info"),
        tag=pieces.TAGS[other],
        other="English" if other == "en" else "中文",
        changes=pieces.go(lang=other),
    )


def _nav(say: Words, at: str) -> Markup:
    here = {"pick": "map", "base": "map"}.get(at, at)
    keys = {"map": {"view": "map"}, "town": {"view": "town", "area": ""}, "quiz": {"view": "quiz", "quiz": "?"}}
    drawn = [
        (pieces.icon(name), say(f"kiosk.nav_{name}"), pieces.go(**changes), name == here)
        for name, changes in keys.items()
    ]
    return PIECES("nav", drawn)


def _info(say: Words, exhibits: Sequence[Exhibit], ground: Map) -> Markup:
    """Where what is shown comes from, behind the i."""
    return PIECES("info", say("kiosk.info"), pieces.credited(exhibits, ground.notice), say("kiosk.info_close"))
