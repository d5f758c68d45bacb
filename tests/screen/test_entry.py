"""Who may enter the data desk, tried with real requests to real sockets."""

import contextlib
import threading
import time
import urllib.error
import urllib.request

import pytest
import uvicorn

from outreach.screen import entry
from outreach.server.door import Door
from outreach.server.turns import Turns

HERE = "127.0.0.1"


async def _tells(scope, receive, send):
    """An application that says whether the connection is a local one."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"local" if entry.local(scope) else b"elsewhere"})


@contextlib.contextmanager
def listening(host: str, app=_tells, **settings):
    """A server on a free port; gives the port."""
    serving = uvicorn.Server(uvicorn.Config(app, host=host, port=0, log_level="error", lifespan="off", **settings))
    thread = threading.Thread(target=serving.run)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    try:
        yield serving.servers[0].sockets[0].getsockname()[1]
    finally:
        serving.should_exit = True
        thread.join()


def answer(port: int, name: str = HERE, path: str = "/", method: str = "GET", **headers: str) -> str:
    asked = urllib.request.Request(
        f"http://{HERE}:{port}{path}", method=method, headers={"Host": f"{name}:{port}", **headers}
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as found:
            return found.read().decode()
    except urllib.error.HTTPError as refused:
        return str(refused.code)


@pytest.fixture(scope="module")
def port():
    with listening(HERE) as where:
        yield where


def test_who_sits_at_the_machine_is_let_in_by_every_name_it_has(port):
    assert [answer(port, name) for name in (HERE, "localhost", "LOCALHOST", "[::1]")] == ["local"] * 4
    assert answer(port, Origin=f"http://localhost:{port}") == "local"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": HERE},
        {"X-Forwarded-For": "127.0.0.1, 10.0.0.9"},
        {"x-forwarded-proto": "https"},
        {"X-Forwarded-Host": "localhost"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": HERE},
        {"Via": "1.1 proxy"},
        {"X-Client-IP": HERE},
        {"Client-IP": HERE},
        {"True-Client-IP": HERE},
        {"CF-Connecting-IP": HERE},
        {"X-Original-Forwarded-For": HERE},
        {"X-Envoy-External-Address": HERE},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_a_request_with_any_trace_of_a_proxy_is_not_local_whatever_it_says(port, headers):
    assert answer(port, **headers) == "elsewhere"


def test_a_proxy_that_leaves_no_trace_is_known_by_the_name_it_was_asked_for(port):
    assert answer(port, "data.example.cn") == "elsewhere"
    assert answer(port, Origin="https://data.example.cn") == "elsewhere"
    assert answer(port, Origin="null") == "elsewhere"
    assert answer(port, "127.0.0.1.example.cn") == "elsewhere"


def test_a_server_that_others_can_reach_has_no_local_visitors():
    with listening("0.0.0.0") as where:
        assert answer(where) == "elsewhere"


@pytest.mark.parametrize("client", [None, ("10.0.0.9", 5), ("::ffff:10.0.0.9", 5), ("example", 5)])
def test_another_machine_is_elsewhere(port, client):
    scope = {"headers": [(b"host", b"localhost")], "server": (HERE, port), "client": client}
    assert not entry.local(scope)
    assert entry.local(scope | {"client": ("::ffff:127.0.0.1", 5)})


def test_nobody_can_send_the_servers_mark_himself(port):
    forged = [
        (b"host", b"evil.example"),
        (b"outreach-at-the-machine", entry._TOKEN.encode()),
        (b"Outreach-At-The-Machine", b"x"),
        (b"Outreach-Visitor", b"somebody else"),
    ]
    scope = {"headers": forged, "server": (HERE, port), "client": (HERE, 5)}
    headers = {name.decode(): value.decode() for name, value in entry.marked(scope)["headers"]}
    assert headers.pop(entry.VISITOR) != "somebody else"
    assert headers == {"host": "evil.example"} and not entry.at_the_machine(headers)
    headers = {
        name.decode(): value.decode()
        for name, value in entry.marked(scope | {"headers": [(b"host", b"localhost")]})["headers"]
    }
    assert entry.at_the_machine(headers)
    assert not entry.at_the_machine({}) and not entry.at_the_machine({entry.MARK: ""})


def test_files_are_taken_from_those_at_the_desk_alone_and_as_they_were_let_in():
    async def takes(scope, receive, send):
        await _tells(scope, receive, send)

    path = "/_stcore/upload_file/session-1/file-1"
    with listening(HERE, Door(takes, Turns())) as where:
        assert answer(where, path=path, method="PUT") == "404"
        entry.admit("session-1")
        assert answer(where, path=path, method="PUT") == "local"
        assert answer(where, path=path, method="PUT", **{"X-Forwarded-For": HERE}) == "404"
        assert answer(where, "data.example.cn", path=path, method="PUT") == "404"
        assert answer(where, path=path.replace("session-1", "session-2"), method="PUT") == "404"
        entry.dismiss("session-1")
        assert answer(where, path=path, method="PUT") == "404"


def test_the_oldest_sessions_are_forgotten():
    for number in range(entry.MOST + 1):
        entry.admit(f"s{number}")
    assert len(entry._admitted) == entry.MOST and "s0" not in entry._admitted
    for number in range(entry.MOST + 1):
        entry.dismiss(f"s{number}")


@pytest.mark.parametrize(
    "audience, enabled, there",
    [
        ("internal", True, True),
        ("internal", False, False),
        ("public", True, False),
        ("kiosk", True, False),
    ],
)
def test_there_is_a_desk_only_inside_and_only_where_it_is_turned_on(audience, enabled, there):
    assert entry.switched_on(audience, enabled) is there


def test_editors_are_known_by_an_address_their_provider_has_verified():
    assert entry.permitted({}, ())
    assert entry.permitted({"email": "A@b.cn"}, [" a@B.cn"])
    assert not entry.permitted({"email": "c@b.cn"}, ["a@b.cn"]) and not entry.permitted({}, ["a@b.cn"])
    assert not entry.permitted({"email": "a@b.cn", "email_verified": False}, ["a@b.cn"])


@pytest.mark.parametrize(
    "listens, url, expected",
    [
        ("0.0.0.0", "http://localhost:8501/gaps?area=1", "http://192.168.3.7:8501/gaps?area=1"),
        ("0.0.0.0", "http://127.0.0.1/", "http://192.168.3.7/"),
        ("127.0.0.1", "http://localhost:8501/gaps", ""),
        ("0.0.0.0", "http://science.example.gov.cn/gaps", ""),
        ("0.0.0.0", "http://localhost.example.com/", ""),
    ],
)
def test_where_the_server_listens_to_the_local_network_a_link_has_the_machines_address_there(
    monkeypatch, listens, url, expected
):
    from types import SimpleNamespace

    addresses = ["127.0.0.1", "fe80::1", "169.254.3.3", "8.8.8.8", "192.168.3.7"]
    monkeypatch.setenv("OUTREACH_LISTENS", listens)
    monkeypatch.setattr(
        entry.psutil, "net_if_addrs", lambda: {"x": [SimpleNamespace(address=one) for one in addresses]}
    )
    assert entry.lan(url) == expected
