"""Floods and a storm: what rubbish costs the server beside pings, and how long a hundred who come back wait after a restart.

    python -m tests.bench.storm [--seconds 10] [--visitors 100]

A flood is as much as one sender can send in so many seconds, on a connection that is opened again as soon as it is closed:
pings of the protocol, `ff ff ff ff`, text, messages that no page sends. Told is the server's own time on the processor, in all and
for each message. The storm is so many visitors who ask for the overview in the moment in which the server is ready.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from statistics import median
from typing import Any

import httpx
import psutil
import websockets

from tests.bench.visitor import run
from tests.browser.conftest import serving

PATIENCE_S = 300
BATCH = 50  # messages sent before the sender looks whether it is still heard
Said = Callable[[Any], Awaitable[object]]
FLOODS: dict[str, Said] = {
    "pings": lambda socket: socket.ping(),
    "ff ff ff ff": lambda socket: socket.send(b"\xff\xff\xff\xff"),
    "text": lambda socket: socket.send("x"),
    "no page's message": lambda socket: socket.send(b"\x32\x00"),
}


def _used() -> float:
    """Seconds on the processor of the server and of whatever it has started."""
    found = 0.0
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            times = one.cpu_times()
            found += times.user + times.system
    return found


def _until_ready(address: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/ready", timeout=10).status_code == 200:
                return
        time.sleep(1)
    raise TimeoutError(f"{address} is not ready")


async def _connected(address: str) -> Any:
    where = address.replace("http", "ws") + "/_stcore/stream"
    return await websockets.connect(
        where, subprotocols=["streamlit"], max_size=None, origin=address, ping_interval=None, open_timeout=PATIENCE_S
    )


async def _flood(address: str, said: Said, seconds: float) -> tuple[int, int]:
    """How many messages were sent, and on how many connections."""
    until, sent, connections = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        try:
            socket = await _connected(address)
        except (OSError, websockets.WebSocketException):
            await asyncio.sleep(0.05)
            continue
        connections += 1
        with suppress(websockets.WebSocketException, OSError):
            while time.monotonic() < until:
                for _ in range(BATCH):
                    await said(socket)
                    sent += 1
                await asyncio.sleep(0)
        with suppress(Exception):
            await asyncio.wait_for(socket.close(), 2)
    return sent, connections


async def _storm(address: str, visitors: int) -> list[float]:
    async def comes_back() -> float:
        began = time.monotonic()
        socket = await _connected(address)
        await run(socket, "overview", "lang=zh")
        await socket.close()
        return time.monotonic() - began

    return list(await asyncio.gather(*(comes_back() for _ in range(visitors))))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--visitors", type=int, default=100)
    asked = parser.parse_args()
    with serving(OUTREACH_AUDIENCE="public") as address:
        _until_ready(address)
        waited = sorted(asyncio.run(_storm(address, asked.visitors)))
        print(
            f"storm of {asked.visitors}: median {median(waited):.1f} s, longest {waited[-1]:.1f} s; "
            f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
            flush=True,
        )
        before = _used()
        time.sleep(asked.seconds)
        print(f"{'nothing':18s} {_used() - before:6.2f} s of the processor in {asked.seconds:g} s", flush=True)
        for name, said in FLOODS.items():
            before = _used()
            sent, connections = asyncio.run(_flood(address, said, asked.seconds))
            used = _used() - before
            print(
                f"{name:18s} {used:6.2f} s, {sent} messages on {connections} connections, "
                f"{1e6 * used / max(sent, 1):.0f} µs a message",
                flush=True,
            )


if __name__ == "__main__":
    main()
