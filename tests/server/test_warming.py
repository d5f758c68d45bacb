"""What the server makes ready before anybody asks for it."""

import asyncio
import logging
import re

import pytest

from outreach.home import HomeError
from outreach.screen import briefing, cached
from outreach.selection import Selection
from outreach.server import turns, warming
from outreach.server.turns import Turns
from tests.conftest import awaited


async def nobody(_scope, _receive, _send):
    """An application whose pages are drawn."""
    await _send({"type": "websocket.send", "bytes": warming.HEADING})


@pytest.fixture
def made(monkeypatch):
    """What has been made ready, in its order, by a server with two pages and a briefing of two slides that keeps nothing for ever."""
    found: list[str] = []

    def pages(first):
        yield
        found.append("first page" if first else "second page")

    def slides():
        for slide in ("first slide", "second slide"):
            found.append(slide)
            yield

    monkeypatch.setattr(warming, "_pages", pages)
    monkeypatch.setattr(warming, "_briefing", slides)
    monkeypatch.setattr(warming, "_freeze", lambda: None)
    monkeypatch.setattr(warming, "PAUSE_S", 0.02)
    monkeypatch.setattr(warming, "REST_S", 0.02)
    monkeypatch.setattr(turns, "TURN_S", 60)
    return found


def test_where_nobody_asks_everything_is_made_ready_at_once(made, monkeypatch):
    monkeypatch.setattr(warming, "REST_S", 3600)
    awaited(warming.make_ready(nobody, Turns(), asyncio.Event()))
    assert made == ["first page", "second page", "first slide", "second slide"]


def test_all_but_the_first_page_waits_while_somebodys_page_runs(made):
    async def scene():
        whose = Turns()
        await whose.take("somebody")
        making = asyncio.create_task(warming.make_ready(nobody, whose, asyncio.Event()))
        await asyncio.sleep(0.3)
        assert made == ["first page"]
        whose.leave("somebody")
        await asyncio.wait_for(making, 5)
        assert made == ["first page", "second page", "first slide", "second slide"]

    awaited(scene())


def test_on_a_server_without_rest_everything_is_made_in_the_end(made, monkeypatch):
    monkeypatch.setattr(warming, "PATIENCE_S", 0.05)
    monkeypatch.setattr(warming, "LONG_PATIENCE_S", 0.05)

    async def scene():
        whose = Turns()
        await whose.take("somebody")
        await asyncio.wait_for(warming.make_ready(nobody, whose, asyncio.Event()), 5)
        assert made == ["first page", "second page", "first slide", "second slide"]

    awaited(scene())


def test_a_server_is_ready_after_the_pages_and_before_the_briefing(made, monkeypatch):
    warm, told = asyncio.Event(), []
    monkeypatch.setattr(warming, "_briefing", lambda: told.append((list(made), warm.is_set())) or iter(()))
    awaited(warming.make_ready(nobody, Turns(), warm))
    assert told == [(["first page", "second page"], True)]


def test_a_district_that_cannot_be_read_does_not_leave_the_server_unready_for_ever(made, monkeypatch, caplog):
    logging.disable(logging.NOTSET)  # a command that wrote files may have silenced it

    def unread(first):
        raise HomeError("nowhere", {"missing": "the district's name is missing"})
        yield

    monkeypatch.setattr(warming, "_pages", unread)
    warm = asyncio.Event()
    awaited(warming.make_ready(nobody, Turns(), warm))
    assert warm.is_set() and made == [] and "the district's name is missing" in caplog.text


def test_what_was_made_ready_is_what_a_presenter_is_shown(monkeypatch):
    drawn = []
    draw = briefing.stage.fields
    monkeypatch.setattr(briefing.stage, "fields", lambda slide, say: drawn.append(slide.id) or draw(slide, say))
    say = cached.say("en")
    steps = sum(1 for _ in briefing.preparing(Selection(language="en"), say))
    told = [one.id for one in cached.scenes() if one.id != "since"]  # which there is only where a snapshot was kept
    assert (
        steps == len(drawn) and list(dict.fromkeys(re.sub(r"-\d+$", "", one) for one in drawn)) == told
    )  # a long chart goes on to a further slide
    shown = briefing.scenes(Selection(language="en"))
    assert [one["id"] for one in cached.once(briefing._drawn, shown, say)] == drawn
    assert len(drawn) == steps
