"""Every page as it is browsed and in one of the modes that enlarge it, in turn: whole, nothing asked of the outside, before axe-core's rules, and the desk pages by keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from outreach.contents import ALWAYS as PAGES
from outreach.selection import MODES
from tests.browser.conftest import patiently, url
from tests.towns import CHANGLE

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"]}
SERIOUS = ("serious", "critical")
CHOSEN = f"lang=zh&area={CHANGLE}&base=zhang-jian-memorial"
# Streamlit's steppers and its list's arrow take no focus because the field they stand in does, and answers to the arrow keys;
# a field for files is opened by the button beside it.
OUT_OF_REACH = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=slider], [role=combobox]")]
  .filter(one => one.getClientRects().length && !one.disabled && one.tabIndex < 0 && getComputedStyle(one).visibility === "visible" && !one.closest("[aria-hidden=true]"))
  .filter(one => !["radio", "file"].includes(one.type) && !one.closest("[role=radiogroup], [role=listbox], [data-testid=stNumberInput], [data-testid=stSelectbox]"))
  .map(one => one.outerHTML.slice(0, 120))"""


def findings(page) -> list[str]:
    """What axe-core finds serious or critical: the rule, the part of the page, and why."""
    found = AXE.run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}: {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def settled(page) -> list[str]:
    """The findings that stay: while the server catches up Streamlit fades what is about to be replaced."""
    return patiently(page, lambda: findings(page), lambda found: not found)


@pytest.mark.parametrize(
    ("page", "mode"), [(page, mode) for i, page in enumerate(PAGES) for mode in (MODES[0], MODES[1 + i % 2])]
)
def test_a_page_is_whole_and_has_no_serious_fault_for_those_who_read_it_with_aids(
    page, mode, address, visit_without_webgl
):
    seen = visit_without_webgl
    seen.open(url(address, page, f"{CHOSEN}&mode={mode}"))
    assert settled(seen.page) == []
    assert seen.page.locator('[data-testid="stSidebar"]').count() == (mode == "browse" and page != "kiosk")
    assert seen.page.locator('[data-testid="stException"]').count() == 0
    assert seen.refused == []
    if mode == "browse":
        seen.has_opened(page, "zh", "常乐镇")
        assert seen.page.evaluate(OUT_OF_REACH) == []


def test_the_read_order_is_the_order_on_the_page_and_begins_with_its_title(address, visit_without_webgl):
    seen = visit_without_webgl
    seen.open(f"{address}/gaps?{CHOSEN}")
    heads = seen.page.evaluate(
        "[...document.querySelectorAll('main h1, main h2')].map(one => [one.tagName, one.getBoundingClientRect().top])"
    )
    assert heads[0][0] == "H1" and [tag for tag, _ in heads].count("H1") == 1
    assert heads[0][1] == min(top for _, top in heads)


def test_by_keyboard_alone_one_comes_from_the_menu_to_the_last_control_and_opens_a_page(address, visit_without_webgl):
    seen = visit_without_webgl
    seen.open(f"{address}/bases?lang=zh")
    wanted = seen.page.evaluate(
        "[...document.querySelectorAll('.stMain button, .stMain input, .stMain summary')].filter(one => one.getClientRects().length && one.tabIndex >= 0).length"
    )
    met = set()
    for _ in range(3 * wanted + 40):
        seen.page.keyboard.press("Tab")
        met.add(
            seen.page.evaluate(
                "document.activeElement.textContent.trim() || document.activeElement.ariaLabel || document.activeElement.tagName"
            )
        )
        if any(text.startswith("下载 Excel") for text in met):
            break
    assert {"总览", "设施缺口", "下载 CSV"} <= met
    seen.page.get_by_role("link", name="设施缺口").focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/gaps?**")
