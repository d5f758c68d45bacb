"""What comes in through the door: messages that a page sends, within limits; a connection with any other is closed."""

import asyncio

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from outreach.server import door, inside, limits
from outreach.server.door import Door
from outreach.server.turns import Turns
from tests.conftest import awaited


def scope(path="/_stcore/stream", **more):
    return {"type": "websocket", "path": path, "headers": [], "client": ("10.0.0.9", 5), "server": None, **more}


class Browser:
    """One connection: what it says, and what it hears."""

    def __init__(self, through: Door, **where):
        self.says: asyncio.Queue = asyncio.Queue()
        self.hears: list = []
        self.says.put_nowait({"type": "websocket.connect"})
        self.visit = asyncio.ensure_future(through(scope(**where), self.says.get, self._hear))

    async def _hear(self, event) -> None:
        self.hears.append(event)

    def say(self, *payloads) -> None:
        for one in payloads:
            self.says.put_nowait(
                {"type": "websocket.receive", **({"text": one} if isinstance(one, str) else {"bytes": one})}
            )

    @property
    def closed(self):
        return [one["code"] for one in self.hears if one["type"] == "websocket.close"]


class Page:
    """The application behind the door: keeps what it was asked and answers nothing."""

    def __init__(self):
        self.asked, self.open = [], 0

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            await streamlit(scope, receive, send)
            return
        self.open += 1
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] != "websocket.disconnect":
            self.asked.append(event)
            await send({"type": "websocket.send", "bytes": b""})
        await send({"type": "websocket.send", "bytes": b""})
        self.open -= 1


def visited(*payloads, **where):
    """What the page was asked, what the browser heard and what stands open at the end."""

    async def scene():
        page = Page()
        browser = Browser(Door(page, Turns()), **where)
        browser.say(*payloads)
        await asyncio.wait({browser.visit}, timeout=0.3)
        open_, closed = page.open, browser.closed
        browser.says.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait({browser.visit}, timeout=5)
        assert browser.visit.done() and browser.visit.exception() is None
        after = browser.hears[[one["type"] for one in browser.hears].index("websocket.close") + 1 :] if closed else []
        assert after == [], "nothing is said after a connection is closed"
        return [one.get("bytes") for one in page.asked], closed, open_

    return awaited(scene())


def message(**fields) -> bytes:
    return BackMsg(**fields).SerializeToString()


ASKS = message(rerun_script={"query_string": "lang=zh"})


@pytest.fixture(autouse=True)
def internal(monkeypatch):
    monkeypatch.delenv("OUTREACH_AUDIENCE", raising=False)


def test_what_a_page_sends_comes_through():
    said = [ASKS, message(app_heartbeat=True), message(stop_script=True)]
    assert visited(*said) == (said, [], 1)


@pytest.mark.parametrize(
    "payload, code",
    [
        (b"\xff\xff\xff\xff", door.NOT_UNDERSTOOD),
        (b"\x00" * 40, door.NOT_UNDERSTOOD),
        ("a text", door.NOT_UNDERSTOOD),
        (b"", door.UNWELCOME),
        (b"\x5a" + b"\xff" * 9, door.NOT_UNDERSTOOD),
        (b" " * (limits.LARGEST + 1), door.TOO_LARGE),
        (message(clear_cache=True), door.UNWELCOME),
        (message(set_run_on_save=True), door.UNWELCOME),
        (message(load_git_info=True), door.UNWELCOME),
        (message(debug_shutdown_runtime=True), door.UNWELCOME),
        (message(debug_disconnect_websocket=True), door.UNWELCOME),
        (message(backend_operation_request={"install_skills": {}}), door.UNWELCOME),
        (message(backend_operation_request={"request_id": "1"}), door.UNWELCOME),
    ],
    ids=str,
)
def test_a_connection_that_says_anything_else_is_closed_with_one_line(payload, code, caplog):
    with caplog.at_level("WARNING"):
        assert visited(ASKS, payload, ASKS) == ([ASKS], [code], 0)
    assert len(caplog.records) == 1 and "\n" not in caplog.records[0].getMessage()
    assert caplog.records[0].exc_info is None and "10.0.0.9" not in caplog.text


def test_what_an_audience_has_no_use_for_its_pages_do_not_send(monkeypatch):
    asks_for_a_place = message(file_urls_request={"request_id": "1"})
    rows = message(backend_operation_request={"dataframe_chunk": {}})
    closed = {}
    for audience in ("internal", "public", "kiosk"):
        monkeypatch.setenv("OUTREACH_AUDIENCE", audience)
        closed[audience] = [visited(one)[1] for one in (asks_for_a_place, rows)]
    assert closed == {"internal": [[], []], "public": [[1008], []], "kiosk": [[1008], [1008]]}


def test_a_flood_of_messages_is_closed_long_before_its_end():
    asked, closed, open_ = visited(*[message(app_heartbeat=True)] * 5000)
    assert limits.SAID_AT_ONCE <= len(asked) < 200 and closed == [door.UNWELCOME] and open_ == 0


def test_a_connection_that_never_says_anything_is_closed(monkeypatch):
    monkeypatch.setattr(limits, "SILENT_S", 0.05)
    assert visited() == ([], [door.UNWELCOME], 0)


def test_a_page_that_has_said_something_may_be_silent_for_ever(monkeypatch):
    monkeypatch.setattr(limits, "SILENT_S", 0.05)
    assert visited(ASKS) == ([ASKS], [], 1)


def test_there_is_one_place_to_connect_to():
    assert visited(ASKS, path="/_stcore/other") == ([], [door.LATER], 0)


def test_who_comes_when_the_server_is_full_is_sent_away_and_a_place_that_is_left_is_free(monkeypatch):
    monkeypatch.setenv("OUTREACH_VISITORS", "2")

    async def scene():
        page = Page()
        through = Door(page, Turns())
        browsers = [Browser(through) for _ in range(3)]
        await asyncio.sleep(0.1)
        assert page.open == 2 and [one.closed for one in browsers] == [[], [], [door.LATER]]
        status, _, body = await answered(through, "/gaps")
        assert (
            status == 503
            and "看的人太多".encode() in body
            and b"Too many people" in body
            and b'http-equiv="refresh"' in body
        )
        assert (await answered(through, "/_stcore/health"))[0] == 200
        browsers[0].says.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await browsers[0].visit
        assert (await answered(through, "/gaps"))[0] == 200
        for one in browsers[1:]:
            one.says.put_nowait({"type": "websocket.disconnect", "code": 1001})
            await one.visit

    awaited(scene())


async def answered(through, path, **headers):
    """The status, the headers and the body of the answer to a request."""
    found = []

    async def hear(event):
        found.append(event)

    async def says():
        return {"type": "http.request", "body": b"", "more_body": False}

    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    path, _, query = path.partition("?")
    request = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": sent}
    await through(request, says, hear)
    body = b"".join(one.get("body", b"") for one in found[1:])
    return found[0]["status"], {name.decode(): value.decode() for name, value in found[0]["headers"]}, body


async def streamlit(scope, receive, send) -> None:
    """An application that answers everything."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"streamlit"})


def test_without_streamlits_messages_size_number_and_silence_are_still_held(monkeypatch):
    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    assert visited(ASKS, b"\xff\xff\xff\xff") == ([ASKS, b"\xff\xff\xff\xff"], [], 1)
    assert visited(b" " * (limits.LARGEST + 1)) == ([], [door.TOO_LARGE], 0)
    assert visited("text") == ([], [door.NOT_UNDERSTOOD], 0)
    assert visited(*[ASKS] * 5000)[1] == [door.UNWELCOME]


def test_an_address_nobody_has_is_told_of_in_both_languages_with_the_headers_of_every_answer():
    status, headers, body = awaited(answered(Door(streamlit, Turns()), "/gapz?lang=en", accept="text/html"))
    assert (
        status == 404
        and "没有这个网址".encode() in body
        and b"nothing at this address" in body
        and b'lang="en"' in body
    )
    assert headers["x-content-type-options"] == "nosniff" and "default-src" in headers["content-security-policy"]


def test_a_program_that_asks_for_what_is_not_there_gets_no_page():
    assert awaited(answered(Door(streamlit, Turns()), "/_stcore/metrics"))[2] == b"Not Found"


def test_inside_parts_are_there_in_these_tests():
    assert inside.has("requests")
