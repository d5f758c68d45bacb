"""What a part of the page says while its page goes is heard when the session no longer knows it: nobody is told of a fault."""

from functools import partial
from types import SimpleNamespace

import pytest

from outreach.screen import acts, briefing, kiosk, panels, zooming

A_MAP = SimpleNamespace(picks={"towns": ("area", "id")})


@pytest.mark.parametrize(
    "hears",
    [
        partial(zooming._whole, "deck-map-browse"),
        partial(acts._heard, "gaps"),
        briefing._heard,
        partial(briefing._kept, "list"),
        kiosk._went,
        partial(panels._picked_on_map, A_MAP, "deck-map"),
        partial(panels._picked_on_vector, A_MAP, "vector-map"),
    ],
)
def test_a_part_that_has_gone_is_heard_without_a_fault(hears):
    assert hears() is None


def test_a_list_told_by_a_part_that_has_gone_stays_as_it_is_known(monkeypatch):
    session = {briefing.OWN: ([{"id": "gaps-1"}], ())}
    monkeypatch.setattr(briefing.st, "session_state", session)
    briefing._kept("list")
    assert session[briefing.OWN] == ([{"id": "gaps-1"}], ())
