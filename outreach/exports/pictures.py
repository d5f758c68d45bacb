"""An exhibit as a picture that can leave the page: SVG and PNG with title, legend, notice, sources and mark inside."""

import re
from html import escape

from outreach.exports import MADE_BY, fonts, watermark
from outreach.exports.lines import width as letters
from outreach.exports.lines import wrapped
from outreach.views import palette, sizes, swatches
from outreach.views.exhibit import Exhibit, Legend, Spec, drawn_into, formatted, sized
from outreach.words import Words

WIDTH, MARGIN = 1000, 36
MAP_ASPECT = 1.2  # width to height, as the ground's window
VEGA_LITE = "6.4"
ROWS = 150  # of a table; a longer one is a sheet's business
CELL = 300  # the widest cell of a table
LEADING = 1.5
MOST_PIXELS = 60_000_000  # of a picture: programs refuse what has many more
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def svg(exhibit: Exhibit, say: Words) -> str:
    """The whole exhibit as one SVG: what it says, its picture (or, where it has none, its rows), and where it comes from.

    Asks nothing of any host. Raises ExportError where the machine has no font for the text.
    """
    body, wide, high = (
        _table(exhibit, say) if exhibit.vector is None else _drawn(exhibit, WIDTH - 2 * MARGIN, None, sizes.BROWSE)
    )
    wide = max(wide, WIDTH - 2 * MARGIN)
    mark = watermark.text([exhibit.credits], say)
    head, y = _said([(exhibit.title, 22, palette.INK, True), (exhibit.sentence, 15, palette.INK, False)], wide, MARGIN)
    if mark:
        label, high_of_label = _label(mark, watermark.colour([exhibit.credits]), y)
        head, y = head + label, y + high_of_label
    placed = f'<svg x="{MARGIN}" y="{y:.1f}" width="{wide}" height="{high:.1f}">{body}</svg>'
    across = (
        _across(mark, watermark.colour([exhibit.credits]), MARGIN + wide / 2, y + high / 2, wide, high) if mark else ""
    )
    stated = exhibit.credits
    lines = [stated.demonstration, stated.notice, stated.basis, stated.source, stated.date]
    foot, end = _said([(line, 12, palette.FAINT, False) for line in lines], wide, y + high + 14)
    return _whole(head + placed + across + foot, wide + 2 * MARGIN, end + MARGIN - 8, exhibit)


def png(exhibit: Exhibit, say: Words, scale: float = 2) -> bytes:
    """The same picture in PNG, `scale` pixels for each of the SVG's."""
    return as_png(svg(exhibit, say), scale)


def bare(
    exhibit: Exhibit,
    width: int,
    height: int | None = None,
    to: sizes.Sizes = sizes.BROWSE,
    say: Words | None = None,
    closer: bool = False,
) -> str:
    """The picture with its legend alone, for a slide or a sheet that says the rest; as high as it comes out without height.

    A map has its legend beside it where there is room, else under it. Without a vector picture it is the rows; that
    needs say. closer says that a chart's rows share the height however close they come.
    """
    if exhibit.vector is not None:
        body, wide, high = _drawn(exhibit, width, height, to, closer)
    elif say is not None:
        body, wide, high = _table(exhibit, say)
    else:
        raise ValueError(f"{exhibit.name} is rows, and there are no words to write them with")
    return _whole(body, wide, high, exhibit)


def fitting(
    exhibit: Exhibit,
    width: int,
    height: int,
    to: sizes.Sizes = sizes.BROWSE,
    say: Words | None = None,
    closer: bool = False,
) -> str:
    """The picture with its legend alone, of the shape of a room of width × height whatever its own: where it is too high its
    rows come closer, if closer says that they can, else all of it comes out smaller."""
    drawn = bare(exhibit, width, height, to, say)
    _, tall = box(drawn)
    if tall <= 1.05 * height:
        return drawn
    return bare(exhibit, width if closer else round(width * tall / height), height, to, say, closer)


def as_png(picture: str, scale: float = 2) -> bytes:
    """An SVG of ours as PNG; one that would have more than MOST_PIXELS has fewer pixels for each of the SVG's."""
    import vl_convert

    found = _VIEW.search(picture)
    whole = float(found[1]) * float(found[2]) if found else 1.0
    return vl_convert.svg_to_png(picture, scale=min(scale, (MOST_PIXELS / whole) ** 0.5))


def vega(spec: Spec) -> str:
    """A Vega-Lite spec as SVG. Raises ValueError where the spec asks for anything of any host."""
    import vl_convert

    return vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=[])


def _whole(inside: str, width: float, height: float, exhibit: Exhibit) -> str:
    fonts.chinese(inside)
    said = (
        f"<title>{escape(exhibit.title)}</title><desc>{escape(exhibit.sentence)}</desc><metadata>{MADE_BY}</metadata>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}" role="img" font-family="{escape(sizes.FONT)}">{said}'
        f'<rect width="100%" height="100%" fill="{palette.PAPER}"/>{inside}</svg>'
    )


def _said(texts: list[tuple[str, int, str, bool]], room: float, y: float) -> tuple[str, float]:
    """Paragraphs under one another from y on: text, size, colour, bold; and where they end."""
    drawn = []
    for text, size, colour, bold in texts:
        for line in wrapped(text, size, room) if text else ():
            drawn.append(_text(line, MARGIN, y + size, size, colour, bold))
            y += size * LEADING
        y += 4 if text else 0
    return "".join(drawn), y + 6


def _text(
    line: str, x: float, y: float, size: float, colour: str = palette.INK, bold: bool = False, anchor: str = "start"
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}"{weight}{side} xml:space="preserve">{escape(line)}</text>'


def _label(mark: str, colour: str, y: float) -> tuple[str, float]:
    wide = 15 * letters(mark) + 24
    return (
        f'<rect x="{MARGIN}" y="{y:.1f}" width="{wide:.0f}" height="25" rx="4" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        + _text(mark, MARGIN + 11, y + 18, 15, colour, True),
        35,
    )


def _across(mark: str, colour: str, x: float, y: float, width: float, height: float) -> str:
    """The mark from corner to corner, pale enough to read everything through it."""
    size = min(72, 0.72 * (width**2 + min(height, width) ** 2) ** 0.5 / letters(mark))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.0f}" font-weight="bold" fill="{colour}" fill-opacity="0.13" text-anchor="middle" '
        f'transform="rotate(-24 {x:.1f} {y:.1f})" aria-hidden="true">{escape(mark)}</text>'
    )


def _drawn(
    exhibit: Exhibit, width: int, height: int | None, to: sizes.Sizes, closer: bool = False
) -> tuple[str, float, float]:
    """The vector picture and its legend, with the width and height they take."""
    spec = exhibit.spec
    if spec.get("height") != "container":
        return _chart(exhibit, width, height, to, closer)
    columns = min(_legend_width(exhibit.legends, to.small), round(max(0.28 * width, 11 * to.small)))
    beside = height is not None and width > 1.25 * height
    across = width - columns - 16 if beside else width
    high = height if height is not None else round(min(across / MAP_ASPECT, 800))
    legend, _, tall = _legend(exhibit.legends, columns if beside else width, to.small)
    while beside and tall > high and across - to.small > MAP_ASPECT * high:  # it would make all of the picture smaller
        columns, across = columns + to.small, across - to.small
        legend, _, tall = _legend(exhibit.legends, columns, to.small)
    if height is not None and not beside:
        high = max(200, height - round(tall) - 8)
    across = min(across, round(high * 1.6))
    high = min(high, round(across / 1.05))
    drawn = sized(drawn_into(spec, across, high, to), to, legend=False)
    picture = vega({**drawn, "width": across, "height": high, "padding": 0})
    spot = f"translate({across + 16} 4)" if beside else f"translate(0 {high + 8})"
    whole_height = max(high, tall + 8) if beside else high + 8 + tall
    return f'{picture}<g transform="{spot}">{legend}</g>', across + 16 + columns if beside else width, whole_height


def _chart(exhibit: Exhibit, width: int, height: int | None, to: sizes.Sizes, closer: bool) -> tuple[str, float, float]:
    spec = {
        **sized(exhibit.spec, to),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 4,
    }
    if height is not None and (closer or not isinstance(spec.get("height"), dict)):
        spec |= {"height": height, "autosize": {"type": "fit", "contains": "padding"}}
    picture = vega(spec)
    wide, high = box(picture)
    return picture, wide, high


def box(picture: str) -> tuple[float, float]:
    """The width and height of an SVG of ours."""
    found = _VIEW.search(picture)
    if found is None:
        raise ValueError("a picture of ours says how large it is")
    return float(found[1]), float(found[2])


def _legend_width(legends: tuple[Legend, ...], size: int) -> int:
    labels = [letters(one.label) + 2.4 for legend in legends for one in legend.swatches] + [
        letters(legend.title) for legend in legends
    ]
    return min(round(size * max(labels, default=0)) + 8, 24 * size)


def _legend(legends: tuple[Legend, ...], room: float, size: int) -> tuple[str, float, float]:
    """The legends in rows of the room's width: a title and its signs, each with its words; and the width and height."""
    drawn, y = [], 0.0
    for legend in legends:
        for line in wrapped(legend.title, size, room):
            drawn.append(_text(line, 0, y + size, size, palette.INK, True))
            y += size * LEADING
        x = 0.0
        for one in legend.swatches:
            sign = size * 1.7
            wide = sign + 6 + size * letters(one.label) + 18
            if x and x + wide - 18 > room:
                x, y = 0.0, y + size * LEADING * 1.1
            drawn.append(
                f'<svg x="{x:.1f}" y="{y + 1:.1f}" width="{sign:.1f}" height="{sign * swatches.HEIGHT / swatches.WIDTH:.1f}" '
                f'viewBox="0 0 {swatches.WIDTH} {swatches.HEIGHT}">{swatches.drawn(one)}</svg>'
            )
            parts = wrapped(one.label, size, max(room - sign - 6, 4 * size))
            for i, line in enumerate(parts):
                drawn.append(_text(line, x + sign + 6, y + size + i * size * LEADING, size))
            y += (len(parts) - 1) * size * LEADING
            x += wide
        y += size * LEADING * 1.1 + 6
    return "".join(drawn), room, y


def _table(exhibit: Exhibit, say: Words) -> tuple[str, float, float]:
    """The rows as a typeset table, as wide as its columns want to be."""
    size, pad = 14, 10
    columns = [column for column in exhibit.columns if column.on_page]
    shown = exhibit.rows.head(ROWS)
    cells = [
        [formatted(value, column.kind, say("format.missing")) for value in shown[column.name]] for column in columns
    ]
    wides = [
        min(CELL, size * max([letters(column.title) + 0.4, *map(letters, texts)])) + 2 * pad
        for column, texts in zip(columns, cells)
    ]
    stretch = max(1.0, (WIDTH - 2 * MARGIN) / sum(wides)) if wides else 1.0
    wides = [wide * stretch for wide in wides]
    total, y = sum(wides), 0.0
    drawn = []
    for head, row in [(True, [column.title for column in columns]), *((False, list(row)) for row in zip(*cells))]:
        broken = [wrapped(text, size, wide - 2 * pad) for text, wide in zip(row, wides)]
        high = max(map(len, broken), default=1) * size * LEADING + 8
        if head:
            drawn.append(f'<rect x="0" y="{y:.1f}" width="{total:.1f}" height="{high:.1f}" fill="{palette.LAND}"/>')
        x = 0.0
        for column, lines, wide in zip(columns, broken, wides):
            right = column.kind != "text"
            for i, line in enumerate(lines):
                drawn.append(
                    _text(
                        line,
                        x + wide - pad if right else x + pad,
                        y + 4 + size * (1.1 + i * LEADING),
                        size,
                        bold=head,
                        anchor="end" if right else "start",
                    )
                )
            x += wide
        y += high
        drawn.append(f'<path d="M0 {y:.1f} H{total:.1f}" stroke="{palette.GRID}"/>')
    if len(exhibit.rows) > ROWS:
        drawn.append(_text(say("exports.more_rows", n=len(exhibit.rows) - ROWS), pad, y + 24, size, palette.FAINT))
        y += 34
    return "".join(drawn), total, y
