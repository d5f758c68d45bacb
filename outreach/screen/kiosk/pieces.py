"""What the scenes of the museum's screen are put together of: keys, signs, the map, people of a hundred, pages to turn."""

import json
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from mimetypes import guess_type

from outreach.views.exhibit import Exhibit
from outreach.views.kiosk import HIGH, WIDE, Map, Mark, People, Photo
from outreach.words import Words

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
    """The attribute of something that, when touched, changes this in the address."""
    return f"data-go='{escape(json.dumps(changes), quote=True)}'"


def key(label: str, of: str = "", **changes: str) -> str:
    """A key with these words on it."""
    return f'<button type="button" class="{of}" {go(**changes)}>{escape(label)}</button>'


def icon(name: str) -> str:
    """A sign by its name."""
    return f'<svg viewBox="0 0 48 48" fill="currentColor" aria-hidden="true">{ICONS[name]}</svg>'


def heading(text: str) -> str:
    """A scene's heading, which is read first."""
    return f'<h2 tabindex="-1">{escape(text)}</h2>'


def credited(exhibits: Sequence[Exhibit], notice: str = "") -> str:
    """Notice, basis, sources and date of what is shown, each once."""
    lines = [notice]
    for stated in (exhibit.credits for exhibit in exhibits):
        lines += [stated.demonstration, stated.notice]
        lines.append(" · ".join(filter(None, (stated.basis, stated.publishers, stated.date))))
    return "".join(f"<p>{escape(line)}</p>" for line in dict.fromkeys(lines) if line)


def ground(of: Map, live: bool, picked: bool = True) -> str:
    """The map with its markers: to touch, or only to look at."""
    marks = "".join(_mark(mark, live, picked) for mark in of.marks)
    pin = _pin(of) if live else ""
    window, bounds = (",".join(f"{one:.6f}" for one in edge) for edge in (of.window, of.bounds))
    legal = f'<p class="legal">{escape(of.legal)}</p>'
    return f'<div class="ground" data-window="{window}" data-bounds="{bounds}">{of.svg}{marks}{pin}{legal}</div>'


def _pin(of: Map) -> str:
    if of.pin is None:
        return ""
    x, y, label = of.pin
    side = "left" if x > 0.8 * WIDE else "right" if x < 0.2 * WIDE else ""
    clear = all(abs(mark.x - x) > 34 or abs(mark.y - y) > 34 for mark in of.marks)
    bare = " bare" if clear else ""
    return f'<div class="pin {side}{bare}" style="{_at(x, y)}"><b>{escape(label)}</b><i></i></div>'


def around(of: Map) -> str:
    """The part of the map around what is picked, as much of it as there is room for."""
    x, y = next(((mark.x, mark.y) for mark in of.marks if mark.picked), (WIDE / 2, HIGH / 2))
    style = f"--x:{x / WIDE:.3f};--y:{y / HIGH:.3f}"
    return f'<div class="crop" style="{style}">{ground(of, False)}<p class="legal">{escape(of.legal)}</p></div>'


def _at(x: float, y: float) -> str:
    return f"left:{100 * x / WIDE:.2f}%;top:{100 * y / HIGH:.2f}%"


def _mark(mark: Mark, live: bool, picked: bool) -> str:
    small = "" if mark.count else " part"
    of = f"mark{' hollow' if mark.hollow else ''}{' picked' if mark.picked and picked else ''}{small}"
    count = mark.count or "·"
    if not live:
        return f'<span class="{of}" style="{_at(mark.x, mark.y)}" aria-hidden="true">{count}</span>'
    label = escape(mark.label)
    return f'<button type="button" class="{of}" style="{_at(mark.x, mark.y)}" aria-label="{label}" {go(**mark.changes)}>{count}</button>'


def legend(of: Map) -> str:
    """What the signs of the map mean."""
    signs = {"one": "", "hollow": '<i class="hollow"></i>', "full": "<i></i>", "part": '<i class="part"></i>'}
    return f'<p class="legend">{"".join(f"<span>{signs[sign]}{escape(text)}</span>" for sign, text in of.legend)}</p>'


def people(say: Words, found: People | None, told: bool = True, across: int = ACROSS) -> str:
    """A hundred little figures, as many of them coloured as people are meant; the surer the deeper. Nothing where nobody knows."""
    if found is None:
        return ""
    shades = ("sure",) * found.low + ("likely",) * (found.value - found.low) + ("maybe",) * (found.high - found.value)
    shades += ("rest",) * (100 - found.high)
    drawn = "".join(
        f'<path class="{shade}" transform="translate({STEP * (i % across)} {TALL * (i // across)})" d="{PERSON}"/>'
        for i, shade in enumerate(shades)
    )
    label = say("kiosk.people_exact" if found.exact else "kiosk.people_range", **found._asdict())
    size = f"0 0 {STEP * across} {TALL * 100 // across}"
    caption = f"<figcaption>{_shades(say, found)}</figcaption>" if told and not found.exact else ""
    return f'<figure class="people"><svg viewBox="{size}" preserveAspectRatio="xMinYMid" role="img" aria-label="{escape(label)}">{drawn}</svg>{caption}</figure>'


def _shades(say: Words, found: People) -> str:
    """What the shades mean; an end that says nothing beside the others is left out."""
    kinds = (
        ("sure", found.low > 0, found.low),
        ("likely", found.low < found.value < found.high, found.value),
        ("maybe", found.high > found.low, found.high),
    )
    return "".join(
        f'<span><i class="{shade}"></i>{escape(say(f"kiosk.people_{shade}", n=n))}</span>'
        for shade, has, n in kinds
        if has
    )


def photo(of: Photo) -> str:
    """A base's picture with whose it is; nothing where the file is no longer there."""
    try:
        content = of.path.read_bytes()
    except OSError:
        return ""
    kind = guess_type(of.path.name)[0] or "image/webp"
    credit, source = escape(of.credit), f"data:{kind};base64,{b64encode(content).decode()}"
    return f'<figure class="photo"><img src="{source}" alt=""/><figcaption>{credit}</figcaption></figure>'


def pages(say: Words, items: Sequence[str], most: int) -> str:
    """So many items at a time, with keys to turn to the next where there are more."""
    parts = [items[i : i + most] for i in range(0, len(items), most)]
    shown = "".join(
        f"<div data-page{'' if i == 0 else ' hidden'}>{''.join(part)}</div>" for i, part in enumerate(parts)
    )
    if len(parts) < 2:
        return f"<div data-pages>{shown}</div>"
    keys = (
        f'<div class="turn"><button type="button" data-step="-1" aria-label="{escape(say("kiosk.before"))}">‹</button>'
        f'<span data-at aria-live="polite">1 / {len(parts)}</span>'
        f'<button type="button" data-step="1" aria-label="{escape(say("kiosk.after"))}">›</button></div>'
    )
    return f"<div data-pages>{shown}{keys}</div>"
