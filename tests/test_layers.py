"""Who may import whom, and what no part of the package may do."""

import ast
import re
import sys

import pytest

from outreach.home import PROJECT

PACKAGE = PROJECT / "outreach"
DESIGN = PROJECT / "docs" / "design.md"


def _table() -> dict[str, set[str]]:
    """Who may import whom, as docs/design.md says it: a part of the package, and names of packages and modules."""
    section = DESIGN.read_text(encoding="utf-8").partition("## Who may import whom")[2]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {part.strip("`"): set(re.findall(r"`([^`]+)`", allowed)) for part, allowed in rows}


ALLOWED = _table()
PAGES = [PROJECT / "app.py", *sorted((PROJECT / "pages").glob("*.py"))]
MODULES = sorted(PACKAGE.rglob("*.py"))


def _layer(path) -> str:
    """The row of the table a file falls under."""
    if path in PAGES:
        return "pages"
    inside = path.relative_to(PACKAGE).as_posix()
    rows = (inside, path.parent.relative_to(PACKAGE).as_posix())
    return next((one for one in rows if one in ALLOWED), inside.split("/")[0])


def imports_of(path) -> set[str]:
    """Everything a file imports, by its full name, the standard library left out."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written out from outreach on"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] not in sys.stdlib_module_names}


def _within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in allowed)


def _strangers(path) -> list[str]:
    layer = _layer(path)
    own = (
        {"outreach.__version__"}
        if layer == "pages"
        else {"outreach.__version__", f"outreach.{layer.split('/')[0].removesuffix('.py')}"}
    )
    return sorted(name for name in imports_of(path) if not _within(name, ALLOWED[layer] | own))


TOGETHER = (
    PACKAGE / "__init__.py",
    PACKAGE / "__main__.py",
    *(PACKAGE / "commands").glob("*.py"),
)  # the command line brings everything together


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES + PAGES if path not in TOGETHER],
    ids=lambda path: path.relative_to(PROJECT).as_posix(),
)
def test_a_layer_imports_only_what_the_design_lets_it(path):
    assert _strangers(path) == []


def test_every_row_of_the_design_is_of_something_that_is_there():
    there = (
        {path.relative_to(PACKAGE).as_posix() for path in MODULES}
        | {path.parent.relative_to(PACKAGE).as_posix() for path in MODULES}
        | {"pages"}
    )
    assert set(ALLOWED) - there == set()


def test_the_design_names_only_files_that_are_there():
    text = DESIGN.read_text(encoding="utf-8").partition("## Who may import whom")[0]
    named = set(
        re.findall(
            r"`((?:outreach/|tests/|data/|pages/|measures/|views/|screen/|tables/|contents/|exports/)[a-z_./]+\.(?:py|csv|toml))`",
            text,
        )
    )
    lost = {one for one in named if not (PROJECT / one).exists() and not (PACKAGE / one).exists()}
    assert named and lost == set()


def test_only_screen_and_server_speak_streamlit():
    speaks = {
        _layer(path).split("/")[0]
        for path in MODULES + PAGES
        if any(_within(name, {"streamlit"}) for name in imports_of(path))
    }
    assert speaks == {"screen", "server"}


def test_only_one_folder_touches_streamlits_insides():
    touches = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.startswith("streamlit.") for name in imports_of(path))
    }
    assert touches and all(one.startswith("server/inside/") for one in touches)


def test_only_cached_and_what_the_desk_writes_with_know_the_tables():
    reads = [
        path.name
        for path in (PACKAGE / "screen").glob("*.py")
        if any(_within(name, {"outreach.tables"}) for name in imports_of(path))
    ]
    assert sorted(reads) == ["cached.py", "filing.py", "returns.py"]


@pytest.mark.parametrize("path", MODULES + PAGES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_module_reaches_outside_the_project(path):
    def outside(text: str) -> bool:
        return text.startswith(("/", "~", "../", "file:")) and len(text) > 2 and not text.startswith("</")

    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if outside(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_says_only_which_page_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring, imported, call = tree.body
    assert ast.get_docstring(tree) and isinstance(docstring, ast.Expr) and isinstance(imported, ast.ImportFrom)
    name = "overview" if path.name == "app.py" else path.stem
    assert ast.unparse(call) == ("desk_page.show()" if name == "desk" else f"shell.show('{name}')")


CONTENTS = sorted(path for path in (PACKAGE / "contents").glob("*.py") if path.name not in ("__init__.py", "at.py"))


@pytest.mark.parametrize("path", CONTENTS, ids=lambda path: path.name)
def test_contents_have_no_loop_no_case_and_no_sentence(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    busy = (
        ast.For,
        ast.While,
        ast.If,
        ast.IfExp,
        ast.ListComp,
        ast.DictComp,
        ast.SetComp,
        ast.GeneratorExp,
        ast.ClassDef,
        ast.Try,
        ast.JoinedStr,
    )
    assert [f"line {node.lineno}" for node in ast.walk(tree) if isinstance(node, busy)] == []
    told = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.FunctionDef))}
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
    assert [text for text in texts if not text.isascii() or " " in text or "#" in text] == []


def test_no_module_asks_a_stranger_on_the_network():
    network = {"urllib", "http", "socket", "requests", "httpx", "ftplib"}
    found = {}
    for path in MODULES + PAGES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        if asked := {name.split(".")[0] for name in names - {"urllib.parse"}} & network:
            found[path.name] = asked
    assert found == {}


DRAWING = {"views/points.py", "exports/pictures.py"}  # SVG: numbers and colours, and texts that they escape
TAG = re.compile(
    r"<(?:a|abbr|b|button|dd|div|dl|dt|figure|h[1-6]|header|i|img|input|li|nav|ol|p|section|small|span|t[dhr]|table|ul)\b"
)


def test_html_is_made_by_templates_and_nobody_escapes_by_hand():
    joined = []
    for path in MODULES:
        inside = path.relative_to(PACKAGE).as_posix()
        text = path.read_text(encoding="utf-8")
        if inside in DRAWING or not ("from html import escape" in text or TAG.search(text)):
            continue
        if "from html import escape" in text:
            joined.append(f"{inside}: html.escape")
        strings = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr))
        for one in strings:
            if TAG.search("".join(part.value for part in one.values if isinstance(part, ast.Constant))):
                joined.append(f"{inside}:{one.lineno}")
    assert joined == []
