import tomllib

from outreach.home import PROJECT
from tests import strict

ERRORS = [
    "outreach/views/town.py:3: error: Missing return type  [no-untyped-def]",
    "outreach/views/town.py:9: note: it would be this",
    "outreach/words/__init__.py:7: error: Returning Any  [no-any-return]",
    "Found 2 errors in 2 files (checked 9 source files)",
]


def test_a_fault_in_a_module_that_is_not_on_the_list_is_told():
    assert strict.against(ERRORS, ["outreach.words"]) == ([ERRORS[0]], [])


def test_a_listed_module_without_a_fault_must_leave_the_list():
    assert strict.against(ERRORS, ["outreach.words", "outreach.views.town", "outreach.home"]) == ([], ["outreach.home"])


def test_shrinking_takes_out_exactly_the_lines_of_the_clean_modules():
    text = 'not_yet_strict = [\n    "outreach.home",\n    "outreach.words",\n]\n'
    assert strict.without(text, ["outreach.home"]) == 'not_yet_strict = [\n    "outreach.words",\n]\n'


def test_every_module_on_the_list_exists_and_stands_there_once():
    listed = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["outreach"][strict.LIST]
    paths = [PROJECT.joinpath(*module.split(".")) for module in listed]
    assert listed == sorted(set(listed))
    assert [path for path in paths if not (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file())] == []
