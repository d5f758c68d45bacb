"""Published figures of science literacy."""

import pandas as pd

from outreach.tables.columns import Code, Integer, Share, Table, Text, Year, about, basis, column, note, rule, source
from outreach.tables.interval import high_is_above, low_is_below, lower, upper


class Literacy(Table):
    area_code: Code = column(
        "code",
        ("区划代码", "数据所指的区域"),
        ("Area code", "The area the figure is of"),
        refers="areas",
        example="320614",
    )
    year: Year = column(
        "year", ("年份", "数据所指的年份"), ("Year", "The year the figure is of"), least=1990, most=2100, example="2020"
    )
    group: Code = column(
        "code",
        ("人群", "数据所指的人群，全体填 all"),
        ("Group", "Whom the figure is of; all for everyone"),
        example="all",
    )
    share: Share = column(
        "share",
        ("具备科学素质的比例", "公民中具备科学素质的比例"),
        ("Share with science literacy", "Share of citizens with science literacy"),
        example="0.14",
    )
    low: Share = lower()
    high: Share = upper()
    n: Integer = column(
        "integer",
        ("样本量", "有效答卷数"),
        ("Sample", "Valid answers"),
        optional=True,
        least=1,
        unit=("份", "answers"),
        example="19000",
    )
    basis: Code = basis("数据", "the figure")
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["area_code", "year", "group"]
        metadata = about(
            ("科学素质数据", "某地某年公布的公民科学素质比例"),
            ("Literacy", "A published share of citizens with science literacy, of an area and a year"),
        )

    @rule("low_above_share", "low", "share")
    def low_lies_below(cls, frame: pd.DataFrame) -> pd.Series:
        return low_is_below(frame)

    @rule("high_below_share", "high", "share")
    def high_lies_above(cls, frame: pd.DataFrame) -> pd.Series:
        return high_is_above(frame)
