"""What each town was asked in a round, cell by cell of the record, and what it answered."""

import pandas as pd

from outreach.tables.columns import Code, Date, Integer, Labels, Table, Text, about, column, rule

ABOUT: Labels = {
    "areas": ("镇街", "town"),
    "bases": ("科普阵地", "base"),
    "register": ("录入核实", "record of a level"),
    "survey": ("抽样调查", "survey"),
    "measures": ("规划任务", "plan"),
    "additions": ("新增阵地", "new base"),
}
ANSWERS: Labels = {
    "confirmed": ("核实无误", "confirmed"),
    "changed": ("有变化", "changed"),
    "none": ("确实没有", "there is none"),
    "unknown": ("不清楚", "not known"),
}


class Returns(Table):
    round_id: Code = column(
        "code",
        ("轮次编号", "在哪一轮问的"),
        ("Round id", "The round it was asked in"),
        refers="rounds",
        example="2026-q4",
    )
    area_code: Code = column(
        "code", ("镇街代码", "问的是哪个镇街"), ("Town code", "The town asked"), refers="areas", example="320614103"
    )
    number: Integer = column(
        "integer", ("序号", "填报表中的序号"), ("Number", "Its number on the town's sheet"), least=1, example="3"
    )
    about: Code = column(
        "code",
        ("属于", "问的是哪张表里的内容；抽样调查和规划任务只留存答复，不改表；镇街要新增的阵地另编序号"),
        (
            "About",
            "The table it is about; what is told of surveys and the plan is kept here and changes no table; bases that the town added have numbers of their own",
        ),
        values=ABOUT,
        example="bases",
    )
    row: Text = column(
        "text",
        ("哪一行", "表中那一行的编号，几列的以斜线相连"),
        ("Row", "The key of that table's row, its parts joined by a slash"),
        example="zhang-jian-memorial",
    )
    field: Code = column("code", ("哪一列", "表中的列"), ("Column", "The column of that table"), example="opening")
    recorded: Text = column(
        "text",
        ("发出时的记录", "发出时表中这一格的值，空着的留空"),
        ("Recorded", "What the cell held when the sheet went out; empty where it was empty"),
        optional=True,
    )
    answer: Code = column(
        "code",
        ("答复", "镇街怎样答复；未答复的留空"),
        ("Answer", "How the town answered; empty until it does"),
        optional=True,
        values=ANSWERS,
        example="confirmed",
    )
    value: Text = column(
        "text", ("填报的值", "有变化时填报的值"), ("Value", "What the town gave where it has changed"), optional=True
    )
    note: Text = column("text", ("备注", "镇街写的备注"), ("Note", "What the town remarked"), optional=True)
    returned_on: Date = column(
        "date",
        ("收到日期", "在哪一天收到这项答复"),
        ("Returned on", "The day the answer came in"),
        optional=True,
        example="2026-12-15",
    )
    returned_by: Text = column(
        "text", ("填报人", "镇街由谁填报"), ("Filled in by", "Who filled it in at the town"), optional=True
    )

    class Config:
        unique = ["round_id", "area_code", "number"]
        metadata = about(
            ("镇街报送", "一轮中问一个镇街的一项内容及其答复"),
            ("Returns", "One thing a town was asked in a round, and its answer"),
        )

    @rule("answer_undated", "returned_on", "answer")
    def an_answer_has_its_day(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["answer"].isna() == frame["returned_on"].isna()

    @rule("answer_without_value", "value", "answer")
    def a_change_has_its_value(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["answer"] == "changed").fillna(False).astype(bool) == frame["value"].notna()
