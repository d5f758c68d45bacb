"""Every touch of a part of Streamlit that its makers promise nothing about: what for, whether it fits, and what is done without.

Each part is used through a function here, which goes a public way where this Streamlit has the part otherwise, where it
raises, or where OUTREACH_PLAIN=1 asks to do without all of them. This module imports nothing of ours.
"""

import json
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from platform import python_version
from typing import Any

import streamlit as st


def _message(name: str) -> Any:
    """A kind of message that travels between page and server; None where there is none, which the check at the start says."""
    try:
        return getattr(import_module(f"streamlit.proto.{name}_pb2"), name)
    except (ImportError, AttributeError):
        return None


BackMsg, ForwardMsg = _message("BackMsg"), _message("ForwardMsg")
BREAKS = (ImportError, AttributeError, TypeError, LookupError, ValueError, RuntimeError)
"""What a part that was renamed, moved or changed raises."""
TRIED = ("1.67",)  # the releases whose browser is known to take differences as it should
_LOG = logging.getLogger("outreach")


@dataclass(frozen=True)
class Part:
    """A part of Streamlit's insides: its name in the log, what it is used for, and what is lost without it."""

    name: str
    why: str
    without: str
    fits: Callable[[], None]


def plain() -> bool:
    """Whether this server is to run without every inside part, as OUTREACH_PLAIN=1 says."""
    return os.environ.get("OUTREACH_PLAIN") == "1"


_failed: dict[str, str] = {}


def has(name: str) -> bool:
    """Whether a part is there to be used: it fits this Streamlit, has not raised since, and is not to be done without."""
    return not plain() and name not in _failed and name not in misfits()


def fails(name: str, error: Exception) -> None:
    """Do without a part from now on, because it has raised; the log is told once."""
    if name not in _failed:
        _failed[name] = _reason(error)
        _LOG.warning("Streamlit %s: going on without %s (%s)", st.__version__, name, _failed[name])


@cache
def misfits() -> Mapping[str, str]:
    """The parts that this Streamlit has otherwise, each with what was found."""
    found = {}
    for part in PARTS:
        try:
            part.fits()
        except BREAKS as error:
            found[part.name] = _reason(error)
    return found


def check() -> str:
    """One line for the log that says which parts do not fit this Streamlit; empty where all do."""
    if plain():
        return f"Streamlit {st.__version__}: going on without any of its inside parts, as OUTREACH_PLAIN asks"
    told = "; ".join(
        f"{part.name} ({misfits()[part.name]}): {part.without}" for part in PARTS if part.name in misfits()
    )
    return f"Streamlit {st.__version__}: going on without {told}" if told else ""


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


# The place of a page's parts in the browser


def keep_seats() -> None:
    """Leave in the browser what the page before has in the same place under the same key.

    Streamlit clears whatever belongs to another page, the canvas of the map and its compiled shaders too, and those take
    longer than all the rest; only what belongs to the entry script stays. So all pages say they are the entry script.
    """
    if not has("seats"):
        return
    try:
        from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

        if context := _context():
            ThreadState.update(active_script_hash=context.pages_manager.main_script_hash)
    except BREAKS as error:
        fails("seats", error)


def _context() -> Any:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    return get_script_run_ctx()


def _fits_seats() -> None:
    from dataclasses import fields

    from streamlit.runtime.pages_manager import PagesManager
    from streamlit.runtime.scriptrunner_utils import script_run_context

    _want(script_run_context.ThreadState, "update")
    _want(PagesManager, "main_script_hash")
    if "active_script_hash" not in {one.name for one in fields(script_run_context.FragmentThreadState)}:
        raise AttributeError("FragmentThreadState has no active_script_hash")


# Where a visitor comes from


@dataclass(frozen=True)
class Came:
    """The page that runs, and whether the browser went there through its history; None where nobody knows."""

    page: str
    by_history: bool | None


def came() -> Came:
    """How the browser came to the run under way."""
    if has("history"):
        try:
            context = _context()
            return Came(context.page_script_hash, bool(context.is_history_navigation)) if context else Came("", None)
        except BREAKS as error:
            fails("history", error)
    return Came("", None)


def _fits_history() -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

    _want(ScriptRunContext, "page_script_hash", "is_history_navigation")


# Who a visitor is


def session_id() -> str | None:
    """The id of the session that runs, under which its files are put; None where it is not to be had."""
    if has("session"):
        try:
            context = _context()
            return str(context.session_id) if context else None
        except BREAKS as error:
            fails("session", error)
    return None


def _fits_session() -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

    if "session_id" not in ScriptRunContext.__dataclass_fields__:
        raise AttributeError("ScriptRunContext has no session_id")


def has_secrets() -> bool:
    """Whether there is a file of secrets that can be read."""
    if has("secrets"):
        try:
            return bool(st.secrets.load_if_toml_exists())
        except BREAKS as error:
            fails("secrets", error)
    try:
        return len(st.secrets) >= 0
    except (OSError, ValueError, LookupError):
        return False


def _fits_secrets() -> None:
    _want(type(st.secrets), "load_if_toml_exists")


def file_mark(file: Any) -> str:
    """What tells a file handed in from another of the same name."""
    if has("uploads"):
        try:
            return str(file.file_id)
        except BREAKS as error:
            fails("uploads", error)
    return f"{file.name} {blake2b(file.getvalue()).hexdigest()}"


def _fits_uploads() -> None:
    from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

    if "file_id" not in UploadedFileRec._fields:
        raise AttributeError("UploadedFileRec has no file_id")
    _want(UploadedFile, "getvalue")


# The pages that are open


@dataclass(frozen=True)
class OpenPage:
    """A page that is open in a browser and at rest."""

    _session: Any

    def shows(self, key: str) -> Any:
        """What its session holds under a key; None where it holds nothing."""
        state = self._session.session_state
        return state[key] if key in state else None  # noqa: SIM401 - it is no mapping

    def draw_anew(self) -> None:
        """Have it run again, as it was asked for last."""
        self._session.request_rerun(self._session._client_state)


def open_pages() -> Iterator[OpenPage]:
    """The pages that are open and, when their turn comes, at rest: no act under way is cut off. Raises one of BREAKS."""
    from streamlit import runtime
    from streamlit.runtime.app_session import AppSessionState

    if runtime.exists():
        for info in runtime.get_instance()._session_mgr.list_active_sessions():
            if info.session._state is AppSessionState.APP_NOT_RUNNING:
                yield OpenPage(info.session)


_telling = False


def tell_pages(whether: bool) -> None:
    """Say whether the server sees to it that open pages are drawn anew when the files change."""
    global _telling
    _telling = whether


def pages_are_told() -> bool:
    """Whether the server tells open pages of changed files; where it does not, each page looks for itself."""
    return _telling and has("sessions")


def _fits_sessions() -> None:
    from inspect import getsource

    from streamlit.runtime import Runtime
    from streamlit.runtime.app_session import AppSession, AppSessionState
    from streamlit.runtime.session_manager import SessionManager

    _want(AppSessionState, "APP_NOT_RUNNING")
    _want(AppSession, "request_rerun", "session_state")
    _want(SessionManager, "list_active_sessions")
    for one, names in ((AppSession, ("_state", "_client_state")), (Runtime, ("_session_mgr",))):
        source = getsource(one.__init__)
        if missing := [name for name in names if f"self.{name}" not in source]:
            raise AttributeError(f"{one.__name__} has no {missing[0]}")


# Charts and maps made ready once for all visitors


class Chart:
    """A Vega-Lite chart that is serialised already, as st.vega_lite_chart would put it on a page."""

    def __init__(self, given: Mapping[str, Any]):
        self._given = given
        self._made: tuple[Any, ...] = ()
        if has("charts"):
            try:
                self._made = _taken(given)
            except BREAKS as error:
                fails("charts", error)

    def show(self) -> None:
        """Put the chart on the page that runs."""
        if self._made and has("charts"):
            try:
                from streamlit.delta_generator_singletons import get_dg_singleton_instance

                kind, message, layout = self._made
                get_dg_singleton_instance().main_dg._enqueue(kind, message, layout_config=layout)
                return
            except BREAKS as error:
                fails("charts", error)
        st.vega_lite_chart(**self._given)


def _taken(given: Mapping[str, Any]) -> tuple[Any, ...]:
    """What st.vega_lite_chart would put on a page: the kind of thing, its message and its layout."""
    from streamlit.elements.vega_charts import VegaChartsMixin

    class Page(VegaChartsMixin):
        """In the place of a page: keeps the one chart that is put on it."""

        taken: tuple[Any, ...] = ()

        @property
        def dg(self) -> Any:
            return self

        def _enqueue(self, kind: str, message: Any, layout_config: Any = None, **_: Any) -> None:
            self.taken = (kind, message, layout_config)

    page = Page()
    page.vega_lite_chart(**given)
    if not page.taken:
        raise ValueError("nothing was put on the page")
    return page.taken


def arrow(values: Sequence[Any]) -> bytes | None:
    """Rows as the Arrow table that travels to the browser; None where Streamlit is to make it itself."""
    if has("charts"):
        try:
            from streamlit.dataframe_util import convert_anything_to_arrow_bytes

            return convert_anything_to_arrow_bytes(values)
        except BREAKS as error:
            fails("charts", error)
    return None


def _fits_charts() -> None:
    from streamlit.dataframe_util import convert_anything_to_arrow_bytes
    from streamlit.delta_generator_singletons import get_dg_singleton_instance
    from streamlit.elements.vega_charts import VegaChartsMixin

    _want(VegaChartsMixin, "vega_lite_chart")
    _want(get_dg_singleton_instance().main_dg, "_enqueue")
    if not convert_anything_to_arrow_bytes([{"town": "a"}]):
        raise ValueError("rows become nothing")


class Deck:
    """A deck.gl picture that is serialised already: what st.pydeck_chart asks of a pydeck.Deck, and no more.

    across and down are the zooms at which the district would fit a map one pixel wide, or one pixel high.
    """

    def __init__(self, deck: Any):
        self.layers: list[Any] = []
        self.mapbox_key = None
        self._tooltip = deck._tooltip
        told = json.loads(deck.to_json())
        self._view = told.pop("initialViewState")
        self._rest = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        self.across, self.down = getattr(deck, "across", None), getattr(deck, "down", None)

    def to_json(self) -> str:
        """The picture as it travels."""
        return f'{self._rest[:-1]},"initialViewState":{json.dumps(self._view)}}}'

    def opened(self, zoom: float, aside: float) -> "Deck":
        """The same picture opened at this zoom and so much aside."""
        found = copy(self)
        found._view = {**self._view, "zoom": zoom + aside}
        for name in ("longitude", "latitude"):
            found._view[name] = self._view[name] + aside
        return found


def opened(deck: Any, zoom: float, aside: float) -> Any:
    """The same picture opened at this zoom, so little aside that nobody sees it: the browser moves a map only to a view it
    was not told of before."""
    if isinstance(deck, Deck):
        return deck.opened(zoom, aside)
    found = copy(deck)
    found.initial_view_state = view = copy(deck.initial_view_state)
    view.longitude, view.latitude, view.zoom = view.longitude + aside, view.latitude + aside, zoom + aside
    return found


def ready(deck: Any) -> Any:
    """A pydeck.Deck that is serialised once for all who see it; itself where that cannot be done."""
    if has("decks"):
        try:
            return Deck(deck)
        except BREAKS as error:
            fails("decks", error)
    return deck


def _fits_decks() -> None:
    from inspect import getsource

    from streamlit.elements import deck_gl_json_chart

    source = getsource(deck_gl_json_chart)
    # a pydeck older than ours keeps its tooltip on a widget, and once said its own width: a map without them is fine
    asked = set(re.findall(r"pydeck_obj\.(\w+)", source)) | set(re.findall(r'getattr\(pydeck_obj, "(\w+)"', source))
    if more := sorted(asked - {"to_json", "_tooltip", "mapbox_key", "layers", "deck_widget", "width"}):
        raise AttributeError(f"st.pydeck_chart asks a map for {', '.join(more)}")


# What travels between page and server


@dataclass(frozen=True)
class Asked:
    """What a page asks of the server: the kind of message, and whether it has the whole page run."""

    kind: str
    whole: bool


KINDS = frozenset({"rerun_script", "stop_script", "app_heartbeat"})  # what the pages of every audience send
FILES = frozenset({"file_urls_request"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})  # of what Streamlit does for a page beside running it


def asked(payload: bytes) -> Asked | None:
    """What a message from a page asks; None where it is no message. Call it only where there are `requests`."""
    message = BackMsg()
    try:
        message.ParseFromString(payload)
    except Exception:  # noqa: BLE001 - protobuf's own error has another class in each of its implementations
        return None
    kind: str = message.WhichOneof("type") or ""
    whole = kind == "rerun_script" and not message.rerun_script.fragment_id
    if kind == "backend_operation_request":
        kind = message.backend_operation_request.WhichOneof("payload") or kind
    return Asked(kind, whole)


ASK = b"\x5a\x00"  # to run the page, with nothing more said, as it travels


def _fits_requests() -> None:
    _fields(
        BackMsg, *KINDS, *FILES, "rerun_script.fragment_id", *(f"backend_operation_request.{one}" for one in OPERATIONS)
    )
    _fields(ForwardMsg, "script_finished")
    _want(ForwardMsg, "FINISHED_EARLY_FOR_RERUN")
    if BackMsg.FromString(ASK).WhichOneof("type") != "rerun_script":
        raise ValueError("to ask for a page is another message now")
    if not BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type.oneofs_by_name.get("payload"):
        raise AttributeError("backend_operation_request has no payload")


def ends_a_run(payload: bytes) -> bool:
    """Whether a message to a page says that its run has ended for good. Call it only where there are `requests`."""
    message = ForwardMsg.FromString(payload)
    ends: bool = message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return ends


def discreet(payload: bytes) -> bytes:
    """A message to a page without the versions, the system and the folders of this machine, which it has no use for.

    Which release serves it stays told in a form that only tells two of them apart: a page loads itself anew after a change.
    """
    if _PYTHON not in payload or not has("greeting"):
        return payload
    try:
        message = ForwardMsg.FromString(payload)
        if not message.HasField("new_session"):
            return payload
        greeting = message.new_session
        greeting.main_script_path = Path(greeting.main_script_path).name
        told = greeting.initialize
        told.environment_info.python_version = told.environment_info.server_os = ""
        told.environment_info.streamlit_version = blake2b(st.__version__.encode(), digest_size=4).hexdigest()
        for name in ("installation_id", "installation_id_v3", "installation_id_v4"):
            setattr(told.user_info, name, "")
        return bytes(message.SerializeToString())
    except BREAKS as error:
        fails("greeting", error)
        return payload


_PYTHON = python_version().encode()  # what tells such a message from the others without reading it


def _fits_greeting() -> None:
    told = "new_session.initialize"
    _fields(
        ForwardMsg,
        "new_session.main_script_path",
        *(f"{told}.environment_info.{one}" for one in ("python_version", "server_os", "streamlit_version")),
        *(f"{told}.user_info.installation_id{one}" for one in ("", "_v3", "_v4")),
    )


def _fits_wire() -> None:
    if ".".join(st.__version__.split(".")[:2]) not in TRIED:
        raise ValueError(f"tried with {' and '.join(TRIED)}")
    _fields(
        ForwardMsg,
        "hash",
        "ref_hash",
        "script_finished",
        "metadata.cacheable",
        "metadata.delta_path",
        "metadata.active_script_hash",
        "metadata.run.script_run_id",
        "metadata.run.fragment_ids",
        "new_session.page_script_hash",
        "new_session.main_script_hash",
        "navigation.page_script_hash",
        "delta.add_block",
        "delta.new_element.empty",
        "delta.new_element.has_one_shot_effect",
        "delta.new_transient.elements",
    )
    _want(ForwardMsg, "FINISHED_SUCCESSFULLY")


# The page's own markup, and the addresses it asks for

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


def _want(thing: Any, *names: str) -> None:
    if missing := [name for name in names if not hasattr(thing, name)]:
        raise AttributeError(f"{getattr(thing, '__name__', type(thing).__name__)} has no {missing[0]}")


def _fields(message: Any, *paths: str) -> None:
    """Raise where a message has no field of such a name, inner fields written after a point."""
    for path in paths:
        here = message.DESCRIPTOR
        for name in path.split("."):
            if here is None or name not in here.fields_by_name:
                raise AttributeError(f"{message.DESCRIPTOR.name} has no {path}")
            here = here.fields_by_name[name].message_type


PARTS = (
    Part("seats", "a page takes over the map of the page before", "a map is built anew on every page", _fits_seats),
    Part(
        "history",
        "a run asked for before the browser heard of a change keeps it, and going back is told from that",
        "a click within a moment of another may be lost",
        _fits_history,
    ),
    Part(
        "session",
        "files are taken from the session that stands at the desk alone",
        "files are taken by the visitor's address and browser",
        _fits_session,
    ),
    Part(
        "secrets",
        "the desk asks whether an identity provider is configured",
        "it reads the secrets to know",
        _fits_secrets,
    ),
    Part("uploads", "the desk knows a file handed in again", "it knows it by its content", _fits_uploads),
    Part(
        "sessions", "the server tells open pages of changed files", "each page looks every two seconds", _fits_sessions
    ),
    Part("charts", "a chart is serialised once for all visitors", "it is serialised for each of them", _fits_charts),
    Part("decks", "a map is serialised once for all visitors", "it is serialised for each of them", _fits_decks),
    Part(
        "requests",
        "pages run one after another, and a message no page of ours sends is refused",
        "they run side by side, and Streamlit refuses messages itself",
        _fits_requests,
    ),
    Part(
        "greeting",
        "a page is not told the versions and folders of this machine",
        "it is told which Python and system serve it, and where",
        _fits_greeting,
    ),
    Part("wire", "the browser is told only what differs", "it is told every page whole", _fits_wire),
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
