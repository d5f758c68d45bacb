"""The kinds of bases there are."""

from outreach.tables.columns import Code, Table, Text, about, column, name

GROUPS = {
    "venue": ("场馆", "venues"),
    "nature": ("自然与园区", "nature and parks"),
    "education": ("教育实践", "education and practice"),
    "community": ("基层服务", "community service"),
}


class Categories(Table):
    category: Code = column("code", ("类别", "类别的编号"), ("Category", "The category's id"), example="science_museum")
    name_zh: Text = name("zh", "类别", "category")
    name_en: Text = name("en", "类别", "category")
    group: Code = column(
        "code",
        ("大类", "地图图例上的大类"),
        ("Group", "The group it is drawn as on the map"),
        values=GROUPS,
        example="venue",
    )

    class Config:
        unique = ["category"]
        metadata = about(("类别", "一个阵地类别"), ("Categories", "A category of bases"))
