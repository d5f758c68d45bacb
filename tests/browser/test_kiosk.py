"""The museum's screen as a passer-by meets it: touched, left alone, cut off, killed, and given broken files."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import TimeoutError

from outreach import web
from outreach.page import Kiosk
from outreach.screen import kiosk
from outreach.selection import LANGUAGES, Selection
from outreach.words import load
from tests.browser.conftest import OUTSIDE, PATIENCE_MS, ROOT, SERVER, _wait_until_healthy, patiently
from tests.conftest import SAY
from tests.towns import CHANGLE, HAIMEN, HAIYONG, YUELAI

PORTRAIT, LANDSCAPE = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}
STREAMLITS_OWN = "[role=dialog], [data-testid=stDialog], [data-testid=stException], [data-testid=stStatusWidget], [data-testid=stToolbar], [data-testid=stSidebar]"
SEEN = "what => [...document.querySelectorAll(what)].filter(one => one.getClientRects().length).length"
ZH = load("zh")


class Server:
    """The museum's server on a port of its own, to be killed and started again."""

    def __init__(self, **environment: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "OUTREACH_AUDIENCE": "kiosk", **environment}
        self._process = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *SERVER, str(self.port)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_until_healthy(self.address)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(20)


class Passer:
    """Somebody at the screen, with fingers and without a keyboard."""

    def __init__(self, browser, address: str, size=PORTRAIT, **context):
        self.context = browser.new_context(viewport=size, has_touch=True, **context)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.refused: list[str] = []
        self.page.route(OUTSIDE, lambda route: (self.refused.append(route.request.url), route.abort()))
        self.address = address

    def open(self, path: str = "") -> "Passer":
        self.page.goto(f"{self.address}/{path}")
        self.page.locator(".kiosk .sheet").wait_for()
        return self

    def at(self, scene: str) -> "Passer":
        self.page.locator(f'.kiosk[data-scene="{scene}"] .scene.{scene}').wait_for()
        return self

    def tap(self, what: str) -> "Passer":
        """Touch something and wait for the answer."""
        self.page.locator(what).first.tap()
        self.page.locator(".kiosk:not(.asked)").wait_for()
        return self

    def hurry(self, until: str, state: str = "visible") -> "Passer":
        """Let the page's own clock run ahead, three seconds and a touch at a time, until something is there, or is gone."""

        def come() -> bool:
            self.page.touchscreen.tap(4, 4)
            self.page.clock.fast_forward(3000)
            with suppress(TimeoutError):
                self.page.locator(until).first.wait_for(state=state, timeout=400)
                return True
            return False

        assert patiently(self.page, come, bool), f"{until} is not {state}"
        return self

    @property
    def text(self) -> str:
        return self.page.locator(".kiosk").inner_text()


@contextmanager
def passing(browser, address: str, **context):
    passer = Passer(browser, address, **context)
    try:
        yield passer
    finally:
        passer.context.close()


@pytest.fixture(scope="module")
def server():
    running = Server()
    running.start()
    yield running
    running.kill()


@pytest.fixture
def passer(browser_without_webgl, server):
    with passing(browser_without_webgl, server.address) as found:
        yield found
        assert found.refused == []


def test_a_passer_by_finds_a_base_looks_at_a_town_and_answers_three_questions(passer):
    passer.open().at("loop").tap("[data-next]").tap("[data-pause]").at("loop")
    assert passer.page.locator("[data-pause]").inner_text() == ZH("kiosk.resume")
    passer.tap(".turning").at("map")
    first = passer.page.locator(".row b").first.inner_text()
    assert passer.tap("[data-step='1']").page.locator("[data-page]:not([hidden]) .row b").first.inner_text() != first
    box = passer.page.locator(".ground").bounding_box()
    passer.page.touchscreen.tap(box["x"] + 0.78 * box["width"], box["y"] + 0.62 * box["height"])
    passer.page.get_by_text(ZH("kiosk.pin_point")).wait_for()
    lon, lat = map(float, re.search(r"here=([\d.]+)(?:%2C|,)([\d.]+)", passer.page.url).groups())
    assert 121.4 < lon < 121.5 and 31.85 < lat < 31.95
    passer.tap(f'.mark[aria-label*="{SAY["zh"]("kiosk.mark_town", town="常乐镇", n=4)}"]').at("map")
    assert f"area={CHANGLE}" in passer.page.url and "here=" not in passer.page.url
    passer.tap(".row").at("base")
    assert ZH("kiosk.lacking_call") in passer.text and passer.page.locator(".take svg").count() == 1
    passer.tap("nav button:nth-child(2)").at("town").tap(".towns button:nth-child(6)")
    passer.page.get_by_text("常乐镇的科普情况").wait_for()
    assert "模型推算" in passer.text and passer.page.locator(".said").count() == 3
    passer.tap("header .i")
    assert "高德" in passer.page.locator(".info").inner_text()  # whose the outlines are stands behind the i
    passer.tap(".info button")
    assert passer.page.locator(".info").is_hidden()
    passer.tap("header button[lang]")
    passer.page.get_by_text("Science outreach in Changle Town").wait_for()
    passer.tap("nav button:nth-child(3)").at("quiz")
    for _ in range(3):
        passer.tap(".options button")
        passer.page.locator(".options .right").wait_for()
        passer.tap(".keys .main")
        passer.page.locator(".options button, .score").first.wait_for()
    assert re.fullmatch(r"[0-3] / 3", passer.page.locator(".score").inner_text())


def test_left_alone_it_asks_waits_and_forgets_the_visitor(passer):
    passer.page.clock.install()
    passer.open(f"kiosk?lang=en&view=town&area={CHANGLE}").at("town")
    passer.page.clock.set_system_time(0)  # the clock on the wall is no reason to ask
    passer.page.wait_for_timeout(1500)
    assert passer.page.locator(".kiosk-dialog").count() == 0
    passer.page.clock.fast_forward(61_000)
    dialog = passer.page.get_by_role("alertdialog")
    dialog.wait_for()
    assert (
        load("en")("kiosk.still") in dialog.inner_text()
        and 0 < int(passer.page.locator(".kiosk-count").inner_text()) <= 30
    )
    dialog.get_by_role("button").tap()
    passer.page.locator(".kiosk-dialog").wait_for(state="detached")
    passer.at("town")
    passer.page.clock.fast_forward(61_000)
    dialog.wait_for()
    passer.page.evaluate("window.visited = true")
    passer.page.clock.fast_forward(31_000)
    passer.page.wait_for_function("!window.visited")  # loaded afresh
    passer.page.wait_for_url(re.compile(r"/kiosk$"))
    passer.at("loop")
    assert ZH("kiosk.start") in passer.text
    passer.tap(".start").at("map")
    assert "area=" not in passer.page.url and "lang=zh" in passer.page.url


def test_a_visitor_who_leaves_while_an_answer_is_late_is_forgotten_when_it_comes(passer):
    page = passer.page
    page.clock.install()
    passer.open().at("loop").tap(".start").at("map").tap(".row").at("base")
    page.evaluate("window.visited = true")
    page.route("**/_stcore/health", lambda route: route.abort())
    page.clock.fast_forward(61_000)
    page.get_by_role("alertdialog").wait_for()
    page.clock.fast_forward(31_000)
    passer.at("loop").page.locator(".start").first.tap()  # the next one, before the server is heard of again
    assert page.evaluate("window.visited") and "base=" not in page.url
    page.unroute("**/_stcore/health")
    page.clock.fast_forward(4000)
    page.wait_for_url(re.compile(r"[?]view=map$"))
    passer.at("map")
    assert page.evaluate("window.visited === undefined")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "bases?lang=en",
        "gaps?audience=internal&mode=browse",
        "nowhere",
        "kiosk?embed=true&OUTREACH_AUDIENCE=internal",
    ],
)
def test_no_address_header_or_cookie_opens_anything_else(path, browser_without_webgl, server):
    headers = {"X-Outreach-Audience": "internal", "Outreach-Audience": "internal", "X-Forwarded-User": "admin"}
    with passing(browser_without_webgl, server.address, extra_http_headers=headers) as passer:
        passer.context.add_cookies(
            [{"name": name, "value": "internal", "url": server.address} for name in ("audience", "OUTREACH_AUDIENCE")]
        )
        passer.open(path).at("loop")
        page = passer.page
        assert page.evaluate(SEEN, STREAMLITS_OWN) == 0
        assert (
            page.evaluate(
                SEEN, "a[href], input, textarea, [data-testid=stFileUploader], [data-testid=stDownloadButton]"
            )
            == 0
        )


def test_nothing_but_its_own_keys_does_anything(passer):
    passer.open("kiosk?view=map").at("map")
    held = passer.page.evaluate("""() => {
      const tried = [new MouseEvent("contextmenu", {cancelable: true, bubbles: true}), new Event("selectstart", {cancelable: true, bubbles: true}),
        new DragEvent("drop", {cancelable: true, bubbles: true}), new Event("copy", {cancelable: true, bubbles: true}),
        ...["r", "c", "F1", "Escape"].map(key => new KeyboardEvent("keydown", {key, cancelable: true, bubbles: true})),
        ...["p", "s", "f"].map(key => new KeyboardEvent("keydown", {key, ctrlKey: true, cancelable: true, bubbles: true})),
        new WheelEvent("wheel", {ctrlKey: true, cancelable: true, bubbles: true})];
      return tried.map(event => !document.querySelector(".kiosk .row").dispatchEvent(event));
    }""")
    assert held == [True] * 12
    for _ in range(2):
        passer.page.keyboard.press("Tab")
    assert passer.page.evaluate("document.activeElement.closest('.kiosk') !== null")
    passer.page.emulate_media(media="print")
    assert passer.page.evaluate("getComputedStyle(document.body).display") == "none"


def test_without_the_network_the_last_scene_stays_and_it_goes_on_afterwards(passer):
    passer.page.clock.install()
    passer.open(f"kiosk?lang=zh&view=town&area={YUELAI}").at("town")
    passer.context.set_offline(True)
    passer.hurry(".kiosk-strip")
    assert "悦来镇的科普情况" in passer.text and passer.page.evaluate(SEEN, STREAMLITS_OWN) == 0
    passer.context.set_offline(False)
    passer.hurry(".kiosk-strip", "detached")
    passer.at("town").tap("nav button:nth-child(1)").at("map")


def test_a_killed_server_and_a_broken_file_are_lived_through(browser_without_webgl, copied):
    running = Server(OUTREACH_HOME=str(copied))
    running.start()
    bases = copied / "data" / "bases.csv"
    good = bases.read_bytes()
    try:
        with passing(browser_without_webgl, running.address) as passer:
            passer.open("kiosk?lang=en&view=base&base=zhang-jian-memorial").at("base")
            bases.write_bytes(good.replace(b"science_museum", b"moon_museum", 1))
            passer.page.reload()
            assert "Zhang Jian" in passer.at("base").text  # the last good version
            running.kill()
            passer.page.locator(".kiosk-strip").wait_for()
            assert "Zhang Jian" in passer.text and passer.page.evaluate(SEEN, STREAMLITS_OWN) == 0
            passer.page.locator("nav button:nth-child(2)").tap()  # while nobody is there to answer
            passer.page.wait_for_timeout(1200)
            assert "Zhang Jian" in passer.text and passer.page.evaluate(SEEN, STREAMLITS_OWN) == 0
            running.start()
            passer.at("town").page.locator(".kiosk-strip").wait_for(state="detached")
            assert passer.page.evaluate(SEEN, STREAMLITS_OWN) == 0
            running.kill()
            passer.page.locator('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])').wait_for()
            running.start()
            passer.page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for()
            passer.tap(".towns button:nth-child(6)").page.locator(".said").first.wait_for()  # the first touch it hears
    finally:
        running.kill()


def test_started_onto_settings_nobody_can_use_it_says_so_calmly_until_they_are_mended(browser_without_webgl, copied):
    settings = copied / "data" / "district.toml"
    good = settings.read_bytes()
    settings.write_bytes(good.replace(b'code = "320614"', b"code = 320614", 1))
    running = Server(OUTREACH_HOME=str(copied))
    running.start()
    try:
        with passing(browser_without_webgl, running.address) as passer:
            passer.page.clock.install()
            passer.page.goto(f"{running.address}/kiosk")
            passer.page.locator(".kiosk-hold").wait_for()
            assert passer.page.locator("body").inner_text().split("\n\n") == [
                ZH("kiosk.hold"),
                load("en")("kiosk.hold"),
            ]
            assert (
                "toml" not in passer.page.locator('[data-testid="stApp"]').inner_html()
                and passer.page.evaluate(SEEN, STREAMLITS_OWN) == 0
            )
            settings.write_bytes(good)
            passer.hurry(".kiosk .scene.loop")
            assert passer.page.locator(".kiosk-hold").count() == 0
    finally:
        running.kill()


SHEET = web.text("kiosk-sheet.css")
MISFITS = """() => {
  const wide = innerWidth > innerHeight, unit = wide ? innerHeight / 1080 : innerWidth / 1080, wrong = [];
  const nav = document.querySelector(".kiosk nav").getBoundingClientRect();
  for (const one of document.querySelectorAll(".kiosk *")) {
    const box = one.getBoundingClientRect(), own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!box.width) continue;
    const said = `${one.tagName} ${one.textContent.slice(0, 24)}`;
    if (own && parseFloat(getComputedStyle(one).fontSize) * (one.closest(".ground svg") ? one.closest("svg").getBoundingClientRect().width / 1040 : 1) < 23.95 * unit) wrong.push(`small: ${said}`);
    if (one.matches("button, a[href]") && Math.min(box.width, box.height) < 59.9 * unit) wrong.push(`narrow: ${said}`);
    if (own || one.matches("button")) {
      if (!one.closest(".crop .ground") && (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)) wrong.push(`outside: ${said}`);
      if (!one.closest("nav, .mark, .pin, .crop .ground") && box.bottom > nav.top + 1 && box.right > nav.left + 1) wrong.push(`under the keys: ${said}`);
      if (one.clientWidth && one.scrollWidth > one.clientWidth + 2) wrong.push(`cut: ${said}`);
    }
  }
  return wrong;
}"""
SCENES = [
    {"view": "loop"},
    {"view": "map"},
    {"view": "map", "here": "121.4000,31.9500"},
    {"view": "pick"},
    {"view": "town"},
    *({"view": "town", "area": area} for area in (CHANGLE, HAIMEN, HAIYONG)),
    *({"view": "quiz", "quiz": quiz} for quiz in ("1", "2-0", "3-2.1", "5-0.1.2.")),
]


@pytest.fixture(scope="module")
def drawn(browser_without_webgl):
    page = browser_without_webgl.new_page()
    yield page
    page.close()


def _sheet(stage, selection, home) -> str:
    chosen = {name: getattr(selection, name) for name in ("view", "area", "here", "base", "quiz")}
    shown = next(one for one in stage.play("kiosk", selection.language, **chosen).blocks if isinstance(one, Kiosk))
    return kiosk.sheet(selection, SAY[selection.language], home, shown)


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_fits_the_screen_with_letters_to_read_and_keys_to_touch(language, size, drawn, stage, district):
    drawn.set_viewport_size(size)
    scenes = SCENES + [{"view": "base", "base": base} for base in district.bases["base_id"]]
    wrong = {}
    for chosen in scenes:
        html = _sheet(stage, Selection(language=language).with_(**chosen), district.home)
        for turn in range(html.count("<section hidden") + html.count("<section>") if chosen["view"] == "loop" else 1):
            drawn.set_content(
                f'<html lang="{language}"><style>{SHEET}</style><div class="kiosk" lang="{language}" data-scene="{chosen["view"]}">{html}</div>'
            )
            if turn:
                drawn.evaluate(
                    "turn => document.querySelectorAll('[data-turning] > section').forEach((one, i) => one.hidden = i !== turn)",
                    turn,
                )
            if found := drawn.evaluate(MISFITS):
                wrong[f"{chosen} {turn}"] = found[:3]
    assert wrong == {}
