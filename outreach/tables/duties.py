"""Who answers for which measure."""

from outreach.tables.columns import NAME, Code, Integer, Table, Text, about, column, source


class Duties(Table):
    measure_id: Code = column(
        "code", ("任务编号", "哪项任务"), ("Measure id", "The measure"), refers="measures", example="A1.1"
    )
    unit_id: Code = column(
        "code",
        ("单位编号", "哪个单位负责"),
        ("Unit id", "The unit that answers for it"),
        refers="units",
        example="science-association",
    )
    position: Integer = column(
        "integer",
        ("排序", "规划中列出的次序；规划未说明列第一的为牵头单位"),
        ("Position", "The plan's order; the plan does not call the first one the lead"),
        least=1,
        example="1",
    )
    named_as_zh: Text = column(
        "text",
        ("规划写法", "规划中的写法与单位名称不同时填写"),
        ("Named as", "How the plan writes it, where that differs from the unit's name"),
        optional=True,
        example="区委宣传部（区文明办）",
        longest=NAME,
    )
    source_id: Code = source()

    class Config:
        unique = ["measure_id", "unit_id"]
        metadata = about(("职责分工", "一个单位对一项任务的职责"), ("Duties", "A unit's duty for a measure"))
