"""Scenes as a PowerPoint file: 16:9, with charts and tables that can be edited, notes, sources and marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from outreach.exports import MADE_BY, ExportError, marks, pictures, qr
from outreach.exports.charts import native
from outreach.exports.lines import width as letters
from outreach.exports.lines import wrapped
from outreach.views import palette, sizes
from outreach.views.exhibit import Exhibit, written
from outreach.words import Words

LATIN, CHINESE = "Microsoft YaHei", "微软雅黑"
INCH = 914400
LAYOUT = "Outreach"  # the layout that is taken where the template has one of this name; else the first that has a title alone
SIZE = (13.333, 7.5)
MARGIN, FOOT = 0.5, 0.78  # inches: at the sides, and for the sources at the bottom
MAP_SHARE, GAP = 1.45, 0.3  # of a map beside a chart, to the chart's 1; inches between two exhibits
LEAST, MOST = 12, 14  # points of a table's letters
PICTURE_PX = 96  # pixels of a picture for each inch, before it is drawn larger
LETTERS = replace(sizes.BROWSE, text=15, small=13, step=30)  # of a picture's own words
MOST_COLUMNS = 12  # of a table
MOST_CATEGORIES = 40  # a native chart of more is no longer read; it goes in as a picture


@dataclass(frozen=True)
class Slide:
    """One scene: its title, the sentence to take away, its exhibits, what the speaker says, and its address.

    figures are label, value and a line about each. link is the address of the exact state; it becomes a QR code where
    it names a host. Where there are points (what is asked for, and why), they are what is drawn, and the exhibits give no
    more than their sources. reading says how to read the picture; lines are what a cover or a closing holds.
    """

    title: str
    sentence: str
    exhibits: tuple[Exhibit, ...]
    note: str = ""
    link: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()
    points: tuple[tuple[str, str, str], ...] = ()
    reading: str = ""
    lines: tuple[str, ...] = ()


def pptx(
    slides: Sequence[Slide],
    say: Words,
    title: str,
    template: Path | None = None,
    tell: Callable[[float], None] = lambda _share: None,
) -> bytes:
    """The slides as a file, on the template's title layout; on a plain one without a template. tell hears how much is done.

    Raises ExportError: template_unreadable, template_without_title, no_chinese_font.
    """
    deck = _opened(template)
    layout = _layout(deck, template)
    deck.core_properties.title, deck.core_properties.language = title, {"zh": "zh-CN", "en": "en-GB"}[say.language]
    deck.core_properties.author, deck.core_properties.comments = say("shell.name"), MADE_BY
    number = 0
    for done, one in enumerate(slides, 1):
        rest: Slide | None = one
        while rest is not None:
            number += 1
            rest = _Sheet(deck, layout, say, number).fill(rest)
        tell(done / len(slides))
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def blank():
    """A presentation without slides: 16:9, with one layout of a title and a number. What deploy/template.pptx is made of."""
    from pptx import Presentation
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = (Emu(round(one * INCH)) for one in SIZE)
    layouts = deck.slide_layouts
    for layout in [one for one in layouts if one.name != "Title Only"]:
        layouts.remove(layout)
    (layout,) = layouts
    layout.name = LAYOUT
    for holder in (*deck.slide_master.placeholders, *layout.placeholders):
        kind = holder.placeholder_format.type
        left, top, wide, high = _PLACES.get(kind.name, _PLACES["BODY"])
        holder.left, holder.top, holder.width, holder.height = (
            Emu(round(one * INCH)) for one in (left, top, wide, high)
        )
    _theme(deck)
    for holder in layout.placeholders:
        if holder.placeholder_format.type.name in ("DATE", "FOOTER"):
            holder._element.getparent().remove(holder._element)
    return deck


_PLACES = {
    "TITLE": (MARGIN, 0.28, SIZE[0] - 2 * MARGIN, 0.72),
    "BODY": (MARGIN, 1.1, SIZE[0] - 2 * MARGIN, 5.5),
    "DATE": (MARGIN, 7.0, 3, 0.3),
    "FOOTER": (4.5, 7.0, 4.3, 0.3),
    "SLIDE_NUMBER": (SIZE[0] - 1.3, 7.08, 0.8, 0.3),
}


def _theme(deck) -> None:
    """The theme's fonts and the title's looks: left, bold, our ink."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    tree = etree.fromstring(part.blob)
    space = {"a": tree.nsmap["a"]}
    for font in tree.findall(".//a:majorFont", space) + tree.findall(".//a:minorFont", space):
        font.find("a:latin", space).set("typeface", LATIN)
        font.find("a:ea", space).set("typeface", CHINESE)
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    for style in deck.slide_master._element.iterfind(".//{*}titleStyle/{*}lvl1pPr"):
        style.set("algn", "l")
        run = style.find("{*}defRPr")
        run.set("sz", "2600")
        run.set("b", "1")


def _opened(template: Path | None):
    if template is None:
        return blank()
    from zipfile import BadZipFile

    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        deck = Presentation(str(template))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise ExportError("template_unreadable", {"path": template.as_posix()}) from error
    shown = deck.slides._sldIdLst
    for one in list(shown):
        deck.part.drop_rel(one.rId)
        shown.remove(one)
    return deck


def _layout(deck, template: Path | None):
    """The layout called LAYOUT, else the first with a title and nothing else to fill, else the first with a title."""
    titled = [one for one in deck.slide_layouts if any(_is_title(holder) for holder in one.placeholders)]
    if not titled:
        raise ExportError("template_without_title", {"path": template.as_posix(), "layout": LAYOUT})
    named = [one for one in titled if one.name == LAYOUT]
    alone = [
        one
        for one in titled
        if not any(
            holder.placeholder_format.type.name in ("BODY", "OBJECT", "SUBTITLE", "PICTURE", "CHART", "TABLE")
            for holder in one.placeholders
        )
    ]
    return (named or alone or titled)[0]


def _is_title(holder) -> bool:
    return holder.placeholder_format.type.name in ("TITLE", "CENTER_TITLE")


class _Sheet:
    """One slide as it is filled from the top: title, sentence, figures, exhibits, sources, number and mark. Inches."""

    def __init__(self, deck, layout, say: Words, number: int):
        self.say, self.number = say, number
        self.left_over: list[Exhibit] = []
        self.wide, self.high = deck.slide_width / INCH, deck.slide_height / INCH
        self.slide = deck.slides.add_slide(layout)
        for holder in list(self.slide.placeholders):
            if not _is_title(holder):
                holder._element.getparent().remove(holder._element)

    def fill(self, one: Slide) -> Slide | None:
        """Fill the slide; what has no room, rows of long tables, is given back as the slide that goes on with it."""
        slide = self.slide
        slide.shapes.title.text_frame.text = one.title
        _lettered(slide.shapes.title.text_frame, self.say)
        top = self._under_title()
        right = self.wide - MARGIN
        if one.sentence:
            size = 15 if letters(one.sentence) < 150 else 13
            broken = wrapped(one.sentence, size / 72, right - MARGIN - 0.1)
            lines = min(len(broken), 4)
            self._text(one.sentence, MARGIN, top, right - MARGIN, lines * size * 1.35 / 72 + 0.1, size, name="sentence")
            top += lines * size * 1.35 / 72 + 0.16
        if one.reading:
            lines = min(len(wrapped(one.reading, 12 / 72, right - MARGIN - 0.1)), 3)
            high = lines * 12 * 1.35 / 72 + 0.08
            self._text(one.reading, MARGIN, top, right - MARGIN, high, 12, palette.FAINT, name="reading")
            top += high + 0.06
        if one.lines:
            self._text("\n".join(one.lines), MARGIN, self.high * 0.45, right - MARGIN, 2.4, 24, name="lines")
        if one.figures:
            top = self._figures(one.figures, top)
        bottom = self.high - FOOT - 0.08
        mark = marks.watermark([each.credits for each in one.exhibits], self.say)
        if one.points:
            self._points(one.points, top, bottom)
        else:
            self._side_by_side(one, top, bottom)
        self._foot(one)
        if mark:
            self._mark(mark, marks.colour([each.credits for each in one.exhibits]))
        self._notes(one)
        if not self.left_over:
            return None
        title = (
            one.title
            if one.title.endswith(self.say("exports.continued", title=""))
            else self.say("exports.continued", title=one.title)
        )
        return replace(one, title=title, sentence="", reading="", figures=(), exhibits=tuple(self.left_over))

    def _side_by_side(self, one: Slide, top: float, bottom: float) -> None:
        """The exhibits beside one another, a map with more of the width than a chart."""
        shares = [MAP_SHARE if each.deck is not None else 1.0 for each in one.exhibits]
        room = self.wide - 2 * MARGIN - GAP * (len(shares) - 1)
        left = MARGIN
        for each, share in zip(one.exhibits, shares):
            wide = room * share / sum(shares)
            self._exhibit(each, left, top, wide, bottom - top, alone=len(shares) == 1 and each.title == one.title)
            left += wide + GAP

    def _points(self, points: Sequence[tuple[str, str, str]], top: float, bottom: float) -> None:
        """What is asked for, numbered, each with the fact it rests on."""
        room = min((bottom - top) / len(points), 1.3)
        size = 18 if room > 0.9 else 14
        for i, (text, *why) in enumerate(points):
            box = self._text(
                f"{i + 1}. {text}",
                MARGIN,
                top + i * room,
                self.wide - 2 * MARGIN,
                room - 0.05,
                size,
                bold=True,
                name=f"point-{i + 1}",
            )
            for line in filter(None, why):
                _run(box.text_frame.add_paragraph(), line, 13, palette.FAINT, False, self.say)

    def _under_title(self) -> float:
        title = self.slide.shapes.title
        return (title.top + title.height) / INCH + 0.05

    def _exhibit(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float, alone: bool) -> None:
        if not alone:
            self._text(exhibit.title, left, top, wide, 0.34, 13, bold=True, name=f"title-{exhibit.name}")
            top, high = top + 0.36, high - 0.36
        kind = exhibit.chart.kind if exhibit.chart is not None else ""
        if kind == "table" or exhibit.vector is None:
            self._table(exhibit, left, top, wide, high)
        elif kind and exhibit.rows[exhibit.chart.category].nunique() <= MOST_CATEGORIES:
            native(self.slide, exhibit, (left, top, wide, high))
        else:
            self._picture(exhibit, left, top, wide, high)

    def _picture(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float) -> None:
        from pptx.util import Emu

        drawn = pictures.fitting(exhibit, round(wide * PICTURE_PX), round(high * PICTURE_PX), LETTERS)
        across, down = pictures.box(drawn)
        scale = min(wide / across, high / down)
        place = (left + (wide - across * scale) / 2, top, across * scale, down * scale)
        shape = self.slide.shapes.add_picture(
            BytesIO(pictures.as_png(drawn, 2.5)), *(Emu(round(one * INCH)) for one in place)
        )
        described(shape, exhibit)

    def _table(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float) -> None:
        """The rows as a table that can be edited; those without room are left over for the next slide."""
        from pptx.util import Emu

        columns = [column for column in exhibit.columns if column.on_page][:MOST_COLUMNS]
        texts = [
            [written(value, column.kind, self.say("format.missing")) for value in exhibit.rows[column.name]]
            for column in columns
        ]
        size, wides, lines = _fitted([column.title for column in columns], texts, wide, high)
        shown, used = 0, 0.0
        for count in lines:
            used += _row_height(count, size)
            if shown > 1 and used > high + 1e-9:
                break
            shown += 1
        shown = max(shown - 1, 1) if len(lines) > 1 else 0  # the first line is the head
        frame = self.slide.shapes.add_table(
            shown + 1, len(columns), *(Emu(round(one * INCH)) for one in (left, top, wide, 0.3 * (shown + 1)))
        )
        described(frame, exhibit)
        table = frame.table
        _plain(frame)
        for i, (column, share) in enumerate(zip(columns, wides)):
            table.columns[i].width = Emu(round(share * INCH))
            for j, text in enumerate([column.title, *texts[i][:shown]]):
                cell = table.cell(j, i)
                cell.text_frame.text = text
                cell.margin_left = cell.margin_right = Emu(round(0.06 * INCH))
                cell.margin_top = cell.margin_bottom = Emu(round(0.03 * INCH))
                _lettered(cell.text_frame, self.say, size, bold=j == 0, right=column.kind != "text")
                _painted(cell, palette.LAND if j == 0 else palette.PAPER)
        for j in range(shown + 1):
            table.rows[j].height = Emu(round(_row_height(lines[j] if j < len(lines) else 1, size) * INCH))
        unseen = sum(column.on_page for column in exhibit.columns) - len(columns)
        if unseen:
            said = self.say("exports.more_columns", columns=unseen)
            self._text(said, left, top + high - 0.28, wide, 0.28, 12, palette.FAINT, name="more-columns")
        if shown < len(exhibit.rows):
            self.left_over.append(replace(exhibit, rows=exhibit.rows.iloc[shown:]))

    def _figures(self, figures: Sequence[tuple[str, str, str]], top: float) -> float:
        room = (self.wide - 2 * MARGIN) / len(figures)
        for i, (label, value, note) in enumerate(figures):
            box = self._text(label, MARGIN + i * room, top, room - 0.1, 0.95, 11, palette.FAINT, name=f"figure-{i + 1}")
            for text, size, bold, colour in ((value, 22, True, palette.INK), (note, 10, False, palette.FAINT)):
                _run(box.text_frame.add_paragraph(), text, size, colour, bold, self.say)
        return top + 1.05

    def _foot(self, one: Slide) -> None:
        """Notice, basis, publishers and date of all that is shown, the address and the number."""
        top = self.high - FOOT
        host = "://" in one.link
        right = self.wide - MARGIN - (0.85 if host else 0.0)
        said = list(
            dict.fromkeys(
                line
                for each in one.exhibits
                for line in (
                    each.credits.demonstration,
                    each.credits.notice,
                    "　".join(filter(None, (each.credits.basis, each.credits.publishers, each.credits.date))),
                )
                if line
            )
        )
        size = 10 if sum(len(wrapped(line, 10 / 72, right - MARGIN - 1)) for line in said) <= 3 else 8
        box = self._text(
            "\n".join(said), MARGIN, top, right - MARGIN - 0.95, FOOT - 0.1, size, palette.FAINT, name="sources"
        )
        if host:
            line = box.text_frame.add_paragraph()
            run = _run(line, self.say("exports.link", link=one.link), size, palette.FAINT, False, self.say)
            run.hyperlink.address = one.link
        number = self._text(
            str(self.number), right - 0.9, self.high - 0.42, 0.85, 0.3, 11, palette.FAINT, right=True, name="number"
        )
        _as_number(number)
        if host:
            self._code(one.link, self.wide - MARGIN - 0.8, self.high - 0.9)

    def _code(self, link: str, left: float, top: float) -> None:
        from pptx.util import Emu

        shape = self.slide.shapes.add_picture(
            BytesIO(qr.png(link)), *(Emu(round(one * INCH)) for one in (left, top, 0.8, 0.8))
        )
        shape.name = "qr"
        shape._element._nvXxPr.cNvPr.set("descr", self.say("exports.qr_alt", link=link))

    def _mark(self, mark: str, colour: str) -> None:
        """The mark twice: as a label beside the title, and pale across the slide."""
        size = 54 if letters(mark) < 10 else 40
        wide = 1.25 * size * letters(mark) / 72 + 0.6
        across = self._text(
            mark, (self.wide - wide) / 2, self.high / 2 - 0.4, wide, 1.0, size, colour, bold=True, name="mark"
        )
        across.rotation = -24
        tree = self.slide.shapes._spTree
        tree.remove(across._element)
        tree.insert(2, across._element)  # behind everything else
        across.text_frame.word_wrap = False
        _pale(across, 14)
        wide = 1.2 * 12 * letters(mark) / 72 + 0.3
        label = self._text(mark, self.wide - MARGIN - wide, 0.12, wide, 0.3, 12, colour, bold=True, name="mark-label")
        from pptx.dml.color import RGBColor

        label.line.color.rgb = RGBColor.from_string(colour[1:])

    def _notes(self, one: Slide) -> None:
        said = [one.note or one.sentence]
        for each in one.exhibits:
            said += ["", each.title, each.sentence] + [
                line
                for line in (each.credits.demonstration, each.credits.basis, each.credits.source, each.credits.date)
                if line
            ]
        if one.link:
            said += ["", self.say("exports.link", link=one.link)]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(said)

    def _text(
        self,
        text: str,
        left: float,
        top: float,
        wide: float,
        high: float,
        size: float,
        colour: str = palette.INK,
        bold: bool = False,
        right: bool = False,
        name: str = "",
    ):
        from pptx.util import Emu

        box = self.slide.shapes.add_textbox(*(Emu(round(one * INCH)) for one in (left, top, wide, high)))
        box.name = name
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Emu(round(0.05 * INCH))
        frame.margin_top = frame.margin_bottom = Emu(round(0.02 * INCH))
        for i, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            _run(paragraph, line, size, colour, bold, self.say)
            _aligned(paragraph, right)
        return box


def described(shape: Any, exhibit: Exhibit) -> None:
    """The shape's name and the words read to those who cannot see it."""
    shape.name = exhibit.name
    known = shape._element.xpath(".//p:cNvPr")[0]
    known.set("descr", f"{exhibit.title}. {exhibit.sentence}")


def _run(paragraph, text: str, size: float, colour: str, bold: bool, say: Words):
    run = paragraph.add_run()
    run.text = text
    _dressed(run, size, colour, bold, say)
    return run


def _dressed(run, size: float | None, colour: str | None, bold: bool | None, say: Words) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = RGBColor.from_string(colour[1:])
    if bold is not None:
        run.font.bold = bold
    east_asian(run._r.get_or_add_rPr())
    run._r.get_or_add_rPr().set("lang", {"zh": "zh-CN", "en": "en-GB"}[say.language])


def east_asian(properties) -> None:
    """Name the Chinese font in a run's or a chart's text properties: a template's Latin one would leave it to chance."""
    from pptx.oxml.ns import qn

    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    font = properties.makeelement(qn("a:ea"), {"typeface": CHINESE})
    after = [
        child
        for child in properties
        if child.tag
        in (qn("a:cs"), qn("a:sym"), qn("a:hlinkClick"), qn("a:hlinkMouseOver"), qn("a:rtl"), qn("a:extLst"))
    ]
    if after:
        after[0].addprevious(font)
    else:
        properties.append(font)


def _lettered(frame, say: Words, size: float | None = None, bold: bool | None = None, right: bool = False) -> None:
    for paragraph in frame.paragraphs:
        _aligned(paragraph, right)
        for run in paragraph.runs:
            _dressed(run, size, palette.INK if size is not None else None, bold, say)


def _aligned(paragraph, right: bool) -> None:
    from pptx.enum.text import PP_ALIGN

    if right:
        paragraph.alignment = PP_ALIGN.RIGHT


def _painted(cell, colour: str) -> None:
    from pptx.dml.color import RGBColor

    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(colour[1:])


def _plain(frame) -> None:
    """A table with thin lines between its rows, whatever the template's own style is."""
    known = frame._element.xpath(".//a:tableStyleId")
    if known:
        known[0].text = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # No Style, Table Grid


def _pale(box, percent: int) -> None:
    """Let what is under the box be read through its letters."""
    from lxml import etree
    from pptx.oxml.ns import qn

    for colour in box._element.iter(qn("a:srgbClr")):
        etree.SubElement(colour, qn("a:alpha")).set("val", str(percent * 1000))


def _as_number(box) -> None:
    """The box's words as the slide's own number, which follows when slides are moved."""
    from lxml import etree
    from pptx.oxml.ns import qn

    run = box._element.find(".//" + qn("a:r"))
    field = etree.Element(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    for child in list(run):
        field.append(child)
    run.getparent().replace(run, field)


def _row_height(lines: int, size: float) -> float:
    return lines * size * 1.46 / 72 + 0.07


def _fitted(heads: list[str], texts: list[list[str]], wide: float, high: float) -> tuple[float, list[float], list[int]]:
    """The largest letters at which all rows have room, else the least; the columns' widths and every row's lines."""
    size, wides, lines = LEAST, [wide / len(heads)] * len(heads), [1]
    for size in range(MOST, LEAST - 1, -1):
        em, pad = 1.07 * size / 72, 0.16  # a machine without the font sets a wider one
        wanted = [
            max(letters(text) for text in [head + "　", *column]) * em + pad for head, column in zip(heads, texts)
        ]
        least = [
            max([4.2 * em, *(min(letters(text), 8) * em for text in column), min(letters(head), 6) * em]) + pad
            for head, column in zip(heads, texts)
        ]
        wides = _shared(wanted, least, wide)
        rows = [heads, *(list(row) for row in zip(*texts))]
        lines = [max(len(wrapped(text, em, room - pad + 0.02)) for text, room in zip(row, wides)) for row in rows]
        if sum(_row_height(count, size) for count in lines) <= high:
            break
    return size, wides, lines


def _shared(wanted: list[float], least: list[float], wide: float) -> list[float]:
    """Widths that add up to wide: what is wanted where there is room, else more to those who want more."""
    if sum(wanted) <= wide:
        return [one * wide / sum(wanted) for one in wanted]
    if sum(least) >= wide:
        return [one * wide / sum(least) for one in least]
    spare, asked = wide - sum(least), [max(one - other, 0) ** 0.7 for one, other in zip(wanted, least)]
    shares = [other + spare * one / sum(asked) for one, other in zip(asked, least)]
    over = sum(max(share - one, 0) for share, one in zip(shares, wanted))
    if over:
        short = [max(one - share, 0) for share, one in zip(shares, wanted)]
        shares = [min(share, one) + over * lack / sum(short) for share, one, lack in zip(shares, wanted, short)]
    return shares
