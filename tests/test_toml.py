"""On which line of a TOML text a key stands."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.home import PROJECT
from outreach.toml import lines_of

TEXT = (
    '''# "a comment" [with] signs = {
code = "x"
"quoted key".'it''s' = 1 # = [
[one]
two.three = 2026-11-27 08:00:00
text = """
[one]
two = \\"\\"" ""\\
"""
list = [
  1, # one
  { deep = [ "a,b", ']' ], more = 2 },
]
[[several]]
name = "first"
[several.inside]
key = '''.replace("'it''s'", "'its'")
    + "'''\n[no]\n'''"
    + """
[[several]]
name = ""
[[several.again]]
key = true
"""
)


def test_every_key_has_its_line_whatever_stands_in_texts_and_comments():
    assert lines_of(TEXT) == {
        ("code",): 2,
        ("quoted key",): 3,
        ("quoted key", "its"): 3,
        ("one",): 4,
        ("one", "two"): 5,
        ("one", "two", "three"): 5,
        ("one", "text"): 6,
        ("one", "list"): 10,
        ("one", "list", 0): 11,
        ("one", "list", 1): 12,
        ("one", "list", 1, "deep"): 12,
        ("one", "list", 1, "deep", 0): 12,
        ("one", "list", 1, "deep", 1): 12,
        ("one", "list", 1, "more"): 12,
        ("several",): 14,
        ("several", 0): 14,
        ("several", 0, "name"): 15,
        ("several", 0, "inside"): 16,
        ("several", 0, "inside", "key"): 17,
        ("several", 1): 20,
        ("several", 1, "name"): 21,
        ("several", 1, "again"): 22,
        ("several", 1, "again", 0): 22,
        ("several", 1, "again", 0, "key"): 23,
    }


def places(value, where=()):
    """Where every value stands that TOML's own reader finds."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in parts:
        yield (*where, key)
        yield from places(inside, (*where, key))


@pytest.mark.parametrize("name", ["data/district.toml", "data/scenes.toml", "pyproject.toml", "outreach/words/zh.toml"])
def test_every_place_that_the_reader_finds_has_a_line(name):
    text = (PROJECT / name).read_text(encoding="utf-8")
    assert set(lines_of(text)) == set(places(tomllib.loads(text)))


VALUES = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.text("a\"'\\n#[]{}=,.", max_size=6)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(st.text("ab.\"' ", max_size=3), inside, max_size=3)
    ),
    max_leaves=8,
)


def said(value) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{said(key)} = {said(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ", ".join(map(said, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()


@given(st.dictionaries(st.text("ab.\"' ", max_size=3), VALUES, max_size=4))
def test_no_value_is_too_odd_to_have_a_line(values):
    text = "".join(f"{said(key)} = {said(value)}\n" for key, value in values.items())
    assert tomllib.loads(text) == values
    assert set(lines_of(text)) == set(places(values))
