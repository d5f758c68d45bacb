"""What holds on every page, in both languages and every mode, opened cold from a link."""

import pytest

from outreach.contents import PAGES as FACTS
from outreach.screen import shell
from outreach.selection import DRAWINGS, LANGUAGES, MODES
from tests.conftest import FILES, PAGES, SAY
from tests.towns import CHANGLE

BASE, AREA = "zhang-jian-memorial", CHANGLE


def test_the_menu_names_every_page_there_is():
    files = {"overview": "app.py", **{name: path.name for name, path in FILES.items()}}
    assert files == {name: one.file.split("/")[-1] for name, one in FACTS.items()}


# a page in one mode differs from itself in another, and in one language from itself in the other, but not in both together
STANDS = [(LANGUAGES[0], mode) for mode in MODES] + [(LANGUAGES[1], MODES[0])]


@pytest.mark.parametrize(("language", "mode"), STANDS)
@pytest.mark.parametrize("page", PAGES)
def test_it_opens(visit, page, language, mode):
    seen = visit(page, lang=language, mode=mode, area=AREA, base=BASE)
    assert seen.failed == [] and seen.errors() == [] and [one.value for one in seen.at.info] == []
    assert "<h1" in seen.html and "Traceback" not in seen.text
    assert len(seen.at.sidebar.get("page_link")) == (len(PAGES) if mode == "browse" and page != "kiosk" else 0)


@pytest.mark.parametrize("page", PAGES)
def test_it_opens_without_webgl(visit, page):
    seen = visit(page, drawing="vector")
    assert seen.failed == [] and not seen.at.get("deck_gl_json_chart")
    assert page in ("sources", "briefing", "kiosk") or seen.at.get("vega_lite_chart")


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_map_is_drawn_as_the_address_asks(visit, drawing):
    seen = visit("bases", drawing=drawing)
    assert seen.failed == [] and len(seen.at.get("deck_gl_json_chart")) == (0 if drawing == "vector" else 1)


def test_a_bare_address_opens_in_chinese(visit):
    seen = visit("overview")
    assert seen.failed == [] and SAY["zh"]("shell.present") in seen.text and seen.query.get("lang", "zh") == "zh"


@pytest.mark.parametrize("page", ["overview", "gaps"])
def test_an_unknown_town_is_said_and_the_default_shown(visit, page):
    seen = visit(page, area="atlantis", lang="en")
    assert seen.failed == []
    assert [one.value.replace("\\", "") for one in seen.at.info] == [
        SAY["en"]("shell.slip", name="area", value="atlantis")
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"area": "320614", "base": "fumei-farm", "levels": "none", "audiences": "pupils"},
        {"area": "320600", "groups": "venue,", "statuses": "open", "utm_source": "mail"},
        {
            "area": "<script>alert(1)</script>",
            "base": "*a*",
            "levels": ",,",
            "year": "1066",
            "measure": "x",
            "mode": "cinema",
            "lang": "fr",
            "table": "-",
        },
    ],
    ids=["the-whole-district", "the-city", "nonsense"],
)
@pytest.mark.parametrize("page", ["overview", "bases", "literacy", "gaps"])
def test_an_odd_address_breaks_nothing(visit, page, query):
    assert visit(page, **query).failed == []


@pytest.mark.parametrize("field", ["groups", "audiences", "statuses", "levels", "base", "table"])
def test_an_id_that_does_not_exist_is_said_whatever_it_is_of(visit, field):
    seen = visit("bases", **{field: "nonsense"})
    assert [one.value.replace("\\", "") for one in seen.at.info] == [
        SAY["zh"]("shell.slip", name=field, value="nonsense")
    ]


def test_a_slip_carries_no_markdown_from_the_address(visit):
    seen = visit("overview", area="[x](http://evil.example)")
    assert "[x](http" not in seen.at.info[0].value and "x" in seen.at.info[0].value


@pytest.mark.parametrize("page", PAGES)
def test_on_the_museums_screen_every_address_leads_to_what_it_shows(visit, monkeypatch, page):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    seen = visit(page, lang="zh")
    assert seen.failed == [] and SAY["zh"]("kiosk.title", name="南通市海门区") in seen.html
    assert (
        seen.html.count("<h1") == 1
        and not seen.at.get("page_link")
        and not seen.at.button
        and not seen.at.get("download_button")
    )


def test_an_audience_nobody_knows_is_the_public(monkeypatch):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "everybody")
    assert shell.audience() == "public"


def test_the_language_changes_at_a_touch_and_the_address_says_so(visit):
    seen = visit("overview", area=AREA)
    seen.at.button_group(key="control-language-zh").set_value("en")
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "en", "area": AREA}
    assert "Science outreach in Haimen" in seen.text


def test_presenting_begins_and_ends_at_a_touch(visit):
    seen = visit("gaps")
    seen.at.button(key="clear-mode-present").click()
    seen.again()
    assert seen.query["mode"] == "present" and not seen.at.get("page_link")
    seen.at.button(key="clear-mode-browse").click()
    seen.again()
    assert seen.query == {"lang": "zh"} and seen.at.get("page_link")
