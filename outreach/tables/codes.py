"""The codes that towns had before, so that an old link, file or briefing still says which town it meant."""

from outreach.tables.columns import Code, Date, Table, Text, about, column, note, source


class Codes(Table):
    former_code: Code = column(
        "code",
        ("旧代码", "以前用过的区划代码；与现行代码相同的，现行代码优先"),
        ("Former code", "A code that was used before; where it is also a code of today, the one of today goes first"),
        example="320614111",
    )
    area_code: Code = column(
        "code",
        ("现行代码", "它所指的镇街现在的代码"),
        ("Area code", "The present code of the town it stood for"),
        refers="areas",
        example="320614105",
    )
    until: Date = column(
        "date",
        ("停用日期", "从哪一天起不再使用"),
        ("Until", "The day from which it is not used any more"),
        example="2025-12-31",
    )
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["former_code"]
        metadata = about(("旧代码", "一个镇街以前用过的一个代码"), ("Former codes", "A code that a town had before"))
