"""The pictures of the file: each still in the markup, drawn once, and its spec beside it, to be drawn again where it can be touched."""

import json
import re
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from outreach.exports import fonts
from outreach.exports.pictures import vega
from outreach.views import sizes
from outreach.views.exhibit import Exhibit, Spec, sized

WIDTH, MAP_HEIGHT = 760, 560
WORTH = 1000  # letters of JSON from which on a list is kept once for all specs that have it
_VIEW = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_UNSEEN = re.compile(r"<path(?![^>]* (?:fill|stroke)=)[^>]*(?:/>|></path>)")  # what is only there to be clicked
_SPOKEN = re.compile(
    r' (?:aria-[a-z]+|role|class|xmlns:xlink|pointer-events)="[^"]*"'
)  # the picture is described as a whole
_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r'\bid="([^"]+)"')
_LONG = re.compile(r"-?\d+\.\d{2,}")
_FONT = re.compile(r' font-family="[^"]*"')
SHARED = "$shared"


class Stills:
    """Every picture of a file, each spec and each long list of data kept once."""

    def __init__(self) -> None:
        self._specs: dict[str, Any] = {}
        self._shared: dict[str, Any] = {}
        self._drawn: dict[tuple[str, str], str] = {}

    def store(self) -> Mapping[str, Any]:
        """The specs by name, and what they share."""
        return {"specs": self._specs, "shared": self._shared}

    def add(self, exhibit: Exhibit, where: str) -> tuple[str, str | None, str]:
        """The name of the exhibit's spec, its still, and where the still is; none where this language has it elsewhere already."""
        spec = sized(exhibit.vector or {}, sizes.BROWSE, legend=exhibit.deck is None)
        name = _hash(spec)
        drawn = (name, where.partition("-")[0])
        if name not in self._specs:
            self._specs[name] = self._slim(spec)
        if drawn in self._drawn:
            return name, None, self._drawn[drawn]
        self._drawn[drawn] = where
        return name, _still(spec, exhibit.deck is not None, "-".join(drawn)), where

    def _slim(self, value: Any) -> Any:
        """The value with every long list in it named, and the list itself among what is shared."""
        if isinstance(value, Mapping):
            return {key: self._slim(one) for key, one in value.items() if key not in ("$schema", "description")}
        if not isinstance(value, list | tuple):
            return value
        if len(json.dumps(value, ensure_ascii=False, default=_plain)) < WORTH:
            return json.loads(json.dumps(value, ensure_ascii=False, default=_plain))
        made = [self._slim(one) for one in value]
        name = _hash(made)
        self._shared[name] = made
        return {SHARED: name}


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _plain(value: Any) -> Any:
    """A number of numpy's as Python's, a day as text, a mapping that makes itself as what it made."""
    if isinstance(value, Mapping):
        return dict(value)
    return value.item() if hasattr(value, "item") else str(value)


def _still(spec: Spec, is_map: bool, name: str) -> str:
    fit: dict[str, Any] = {"width": WIDTH, "padding": 4, "autosize": {"type": "fit-x", "contains": "padding"}}
    if is_map:
        fit = {"width": WIDTH, "height": MAP_HEIGHT, "padding": 0}
    elif not isinstance(spec.get("height"), dict):
        fit["height"] = spec["height"] if isinstance(spec.get("height"), int | float) else 300
        fit["autosize"] = {"type": "fit", "contains": "padding"}
    return slim(vega({**spec, **fit}), name)


def slim(picture: str, name: str) -> str:
    """A picture of Vega's without sizes, styles and more decimals than can be seen; its ids begin with its name."""
    view = _VIEW.search(picture)
    wide, high = (float(view[1]), float(view[2])) if view else (WIDTH, MAP_HEIGHT)
    fonts.chinese(picture)
    inside = picture[view.end() :] if view else picture
    inside = _UNSEEN.sub("", _STYLE.sub(_attributes, _FONT.sub("", _SPOKEN.sub("", inside))))
    inside = _LONG.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), inside)
    for number, known in enumerate(dict.fromkeys(_ID.findall(inside))):
        inside = re.sub(rf'(\bid="|url\(#|href="#){re.escape(known)}(?=["\)])', rf"\g<1>{name}-{number}", inside)
    return f'<svg viewBox="0 0 {wide:g} {high:g}" aria-hidden="true" focusable="false">{inside}'


def _attributes(style: re.Match[str]) -> str:
    """A style as attributes: the file's policy lets nothing wear a style of its own."""
    told = (part.partition(":") for part in style[1].split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in told if name.strip() != "font-family")
