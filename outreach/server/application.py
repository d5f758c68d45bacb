"""The dashboard as an ASGI application: warmed up, locked down, and with one sentence for whatever nobody foresaw."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from traceback import format_tb

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from outreach import apart
from outreach.home import PROJECT, HomeError
from outreach.screen import address, cached, shell
from outreach.server import inside, routes
from outreach.server.door import Door
from outreach.server.turns import Turns
from outreach.server.warming import make_ready

COLLECT_EVERY_S = 30
THREADS = 80  # files that visitors wait for keep one each, and what all visitors need must never wait for them
APART_S = 0.05  # pages that are drawn anew because of changed files begin one after another
SWITCH_S = 0.001  # how long a thread waits for the interpreter: a page waits anew after every message it sends
_LOG = logging.getLogger("outreach")


async def _collect() -> None:
    """Collect garbage between requests, since no run of a page does."""
    while True:
        await asyncio.sleep(COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)


async def _follow() -> None:
    """Have every open page drawn anew that shows an older reading of the district's files than there is now.

    Where that cannot be done from here any more, each page looks for itself from its next run on.
    """
    inside.tell_pages(True)
    while inside.pages_are_told():
        await asyncio.sleep(shell.LOOK_EVERY_S)
        try:
            now = await asyncio.to_thread(cached.version)
            for page in inside.open_pages():
                if page.shows(shell.READING) not in (None, now):
                    page.draw_anew()
                    await asyncio.sleep(APART_S)
        except HomeError:
            continue
        except inside.BREAKS as error:
            _LOG.warning("following the files: %s", error)
            inside.fails("sessions", error)


@asynccontextmanager
async def lifespan(application: st.App, turns: Turns, warm: asyncio.Event) -> AsyncIterator[None]:
    """Say which of Streamlit's inside parts do not fit; warm up beside the first requests; follow the files and collect
    garbage until the server ends."""
    sys.setswitchinterval(SWITCH_S)
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    apart.OURS.begin()
    _say_no_addresses()
    if told := await asyncio.to_thread(inside.check):
        _LOG.warning("%s", told)
    tasks = [
        asyncio.create_task(make_ready(application, turns, warm)),
        asyncio.create_task(_follow()),
        asyncio.create_task(_collect()),
    ]
    yield
    inside.tell_pages(False)
    for task in tasks:
        task.cancel()
    apart.OURS.end()


def _say_no_addresses() -> None:
    """Keep who asks for what out of the log, which Streamlit opens for it."""
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)


def told(error: Exception) -> bool:
    """Say in one sentence, in the visitor's language, that something nobody foresaw has happened; the log has where it did, but not
    the error's own words: they may be the visitor's."""
    _LOG.error("a page failed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
    st.error(cached.say(address.language())("server.failed"))
    return True


def application(script: Path) -> st.App:
    """The ASGI application that serves a script and the pages beside it.

    It answers `/_stcore/health` as soon as it runs and `/ready` once a page has been drawn over a websocket and no visitor
    has to wait for what the first one needs.
    """
    turns, warm = Turns(), asyncio.Event()

    async def ready(_request: Request) -> Response:
        return PlainTextResponse("ready") if warm.is_set() else PlainTextResponse("warming up", 503)

    return st.App(
        script,
        lifespan=partial(lifespan, turns=turns, warm=warm),
        routes=[Route(f"/{routes.READY}", ready)],
        middleware=[Middleware(Door, turns=turns)],
        on_script_error=told,
    )


app = application(PROJECT / "app.py")
