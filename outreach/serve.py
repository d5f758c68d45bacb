"""Serves the dashboard from this process: what run.sh, run.cmd, make run and the image all start."""

import asyncio
import os
import webbrowser
from collections.abc import Callable
from typing import Any

import uvicorn

from outreach.home import PROJECT

APP = "outreach.server.application:app"
LARGEST = 512 * 1024  # bytes of a message from a page, as server/limits.py has it
GRACE_S = 5  # for the answers under way when the server is told to end
_PATHS = ("OUTREACH_HOME", "OUTREACH_STATE")  # said from where the command was given
_ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def serve(host: str, port: int, open_page: bool, tell: Callable[[str], None]) -> None:
    """Serve until told to end; tell hears the address to open. Raises OSError where the address cannot be had.

    What cannot be known before is told by the pages: of a district that cannot be read, they say why.
    """
    for name in _PATHS:
        if os.environ.get(name):
            os.environ[name] = os.path.abspath(os.environ[name])
    os.environ["OUTREACH_LISTENS"] = host
    os.chdir(PROJECT)  # Streamlit looks for its settings where the process stands
    asyncio.run(_try(host, port))
    tell(address(host, port))
    Server(config(host, port), address(host, port) if open_page else None).run()


def config(host: str, port: int) -> uvicorn.Config:
    """How the application is served: no header or log names what serves it, or who asked for what."""
    return uvicorn.Config(
        APP,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=LARGEST + 1,  # what is larger is never put together; the door tells of what is just too large
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
    )


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    host = _ANY.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def _try(host: str, port: int) -> None:
    """Take the address and let go of it: what is wrong with it is known before all the rest is read."""
    trial = await asyncio.start_server(lambda _reader, _writer: None, host, port)
    trial.close()
    await trial.wait_closed()


class Server(uvicorn.Server):
    """A server that opens its page in a browser as soon as it answers, where there is a page to open."""

    def __init__(self, config: uvicorn.Config, page: str | None):
        super().__init__(config)
        self._page = page

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        if self._page and self.started:
            await asyncio.to_thread(webbrowser.open, self._page)
