"""The towns' reports at the desk: a round to be opened, sheets to send, sheets that came back and what may be done with them."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from outreach.screen import cached, desk, returns
from outreach.screen.markdown import plain
from outreach.words import Words

FILES, ROUND = desk.RETURNED, "desk-round"
ARCHIVE = "application/zip"
MOST_TOWNS = 80  # of more, as a province has, all are asked


def choice(options: dict[str, str], label: str) -> str:
    """Which round is looked at: the newest until another is chosen."""
    if st.session_state.get(ROUND) not in options:
        st.session_state[ROUND] = next(iter(options))
    st.selectbox(label, list(options), format_func=lambda one: options.get(one, one), key=ROUND)
    return str(st.session_state[ROUND])


def reminders(say: Words, texts: Sequence[tuple[str, str]]) -> None:
    """The texts to send to whoever is late, each to be copied."""
    with st.expander(say("rounds.remind")):
        st.caption(plain(say("rounds.remind_how" if texts else "rounds.remind_none")))
        if texts:
            st.text_area(
                say("rounds.remind"),
                "\n\n".join(text for _, text in texts),
                height=min(400, 90 * len(texts) + 40),
                key=f"desk-remind-{hash(tuple(texts))}",
                label_visibility="collapsed",
            )


def opening(say: Words, officer: desk.Officer, towns: dict[str, str], today: date, opened: bool) -> None:
    """What a new round is called, when it is due and whom it asks; unfolded where there is no round yet."""
    with st.expander(say("rounds.open"), expanded=opened), st.form("desk-round-form", enter_to_submit=False):
        st.caption(plain(say("rounds.open_how")))
        with st.container(horizontal=True, gap="small"):
            st.text_input(
                say("rounds.name"), key="desk-round-name", max_chars=60, placeholder=say("rounds.name_example")
            )
            st.text_input(say("rounds.due"), key="desk-round-due", max_chars=20, placeholder=say("rounds.due_example"))
        if len(towns) <= MOST_TOWNS:
            st.pills(
                say("rounds.towns"),
                list(towns),
                selection_mode="multi",
                format_func=lambda one: towns.get(one, one),
                key="desk-round-towns",
                wrap=True,
            )
        st.checkbox(say("rounds.plan"), value=True, key="desk-round-plan")
        if not officer.name:
            key = "desk-round-who"
            st.text_input(say("rounds.who"), key=key, value=st.session_state.get(desk.WHO, ""), max_chars=60)
        st.form_submit_button(say("rounds.open_press"), type="primary", on_click=_open, args=(say, today))


def _open(say: Words, today: date) -> None:
    """Open the round, if nothing is wanting; say what is."""
    state = st.session_state
    officer = desk.standing()
    if officer is None:
        return
    who = officer.name or state.get("desk-round-who", "").strip()
    told = state.get("desk-round-due", "").strip()
    try:
        due = date.fromisoformat(told)
    except ValueError:
        state[desk.SAID] = ("refused", say("ask.no_day", found=told or "—"), None)
        return
    if not who:
        state[desk.SAID] = ("refused", say("desk.wanting", what=say("desk.wanting_who")), None)
        return
    state[desk.WHO] = who
    chosen = tuple(state.get("desk-round-towns") or ())
    wanted = returns.Wanted(state.get("desk-round-name", ""), today, due, chosen, state.get("desk-round-plan", True))
    try:
        after, round_id, change = returns.open_round(
            returns.kept(), wanted, who, say("rounds.why_open", round=wanted.name.strip())
        )
    except returns.Unopened as error:
        state[desk.SAID] = ("refused", say.fault(error.fault), None)
    except (returns.Moved, OSError) as error:
        state[desk.SAID] = ("refused", desk.unwritten(say, error), None)
    else:
        rows = after.returns[after.returns["round_id"] == round_id]
        told = {"round": after.round(round_id).name[say.language], "due": due.isoformat()}
        sentence = say("rounds.opened", towns=rows["area_code"].nunique(), asked=len(rows), **told)
        state[desk.SAID] = ("opened", sentence, change.number)
        state[ROUND] = round_id


def sending(say: Words, kept: returns.Reports, round_id: str, towns: Mapping[str, str]) -> None:
    """The sheets to be sent: all in one archive, or one town's."""
    desk.heading(say("rounds.send"), say("rounds.send_how"))
    name, left = kept.round(round_id).name[say.language], returns.unanswered(kept, round_id)
    if not left:
        st.caption(plain(say("ask.nothing_left", round=name)))
        return
    named = say("rounds.file", town="{town}", round="{round}")
    st.download_button(
        say("rounds.all"),
        lambda: returns.archive(kept, round_id, say.language, named),
        file_name=say("rounds.zip", round=name),
        mime=ARCHIVE,
        key=f"sheets-{round_id}",
        on_click="ignore",
        type="primary",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        town = st.selectbox(
            say("rounds.one"), left, format_func=lambda one: towns.get(one, one), key=f"desk-sheet-{round_id}"
        )
        st.download_button(
            say("rounds.one_file", town=towns.get(town, town)),
            lambda: returns.sheet(kept, round_id, town, say.language),
            file_name=say("rounds.file", town=towns.get(town, town), round=name),
            mime=desk.WORKBOOK,
            key=f"sheet-{round_id}-{town}",
            on_click="ignore",
        )


def handed_in(say: Words) -> returns.Files:
    """The sheets handed in; none where there are none."""
    desk.heading(say("rounds.back"), say("rounds.back_how"))
    key = f"desk-sheets-{st.session_state.get(desk.TURN, 0)}"
    found = desk.uploader(say, key, several=True)
    fresh = tuple((one.name, one.getvalue()) for one in found)
    if fresh and st.session_state.get(f"{key}-taken") != (ids := tuple(map(desk.file_id, found))):
        st.session_state[f"{key}-taken"] = ids
        st.session_state.pop(desk.SAID, None)
        st.session_state[FILES] = fresh
    files: returns.Files = st.session_state.get(FILES, ())
    if files:
        with st.container(horizontal=True, vertical_alignment="center", key="desk-in-hand"):
            st.caption(plain(say("rounds.in_hand", files=say.list([name for name, _ in files]))), width="content")
            st.button(say("desk.put_away"), key="desk-away", on_click=_put_away, type="tertiary")
    return files


def _put_away() -> None:
    st.session_state.pop(FILES, None)
    st.session_state[desk.TURN] = st.session_state.get(desk.TURN, 0) + 1


def taking(
    say: Words, files: returns.Files, kept: returns.Reports, today: date, overrule: bool = False
) -> returns.Taking:
    """What the sheets in hand would change, worked out once."""
    with st.spinner(say("desk.checking")):
        return desk.once(returns.take, files, kept, today, overrule, cached.version())


def verdict(say: Words, found: returns.Taking) -> None:
    """Where the sheets stand: at fault, without any new answer, or in order; and what else must be told of them."""
    faulty = len(found.files) - len(found.sound)
    if faulty:
        st.error(plain(say("rounds.faulty", n=faulty)))
    if found.taken:
        st.success(plain(say("rounds.in_order", n=len(found.sound))))
    if found.conflicts:
        st.warning(plain(say("rounds.in_conflict", n=len(found.conflicts))))
    elif found.sound and not found.taken:
        st.info(plain(say("rounds.no_answer")))
    for note in found.notes:
        st.info(plain(f"{note.file}：{say.fault(note)}" if say.language == "zh" else f"{note.file}: {say.fault(note)}"))


def accept(say: Words, officer: desk.Officer, files: returns.Files, found: returns.Taking, today: date) -> None:
    """Who, and the press that takes the sheets over; nothing while there is nothing to accept."""
    if not found.taken and not found.conflicts:
        return
    desk.heading(say("rounds.accept"), say("rounds.accept_how"))
    turn = st.session_state.get(desk.TURN, 0)
    with st.form(f"desk-take-{turn}", enter_to_submit=False):
        if found.conflicts:
            st.checkbox(say("rounds.overrule", n=len(found.conflicts)), key=f"desk-prevail-{turn}")
        if officer.name:
            st.caption(plain(say("desk.who_logged", name=officer.name)))
        else:
            key = f"desk-take-who-{turn}"
            st.text_input(say("rounds.who"), key=key, value=st.session_state.get(desk.WHO, ""), max_chars=60)
        st.form_submit_button(
            say("rounds.press"), type="primary", on_click=_accept, args=(say, files, found, today, turn)
        )


def _accept(say: Words, files: returns.Files, found: returns.Taking, today: date, turn: int) -> None:
    """Take the sheets over, if nothing is wanting; say what came of it."""
    state = st.session_state
    officer = desk.standing()
    if officer is None:
        return
    who = officer.name or state.get(f"desk-take-who-{turn}", "").strip()
    if not who:
        state[desk.SAID] = ("refused", say("desk.wanting", what=say("desk.wanting_who")), None)
        return
    state[desk.WHO] = who
    if state.get(f"desk-prevail-{turn}"):
        found = taking(say, files, found.kept, today, overrule=True)
    if not found.taken:
        state[desk.SAID] = ("refused", say("rounds.no_answer"), None)
        return
    known = returns.towns(say.language)
    towns = say.list([known.get(code, code) for code in dict.fromkeys(one.town for one in found.taken)])
    names = dict.fromkeys(found.kept.round(one.round_id).name[say.language] for one in found.sound)
    try:
        change = returns.accept(found, who, say("rounds.why", round=say.list(list(names)), towns=towns))
    except (returns.Moved, OSError) as error:
        state[desk.SAID] = ("refused", desk.unwritten(say, error), None)
        return
    sentence = say("rounds.accepted", towns=towns, n=len(found.taken), changed=returns.rows_changed(found))
    state[desk.SAID] = ("done", sentence, change.number)
    _put_away()
