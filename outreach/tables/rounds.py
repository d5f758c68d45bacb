"""The rounds in which the towns are asked what the record lacks: each with a name and a day by which they report."""

import pandas as pd

from outreach.tables.columns import Code, Date, Table, Text, about, column, name, rule


class Rounds(Table):
    round_id: Code = column(
        "code",
        ("轮次编号", "这一轮报送的编号，小写字母和数字"),
        ("Round id", "A short name in lower-case letters and digits"),
        example="2026-q4",
    )
    name_zh: Text = name("zh", "这一轮", "round")
    name_en: Text = name("en", "这一轮", "round")
    sent_on: Date = column(
        "date", ("发出日期", "在哪一天发给镇街"), ("Sent on", "The day it went out to the towns"), example="2026-11-27"
    )
    due_on: Date = column(
        "date",
        ("截止日期", "镇街最迟在哪一天报送"),
        ("Due on", "The last day for the towns to report"),
        example="2026-12-20",
    )
    unit_id: Code = column(
        "code",
        ("报送单位", "镇街以哪个单位的名义核实，如各区镇"),
        ("Reporter", "The unit in whose name the towns confirm"),
        refers="units",
        example="towns",
    )

    class Config:
        unique = ["round_id"]
        metadata = about(
            ("报送轮次", "请镇街核实、补报的一轮"), ("Rounds", "A round in which the towns confirm and fill the record")
        )

    @rule("due_before_sent", "due_on", "sent_on")
    def is_due_after_it_was_sent(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["due_on"] >= frame["sent_on"]).fillna(True).astype(bool)
