"""From page to page and back: what is done there is what is shown and what a link says."""

import pytest

from outreach.words import load
from tests.browser.conftest import Visit, patiently, url
from tests.towns import YUELAI


def test_a_map_on_a_large_screen_asks_nothing_of_the_outside(address, visit):
    visit.open(url(address, "gaps", "lang=zh&mode=kiosk"))
    visit.page.locator(".stDeckGlJsonChart canvas").first.wait_for()
    assert visit.refused == []


def test_the_menu_keeps_language_and_town_and_the_maps_never_leave_the_machine(address, visit):
    visit.open(f"{address}/gaps?lang=en&area={YUELAI}")
    for page in ("Literacy", "Bases", "Data notes", "Overview"):
        visit.page.get_by_role("link", name=page, exact=True).click()
        visit.settle()
        visit.page.wait_for_function(f"document.title.startsWith({page!r})")
        assert "lang=en" in visit.page.url and f"area={YUELAI}" in visit.page.url
    assert visit.refused == []


def test_the_map_keeps_its_canvas_from_page_to_page_and_shows_the_new_figures(address, visit):
    visit.open(url(address, "overview", "lang=zh"))
    visit.page.locator(".st-key-exhibit-map canvas").first.wait_for()
    visit.page.evaluate("document.querySelector('.st-key-exhibit-map canvas').mine = true")
    visit.page.locator('[data-testid="stSidebar"] a', has_text=load("zh")("page.gaps")).first.click()
    visit.page.locator(".st-key-exhibit-map h2", has_text=load("zh")("gaps.map_title")).wait_for()
    visit.settle()
    assert visit.page.evaluate("document.querySelector('.st-key-exhibit-map canvas').mine") is True
    assert load("zh")("overview.map_title") not in visit.text()


def test_rows_asked_for_stay_while_a_filter_changes_them(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(url(address, "bases", "lang=zh"))
    box = visit.page.locator(".st-key-files-of-bases_map")
    assert box.locator("tbody tr").count() == 0
    box.locator("summary").click()
    box.locator("tbody tr").first.wait_for()
    listed = visit.page.locator(".st-key-exhibit-bases tbody tr")
    before = listed.count()
    visit.page.locator(".st-key-control-levels-zh button").first.click()
    visit.page.wait_for_url("**levels=**")
    visit.page.wait_for_function(
        "before => document.querySelectorAll('.st-key-exhibit-bases tbody tr').length < before", arg=before
    )
    visit.settle()
    assert 0 < box.locator("tbody tr").count() == listed.count() < before


ACTS = {
    "bases": (
        "button:has-text('区级')",
        "button:has-text('未见认定')",
        "button:has-text('未见认定')",
        "button:has-text('清除筛选')",
    ),
    "gaps": ("summary:has-text('权重与方法')", "button:has-text('几何平均')", "summary:has-text('权重与方法')"),
}


@pytest.mark.parametrize("page", ACTS)
def test_after_any_acts_a_page_shows_what_it_shows_when_it_is_opened_afresh(
    page, address, visit_without_webgl, browser_without_webgl
):
    visit = visit_without_webgl
    visit.open(url(address, page, f"lang=zh&area={YUELAI}"))
    for act in ACTS[page]:
        visit.page.locator('[data-testid="stApp"]').locator(act).first.click()
        visit.page.wait_for_timeout(300)
        visit.settle()
    visit.page.mouse.move(700, 5)  # off the menu, which has a button of its own when pointed at
    fresh = Visit(browser_without_webgl).open(visit.page.url)
    both = patiently(fresh.page, lambda: (fresh.text(), visit.text()), lambda both: both[0] == both[1])
    assert both[0] == both[1]
    fresh.close()


def test_one_tap_changes_the_language_and_the_address(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/literacy?lang=zh")
    visit.page.get_by_text("English", exact=True).click()
    visit.page.get_by_text(load("en")("literacy.title")).wait_for()
    assert "lang=en" in visit.page.url
    visit.page.reload()
    visit.settle()
    assert load("en")("literacy.title") in visit.text()


def test_an_address_that_asks_for_what_is_not_there_says_so(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/bases?lang=zh&area=999999&base=nowhere")
    for slip in ("area=999999", "base=nowhere"):
        visit.page.get_by_text(slip).wait_for()
