"""What the server answers at all: a list of what each audience may ask for. Whatever is not on it does not exist."""

import re

from starlette.types import Scope

from outreach.contents import PAGES
from outreach.screen import address, entry, layer_data
from outreach.selection import page_meant
from outreach.server import inside

READY = "ready"
DATA = "data/"
ATLAS = "atlas" + ".html"
_OPEN = re.compile(r"data/(?:datapackage\.json|measures\.json|measures/\w+\.json|\w+\.csv)")
LAYER = re.compile(rf"{layer_data.FOLDER}([0-9a-f]{{32}}\.json)")  # what a layer of a map is drawn of
EMBED = re.compile(r"embed/(\w+)/(\w+)\.html")  # an exhibit of a page alone, to be framed by other sites
PICTURE = "share.png"
GET = frozenset({"GET", "HEAD"})
_EXACT = {
    "favicon.png": "file",
    "manifest.json": "file",
    inside.HEALTH: "health",
    inside.HOST_CONFIG: "host",
    READY: "ready",
}


def pages(audience: str) -> frozenset[str]:
    """The names of the pages whose addresses this audience may open; what they then see is the page's own to say."""
    return frozenset(name for name, facts in PAGES.items() if audience == "internal" or not facts.optional)


def path_of(scope: Scope) -> str:
    """The path a request asks for, without its first slash and the folder that the server may stand under."""
    return str(scope["path"]).removeprefix(address.base()).removeprefix("/")


def place(scope: Scope, audience: str) -> str | None:
    """The kind of thing an HTTP request asks for; None where this audience has nothing there, or not by this method."""
    path, method = path_of(scope), scope["method"]
    if path.startswith(inside.UPLOADS):
        return "upload" if method in ("PUT", "DELETE") and audience == "internal" and entry.takes(scope) else None
    if method not in GET:
        return None
    if path in inside.SIGN_IN:
        return "sign-in" if audience == "internal" and entry.provider() == "configured" else None
    if path.startswith(inside.MEDIA):
        return "media" if audience != "kiosk" else None
    if path.startswith(inside.STATIC):
        return "file"
    if LAYER.fullmatch(path):
        return "layer"
    if path == ATLAS or _OPEN.fullmatch(path):
        return None if audience == "kiosk" else "atlas" if path == ATLAS else "data"
    if path == PICTURE or EMBED.fullmatch(path):
        return None if audience == "kiosk" else "shared"
    return _EXACT.get(path) or ("page" if _page(path) in pages(audience) else None)


def _page(path: str) -> str:
    """The name of the page at a path; the first page is at the root."""
    return path.removesuffix("/") or "overview"


def page_of(scope: Scope) -> str:
    """The name of the page that a request for a page asks for."""
    return _page(path_of(scope))


def way(scope: Scope, audience: str) -> str | None:
    """Where the page is that a path means which names none, such as `/Town` or `/literacy.html`; None where it means none."""
    path = path_of(scope)
    segment = path.rstrip("/")
    named = bool(segment) and "/" not in segment and segment[0] not in "_."
    page = page_meant(segment, pages(audience)) if named else None
    if page is None and named and audience == "kiosk":
        page = "kiosk"  # nobody is there to read why a page is missing
    if page is None:
        return None
    query = scope["query_string"].decode("latin-1")
    up = "." if path == segment else ".."
    return f"{up}/{'' if page == 'overview' else page}{'?' * bool(query)}{query}"
