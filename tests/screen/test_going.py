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
