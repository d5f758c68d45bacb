"""The same pages as static files: the tags as HTML, the maps by plain deck.gl, the charts by Vega-Embed; and their server.

Files are compressed once; scripts, whose names hold their hash, are kept by the browser for ever.
"""

import json
import os
from collections.abc import Iterator
from hashlib import blake2b
from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outreach.exports.atlas import library
from outreach.server import front
from tests.bench.rivals.shared import PAGES, Control, Node, Picture, Tag, nodes

HERE = Path(__file__).parent
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{page}</title>
<style>body {{ font-family: sans-serif; margin: 0 auto; max-width: 1120px }}</style>
{body}
{scripts}
<script>
{drawn}
</script>
"""
KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript"}


def write(folder: Path, bundle: Path) -> None:
    """A page for each of ours, with the scripts beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "deck.gl": bundle.read_text(encoding="utf-8"),
        "vega": library(),
        "draw": (HERE / "deck.js").read_text(encoding="utf-8"),
    }
    names = []
    for name, text in texts.items():
        names.append(f"{name}.{blake2b(text.encode(), digest_size=4).hexdigest()}.js")
        (folder / names[-1]).write_text(text, encoding="utf-8")
    scripts = "\n".join(f'<script src="{name}"></script>' for name in names)
    for page in PAGES:
        found = nodes(page)
        text = PAGE.format(page=page, body="\n".join(map(html, found)), scripts=scripts, drawn="\n".join(_drawn(found)))
        (folder / f"{page}.html").write_text(text, encoding="utf-8")


def html(one: Node) -> str:
    """A node as HTML; a page that cannot answer has no control."""
    if isinstance(one, Control):
        return ""
    if isinstance(one, Picture):
        high = f";height:{one.height}px" if one.height else ""
        return f'<div id="{one.id}" style="position:relative;width:100%{high}"></div>'
    if one.name == "img":
        return f'<img src="{one.src}" alt="">'
    inside = escape(one.inside) if isinstance(one.inside, str) else "".join(map(html, one.inside))
    return f'<{one.name} style="{_style(one)}">{inside}</{one.name}>'


def _style(one: Tag) -> str:
    words = {"flexWrap": "flex-wrap", "minWidth": "min-width"}
    return ";".join(f"{words.get(name, name)}:{value}" for name, value in one.style.items())


def _drawn(found: list[Node]) -> Iterator[str]:
    for one in found:
        if isinstance(one, Tag) and isinstance(one.inside, tuple):
            yield from _drawn(list(one.inside))
        elif isinstance(one, Picture):
            told = one.drawn if isinstance(one.drawn, str) else json.dumps(one.drawn, ensure_ascii=False)
            draw = "drawDeck" if one.kind == "deck" else "drawChart"
            safe = told.replace("</", "<\\/")
            yield f"{draw}({safe}, document.getElementById('{one.id}'));"


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    path = Path(os.environ["BENCH_STATIC"]) / name
    if name not in _kept and path.is_file() and path.suffix in KINDS:
        _kept[name] = front.both(path.read_bytes())
    if name not in _kept:
        return Response("Not Found", 404)
    return front.response(
        request, _kept[name], KINDS[path.suffix], "no-cache" if path.suffix == ".html" else front.FOR_EVER
    )


_kept: dict[str, tuple[bytes, bytes]] = {}
app = Starlette(routes=[Route("/{name}", _file)])
