"""The wheel belongs to the page; a map is zoomed by its buttons, by Ctrl and the wheel and by two fingers, and fits its width."""

import pytest

from outreach import web
from outreach.home import find_home
from outreach.tables import read_district
from outreach.views.ground import ground
from tests.browser.conftest import DESK, patiently
from tests.browser.pointing import off_middle, point_at
from tests.towns import BAOCHANG

PHONE = {"width": 390, "height": 844}
NAMES = {
    "zh": ["放大（也可按住 Ctrl 滚动滚轮）", "缩小（也可按住 Ctrl 滚动滚轮）", "显示全图"],
    "en": ["Zoom in (or Ctrl and the wheel)", "Zoom out (or Ctrl and the wheel)", "Show the whole map"],
}

LISTENS_LATE = """async ([script, then]) => {
  const { default: watch } = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })))
  document.body.innerHTML = `<div class="st-key-exhibit-one">
    <div data-testid="stDeckGlJsonChart" style="width: 526px; height: 500px"><canvas></canvas></div><p></p></div>`
  const canvas = document.querySelector("canvas"), parentElement = document.querySelector("p")
  const data = { across: 0.2, down: 0.5, width: 590, height: 500, say: {}, zoom: null }
  let listens = false, heard = 0, asked = null
  canvas.addEventListener("wheel", event => { if (listens) { event.preventDefault(); heard += 1 } }, { passive: false })
  const setTriggerValue = (_name, { zoom }) => { asked = zoom }
  if (then === "its buttons come again") listens = true
  const leave = watch({ parentElement, data, setTriggerValue })
  if (then === "its buttons come again") {
    leave()
    watch({ parentElement: parentElement.parentElement.appendChild(document.createElement("p")), data, setTriggerValue })
  }
  if (then === "the server answers") watch({ parentElement, data: { ...data, zoom: asked }, setTriggerValue })
  listens = true
  await new Promise(done => setTimeout(done, 500))  // five times as long as it takes to try again
  return heard
}"""


@pytest.fixture(scope="module")
def land():
    return ground(read_district(find_home()).geometry)


def middle_of(visit):
    box = visit.page.locator(".stDeckGlJsonChart canvas").first.bounding_box()
    return box, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def told_of_baochang(visit, land) -> str:
    """What the map says of Baochang where it lies if the whole district fits the width there is."""
    box, (x, y) = middle_of(visit)
    label = land.labels.loc[BAOCHANG]
    east, south = off_middle(land, label["lon"], label["lat"], box["width"])
    point_at(visit, x + east, y + south)
    return visit.page.locator(".deck-tooltip").first.inner_text()


def scrolled(visit) -> float:
    return visit.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_wheel_over_a_map_scrolls_the_page_and_leaves_the_map_alone(address, visit, land, size):
    visit.page.set_viewport_size(size)
    visit.open(f"{address}/gaps?lang=zh")
    assert "包场镇" in told_of_baochang(visit, land)
    visit.page.mouse.move(*middle_of(visit)[1])
    visit.page.mouse.wheel(0, 150)
    visit.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 100")
    visit.page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    assert "包场镇" in told_of_baochang(visit, land)


def test_ctrl_and_the_wheel_zoom_the_map_and_the_page_stays(address, visit, land):
    visit.open(f"{address}/gaps?lang=zh")
    assert "包场镇" in told_of_baochang(visit, land)
    visit.page.mouse.move(*middle_of(visit)[1])
    visit.page.keyboard.down("Control")
    for _ in range(3):
        visit.page.mouse.wheel(0, -200)
    visit.page.keyboard.up("Control")
    assert scrolled(visit) == 0 and visit.page.evaluate("devicePixelRatio") == 1
    told = patiently(visit.page, lambda: told_of_baochang(visit, land), lambda told: "包场镇" not in told)
    assert "包场镇" not in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_buttons_have_names_and_the_last_one_brings_the_whole_district_back(address, visit, land, language):
    visit.page.set_viewport_size(PHONE)
    visit.open(f"{address}/gaps?lang={language}")
    nearer, _, whole = (visit.page.get_by_role("button", name=name, exact=True) for name in NAMES[language])
    name = {"zh": "包场镇", "en": "Baochang Town"}[language]
    assert name in told_of_baochang(visit, land)
    nearer.click()
    nearer.click()
    told = patiently(visit.page, lambda: told_of_baochang(visit, land), lambda told: name not in told)
    assert name not in told
    whole.click()
    visit.settle()
    assert name in patiently(visit.page, lambda: told_of_baochang(visit, land), lambda told: name in told)


def test_a_page_that_is_printed_asks_the_server_for_no_other_map(address, visit):
    told = []
    visit.page.on("websocket", lambda socket: socket.on("framesent", lambda _: told.append(True)))
    visit.page.set_viewport_size(PHONE)
    visit.open(f"{address}/gaps?lang=zh")
    visit.page.emulate_media(media="print")
    told.clear()
    visit.page.set_viewport_size(DESK)
    visit.page.wait_for_timeout(1000)
    visit.settle()
    assert not told
    visit.page.emulate_media(media="screen")
    visit.page.set_viewport_size({**DESK, "width": 844})
    assert patiently(visit.page, lambda: told, bool)


@pytest.mark.parametrize(
    ("then", "heard"), [("it listens late", 1), ("the server answers", 0), ("its buttons come again", 1)]
)
def test_a_map_is_made_to_fit_once_by_hand_or_by_the_server(address, visit, then, heard):
    visit.page.goto(f"{address}/_stcore/health")
    assert visit.page.evaluate(LISTENS_LATE, [web.text("zoom.js"), then]) == heard
