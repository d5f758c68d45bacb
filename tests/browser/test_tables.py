"""A table is sorted and sifted by the visitor, says so in the address, and its rows lead on; a term explains itself."""

import re

from playwright.sync_api import expect

from tests.towns import YUDONG


def test_a_click_on_a_head_sorts_the_table_and_a_link_says_it_again(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/gaps?lang=zh")
    table = visit.page.locator(".st-key-exhibit-gaps_table")
    head = table.locator("th button", has_text="名次范围")
    head.click()
    visit.page.wait_for_url("**sort=gaps_table.rank_band**")
    expect(table.locator("th[aria-sort=ascending]")).to_have_count(1)
    first = table.locator("tbody tr").first.inner_text()
    visit.settle().page.reload()
    visit.settle()
    assert table.locator("tbody tr").first.inner_text() == first
    head.click()
    visit.page.wait_for_url("**sort=gaps_table.-rank_band**")
    head.click()
    visit.page.wait_for_url(re.compile(r"^((?!sort=).)*$"))


def test_what_is_typed_sifts_the_table_while_it_is_typed_and_the_field_keeps_the_keyboard(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/bases?lang=zh")
    table = visit.page.locator(".st-key-exhibit-bases")
    table.locator("input[data-sift]").click()
    visit.page.keyboard.type("常乐", delay=60)
    visit.page.wait_for_url("**sift=bases.*")
    expect(table.locator("tbody tr").filter(has_not_text="常乐")).to_have_count(0)
    visit.page.keyboard.press("Backspace")
    visit.page.keyboard.press("Backspace")
    visit.page.wait_for_url(re.compile(r"^((?!sift=).)*$"))
    expect(table.locator("tbody tr").nth(20)).to_be_visible()
    visit.page.reload()
    visit.settle()


def test_a_row_leads_to_its_town_and_the_keyboard_goes_there_too(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/gaps?lang=zh")
    row = visit.page.locator(".st-key-exhibit-gaps_table tbody tr").filter(has_text="余东镇")
    row.locator("td").nth(1).click()
    visit.page.wait_for_url(f"**/town?*area={YUDONG}*")
    visit.settle()
    expect(visit.page.locator("h1")).to_contain_text("余东镇")
    visit.page.go_back()
    visit.settle()
    row.get_by_role("link").press("Enter")
    visit.page.wait_for_url(f"**/town?*area={YUDONG}*")


def test_a_term_says_what_it_means_to_mouse_and_keyboard(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/gaps?lang=en")
    term = visit.page.locator(".outreach-term", has_text="Gap index").first
    term.click()
    means = visit.page.locator(".outreach-means")
    expect(means).to_contain_text("fall short of the standard")
    visit.page.keyboard.press("Escape")
    expect(means).to_have_count(0)
    term.press("Enter")
    expect(means).to_have_count(1)
    visit.page.locator("h1").click()
    expect(means).to_have_count(0)
