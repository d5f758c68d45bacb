import json

import pytest

from outreach.home import find_home
from outreach.tables import read_district, snapshot
from tests.conftest import SAY, TODAY
from tests.towns import CHANGLE

ZH = SAY["zh"]


def test_each_of_the_twelve_targets_opens_its_trace(visit):
    seen = visit("plan")
    assert seen.failed == []
    assert sum(one.label.startswith("T") and "：" in one.label for one in seen.at.expander) == 12
    assert ZH("plan.trace_no_report") in seen.text


def test_the_target_in_the_address_is_open(visit):
    proto = [one.proto for one in visit("plan", target="T08").at.expander if one.label.startswith("T")]
    assert [one.label[:3] for one in proto if one.expanded] == ["T08"]


def test_a_unit_is_chosen_at_a_touch_and_its_sheet_appears(visit):
    seen = visit("plan")
    assert ZH("plan.sheet_hint") in seen.text
    seen.at.selectbox(key="control-unit-zh").set_value("education-sports")
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh", "unit": "education-sports"}
    assert (
        "区教体局任务单" in seen.text
        and ZH("plan.sheet_print") in seen.text.replace("\\", "")
        and "@media print" in seen.html
    )


def test_filters_are_cleared_at_a_touch(visit):
    seen = visit("plan", unit="towns", people="older", part="project")
    assert ZH("plan.none_chosen") in seen.text
    (clear,) = [one for one in seen.at.button if one.label == ZH("plan.clear")]
    clear.click()
    seen.again()
    assert seen.failed == [] and seen.query == {"lang": "zh"} and ZH("plan.none_chosen") not in seen.text


@pytest.mark.parametrize("field", ["unit", "people", "article", "part", "target", "since"])
def test_what_the_plan_does_not_know_is_said(visit, field):
    seen = visit("plan", **{field: "nonsense"})
    assert seen.failed == [] and [one.value for one in seen.at.info] == [ZH("shell.slip", name=field, value="nonsense")]


def test_the_plan_and_the_gaps_link_to_each_other(visit):
    def links(seen):
        return [one.proto for one in seen.at.main.get("page_link")]

    there = links(visit("plan", article="P3"))
    assert there and all(one.page == "gaps" and "area=320614" in one.query_string for one in there)
    back = links(visit("gaps", area=CHANGLE))
    assert back and all(one.page == "plan" and "article=" in one.query_string for one in back)
    assert links(visit("plan", article="A5")) == [] == links(visit("gaps"))


@pytest.fixture
def kept(copied, monkeypatch, fresh):
    """The district in a directory of its own, with a snapshot of a month ago in which a base was missing."""
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    home = find_home(copied)
    path = snapshot.write(home, read_district(home), TODAY.replace(year=2025))
    content = json.loads(path.read_text(encoding="utf-8"))
    content["tables"]["bases"]["rows"].pop(0)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_a_kept_snapshot_becomes_the_first_slide(visit, kept):
    seen = visit("plan")
    assert seen.failed == [] and ZH("since.nothing_kept") not in seen.text
    assert "自2025年11月23日以来：新增阵地1处；" in seen.text and "2025年11月23日" in str(
        seen.at.selectbox(key="control-since-zh").options
    )


def test_a_broken_snapshot_breaks_nothing(visit, kept):
    kept.write_text("{", encoding="utf-8")
    seen = visit("plan", since="2025-11-23")
    assert seen.failed == [] and ZH("since.nothing_kept") in seen.text


def test_a_report_is_one_more_row(visit, copied, monkeypatch, fresh):
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    path = copied / "data" / "progress.csv"
    row = "T08,2025-12-31,1,official,命名文件,,https://example.org/1,science-association,plan-2022\r\n"
    path.write_bytes(path.read_bytes().rstrip() + b"\r\n" + row.encode())
    seen = visit("plan")
    assert seen.failed == [] and "T08 国家级科普教育基地：已完成" in seen.text and "命名文件" in seen.text
