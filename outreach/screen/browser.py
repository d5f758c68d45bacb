"""What only the visitor's browser knows or does: whether it can draw with WebGL, and the page's language for its fonts."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from outreach.selection import Selection

KEY = "browser"
_TAGS = {"zh": "zh-CN", "en": "en"}

_WATCH = """
export default function ({ parentElement, data, setStateValue }) {
  const page = parentElement.ownerDocument ?? document;
  page.documentElement.lang = data.lang;
  if (!page.outreachSlash) {
    page.outreachSlash = true;
    page.addEventListener("keydown", event => {
      const box = [...page.querySelectorAll(".outreach-find")].find(one => one.offsetParent !== null);
      if (event.key !== "/" || !box || event.target.closest?.("input, textarea, [contenteditable]")) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }
  if (!page.outreachTone) {
    page.outreachTone = matchMedia("(prefers-color-scheme: dark)");
    page.outreachTone.addEventListener("change", event => setTimeout(() => page.outreachTold?.(event.matches), 400));
  }
  page.outreachTold = dark => setStateValue("dark", dark); // charts are drawn anew in the other tone
  const canvas = page.createElement("canvas");
  const context = canvas.getContext("webgl2");
  if (!context && data.webgl) setStateValue("webgl", false);
  context?.getExtension("WEBGL_lose_context")?.loseContext();
}
"""

_component = st.components.v2.component("outreach_browser", js=_WATCH)


def watch(selection: Selection) -> None:
    """Tell the browser the page's language and ask it, once, whether it has WebGL."""
    _component(
        key=KEY,
        data={"lang": _TAGS[selection.language], "webgl": webgl()},
        on_webgl_change=_heard,
        on_dark_change=_heard,
        height=0,
    )


def webgl() -> bool:
    """Whether the browser can draw with WebGL; taken for granted until it says otherwise."""
    return bool(st.session_state.get(KEY, {}).get("webgl", True))


def dark() -> bool:
    """Whether the visitor's system, and with it the page, is dark."""
    return st.context.theme.type == "dark"


def said(key: str, what: str) -> Any:
    """What a part of the page has said from the browser.

    None where the session does not know the part: what it says while its page goes is heard when it has gone.
    """
    part = st.session_state.get(key)
    return part.get(what) if isinstance(part, Mapping) else None


def still_there() -> None:
    """Where the visitor has gone or asked for something else meanwhile, this run ends here, as at any touch of the session."""
    _ = KEY in st.session_state


def _heard() -> None:
    """The new value is in the session already; the rerun that follows is all that is wanted."""
