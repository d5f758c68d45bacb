"""The towns' reports in a real browser: a round opened, a town's sheet down, filled in, handed back, and the list that says so."""

import zipfile

import openpyxl
import pytest
from playwright.sync_api import expect

from outreach.home import find_home
from outreach.tables import read_district
from tests import districts
from tests.browser.conftest import COLD, serving
from tests.browser.test_accessibility import OUT_OF_REACH, settled
from tests.conftest import SAY

ZH = SAY["zh"]
NAME, DUE = "2098年第4季度", "2098-12-20"  # a day nobody will call past


@pytest.fixture
def home(copied):
    return districts.with_a_desk(copied)


def press(visit, label: str) -> None:
    visit.page.get_by_role("button", name=label, exact=True).click()


def test_a_sheet_goes_out_comes_back_filled_in_and_the_town_has_reported(home, visit_without_webgl, tmp_path):
    visit = visit_without_webgl
    with serving(*COLD, OUTREACH_HOME=str(home)) as address:
        visit.open(f"{address}/desk?lang=zh")
        visit.page.get_by_text(ZH("rounds.part_towns"), exact=True).click()
        visit.says(ZH("rounds.none"))
        visit.page.get_by_label(ZH("rounds.name")).fill(NAME)
        visit.page.get_by_label(ZH("rounds.due"), exact=True).fill(DUE)
        visit.page.get_by_text(ZH("rounds.plan"), exact=True).click()
        visit.page.get_by_label(ZH("rounds.who")).fill("王芳")
        press(visit, ZH("rounds.open_press"))
        visit.says(ZH("rounds.list_title", round=NAME))
        assert settled(visit.page) == [] and visit.page.evaluate(OUT_OF_REACH) == []
        with visit.page.expect_download() as found:
            press(visit, ZH("rounds.all"))
        found.value.save_as(tmp_path / "all.zip")
        with zipfile.ZipFile(tmp_path / "all.zip") as archive:
            archive.extractall(tmp_path)
        path = tmp_path / ZH("rounds.file", town="余东镇", round=NAME)
        book = openpyxl.load_workbook(path)
        sheet = book["报送"]
        for row in (9, 10, 11):
            sheet[f"F{row}"] = "否"
        sheet["E12"], sheet["C6"] = "确实没有", "李明"
        book.save(path)
        visit.page.locator("input[type=file]").set_input_files(path)
        visit.says(ZH("rounds.in_order", n=1))
        visit.says(ZH("rounds.answers_title"))
        visit.says(ZH("rounds.accept_how"))
        form = visit.page.get_by_test_id("stForm").filter(
            has=visit.page.get_by_role("button", name=ZH("rounds.press"), exact=True)
        )
        form.get_by_label(ZH("rounds.who")).fill("王芳")
        press(visit, ZH("rounds.press"))
        visit.says(ZH("rounds.accepted", towns="余东镇", n=4, changed=4))
        row = visit.page.locator("tr", has_text="余东镇").filter(has_text="李明").first
        expect(row).to_contain_text(ZH("rounds.state_reported"))
        assert len(read_district(find_home(home)).register) == 3
        assert settled(visit.page) == [] and visit.page.evaluate(OUT_OF_REACH) == [] and visit.refused == []
