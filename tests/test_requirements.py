"""What the code needs is named where a person reads it, and pinned with hashes where it is installed from."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

import outreach
from outreach.home import PROJECT
from tests.test_layers import imports_of

CODE = [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py")), *sorted((PROJECT / "outreach").rglob("*.py"))]
BROUGHT = {"pydantic_core": "pydantic"}  # a package in two parts, the one of which names the other's very version
_PIN = re.compile(r"^([\w.-]+)(?:\[\w+\])?==([^\s;\\]+)", re.MULTILINE)


def _named(*files: str) -> dict[str, str]:
    texts = [(PROJECT / file).read_text(encoding="utf-8") for file in files]
    return {re.sub(r"[-_.]+", "-", name).lower(): version for text in texts for name, version in _PIN.findall(text)}


def _packages(path) -> set[str]:
    """What a file imports that has to be installed for it."""
    named = {name.split(".")[0] for name in imports_of(path)} - {"outreach"}
    return {BROUGHT.get(name, name) for name in named}


def test_every_package_that_the_code_imports_is_named_in_requirements():
    named = _named("requirements.txt", "requirements-dask.txt")
    sources = packages_distributions()
    missing = {
        name
        for path in CODE
        for name in _packages(path)
        if not {re.sub(r"[-_.]+", "-", one).lower() for one in sources[name]} & set(named)
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("lock", "files"),
    [
        ("requirements.lock", ["requirements.txt"]),
        ("tests/requirements.lock", ["requirements.txt", "requirements-dask.txt", "tests/requirements.txt"]),
    ],
)
def test_a_lock_holds_what_requirements_name_and_make_lock_makes_it_anew(lock, files):
    named, locked = _named(*files), _named(lock)
    assert {name: version for name, version in named.items() if locked.get(name) != version} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_every_line_of_a_lock_is_a_pin_with_a_hash(lock):
    entries = re.split(r"\n(?=\S)", (PROJECT / lock).read_text(encoding="utf-8").strip())
    assert [entry for entry in entries if not re.match(r"[\w.-]+==\S+.*\\\n +--hash=sha256:[0-9a-f]{64}", entry)] == []


def test_what_runs_is_locked_alike_for_the_office_and_for_the_tests():
    run, tests = _named("requirements.lock"), _named("tests/requirements.lock")
    assert {name: version for name, version in run.items() if tests.get(name) != version} == {}


def test_the_python_that_is_asked_for_is_the_oldest_that_is_declared():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = ".".join(map(str, min(outreach.PYTHONS)))
    assert project["project"]["requires-python"] == f">={oldest}"
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert project["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    assert f"--python-version {oldest} " in (PROJECT / "Makefile").read_text(encoding="utf-8")


def test_a_python_that_is_too_old_is_told_so_and_a_newer_one_goes_on():
    assert outreach.unfit((3, 8)) == (
        "需要 Python 3.11 到 3.14，这里是 3.8。 · Python 3.11 to 3.14 is needed, this is 3.8.",
        False,
    )
    assert outreach.unfit((3, 11)) == outreach.unfit((3, 14)) == ("", True)
    said, goes_on = outreach.unfit((3, 15))
    assert goes_on and "没有在 3.15 上试过" in said


def test_what_is_read_first_can_be_read_by_pythons_far_too_old():
    ast.parse((PROJECT / "outreach" / "__init__.py").read_text(encoding="utf-8"), feature_version=(3, 6))
