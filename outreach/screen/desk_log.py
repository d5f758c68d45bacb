"""What was done at the desk: what came of the last press, the log of changes, and the way back."""

from collections.abc import Sequence

import streamlit as st

from outreach.faults import Fault
from outreach.screen import cached, filing, returns
from outreach.screen.desk import ASKED, SAID, WHO, Officer, done, once, say_no_more, standing, unwritten
from outreach.screen.markdown import plain
from outreach.words import Words

PRESSED = ("done", "refused")  # what comes of most presses
MOST_TOLD = 5  # of what is damaged, at once


def said(say: Words, *kinds: str) -> None:
    """What came of the last press, if it is of these kinds, with the way back where there is one."""
    found = st.session_state.get(SAID)
    if found is None or found[0] not in kinds:
        return
    kind, sentence, number = found
    with st.container(key="desk-said", gap="xsmall"):
        {"refused": st.error, "told": st.info}.get(kind, st.success)(plain(sentence))
        if number:
            with st.container(horizontal=True, gap="small"):
                st.button(say("desk.take_back"), key="desk-take-back", on_click=_take_back, args=(say, number))
                st.button(say("desk.fine"), key="desk-fine", on_click=say_no_more, type="tertiary")


def _take_back(say: Words, number: int) -> None:
    _restore(say, number, st.session_state.get(WHO, ""))


def _restore(say: Words, number: int, who: str) -> None:
    """Put the table back as it was before a change, if it still fits the rest; say what came of it."""
    officer = standing()
    if officer is None:
        return
    who = officer.name or who.strip()
    if not who:
        st.session_state[SAID] = ("refused", say("desk.wanting", what=say("desk.wanting_who")), None)
        return
    if made := returns.together(number):
        _undo(say, made, who)
        return
    draft = filing.former(number)
    if draft is None:
        st.session_state[SAID] = ("refused", say("desk.not_kept", number=number), None)
    elif draft.after is None:
        st.session_state[SAID] = (
            "refused",
            say("desk.former_unfit", number=number, fault=f"{draft.faults[0].file}：{say.fault(draft.faults[0])}"),
            None,
        )
    elif draft.kept_is_now:
        st.session_state[SAID] = ("refused", say("desk.former_same", number=number), None)
    elif done(say, draft, who, say("desk.why_restored", number=number), filing.counts(draft), "desk.restored"):
        st.session_state[WHO] = who
        st.session_state.pop(ASKED, None)


def _undo(say: Words, made: Sequence[filing.Change], who: str) -> None:
    """Take back everything that was written in one step with a town's answers; say what came of it."""
    try:
        returns.undo(made, who, say("desk.why_restored", number=made[0].number))
    except returns.NothingKept:
        st.session_state[SAID] = ("refused", say("rounds.not_taken_back"), None)
    except (returns.Moved, OSError) as error:
        st.session_state[SAID] = ("refused", unwritten(say, error), None)
    else:
        st.session_state[SAID] = ("done", say("rounds.taken_back"), None)
        st.session_state[WHO] = who
        st.session_state.pop(ASKED, None)


def damaged(say: Words, faults: Sequence[Fault]) -> None:
    """What is wrong with what the desk keeps, one line each; nothing where all is sound."""
    for fault in faults[:MOST_TOLD]:
        where = say("desk.at_file" if fault.row is None else "desk.at_row", file=fault.file, row=fault.row)
        st.warning(plain(f"{where}{say.fault(fault)}"))


def history(say: Words, officer: Officer, entries: list[tuple[int, str, str]]) -> None:
    """The newest changes, each with a way back to before it that asks once more."""
    if not entries:
        st.caption(say("desk.log_empty"))
    for number, line, why in entries:
        with st.container(key=f"desk-entry-{number}", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(line)}**  \n{plain(why)}", width="stretch")
            st.button(
                say("desk.restore"),
                key=f"desk-restore-{number}",
                on_click=_ask,
                args=(number,),
                help=say("desk.restore_how", number=number),
            )
        if st.session_state.get(ASKED) == number:
            _confirmation(say, officer, number)


def _ask(number: int | None) -> None:
    st.session_state[ASKED] = number


def _confirmation(say: Words, officer: Officer, number: int) -> None:
    """What going back would do, and whether it is wanted."""
    made = returns.together(number)
    draft = None if made else once(_former, number, cached.version())
    with st.container(border=True, key="desk-confirm", gap="small"):
        if made:
            tables = dict.fromkeys(filing.title(one.table, say.language) for one in made)
            st.warning(plain(say("rounds.sure", number=number, tables=say.list(list(tables)))))
            _yes(say, officer, number)
        elif draft is None:
            st.error(plain(say("desk.not_kept", number=number)))
        elif draft.after is None:
            st.error(
                plain(
                    say(
                        "desk.former_unfit",
                        number=number,
                        fault=f"{draft.faults[0].file}：{say.fault(draft.faults[0])}",
                    )
                )
            )
        elif draft.kept_is_now:
            st.info(plain(say("desk.former_same", number=number)))
        else:
            st.warning(
                plain(
                    say(
                        "desk.sure",
                        number=number,
                        table=filing.title(draft.table, say.language),
                        **filing.counts(draft),
                    )
                )
            )
            _yes(say, officer, number)
        st.button(say("desk.restore_no"), key="desk-restore-no", on_click=_ask, args=(None,))


def _yes(say: Words, officer: Officer, number: int) -> None:
    if not officer.name:
        st.text_input(say("desk.who"), key="desk-restore-who", value=st.session_state.get(WHO, ""), max_chars=60)
    st.button(say("desk.restore_yes"), key="desk-restore-yes", on_click=_confirmed, args=(say, number), type="primary")


def _former(number: int, _version: int) -> filing.Draft | None:
    return filing.former(number)


def _confirmed(say: Words, number: int) -> None:
    _restore(say, number, st.session_state.get("desk-restore-who", ""))
