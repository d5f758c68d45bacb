"""The plan's page in words and pictures: the shipped district, and one with reports of every kind."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from outreach.measures.progress import STATUSES
from outreach.selection import LANGUAGES
from outreach.settings import Bearing
from outreach.views import palette, plan
from tests.conftest import SAY, TODAY
from tests.measures.test_plans import with_a_next
from tests.towns import CHANGLE, YUELAI

DURING = date(2024, 6, 30)
LEDE = {
    "zh": "《南通市海门区全民科学素质行动规划（2021—2025年）》已于2025年12月31日到期，以下为期末情况。《规划》提出量化指标12项：到期未报告12项。任务措施38项（提升行动18项、重点工程16项、组织实施4项），由25个单位承担。",
    "en": "“Action plan for civic science literacy of Haimen District, Nantong (2021–2025)” ended on 31 December 2025; this is where it stood at its end. The plan sets 12 quantified targets: No final report 12. Its 38 measures (actions 18, projects 16, organisation 4) are shared by 25 units.",
}
OWED = (
    "缺报告的指标有12项。按列首位的单位计：区教体局3项、区委宣传部3项、区农业农村局2项、区人社局1项、区全民科学素质工作领导小组1项、区委组织部1项。"
    "另有1项规划未列责任单位，须先确定由谁报送。在“指标进展”表（“数据填报”页）中添一行（完成值、日期、佐证、报送单位、来源），即为一次报告。"
)


def reported(district, *rows, literacy=()):
    """The district with these reports (target, day, value) and published literacy figures (year, share, n)."""
    found = pd.DataFrame(rows, columns=["target_id", "date", "value"]).assign(
        date=lambda frame: pd.to_datetime(frame["date"]),
        basis="official",
        evidence_zh="验收文件",
        evidence_en=None,
        evidence_url="https://example.org/1",
        reporter_unit_id="education-sports",
        source_id="plan-2022",
    )
    figures = district.literacy
    for year, share, n in literacy:
        row = figures.iloc[[0]].assign(area_code="320614", year=year, share=share, n=n, basis="official", group="all")
        figures = pd.concat([figures, row.astype(figures.dtypes.to_dict())], ignore_index=True)
    return replace(district, progress=found[list(district.progress)], literacy=figures)


DURING_ROWS = [
    ("T01", "2023-12-31", 0.176),
    ("T02", "2023-12-31", 2),
    ("T03", "2023-12-31", 1),
    ("T06", "2023-12-31", 1000),
    ("T09", "2023-12-31", 3),
    ("T10", "2022-12-31", 2),
]
AFTER_ROWS = [("T01", "2025-12-31", 0.2), ("T02", "2025-12-31", 2), ("T10", "2025-12-31", 2)]


@pytest.fixture
def played(stage):
    """What the page shows of the shipped district in each language."""
    return {language: stage.play("plan", language) for language in LANGUAGES}


def statuses(seen):
    return seen.exhibits["plan_targets"].rows.set_index("target_id")["status"].to_dict()


def trace(seen, target):
    rows = seen.exhibits["plan_traces"].rows
    return dict(rows.loc[rows["target_id"] == target, ["item", "content"]].to_numpy())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_presenter_reads_out_first(played, language):
    assert LEDE[language] in played[language].texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_plans_stand_beside_each_other_and_either_can_be_chosen(stage, district, language):
    both = with_a_next(district)
    now = stage.play("plan", language, district=both)
    ended = stage.play("plan", language, district=both, plan="plan-2021")
    assert len(now.exhibits["plan_targets"].rows) == 3 and len(ended.exhibits["plan_targets"].rows) == 12
    compared = now.exhibits["plan_compared"]
    assert compared.table().equals(ended.exhibits["plan_compared"].table()) and len(compared.rows) == 13
    assert LEDE[language].split("12")[0] in ended.sentence and LEDE[language].split("12")[0] not in now.sentence


def test_what_is_missing_and_who_owes_it(played):
    reports = played["zh"].exhibits["plan_reports"]
    assert reports.sentence == OWED
    rows = reports.rows.set_index("target_id")
    assert (rows.at["T01", "wanted"], rows.at["T01", "owed_by"]) == ("期末完成值及佐证", "规划未列责任单位")
    assert (rows.at["T04", "wanted"], rows.at["T04", "owed_by"]) == ("期末完成值及佐证", "区教体局等5个单位")
    assert rows["age"].isna().all()


def test_every_status_has_a_name_a_rule_and_a_colour():
    assert {*STATUSES, "below"} == set(plan.STATUSES) == set(palette.STATUS)
    for say in SAY.values():
        for one in plan.STATUSES:
            assert say(f"status.{one}") in say(f"plan.trace_rule.{one}", status=say(f"status.{one}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_is_shown_in_the_course_of_the_plan(stage, district, language):
    during = stage.play(
        "plan", language, reported(district, *DURING_ROWS, literacy=[(2023, 0.176, 3000)]), today=DURING
    )
    after = stage.play("plan", language, reported(district, *AFTER_ROWS, literacy=[(2025, 0.2, 10)]))
    sure = stage.play("plan", language, reported(district, ("T01", "2025-12-31", 0.23), literacy=[(2025, 0.23, 3000)]))
    found = statuses(during)
    assert {one: found[one] for one in ("T01", "T02", "T03", "T06", "T09", "T10", "T08", "T04")} == {
        "T01": "within_error",
        "T02": "achieved",
        "T03": "behind",
        "T06": "far_behind",
        "T09": "on_track",
        "T10": "on_track",
        "T08": "no_report",
        "T04": "no_report",
    }
    assert (statuses(after)["T01"], statuses(after)["T10"], statuses(after)["T06"]) == (
        "not_assessable",
        "missed",
        "no_final_report",
    )
    assert statuses(sure)["T01"] == "achieved"
    assert {*found.values(), *statuses(after).values()} == set(STATUSES)


def test_a_trace_tells_figures_days_formula_and_the_pace_required(stage, district):
    said = trace(stage.play("plan", "zh", reported(district, *DURING_ROWS), today=DURING), "T03")
    assert (
        said["最近报告"]
        == "1个，截至2023年12月31日（官方公布）。报送单位：区教体局。佐证：验收文件。来源：南通市海门区全民科学素质行动规划（2021—2025年）。"
    )
    assert said["规划进度"].startswith(
        "从0个到2个，每年0.4个；按此进度，今天应达到1.4个。报告日应达到1.2个。实际进度每年0.3个，规划进度每年0.4个，两者之比为0.83"
    )
    assert said["从今天起"] == "距期限还有549天，所需进度为每年0.7个。"
    assert said["判定"] == "进度滞后：实际进度在规划进度的60%～95%之间。"


def test_literacy_says_what_chance_may_have_done(stage, district):
    known = trace(
        stage.play("plan", "zh", reported(district, *DURING_ROWS, literacy=[(2023, 0.176, 3000)]), today=DURING), "T01"
    )
    unknown = trace(stage.play("plan", "zh", reported(district, *DURING_ROWS), today=DURING), "T01")
    assert (
        known["抽样误差"]
        == "95%误差范围为上下1.7个百分点，真实比例不低于目标的可能性为0%，不低于报告日应达水平的可能性为50%"
    )
    assert unknown["抽样误差"] == "调查的样本量和误差未公布，抽样误差不明，按公布数判定。"
    assert "抽样误差" not in trace(stage.play("plan", "zh", reported(district, *DURING_ROWS), today=DURING), "T03")


def test_a_report_shows_its_age_evidence_and_reporter(stage, district):
    rows = (
        stage.play("plan", "zh", reported(district, *DURING_ROWS), today=DURING)
        .exhibits["plan_reports"]
        .rows.set_index("target_id")
    )
    assert (
        rows.at["T03", "age"],
        rows.at["T03", "evidence"],
        rows.at["T03", "reporter"],
        rows.at["T03", "wanted"],
    ) == (182, "验收文件、https://example.org/1", "区教体局", "")
    assert (rows.at["T10", "wanted"], rows.at["T10", "age"]) == ("一年内的新报告", 547)


def test_the_calendar_runs_to_the_stated_plenary_or_a_year_on(stage, district):
    assert (
        stage.play("plan")
        .exhibits["plan_calendar"]
        .sentence.startswith("下次全体会议的日期未定，以下列到2027年11月23日")
    )
    home = replace(district.home, plan=district.home.plan.model_copy(update={"next_plenary": date(2025, 1, 10)}))
    calendar = stage.play("plan", "zh", replace(reported(district, *DURING_ROWS), home=home), today=DURING).exhibits[
        "plan_calendar"
    ]
    assert calendar.sentence.startswith("下次全体会议定于2025年1月10日。")
    assert calendar.rows[["target_id", "kind"]].to_numpy().tolist() == [
        ["T10", "renew"],
        ["T01", "renew"],
        ["T03", "renew"],
        ["T06", "renew"],
        ["T09", "renew"],
        ["T05", "end"],
        ["T11", "end"],
        ["T12", "end"],
        ["T04", "open"],
        ["T07", "open"],
    ]


def test_nothing_owed_has_no_calendar(stage, district):
    done = replace(district, targets=district.targets[district.targets["target_id"].isin(["T01", "T02"])])
    seen = stage.play("plan", "zh", reported(done, ("T01", "2025-12-31", 0.25), ("T02", "2025-12-31", 2)))
    assert "plan_calendar" not in seen.exhibits and seen.exhibits["plan_reports"].sentence == SAY["zh"](
        "plan.nothing_owed"
    )


def test_the_matrix_marks_every_duty_and_names_every_measure(played):
    matrix = played["zh"].exhibits["plan_duties"]
    assert len(matrix.rows) == 255 and matrix.rows["role"].value_counts().to_dict() == {
        "member": 187,
        "first": 34,
        "towns": 34,
    }
    domain = matrix.vector["layer"][1]["encoding"]["y"]["scale"]["domain"]
    assert [label for label in domain if label.strip()][0] == "四(一)1 加强校内青少年科学教育" and sum(
        bool(label.strip()) for label in domain
    ) == 38
    assert len(set(domain)) == len(domain)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_cut_where_targets_stand_and_no_units_over_the_matrix(played, stage, language):
    assert not any("…" in label for label in played[language].exhibits["plan_targets"].rows["label"])
    farmers = stage.play("plan", language, article="A2").exhibits["plan_duties"]
    for matrix in (farmers, played[language].exhibits["plan_duties"]):
        heads = " ".join(one["text"] for one in matrix.vector["layer"][2]["data"]["values"]).replace("\n", " ")
        assert "…" not in heads and ("Association for Science and Technology" in heads or language == "zh")


def test_the_matrix_is_shown_article_by_article_unless_it_is_of_one(played, stage):
    field, articles = played["en"].exhibits["plan_duties"].apart
    assert field == "article" and len(articles) == 10 and articles["A2"] == "Raise science literacy of farmers"
    assert stage.play("plan", "en", article="A2").exhibits["plan_duties"].apart is None


def test_a_role_has_a_shape_and_a_colour_of_its_own(played):
    points = played["en"].exhibits["plan_duties"].vector["layer"][1]["encoding"]
    for channel in ("color", "shape"):
        scale = points[channel]["scale"]
        assert scale["domain"] == ["First named", "Other units", "Towns"] and len(set(scale["range"])) == 3


def test_a_chosen_unit_stands_first_and_has_its_sheet(stage):
    seen = stage.play("plan", "zh", unit="science-association")
    matrix, sheet = seen.exhibits["plan_duties"], seen.exhibits["plan_unit"]
    assert matrix.vector["layer"][1]["encoding"]["x"]["scale"]["domain"][0] == "区科协"
    assert sheet.rows["measure_id"].nunique() == 31 == len(matrix.rows["measure_id"].unique())
    assert sheet.rows["place"].tolist()[:5] == ["列首位"] * 5 and sheet.rows["place"].tolist()[5] == "列第4位"
    assert {"31 项", "其中列首位5项", "10 项"} <= set(seen.texts)


def test_the_leading_group_answers_for_a_target_alone(stage):
    rows = stage.play("plan", "zh", unit="leading-group").exhibits["plan_unit"].rows
    assert rows[["target_id", "place", "wanted"]].to_numpy().tolist() == [["T11", "指标责任单位", "期末完成值及佐证"]]


@pytest.mark.parametrize(
    "chosen", [{"people": "older"}, {"article": "P3"}, {"part": "organisation"}, {"unit": "towns", "people": "young"}]
)
def test_the_duties_keep_to_what_is_chosen(stage, district, chosen):
    listed = stage.play("plan", "zh", **chosen).exhibits["plan_measures"].rows["measure_id"]
    column = {"people": "people", "article": "article_id", "part": "part"}
    expected = district.measures
    for field, value in chosen.items():
        expected = expected[expected[column[field]] == value] if field in column else expected
    assert listed.tolist() == expected["measure_id"].tolist()


def test_measures_of_organisation_have_no_units_and_no_matrix(stage):
    seen = stage.play("plan", "zh", part="organisation")
    assert "plan_duties" not in seen.exhibits
    assert set(seen.exhibits["plan_measures"].rows["first"]) == {"规划未列责任单位"}


def test_filters_that_leave_nothing_are_said(stage):
    seen = stage.play("plan", "en", article="A1", part="project")
    assert SAY["en"]("plan.none_chosen") in seen.texts and "plan_measures" not in seen.exhibits


def test_a_measure_names_its_targets_and_the_gaps_it_bears_on(played):
    rows = played["zh"].exhibits["plan_measures"].rows.set_index("measure_id")
    assert (
        rows.at["P3.3", "targets"]
        == "T08 国家级科普教育基地（到期未报告）、T09 省级科普教育基地（到期未报告）、T10 科普旅游基地（到期未报告）"
    )
    assert rows.at["P3.3", "gaps"] == "阵地数量、层级完备" and rows.at["P1.1", "gaps"] == ""


def test_measures_and_gaps_link_to_each_other(district):
    measured = pd.DataFrame(
        {
            "facilities": [0.0, 90.0],
            "coverage": [100.0, 50.0],
            "tiers": [0.0, 0.0],
            "literacy": [float("nan")] * 2,
            "first": ["coverage", "facilities"],
            "second": [None, "coverage"],
            "points_coverage": [20.0, 10.0],
            "points_facilities": [0.0, 18.0],
        },
        index=[CHANGLE, YUELAI],
    )
    bearing = {"P3.1": ("facilities", "coverage"), "P3.4": ("coverage",), "P3.3": ("tiers",)}
    links = plan.to_gaps(SAY["zh"], district, district.measures, bearing, measured)
    assert [(page, chosen) for page, _, chosen in links] == [
        ("gaps", {"area": YUELAI}),
        ("gaps", {"area": CHANGLE}),
    ]
    assert links[1][1].startswith("五(三)1、五(三)4 → 设施缺口的“覆盖人口”")
    roles = district.duties.assign(role="member")
    back = plan.to_plan(SAY["en"], district, bearing, roles, measured, CHANGLE)
    assert back == [
        (
            "plan",
            "P3.1 Improve the layout of outreach facilities (People covered; first named: District Development and Reform Commission)",
            {"article": "P3"},
        )
    ]
    said = plan.answer(SAY["en"], district, bearing, roles, measured, CHANGLE)
    assert said.startswith("Who answers: District Development and Reform Commission. On this ground: ")
    assert "People covered (20 points)" in said
    assert plan.answer(SAY["en"], district, {}, roles, measured, CHANGLE).endswith(
        "no task that bears on the two largest parts of this gap."
    )
    assert plan.answer(SAY["en"], district, bearing, roles, measured, None) == ""
    assert plan.to_plan(SAY["en"], district, bearing, roles, measured, None) == []


@pytest.fixture
def before(district):
    """A snapshot of a year ago: one base fewer, one open that is closed now, no report yet."""
    bases = district.bases[district.bases["base_id"] != "fumei-farm"]
    tables = {
        "bases": bases,
        "targets": district.targets,
        "progress": district.progress.iloc[:0],
        "literacy": district.literacy,
        "survey": district.survey,
        "areas": district.areas,
    }
    return SimpleNamespace(
        taken=date(2026, 1, 15),
        keys={"bases": ["base_id"], "progress": ["target_id", "date"]},
        table=tables.__getitem__,
    )


def test_since_the_last_meeting(stage, district, before, monkeypatch):
    from outreach.screen import cached

    monkeypatch.setattr(cached, "snapshot", lambda of, day, today: before)
    now = reported(district, *AFTER_ROWS)
    now = replace(
        now,
        bases=now.bases.assign(
            status=now.bases["status"].mask(now.bases["base_id"] == "zhang-jian-memorial", "closed")
        ),
    )
    slide = stage.play("plan", "zh", now).exhibits["plan_since"]
    assert slide.title == "2026年1月15日以来的变化"
    assert slide.sentence == "自2026年1月15日以来：新增阵地1处；关闭阵地1处；3项指标的进展有变化；更新数据5条。"
    assert slide.rows["kind"].tolist() == ["指标进展"] * 3 + ["新增阵地", "关闭阵地", "数据更新", "数据更新"]
    assert slide.rows.iloc[0].tolist() == ["指标进展", "T01 公民具备科学素质的比例", "到期未报告", "已完成"]
    assert slide.rows.iloc[-1].tolist() == ["数据更新", "指标进展", "", "新增3条"]
    english = stage.play("plan", "en", now).exhibits["plan_since"]
    assert (
        english.sentence
        == "Since 2026-01-15: new bases 1; closed bases 1; targets with another status 3; records updated 5."
    )
    assert SAY["zh"]("since.nothing_kept") not in stage.play("plan", "zh", now).texts


def test_where_nothing_has_changed_the_slide_says_so(stage, district, before, monkeypatch):
    from outreach.screen import cached

    same = SimpleNamespace(taken=before.taken, keys=before.keys, table=district.table)
    monkeypatch.setattr(cached, "snapshot", lambda of, day, today: same)
    slide = stage.play("plan").exhibits["plan_since"]
    assert slide.rows.to_numpy().tolist() == [["无变化", "数据、阵地和指标进展都没有变化", "", ""]]


def test_without_a_snapshot_it_says_how_to_keep_one(stage, monkeypatch):
    from outreach.screen import cached

    monkeypatch.setattr(cached, "snapshot", lambda of, day, today: None)
    seen = stage.play("plan")
    assert SAY["zh"]("since.nothing_kept") in seen.texts and "plan_since" not in seen.exhibits


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_that_names_nothing_is_shown_all_the_same(stage, district, language):
    bare = replace(
        district,
        targets=district.targets.iloc[:1],
        progress=district.progress.iloc[:0],
        home=replace(district.home, plan=district.home.plan.model_copy(update={"gaps": Bearing()})),
    )
    seen = stage.play("plan", language, bare, today=TODAY)
    assert len(seen.exhibits["plan_targets"].rows) == 1 and set(seen.exhibits["plan_measures"].rows["gaps"]) == {""}
