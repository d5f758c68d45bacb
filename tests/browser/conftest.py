"""A real server and a real Chromium, with every request to the outside refused and counted."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
QUIET = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITH_WEBGL = [*QUIET, "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
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
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"no healthy server at {address} within a minute")


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


class Visit:
    """One visitor's page: what was refused, what went wrong, and how to wait and click."""

    def __init__(self, browser: Browser, size: dict = DESK):
        self.page: Page = browser.new_page(viewport=size)
        self.page.set_default_timeout(120_000)  # a machine may be slow: what is waited for is a state
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
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=120_000)
        self.page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=120_000)
        self.page.evaluate(STILL)
        return self

    def text(self) -> str:
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def close(self) -> None:
        self.page.close()


@pytest.fixture
def visit(browser):
    visitor = Visit(browser)
    yield visitor
    visitor.close()


@pytest.fixture
def visit_without_webgl(browser_without_webgl):
    visitor = Visit(browser_without_webgl)
    yield visitor
    visitor.close()
