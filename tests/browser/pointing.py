"""Where a place lies on the explorable map as it first opens, and a click there."""

from contextlib import suppress
from math import asinh, pi, radians, tan

from playwright.sync_api import TimeoutError

from outreach.views.sizes import BROWSE
from tests.browser.conftest import patiently


def off_middle(land, lon: float, lat: float, width: float = BROWSE.map_width) -> tuple[float, float]:
    """How many pixels right of and below the middle of a map so wide, in Web Mercator, a place lies."""
    scale = 512 * 2 ** land.zoom(min(width, BROWSE.map_width), BROWSE.map_height)
    middle_lon, middle_lat = land.middle
    return scale * (lon - middle_lon) / 360, scale * (_northing(middle_lat) - _northing(lat))


def _northing(lat: float) -> float:
    return asinh(tan(radians(lat))) / (2 * pi)


def click_map(visit, land, lon: float, lat: float, until: str) -> None:
    """Click where a place is on the explorable map as it first opens, until the address says that it was taken.

    A software renderer may be busy drawing while the button goes down, and then takes the click for a drag.
    """
    box = visit.page.locator(".stDeckGlJsonChart canvas").first.bounding_box()
    east, south = off_middle(land, lon, lat)
    at = box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 + south

    def taken() -> bool:
        point_at(visit, *at)
        visit.page.mouse.click(*at)
        with suppress(TimeoutError):
            visit.page.wait_for_url(f"**{until}**", timeout=8000)
        return until in visit.page.url

    assert patiently(visit.page, taken, bool)
    visit.settle()


def point_at(visit, x: float, y: float) -> None:
    """Move the mouse there until the map tells what is under it: one that is still being drawn hears no click."""
    told = visit.page.locator(".deck-tooltip").first

    def heard() -> bool:
        visit.page.mouse.move(x - 1, y)
        visit.page.mouse.move(x, y)
        visit.page.wait_for_timeout(100)
        return told.is_visible()

    assert patiently(visit.page, heard, bool), "the map never told what was pointed at"
