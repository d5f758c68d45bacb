"""A page as Streamlit draws it: each block by its kind, in its order and place."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import streamlit as st

from outreach import apart
from outreach import page as block
from outreach.contents.at import At
from outreach.page import Blocks
from outreach.screen import briefing, browser, controls, kiosk, layout, manners, panels, planning


def draw(blocks: Blocks, at: At) -> None:
    """Draw the blocks one after the other; what each shows is made when its turn comes."""
    for one in blocks:
        _DRAWN[type(one)](one, at)


def _beside(one: block.Beside, at: At) -> None:
    for place, blocks in zip(layout.beside(*one.widths), one.columns, strict=True):
        with place:
            draw(blocks, at)


def _sides(one: block.Sides, at: At) -> None:
    for place, blocks in zip(layout.sides(), (one.left, one.right), strict=True):
        with place:
            draw(blocks, at)


def _inside(arrange: Callable[[], AbstractContextManager[object]]) -> Callable[[Any, At], None]:
    def inside(one: Any, at: At) -> None:
        with arrange():
            draw(one.blocks, at)

    return inside


def _fold(one: block.Fold, at: At) -> None:
    with st.expander(one.title):
        draw(one.blocks, at)


def _work(one: block.Work, at: At) -> None:
    """Have it done; meanwhile what it is, or the place in line, is told. Where the line is full the page ends here."""
    with ExitStack() as spinner:
        told: list[int] = []

        def wait(place: int) -> None:
            browser.still_there()
            if told[-1:] != [place]:
                told.append(place)
                spinner.pop_all().close()
                spinner.enter_context(st.spinner(at.say("server.in_line", n=place) if place else one.text))

        wait(0)
        try:
            with apart.OURS.seen(wait):
                one.work()
            return
        except apart.Full:
            sentence = "server.line_full"
        except apart.Lost:
            sentence = "server.lost"
    st.warning(at.say(sentence))
    st.stop()


def _scenes(one: block.Scenes, at: At) -> None:
    if manners.of(at.selection).framed and at.audience == "internal":
        briefing.former(at.selection, at.say)
    briefing.play(at.selection, at.say, one.slides(), at.audience)
    briefing.arrange(at.selection, at.say, at.audience)


def _kiosk(one: block.Kiosk, at: At) -> None:
    kiosk.show(at.selection, at.say, at.district.home, one)


_DRAWN: dict[type, Callable[[Any, At], object]] = {
    block.Heading: lambda one, at: panels.heading(one.title, one.sentence(), at.say),
    block.Numbers: lambda one, at: panels.figures(one.items(), at.say),
    block.Show: lambda one, at: panels.show(one.exhibit(), at.selection, at.say, one.still, one.answers),
    block.Rows: lambda one, at: panels.rows(one.exhibit(), at.say, one.files),
    block.Folds: lambda one, at: panels.folds(one.exhibit(), one.by, one.heading, one.opened, at.say),
    block.Card: lambda one, at: panels.card(at.say, one.exhibit(), at.photo),
    block.Sheet: lambda one, at: panels.sheet(one.content(), at.say),
    block.Note: lambda one, _at: (panels.note if one.paper else panels.hint)(one.text()),
    block.Prose: lambda one, _at: st.markdown(one.text()),
    block.Picked: lambda one, at: panels.picked(one.key, one.chosen(), one.hint, one.clear, one.nothing, at.say),
    block.Links: lambda one, at: panels.links(at.selection, one.title, one.items()),
    block.Work: _work,
    block.Choice: lambda one, at: (
        controls.one(at.selection, one.field, one.label, one.options, one.nothing) if one.options else None
    ),
    block.Choices: lambda one, at: controls.several(at.selection, one.field, one.label, one.options),
    block.Clear: lambda one, _at: controls.clear(one.label, **one.changes),
    block.Weights: lambda one, at: controls.weights(at.selection, at.say, one.demands()),
    block.Wish: lambda one, at: planning.wish(at.selection, at.say, one.usual),
    block.Seed: lambda one, at: planning.going(at.selection, at.say, "draw", float(one.usual)),
    block.Keep: lambda one, at: controls.keep(at.selection, at.say, one.names()),
    block.Beside: _beside,
    block.Fold: _fold,
    block.Printed: _inside(layout.printed),
    block.Sides: _sides,
    block.OnScreen: _inside(layout.screen),
    block.OnPaper: _inside(layout.paper),
    block.Scenes: _scenes,
    block.Kiosk: _kiosk,
}
