"""A province in a browser: from its districts on the map to the towns of one, and what that takes."""

import pytest

from outreach.synth import write
from outreach.tables import scope
from outreach.views.ground import ground
from tests.browser.conftest import COLD, serving
from tests.browser.pointing import click_map

DISTRICT, TOWN = "990102", "990102003"


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    return write(tmp_path_factory.mktemp("province") / "home", 39, 400, 3, districts=3)


@pytest.fixture(scope="module")
def there(province):
    with serving(*COLD, OUTREACH_HOME=str(province.home.root)) as where:
        yield where


def place(shown, code: str) -> tuple:
    """The ground of what is shown and where the name of an area stands on it, a little beside its letters."""
    land = ground(shown.geometry)
    label = land.labels.loc[code]
    return land, label["lon"], label["lat"]


def test_a_visitor_clicks_from_a_provinces_district_to_its_towns(province, there, visit):
    visit.open(f"{there}/gaps?lang=zh")
    click_map(visit, *place(scope.shown(province, None), DISTRICT), until=f"area={DISTRICT}")
    visit.settle()
    name = province.areas.set_index("area_code").at[DISTRICT, "name_zh"]
    visit.page.get_by_role("button", name=f"查看{name}的镇街").click()
    visit.page.wait_for_url(f"**within={DISTRICT}**")
    visit.settle()
    click_map(visit, *place(scope.shown(province, DISTRICT), TOWN), until=f"area={TOWN}")
    visit.page.locator(".st-key-town h2").wait_for()
    assert (
        visit.page.locator(".st-key-town h2").inner_text() == province.areas.set_index("area_code").at[TOWN, "name_zh"]
    )
    assert visit.refused == []
