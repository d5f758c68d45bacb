"""That the project runs on Windows and on Chinese Linux as it does here, as far as this machine can tell."""

import ast
import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from outreach.exports import fonts
from outreach.faults import reason
from outreach.home import PROJECT
from outreach.tables import MODELS

MODULES = sorted((PROJECT / "outreach").rglob("*.py"))
POSIX_ONLY = {"fcntl", "grp", "pty", "pwd", "resource", "termios"}
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in range(10))}
WINDOWS_10 = {"Arial", "Calibri", "Microsoft YaHei", "Microsoft YaHei UI", "Segoe UI", "SimSun", "NSimSun"}
KYLIN = {"DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"}
UOS = {"DejaVu Sans", "Source Han Sans SC", "Unifont"}


def _ids(path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_no_module_needs_what_windows_does_not_have(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in named} & POSIX_ONLY == set()


@pytest.mark.parametrize("path", MODULES, ids=_ids)
def test_text_is_read_and_written_in_utf_8_whatever_the_machine_takes_for_its_own(path):
    def as_text(call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name == "open" and isinstance(call.func, ast.Name):
            modes = [one.value for one in call.args[1:2] if isinstance(one, ast.Constant)]
            return not (modes and "b" in modes[0])
        return name in ("read_text", "write_text")

    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    silent = [
        f"line {call.lineno}"
        for call in calls
        if as_text(call)
        and not any(one.arg == "encoding" for one in call.keywords)
        and not any(isinstance(one, ast.Constant) and one.value == "utf-8" for one in call.args)
    ]
    assert silent == []


def test_every_file_of_the_project_has_a_name_that_windows_takes():
    left_out = {".git", ".venv", "build", "__pycache__"}
    names = [path.relative_to(PROJECT) for path in PROJECT.rglob("*") if not left_out & set(path.parts)]
    bad = [
        str(name)
        for name in names
        if re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', name.name) or name.stem.split(".")[0].upper() in RESERVED
    ]
    assert bad == []
    folded = [str(name).casefold() for name in names]
    assert len(folded) == len(set(folded))
    assert (
        max(
            len(str(PureWindowsPath("C:/Users/wangfang/Desktop/outreach-atlas-0.2.0-win_amd64-python3.13") / name))
            for name in names
        )
        < 240
    )


def test_a_tables_file_is_told_with_the_same_slash_on_every_system():
    for table in MODELS:
        told = PurePosixPath("data", f"{table}.csv")
        assert told.as_posix() == PureWindowsPath("data", f"{table}.csv").as_posix() == f"data/{table}.csv"


@pytest.mark.parametrize(
    ("families", "chosen"),
    [(WINDOWS_10, "Microsoft YaHei"), (KYLIN, "Noto Sans CJK SC"), (UOS, "Source Han Sans SC")],
    ids=["windows", "kylin", "uos"],
)
def test_chinese_is_set_in_the_font_that_the_system_comes_with(families, chosen):
    assert fonts.chinese("科普", families) == chosen


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_excel_holds_open_is_told_as_such(code):
    error = PermissionError(13, "Permission denied")
    error.winerror = code
    assert reason(error)["zh"].startswith("别的程序（如 Excel）正打开着它")
    assert reason(PermissionError(13, "Permission denied"))["zh"] == "没有权限"
