"""Texts that mean something to a language they come into, and a district whose every text is one of them."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd

from outreach.tables import MODELS
from outreach.tables.columns import describe
from outreach.tables.reading import Sheet
from outreach.tables.table import Reading, of_sheet
from tests import districts

OUTSIDE = "x.invalid"
"""The host that no drawing, file or link may name but as a text."""
SIGN = "__pwned"
"""What a text would set if it ran."""

TEXTS = {
    "script": "<script>window.__pwned=1</script>",
    "script's end": "</script></style></textarea></title><script>__pwned=1</script>",
    "picture": '<img src=x onerror="__pwned=1">',
    "drawing": "<svg onload=__pwned=1><path/></svg>",
    "attribute": "\"' onmouseover='__pwned=1' x=\"",
    "frame": "<iframe srcdoc='<script>parent.__pwned=1</script>'></iframe>",
    "style": "<style>*{display:none}</style><link rel=stylesheet href=//x.invalid/a.css>",
    "comment": "<!-- ]]> <![CDATA[ --> &lt;b&gt; &#60;i&#62;",
    "link": "<a href='javascript:__pwned=1'>a</a> javascript:__pwned=1 data:text/html,<b>",
    "address": "http://x.invalid/a www.x.invalid a@x.invalid //x.invalid",
    "markdown": "# a\n\n- b\n1. c\n> d\n\n    e\n***f*** _g_ ~~h~~ `i` | j |\n---\n===",
    "markdown picture": "![a](http://x.invalid/a.png)[b](javascript:__pwned=1)<http://x.invalid>[c]: http://x.invalid",
    "directives": ":material/home: :red[a] :blue-background[b] :streamlit: :smile: :+1: -> <- --- >= ~=",
    "latex": "$x^2$ $$\\frac{1}{2}$$ \\input{/etc/passwd} \\write18{x} %",
    "deck expression": "@@=properties.tip_0",
    "deck call": "@@=constructor.constructor('__pwned=1')()",
    "deck broken": "@@=(((",
    "deck constant": "@@#GL.X",
    "tooltip": "{tip_0}{tip_1}{properties}$&$'$`$1",
    "vega": "datum.x datum['a'] {{datum}} event.item toString constructor.constructor('__pwned=1')()",
    "template": "{lede} {gaps.title} {} {0.__class__} %s %(a)s {{ 7 * 7 }} {% raw %} ${x} <%= x %>",
    "typst": '#image("//x.invalid/a.png") #read("/etc/passwd") #panic("x") @ref <label> $ \\u{41} *a _b = c',
    "brackets": "[[[ ((( {{{ ]]] \\",
    "sum": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "link of a sheet": '=HYPERLINK("http://x.invalid","a")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1,1)",
    "tab": "a\t=1+1",
    "lines": "a\r\n=1+1\r\nb\n\n\n@c",
    "right to left": "\u202eabc\u202c\u2067x\u2069 \u0634\u0631\u0642",
    "nothing to see": "a\u200bb\u200c\u200d\ufeff\u2060\u00ad",
    "marks upon marks": "Z" + "\u0300\u0323" * 90,
    "separators": "a\u2028b\u2029c",
    "beyond": "\U0001f468\u200d\U0001f469\U000e0041",
    "no letter": "a\ufffe\uffff",
    "nothing": "a\x00b",
    "controls": "a\x07\x1b[31m\x85",
    "one word": "W" * 190,
    "long": "啊" * 3990,
    "a hundred kilobytes": "很长" * 50_000,
    "the table's own": 'a,b";\'\n"c',
}
EVERYTHING = (
    "@@=(</script><img src=//x.invalid/i onerror=__pwned=1>[l](javascript:__pwned=1)![i](http://x.invalid/m):red[r]"
    ':material/home: :+1: $x$ {lede}{{x}}{} %s #image("i")@r<l>\'\\'
)
"""A name that means something to every one of these languages at once."""
ONE_WORD = "W" * 180
"""A name that no line breaks in by itself."""


def row(table: str) -> dict[str, str]:
    """A row of the examples that a table's columns give of themselves; a text that has none is its column's name."""
    columns = describe(MODELS[table]).items()
    return {
        name: spec["example"] or (name if spec["type"] == "text" and not spec["optional"] else "")
        for name, spec in columns
    }


def read(table: str, cells: list[tuple[str, str]]) -> Reading:
    """What comes of a table of such rows, each with a text in one of its columns."""
    rows = [[*(row(table) | {column: text}).values()] for column, text in cells]
    return of_sheet(Sheet(f"data/{table}.csv", list(row(table)), rows, list(range(2, len(rows) + 2))), MODELS[table])


def texts(table: str) -> list[str]:
    """The columns of a table into which anything may be written."""
    cells = [(column, EVERYTHING) for column, spec in describe(MODELS[table]).items() if spec["type"] == "text"]
    refused = {(fault.row, fault.column) for fault in read(table, cells).faults}
    return [column for number, (column, _) in enumerate(cells, 2) if (number, column) not in refused]


def everywhere(home: Path) -> Path:
    """The district filled, and in every one of those columns, in every row, a text that means everything or is one long
    word; no two are the same."""
    districts.filled(home)
    for table in MODELS:
        frame = pd.read_csv(home / "data" / f"{table}.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        if frame.empty and table in EXAMPLES:
            frame = pd.DataFrame([row(table) | EXAMPLES[table]])[list(frame.columns)]
        for place, column in enumerate(texts(table)):
            frame[column] = [f"{EVERYTHING if i % 3 < 2 else ONE_WORD}{place}-{i}" for i in range(len(frame))]
        frame.to_csv(home / "data" / f"{table}.csv", index=False, encoding="utf-8-sig", lineterminator="\r\n")
    path = home / "data" / "district.toml"
    written = re.sub(
        r'^((?:\w+_)?(?:zh|en) = )"[^"\n]*"',
        lambda found: f"{found[1]}{json.dumps(EVERYTHING)}",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    path.write_text(written, encoding="utf-8")
    return home


EXAMPLES = {
    "crossings": {"lon": "121.0", "lat": "31.8", "datum": "WGS-84", "to_lon": "121.0", "to_lat": "31.7"},
    "register": {"category": "", "level": "town"},
}


def worked_out_by_deck(value: Any) -> list[str]:
    """What deck.gl's JSON converter would work out of the texts of a table, or Streamlit fill into a tooltip."""
    return [text for _, text in _strings(value) if SIGN in text and (text.startswith("@@") or "{tip_" in text)]


def worked_out_by_vega(spec: Any) -> list[str]:
    """What Vega would work out or fetch of these texts."""
    asked = {"expr", "signal", "test", "calculate", "filter", "labelExpr", "href", "url", "as", "field"}
    return [text for path, text in _strings(spec) if SIGN in text and asked & set(path[-1:])]


def _strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield path, name
            yield from _strings(one, (*path, str(name)))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _strings(one, path)
    elif isinstance(value, str):
        yield path, value


class _Markup(HTMLParser):
    """Everything in a markup that runs or asks for something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form", "meta"):
            self.found.append(tag)
        for name, value in attrs:
            asks = name in ("href", "src", "srcset", "xlink:href", "action", "formaction", "poster", "data")
            address = (value or "").strip().lower()
            if name.startswith("on") or name == "srcdoc" or (name == "style" and SIGN in address):
                self.found.append(f"{tag} {name}")
            elif asks and not address.startswith(("#", "./", "data:image/")) and (":" in address or "//" in address):
                self.found.append(f"{tag} {name}={address[:60]}")

    handle_startendtag = handle_starttag


def runs(markup: str) -> list[str]:
    """What in a markup runs or asks the outside for something."""
    parser = _Markup()
    parser.feed(markup)
    parser.close()
    return parser.found


def read_by_markdown(text: str) -> list[str]:
    """What Streamlit's Markdown would make of a text that comes from a table: all that is not behind a backslash."""
    signs = (
        r"(?<!\\)\[l",
        r"(?<!\\)!\\?\[",
        r"(?<!\\)<",
        r"(?<!\\):red",
        r":material/",
        r":\+1\\?:",
        r"(?<!\\)\$",
        r"://",
        r"(?<!\\)#i",
    )
    text = re.sub(r"(?<!\\)`[^`]*`", "", text)  # nothing is looked for in what stands as code
    return (
        [sign for sign in signs if re.search(sign, text)]
        if SIGN.replace("_", "") in text.replace("\\", "").replace("_", "")
        else []
    )
