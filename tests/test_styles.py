"""The styles that are sent to browsers: their colours are named once, in the palette, and what they dress is there."""

import re

import pytest

from outreach import web
from outreach.home import PROJECT
from outreach.views import palette, tones

STYLES = sorted(path.name for path in web.FOLDER.glob("*.css") if path.name != "palette.css")
WORN = "".join(
    path.read_text(encoding="utf-8")
    for folder, ends in ((web.FOLDER, (".html", ".js")), (PROJECT / "outreach", (".py",)))
    for path in folder.rglob("*")
    if path.suffix in ends
)
"""All that may put a class on something, or send a style."""
OTHER_PALETTES = {
    "palette.py",
    "qr.py",
    "front.py",
}  # a code is black on white, and a report's watermark as Word makes it
COLOUR = re.compile(r"#(?:[0-9a-f]{6,8}|[0-9a-f]{3,4})\b(?![^{]*\{)|\b(?:rgb|hsl)a?\(", re.IGNORECASE)
NAMED = dict(re.findall(r"--([a-z-]+): ([^;]+);", web.text("palette.css")))
ALSO_OF_CHARTS = {
    "ink": palette.INK,
    "faint": palette.FAINT,
    "grid": palette.GRID,
    "paper": palette.PAPER,
    "line": palette.NEIGHBOUR_EDGE,
    "edge": palette.TOWN_EDGE,
    "water": palette.WATER,
    "accent": palette.ACCENT["light"],
    "deep": palette.BASIS["official"],
    "open": palette.LEVEL["district"],
    "night-ink": palette.DARK[palette.INK],
    "night-paper": palette.DARK[palette.PAPER],
    "night-faint": palette.DARK[palette.FAINT],
    "night-grid": palette.DARK[palette.GRID],
    "night-row": palette.DARK[palette.LAND],
    "night-accent": palette.ACCENT["dark"],
}


@pytest.mark.parametrize("name", STYLES)
def test_no_colour_stands_outside_the_palette(name):
    assert COLOUR.findall(web.text(name)) == []


def test_every_colour_that_is_asked_for_by_name_is_there_and_every_one_there_is_asked_for():
    styles = {name: web.text(name) for name in STYLES}
    asked = {one for text in styles.values() for one in re.findall(r"var\(--([a-z-]+)", text)}
    sent = (path.read_text(encoding="utf-8") for path in web.FOLDER.iterdir() if path.suffix in (".css", ".html"))
    own = {one for text in sent for one in re.findall(r"--([a-z-]+):", text)} - set(NAMED)
    of_pages = {*(f"outreach-{one}" for one in (*tones.PROPERTIES, "accent")), "x", "y"}  # the last of each cropped map
    assert asked <= {*NAMED, *own, *of_pages}
    assert set(NAMED) <= asked


OTHERS = re.compile(r"st[A-Z-]|deck-|marks$")  # classes that Streamlit, deck.gl and Vega put on their own parts
MADE = ("across-", "on-")  # of which the template puts the end


@pytest.mark.parametrize("name", STYLES)
def test_every_class_that_a_style_dresses_is_worn_by_something_of_ours(name):
    text = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", web.text(name), flags=re.DOTALL)
    dressed = {one for one in re.findall(r"\.([a-z][\w-]*)", text) if not OTHERS.match(one)}
    assert {one for one in dressed if not one.startswith(MADE) and not re.search(rf"\b{one}\b", WORN)} == set()


def test_no_colour_and_no_style_for_paper_stands_in_a_module_but_in_the_palette():
    modules = {path: path.read_text(encoding="utf-8") for path in (PROJECT / "outreach").rglob("*.py")}
    others = {path.name: text for path, text in modules.items() if path.name not in OTHER_PALETTES}
    found = {name: re.findall(r"[\"':]#[0-9a-fA-F]{6}\b|@media", text) for name, text in others.items()}
    assert {name: ones for name, ones in found.items() if ones} == {}


def test_no_colour_has_two_names():
    assert len(set(NAMED.values())) == len(NAMED)


@pytest.mark.parametrize("name", ALSO_OF_CHARTS)
def test_what_means_the_same_as_in_a_chart_has_the_same_colour(name):
    assert NAMED[name] == ALSO_OF_CHARTS[name]


def test_a_style_comes_with_the_palette_before_it():
    assert web.style("stage.css") == web.text("palette.css") + web.text("stage.css")
