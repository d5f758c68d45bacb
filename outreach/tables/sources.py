"""What every figure was read from."""

from outreach.tables.columns import NAME, TITLE, Code, Table, Text, about, column, words

KINDS = {
    "official": ("官方文件", "official document"),
    "media": ("媒体报道", "media report"),
    "reference": ("参考数据", "reference data"),
    "encyclopaedia": ("百科资料", "encyclopaedia"),
    "report": ("镇街报送", "towns' report"),
    "curation": ("项目整理", "this project's own curation"),
}


class Sources(Table):
    source_id: Code = column("code", ("来源编号", "资料的编号"), ("Source id", "The source's id"), example="plan-2022")
    title_zh: Text = words("zh", "标题", "Title", "资料的标题", "Title of the source", longest=TITLE)
    title_en: Text = words("en", "标题", "Title", "资料的标题", "Title of the source", longest=TITLE)
    publisher_zh: Text = words("zh", "发布者", "Publisher", "资料由谁发布", "Who published it", longest=TITLE)
    publisher_en: Text = words("en", "发布者", "Publisher", "资料由谁发布", "Who published it", longest=TITLE)
    date: Text = column(
        "text",
        ("日期或版本", "发布日期或所用版本"),
        ("Date or version", "When it was published, or which version was used"),
        example="2022-11-25",
        longest=NAME,
    )
    kind: Code = column(
        "code",
        ("资料类型", "属于哪一类资料"),
        ("Kind of source", "What kind of source it is"),
        values=KINDS,
        example="official",
    )
    licence_zh: Text = words(
        "zh", "许可", "Licence", "使用许可", "Licence it may be used under", optional=True, longest=TITLE
    )
    licence_en: Text = words(
        "en", "许可", "Licence", "使用许可", "Licence it may be used under", optional=True, longest=TITLE
    )
    used_for_zh: Text = words("zh", "用途", "Used for", "用在何处", "What it was used for")
    used_for_en: Text = words("en", "用途", "Used for", "用在何处", "What it was used for")

    class Config:
        unique = ["source_id"]
        metadata = about(("资料来源", "一份资料"), ("Sources", "A source"))
