"""A slide as HTML on a stage of 1920 × 1080: its pictures, tables and points, their legends and where they come from."""

from dataclasses import replace
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from outreach.exports import rows, still
from outreach.exports.lines import width as letters
from outreach.screen import cached
from outreach.screen.panels import legends_html
from outreach.screen.slides import Slide
from outreach.views import sizes
from outreach.views.exhibit import Column, Exhibit, Fitted, Number, formatted
from outreach.web import Pieces
from outreach.words import Words

_PIECES = Pieces("slide")
MOST = 4  # pictures that one stage has room for
COLUMNS = 7  # of a table
LARGEST, LEAST = 42, 28  # pixels of a table's letters
WIDE = 1792  # what the pictures share
STAGE, AROUND = 1080, 44 + 92 + 14 + 40  # its height, and what its edges and the gaps between its parts take
SPARED = 10  # of the gaps, where the sentences stand beside the picture
NARROWEST, MAP_ALONE, MAP_BESIDE, MAP_GAP = (
    700,
    1120,
    960,
    40,
)  # a map's width, and what is between it and the words beside it
GAP = 48
CAPTION = 52
FIGURES = 170


def fields(slide: Slide, say: Words) -> dict[str, str]:
    """The slide as the stage takes it: id, title, takeaway, body (HTML) and source; what is said of it is not among them."""
    return {
        "id": slide.id,
        "title": slide.title,
        "takeaway": slide.takeaway,
        "reading": slide.reading,
        "kind": slide.scene.kind,
        "body": body(slide, say),
        "source": source(slide),
    }


def body(slide: Slide, say: Words) -> Markup:
    """What stands on the slide; a sentence where its page has nothing to show now."""
    if slide.lines or slide.scene.kind:
        return _PIECES("lines", slide.lines)
    if slide.points:
        return _PIECES("points", slide.points)
    if slide.missing:
        return _PIECES("nothing", say("briefing.nothing", page=say(f"page.{slide.scene.page}")))
    shown = slide.exhibits[:MOST]
    if shown and len(shown) <= 2 and isinstance(shown[0].vector, Fitted):
        told = _Told(slide.takeaway, slide.reading, slide.figures)
        return cached.once(_mapped, shown, say, slide.scene.columns, told, _under(slide))
    across = 1 if len(shown) == 1 else 2
    room = _room(slide) - (FIGURES if slide.figures else 0)
    high = room if len(shown) < 3 else (room - GAP) // 2
    wide = WIDE if across == 1 else (WIDE - GAP) // 2
    boxes = [cached.once(_box, one, say, slide.scene.columns, (wide, high), len(shown) > 1) for one in shown]
    return _PIECES("exhibits", slide.figures, boxes, across)


def _under(slide: Slide) -> int:
    """How high everything can be under the title alone."""
    words = ((slide.title, 52, 65), (source(slide), 22, 30))
    return STAGE - AROUND + SPARED - sum(_high(text, size, line, WIDE) for text, size, line in words)


def _room(slide: Slide) -> int:
    """How high the pictures can be under the slide's own words, so that they are drawn at the size they are shown."""
    words = ((slide.title, 52, 65), (slide.takeaway, 38, 54), (slide.reading, 28, 38), (source(slide), 22, 30))
    return STAGE - AROUND - sum(_high(text, size, line, WIDE) for text, size, line in words)


def _high(text: str, size: int, line: int, wide: int) -> int:
    return ceil(letters(text) * size / (0.97 * wide)) * line


class _Told(NamedTuple):
    """What is said of a map beside it."""

    takeaway: str
    reading: str
    figures: tuple[Number, ...]


def _mapped(shown: tuple[Exhibit, ...], say: Words, columns: tuple[str, ...], told: _Told, high: int) -> Markup:
    """A map as high as the stage lets it be, and beside it all that is said of it, its legend, and what stands with it.

    The sentences are put at the head of what is beside by the player.
    """
    first, *others = shown
    widest = MAP_ALONE if not others else MAP_BESIDE
    aspect = first.vector.aspect if isinstance(first.vector, Fitted) else 1.0
    wide = round(min(max(high * aspect, NARROWEST), widest))
    aside = WIDE - wide - MAP_GAP
    left = high - _high(told.takeaway, 36, 49, aside) - _high(told.reading, 28, 38, aside)
    left -= 2 * FIGURES if told.figures else 0
    left -= 34 * _legend_lines(first, aside) + 40
    beside = [_box(one, say, columns, (aside, max(left, 300)), True) for one in others]
    return _PIECES("mapped", _picture(first, wide, high), aside, told.figures, _legend(first), beside)


def _picture(exhibit: Exhibit, wide: int, high: int) -> Markup:
    drawn = still.svg(exhibit, wide, max(high, 240), sizes.PRESENT)
    return _PIECES("picture", exhibit.sentence, wide, Markup(drawn))


def _legend(exhibit: Exhibit) -> Markup | str:
    return _PIECES("legend", legends_html(exhibit.legends, inline=True)) if exhibit.legends else ""


def _box(exhibit: Exhibit, say: Words, columns: tuple[str, ...], place: tuple[int, int], named: bool) -> Markup:
    """An exhibit under its title, its legends under it, in a place so wide and high."""
    wide, high = place
    title = exhibit.title if named else ""
    room = high - (CAPTION if named else 0)
    if exhibit.vector is None:
        return _PIECES("box", title, _table(exhibit, say, columns, wide, room))
    room -= 40 * _legend_lines(exhibit, wide) if exhibit.legends else 0
    return _PIECES("box", title, _PIECES("under", _picture(exhibit, wide, room), _legend(exhibit)))


def _legend_lines(exhibit: Exhibit, wide: int) -> int:
    """About how many lines the legends take under a picture: a Chinese letter is 24 pixels wide, another half of it."""

    def width(text: str) -> int:
        return sum(24 if ord(sign) > 255 else 13 for sign in text)

    lengths = [
        width(legend.title) + sum(width(one.label) + 60 for one in legend.swatches) for legend in exhibit.legends
    ]
    return sum(-(-length // wide) for length in lengths)


def parted(slide: Slide, say: Words) -> tuple[Slide, ...]:
    """The slide, and what of it has no room as slides that go on with it: nothing is dropped to fit."""
    if slide.points or slide.missing or slide.lines or slide.scene.kind:
        return (slide,)
    groups = [slide.exhibits[i : i + MOST] for i in range(0, len(slide.exhibits), MOST)]
    found: list[Slide] = []
    for group in groups:
        alone = len(group) > 1 and any(_too_long(one, slide, len(group), say) for one in group)
        for shown in [(one,) for one in group] if alone else [group]:
            found += _going_on(slide, shown, len(found), say)
    return tuple(found)


def _after(slide: Slide, shown: tuple[Exhibit, ...], number: int, say: Words) -> Slide:
    """The slide with these exhibits alone: as it is where it is the first, else under its title as going on."""
    if not number:
        return replace(slide, exhibits=shown)
    title = say("exports.continued", title=slide.title)
    scene = replace(slide.scene, id=f"{slide.scene.id}-{number + 1}")
    return replace(slide, exhibits=shown, scene=scene, title=title, takeaway="", reading="", figures=())


def _going_on(slide: Slide, shown: tuple[Exhibit, ...], number: int, say: Words) -> list[Slide]:
    """The slide with these exhibits, and the rest of a table or of a chart's rows that has no room on it on slides after it."""
    here = _after(slide, shown, number, say)
    if len(shown) == 1 and shown[0].vector is not None:
        each = _charts(shown[0], here, 1)
        return [_after(slide, (one,), number + i, say) for i, one in enumerate(each)]
    if len(shown) != 1:
        return [here]
    table = shown[0]
    fitting = _fitting(here, say)
    now = replace(here, exhibits=(replace(table, rows=table.rows.iloc[:fitting]),))
    if fitting >= len(table.rows):
        return [now]
    return [now, *_going_on(slide, (replace(table, rows=table.rows.iloc[fitting:]),), number + 1, say)]


def _too_long(exhibit: Exhibit, slide: Slide, beside: int, say: Words) -> bool:
    high = _room(slide) if beside < 3 else (_room(slide) - GAP) // 2
    if exhibit.vector is not None:
        return len(_charts(exhibit, slide, beside)) > 1
    room = _table_room((WIDE - GAP) // 2, high - CAPTION)
    columns = _columns(exhibit, slide.scene.columns)
    return _laid(exhibit, columns, room, say) < len(exhibit.rows)


def _charts(exhibit: Exhibit, slide: Slide, beside: int) -> tuple[Exhibit, ...]:
    """The exhibit's chart in as many as it takes for letters that can be read from afar."""
    if isinstance(exhibit.vector, Fitted):
        return (exhibit,)
    room = _room(slide) - (FIGURES if slide.figures else 0)
    wide = WIDE if beside == 1 else (WIDE - GAP) // 2
    room = room if beside < 3 else (room - GAP) // 2
    room -= (CAPTION if beside > 1 else 0) + 40 * _legend_lines(exhibit, wide)
    return still.parts(exhibit, wide, max(room, 240), sizes.PRESENT)


def _fitting(slide: Slide, say: Words) -> int:
    """How many rows of the slide's table have room on it."""
    (exhibit,) = slide.exhibits
    room = _table_room(WIDE, _room(slide) - (FIGURES if slide.figures else 0))
    columns = _columns(exhibit, slide.scene.columns)
    return _laid(exhibit, columns, room, say)


def _laid(exhibit: Exhibit, columns: list[Column], room: rows.Room, say: Words) -> int:
    first = replace(exhibit, rows=exhibit.rows.head(room.most))
    return len(rows.laid([one.title for one in columns], _texts(first, columns, say), room).lines)


def _table_room(wide: float, high: float) -> rows.Room:
    sizes_tried = tuple(float(size) for size in range(LARGEST, LEAST - 1, -2))
    return rows.Room(wide, high, sizes_tried, wider=1.03, pad=30, leading=1.3, above=(0.56, 1.0))


def _columns(exhibit: Exhibit, columns: tuple[str, ...]) -> list[Column]:
    found = {column.name: column for column in exhibit.columns}
    asked = [found[name] for name in columns if name in found]
    return asked or [column for column in exhibit.columns if column.on_page][:COLUMNS]


def _texts(exhibit: Exhibit, columns: list[Column], say: Words) -> list[list[str]]:
    return [
        [formatted(one, column.kind, say("format.missing")) for one in exhibit.rows[column.name]] for column in columns
    ]


def _table(exhibit: Exhibit, say: Words, columns: tuple[str, ...], wide: float, high: float) -> Markup:
    """The rows as a table, its letters as large as let it fit."""
    asked = _columns(exhibit, columns)
    texts = _texts(exhibit, asked, say)
    laid = rows.laid([column.title for column in asked], texts, _table_room(wide, high))
    widths = [f"{100 * one / sum(laid.wides):.2f}" for one in laid.wides]
    heads = [(_side(column.kind), column.title) for column in asked]
    return _PIECES("table", f"{laid.size:.0f}", widths, heads, list(zip(*texts)))


def _side(kind: str) -> str:
    return "text" if kind == "text" else "number"


def source(slide: Slide) -> str:
    """Demonstration, notice, basis, publishers and dates of everything on the slide, each said once."""
    stated = [exhibit.credits for exhibit in slide.exhibits[:MOST]]
    lines = [
        getattr(one, part) for part in ("demonstration", "notice", "basis", "publishers", "date") for one in stated
    ]
    return "　".join(dict.fromkeys(line for line in lines if line))
