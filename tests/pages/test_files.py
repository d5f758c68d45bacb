"""What can be taken along of the page one is looking at."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from outreach.exports import fonts
from outreach.screen import documents, entry
from tests.conftest import SAY
from tests.towns import CHANGLE

NAME = f"海门区科普一张图_阵地分布 SVG_{date.today().isoformat()}.zip"


def offered(visit, page, **query):
    seen = visit(page, **query)
    seen.at.button(key="take").click()
    return seen.again()


def test_the_page_is_offered_as_files_and_as_an_address(visit):
    seen = offered(visit, "gaps", lang="en", area=CHANGLE)
    assert seen.failed == []
    assert {button.key for button in seen.at.button} >= {
        f"make-{kind}" for kind in ("pptx", "pdf", "png", "svg", "csv", "xlsx")
    }
    assert seen.at.code[0].value == f"/gaps?lang=en&area={CHANGLE}"


def test_what_is_offered_stays_though_the_page_runs_again_and_goes_with_its_state(visit):
    seen = offered(visit, "gaps", lang="en")
    again = seen.again()
    assert again.failed == [] and "make-pptx" in [button.key for button in again.at.button]
    again.at.query_params["area"] = CHANGLE
    gone = again.again()
    assert gone.failed == [] and "make-pptx" not in [button.key for button in gone.at.button]


def test_the_code_of_an_address_is_a_picture_that_the_frame_lets_through(visit, monkeypatch):
    monkeypatch.setattr(documents, "link", lambda *_: "https://atlas.example/gaps")
    said = offered(visit, "gaps").html
    assert "data:image/png;base64," in said and "二维码：https://atlas.example/gaps" in said


def test_an_exhibit_can_be_put_into_a_page_of_another_site(visit, monkeypatch):
    monkeypatch.setattr(entry, "_door", True)
    snippet = offered(visit, "gaps", lang="en").at.code[1].value
    assert snippet.startswith('<iframe src="/embed/gaps/gaps_map.html?lang=en" title="Gap index by town"')


@pytest.mark.parametrize(
    "page, more", [("overview", {"docx", "html"}), ("plan", {"docx"}), ("sources", {"docx", "html"}), ("gaps", set())]
)
def test_the_report_and_the_one_web_page_are_offered_where_all_is_told_of(visit, page, more):
    buttons = {button.key for button in offered(visit, page).at.button}
    assert {kind for kind in ("docx", "html") if f"make-{kind}" in buttons} == more


def _make_a_file():
    import streamlit as st

    from outreach.screen import cached, files
    from outreach.selection import Selection

    made = files._made("svg", "bases", Selection(), cached.say("zh"), True)
    st.text(made.name if made else "")


def test_a_file_is_made_and_its_making_told():
    at = AppTest.from_function(_make_a_file, default_timeout=60).run()
    (status,) = at.get("status")
    assert not at.exception and [one.value for one in at.text] == [NAME]
    assert status.label.replace("\\", "").startswith(f"已做好 {NAME}") and status.state == "complete"


@pytest.mark.parametrize(
    "page, query, label",
    [("town", {}, "PDF 镇街画像（A4）"), ("plan", {"unit": "finance"}, "PDF 任务单（A4）"), ("plan", {}, "PDF 讲义")],
)
def test_the_paper_of_a_page_is_named(visit, page, query, label):
    assert offered(visit, page, **query).at.button(key="make-pdf").label == label


def test_only_a_briefing_has_a_speech_to_be_printed_or_not(visit, monkeypatch):
    boxes = lambda: [box.label for box in offered(visit, "briefing").at.checkbox]
    assert boxes() == ["PDF 讲义附讲稿"] and not offered(visit, "gaps").at.checkbox
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    assert boxes() == []


def test_without_a_chinese_font_the_reason_is_said_and_nothing_breaks(visit, monkeypatch):
    monkeypatch.setattr(fonts, "installed", frozenset)
    seen = offered(visit, "overview")
    sentence = SAY["zh"]("exports.no_chinese_font")
    assert seen.failed == [] and [one.value for one in seen.at.warning] == [sentence] and sentence in seen.text
    at = AppTest.from_function(_make_a_file, default_timeout=60).run()
    (status,) = at.get("status")
    assert not at.exception and [one.value for one in at.text] == [""] and status.state == "error"
    assert "fonts-noto-cjk" in status.label.replace("\\", "")


def test_nothing_is_offered_to_a_presenter_or_a_passer_by(visit):
    for mode in ("present", "kiosk"):
        seen = visit("gaps", mode=mode)
        assert seen.failed == [] and "take" not in [button.key for button in seen.at.button]
