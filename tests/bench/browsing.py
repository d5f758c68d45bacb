"""A visit in a real browser: a page opened, acted upon and left, with the time of its map and of its last mark noted."""

import zlib
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import shapely
from playwright.sync_api import BrowserContext, CDPSession, Page, TimeoutError

from outreach.home import find_home
from outreach.measures import reach
from outreach.tables import read_district
from outreach.views.ground import ground
from tests.bench.servers import Server
from tests.browser.pointing import off_middle

QUIET_MS = 500  # nothing drawn, nothing changed and nothing answered for so long: the picture is finished
TICK_MS = 50
TRIES, UNHEARD_MS = 4, 4000
SETTLE_MS = 1500  # the pointer rests before it clicks: a software renderer may draw a second for it
LINE_MBIT, LINE_MS = 20, 40
SLOWER = 4  # times a thin client's processor is slower
CHROMIUM = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
MARKS = Path(__file__).with_name("marks.js").read_text(encoding="utf-8").replace("TICK_MS", str(TICK_MS))
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
    moves: bool = False
    found: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, value: float | None) -> None:
        """Keep one more value of this."""
        if value is not None:
            self.found.setdefault(what, []).append(value)

    def middle(self, what: str) -> float | None:
        """The median of what was kept of this; None where nothing was."""
        return median(self.found[what]) if self.found.get(what) else None

    def newest(self) -> str:
        """The last value of everything, for whoever watches the run."""
        return ", ".join(f"{what} {values[-1]:,.0f}" for what, values in self.found.items())


class Bytes:
    """What travels to a page: files as they are sent, messages compressed as their connection compresses them."""

    def __init__(self, client: CDPSession):
        self.taken = 0
        self._pressed: dict[str, Any] = {}
        client.send("Network.enable")
        client.on("Network.loadingFinished", self._file)
        client.on("Network.webSocketHandshakeResponseReceived", self._shaken)
        client.on("Network.webSocketFrameReceived", self._message)

    def _file(self, event: Any) -> None:
        self.taken += event["encodedDataLength"]

    def _shaken(self, event: Any) -> None:
        told = {name.lower(): value for name, value in event["response"]["headers"].items()}
        if "permessage-deflate" in told.get("sec-websocket-extensions", ""):
            self._pressed[event["requestId"]] = zlib.compressobj(wbits=-zlib.MAX_WBITS)

    def _message(self, event: Any) -> None:
        said = event["response"]["payloadData"]
        payload = b64decode(said) if event["response"]["opcode"] == 2 else said.encode()
        pressed = self._pressed.get(event["requestId"])
        if pressed:
            payload = pressed.compress(payload) + pressed.flush(zlib.Z_SYNC_FLUSH)
        self.taken += len(payload)


def watched(context: BrowserContext, line: bool = False, slower: int = 1) -> tuple[Page, Bytes]:
    """A new tab that notes its marks; over the line, or on a slower processor, where that is wanted."""
    page = context.new_page()
    page.add_init_script(MARKS)
    client = context.new_cdp_session(page)
    taken = Bytes(client)
    if line:
        rate = LINE_MBIT * 1_000_000 / 8
        client.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LINE_MS, "downloadThroughput": rate, "uploadThroughput": rate},
        )
    if slower > 1:
        client.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page, taken


def opened(context: BrowserContext, case: Case, what: str, line: bool = False, slower: int = 1) -> Page:
    """The case's page in a new tab, with the time to its map and to its last mark and the bytes it took noted."""
    page, taken = watched(context, line, slower)
    page.goto(case.server.address + case.path, wait_until="commit", timeout=90_000)
    last = finished(page)
    case.note(f"{what} map", page.evaluate("window.mapAt(0)"))
    case.note(what, last)
    case.note(f"{what} kB", taken.taken / 1000)
    return page


def finished(page: Page, acted: bool = False) -> float:
    """When the last mark was made, in milliseconds of the page's own clock, once the page has been quiet."""
    answered = (
        "window.acted > 0 && window.lastAnswer > window.acted && window.lastMark > window.acted"
        if acted
        else "window.frames.length > 0"
    )
    page.wait_for_function(f"{answered} && window.idle * {TICK_MS} > {QUIET_MS}", timeout=90_000, polling=TICK_MS)
    return page.evaluate("window.lastMark")


def after(page: Page, act: Act, moves: bool) -> tuple[float | None, float]:
    """How long after the button was lifted the map and the last mark were there, in milliseconds.

    A click that is not answered (by another address, where the page `moves`) is made again: a busy map now and then takes
    one for the beginning of a drag.
    """
    heard = f"window.acted > 0 && window.lastAnswer > window.acted && {f'location.href !== {page.url!r}' if moves else 'true'}"
    for _ in range(TRIES):
        page.evaluate("window.acted = 0")
        act(page)
        try:
            page.wait_for_function(heard, timeout=UNHEARD_MS, polling=TICK_MS)
            break
        except TimeoutError:
            print(f"  a click on {page.url} was not heard", flush=True)
    else:
        raise RuntimeError(f"{page.url}: an act changed nothing")
    last = finished(page, acted=True)
    acted = page.evaluate("window.acted")
    found = page.evaluate("window.mapAt(window.acted)")
    return (None if found is None else found - acted), last - acted


def click(selector: str) -> Act:
    """A click on the first thing the selector finds."""

    def clicked(page: Page) -> None:
        found = page.locator(selector).first
        found.scroll_into_view_if_needed()
        found.hover()
        _press(page)

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


def town(code: str, on: str) -> Act:
    """A click on a town of the page's map (which the selector `on` finds) as it first opens, away from every base."""
    east, south = _off_middle(code)

    def clicked(page: Page) -> None:
        found = page.locator(on).first
        found.scroll_into_view_if_needed()
        box = found.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 + south)
        _press(page)

    return clicked


def _press(page: Page) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.mouse.down()
    page.mouse.up()


def _off_middle(code: str) -> tuple[float, float]:
    """How many pixels right of and below the map's middle a town has most room between its bases."""
    district = read_district(find_home())
    land = ground(district.geometry)
    located = reach.located.located(district.bases, district.places, district.areas).dropna(subset=["lon", "lat"])
    taken = shapely.union_all(shapely.points(located["lon"], located["lat"])).buffer(0.02)
    free = land.towns.set_index("area_code").geometry[code].difference(taken)
    widest = max(shapely.get_parts(free), key=lambda part: part.area)
    lon, lat = shapely.get_coordinates(shapely.maximum_inscribed_circle(widest))[0]
    return off_middle(land, lon, lat)
