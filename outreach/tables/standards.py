"""What a town of each kind should have."""

from outreach.tables.columns import TOWN_KINDS, Code, Integer, Number, Table, Text, about, basis, column, note, source


class Standards(Table):
    kind: Code = column(
        "code",
        ("镇街类型", "标准适用于镇还是街道"),
        ("Kind of town", "Whether it holds for towns or for subdistricts"),
        values=TOWN_KINDS,
        example="town",
    )
    level: Code = column(
        "code",
        ("级别", "应有哪一级的阵地；区级含区级以上"),
        ("Level", "The level of base asked for; district means district or above"),
        refers="levels",
        example="village",
    )
    required: Integer = column(
        "integer",
        ("应有数量", "每个镇街应有的个数"),
        ("Required", "How many a town should have"),
        least=0,
        unit=("个", "bases"),
        example="1",
    )
    weight: Number = column(
        "number",
        ("权重", "在体系完整度中的权重"),
        ("Weight", "Its weight in the completeness of the tiers"),
        least=0,
        example="1",
    )
    basis: Code = basis("标准", "the requirement")
    source_id: Code = source()
    note_zh: Text = note("zh")
    note_en: Text = note("en")

    class Config:
        unique = ["kind", "level"]
        metadata = about(
            ("配置标准", "一类镇街应有的某一级阵地数量"),
            ("Standards", "How many bases of a level a town of a kind should have"),
        )
