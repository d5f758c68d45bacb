"""The oldest browser that the page works in, tried by taking from today's what came after it; an older one is told so."""

import re

import pytest

from outreach.server.front import OLDEST
from tests.browser.conftest import Visit

# what Chromium has had since a later release than the oldest we name, by the release in which it came
LATER = {
    111: ("String.prototype.isWellFormed", "String.prototype.toWellFormed", "Document.prototype.startViewTransition"),
    114: (
        "HTMLElement.prototype.showPopover",
        "HTMLElement.prototype.togglePopover",
        "HTMLElement.prototype.hidePopover",
    ),
    117: ("Object.groupBy", "Map.groupBy"),
    119: ("Promise.withResolvers",),
    120: ("URL.canParse",),
    121: ("Array.fromAsync",),
    122: (
        *(f"Set.prototype.{one}" for one in ("union", "intersection", "difference", "isSubsetOf", "isSupersetOf")),
        *(f"Iterator.prototype.{one}" for one in ("map", "filter", "take", "drop", "flatMap", "toArray", "forEach")),
    ),
    126: ("URL.parse",),
    128: ("Promise.try",),
    133: ("Uint8Array.fromBase64", "Uint8Array.prototype.toBase64"),
    134: ("Math.f16round",),
    136: ("RegExp.escape",),
}
WITHOUT = """for (const path of %s) {
  const names = path.split("."), last = names.pop();
  let owner = window;
  for (const name of names) owner = owner?.[name];
  if (owner) delete owner[last];
}"""


def opened(browser, address: str, gone: list[str]) -> tuple[Visit, list[str]]:
    visit, errors = Visit(browser), []
    visit.page.add_init_script(WITHOUT % gone)
    visit.page.on("pageerror", lambda error: errors.append(str(error)))
    visit.page.goto(address, wait_until="commit")  # a page that is stopped never says that it has loaded
    return visit, errors


def test_every_kind_of_page_works_in_the_oldest_browser_that_is_named(browser, address):
    assert all(release > int(OLDEST["Chromium"]) for release in LATER)
    gone = [one for names in LATER.values() for one in names]
    visit, errors = opened(browser, f"{address}/sources?lang=zh", gone)
    try:
        visit.settle()
        assert visit.page.evaluate("[typeof Promise.withResolvers, typeof Set.prototype.union].includes('undefined')")
        for page, said in (("sources", "数据说明"), ("", "总览"), ("gaps", "缺口"), ("siting", "选址")):
            text = visit.open(f"{address}/{page}?lang=zh").text()
            assert said in text and visit.page.locator(".stException").count() == 0
        assert errors == []
    finally:
        visit.close()


@pytest.mark.parametrize("missing", ["Array.prototype.toSorted", "structuredClone", "Object.hasOwn"])
def test_an_older_browser_gets_a_plain_page_with_the_way_to_the_atlas(missing, browser, address):
    visit, errors = opened(browser, f"{address}/gaps?lang=zh", [missing])
    try:
        visit.page.wait_for_selector("h1")
        text = visit.page.locator("body").inner_text()
        assert "这个浏览器太旧" in text and "too old" in text and not re.search(r"toSorted|Error", text)
        links = visit.page.locator("a").evaluate_all("links => links.map(link => link.href)")
        assert links == [f"{address}/atlas.html"] * 2
        assert visit.page.locator("#root").count() == 0 and errors == []
    finally:
        visit.close()
