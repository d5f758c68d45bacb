"""Pieces of WordprocessingML: elements, runs, fields, bookmarks. Whatever text comes in, what goes out is XML."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[\t\n\r]+")


def clean(text: str) -> str:
    """The text in one line, without what no XML may hold."""
    return _SPACE.sub(" ", _FORBIDDEN.sub("", text))


def el(tag: str, attributes: Mapping[str, str | int] | None = None, *inside: Any) -> Any:
    """An element such as `w:p` with its attributes, `val` standing for `w:val`, and what is in it."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name if ":" in name else f"w:{name}"), clean(str(value)))
    for one in inside:
        made.append(one)
    return made


def text_of(text: str, tag: str = "w:t") -> Any:
    """The text as an element that keeps its spaces."""
    made = OxmlElement(tag)
    made.text = clean(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def run(text: str, *looks: Any) -> Any:
    """A run of text; looks are properties of the run in the schema's order."""
    return el("w:r", None, *([el("w:rPr", None, *looks)] if looks else []), text_of(text))


def bold() -> Any:
    """What makes a run strong."""
    return el("w:b")


def field(code: str, shown: str) -> Iterator[Any]:
    """The runs of a field: what it asks for, and what it showed when it was written."""
    yield from field_begins(code)
    yield run(shown)
    yield field_ends()


def field_begins(code: str) -> Iterator[Any]:
    """The runs before a field's result."""
    yield el("w:r", None, el("w:fldChar", {"fldCharType": "begin"}))
    yield el("w:r", None, text_of(f" {code} ", "w:instrText"))
    yield el("w:r", None, el("w:fldChar", {"fldCharType": "separate"}))


def field_ends() -> Any:
    """The run after a field's result."""
    return el("w:r", None, el("w:fldChar", {"fldCharType": "end"}))


def bookmarked(name: str, number: int, *inside: Any) -> Iterator[Any]:
    """What is inside, between the two ends of a bookmark."""
    yield el("w:bookmarkStart", {"id": number, "name": name})
    yield from inside
    yield el("w:bookmarkEnd", {"id": number})
