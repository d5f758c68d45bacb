"""A map with some of its layers put off and one entry of its legend standing out, as the visitor has it."""

from collections.abc import Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from outreach.selection import LAYERS
from outreach.views.exhibit import Draw, Exhibit, Spec
from outreach.views.sizes import Sizes

if TYPE_CHECKING:
    from outreach.views.exhibit import Picture

OF = {
    "bases": ("bases", "rings", "picked-base", "gathered", "heaps"),
    "names": tuple(
        f"{one}{halo}" for one in ("town-labels", "town-labels-narrow", "neighbour-labels") for halo in ("", "-halo")
    ),
    "hatch": ("hatch",),
    "water": ("water", "canals"),
}
"""The layers of the pictures, by what a visitor calls them."""
PALE = 0.3  # of its colour is left of what does not stand out


def on(exhibit: Exhibit) -> tuple[str, ...]:
    """What there is to be put off on this map."""
    kinds = {one.kind for legend in exhibit.legends for one in legend.swatches}
    ids = {one.id.partition("-")[0] for legend in exhibit.legends for one in legend.swatches}
    there = {
        "bases": bool(ids & {"level", "kind"}) or "bases" in exhibit.picks,
        "hatch": bool(kinds & {"hatch", "falling", "missing"}),
    }
    return tuple(one for one in LAYERS if there.get(one, True))


def drawn(draw: Draw, off: tuple[str, ...], lit: str) -> Draw:
    """The explorable picture without the layers that are off; the towns or bases that are not lit grow pale or go."""
    gone = {layer for one in off for layer in OF[one]}

    def picture(to: Sizes) -> "Picture":
        found = draw(to)
        found.layers = [_lit(layer, lit) for layer in found.layers if layer.id not in gone]
        return found

    return picture


def _lit(layer: Any, lit: str) -> Any:
    what, _, which = lit.partition("-")
    found = copy(layer)
    if what == "class" and layer.id == "towns":
        found.data = {**layer.data, "features": [_paled(one, which) for one in layer.data["features"]]}
    elif what in ("level", "kind") and layer.id == "bases":
        at = 1 if what == "level" else 0  # a sign is shape-level-hollow
        found.data = [row for row in layer.data if row["sign"].split("-")[at] == which]
    return found


def _paled(feature: Mapping[str, Any], which: str) -> dict[str, Any]:
    told = feature["properties"]
    fill = told["fill"] if str(told["class"]) == which else [*told["fill"][:3], round(255 * PALE)]
    return {**feature, "properties": {**told, "fill": fill}}


def still(spec: Spec, exhibit: Exhibit, off: tuple[str, ...], lit: str) -> dict[str, Any]:
    """The same of the still picture."""
    gone = {layer for one in off for layer in OF[one]}
    label = next((one.label for legend in exhibit.legends for one in legend.swatches if lit and one.id == lit), None)
    layers = [_shown(layer, lit.partition("-")[0], label) for layer in spec["layer"] if layer.get("name") not in gone]
    names = {layer.get("name") for layer in layers}
    params = [one for one in spec.get("params", ()) if set(one.get("views", ())) <= names]
    return {**spec, "layer": layers, "params": params}


def _shown(layer: Spec, what: str, label: str | None) -> Spec:
    column = {"class": "class_label", "level": "level_label", "kind": "group_label"}.get(what)
    wanted = "towns" if what == "class" else "bases"
    if label is None or column is None or layer.get("name") != wanted:
        return layer
    is_it = {"field": column, "equal": label}
    if what != "class":
        return {**layer, "transform": [{"filter": is_it}]}
    opacity = {"condition": {"test": is_it, "value": 1}, "value": PALE}
    return {**layer, "encoding": {**layer["encoding"], "fillOpacity": opacity}}
