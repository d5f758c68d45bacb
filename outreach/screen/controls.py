"""What a visitor can set; each control takes the selection and shows it, and a change goes to the address."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from outreach.screen import address
from outreach.screen.markdown import plain
from outreach.selection import KEPT, SEVERAL, TONES, Selection
from outreach.vocabulary import COMPONENTS, DECAYS, DEMANDS, MEANS, WAYS
from outreach.words import Words


def several(selection: Selection, field: str, label: str, options: Mapping[str, str]) -> None:
    """Any number of the options (ids with their names); none means no restriction."""
    key = widget_key(selection, field, [one for one in getattr(selection, field) if one in options])
    st.pills(
        label,
        list(options),
        selection_mode="multi",
        format_func=lambda one: plain(options[one]),
        key=key,
        on_change=_chosen,
        args=(field, key),
        wrap=True,
    )


def one(selection: Selection, field: str, label: str, options: Mapping[str, str], nothing: str | None = None) -> None:
    """One of the options, or none, which reads `nothing`; without that, the first until another is chosen.

    Where there is nothing to choose there is no control.
    """
    if not options:
        return
    choices = options if nothing is None else {"": nothing, **options}
    chosen = getattr(selection, field)
    key = widget_key(selection, field, chosen if chosen in choices else next(iter(choices)))
    st.selectbox(label, [*choices], format_func=choices.__getitem__, key=key, on_change=_chosen, args=(field, key))


NOWHERE: dict[str, Any] = {"area": None, "other": None, "base": None, "site": None, "here": None, "kept": ()}
"""What lets go of everything that is chosen inside one district, which another one does not have."""


def within(selection: Selection, label: str, whole: str, options: Mapping[str, str]) -> None:
    """Which district of a province is shown (ids with their names), or the whole of it."""
    choices = {"": whole, **options}
    key = widget_key(selection, "within", selection.within if selection.within in choices else "")
    names = choices.__getitem__
    st.selectbox(label, [*choices], format_func=names, key=key, width=320, on_change=_entered, args=(key,))


def _entered(key: str) -> None:
    address.go(address.current().with_(**{**NOWHERE, "within": st.session_state[key] or None}))


def segments(selection: Selection, field: str, label: str, options: Mapping[str, str], visible: bool = False) -> None:
    """Exactly one of a few options, side by side; the first until another is chosen."""
    chosen = getattr(selection, field)
    key = widget_key(selection, field, chosen if chosen in options else next(iter(options)))
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        required=True,
        on_change=_chosen,
        args=(field, key),
        label_visibility="visible" if visible else "collapsed",
    )


def clear(label: str, **changes: Any) -> None:
    """A button that makes these changes to the selection."""
    name = "-".join(f"{field}-{value}" for field, value in sorted(changes.items()))
    st.button(label, key=f"clear-{name}", on_click=lambda: address.go(address.current().with_(**changes)))


def weights(selection: Selection, say: Words, demands: Sequence[str] = DEMANDS) -> None:
    """How the gap index is made: what each component weighs, which mean, how far people go and where they live (`demands`)."""
    for component in COMPONENTS:
        key = widget_key(selection, f"weight-{component}", selection.weight(component))
        label = say("weighing.component", component=say(f"gaps.component.{component}"))
        st.slider(label, 0, 5, key=key, on_change=_weighed, args=(component, key))
    segments(selection, "mean", say("weighing.mean"), {one: say(f"weighing.mean_{one}") for one in MEANS}, visible=True)
    segments(selection, "way", say("weighing.way"), {one: say(f"travel.{one}") for one in WAYS}, visible=True)
    segments(
        selection, "decay", say("weighing.decay"), {one: say(f"access.decay_{one}") for one in DECAYS}, visible=True
    )
    segments(
        selection,
        "demand",
        say("weighing.demand"),
        {one: say(f"weighing.demand_{one}") for one in demands},
        visible=True,
    )
    clear(say("weighing.reset"), weights=(), mean=MEANS[0], way="ebike", decay=DECAYS[0], demand=DEMANDS[0])


def _weighed(component: str, key: str) -> None:
    address.go(address.current().weighing(component, st.session_state[key]))


def keep(selection: Selection, say: Words, names: Mapping[str, str]) -> None:
    """A button that keeps the scenario on the page, and the kept ones, each of which goes at a touch."""
    full, there = len(selection.kept) >= KEPT, selection.scenario in selection.kept
    st.button(
        say("siting.keep"),
        key="keep",
        disabled=full or there,
        on_click=lambda: address.go(_with_scenario(address.current())),
    )
    if full and not there:
        st.caption(say("siting.keep_full", n=KEPT))
    if names:
        several(selection, "kept", say("siting.kept"), names)


def _with_scenario(selection: Selection) -> Selection:
    return selection.with_(kept=(*selection.kept, selection.scenario)[:KEPT])


def languages(selection: Selection) -> None:
    """The two languages, each in its own name."""
    segments(selection, "language", "语言 Language", {"zh": "中文", "en": "English"})


def tones(selection: Selection, say: Words) -> None:
    """A light or a dark ground to present on."""
    segments(selection, "tone", say("shell.tone"), {one: say(f"shell.tone_{one}") for one in TONES})


def drawing(selection: Selection, say: Words) -> None:
    """Whether maps are drawn to explore or as a still picture."""
    segments(
        selection,
        "drawing",
        say("shell.drawing"),
        {one: say(f"shell.drawing_{one}") for one in ("auto", "vector")},
        visible=True,
    )


def widget_key(selection: Selection, field: str, value: Any) -> str:
    """The widget's key, set to what the selection says: the address may have changed since the widget was touched."""
    key = f"control-{field}-{selection.language}"
    st.session_state[key] = value
    return key


def _chosen(field: str, key: str) -> None:
    value = st.session_state[key]
    if field not in SEVERAL:
        value = value or None
    address.go(address.current().with_(**{field: value}))
