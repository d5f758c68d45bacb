"""The plan's quantified targets."""

import pandas as pd

from outreach.tables.columns import (
    NAME,
    Code,
    Flag,
    Quantity,
    Table,
    Text,
    Year,
    about,
    basis,
    column,
    name,
    note,
    of_plan,
    rule,
    source,
    words,
)

KINDS = {"rate": ("比率", "rate"), "count": ("数量", "count")}
COMPARISONS = {"at_least": ("不少于", "at least"), "exactly": ("等于", "exactly")}


class Targets(Table):
    target_id: Code = column("code", ("指标编号", "指标的编号"), ("Target id", "The target's id"), example="T01")
    plan_id: Code = of_plan()
    follows_id: Code = column(
        "code",
        ("接续指标", "接续上一份规划的哪一项指标；新设的留空"),
        ("Follows", "The target of an earlier plan that it goes on from; empty for a new one"),
        optional=True,
        later=True,
        refers="targets",
        example="T08",
    )
    section: Text = column(
        "text", ("规划章节", "规划中的章节"), ("Section", "Section of the plan"), example="四(一)1", longest=NAME
    )
    measure_id: Code = column(
        "code",
        ("任务编号", "指标所属的任务"),
        ("Measure id", "The measure it belongs to"),
        optional=True,
        refers="measures",
        example="A1.1",
    )
    unit_id: Code = column(
        "code",
        ("责任单位", "不属于任务时负责的单位"),
        ("Unit id", "Who answers for it where it belongs to no measure with units"),
        optional=True,
        refers="units",
        example="leading-group",
    )
    name_zh: Text = name("zh", "指标", "target")
    name_en: Text = name("en", "指标", "target")
    kind: Code = column(
        "code",
        ("指标类型", "比率还是数量"),
        ("Kind of target", "Whether it is a rate or a count"),
        values=KINDS,
        example="count",
    )
    target_value: Quantity = column(
        "quantity",
        ("目标值", "要达到的值，比率写成百分数"),
        ("Target value", "The value to reach; rates are written as percentages"),
        least=0,
        example="20%",
    )
    unit_zh: Text = words("zh", "计量单位", "Unit", "目标值的计量单位", "What the value is counted in", longest=NAME)
    unit_en: Text = words("en", "计量单位", "Unit", "目标值的计量单位", "What the value is counted in", longest=NAME)
    baseline: Quantity = column(
        "quantity",
        ("基数", "起始年份的值"),
        ("Baseline", "The value at the start"),
        optional=True,
        least=0,
        example="14%",
    )
    baseline_year: Year = column(
        "year",
        ("基数年份", "基数所指的年份"),
        ("Baseline year", "The year of the baseline"),
        optional=True,
        least=1990,
        most=2100,
        example="2020",
    )
    due: Year = column(
        "year",
        ("完成年份", "应在哪一年完成，规划未定的留空"),
        ("Due", "The year it is due; empty where the plan names none"),
        optional=True,
        least=1990,
        most=2100,
        example="2025",
    )
    every_year: Flag = column(
        "flag", ("是否逐年", "是否每年都要达到"), ("Every year", "Whether it is due every year"), example="否"
    )
    comparison: Code = column(
        "code",
        ("比较方式", "怎样算达到"),
        ("Comparison", "What counts as reached"),
        values=COMPARISONS,
        example="at_least",
    )
    note_zh: Text = note("zh")
    note_en: Text = note("en")
    basis: Code = basis("目标值", "the target value")
    source_id: Code = source()

    class Config:
        unique = ["target_id"]
        metadata = about(("规划指标", "规划提出的一项量化指标"), ("Targets", "A quantified target of the plan"))

    @rule("rate_above_one", "target_value")
    def rates_are_shares(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["kind"] != "rate") | ~(frame["target_value"] > 1)

    @rule("rate_above_one", "baseline")
    def baseline_rates_are_shares(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["kind"] != "rate") | ~(frame["baseline"] > 1)

    @rule("baseline_without_year", "baseline_year", "baseline")
    def baseline_is_dated(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["baseline"].isna() | frame["baseline_year"].notna()

    @rule("year_without_baseline", "baseline_year")
    def year_belongs_to_a_baseline(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["baseline"].notna() | frame["baseline_year"].isna()

    @rule("due_before_baseline", "due", "baseline_year")
    def due_after_baseline(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["baseline_year"] < frame["due"]).fillna(True).astype(bool)
