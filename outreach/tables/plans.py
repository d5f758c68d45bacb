"""The district's plans, one after the other: their periods, their sources and the target for literacy."""

import pandas as pd

from outreach.tables.columns import Code, Table, Text, Year, about, column, name, rule, source

STATES = {
    "draft": ("编制中", "being drafted"),
    "adopted": ("已印发", "adopted"),
    "assessed": ("已作终期评估", "finally assessed"),
}


class Plans(Table):
    plan_id: Code = column("code", ("规划编号", "规划的编号"), ("Plan id", "The plan's id"), example="plan-2021")
    name_zh: Text = name("zh", "规划", "plan")
    name_en: Text = name("en", "规划", "plan")
    from_year: Year = column(
        "year",
        ("起始年份", "规划期的第一年"),
        ("From", "The first year of the plan"),
        least=1990,
        most=2100,
        example="2021",
    )
    to_year: Year = column(
        "year",
        ("终止年份", "规划期的最后一年"),
        ("To", "The last year of the plan"),
        least=1990,
        most=2100,
        example="2025",
    )
    literacy_target_id: Code = column(
        "code",
        ("素质指标编号", "本规划的“公民具备科学素质的比例”是哪一项指标；指标录入后再填"),
        (
            "Literacy target",
            "Which of its targets is the share of citizens with science literacy; once they are entered",
        ),
        optional=True,
        refers="targets",
        example="T01",
    )
    state: Code = column(
        "code",
        ("状态", "编制中的不作为现行规划；是否到期按年份判断，不必填写"),
        ("State", "A draft is never the plan in force; whether it has ended is told by its years"),
        values=STATES,
        example="adopted",
    )
    source_id: Code = source()

    class Config:
        unique = ["plan_id"]
        metadata = about(("规划", "一份全民科学素质行动规划"), ("Plans", "A plan for civic science literacy"))

    @rule("plan_ends_before_it_begins", "to_year", "from_year")
    def ends_after_it_begins(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["to_year"] >= frame["from_year"]).fillna(True).astype(bool)
