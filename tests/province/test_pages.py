import json

import pytest

from outreach.screen import finished
from outreach.selection import LANGUAGES
from outreach.synth import PROVINCE
from outreach.views.sizes import BROWSE
from tests.conftest import PAGES
from tests.pages.conftest import Visit

DISTRICT, OTHER = "990101", "990102"
MIB = 1024 * 1024


@pytest.mark.parametrize("language, within", zip(LANGUAGES, (None, DISTRICT)))
def test_every_page_of_a_province_opens_on_the_whole_and_on_one_district(small, stage, language, within):
    area = f"{DISTRICT}002" if within else OTHER
    for page in PAGES:
        played = stage.play(page, language, district=small, within=within, area=area)
        assert played.blocks or (page == "siting" and within is None), page
        assert all(exhibit.credits.demonstration for exhibit in played.exhibits.values()), page


def test_a_provinces_pages_speak_of_its_districts_and_a_districts_of_its_towns(small, stage):
    whole = stage.play("gaps", "zh", district=small).exhibits
    assert whole["gaps_map"].title == "各县区缺口指数" and set(whole["gaps_map"].rows["town_name"]) == {
        "甲子区",
        "乙丑区",
        "丙寅区",
    }
    assert stage.play("overview", "en", district=small).exhibits["overview_map"].title == "Districts and outreach bases"
    part = stage.play("gaps", "zh", district=small, within=DISTRICT).exhibits
    assert part["gaps_map"].title == "各镇街缺口指数" and len(part["gaps_map"].rows) == 4
    assert (
        stage.play("plan", "zh", district=small, within=DISTRICT)
        .exhibits["plan_targets"]
        .rows.equals(stage.play("plan", "zh", district=small).exhibits["plan_targets"].rows)
    )


def test_what_the_province_does_not_show_is_let_go_of(small, stage):
    played = stage.play("gaps", "zh", district=small, area=f"{DISTRICT}002")  # a town, where districts are shown
    assert played.exhibits["gaps_coverage"].title.endswith("全省")


@pytest.fixture
def opened(small, monkeypatch):
    monkeypatch.setenv("OUTREACH_HOME", str(small.home.root))
    return Visit


def test_a_visitor_goes_into_a_district_and_comes_back_to_where_it_lies(opened):
    page = opened("overview", area=DISTRICT)
    assert page.failed == [] and "演示省（3个县区）" in page.at.selectbox(key="control-within-zh").options
    into = next(one for one in page.at.button if one.label == "查看甲子区的镇街")
    into.click()
    page.again()
    assert page.failed == [] and page.query["within"] == DISTRICT and "area" not in page.query
    assert "甲子区科普一张图" in page.plain and "相邻县区的阵地不计入" in page.plain
    next(one for one in page.at.button if one.label == "返回演示省").click()
    page.again()
    assert "within" not in page.query and page.query["area"] == DISTRICT and "演示省科普一张图" in page.plain


def test_choosing_another_district_lets_go_of_what_was_chosen_in_the_first(opened):
    page = opened("bases", within=DISTRICT, area=f"{DISTRICT}002")
    page.at.selectbox(key="control-within-zh").select(OTHER)
    page.again()
    assert page.failed == [] and page.query["within"] == OTHER and "area" not in page.query


def test_siting_asks_for_a_district_first(opened):
    assert "请先在“范围”中选择县区" in opened("siting").plain
    assert opened("siting", within=DISTRICT).failed == []


def test_a_district_that_does_not_exist_is_a_slip(opened):
    page = opened("gaps", within="123456")
    assert page.failed == [] and "123456" in page.plain and PROVINCE not in page.query.get("within", "")


def test_no_map_of_a_province_of_1300_towns_and_20000_bases_is_above_a_mebibyte(large, stage):
    for page in ("overview", "bases", "literacy"):
        for name, exhibit in stage.play(page, "zh", district=large).exhibits.items():
            if exhibit.deck is not None:
                assert len(finished.deck(exhibit.deck, BROWSE).to_json().encode()) <= MIB, name
                assert (
                    len(
                        json.dumps(
                            finished.vector(exhibit.vector, BROWSE, True),
                            ensure_ascii=False,
                            default=lambda rows: rows.hex(),
                        ).encode()
                    )
                    <= MIB
                ), name
                assert len(exhibit.legends) >= 1


def test_charts_and_tables_of_a_province_can_be_read(large, stage):
    shown = stage.play("literacy", "zh", district=large).exhibits["literacy_intervals"]
    drawn = {row["town_name"] for row in shown.vector["layer"][0]["data"]["values"]}
    assert len(shown.rows) == 100 and len(drawn) == 30 and "最高和最低的各15个" in shown.sentence
