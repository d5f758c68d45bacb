"""An officer at the data desk, in a real browser: a workbook down, filled in, handed back, accepted, seen elsewhere, taken back."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from outreach.home import find_home
from outreach.tables import ledger, read_district
from tests import districts
from tests.browser.conftest import COLD, PATIENCE_MS, QUIET, SAYS, Visit, serving
from tests.browser.provider import providing, secrets
from tests.browser.test_accessibility import OUT_OF_REACH, settled
from tests.conftest import SAY

ZH = SAY["zh"]


@pytest.fixture
def home(copied):
    return districts.with_a_desk(copied)


def press(visit, label: str) -> None:
    visit.page.get_by_role("button", name=label, exact=True).first.click()


def test_a_quarters_figures_go_in_and_every_open_page_has_them_and_back_again(
    home, visit_without_webgl, browser_without_webgl, _playwright, tmp_path
):
    visit = visit_without_webgl
    with serving(*COLD, OUTREACH_HOME=str(home)) as address:
        other = Visit(browser_without_webgl)
        other.open(f"{address}/bases?lang=zh")
        visit.open(f"{address}/desk?lang=zh")
        visit.says(ZH("desk.uploader_most").replace("##", "20"))
        assert settled(visit.page) == [] and visit.page.evaluate(OUT_OF_REACH) == []
        with visit.page.expect_download() as found:
            press(visit, ZH("desk.template"))
        found.value.save_as(tmp_path / found.value.suggested_filename)
        book = openpyxl.load_workbook(tmp_path / "科普阵地.xlsx")
        head = [cell.value for cell in book["bases"][1]]
        book["bases"].cell(2, head.index("名称（中文）") + 1).value = "海门新科技馆"
        book.save(tmp_path / "填好.xlsx")
        visit.page.locator("input[type=file]").set_input_files(tmp_path / "填好.xlsx")
        visit.says(ZH("desk.in_order"))
        visit.says(ZH("desk.effect_none"))
        visit.page.get_by_label(ZH("desk.why")).fill("第三季度")
        visit.page.get_by_label(ZH("desk.who")).fill("王芳")
        assert settled(visit.page) == [] and visit.page.evaluate(OUT_OF_REACH) == []
        press(visit, ZH("desk.accept"))
        visit.says(ZH("desk.accepted", table="科普阵地", added=0, changed=1, removed=0, number=1))
        other.says("海门新科技馆")
        press(visit, ZH("desk.take_back"))
        visit.says(ZH("desk.restored", table="科普阵地", added=0, changed=1, removed=0, number=2))
        other.says("海门科技馆")
        assert (
            read_district(find_home(home)).bases["name_zh"].iloc[0] == "海门科技馆" and len(ledger.changes(home)) == 2
        )
        visit.page.get_by_text(ZH("desk.place"), exact=True).click()
        view = visit.page.locator(".place .view")
        view.click(position={"x": 300, "y": 230})
        expect(visit.page.locator(".place .told")).to_contain_text(re.compile(r"\d+\.\d{5}"))
        told = visit.page.locator(".place .told").inner_text()
        lon, lat = map(float, re.findall(r"\d+\.\d{5}", told))
        west, south, east, north = read_district(find_home(home)).geometry["district"].total_bounds
        assert west - 0.5 < lon < east + 0.5 and south - 0.5 < lat < north + 0.5
        view.press("ArrowRight")
        expect(visit.page.locator(".place .told")).not_to_have_text(told)
        assert visit.refused == [] and other.refused == []
        other.close()
        is_kept_out(_playwright, address)


def is_kept_out(playwright, address: str) -> None:
    """Whoever asks this machine by a name that is not its own, as through a proxy that leaves no trace, is not let in."""
    there = [*QUIET, "--host-resolver-rules=MAP data.example.cn 127.0.0.1"]
    with playwright.chromium.launch(executable_path="/usr/bin/chromium", args=there) as chromium:
        page = chromium.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{address.replace('127.0.0.1', 'data.example.cn')}/desk?lang=zh")
        page.wait_for_function(SAYS, arg=ZH("desk.elsewhere"))
        assert page.locator("input[type=file]").count() == 0


def first_page(visit, address: str) -> None:
    """Wait for the first page, and until its browser has said that it has no WebGL: a link clicked at that very moment is lost."""
    visit.page.wait_for_url(re.compile(rf"{address}/(\?.*)?$"))
    visit.page.wait_for_selector(".st-key-exhibit-map [data-testid='stVegaLiteChart']")


def log_in(visit, address: str) -> None:
    """Log in, which leads to the first page, and go to the desk."""
    press(visit, ZH("desk.login"))
    first_page(visit, address)
    visit.page.get_by_role("link", name=ZH("page.desk")).click()


def test_with_an_identity_provider_one_logs_in_and_is_known_by_name(home, browser_without_webgl, tmp_path):
    path = home / "data" / "district.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'editors = ["wang@example.cn"]\n', encoding="utf-8")
    user = {"name": "王芳", "email": "wang@example.cn"}
    with providing(user) as metadata, serving(*COLD, OUTREACH_HOME=str(home), HOME=str(tmp_path)) as address:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets(address, metadata), encoding="utf-8")
        seen = Visit(browser_without_webgl)
        seen.open(f"{address}/desk?lang=zh")
        seen.says(ZH("desk.login_needed"))
        assert seen.page.locator("input[type=file]").count() == 0
        log_in(seen, address)
        seen.says(ZH("desk.logged_in", name="王芳"))
        seen.says(ZH("desk.drop"))
        press(seen, ZH("desk.logout"))
        first_page(seen, address)
        user["email"] = "li@example.cn"
        seen.open(f"{address}/desk?lang=zh")
        seen.says(ZH("desk.login_needed"))
        log_in(seen, address)
        seen.says(ZH("desk.no_editor", email="li@example.cn"))
        assert seen.page.locator("input[type=file]").count() == 0
        seen.close()
