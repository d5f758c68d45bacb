"""What only a browser can tell of the plan's page: a unit's sheet on paper."""

import re

import pytest

PAPER = {"width": 718, "height": 1047}  # A4 less its margins of 10 mm, at 96 dots an inch
LOWEST = "[...document.querySelectorAll('.st-key-sheet *')].reduce((low, one) => Math.max(low, one.getBoundingClientRect().bottom), 0)"


@pytest.mark.parametrize(
    ("unit", "language"), [("towns", "zh"), ("science-association", "en"), ("leading-group", "zh")]
)
def test_a_units_sheet_prints_to_one_page_and_nothing_is_cut_off(unit, language, address, visit_without_webgl):
    visit = visit_without_webgl
    visit.page.set_viewport_size(PAPER)
    visit.open(f"{address}/plan?lang={language}&unit={unit}")
    visit.page.wait_for_selector(".st-key-sheet table")
    visit.page.emulate_media(media="print")
    assert 0 < visit.page.evaluate(LOWEST) <= PAPER["height"]
    paper = visit.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
