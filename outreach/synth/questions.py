"""The questions of a demonstration district, which nobody should learn from."""

import pandas as pd

from outreach.synth.tables import BASIS, SOURCE
from outreach.tables.questions import Questions

_ASKED = (
    ("demo-fruit", "哪一种水果最重？", "Which fruit is the heaviest?", "西瓜", "A watermelon", "苹果", "An apple", "葡萄", "A grape"),
    ("demo-day", "一天有多少小时？", "How many hours has a day?", "24小时", "24", "12小时", "12", "36小时", "36"),
    ("demo-sun", "太阳从哪边升起？", "Where does the sun rise?", "东边", "In the east", "西边", "In the west", "北边", "In the north"),
)  # fmt: skip


def questions() -> pd.DataFrame:
    """A round of questions for the public screen."""
    asked = ["question_id", "question_zh", "question_en", "answer_zh", "answer_en"]
    wrong = ["wrong_1_zh", "wrong_1_en", "wrong_2_zh", "wrong_2_en"]
    rows = pd.DataFrame(_ASKED, columns=[*asked, *wrong]).assign(
        learn_zh=lambda row: "演示题：" + row["answer_zh"] + "。",
        learn_en=lambda row: "A question for demonstration: " + row["answer_en"] + ".",
        basis=BASIS,
        source_id=SOURCE,
    )
    return rows.reindex(columns=list(Questions.to_schema().columns))
