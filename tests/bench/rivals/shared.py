"""Our pages as the rivals draw them: the same exhibits, specs, tables and figures, as tags and pictures of no framework."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from outreach import page as block
from outreach.contents import page_of
from outreach.page import Blocks
from outreach.screen import cached, panels, tables, visit
from outreach.selection import Selection
from outreach.views.exhibit import Exhibit, formatted, sized
from outreach.views.sizes import BROWSE
from tests.towns import BAOCHANG, CHANGLE, HAIMEN, SANXING, YUELAI

PAGES = ("overview", "literacy", "gaps", "siting")


PARTS = ("said", "map", "chart", "legend", "credits")  # of an exhibit, each with an id of its own
SITES = ("121.5413,32.0331", "121.4511,31.9431", "121.2722,31.9341", "121.1822,31.8971", "121.3617,31.8881")


@dataclass(frozen=True)
class Act:
    """What a visitor does on a page: the field of the selection, and what it becomes in turn; how the page first is comes last.

    on_map is whether it is done by a click on the map, else by a control of that field.
    """

    field: str
    values: tuple[Any, ...]
    first: Any = None
    on_map: bool = False


ACTS = {
    "overview": Act("area", (BAOCHANG, YUELAI, CHANGLE, SANXING, HAIMEN), on_map=True),
    "literacy": Act("area", (BAOCHANG, YUELAI, CHANGLE, SANXING, HAIMEN), on_map=True),
    "gaps": Act("mean", ("geometric", "arithmetic"), "arithmetic"),
    "siting": Act("site", SITES, on_map=True),
}


@dataclass(frozen=True)
class Tag:
    """An element of HTML."""

    name: str
    inside: "tuple[Node, ...] | str" = ()
    style: Mapping[str, Any] = field(default_factory=dict)
    src: str = ""
    id: str = ""


@dataclass(frozen=True)
class Picture:
    """A map (deck, as JSON) or a chart (a Vega-Lite spec)."""

    id: str
    kind: str
    drawn: Any
    height: int | None = None


@dataclass(frozen=True)
class Control:
    """The control that the visitor acts with."""

    id: str
    values: tuple[Any, ...]
    value: Any


Node = Tag | Picture | Control


def nodes(page: str, **chosen: Any) -> list[Node]:
    """A page as somebody sees it who has chosen this."""
    return list(_Walk(page, chosen).nodes(_blocks(page, chosen)))


def leaves(page: str, wanted: Collection[str] | None = None, **chosen: Any) -> dict[str, Node]:
    """By id, what of a page can be told anew: its pictures, and the tags of everything else that is said.

    Nothing is made but what is wanted, where only some of it is.
    """
    return {one.id: one for one in _leaves(_Walk(page, chosen, wanted).nodes(_blocks(page, chosen))) if one.id}


def _leaves(found: Any) -> Iterator[Any]:
    for one in found:
        if isinstance(one, Tag) and not one.id and isinstance(one.inside, tuple):
            yield from _leaves(one.inside)
        else:
            yield one


def _blocks(page: str, chosen: Mapping[str, Any]) -> Blocks:
    at = visit.at_noon(page, Selection().with_(**chosen), cached.district(), date.today())
    return page_of(at).blocks


@dataclass
class _Walk:
    page: str
    chosen: Mapping[str, Any]
    wanted: Collection[str] | None = None
    count: int = 0

    def wants(self, id_: str) -> bool:
        """Whether this is to be made."""
        return self.wanted is None or id_ in self.wanted

    def nodes(self, blocks: Blocks) -> Iterator[Node]:
        for one in blocks:
            if isinstance(one, block.Beside):
                columns = tuple(
                    Tag("div", tuple(self.nodes(inside)), {"flex": f"{width} 1 0", "minWidth": 0})
                    for width, inside in zip(one.widths, one.columns, strict=True)
                )
                yield Tag("div", columns, {"display": "flex", "gap": "24px"})
            elif isinstance(one, block.Fold):
                if any(isinstance(each, block.Weights) for each in one.blocks):
                    yield from self.nodes(one.blocks)
                else:
                    yield Tag("details", (Tag("summary", one.title), *self.nodes(one.blocks)))
            else:
                self.count += 1
                yield from self._leaf(one, f"{self.page}-{self.count}")

    def _leaf(self, one: Any, at: str) -> Iterator[Node]:
        act = ACTS[self.page]
        if isinstance(one, block.Show):
            if any(self.wants(f"{at}-{part}") for part in PARTS):
                yield from self._shown(at, one.exhibit(), one.still)
        elif isinstance(one, block.Weights):
            yield Control(f"{self.page}-{act.field}", act.values, self.chosen.get(act.field, act.first))
        elif (make := SAID.get(type(one))) is not None and self.wants(f"{at}-said"):
            yield Tag("div", tuple(make(one)), id=f"{at}-said")

    def _shown(self, at: str, exhibit: Exhibit | None, still: bool) -> Iterator[Node]:
        if exhibit is None:
            return
        if self.wants(f"{at}-said"):
            yield Tag("div", tuple(_caption(exhibit.title, exhibit.sentence)), id=f"{at}-said")
        yield from self._picture(at, exhibit, still)
        if self.wants(f"{at}-legend"):
            yield Tag("div", tuple(_legends(exhibit)), id=f"{at}-legend")
        if self.wants(f"{at}-credits"):
            yield Tag("p", _credits(exhibit), id=f"{at}-credits")

    def _picture(self, at: str, exhibit: Exhibit, still: bool) -> Iterator[Node]:
        is_map = exhibit.deck is not None
        if is_map and not still:
            if self.wants(f"{at}-map"):
                yield Picture(f"{at}-map", "deck", cached.once(deck_json, exhibit.deck), BROWSE.map_height)
        elif exhibit.vector is not None and self.wants(f"{at}-chart"):
            height = round(panels.STILL * BROWSE.map_height) if is_map else None
            yield Picture(f"{at}-chart", "vega", cached.once(vega_spec, exhibit.vector, not is_map, height), height)


def deck_json(drawn: Callable[[Any], Any]) -> str:
    """The map's JSON. The deck.gl of dash-deck (8.2) wants the letters of a text named and knows no outline of them."""
    spec = json.loads(drawn(BROWSE).to_json())
    for layer in spec["layers"]:
        if layer["@@type"] == "TextLayer":
            layer["characterSet"] = sorted({sign for row in layer["data"] for sign in row["label"]} - {"\n"})
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


def vega_spec(spec: Mapping[str, Any], legend: bool, height: int | None) -> dict[str, Any]:
    """The chart's spec as our page has it, as wide as there is room."""
    found: dict[str, Any] = {"width": "container", **sized(spec, BROWSE, legend=legend)}
    return found if height is None else found | {"height": height}


def _caption(title: str, sentence: str) -> Iterator[Node]:
    yield Tag("h2", title)
    if sentence:
        yield Tag("p", sentence)


def _legends(exhibit: Exhibit) -> Iterator[Node]:
    for legend in exhibit.legends:
        signs = tuple(
            Tag("span", (Tag("img", src=panels.swatch_picture(one).split('"')[1]), Tag("span", one.label)))
            for one in legend.swatches
        )
        yield Tag("div", (Tag("b", legend.title), *signs))


def _credits(exhibit: Exhibit) -> str:
    stated = exhibit.credits
    return "　".join(
        line for line in (stated.demonstration, stated.notice, stated.basis, stated.publishers, stated.date) if line
    )


def _figures(items: list[tuple[str, str, str]]) -> Iterator[Node]:
    cells = tuple(Tag("div", tuple(Tag("div", text) for text in one), {"flex": "1 1 9rem"}) for one in items)
    if cells:
        yield Tag("div", cells, {"display": "flex", "flexWrap": "wrap"})


def _rows(exhibit: Exhibit | None) -> Iterator[Node]:
    if exhibit is None:
        return
    yield from _caption(exhibit.title, exhibit.sentence)
    columns = [column for column in exhibit.columns if column.on_page]
    texts = [
        [formatted(value, column.kind) for value in exhibit.rows[column.name].head(tables.MOST_ROWS)]
        for column in columns
    ]
    head = Tag("tr", tuple(Tag("th", column.title) for column in columns))
    body = tuple(Tag("tr", tuple(Tag("td", text) for text in row)) for row in zip(*texts, strict=True))
    yield Tag("table", (Tag("thead", (head,)), Tag("tbody", body)))
    yield Tag("p", _credits(exhibit))


def _picked(one: block.Picked) -> Iterator[Node]:
    found = one.chosen()
    if found is None:
        yield Tag("p", one.hint)
    else:
        name, sentence, items = found
        yield from _caption(name, sentence)
        yield from _figures(items)


def _links(one: block.Links) -> Iterator[Node]:
    items = one.items()
    if items:
        yield Tag("b", one.title)
        yield Tag("ul", tuple(Tag("li", label) for _, label, _ in items))


def _text(text: str) -> Iterator[Node]:
    if text:
        yield Tag("p", text)


SAID: Mapping[type, Callable[[Any], Iterator[Node]]] = {
    block.Heading: lambda one: iter((Tag("h1", one.title), Tag("p", one.sentence()))),
    block.Numbers: lambda one: _figures(one.items()),
    block.Rows: lambda one: _rows(one.exhibit()),
    block.Card: lambda one: _rows(one.exhibit()),
    block.Picked: _picked,
    block.Links: _links,
    block.Note: lambda one: _text(one.text()),
    block.Prose: lambda one: _text(one.text()),
    block.Choice: lambda one: iter((Tag("label", one.label), Tag("span", "、".join(one.options.values())))),
    block.Work: lambda one: iter(() if one.work() is None else ()),
}


def dependent(page: str) -> list[str]:
    """What of a page its act can change: found by acting."""
    act = ACTS[page]
    seen = [leaves(page)] + [leaves(page, **{act.field: value}) for value in act.values]
    ids = list(dict.fromkeys(id_ for found in seen for id_ in found))
    changed = [id_ for id_ in ids if any(found.get(id_) != seen[0].get(id_) for found in seen)]
    return [id_ for id_ in changed if not isinstance(seen[0].get(id_), Control)]
