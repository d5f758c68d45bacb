"""What the charts share: rows as Vega takes them, axes, and a spec without sizes."""

from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi

from outreach.words import Words

schemapi.disable_debug_mode()  # every part checked against the schema again costs more than drawing; tests check the whole
ROOM = 30  # rows of a chart: of more, the ends alone are drawn
STEP = {"step": 26}  # a row's height, replaced by the screen's own
LINE = 15  # of a name, Vega's own for letters of 13 pixels
TWO_LINES = {"step": 2 * LINE + 4}
_BREAK = r"'\n'"


def values(frame: pd.DataFrame) -> alt.Data:
    """The rows as inline data; what is missing becomes null."""
    return alt.Data(values=frame.astype(object).where(frame.notna(), None).to_dict("records"))


def spec(chart: alt.TopLevelMixin, description: str) -> dict[str, Any]:
    """The chart as a Vega-Lite dict that fills its container, described for those who cannot see it."""
    found = chart.properties(width="container").to_dict(validate=False)
    found.pop("config", None)
    return {**found, "description": description}


def ends(rows: pd.DataFrame, by: str, area: str | None = None) -> pd.DataFrame:
    """The rows a chart has room for: all of them, or where they are more than ROOM the first and the last by a column.

    The chosen area's row is always among them. The order of the rows stays; rows without a figure go first.
    """
    if len(rows) <= ROOM:
        return rows
    order = rows[by].sort_values(ascending=False).dropna().index
    kept = {*order[: ROOM // 2], *order[-(ROOM // 2) :]}
    own = rows.get("area_code", rows.index)
    return rows[rows.index.isin(list(kept)) | (own == area)]


def said_of_ends(say: Words, rows: pd.DataFrame) -> str:
    """What a chart of these rows leaves out, in a sentence; empty where it draws them all."""
    return say("province.ends", n=ROOM // 2, all=len(rows)) if len(rows) > ROOM else ""


def share_axis(title: str | None = None, grid: bool = True) -> alt.Axis:
    """An axis of shares, written as percentages."""
    return alt.Axis(format=".0%", title=title, grid=grid, tickCount=6)


NARROWEST = 90  # pixels of a name that still tell which it is


def names_axis(width: float | None = None) -> alt.Axis:
    """An axis of names: no title, no ticks; names longer than width pixels are cut, by default at the config's.

    On a phone they take a third of the chart at most; a picture of a fixed size has no container to ask.

    A name may have two lines (`in_two_lines`), where rows are as high as `TWO_LINES`.
    """
    third = f"min({width}, max({NARROWEST}, containerSize()[0] / 3 || {width}))"
    limit = {} if width is None else {"labelLimit": {"expr": third}}
    lifted = {"condition": {"test": f"indexof(datum.label, {_BREAK}) >= 0", "value": -LINE / 2}, "value": 0}
    return alt.Axis(
        title=None,
        ticks=False,
        domain=False,
        labelPadding=6,
        labelExpr=f"split(datum.label, {_BREAK})",
        labelOffset=lifted,
        **limit,
    )


def in_two_lines(text: str, most: int) -> str:
    """The text with its line broken near the middle where it has more than `most` signs, at a blank if it has any there."""
    if len(text) <= most:
        return text
    middle = len(text) / 2
    blanks = [place for place, sign in enumerate(text) if sign == " " and abs(place - middle) < middle / 2]
    if blanks:
        place = min(blanks, key=lambda place: abs(place - middle))
        return f"{text[:place]}\n{text[place + 1 :]}"
    place = -int(-middle // 1)
    while place < len(text) - 1 and text[place] in "，。、；：”’）》！？":
        place += 1
    return f"{text[:place]}\n{text[place:]}"
