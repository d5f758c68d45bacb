"""An exhibit's picture as SVG of a given size, for a slide: no browser, no WebGL, sharp at any size."""

import re
from typing import Any

from outreach.exports.pictures import vega
from outreach.views import sizes
from outreach.views.exhibit import Exhibit, drawn_into, sized

LEGEND = 8.5  # letters that an entry of a legend takes
CLOSEST = 1.2  # of a row's height to its letters'
_VIEW = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"[^>]*>')
_UNSEEN = re.compile(r"<path(?![^>]* (?:fill|stroke)=)[^>]*(?:/>|></path>)")  # what is only there to be clicked
_SPOKEN = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')  # the slide says the picture's sentence as a whole
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')


def svg(exhibit: Exhibit, width: int, height: int, to: sizes.Sizes) -> str:
    """The vector picture, filling width × height pixels with the letters and strokes of `to`; without a map's legends.

    A chart of more rows than fit with their letters just apart is drawn on a larger sheet of the same shape, so that everything on
    it comes out smaller alike. Raises ValueError for an exhibit without a vector picture.
    """
    if exhibit.vector is None:
        raise ValueError(f"{exhibit.name} has no vector picture")
    spec = _roomy(sized(drawn_into(exhibit.vector, width, height, to), to, legend=exhibit.deck is None), width, to)
    scale = 1.0
    if isinstance(spec.get("height"), dict):
        lines = 2 if spec["height"]["step"] > 1.2 * to.step else 1  # of the names before the rows
        close = {**spec, "height": {"step": min(spec["height"]["step"], round(CLOSEST * to.text * lines))}}
        natural = float(_VIEW.search(vega({**close, "width": width}))[2])
        scale = max(1.0, natural / height)
    fit = {
        "width": round(width * scale),
        "height": round(height * scale),
        "autosize": {"type": "fit", "contains": "padding"},
    }
    found = _NAMED.sub(rf"\1{exhibit.name}-", _SPOKEN.sub("", _UNSEEN.sub("", vega({**spec, **fit}))))
    view = _VIEW.search(found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view[1]} {view[2]}" preserveAspectRatio="xMidYMid meet">'
        + found[view.end() :]
    )


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
