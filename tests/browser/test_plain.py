"""The dashboard without any of Streamlit's inside parts: every page opens, a click works, and changed files show."""

import pytest

from outreach.contents import ALWAYS
from outreach.words import load
from tests.browser.conftest import COLD, serving


@pytest.fixture(scope="module")
def plain():
    with serving(*COLD, OUTREACH_PLAIN="1") as where:
        yield where


def test_every_page_opens_plainly(plain, visit_without_webgl):
    say, shown, visit = load("zh"), {}, visit_without_webgl
    for page in ALWAYS:
        visit.open(f"{plain}/{'' if page == 'overview' else page}?lang=zh")
        visit.page.wait_for_function(f"document.title.includes('{say(f'page.{page}')}')")
        shown[page] = (
            len(visit.text()) > 100,
            visit.page.locator('[data-testid="stException"]').count(),
            say("server.failed") in visit.text(),
        )
    assert shown == dict.fromkeys(ALWAYS, (True, 0, False)) and visit.refused == []


def test_a_click_is_answered_plainly(plain, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{plain}/gaps?lang=zh")
    visit.page.get_by_text("English", exact=True).first.click()
    visit.page.get_by_role("heading", name=load("en")("gaps.title")).wait_for()
    assert "lang=en" in visit.page.url
    visit.page.locator('[data-testid="stSidebar"] a', has_text=load("en")("page.bases")).first.click()
    visit.page.get_by_role("heading", name=load("en")("bases.title")).wait_for()


def test_changed_files_show_plainly(copied, visit_without_webgl):
    visit = visit_without_webgl
    with serving(*COLD, OUTREACH_PLAIN="1", OUTREACH_HOME=str(copied)) as where:
        visit.open(f"{where}/?lang=zh")
        settings = copied / "data" / "district.toml"
        text = settings.read_text(encoding="utf-8")
        assert "南通市海门区" in text and "试点区" not in visit.text()
        settings.write_text(text.replace("南通市海门区", "南通市试点区"), encoding="utf-8")
        visit.page.get_by_role("heading", name="试点区").first.wait_for()
