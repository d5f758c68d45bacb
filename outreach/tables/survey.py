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
    clusters: Integer = column(
        "integer",
        ("村居数", "这些答卷来自多少个村、社区（抽样群）；不按村居抽样的留空"),
        (
            "Villages asked",
            "How many villages or communities (clusters) the answers are from; empty where none were drawn",
        ),
        optional=True,
        later=True,
        least=1,
        unit=("个", "villages"),
        example="10",
    )
    df: Integer = column(
        "integer",
        ("自由度", "本镇街抽样设计的自由度：群数减层数，不按群抽样的为答卷数减层数；未说明的留空"),
        (
            "Degrees of freedom",
            "Those of this area's own design: clusters less strata, without clusters answers less strata; empty where not stated",
        ),
        optional=True,
        later=True,
        least=0,
        example="9",
    )
    effect_df: Integer = column(
        "integer",
        (
            "设计效应的自由度",
            "设计效应由多少自由度估计；各镇街合并估计的，为各镇街自由度之和；未说明的与本行自由度相同",
        ),
        (
            "Degrees of freedom of the effect",
            "Those the design effect was estimated with; the sum over the towns where it was pooled; as the row's own where not stated",
        ),
        optional=True,
        later=True,
        least=0,
        example="54",
    )
    basis: Code = basis("数据", "the figure")
    source_id: Code = source()

    class Config:
        unique = ["area_code", "wave", "group"]
        metadata = about(
            ("镇街抽样调查", "某镇街某次调查的结果"), ("Survey", "A town's result in one wave of a survey")
        )
