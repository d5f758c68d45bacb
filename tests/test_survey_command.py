import openpyxl
import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.tables import ledger, read_district
from outreach.tables.template import template
from tests.towns import HAIMEN

HEAD = "镇街,权重,是否具备科学素质,层,群,年龄"


def respondents(path, rows=None, head=HEAD, encoding="utf-8"):
    rows = rows or [
        f"{town},1.{i % 9},{'是' if i % 5 == 0 else '否'},{town},{town}{i // 12},{20 + i % 40}"
        for town, n in (("海门街道", 120), ("三星镇", 20))
        for i in range(n)
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding=encoding)
    return path


def told(capsys, *arguments) -> tuple[int, str, str]:
    code = main(["survey", *map(str, arguments), "--wave", "2025", "--lang", "en"])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_respondents_become_rows_and_a_town_with_too_few_is_left_out(tmp_path, capsys):
    code, out, err = told(capsys, respondents(tmp_path / "asked.csv", encoding="gb18030"))
    header, row = out.splitlines()
    assert code == 0 and header == "area_code,wave,group,n,share,design_effect,clusters,df,effect_df,basis,source_id"
    assert row.startswith(f"{HAIMEN},2025,all,120,0.19") and row.endswith(",survey,survey-2025")
    assert err.splitlines() == [
        "wrote -: 1 rows (140 respondents)",
        "1 cells have fewer than 30 answers and were left out",
        "pooled over the towns, the intra-village correlation is 0.000; design effects follow from it and each town's answers"
        " per village, never below 1",
        "fewer than four fifths of the people live in the towns asked: there is no result for the district",
    ]


def test_what_the_reading_of_the_answers_and_of_their_key_has_to_tell_is_told(tmp_path, capsys):
    answers, key = openpyxl.Workbook(), openpyxl.Workbook()
    for row in [["镇街", "权重", "q1"], *[["海门街道", 1, "A" if i % 4 else "B"] for i in range(40)]]:
        answers.active.append(row)
    answers.create_sheet("备注").append(["由区科协组织"])
    answers.active.title = "asked"
    for row in [["题号", "正确答案"], ["q1", "A"]]:
        key.active.append(row)
    key.active.title = "key"
    key.create_sheet("旧版").append(["q1"])
    answers.save(tmp_path / "asked.xlsx")
    key.save(tmp_path / "key.xlsx")
    code, out, err = told(capsys, tmp_path / "asked.xlsx", "--key", tmp_path / "key.xlsx", "--pass", "70")
    assert (code, out[:9]) == (0, "area_code")
    assert [line for line in err.splitlines() if "not read" in line or "were not" in line] == [
        "key.xlsx: the sheet “key” was read; these filled sheets were not: 旧版",
        "asked.xlsx: the sheet “asked” was read; these filled sheets were not: 备注",
    ]


def test_where_every_cell_is_below_thirty_answers_just_that_is_said(tmp_path, copied, capsys):
    path = respondents(tmp_path / "few.csv", [f"海门街道,1,是,a,{i % 3},30" for i in range(29)])
    code, out, err = told(capsys, path, "--into", copied)
    assert (code, out) == (2, "") and ledger.changes(copied) == []
    assert (
        err
        == "of 29 respondents, all 1 cells (towns or groups) have fewer than 30 answers; there is no result to write\n"
    )


def test_two_columns_of_one_meaning_are_refused_naming_both(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街道,1,2,是"], "镇街,权重,加权,是否具备科学素质")
    assert told(capsys, path)[1] == (
        "asked.csv:1:-: the columns 权重, 加权 mean the same, and nobody knows which one counts: keep one of them\n"
    )


def test_a_flag_and_a_score_with_a_threshold_are_refused_naming_both(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街道,1,是,60"], "镇街,权重,是否具备科学素质,得分")
    assert told(capsys, path, "--pass", "70")[1] == (
        "asked.csv:1:-: there is “是否具备科学素质” as well as “得分”, and --pass gives a threshold: delete one of the columns,"
        " or leave --pass out\n"
    )


def test_a_respondent_without_a_village_is_refused_at_its_row(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街道,1,是,a,b,30", "海门街道,1,是,a,,30"])
    assert told(capsys, path)[1] == (
        "asked.csv:3:群: the cluster (village) is empty, and every respondent needs one; where no villages were drawn, delete"
        " the column\n"
    )


def test_a_survey_of_all_towns_gives_the_district_its_own_share(tmp_path, copied, district, capsys):
    towns = district.areas[district.areas["parent_code"] == district.home.code]
    rows = [
        f"{town},1,{'是' if (i * i + i // 8) % 4 == 0 else '否'},{i // 8}"
        for town in towns["name_zh"]
        for i in range(80)
    ]
    path = respondents(tmp_path / "all.csv", rows, "镇街,权重,是否具备科学素质,村居")
    code, _, err = told(capsys, path, "--into", copied)
    survey = read_district(find_home(copied)).survey.set_index("area_code")
    assert (
        code == 0
        and len(survey) == 13
        and survey.loc[district.home.code, ["n", "clusters", "df"]].tolist() == [960, 120, 108]
    )
    assert (survey["design_effect"] >= 1).all() and survey.loc[HAIMEN, ["df", "effect_df"]].tolist() == [9, 108]
    assert "the district: " in err


def test_a_survey_file_of_before_without_clusters_is_still_read(copied):
    path = copied / "data" / "survey.csv"
    head = "area_code,wave,group,n,share,design_effect,basis,source_id"
    path.write_text(f"{head}\n{HAIMEN},2025,all,120,0.2,1.5,survey,plan-2022\n", encoding="utf-8")
    found = read_district(find_home(copied))
    assert found.faults == () and found.survey.loc[0, ["clusters", "df", "effect_df"]].isna().all()


def test_the_rows_go_into_a_district_that_stays_sound_and_take_the_place_of_the_same_wave(tmp_path, copied, capsys):
    asked = respondents(tmp_path / "asked.csv")
    for _ in range(2):
        assert told(capsys, asked, "--into", copied)[0] == 0
    district = read_district(find_home(copied))
    assert district.faults == () and len(district.survey) == 1
    assert district.survey.at[0, "share"] == pytest.approx(0.2, abs=0.02)
    assert "survey-2025" in set(district.sources["source_id"])
    assert not list((copied / "data").glob("*.part"))
    assert [(change.table, dict(change.counts)) for change in ledger.changes(copied)] == [
        ("sources", {"added": 1, "changed": 0, "removed": 0}),
        ("survey", {"added": 1, "changed": 0, "removed": 0}),
        ("survey", {"added": 0, "changed": 1, "removed": 0}),
    ]


def test_who_put_the_rows_in_and_why_is_in_the_log_and_they_can_be_taken_out_again(tmp_path, copied, capsys):
    before = (copied / "data" / "survey.csv").read_bytes()
    assert (
        told(capsys, respondents(tmp_path / "asked.csv"), "--into", copied, "--who", "王芳", "--why", "2025年调查")[0]
        == 0
    )
    assert {(change.who, change.why) for change in ledger.changes(copied)} == {("王芳", "2025年调查")}
    ledger.undo(copied, [one for one in ledger.changes(copied) if one.table == "survey"], "王芳")
    assert (copied / "data" / "survey.csv").read_bytes() == before


def test_a_survey_kept_as_a_workbook_stays_one(tmp_path, copied, district, capsys):
    (copied / "data" / "survey.csv").unlink()
    (copied / "data" / "survey.xlsx").write_bytes(template(district, "survey", "zh", named=False))
    assert told(capsys, respondents(tmp_path / "asked.csv"), "--into", copied)[0] == 0
    assert len(read_district(find_home(copied)).survey) == 1 and not (copied / "data" / "survey.csv").exists()


def test_an_id_that_no_source_may_have_is_refused_and_nothing_is_written(tmp_path, copied, capsys):
    code, out, _ = told(capsys, respondents(tmp_path / "asked.csv"), "--into", copied, "--source", "a b")
    assert code == 1 and out.startswith("data/sources.csv:") and ":source_id: found “a b”" in out
    assert ledger.changes(copied) == []


@pytest.mark.parametrize(
    "head, cell, sentence",
    [
        (
            "姓名",
            "甲",
            "column “姓名” looks like personal data (name, telephone, identity number or address) and is not read: delete it",
        ),
        ("备注", "打 138 0013 8000", "column “备注” holds mobile numbers and is not read: delete it"),
        ("编号", "11010519491231002X", "column “编号” holds identity numbers and is not read: delete it"),
    ],
)
def test_a_file_that_tells_who_people_are_is_refused_without_repeating_it(tmp_path, capsys, head, cell, sentence):
    path = respondents(tmp_path / "asked.csv", [f"海门街道,1,是,a,b,{cell}"], HEAD.replace("年龄", head))
    code, out, err = told(capsys, path)
    assert code == 1 and out == f"asked.csv:-:{head}: {sentence}\n" and cell not in out.replace(head, "") + err


def test_eighteen_digits_that_are_no_identity_number_are_read(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", [f"海门街道,1,{i % 2},a,{i},110105194912310021" for i in range(40)])
    assert told(capsys, path)[0] == 0


def test_every_fault_is_told_at_its_row_and_column(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街,1,是,a,b,30", "三星镇,0,是,a,b,30", "三星镇,1,也许,a,b,30"])
    code, out, _ = told(capsys, path)
    assert code == 1 and out.splitlines() == [
        "asked.csv:2:镇街: “海门街” is no town of the district: expected its code or its name",
        "asked.csv:3:权重: the weight is “0”, expected a number above 0",
        "asked.csv:4:是否具备科学素质: “也许” was expected to be yes or no (1 or 0)",
    ]


def test_answers_count_only_from_the_points_the_user_says(tmp_path, capsys):
    rows = [f"{HAIMEN},1,{i % 2},{i % 3},{i % 4}" for i in range(60)]
    path = respondents(tmp_path / "asked.csv", rows, "area_code,weight,q1,q2,q3")
    assert told(capsys, path)[:2] == (
        1,
        "asked.csv:1:-: there is a score or answers alone: say with --pass from how many points on somebody counts as literate; no standard is set for you\n",
    )
    expected = sum(i % 2 + i % 3 + i % 4 >= 4 for i in range(60)) / 60
    assert (
        told(capsys, path, "--pass", "4")[1]
        .splitlines()[1]
        .startswith(f"{HAIMEN},2025,all,60,{expected:.6f}".rstrip("0"))
    )


def test_a_column_that_is_not_there_is_named(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街道,是"], "镇街,是否具备科学素质")
    assert told(capsys, path)[1] == "asked.csv:1:-: a column is missing, headed by one of: weight, 权重, 加权\n"


KEY = ["题号,正确答案,分值,维度", "q1,对,40,知识", "第2题,B,20,方法", "3,AC,20,应用", "Q4,1998,20,应用"]


def key(path, lines=KEY):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_answers_are_scored_by_the_key_and_the_threshold_that_the_user_names(tmp_path, capsys):
    answers = {
        "对,B,CA,1998": 100,
        "错,b,A C,1998.0": 60,
        "对,,a,不知道": 40,
        "是,B,A,1": 60,
        "√,A,AC,0": 60,
        "true,B,,1998": 80,
    }
    rows = [f"海门街道,1,{one}" for one in answers for _ in range(10)]
    path = respondents(tmp_path / "asked.csv", rows, "镇街,权重,题1,题2,q3,q4")
    for least, share in ((100, 1 / 6), (60.5, 2 / 6), (60, 5 / 6), (40, 1)):
        code, out, err = told(capsys, path, "--key", key(tmp_path / "key.csv"), "--pass", least)
        assert code == 0 and float(out.splitlines()[1].split(",")[4]) == pytest.approx(share, abs=1e-6)
    assert err.splitlines()[2:] == [
        "mean score 66.7 of 100",
        "知识: mean score 83.3",
        "方法: mean score 66.7",
        "应用: mean score 50.0",
    ]


def test_a_key_without_weights_counts_every_question_the_same(tmp_path, capsys):
    rows = [f"海门街道,1,{'A' if i % 2 else 'B'},A,A" for i in range(60)]
    path = respondents(tmp_path / "asked.csv", rows, "镇街,权重,q1,q2,q3")
    code, out, err = told(
        capsys, path, "--key", key(tmp_path / "key.csv", ["question,answer", "1,A", "2,A", "3,A"]), "--pass", 70
    )
    assert code == 0 and out.splitlines()[1].split(",")[4] == "0.5" and "mean score 83.3 of 100" in err


def test_no_threshold_is_set_for_the_user_with_a_key_either(tmp_path, capsys):
    path = respondents(tmp_path / "asked.csv", ["海门街道,1,对,A,A,1"], "镇街,权重,q1,q2,q3,q4")
    for wrong in ([], ["--pass", "0"], ["--pass", "170"]):
        code, out, _ = told(capsys, path, "--key", key(tmp_path / "key.csv"), *wrong)
        assert (
            code == 1
            and out
            == "asked.csv:1:-: answers scored by a key make up to 100 points: say with --pass from how many on somebody counts as literate (above 0, at most 100); no standard is set for you\n"
        )


def test_an_answer_of_another_kind_is_told_at_its_row_and_column(tmp_path, capsys):
    path = respondents(
        tmp_path / "asked.csv", ["海门街道,1,对,B,AC,1998", "海门街道,1,B,7,AZ,many"], "镇街,权重,q1,q2,q3,q4"
    )
    code, out, _ = told(capsys, path, "--key", key(tmp_path / "key.csv"), "--pass", 70)
    hint = "; leave it empty or write “don't know” where nothing was answered"
    assert code == 1 and out.splitlines() == [
        f"asked.csv:3:q1: “B” was expected to be right or wrong (yes or no){hint}",
        f"asked.csv:3:q2: “7” was expected to be the letters of options, such as A{hint}",
        f"asked.csv:3:q3: “AZ” was expected to be the letters of options, such as A{hint}",
        f"asked.csv:3:q4: “many” was expected to be a number{hint}",
    ]


@pytest.mark.parametrize(
    "lines, expected",
    [
        (
            ["题号,分值", "q1,2"],
            ["key.csv:1:-: a column is missing, headed by one of: answer, right_answer, 正确答案, 答案"],
        ),
        (["题号,答案"], ["key.csv:1:-: there is no question in the key"]),
        (
            ["题号,答案,分值", "q1,,1", "题1,A,-2"],
            [
                "key.csv:2:答案: this cell may not be empty",
                "key.csv:3:题号: the question “题1” repeats row 2",
                "key.csv:3:分值: the weight is “-2”, expected a number above 0",
            ],
        ),
        (
            ["题号,答案", "q1,A", "q9,A"],
            ["asked.csv:1:-: questions of the key have no column among the answers: 9 (headed q1, for example)"],
        ),
    ],
)
def test_every_fault_of_a_key_is_told_at_its_row_and_column(tmp_path, capsys, lines, expected):
    path = respondents(tmp_path / "asked.csv", ["海门街道,1,A"], "镇街,权重,q1")
    code, out, _ = told(capsys, path, "--key", key(tmp_path / "key.csv", lines), "--pass", 70)
    assert code == 1 and out.splitlines() == expected


def test_a_file_that_is_not_there_is_one_sentence(tmp_path, capsys):
    assert told(capsys, tmp_path / "none.csv")[:2] == (1, "none.csv:-:-: the file is missing\n")
