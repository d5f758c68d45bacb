"""Which district is shown, and what its district.toml may not say."""

import shutil
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.home import PROJECT, HomeError, find_home
from outreach.settings import read_settings
from outreach.words import LANGUAGES, load

SETTINGS = {
    line.split(" = ")[0]: number
    for number, line in enumerate((PROJECT / "data/district.toml").read_text(encoding="utf-8").splitlines())
    if " = " in line and not line.startswith("#")
}
"""The line, from 0, that a setting of the shipped district stands on; of those of one name the last."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part in ("data", "geo"):
        (tmp_path / part).mkdir()
    shutil.copy(PROJECT / "data/district.toml", tmp_path / "data")
    return tmp_path


def told(root: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(HomeError) as raised:
        find_home(root)
    return [(fault.row, load("zh").fault(fault), load("en").fault(fault)) for fault in raised.value.faults]


def line(root, words):
    """The number of the first line of the settings that begins with these words."""
    lines = (root / "data/district.toml").read_text(encoding="utf-8").splitlines()
    return 1 + next(place for place, one in enumerate(lines) if one.startswith(words))


def replace(root: Path, old: str, new: str) -> None:
    path = root / "data/district.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_district_is_haimen(monkeypatch):
    monkeypatch.delenv("OUTREACH_HOME", raising=False)
    home = find_home()
    assert (home.code, home.name["en"], home.demonstration, home.data_date) == (
        "320614",
        "Haimen District, Nantong",
        False,
        date(2026, 11, 23),
    )
    assert home.compare_with == ("320600", "320000", "100000")
    assert (home.travel["detour"], home.literacy["between_town_sd"], home.plan.literacy_target_id) == (
        1.3,
        0.03,
        "T01",
    )
    assert set(home.layers) == {"neighbours", "towns", "water", "canals", "district"}


def test_the_argument_comes_before_the_environment_and_that_before_the_project(root, monkeypatch):
    monkeypatch.setenv("OUTREACH_HOME", str(root))
    assert find_home().root == root.resolve()
    assert find_home(PROJECT).root == PROJECT


@pytest.mark.parametrize(
    "old, new, row, zh, en",
    [
        (
            'code = "320614"',
            "code = 320614",
            4,
            "“code”为 320614，应为文字，写在引号内",
            "“code” is 320614, where text in quotes was expected",
        ),
        (
            "from_year = 2021",
            'from_year = "2021"',
            18,
            '“plan.from_year”为 "2021"，应为整数',
            '“plan.from_year” is "2021", where a whole number was expected',
        ),
        (
            "walk_km = 1",
            "walk_km = -1",
            38,
            "“travel.walk_km”为 -1，应为不小于0的数",
            "“travel.walk_km” is -1, where a number, zero or more was expected",
        ),
        (
            "demonstration = false",
            "demonstration = 0",
            5,
            "“demonstration”为 0，应为true 或 false",
            "“demonstration” is 0, where true or false was expected",
        ),
        (
            "detour = 1.3",
            "detuor = 1.3",
            37,
            "缺少“travel.detour”，是否误写成了“travel.detuor”",
            "“travel.detour” is missing: was it written “travel.detuor”?",
        ),
        ("detour = 1.3\n", "", 36, "缺少“travel.detour”", "“travel.detour” is missing"),
        (
            "[travel]",
            "[travels]",
            36,
            "缺少“travel”，是否误写成了“travels”",
            "“travel” is missing: was it written “travels”?",
        ),
        (
            '"T01"',
            "“T01”",
            21,
            "这一行不合 TOML 语法：文字要写在半角双引号内，每项一行",
            "this line is no TOML: text stands in straight double quotes, one setting a line",
        ),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(root, old, new, row, zh, en):
    replace(root, old, new)
    assert told(root) == [(row, zh, en)]


def test_settings_in_another_encoding_are_refused(root):
    (root / "data/district.toml").write_bytes("# 海门\n[name]\nzh = '海门'\n".encode("gb18030"))
    assert told(root)[0][1] == "这一行有损坏的字符，文件应为 UTF-8 编码"


def test_missing_settings_are_told_of(root):
    (root / "data/district.toml").unlink()
    assert told(root) == [(None, "没有找到这个文件", "the file is missing")]


def test_settings_with_a_byte_order_mark_are_read(root):
    path = root / "data/district.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert find_home(root).code == "320614"


@pytest.mark.parametrize("path", ["no/such/place", "bad\0name"])
def test_a_place_that_is_none_is_refused(path):
    with pytest.raises(HomeError) as raised:
        find_home(path)
    assert raised.value.rule == "home_missing" and not raised.value.faults


def test_the_next_plenary_and_the_gaps_of_the_plan_may_be_left_out(root):
    assert find_home(root).plan.next_plenary is None
    replace(root, 'literacy_target_id = "T01"', 'literacy_target_id = "T01"\nnext_plenary = 2027-01-15 #')
    assert find_home(root).plan.next_plenary == date(2027, 1, 15)


@pytest.mark.parametrize(
    "old, new, zh",
    [
        (
            'literacy_target_id = "T01"',
            'literacy_target_id = "T01"\nnext_plenary = "2027-01-15" #',
            '“plan.next_plenary”为 "2027-01-15"，应为日期，如 2026-11-23，不加引号',
        ),
        ('facilities = ["P3.1", "P3.3"]', "facilities = 3", '“plan.gaps.facilities”为 3，应为代码清单，如 ["320600"]'),
    ],
)
def test_where_they_are_given_they_are_checked(root, old, new, zh):
    replace(root, old, new)
    assert [fault for _, fault, _ in told(root)] == [zh]


def test_a_public_address_and_a_template_may_be_named(root):
    assert (find_home(root).public_url, find_home(root).template) == ("", PROJECT / "deploy/template.pptx")
    path = root / "data/district.toml"
    path.write_text(
        'public_url = "https://atlas.example"\n'
        + path.read_text(encoding="utf-8")
        + '\n[export]\ntemplate = "ours.pptx"\n',
        encoding="utf-8",
    )
    assert (find_home(root).public_url, find_home(root).template) == ("https://atlas.example", root / "ours.pptx")


def test_a_template_that_is_no_text_is_told(root):
    path = root / "data/district.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[export]\ntemplate = 3\n", encoding="utf-8")
    ((_, zh, _),) = told(root)
    assert zh == "“export.template”为 3，应为文字，写在引号内"


def test_an_optional_setting_that_is_misspelt_is_not_passed_over(root):
    replace(root, "idle_seconds = 60", "idle_secnds = 60")
    assert told(root) == [
        (
            line(root, "idle_secnds"),
            "“kiosk.idle_secnds”不是可用的设定，是否应为“idle_seconds”；这里可用的有：place、name_zh、name_en、ask_zh、ask_en、idle_seconds、warning_seconds",
            "“kiosk.idle_secnds” is no setting: was “idle_seconds” meant? There are: place, name_zh, name_en, ask_zh, ask_en, idle_seconds, warning_seconds",
        )
    ]


def test_every_fault_is_told_at_once_and_one_setting_has_one_fault(root):
    replace(root, 'code = "320614"', "code = 320614")
    replace(root, "compare_with = [", "compare_with = [1, 2, ")
    replace(root, "drive_km = 15", "drive_km = true")
    replace(root, "[kiosk]", '[gaps]\nsupply = "beds"\n\n[kiosk]\nplace = [121.2, "31.9"]')
    assert [(row, zh) for row, zh, _ in told(root)] == [
        (4, "“code”为 320614，应为文字，写在引号内"),
        (8, "“compare_with”为 [1, 2, '320600', '320000', '100000']，应为代码清单，如 [\"320600\"]"),
        (line(root, "drive_km"), "“travel.drive_km”为 true，应为不小于0的数"),
        (line(root, "supply ="), '“gaps.supply”为 "beds"，应为"weight"（按级别权重）或 "capacity"（按年接待能力）'),
        (line(root, "place ="), "“kiosk.place”为 [121.2, '31.9']，应为居民点编号，或 [经度, 纬度]"),
    ]


@given(st.lists(st.sampled_from(sorted(SETTINGS)), unique=True), st.sampled_from(["[]", "7.5", "1979-05-27", "{}"]))
def test_whatever_stands_in_a_setting_is_taken_or_told_of_on_its_line(names, value):
    lines = (PROJECT / "data/district.toml").read_text(encoding="utf-8").splitlines()
    for name in names:
        lines[SETTINGS[name]] = f"{name} = {value}"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "district.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        settings, faults = read_settings(path)
    assert (settings is None) == bool(faults)
    assert {fault.row for fault in faults} <= {SETTINGS[name] + 1 for name in names}
    assert all(load(language).fault(fault) for fault in faults for language in LANGUAGES)
