"""Every page on a phone held upright and on its side: nothing is cut, nothing overprinted, the whole district is on its map."""

from contextlib import suppress
from math import cos, radians

import pytest
from playwright.sync_api import TimeoutError

from outreach.contents import PAGES
from outreach.home import find_home
from outreach.tables import read_district
from tests.browser.conftest import patiently, url, visiting
from tests.towns import YUELAI

UPRIGHT, ASIDE = {"width": 390, "height": 844}, {"width": 844, "height": 390}
READ = """() => {
  const main = document.querySelector(".stMain"), seen = []
  const wide = [document.scrollingElement, main, ...main.querySelectorAll(".outreach-table")].map(one => one.scrollWidth - one.clientWidth)
  const fault = (svg, ...texts) => seen.push([svg.closest("[class*=st-key-exhibit-]")?.querySelector("h2")?.textContent, ...texts].join(": "))
  for (const svg of main.querySelectorAll("svg.marks")) {
    const room = svg.getBoundingClientRect()
    const drawn = one => one.textContent.trim() && one.getAttribute("opacity") !== "0" && one.getClientRects().length
    const turned = box => box.height > 2 * box.width
    const texts = [...svg.querySelectorAll("text")].filter(drawn).map(one => [one.textContent.trim(), one.getBoundingClientRect()])
    for (const [text, box] of texts)
      if (box.left < room.left - 2 || box.right > room.right + 2 || box.top < room.top - 5 || box.bottom > room.bottom + 5) fault(svg, "cut", text)
    for (const [i, [text, a]] of texts.entries()) for (const [other, b] of texts.slice(i + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      const [along, athwart, line] = turned(a) && turned(b)
        ? [down, across, Math.min(a.width, b.width)] : [across, down, Math.min(a.height, b.height)]
      if (along > 2 && athwart > 0.4 * line && text !== other) fault(svg, "over", text, other)
    }
  }
  const small = [...document.querySelectorAll(".stMain :is(button, summary, select), .stMain a[data-testid], .stAppHeader button")]
    .filter(one => one.getBoundingClientRect().width && one.getBoundingClientRect().height < 43.5 && !one.closest("svg, .outreach-term"))
    .map(one => one.textContent || one.ariaLabel)
  const maps = [...main.querySelectorAll("[data-testid=stDeckGlJsonChart]")].map(map => {
    let part = map[Object.keys(map).find(key => key.startsWith("__reactFiber"))]
    while (part.return) part = part.return
    const todo = [part.stateNode.current]
    while (!(part = todo.pop()).memoizedProps?.viewState) for (const next of [part.sibling, part.child]) if (next) todo.push(next)
    const view = part.memoizedProps.viewState
    return [view.longitude, view.latitude, view.zoom, map.clientWidth, map.clientHeight]
  })
  return { wide: wide.filter(one => one > 0), seen, small, maps }
}"""
FIRST_TOWN = {"zh": "海门街道", "en": "Haimen Subdistrict"}
AS_IT_SHOULD = {"wide": [], "seen": [], "small": [], "maps": []}


@pytest.fixture(scope="module")
def phone(browser):
    with visiting(browser, UPRIGHT, has_touch=True, is_mobile=True) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def phone_without_webgl(browser_without_webgl):
    """The same where maps are still ones."""
    with visiting(browser_without_webgl, UPRIGHT, has_touch=True, is_mobile=True) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def bounds():
    return read_district(find_home()).geometry["district"].total_bounds


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "page", [one.name for one in PAGES.values() if "public" in one.audiences and one.name != "kiosk"]
)
def test_a_page_on_a_phone_is_whole_and_read_with_a_thumb(page, language, address, request, bounds):
    phone = request.getfixturevalue({"zh": "phone", "en": "phone_without_webgl"}[language])
    phone.page.set_viewport_size(UPRIGHT)
    phone.open(url(address, page, f"lang={language}")).has_opened(page, language, FIRST_TOWN[language])
    for size in (UPRIGHT, ASIDE):
        phone.page.set_viewport_size(size)
        read = patiently(
            phone.page, lambda: _read(phone, bounds), lambda read: read == AS_IT_SHOULD
        )  # a map turns with it
        assert read == AS_IT_SHOULD


def _read(phone, bounds):
    """What is wrong with the page as it is drawn now."""
    read = phone.page.evaluate(READ)
    return {**read, "maps": [map_ for map_ in read["maps"] if not _holds(map_, bounds)]}


def _holds(map_, bounds) -> bool:
    """Whether a map of this middle, zoom and size in pixels shows all between the bounds."""
    lon, lat, zoom, wide, high = map_
    west, south, east, north = bounds
    across = 360 * wide / (512 * 2**zoom) / 2
    down = 360 * high * cos(radians(lat)) / (512 * 2**zoom) / 2
    return lon - across <= west and east <= lon + across and lat - down <= south and north <= lat + down


ANSWERED = {
    "overview": f"area={YUELAI}",
    "bases": "base=haimen-science-museum",
    "gaps": f"area={YUELAI}",
    "literacy": f"area={YUELAI}",
    "siting": "site=121.3000,31.9000",
}
IN_SIGHT = """() => {
  const box = document.querySelector(".outreach-answer")?.getBoundingClientRect()
  if (!box || box.top < 0 || box.bottom > innerHeight + 1) return false
  return Boolean(document.elementFromPoint(box.left + 20, (box.top + box.bottom) / 2)?.closest(".outreach-answer"))
}"""
READ_ON = """() => {
  const whole = document.activeElement, top = whole.getBoundingClientRect().top
  return /st-key-/.test(whole.className) && top > 0 && top < innerHeight / 2
}"""
SCROLLED = "document.querySelector('.stMain').scrollTop"


@pytest.mark.parametrize("page", ANSWERED)
def test_what_a_link_chooses_is_answered_over_the_map_and_leads_to_the_whole(page, address, phone_without_webgl):
    phone = phone_without_webgl
    for size in (UPRIGHT, ASIDE):
        phone.page.set_viewport_size(size)
        phone.open(url(address, page, f"lang=zh&{ANSWERED[page]}"))
        phone.page.wait_for_function(IN_SIGHT)
        phone.page.locator("[data-see]").first.click()
        phone.page.wait_for_function(READ_ON)


def test_a_tap_on_a_map_is_answered_in_sight_and_the_page_stays_where_it_is(address, phone):
    phone.page.set_viewport_size(UPRIGHT)
    phone.open(url(address, "overview", "lang=zh"))
    assert phone.page.locator(".outreach-answer").count() == 0
    map_ = phone.page.locator("[data-testid=stDeckGlJsonChart]").first
    map_.evaluate("map => map.scrollIntoView({ block: 'center' })")
    phone.settle()
    box, before = map_.bounding_box(), phone.page.evaluate(SCROLLED)

    def answered() -> bool:
        phone.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        with suppress(TimeoutError):
            phone.page.wait_for_url("**area=**", timeout=8000)
        return "area=" in phone.page.url

    assert patiently(phone.page, answered, bool)
    phone.page.wait_for_function(IN_SIGHT)
    assert phone.page.evaluate(SCROLLED) == before
    phone.page.locator(".outreach-entry.off").first.click()
    phone.page.wait_for_url("**off=**")
    phone.settle()
    assert phone.page.locator(".outreach-answer").count() == 1


def test_beside_a_map_on_a_desk_nothing_is_said_twice(address, visit):
    visit.open(url(address, "overview", f"lang=zh&area={YUELAI}"))
    assert not visit.page.locator(".outreach-answers").first.is_visible()
    assert visit.page.locator(".st-key-town").is_visible()
