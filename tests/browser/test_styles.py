"""The styles as the browser reads them: it passes over in silence what it does not know."""

import re

import pytest

from outreach import web

STYLES = sorted(path.name for path in web.FOLDER.glob("*.css"))
PLACEHOLDER = re.compile(r"\{(?:menu|size)\}")  # what is put in when the style is sent
RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
DECLARATION = re.compile(r"([a-z-]+)\s*:\s*((?:[^;\"']|\"[^\"]*\"|'[^']*')+)")
UNKNOWN = "told => told.filter(([name, value]) => !CSS.supports(name, value)).map(one => one.join(': '))"


def _declared(style: str) -> list[list[str]]:
    """Every declaration of a style: its property and its value; those of `@page` are no properties of an element."""
    text = PLACEHOLDER.sub("9", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
    rules = (inside for prelude, inside in RULE.findall(text) if not prelude.strip().startswith("@page"))
    found = (declaration for inside in rules for declaration in DECLARATION.findall(inside))
    return [[name, value.replace("!important", "").strip()] for name, value in found]


@pytest.fixture(scope="module")
def blank(browser_without_webgl):
    page = browser_without_webgl.new_page()
    yield page
    page.close()


def test_the_browser_knows_every_property_with_its_value(blank):
    unknown = {name: blank.evaluate(UNKNOWN, _declared(web.text(name))) for name in STYLES}
    assert {name: found for name, found in unknown.items() if found} == {}


def test_a_property_it_does_not_know_would_be_found(blank):
    told = _declared("a { colour: red; color: var(--x); width: 3 apples } @page { size: A4 }")
    assert blank.evaluate(UNKNOWN, told) == ["colour: red", "width: 3 apples"]
