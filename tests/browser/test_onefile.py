"""The atlas in one file: opened from a disk with no network, every page of it, in both languages, on three sizes of screen."""

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from outreach.contents import ALWAYS
from outreach.home import PROJECT, find_home
from outreach.screen import atlas
from outreach.tables import read_district
from tests.browser.conftest import PATIENCE_MS, patiently
from tests.towns import CHANGLE

SIZES = {"phone": (390, 844), "desk": (1366, 768), "hall": (1920, 1080)}
SMALL = 6_000_000
SERIOUS = ("serious", "critical")
ALONE = """() => { window.away = [...document.querySelectorAll(".leaf")].filter(one => !one.checkVisibility()).map(one => {
  const gap = document.createComment(""); one.replaceWith(gap); return [gap, one] }) }"""
BACK = "() => window.away.forEach(([gap, one]) => gap.replaceWith(one))"
"""Takes the leaves that are not shown out of the document and puts them back: axe walks through all it holds, shown or not."""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    made = atlas.document(read_district(find_home(PROJECT)), date(2026, 11, 23))
    path = tmp_path_factory.mktemp("atlas") / "atlas.html"
    path.write_bytes(made.content)
    return path


def test_the_file_is_small_enough_to_be_sent_to_a_telephone(file):
    assert file.stat().st_size < SMALL


class Reader:
    """Somebody who has the file and nothing else."""

    def __init__(self, browser, size, **more):
        self.context = browser.new_context(viewport=dict(zip(("width", "height"), size)), offline=True, **more)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.asked, self.told = [], []
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("console", lambda one: self.told.append(one.text) if one.type == "error" else None)
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def outside(self):
        return [one for one in self.asked if not one.startswith(("file:", "data:"))]


@pytest.fixture
def reader(browser_without_webgl, request):
    found = Reader(browser_without_webgl, SIZES[request.param])
    yield found
    found.context.close()


@pytest.mark.parametrize("reader", SIZES, indirect=True)
def test_every_page_of_the_file_is_whole_without_a_network(file, reader):
    reader.page.goto(file.as_uri())
    for language in ("zh", "en"):
        for name in ALWAYS:
            reader.page.goto(f"{file.as_uri()}#{language}-{name}")
            leaf = reader.page.locator(f"#{language}-{name}")
            assert leaf.locator("h2").first.is_visible()
            assert reader.page.locator(".leaf:visible").count() == 1
            assert reader.page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[language]
            assert reader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        reader.page.goto(f"{file.as_uri()}#{language}-overview")
        reader.page.wait_for_selector(f"#{language}-overview .map .drawn svg")
    assert (reader.told, reader.outside()) == ([], [])


@pytest.mark.parametrize("reader", ["desk"], indirect=True)
def test_its_pages_have_no_serious_fault_for_those_who_read_them_with_aids(file, reader):
    found = []
    for place in [f"zh-{name}" for name in ALWAYS] + [f"en-town-{CHANGLE}", "zh-sources-areas"]:
        reader.page.goto(f"{file.as_uri()}#{place}")
        if reader.page.locator(f"#{place} .picture").count():
            reader.page.locator(f"#{place} .picture").first.scroll_into_view_if_needed()
            reader.page.locator(f"#{place} .drawn svg").first.wait_for()
        reader.page.evaluate(ALONE)
        told = Axe().run(reader.page, options={"resultTypes": ["violations"]}).response["violations"]
        reader.page.evaluate(BACK)
        for one in told:
            found += [(place, one["id"], node["html"][:100]) for node in one["nodes"] if one["impact"] in SERIOUS]
    assert found == []


@pytest.mark.parametrize("reader", ["desk"], indirect=True)
def test_a_town_is_chosen_on_the_map_and_by_keyboard_and_the_other_language_keeps_it(file, reader):
    page = reader.page
    page.goto(f"{file.as_uri()}#zh-gaps")
    page.wait_for_selector("#zh-gaps .map .drawn svg")
    towns = page.locator("#zh-gaps .map .drawn").first
    box = towns.bounding_box()

    def chosen() -> str:
        for across, down in [(0.5, 0.5), (0.4, 0.5), (0.6, 0.5), (0.5, 0.4), (0.5, 0.6)]:
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
            page.wait_for_timeout(200)
            if "zh-town-" in page.url:
                break
        return page.url

    assert re.search(r"#zh-town-\d{9}$", patiently(page, chosen, lambda url: "zh-town-" in url))
    page.goto(f"{file.as_uri()}#zh-town")
    page.locator("#zh-town summary").first.press("Enter")
    page.locator(f"#zh-town a[href='#zh-town-{CHANGLE}']").press("Enter")
    assert "常乐镇" in page.locator(f"#zh-town-{CHANGLE} h2").first.inner_text()
    page.locator("[data-twin]:visible").press("Enter")
    page.locator(f"#en-town-{CHANGLE} h2").first.wait_for()
    assert "Changle" in page.locator(f"#en-town-{CHANGLE} h2").first.inner_text()
    assert (reader.told, reader.outside()) == ([], [])


def test_without_scripts_it_is_one_long_page_with_its_pictures_and_tables(file, browser_without_webgl):
    reader = Reader(browser_without_webgl, SIZES["phone"], java_script_enabled=False)
    reader.page.goto(file.as_uri())
    assert reader.page.locator("article").count() > 2 * len(ALWAYS)
    assert reader.page.locator("#zh-overview .still svg path").first.is_visible()
    assert reader.page.locator("#en-sources table").first.is_visible()
    assert reader.outside() == []
    reader.context.close()
