"""Light visitors: they open a page and act every few seconds, as a browser would, without drawing anything."""

import asyncio
import random
import time
from statistics import quantiles

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.towns import CHANGLE, HAIMEN, SANXING, YUELAI

EVERY_S = 5
ARRIVE_S = 0.1  # one visitor after the other
SHORT = 200  # bytes: the message that ends a run is shorter, and a light visitor reads no others
TOWNS = (CHANGLE, YUELAI, HAIMEN, SANXING)


async def _run(socket, page: str, query: str) -> None:
    """Ask the server for a run of the page and take everything up to its end."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    await socket.send(message.SerializeToString())
    while True:
        told = await asyncio.wait_for(socket.recv(), 30)
        if len(told) > SHORT:
            continue
        answer = ForwardMsg()
        answer.ParseFromString(told)
        if answer.WhichOneof("type") == "script_finished":
            return


async def _of_streamlit(
    address: str, page: str, seconds: float, all_open: asyncio.Barrier, took: list[float], failed: list[str]
) -> None:
    try:
        where = address.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(where, subprotocols=["streamlit"], max_size=None, origin=address) as socket:
            await _run(socket, page, "lang=zh")
            await all_open.wait()
            until = time.monotonic() + seconds
            await asyncio.sleep(EVERY_S * random.random())
            turn = 0
            while time.monotonic() < until:
                start = time.monotonic()
                turn += 1
                await _run(socket, page, f"lang=zh&area={TOWNS[turn % len(TOWNS)]}")
                took.append(time.monotonic() - start)
                await asyncio.sleep(max(0, EVERY_S - (time.monotonic() - start)))
    except Exception as error:  # noqa: BLE001 - a visitor's failure is what is counted
        await all_open.abort()
        failed.append(f"{type(error).__name__}: {error}")


async def _of_dash(
    address: str, page: str, seconds: float, all_open: asyncio.Barrier, took: list[float], failed: list[str]
) -> None:
    outputs = "..spec.data...chart.figure.."
    try:
        async with httpx.AsyncClient(timeout=30) as client:
            (await client.get(f"{address}/{page}")).raise_for_status()
            await all_open.wait()
            until = time.monotonic() + seconds
            await asyncio.sleep(EVERY_S * random.random())
            turn = 0
            while time.monotonic() < until:
                start = time.monotonic()
                turn += 1
                asked = {
                    "output": outputs,
                    "outputs": [{"id": "spec", "property": "data"}, {"id": "chart", "property": "figure"}],
                    "inputs": [
                        {"id": "where", "property": "pathname", "value": f"/{page}"},
                        {"id": "filter", "property": "value", "value": str(turn % 3)},
                    ],
                    "changedPropIds": ["filter.value"],
                }
                (await client.post(f"{address}/_dash-update-component", json=asked)).raise_for_status()
                took.append(time.monotonic() - start)
                await asyncio.sleep(max(0, EVERY_S - (time.monotonic() - start)))
    except Exception as error:  # noqa: BLE001 - a visitor's failure is what is counted
        await all_open.abort()
        failed.append(f"{type(error).__name__}: {error}")


KINDS = {"streamlit": _of_streamlit, "dash": _of_dash}


async def crowd(kind: str, address: str, page: str, visitors: int, seconds: float) -> tuple[float, int, list[str]]:
    """The 95th percentile of how long an act took once all had opened the page, in seconds, how many acts there were, and what
    failed."""
    took: list[float] = []
    failed: list[str] = []
    all_open = asyncio.Barrier(visitors)

    async def one(i: int) -> None:
        await asyncio.sleep(ARRIVE_S * i)
        await KINDS[kind](address, page, seconds, all_open, took, failed)

    await asyncio.gather(*(one(i) for i in range(visitors)))
    return quantiles(took, n=20)[-1] if len(took) > 1 else float("inf"), len(took), failed
