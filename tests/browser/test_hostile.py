"""A district whose every text means something to every language, in a real browser: nothing runs, is fetched, or pushes the page aside."""

import shutil

import pytest

from outreach.home import PROJECT
from tests import hostile
from tests.browser.conftest import COLD, serving
from tests.towns import CHANGLE

PAGES = (
    "",
    "bases?base=zhang-jian-memorial",
    f"gaps?area={CHANGLE}",
    "literacy",
    f"town?area={CHANGLE}",
    "plan?unit=science-association",
    "sources?table=sources",
    "kiosk",
)
OUTSIDE = """() => [...document.querySelectorAll("a[href], img[src], iframe[src], link[href], script[src]")]
  .map(one => one.href || one.src).filter(one => !one.startsWith(location.origin) && !one.startsWith("data:image/"))"""
ASIDE = """() => {
  const root = document.querySelector('[data-testid="stMain"]') ?? document.documentElement
  return Math.max(root.scrollWidth - root.clientWidth, document.documentElement.scrollWidth - innerWidth)
}"""


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile") / "district"
    for part in ("data", "geo"):
        shutil.copytree(PROJECT / part, home / part)
    with serving(*COLD, OUTREACH_HOME=str(hostile.everywhere(home))) as address:
        yield address


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_a_cell_runs_is_fetched_or_pushes_the_page_aside(there, request, page):
    with_a_map = page.partition("?")[0] in ("", "bases", "gaps")
    visitor, dialogs = request.getfixturevalue("visit" if with_a_map else "visit_without_webgl"), []
    visitor.page.on("dialog", seen := lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visitor.open(f"{there}/{page}")
    for box in visitor.page.locator('[data-testid="stExpander"] summary').all()[:3]:
        box.click()
    visitor.settle()
    assert visitor.page.evaluate(f"window.{hostile.SIGN}") is None and dialogs == [] and visitor.refused == []
    assert visitor.page.evaluate(OUTSIDE) == [] and visitor.page.evaluate(ASIDE) <= 1
    assert visitor.page.locator('[data-testid="stException"]').count() == 0
    visitor.page.remove_listener("dialog", seen)
