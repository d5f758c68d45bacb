"""A table out as a workbook, filled in, and back: what an officer without a browser does."""

import openpyxl
import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.tables import ledger, read_district


@pytest.fixture
def filled(copied, tmp_path):
    """The bases' workbook as the command writes it, with cells filled in: heading to value in row 2."""

    def make(**cells):
        path = tmp_path / "阵地.xlsx"
        assert main(["template", str(copied), "--table", "bases", "--out", str(path)]) == 0
        book = openpyxl.load_workbook(path)
        head = [cell.value for cell in book["bases"][1]]
        for heading, value in cells.items():
            book["bases"].cell(2, head.index(heading) + 1).value = value
        book.save(path)
        return path

    return make


def test_a_filled_workbook_goes_into_its_table_with_who_and_why_and_what_changed(copied, filled, capsys):
    path = filled(类别="博物馆、纪念馆")
    capsys.readouterr()
    assert main(["put", str(copied), "--table", "bases", "--file", str(path), "--who", "王芳"]) == 0
    told = capsys.readouterr().out
    assert read_district(find_home(copied)).bases.at[0, "category"] == "museum"
    (change,) = ledger.changes(copied)
    assert (change.who, change.why) == ("王芳", "阵地.xlsx")
    assert told == "已写入 data/bases.csv：新增0行，修改1行，删去0行；旧版本留在 history/\n"


def test_a_fault_is_told_at_its_row_and_column_and_nothing_is_written(copied, filled, capsys):
    before = (copied / "data" / "bases.csv").read_bytes()
    path = filled(级别="宇宙级")
    capsys.readouterr()
    assert main(["put", str(copied), "--table", "bases", "--file", str(path), "--lang", "en"]) == 1
    assert capsys.readouterr().out.startswith("阵地.xlsx:2:level: found “宇宙级”")
    assert (copied / "data" / "bases.csv").read_bytes() == before and ledger.changes(copied) == []


def test_a_file_that_is_not_there_is_one_sentence(copied, capsys):
    assert main(["put", str(copied), "--table", "bases", "--file", str(copied / "none.xlsx"), "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"nothing was written: {copied / 'none.xlsx'} (No such file or directory)\n"
