"""The briefing as a presenter meets it: a clicker, a keyboard, two windows, and a list put together on other pages."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.conftest import patiently, visiting
from tests.towns import YUELAI

BIG = {"width": 1920, "height": 1080}


@pytest.fixture
def stage(browser_without_webgl):
    with visiting(browser_without_webgl, BIG) as visitor:
        yield visitor


def number(visit) -> str:
    return visit.page.locator(".foot .number").inner_text()


def at(visit, text: str) -> None:
    """Wait until the foot says which scene this is."""
    visit.page.locator(".foot .number", has_text=re.compile(rf"^{re.escape(text)}$")).wait_for()


def opened(visit, address: str) -> None:
    visit.page.goto(address)
    visit.page.locator(".frame .slide.shown").wait_for()
    visit.settle()


def test_a_clicker_and_a_keyboard_turn_the_scenes(address, stage):
    opened(stage, f"{address}/briefing?lang=zh&mode=present")
    press = stage.page.keyboard.press
    at(stage, "1 / 9")
    for key, there in (
        ("PageDown", 2),
        (" ", 3),
        ("ArrowRight", 4),
        ("PageUp", 3),
        ("ArrowLeft", 2),
        ("Backspace", 1),
        ("End", 9),
        ("PageDown", 9),
        ("Home", 1),
    ):
        press(key)
        at(stage, f"{there} / 9")
    press("9")
    press("Enter")
    at(stage, "9 / 9")
    assert "scene=closing" in stage.page.url
    press("7")
    press("Enter")
    stage.page.mouse.click(1860, 540)
    at(stage, "8 / 9")
    stage.page.reload()
    stage.page.locator(".frame .slide.shown").wait_for()
    at(stage, "8 / 9")
    press("b")
    assert stage.page.locator(".blank").is_visible()
    press("PageDown")
    assert not stage.page.locator(".blank").is_visible() and number(stage) == "8 / 9"
    press("?")
    assert stage.page.locator(".over.help").get_by_text("PageDown").is_visible()
    press("?")
    press("o")
    assert stage.page.locator(".thumb").count() == 9 and stage.page.locator(".over.all").is_visible()
    press("ArrowLeft")
    press("Enter")
    at(stage, "7 / 9")
    press("d")
    assert stage.page.locator(".frame.dark").count() == 1 and "tone=dark" in stage.page.url
    assert stage.refused == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_on_a_stage_is_cut_and_nothing_scrolls(address, stage, language):
    opened(stage, f"{address}/briefing?lang={language}&mode=present")
    spilt = stage.page.evaluate("""() => {
      const found = []
      const roots = [...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean)
      for (const root of [document, ...roots]) for (const slide of root.querySelectorAll('.slides .slide')) {
        const foot = 1080 - 60
        const source = slide.querySelector('.source')
        if (source.offsetTop + source.offsetHeight > foot) found.push([slide.dataset.id, 'source', source.offsetTop + source.offsetHeight])
        for (const part of slide.querySelectorAll('.body, .table, .legend, .points, .aside'))
          if (part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2) found.push([slide.dataset.id, part.className || part.tagName, part.scrollHeight - part.clientHeight])
      }
      return found
    }""")
    assert spilt == []
    assert stage.page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


def test_the_notes_on_a_second_window_follow_the_first_and_turn_it(address, stage):
    opened(stage, f"{address}/briefing?lang=zh")
    with stage.page.expect_popup() as second:
        stage.page.get_by_role("button", name="讲稿窗口").click()
    notes = second.value
    notes.locator(".notes .number", has_text="1 / 9").wait_for()
    assert "各位领导" in notes.locator(".note").inner_text()
    stage.page.keyboard.press("PageDown")
    notes.locator(".notes .number", has_text="2 / 9").wait_for()
    notes.get_by_role("button", name="下一个").click()
    at(stage, "3 / 9")
    notes.close()


def test_a_planner_adds_pages_orders_and_names_them_and_plays_them(address, stage):
    page = stage.page
    for where in (f"gaps?lang=zh&area={YUELAI}", "literacy?lang=zh"):
        stage.open(f"{address}/{where}")
        page.get_by_role("button", name="加入汇报").click()
        page.get_by_role("button", name="已加入").wait_for()
    opened(stage, f"{address}/briefing?lang=zh")
    page.locator("ol:not(.points) > li").nth(1).wait_for()
    rows = page.locator("ol:not(.points) > li")
    page.get_by_role("button", name="把全区的汇报接在后面").click()
    rows.nth(11).wait_for()
    page.get_by_role("button", name="撤回").click()
    rows.nth(2).wait_for(state="detached")
    page.get_by_role("button", name="下移").first.click()
    name = page.get_by_label("标题").nth(1)
    name.fill("悦来镇缺什么")
    name.blur()

    def asked_for() -> bool:
        with suppress(TimeoutError):  # once it plays there is nothing left to click
            page.get_by_text("我的汇报单", exact=True).last.click(timeout=8000)
            page.wait_for_url("**story=own**", timeout=8000)
        return "story=own" in page.url

    assert patiently(page, asked_for, bool)
    at(stage, "1 / 2")
    page.keyboard.press("End")
    at(stage, "2 / 2")
    page.locator(".slide.shown h1", has_text="悦来镇缺什么").wait_for()
    page.reload()
    page.locator(".frame .slide.shown").wait_for()
    at(stage, "2 / 2")
    with page.expect_download() as saved:
        page.get_by_text("下载 scenes.toml").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert text.index("literacy-1") < text.index("gaps-1") and f'query = {{ area = "{YUELAI}" }}' in text
    assert stage.refused == []


def test_a_talk_is_one_step_of_the_browsers_history(address, stage):
    page = stage.page
    stage.open(f"{address}/sources?lang=zh")
    before = page.evaluate("history.length")
    page.locator("[data-testid=stSidebar] a", has_text="汇报").first.click()
    page.locator(".frame .slide.shown").wait_for()
    stage.settle()
    for there in (2, 3, 4):
        page.keyboard.press("PageDown")
        at(stage, f"{there} / 9")
        page.wait_for_timeout(800)  # until the server has heard of it
        stage.settle()
    page.keyboard.press("d")
    page.get_by_role("button", name="全屏放映").click()
    for keys, there in (((" ",), 5), (("Enter",), 5), (("7", "Enter"), 7), (("5", "Enter"), 5)):
        for key in keys:
            page.keyboard.press(key)
        at(stage, f"{there} / 9")
        assert page.evaluate("Boolean(document.fullscreenElement)")  # what was clicked to get here does not hear them
    page.keyboard.press("f")
    page.wait_for_url(re.compile("(?=.*scene=towns)(?=.*tone=dark)"))
    page.wait_for_timeout(800)
    stage.settle()
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    page.wait_for_url("**/sources?lang=zh")
    page.get_by_role("heading", name="数据说明").wait_for()
