"""What the scenes of the museum's screen are put together of: keys, signs, the map, people of a hundred, pages to turn."""

import json
from base64 import b64encode
from collections.abc import Sequence
from mimetypes import guess_type
from typing import Any

from markupsafe import Markup

from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import HIGH, WIDE, Map, Mark, People, Photo
from outreach.web import Pieces
from outreach.words import Words

PIECES = Pieces("kiosk")
TAGS = {"zh": "zh-CN", "en": "en"}
ACROSS = 25  # people of a hundred in one row
STEP, TALL = 40, 60  # of one of them, in units of their picture
PERSON = "M20 4a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 54V36q0-11 12-11t12 11v18z"
ICONS = {
    "map": '<path d="M24 4c-8 0-14 6-14 14 0 10 14 26 14 26s14-16 14-26c0-8-6-14-14-14zm0 20a6 6 0 1 1 0-12 6 6 0 0 1 0 12z"/>',
    "town": '<path d="M4 24 24 6l20 18h-6v18h-10V30h-8v12H10V24z"/>',
    "quiz": '<path d="M24 4a20 20 0 1 0 0 40 20 20 0 0 0 0-40zm-2.4 30h4.8v4.6h-4.8zM24 9.6c6 0 9.6 3.4 9.6 8.200 0 6.200-7 6.800-7 12.400h-5c0-7.400 6.600-8.400 6.600-12.200 0-2.200-1.600-3.800-4.200-3.800s-4.400 1.800-4.400 4.600h-5.200c0-5.400 3.800-9.200 9.600-9.200z"/>',
    "bases": '<path d="M6 42V20l18-12 18 12v22H30V28H18v14z"/>',
    "reach": '<path d="M24 4c-8 0-14 6-14 14 0 10 14 26 14 26s14-16 14-26c0-8-6-14-14-14zm0 20a6 6 0 1 1 0-12 6 6 0 0 1 0 12z"/>',
    "literacy": '<path d="M4 10c8-3 14-2 20 2 6-4 12-5 20-2v28c-8-3-14-2-20 2-6-4-12-5-20-2zm20 6v20" stroke="#fff" stroke-width="2.500"/>',
}


def go(**changes: str) -> str:
    """What something that is touched changes in the address, as its `data-go` says it."""
    return json.dumps(changes)


def key(label: str, of: str = "", **changes: str) -> Markup:
    """A key with these words on it."""
    return PIECES("key", label, of, go(**changes))


def icon(name: str) -> Markup:
    """A sign by its name."""
    return PIECES("icon", Markup(ICONS[name]))


def heading(text: str) -> Markup:
    """A scene's heading, which is read first."""
    return PIECES("heading", text)


def credited(exhibits: Sequence[Exhibit], notice: str = "") -> Markup:
    """Notice, basis, sources and date of what is shown, each once."""
    lines = [notice]
    for stated in (exhibit.credits for exhibit in exhibits):
        lines += [stated.demonstration, stated.notice]
        lines.append(" · ".join(filter(None, (stated.basis, stated.publishers, stated.date))))
    return PIECES("lines", [line for line in dict.fromkeys(lines) if line])


def ground(of: Map, live: bool, picked: bool = True) -> Markup:
    """The map with its markers: to touch, or only to look at."""
    window, bounds = (",".join(f"{one:.6f}" for one in edge) for edge in (of.window, of.bounds))
    marks = [_mark(mark, live, picked) for mark in of.marks]
    return PIECES("ground", of, window, bounds, marks, _pin(of) if live else None)


def _pin(of: Map) -> dict[str, str] | None:
    if of.pin is None:
        return None
    x, y, label = of.pin
    side = "left" if x > 0.8 * WIDE else "right" if x < 0.2 * WIDE else ""
    clear = all(abs(mark.x - x) > 34 or abs(mark.y - y) > 34 for mark in of.marks)
    return {"of": f"{side}{' bare' if clear else ''}", "at": _at(x, y), "label": label}


def around(of: Map) -> Markup:
    """The part of the map around what is picked, as much of it as there is room for."""
    x, y = next(((mark.x, mark.y) for mark in of.marks if mark.picked), (WIDE / 2, HIGH / 2))
    return PIECES("crop", f"--x:{x / WIDE:.3f};--y:{y / HIGH:.3f}", ground(of, False), of.legal)


def _at(x: float, y: float) -> str:
    return f"left:{100 * x / WIDE:.2f}%;top:{100 * y / HIGH:.2f}%"


def _mark(mark: Mark, live: bool, picked: bool) -> dict[str, Any]:
    """A marker as the template takes it; without changes where it is only to look at."""
    small = "" if mark.count else " part"
    return {
        "of": f"mark{' hollow' if mark.hollow else ''}{' picked' if mark.picked and picked else ''}{small}",
        "at": _at(mark.x, mark.y),
        "count": mark.count or "·",
        "label": mark.label,
        "changes": go(**mark.changes) if live else None,
    }


def legend(of: Map) -> Markup:
    """What the signs of the map mean."""
    return PIECES("legend", of.legend)


def people(say: Words, found: People | None, told: bool = True, across: int = ACROSS) -> Markup:
    """A hundred little figures, as many of them coloured as people are meant; the surer the deeper. Nothing where nobody knows."""
    if found is None:
        return Markup("")
    shades = ("sure",) * found.low + ("likely",) * (found.value - found.low) + ("maybe",) * (found.high - found.value)
    shades += ("rest",) * (100 - found.high)
    figures = [(shade, STEP * (i % across), TALL * (i // across)) for i, shade in enumerate(shades)]
    label = say("kiosk.people_exact" if found.exact else "kiosk.people_range", **found._asdict())
    size = f"0 0 {STEP * across} {TALL * 100 // across}"
    return PIECES("people", size, label, figures, PERSON, _shades(say, found) if told and not found.exact else None)


def _shades(say: Words, found: People) -> list[tuple[str, str]]:
    """What the shades mean; an end that says nothing beside the others is left out."""
    kinds = (
        ("sure", found.low > 0, found.low),
        ("likely", found.low < found.value < found.high, found.value),
        ("maybe", found.high > found.low, found.high),
    )
    return [(shade, say(f"kiosk.people_{shade}", n=n)) for shade, has, n in kinds if has]


def photo(of: Photo) -> Markup:
    """A base's picture with whose it is; nothing where the file is no longer there."""
    try:
        content = of.path.read_bytes()
    except OSError:
        return Markup("")
    kind = guess_type(of.path.name)[0] or "image/webp"
    return PIECES("photo", f"data:{kind};base64,{b64encode(content).decode()}", of.credit)


def pages(say: Words, items: Sequence[Markup], most: int) -> Markup:
    """At most so many items at a time, as many on each page, with keys to turn to the next where there are more."""
    each = -(-len(items) // max(1, -(-len(items) // most)))
    parts = [items[i : i + each] for i in range(0, len(items), max(1, each))]
    return PIECES("pages", parts, say("kiosk.before"), say("kiosk.after"))
