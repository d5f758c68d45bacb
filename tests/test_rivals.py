"""The benchmark's rivals carry what our pages carry: whatever moves in the house, they can still be made."""

import pytest

from tests.bench.rivals import shared


@pytest.mark.parametrize("page", shared.PAGES)
def test_a_rival_of_every_page_under_measurement_can_be_made(page):
    assert any(isinstance(one, shared.Picture) for one in shared.leaves(page).values())
