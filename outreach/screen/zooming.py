"""A map that leaves the wheel to the page, with buttons to come nearer, to go farther and to see the whole again."""

from dataclasses import replace
from typing import Any

import streamlit as st

from outreach import web
from outreach.screen import browser
from outreach.server import inside
from outreach.views.sizes import NARROW, NARROWER, Sizes
from outreach.words import Words

_component = st.components.v2.component(
    "outreach_map",
    js=web.text("zoom.js"),
    css=web.text("zoom.css"),
    isolate_styles=False,
)
ZOOMS = (0.0, 20.0)
AS_GOOD_AS_STILL = 1e-7  # degrees and levels: the map is where it was, but the browser is told of another view


def seen(deck: Any, slot: str) -> Any:
    """The map in this slot as it opens, or as whole as its visitor last asked for."""
    asked = st.session_state.get(_asked(slot))
    return deck if asked is None else inside.opened(deck, asked["zoom"], asked["times"] * AS_GOOD_AS_STILL)


def sizes(to: Sizes, slot: str) -> Sizes:
    """How large things are drawn on the map of this slot: on a narrow one names have less ground to stand on."""
    asked = st.session_state.get(_asked(slot))
    return replace(to, map_width=NARROW) if asked and asked.get("narrow") else to


def watch(deck: Any, slot: str, to: Sizes, say: Words) -> None:
    """Put the buttons on the map of this slot, and let the page keep the wheel.

    Ctrl with the wheel zooms, and so do two fingers. A map nobody has moved fits the width it has, which the
    server hears of where it is less than it counted on.
    """
    said = {"nearer": say("map.nearer"), "farther": say("map.farther"), "whole": say("map.whole")}
    asked = st.session_state.get(_asked(slot))
    _component(
        key=f"zoom-{slot}",
        data={
            "across": deck.across,
            "down": deck.down,
            "width": to.map_width,
            "height": to.map_height,
            "say": said,
            "zoom": asked and asked["zoom"],
        },
        on_whole_change=lambda: _whole(slot),
        height=0,
    )


def _whole(slot: str) -> None:
    told = browser.said(f"zoom-{slot}", "whole")
    zoom = told.get("zoom") if isinstance(told, dict) else None
    if isinstance(zoom, int | float) and ZOOMS[0] <= zoom <= ZOOMS[1]:
        times = (st.session_state.get(_asked(slot)) or {"times": 0})["times"] + 1
        narrow = isinstance(width := told.get("width"), int | float) and width < NARROWER
        st.session_state[_asked(slot)] = {"zoom": float(zoom), "times": times, "narrow": narrow}


def _asked(slot: str) -> str:
    return f"whole-{slot}"
