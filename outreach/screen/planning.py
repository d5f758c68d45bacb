"""What a planner of a survey can set: what is wanted of it, how it goes out, and the seed of its sample."""

import streamlit as st

from outreach.screen import address
from outreach.screen.controls import widget_key
from outreach.selection import OUTING, WISHES, Amounts, Selection
from outreach.words import Words

USUAL = {"cv": 16.5, "tell": 5.0, "given": 200.0}
STEP = {"cv": 0.5, "tell": 0.5, "given": 10.0}
OUTING_STEP = {"each": 1.0, "alike": 0.01, "answer": 5.0, "journey": 1.0, "draw": 1.0}


def wish(selection: Selection, say: Words, usual: dict[str, float | None]) -> None:
    """What a survey is asked for: how firm, how far apart, or how many answers; and how it goes out, as `usual` where nobody says."""
    kind, amount = selection.wished
    key = widget_key(selection, "wish-kind", kind)
    st.segmented_control(
        say("planner.ask"),
        list(WISHES),
        format_func=lambda one: say(f"planner.ask_{one}"),
        key=key,
        required=True,
        on_change=lambda: _wished(st.session_state[key], USUAL[st.session_state[key]]),
    )
    low, high = WISHES[kind]
    amount_key = widget_key(selection, f"wish-{kind}", amount)
    st.number_input(
        say(f"planner.amount_{kind}"),
        float(low),
        float(high),
        step=STEP[kind],
        format="%.0f" if kind == "given" else "%.1f",
        key=amount_key,
        on_change=lambda: _wished(kind, st.session_state[amount_key]),
    )
    for name in ("each", "alike", "answer", "journey"):
        going(selection, say, name, usual[name])


def going(selection: Selection, say: Words, name: str, usual: float | None) -> None:
    """One number of how a survey goes out (see OUTING); what is as usual does not go into the address."""
    said, (low, high, decimals) = selection.outing[name], OUTING[name]
    key = widget_key(selection, name, usual if said is None else said)

    def chosen() -> None:
        amount = st.session_state[key]
        text = None if amount is None or amount == usual else Amounts(low, high, decimals).formatted(amount)
        address.go(address.current().with_(**{name: text}))

    st.number_input(
        say(f"planner.{name}_set"),
        float(low),
        float(high),
        value=None,
        step=OUTING_STEP[name],
        format=f"%.{decimals}f",
        placeholder=say("planner.journey_none") if name == "journey" else None,
        key=key,
        on_change=chosen,
    )


def _wished(kind: str, amount: float) -> None:
    address.go(address.current().with_(wish=f"{kind}-{amount:.{0 if kind == 'given' else 1}f}"))
