"""Where a visitor comes from, who it is, and the pages that are open."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import streamlit as st

from outreach.server.inside.parts import BREAKS, Part, declare, fails, has, want

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

    want(script_run_context.ThreadState, "update")
    want(PagesManager, "main_script_hash")
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

    want(ScriptRunContext, "page_script_hash", "is_history_navigation")


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
    want(type(st.secrets), "load_if_toml_exists")


def file_id(file: Any) -> str:
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
    want(UploadedFile, "getvalue")


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

    want(AppSessionState, "APP_NOT_RUNNING")
    want(AppSession, "request_rerun", "session_state")
    want(SessionManager, "list_active_sessions")
    for one, names in ((AppSession, ("_state", "_client_state")), (Runtime, ("_session_mgr",))):
        source = getsource(one.__init__)
        if missing := [name for name in names if f"self.{name}" not in source]:
            raise AttributeError(f"{one.__name__} has no {missing[0]}")


declare(
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
)
