"""The dashboard as an ASGI application: warmed up, locked down, and with one sentence for whatever nobody foresaw."""

import asyncio
import gc
import inspect
import logging
import os
import re
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import runtime
from streamlit.runtime.app_session import AppSession, AppSessionState

from outreach.contents import ALWAYS, PAGES
from outreach.exports import fonts
from outreach.home import PROJECT, HomeError
from outreach.screen import address, briefing, cached, entry, shell, visit
from outreach.screen.turns import Turns, in_turn
from outreach.screen.wire import thrifty
from outreach.selection import LANGUAGES, Selection

READY = "ready"
COLLECT_EVERY_S = 30
LOOK_EVERY_S = 2.0  # whether the district's files have changed
APART_S = 0.05  # pages that are drawn anew because of it begin one after another
SWITCH_S = 0.001  # how long a thread waits for the interpreter: a page waits anew after every message it sends
PAUSE_S, PATIENCE_S = (
    1.0,
    3.0,
)  # between visitors: nobody has asked for a page for so long; where somebody always does, after so long
REST_S, LONG_PATIENCE_S = 10.0, 60.0  # the same for what somebody may ask for later
_NO_MORE = object()
_LOG = logging.getLogger("outreach")
_CLOSED = {
    "internal": ("_stcore/agent",),
    "public": ("_stcore/agent", "_stcore/upload_file", "auth/", "oauth2callback"),
    "kiosk": ("_stcore/agent", "_stcore/upload_file", "auth/", "oauth2callback", "media/"),
}


def closed(path: str, audience: str) -> bool:
    """Whether the server has nothing at this path for its audience: what may not be used does not exist."""
    return path.lstrip("/").startswith(_CLOSED[audience])


def headers() -> dict[str, str]:
    """The security headers of every answer. Pages may be framed by their own server, or by whom OUTREACH_FRAME_ANCESTORS names."""
    return {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'self'",
                # Vega compiles expressions, deck.gl accessors: both need eval; components are imported from blobs
                f"script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob: {_inline_scripts()}",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self' data: blob:",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                f"frame-ancestors {os.environ.get('OUTREACH_FRAME_ANCESTORS', chr(39) + 'self' + chr(39))}",
            )
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def _inline_scripts() -> str:
    """The hashes of the scripts that stand in Streamlit's own page, so that no other may."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return " ".join(f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in found)


class Guard:
    """Answers 404 where the audience has nothing to find, and puts the security headers on every other answer.

    A page learns from it whether its visitor sits at this machine; files are taken from those at the data desk alone.
    """

    def __init__(self, app: Callable[..., Awaitable[None]], turns: Turns):
        self._app, self._headers, self._turns = app, headers(), turns

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            if closed(scope["path"], shell.audience()) or (
                entry.UPLOADS.match(scope["path"]) and not entry.takes(scope)
            ):
                await PlainTextResponse("Not Found", 404)(scope, receive, send)
                return
            await self._app(scope, receive, self._dressed(send))
            return
        if scope["type"] == "websocket":
            received, sent = in_turn(self._turns, receive, send)
            await self._app(entry.marked(scope), received, thrifty(sent))
            return
        await self._app(scope, receive, send)

    def _dressed(self, send):
        async def dressed(message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        return dressed


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


async def _make_ready(turns: Turns, warm: asyncio.Event) -> None:
    """Warm up; then the other pages and at last the briefing, between visitors. What is made stays out of the collector's rounds.

    `warm` is set when all pages have been played, and where one failed: a visitor is then told why in a sentence.
    """
    try:
        try:
            await asyncio.to_thread(warm_up)
            await _between_visitors(turns, _pages(first=False), PAUSE_S, PATIENCE_S)
            await asyncio.to_thread(_freeze)
        finally:
            warm.set()
        await _between_visitors(turns, _briefing(), REST_S, LONG_PATIENCE_S)
        await asyncio.to_thread(_freeze)
    except HomeError as error:
        _LOG.warning("%s", error)
    except Exception:  # noqa: BLE001 - a server that could not be warmed up serves all the same
        _LOG.exception("warming up")


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


async def _collect() -> None:
    """Collect garbage between requests, since no run of a page does."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)


async def _follow() -> None:
    """Have every open page drawn anew that shows an older reading of the district's files than there is now."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            now = await asyncio.to_thread(cached.version)
            for session in _open_pages():
                if _shows(session) not in (None, now):
                    session.request_rerun(session._client_state)
                    await asyncio.sleep(APART_S)
        except HomeError:
            continue
        except Exception:  # noqa: BLE001 - whatever it was, the next look may find it gone
            _LOG.exception("following the files")


def _open_pages() -> Iterator[AppSession]:
    """The sessions whose page is open in a browser and, when its turn comes, at rest: no act under way is cut off."""
    if runtime.exists():
        for info in runtime.get_instance()._session_mgr.list_active_sessions():
            if info.session._state is AppSessionState.APP_NOT_RUNNING:
                yield info.session


def _shows(session: AppSession) -> int | None:
    """The number of the reading that a session's page shows; None where it does not follow the files."""
    return session.session_state[shell.READING] if shell.READING in session.session_state else None  # noqa: SIM401


@asynccontextmanager
async def lifespan(_app: st.App, turns: Turns, warm: asyncio.Event) -> AsyncIterator[None]:
    """Warm up beside the first requests; follow the files and collect garbage until the server ends."""
    sys.setswitchinterval(SWITCH_S)
    tasks = [
        asyncio.create_task(_make_ready(turns, warm)),
        asyncio.create_task(_follow()),
        asyncio.create_task(_collect()),
    ]
    yield
    for task in tasks:
        task.cancel()


def told(error: Exception) -> bool:
    """Say in one sentence, in the visitor's language, that something nobody foresaw has happened; the log has the rest."""
    _LOG.error("a page failed", exc_info=error)
    st.error(cached.say(address.language())("server.failed"))
    return True


def application(script: Path) -> st.App:
    """The ASGI application that serves a script and the pages beside it.

    It answers `/_stcore/health` as soon as it runs and `/ready` once no visitor has to wait for what the first one needs.
    """
    turns, warm = Turns(), asyncio.Event()

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ready") if warm.is_set() else PlainTextResponse("warming up", 503)

    return st.App(
        script,
        lifespan=partial(lifespan, turns=turns, warm=warm),
        routes=[Route(f"/{READY}", ready)],
        middleware=[Middleware(Guard, turns=turns)],
        on_script_error=told,
    )


app = application(PROJECT / "app.py")
