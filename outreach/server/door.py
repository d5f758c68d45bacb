"""Who and what comes in: requests by the list of what there is, connections and their messages within limits."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach.screen import entry, shell
from outreach.server import front, headers, inside, limits, open_data, routes
from outreach.server.turns import Turns, in_turn
from outreach.server.wire import thrifty

NOT_UNDERSTOOD, UNWELCOME, TOO_LARGE, LATER = 1002, 1008, 1009, 1013  # why a connection is closed, as websockets say it
TRY_AGAIN_S = 15


class Door:
    """Answers 404 where the audience has nothing to find, and puts the security headers on every answer.

    A page learns from it whether its visitor sits at this machine; files are taken from those at the data desk alone.
    """

    def __init__(self, app: ASGIApp, turns: Turns):
        entry.behind_a_door()
        self._app, self._turns = app, turns
        self._headers = headers.headers()
        self._front = front.Front()
        self._given: dict[str, open_data.Giver] = {
            "atlas": open_data.Atlas(),
            "data": open_data.Data(),
            "layer": open_data.Layers(),
            "shared": open_data.Shared(),
        }
        self._visitors, self._refusals = limits.Visitors(), limits.Refusals()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            own = routes.place(scope, shell.audience()) in ("atlas", "shared")
            await self._answer(scope, receive, self._dressed(send, own))
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = routes.place(scope, shell.audience())
        answer: Response | None = None
        if place is None:
            answer = self._nothing_there(scope)
        elif place == "page" and self._visitors.full:
            page = front.sentence(scope, "server.full", TRY_AGAIN_S)
            answer = HTMLResponse(page, 503, {"Retry-After": str(TRY_AGAIN_S)})
        elif place in ("page", "file"):
            answer = await self._front.answer(scope, place)
        elif place in self._given:
            answer = await self._given[place].answer(scope)
        await (answer or self._app)(scope, receive, send)

    @staticmethod
    def _nothing_there(scope: Scope) -> Response:
        accepts = b"".join(value for name, value in scope["headers"] if name == b"accept")
        if b"text/html" in accepts and scope["method"] == "GET":
            if way := routes.way(scope, shell.audience()):
                return RedirectResponse(way, 307)
            return HTMLResponse(front.sentence(scope, "server.not_found"), 404)
        return PlainTextResponse("Not Found", 404)

    def _dressed(self, send: Send, own: bool = False) -> Send:
        """With our headers; a file that is a page of its `own` says itself what it may do."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                policy = found.get(headers.POLICY) if own else None
                found.update(self._headers)
                if policy:
                    found[headers.POLICY] = policy
            await send(message)

        return dressed

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = limits.address(scope)
        if routes.path_of(scope) != inside.STREAM:
            reason: str | None = "there is nothing at its path"
        else:
            reason = self._visitors.refuses(address)
        if reason:
            self._refusals.tell(reason)
            await receive()
            await send({"type": "websocket.close", "code": LATER})
            return
        try:
            heard = Heard(receive, send, self._refusals)
            received, sent = in_turn(self._turns, heard.receive, heard.send)
            await self._app(entry.marked(scope), received, _discreet(thrifty(sent)))
        finally:
            self._visitors.leaves(address)


def _discreet(send: Send) -> Send:
    async def sent(event: Message) -> None:
        payload = event.get("bytes")
        await send({**event, "bytes": inside.discreet(payload)} if payload else event)

    return sent


class Heard:
    """A connection whose messages are heard within limits: one that goes beyond them is closed, with a line in the log."""

    def __init__(self, receive: Receive, send: Send, refusals: limits.Refusals):
        self._receive, self._send, self._refusals = receive, send, refusals
        self._said = limits.Bucket(limits.SAID_PER_S, limits.SAID_AT_ONCE)
        self._spoken = self._closed = False

    async def receive(self) -> Message:
        """The next thing the browser says, or that it has gone."""
        if self._closed:
            return {"type": "websocket.disconnect", "code": UNWELCOME}
        try:
            event = await asyncio.wait_for(self._receive(), None if self._spoken else limits.SILENT_S)
        except TimeoutError:
            return await self._close(UNWELCOME, "it said nothing")
        if event["type"] != "websocket.receive":
            return event
        self._spoken = True
        fault = self._fault(event)
        return await self._close(*fault) if fault else event

    async def send(self, event: Message) -> None:
        """Tell the browser something, unless it has been sent away."""
        if not self._closed:
            await self._send(event)

    def _fault(self, event: Message) -> tuple[int, str] | None:
        payload = event.get("bytes")
        if payload is None:
            return NOT_UNDERSTOOD, "it sent text where messages are bytes"
        if len(payload) > limits.LARGEST:
            return TOO_LARGE, f"it sent more than {limits.LARGEST // 1024} kB at once"
        if not self._said.take():
            return UNWELCOME, "it sent too many messages"
        if not inside.has("requests"):
            return None
        asked = inside.asked(payload)
        if asked is None:
            return NOT_UNDERSTOOD, "it sent what is no message"
        if asked.kind not in _kinds():
            return UNWELCOME, "it sent a message that no page of ours sends"
        return None

    async def _close(self, code: int, reason: str) -> Message:
        self._closed = True
        self._refusals.tell(reason)
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


def _kinds() -> frozenset[str]:
    """What a page of this audience may ask: files are taken inside alone, and made for all but the museum's screen."""
    audience = shell.audience()
    if audience == "kiosk":
        return inside.KINDS
    return inside.KINDS | inside.OPERATIONS | (inside.FILES if audience == "internal" else frozenset())
