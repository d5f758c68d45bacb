"""The presentation that slides are put into: the district's own template, else a plain one."""

from pathlib import Path
from typing import Any

from outreach.exports import ExportError
from outreach.exports.lettering import CHINESE, INCH
from outreach.views import palette

LATIN = "Microsoft YaHei"
LAYOUT = "Outreach"  # the layout that is taken where the template has one of this name; else the first that has a title alone
SIZE = (13.333, 7.5)
MARGIN = 0.5  # inches, at the sides


def blank() -> Any:
    """A presentation without slides: 16:9, with one layout of a title and a number. What deploy/template.pptx is made of."""
    from pptx import Presentation
    from pptx.util import Emu

    deck: Any = Presentation()
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


def _theme(deck: Any) -> None:
    """The theme's fonts and ink, and the title's looks: left, bold."""
    from lxml import etree

    part = _theme_part(deck)
    tree = etree.fromstring(part.blob)
    space = {"a": tree.nsmap["a"]}
    for font in tree.findall(".//a:majorFont", space) + tree.findall(".//a:minorFont", space):
        font.find("a:latin", space).set("typeface", LATIN)
        font.find("a:ea", space).set("typeface", CHINESE)
    ink = tree.find(".//a:dk1", space)
    for old in list(ink):
        ink.remove(old)
    etree.SubElement(ink, f"{{{space['a']}}}srgbClr").set("val", palette.INK[1:])
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    for style in deck.slide_master._element.iterfind(".//{*}titleStyle/{*}lvl1pPr"):
        style.set("algn", "l")
        run = style.find("{*}defRPr")
        run.set("sz", "2600")
        run.set("b", "1")


def _theme_part(deck: Any) -> Any:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    return deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def has_chinese(deck: Any) -> bool:
    """Whether the template's theme names a Chinese font of its own for its text."""
    from lxml import etree

    tree = etree.fromstring(_theme_part(deck).blob)
    font = tree.find(".//a:minorFont/a:ea", {"a": tree.nsmap["a"]})
    return font is not None and font.get("typeface", "") not in ("", CHINESE)


def opened(template: Path | None) -> Any:
    """The template without its own slides. Raises ExportError: template_unreadable."""
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


def layout(deck: Any, template: Path | None) -> Any:
    """The layout called LAYOUT, else the first with a title and nothing else to fill, else the first with a title.

    Raises ExportError: template_without_title.
    """
    titled = [one for one in deck.slide_layouts if any(is_title(holder) for holder in one.placeholders)]
    if not titled:
        raise ExportError("template_without_title", {"path": template.as_posix() if template else "", "layout": LAYOUT})
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


def title_points(slide: Any) -> float:
    """How large the template sets a slide's title, in points."""
    master = slide.slide_layout.slide_master._element
    own = slide.slide_layout._element.xpath(
        ".//p:sp[.//p:ph[@type='title' or @type='ctrTitle']]//a:lvl1pPr/a:defRPr/@sz"
    )
    told = own or master.xpath(".//p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return int(told[0]) / 100 if told else 28.0


def is_title(holder: Any) -> bool:
    """Whether a placeholder is a slide's title."""
    return holder.placeholder_format.type.name in ("TITLE", "CENTER_TITLE")


def cover(deck: Any) -> Any:
    """The template's own layout of a title page, with a title in the middle and something under it; None without one."""
    for one in deck.slide_layouts:
        kinds = {holder.placeholder_format.type.name for holder in one.placeholders}
        if {"CENTER_TITLE", "SUBTITLE"} <= kinds:
            return one
    return None


def subtitle(slide: Any) -> Any:
    """What stands under the title of a title page; None on another slide."""
    return next((one for one in slide.placeholders if one.placeholder_format.type.name == "SUBTITLE"), None)
