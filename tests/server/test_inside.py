"""What we use of Streamlit's insides is there in the Streamlit we pin, and a server without it goes on."""

import logging

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from outreach.home import PROJECT
from outreach.server import inside
from outreach.server.inside import PARTS, parts, visitors

NAMES = [part.name for part in PARTS]


@pytest.fixture(autouse=True)
def as_at_the_start(monkeypatch):
    monkeypatch.setattr(parts, "_failed", {})
    monkeypatch.delenv("OUTREACH_PLAIN", raising=False)
    inside.misfits.cache_clear()
    yield
    inside.misfits.cache_clear()


@pytest.mark.parametrize("part", PARTS, ids=NAMES)
def test_a_part_fits_the_streamlit_we_pin(part):
    """A failure here names what the next Streamlit has otherwise; until it is mended the server goes the public way."""
    part.fits()


def test_every_part_says_what_for_and_what_is_lost_without_it():
    assert len(set(NAMES)) == len(NAMES) and all(part.why and part.without for part in PARTS)


def test_where_all_fits_the_start_has_nothing_to_say():
    assert inside.check() == "" and all(map(inside.has, NAMES))


def test_a_part_that_does_not_fit_is_told_in_one_line_and_done_without(monkeypatch):
    def moved():
        raise AttributeError("ThreadState has no update")

    found = tuple(inside.Part(one.name, one.why, one.without, moved) if one.name == "seats" else one for one in PARTS)
    monkeypatch.setattr(parts, "PARTS", found)
    assert not inside.has("seats") and inside.has("history")
    told = inside.check()
    assert "\n" not in told and "seats" in told and "ThreadState has no update" in told and st.__version__ in told
    inside.keep_seats()


def test_a_part_that_raises_is_told_once_and_done_without(monkeypatch, caplog):
    def changed():
        raise TypeError("no such argument")

    monkeypatch.setattr(visitors, "_context", changed)
    with caplog.at_level(logging.WARNING, "outreach"):
        assert [inside.session_id() for _ in range(3)] == [None] * 3
        assert inside.came() == inside.Came("", None)
    assert [one.getMessage().count("going on without") for one in caplog.records] == [1, 1]
    assert not inside.has("session") and not inside.has("history")


def test_plain_means_none_of_them(monkeypatch):
    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    assert inside.plain() and not any(map(inside.has, NAMES)) and inside.static_folder() is None
    assert "\n" not in inside.check() and inside.check()


def test_a_misfit_shows_by_name_whatever_was_taken_from_streamlit(monkeypatch):
    from streamlit.runtime.app_session import AppSession

    monkeypatch.delattr(AppSession, "request_rerun")
    assert inside.misfits() == {"sessions": "AttributeError: AppSession has no request_rerun"}


def test_a_message_with_another_field_is_named():
    with pytest.raises(AttributeError, match="ForwardMsg has no metadata.run.nobody"):
        parts.has_fields(inside.ForwardMsg, "metadata.run.nobody")


def charts():
    import pandas as pd
    import pydeck

    from outreach.screen import finished
    from outreach.server import inside
    from outreach.views.sizes import BROWSE

    spec = {
        "data": {"values": [{"town": "悦来镇", "share": 0.1}]},
        "mark": "bar",
        "encoding": {"x": {"field": "share"}},
    }
    finished.chart(spec, BROWSE).show()
    rows = pd.DataFrame({"lon": [121.0], "lat": [31.0]})
    deck = pydeck.Deck([pydeck.Layer("ScatterplotLayer", rows, get_position=["lon", "lat"])], tooltip={"html": "{lon}"})
    import streamlit as st

    st.pydeck_chart(inside.ready(deck), key="map")


@pytest.mark.parametrize("plain", ["0", "1"])
def test_charts_and_maps_are_drawn_with_and_without(monkeypatch, plain):
    monkeypatch.setenv("OUTREACH_PLAIN", plain)
    page = AppTest.from_function(charts).run()
    assert not page.exception
    shown = page.get("deck_gl_json_chart")[0].proto
    assert len(page.get("vega_lite_chart")) == 1 and "ScatterplotLayer" in shown.json and "{lon}" in shown.tooltip


def test_a_page_looks_for_changed_files_itself_where_nobody_tells_it(monkeypatch):
    at = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120).run()
    assert not at.exception and not inside.pages_are_told()
    inside.tell_pages(True)
    try:
        assert inside.pages_are_told()
        monkeypatch.setenv("OUTREACH_PLAIN", "1")
        assert not inside.pages_are_told()
    finally:
        inside.tell_pages(False)


def test_a_file_handed_in_is_known_by_its_content_where_it_has_no_id(monkeypatch):
    class File:
        name = "areas.csv"

        def __init__(self, content):
            self._content = content

        def getvalue(self):
            return self._content

    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    marks = [inside.file_id(File(content)) for content in (b"a", b"a", b"b")]
    assert marks[0] == marks[1] != marks[2]


def test_secrets_are_asked_for_in_public_too(monkeypatch):
    found = inside.has_secrets()
    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    assert inside.has_secrets() == found


def test_to_ask_for_a_page_is_what_is_sent_to_see_whether_one_is_drawn():
    asked = inside.asked(inside.ASK)
    assert asked == inside.Asked("rerun_script", True)


def test_a_page_is_not_told_what_serves_it(monkeypatch):
    message = inside.ForwardMsg()
    greeting = message.new_session
    greeting.main_script_path, greeting.name = "somewhere/on/this/machine/app.py", "app"
    told = greeting.initialize.environment_info
    told.python_version, told.server_os, told.streamlit_version = inside.PYTHON.decode(), "linux", st.__version__
    greeting.initialize.user_info.installation_id_v3 = "machine"
    sent = inside.discreet(message.SerializeToString())
    for secret in (b"somewhere", inside.PYTHON, b"linux", st.__version__.encode(), b"machine"):
        assert secret not in sent
    assert inside.ForwardMsg.FromString(sent).new_session.initialize.environment_info.streamlit_version
    monkeypatch.setenv("OUTREACH_PLAIN", "1")
    assert inside.discreet(message.SerializeToString()) == message.SerializeToString()
