import pytest

from tests import decks
from tests.conftest import SAY

ZH = SAY["zh"]
SITE = "121.4321,31.9512"
ASKED, OTHER = "mclp-ebike-2-people-land-places", "pmedian-drive-1-people-places-places"


def on_map(seen) -> dict[str, list]:
    (deck,) = seen.at.get("deck_gl_json_chart")
    return decks.layers(deck.proto.json)


@pytest.mark.parametrize(("language", "mode"), [("zh", "browse"), ("en", "browse"), ("zh", "kiosk")])
def test_a_scenario_opens_from_a_link(visit, language, mode):
    seen = visit(
        "siting", lang=language, mode=mode, model="pcentre", way="drive", new="3", factor="gap", site=SITE, kept=ASKED
    )
    assert seen.failed == [] and seen.errors() == [] and [one.value for one in seen.at.info] == []
    shown = on_map(seen)
    assert len(shown["sites"]) == 3 and [(row["lon"], row["lat"]) for row in shown["trial"]] == [(121.4321, 31.9512)]
    assert len(shown["cells"]) > 3000 and len(shown["demand"]) == 1071


def test_without_webgl_it_opens_too(visit):
    seen = visit("siting", drawing="vector", site=SITE)
    assert seen.failed == [] and not seen.at.get("deck_gl_json_chart") and len(seen.at.get("vega_lite_chart")) == 2


def test_a_control_changes_the_question_and_the_address(visit):
    seen = visit("siting")
    seen.at.selectbox(key="control-new-zh").set_value("4")
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "new": "4"} and len(on_map(seen)["sites"]) == 4


def test_a_site_by_hand_opens_from_a_link_and_goes_at_a_touch(visit):
    seen = visit("siting", site=SITE)
    assert "悦来附近（悦来镇），东经121.4321°，北纬31.9512°" in seen.plain
    seen.at.button(key="clear-site-None").click()
    seen.again()
    assert seen.query == {"lang": "zh"} and ZH("siting.trial_hint") in seen.text and "trial" not in on_map(seen)


def test_scenarios_are_kept_and_let_go_at_a_touch(visit):
    seen = visit("siting", kept=OTHER)
    seen.at.button(key="keep").click()
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "kept": f"{ASKED},{OTHER}"}
    assert seen.at.button(key="keep").disabled
    seen.at.button_group(key="control-kept-zh").set_value([OTHER])
    seen.again()
    assert seen.query == {"lang": "zh", "kept": OTHER}


def test_no_more_than_three_are_kept(visit):
    ids = [f"mclp-walk-{new}-people-places-places" for new in range(4)]
    seen = visit("siting", kept=",".join(ids))
    assert [one.value.replace("\\", "") for one in seen.at.info] == [ZH("shell.slip", name="kept", value=ids[3])]
    assert seen.at.button(key="keep").disabled and ZH("siting.keep_full", n=3) in seen.text


NOTHING = {
    "model": "magic",
    "new": "7",
    "among": "water",
    "factor": "older",
    "kept": "mclp-ebike-2-older-places-places",
}


@pytest.mark.parametrize("site", ["0.0000,0.0000", "121.4,31.9", "31.9512,121.4321", "<b>"])
def test_what_names_nothing_becomes_a_slip(visit, site):
    asked = {**NOTHING, "site": site} if site == "<b>" else {"site": site}
    seen = visit("siting", **asked)
    assert seen.failed == []
    assert {one.value.replace("\\", "") for one in seen.at.info} == {
        ZH("shell.slip", name=name, value=value) for name, value in asked.items()
    }


def test_another_language_does_not_solve_again(visit, monkeypatch):
    from outreach.measures import siting

    solved = []
    real = siting.cover.mclp
    monkeypatch.setattr(siting.cover, "mclp", lambda *args, **kwargs: solved.append(1) or real(*args, **kwargs))
    visit("siting", new="5", way="walk")
    first = len(solved)
    visit("siting", new="5", way="walk", lang="en")
    assert first > 0 and len(solved) == first
