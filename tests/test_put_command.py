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


@pytest.fixture
def one_row(copied, tmp_path):
    """A workbook with the first row of the bases alone, of a district without questions about the others."""
    questions = copied / "data/questions.csv"
    questions.write_bytes(questions.read_bytes().split(b"\n", 1)[0] + b"\n")
    path = tmp_path / "一行.xlsx"
    assert main(["template", str(copied), "--table", "bases", "--out", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    book["bases"].delete_rows(3, 5000)
    book.save(path)
    return path


def rows(copied) -> int:
    return len(read_district(find_home(copied)).bases)


def test_one_row_handed_in_does_not_delete_the_others_unless_that_is_asked_for(copied, one_row, capsys):
    before, kept = rows(copied), (copied / "data/bases.csv").read_bytes()
    capsys.readouterr()
    put = ["put", str(copied), "--table", "bases", "--file", str(one_row)]
    assert main(put) == 2
    told = capsys.readouterr()
    n = before - 1
    assert told.err.startswith(f"没有写入：交回的文件比现在的表少{n}行，这{n}行会被删去。确认要删，请加 --remove {n}；")
    assert told.out.count("会删去：") == min(n, 20)
    assert main([*put, "--remove", "3"]) == 2
    assert capsys.readouterr().err == f"没有写入：--remove 写的是3行，实际会删去{n}行\n"
    assert (copied / "data/bases.csv").read_bytes() == kept and ledger.changes(copied) == []


def test_a_dry_run_says_what_would_change_and_writes_nothing(copied, one_row, capsys):
    n, kept = rows(copied) - 1, (copied / "data/bases.csv").read_bytes()
    capsys.readouterr()
    assert main(["put", str(copied), "--table", "bases", "--file", str(one_row), "--dry-run", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"tried only, nothing was written: bases.csv would have 0 rows added, 0 changed, {n} removed")
    assert (copied / "data/bases.csv").read_bytes() == kept and ledger.changes(copied) == []


def test_where_nothing_may_be_written_it_says_so_in_a_sentence_and_changes_nothing(copied, filled, capsys, monkeypatch):
    path = filled(类别="博物馆、纪念馆")
    before = {one.name: one.read_bytes() for one in (copied / "data").iterdir()}
    capsys.readouterr()

    def refused(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    for place, name in ((ledger.Path, "mkdir"), (ledger.os, "open")):
        with monkeypatch.context() as disk:
            disk.setattr(place, name, refused)
            assert main(["put", str(copied), "--table", "bases", "--file", str(path), "--who", "王芳"]) != 0
        told = capsys.readouterr()
        assert "没有权限" in told.err + told.out and "Traceback" not in told.err
        assert {one.name: one.read_bytes() for one in (copied / "data").iterdir()} == before
