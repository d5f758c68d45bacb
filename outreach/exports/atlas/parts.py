"""The blocks of a page as the template takes them, each by its kind, in its order and place."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from outreach import page as block
from outreach.exports import watermark
from outreach.exports.atlas.stills import Stills
from outreach.page import Blocks
from outreach.views import swatches
from outreach.views.exhibit import Exhibit, Number, Swatch, formatted
from outreach.words import Words

MOST_ROWS = 150  # of a table in the file; of more it says how many there are


@dataclass(frozen=True)
class Part:
    """A piece of a page: its kind, which names the macro that writes it, what it says, and the pieces in it."""

    kind: str
    said: Mapping[str, Any] = field(default_factory=dict)
    inside: tuple[tuple["Part", ...], ...] = ()


@dataclass(frozen=True)
class _Walk:
    say: Words
    stills: Stills
    where: str
    there: Collection[str]

    def parts(self, blocks: Blocks) -> Iterator[Part]:
        for one in blocks:
            make = _MADE.get(type(one))
            if make is not None:
                yield from make(self, one)


def parts(blocks: Blocks, say: Words, stills: Stills, where: str, there: Collection[str]) -> Iterator[Part]:
    """The parts of these blocks; controls have none. where is the place in the file they stand at, there all the places."""
    return _Walk(say, stills, where, there).parts(blocks)


def _heading(_walk: _Walk, one: block.Heading) -> Iterator[Part]:
    yield Part("heading", {"title": one.title, "sentence": one.sentence()})


def _numbers(_walk: _Walk, one: block.Numbers) -> Iterator[Part]:
    yield from _figures(one.items())


def _figures(items: Sequence[Number]) -> Iterator[Part]:
    if items:
        yield Part("numbers", {"items": list(items)})


def _show(walk: _Walk, one: block.Show) -> Iterator[Part]:
    if (exhibit := one.exhibit()) is not None:
        yield _exhibit(walk, exhibit)


def _rows(walk: _Walk, one: block.Rows) -> Iterator[Part]:
    if (exhibit := one.exhibit()) is not None:
        yield _exhibit(walk, exhibit, picture=False)


def _card(walk: _Walk, one: block.Card) -> Iterator[Part]:
    if (exhibit := one.exhibit()) is not None:
        yield _exhibit(walk, exhibit, picture=False)


def _folds(walk: _Walk, one: block.Folds) -> Iterator[Part]:
    exhibit = one.exhibit()
    columns = tuple(column for column in exhibit.columns if column.name != one.heading)
    inside = [
        Part(
            "fold",
            {"title": rows[one.heading].iloc[0]},
            ((_table(replace(exhibit, columns=columns, rows=rows), walk),),),
        )
        for _, rows in exhibit.rows.groupby(one.by, sort=False)
    ]
    yield replace(_exhibit(walk, exhibit, picture=False), inside=(tuple(inside),))


def _sheet(walk: _Walk, one: block.Sheet) -> Iterator[Part]:
    if (content := one.content()) is not None:
        exhibit, items = content
        whole = _exhibit(walk, exhibit, picture=False)
        yield Part("printed", {}, ((replace(whole, inside=((*_figures(items), *whole.inside[0]),)),),))


def _note(_walk: _Walk, one: block.Note) -> Iterator[Part]:
    if text := one.text():
        yield Part("note", {"text": text})


def _prose(_walk: _Walk, one: block.Prose) -> Iterator[Part]:
    yield Part("prose", {"paragraphs": [line for line in one.text().split("\n") if line.strip()]})


def _picked(_walk: _Walk, one: block.Picked) -> Iterator[Part]:
    if (chosen := one.chosen()) is not None:
        name, sentence, items = chosen
        yield Part("box", {"title": name, "sentence": sentence}, (tuple(_figures(items)),))


def _links(walk: _Walk, one: block.Links) -> Iterator[Part]:
    items = [(_target(walk, page, chosen), label) for page, label, chosen in one.items()]
    if items:
        yield Part("links", {"title": one.title, "items": items})


def _target(walk: _Walk, page: str, chosen: Mapping[str, str]) -> str:
    """The place of a page in the file, as near to what is chosen there as the file has it; empty where it has none."""
    language = walk.say.language
    wanted = [f"{language}-{page}-{value}" for value in chosen.values()]
    return next((one for one in (*wanted, f"{language}-{page}") if one in walk.there), "")


def _beside(walk: _Walk, one: block.Beside) -> Iterator[Part]:
    columns = tuple(tuple(walk.parts(blocks)) for blocks in one.columns)
    if any(columns):
        yield Part("beside", {}, tuple(column for column in columns if column))


def _sides(walk: _Walk, one: block.Sides) -> Iterator[Part]:
    yield Part("beside", {}, (tuple(walk.parts(one.left)), tuple(walk.parts(one.right))))


def _fold(walk: _Walk, one: block.Fold) -> Iterator[Part]:
    if inside := tuple(walk.parts(one.blocks)):
        yield Part("fold", {"title": one.title}, (inside,))


def _printed(walk: _Walk, one: block.Printed) -> Iterator[Part]:
    yield Part("printed", {}, (tuple(walk.parts(one.blocks)),))


def _on_screen(walk: _Walk, one: block.OnScreen) -> Iterator[Part]:
    yield Part("screen", {}, (tuple(walk.parts(one.blocks)),))


def _on_paper(walk: _Walk, one: block.OnPaper) -> Iterator[Part]:
    yield Part("paper", {}, (tuple(walk.parts(one.blocks)),))


def _scenes(walk: _Walk, one: block.Scenes) -> Iterator[Part]:
    """The slides under one another; what the speaker says of them is not for the public."""
    for number, slide in enumerate(one.slides(), 1):
        drawn = () if slide.points else tuple(_exhibit(walk, each, rows=False) for each in slide.exhibits)
        said = {
            "number": number,
            "title": slide.title,
            "sentence": slide.takeaway,
            "points": slide.points,
            "lines": slide.lines,
        }
        yield Part("slide", said, ((*_figures(slide.figures), *drawn),))


def _kiosk(walk: _Walk, one: block.Kiosk) -> Iterator[Part]:
    """The nearest bases, a town in plain words where one is chosen, and what takes turns on the screen."""
    seen: set[str] = set()
    for exhibit in (one.near(), one.town(), one.loop()):
        if exhibit is not None and exhibit.name not in seen:
            seen.add(exhibit.name)
            yield _exhibit(walk, exhibit, picture=exhibit.vector is not None)


def _exhibit(walk: _Walk, exhibit: Exhibit, picture: bool = True, rows: bool = True) -> Part:
    """An exhibit whole: what it says, its picture and legend, where it comes from, its rows."""
    stated = exhibit.credits
    figures = "　".join(line for line in (stated.basis, stated.publishers, stated.date) if line)
    picture = picture and exhibit.vector is not None
    spec, still, at = walk.stills.add(exhibit, walk.where) if picture else ("", None, "")
    said = {
        "name": exhibit.name,
        "title": exhibit.title,
        "sentence": exhibit.sentence,
        "picture": picture,
        "is_map": picture and exhibit.deck is not None,
        "picks": [list(one) for one in exhibit.picks.values() if one[0] in ("area", "base")],
        "pick": walk.say("atlas.pick"),
        "elsewhere_said": walk.say("atlas.elsewhere"),
        "spec": spec,
        "still": Markup(still) if still else "",
        "elsewhere": at if picture and still is None else "",
        "legends": [(one.title, [(_sign(each), each.label) for each in one.swatches]) for one in exhibit.legends],
        "credits": [line for line in (stated.demonstration, stated.notice, figures) if line],
        "mark": watermark.text([stated], walk.say),
        "open": not picture,
    }
    wanted = rows and any(column.on_page for column in exhibit.columns)
    return Part("exhibit", said, ((_table(exhibit, walk),) if wanted else (),))


def _sign(swatch: Swatch) -> Markup:
    """The sign as a picture; colours and shapes are ours, so that there is nothing to escape."""
    view = f"0 0 {swatches.WIDTH} {swatches.HEIGHT}"
    return Markup(f'<svg viewBox="{view}" aria-hidden="true" focusable="false">{swatches.drawn(swatch)}</svg>')


def _table(exhibit: Exhibit, walk: _Walk) -> Part:
    columns = [column for column in exhibit.columns if column.on_page]
    shown = exhibit.rows.head(MOST_ROWS)
    missing = walk.say("format.missing")
    texts = [[formatted(value, column.kind, missing) for value in shown[column.name]] for column in columns]
    more = len(exhibit.rows) - len(shown)
    said = {
        "title": exhibit.title,
        "label": walk.say("atlas.rows", n=len(exhibit.rows)),
        "heads": [(column.title, column.kind != "text") for column in columns],
        "rows": list(zip(*texts)),
        "more": walk.say("atlas.more_rows", n=len(shown), all=f"{len(exhibit.rows):,}") if more else "",
    }
    return Part("table", said)


_MADE: Mapping[type, Callable[[_Walk, Any], Iterator[Part]]] = {
    block.Heading: _heading,
    block.Numbers: _numbers,
    block.Show: _show,
    block.Rows: _rows,
    block.Folds: _folds,
    block.Card: _card,
    block.Sheet: _sheet,
    block.Note: _note,
    block.Prose: _prose,
    block.Picked: _picked,
    block.Links: _links,
    block.Beside: _beside,
    block.Fold: _fold,
    block.Printed: _printed,
    block.Sides: _sides,
    block.OnScreen: _on_screen,
    block.OnPaper: _on_paper,
    block.Scenes: _scenes,
    block.Kiosk: _kiosk,
}
