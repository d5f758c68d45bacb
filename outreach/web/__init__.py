"""What is sent to browsers: scripts, styles, and HTML made from templates, where whatever is put in is text."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup

FOLDER = Path(__file__).parent


@cache
def text(name: str) -> str:
    """A script or a style as it is written."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def style(name: str) -> str:
    """A style, and before it the palette that it takes its colours from by name."""
    return text("palette.css") + text(name)


@cache
def coloured(name: str) -> str:
    """A style with the palette's colours in the place of their names, for a page that the palette does not stand on."""
    palette = dict(re.findall(r"--([a-z-]+): ([^;]+);", text("palette.css")))
    return re.sub(r"var\(--([a-z-]+)\)", lambda found: palette[found[1]], text(name))


class _OnOneLine(Extension):
    """A template's lines are joined without their indents: between two words, a space would be seen in the browser."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source on one line, its line numbers kept for whoever reads an error."""
        del name, filename
        return re.sub(r"\s*\n\s*", "{#\n#}", source.strip())


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, extensions=[_OnOneLine]
)


def page(name: str, **named: object) -> str:
    """A whole page from its template, filled."""
    return _TEMPLATES.get_template(f"{name}.html").render(**named)


class Pieces:
    """The macros of a template, each of which makes one piece of a page."""

    def __init__(self, name: str):
        self._name = name

    @cached_property
    def _macros(self) -> Any:
        return _TEMPLATES.get_template(f"{self._name}.html").module

    def __call__(self, piece: str, /, *values: object, **named: object) -> Markup:
        """The piece, filled; TypeError for a value that its macro does not take."""
        made: Markup = getattr(self._macros, piece)(*values, **named)
        return made
