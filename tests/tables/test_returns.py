"""The towns' sheets: what is asked, what goes out, what comes back and what it makes of the record."""

import csv
import dataclasses
import io
import shutil
import subprocess
from datetime import date

import openpyxl
import pandas as pd
import pytest

from outreach import figures
from outreach.measures import changes
from outreach.tables import MODELS, additions, answers, asking, bundle, forms, reports, returned, taking
from outreach.tables.columns import key
from tests.conftest import SAY
from tests.towns import CHANGLE, HAIYONG, YUDONG, ZHENGYU

SENT, DUE, BACK = date(2026, 11, 27), date(2026, 12, 20), date(2026, 12, 2)
ROUND, FIRST = "2026-q4", forms.HEAD + 1
ANSWER, VALUE, NOTE = 5, 6, 7


@pytest.fixture(scope="module")
def sent(district):
    """A round that asks every town."""
    wanted = reports.Wanted("2026年第4季度", SENT, DUE)
    kept, round_id = reports.opened(district, reports.read(district.home.data), wanted)
    assert round_id == ROUND
    return kept


@pytest.fixture
def filled(district, sent):
    """Makes a town's sheet filled in: (about, row, field) to (answer, new value), and cells by their places."""

    def make(town: str, cells: dict, top: dict | None = None, language: str = "zh", kept=None) -> bytes:
        kept = kept or sent
        asked = forms.asked_of(kept.returns, ROUND, town)
        content = forms.form(district, kept.round(ROUND), town, asked, language)
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        rows = {(one.about, one.row, one.field): FIRST + place for place, one in enumerate(asked.values())}
        for what, (told, value) in cells.items():
            sheet.cell(rows[what], ANSWER).value = told
            sheet.cell(rows[what], VALUE).value = value
        for place, value in (top or {}).items():
            sheet[place] = value
        return saved(book)

    return make


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MEMORIAL, PARK = "zhang-jian-memorial", "yisheng-park"
CHANGLES = {
    ("bases", MEMORIAL, "status"): (None, "开放"),
    ("bases", MEMORIAL, "lon"): (None, 121.25),
    ("bases", MEMORIAL, "lat"): (None, 31.93),
    ("bases", MEMORIAL, "datum"): (None, "WGS-84 坐标系"),
    ("bases", MEMORIAL, "opening"): ("", "周二至周日 9:00-17:00；周一闭馆"),
    ("bases", MEMORIAL, "level"): ("确实没有", None),
    ("bases", MEMORIAL, "address_zh"): ("核实无误", None),
    ("bases", MEMORIAL, "telephone"): (None, "0513-82200000"),
    ("bases", "zhang-jian-hometown", "status"): ("核实无误", None),
    ("bases", PARK, "status"): ("不清楚", None),
    ("register", f"{CHANGLE}/village", "complete"): (None, "否"),
    ("survey", CHANGLE, "wave"): ("确实没有", None),
    ("measures", "P3", "article_id"): (None, "做了一半"),
}
WHOLE = {"C6": "王芳", "E6": "0513-82100000", "G6": date(2026, 12, 1)}


def read(content: bytes, district, kept, file: str = "常乐镇.xlsx", on: date = BACK):
    return returned.read(file, content, district, kept, on)


def take(district, kept, *files, overrule=False):
    return taking.take(district.home.root, district, kept, list(files), BACK, overrule=overrule)


def cells(found) -> set[tuple]:
    """Every cell that the tables would have changed, and every row they would have added."""
    told = set()
    for name in found.tables:
        one = changes.of_table(found.before.table(name), found.after.table(name), key(MODELS[name]))
        for row, kind, column, _, after in one.itertuples(index=False):
            said = "" if kind == "added" else after.isoformat()[:10] if hasattr(after, "isoformat") else after
            told.add((name, row, column if kind == "changed" else kind, said))
    return told


def told(found) -> list[tuple]:
    return [(fault.row, fault.column, SAY["zh"].fault(fault)) for fault in found.faults]


def test_a_round_asks_each_town_for_what_is_wanting_and_for_what_nobody_has_checked(district, sent):
    asked = [
        (one.about, one.row, one.field, one.recorded) for one in forms.asked_of(sent.returns, ROUND, CHANGLE).values()
    ]
    of_memorial = [(field, recorded) for _, row, field, recorded in asked if row == MEMORIAL]
    assert of_memorial == [
        ("status", "unverified"),
        ("lon", ""),
        ("lat", ""),
        ("datum", ""),
        ("opening", ""),
        ("level", ""),
        ("address_zh", "状元街东首"),
        ("telephone", ""),
        ("free", ""),
    ]
    levels = {row for about, row, _, _ in asked if about == "register"}
    assert levels == {f"{CHANGLE}/{level}" for level in ("district", "town", "village")}
    assert {about for about, *_ in asked} == {"bases", "register", "survey", "measures"}
    assert sorted(sent.returns["area_code"].unique()) == list(asking.towns(district)["area_code"])
    assert sent.returns["answer"].isna().all() and sent.rounds["due_on"].tolist() == [pd.Timestamp(DUE)]


def test_a_towns_round_trip_changes_exactly_these_cells_and_keeps_who_said_what(district, sent, filled):
    found = take(district, sent, read(filled(CHANGLE, CHANGLES, WHOLE), district, sent))
    assert (found.faults, found.conflicts, found.tables) == ([], [], ("sources", "bases", "register"))
    assert cells(found) == {
        ("sources", f"towns-{ROUND}", "added", ""),
        ("bases", MEMORIAL, "status", "open"),
        ("bases", MEMORIAL, "checked_on", "2026-12-01"),
        ("bases", MEMORIAL, "lon", 121.25),
        ("bases", MEMORIAL, "lat", 31.93),
        ("bases", MEMORIAL, "datum", "WGS-84"),
        ("bases", MEMORIAL, "accuracy", "exact"),
        ("bases", MEMORIAL, "opening", "周二至周日 9:00-17:00；周一闭馆"),
        ("bases", MEMORIAL, "telephone", "0513-82200000"),
        ("bases", "zhang-jian-hometown", "checked_on", "2026-12-01"),
        ("register", f"{CHANGLE}/village/nan", "added", ""),
    }
    (row,) = found.after.register.to_dict("records")
    assert (row["complete"], row["confirmed_by"], row["source_id"]) == (False, "towns", f"towns-{ROUND}")
    kept = found.reports.returns.dropna(subset=["answer"])
    assert len(kept) == len(CHANGLES) and set(kept["area_code"]) == {CHANGLE}
    assert set(kept["returned_by"]) == {"王芳 0513-82100000"} and set(kept["returned_on"]) == {pd.Timestamp(BACK)}
    assert dict(kept["answer"].value_counts()) == {"changed": 8, "confirmed": 2, "none": 2, "unknown": 1}
    again(district, found, filled)


def again(district, found, filled) -> None:
    """The very file put in once more changes nothing, and an answer that differs is a conflict until it is to prevail."""
    now = found.after
    second = take_from(now, found.reports, read(filled(CHANGLE, CHANGLES, WHOLE), now, found.reports))
    assert (second.taken, second.conflicts, second.tables, second.again) == ([], [], (), len(CHANGLES))
    assert second.reports is found.reports
    other = {("bases", MEMORIAL, "telephone"): (None, "0513-82299999"), ("bases", PARK, "status"): (None, "关闭")}
    third = take_from(now, found.reports, read(filled(CHANGLE, other), now, found.reports))
    assert [(one.question.field, one.kind, one.there) for one in third.conflicts] == [
        ("telephone", "answered", "0513-82200000")
    ]
    assert [(one.question.row, one.answer.value) for one in third.taken] == [(PARK, "closed")]
    said = answers.opposed(third, "zh").iloc[0]
    assert (said["subject"], said["there"], said["value"]) == ("海门张謇纪念馆", "0513-82200000", "0513-82299999")


def take_from(district, kept, *files, overrule=False):
    """As `take`, for answers that no table has to be asked about: nothing is read from the disk anew."""
    return taking._Merger(district, kept, BACK, overrule).merged(list(files)).taking


def test_a_sheet_without_answers_changes_nothing(district, sent, filled):
    for language in ("zh", "en"):
        back = read(filled(CHANGLE, {}, WHOLE, language), district, sent)
        assert (back.faults, back.answers, back.town, back.round_id) == ([], {}, CHANGLE, ROUND)
        found = take(district, sent, back)
        assert found.after is district and found.reports is sent and found.tables == ()


def test_the_order_in_which_towns_report_is_nothing(district, sent, filled):
    first = read(filled(CHANGLE, CHANGLES), district, sent)
    other = {("register", f"{YUDONG}/{level}", "complete"): (None, "是") for level in ("town", "village")}
    second = read(filled(YUDONG, other), district, sent, "余东镇.xlsx")
    one, two = (
        taking._Merger(district, sent, BACK, False).merged(files) for files in ([first, second], [second, first])
    )
    assert one.edits == two.edits
    pd.testing.assert_frame_equal(one.taking.reports.returns, two.taking.reports.returns)


def test_everything_else_is_right_says_so_of_what_is_on_record_alone(district, sent, filled):
    back = read(filled(CHANGLE, {}, {"C7": forms.REST_OPTION[0]}), district, sent)
    asked = forms.asked_of(sent.returns, ROUND, CHANGLE)
    assert set(back.answers) == {number for number, one in asked.items() if one.recorded not in ("", "unverified")}
    assert {one.kind for one in back.answers.values()} == {"confirmed"}
    found = take_from(district, sent, back)
    assert len(found.taken) == len(back.answers) and not found.conflicts


def test_what_has_changed_since_the_sheet_went_out_is_a_conflict_and_nothing_is_lost(district, sent, filled):
    bases = district.bases.copy()
    bases.loc[bases["base_id"] == MEMORIAL, "telephone"] = "0513-11111111"
    moved = dataclasses.replace(district, bases=bases)
    told = {("bases", MEMORIAL, "telephone"): (None, "0513-82200000")}
    back = read(filled(CHANGLE, told), moved, sent)
    found = take_from(moved, sent, back)
    assert [(one.kind, one.there) for one in found.conflicts] == [("moved", "0513-11111111")] and not found.taken
    assert take_from(moved, sent, back, overrule=True).conflicts == []
    same = {("bases", MEMORIAL, "telephone"): (None, "0513-11111111")}
    assert len(take_from(moved, sent, read(filled(CHANGLE, same), moved, sent)).taken) == 1


def test_a_sheet_of_an_older_round_is_a_conflict(district, sent, filled):
    later = reports.Wanted("2027年第1季度", date(2027, 1, 4), date(2027, 1, 20), towns=(CHANGLE,))
    kept, round_id = reports.opened(district, sent, later)
    assert round_id == "2027-q1" and kept.newest == ["2027-q1", ROUND]
    found = take_from(district, kept, read(filled(CHANGLE, CHANGLES), district, kept))
    assert {one.kind for one in found.conflicts} == {"older"}
    assert {one.answer.kind for one in found.taken} == {"confirmed", "none", "unknown", "changed"}
    assert {one.question.about for one in found.taken if one.answer.kind == "changed"} == {"measures"}
    yudong = {("register", f"{YUDONG}/town", "complete"): (None, "是")}
    assert take_from(district, kept, read(filled(YUDONG, yudong), district, kept)).conflicts == []


def test_what_there_is_none_of_is_not_asked_again(district, sent, filled):
    found = take_from(district, sent, read(filled(CHANGLE, CHANGLES), district, sent))
    asked = {(one.row, one.field) for one in asking.questions(district, CHANGLE, found.reports.returns)}
    assert (MEMORIAL, "level") not in asked and (CHANGLE, "wave") not in asked and (PARK, "status") in asked


BAD = {
    "heading": (lambda sheet: sheet.cell(8, 6, "新的值"), (8, "F", "列名是“新的值”，应为“新值”；列名不要改动")),
    "round": (
        lambda sheet: sheet.__setitem__("C4", "2025-q4"),
        (4, "C", "轮次编号“2025-q4”不是已开的轮次，应为其中之一：2026-q4"),
    ),
    "town": (
        lambda sheet: sheet.__setitem__("C5", f"余东镇 {YUDONG}"),
        (4, "G", None),
    ),
    "no town": (
        lambda sheet: sheet.__setitem__("C5", "启东"),
        (5, "C", "“启东”不是2026年第4季度问到的镇街，应为表发出时的镇街名和代码"),
    ),
    "added": (
        lambda sheet: sheet.cell(sheet.max_row + 1, 2, "新的一处"),
        (77, "A", "序号“”不是发出的序号（1到68），表里不能加行；要新增阵地请填“新增阵地”那张表"),
    ),
    "repeated": (
        lambda sheet: sheet.cell(10, 1, 1),
        (10, "A", "序号1出现了两次，第一次在第9行，每个序号应只有一行"),
    ),
    "locked": (
        lambda sheet: sheet.cell(15, 4, "状元街西首"),
        (15, "D", "“现有记录”被改成了“状元街西首”，应为“状元街东首”；要改的内容请填在“新值”里"),
    ),
    "answer": (
        lambda sheet: sheet.cell(9, 5, "核实无误"),
        (9, "E", "核实结果“核实无误”不能选，应为不清楚，或空着只填新值"),
    ),
    "both": (
        lambda sheet: (sheet.cell(9, 5, "不清楚"), sheet.cell(9, 6, "开放")),
        (9, "F", "核实结果是“不清楚”，又填了新值“开放”，两者只能有一个"),
    ),
    "no day": (lambda sheet: sheet.__setitem__("G6", "十二月"), (6, "G", "填报日期“十二月”不是日期，应如 2026-12-15")),
    "late day": (
        lambda sheet: sheet.__setitem__("G6", date(2026, 12, 3)),
        (6, "G", "填报日期2026-12-03在今天（2026-12-02）之后，应不晚于今天"),
    ),
    "rest": (
        lambda sheet: sheet.__setitem__("C7", "都对"),
        (7, "C", "“其余各项”填了“都对”，应为“有记录的都核实无误”或空着"),
    ),
    "damaged": (lambda sheet: sheet.cell(13, 6, "#REF!"), (13, "F", None)),
    "number": (lambda sheet: sheet.cell(10, 6, "东经一百二十一度"), (10, "F", None)),
    "listed": (
        lambda sheet: sheet.cell(9, 6, "开着"),
        (9, "F", "找到“开着”，“新值”应为下列之一：开放、关闭、在建或拟建"),
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_wrong_with_a_sheet_is_told_at_its_cell_and_none_of_it_is_taken(kind, district, sent, filled):
    change, expected = BAD[kind]
    book = openpyxl.load_workbook(io.BytesIO(filled(CHANGLE, {})))
    change(book["报送"])
    back = read(saved(book), district, sent)
    assert {fault.file for fault in back.faults} == ({"常乐镇.xlsx [报送]"} if back.faults else set())
    (fault,) = told(back)
    assert fault[:2] == expected[:2] and expected[2] in (None, fault[2])
    assert take_from(district, sent, back).taken == []


def test_what_a_table_refuses_is_told_at_the_sheets_own_cell_and_the_other_sheets_are_taken(district, sent, filled):
    wrong = {
        ("bases", MEMORIAL, "opening"): (None, "看通知"),
        ("bases", MEMORIAL, "lon"): (None, 121.25),
    }
    right = {("register", f"{YUDONG}/town", "complete"): (None, "是")}
    found = take(
        district,
        sent,
        read(filled(CHANGLE, wrong), district, sent),
        read(filled(YUDONG, right), district, sent, "余东镇.xlsx"),
    )
    assert [one.file for one in found.sound] == ["余东镇.xlsx"] and found.tables == ("sources", "register")
    assert {(fault.file, fault.row, fault.column) for fault in found.faults} == {("常乐镇.xlsx [报送]", 13, "F")}
    assert "看通知" in told(found)[0][2]


def test_deleted_rows_are_told_and_count_as_not_answered(district, sent, filled):
    book = openpyxl.load_workbook(io.BytesIO(filled(CHANGLE, CHANGLES)))
    book["报送"].delete_rows(20, 3)
    back = read(saved(book), district, sent)
    assert back.faults == [] and [SAY["zh"].fault(one) for one in back.notes] == [
        "表里少了3行，按没有答复处理，没有删去任何内容"
    ]


def test_rows_in_another_order_and_more_above_them_are_read_as_they_were_sent(district, sent, filled):
    whole = read(filled(CHANGLE, CHANGLES, WHOLE), district, sent)
    book = openpyxl.load_workbook(io.BytesIO(filled(CHANGLE, CHANGLES, WHOLE)))
    sheet = book["报送"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    for place, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, 1):
            sheet.cell(FIRST + place, column).value = value
    assert kinds(read(saved(book), district, sent)) == kinds(whole)


def kinds(back) -> dict:
    assert back.faults == []
    return {number: (one.kind, one.value, one.note) for number, one in back.answers.items()}


def test_whatever_saved_it_the_sheet_says_the_same(district, sent, filled, tmp_path):
    content = filled(CHANGLE, CHANGLES, WHOLE)
    whole = read(content, district, sent)
    book = openpyxl.load_workbook(io.BytesIO(content))
    text = io.StringIO()
    csv.writer(text).writerows(
        [["" if cell.value is None else str(cell.value) for cell in row] for row in book["报送"]]
    )
    found = {"csv": text.getvalue().replace(" 00:00:00", "").encode("gb18030")}
    (tmp_path / "常乐镇.xlsx").write_bytes(content)
    if office := shutil.which("soffice"):
        home = f"-env:UserInstallation=file://{tmp_path}/office"
        for kind in ("ods", "xls", "xlsx"):
            out = tmp_path / kind
            command = [
                office,
                home,
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(out),
                str(tmp_path / "常乐镇.xlsx"),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            found[kind] = (out / f"常乐镇.{kind}").read_bytes()
    for kind, other in found.items():
        assert returned.is_sheet(other)
        back = read(other, district, sent, f"常乐镇.{kind}")
        assert kinds(back) == kinds(whole) and (back.who, back.day, back.town) == (whole.who, whole.day, whole.town)


def test_what_is_no_sheet_is_one_sentence(district, sent):
    book = openpyxl.Workbook()
    book.active["A1"] = "镇街"
    assert not returned.is_sheet(saved(book)) and not returned.is_sheet(b"%PDF-1.7")
    (fault,) = told(read(saved(book), district, sent))
    assert fault[2].startswith("这不是发给镇街的填报表")
    assert told(read(b"%PDF-1.7", district, sent))[0][2] != "" and told(read(b"x", district, sent, "x.xlsm"))


def test_a_sheet_can_be_changed_in_its_yellow_cells_alone_and_prints_one_page_wide(district, sent):
    desk = district.home.desk.model_copy(update={"office_zh": "区科协", "telephone": "0513-82210000"})
    home = dataclasses.replace(district.home, desk=desk)
    told = dataclasses.replace(district, home=home)
    book = openpyxl.load_workbook(io.BytesIO(bundle.sheet(told, sent, ROUND, CHANGLE, "zh")))
    sheet = book["报送"]
    open_ = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rows = range(FIRST, FIRST + len(forms.asked_of(sent.returns, ROUND, CHANGLE)))
    assert open_ == {"C6", "E6", "G6", "C7", *(f"{column}{row}" for row in rows for column in "EFG")}
    assert sheet.protection.sheet and sheet.column_dimensions["H"].hidden
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and (
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    ) == (1, 0)
    assert [sheet[place].value for place in ("C4", "C5", "E5", "G5")] == [
        ROUND,
        f"常乐镇 {CHANGLE}",
        "区科协",
        "0513-82210000",
    ]
    assert any(check.type == "date" for check in sheet.data_validations.dataValidation)
    assert any("F9" in check.sqref and check.type == "list" for check in sheet.data_validations.dataValidation)


def test_what_is_answered_does_not_go_out_again(district, sent, filled):
    found = take_from(district, sent, read(filled(CHANGLE, CHANGLES), district, sent))
    book = openpyxl.load_workbook(io.BytesIO(bundle.sheet(district, found.reports, ROUND, CHANGLE, "zh")))
    numbers = {row[0].value for row in book["报送"].iter_rows(min_row=FIRST)}
    assert len(numbers) == 68 - len(CHANGLES) and not numbers & set(returned.answered(found.reports, ROUND, CHANGLE))
    back = read(saved(book), district, found.reports)
    assert (back.faults, back.notes) == ([], [])
    assert len(bundle.sheets(district, found.reports, ROUND, "en", "{town}.xlsx")) == 12


REFUSED = {
    "round_unnamed": {"name": " "},
    "round_twice": {"name": "2026年第4季度"},
    "due_before_sent": {"due_on": date(2026, 11, 1)},
    "round_no_town": {"towns": ("320600",)},
}


@pytest.mark.parametrize("rule", REFUSED)
def test_a_round_that_cannot_be_opened_says_why(rule, district, sent):
    wanted = {"name": "下一轮", "sent_on": SENT, "due_on": DUE} | REFUSED[rule]
    with pytest.raises(reports.Unopened) as refused:
        reports.opened(district, sent, reports.Wanted(**wanted))
    assert refused.value.fault.rule == rule and SAY["en"].fault(refused.value.fault)


def test_a_round_is_named_by_its_quarter_or_its_month():
    assert reports.named("2026年第四季度核实") == ("2026-q4", "Q4 2026")
    assert reports.named("2027 Q1") == ("2027-q1", "Q1 2027")
    assert reports.named("2026年3月") == ("2026-03", "March 2026")
    assert reports.named("年底核实") == ("", "年底核实")


def test_towns_are_known_by_code_or_by_name(district, sent, filled):
    for told in ("海永镇", HAIYONG, f"Haiyong Town {HAIYONG}"):
        assert read(filled(HAIYONG, {}, {"C5": told}), district, sent).town == HAIYONG
    assert ZHENGYU in set(sent.returns["area_code"])


STATION = {"A": "常乐气象科普馆", "B": "科技馆", "C": "开放", "D": "常乐镇中南路1号", "F": "0513-82200001", "G": "是"}


def adding(content: bytes, *rows: dict, language: str = "zh") -> bytes:
    """The sheet with these bases to be added, cells by their columns."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book[additions.SHEET[language == "en"]]
    for place, row in enumerate(rows, additions.HEAD + 1):
        for column, value in row.items():
            sheet[f"{column}{place}"] = value
    return saved(book)


def test_a_base_that_a_town_adds_comes_on_record_and_once_alone(district, sent, filled):
    placed = STATION | {"A": "常乐农技站", "I": 121.25, "J": 31.93, "K": "WGS-84 坐标系", "M": "二楼"}
    content = adding(filled(CHANGLE, {}, WHOLE), STATION, placed)
    back = read(content, district, sent)
    assert (back.faults, back.answers, len(back.additions)) == ([], {}, 2)
    found = take(district, sent, back)
    assert (found.faults, found.conflicts, found.tables) == ([], [], ("sources", "bases"))
    first, second = found.after.bases.tail(2).to_dict("records")
    assert (first["base_id"], first["name_zh"], first["name_en"]) == (
        f"{CHANGLE}-1",
        "常乐气象科普馆",
        "常乐气象科普馆",
    )
    assert (first["area_code"], first["town_basis"], first["accuracy"], first["status"]) == (
        CHANGLE,
        "reported",
        "town",
        "open",
    )
    assert (first["basis"], first["source_id"], first["free"], first["telephone"]) == (
        "reported",
        f"towns-{ROUND}",
        True,
        "0513-82200001",
    )
    assert (second["base_id"], second["accuracy"], second["lon"], second["lat"]) == (
        f"{CHANGLE}-2",
        "exact",
        121.25,
        31.93,
    )
    kept = found.reports.returns[found.reports.returns["about"] == additions.ABOUT]
    assert list(kept["number"]) == [69, 70] and list(kept["note"].fillna("")) == ["", "二楼"]
    assert set(answers.told(found, "zh")["subject"]) == {"新增阵地"}
    sent_again = forms.asked_of(found.reports.returns, ROUND, CHANGLE)
    assert (
        len(sent_again) == 68 and figures.towns_reported(sent.rounds, found.reports.returns, BACK)["asked"].max() < 100
    )
    second_time = take_from(found.after, found.reports, read(content, found.after, found.reports))
    assert (second_time.taken, second_time.conflicts, second_time.again) == ([], [], 2)


def test_a_base_whose_name_is_on_record_is_a_conflict_until_the_sheet_is_to_prevail(district, sent, filled):
    content = adding(filled(CHANGLE, {}), STATION | {"A": "海门张謇纪念馆"})
    back = read(content, district, sent)
    found = take_from(district, sent, back)
    assert [(one.kind, one.there) for one in found.conflicts] == [("there", "海门张謇纪念馆")] and not found.taken
    assert answers.opposed(found, "en").iloc[0]["what"] == "A base to be added"
    prevailing = take(district, sent, back, overrule=True)
    assert ("bases", MEMORIAL, "telephone", "0513-82200001") in cells(prevailing)
    assert len(prevailing.after.bases) == len(district.bases)


ADDED_WRONG = {
    "unnamed": ({"A": None}, (4, "A", "“阵地名称＊”空着，新增的阵地应填上")),
    "no such category": ({"B": "茶馆"}, (4, "B", None)),
    "no number": ({"I": "东经一百二十一度"}, (4, "I", None)),
}


@pytest.mark.parametrize("kind", ADDED_WRONG)
def test_what_is_wrong_with_an_added_base_is_told_at_its_cell(kind, district, sent, filled):
    change, expected = ADDED_WRONG[kind]
    back = read(adding(filled(CHANGLE, {}), STATION | change), district, sent)
    (fault,) = told(back)
    assert fault[:2] == expected[:2] and expected[2] in (None, fault[2])
    assert {fault.file for fault in back.faults} == {"常乐镇.xlsx [新增阵地]"} and take_from(
        district, sent, back
    ).taken == []


def test_what_the_table_refuses_of_an_added_base_is_told_at_the_sheets_own_cell(district, sent, filled):
    refused = STATION | {"E": "看通知"}
    found = take(
        district, sent, read(adding(filled(CHANGLE, {}, language="en"), refused, language="en"), district, sent)
    )
    assert [(fault.file, fault.row, fault.column) for fault in found.faults] == [("常乐镇.xlsx [New bases]", 4, "E")]
    assert found.after is district
