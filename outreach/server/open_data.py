"""What the server gives to programs, old browsers and other sites: tables, measures, one exhibit, the atlas in one file; made once
and kept."""

import asyncio
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from weakref import WeakKeyDictionary

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from outreach import published
from outreach.exports import ExportError
from outreach.home import HomeError
from outreach.screen import atlas, cached, documents, layer_data
from outreach.server import front, routes

CACHED = "public, max-age=300"
MAKES_WITHIN_S = 900
AGAIN_S = 10
FRAMED = "frame-ancestors 'self'"
_POLICY = re.compile(r'Content-Security-Policy" content="([^"]+)"')
_LOG = logging.getLogger("outreach")
Key = tuple[int, date]


class Giver(Protocol):
    """Whoever answers requests for files of one kind."""

    async def answer(self, scope: Scope) -> Response:
        """The file, or why there is none."""


def key() -> Key:
    """Which reading of the district's files, on which day."""
    return cached.version(), date.today()


class Data:
    """The files of /data/, worked out when the first of them is asked for and kept until the district changes."""

    def __init__(self) -> None:
        self._kept: dict[bool, tuple[Key, dict[str, tuple[bytes, bytes]]]] = {}
        self._turn = asyncio.Lock()

    async def answer(self, scope: Scope) -> Response:
        """The file that is asked for; 404 where there is none of that name."""
        name = routes.path_of(scope).removeprefix(routes.DATA)
        measured = name.startswith((published.MEASURES, published.OF_MEASURES))
        try:
            async with self._turn:
                now = await asyncio.to_thread(key)
                if measured not in self._kept or self._kept[measured][0] != now:
                    made = await asyncio.to_thread(_made, measured)
                    self._kept[measured] = now, {one: front.both(content) for one, content in made.items()}
        except HomeError:
            return PlainTextResponse("Service Unavailable", 503, {"Retry-After": str(AGAIN_S)})
        content = self._kept[measured][1].get(name)
        if content is None:
            return PlainTextResponse("Not Found", 404)
        found = front.response(Request(scope), content, published.TYPES[name.rpartition(".")[2]], CACHED)
        found.headers["Access-Control-Allow-Origin"] = "*"
        found.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return found


def _made(measured: bool) -> dict[str, bytes]:
    district = cached.district()
    if not measured:
        return published.tables(district)
    if district.missing:
        return {}
    return published.measures(district, date.today(), cached.once)


class Layers:
    """What the layers of the maps on the pages are drawn of, compressed when it is first asked for."""

    def __init__(self) -> None:
        self._packed: WeakKeyDictionary[layer_data.LayerData, tuple[bytes, bytes]] = WeakKeyDictionary()

    async def answer(self, scope: Scope) -> Response:
        """The data, to be kept for ever; 404 where no map is drawn of any of that name."""
        asked = routes.LAYER.fullmatch(routes.path_of(scope))
        found = layer_data.at(asked[1]) if asked else None
        if found is None:
            return PlainTextResponse("Not Found", 404)
        if found not in self._packed:
            self._packed[found] = await asyncio.to_thread(front.both, found.text.encode())
        return front.response(Request(scope), self._packed[found], published.TYPES["json"], front.FOR_EVER)


class Shared:
    """What other sites show of the district: an exhibit in a frame, the picture of a link. Each made when it is first asked for
    and kept until the district changes."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, bytes]] = {}
        self._of: Key | None = None
        self._turn = asyncio.Lock()

    async def answer(self, scope: Scope) -> Response:
        """The frame's page or the picture; 404 where the public has no such exhibit."""
        path, language = routes.path_of(scope), front.language(scope)
        wanted = path if path == routes.PICTURE else f"{path}?{language}"
        try:
            async with self._turn:
                now = await asyncio.to_thread(key)
                if self._of != now:
                    self._kept, self._of = {}, now
                if wanted not in self._kept:
                    made = await asyncio.to_thread(_shared, path, language)
                    if made is None:
                        return PlainTextResponse("Not Found", 404)
                    self._kept[wanted] = front.both(made)
        except (HomeError, ExportError):
            return PlainTextResponse("Service Unavailable", 503, {"Retry-After": str(AGAIN_S)})
        kept = self._kept[wanted]
        if path == routes.PICTURE:
            return front.response(Request(scope), kept, "image/png", CACHED)
        found = front.response(Request(scope), kept, "text/html; charset=utf-8", CACHED)
        found.headers["Content-Security-Policy"] = f"{_policy(kept[0])}; frame-ancestors *"
        return found


def _shared(path: str, language: str) -> bytes | None:
    district = cached.district()
    if path == routes.PICTURE:
        return documents.preview(district, date.today())
    asked = routes.EMBED.fullmatch(path)
    return atlas.alone(district, asked[1], asked[2], language, date.today()) if asked and not district.missing else None


def _policy(content: bytes) -> str:
    """What a file of ours says itself that it may do."""
    said = _POLICY.search(content[:4000].decode("utf-8", "ignore"))
    return unescape(said[1]) if said else "default-src 'none'"


class Atlas:
    """The atlas in one file, made by a process of its own: no visitor waits for it."""

    def __init__(self, make: Callable[[Path], Awaitable[None]] | None = None) -> None:
        self._make = make or made
        self._kept: tuple[bytes, bytes] | None = None
        self._of: Key | None = None
        self._at_work: asyncio.Task[None] | None = None

    async def answer(self, scope: Scope) -> Response:
        """The file; where it was never made yet, a sentence until it is. Whoever asks after the data have changed has it made anew."""
        with suppress(HomeError):
            await self.follow()
        if self._kept is None:
            page = front.sentence(scope, "server.making_atlas", AGAIN_S)
            return HTMLResponse(page, 503, {"Retry-After": str(AGAIN_S)})
        found = front.response(Request(scope), self._kept, "text/html; charset=utf-8", "public, no-cache")
        found.headers["Content-Security-Policy"] = f"{_policy(self._kept[0])}; {FRAMED}"
        return found

    async def follow(self) -> None:
        """Begin to make the file where the data are others than it was made of. Raises HomeError where there are none."""
        now = await asyncio.to_thread(key)
        if self._of != now and (self._at_work is None or self._at_work.done()):
            self._of = now
            self._at_work = asyncio.create_task(self._work())

    @property
    def content(self) -> bytes | None:
        """The file, where it has been made."""
        return self._kept[0] if self._kept else None

    async def _work(self) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "made.html"
            try:
                await self._make(path)
                self._kept = await asyncio.to_thread(lambda: front.both(path.read_bytes()))
            except (OSError, TimeoutError) as error:
                _LOG.warning("the atlas in one file was not made: %s", error)


async def made(path: Path) -> None:
    """Have a process of its own write the file. Raises OSError where it does not."""
    root = str(cached.district().home.root)
    command = ("-m", "outreach", "export", "--format", "html", "--out", str(path), root)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)  # visitors come first
    try:
        code = await asyncio.wait_for(process.wait(), MAKES_WITHIN_S)
    finally:
        if process.returncode is None:
            process.kill()
    if code:
        raise OSError(f"python -m outreach export ended with {code}")
