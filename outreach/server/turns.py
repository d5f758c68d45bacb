"""Whose page runs when many ask at once: one after another, in the order in which they asked.

Python lets one thread work at a time. Pages that run side by side take turns of a millisecond, and all of them end late; one
after the other, each takes no longer than the last of them would have. A run that takes long lets the next one begin beside it.
"""

import asyncio
from math import inf
from time import monotonic

from starlette.types import Message, Receive, Send

from outreach.server import inside

TURN_S = 0.1  # a run that takes longer, or waits for work done elsewhere, no longer keeps others waiting
SHORT = 400  # bytes: a message that ends a run is shorter, and the longer ones need not be read for it


class Turns:
    """The turns of one server's visitors; used on its event loop alone."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._whose: object | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._last = -inf

    @property
    def rest_s(self) -> float:
        """For how many seconds nobody has had the turn; infinite where nobody ever had."""
        return 0.0 if self._whose else monotonic() - self._last

    def note(self) -> None:
        """Somebody asks now, with no turn to take."""
        self._last = monotonic()

    async def take(self, who: object) -> None:
        """Wait for the turn; who has it already goes on at once, and has it anew."""
        if self._whose is not who:
            await self._turn.acquire()
            self._whose = who
        if self._ending:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(TURN_S, self.leave, who)

    def leave(self, who: object) -> None:
        """Give the turn to the next; nothing where somebody else has it."""
        if self._whose is who:
            self._whose, self._last = None, monotonic()
            if self._ending:
                self._ending.cancel()
            self._turn.release()


def in_turn(turns: Turns, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """The `receive` and `send` of a websocket's ASGI scope whose whole runs wait for their turn and leave it when they end.

    Where this Streamlit's messages cannot be read nobody waits; that somebody asks is noted all the same.
    """
    who = object()

    async def received() -> Message:
        event = await receive()
        if event["type"] == "websocket.receive" and event.get("bytes"):
            if not inside.has("requests"):
                turns.note()
            elif (asked := inside.asked(event["bytes"])) and asked.whole:
                await turns.take(who)
        elif event["type"] == "websocket.disconnect":
            turns.leave(who)
        return event

    async def sent(event: Message) -> None:
        if event["type"] == "websocket.send" and event.get("bytes") and _ends_a_run(event["bytes"]):
            turns.leave(who)
        await send(event)

    return received, sent


def _ends_a_run(payload: bytes) -> bool:
    if len(payload) > SHORT or not inside.has("requests"):
        return False
    try:
        return inside.ends_a_run(payload)
    except inside.BREAKS as error:
        inside.fails("requests", error)
        return False
