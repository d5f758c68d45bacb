"""What the server makes ready before anybody asks for it."""

import asyncio

import pytest

from outreach.screen import briefing, cached, server, turns
from outreach.screen.turns import Turns
from outreach.selection import Selection
from tests.conftest import awaited


@pytest.fixture
def made(monkeypatch):
    """What has been made ready, in its order, by a server with a briefing of two slides that keeps nothing for ever."""
    found: list[str] = []

    def slides():
        for slide in ("first slide", "second slide"):
            found.append(slide)
            yield

    monkeypatch.setattr(server, "warm_up", lambda: found.append("first page"))
    monkeypatch.setattr(server, "_briefing", slides)
    monkeypatch.setattr(server, "_freeze", lambda: None)
    monkeypatch.setattr(server, "REST_S", 0.02)
    monkeypatch.setattr(turns, "TURN_S", 60)
    return found


def test_where_nobody_asks_everything_is_made_ready_at_once(made, monkeypatch):
    monkeypatch.setattr(server, "REST_S", 3600)
    awaited(server._make_ready(Turns()))
    assert made == ["first page", "first slide", "second slide"]


def test_the_briefing_waits_while_somebodys_page_runs_and_the_first_page_does_not(made):
    async def scene():
        whose = Turns()
        await whose.take("somebody")
        making = asyncio.create_task(server._make_ready(whose))
        await asyncio.sleep(0.3)
        assert made == ["first page"]
        whose.leave("somebody")
        await asyncio.wait_for(making, 5)
        assert made == ["first page", "first slide", "second slide"]

    awaited(scene())


def test_on_a_server_without_rest_the_briefing_is_made_in_the_end(made, monkeypatch):
    monkeypatch.setattr(server, "PATIENCE_S", 0.05)

    async def scene():
        whose = Turns()
        await whose.take("somebody")
        await asyncio.wait_for(server._make_ready(whose), 5)
        assert made == ["first page", "first slide", "second slide"]

    awaited(scene())


def test_what_was_made_ready_is_what_a_presenter_is_shown(monkeypatch):
    drawn = []
    draw = briefing.drawn.drawn
    monkeypatch.setattr(briefing.drawn, "drawn", lambda slide, say: drawn.append(slide.id) or draw(slide, say))
    say = cached.say("en")
    steps = sum(1 for _ in briefing.preparing(Selection(language="en"), say))
    assert steps == len(drawn) == len(cached.scenes())
    shown = briefing.scenes(Selection(language="en"))
    assert [one["id"] for one in cached.once(briefing._drawn, shown, say)] == drawn
    assert len(drawn) == steps
