"""python -m outreach: what it prints, and the code it leaves with."""

import os
import subprocess
import sys

import openpyxl
import pytest

from outreach.__main__ import main
from outreach.home import PROJECT
from tests.towns import BAOCHANG, YUDONG


def run(*arguments: str) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, "-m", "outreach", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd="/",
    )


def test_a_sound_district_is_told_in_one_line_and_its_codes_without_names_in_another():
    found = run("check", "--lang", "en")
    sound, taken = found.stdout.splitlines()
    assert (found.returncode, found.stderr) == (0, "")
    assert sound == "no faults: 20 tables with 528 rows, 5 layers"
    assert taken.startswith(
        "data/places, data/bases, data/literacy, data/groups have codes and no names; they are taken for: "
    )
    assert f"{YUDONG} = Yudong Town" in taken and f"{BAOCHANG} = Baochang Town" in taken


def test_every_fault_is_a_line_with_its_place(copy):
    copy.change("bases", 3, status="营业中")
    copy.change("areas", 8, population="54001")
    (copy.root / "geo/canals.geojson").unlink()
    found = run("check", str(copy.root))
    assert found.returncode == 1
    assert found.stdout.splitlines() == [
        "data/areas.csv:5:population: 海门区的常住人口为 991,782，下属区域合计为 991,783，多出 1",
        "data/bases.csv:3:status: 找到“营业中”，“状态”应为下列之一：open（开放）、closed（关闭）、planned（在建或拟建）、unverified（待核实）",
        "geo/canals.geojson:-:-: 没有找到这个文件",
    ]


def test_a_broken_setting_does_not_hide_a_broken_table(copy):
    copy.replace("data/district.toml", "detour = 1.3", "detour = 1,3")
    copy.change("bases", 3, status="x")
    found = run("check", str(copy.root), "--lang", "en")
    assert found.returncode == 1
    assert [line.split(": ")[0] for line in found.stdout.splitlines()] == [
        "data/district.toml:37:-",
        "data/bases.csv:3:status",
    ]


@pytest.mark.parametrize(
    "arrange, sentence",
    [
        (lambda path: path / "nowhere", "there is no such directory: {path}"),
        (lambda path: (path / "file").write_text("") and path or path / "file", "this is no directory: {path}"),
        (lambda path: path, "{path} has no data/ directory"),
        (lambda path: (path / "data").mkdir() or path, "{path} has no geo/ directory"),
    ],
)
def test_what_is_no_district_is_one_sentence_and_code_two(tmp_path, capsys, arrange, sentence):
    path = arrange(tmp_path)
    assert main(["check", str(path), "--lang", "en"]) == 2
    assert capsys.readouterr() == ("", sentence.format(path=path) + "\n")


def test_an_old_data_package_is_told_of_and_written_anew(copy, capsys):
    copy.replace("data/datapackage.json", "outreach-320614", "outreach-1")
    assert main(["datapackage", str(copy.root), "--check", "--lang", "en"]) == 1
    assert "run python -m outreach datapackage" in capsys.readouterr().out
    assert main(["datapackage", str(copy.root)]) == 0
    assert main(["datapackage", str(copy.root), "--check"]) == 0


def test_no_data_package_is_written_from_a_broken_district(copy, capsys):
    copy.change("bases", 3, status="x")
    assert main(["datapackage", str(copy.root)]) == 1
    assert capsys.readouterr().out.startswith("data/bases.csv:3:status: ")


def test_a_log_of_changes_that_cannot_be_read_is_told_of_beside_sound_tables(copied, capsys):
    (copied / "history").mkdir()
    (copied / "history" / "log.jsonl").write_bytes(b"{\n")
    assert main(["check", str(copied), "--lang", "en"]) == 1
    assert capsys.readouterr().out == (
        "history/log.jsonl:1:-: found “{”, expected the whole record of a change; the next change keeps the file aside and goes on with the other records\n"
    )


def test_a_sheet_of_a_kept_workbook_that_is_not_read_is_told(copy, capsys):
    book = openpyxl.Workbook()
    book.active.title = "units"
    for row in copy.rows("units"):
        book.active.append(row)
    book.create_sheet("units (2)").append(["x"])
    copy.path("units").unlink()
    book.save(copy.path("units").with_suffix(".XLSX"))
    assert main(["check", str(copy.root)]) == 0
    assert capsys.readouterr().out.startswith(
        "data/units.XLSX：读的是工作表“units”；另外有内容的工作表没有读：units (2)\n"
    )
