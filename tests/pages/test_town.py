import pytest

from tests.conftest import SAY
from tests.towns import CHANGLE, HAIMEN, LINJIANG, TOWNS

ZH = SAY["zh"]


@pytest.mark.parametrize("area", TOWNS)
def test_it_opens_for_every_town(visit, district, area):
    seen = visit("town", area=area)
    name = district.areas.set_index("area_code").at[area, "name_zh"]
    assert seen.failed == [] and seen.errors() == [] and not seen.at.info
    assert f"{name}画像" in seen.text and f"{name}在全区的位置" in seen.text
    assert (
        seen.at.selectbox(key="control-area-zh").value == area
        and area not in seen.at.selectbox(key="control-other-zh").options
    )


def test_the_towns_the_page_is_tried_with_are_all_there_are(district):
    towns = district.areas["kind"].isin(["town", "subdistrict"])
    assert set(TOWNS) == set(district.areas.loc[towns, "area_code"])


def test_it_opens_to_touch(visit):
    seen = visit("town", area=CHANGLE, mode="kiosk", lang="en")
    assert seen.failed == [] and "Changle Town: a portrait" in seen.text and len(seen.at.get("vega_lite_chart")) == 3


def test_without_a_town_it_offers_them_and_shows_the_first(visit):
    seen = visit("town")
    assert "海门街道画像" in seen.text and seen.at.selectbox(key="control-area-zh").options[0] == "海门街道"
    seen.at.selectbox(key="control-area-zh").set_value(LINJIANG)
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "area": LINJIANG} and "临江镇画像" in seen.text


def test_the_second_town_of_a_link_stands_beside_the_first(visit):
    seen = visit("town", area=CHANGLE, other=HAIMEN)
    assert (
        seen.failed == []
        and "常乐镇与海门街道" in seen.text
        and seen.at.selectbox(key="control-other-zh").value == HAIMEN
    )


@pytest.mark.parametrize("query", [{"area": CHANGLE}, {"area": CHANGLE, "other": CHANGLE}], ids=["none", "itself"])
def test_without_a_second_town_the_most_alike_stands_beside_it(visit, query):
    seen = visit("town", **query)
    assert seen.failed == [] and "常乐镇与正余镇" in seen.text and seen.at.selectbox(key="control-other-zh").value == ""


@pytest.mark.parametrize("field", ["area", "other"])
def test_a_town_nobody_knows_is_said(visit, field):
    seen = visit("town", **{field: "atlantis"})
    assert seen.failed == [] and [one.value for one in seen.at.info] == [ZH("shell.slip", name=field, value="atlantis")]
    assert "海门街道画像" in seen.text


def test_only_the_sheet_is_printed(visit):
    seen = visit("town")
    assert "@media print" in seen.html and "st-key-printed" in seen.html and ZH("town.print") in seen.text
    assert "data-testid" not in seen.html and ".st-emotion" not in seen.html


def test_it_leads_to_the_sheet_of_the_towns(visit):
    (link,) = [one.proto for one in visit("town", area=CHANGLE).at.main.get("page_link")]
    assert link.page == "plan" and "unit=towns" in link.query_string
