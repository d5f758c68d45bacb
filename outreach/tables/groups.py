"""Literacy by residence, sex, age and education, for the modelled estimate."""

import pandas as pd

from outreach.tables.columns import Code, Integer, Share, Table, Text, Year, about, basis, column, name, rule, source
from outreach.tables.interval import high_is_above, low_is_below, lower, upper

DIMENSIONS = {
    "residence": ("城乡", "residence"),
    "sex": ("性别", "sex"),
    "age": ("年龄", "age"),
    "education": ("受教育程度", "education"),
}


class Groups(Table):
    area_code: Code = column(
        "code",
        ("区划代码", "数据所指的区域"),
        ("Area code", "The area the figure is of"),
        refers="areas",
        example="100000",
    )
    year: Year = column(
        "year", ("年份", "数据所指的年份"), ("Year", "The year the figure is of"), least=1990, most=2100, example="2023"
    )
    dimension: Code = column(
        "code",
        ("分组方式", "按什么分组"),
        ("Dimension", "What the groups are made by"),
        values=DIMENSIONS,
        example="residence",
    )
    group: Code = column("code", ("组别", "组的编号"), ("Group", "The group's id"), example="urban")
    name_zh: Text = name("zh", "组", "group")
    name_en: Text = name("en", "组", "group")
    share: Share = column(
        "share",
        ("具备科学素质的比例", "该组公民中具备科学素质的比例"),
        ("Share with science literacy", "Share of the group with science literacy"),
        example="0.1725",
    )
    low: Share = lower()
    high: Share = upper()
    survey_n: Integer = column(
        "integer",
        ("调查样本量", "整个调查的有效答卷数"),
        ("Survey sample", "Valid answers of the whole survey"),
        optional=True,
        least=1,
        unit=("份", "answers"),
        example="289000",
    )
    basis: Code = basis("数据", "the figure")
    source_id: Code = source()

    class Config:
        unique = ["area_code", "year", "dimension", "group"]
        metadata = about(
            ("分组比例", "某地某年一个人群的科学素质比例"),
            ("Group rates", "The share with science literacy in one group of people, of an area and a year"),
        )

    @rule("low_above_share", "low", "share")
    def low_lies_below(cls, frame: pd.DataFrame) -> pd.Series:
        return low_is_below(frame)

    @rule("high_below_share", "high", "share")
    def high_lies_above(cls, frame: pd.DataFrame) -> pd.Series:
        return high_is_above(frame)
