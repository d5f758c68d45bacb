import pandas as pd
import pytest

from outreach.views.exhibit import Chart, Column, Credits, Exhibit, Legend, Swatch

CREDITS = Credits(
    "来源：甲（2024）",
    "来源：甲《乙》（2024）",
    "数据截至 2026-01-01",
    "数据性质：官方公布",
    notice="示意图",
    kinds=("official",),
)
COLUMNS = (
    Column("town", "镇街"),
    Column("share", "比例", "percent"),
    Column("low", "下限", "percent"),
    Column("high", "上限", "percent"),
)
ROWS = [("甲镇", 0.125, 0.1, 0.2), ("乙镇", 0.25, 0.2, 0.45), ("丙镇", None, None, None)]


def made(
    chart: Chart | None = None, rows=ROWS, columns=COLUMNS, vector=None, credits=CREDITS, legends=(), **more
) -> Exhibit:
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    given = {"name": "towns", "title": "各镇街", "sentence": "三个镇街的比例。"} | more
    return Exhibit(rows=frame, columns=columns, credits=credits, vector=vector, legends=legends, chart=chart, **given)


def bars(**more) -> dict:
    """A small vector picture."""
    values = [{"a": name, "b": share} for name, share, _, _ in ROWS]
    encoding = {"x": {"field": "b", "type": "quantitative"}, "y": {"field": "a", "type": "nominal"}}
    return {
        "data": {"values": values},
        "layer": [{"mark": "bar", "encoding": encoding}],
        "height": {"step": 26},
        "width": "container",
        **more,
    }


def long_bars(names: list[str]) -> dict:
    """A picture of many rows, which says in which order they stand."""
    encoding = {
        "x": {"field": "b", "type": "quantitative"},
        "y": {"field": "a", "type": "nominal", "sort": names, "title": None},
    }
    return bars(
        data={"values": [{"a": name, "b": i % 7} for i, name in enumerate(names)]},
        layer=[{"mark": "bar", "encoding": encoding}],
    )


LEGENDS = (Legend("图例<题>", (Swatch("慎用", "hatch", "#5c6b7a"), Swatch("空心", "circle", "#000000", hollow=True))),)


@pytest.fixture
def table() -> Exhibit:
    return made()
