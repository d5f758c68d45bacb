"""The report of a district: every target, town and unit is in it, its figures are the pages' own, and nothing reads as of a screen."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from outreach.exports.report import Figure, Heading, Part, Table, Text, exhibits
from outreach.home import find_home
from outreach.screen import report
from outreach.screen.report import Look, places, plan
from outreach.screen.report.look import for_paper
from outreach.selection import Selection
from outreach.synth import write
from outreach.tables import read_district
from outreach.words import LANGUAGES
from tests import districts, towns
from tests.conftest import SAY

TODAY = date(2026, 11, 23)
OF_A_SCREEN = re.compile(r"\.toml|\.csv|python -m|点击|单击|右侧选|\bclick", re.IGNORECASE)


@pytest.fixture(scope="module")
def looks(tmp_path_factory):
    """A demonstration of three towns, in both languages: its figures are worked out once."""
    home = tmp_path_factory.mktemp("demonstration")
    write(home, 3, 9, 1)
    shown = read_district(find_home(home))
    return {language: Look(shown, Selection(language=language), TODAY) for language in LANGUAGES}


@pytest.fixture(scope="module")
def reports(looks):
    return {language: report.compose(look) for language, look in looks.items()}


@pytest.fixture(scope="module")
def ours(district):
    """The shipped district."""
    return Look(district, Selection(language="zh"), TODAY)


def headings(parts: tuple[Part, ...], level: int) -> list[str]:
    return [one.text for one in parts if isinstance(one, Heading) and one.level == level]


def texts(parts: tuple[Part, ...]) -> list[str]:
    found = [one.text for one in parts if isinstance(one, Text | Heading)]
    return found + [one.note for one in parts if isinstance(one, Figure)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_town_and_unit_with_a_duty_has_its_place(reports, looks, language):
    parts, shown = reports[language].parts, looks[language].district
    towns = shown.areas[shown.areas["parent_code"] == shown.home.code]
    assert headings(parts, 1)[0] == SAY[language]("report.summary")
    assert set(towns[f"name_{language}"]) <= set(headings(parts, 2))
    under = headings(parts, 3)
    assert all(
        any(one.startswith(f"{target} ") for one in under)
        for target in looks[language].at("plan").district.targets["target_id"]
    )
    duties = looks[language].exhibit("plan", "plan_duties").rows["unit_name"]
    (units,) = (one.exhibit.rows for one in parts if isinstance(one, Table) and one.exhibit.name == "report_units")
    assert set(duties) <= set(units["unit"])


def test_a_unit_s_row_names_its_tasks_those_it_is_named_first_in_and_its_targets(ours):
    (table,) = (one for one in plan.tasks(ours) if isinstance(one, Table) and one.exhibit.name == "report_units")
    row = table.exhibit.rows.set_index("unit").loc["区委组织部"]
    assert row["figure_0"] == "5 项：列首位的四(五)1、四(五)2、四(五)3；四(二)4、五(四)2"
    assert row["figure_1"] == "1 项：T12" and row["figure_3"] == "1 项"


def test_what_is_the_same_for_every_target_is_told_once(ours):
    parts = tuple(plan.targets(ours))
    traced = [one for one in parts if isinstance(one, Table) and one.exhibit.name == "plan_traces"]
    shared = next(one.text for one in parts if isinstance(one, Text) and "最近报告：没有报告" in one.text)
    assert len(traced) == 12 and "期限已过327天" in shared
    assert not [one for one in traced if set(one.exhibit.rows["item"]) & {"最近报告", "从今天起", "指标出处"}]


def test_no_picture_shows_the_progress_of_targets_that_nobody_reported_on(ours):
    assert not [one for one in plan.targets(ours) if isinstance(one, Figure)]


def test_what_nobody_reported_is_said_so_with_who_owes_it(ours):
    table = next(one for one in plan.targets(ours) if isinstance(one, Table) and one.exhibit.name == "plan_targets")
    assert set(table.exhibit.rows["reported"]) == {"没有报告"} and "owed_by" in table.columns
    assert set(table.exhibit.rows["status_name"]) == {"到期未报告"} and table.exhibit.rows["owed_by"].ne("").all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_the_district_s(reports, looks, language):
    (table,) = (one for one in reports[language].parts if isinstance(one, Table) and one.exhibit.name == "gaps_table")
    rows, said = table.exhibit.rows.set_index("area_code"), " ".join(texts(reports[language].parts))
    gap = looks[language].at("gaps").figures.gap["gap"]
    assert rows["gap"].equals(gap.reindex(rows.index)) and all(each in said for each in rows["reason"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_annex_has_a_row_for_the_district_and_for_every_town(reports, looks, language):
    title = SAY[language]("report.standing")
    (table,) = (one for one in reports[language].parts if isinstance(one, Table) and one.exhibit.title == title)
    shown = looks[language].district
    towns = shown.areas.loc[shown.areas["parent_code"] == shown.home.code, f"name_{language}"]
    assert list(table.exhibit.rows["area"]) == [shown.home.name[language], *towns]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_and_table_says_what_it_rests_on(reports, language):
    for one in exhibits(reports[language].parts):
        assert one.credits.basis or one.name in ("kinds", "source_list", "geometry"), one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_it_is_meant_for_a_screen(reports, language):
    assert [one for one in texts(reports[language].parts) if OF_A_SCREEN.search(one)] == []


def test_the_cover_says_what_is_known_and_leaves_open_what_is_not(ours, monkeypatch):
    monkeypatch.setattr(report, "CHAPTERS", ())
    monkeypatch.setattr(places, "annex", lambda look: ())
    made = report.compose(ours)
    cover = made.cover
    assert cover.title == "南通市海门区全民科学素质行动规划（2021—2025年）" and cover.subtitle == "期末监测评估报告"
    assert dict(cover.lines)["编制单位："] == "（待填）" and dict(cover.lines)["数据截至："] == "2026年11月23日"
    assert made.mark == "" and headings(made.parts, 1) == [SAY["zh"]("report.summary")]


def test_the_file_has_a_heading_a_table_and_a_picture_for_every_part(reports):
    parts = [one for one in reports["zh"].parts if not isinstance(one, Figure) or one.exhibit.name == "gaps_components"]
    shown = report.Report(reports["zh"].cover, tuple(parts), "", TODAY.isoformat(), "名")
    document = Document(BytesIO(report.report.docx(shown, SAY["zh"])))
    found = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert found == [one.text for one in parts if isinstance(one, Heading)]
    assert len(document.tables) == sum(isinstance(one, Table) for one in parts)
    assert len(document.inline_shapes) == sum(isinstance(one, Figure) for one in parts) == 1


def test_of_a_filled_district_the_report_says_what_was_reached(copied):
    look = Look(read_district(find_home(districts.filled(copied))), Selection(language="zh"), TODAY)
    said = " ".join(texts(tuple(plan.targets(look))))
    assert "12项量化指标：已完成6项、到期未完成6项" in said and "没有收到报告" not in said


def test_an_empty_district_has_its_report_too(copied):
    look = Look(read_district(find_home(districts.empty(copied))), Selection(language="en"), TODAY)
    parts = tuple(one for chapter in (plan.grounds, plan.targets, places.facilities) for one in chapter(look))
    assert SAY["en"]("report.targets") in headings(parts, 1) and all(len(one.rows) for one in exhibits(parts))


def test_a_demonstration_is_marked_throughout(reports):
    assert reports["en"].mark == SAY["en"]("exports.mark_demonstration")


def test_a_level_the_whole_district_has_nothing_of_is_told_in_a_note(ours):
    (table,) = places._levels(ours, towns.CHANGLE)
    assert table.note == "国家级、省级、市级：全区没有录入。" and "国家级" not in set(table.exhibit.rows["level_name"])


def test_sentences_that_name_our_files_are_not_for_paper():
    assert for_paper("甲。都可在 district.toml 的 [gaps] 中改。乙。") == "甲。乙。"
    assert for_paper("甲；都可在 district.toml 中改。") == "甲。" and for_paper("甲；都可在本区的设置中改。") == "甲。"
    assert for_paper("One. The district's settings can say otherwise.") == "One."
    assert for_paper("One. It can be changed in district.toml. Two 0.5 km.") == "One. Two 0.5 km."
