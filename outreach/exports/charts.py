"""An exhibit as a chart of an office program, with its figures in a workbook inside, so that it can be edited there."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from math import ceil, floor, log10
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import load_workbook

from outreach.exports.lettering import INCH, Box, described, east_asian, painted
from outreach.exports.sheets import NUMBER_FORMATS
from outreach.views import palette
from outreach.views.exhibit import Chart, Exhibit

LETTERS = 12  # points
MOST_YEARS = 21  # whose names have room along an axis
_MARKERS = ("circle", "square", "triangle", "diamond")


def native(slide: Any, exhibit: Exhibit, place: Box) -> Any:
    """Put the exhibit's chart on the slide at left, top, width, height in inches; gives its frame.

    What is missing stays a gap; the columns of the workbook are the series by their names, those of an interval's ends after
    them.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Emu

    hint = _hint(exhibit)
    kind = next(column.kind for column in exhibit.columns if column.name == hint.values[0])
    table = plotted(exhibit)
    data = CategoryChartData(number_format=NUMBER_FORMATS.get(kind, "General"))
    data.categories = [str(one) for one in table.index]
    for name in table:
        data.add_series(name, [None if pd.isna(value) else float(value) for value in table[name]])
    kinds = {
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
        "stacked": XL_CHART_TYPE.BAR_STACKED,
        "lines": XL_CHART_TYPE.LINE_MARKERS,
        "intervals": XL_CHART_TYPE.LINE_MARKERS,
    }
    frame = slide.shapes.add_chart(kinds[hint.kind], *(Emu(round(one * INCH)) for one in place), data)
    described(frame, exhibit)
    chart = frame.chart
    _looks(chart, exhibit, kind)
    _coloured(chart, exhibit, table)
    if hint.low:
        _intervals(chart, exhibit, table)
    if hint.kind == "lines":
        _apart(chart, len(table))
    if hint.paths:
        _spanning(chart)
    return frame


def _hint(exhibit: Exhibit) -> Chart:
    """How the exhibit is drawn here. Raises ValueError where it says nothing of it."""
    if exhibit.chart is None:
        raise ValueError(f"{exhibit.name} is no chart of an office program")
    return exhibit.chart


def _apart(chart: Any, years: int) -> None:
    """So few years named that their names do not run together, the last among them where that can be."""
    least = -(-years // MOST_YEARS)
    if least < 2:
        return
    skip = next((one for one in range(least, 2 * least + 2) if (years - 1) % one == 0), least)
    axis = chart.category_axis._element
    named = axis.makeelement(f"{{{axis.nsmap['c']}}}tickLblSkip", {"val": str(skip)})
    axis.find("{*}noMultiLvlLbl").addprevious(named)


def plotted(exhibit: Exhibit) -> pd.DataFrame:
    """The chart's figures: a row for each category in the exhibit's order, a column for each series by the name that is read.

    Years that nobody counted have rows of their own, so that the distance between two years is what it is.
    """
    hint, rows = _hint(exhibit), exhibit.rows
    titles = {column.name: column.title for column in exhibit.columns}
    if hint.series:
        table = rows.pivot_table(
            index=hint.category, columns=hint.series, values=hint.values[0], sort=False, observed=True
        )
        table = table.reindex(index=rows[hint.category].drop_duplicates(), columns=rows[hint.series].drop_duplicates())
    else:
        table = rows.set_index(hint.category)[list(hint.values)].rename(columns=titles)
    for name, path in hint.paths.items():
        table = table.reindex(table.index.union(pd.Index(list(path)))) if not set(path) <= set(table.index) else table
        table[name] = pd.Series(path)
    for name, level in hint.levels.items():
        table[name] = level
    if hint.kind == "lines" and pd.api.types.is_integer_dtype(pd.Index(list(table.index))):
        table = table.reindex(range(int(min(table.index)), int(max(table.index)) + 1))
    return table.rename_axis(index=None, columns=None)


def _colour(exhibit: Exhibit, name: str) -> str:
    titles = {column.title: column.name for column in exhibit.columns}
    known = _hint(exhibit).colours
    return known.get(name) or known.get(titles.get(name, ""), palette.BASIS["official"])


def _looks(chart: Any, exhibit: Exhibit, kind: str) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    chart.font.size, chart.font.name = Pt(LETTERS), "Microsoft YaHei"
    chart.font.color.rgb = painted(palette.INK)
    east_asian(chart._chartSpace.xpath("c:txPr//a:defRPr")[0])
    chart.has_title = False
    chart.has_legend = len(chart.plots[0].series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    values, categories = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = painted(palette.GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _axis_format(kind), False
    categories.format.line.color.rgb = painted(palette.FAINT)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    hint = _hint(exhibit)
    if hint.kind in ("bars", "stacked"):
        categories.reverse_order = True  # the first row stands on top
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width = 45
        if hint.series:
            chart.plots[0].overlap = 100
    if hint.kind == "stacked" or (hint.kind == "bars" and not hint.low) or hint.kind == "intervals":
        values.has_major_gridlines = True
    if not hint.low and hint.kind == "bars":
        _numbered(chart, kind)
    if hint.low:
        ends = pd.Series([exhibit.rows[one].astype(float).max() for one in (hint.high, *hint.values)])
        values.maximum_scale = _above(float(ends.max()))
    lowest = min(
        exhibit.rows[one].astype(float).min() for one in ([*hint.values, hint.low] if hint.low else hint.values)
    )
    if lowest >= 0:
        values.minimum_scale = 0
    elif hint.low:
        values.minimum_scale = -_above(-lowest)


def _above(number: float) -> float:
    """The round number above this one, for an axis to end at: a program does not count an interval's ends itself."""
    step = 10 ** floor(log10(number)) / 2 if number > 0 else 1.0
    return ceil(number / step - 1e-9) * step


def _axis_format(kind: str) -> str:
    return {"percent": "0%", "decimal": "General"}.get(kind, NUMBER_FORMATS.get(kind, "General"))


def _numbered(chart: Any, kind: str) -> None:
    from pptx.util import Pt

    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = NUMBER_FORMATS.get(kind, "General"), False
    labels.show_value, labels.font.size = True, Pt(LETTERS - 1)


def _coloured(chart: Any, exhibit: Exhibit, table: pd.DataFrame) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    hint = _hint(exhibit)
    for i, (series, name) in enumerate(zip(chart.plots[0].series, map(str, table))):
        paint = painted(_colour(exhibit, name))
        if hint.kind in ("bars", "stacked"):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = paint
            series.invert_if_negative = False
            continue
        series.smooth = False
        line, drawn = series.format.line, name in hint.paths or name in hint.levels or hint.kind == "lines"
        if drawn:
            line.color.rgb, line.width = paint, Pt(2.25)
            if name in hint.paths or name in hint.levels:
                line.dash_style = MSO_LINE.DASH
        else:
            line.fill.background()
        if name in hint.levels:
            series.marker.style = XL_MARKER_STYLE.NONE
            continue
        series.marker.style, series.marker.size = getattr(XL_MARKER_STYLE, _MARKERS[i % 4].upper()), 8
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = paint
        series.marker.format.line.color.rgb = paint


def _intervals(chart: Any, exhibit: Exhibit, table: pd.DataFrame) -> None:
    """The first series' intervals as error bars; how far they reach stands in the workbook, beside the figures."""
    from lxml import etree
    from pptx.oxml.ns import qn

    hint, rows = _hint(exhibit), exhibit.rows
    middle = rows[hint.values[0]].astype(float)
    ends = (
        ("minus", hint.low, middle - rows[hint.low].astype(float)),
        ("plus", hint.high, rows[hint.high].astype(float) - middle),
    )
    titles = {column.name: column.title for column in exhibit.columns}
    reach = {
        side: Reach(f"{titles.get(column, column)} {'−' if side == 'minus' else '+'}", _lengths(values))
        for side, column, values in ends
    }
    cells = _into_workbook(chart, reach, len(table.columns) + 2)
    series = chart.plots[0].series[0]._element
    bars = etree.SubElement(series, qn("c:errBars"))
    if hint.kind == "intervals":
        etree.SubElement(bars, qn("c:errDir")).set("val", "y")
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    for side in ("plus", "minus"):
        _referred(etree.SubElement(bars, qn(f"c:{side}")), cells[side], reach[side].lengths)
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"))
    line.set("w", "25400")
    colour = palette.INK if hint.kind == "bars" else _colour(exhibit, str(next(iter(table))))
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr")).set("val", colour[1:])
    before = next(child for child in series if child.tag in (qn("c:cat"), qn("c:val")))
    before.addprevious(bars)


class Reach(NamedTuple):
    """One end of the intervals: what it is called in the workbook, and how far each interval reaches to it."""

    title: str
    lengths: list[float | None]


def _lengths(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else max(float(value), 0.0) for value in values]


def _into_workbook(chart: Any, reach: Mapping[str, Reach], first: int) -> dict[str, str]:
    """Put the ends of intervals into the chart's workbook, from this column on; gives the cells of each as a formula has them."""
    book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    sheet = book.active
    cells = {}
    for number, (side, end) in enumerate(reach.items(), first):
        for row, value in enumerate((end.title, *end.lengths), 1):
            sheet.cell(row, number, value)
        letter = sheet.cell(1, number).column_letter
        cells[side] = f"{sheet.title}!${letter}$2:${letter}${len(end.lengths) + 1}"
    stream = BytesIO()
    book.save(stream)
    chart.part.chart_workbook.update_from_xlsx_blob(stream.getvalue())
    return cells


def _referred(place: Any, cells: str, values: Sequence[float | None]) -> None:
    """Numbers by the cells they stand in, with what stands there, for programs that do not look."""
    from lxml import etree
    from pptx.oxml.ns import qn

    numbers = etree.SubElement(place, qn("c:numRef"))
    etree.SubElement(numbers, qn("c:f")).text = cells
    cache = etree.SubElement(numbers, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = "General"
    etree.SubElement(cache, qn("c:ptCount")).set("val", str(len(values)))
    for number, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, qn("c:pt"))
            point.set("idx", str(number))
            etree.SubElement(point, qn("c:v")).text = repr(value)


def _spanning(chart: Any) -> None:
    """Lines go on over what is missing between their points."""
    from pptx.oxml.ns import qn

    known = chart._chartSpace.find(qn("c:chart")).find(qn("c:dispBlanksAs"))
    known.set("val", "span")
