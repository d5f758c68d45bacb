"""How a report looks: paper, fonts, styles and numbering, after GB/T 9704 in Chinese, plainly in English."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml

from outreach.words import Words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY_MM, HIGH_MM = 156, 225  # the type area of an official document
STANDING = {"top": 37, "bottom": 35, "left": 28, "right": 26}
ACROSS = {"top": 28, "bottom": 26, "left": 35, "right": 37}
FOOTER_MM = {False: 24, True: 16}
LATIN = "Times New Roman"
TITLE, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FONTS = (
    (TITLE, "方正小标宋_GBK,宋体,SimSun", "02010601030101010101", "script", "default"),
    (SONG, "SimSun", "02010600030101010101", "auto", "variable"),
    (FANG, "仿宋,FangSong", "02010609030101010101", "modern", "fixed"),
    (HEI, "SimHei", "02010609060101010101", "modern", "fixed"),
    (KAI, "楷体,KaiTi", "02010609030101010101", "modern", "fixed"),
)
"""The Chinese fonts by name, what stands in for each, its shape in PANOSE's ten numbers, family and pitch."""


@dataclass(frozen=True)
class Measure:
    """A language's sizes: in half points and twentieths of a point, as the format has them."""

    body: int
    line: str
    indent: str
    after: int
    title: int
    subtitle: int
    caption: int
    cell: int
    small: int
    toc: int


MEASURES = {
    "zh": Measure(
        32,
        'w:line="579" w:lineRule="exact"',
        '<w:ind w:firstLineChars="200" w:firstLine="640"/>',
        0,
        44,
        32,
        24,
        21,
        18,
        28,
    ),
    "en": Measure(23, 'w:line="300" w:lineRule="auto"', "", 120, 44, 28, 21, 19, 17, 22),
}
_EXACT_ONE = 'w:line="240" w:lineRule="auto"'


def styles(say: Words) -> Any:
    """The styles part's content."""
    size = MEASURES[say.language]
    tag = {"zh": "zh-CN", "en": "en-GB"}[say.language]
    return parse_xml(
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}<w:kern w:val="2"/>'
        f'<w:sz w:val="{size.body}"/><w:szCs w:val="{size.body}"/><w:lang w:val="{tag}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{''.join(_styles(say, size))}</w:styles>"
    )


def _styles(say: Words, size: Measure) -> Iterator[str]:
    chinese = say.language == "zh"
    line, centred = f"<w:spacing {size.line}/>", '<w:jc w:val="center"/>'
    yield _style("Normal", "Normal", f'<w:widowControl w:val="0"/>{line}', "", default=True)
    yield '<w:style w:type="character" w:default="1" w:styleId="Letters"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    yield '<w:style w:type="table" w:default="1" w:styleId="Plain"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    yield '<w:style w:type="numbering" w:default="1" w:styleId="Unlisted"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    both = '<w:jc w:val="both"/>' if chinese else ""
    yield _style("BodyText", "Body Text", f'<w:spacing w:after="{size.after}" {size.line}/>{size.indent}{both}', "")
    high = 'w:line="800" w:lineRule="exact"' if chinese else 'w:line="288" w:lineRule="auto"'
    yield _style(
        "Title", "Title", f'<w:spacing w:after="240" {high}/>{centred}', _letters(TITLE, size.title, not chinese)
    )
    yield _style(
        "Subtitle",
        "Subtitle",
        f'<w:spacing w:after="1800" {high}/>{centred}',
        _letters(TITLE, size.title if chinese else size.subtitle, False),
    )
    for level, (font, strong) in enumerate(((HEI, not chinese), (KAI, not chinese), (FANG, True)), 1):
        grown = size.body if chinese else size.body + 8 - 2 * level
        before = 0 if chinese else 240
        yield _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
            f'<w:spacing w:before="{before}" w:after="{size.after}" {size.line} /><w:outlineLvl w:val="{level - 1}" />',
            _letters(font, grown, strong),
            follows="BodyText",
        )
    yield _style(
        "Caption",
        "caption",
        f'<w:keepNext/><w:spacing w:before="160" w:after="80" {_EXACT_ONE}/>{centred}',
        _letters(HEI, size.caption, not chinese),
    )
    yield _style(
        "FigureCaption",
        say("report.style.figure_caption"),
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="40" w:after="80" {_EXACT_ONE}/>',
        "",
        based="Caption",
    )
    yield _style(
        "Picture", say("report.style.picture"), f'<w:keepNext/><w:spacing w:before="160" {_EXACT_ONE}/>{centred}', ""
    )
    yield _style(
        "Source",
        say("report.style.source"),
        f'<w:keepLines/><w:spacing w:before="20" w:after="20" {_EXACT_ONE}/>',
        _letters(FANG, size.small, False),
    )
    yield _style(
        "TableText", say("report.style.table_text"), f"<w:spacing {_EXACT_ONE}/>", _letters(FANG, size.cell, False)
    )
    yield _style(
        "TableHead",
        say("report.style.table_head"),
        f"<w:keepNext/>{centred}",
        _letters(HEI, size.cell, not chinese),
        based="TableText",
    )
    yield _style(
        "CoverLine",
        say("report.style.cover_line"),
        f'<w:spacing w:after="120" {size.line}/>{centred}',
        _letters(FANG, size.body, False),
    )
    yield _style(
        "CoverNote",
        say("report.style.cover_note"),
        f'<w:spacing w:before="1200" {_EXACT_ONE}/>{centred}',
        _letters(KAI, size.caption, False),
    )
    yield _style(
        "TOCHeading",
        "TOC Heading",
        f'<w:pageBreakBefore/><w:spacing w:before="240" w:after="360" {size.line}/>{centred}',
        _letters(HEI if chinese else TITLE, size.subtitle, not chinese),
    )
    for level, indent in ((1, 0), (2, 420), (3, 840)):
        yield _style(
            f"TOC{level}",
            f"toc {level}",
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(BODY_MM)}"/></w:tabs><w:spacing w:line="440" w:lineRule="exact"/><w:ind w:left="{indent}"/>',
            _letters(HEI if level == 1 and chinese else FANG, size.toc, level == 1 and not chinese),
        )
    yield _style(
        "Header",
        "header",
        f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="5C6B7A"/></w:pBdr><w:spacing {_EXACT_ONE}/>{centred}',
        _letters(SONG, 18, False),
    )
    yield _style("Footer", "footer", f"<w:spacing {_EXACT_ONE}/>", _letters(SONG, 28 if chinese else 20, False))
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    yield f'<w:style w:type="table" w:styleId="ReportTable"><w:name w:val={quoteattr(say("report.style.table"))} /><w:basedOn w:val="Plain"/><w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'


def _style(
    id_: str, name: str, paragraph: str, letters: str, *, based: str = "", follows: str = "", default: bool = False
) -> str:
    own = "" if default else f'<w:basedOn w:val="{based or "Normal"}"/>'
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{id_}"><w:name w:val={quoteattr(name)} />{own}'
        + (f'<w:next w:val="{follows}"/>' if follows else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _fonts(chinese: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{chinese}" w:cs="{LATIN}"/>'


def _letters(chinese: str, size: int, strong: bool) -> str:
    return f'{_fonts(chinese)}{"<w:b/><w:bCs/>" if strong else ""}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def numbering(language: str) -> Any:
    """The numbering part's content: one list of three levels, each worn by its heading; 一、（一）1. in Chinese."""
    levels: Mapping[str, tuple[tuple[str, str], ...]] = {
        "zh": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")),
        "en": (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")),
    }
    chinese = language == "zh"
    after = '<w:suff w:val="nothing"/>' if chinese else '<w:suff w:val="space"/>'
    indent = (
        '<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
        if chinese
        else '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    )
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{i + 1}"/>{after}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
        for i, (kind, text) in enumerate(levels[language])
    )
    return parse_xml(
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{made}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


_DIGITS = "〇一二三四五六七八九"


def counted(numbers: tuple[int, ...], language: str) -> str:
    """The number before a heading as the list writes it, for the table of contents."""
    if language != "zh":
        return ".".join(map(str, numbers)) + " "
    last = numbers[-1]
    return {1: f"{_chinese(last)}、", 2: f"（{_chinese(last)}）"}.get(len(numbers), f"{last}.")


def _chinese(number: int) -> str:
    """A number below a thousand in Chinese."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds:
        middle = f"{_DIGITS[tens]}十" if tens else "〇" if ones else ""
        return f"{_DIGITS[hundreds]}百{middle}{_DIGITS[ones] if ones else ''}"
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


def font_table() -> bytes:
    """The font table's content: what may stand in where a machine lacks the fonts of an official document."""
    own = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, others, panose, family, pitch in FONTS
    )
    latin = f'<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{W}">{latin}{own}</w:fonts>'.encode()
    )


def settings() -> Any:
    """The settings part's content. Word renews the fields on opening, having asked: the contents' page numbers are its to count."""
    return parse_xml(
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:updateFields w:val="true"/><w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>'
        '<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres / 25.4 * 1440)
