"""A real server and a real Chromium, with every request to the outside refused and counted."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from outreach.home import find_home
from outreach.words import load

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITH_WEBGL = [
    *QUIET,
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",  # without a graphics card only maps are drawn as if there were one: it costs the most
    "--disable-gpu-compositing",
]
WITHOUT_WEBGL = [*QUIET, "--disable-gpu", "--disable-3d-apis"]
OUTSIDE = re.compile(r"^(?!data:|blob:|about:)(?!(?:https?|wss?)://(?:127\.0\.0\.1|localhost)[:/])")
DESK = {"width": 1366, "height": 768}
COUNTED = """window.strokes = 0
for (const kind of [window.WebGLRenderingContext, window.WebGL2RenderingContext])
  for (const draw of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
    const own = kind?.prototype[draw]
    if (own) kind.prototype[draw] = function (...given) { window.strokes += 1; return own.apply(this, given) }
  }"""
"""Counts what is drawn with WebGL."""
STILL = """async () => {
  const frame = () => new Promise(requestAnimationFrame), began = performance.now()
  for (let quiet = 0, before = -1; quiet < 24 && document.querySelector("#deckgl-wrapper, .stDeckGlJsonChart canvas"); before = window.strokes) {
    await frame()
    quiet = window.strokes === before && (before > 0 || performance.now() - began > 20000) ? quiet + 1 : 0
  }
}"""
"""Waits until a map that is there has been drawn and has not been drawn again for so many frames."""

Seen = TypeVar("Seen")
SAYS = "text => document.body.innerText.includes(text)"  # an address as it is, with no unseen sign in it
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PATIENCE_S = 180  # a machine may be slow and busy: what is waited for is a state
PATIENCE_MS = 1000 * PATIENCE_S
expect.set_options(timeout=PATIENCE_MS)

SERVER = (
    "-m",
    "uvicorn",
    "outreach.server.application:app",
    "--ws",
    "websockets-sansio",
    "--no-server-header",
    "--no-access-log",
    "--port",
)
COLD = tuple(part.replace("outreach.server.application", "tests.browser.cold") for part in SERVER)
BARE = ("-m", "streamlit", "run", "app.py", "--server.port")


@contextmanager
def serving(*command: str, **environment: str):
    """The dashboard under its own settings on a free port; gives its address and ends it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, *(command or SERVER), str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(address)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:  # a busy machine may still be warming it up
            server.kill()
            server.wait()


def _wait_until_healthy(address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no healthy server at {address} within {PATIENCE_S} s")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What fails in a browser is tried once more: a busy machine may lose a click. A fault of ours fails twice."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def patiently(page: Page, look: Callable[[], Seen], good: Callable[[Seen], bool]) -> Seen:
    """Look again and again until it is good or patience is at its end; gives what was seen last."""
    end = time.monotonic() + PATIENCE_S
    while not good(seen := look()) and time.monotonic() < end:
        page.wait_for_timeout(200)
    return seen


@pytest.fixture(scope="session")
def address():
    """A server whose pages are made when a test asks for them; `tests/browser/test_server.py` has one that makes all ready."""
    with serving(*COLD) as where:
        yield where


@pytest.fixture(scope="session")
def _playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright):
    with _playwright.chromium.launch(executable_path="/usr/bin/chromium", args=WITH_WEBGL) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def browser_without_webgl(_playwright):
    with _playwright.chromium.launch(executable_path="/usr/bin/chromium", args=WITHOUT_WEBGL) as chromium:
        yield chromium


def url(address: str, page: str, query: str) -> str:
    """A page's address."""
    return f"{address}/{'' if page == 'overview' else page}?{query}"


class Visit:
    """One visitor's page: what was refused, what went wrong, and how to wait and click."""

    def __init__(self, browser: Browser, size: dict = DESK, **more):
        self.page: Page = browser.new_page(viewport=size, **more)
        self._blind = not self.page.evaluate("Boolean(document.createElement('canvas').getContext('webgl'))")
        self.page.context.set_default_timeout(PATIENCE_MS)
        self.refused: list[str] = []
        self.page.add_init_script(COUNTED)
        self.page.route(OUTSIDE, self._refuse)
        self.page.on("websocket", lambda socket: self.refused.append(socket.url) if OUTSIDE.match(socket.url) else None)

    def _refuse(self, route) -> None:
        self.refused.append(route.request.url)
        route.abort()

    def open(self, address: str) -> "Visit":
        self.page.bring_to_front()  # else the keys of a test may go to another visitor's page
        self.page.goto(address)
        return self.settle()

    def settle(self) -> "Visit":
        """Wait until the script has run, everything it made is there, and maps have stopped drawing."""
        self.page.wait_for_selector(AT_REST)
        self.page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')")
        if self._blind:  # it says so to the server, and what is clicked at that very moment may be lost
            self.page.wait_for_function("!document.querySelector('[data-testid=stDeckGlJsonChart]')")
            self.page.wait_for_selector(AT_REST)
        self.page.evaluate(STILL)
        return self

    def says(self, text: str) -> None:
        """Wait until the page says it."""
        self.page.wait_for_function(SAYS, arg=text)

    def text(self) -> str:
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def has_opened(self, page: str, language: str, town: str) -> None:
        """Assert that it is this page in this language, whole, with nothing asked of the outside."""
        say = load(language)
        heading = {"overview": "overview.map_title", "town": "town.title"}.get(page, f"{page}.title")
        if page != "kiosk":
            assert say(heading, town=town, name=find_home().name[language]) in self.text()
        assert self.page.locator('[data-testid="stException"]').count() == 0
        expect(self.page).to_have_title(say("shell.window", page=say(f"page.{page}"), name=say("shell.name")))
        assert self.page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
        assert self.refused == []

    def leave(self) -> None:
        """Be as somebody who has not been here yet, in a tab that has its scripts at hand: opening them anew costs the most."""
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(media="null")
        self.refused.clear()

    def close(self) -> None:
        self.page.close()


@contextmanager
def visiting(browser: Browser, size: dict = DESK, **more):
    """Somebody with a tab of their own."""
    visitor = Visit(browser, size, **more)
    try:
        yield visitor
    finally:
        visitor.close()


@pytest.fixture(scope="module")
def _tab(browser):
    with visiting(browser) as visitor:
        yield visitor


@pytest.fixture(scope="module")
def _tab_without_webgl(browser_without_webgl):
    with visiting(browser_without_webgl) as visitor:
        yield visitor


@pytest.fixture
def visit(_tab):
    yield _tab
    _tab.leave()


@pytest.fixture
def visit_without_webgl(_tab_without_webgl):
    yield _tab_without_webgl
    _tab_without_webgl.leave()
