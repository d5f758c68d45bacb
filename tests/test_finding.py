"""Finding by name, pinyin and initials."""

from dataclasses import replace

import pytest

from outreach.finding import found, plain, things
from tests.towns import CHANGLE


@pytest.fixture(scope="module")
def all_things(district):
    return things(district)


@pytest.mark.parametrize("text", ["常乐", "常乐镇", "changle", "CHANG LE", "clz", "cl", "Changle Town", CHANGLE])
def test_a_town_is_found_by_its_name_its_pinyin_its_initials_and_its_code(all_things, text):
    first = found(all_things, text, 8)[0]
    assert (first.kind, first.page, first.chosen["area"]) == ("town", "town", CHANGLE)


def test_bases_units_and_tasks_lead_to_where_they_are_shown(district, all_things):
    base, unit, task = district.bases.iloc[0], district.units.iloc[0], district.measures.iloc[0]
    for name, page, chosen in (
        (base["name_zh"], "bases", {"base": base["base_id"]}),
        (unit["name_zh"], "plan", {"unit": unit["unit_id"]}),
        (task["title_en"], "plan", {"article": task["article_id"]}),
    ):
        hits = found(all_things, name, 8)
        assert any(one.page == page and chosen.items() <= one.chosen.items() for one in hits), name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("科学技术协会", "区科协"),
        ("区卫生健康委员会", "区卫健委"),
        ("教育体育局", "区教体局"),
        ("海科馆", "海门科技馆"),
    ],
)
def test_a_name_may_be_shorter_or_longer_than_the_one_on_record(all_things, text, name):
    assert found(all_things, text, 8)[0].names["zh"] == name


@pytest.mark.parametrize("text", ["农村 科普", "科技服务 农村", "rural outreach", "technical outreach"])
def test_a_task_is_found_by_words_of_it_in_any_order(all_things, text):
    tasks = {one.names["zh"] for one in found(all_things, text, 8) if one.kind == "task"}
    assert "加强农村科普与科技服务" in tasks


def test_what_has_other_names_is_found_by_them_their_pinyin_and_their_initials(district):
    bases = district.bases.assign(other_names=[*["海门文化宫、Culture Hall"], *[None] * (len(district.bases) - 1)])
    first = bases["base_id"].iloc[0]
    for text in ("文化宫", "haimenwenhuagong", "hmwhg", "culture hall"):
        hits = found(things(replace(district, bases=bases)), text, 8)
        assert first in [one.chosen.get("base") for one in hits], text


def test_everything_is_found_by_either_of_its_names(all_things):
    for one in all_things:
        for name in one.names.values():
            assert one in found(all_things, name, len(all_things))


def test_nothing_is_found_by_nothing(all_things):
    assert found(all_things, "  / ", 8) == [] and found(all_things, "没有这个地方", 8) == []
    assert plain(" Ｃhang-Le ") == "changle"
