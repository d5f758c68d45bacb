"""The museum's touch screen: one sheet that fills it, drawn as a whole at every touch, and the frame that looks after it."""

from collections.abc import Mapping
from secrets import token_hex

import streamlit as st

from outreach import web, words
from outreach.home import Home
from outreach.page import Kiosk
from outreach.screen import address, browser
from outreach.screen.kiosk.pieces import TAGS
from outreach.screen.kiosk.sheet import scene, sheet
from outreach.selection import Selection, from_query, to_query
from outreach.server import inside
from outreach.words import Words

__all__ = ["frame", "scene", "sheet", "show"]

FRAME, STAGE = "kiosk-frame", "kiosk-stage"
HEARD = "kiosk-heard"  # the last touch the session has answered
TOUCHED = ("lang", "view", "here", "area", "base", "quiz")
_STYLE = web.style("kiosk-sheet.css")
_frame = st.components.v2.component("outreach_kiosk_frame", js=web.text("kiosk-frame.js"), isolate_styles=False)
_stage = st.components.v2.component("outreach_kiosk_stage", js=web.text("kiosk-stage.js"), isolate_styles=False)


def frame(say: Words, locked: bool) -> None:
    """What looks after the screen whatever stands on it: the idle timer, the reset, reconnecting, and what is barred.

    It comes before anything that may fail, so that no trouble of the server is ever all there is to see.
    locked: nothing but the screen's own keys does anything (the server's audience is the museum's visitors).
    """
    st.html(f"<style>{_STYLE}</style>")
    texts = {
        **{name: say(f"kiosk.{name}") for name in ("still", "stay", "lost")},
        "left": say("kiosk.left", n="##"),
        "hold": [words.load(language)("kiosk.hold") for language in words.LANGUAGES],
    }
    _frame(
        key=FRAME,
        data={
            "texts": texts,
            "locked": locked,
            "health": inside.HEALTH,
            "marks": inside.has("markup"),
            "lang": TAGS[say.language],
        },
        on_end_change=_ended,
        on_wake_change=_woken,
        height=0,
    )


def _ended() -> None:
    """Forget the visitor: nothing of the session and nothing of the address is left."""
    st.session_state.clear()
    st.query_params.clear()


def _woken() -> None:
    """The connection is there again: the run that follows draws the scene as it is now."""


def show(selection: Selection, say: Words, home: Home, shown: Kiosk) -> None:
    """The scene the visitor has come to, as large as the screen."""
    _stage(
        key=STAGE,
        on_go_change=_went,
        height=0,
        data={
            "html": sheet(selection, say, home, shown),
            "scene": scene(selection, shown.card()),
            "run": token_hex(4),
            "heard": st.session_state.get(HEARD),
            "lang": TAGS[selection.language],
            "idle": home.kiosk.idle_seconds,
            "warning": home.kiosk.warning_seconds,
        },
    )


def _went() -> None:
    """Go where the touch asks; what a touch cannot ask for is not heard."""
    wanted = browser.said(STAGE, "go")
    if not isinstance(wanted, Mapping):
        return
    st.session_state[HEARD] = str(wanted.get("touch"))
    changes = {name: str(value) for name, value in wanted.items() if name in TOUCHED}
    selection, _ = from_query({**to_query(address.current()), **changes})
    address.go(selection)
