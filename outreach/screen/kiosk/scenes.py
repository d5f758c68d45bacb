"""The scenes of the museum's screen that show the district: the map with what is near, a base, the towns and one of them."""

from collections.abc import Sequence

from markupsafe import Markup

from outreach.exports import qr
from outreach.home import Home
from outreach.screen.kiosk import pieces
from outreach.screen.kiosk.pieces import PIECES
from outreach.selection import Selection, address
from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import Card, Map, People
from outreach.words import Words

ROWS, TOWNS = 4, 18  # on one page


def near(selection: Selection, say: Words, ground: Map, found: Exhibit) -> Markup:
    """The map to touch, and what is near from near to far."""
    moved = selection.here or selection.area
    back = pieces.key(say("kiosk.from_here"), here="", area="", base="") if moved else ""
    by_town = pieces.key(say("kiosk.by_town"), view="pick")
    listed = pieces.pages(say, [row(*one, live=True) for one in rows(found)], ROWS)
    heading, said = pieces.heading(found.title), found.sentence + found.invitation
    return PIECES("near", pieces.ground(ground, True), pieces.legend(ground), heading, back, by_town, said, listed)


def rows(found: Exhibit) -> list[tuple[str, str, str, str, str]]:
    """What is read of each base that is near: id, name, what it is, how far, and what is said of today."""
    columns = ["base_id", "base_name", "category_name", "distance", "today"]
    return list(found.rows[columns].itertuples(index=False, name=None))


def row(base: str, name: str, kind: str, distance: str, today: str, live: bool) -> Markup:
    """One base that is near: to touch, or only to look at."""
    return PIECES("row", name, today, kind, distance, pieces.go(view="base", base=base) if live else None)


def pick(say: Words, towns: Sequence[tuple[str, str, str]], scene: str) -> Markup:
    """The towns to choose from, for the map or for the town's own scene."""
    items = [
        PIECES("town_key", name, note, pieces.go(view=scene, area=code, here="", base="")) for code, name, note in towns
    ]
    listed = pieces.pages(say, items, TOWNS)
    head = pieces.heading(say(f"kiosk.pick_{scene}"))
    return PIECES("towns", head, say("kiosk.pick_sentence"), listed)


def base(selection: Selection, say: Words, home: Home, card: Card, ground: Map) -> Markup:
    """One base: what is known of it, what it looks like and where it is, and how to take that along."""
    exhibit = card.exhibit
    facts = list(exhibit.rows[["item", "value"]].itertuples(index=False, name=None))
    photo = pieces.photo(card.photo) if card.photo else ""
    taken, back = _taken(selection, say, home, card), pieces.key(say("kiosk.back"), "main", view="map")
    return PIECES("base", pieces.heading(exhibit.title), card, facts, photo, pieces.around(ground), taken, back)


def _taken(selection: Selection, say: Words, home: Home, card: Card) -> Markup:
    """What a telephone takes along: the address of this base, or where there is none, its name and where it is."""
    text = "\n".join(card.ticket)
    if home.public_url:
        text = address("bases", Selection(language=selection.language, base=selection.base), home.public_url)
    told = say("kiosk.take_link" if home.public_url else "kiosk.take_text")
    return PIECES("taken", Markup(qr.svg(text)), told, say("kiosk.take_note"))


def town(say: Words, found: Exhibit) -> Markup:
    """A town in plain words and in people of a hundred."""
    columns = ["topic", "topic_name", "said", "rests", "low", "value", "high"]
    topics = [_topic(say, *one) for one in found.rows[columns].itertuples(index=False, name=None)]
    keys = pieces.key(say("kiosk.town_bases_key"), "main", view="map", here="", base="") + pieces.key(
        say("kiosk.town_other"), view="town", area=""
    )
    return PIECES("town", pieces.heading(found.title), topics, keys)


def _topic(say: Words, topic: str, name: str, said: str, rests: str, *shares: float) -> dict[str, str]:
    """What is said of one thing, as the template takes it; shares are the least, the likely and the most of a hundred."""
    known = None if shares[1] != shares[1] else People(*map(int, shares))
    rests = say("kiosk.rests", basis=rests) if rests else ""
    icon, people = pieces.icon(topic), pieces.people(say, known)
    return {"id": topic, "icon": icon, "name": name, "said": said, "people": people, "rests": rests}
