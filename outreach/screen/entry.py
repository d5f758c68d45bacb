"""Who may enter the data desk: whom an identity provider vouches for, else whoever sits at the server's own machine."""

import ipaddress
import os
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import psutil
import streamlit as st
from starlette.types import Scope

from outreach.server import inside

UPLOADS = re.compile(rf"[/]?{inside.UPLOADS}([^/]+)[/]")
MARK = "outreach-at-the-machine"  # the header by which the server tells a page what it has seen of the connection
VISITOR = (
    "outreach-visitor"  # by which a page and a file are known to come from one browser, where sessions cannot be told
)
MOST, HOURS = 1000, 12
_TOKEN = secrets.token_hex(16)  # nobody outside this process can claim the mark
_HERE = re.compile(r"^(https?://)(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])(?=[:/]|$)")
_FORWARDED = re.compile(
    r"forwarded|via|x-forwarded.*|x-real-ip|x-original.*|x-envoy-.*|(x-|true-|x-cluster-|cf-|fastly-)?client-?ip|cf-connecting-ip|x-proxy.*"
)
_admitted: OrderedDict[str, float] = OrderedDict()
_lock = Lock()
_door = False


def switched_on(audience: str, enabled: bool) -> bool:
    """Whether there is a data desk at all: inside alone, and only where district.toml's [desk] says so."""
    return audience == "internal" and enabled


def provider() -> str:
    """Whether an identity provider is configured: `configured`, `none`, or `broken` where the secrets cannot be read."""
    if inside.has_secrets():
        return "configured" if "auth" in st.secrets else "none"
    return "broken" if any(Path(path).exists() for path in st.get_option("secrets.files")) else "none"


def providers() -> list[str | None]:
    """The providers to choose from: None for the one that has no name."""
    found = st.secrets["auth"]
    named = [name for name, value in found.items() if isinstance(value, Mapping) and "client_id" in value]
    return ([None] if "client_id" in found else []) + named


def local(scope: Scope) -> bool:
    """Whether an ASGI connection was made on this very machine, by its socket, to a server that nobody else reaches.

    Nothing a request says can widen this: whatever carries a trace of a proxy, or was asked for under another name than
    the machine's own, comes from elsewhere, even where the proxy stands on this machine.
    """
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
    if any(_FORWARDED.fullmatch(name) for name, _ in headers):
        return False
    hosts = [value for name, value in headers if name == "host"]
    origins = [value.partition("://")[2] for name, value in headers if name == "origin"]
    if len(hosts) != 1 or not all(map(_own_name, [*hosts, *origins])):
        return False
    client, server = scope.get("client"), scope.get("server")
    if not client or not server:
        return False
    return _loopback(client[0]) and _alone(server[1])


def _own_name(host: str) -> bool:
    name = re.sub(r":\d+$", "", host.lower()).strip("[]")
    return name == "localhost" or _loopback(name)


def _loopback(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def _alone(port: int | None) -> bool:
    """Whether this process listens at that port for its own machine alone."""
    at = [one.laddr for one in psutil.Process().net_connections("inet") if one.status == psutil.CONN_LISTEN]
    found = [place.ip for place in at if place.port == port]
    return bool(found) and all(map(_loopback, found))


def marked(scope: Scope) -> Scope:
    """The connection as the page shall see it: marked where it is local, and no mark of its own."""
    own = {MARK.encode(), VISITOR.encode()}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in own]
    headers.append((VISITOR.encode(), _visitor(scope).encode()))
    if local(scope):
        headers.append((MARK.encode(), _TOKEN.encode()))
    return {**scope, "headers": headers}


def at_the_machine(headers: Mapping[str, str]) -> bool:
    """Whether the server has marked the connection that a page's headers are of."""
    return secrets.compare_digest((headers.get(MARK) or "").encode(), _TOKEN.encode())


def behind_a_door() -> None:
    """This process serves its pages through our own server, which answers nothing but what an audience may have."""
    global _door
    _door = True


def lan(url: str) -> str:
    """The address of a page on this machine as others on the local network open it; empty where they cannot, or it is not known.

    The server says where it listens in OUTREACH_LISTENS; of the machine's own addresses a private one is taken.
    """
    if os.environ.get("OUTREACH_LISTENS") not in ("0.0.0.0", "::"):
        return ""
    known = (one.address for each in psutil.net_if_addrs().values() for one in each)
    own = next((one for one in known if _private(one)), "")
    return _HERE.sub(rf"\g<1>{own}", url) if own and _HERE.match(url) else ""


def _private(address: str) -> bool:
    """Whether this is an address of a local network, and not of this machine alone."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.version == 4 and found.is_private and not found.is_loopback and not found.is_link_local


def guarded() -> bool:
    """Whether pages are served through our own server."""
    return _door


def session() -> str:
    """By what the files of the page that runs are known."""
    return inside.session_id() or st.context.headers.get(VISITOR, "")


def _visitor(scope: Scope) -> str:
    """A browser at an address, as far as a connection tells; nobody outside this process can say it for another."""
    agent = b"".join(value for name, value in scope["headers"] if name.lower() == b"user-agent")
    host = (scope.get("client") or ("",))[0]
    return blake2b(agent + b"\n" + host.encode(), key=_TOKEN.encode(), digest_size=16).hexdigest()


def permitted(user: Mapping[str, Any], editors: Iterable[str]) -> bool:
    """Whether somebody an identity provider vouches for is among the editors; all are where none are named."""
    named = {one.strip().casefold() for one in editors}
    email = user.get("email")
    if not named:
        return True
    return isinstance(email, str) and user.get("email_verified") is not False and email.strip().casefold() in named


def admit(session: str) -> None:
    """Let the files of a session in, from now on and for some hours."""
    with _lock:
        _admitted.pop(session, None)
        _admitted[session] = time.monotonic()
        while len(_admitted) > MOST:
            _admitted.popitem(last=False)


def dismiss(session: str) -> None:
    """Let no more files of a session in."""
    with _lock:
        _admitted.pop(session, None)


def takes(scope: Scope) -> bool:
    """Whether a file may be put at this path: only for a session that stands at the desk, and as it was let in."""
    found = UPLOADS.match(scope["path"])
    with _lock:
        since = _admitted.get(found[1] if inside.has("session") else _visitor(scope)) if found else None
    if since is None or time.monotonic() - since > HOURS * 3600:
        return False
    return provider() == "configured" or local(scope)
