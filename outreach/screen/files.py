"""What can be taken along of the page one is looking at: slides, papers, all its rows and pictures, its address."""

from base64 import b64encode
from datetime import date

import streamlit as st

from outreach import apart
from outreach.contents import IN_SCENES, PAGES
from outreach.exports import ExportError, qr
from outreach.screen import briefing, browser, cached, documents, entry, making, visit
from outreach.screen.documents import Wanted
from outreach.screen.markdown import plain
from outreach.selection import Selection, address
from outreach.views import palette
from outreach.web import Pieces
from outreach.words import Words

MADE = "file-made"
OPEN = "take-open"  # in the session: the page and state whose dialog is open, though the page run anew meanwhile
OF_THE_WHOLE = {"overview": ("docx", "html"), "plan": ("docx",), "sources": ("docx", "html")}
"""What is offered on a page to those inside, of more than the page."""
LOCAL = ("http://localhost", "http://127.", "http://0.0.0.0", "http://[::1]")
_PIECES = Pieces("panels")
CODE_PX = 6  # of a module of the code
_CODE = f"width:9rem;max-width:100%;border:1px solid {palette.GRID};background:{palette.PAPER}"


def menu(page: str, selection: Selection, say: Words, notes: bool) -> None:
    """A button that opens what can be taken along of this page in its present state; with the speaker's notes or without."""
    here = (page, selection)
    if st.button(say("exports.take"), key="take"):
        st.session_state.pop(MADE, None)
        st.session_state[OPEN] = here
    if st.session_state.get(OPEN, here) != here:
        _close()
    if OPEN in st.session_state:
        title = say("exports.take_title", page=say(f"page.{page}"))
        st.dialog(title, on_dismiss=_close)(_offer)(page, selection, say, notes)


def _close() -> None:
    """What was opened is opened no more; until then every run opens it, for a run that does not takes it away."""
    st.session_state.pop(OPEN, None)


def _offer(page: str, selection: Selection, say: Words, notes: bool) -> None:
    if sentence := _unfit(say):
        st.warning(sentence)
    kinds = (*documents.KINDS, *(OF_THE_WHOLE.get(page, ()) if notes else ()))
    with st.container(horizontal=True, key="take-kinds"):
        asked = [kind for kind in kinds if st.button(_label(kind, page, selection, say), key=f"make-{kind}")]
    speech = bool(notes and page == "briefing" and st.checkbox(say("exports.with_speech"), key="with-speech"))
    for kind in asked:
        st.session_state[MADE] = _made(kind, page, selection, say, notes, speech)
    if made := st.session_state.get(MADE):
        st.download_button(
            say("exports.save", name=made.name),
            made.content,
            file_name=made.name,
            key="save",
            type="primary",
            on_click="ignore",
        )
    _address(page, selection, say)


def _unfit(say: Words) -> str:
    from outreach.exports import fonts

    return "" if fonts.sound() else say("exports.no_chinese_font")


def _label(kind: str, page: str, selection: Selection, say: Words) -> str:
    paper = kind == "pdf" and (page == "town" or (page == "plan" and selection.unit))
    return say(f"exports.paper_{PAGES[page].paper}" if paper else f"exports.make_{kind}")


def _made(
    kind: str, page: str, selection: Selection, say: Words, notes: bool, speech: bool = False
) -> documents.Document | None:
    """The file, its making or the place in line told meanwhile; None, and why in a sentence, where it cannot be made."""
    with st.status(say("exports.making", percent=0), expanded=False) as status:
        bar = st.progress(0.0)

        def tell(share: float) -> None:
            status.update(label=say("exports.making", percent=round(100 * share)))
            bar.progress(min(share, 1.0))

        def wait(place: int) -> None:
            if place:
                status.update(label=say("server.in_line", n=place))
            else:
                browser.still_there()

        scenes = briefing.played(selection) if page == "briefing" else None
        wanted = Wanted(kind, date.today(), selection.language, notes=notes, speech=speech)
        try:
            with apart.OURS.seen(wait):
                found = making.document(wanted, page, selection, cached.district(), scenes, tell)
        except (apart.Full, apart.Lost) as error:
            status.update(
                label=say(f"server.{'line_full' if isinstance(error, apart.Full) else 'lost'}"), state="error"
            )
            return None
        except ExportError as error:
            details = {
                name: say.list(value) if isinstance(value, list) else value for name, value in error.details.items()
            }
            status.update(label=plain(say(f"exports.{error.rule}", **details)), state="error")
            return None
        status.update(
            label=say("exports.made", name=found.name, kilobytes=-(-len(found.content) // 1024)), state="complete"
        )
    return found


def _address(page: str, selection: Selection, say: Words) -> None:
    """The address of the exact state, to be copied or read with a telephone; of the local network where only that is known."""
    home = cached.district().home
    here = (st.context.url or "").partition("?")[0].rstrip("/").removesuffix(f"/{page}")
    found = documents.link(home, page, selection, here)
    st.markdown(f"**{say('exports.address')}**")
    st.code(found, language=None, wrap_lines=True)
    if found.startswith(LOCAL):
        lan = entry.lan(found)
        st.caption(plain(say("exports.address_lan", link=lan) if lan else say("exports.address_local")))
        found = lan
    if "://" in found:
        code = b64encode(qr.png(found, CODE_PX)).decode()  # the frame takes an <svg> out of what is given to it
        st.html(_PIECES("code", say("exports.qr_alt", link=found), _CODE, f"data:image/png;base64,{code}"))
    if entry.guarded() and page in IN_SCENES:
        _embedding(page, selection, say, documents.link(home, page, selection, entry.lan(here) or here))


def _embedding(page: str, selection: Selection, say: Words, link: str) -> None:
    """What another site puts into a page of its own to show one exhibit."""
    shown = visit.page(page, Selection(language=selection.language), cached.district(), date.today()).exhibits
    if not shown:
        return
    with st.expander(say("exports.embed")):
        name = st.selectbox(
            say("exports.embed_which"), list(shown), format_func=lambda one: shown[one].title, key="embed-which"
        )
        base = link.partition("?")[0].removesuffix(page).rstrip("/")
        source = address(f"embed/{page}/{name}.html", Selection(language=selection.language), base)
        st.caption(say("exports.embed_how"))
        st.code(_PIECES("embedded", source, shown[name].title), language=None, wrap_lines=True)
