"""The plan's numbered measures."""

from outreach.tables.columns import NAME, TITLE, Code, Integer, Table, Text, about, column, of_plan, source, words

PARTS = {
    "action": ("提升行动", "action"),
    "project": ("重点工程", "project"),
    "organisation": ("组织实施", "organisation"),
}
PEOPLE = {
    "young": ("青少年", "young people"),
    "farmers": ("农民", "farmers"),
    "workers": ("产业工人", "industrial workers"),
    "older": ("老年人", "older people"),
    "officials": ("领导干部和公务员", "officials and civil servants"),
}


class Measures(Table):
    measure_id: Code = column("code", ("任务编号", "任务的编号"), ("Measure id", "The measure's id"), example="A1.1")
    plan_id: Code = of_plan()
    part: Code = column(
        "code",
        ("部分", "属于规划的哪一部分"),
        ("Part", "The part of the plan it stands in"),
        values=PARTS,
        example="action",
    )
    section: Text = column(
        "text", ("规划章节", "规划中的章节"), ("Section", "Section of the plan"), example="四(一)1", longest=NAME
    )
    article_id: Code = column(
        "code", ("条目编号", "所属条目的编号"), ("Article id", "The id of the article it belongs to"), example="A1"
    )
    article_zh: Text = words(
        "zh", "条目", "Article", "所属条目的名称", "Name of the article it belongs to", longest=TITLE
    )
    article_en: Text = words(
        "en", "条目", "Article", "所属条目的名称", "Name of the article it belongs to", longest=TITLE
    )
    people: Code = column(
        "code",
        ("重点人群", "提升行动所指的人群"),
        ("People", "Whom an action is for"),
        optional=True,
        values=PEOPLE,
        example="young",
    )
    number: Integer = column(
        "integer", ("序号", "在条目中的序号"), ("Number", "Its number within the article"), least=1, example="1"
    )
    title_zh: Text = words("zh", "任务名称", "Title", "任务的名称", "Title of the measure", longest=TITLE)
    title_en: Text = words("en", "任务名称", "Title", "任务的名称", "Title of the measure", longest=TITLE)
    source_id: Code = source()

    class Config:
        unique = ["measure_id"]
        metadata = about(("任务措施", "规划的一项任务措施"), ("Measures", "A numbered measure of the plan"))
