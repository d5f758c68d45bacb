"""The same maps and charts in Dash, with a filter that computes and draws them anew; the bundle of deck.gl is its asset."""

import os

from dash import Dash, Input, Output, State, clientside_callback, dcc, html

from tests.bench.rivals.shared import PAGES, picture
from tests.towns import CHANGLE, YUELAI

app = Dash(__name__, assets_folder=os.environ["BENCH_ASSETS"], serve_locally=True, suppress_callback_exceptions=True)
server = app.server
FILTERS = {
    "overview": ("area", [None, CHANGLE, YUELAI]),
    "bases": ("levels", [(), ("district",), ("municipal",)]),
    "literacy": ("area", [None, CHANGLE, YUELAI]),
    "gaps": ("mean", ["arithmetic", "geometric", "arithmetic"]),
}

app.layout = html.Div(
    [
        dcc.Location(id="where"),
        html.Nav([dcc.Link(page, href=f"/{page}", id=f"to-{page}", style={"marginRight": "1em"}) for page in PAGES]),
        dcc.RadioItems(["0", "1", "2"], "0", id="filter", inline=True),
        html.Div(id="map", style={"height": "500px"}),
        dcc.Graph(id="chart", config={"displayModeBar": False}),
        dcc.Store(id="spec"),
        html.Div(id="done", hidden=True),
    ]
)


@app.callback(Output("spec", "data"), Output("chart", "figure"), Input("where", "pathname"), Input("filter", "value"))
def drawn(path: str, chosen: str):
    """The map's spec and the chart for the page and the filter's choice."""
    page = path.strip("/") or "overview"
    field, choices = FILTERS[page]
    spec, names, values = picture(page, **{field: choices[int(chosen)]})
    return spec, {
        "data": [{"type": "bar", "orientation": "h", "y": names, "x": values}],
        "layout": {"height": 420, "margin": {"l": 160}},
    }


clientside_callback(
    "function (spec, id) { drawDeck(spec, document.getElementById('map')); return ''; }",
    Output("done", "children"),
    Input("spec", "data"),
    State("map", "id"),
    prevent_initial_call=True,
)
