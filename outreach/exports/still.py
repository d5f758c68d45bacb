"""An exhibit's picture as SVG of a given size, for a slide: no browser, no WebGL, sharp at any size."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from outreach.exports import pictures
from outreach.exports.pictures import vega
from outreach.views import sizes
from outreach.views.exhibit import Exhibit, Fitted, Spec, drawn_into, sized

LEGEND = 8.5  # letters that an entry of a legend takes
BETWEEN = 2  # pixels that Vega has between the lines of a text, and that are between two rows at the least
_VIEW = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_UNSEEN = re.compile(r"<path(?![^>]* (?:fill|stroke)=)[^>]*(?:/>|></path>)")  # what is only there to be clicked
_SPOKEN = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')  # the slide says the picture's sentence as a whole
_TEXT = re.compile(r"<text[^>]*>.*?</text>", re.DOTALL)
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')


def svg(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> str:
    """The vector picture, filling width × height pixels with the letters and strokes of `to`; without a map's legends.

    A chart of more rows than fit with their letters just apart is drawn on a larger sheet of the same shape, so that everything on
    it comes out smaller alike. Raises ValueError for an exhibit without a vector picture.
    """
    spec = _spec(exhibit, width, height, to)
    scale = 1.0
    if isinstance(spec.get("height"), dict):
        scale = max(1.0, _least(spec, width, to)[0] / height)
    fit = {
        "width": round(width * scale),
        "height": round(height * scale),
        "autosize": {"type": "fit", "contains": "padding"},
        **_margin(spec, to),
    }
    found = _NAMED.sub(rf"\1{exhibit.name}-", _SPOKEN.sub("", _UNSEEN.sub("", vega({**spec, **fit}))))
    view = _VIEW.search(found)
    if view is None:
        raise ValueError(f"{exhibit.name} was not drawn")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view[1]} {view[2]}" preserveAspectRatio="xMidYMid meet">'
        + found[view.end() :]
    )


def parts(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> tuple[Exhibit, ...]:
    """The exhibit, or where its chart has more rows than these pixels have room for, one of some of its rows after another:
    as many in each, in their order."""
    if exhibit.vector is None or isinstance(exhibit.vector, Fitted):
        return (exhibit,)
    spec = _spec(exhibit, width, height, to)
    names = _names(exhibit.vector)
    if not isinstance(spec.get("height"), dict) or len(names) < 2:
        return (exhibit,)
    least, row = _least(spec, width, to)
    if least <= height:
        return (exhibit,)
    fitting = max(1, int((height - (least - row * len(names))) // row))
    shares = -(-len(names) // fitting)
    cuts = [round(i * len(names) / shares) for i in range(shares + 1)]
    return tuple(replace(exhibit, vector=_of_rows(exhibit.vector, names[a:b])) for a, b in zip(cuts, cuts[1:]))


def fitting(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> str:
    """`pictures.fitting`, with the rows of a chart closer to one another where they have room so."""
    return pictures.fitting(exhibit, width, height, to, closer=_has_room(exhibit, width, height, to))


def _has_room(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> bool:
    """Whether it is a chart of rows that have room in these pixels with their letters just apart."""
    if exhibit.vector is None or isinstance(exhibit.vector, Fitted):
        return False
    spec = _spec(exhibit, width, height, to)
    return isinstance(spec.get("height"), dict) and _least(spec, width, to)[0] <= height


def _spec(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> dict[str, Any]:
    found: dict[str, Any] = _roomy(
        sized(drawn_into(exhibit.spec, width, height, to), to, legend=exhibit.deck is None), width, to
    )
    return found


def _least(spec: Spec, width: int, to: sizes.Sizes) -> tuple[float, int]:
    """How high a chart of rows is where its letters are just apart, and how high each row then is."""
    fit = {"width": width, "height": {}, "autosize": {"type": "fit-x", "contains": "padding"}}
    return _measured(json.dumps({**spec, **fit}, ensure_ascii=False), to)


@lru_cache(32)
def _measured(written: str, to: sizes.Sizes) -> tuple[float, int]:
    """What `_least` asks, of a spec as JSON: it is asked again for the same chart before it is drawn."""
    spec = json.loads(written)

    def drawn(step: int) -> str:
        return vega({**spec, "height": {"step": step}})

    row = to.text + 2 * BETWEEN
    found = drawn(row)
    lines = max((text.count("<tspan") for text in _TEXT.findall(found)), default=0)
    if lines > 1:
        row = lines * (to.text + BETWEEN) + BETWEEN
        found = drawn(row)
    view = _VIEW.search(found)
    return (float(view[2]) if view else 0.0), row


def _margin(spec: Spec, to: sizes.Sizes) -> dict[str, Any]:
    """Room at the right for an axis's last figure, which Vega places when it has made room for the others already."""
    return {"padding": {"left": 5, "top": 5, "bottom": 5, "right": to.text}} if "projection" not in spec else {}


def _names(vector: Spec) -> list[str]:
    """What stands before the rows of a chart, from the first to the last; empty where it does not say in which order."""
    for layer in vector.get("layer", [vector]):
        y = layer.get("encoding", {}).get("y")
        if isinstance(y, Mapping) and isinstance(y.get("sort"), list):
            return [str(one) for one in y["sort"]]
    return []


def _of_rows(vector: Spec, names: Sequence[str]) -> Spec:
    """The chart of these rows alone; what stands in no row stays."""

    fields: set[str] = set()

    def of(layer: Spec) -> Spec:
        y = layer.get("encoding", {}).get("y")
        if not isinstance(y, Mapping) or y.get("type") != "nominal":
            return layer
        fields.add(y["field"])
        sort = {"sort": list(names)} if "sort" in y else {}
        return {**_kept(layer, y["field"], names), "encoding": {**layer["encoding"], "y": {**y, **sort}}}

    found = {**vector, "layer": [of(one) for one in vector["layer"]]} if "layer" in vector else of(vector)
    for field in fields:  # where all layers draw the same rows, these stand over them
        found = _kept(found, field, names)
    return found


def _kept(spec: Spec, field: str, names: Sequence[str]) -> Spec:
    """The spec with those of its rows alone that have one of these names."""
    data, known = spec.get("data"), set(names)
    if not isinstance(data, Mapping) or "values" not in data:
        return spec
    return {**spec, "data": {**data, "values": [row for row in data["values"] if row.get(field) in known]}}


def _roomy(spec: Any, width: int, to: sizes.Sizes) -> Any:
    """The spec with its legends over the picture in as many columns as have room."""
    if isinstance(spec, list):
        return [_roomy(one, width, to) for one in spec]
    if not isinstance(spec, dict) or "values" in spec:
        return spec
    found = {name: _roomy(one, width, to) for name, one in spec.items()}
    return (
        found | {"columns": int(width / (LEGEND * to.text))}
        if found.get("orient") == "top" and "columns" in found
        else found
    )
