"""The same pages in Dash, as a good author of it writes them: what a click or a choice can change is the output of one callback.

Maps are drawn by dash-deck, charts by dash-vega-components, tables and figures by Dash's own tags. What has been worked out or
serialised once is kept for all visitors, as ours is; answers are compressed.
"""

from typing import Any

import dash_deck
import dash_vega_components
from dash import Dash, Input, Output, dcc, html

from tests.bench.rivals.shared import ACTS, PAGES, Control, Node, Picture, Tag, dependent, leaves, nodes

app = Dash(__name__, serve_locally=True, suppress_callback_exceptions=True, compress=True, title="Dash")
server = app.server
server.config["COMPRESS_LEVEL"] = 1
app.layout = html.Div(
    [
        dcc.Location(id="where"),
        html.Nav([dcc.Link(page, href=f"/{page}", id=f"to-{page}", style={"marginRight": "1em"}) for page in PAGES]),
        html.Div(id="page", style={"fontFamily": "sans-serif", "margin": "0 auto", "maxWidth": "1120px"}),
    ]
)


@app.callback(Output("page", "children"), Input("where", "pathname"))
def page_at(path: str) -> list[Any]:
    """The page at an address, whole."""
    page = path.strip("/") or PAGES[0]
    return [component(one) for one in nodes(page)]


def component(one: Node) -> Any:
    """A node as Dash's own."""
    if isinstance(one, Control):
        return dcc.RadioItems(list(one.values), one.value, id=one.id, inline=True)
    if isinstance(one, Picture):
        return _picture(one)
    named = {"id": one.id} if one.id else {}
    if one.name == "img":
        return html.Img(src=one.src, style=dict(one.style), **named)
    return getattr(html, one.name.capitalize())(_inside(one.inside), style=dict(one.style), **named)


def _inside(inside: Any) -> Any:
    return inside if isinstance(inside, str) else [component(one) for one in inside]


def _picture(one: Picture) -> Any:
    if one.kind == "deck":
        deck = dash_deck.DeckGL(id=one.id, data=one.drawn, tooltip=TOOLTIP, enableEvents=["click"])
        return html.Div(deck, className="map", style={"height": one.height, "position": "relative"})
    opt = {"actions": False, "renderer": "canvas"}
    return dash_vega_components.Vega(id=one.id, spec=one.drawn, opt=opt, style={"width": "100%"})


TOOLTIP = {"html": "<b>{tip_0}</b><br/>{tip_1}<br/>{tip_2}<br/>{tip_3}"}
PROPERTY = {"map": "data", "chart": "spec"}


def acting(page: str) -> None:
    """The callback of a page's act: everything that it can change, and nothing else."""
    act, ids = ACTS[page], dependent(page)
    acted = f"{page}-{act.field}"
    if act.on_map:
        asked = Input(next(id_ for id_ in leaves(page) if id_.endswith("-map")), "clickInfo")
    else:
        asked = Input(acted, "value")
    outputs = [Output(id_, PROPERTY.get(id_.rpartition("-")[2], "children")) for id_ in ids]

    @app.callback(outputs, asked, prevent_initial_call=True)
    def acted_upon(value: Any) -> list[Any]:
        found = leaves(page, ids, **{act.field: _clicked(value, act.field) if act.on_map else value})
        return [_told(found.get(id_)) for id_ in ids]


def _told(one: Node | None) -> Any:
    """What is told anew of a leaf: a picture's spec, or what is inside a tag; nothing where it is gone."""
    return one.drawn if isinstance(one, Picture) else _inside(one.inside) if isinstance(one, Tag) else ""


def _clicked(info: Any, field: str) -> Any:
    """What of this field a click on the map chose."""
    found = (info or {}).get("object") or {}
    return found.get("properties", found).get({"area": "area_code"}.get(field, field))


for each in PAGES:
    acting(each)
