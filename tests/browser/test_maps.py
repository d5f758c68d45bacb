"""A click on a town or a base, on the explorable map and on the still one, is read in the page."""

import re
from contextlib import suppress
from io import BytesIO

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import TimeoutError, expect

from outreach.home import find_home
from outreach.measures import reach
from outreach.tables import read_district
from outreach.views import markers
from outreach.views.ground import ground
from tests.browser.conftest import PATIENCE_MS, patiently
from tests.browser.pointing import click_map, off_middle, point_at
from tests.towns import SANXING, YUELAI


@pytest.fixture(scope="module")
def shipped():
    return read_district(find_home())


@pytest.fixture(scope="module")
def land(shipped):
    return ground(shipped.geometry)


@pytest.fixture(scope="module")
def signs(shipped, land):
    return markers.placed(reach.located.located(shipped.bases, shipped.places, shipped.areas), land)


@pytest.mark.parametrize(("language", "name"), [("zh", "悦来镇"), ("en", "Yuelai Town")])
def test_a_click_on_a_town_shows_its_gap_and_why(language, name, address, visit, land):
    visit.open(f"{address}/gaps?lang={language}")
    label = land.labels.loc[YUELAI]
    click_map(visit, land, label["lon"], label["lat"] + 0.02, until=f"area={YUELAI}")
    visit.page.locator(".st-key-town h2").wait_for()
    assert visit.page.locator(".st-key-town h2").inner_text() == name
    assert visit.refused == []


@pytest.mark.parametrize("touch", [False, True])
def test_what_is_pointed_at_is_told_and_darkened_before_the_server_has_answered(touch, address, browser, land):
    held = []
    with browser.new_context(viewport={"width": 1366, "height": 900}, has_touch=touch) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()

        def between(route):
            server = route.connect_to_server()
            server.on_message(lambda message: held or route.send(message))

        page.route_web_socket(re.compile("_stcore/stream"), between)
        page.goto(f"{address}/gaps?lang=zh")
        canvas = page.locator(".stDeckGlJsonChart canvas").first
        canvas.wait_for()
        box, label = canvas.bounding_box(), land.labels.loc[YUELAI]
        east, south = off_middle(land, label["lon"], label["lat"] + 0.02)
        at = box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2 + south
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        page.wait_for_timeout(3000)
        held.append(True)
        before = _colour(page, at)
        told = page.locator(".deck-tooltip").first

        def pointed() -> str:
            page.touchscreen.tap(*at) if touch else page.mouse.move(*at)
            page.wait_for_timeout(500)
            return told.inner_text() if told.is_visible() else ""

        assert "悦来镇" in patiently(page, pointed, bool)
        assert patiently(page, lambda: sum(_colour(page, at)), lambda now: now < 0.95 * sum(before)) < 0.95 * sum(
            before
        )
        assert "area=" not in page.url


def _colour(page, at):
    """The mean colour of some pixels around a place on the screen."""
    clip = {"x": at[0] - 6, "y": at[1] - 6, "width": 12, "height": 12}
    picture = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB").resize((1, 1), Image.Resampling.BOX)
    return picture.getpixel((0, 0))


@pytest.mark.parametrize(("language", "name"), [("zh", "颐生文博园"), ("en", "Yisheng Brewing Heritage Park")])
def test_a_click_on_a_base_opens_its_card(language, name, address, visit, land, signs):
    visit.open(f"{address}/bases?lang={language}")
    base = signs.loc["yisheng-park"]
    click_map(visit, land, base["drawn_lon"], base["drawn_lat"], until="base=yisheng-park")
    visit.page.locator(".st-key-card h2").wait_for()
    assert visit.page.locator(".st-key-card h2").inner_text() == name
    assert visit.refused == []


def test_on_the_siting_map_a_click_on_a_base_too_places_a_site_and_is_answered_in_sight(address, visit, land, signs):
    visit.open(f"{address}/siting?lang=zh")
    base = signs.loc["yisheng-park"]
    click_map(visit, land, base["drawn_lon"], base["drawn_lat"], until="site=")
    box = visit.page.locator(".st-key-trial").bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] <= visit.page.viewport_size["height"]


def test_a_click_on_a_town_of_the_bases_map_keeps_to_its_bases(address, visit, land, shipped):
    visit.open(f"{address}/bases?lang=zh")
    label = land.labels.loc[SANXING]
    click_map(visit, land, label["lon"] + 0.02, label["lat"] + 0.012, until=f"area={SANXING}")
    here = shipped.bases[shipped.bases["area_code"] == SANXING]
    assert len(here) == 2
    expect(visit.page.locator(".st-key-exhibit-bases tbody tr")).to_have_count(len(here))


def test_a_town_that_was_let_go_of_is_chosen_again_by_one_click(address, visit, land):
    visit.open(f"{address}/gaps?lang=en")
    label = land.labels.loc[YUELAI]
    there = label["lon"], label["lat"] + 0.02
    click_map(visit, land, *there, until=f"area={YUELAI}")
    visit.settle().page.locator(".st-key-town button").click()
    visit.page.wait_for_url(re.compile(r"^((?!area=).)*$"))
    visit.settle()
    click_map(visit, land, *there, until=f"area={YUELAI}")


def test_without_webgl_the_still_map_stands_in_and_takes_the_same_clicks(address, visit_without_webgl):
    visit = visit_without_webgl
    visit.open(f"{address}/gaps?lang=zh")
    still = visit.page.locator(
        ".st-key-exhibit-map [data-testid='stVegaLiteChart'] svg, .st-key-exhibit-map [data-testid='stVegaLiteChart'] canvas"
    ).first
    still.wait_for()
    town = visit.page.locator(".st-key-town h2")

    def chosen() -> bool:
        box = still.bounding_box()
        visit.page.mouse.click(box["x"] + 0.74 * box["width"], box["y"] + 0.5 * box["height"])
        with suppress(TimeoutError):
            town.wait_for(timeout=8000)
        return town.is_visible()

    assert patiently(visit.page, chosen, bool)
    expect(town).to_have_text("悦来镇")
    visit.page.locator(".st-key-town button").click()
    expect(town).to_have_count(0)
    assert patiently(visit.settle().page, chosen, bool)
    expect(town).to_have_text("悦来镇")
    assert visit.refused == []


def test_the_explorable_map_is_painted_not_blank(address, visit):
    visit.open(f"{address}/bases?lang=zh")
    canvas = visit.page.locator(".stDeckGlJsonChart canvas").first

    def colours() -> pd.Series:
        """How many pixels have each colour."""
        picture = Image.open(BytesIO(canvas.screenshot())).convert("RGB")
        return pd.Series([pixels for pixels, _ in picture.getcolors(1_000_000)])

    painted = patiently(visit.page, colours, lambda seen: len(seen) > 50)
    assert len(painted) > 50 and painted.max() < 0.8 * painted.sum()


def test_an_entry_of_the_legend_and_a_layer_are_said_in_the_address(address, visit):
    visit.open(f"{address}/gaps?lang=zh")
    legend = visit.page.locator(".st-key-exhibit-map .outreach-legend")
    legend.get_by_role("button", name="80 及以上").click()
    visit.page.wait_for_url("**lit=gaps_map.class-4**")
    visit.settle()
    legend.get_by_role("button", name="斜线").click()
    visit.page.wait_for_url("**off=hatch**")
    visit.settle()
    expect(legend.get_by_role("button", name="80 及以上")).to_have_attribute("aria-pressed", "true")
    expect(legend.get_by_role("button", name="斜线")).to_have_attribute("aria-pressed", "false")


def test_what_a_map_tells_is_gone_when_the_mouse_has_left_it(address, visit, land):
    visit.open(f"{address}/gaps?lang=zh")
    box = visit.page.locator(".stDeckGlJsonChart canvas").first.bounding_box()
    point_at(visit, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = visit.page.locator(".deck-tooltip").first
    assert "镇" in told.inner_text() or "街道" in told.inner_text()
    visit.page.mouse.move(box["x"] + box["width"] + 60, 60)
    expect(told).to_be_hidden()
