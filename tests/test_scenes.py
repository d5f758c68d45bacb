"""The scenes of a briefing: what a scenes.toml says, and what is wrong with it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import scenes
from outreach.home import PROJECT
from outreach.screen import slides
from outreach.selection import Slip
from outreach.words import load
from tests.towns import SIJIA, YUELAI

SCENE = """[[scene]]
id = "gaps"
page = "gaps"
exhibits = ["gaps_map"]
title_zh = "缺口"
title_en = "Gaps"
takeaway_zh = "{gaps_map}"
"""
IDS = {"area": {YUELAI}}


def told(text: str, language: str = "zh") -> list[tuple[int | None, str | None, str]]:
    found, faults = scenes.reading.parsed(text, IDS)
    assert not found
    return [(fault.row, fault.column, load(language).fault(fault)) for fault in faults]


def test_a_scene_is_a_pages_state_with_what_is_shown_and_said():
    (found,), faults = scenes.reading.parsed(SCENE + f'query = {{ area = "{YUELAI}", way = "walk" }}\n', IDS)
    assert faults == ()
    assert (found.id, found.page, found.query, found.exhibits) == (
        "gaps",
        "gaps",
        {"area": YUELAI, "way": "walk"},
        ("gaps_map",),
    )
    assert (found.title["en"], found.takeaway["zh"], found.note["zh"], found.otherwise) == (
        "Gaps",
        "{gaps_map}",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "row", "column", "zh", "en"),
    [
        (
            'page = "gaps"',
            'page = "gap"',
            3,
            "gaps.page",
            "没有“gap”这一页，应为下列之一：overview、bases、literacy、gaps、siting、town、plan、sources",
            "there is no page “gap”; one of these was expected: overview, bases, literacy, gaps, siting, town, plan, sources",
        ),
        (
            '["gaps_map"]',
            '["map"]',
            4,
            "gaps.exhibits",
            "“gaps”页没有“map”，应为下列之一：",
            "the page “gaps” has no “map”; one of these was expected: ",
        ),
        (
            '["gaps_map"]',
            '"gaps_map"',
            4,
            "gaps.exhibits",
            '“exhibits”为 "gaps_map"，应为名称清单，如 ["gaps_map"]',
            '“exhibits” is "gaps_map", where a list of names such as ["gaps_map"] was expected',
        ),
        ('title_en = "Gaps"\n', "", 1, "gaps.title_en", "缺少“title_en”", "“title_en” is missing"),
        (
            'title_en = "Gaps"',
            'titel_en = "Gaps"',
            6,
            "gaps.titel_en",
            "缺少“title_en”，是否误写成了“titel_en”",
            "“title_en” is missing: was it written “titel_en”?",
        ),
        (
            'title_en = "Gaps"',
            'title_en = " "',
            6,
            "gaps.title_en",
            "“title_en”不能为空",
            "“title_en” must not be empty",
        ),
        (
            'id = "gaps"',
            'id = "the gaps"',
            2,
            "scene 1.id",
            "画面编号“the gaps”只能用字母、数字和连字符",
            "the scene's id “the gaps” may hold letters, digits and hyphens only",
        ),
        (
            '"{gaps_map}"',
            '"{siting_map}"',
            7,
            "gaps.takeaway_zh",
            "不认识占位符 {siting_map}，“gaps”页可引用的有：lede、gaps_map",
            "the placeholder {siting_map} is not known; the page “gaps” has: lede, gaps_map",
        ),
        (
            '"{gaps_map}"',
            '"{siting/lede.x}"',
            7,
            "gaps.takeaway_zh",
            "不认识占位符 {siting/lede.x}，",
            "the placeholder {siting/lede.x} is not known; ",
        ),
        (
            "exhibits =",
            'query = { area = "999" }\nexhibits =',
            4,
            "gaps.query.area",
            "query 中的“area”为“999”，数据中没有",
            "“area” in query is “999”, which the data do not have",
        ),
        (
            "exhibits =",
            'query = { mode = "kiosk" }\nexhibits =',
            4,
            "gaps.query.mode",
            "“query.mode”不是可用的设定，是否应为“model”；这里可用的有：area",
            "“query.mode” is no setting: was “model” meant? There are: area",
        ),
        (
            "exhibits =",
            'colour = "red"\nexhibits =',
            4,
            "gaps.colour",
            "“colour”不是可用的设定，这里可用的有：page",
            "“colour” is no setting; there are: page",
        ),
    ],
)
def test_a_fault_says_where_what_was_found_and_what_was_expected(old, new, row, column, zh, en):
    assert old in SCENE
    text = SCENE.replace(old, new, 1)
    (found,) = told(text)
    assert found[:2] == (row, column) and found[2].startswith(zh)
    assert told(text, "en")[0][2].startswith(en)


def test_all_faults_are_told_at_once_and_no_scene_is_kept():
    text = (
        SCENE
        + SCENE.replace('page = "gaps"', 'page = "nowhere"')
        + '[scene.otherwise]\ntitle_zh = "x"\n[[scene.point]]\nzh = "a"\n'
    )
    assert [(row, column) for row, column, _ in told(text)] == [
        (9, "gaps.id"),
        (10, "gaps.page"),
        (15, "gaps.otherwise.title_en"),
        (17, "gaps.point.en"),
    ]


@pytest.mark.parametrize(
    ("text", "row", "zh"),
    [
        ("", None, "没有画面：应至少有一个 [[scene]]"),
        ("\nscene = 3", 2, "“scene”为 3，应为[[scene]] 各节，至少一节"),
        ("scene = []", 1, "“scene”为 []，应为[[scene]] 各节，至少一节"),
        ("scene = [3]", 1, "“scene”为 3，应为[[scene]] 各节，至少一节"),
        ('# none\n[[scenes]]\nid = "a"\n', 2, "缺少“scene”，是否误写成了“scenes”"),
        ('[[scene]]\nid = "a\n', 2, "这一行不合 TOML 语法：文字要写在半角双引号内，每项一行"),
    ],
)
def test_a_file_that_is_no_list_of_scenes_is_refused(text, row, zh):
    assert [(found_row, said) for found_row, _, said in told(text)] == [(row, zh)]


@pytest.mark.parametrize(
    ("line", "row", "column", "zh"),
    [
        ('takeway_en = "x"', 8, "gaps.takeway_en", "“takeway_en”不是可用的设定，是否应为“takeaway_en”；"),
        ("[scene.query]\nnew = 3", 9, "gaps.query.new", "“query.new”为 3，应为文字，写在引号内"),
        ('query = { way = "fly", are = "a" }', 8, "gaps.query.are", "“query.are”不是可用的设定，是否应为“area”；"),
        ("otherwise = 3", 8, "gaps.otherwise", "“otherwise”为 3，应为[scene.otherwise] 一节"),
        ("point = [1]", 8, "gaps.point", "“point”为 1，应为[[scene.point]] 各节"),
        ("[scene.point]", 8, "gaps.point", "“point”为 {}，应为[[scene.point]] 各节"),
        ('note_en = """\n[[scene]]\nid = "no"\n"""\nquery = 3', 12, "gaps.query", "“query”为 3，应为一组设定"),
        ("[scene.otherwise]", 8, "gaps.otherwise.title_zh", "缺少“otherwise.title_zh”"),
        ('otherwise = { title_zh = "a", title_en = "{map}" }', 8, "gaps.otherwise.title_en", "不认识占位符 {map}，"),
        ('kind = "page"', 8, "gaps.kind", "没有“page”这种画面，应为下列之一：cover、closing"),
    ],
)
def test_a_fault_is_found_on_its_line_however_the_file_is_written(line, row, column, zh):
    found = told(SCENE + line + "\n")
    assert (row, column) in [one[:2] for one in found] and any(one[2].startswith(zh) for one in found)


@given(
    st.lists(st.integers(0, 30), unique=True, max_size=4), st.sampled_from(["[]", "7.5", "{}", "[{}]", '"{x"', '""'])
)
def test_whatever_stands_in_a_scene_is_taken_or_told_of_on_its_line(places, value):
    lines = (PROJECT / scenes.scene.FILE).read_text(encoding="utf-8").splitlines()
    settings = [i for i, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    for place in places:
        lines[settings[place]] = f"{lines[settings[place]].split(' = ')[0]} = {value}"
    found, faults = scenes.reading.parsed("\n".join(lines))
    assert bool(found) != bool(faults)
    assert {fault.row for fault in faults} <= {settings[place] + 1 for place in places}
    assert all(load(language).fault(fault) for fault in faults for language in ("zh", "en"))


def test_a_file_in_another_encoding_is_told_by_its_line(tmp_path: Path):
    path = tmp_path / "scenes.toml"
    path.write_bytes('[[scene]]\nid = "a"\ntitle_zh = "缺口"\n'.encode("gb18030"))
    (fault,) = scenes.reading.read(path)[1]
    assert (fault.file, fault.row, fault.rule) == ("data/scenes.toml", 3, "toml_not_utf8")


def test_without_a_file_there_is_nothing_wrong_and_no_scene(tmp_path: Path):
    assert scenes.reading.read(tmp_path / "scenes.toml") == ((), ())


def test_scenes_are_written_as_they_are_read():
    shipped, faults = scenes.reading.read(PROJECT / scenes.scene.FILE)
    assert faults == () and len(shipped) == 10
    for one in (shipped, scenes.reading.built_in()):
        assert scenes.reading.parsed(scenes.writing.written(one)) == (one, ())
    odd = scenes.scene.of_state("gaps", {"area": "x"}, "a", ())
    odd = scenes.scene.Scene(
        odd.id,
        odd.page,
        odd.query,
        (),
        {"zh": '引"号\\', "en": "tab\there\nline"},
        {"zh": "", "en": "\x01"},
        {"zh": "", "en": ""},
        reading={"zh": "", "en": ""},
    )
    assert scenes.reading.parsed(scenes.writing.written((odd,)))[0] == (odd,)


def test_plain_values_from_a_browser_become_scenes_or_faults_and_nothing_else():
    shipped, _ = scenes.reading.read(PROJECT / scenes.scene.FILE)
    assert scenes.reading.parsed(scenes.writing.given_text([scenes.writing.plain(one) for one in shipped])) == (
        shipped,
        (),
    )
    text = scenes.writing.given_text(
        [
            {
                "id": 3,
                "page": ["x"],
                "exhibits": [1],
                "query": {"a b": 1, "x\n[": "y"},
                "evil\nkey": "v",
                "point": [{"zh": 1}],
            }
        ]
    )
    assert "evil" not in text and scenes.reading.parsed(text)[0] == ()


def test_placeholders_are_filled_from_what_exhibits_say():
    said = {
        (None, "gaps_map", None): "一句。两句！",
        (None, "gaps_map", "title"): "图",
        (None, "gaps_map", "finding"): "结论",
        ("siting", "lede", None): "From 1.5 to 2. More.",
    }
    ask = lambda *of: said.get(of)
    assert (
        scenes.placeholders.filled("{gaps_map.title}：{gaps_map.finding}，{gaps_map}", ask) == "图：结论，一句。两句！"
    )
    assert scenes.placeholders.filled("{siting/lede}", ask) == "From 1.5 to 2. More."
    assert scenes.placeholders.holds("{gaps_map.finding}", ask) and not scenes.placeholders.holds(
        "{gaps_map.finding}{gaps_map.range}", ask
    )
    assert scenes.placeholders.filled("a {nothing} b", ask) == "a b"


def test_a_scene_with_a_former_code_is_no_fault_shows_the_town_of_today_and_is_told(district):
    first = scenes.reading.built_in()[2:3]
    text = scenes.writing.written(first).replace(
        'page = "overview"', 'page = "overview"\nquery = { area = "320614111" }'
    )
    listed, faults = scenes.reading.parsed(text, district.ids())
    assert faults == ()
    assert scenes.scene.former(listed, district.ids()) == ((listed[0].id, Slip("area", "320614111", SIJIA)),)
    assert scenes.scene.former(scenes.reading.built_in(), district.ids()) == ()
    town = scenes.scene.of_state("town", {"area": "320614111"}, "town", ("town_levels",))
    today = scenes.scene.of_state("town", {"area": SIJIA}, "town", ("town_levels",))
    old, new = (slides.slides((one,), district, "zh", date(2026, 11, 27))[0] for one in (town, today))
    assert old.title == new.title and "四甲镇" in old.title
