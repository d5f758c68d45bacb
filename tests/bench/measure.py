"""Measures our pages beside the rivals in one run and writes docs/performance.md: `make bench`."""

import argparse
import asyncio
import os
import platform
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
import shapely
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from outreach.home import find_home
from outreach.measures import gaps, reach
from outreach.tables import read_district
from outreach.views.ground import ground
from tests.bench.rivals import static_page
from tests.bench.rivals.shared import PAGES
from tests.bench.visitor import crowd
from tests.browser.pointing import off_middle
from tests.towns import BAOCHANG, YUELAI

ROOT = Path(__file__).parents[2]
CHROMIUM = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
QUIET_MS = 700  # nothing drawn, nothing changed and nothing answered for so long: the picture is finished
TICK_MS = 50
TRIES, UNHEARD_MS = 4, 2500
OURS, AS_SHIPPED, DASH, STATIC = "ours", "empty Streamlit page, as shipped", "Dash", "static page"
SETTLE_MS = 300  # the pointer rests before it clicks, so that no hovering is under way
# A mark is what an eye can see: a canvas drawn upon, or the document changed, but for its head and for attributes that
# paint nothing (data-* and aria-*). An act begins when the browser says the button or finger was lifted, and is over at the
# last mark after the server's first answer to it. Quiet is counted in ticks of the page's own: a page that is at work cannot
# tick, and is not taken for one that rests. The same holds for every rival.
LAST_MARK = """
window.lastMark = 0; window.lastAnswer = 0; window.acted = 0; window.idle = 0;
setInterval(() => { window.idle += 1; }, TICK_MS);
const mark = () => { window.lastMark = performance.now(); window.idle = 0; };
const answer = () => { window.lastAnswer = performance.now(); window.idle = 0; };
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"])
    if (kind.prototype[name]) { const drawn = kind.prototype[name]; kind.prototype[name] = function (...given) { mark(); return drawn.apply(this, given); }; }
for (const name of ["fillText", "stroke", "fill", "drawImage"]) { const drawn = CanvasRenderingContext2D.prototype[name]; CanvasRenderingContext2D.prototype[name] = function (...given) { mark(); return drawn.apply(this, given); }; }
const unseen = (one) => (one.type === "attributes" && /^(data|aria)-/.test(one.attributeName)) || document.head?.contains(one.target);
new MutationObserver((all) => { if (!all.every(unseen)) mark(); }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
document.addEventListener("pointerup", (event) => { window.acted = event.timeStamp; }, { capture: true });
const Socket = window.WebSocket; window.WebSocket = class extends Socket { constructor(...given) { super(...given); this.addEventListener("message", answer); } };
const fetched = window.fetch; window.fetch = (...given) => fetched(...given).then((found) => { answer(); return found; });
""".replace("TICK_MS", str(TICK_MS))


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
        [part.replace("PORT", port) for part in command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
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


Act = Callable[[Page], None]


@dataclass
class Case:
    """A page of a server: its address, the acts that change its picture (and the one that unfolds what they need), and the
    act that leads to another page."""

    page: str
    name: str
    server: Server
    path: str
    acts: tuple[Act, ...] = ()
    onward: Act | None = None
    unfolds: Act | None = None
    found: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, value: float) -> None:
        self.found.setdefault(what, []).append(value)

    def middle(self, what: str) -> float | None:
        return median(self.found[what]) if self.found.get(what) else None


def finished(page: Page, acted: bool = False) -> float:
    """When the last mark was made, in milliseconds of the page's own clock, once the page has been quiet."""
    answered = (
        "window.acted > 0 && window.lastAnswer > window.acted && window.lastMark > window.acted"
        if acted
        else "window.lastMark > 0"
    )
    page.wait_for_function(f"{answered} && window.idle * {TICK_MS} > {QUIET_MS}", timeout=60_000, polling=TICK_MS)
    return page.evaluate("window.lastMark")


def after(page: Page, act: Act, moves: bool) -> float:
    """How long after the button was lifted the last mark was made, in milliseconds.

    A click that is not answered (by another address, where the page `moves`) is made again: a busy map now and then takes
    one for the beginning of a drag.
    """
    heard = f"window.acted > 0 && window.lastAnswer > window.acted && {f'location.href !== {page.url!r}' if moves else 'true'}"
    for _ in range(TRIES):
        page.evaluate("window.acted = 0")
        act(page)
        try:
            page.wait_for_function(heard, timeout=UNHEARD_MS, polling=50)
            break
        except TimeoutError:
            print(f"  a click on {page.url} was not heard", flush=True)
    else:
        raise RuntimeError(f"{page.url}: an act changed nothing")
    return finished(page, acted=True) - page.evaluate("window.acted")


def click(selector: str) -> Act:
    """A click on the first thing the selector finds."""

    def clicked(page: Page) -> None:
        found = page.locator(selector).first
        found.hover()
        page.wait_for_timeout(SETTLE_MS)
        page.mouse.down()
        page.mouse.up()

    return clicked


def unfold(text: str) -> Act:
    """Open the box of this title."""

    def unfolded(page: Page) -> None:
        box = page.locator("details", has=page.locator(f'summary:has-text("{text}")')).first
        for _ in range(TRIES):
            if box.evaluate("box => box.open"):
                return
            box.locator("summary").first.click()
            page.wait_for_timeout(2 * QUIET_MS)
        raise RuntimeError(f"{page.url}: {text} does not open")

    return unfolded


def town(code: str) -> Act:
    """A click on a town of the page's map as it first opens, away from every base."""
    east, south = _off_middle(code)

    def clicked(page: Page) -> None:
        box = page.locator("[data-testid='stDeckGlJsonChart']").first.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 + south)
        page.wait_for_timeout(SETTLE_MS)
        page.mouse.down()
        page.mouse.up()

    return clicked


def _off_middle(code: str) -> tuple[float, float]:
    """How many pixels right of and below the map's middle a town has most room between its bases."""
    district = read_district(find_home())
    land = ground(district.geometry)
    located = reach.located(district.bases, district.places, district.areas).dropna(subset=["lon", "lat"])
    taken = shapely.union_all(shapely.points(located["lon"], located["lat"])).buffer(0.02)
    free = land.towns.set_index("area_code").geometry[code].difference(taken)
    widest = max(shapely.get_parts(free), key=lambda part: part.area)
    lon, lat = shapely.get_coordinates(shapely.maximum_inscribed_circle(widest))[0]
    return off_middle(land, lon, lat)


def opened(context: BrowserContext, case: Case, what: str) -> Page:
    """The case's page in a new tab, with the time to its last mark and the bytes it took noted."""
    page = context.new_page()
    page.add_init_script(LAST_MARK)
    taken = [0]
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: taken.__setitem__(0, taken[0] + event["encodedDataLength"]))
    client.on(
        "Network.webSocketFrameReceived",
        lambda event: taken.__setitem__(0, taken[0] + len(event["response"]["payloadData"])),
    )
    page.goto(case.server.address + case.path)
    page.wait_for_load_state("load")
    case.note(what, finished(page))
    case.note(f"{what} kB", taken[0] / 1000)
    return page


def visit(browser: Browser, case: Case) -> None:
    """Open the page cold and warm, change its picture and go to another page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened(context, case, "cold").close()
    page = opened(context, case, "warm")
    if case.unfolds:
        case.unfolds(page)
    for act in case.acts:
        before = case.server.cpu_s()
        case.note("filter", after(page, act, moves=case.name == OURS))
        case.note("cpu", 1000 * (case.server.cpu_s() - before))
    if case.onward:
        case.note("onward", after(page, case.onward, moves=True))
    context.close()


def held(kind: str, server: Server, page: str, seconds: float, most: int) -> tuple[int, float]:
    """How many visitors, each acting every five seconds once all have come, a process holds with a 95th percentile below half a
    second; and MB a visitor.

    Twice as many are tried until too many, then one number between.
    """
    good, memory, tried, much = 0, server.memory_mb(), 20, 0.0
    over = most + 1
    while tried <= most and tried < over and tried - good >= 10:
        p95, acts, failed = asyncio.run(crowd(kind, server.address, page, tried, seconds))
        print(
            f"  {kind} {page}: {tried} visitors, p95 {1000 * p95:.0f} ms over {acts} acts, {len(failed)} failed {failed[:1]}",
            flush=True,
        )
        if p95 < 0.5 and not failed:
            good, much = tried, server.memory_mb()
        else:
            over = tried
        tried = (good + over) // 2 if over <= most else 2 * good
    return good, max(much - memory, 0) / max(good, 1)


def robustness_ms(times: int) -> float:
    """A thousand runs of the gap index of twelve towns with five parts, in milliseconds."""
    table = pd.DataFrame(
        np.random.default_rng(1).uniform(0, 100, (12, 5)),
        columns=["facilities", "coverage", "access", "tiers", "literacy"],
    )
    took = []
    for _ in range(times):
        start = time.perf_counter()
        gaps.robustness(table)
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


OUR_ACTS = {
    "overview": (town(BAOCHANG), town(YUELAI)),
    "bases": (click('button:has-text("区级")'), click('button:has-text("市级")')),
    "literacy": (town(BAOCHANG), town(YUELAI)),
    "gaps": (click('button:has-text("几何平均")'), click('button:has-text("算术平均")')),
}
UNFOLDS = {"gaps": unfold("权重与方法")}


def cases(ours: Server, empty: Server, dash: Server, static: Server) -> list[Case]:
    found = [Case("", AS_SHIPPED, empty, "/")]
    choose = (click('#filter input[value="1"]'), click('#filter input[value="2"]'))
    for page in PAGES:
        onward = {"overview": "设施缺口"}.get(page, "总览")
        found += [
            Case(
                page,
                OURS,
                ours,
                f"/{'' if page == 'overview' else page}?lang=zh",
                OUR_ACTS[page],
                click(f'[data-testid="stSidebar"] a:has-text("{onward}")'),
                UNFOLDS.get(page),
            ),
            Case(page, DASH, dash, f"/{page}", choose, click("#to-gaps" if page == "overview" else "#to-overview")),
            Case(page, STATIC, static, f"/{page}.html"),
        ]
    return found


WHAT = {
    "cold": "cold ms",
    "warm": "warm ms",
    "filter": "filter ms",
    "onward": "page change ms",
    "cpu": "server CPU an act ms",
    "cold kB": "cold kB",
    "warm kB": "warm kB",
}
AIMS = {
    "warm": ((DASH, 0.9), (STATIC, 1.15)),
    "filter": ((DASH, 0.5),),
    "onward": ((DASH, 1.0),),
    "cpu": ((DASH, 0.6),),
}
VISITORS, MEGABYTES, HEALTHY_S = 1.5, 1.0, 2.0
HOLDS = {
    "warm": "The page carries several charts, tables and their files beside the one map; they are drawn after it.",
    "filter": "The server runs the whole page again before it can tell what differs, and the browser goes through all its elements once more before it comes to the map, however few have changed.",
    "onward": "The map's canvas and shaders are kept, but every element of the new page is mounted and Vega makes each of its charts anew.",
    "cpu": "Maps and charts are serialised once for all visitors, but Streamlit makes, hashes and compares every element of the page again at each act; only what differs is sent.",
    "visitors": "One process runs one page at a time (Python's lock): its time for an act is what a crowd shares.",
    "memory": "A session of Streamlit's own: the state of its widgets, its fragments and its queue.",
    "healthy": "Streamlit, pandas and geopandas are imported before the first answer.",
}
"""What keeps an aim from being met, said only where it is missed."""


def machine() -> str:
    """Processor, cores and memory, as the system tells them."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    model = re.search(r"model name\s*:\s*(.+)", told)
    return f"{model[1] if model else platform.processor() or platform.machine()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB"


def judged(what: str, name: str, measured: float, aim: float, at_least: bool = False) -> tuple[str, str | None]:
    """A row of the table of aims, and what holds the aim where it is missed."""
    met = measured >= aim if at_least else measured <= aim
    verdict = "met" if met else f"missed by {abs(measured - aim):.2f}"
    return f"| {name} | {measured:.2f} | {'≥' if at_least else '≤'} {aim:g} | {verdict} |", None if met else what


def report(found: list[Case], crowds: dict[str, tuple[int, float]], robust: float, times: int, took_s: float) -> str:
    """What was measured as Markdown: the medians, and each aim with its ratio and whether it is met, and what holds it."""
    head = f"| page | | {' | '.join(WHAT.values())} |\n|{'---|' * (len(WHAT) + 2)}"
    rows, verdicts = [], []
    for page in dict.fromkeys(case.page for case in found):
        group = [case for case in found if case.page == page]
        for case in group:
            cells = ["" if case.middle(one) is None else f"{case.middle(one):,.0f}" for one in WHAT]
            rows.append(f"| {page} | {case.name} | {' | '.join(cells)} |")
        by_name = {case.name: case for case in group}
        for what, aims in AIMS.items() if page else ():
            for rival, most in aims:
                mine, theirs = by_name[OURS].middle(what), by_name[rival].middle(what)
                if mine is not None and theirs:
                    verdicts.append(judged(what, f"{page}: {WHAT[what]} ÷ {rival}", mine / theirs, most))
    ours = next(case.server for case in found if case.name == OURS)
    if crowds:
        verdicts.append(
            judged(
                "visitors",
                "visitors a process ÷ Dash",
                crowds[OURS][0] / max(crowds[DASH][0], 1),
                VISITORS,
                at_least=True,
            )
        )
        verdicts.append(judged("memory", "MB a visitor", crowds[OURS][1], MEGABYTES))
    verdicts.append(judged("healthy", "seconds from start to healthy", ours.healthy_s, HEALTHY_S))
    holds = "".join(f"- {HOLDS[what]}\n" for what in dict.fromkeys(missed for _, missed in verdicts if missed))
    people = "".join(f"| {name} | {visitors} | {megabytes:.2f} |\n" for name, (visitors, megabytes) in crowds.items())
    healthy = "".join(
        f"| {name} | {server.healthy_s:.1f} |\n" for name, server in {case.name: case.server for case in found}.items()
    )
    return f"""# Performance

Written by `make bench` on {date.today()}, in {took_s / 60:.0f} minutes, on {machine()}; medians of {times}, headless Chromium with a
software renderer, everything in one run on one machine, the rivals in turn within each round. Ratios within a run are what can
be compared; milliseconds depend on the machine and on what else it was doing (load average {os.getloadavg()[0]:.1f} at the end).

A picture is finished at the last mark an eye can see (a canvas drawn upon, the document changed) before {QUIET_MS} ms of quiet, in which the page is not at work either. An
act is counted from the moment the button is lifted. On the overview and the literacy page our act is a click on a town of the
map, which includes finding out what was hit; in Dash the same towns are chosen with a radio button. On bases it is a level, on
gaps the kind of mean, in both. Our pages draw everything they hold, Dash one map and one chart, the static page one map.

{head}
{chr(10).join(rows)}

## Aims

| | measured | aim | |
|---|---|---|---|
{chr(10).join(row for row, _ in verdicts)}

{"What holds those that are missed:" + chr(10) + chr(10) + holds if holds else ""}
## Visitors one process holds (one act every five seconds once all have opened the gaps page, p95 < 500 ms)

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
    parser.add_argument("--only", nargs="*", choices=PAGES, default=PAGES, help="the pages to measure")
    parser.add_argument("--seconds", type=float, default=15, help="how long each crowd acts; 0 for no crowds")
    parser.add_argument("--most", type=int, default=300, help="the largest crowd tried")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    asked = parser.parse_args()
    static_folder = ROOT / "build" / "bench" / "static"
    static_page.write(static_folder, asked.bundle)
    python, began = sys.executable, time.monotonic()
    with ExitStack() as stack:
        ours = stack.enter_context(
            serving(
                [
                    python,
                    "-m",
                    "uvicorn",
                    "outreach.server.application:app",
                    "--port",
                    "PORT",
                    "--ws",
                    "websockets-sansio",
                    "--no-access-log",
                ],
                "/_stcore/health",
                OUTREACH_PER_ADDRESS="10000",
            )
        )
        empty = stack.enter_context(
            serving(
                [python, "-m", "streamlit", "run", "tests/bench/rivals/empty.py", "--server.port", "PORT"],
                "/_stcore/health",
                STREAMLIT_RUNNER_POST_SCRIPT_GC="true",
                STREAMLIT_RUNNER_MAGIC_ENABLED="true",
            )
        )
        dash = stack.enter_context(
            serving(
                [
                    python,
                    "-m",
                    "gunicorn",
                    "--bind",
                    "127.0.0.1:PORT",
                    "--threads",
                    "8",
                    "tests.bench.rivals.dash_page:server",
                ],
                "/",
                BENCH_ASSETS=str(static_folder),
            )
        )
        static = stack.enter_context(
            serving(
                [python, "-m", "http.server", "PORT", "--bind", "127.0.0.1", "--directory", str(static_folder)], "/"
            )
        )
        found = [case for case in cases(ours, empty, dash, static) if case.page in ("", *asked.only)]
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM) as browser,
        ):
            for turn in range(asked.times):
                for case in found:
                    visit(browser, case)
                print(f"round {turn + 1} of {asked.times}", flush=True)
        crowds = {
            name: held(kind, server, page, asked.seconds, asked.most)
            for name, kind, server, page in (
                (OURS, "streamlit", ours, "gaps"),
                (DASH, "dash", dash, "gaps"),
                (AS_SHIPPED, "streamlit", empty, ""),
            )
            if asked.seconds
        }
        text = report(found, crowds, robustness_ms(asked.times), asked.times, time.monotonic() - began)
    asked.out.write_text(text, encoding="utf-8")
    print(re.sub(r"\n{3,}", "\n\n", text))


if __name__ == "__main__":
    main()
