"""The units that answer for the plan's measures."""

from outreach.tables.columns import Code, Table, Text, about, column, name, other_names, source

KINDS = {
    "party": ("党委部门", "party department"),
    "government": ("政府部门", "government department"),
    "mass": ("群团组织", "mass organisation"),
    "media": ("媒体", "media"),
    "towns": ("区镇", "towns"),
    "group": ("领导小组", "leading group"),
}


class Units(Table):
    unit_id: Code = column(
        "code",
        ("单位编号", "单位的编号，小写字母，以连字符相连"),
        ("Unit id", "A short name in lower-case letters joined by hyphens"),
        example="science-association",
    )
    name_zh: Text = name("zh", "单位", "unit")
    name_en: Text = name("en", "单位", "unit")
    other_names: Text = other_names("单位", "unit")
    kind: Code = column(
        "code",
        ("单位类型", "单位属于哪一类"),
        ("Kind of unit", "What kind of unit it is"),
        values=KINDS,
        example="mass",
    )
    source_id: Code = source()

    class Config:
        unique = ["unit_id"]
        metadata = about(("责任单位", "一个责任单位"), ("Units", "A unit that answers for measures"))
