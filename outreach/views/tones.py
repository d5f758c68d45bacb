"""The same page and picture on a dark ground: each colour by that of the same meaning there."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from outreach.views import palette

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_PARTS = re.compile(r"\[(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})\]")
_PICTURE = re.compile(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/=]+)")
PROPERTIES = {
    "paper": palette.PAPER,
    "ink": palette.INK,
    "faint": palette.FAINT,
    "line": palette.GRID,
    "edge": palette.TOWN_EDGE,
    "land": palette.LAND,
    "water": palette.WATER,
    "mark": palette.BASIS["official"],
}
"""What the styles of a page call its colours, `--outreach-paper`."""


def properties(dark: bool) -> str:
    """The colours of a page's own parts as properties of its style."""
    told = [f"--outreach-{name}: {palette.tone(colour, dark)}" for name, colour in PROPERTIES.items()]
    return f":root {{ {'; '.join(told)}; --outreach-accent: {palette.ACCENT['dark' if dark else 'light']} }}"


def darkened(text: str) -> str:
    """Markup or a serialised map with every colour of the palette, in pictures inside it too, as on a dark ground."""
    text = _PICTURE.sub(lambda found: found[1] + _again(found[2]), text)
    text = _HEX.sub(lambda found: palette.DARK.get(found[0].lower(), found[0]), text)
    return _PARTS.sub(_parts, text)


def _again(picture: str) -> str:
    return b64encode(darkened(b64decode(picture).decode()).encode()).decode()


def _parts(found: re.Match[str]) -> str:
    red, green, blue, alpha = (int(one) for one in found.groups())
    there = palette.DARK.get(f"#{red:02x}{green:02x}{blue:02x}")
    return found[0] if there is None else json.dumps([*palette.rgb(there)[:3], alpha], separators=(",", ":"))


def spec(given: Any) -> Any:
    """A Vega-Lite spec with every colour as on a dark ground; its rows stay as they are."""
    if isinstance(given, str):
        return palette.DARK.get(given.lower(), given)
    if isinstance(given, Mapping):
        return {name: one if name in ("values", "datasets") else spec(one) for name, one in given.items()}
    return [spec(one) for one in given] if isinstance(given, list | tuple) else given
