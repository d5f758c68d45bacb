"""A slide as HTML on a stage of 1920 × 1080: its pictures, tables and points, their legends and where they come from."""

from html import escape
from math import ceil

from outreach.exports import still
from outreach.exports.lines import width as letters
from outreach.screen import cached
from outreach.screen.panels import legends_html
from outreach.screen.slides import Slide
from outreach.views import sizes
from outreach.views.exhibit import Exhibit, written
from outreach.words import Words

MOST = 4  # pictures that one stage has room for
COLUMNS, ROWS = 7, 40  # a table's, before the stage leaves out what it has no room for
WIDE = 1792  # what the pictures share
STAGE, AROUND = 1080, 44 + 92 + 14 + 40  # its height, and what its edges and the gaps between its parts take
BESIDE, BESIDE_WITH_FIGURES = 560, 860  # a legend's width beside a map that stands alone
GAP = 48
CAPTION = 52
FIGURES = 170


def drawn(slide: Slide, say: Words) -> dict[str, str]:
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


def body(slide: Slide, say: Words) -> str:
    """What stands on the slide; a sentence where its page has nothing to show now."""
    if slide.lines or slide.scene.kind:
        return f'<div class="lines">{"".join(f"<p>{escape(line)}</p>" for line in slide.lines)}</div>'
    if slide.points:
        return _points(slide.points)
    if slide.missing:
        return f'<p class="nothing">{escape(say("briefing.nothing", page=say(f"page.{slide.scene.page}")))}</p>'
    shown = slide.exhibits[:MOST]
    across = 1 if len(shown) == 1 else 2
    above, beside = ((), slide.figures) if shown and _has_legend_beside(shown[0], across) else (slide.figures, ())
    room = _room(slide) - (FIGURES if above else 0)
    high = room if len(shown) < 3 else (room - GAP) // 2
    boxes = "".join(
        cached.once(
            _box,
            exhibit,
            say,
            slide.scene.columns,
            across,
            high,
            len(shown) > 1,
            beside,
        )
        for exhibit in shown
    )
    return f'{_figures(above)}<div class="exhibits across-{across}">{boxes}</div>'


def _room(slide: Slide) -> int:
    """How high the pictures can be under the slide's own words, so that they are drawn at the size they are shown."""
    words = ((slide.title, 52, 65), (slide.takeaway, 38, 54), (slide.reading, 28, 38), (source(slide), 22, 30))
    return STAGE - AROUND - sum(ceil(letters(text) * size / (0.97 * WIDE)) * high for text, size, high in words)


def _box(
    exhibit: Exhibit,
    say: Words,
    columns: tuple[str, ...],
    across: int,
    high: int,
    named: bool,
    figures: tuple[tuple[str, str, str], ...] = (),
) -> str:
    """An exhibit under its title; a map that stands alone has its legend beside it, and above that the slide's figures."""
    wide = WIDE if across == 1 else (WIDE - GAP) // 2
    head = f"<h3>{escape(exhibit.title)}</h3>" if named else ""
    room = high - (CAPTION if named else 0)
    if exhibit.vector is None:
        return f'<section class="exhibit">{head}{_table(exhibit, say, columns)}</section>'
    beside = _has_legend_beside(exhibit, across)
    legend = (
        f'<div class="legend">{_figures(figures)}{legends_html(exhibit.legends, inline=True)}</div>'
        if exhibit.legends
        else ""
    )
    room -= 0 if beside or not legend else 40 * _legend_lines(exhibit, wide)
    aside = (BESIDE_WITH_FIGURES if figures else BESIDE) if beside else 0
    picture = still.svg(exhibit, wide - aside, max(room, 240), sizes.PRESENT)
    said = f'<div class="picture" role="img" aria-label="{escape(exhibit.sentence, quote=True)}">{picture}</div>'
    return (
        f'<section class="exhibit">{head}<div class="{"beside" if beside else "under"}">{said}{legend}</div></section>'
    )


def _has_legend_beside(exhibit: Exhibit, across: int) -> bool:
    return across == 1 and exhibit.vector is not None and bool(exhibit.legends)


def _legend_lines(exhibit: Exhibit, wide: int) -> int:
    """About how many lines the legends take under a picture: a Chinese letter is 24 pixels wide, another half of it."""

    def width(text: str) -> int:
        return sum(24 if ord(sign) > 255 else 13 for sign in text)

    lengths = [
        width(legend.title) + sum(width(one.label) + 60 for one in legend.swatches) for legend in exhibit.legends
    ]
    return sum(-(-length // wide) for length in lengths)


def _table(exhibit: Exhibit, say: Words, columns: tuple[str, ...]) -> str:
    """The rows as a table; the player makes its letters smaller and leaves out the last rows until it fits."""
    found = {column.name: column for column in exhibit.columns}
    asked = [found[name] for name in columns if name in found] or [
        column for column in exhibit.columns if column.on_page
    ][:COLUMNS]
    head = "".join(f'<th scope="col" class="{_side(column.kind)}">{escape(column.title)}</th>' for column in asked)
    rows = "".join(
        "<tr>"
        + "".join(_cell(written(row[column.name], column.kind, say("format.missing")), column.kind) for column in asked)
        + "</tr>"
        for row in exhibit.rows.head(ROWS).to_dict("records")
    )
    return (
        f'<div class="table" data-rows="{len(exhibit.rows)}"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="rest" hidden></p></div>'
    )


def _cell(text: str, kind: str) -> str:
    short = sum(2 if ord(sign) > 255 else 1 for sign in text) <= 24
    return f'<td class="{_side(kind)}{" short" if short else ""}">{escape(text)}</td>'


def _side(kind: str) -> str:
    return "text" if kind == "text" else "number"


def _figures(figures: tuple[tuple[str, str, str], ...]) -> str:
    """A row of figures over the pictures; nothing where there are none."""
    cells = "".join(
        f"<div><span>{escape(label)}</span><b>{escape(value)}</b><span>{escape(note)}</span></div>"
        for label, value, note in figures
    )
    return f'<div class="figures">{cells}</div>' if cells else ""


def _points(points: tuple[tuple[str, str, str], ...]) -> str:
    said = "".join(
        f"<li><b>{escape(text)}</b>"
        + "".join(
            f'<span class="{kind}">{escape(line)}</span>'
            for kind, line in (("because", because), ("whom", whom))
            if line
        )
        + "</li>"
        for text, because, whom in points
    )
    return f'<ol class="points">{said}</ol>'


def source(slide: Slide) -> str:
    """Demonstration, notice, basis, publishers and dates of everything on the slide, each said once."""
    stated = [exhibit.credits for exhibit in slide.exhibits[:MOST]]
    lines = [
        getattr(one, part) for part in ("demonstration", "notice", "basis", "publishers", "date") for one in stated
    ]
    return "　".join(dict.fromkeys(line for line in lines if line))
