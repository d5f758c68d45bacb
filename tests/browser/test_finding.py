"""The box that finds things from every page, and what a printed page leaves out."""

from playwright.sync_api import expect

from tests.towns import CHANGLE, YUDONG

PHONE = {"width": 390, "height": 844}


def test_a_slash_leads_to_the_box_and_initials_find_a_town_without_enter(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/plan?lang=zh")
    visit.page.locator("h1").click()
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("cl", delay=50)
    found = visit.page.locator(".st-key-find-found a").first
    expect(found).to_contain_text("常乐镇")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"**area={CHANGLE}*")


def test_on_a_phone_the_box_stands_on_the_page_and_the_menu_need_not_be_opened(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.page.set_viewport_size(PHONE)
    visit.open(f"{address}/?lang=en")
    box = visit.page.locator(".st-key-find-top input")
    expect(box).to_be_visible()
    box.click()
    visit.page.keyboard.type("yudong", delay=40)
    found = visit.page.locator(".st-key-find-top-found a").first
    expect(found).to_contain_text("Yudong")
    found.click()
    visit.page.wait_for_url(f"**area={YUDONG}*")


def test_a_printed_page_has_charts_whole_and_neither_menu_nor_boxes(address, visit):
    visit.open(f"{address}/gaps?lang=zh")
    visit.page.emulate_media(media="print")
    hidden = (
        "[data-testid=stSidebar]",
        ".outreach-zoom",
        ".outreach-sift >> nth=0",
        ".outreach-legend:has(.off) >> nth=0",
    )
    for one in hidden:
        expect(visit.page.locator(one)).to_be_hidden()
    widths = visit.page.evaluate(
        "[...document.querySelectorAll('[class*=st-key-exhibit-] :is(canvas, svg)')]"
        ".filter(one => one.offsetParent ?? one.getBoundingClientRect().width)"
        ".map(one => one.getBoundingClientRect().right - one.closest('[class*=st-key-exhibit-]').getBoundingClientRect().right)"
    )
    assert widths and max(widths) < 2
