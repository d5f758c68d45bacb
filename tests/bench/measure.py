"""Measures our pages beside the rivals in one run and writes docs/performance.md: `make bench`."""

import argparse
import asyncio
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from outreach.measures import gaps
from tests.bench.rivals import static_page
from tests.bench.rivals.shared import PAGES
from tests.bench.visitor import crowd

ROOT = Path(__file__).parents[2]
CHROMIUM = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # fmt: skip
QUIET_MS = 900  # nothing drawn and nothing changed for so long: the picture is finished
OURS, AS_SHIPPED, DASH, STATIC = "ours", "empty Streamlit page, as shipped", "Dash", "static page"
LAST_MARK = """
window.lastMark = 0;
const mark = () => { window.lastMark = performance.now(); };
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"])
    if (kind.prototype[name]) { const drawn = kind.prototype[name]; kind.prototype[name] = function (...given) { mark(); return drawn.apply(this, given); }; }
for (const name of ["fillText", "stroke", "fill", "drawImage"]) { const drawn = CanvasRenderingContext2D.prototype[name]; CanvasRenderingContext2D.prototype[name] = function (...given) { mark(); return drawn.apply(this, given); }; }
new MutationObserver(mark).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
"""


@dataclass
class Server:
    """A server under measurement: where it answers and how long it took to be healthy."""

    address: str
    process: psutil.Process
    healthy_s: float

    def everyone(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]

    def cpu_s(self) -> float:
        return sum(sum(one.cpu_times()[:2]) for one in self.everyone())

    def memory_mb(self) -> float:
        return sum(one.memory_info().rss for one in self.everyone()) / 1e6


@contextmanager
def serving(command: list[str], health: str, **environment: str) -> Iterator[Server]:
    """The command on a free port, which stands for PORT in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    start = time.monotonic()
    process = subprocess.Popen(
        [part.replace("PORT", port) for part in command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        while time.monotonic() - start < 120:
            try:
                urllib.request.urlopen(address + health, timeout=1).close()
                break
            except OSError:
                time.sleep(0.02)
        yield Server(address, psutil.Process(process.pid), time.monotonic() - start)
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Case:
    """A page of a server: its address, what to click for another picture (and what unfolds it), and what leads to another page."""

    name: str
    server: Server
    path: str
    filters: tuple[str, ...] = ()
    onward: str = ""
    unfolds: str = ""
    found: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, value: float) -> None:
        self.found.setdefault(what, []).append(value)

    def middle(self, what: str) -> float | None:
        return median(self.found[what]) if self.found.get(what) else None


def finished(page: Page, since: float = 0.0) -> float:
    """When the last mark was made, in milliseconds of the page's own clock, once the page has been quiet."""
    page.wait_for_function(f"window.lastMark > {since} && performance.now() - window.lastMark > {QUIET_MS}", timeout=60_000, polling=50)
    return page.evaluate("window.lastMark")


def after(page: Page, act: Callable[[], None]) -> float:
    """How long after an act the last mark was made, in milliseconds."""
    start = page.evaluate("performance.now()")
    act()
    return finished(page, start) - start


def opened(context: BrowserContext, case: Case, what: str) -> Page:
    """The case's page in a new tab, with the time to its last mark and the bytes it took noted."""
    page = context.new_page()
    page.add_init_script(LAST_MARK)
    taken = [0]
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: taken.__setitem__(0, taken[0] + event["encodedDataLength"]))
    client.on("Network.webSocketFrameReceived", lambda event: taken.__setitem__(0, taken[0] + len(event["response"]["payloadData"])))
    page.goto(case.server.address + case.path)
    page.wait_for_load_state("load")
    case.note(what, finished(page))
    case.note(f"{what} kB", taken[0] / 1000)
    return page


def visit(browser: Browser, case: Case, times: int) -> None:
    """Open the page cold and warm, change its filter and go to another page, so many times."""
    for _ in range(times):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        opened(context, case, "cold").close()
        page = opened(context, case, "warm")
        if case.unfolds:
            after(page, page.locator(case.unfolds).first.click)
        for selector in case.filters:
            before = case.server.cpu_s()
            case.note("filter", after(page, page.locator(selector).first.click))
            case.note("cpu", 1000 * (case.server.cpu_s() - before))
        if case.onward:
            case.note("onward", after(page, page.locator(case.onward).first.click))
        context.close()


def held(kind: str, server: Server, page: str, seconds: float, most: int) -> tuple[int, float]:
    """How many visitors, each acting every five seconds, a process holds with a 95th percentile below half a second; and MB a visitor."""
    good, memory = 0, server.memory_mb()
    for visitors in (20, 40, 60, 90, 120, 160, 200, 250, 300, 400):
        if visitors > most:
            break
        p95, acts, failed = asyncio.run(crowd(kind, server.address, page, visitors, seconds))
        print(f"  {kind} {page}: {visitors} visitors, p95 {1000 * p95:.0f} ms over {acts} acts, {len(failed)} failed {failed[:1]}", flush=True)
        if p95 >= 0.5 or failed:
            break
        good = visitors
    return good, (server.memory_mb() - memory) / max(good, 1)


def robustness_ms(times: int) -> float:
    """A thousand runs of the gap index of twelve towns with five parts, in milliseconds."""
    table = pd.DataFrame(np.random.default_rng(1).uniform(0, 100, (12, 5)), columns=["facilities", "coverage", "access", "tiers", "literacy"])
    took = []
    for _ in range(times):
        start = time.perf_counter()
        gaps.robustness(table)
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


OUR_FILTERS = {
    "overview": ('button:has-text("矢量图")', 'button:has-text("交互图")'),
    "bases": ('button:has-text("区级")', 'button:has-text("市级")'),
    "literacy": ('button:has-text("分辨差距")', 'button:has-text("人数")'),
    "gaps": ('button:has-text("几何平均")', 'button:has-text("算术平均")'),
}
UNFOLDS = {"gaps": 'summary:has-text("权重与方法")'}


def cases(ours: Server, empty: Server, dash: Server, static: Server) -> list[Case]:
    found = [Case(AS_SHIPPED, empty, "/")]
    for page in PAGES:
        onward = {"overview": "设施缺口"}.get(page, "总览")
        found += [
            Case(OURS, ours, f"/{'' if page == 'overview' else page}?lang=zh", OUR_FILTERS[page], f'[data-testid="stSidebar"] a:has-text("{onward}")', UNFOLDS.get(page, "")),
            Case(DASH, dash, f"/{page}", ('#filter input[value="1"]', '#filter input[value="2"]'), "#to-gaps" if page == "overview" else "#to-overview"),
            Case(STATIC, static, f"/{page}.html"),
        ]
    return found


WHAT = {"cold": "cold ms", "warm": "warm ms", "filter": "filter ms", "onward": "page change ms", "cpu": "server CPU an act ms", "cold kB": "cold kB", "warm kB": "warm kB"}
AIMS = {"warm": ((DASH, 0.9), (STATIC, 1.15)), "filter": ((DASH, 0.5),), "onward": ((DASH, 1.0),), "cpu": ((DASH, 0.6),)}


def report(found: list[Case], crowds: dict[str, tuple[int, float]], robust: float, times: int) -> str:
    """What was measured as Markdown: the medians, and each aim with its ratio and whether it is met."""
    head = f"| page | | {' | '.join(WHAT.values())} |\n|{'---|' * (len(WHAT) + 2)}"
    rows, ratios = [], []
    pages = [None, *PAGES]
    groups = [found[:1], *(found[1 + 3 * i : 4 + 3 * i] for i in range(len(PAGES)))]
    for page, group in zip(pages, groups):
        for case in group:
            cells = ["" if case.middle(one) is None else f"{case.middle(one):,.0f}" for one in WHAT]
            rows.append(f"| {page or ''} | {case.name} | {' | '.join(cells)} |")
        by_name = {case.name: case for case in group}
        for what, aims in AIMS.items() if page else ():
            for rival, most in aims:
                mine, theirs = by_name[OURS].middle(what), by_name[rival].middle(what)
                if mine is not None and theirs:
                    ratio = mine / theirs
                    ratios.append(f"| {page} | {WHAT[what]} ÷ {rival} | {ratio:.2f} | ≤ {most:g} | {'met' if ratio <= most else f'missed by {ratio - most:.2f}'} |")
    people = "".join(f"| {name} | {visitors} | {megabytes:.2f} |\n" for name, (visitors, megabytes) in crowds.items())
    healthy = "".join(f"| {name} | {server.healthy_s:.1f} |\n" for name, server in {case.name: case.server for case in found}.items())
    return f"""# Performance

Written by `make bench` on {date.today()}: medians of {times}, {os.cpu_count()} cores, headless Chromium with a software renderer, everything
in one run on one machine. A picture counts as finished at the last mark drawn before {QUIET_MS} ms of quiet. Ratios within a run
are what can be compared; milliseconds depend on the machine and on what else it was doing (load average {os.getloadavg()[0]:.1f} at the end).

{head}
{chr(10).join(rows)}

## Aims

| page | ratio | measured | aim | |
|---|---|---|---|---|
{chr(10).join(ratios)}

## Visitors one process holds (one act every five seconds, p95 < 500 ms)

| | visitors | MB a visitor |
|---|---|---|
{people}
## From start to healthy

| | s |
|---|---|
{healthy}
## Measures

A thousand runs of the gap index of twelve towns take {robust:.0f} ms (aim: below 500).
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, required=True, help="deck.gl's dist.min.js")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=25, help="how long each crowd acts")
    parser.add_argument("--most", type=int, default=300, help="the largest crowd tried")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    asked = parser.parse_args()
    static_folder = ROOT / "build" / "bench" / "static"
    static_page.write(static_folder, asked.bundle)
    python = sys.executable
    with ExitStack() as stack:
        ours = stack.enter_context(serving(
            [python, "-m", "uvicorn", "outreach.screen.server:app", "--port", "PORT", "--ws", "websockets-sansio", "--no-access-log"], "/_stcore/health"
        ))  # fmt: skip
        empty = stack.enter_context(serving(
            [python, "-m", "streamlit", "run", "tests/bench/rivals/empty.py", "--server.port", "PORT"], "/_stcore/health",
            STREAMLIT_RUNNER_POST_SCRIPT_GC="true", STREAMLIT_RUNNER_MAGIC_ENABLED="true",
        ))  # fmt: skip
        dash = stack.enter_context(serving(
            [python, "-m", "gunicorn", "--bind", "127.0.0.1:PORT", "--threads", "8", "tests.bench.rivals.dash_page:server"], "/",
            BENCH_ASSETS=str(static_folder),
        ))  # fmt: skip
        static = stack.enter_context(serving([python, "-m", "http.server", "PORT", "--bind", "127.0.0.1", "--directory", str(static_folder)], "/"))
        found = cases(ours, empty, dash, static)
        with sync_playwright() as playwright, playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as browser:
            for case in found:
                visit(browser, case, asked.times)
                print(case.name, case.path, {what: round(case.middle(what), 1) for what in case.found}, flush=True)
        crowds = {
            OURS: held("streamlit", ours, "gaps", asked.seconds, asked.most),
            DASH: held("dash", dash, "gaps", asked.seconds, asked.most),
            AS_SHIPPED: held("streamlit", empty, "", asked.seconds, asked.most),
        }
        text = report(found, crowds, robustness_ms(asked.times), asked.times)
    asked.out.write_text(text, encoding="utf-8")
    print(re.sub(r"\n{3,}", "\n\n", text))


if __name__ == "__main__":
    main()
