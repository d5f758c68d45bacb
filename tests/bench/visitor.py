"""Light visitors: they open a page and act on it, as a browser would, without drawing anything."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import cycle
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from outreach.selection import Selection, to_query
from tests.bench.rivals.shared import ACTS
from tests.bench.servers import Server
from tests.towns import CHANGLE, HAIMEN, SANXING, YUELAI

EVERY_S = 5
PATIENCE_S = 600  # a page of a province may first have much to work out
ARRIVE_S = 0.05  # one visitor after the other
SHORT = 200  # bytes: the message that ends a run is shorter, and a light visitor reads no others
TOWNS = (CHANGLE, YUELAI, HAIMEN, SANXING)
Acting = Callable[[Any], Awaitable[None]]


async def run(socket: Any, page: str, query: str, known: str = "") -> tuple[int, str]:
    """Ask the server for a run of the page and take everything up to its end: how many bytes that is, and the page's hash.

    known is the hash of a page that the browser shows already, by which it then names the page, as Streamlit's does.
    """
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_script_hash = known
    message.rerun_script.page_name = "" if known or page == "overview" else page
    await socket.send(message.SerializeToString())
    taken = 0
    while True:
        told = await asyncio.wait_for(socket.recv(), PATIENCE_S)
        taken += len(told)
        if known and len(told) > SHORT:
            continue
        answer = ForwardMsg()
        answer.ParseFromString(told)
        if answer.WhichOneof("type") == "navigation":
            known = answer.navigation.page_script_hash
        if answer.WhichOneof("type") == "script_finished":
            return taken, known


@asynccontextmanager
async def _of_streamlit(address: str, page: str):
    """A visitor of a page of Streamlit's."""
    where = address.replace("http", "ws") + "/_stcore/stream"
    field = ACTS[page].field if page in ACTS else ""
    async with websockets.connect(where, subprotocols=["streamlit"], max_size=None, origin=address) as socket:
        _, known = await run(socket, page, "lang=zh")

        async def act(value: Any) -> None:
            chosen = to_query(Selection().with_(**{field: value})) if field else {}
            await run(socket, page, urlencode({"lang": "zh", **chosen}), known)

        yield act


@asynccontextmanager
async def _of_dash(address: str, page: str):
    """A visitor of a page of Dash's."""
    async with httpx.AsyncClient(timeout=30, headers={"Accept-Encoding": "zstd, gzip"}) as client:  # as a browser asks
        plainly = {"Accept-Encoding": "identity"}
        callbacks = (await client.get(f"{address}/_dash-dependencies", headers=plainly)).json()
        whole = next(one for one in callbacks if one["output"] == "page.children")
        own = next(one for one in callbacks if one["output"].startswith(f"..{page}-"))
        await _post(client, address, whole, f"/{page}")

        async def act(value: Any) -> None:
            field = ACTS[page].field
            if ACTS[page].on_map:
                value = {"object": {"properties": {"area_code": value}} if field == "area" else {field: value}}
            await _post(client, address, own, value)

        yield act


async def _post(client: httpx.AsyncClient, address: str, callback: dict[str, Any], value: Any) -> None:
    output = callback["output"]
    parts = [one.rpartition(".") for one in output.strip(".").split("...")]
    outputs = [{"id": id_, "property": name} for id_, _, name in parts]
    given = callback["inputs"][0]
    asked = {
        "output": output,
        "outputs": outputs if output.startswith("..") else outputs[0],
        "inputs": [{**given, "value": value}],
        "changedPropIds": [f"{given['id']}.{given['property']}"],
    }
    (await client.post(f"{address}/_dash-update-component", json=asked)).raise_for_status()


KINDS: dict[str, Callable[[str, str], AbstractAsyncContextManager[Acting]]] = {
    "streamlit": _of_streamlit,
    "dash": _of_dash,
}


def _values(page: str) -> Iterator[Any]:
    return cycle(ACTS[page].values if page in ACTS else (None,))


async def steady(kind: str, server: Server, page: str, acts: int) -> tuple[float, float]:
    """One visitor who acts without a pause: the processor's time of the server and how long an act takes, in milliseconds."""
    values = _values(page)
    async with KINDS[kind](server.address, page) as act:
        for _ in range(len(ACTS[page].values)):
            await act(next(values))
        began, cpu = time.monotonic(), server.cpu_s()
        for _ in range(acts):
            await act(next(values))
        return 1000 * (server.cpu_s() - cpu) / acts, 1000 * (time.monotonic() - began) / acts


async def crowd(kind: str, address: str, page: str, visitors: int, seconds: float) -> tuple[float, int, list[str]]:
    """The 95th percentile of how long an act took once all had opened the page, in seconds, how many acts there were, and what
    failed."""
    took: list[float] = []
    failed: list[str] = []
    all_open = asyncio.Barrier(visitors)

    async def one(i: int) -> None:
        await asyncio.sleep(ARRIVE_S * i)
        try:
            async with KINDS[kind](address, page) as act:
                await all_open.wait()
                await _acting(act, page, seconds, took)
        except Exception as error:  # noqa: BLE001 - a visitor's failure is what is counted
            await all_open.abort()
            failed.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(one(i) for i in range(visitors)))
    return quantiles(took, n=20)[-1] if len(took) > 1 else float("inf"), len(took), failed


async def _acting(act: Acting, page: str, seconds: float, took: list[float]) -> None:
    """Act every few seconds until the time is over."""
    until, values = time.monotonic() + seconds, _values(page)
    await asyncio.sleep(EVERY_S * random.random())
    while time.monotonic() < until:
        start = time.monotonic()
        await act(next(values))
        took.append(time.monotonic() - start)
        await asyncio.sleep(max(0, EVERY_S - (time.monotonic() - start)))


def held(kinds: dict[str, tuple[str, Server]], page: str, seconds: float, most: int) -> dict[str, tuple[int, float]]:
    """How many visitors one process of each kind holds with a 95th percentile below half a second; and MB a visitor.

    Twice as many are tried until too many, then one number between, the rivals in turn at every size.
    """
    held_by = {name: (0, 0.0) for name in kinds}
    before = {name: server.memory_mb() for name, (_, server) in kinds.items()}
    next_try, over = dict.fromkeys(kinds, 40), dict.fromkeys(kinds, most + 1)
    while wanted := [name for name in kinds if next_try[name] < over[name] and next_try[name] - held_by[name][0] >= 20]:
        for name in wanted:
            kind, server = kinds[name]
            tried = next_try[name]
            p95, acts, failed = asyncio.run(crowd(kind, server.address, page, tried, seconds))
            print(
                f"  {name}: {tried} visitors, p95 {1000 * p95:.0f} ms of {acts} acts, failed {failed[:1]}", flush=True
            )
            if p95 < 0.5 and not failed:
                held_by[name] = (tried, max(server.memory_mb() - before[name], 0) / tried)
            else:
                over[name] = tried
            good = held_by[name][0]
            next_try[name] = (good + over[name]) // 2 if over[name] <= most else 2 * good
    return held_by
