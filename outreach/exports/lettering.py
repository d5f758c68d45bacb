"""Words and tables on a slide as its template has them: letters, colours of the theme, what is read to those who cannot see."""

from typing import Any, NamedTuple

from outreach.views import palette
from outreach.views.exhibit import Exhibit
from outreach.words import Words

CHINESE = "微软雅黑"
INCH = 914400
Box = tuple[float, float, float, float]
"""Where something stands on a slide: left, top, width, height in inches."""
PALER = 0.35  # how much paler than the theme's own letters what explains is
STRIPE = -0.06  # how much darker than the theme's own ground the head of a table is


def described(shape: Any, exhibit: Exhibit) -> None:
    """The shape's name and the words read to those who cannot see it."""
    shape.name = exhibit.name
    known = shape._element.xpath(".//p:cNvPr")[0]
    known.set("descr", f"{exhibit.title}. {exhibit.sentence}")


class Letters(NamedTuple):
    """How words look: points, colour, and whether they are bold."""

    size: float
    colour: str = palette.INK
    bold: bool = False


def painted(colour: str) -> Any:
    """A colour of ours as a slide takes it."""
    from pptx.dml.color import RGBColor

    return RGBColor(*palette.rgb(colour)[:3])


def run(paragraph: Any, text: str, letters: Letters, say: Words) -> Any:
    """More words at the end of a paragraph."""
    more = paragraph.add_run()
    more.text = text
    dressed(more, say, letters.size, letters.colour, letters.bold)
    return more


def dressed(
    run: Any, say: Words, size: float | None = None, colour: str = palette.INK, bold: bool | None = None
) -> None:
    """A run's size, colour and language. Our ink is the theme's own, and what explains is a paler one: a template with a
    dark ground stays readable.
    """
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    if size is not None:
        run.font.size = Pt(size)
    if colour == palette.FAINT:
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
        run.font.color.brightness = PALER
    elif colour != palette.INK:
        run.font.color.rgb = painted(colour)
    if bold is not None:
        run.font.bold = bold
    east_asian(run._r.get_or_add_rPr())
    run._r.get_or_add_rPr().set("lang", {"zh": "zh-CN", "en": "en-GB"}[say.language])


def east_asian(properties: Any) -> None:
    """Name the Chinese font in a run's or a chart's text properties: a template's Latin one would leave it to chance."""
    from pptx.oxml.ns import qn

    for old in properties.findall(qn("a:ea")):
        properties.remove(old)
    font = properties.makeelement(qn("a:ea"), {"typeface": CHINESE})
    later = {qn(f"a:{name}") for name in ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")}
    after = [child for child in properties if child.tag in later]
    if after:
        after[0].addprevious(font)
    else:
        properties.append(font)


def as_the_theme(slide: Any) -> None:
    """Let the slide's words have the template's own Chinese font."""
    from pptx.oxml.ns import qn

    for font in list(slide._element.iter(qn("a:ea"))):
        font.getparent().remove(font)


def lettered(frame: Any, say: Words, size: float | None = None, bold: bool | None = None, right: bool = False) -> None:
    """All words of a frame alike."""
    for paragraph in frame.paragraphs:
        aligned(paragraph, right)
        for one in paragraph.runs:
            dressed(one, say, size, bold=bold)


def aligned(paragraph: Any, right: bool) -> None:
    """The paragraph to the right where that is wanted."""
    from pptx.enum.text import PP_ALIGN

    if right:
        paragraph.alignment = PP_ALIGN.RIGHT


def cell(cell: Any, text: str, say: Words, size: float, head: bool, right: bool) -> None:
    """A table's cell: its words, and a ground of the theme's own, a shade darker in the head."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Emu

    cell.text_frame.text = text
    cell.margin_left = cell.margin_right = Emu(round(0.06 * INCH))
    cell.margin_top = cell.margin_bottom = Emu(round(0.03 * INCH))
    lettered(cell.text_frame, say, size, bold=head, right=right)
    cell.fill.solid()
    cell.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    if head:
        cell.fill.fore_color.brightness = STRIPE


def plain(frame: Any) -> None:
    """A table with thin lines between its rows, whatever the template's own style is."""
    known = frame._element.xpath(".//a:tableStyleId")
    if known:
        known[0].text = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # No Style, Table Grid


def pale(box: Any, percent: int) -> None:
    """Let what is under the box be read through its letters."""
    from lxml import etree
    from pptx.oxml.ns import qn

    for colour in box._element.iter(qn("a:srgbClr")):
        etree.SubElement(colour, qn("a:alpha")).set("val", str(percent * 1000))


def as_number(box: Any) -> None:
    """The box's words as the slide's own number, which follows when slides are moved."""
    from lxml import etree
    from pptx.oxml.ns import qn

    said = box._element.find(".//" + qn("a:r"))
    field = etree.Element(qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"})
    for child in list(said):
        field.append(child)
    said.getparent().replace(said, field)
