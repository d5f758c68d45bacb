"""A report as a Word file: its parts in their order, numbered, captioned and with where each figure comes from."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm

from outreach.exports import MADE_BY, pictures, watermark
from outreach.exports.report import front, looks, tables
from outreach.exports.report.ooxml import bold, bookmarked, clean, el, field, run
from outreach.exports.report.parts import Figure, Heading, Part, Report, Table, Text, Told, Turn
from outreach.views.exhibit import Credits, Exhibit
from outreach.words import Words

PICTURE_PX, DPI = 720, 300
HIGHEST_MM = 125  # of a picture, so that its caption and sources stay on its page


class Writer:
    """One report being written: the document, what was counted so far, and which sources were told already."""

    def __init__(self, report: Report, say: Words, tell: Told) -> None:
        self.report, self.say, self.tell = report, say, tell
        self.document: Any = Document()
        self._dress()
        self._counted = [0, 0, 0]
        self._captions = {"figure": 0, "table": 0}
        self._headings = self._marks = 0
        self._told: dict[tuple[str, str], tuple[str, str]] = {}
        self._across = self._begun = False

    def written(self) -> bytes:
        """The file."""
        entries = self._entries()
        self._lay(self.document.sections[0], across=False)
        for one in front.cover(self.report.cover):
            self._add(one)
        self._add(front.contents(entries, self.say))
        self._section(across=False, restart=True)
        for number, part in enumerate(self.report.parts, 1):
            self._part(part)
            self.tell(number / len(self.report.parts))
        self._heads()
        self._properties()
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def _part(self, part: Part) -> None:
        match part:
            case Heading():
                self._heading(part)
            case Text():
                strong = [run(part.strong, bold())] if part.strong else []
                self._add(front.paragraph("BodyText", *strong, run(part.text)))
            case Figure():
                self._figure(part)
            case Table():
                self._table(part)
            case Turn():
                if part.across != self._across:
                    self._section(part.across)

    def _entries(self) -> list[front.Entry]:
        """The headings of the contents, with their numbers and bookmarks."""
        counted, found = [0, 0, 0], []
        for number, one in enumerate(one for one in self.report.parts if isinstance(one, Heading)):
            text = self._numbered(one, counted) + clean(one.text)
            if one.level <= int(front.SHOWN[-1]):
                found.append((one.level, text, f"_Toc{number:06}"))
        return found

    def _numbered(self, one: Heading, counted: list[int]) -> str:
        if not one.numbered:
            return ""
        counted[one.level - 1] += 1
        counted[one.level :] = [0] * (3 - one.level)
        return looks.counted(tuple(counted[: one.level]), self.say.language)

    def _heading(self, one: Heading) -> None:
        breaks = not one.numbered or (one.level == 1 and not self._begun)
        own = [el("w:pageBreakBefore")] if breaks else []
        own += [] if one.numbered else [_unnumbered(), el("w:jc", {"val": "center"})]
        self._begun = self._begun or one.numbered
        mark = f"_Toc{self._headings:06}"
        self._headings, self._marks = self._headings + 1, self._marks + 1
        self._add(front.paragraph(f"Heading{one.level}", *bookmarked(mark, self._marks, run(one.text)), looks=own))

    def _figure(self, one: Figure) -> None:
        exhibit = one.exhibit
        picture = pictures.bare(exhibit, PICTURE_PX)
        wide, high = pictures.box(picture)
        room = looks.BODY_MM
        shown_mm = min(room, HIGHEST_MM * wide / high)
        png = pictures.as_png(picture, shown_mm / 25.4 * DPI / wide)
        paragraph = self.document.add_paragraph()
        paragraph._p.get_or_add_pPr().insert(0, el("w:pStyle", {"val": "Picture"}))
        inline = paragraph.add_run().add_picture(BytesIO(png), width=Mm(shown_mm))._inline
        inline.docPr.set("descr", clean(f"{exhibit.title}{self.say('report.stop')}{exhibit.sentence}"))
        inline.docPr.set("title", clean(exhibit.title))
        named = self._caption("figure", exhibit.title, exhibit.credits, "FigureCaption")
        note = self.say("report.reading", note=one.note) if one.note else ""
        self._below(exhibit, named, note)

    def _table(self, one: Table) -> None:
        named = self._caption("table", one.caption or one.exhibit.title, one.exhibit.credits, "Caption")
        room = looks.HIGH_MM if self._across else looks.BODY_MM
        self._add(tables.element(one, room, self.say))
        self._below(one.exhibit, named, self.say("report.note", note=one.note) if one.note else "")

    def _caption(self, kind: str, title: str, credits: Credits, style: str) -> tuple[str, str]:
        """The caption; gives what it is called and the bookmark around that, for those that refer to it."""
        self._captions[kind] += 1
        label, number = self.say(f"report.{kind}"), str(self._captions[kind])
        mark = f"_Ref{kind}{number}"
        self._marks += 1
        inside = bookmarked(mark, self._marks, run(label), *field(f"SEQ {label.strip()} \\* ARABIC", number))
        after = self.say("report.caption", title=title)
        if "modelled" in credits.kinds and not credits.demonstration:
            after += self.say("report.caption_mark")
        self._add(front.paragraph(style, *inside, run(after)))
        return f"{label}{number}", mark

    def _below(self, exhibit: Exhibit, named: tuple[str, str], note: str) -> None:
        """What stands under a picture or table, on one page with it: a note, basis, sources and date."""
        told = (note, exhibit.credits.demonstration, exhibit.credits.notice)
        lines = [[run(line)] for line in told if line] + [one for one in [self._sources(exhibit, named)] if one]
        for number, inside in enumerate(lines, 1):
            looks = [el("w:keepNext")] if number < len(lines) else []
            self._add(front.paragraph("Source", *inside, looks=looks))

    def _sources(self, exhibit: Exhibit, named: tuple[str, str]) -> list[Any]:
        """Basis, sources and date in a line; sources told already are referred to."""
        credits = exhibit.credits
        first = self._told.setdefault((credits.publishers, credits.date), named)
        if not (credits.basis or credits.publishers or credits.date):
            return []
        inside = [run(f"{credits.basis}　" if credits.basis else "")]
        if first == named or not credits.publishers:
            inside.append(run("　".join(filter(None, (credits.publishers, credits.date)))))
        else:
            before, _, after = self.say("report.same_sources", which="\0").partition("\0")
            inside += [run(before), *field(f"REF {first[1]} \\h", first[0]), run(after)]
        return inside

    def _add(self, element: Any) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, element)

    def _section(self, across: bool, restart: bool = False) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._lay(section, across)
        for one in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(one)
        if restart:
            section._sectPr.insert_element_before(el("w:pgNumType", {"start": 1}), "w:cols", "w:docGrid")
        self._across = across

    def _lay(self, section: Any, across: bool) -> None:
        edges = looks.ACROSS if across else looks.STANDING
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
        section.top_margin, section.bottom_margin = Mm(edges["top"]), Mm(edges["bottom"])
        section.left_margin, section.right_margin = Mm(edges["left"]), Mm(edges["right"])
        section.header_distance, section.footer_distance = Mm(15), Mm(looks.FOOTER_MM[across])

    def _heads(self) -> None:
        """Head and foot of the pages: none on the cover but the mark, no number in the contents."""
        chinese, name, mark = self.say.language == "zh", self.report.name, self.report.mark
        first, body = self.document.sections[0], self.document.sections[1]
        first.different_first_page_header_footer = True
        _fill(first.first_page_header, front.head("", mark, 1))
        _fill(first.first_page_footer, front.paragraph("Footer"))
        for number, (section, numbered) in enumerate(((first, False), (body, True))):
            for even in (False, True):
                header = section.even_page_header if even else section.header
                footer = section.even_page_footer if even else section.footer
                _fill(header, front.head(name, mark, 2 + 2 * number + even))
                _fill(footer, front.foot(even, chinese) if numbered else front.paragraph("Footer"))

    def _dress(self) -> None:
        part = self.document.part
        _replace(self.document.styles.element, looks.styles(self.say))
        _replace(part.numbering_part.element, looks.numbering(self.say.language))
        _replace(self.document.settings.element, looks.settings())
        for one in part.package.iter_parts():
            if one.partname.endswith("fontTable.xml"):
                one._blob = looks.font_table()
        for owner, unwanted in (
            (part, ("stylesWithEffects", "customXml", "webSettings")),
            (part.package, ("thumbnail",)),
        ):
            for id_, relation in list(owner.rels.items()):
                if relation.reltype.rpartition("/")[2] in unwanted:
                    del owner.rels[id_]

    def _properties(self) -> None:
        known, made = self.document.core_properties, datetime.fromisoformat(self.report.made)
        known.title = clean(self.report.name)
        known.author = known.last_modified_by = clean(self.say("shell.name"))
        known.comments, known.created, known.modified = MADE_BY, made, made
        known.language = {"zh": "zh-CN", "en": "en-GB"}[self.say.language]


def _unnumbered() -> Any:
    return el("w:numPr", None, el("w:ilvl", {"val": 0}), el("w:numId", {"val": 0}))


def _replace(old: Any, new: Any) -> None:
    """Put the content of one part's element in the place of another's."""
    for child in list(old):
        old.remove(child)
    for child in list(new):
        old.append(child)


def _fill(place: Any, paragraph: Any) -> None:
    place.is_linked_to_previous = False
    for child in list(place._element):
        place._element.remove(child)
    place._element.append(paragraph)


def mark_of(exhibits: Iterator[Exhibit], say: Words) -> str:
    """What every page wears: the mark of a demonstration alone, since modelled figures are marked one by one."""
    credits = [one.credits for one in exhibits]
    return watermark.text(credits, say) if any(one.demonstration for one in credits) else ""
