"""The levels a base is recognised at."""

from outreach.tables.columns import Code, Integer, Number, Table, Text, about, basis, column, name, source

LEVELS = {
    "national": ("国家级", "national"),
    "provincial": ("省级", "provincial"),
    "municipal": ("市级", "municipal"),
    "district": ("区级", "district"),
    "town": ("镇级", "town"),
    "village": ("村级", "village"),
}


class Levels(Table):
    level: Code = column("code", ("级别", "级别的编号"), ("Level", "The level's id"), values=LEVELS, example="district")
    name_zh: Text = name("zh", "级别", "level")
    name_en: Text = name("en", "级别", "level")
    rank: Integer = column(
        "integer",
        ("次序", "由高到低的次序，国家级为1"),
        ("Rank", "From the highest, which is 1, downwards"),
        unique=True,
        least=1,
        example="4",
    )
    weight: Number = column(
        "number",
        ("权重", "没有年接待能力时代表供给的大小"),
        ("Weight", "Stands for a base's supply where no yearly capacity is known"),
        least=0,
        example="2",
    )
    weight_basis: Code = basis("权重", "weight")
    source_id: Code = source()

    class Config:
        unique = ["level"]
        metadata = about(("级别", "一个阵地级别及其权重"), ("Levels", "A level of bases and its weight"))
