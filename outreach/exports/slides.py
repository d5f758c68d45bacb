"""Scenes as a PowerPoint file: 16:9, with charts and tables that can be edited, notes, sources and marks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from outreach.exports import MADE_BY, lettering, pictures, qr, rows, still, template, watermark
from outreach.exports.charts import native
from outreach.exports.lettering import INCH, Box, Letters, described
from outreach.exports.lines import width, wrapped
from outreach.exports.template import MARGIN
from outreach.views import palette, sizes
from outreach.views.exhibit import Exhibit, Number, formatted
from outreach.words import Words

LEAST, MOST = 12, 14  # points of a table's letters; nothing else on a slide is smaller than the least
FOOT_LINES = 4  # of the sources at the foot: what is more stands in the notes
FOOT = 0.1  # inches under them
SPARED = 0.12  # under a table: some programs make its rows a little higher
WIDER = 1.14  # how much wider than planned letters may come out where a machine sets another font
COVER = (
    0.36,
    40,
)  # where the title of a cover stands, as a share of the slide's height, and its points, on a plain template
LARGE = 0.82  # of a title's points that are left where it takes more than a line
MAP_SHARE, GAP = 1.45, 0.3  # of a map beside a chart, to the chart's 1; inches between two exhibits
PICTURE_PX, LARGER = 96, 2.5  # pixels of a picture for each inch, and how much larger it is then drawn
DPI = 300  # of a picture that stands there smaller than it was drawn: neither a projector nor paper shows more
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
    figures: tuple[Number, ...] = ()
    points: tuple[tuple[str, str, str], ...] = ()
    reading: str = ""
    lines: tuple[str, ...] = ()

    @property
    def bare(self) -> bool:
        """Whether it is a cover or a closing: a title with nothing to look at."""
        return not (self.sentence or self.exhibits or self.figures or self.points)

    def going_on(self, exhibits: tuple[Exhibit, ...], say: Words) -> "Slide":
        """The slide that goes on with these exhibits, for which this one has no room."""
        title = self.title
        if not title.endswith(say("exports.continued", title="")):
            title = say("exports.continued", title=title)
        return replace(self, title=title, sentence="", reading="", figures=(), note="", exhibits=exhibits)


def pptx(
    slides: Sequence[Slide],
    say: Words,
    title: str,
    office: Path | None = None,
    tell: Callable[[float], None] = lambda _share: None,
) -> bytes:
    """The slides as a file, in the styles of an office's template; on a plain one without it. tell hears how much is done.

    Raises ExportError: template_unreadable, template_without_title, no_chinese_font.
    """
    deck = template.opened(office)
    layout, cover = template.layout(deck, office), template.cover(deck)
    deck.core_properties.title, deck.core_properties.language = title, {"zh": "zh-CN", "en": "en-GB"}[say.language]
    deck.core_properties.author, deck.core_properties.comments = say("shell.name"), MADE_BY
    number = 0
    for done, one in enumerate(slides, 1):
        waiting = [one]
        while waiting:
            here, number = waiting.pop(0), number + 1
            waiting = [*_Sheet(deck, cover if here.bare and cover else layout, say, number).fill(here), *waiting]
        tell(done / len(slides))
    if template.has_chinese(deck):
        for made in deck.slides:
            lettering.as_the_theme(made)
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


class _Sheet:
    """One slide as it is filled from the top: title, sentence, figures, exhibits, sources, number and mark. Inches."""

    def __init__(self, deck: Any, layout: Any, say: Words, number: int):
        self.say, self.number = say, number
        self.left_over: list[Exhibit] = []
        self.going_on: list[Exhibit] = []
        self.wide, self.high = deck.slide_width / INCH, deck.slide_height / INCH
        self.slide = deck.slides.add_slide(layout)
        self.subtitle = template.subtitle(self.slide)
        for holder in list(self.slide.placeholders):
            if not template.is_title(holder) and holder is not self.subtitle:
                holder._element.getparent().remove(holder._element)

    def fill(self, one: Slide) -> list[Slide]:
        """Fill the slide; what has no room, rows of long tables and charts, is given back as the slides that go on with it."""
        mark = watermark.text([each.credits for each in one.exhibits], self.say)
        self._title(one, 1.2 * LEAST * width(mark) / 72 + 0.4 if mark else 0.0)
        top = self._under_title()
        right = self.wide - MARGIN
        if one.sentence:
            size = 15 if width(one.sentence) < 150 else 13
            broken = wrapped(one.sentence, WIDER * size / 72, right - MARGIN - 0.1)
            lines = min(len(broken), 4)
            place = (MARGIN, top, right - MARGIN, lines * size * 1.35 / 72 + 0.1)
            self._text(one.sentence, place, Letters(size), "sentence")
            top += lines * size * 1.35 / 72 + 0.16
        if one.reading:
            lines = min(len(wrapped(one.reading, WIDER * 12 / 72, right - MARGIN - 0.1)), 3)
            high = lines * 12 * 1.35 / 72 + 0.08
            self._text(one.reading, (MARGIN, top, right - MARGIN, high), Letters(12, palette.FAINT), "reading")
            top += high + 0.06
        if one.lines:
            self._lines(one.lines)
        if one.figures:
            top = self._figures(one.figures, top)
        stated = self._stated(one)
        bottom = self.high - self._foot_high(one, stated) - 0.08
        if one.points:
            self._points(one.points, top, bottom)
        else:
            self._side_by_side(one, top, bottom)
        self._foot(one, stated)
        if mark:
            self._mark(mark, watermark.colour([each.credits for each in one.exhibits]))
        self._notes(one)
        after = [*([tuple(self.left_over)] if self.left_over else []), *((each,) for each in self.going_on)]
        return [one.going_on(each, self.say) for each in after]

    def _title(self, one: Slide, beside: float) -> None:
        """The title as the template has it; smaller and on a higher box where it takes more than a line, narrower where a mark
        stands beside it, in the middle of a cover."""
        from pptx.util import Emu

        title = self.slide.shapes.title
        title.text_frame.text = one.title
        points = template.title_points(self.slide)
        left, top, wide, high = (part / INCH for part in (title.left, title.top, title.width, title.height))
        size, place = None, (left, top, wide, high)
        if one.bare and self.subtitle is None:
            size = COVER[1] if width(one.title) < 30 else round(COVER[1] * LARGE)
            high = 1.3 * size / 72 * len(wrapped(one.title, WIDER * size / 72, wide - 0.2)) + 0.1
            place = (left, self.high * COVER[0] - high / 2, wide, high)
            if high > 2 * size / 72:  # years in brackets stay together
                title.text_frame.text = one.title.replace("（", "\v（", 1)
        elif not one.bare:
            wide -= max(left + wide - (self.wide - MARGIN - beside), 0.0) if beside else 0.0
            if len(wrapped(one.title, 1.05 * WIDER * points / 72, wide - 0.2)) > 1:
                size = round(points * LARGE)
                lines = len(wrapped(one.title, WIDER * size / 72, wide - 0.2))
                high = max(high, 1.25 * size / 72 * lines + 0.1)
            place = (left, top, wide, high)
        if place != (title.left / INCH, title.top / INCH, title.width / INCH, title.height / INCH):
            title.left, title.top, title.width, title.height = (Emu(round(part * INCH)) for part in place)
        lettering.lettered(title.text_frame, self.say, size)

    def _lines(self, lines: Sequence[str]) -> None:
        """What a cover or a closing says: in the template's own subtitle where it has one."""
        if self.subtitle is None:
            place = (MARGIN, self.high * 0.55, self.wide - 2 * MARGIN, 2.4)
            self._text("\n".join(lines), place, Letters(24), "lines")
            return
        self.subtitle.text_frame.text = "\n".join(lines)
        lettering.lettered(self.subtitle.text_frame, self.say)

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
            place = (MARGIN, top + i * room, self.wide - 2 * MARGIN, room - 0.05)
            box = self._text(f"{i + 1}. {text}", place, Letters(size, bold=True), f"point-{i + 1}")
            for line in filter(None, why):
                lettering.run(box.text_frame.add_paragraph(), line, Letters(13, palette.FAINT), self.say)

    def _under_title(self) -> float:
        title = self.slide.shapes.title
        return float(title.top + title.height) / INCH + 0.05

    def _exhibit(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float, alone: bool) -> None:
        if not alone:
            self._text(exhibit.title, (left, top, wide, 0.34), Letters(13, bold=True), f"title-{exhibit.name}")
            top, high = top + 0.36, high - 0.36
        chart = exhibit.chart
        if exhibit.vector is None or (chart is not None and chart.kind == "table"):
            self._table(exhibit, left, top, wide, high)
        elif chart is not None and exhibit.rows[chart.category].nunique() <= MOST_CATEGORIES:
            native(self.slide, exhibit, (left, top, wide, high))
        else:
            self._picture(exhibit, left, top, wide, high)

    def _picture(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float) -> None:
        from pptx.util import Emu

        high = max(high, 1.0)  # words that leave no room for it stand over it
        room = (round(wide * PICTURE_PX), round(high * PICTURE_PX))
        exhibit, *rest = still.parts(exhibit, *room, LETTERS)
        self.going_on += rest
        drawn = still.fitting(exhibit, *room, LETTERS)
        across, down = pictures.box(drawn)
        scale = min(wide / across, high / down)
        place = (left + (wide - across * scale) / 2, top, across * scale, down * scale)
        png = pictures.as_png(drawn, min(LARGER, DPI * place[2] / across))
        shape = self.slide.shapes.add_picture(BytesIO(png), *(Emu(round(one * INCH)) for one in place))
        described(shape, exhibit)

    def _table(self, exhibit: Exhibit, left: float, top: float, wide: float, high: float) -> None:
        """The rows as a table that can be edited; those without room are left over for the next slide."""
        from pptx.util import Emu

        columns = [column for column in exhibit.columns if column.on_page][:MOST_COLUMNS]
        room = _room(wide, high - SPARED, 1.05 * WIDER if self.say.language == "zh" else 1.07)
        first, missing = exhibit.rows.head(room.most), self.say("format.missing")
        texts = [[formatted(value, column.kind, missing) for value in first[column.name]] for column in columns]
        laid = rows.laid([column.title for column in columns], texts, room)
        shown = len(laid.lines)
        points = round(laid.size * 72)
        frame = self.slide.shapes.add_table(
            shown + 1, len(columns), *(Emu(round(one * INCH)) for one in (left, top, wide, 0.3 * (shown + 1)))
        )
        described(frame, exhibit)
        lettering.plain(frame)
        for i, (column, share) in enumerate(zip(columns, laid.wides)):
            frame.table.columns[i].width = Emu(round(share * INCH))
            for j, text in enumerate([column.title, *texts[i][:shown]]):
                lettering.cell(frame.table.cell(j, i), text, self.say, points, head=j == 0, right=column.kind != "text")
        for row, lines in zip(frame.table.rows, (laid.head, *laid.lines)):
            row.height = Emu(round(room.row(lines, laid.size) * INCH))
        unseen = sum(column.on_page for column in exhibit.columns) - len(columns)
        if unseen:
            said = self.say("exports.more_columns", columns=unseen)
            self._text(said, (left, top + high - 0.28, wide, 0.28), Letters(LEAST, palette.FAINT), "more-columns")
        if shown < len(exhibit.rows):
            self.left_over.append(replace(exhibit, rows=exhibit.rows.iloc[shown:]))

    def _figures(self, figures: Sequence[Number], top: float) -> float:
        room = (self.wide - 2 * MARGIN) / len(figures)
        for i, (label, value, note) in enumerate(figures):
            place = (MARGIN + i * room, top, room - 0.1, 1.05)
            box = self._text(label, place, Letters(LEAST, palette.FAINT), f"figure-{i + 1}")
            for text, looks in ((value, Letters(22, bold=True)), (note, Letters(LEAST, palette.FAINT))):
                lettering.run(box.text_frame.add_paragraph(), text, looks, self.say)
        return top + 1.15

    def _stated(self, one: Slide) -> list[str]:
        """Notice, basis, publishers and date of all that is shown, in lines; of what has no room the notes have the rest."""
        said = dict.fromkeys(
            line
            for each in one.exhibits
            for line in (
                each.credits.demonstration,
                each.credits.notice,
                "　".join(filter(None, (each.credits.basis, each.credits.publishers, each.credits.date))),
            )
            if line
        )
        lines = [line for text in said for line in wrapped(text, WIDER * LEAST / 72, self._foot_room(one) - 0.1)]
        if len(lines) > FOOT_LINES:
            lines = [*lines[: FOOT_LINES - 1], self.say("exports.rest_in_notes")]
        address = self.say("exports.link", link=one.link)
        whole = "://" in one.link and width(address) * LEAST / 72 < self._foot_room(one)
        return [*lines, address] if whole and len(lines) < FOOT_LINES else lines

    def _foot_room(self, one: Slide) -> float:
        return float(self.wide - 2 * MARGIN - 0.95 - (0.85 if "://" in one.link else 0.0))

    def _foot_high(self, one: Slide, stated: Sequence[str]) -> float:
        return max(len(stated) * LEAST * 1.2 / 72 + 0.04 + FOOT, 0.9 if "://" in one.link else 0.45)

    def _foot(self, one: Slide, stated: Sequence[str]) -> None:
        """Where all that is shown comes from, the address whole or not at all, and the number."""
        high, host = self._foot_high(one, stated), "://" in one.link
        right = self.wide - MARGIN - (0.85 if host else 0.0)
        lines = [line for line in stated if not (host and one.link in line)]
        place = (MARGIN, self.high - high, self._foot_room(one), high - FOOT)
        box = self._text("\n".join(lines), place, Letters(LEAST, palette.FAINT), "sources")
        if len(lines) < len(stated):
            line = box.text_frame.paragraphs[0] if not lines else box.text_frame.add_paragraph()
            lettering.run(line, stated[-1], Letters(LEAST, palette.FAINT), self.say).hyperlink.address = one.link
        number = (right - 0.9, self.high - 0.42, 0.85, 0.3)
        lettering.as_number(self._text(str(self.number), number, Letters(LEAST, palette.FAINT), "number", right=True))
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
        size = 54 if width(mark) < 10 else 40
        wide = 1.25 * size * width(mark) / 72 + 0.6
        place = ((self.wide - wide) / 2, self.high / 2 - 0.4, wide, 1.0)
        across = self._text(mark, place, Letters(size, colour, bold=True), "mark")
        across.rotation = -24
        tree = self.slide.shapes._spTree
        tree.remove(across._element)
        tree.insert(2, across._element)  # behind everything else
        across.text_frame.word_wrap = False
        lettering.pale(across, 14)
        wide = 1.2 * 12 * width(mark) / 72 + 0.3
        place = (self.wide - MARGIN - wide, 0.12, wide, 0.3)
        label = self._text(mark, place, Letters(12, colour, bold=True), "mark-label")
        label.line.color.rgb = lettering.painted(colour)

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

    def _text(self, text: str, place: Box, letters: Letters, name: str, right: bool = False) -> Any:
        """A box with these words at a place of the slide."""
        from pptx.util import Emu

        box = self.slide.shapes.add_textbox(*(Emu(round(one * INCH)) for one in place))
        box.name = name
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Emu(round(0.05 * INCH))
        frame.margin_top = frame.margin_bottom = Emu(round(0.02 * INCH))
        for i, line in enumerate(text.split("\n")):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            lettering.run(paragraph, line, letters, self.say)
            lettering.aligned(paragraph, right)
        return box


def _room(wide: float, high: float, wider: float) -> rows.Room:
    """A table's room in inches; a machine without the font sets a wider one, and some put a gap between Chinese and figures."""
    points = tuple(size / 72 for size in range(MOST, LEAST - 1, -1))
    return rows.Room(wide, high, points, wider=wider, pad=0.16, leading=1.46, above=(0.0, 0.07))
