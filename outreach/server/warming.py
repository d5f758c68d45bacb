"""What is made ready before anybody asks for it, and whether a page is really drawn."""

import asyncio
import gc
import inspect
import logging
from collections.abc import Iterator
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach import apart
from outreach.contents import ALWAYS, PAGES
from outreach.exports import fonts
from outreach.home import HomeError
from outreach.screen import briefing, cached, shell, visit
from outreach.selection import Selection
from outreach.server import inside
from outreach.server.turns import Turns
from outreach.vocabulary import LANGUAGES

PAUSE_S, PATIENCE_S = (
    1.0,
    3.0,
)  # between visitors: nobody has asked for so long; where somebody always does, after so long
REST_S, LONG_PATIENCE_S = 10.0, 60.0  # the same for what somebody may ask for later
DRAWN_WITHIN_S, DRAWN_AGAIN_S = 60.0, 5.0
DRAWN = {"kiosk": b"outreach_kiosk_stage"}  # what a page that is drawn has told; a heading where nothing else is said
HEADING = b"<h1"
_NO_MORE = object()
_LOG = logging.getLogger("outreach")


def warm_up() -> None:
    """Read the district and play the first page in every language: the first visitor waits for none of it."""
    inspect.stack()  # with its first element Streamlit looks through its callers' sources, a file system call for every module
    for _ in _pages(first=True):
        pass


def _pages(first: bool) -> Iterator[None]:
    """The steps in which the first page of this audience, or all its others, are played in every language."""
    district, audience = cached.district(), shell.audience()
    pages = [page for page in ALWAYS if audience in PAGES[page].audiences]
    for page in pages[:1] if first else pages[1:]:
        for language in LANGUAGES:
            yield
            _ = visit.page(page, Selection(language=language), district).exhibits
    if not first:
        fonts.installed()


def _briefing() -> Iterator[None]:
    """The steps in which the briefing is made ready in every language; none where nobody can see it."""
    if shell.audience() != "kiosk":
        for language in LANGUAGES:
            yield from briefing.preparing(Selection(language=language), cached.say(language))


async def make_ready(application: ASGIApp, turns: Turns, warm: asyncio.Event) -> None:
    """Warm up; then the other pages and at last the briefing, between visitors. What is made stays out of the collector's rounds.

    `warm` is set when all pages have been played and one was drawn as a visitor would have it; where the district cannot
    be read too, since a visitor is then told why in a sentence.
    """
    try:
        await asyncio.to_thread(warm_up)
        await _between_visitors(turns, _pages(first=False), PAUSE_S, PATIENCE_S)
        await asyncio.to_thread(_freeze)
    except HomeError as error:
        _LOG.warning("%s", error)
        warm.set()
        return
    except Exception:  # noqa: BLE001 - a page that fails is told of, and the visitor is told in a sentence
        _LOG.exception("warming up")
    await _until_drawn(application)
    warm.set()
    try:
        if shell.audience() != "kiosk":
            await asyncio.to_thread(apart.OURS.ready)
        await _between_visitors(turns, _briefing(), REST_S, LONG_PATIENCE_S)
        await asyncio.to_thread(_freeze)
    except HomeError as error:
        _LOG.warning("%s", error)
    except Exception:  # noqa: BLE001 - as above
        _LOG.exception("preparing the briefing")


async def _until_drawn(application: ASGIApp) -> None:
    """Wait until a page is really drawn over a websocket; the log is told where that takes more than one try."""
    told = False
    while not await drawn(application):
        if not told:
            _LOG.error("no page can be drawn on this Streamlit: not ready")
            told = True
        await asyncio.sleep(DRAWN_AGAIN_S)


async def drawn(application: ASGIApp) -> bool:
    """Whether this server draws its first page for a browser that connects now, as far as one can tell without a browser."""
    wanted = DRAWN.get(shell.audience(), HEADING)
    said: asyncio.Queue[Message] = asyncio.Queue()
    found = asyncio.Event()
    await said.put({"type": "websocket.connect"})
    await said.put({"type": "websocket.receive", "bytes": inside.ASK})

    async def heard(event: Message) -> None:
        if wanted in (event.get("bytes") or b""):
            found.set()

    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": f"/{inside.STREAM}",
        "raw_path": f"/{inside.STREAM}".encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"user-agent", b"ready")],
        "subprotocols": ["streamlit"],
        "client": None,
        "server": None,
        "state": {},
    }
    visit = asyncio.create_task(_visited(application, scope, said.get, heard))
    waiting = asyncio.create_task(found.wait())
    await asyncio.wait({visit, waiting}, timeout=DRAWN_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    await said.put({"type": "websocket.disconnect", "code": 1000})
    await asyncio.wait({visit}, timeout=DRAWN_AGAIN_S)
    visit.cancel()
    return found.is_set()


async def _visited(application: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await application(scope, receive, send)
    except Exception:  # noqa: BLE001 - whatever is wrong, no page is drawn
        _LOG.exception("drawing a page to see whether the server is ready")


async def _between_visitors(turns: Turns, steps: Iterator[None], rest_s: float, patience_s: float) -> None:
    """Make each step when nobody has asked for a page for so long, or has not stopped asking for as long as patience lasts."""
    more = True
    while more:
        until = monotonic() + patience_s
        while turns.rest_s < rest_s and monotonic() < until:
            await asyncio.sleep(rest_s / 4)
        more = await asyncio.to_thread(next, steps, _NO_MORE) is not _NO_MORE


def _freeze() -> None:
    gc.collect()
    gc.freeze()
