"""The one noun a visitor meets: a picture, what it says, where it comes from and exactly the rows it draws."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from outreach.views import sizes
from outreach.views.frames import Row as Row  # whoever reads an exhibit's rows has these from here
from outreach.views.frames import records as records

if TYPE_CHECKING:
    from outreach.views.maps.interactive import Picture as Picture

Draw = Callable[[sizes.Sizes], "Picture"]
"""What draws a map to explore, when a screen says its sizes."""
Spec = Mapping[str, Any]
"""A Vega-Lite spec, or a part of one, as its schema has it."""
Limit = float | Spec
"""Pixels, or an expression that says them."""
Channel = Spec | Sequence[Spec]
"""What a channel of a spec draws; of a tooltip, its lines."""
Number = tuple[str, str, str]
"""A figure: its label, its value, a line about it."""
Chosen = tuple[str, str, list[Number]]
"""What was picked on a map: its name, a sentence, its figures."""
Link = tuple[str, str, Mapping[str, str]]
"""The way to a page: which, what the way is called, and what is chosen there."""


@dataclass(frozen=True)
class Column:
    """A column of an exhibit's rows as it is read: its title and how its values are written.

    on_page is False for what only the file holds, because a page has no room for it.
    """

    name: str
    title: str
    kind: str = "text"  # text, percent, whole_percent, points, integer, decimal, index
    on_page: bool = True


@dataclass(frozen=True)
class Swatch:
    """One line of a legend: a filled area, a hatch, a line, a ring or a marker, and what it means.

    path is the outline of a marker of kind `path`, in a square from −1 to 1. id is what a visitor can have stand out on
    the map: `class-2`, `level-town`, `kind-square`; empty for what cannot.
    """

    label: str
    kind: str  # area, hatch, falling, missing, line, dashed, ring, path, or a marker's shape
    colour: str
    hollow: bool = False
    path: str = ""
    id: str = ""


@dataclass(frozen=True)
class Legend:
    """A titled group of swatches."""

    title: str
    swatches: tuple[Swatch, ...]


@dataclass(frozen=True)
class Credits:
    """Where an exhibit's figures come from: sources, date and basis in words, and the notice a map must print.

    publishers is the sources at a glance, for a screen, first the first of them and how many there are, where they are
    many; source names each with its title, for a file. kinds are the ids of the kinds of basis.
    """

    publishers: str
    source: str
    date: str
    basis: str
    notice: str = ""
    demonstration: str = ""
    kinds: tuple[str, ...] = ()
    first: str = ""


@dataclass(frozen=True)
class Chart:
    """How the rows are drawn by an office program, so that the chart can be edited there.

    kind is bars, stacked (bars upon one another), lines, intervals (a dot and how far the truth may lie from it) or table,
    where the rows say more than a chart would. category is the column along the axis, values the columns drawn; with
    `series` the one value column falls into a series for each value of that column. low and high are the columns of the
    interval's ends. paths are lines of their own, by name, from category to value; levels the same at every category.
    colours are those of the value columns, series, paths and levels, each by its name.
    """

    kind: str
    category: str = ""
    values: tuple[str, ...] = ()
    series: str = ""
    low: str = ""
    high: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, Mapping[Any, float]] = field(default_factory=dict)
    levels: Mapping[str, float] = field(default_factory=dict)


class Later(Mapping[str, Any]):
    """A spec that is made when it is first looked into: most visitors never ask for the picture beside the one they see."""

    def __init__(self, make: Callable[[], Spec]):
        self._make = make

    @cached_property
    def _made(self) -> Spec:
        return self._make()

    def __getitem__(self, name: str) -> Any:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __reduce__(self) -> tuple[type, tuple[Spec]]:
        return dict, (self._made,)  # whoever takes it elsewhere takes what was made


class Fitted(Later):
    """A spec that is drawn anew for the room it gets, so that it fills it and its words stand apart at any size."""

    def __init__(
        self,
        make: Callable[[], Spec],
        into: Callable[[int, int, sizes.Sizes], Spec],
        aspect: Callable[[], float],
    ):
        super().__init__(make)
        self.into, self._aspect = into, aspect

    @property
    def aspect(self) -> float:
        """Width to height of what it shows."""
        return self._aspect()


@dataclass(frozen=True)
class Exhibit:
    """A picture of some rows.

    rows hold ids and plain numbers (shares 0 to 1), one row per mark; columns say which are read and how.
    vector is a Vega-Lite spec without sizes; deck, where there is one, is the pydeck picture of the same rows.
    picks tells what a click chooses: for a deck's layer (or the vector's parameter of that name) the field of the
    selection and the property that holds the id, and invitation says so where it can be clicked: never on paper, on a slide
    or in a file. chart says how an office program draws the rows, where it can.
    says are its sentences by name, each only where it holds: `finding` (what a leader repeats, with the figure), `range` (how
    sure that is), `reading` (how to read the picture), `caveat` (what must not be concluded), and others of its own.
    apart is for what is too dense for a room: a field of the selection, and the values by which it is shown one after the
    other, each with its name.
    """

    name: str
    title: str
    sentence: str
    rows: pd.DataFrame
    columns: tuple[Column, ...]
    credits: Credits
    vector: Spec | None = None
    deck: Draw | None = None
    legends: tuple[Legend, ...] = ()
    picks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    chart: Chart | None = None
    invitation: str = ""
    apart: tuple[str, Mapping[str, str]] | None = None
    says: Mapping[str, str] = field(default_factory=dict)

    @property
    def spec(self) -> Spec:
        """Its vector picture. Raises ValueError where it has none."""
        if self.vector is None:
            raise ValueError(f"{self.name} has no vector picture")
        return self.vector

    def said(self, name: str) -> str:
        """The sentence of this name; empty where it does not hold. How to read the picture is else the whole sentence."""
        return self.says.get(name, self.sentence if name == "reading" else "")

    def table(self) -> pd.DataFrame:
        """The rows as they are read: the named columns alone, under their titles."""
        return self.rows[[column.name for column in self.columns]].rename(
            columns={column.name: column.title for column in self.columns}
        )


def drawn_into(spec: Spec, width: int, height: int, to: sizes.Sizes) -> Spec:
    """The spec for a room of width × height pixels: a map is drawn to fill it, anything else is as it is."""
    return spec.into(width, height, to) if isinstance(spec, Fitted) else spec


def sized(spec: Spec, to: sizes.Sizes, legend: bool = True) -> dict[str, Any]:
    """The spec for a desk, a projector or a touch screen; without legend where the page has it beside the picture."""
    height = spec.get("height")
    rows = {"height": {"step": round(height["step"] * to.step / sizes.BROWSE.step)}} if isinstance(height, dict) else {}
    found = {**(spec if legend else _without_legends(spec)), **rows, "config": sizes.vega_config(to)}
    if "params" in found:
        found["params"] = [{**one, "value": to.text} if one["name"] == "letter" else one for one in found["params"]]
    return {**found, "layer": [_lettered(layer, to) for layer in found["layer"]]} if "layer" in found else found


def _lettered(layer: Spec, to: sizes.Sizes) -> Spec:
    """The layer, with what is told in pixels grown as its letters are: where names are cut, how far a text is from its mark
    and how broad its halo is. A text of style `strong` is as large as the axes' names, which no config can say (Vega heeds
    the first style).
    """
    by = to.text / sizes.BROWSE.text
    found = dict(layer)
    mark = layer.get("mark")
    if isinstance(mark, dict) and mark.get("type") == "text":
        grown = {
            name: mark[name] * by for name in ("dx", "dy", "strokeWidth") if isinstance(mark.get(name), int | float)
        }
        found["mark"] = {**mark, **grown, **({"fontSize": _strong(mark, to)} if mark.get("style") == "strong" else {})}
    if "encoding" in layer:
        found["encoding"] = {name: _roomy(channel, by) for name, channel in layer["encoding"].items()}
    return found


def _strong(mark: Spec, to: sizes.Sizes) -> Limit:
    """As large as the axes' names, or no larger than what the mark itself says there is room for."""
    most = mark.get("fontSize")
    return {"expr": f"min({to.text}, {most['expr']})"} if isinstance(most, Mapping) else to.text


def _times(limit: Limit, by: float) -> Limit:
    """A limit of Vega-Lite, a number or an expression, so many times as large."""
    return {"expr": f"({limit['expr']}) * {by:g}"} if isinstance(limit, Mapping) else limit * by


def _roomy(channel: Channel, by: float) -> Channel:
    """The channel, what its axis tells in pixels so many times as large."""
    axis = channel.get("axis") if isinstance(channel, Mapping) else None
    if not isinstance(channel, Mapping) or not isinstance(axis, Mapping):
        return channel
    grown: dict[str, Limit] = {"labelLimit": _times(axis["labelLimit"], by)} if "labelLimit" in axis else {}
    if isinstance(offset := axis.get("labelOffset"), Mapping):
        said = offset["condition"]
        conditions = [{**one, "value": one["value"] * by} for one in (said if isinstance(said, list) else [said])]
        grown["labelOffset"] = {**offset, "condition": conditions}
    return {**channel, "axis": {**axis, **grown}} if grown else channel


def _without_legends(spec: Spec) -> dict[str, Any]:
    """The layered spec with every channel's legend left out."""
    layers = [
        {**layer, "encoding": {name: _silent(channel) for name, channel in layer["encoding"].items()}}
        if "encoding" in layer
        else layer
        for layer in spec["layer"]
    ]
    return {**spec, "layer": layers}


def _silent(channel: Spec) -> dict[str, Any]:
    return {**channel, "legend": None} if "legend" in channel else dict(channel)


def formatted(value: Any, kind: str, missing: str = "—") -> str:
    """A value as it is read: shares as percentages with one decimal, numbers with thousands separators."""
    if value is None or (not isinstance(value, (list, tuple)) and pd.isna(value)):
        return missing
    match kind:
        case "percent":
            return f"{100 * value + 1e-9:.1f}%"  # 17.25 % is 17.3 %, as people round, not as floats do
        case "whole_percent":
            return f"{100 * value:.0f}%"
        case "points":
            return f"{100 * value:+.1f}"
        case "integer":
            return f"{value:,.0f}"
        case "decimal":
            return f"{value:,.2f}"
        case "index":
            return f"{value:.0f}"
        case _:
            return str(value)
