"""Questions for whoever passes by, each with an answer, two wrong ones and a line to learn."""

import pandas as pd

from outreach.tables.columns import TITLE, Code, Table, Text, about, basis, column, note, rule, source, words

OPTIONS = ("answer", "wrong_1", "wrong_2")


class Questions(Table):
    question_id: Code = column(
        "code",
        ("题目编号", "题目的编号，小写字母，以连字符相连"),
        ("Question id", "A short name in lower-case letters joined by hyphens"),
        example="oyster-reef",
    )
    base_id: Code = column(
        "code",
        ("关于哪处阵地", "题目讲的是哪处阵地，答完可以去看；不讲某一处的留空"),
        ("About base", "The base it is about, to be looked at afterwards; empty where it is about none"),
        optional=True,
        refers="bases",
        example="liya-hill",
    )
    question_zh: Text = words("zh", "题目", "Question", "问什么", "What is asked", longest=TITLE)
    question_en: Text = words("en", "题目", "Question", "问什么", "What is asked", longest=TITLE)
    answer_zh: Text = words("zh", "正确答案", "Answer", "正确的一项", "The right one", longest=TITLE)
    answer_en: Text = words("en", "正确答案", "Answer", "正确的一项", "The right one", longest=TITLE)
    wrong_1_zh: Text = words(
        "zh", "错误选项一", "Wrong answer 1", "一个不对的选项", "One that is not right", longest=TITLE
    )
    wrong_1_en: Text = words(
        "en", "错误选项一", "Wrong answer 1", "一个不对的选项", "One that is not right", longest=TITLE
    )
    wrong_2_zh: Text = words(
        "zh", "错误选项二", "Wrong answer 2", "另一个不对的选项", "Another that is not right", longest=TITLE
    )
    wrong_2_en: Text = words(
        "en", "错误选项二", "Wrong answer 2", "另一个不对的选项", "Another that is not right", longest=TITLE
    )
    learn_zh: Text = words(
        "zh",
        "学到什么",
        "To learn",
        "答完后说的一句话，要与来源一致",
        "What is said after the answer, as the source has it",
    )
    learn_en: Text = words(
        "en",
        "学到什么",
        "To learn",
        "答完后说的一句话，要与来源一致",
        "What is said after the answer, as the source has it",
    )
    basis: Code = basis("本行", "this row")
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["question_id"]
        metadata = about(("公众屏题目", "公众屏上的一道题"), ("Questions", "A question on the public screen"))

    @rule("options_alike", "wrong_1_zh", "answer_zh")
    def first_wrong_answer_is_another_in_chinese(cls, frame: pd.DataFrame) -> pd.Series:
        return _apart(frame, "wrong_1_zh", "answer_zh")

    @rule("options_alike", "wrong_1_en", "answer_en")
    def first_wrong_answer_is_another_in_english(cls, frame: pd.DataFrame) -> pd.Series:
        return _apart(frame, "wrong_1_en", "answer_en")

    @rule("options_alike", "wrong_2_zh", "answer_zh", "wrong_1_zh")
    def second_wrong_answer_is_another_in_chinese(cls, frame: pd.DataFrame) -> pd.Series:
        return _apart(frame, "wrong_2_zh", "answer_zh") & _apart(frame, "wrong_2_zh", "wrong_1_zh")

    @rule("options_alike", "wrong_2_en", "answer_en", "wrong_1_en")
    def second_wrong_answer_is_another_in_english(cls, frame: pd.DataFrame) -> pd.Series:
        return _apart(frame, "wrong_2_en", "answer_en") & _apart(frame, "wrong_2_en", "wrong_1_en")


def _apart(frame: pd.DataFrame, one: str, other: str) -> pd.Series:
    """Whether two options read differently, whatever their case and blanks."""
    read = [frame[name].str.replace(r"\s+", "", regex=True).str.casefold() for name in (one, other)]
    return (read[0] != read[1]).fillna(True).astype(bool)
