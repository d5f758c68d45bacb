"""What a run makes of the address it is asked with, where the session has changed it meanwhile."""

from streamlit.testing.v1 import AppTest

from tests.towns import CHANGLE, YUELAI

SANCHANG = CHANGLE


def _page() -> None:
    import streamlit as st

    from outreach.screen import address
    from tests.towns import CHANGLE, YUELAI

    address.catch_up()
    selection, _ = address.read({"area": (YUELAI, CHANGLE)})
    for name, area in (("yuelai", YUELAI), ("sanchang", CHANGLE)):
        st.button(name, key=name, on_click=lambda area=area: address.go(address.current().with_(area=area)))
    st.text(selection.area or "")


class Visitor:
    """Somebody on a page with two towns to choose from; a browser that asks with the address it was told last, or with another."""

    def __init__(self):
        self.at = AppTest.from_function(_page)
        self.asks()

    def asks(self, choosing: str | None = None, **query: str) -> "Visitor":
        self.at.query_params.clear()
        self.at.query_params.update({"lang": "zh"} | query)
        (self.at.button(key=choosing).click() if choosing else self.at).run()
        return self

    @property
    def shown(self) -> str:
        return self.at.text[0].value

    @property
    def told(self) -> str:
        """The town in the address the browser is told."""
        said = self.at.query_params["area"]
        return said[0] if isinstance(said, list) else said


def test_a_run_asked_for_before_the_browser_heard_keeps_what_was_chosen():
    visitor = Visitor().asks(choosing="yuelai")
    visitor.asks()
    assert visitor.shown == YUELAI
    assert visitor.told == YUELAI


def test_it_is_kept_however_many_runs_the_browser_is_behind():
    visitor = Visitor().asks(choosing="yuelai").asks(choosing="sanchang")
    for late in ({}, {"area": YUELAI}, {}):
        visitor.asks(**late)
        assert visitor.shown == SANCHANG
        assert visitor.told == SANCHANG


def test_once_the_browser_has_heard_an_earlier_address_is_a_wish():
    visitor = Visitor().asks(choosing="yuelai")
    visitor.asks(area=YUELAI)
    visitor.asks(area=YUELAI, choosing="sanchang")
    visitor.asks(area=SANCHANG).asks(area=SANCHANG)
    assert visitor.asks(area=YUELAI).shown == YUELAI


def test_an_address_nobody_was_told_of_is_a_wish_at_once():
    visitor = Visitor().asks(choosing="yuelai")
    assert visitor.asks(area=SANCHANG).shown == SANCHANG
