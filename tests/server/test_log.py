"""The log: what went wrong and where, and nothing of who asked or what for."""

import streamlit as st

from outreach.server import application


def test_a_page_that_fails_is_logged_without_what_its_visitor_wrote(caplog, monkeypatch):
    told, wanted = [], "张三 13800000000 10.0.0.9"
    monkeypatch.setattr(st, "error", told.append)
    monkeypatch.setattr(application.address, "language", lambda: "zh")
    try:
        raise KeyError(wanted)
    except KeyError as error:
        with caplog.at_level("WARNING", "outreach"):
            assert application.told(error)
    (line,) = caplog.records
    assert "KeyError" in line.getMessage() and "test_log.py" in line.getMessage() and len(told) == 1
    assert all(one not in caplog.text + told[0] for one in wanted.split())
