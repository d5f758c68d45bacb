from tests import decks
from tests.conftest import SAY
from tests.towns import CHANGLE

BASE, AREA = "zhang-jian-memorial", CHANGLE


def on_map(seen):
    (deck,) = seen.at.get("deck_gl_json_chart")
    return {row["base_id"] for row in decks.layers(deck.proto.json)["bases"]}


def test_all_bases_with_a_known_town_stand_on_the_map(visit):
    assert len(on_map(visit("bases"))) == 23


def test_the_card_of_the_base_in_the_address_is_open(visit):
    assert "海门张謇纪念馆" in visit("bases", base=BASE).plain
    assert "未见公布：由谁管理、开放时间" in visit("bases", base=BASE).plain
    assert SAY["zh"]("bases.card_hint") in visit("bases").text


def test_a_card_closes_at_a_touch(visit):
    seen = visit("overview", base=BASE)
    seen.at.button(key="clear-base-None").click()
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh"} and SAY["zh"]("bases.card_hint") in seen.text


def test_a_town_in_the_address_keeps_to_its_bases(visit):
    seen = visit("bases", area=AREA)
    assert len(on_map(seen)) == 6 and BASE in on_map(seen)
    assert SAY["zh"]("bases.table_sentence", n=6) in seen.text


def test_a_town_is_chosen_and_cleared_at_a_touch(visit):
    seen = visit("bases")
    seen.at.selectbox(key="control-area-zh").set_value(AREA)
    seen.again()
    assert seen.query == {"lang": "zh", "area": AREA} and len(on_map(seen)) == 6
    (clear,) = [one for one in seen.at.button if one.label == SAY["zh"]("bases.clear_filters")]
    clear.click()
    seen.again()
    assert seen.query == {"lang": "zh"} and len(on_map(seen)) == 23


def test_bases_of_no_known_recognition_are_chosen_at_a_touch(visit):
    seen = visit("bases")
    before = on_map(seen)
    seen.at.button_group(key="control-levels-zh").set_value(["none"])
    seen.again()
    assert seen.failed == [] and seen.query["levels"] == "none"
    assert set() < on_map(seen) < before
    assert "jianghai-folk-park" in on_map(seen)


def test_the_base_whose_town_nobody_knows_is_listed_apart(visit):
    assert SAY["zh"]("bases.lost_title", n=1) in visit("bases").text
    assert SAY["zh"]("bases.lost_title", n=1) not in visit("bases", area=AREA).text


def test_conditions_no_base_meets_are_said(visit):
    seen = visit("bases", area=AREA, levels="municipal")
    assert seen.failed == [] and SAY["zh"]("bases.nothing") in seen.text
