"""What respondents of a town answered, wave by wave."""

from outreach.tables.columns import Code, Integer, Number, Share, Table, Year, about, basis, column, source


class Survey(Table):
    area_code: Code = column(
        "code",
        ("镇街代码", "受访者所在镇街"),
        ("Town code", "The town of the respondents"),
        refers="areas",
        example="320614001",
    )
    wave: Year = column(
        "year", ("调查年份", "哪一年的调查"), ("Wave", "The year of the survey"), least=1990, most=2100, example="2026"
    )
    group: Code = column(
        "code", ("人群", "受访人群，全体填 all"), ("Group", "Whom the figure is of; all for everyone"), example="all"
    )
    n: Integer = column(
        "integer", ("样本量", "有效答卷数"), ("Sample", "Valid answers"), least=1, unit=("份", "answers"), example="340"
    )
    share: Share = column(
        "share",
        ("具备科学素质的比例", "受访者中具备科学素质的比例"),
        ("Share with science literacy", "Share of respondents with science literacy"),
        example="0.14",
    )
    design_effect: Number = column(
        "number",
        ("设计效应", "抽样设计效应，未说明的留空"),
        ("Design effect", "Design effect of the sample; empty where not stated"),
        optional=True,
        least=0.1,
        most=100,
        example="1.5",
    )
    basis: Code = basis("数据", "the figure")
    source_id: Code = source()

    class Config:
        unique = ["area_code", "wave", "group"]
        metadata = about(
            ("镇街抽样调查", "某镇街某次调查的结果"), ("Survey", "A town's result in one wave of a survey")
        )
