"""A file that changes on disk while somebody looks at the page."""

import os

from outreach.words import load
from tests.browser.conftest import serving


def shown(visit, text: str) -> None:
    """Wait until the page says it."""
    visit.page.wait_for_function("text => document.body.innerText.includes(text)", arg=text, timeout=60_000)


def test_a_changed_file_is_shown_within_seconds_and_a_broken_one_said(copied, visit):
    path = copied / "data" / "bases.csv"
    with serving(OUTREACH_HOME=str(copied)) as address:
        visit.open(f"{address}/bases?lang=zh")
        path.write_bytes(path.read_bytes().replace("海门科技馆".encode(), "海门新科技馆".encode()))
        shown(visit, "海门新科技馆")
        path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum", 1))
        os.utime(path, (1_800_000_000, 1_800_000_000))
        shown(visit, load("zh")("shell.faults", n=1))
        shown(visit, "海门新科技馆")
        assert visit.refused == []
