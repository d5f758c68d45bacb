"""Ten files or ten sitings at once, and what everybody else notices: how long a click takes, and whether /ready fails.

    python -m tests.bench.heavy [--at-once 10]

Ten light visitors press "take along" and PPTX on pages of different towns in the same moment, then ten ask different siting
questions; another visitor goes from town to town meanwhile, and /ready is asked five times a second.
"""

import argparse
import asyncio
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import serving
from tests.towns import CHANGLE, HAIMEN, SANXING, YUELAI

TOWNS = (CHANGLE, YUELAI, HAIMEN, SANXING)
QUESTIONS = [
    f"model={model}&new={new}&way={way}"
    for model in ("mclp", "pmedian", "pcentre")
    for new in (3, 4, 5, 6)
    for way in ("walk", "ebike")
]
PATIENCE_S = 300
CLICK_EVERY_S, READY_EVERY_S = 0.5, 0.2


@dataclass
class Visitor:
    """A page that is open, without drawing anything: the buttons it was told of, and what it was told last."""

    socket: Any
    buttons: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    async def run(self, page: str, query: str, press: str = "") -> None:
        """Have the page run, with a button pressed where one is named by its key, and hear everything to the end."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name = query, page
        if press:
            asked.fragment_id = self.fragments.get(press, "")
            state = asked.widget_states.widgets.add()
            state.id, state.trigger_value = self.buttons[press], True
        await self.socket.send(message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), PATIENCE_S))
            if told.WhichOneof("type") == "script_finished":
                return
            self._note(told)

    def _note(self, told: ForwardMsg) -> None:
        if told.WhichOneof("type") != "delta" or told.delta.WhichOneof("type") != "new_element":
            return
        element = told.delta.new_element
        if element.WhichOneof("type") == "button":
            key = element.button.id.rpartition("-")[2] if "take" in element.button.id else ""
            for wanted in ("take", "make-pptx"):
                if element.button.id.endswith(f"-{wanted}"):
                    key = wanted
            self.buttons[key], self.fragments[key] = element.button.id, told.delta.fragment_id
        self.texts.append(str(element)[:300])


async def _opened(address: str, stack: list[Any]) -> Visitor:
    where = address.replace("http", "ws") + "/_stcore/stream"
    socket = await websockets.connect(where, subprotocols=["streamlit"], max_size=None, origin=address)
    stack.append(socket)
    return Visitor(socket)


@dataclass
class Noticed:
    """What the others noticed."""

    clicks: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    not_ready: int = 0


async def _others(address: str, visitor: Visitor, noticed: Noticed) -> None:
    turn = 0
    while True:
        turn += 1
        began = time.monotonic()
        await visitor.run("town", f"lang=zh&area={TOWNS[turn % len(TOWNS)]}")
        noticed.clicks.append(time.monotonic() - began)
        await asyncio.sleep(CLICK_EVERY_S)


async def _ready(address: str, noticed: Noticed) -> None:
    async with httpx.AsyncClient(timeout=10) as client:
        while True:
            began = time.monotonic()
            try:
                noticed.not_ready += (await client.get(f"{address}/ready")).status_code != 200
            except httpx.HTTPError:
                noticed.not_ready += 1
            noticed.ready.append(time.monotonic() - began)
            await asyncio.sleep(READY_EVERY_S)


async def _files(address: str, number: int, open_: list[Any]) -> Any:
    """Visitors who have the dialog of files open, and will press PPTX."""
    visitors = [await _opened(address, open_) for _ in range(number)]
    queries = [f"lang=zh&area={TOWNS[i % len(TOWNS)]}" for i in range(number)]
    for visitor, query in zip(visitors, queries, strict=True):
        await visitor.run("town", query)
        await visitor.run("town", query, press="take")
        if "make-pptx" not in visitor.buttons:
            raise LookupError(f"no button for PPTX among {sorted(visitor.buttons)}")
    return [lambda v=v, q=q: v.run("town", q, press="make-pptx") for v, q in zip(visitors, queries, strict=True)]


async def _sitings(address: str, number: int, open_: list[Any]) -> Any:
    visitors = [await _opened(address, open_) for _ in range(number)]
    return [lambda v=v, q=q: v.run("siting", f"lang=zh&{q}") for v, q in zip(visitors, QUESTIONS, strict=False)]


async def measured(address: str, what: Any, number: int) -> None:
    open_: list[Any] = []
    other = await _opened(address, open_)
    for area in TOWNS:
        await other.run("town", f"lang=zh&area={area}")
    acts = await what(address, number, open_)
    noticed, took = Noticed(), []

    async def one(act: Any) -> None:
        began = time.monotonic()
        await act()
        took.append(time.monotonic() - began)

    beside = [asyncio.create_task(_others(address, other, noticed)), asyncio.create_task(_ready(address, noticed))]
    quiet = Noticed()
    await asyncio.sleep(10)
    quiet.clicks, noticed.clicks, noticed.ready = noticed.clicks[:], [], []
    await asyncio.gather(*(one(act) for act in acts))
    for task in beside:
        task.cancel()
    for socket in open_:
        await socket.close()
    clicks = sorted(noticed.clicks)
    print(
        f"{what.__name__[1:]:<8} {number} at once: done after {min(took):.1f} to {max(took):.1f} s; "
        f"a click meanwhile {median(clicks):.2f} s, 95 % {quantiles(clicks, n=20)[-1] if len(clicks) > 1 else clicks[0]:.2f} s, "
        f"longest {clicks[-1]:.2f} s of {len(clicks)} (before them {median(quiet.clicks):.2f} s, longest {max(quiet.clicks):.2f} s); "
        f"/ready asked {len(noticed.ready)} times, failed {noticed.not_ready}, longest {max(noticed.ready):.2f} s",
        flush=True,
    )


async def _until_ready(address: str) -> None:
    async with httpx.AsyncClient(timeout=10) as client:
        while (await client.get(f"{address}/ready")).status_code != 200:
            await asyncio.sleep(1)
    await asyncio.sleep(60)  # the briefing is made ready when nobody asks, and a process is started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--at-once", type=int, default=10)
    asked = parser.parse_args()
    with serving() as address:
        asyncio.run(_until_ready(address))
        for what in (_files, _sitings):
            asyncio.run(measured(address, what, asked.at_once))


if __name__ == "__main__":
    main()
