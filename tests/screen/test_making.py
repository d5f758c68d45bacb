"""Files and sitings are made apart: the same as here, with the place in line told, and a sentence where there is none."""

import sys
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from outreach import apart
from outreach.apart import Apart
from outreach.exports import ExportError
from outreach.screen import cached, documents, making
from outreach.selection import Selection
from tests.conftest import SAY

pytestmark = pytest.mark.usefixtures("forgetful")


@pytest.fixture(scope="module")
def elsewhere():
    """Processes as a server has them."""
    found = Apart(1)
    found.begin()
    yield found
    found.end()


def test_what_is_made_in_a_process_is_what_is_made_here(elsewhere, monkeypatch, stage, district):
    shown = stage.play("town").exhibits["town_standing"]
    here = making.exhibit("svg", shown, SAY["zh"])
    wanted = documents.Wanted("csv", date.today())
    asked = (wanted, "sources", Selection(), district, None)
    file = making.document(*asked, lambda _share: None)
    assert file == documents.of_page(wanted, "sources", Selection(), district)
    monkeypatch.setattr(apart, "OURS", elsewhere)
    shares: list[float] = []
    assert making.exhibit("svg", shown, SAY["zh"]) == here
    apart_made = making.document(*asked, shares.append)
    assert (apart_made.name, apart_made.kind, len(apart_made.content)) == (file.name, file.kind, len(file.content))
    assert shares and shares[-1] == 1


def test_why_a_file_cannot_be_made_comes_back_from_the_process(elsewhere, monkeypatch, district):
    monkeypatch.setattr(apart, "OURS", elsewhere)
    with pytest.raises(ExportError) as refused:
        elsewhere.do(_refuses)
    assert refused.value.rule == "page_unknown" and refused.value.details == {"found": "x", "expected": ["gaps"]}


def test_a_process_does_not_run_the_page_that_was_drawn_last(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(__spec__=None, __file__=__file__ + ".gone"))
    found = Apart(1)
    found.begin()
    try:
        assert found.do(_greets) == "greeted"
    finally:
        found.end()


def _greets(_tell):
    return "greeted"


def _refuses(_tell):
    raise ExportError("page_unknown", {"found": "x", "expected": ["gaps"]})


def test_a_slow_answer_is_worked_out_in_a_process_once_for_all(monkeypatch):
    asked: list = []
    monkeypatch.setattr(cached.figures, "SLOW", frozenset((_slow,)))
    monkeypatch.setattr(apart, "OURS", Line(asked))
    assert [cached.once(_slow, 20) for _ in range(3)] == [21, 21, 21] and len(asked) == 1


def _slow(number: int) -> int:
    return number + 1


class Line:
    """A line in which everybody is third, then next, then served; or which is full, or loses what it was given."""

    opened = True

    def __init__(self, asked: list, error: Exception | None = None):
        self._asked, self._error, self._wait = asked, error, lambda _place: None

    @contextmanager
    def seen(self, wait):
        self._wait = wait
        yield

    def do(self, job, tell=None):
        self._asked.append(job)
        for place in (3, 2, 0):
            self._wait(place)
        if self._error:
            raise self._error
        return job(tell)


def solving():
    from types import SimpleNamespace

    import streamlit as st

    from outreach import apart
    from outreach.page import Work
    from outreach.screen import cached, draw

    work = Work("正在求解", lambda: st.text(apart.OURS.do(lambda _tell: "solved")))
    draw.draw([work], SimpleNamespace(say=cached.say("zh")))
    st.text("after it")


def test_who_waits_is_told_the_place_in_line_and_then_the_answer(monkeypatch):
    spun: list[str] = []

    @contextmanager
    def spinner(text):
        spun.append(text)
        yield

    monkeypatch.setattr("streamlit.spinner", spinner)
    monkeypatch.setattr(apart, "OURS", Line([]))
    page = AppTest.from_function(solving).run()
    assert not page.exception and [one.value for one in page.text] == ["solved", "after it"]
    assert [one.partition("，轮")[0] for one in spun] == [
        "正在求解",
        "前面有人，排在第3位",
        "前面有人，排在第2位",
        "正在求解",
    ]


@pytest.mark.parametrize("error, said", [(apart.Full(), "排队的人太多"), (apart.Lost("it died"), "没有做成")])
def test_where_there_is_no_room_or_the_process_died_a_sentence_says_so(monkeypatch, error, said):
    monkeypatch.setattr(apart, "OURS", Line([], error))
    page = AppTest.from_function(solving).run()
    assert not page.exception and said in page.warning[0].value and not page.text


def taking():
    import streamlit as st

    from outreach.screen import cached, files
    from outreach.selection import Selection

    made = files._made("csv", "gaps", Selection(), cached.say("zh"), True)
    st.text(made.name if made else "nothing")


@pytest.mark.parametrize("error, said", [(apart.Full(), "排队的人太多"), (apart.Lost("it died"), "没有做成")])
def test_a_file_that_is_not_made_is_told_in_a_sentence_too(monkeypatch, error, said):
    monkeypatch.setattr(apart, "OURS", Line([], error))
    page = AppTest.from_function(taking, default_timeout=60).run()
    assert not page.exception and said in page.status[0].label and page.text[0].value == "nothing"
