"""The data desk: a file handed in, what it would change, its faults, accepted, overtaken, taken back; and to whom it is open."""

import io

import openpyxl
import pytest
import streamlit as st

from outreach.home import find_home
from outreach.screen import entry, filing
from outreach.tables import ledger, read_district
from tests.conftest import SAY

ZH = SAY["zh"]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pytestmark = pytest.mark.usefixtures("fresh")


def filled(table: str, cells: dict, without: tuple[int, ...] = (), language: str = "zh") -> bytes:
    """The table's template with cells changed, (row, heading) to value, and rows deleted."""
    book = openpyxl.load_workbook(io.BytesIO(filing.template(table, language)))
    head = [cell.value for cell in book[table][1]]
    for (row, heading), value in cells.items():
        book[table].cell(row, head.index(heading) + 1).value = value
    for row in sorted(without, reverse=True):
        book[table].delete_rows(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def hand_in(seen, content: bytes, file: str = "阵地.xlsx"):
    seen.at.file_uploader[0].set_value((file, content, WORKBOOK))
    return seen.again()


def press(seen, key: str):
    seen.at.button(key=key).click()
    return seen.again()


def accept(seen, why: str = "第三季度", who: str = "王芳", *ticks: str):
    for box, text in (("why", why), ("who", who)):
        next(one for one in seen.at.text_input if one.label == ZH(f"desk.{box}")).input(text)
    for tick in ticks:
        next(one for one in seen.at.checkbox if one.label.startswith(tick)).check()
    next(one for one in seen.at.button if one.label == ZH("desk.accept")).click()
    return seen.again()


def told(seen) -> list[str]:
    """What an eye reads of the notices: neither backslashes nor the signs that an address is set in."""
    unseen = str.maketrans("", "", "\\`")
    return [one.value.translate(unseen) for one in (*seen.at.success, *seen.at.error, *seen.at.warning, *seen.at.info)]


def names(home) -> list[str]:
    return read_district(find_home(home)).bases["name_zh"].tolist()


def in_the_menu(seen) -> bool:
    return ZH("page.desk") in [link.proto.label for link in seen.at.get("page_link")]


def test_it_is_there_inside_alone_and_only_where_it_is_turned_on_and_else_leads_where_an_unknown_address_does(
    visit, home, monkeypatch
):
    seen = visit("desk", mode="present")
    assert seen.failed == [] and seen.errors() == [] and in_the_menu(seen) and in_the_menu(visit("overview"))
    assert (
        seen.at.selectbox[0].value == "bases"
        and ZH("desk.nothing_yet") in seen.text
        and ZH("desk.log_empty") in seen.text
    )
    for audience in ("public", "kiosk"):
        monkeypatch.setenv("OUTREACH_AUDIENCE", audience)
        closed(visit("desk"))
    monkeypatch.delenv("OUTREACH_AUDIENCE")
    path = home / "data" / "district.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("enabled = true", "enabled = false"), encoding="utf-8")
    closed(visit("desk"))


def closed(seen) -> None:
    assert (
        seen.failed == []
        and ZH("desk.title") not in seen.text
        and not seen.at.file_uploader
        and not in_the_menu(seen)
        and "<h1" in seen.html
    )


def test_who_may_not_enter_is_told_why_and_gets_nothing_else(visit, home, monkeypatch):
    monkeypatch.setattr(entry, "at_the_machine", lambda headers: False)
    seen = visit("desk", lang="en")
    assert (
        told(seen) == [SAY["en"]("desk.elsewhere")] and not seen.at.file_uploader and not seen.at.get("download_button")
    )
    monkeypatch.setattr(entry, "provider", lambda: "broken")
    assert told(visit("desk")) == [ZH("desk.secrets_broken")]


def no_room(*_):
    raise OSError(28, "No space left on device")


def test_a_change_is_shown_judged_accepted_and_taken_back(visit, home, monkeypatch):
    seen = hand_in(visit("desk"), filled("bases", {(2, "名称（中文）"): "海门新科技馆"}, without=(4,)))
    assert seen.failed == [] and told(seen)[0] == ZH("desk.in_order")
    for part in (
        "海门科技馆",
        "海门新科技馆",
        ZH("desk.change_removed"),
        ZH("desk.effect_title"),
        ZH("desk.figure_bases"),
    ):
        assert part in seen.text
    assert names(home)[0] == "海门科技馆"
    seen = accept(seen, why="", who="王芳")
    assert (
        ZH("desk.wanting", what=ZH.list([ZH("desk.wanting_why"), ZH("desk.wanting_removes")])) in told(seen)
        and names(home)[0] == "海门科技馆"
    )
    with monkeypatch.context() as full:
        full.setattr(ledger.os, "replace", no_room)
        seen = accept(seen, "第三季度", "王芳", ZH("desk.removes_tick", n=1))
    assert (
        any("No space left" in one for one in told(seen))
        and names(home)[0] == "海门科技馆"
        and ZH("desk.in_hand", file="阵地.xlsx") in seen.text
    )
    seen = accept(seen, "第三季度", "王芳", ZH("desk.removes_tick", n=1))
    assert ZH("desk.accepted", table="科普阵地", added=0, changed=1, removed=1, number=1) in told(seen)
    assert names(home)[0] == "海门新科技馆" and len(names(home)) == 23 and not seen.at.checkbox
    (change,) = ledger.changes(home)
    assert (change.who, change.why, dict(change.counts)) == (
        "王芳",
        "第三季度",
        {"added": 0, "changed": 1, "removed": 1},
    )
    seen = press(seen, "desk-take-back")
    assert (
        ZH("desk.restored", table="科普阵地", added=1, changed=1, removed=0, number=2) in told(seen)
        and names(home)[0] == "海门科技馆"
    )
    assert seen.failed == [] and len(names(home)) == 24 and ledger.changes(home)[1].before == change.after


def test_every_fault_is_told_at_its_row_and_in_the_officers_words_and_nothing_can_be_accepted(visit, home):
    seen = hand_in(
        visit("desk"), filled("bases", {(2, "级别"): "宇宙级", (3, "名称（中文）"): None, (5, "所在镇街"): "火星镇"})
    )
    assert told(seen) == [ZH("desk.faulty", n=3)]
    for part in ("阵地.xlsx", "第2行", "宇宙级", "国家级、", "第3行", "不能为空", "第5行", "火星镇", "常乐镇"):
        assert part in seen.text
    assert ZH("desk.accept") not in [one.label for one in seen.at.button]
    seen = hand_in(press(seen, "desk-away"), b"\xd0\xcf\x11\xe0old", "旧.xls")
    assert told(seen) == [ZH("desk.faulty", n=1)] and ".xlsx" in seen.text
    seen = hand_in(press(seen, "desk-away"), filled("bases", {}))
    assert told(seen) == [ZH("desk.no_change")] and ZH("desk.accept") not in [one.label for one in seen.at.button]


def test_whoever_comes_second_is_refused_told_of_the_first_and_can_keep_both(visit, home):
    first, second = visit("desk"), visit("desk")
    hand_in(first, filled("bases", {(2, "名称（中文）"): "海门新科技馆"}))
    hand_in(second, filled("bases", {(3, "名称（中文）"): "江海新馆"}))
    draft = next(iter(second.at.session_state["desk-drafts"].values()))
    accept(first)
    with pytest.raises(filing.Moved):
        filing.accept(draft, "李强", "晚了", {})
    accept(second, "改名", "李强")
    assert names(home)[:2] == ["海门新科技馆", "江苏省江海博物馆"]
    assert (
        ZH("desk.overtaken") in told(second)
        and "王芳" in second.text
        and "第三季度" in second.text
        and ZH("desk.overrules", n=1) in told(second)
    )
    seen = accept(second, "改名", "李强")
    assert ZH("desk.wanting", what=ZH("desk.wanting_overrules")) in told(seen) and len(ledger.changes(home)) == 1
    press(second, "desk-join")
    assert told(second)[0] == ZH("desk.in_order")
    accept(second, "改名", "李强")
    assert second.failed == [] and names(home)[:2] == ["海门新科技馆", "江海新馆"]


def test_a_table_goes_back_to_before_any_change_after_one_more_question(visit, home):
    seen = accept(hand_in(visit("desk"), filled("bases", {(2, "名称（中文）"): "甲馆"})))
    sure = ZH("desk.sure", number=1, table="科普阵地", added=0, changed=1, removed=0)
    press(seen, "desk-restore-1")
    assert sure in told(seen) and names(home)[0] == "甲馆"
    press(seen, "desk-restore-no")
    assert sure not in told(seen)
    press(seen, "desk-restore-1")
    press(seen, "desk-restore-yes")
    assert seen.failed == [] and names(home)[0] == "海门科技馆" and len(ledger.changes(home)) == 2
    press(seen, "desk-restore-1")
    assert ZH("desk.former_same", number=1) in told(seen)


def test_a_version_that_no_longer_fits_the_other_tables_is_not_put_back(visit, home):
    seen = visit("desk", table="sources")
    book = openpyxl.load_workbook(io.BytesIO(filing.template("sources", "zh")))
    sheet = book["sources"]
    for column, cell in enumerate(sheet[2], 1):
        sheet.cell(sheet.max_row + (column == 1), column).value = "new-source" if column == 1 else cell.value
    stream = io.BytesIO()
    book.save(stream)
    accept(hand_in(seen, stream.getvalue(), "来源.xlsx"))
    other = hand_in(visit("desk"), filled("bases", {(2, "来源"): "new-source"}))
    accept(other)
    press(seen, "desk-restore-1")
    assert seen.failed == [] and any("new-source" in one and "bases.csv" in one for one in told(seen))
    assert "desk-restore-yes" not in [one.key for one in seen.at.button]


def test_an_editor_is_named_by_his_login_and_who_is_none_any_more_cannot_finish_what_he_began(visit, home, monkeypatch):
    path = home / "data" / "district.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'editors = ["wang@example.cn"]\n', encoding="utf-8")
    monkeypatch.setattr(entry, "provider", lambda: "configured")
    user = type("User", (dict,), {"is_logged_in": True, "to_dict": lambda self: dict(self)})(
        {"name": "王芳", "email": "wang@example.cn"}
    )
    monkeypatch.setattr(st, "user", user)
    seen = hand_in(visit("desk"), filled("bases", {(2, "名称（英文）"): "Another name"}))
    assert ZH("desk.effect_none") in seen.text and ZH("desk.who") not in [one.label for one in seen.at.text_input]
    user["email"] = "li@example.cn"
    next(one for one in seen.at.text_input if one.label == ZH("desk.why")).input("改名")
    next(one for one in seen.at.button if one.label == ZH("desk.accept")).click()
    seen.again()
    assert told(seen) == [ZH("desk.no_editor", email="li@example.cn")] and ledger.changes(home) == []
    user["email"] = "wang@example.cn"
    seen = seen.again()
    next(one for one in seen.at.text_input if one.label == ZH("desk.why")).input("改名")
    next(one for one in seen.at.button if one.label == ZH("desk.accept")).click()
    assert seen.again().failed == [] and ledger.changes(home)[0].who == "王芳"
