"""The page's own markup, and the addresses it asks for."""

import re
from pathlib import Path

import streamlit as st

from outreach.server.inside.parts import Part, declare, has

MARKS = (
    "stApp",
    "stHeader",
    "stToolbar",
    "stStatusWidget",
    "stSidebar",
    "stSkipToContent",
    "stSkeleton",
    "stAppSkeleton",
    "stException",
    "stAlert",
    "stToast",
    "stDialog",
    "stElementContainer",
    "stDeckGlJsonChart",
    "data-test-connection-state",
    "data-test-script-state",
)
"""The marks of Streamlit's own markup that our style sheets and scripts go by; without one what it names is merely seen."""


def _fits_markup() -> None:
    texts = [path.read_bytes() for path in (_static() / "static" / "js").glob("*.js")]
    lost = [mark for mark in MARKS if not any(mark.encode() in text for text in texts)]
    if lost:
        raise LookupError(f"no page has {', '.join(lost)}")


def _static() -> Path:
    return Path(st.__file__).parent / "static"


def static_folder() -> Path | None:
    """The folder of the files that make the page in the browser; None where they are not where they used to be."""
    return _static() if has("files") else None


def _fits_files() -> None:
    if not (_static() / "index.html").is_file() or not any((_static() / "static" / "js").glob("*.js")):
        raise LookupError("index.html or its scripts are elsewhere")


DRAWING = (
    *(
        "Html",
        "PageLink",
        "TextInput",
        "ButtonGroup",
        "Button",
        "BidiComponent",
        "DeckGlJsonChart",
        "ArrowVegaLiteChart",
    ),
    "webgl-device",
)
"""What draws the parts that every page of ours has, as Streamlit calls its scripts, in the order in which a page needs them."""
_IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]\./([\w.-]+\.js)["'`]""")


def drawing() -> tuple[str, ...]:
    """The scripts and styles that draw a page of ours, and all that they import, by their path in the static folder.

    A browser asks for each of them when it comes to the first thing it draws, and for what that imports when it has come; all
    can be asked for at the beginning. Those that Streamlit's own page names are not among them.
    """
    folder = static_folder()
    if folder is None:
        return ()
    scripts = folder / "static" / "js"
    named = (folder / "index.html").read_text(encoding="utf-8")
    wanted = [path.name for one in DRAWING for path in sorted(scripts.glob(f"{one}.*.js"))]
    found: dict[str, None] = {}
    while wanted:
        name = wanted.pop(0)
        if name not in found and name not in named and (scripts / name).is_file():
            found[name] = None
            wanted += _IMPORTED.findall((scripts / name).read_text(encoding="utf-8"))
    styles = [path.name for one in DRAWING for path in sorted((folder / "static" / "css").glob(f"{one}.*.css"))]
    return (*(f"static/css/{name}" for name in styles), *(f"static/js/{name}" for name in found))


HEALTH, STREAM, HOST_CONFIG = "_stcore/health", "_stcore/stream", "_stcore/host-config"
UPLOADS, MEDIA, STATIC, COMPONENTS = "_stcore/upload_file/", "media/", "static/", "_stcore/bidi-components/"
SIGN_IN = ("auth/login", "auth/logout", "oauth2callback")


declare(
    Part(
        "markup",
        "the museum's screen and slides hide Streamlit's own signs, and the screen sees that it is cut off",
        "the screen asks the server whether it is there, and a sign may be seen",
        _fits_markup,
    ),
    Part(
        "files",
        "the files of the page are compressed once and the page has a title",
        "they travel as Streamlit sends them",
        _fits_files,
    ),
)
