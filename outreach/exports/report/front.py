"""What stands before and around the report: its cover, its contents, head and foot of its pages, the mark across them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from outreach.exports.report.ooxml import clean, el, field, field_begins, field_ends, run
from outreach.exports.report.parts import Cover
from outreach.words import Words

Entry = tuple[int, str, str]
"""A heading in the contents: its level, its text with its number, its bookmark."""
_YEARS = re.compile(r" ?(?=[（(][^（(]*[）)]$)")  # what a title ends with in brackets stands on a line of its own
SHOWN = "1-2"  # the levels of the contents


def paragraph(style: str, *inside: Any, looks: Sequence[Any] = ()) -> Any:
    """A paragraph of a style; looks are further properties of it in the schema's order."""
    return el("w:p", None, el("w:pPr", None, el("w:pStyle", {"val": style}), *looks), *inside)


def cover(shown: Cover) -> Iterator[Any]:
    """The first page's paragraphs."""
    for line, text in enumerate(filter(None, _YEARS.split(shown.title))):
        yield paragraph("Title", run(text), looks=[] if line else [el("w:spacing", {"before": 2400})])
    yield paragraph("Subtitle", run(shown.subtitle))
    for label, value in shown.lines:
        yield paragraph("CoverLine", run(f"{label}{value}"))
    if shown.note:
        yield paragraph("CoverNote", run(shown.note))


def contents(entries: Sequence[Entry], say: Words) -> Any:
    """The table of contents with its entries. Page numbers are a layout program's to count: Word puts them in as it opens the
    file, another program when asked to."""
    inside = [paragraph("TOCHeading", run(say("report.contents")))]
    begin = list(field_begins(f'TOC \\o "{SHOWN}" \\h \\z \\u'))
    for level, text, mark in entries:
        link = el(
            "w:hyperlink",
            {"anchor": mark, "history": 1},
            run(text),
            el("w:r", None, el("w:tab")),
            *field(f"PAGEREF {mark} \\h", ""),
        )
        inside.append(paragraph(f"TOC{level}", *begin, link))
        begin = []
    inside.append(paragraph("Source", *begin, run(say("report.contents_how")), field_ends()))
    gallery = el("w:docPartObj", None, el("w:docPartGallery", {"val": "Table of Contents"}), el("w:docPartUnique"))
    return el("w:sdt", None, el("w:sdtPr", None, gallery), el("w:sdtContent", None, *inside))


def foot(even: bool, chinese: bool) -> Any:
    """The number of a page at its outer edge: — 1 —."""
    side = el("w:jc", {"val": "left" if even else "right"})
    indent = el("w:ind", {"leftChars" if even else "rightChars": 100, "left" if even else "right": 280})
    dashes = ("— ", " —") if chinese else ("", "")
    return paragraph("Footer", run(dashes[0]), *field("PAGE", "1"), run(dashes[1]), looks=[indent, side])


def head(name: str, mark: str, number: int) -> Any:
    """What stands at the head of a page, and behind it the mark across the page where there is one."""
    return paragraph("Header" if name else "TableText", *([_across(mark, number)] if mark else []), run(name))


def _across(mark: str, number: int) -> Any:
    """A watermark as Word makes it itself, so that Word can take it away again."""
    text = quoteattr(clean(mark))
    wide = 120 * max(len(clean(mark)), 2)
    return parse_xml(
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
        '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt={text} '
        f'style="position:absolute;margin-left:0;margin-top:0;width:{min(wide, 480)}pt;height:{min(wide, 480) // max(len(mark), 2)}pt;rotation:315;z-index:-251658752;'
        'mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" '
        f'o:allowincell="f" fillcolor="#c8c8c8" stroked="f"><v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={text} /></v:shape>'
        "</w:pict></w:r>"
    )
