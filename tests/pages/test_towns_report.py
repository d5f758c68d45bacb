"""The towns' reports at the data desk: a round opened, sheets out, sheets back, taken over and taken back; for the inside alone."""

import io
import zipfile

import openpyxl
import pytest

from outreach.home import find_home
from outreach.screen import returns
from outreach.tables import INSIDE, ledger, read_district
from tests.conftest import SAY, nothing_remembered
from tests.towns import CHANGLE, YUDONG

ZH = SAY["zh"]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME, DUE, ROUND = "2098年第4季度", "2098-12-20", "2098-q4"  # a day nobody will call past
pytestmark = pytest.mark.usefixtures("fresh")


def write(seen, label: str, text: str) -> None:
    next(one for one in seen.at.text_input if one.label == ZH(f"rounds.{label}")).input(text)


def press(seen, label: str):
    next(one for one in seen.at.button if one.label == label).click()
    return seen.again()


def told(seen) -> list[str]:
    return [one.value.replace("\\", "") for one in (*seen.at.success, *seen.at.error, *seen.at.warning, *seen.at.info)]


def opened(seen, name: str = NAME, due: str = DUE, who: str = "王芳"):
    for label, text in (("name", name), ("due", due), ("who", who)):
        write(seen, label, text)
    seen.at.checkbox(key="desk-round-plan").uncheck()
    return press(seen, ZH("rounds.open_press"))


def filled(town: str, **cells) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(returns.sheet(returns.kept(), ROUND, town, "zh")))
    for place, value in cells.items():
        book["报送"][place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hand_in(seen, *files: tuple[str, bytes]):
    seen.at.file_uploader[0].set_value([(name, content, WORKBOOK) for name, content in files])
    return seen.again()


def listed(seen, town: str) -> str:
    """What the page's list says of a town, and what follows it."""
    text = seen.text
    return text[text.index(town, text.index(ZH("rounds.column_state"))) :][:60]


def test_a_round_goes_out_and_comes_back_and_the_list_tells_who_has_reported(visit, home):
    seen = visit("desk", desk="towns")
    assert seen.failed == [] and ZH("rounds.none") in seen.text
    for name, due, who, sentence in (
        (NAME, "年底", "王芳", ZH("ask.no_day", found="年底")),
        (NAME, DUE, "", ZH("desk.wanting", what=ZH("desk.wanting_who"))),
        ("", DUE, "王芳", ZH("fault.round_unnamed")),
        (NAME, "2001-01-01", "王芳", None),
    ):
        seen = opened(seen, name, due, who)
        assert sentence in told(seen) or sentence is None
        assert not (home / "data" / "rounds.csv").exists()
    seen = opened(seen)
    asked = len(returns.kept().returns)
    assert ZH("rounds.opened", round=NAME, towns=12, asked=asked, due=DUE) in told(seen)
    assert ZH("rounds.state_waiting") in listed(seen, "常乐镇")
    with zipfile.ZipFile(
        io.BytesIO(returns.archive(returns.kept(), ROUND, "zh", ZH("rounds.file", town="{town}", round="{round}")))
    ) as archive:
        assert len(archive.namelist()) == 12 and f"常乐镇_{NAME}核实填报表.xlsx" in archive.namelist()

    whole = {f"F{row}": "否" for row in (9, 10, 11)} | {"E12": "确实没有", "C6": "李明"}
    right, wrong = filled(YUDONG, **whole), filled(CHANGLE, F9="也许")
    seen = hand_in(seen, ("余东镇.xlsx", right), ("常乐镇.xlsx", wrong))
    assert seen.failed == [] and ZH("rounds.faulty", n=1) in told(seen) and ZH("rounds.in_order", n=1) in told(seen)
    assert "常乐镇.xlsx [报送]" in seen.text and "找到“也许”" in seen.text and ZH("rounds.answers_title") in seen.text
    assert read_district(find_home(home)).register.empty
    seen = press(seen, ZH("rounds.press"))
    assert ZH("rounds.accepted", towns="余东镇", n=4, changed=4) in told(seen)
    assert ZH("rounds.state_reported") in listed(seen, "余东镇") and "李明" in seen.text
    district = read_district(find_home(home))
    assert len(district.register) == 3 and f"towns-{ROUND}" in set(district.sources["source_id"])

    seen = press(seen, ZH("desk.take_back"))
    assert ZH("rounds.taken_back") in told(seen) and ZH("rounds.state_waiting") in listed(seen, "余东镇")
    assert read_district(find_home(home)).register.empty
    assert returns.kept().returns["answer"].isna().all() and len(ledger.changes(home)) == 8


def test_a_towns_sheet_handed_in_for_a_table_is_judged_with_the_towns(visit, home):
    seen = opened(visit("desk", desk="towns"))
    sheet = filled(YUDONG, E12="不清楚")
    seen = visit("desk")
    seen.at.file_uploader[0].set_value(("余东镇.xlsx", sheet, WORKBOOK))
    seen = seen.again()
    assert seen.failed == [] and ZH("rounds.of_towns") in told(seen) and ZH("rounds.in_order", n=1) in told(seen)


def test_nothing_of_it_is_seen_outside(visit, home, monkeypatch):
    opened(visit("desk", desk="towns"))
    assert all((home / "data" / f"{name}.csv").is_file() for name in INSIDE)
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    with nothing_remembered():
        for page, choice in (
            ("desk", {"desk": "towns"}),
            ("sources", {}),
            ("sources", {"table": "returns"}),
            ("plan", {}),
        ):
            seen = visit(page, **choice)
            assert seen.failed == [] and NAME not in seen.text and ZH("rounds.part_towns") not in seen.text
    from outreach import published

    assert not {f"{name}.csv" for name in INSIDE} & published.tables(read_district(find_home(home))).keys()


def test_files_of_rounds_that_are_spoiled_are_told_and_stop_nothing_else(visit, home):
    opened(visit("desk", desk="towns"))
    path = home / "data" / "returns.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(ROUND, "2001-q1"), encoding="utf-8-sig", newline="")
    seen = visit("desk", desk="towns")
    assert seen.failed == [] and any("data/returns.csv" in one for one in told(seen))
    assert visit("desk").failed == [] and visit("overview").failed == []
