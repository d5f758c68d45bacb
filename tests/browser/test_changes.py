"""A file that changes on disk while somebody looks at the page."""

import os

from playwright.sync_api import expect

from outreach.words import load
from tests.browser.conftest import COLD, patiently, serving


def test_a_changed_file_is_shown_within_seconds_and_a_broken_one_said(copied, visit_without_webgl):
    visit = visit_without_webgl
    path = copied / "data" / "bases.csv"
    with serving(*COLD, OUTREACH_HOME=str(copied)) as address:
        visit.open(f"{address}/bases?lang=zh")
        path.write_bytes(path.read_bytes().replace("海门科技馆".encode(), "海门新科技馆".encode()))
        visit.says("海门新科技馆")
        path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum", 1))
        os.utime(path, (1_800_000_000, 1_800_000_000))
        visit.says(load("zh")("shell.faults", n=1))
        visit.says("海门新科技馆")
        assert visit.refused == []


def test_a_page_nobody_touches_asks_the_server_for_nothing(address, visit_without_webgl):
    visit = visit_without_webgl
    said = []
    visit.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: said.append(frame)))
    visit.open(f"{address}/bases?lang=en")

    def said_while_left_alone() -> int:
        before = len(said)
        visit.page.wait_for_timeout(4000)
        return len(said) - before

    assert patiently(visit.page, said_while_left_alone, lambda more: more == 0) == 0 < len(said)


def test_back_takes_back_what_was_chosen_a_moment_ago(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/bases?lang=en")
    pills = visit.page.locator(".st-key-control-levels-en button")
    chosen = pills.first.inner_text()
    pills.first.click()
    visit.page.wait_for_url("**levels=**")
    visit.page.go_back()
    expect(visit.page.locator(".st-key-control-levels-en button[kind=pillsActive]")).to_have_count(0)
    visit.settle()
    assert "levels=" not in visit.page.url
    pills.filter(has_text=chosen).first.click()
    visit.page.wait_for_url("**levels=**")
