"""The scenes of the museum's screen that show the district: the map with what is near, a base, the towns and one of them."""

from collections.abc import Sequence
from html import escape

from outreach.exports import qr
from outreach.home import Home
from outreach.screen.kiosk import pieces
from outreach.selection import Selection, to_query
from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import Card, Map, People
from outreach.words import Words

ROWS, TOWNS = 4, 18  # on one page


def near(selection: Selection, say: Words, ground: Map, found: Exhibit) -> str:
    """The map to touch, and what is near from near to far."""
    moved = selection.here or selection.area
    back = pieces.key(say("kiosk.from_here"), here="", area="", base="") if moved else ""
    by_town = pieces.key(say("kiosk.by_town"), view="pick")
    listed = pieces.pages(say, [row(*one, live=True) for one in rows(found)], ROWS)
    return (
        f'<div class="left">{pieces.ground(ground, True)}{pieces.legend(ground)}</div>'
        f'<section class="near"><div class="head">{pieces.heading(found.title)}{back}{by_town}</div>'
        f"<p>{escape(found.sentence + found.invitation)}</p>{listed}</section>"
    )


def rows(found: Exhibit) -> list[tuple[str, str, str, str, str]]:
    """What is read of each base that is near: id, name, what it is, how far, and what is said of today."""
    columns = ["base_id", "base_name", "category_name", "distance", "today"]
    return list(found.rows[columns].itertuples(index=False, name=None))


def row(base: str, name: str, kind: str, distance: str, today: str, live: bool) -> str:
    """One base that is near: to touch, or only to look at."""
    said = f"<b>{escape(name)}</b><u>{escape(today)}</u><small>{escape(kind)}</small><em>{escape(distance)}</em>"
    if not live:
        return f'<div class="row">{said}</div>'
    return f'<button type="button" class="row" {pieces.go(view="base", base=base)}>{said}</button>'


def pick(say: Words, towns: Sequence[tuple[str, str, str]], scene: str) -> str:
    """The towns to choose from, for the map or for the town's own scene."""
    items = [
        f'<button type="button" {pieces.go(view=scene, area=code, here="", base="")}><b>{escape(name)}</b><small>{escape(note)}</small></button>'
        for code, name, note in towns
    ]
    listed = pieces.pages(say, items, TOWNS)
    head = pieces.heading(say(f"kiosk.pick_{scene}"))
    return f'<section class="towns">{head}<p>{escape(say("kiosk.pick_sentence"))}</p>{listed}</section>'


def base(selection: Selection, say: Words, home: Home, card: Card, ground: Map) -> str:
    """One base: what is known of it, what it looks like and where it is, and how to take that along."""
    exhibit = card.exhibit
    shut = "" if card.open_now else " shut"
    badge = f'<span class="badge{shut}">{escape(card.today)}</span>' if card.today else ""
    facts = "".join(
        f"<dt>{escape(item)}</dt><dd>{escape(value)}</dd>"
        for item, value in exhibit.rows[["item", "value"]].itertuples(index=False, name=None)
    )
    unknown = f'<p class="unknown">{escape(card.unknown)}</p>' if card.unknown else ""
    photo = pieces.photo(card.photo) if card.photo else ""
    return (
        f'<section class="panel facts"><div>{pieces.heading(exhibit.title)}<p class="kind">{escape(card.kind)}{badge}</p></div>'
        f"<dl>{facts}</dl>{unknown}</section>"
        f'<div class="views{" two" if photo else ""}">{photo}{pieces.around(ground)}</div>'
        f'<section class="panel take">{_taken(selection, say, home, card)}'
        f"{pieces.key(say('kiosk.back'), 'main', view='map')}</section>"
    )


def _taken(selection: Selection, say: Words, home: Home, card: Card) -> str:
    """What a telephone takes along: the address of this base, or where there is none, its name and where it is."""
    text = "\n".join(card.ticket)
    if home.public_url:
        query = to_query(Selection(language=selection.language, base=selection.base))
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        text = "/".join((home.public_url.rstrip("/"), f"bases?{asked}"))
    told = say("kiosk.take_link" if home.public_url else "kiosk.take_text")
    return (
        f'<div class="code" role="img" aria-label="{escape(told)}">{qr.svg(text)}</div>'
        f"<div><p>{escape(told)}</p><p>{escape(say('kiosk.take_note'))}</p></div>"
    )


def town(say: Words, found: Exhibit) -> str:
    """A town in plain words and in people of a hundred."""
    columns = ["topic", "topic_name", "said", "rests", "low", "value", "high"]
    said = "".join(_topic(say, *one) for one in found.rows[columns].itertuples(index=False, name=None))
    keys = pieces.key(say("kiosk.town_bases_key"), "main", view="map", here="", base="") + pieces.key(
        say("kiosk.town_other"), view="town", area=""
    )
    return f'<section class="panel told">{pieces.heading(found.title)}{said}</section><div class="keys">{keys}</div>'


def _topic(say: Words, topic: str, name: str, said: str, rests: str, low: float, value: float, high: float) -> str:
    known = None if value != value else People(int(low), int(value), int(high))
    basis = f"<small>{escape(say('kiosk.rests', basis=rests))}</small>" if rests else ""
    return (
        f'<div class="said {topic}"><i>{pieces.icon(topic)}</i><h3>{escape(name)}</h3><p>{escape(said)}</p>'
        f"{pieces.people(say, known)}{basis}</div>"
    )
