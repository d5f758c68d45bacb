from tests.conftest import SAY
from tests.towns import CHANGLE

AREA = CHANGLE


def test_the_town_in_the_address_shows_its_card(visit):
    seen = visit("gaps", area=AREA)
    assert "缺口8。电动车5公里内有阵地的人口占86%。" in seen.text
    assert "覆盖人口：常乐镇" in seen.text and SAY["zh"]("gaps.town_hint") not in seen.text


def test_without_a_town_it_says_how_to_choose_one(visit):
    seen = visit("gaps")
    assert SAY["zh"]("gaps.town_hint") in seen.text and "覆盖人口：全区" in seen.text


def test_a_town_is_let_go_at_a_touch(visit):
    seen = visit("gaps", area=AREA)
    seen.at.button(key="clear-area-None").click()
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh"} and SAY["zh"]("gaps.town_hint") in seen.text
