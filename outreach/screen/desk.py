"""The data desk: who stands at it, the file handed in and what may be done with it, a place to point at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import pandas as pd
import streamlit as st

from outreach import web
from outreach.memo import Memo
from outreach.screen import address, cached, entry, filing, returns, shell
from outreach.screen.markdown import plain
from outreach.screen.panels import caption
from outreach.server import inside
from outreach.web import Pieces
from outreach.words import LANGUAGES, Words, load

Found = TypeVar("Found")
DRAFTS, MEMO, SAID, TURN, WHO, ASKED, RETURNED = (
    f"desk-{one}" for one in ("drafts", "memo", "said", "turn", "who", "asked", "returned")
)
LARGEST_MB = 20
_PIECES = Pieces("panels")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Uploaded(Protocol):
    """A file as it was handed in."""

    @property
    def name(self) -> str: ...

    def getvalue(self) -> bytes:
        """What is in it."""


def _component(name: str, **more: Any) -> Any:
    return st.components.v2.component(f"outreach_{name}", js=web.text(f"{name}.js"), **more)


_speak = _component("speak", isolate_styles=False)
_place = _component("place", html=web.text("place.html"), css=web.style("place.css"))


@dataclass(frozen=True)
class Officer:
    """Whoever stands at the desk: the name an identity provider gives, empty where nobody vouches for one."""

    name: str = ""


def _standing() -> tuple[Officer | None, str, Mapping[str, Any]]:
    """Who stands at the desk, else why nobody may: the sentence and what fills it."""
    settings = cached.district().home.desk
    if not entry.switched_on(shell.audience(), settings.enabled):
        return None, "shell.closed", {}
    configured = entry.provider()
    if configured == "broken":
        return None, "desk.secrets_broken", {}
    if configured == "none":
        if entry.at_the_machine(st.context.headers):
            return Officer(), "", {}
        return None, "desk.elsewhere", {}
    if not st.user.is_logged_in:
        return None, "desk.login_needed", {}
    user = st.user.to_dict()
    if not entry.permitted(user, settings.editors):
        return None, "desk.no_editor", {"email": user.get("email") or "—"}
    return Officer(str(user.get("name") or user.get("email") or user.get("sub") or "")), "", {}


def standing() -> Officer | None:
    """Who stands at the desk; None where nobody may."""
    return _standing()[0]


def enter(say: Words) -> Officer:
    """Who stands at the desk. Whoever may not is told why in one sentence, and the page ends."""
    officer, sentence, details = _standing()
    session = entry.session()
    if officer is None:
        entry.dismiss(session)
        st.info(plain(say(sentence, **details)))
        if sentence == "desk.login_needed":
            for name in entry.providers():
                label = say("desk.login") if name is None else say("desk.login_with", provider=name)
                st.button(
                    plain(label), key=f"login-{name}", type="primary", on_click=st.login, args=(name,) if name else ()
                )
        elif entry.provider() == "configured":
            st.button(say("desk.logout"), key="logout", on_click=st.logout)
        st.stop()
    entry.admit(session)
    if officer.name:
        with st.container(horizontal=True, vertical_alignment="center", key="officer"):
            st.caption(plain(say("desk.logged_in", name=officer.name)), width="content")
            st.button(say("desk.logout"), key="logout", on_click=st.logout, type="tertiary")
    return officer


def once(function: Callable[..., Found], *args: Any) -> Found:
    """What the function gives, remembered for this session alone: a file handed in is nobody else's business."""
    memo: Memo = st.session_state.setdefault(MEMO, Memo(60))
    return memo(function, *args)


def step(say: Words, number: int) -> None:
    """The heading of one of the four steps, and what is to be done."""
    st.html(_PIECES("step", number, say(f"desk.step_{number}"), say(f"desk.step_{number}_how")))


def heading(title: str, sentence: str) -> None:
    """The heading of what stands under the steps."""
    caption(title, sentence)


def template(say: Words, table: str, first: Callable[[], tuple[str, ...]]) -> None:
    """The table as a workbook, with its rows of this moment; first gives the towns whose questions stand before others."""
    st.download_button(
        say("desk.template"),
        lambda: filing.template(table, say.language, first()),
        file_name=f"{filing.title(table, say.language)}.xlsx",
        mime=WORKBOOK,
        key=f"template-{table}",
        on_click="ignore",
        type="primary",
    )


def uploader(say: Words, key: str, several: bool = False) -> Sequence[Uploaded]:
    """Where files are handed in, in the words of the page: those that lie there, none where none does."""
    with st.container(key="desk-drop", gap="xsmall"):
        many: Any = several
        found: Any = st.file_uploader(say("desk.drop"), key=key, max_upload_size=LARGEST_MB, accept_multiple_files=many)
        _speak(
            key="speak",
            height=0,
            data={
                "within": ".st-key-desk-drop",
                "words": {english: say(one) for english, one in _UPLOADER.items()},
                "limits": [load(language)("frame_words.per_file") for language in LANGUAGES],
            },
        )
    return found if several else [found] if found is not None else []


def file_id(file: Uploaded) -> str:
    """What tells a file handed in from another of the same name."""
    return inside.file_id(file)


def _to_the_towns(say: Words, file: Uploaded) -> None:
    """A town's sheet is judged with the others, wherever it was handed in."""
    st.session_state[RETURNED] = ((file.name, file.getvalue()),)
    st.session_state[SAID] = ("told", say("rounds.of_towns"), None)
    address.go(address.current().with_(desk="towns"))
    st.rerun()


def handed_in(say: Words, table: str) -> filing.Draft | None:
    """The file handed in for this table, held against the district as it is now; None where there is none."""
    key = f"desk-file-{table}-{st.session_state.get(TURN, 0)}"
    (file,) = uploader(say, key) or (None,)
    drafts = st.session_state.setdefault(DRAFTS, {})
    if file is not None and st.session_state.get(f"{key}-taken") != (found := file_id(file)):
        st.session_state[f"{key}-taken"] = found
        st.session_state.pop(SAID, None)
        if returns.is_sheet(file.getvalue()):
            _to_the_towns(say, file)
        with st.spinner(say("desk.checking")):
            drafts[table] = filing.draft(table, file.name, file.getvalue())
    draft: filing.Draft | None = drafts.get(table)
    if draft is None:
        return None
    if draft.seen != cached.version():
        with st.spinner(say("desk.checking")):
            draft = drafts[table] = filing.again(draft)
    with st.container(horizontal=True, vertical_alignment="center", key="desk-in-hand"):
        st.caption(plain(say("desk.in_hand", file=draft.file)), width="content")
        st.button(say("desk.put_away"), key="desk-away", on_click=_put_away, args=(table,), type="tertiary")
    for note in draft.notes:
        st.info(plain(say.fault(note)))
    return draft


_UPLOADER = {
    "Upload": "desk.uploader_choose",
    "most": "desk.uploader_most",
    "Drag and drop a file here": "desk.uploader_let_go",
    "Remove": "desk.uploader_remove",
}


def _put_away(table: str) -> None:
    st.session_state.get(DRAFTS, {}).pop(table, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def say_no_more() -> None:
    """Let what came of the last press be forgotten."""
    st.session_state.pop(SAID, None)


def verdict(say: Words, draft: filing.Draft | None, differences: pd.DataFrame | None) -> None:
    """Where a file handed in stands: nothing yet, faulty, without any change, overtaken, or in order."""
    if draft is None:
        st.caption(say("desk.nothing_yet"))
        return
    if draft.faults:
        st.error(plain(say("desk.faulty", n=len(draft.faults))))
    elif differences is None or not len(differences):
        st.info(say("desk.no_change"))
    elif not draft.stale:
        st.success(say("desk.in_order"))
    if draft.stale:
        st.error(plain(say("desk.overtaken" if draft.between else "desk.overtaken_unknown")))
    if draft.others:
        st.caption(plain(say("desk.others", n=len(draft.others))))


def join(say: Words, draft: filing.Draft | None, merged: pd.DataFrame | None) -> None:
    """One press that keeps what others have changed and adds what this file changes."""
    if draft is not None and merged is not None:
        st.button(
            say("desk.join"), key="desk-join", on_click=_join, args=(say, draft.table, draft, merged), type="primary"
        )


def _join(say: Words, table: str, draft: filing.Draft, merged: pd.DataFrame) -> None:
    if _standing()[0] is not None:
        say_no_more()
        st.session_state[DRAFTS][table] = filing.joined(draft, merged, say("desk.joined_file"))


def accept(
    say: Words,
    officer: Officer,
    draft: filing.Draft | None,
    counts: Mapping[str, int] | None,
    overruled: pd.DataFrame | None,
) -> None:
    """Why and who, and the press that puts the file in the table's place; nothing while there is nothing to accept."""
    if draft is None or draft.after is None or not counts or not any(counts.values()):
        return
    table, turn = draft.table, st.session_state.get(TURN, 0)
    step(say, 4)
    with st.form(f"desk-accept-{table}-{turn}", enter_to_submit=False):
        st.text_input(say("desk.why"), key=f"desk-why-{turn}", max_chars=200, placeholder=say("desk.why_example"))
        if officer.name:
            st.caption(plain(say("desk.who_logged", name=officer.name)))
        else:
            st.text_input(say("desk.who"), key=f"desk-who-{turn}", value=st.session_state.get(WHO, ""), max_chars=60)
        if counts["removed"]:
            st.warning(plain(say("desk.removes", n=counts["removed"])))
            st.checkbox(say("desk.removes_tick", n=counts["removed"]), key=f"desk-removes-{turn}")
        if draft.stale:
            n = len(overruled) if overruled is not None else 0
            st.warning(plain(say("desk.overrules", n=n) if overruled is not None else say("desk.overrules_unknown")))
            st.checkbox(say("desk.overrules_tick"), key=f"desk-overrules-{turn}")
        st.form_submit_button(say("desk.accept"), type="primary", on_click=_accept, args=(say, draft, counts, turn))


def _accept(say: Words, draft: filing.Draft, counts: Mapping[str, int], turn: int) -> None:
    """Put the file in the table's place, if nothing is wanting; say what is."""
    state = st.session_state
    officer = _standing()[0]
    if officer is None:
        return
    why = state.get(f"desk-why-{turn}", "").strip()
    who = officer.name or state.get(f"desk-who-{turn}", "").strip()
    state[WHO] = who
    wanting = [
        say(f"desk.wanting_{one}")
        for one, there in (
            ("why", why),
            ("who", who),
            ("removes", not counts["removed"] or state.get(f"desk-removes-{turn}")),
            ("overrules", not draft.stale or state.get(f"desk-overrules-{turn}")),
        )
        if not there
    ]
    if wanting:
        state[SAID] = ("refused", say("desk.wanting", what=say.list(wanting)), None)
        return
    if done(say, draft, who, why, counts, "desk.accepted"):
        _put_away(draft.table)


def done(say: Words, draft: filing.Draft, who: str, why: str, counts: Mapping[str, int], sentence: str) -> bool:
    """Write it, and say what came of it; whether it was written."""
    try:
        change = filing.accept(draft, who, why, dict(counts))
    except (filing.Moved, OSError) as error:
        st.session_state[SAID] = ("refused", unwritten(say, error), None)
        return False
    st.session_state[SAID] = (
        "done",
        say(sentence, table=filing.title(draft.table, say.language), number=change.number, **counts),
        change.number,
    )
    return True


def unwritten(say: Words, error: Exception) -> str:
    """Why nothing was written: somebody was first, or the disk."""
    if not isinstance(error, OSError):
        return say("desk.moved")
    return say("desk.unwritable", reason=error.strerror or type(error).__name__)


def broken(sentence: str) -> None:
    """Why a part of the desk cannot be used."""
    st.error(plain(sentence))


def place(say: Words, shown: dict[str, Any] | None) -> None:
    """A map to point at, for the longitude and latitude of a place; nothing without a district to show."""
    if shown is None:
        return
    words = {
        one: say(f"desk.place_{one}")
        for one in ("label", "lon", "lat", "copy", "copied", "none", "closer", "farther", "whole", "keys")
    }
    _place(key="desk-place", height="content", data={**shown, "words": words})
    st.caption(plain(shown["notice"]))
