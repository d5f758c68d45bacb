"""Reports on the plan's targets."""

from outreach.tables.columns import TITLE, Code, Date, Quantity, Table, Text, about, basis, column, source, words


class Progress(Table):
    target_id: Code = column(
        "code",
        ("指标编号", "报告的是哪项指标"),
        ("Target id", "The target it reports on"),
        refers="targets",
        example="T08",
    )
    date: Date = column(
        "date", ("截至日期", "数值截至哪一天"), ("Date", "The day the value stands at"), example="2025-12-31"
    )
    value: Quantity = column(
        "quantity",
        ("完成值", "截至当日完成的值，比率写成百分数"),
        ("Value", "What was reached by that day; rates are written as percentages"),
        least=0,
        example="3",
    )
    basis: Code = basis("完成值", "the value")
    evidence_zh: Text = words("zh", "佐证", "Evidence", "佐证材料", "What proves it")
    evidence_en: Text = words("en", "佐证", "Evidence", "佐证材料", "What proves it", optional=True)
    evidence_url: Text = column(
        "text",
        ("佐证网址", "佐证材料的网址"),
        ("Evidence address", "Where the evidence can be read"),
        optional=True,
        longest=TITLE,
    )
    reporter_unit_id: Code = column(
        "code",
        ("报送单位", "由哪个单位报送"),
        ("Reporter", "The unit that reports"),
        refers="units",
        example="science-association",
    )
    source_id: Code = source()

    class Config:
        unique = ["target_id", "date"]
        metadata = about(("指标进展", "某指标截至某日的一次报送"), ("Progress", "A report on a target, as of a day"))
