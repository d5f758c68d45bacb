"""A day of visitors at the museum's screen: memory of server and page, and the server's handles, at the start and at the end.

    python -m tests.bench.soak [--visits 2000] [--sessions 0]

A visit opens the screen, finds a base, looks at a town, answers a question, and is left alone until it is forgotten; the
page's clock runs ahead, so that no visit takes its minute and a half, and the screen is of half the size, which is laid
out the same and takes less to paint. Told as well is how often the page was loaded more than once a visit: it does that
by itself when an answer takes too long. --sessions adds that many further sessions, opened and closed one after the other,
after the visits.
"""

import argparse
import signal
import time
from typing import NamedTuple

import psutil
from playwright.sync_api import CDPSession, Error, Page, sync_playwright

from tests.browser.conftest import WITHOUT_WEBGL, serving

WARM = 150  # visits before the start is measured: caches, fonts, and the 128 last sessions, which the server keeps for a while
SETTLE_S = 35  # the server collects every half minute
PATIENCE_S = 300  # a scene that has not come by then will not come
THERE = """async ([within, what, nth]) => {
  const found = () => document.querySelector(within) && document.querySelectorAll(what)[nth];
  if (!found()) await new Promise(done => {
    const watch = new MutationObserver(() => found() && (watch.disconnect(), done()));
    watch.observe(document, {subtree: true, childList: true, attributes: true});
  });
  const box = found().getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""  # the middle of something as soon as it is there, told by the page itself: asking it over and over costs more than the visit


class Measured(NamedTuple):
    """The server's resident memory and open handles, and the page's used heap."""

    server_mb: float
    handles: int
    page_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--visits", type=int, default=2000)
    parser.add_argument("--sessions", type=int, default=0)
    asked = parser.parse_args()
    with (
        serving(OUTREACH_AUDIENCE="kiosk", OUTREACH_PER_ADDRESS="10000") as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path="/usr/bin/chromium", args=WITHOUT_WEBGL) as chromium,
    ):
        page = chromium.new_page(viewport={"width": 540, "height": 960}, has_touch=True)
        page.clock.install()
        page.goto(f"{address}/kiosk")
        meter = page.context.new_cdp_session(page)
        loads: list[str] = []
        page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
        for number in range(WARM):
            _visit(page, number)
        start = _measured(meter)
        print(f"start    {_told(start)}", flush=True)
        began = time.monotonic()
        loads.clear()
        for number in range(asked.visits):
            _visit(page, number)
            if (number + 1) % max(1, asked.visits // 5) == 0:
                print(
                    f"{number + 1:>6}   {_told(_measured(meter, settle=False))}   {time.monotonic() - began:6.0f} s   {len(loads) - number - 1} loads more",
                    flush=True,
                )
        for _ in range(asked.sessions):
            other = chromium.new_page()
            other.goto(f"{address}/kiosk")
            other.locator(".kiosk .sheet").wait_for(timeout=60_000)
            other.close()
        end = _measured(meter)
        print(f"end      {_told(end)}   {asked.visits} visits in {time.monotonic() - began:.0f} s")
        print(
            f"growth   server {100 * (end.server_mb / start.server_mb - 1):+.1f} %, "
            f"page {100 * (end.page_mb / start.page_mb - 1):+.1f} %"
        )


def _visit(page: Page, number: int) -> None:
    """One visitor from the first touch until the screen has forgotten them."""
    _touch(page, ".start", then=".scene.map")
    _touch(page, ".row", number % 3, then=".scene.base")
    _touch(page, "nav button:nth-child(2)", then=".scene.town .towns")
    _touch(page, ".towns button", number % 12, then=".scene.town .said")
    _touch(page, "header button[lang]", then='[lang="en"] .scene.town .said')
    _touch(page, "nav button:nth-child(3)", then=".scene.quiz .options button")
    _touch(page, ".options button", number % 3, then=".scene.quiz .options .right")
    page.evaluate("window.visited = true")
    page.clock.fast_forward(61_000)
    _there(page, "body", ".kiosk-dialog")
    page.clock.fast_forward(31_000)
    page.clock.fast_forward(1_000)
    page.wait_for_function(
        "!window.visited && location.search === '' && document.querySelector('.kiosk[lang=zh-CN] .scene.loop')",
        timeout=60_000,
    )


def _touch(page: Page, what: str, nth: int = 0, *, then: str) -> None:
    """A finger on the middle of something, and the scene that answers it.

    Raises TimeoutError where it does not come.
    """

    def late(*_: object) -> None:
        raise TimeoutError(f"{what} [{nth}] touched: no {then} after {PATIENCE_S} s")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(PATIENCE_S)
    page.touchscreen.tap(*_there(page, ".kiosk:not(.asked)", what, nth))
    _there(page, ".kiosk:not(.asked)", then)
    signal.alarm(0)


def _there(page: Page, within: str, what: str, nth: int = 0) -> tuple[float, float]:
    """The middle of something as soon as it is there, also where the page loads itself meanwhile."""
    while True:
        try:
            return page.evaluate(THERE, [within, what, nth])
        except Error as error:
            if "navigation" not in str(error):
                raise


def _measured(meter: CDPSession, settle: bool = True) -> Measured:
    """What server and page hold, both after a collection."""
    if settle:
        time.sleep(SETTLE_S)
    meter.send("HeapProfiler.collectGarbage")
    server = _server()
    with server.oneshot():
        return Measured(
            server.memory_info().rss / 1e6,
            server.num_fds(),
            meter.send("Runtime.getHeapUsage")["usedSize"] / 1e6,
        )


def _server() -> psutil.Process:
    """The server that was started for this."""
    return next(one for one in psutil.Process().children() if "uvicorn" in one.cmdline())


def _told(measured: Measured) -> str:
    return f"server {measured.server_mb:7.1f} MB, {measured.handles:4} handles   page {measured.page_mb:6.2f} MB"


if __name__ == "__main__":
    main()
