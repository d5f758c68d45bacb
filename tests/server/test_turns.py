"""Whose page runs when many ask at once."""

import asyncio
from math import inf

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from outreach.server import turns
from outreach.server.turns import Turns, in_turn
from tests.conftest import awaited


def asking(fragment: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.query_string, message.rerun_script.fragment_id = "lang=zh", fragment
    return message.SerializeToString()


ENDED = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()
INTERRUPTED = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN).SerializeToString()


class Visitor:
    """A browser at one end of a websocket: what it asks arrives at the page when it is its turn."""

    def __init__(self, of: Turns):
        self.asked: asyncio.Queue = asyncio.Queue()
        self.sent: list[bytes] = []
        self.arrives, self.tells = in_turn(of, self.asked.get, self._hear)

    async def _hear(self, event) -> None:
        self.sent.append(event["bytes"])

    async def ask(self, payload: bytes = asking()):
        await self.asked.put({"type": "websocket.receive", "bytes": payload})
        return await asyncio.wait_for(self.arrives(), 5)

    async def tell(self, payload: bytes) -> None:
        await self.tells({"type": "websocket.send", "bytes": payload})


async def waits(task: asyncio.Task) -> bool:
    for _ in range(20):
        await asyncio.sleep(0)
    return not task.done()


def held(scene) -> None:
    async def played():
        of = Turns()
        await scene(Visitor(of), Visitor(of), Visitor(of))

    awaited(played())


@pytest.fixture
def patient(monkeypatch):
    monkeypatch.setattr(turns, "TURN_S", 60)


def test_who_asks_while_another_page_runs_waits_until_it_has_ended(patient):
    async def scene(first, second, _):
        await first.ask()
        asked = asyncio.create_task(second.ask())
        assert await waits(asked)
        await first.tell(ENDED)
        assert (await asked)["bytes"] == asking()
        assert first.sent == [ENDED]

    held(scene)


def test_turns_are_taken_in_the_order_of_asking(patient):
    async def scene(first, second, third):
        await first.ask()
        waiting = [asyncio.create_task(one.ask()) for one in (second, third)]
        assert await waits(waiting[0])
        await first.tell(ENDED)
        await waiting[0]
        assert await waits(waiting[1])
        await second.tell(ENDED)
        await waiting[1]

    held(scene)


def test_who_asks_again_before_the_end_goes_on_at_once_and_keeps_the_turn(patient):
    async def scene(first, second, _):
        await first.ask()
        await first.ask()
        asked = asyncio.create_task(second.ask())
        await first.tell(INTERRUPTED)
        assert await waits(asked)
        await first.tell(ENDED)
        await asked

    held(scene)


def test_a_fragment_waits_for_nobody(patient):
    async def scene(first, second, _):
        await first.ask()
        assert (await second.ask(asking("rows")))["bytes"] == asking("rows")

    held(scene)


def test_who_leaves_keeps_nobody_waiting(patient):
    async def scene(first, second, _):
        await first.ask()
        asked = asyncio.create_task(second.ask())
        assert await waits(asked)
        await first.asked.put({"type": "websocket.disconnect"})
        await first.arrives()
        await asked

    held(scene)


def test_it_knows_how_long_nobody_has_asked(patient):
    async def scene():
        of = Turns()
        assert of.rest_s == inf
        await of.take("somebody")
        assert of.rest_s == 0
        of.leave("somebody")
        assert 0 <= of.rest_s < 5

    awaited(scene())


def test_a_run_that_takes_long_lets_the_next_begin(monkeypatch):
    monkeypatch.setattr(turns, "TURN_S", 0.01)

    async def scene(first, second, _):
        await first.ask()
        await second.ask()
        await first.tell(ENDED)

    held(scene)
