"""The page before anything runs in it: its files, compressed once, its title for whoever reads no script, and plain sentences."""

import asyncio
import gzip
import json
import re
from functools import lru_cache
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from outreach import web, words
from outreach.home import HomeError, find_home
from outreach.screen import shell
from outreach.server import inside, routes
from outreach.server.translated import translated
from outreach.web import Pieces
from outreach.words import Words

OLDEST = {"Chromium": "110", "Firefox": "115", "Safari": "16.4"}  # what Streamlit's page needs is in these
NEEDS = (
    "Array.prototype.toSorted",
    "window.structuredClone",
    "Object.hasOwn",
    "window.AbortSignal && AbortSignal.timeout",
    "new Function('class A { static {} }')",
)
COMPRESSED = frozenset({".js", ".css", ".svg", ".json"})
FOR_EVER = "public, immutable, max-age=31536000"  # a file whose name holds the hash of what is in it
LEVEL = 9
_TAGS = {"zh": "zh-CN", "en": "en"}
_PIECES = Pieces("front")
_HASHED = re.compile(r".+\.[\w-]{8}\.\w+")


class Front:
    """The files that make the page in the browser, each read and compressed when it is first asked for."""

    def __init__(self) -> None:
        self._folder = inside.static_folder()
        self._kept: dict[Path, tuple[bytes, bytes]] = {}
        self._pages: dict[tuple[str, str, bool], tuple[bytes, bytes]] = {}

    async def answer(self, scope: Scope, place: str) -> Response | None:
        """The answer to a request for a page or a file of it; None where Streamlit is to give it itself."""
        if self._folder is None or scope["path"].endswith("/") and scope["path"] != "/":
            return None
        request = Request(scope)
        if place == "page":
            key = (routes.page_of(scope), language(scope), shell.audience() != "kiosk")
            if key not in self._pages:
                self._pages[key] = both(
                    titled((self._folder / "index.html").read_text("utf-8"), *key, _public()).encode()
                )
            return response(request, self._pages[key], "text/html; charset=utf-8", "no-cache")
        path = (self._folder / routes.path_of(scope)).resolve()
        if path.suffix not in COMPRESSED or not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            return None if path.is_file() else Response("Not Found", 404)
        if path not in self._kept:
            self._kept[path] = await asyncio.to_thread(_ready, path)
        kind = guess_type(path.name)[0] or "application/octet-stream"
        cached = FOR_EVER if _HASHED.fullmatch(path.name) else "no-cache"
        return response(request, self._kept[path], "text/javascript" if path.suffix == ".js" else kind, cached)


def _ready(path: Path) -> tuple[bytes, bytes]:
    """A file as it is sent; what Streamlit says in it is said in the visitor's language."""
    if path.suffix != ".js":
        return both(path.read_bytes())
    return both(translated(path.read_text("utf-8")).encode())


def both(content: bytes) -> tuple[bytes, bytes]:
    """Some content, and the same compressed."""
    return content, gzip.compress(content, LEVEL, mtime=0)


def response(request: Request, content: tuple[bytes, bytes], kind: str, cached: str) -> Response:
    """The content as the browser takes it, or that it has it already."""
    told = {
        "Cache-Control": cached,
        "Vary": "Accept-Encoding",
        "ETag": f'"{blake2b(content[0], digest_size=8).hexdigest()}"',
    }
    if request.headers.get("if-none-match") == told["ETag"]:
        return Response(status_code=304, headers=told)
    packed = bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)", request.headers.get("accept-encoding", "")))
    body = content[1] if packed else content[0]
    more = {"Content-Encoding": "gzip"} if packed else {}
    if request.method == "HEAD":
        return Response(status_code=200, headers=told | more | {"Content-Length": str(len(body)), "Content-Type": kind})
    return Response(body, media_type=kind, headers=told | more)


def _public() -> str:
    """The district's public address; empty where it has none, or cannot be read now."""
    try:
        return str(find_home().public_url or "")
    except HomeError:
        return ""


def language(scope: Scope) -> str:
    """The language that an address asks for."""
    found = re.search(rb"(?:^|&)lang=(\w+)", scope.get("query_string", b""))
    said = found[1].decode() if found else ""
    return said if said in words.LANGUAGES else words.LANGUAGES[0]


@lru_cache
def _say(language: str) -> Words:
    return words.load(language)


@lru_cache
def _style() -> Markup:
    """The style of a page that needs nothing of Streamlit, as browsers read it that know no names of colours."""
    return Markup(web.coloured("front.css"))


def check(atlas: bool) -> str:
    """The script that comes first and puts a plain sentence in the place of a page which this browser is too old for.

    It is written as the oldest browsers read it; where there is an `atlas` it leads there.
    """
    lines = [
        {
            "tag": _TAGS[one],
            "said": _say(one)("server.old_browser", **OLDEST),
            "on": _say(one)("server.old_atlas") if atlas else "",
            "to": f"./{routes.ATLAS}",
        }
        for one in words.LANGUAGES
    ]
    body = _PIECES("too_old", _say("zh")("shell.name"), _style(), lines)
    told_to_it = json.dumps(body).replace("</", r"<\/")  # no tag of the page ends in here
    return (
        f"(function () {{ try {{ if ({' && '.join(f'({one})' for one in NEEDS)}) return }} catch (e) {{}} "
        f"if (window.stop) window.stop(); document.documentElement.innerHTML = {told_to_it} }})()"
    )


def titled(index: str, page: str, language: str, atlas: bool = True, base: str = "") -> str:
    """Streamlit's page with our title, language, description and picture; a link is then called by them wherever it is pasted.

    Before anything else in it stands the look whether the browser can show it. base is the public address, if there is one: some readers of links want the picture's address whole.
    """
    say = _say(language)
    title = say("shell.window", page=say(f"page.{page}"), name=say("shell.name"))
    told = say(f"told.{page}") if f"told.{page}" in say else say("server.description")
    shared = {
        "og:type": "website",
        "og:site_name": say("shell.name"),
        "og:title": title,
        "og:description": told,
        "og:locale": {"zh": "zh_CN", "en": "en_GB"}[language],
        "og:image": f"{base.rstrip('/')}/{routes.PICTURE}" if base else f"./{routes.PICTURE}",
    }
    head = _PIECES("head", Markup(check(atlas)), title, told, list(shared.items()))
    changes = (
        (r"<!--.*?-->\s*", ""),
        (r"<html lang=\"\w+\">", f'<html lang="{_TAGS[language]}">'),
        (r"<title>.*?</title>", head),
        (r"<link rel=\"service-desc\"[^>]*>\s*", ""),
        (r"<link\s+rel=\"preload\"[^>]*as=\"font\"[^>]*>\s*", ""),  # of the page that is yet empty, never of ours
        (r"(?=</head>)", _early()),
        (r"<noscript>.*?</noscript>", _PIECES("no_script", say("server.no_script"))),
    )
    for pattern, to in changes:
        index = re.sub(pattern, str(to).replace("\\", r"\\"), index, flags=re.DOTALL)
    return index


@lru_cache
def _early() -> str:
    """Have the browser ask from the beginning for what draws our pages, which it would else ask for when told what to draw.

    What the page cannot begin without, and its connection to the server, go before them.
    """
    kinds = {".js": 'rel="modulepreload"', ".css": 'rel="preload" as="style"'}
    return _PIECES("early", [(Markup(kinds[Path(path).suffix]), path) for path in inside.drawing()])


def sentence(scope: Scope, key: str, again_s: int | None = None) -> str:
    """A page that needs nothing of Streamlit: one sentence in both languages, and a way on."""
    lines = [
        {"tag": _TAGS[one], "said": _say(one)(key), "on": _say(one)("server.go_on"), "to": "" if again_s else "/"}
        for one in words.LANGUAGES
    ]
    asked = language(scope)
    return _PIECES("page", _TAGS[asked], _say(asked)("shell.name"), again_s, _style(), lines)
