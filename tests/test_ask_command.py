"""A round of the towns' reports from the command line: out, filled in, back, and who has reported."""

import openpyxl
import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.tables import ledger, read_district, reports
from tests.towns import CHANGLE

ASK = ["--name", "2026年第4季度", "--sent", "2026-11-27", "--due", "2026-12-20", "--towns", CHANGLE, "--no-plan"]


@pytest.fixture
def sheet(copied, tmp_path):
    """The path of 常乐镇's sheet, in a district that asks it alone."""
    assert main(["ask", str(copied), *ASK, "--who", "王芳", "--out", str(tmp_path / "out")]) == 0
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "常乐镇_2026年第4季度核实填报表.xlsx"
    return path


def fill(path, **cells) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book["报送"][place] = value
    book.save(path)


def test_a_sheet_goes_out_and_back_and_the_town_is_listed(copied, sheet, capsys, tmp_path):
    fill(sheet, F9="开放", E18="核实无误", C6="李明")
    before = (copied / "data" / "bases.csv").read_bytes()
    capsys.readouterr()
    put = ["put", str(copied), "--file", str(sheet), "--who", "王芳"]
    assert main([*put, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "科普阵地：新增0行，修改2行，删去0行" in told and "什么也没写" in told
    assert (copied / "data" / "bases.csv").read_bytes() == before
    assert main(put) == 0
    bases = read_district(find_home(copied)).bases.set_index("base_id")
    assert bases.at["zhang-jian-memorial", "status"] == "open"
    assert [change.table for change in ledger.changes(copied)] == ["rounds", "returns", "bases", "returns"]
    capsys.readouterr()
    assert main(put) == 0 and capsys.readouterr().out.endswith("没有新的答复，什么也没写\n")
    asked = len(reports.read(copied / "data").returns)
    assert main(["returns", str(copied), "--on", "2026-12-22"]) == 0
    assert f"常乐镇　部分报送（2/{asked}），逾期2天　2026-12-20截止" in capsys.readouterr().out
    assert main(["ask", str(copied), "--again", "2026-q4", "--out", str(tmp_path / "again")]) == 0
    (again,) = (tmp_path / "again").iterdir()
    assert openpyxl.load_workbook(again)["报送"].max_row == 8 + asked - 2
    assert main(["check", str(copied)]) == 0


def test_a_conflict_is_told_and_left_out_until_it_is_to_prevail(copied, sheet, capsys):
    fill(sheet, F16="0513-82200000")
    path = copied / "data" / "bases.csv"
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    head = lines[0].split(",").index("telephone")
    (row,) = (i for i, line in enumerate(lines) if line.startswith("zhang-jian-memorial,"))
    cells = lines[row].split(",")
    cells[head] = "0513-11111111"
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8-sig", newline="")
    capsys.readouterr()
    put = ["put", str(copied), "--file", str(sheet), "--lang", "en"]
    assert main(put) == 1
    told = capsys.readouterr().out
    assert "the record has changed since (there is “0513-11111111”, the sheet says “0513-82200000”)" in told
    assert main([*put, "--overrule"]) == 0
    assert "0513-82200000" in path.read_text(encoding="utf-8-sig")


def test_what_is_asked_wrongly_is_one_sentence(copied, tmp_path, capsys):
    other = tmp_path / "x.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    cases = (
        (["put", "--file", str(other)], "这不是镇街的填报表，要写 --table 表名"),
        (["ask"], "要写 --name 名称和 --due 截止日期，或用 --again 轮次编号重发"),
        (["ask", "--name", "一轮", "--due", "十二月"], "十二月不是日期，应如 2026-12-20"),
        (["ask", "--again", "2025-q4"], "没有这一轮：2025-q4"),
        (["returns", "--on", "后天"], "后天不是日期，应如 2026-12-20"),
        (["returns", "--round", "q"], "没有这一轮：q"),
    )
    for (command, *more), sentence in cases:
        assert main([command, str(copied), *more]) == 2
        assert capsys.readouterr().err == f"{sentence}\n"
    assert main(["returns", str(copied)]) == 0 and "还没有开过" in capsys.readouterr().out
    assert main(["ask", str(copied), "--name", "一轮", "--sent", "2026-12-21", "--due", "2026-12-20"]) == 1


def test_files_of_rounds_that_were_spoiled_are_told_by_check(copied, sheet, capsys):
    path = copied / "data" / "returns.csv"
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("2026-q4", "2025-q4"), encoding="utf-8-sig", newline=""
    )
    capsys.readouterr()
    assert main(["check", str(copied)]) == 1
    assert "轮次编号“2025-q4”不是已开的轮次" in capsys.readouterr().out
    assert main(["returns", str(copied)]) == 1
