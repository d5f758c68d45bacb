"""What the record says of itself: where somebody has confirmed that every base is on it."""

from collections.abc import Sequence

import pandas as pd

from outreach.district import District
from outreach.tables.columns import TOWN_KINDS, Code, Date, Flag, Table, Text, about, column, note, rule, source


class Register(Table):
    area_code: Code = column(
        "code",
        ("区划代码", "核实的是哪个镇街；全区一并核实的填县（市、区）的代码"),
        ("Area code", "The town whose record was looked through; the district's code where all its towns were at once"),
        refers="areas",
        example="320614001",
    )
    level: Code = column(
        "code",
        ("级别", "核实的是哪一级阵地，与配置标准一样，区级含区级以上；按类别核实的留空"),
        (
            "Level",
            "The level looked through; as in the standards, district means district or above; empty for a category",
        ),
        optional=True,
        refers="levels",
        example="village",
    )
    category: Code = column(
        "code",
        ("类别", "核实的是哪一类阵地；按级别核实的留空"),
        ("Category", "The category looked through; empty for a level"),
        optional=True,
        refers="categories",
        example="practice_centre",
    )
    complete: Flag = column(
        "flag",
        ("是否齐全", "该镇街的这一级或这一类阵地是否已全部录入"),
        ("Complete", "Whether every base of that level or category in that area is on record"),
        example="是",
    )
    confirmed_on: Date = column(
        "date",
        ("核实日期", "在哪一天核实"),
        ("Confirmed on", "The day it was confirmed"),
        example="2026-11-23",
    )
    confirmed_by: Code = column(
        "code",
        ("核实单位", "由哪个单位核实"),
        ("Confirmed by", "The unit that confirmed it"),
        refers="units",
        example="science-association",
    )
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["area_code", "level", "category"]
        metadata = about(
            ("录入核实", "一个镇街的某一级或某一类阵地是否已全部录入，由谁在哪一天核实"),
            (
                "Register",
                "Whether every base of a level or category in a town is on record, confirmed by whom and when",
            ),
        ) | {"answers": ("complete", "confirmed_on", "confirmed_by", "source_id", "note_zh", "note_en")}

    @classmethod
    def asked(cls, district: District, first: Sequence[str] = ()) -> pd.DataFrame:
        """A row for every town and level that a standard asks for and no row speaks of, unanswered, for a sheet to be sent out.

        The towns in `first` come first, in that order. A row for the whole district speaks for its towns.
        """
        told = {(row.area_code, row.level) for row in district.register.itertuples()}
        known = district.areas.dropna(subset=["parent_code"])
        parent: dict[str, str] = dict(zip(known["area_code"], known["parent_code"], strict=True))
        towns = district.areas[district.areas["kind"].isin(list(TOWN_KINDS))]
        order: dict[str, int] = {code: place for place, code in enumerate(first)}
        rows = []
        for town, kind in sorted(
            zip(towns["area_code"], towns["kind"], strict=True),
            key=lambda town: (order.get(town[0], len(order)), town[0]),
        ):
            above = [town]
            while (own := parent.get(above[-1])) is not None:
                above.append(own)
            wanted = district.standards.loc[district.standards["kind"] == kind, "level"]
            rows += [(town, one) for one in wanted if not any((code, one) in told for code in above)]
        return pd.DataFrame(rows, columns=["area_code", "level"]).reindex(columns=list(district.register))

    @rule("level_or_category", "level")
    def speaks_of_a_level_or_of_a_category(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["level"].isna() != frame["category"].isna()
