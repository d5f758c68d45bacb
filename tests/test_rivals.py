"""The benchmark's rivals carry what our pages carry: whatever moves in the house, they can still be made."""

import pytest

from tests.bench import profile
from tests.bench.rivals import shared


@pytest.mark.parametrize("page", shared.PAGES)
def test_a_rival_of_every_page_under_measurement_can_be_made(page):
    assert any(isinstance(one, shared.Picture) for one in shared.leaves(page).values())


def test_a_profile_is_told_by_part_and_native_time_counts_for_the_script_that_called_it():
    def node(number, name, url, *children):
        return {"id": number, "callFrame": {"functionName": name, "url": url}, "children": list(children)}

    nodes = [
        node(1, "(root)", "", 2, 4, 5),
        node(2, "draw", "http://x/static/js/DeckGlJsonChart.abc.js", 3),
        node(3, "texImage2D", ""),
        node(4, "(idle)", ""),
        node(5, "(program)", ""),
    ]
    found = profile.parts({"nodes": nodes, "samples": [2, 3, 4, 5, 3], "timeDeltas": [1000, 2000, 9000, 500, 250]})
    assert found == {"deck.gl": 3.25, profile.BROWSER["(program)"]: 0.5}
