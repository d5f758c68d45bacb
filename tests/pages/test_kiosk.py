"""The museum's screen as Streamlit runs it: what a touch may ask for, and what is left of a visitor."""

from streamlit.testing.v1 import AppTest

from outreach.selection import Selection


def _touched():
    """A session in which a touch is heard: what the browser sends stands under the stage's key."""
    import streamlit as st

    from outreach.screen import address, kiosk

    if "wanted" in st.session_state:
        sent = st.session_state.pop("wanted")
        kiosk.STAGE = "sent"
        st.session_state["sent"] = type("Sent", (), {"go": sent})()
        address.go(address.current())
        kiosk._went()
        kiosk.STAGE = "kiosk-stage"
    st.text(repr(address.current()))


def heard(wanted) -> Selection:
    at = AppTest.from_function(_touched)
    at.session_state["wanted"] = wanted
    at.run()
    assert not at.exception
    return eval(at.text[0].value)  # noqa: S307  (the repr of our own dataclass)


def test_a_touch_changes_what_it_names_and_nothing_else():
    assert heard({"view": "town", "area": "320614106"}) == Selection(view="town", area="320614106")
    assert heard({"lang": "en"}) == Selection(language="en")


def test_what_a_touch_cannot_ask_for_is_not_heard():
    assert heard({"mode": "browse", "since": "2026-01-01", "audience": "internal"}) == Selection()
    assert heard({"view": "moon"}) == Selection()
    assert heard("view=map") == Selection()


def test_of_a_visitor_who_is_gone_nothing_is_left_on_the_server(monkeypatch):
    def forgotten():
        import streamlit as st

        from outreach.screen import kiosk

        if st.session_state.get("go"):
            st.session_state["selection"], st.session_state["kiosk-heard"] = "what the visitor saw", 7
            st.query_params["area"] = "320614106"
            kiosk._ended()
            st.text(f"{dict(st.session_state)} {st.query_params.to_dict()}")

    at = AppTest.from_function(forgotten)
    at.session_state["go"] = True
    at.run()
    assert not at.exception and at.text[0].value == "{} {}"


def test_an_odd_address_shows_the_first_scene_and_no_sentence_about_it(visit, monkeypatch):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    for query in ({"view": "moon"}, {"quiz": "99-7"}, {"here": "0,0"}, {"area": "<b>", "base": "nowhere", "lang": "fr"}, {"view": "base"}):
        seen = visit("kiosk", **query)
        assert seen.failed == [] and not seen.at.info and not seen.at.error

