"""What the charts share: rows as Vega takes them, axes, and a spec without sizes."""

import re
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi

from outreach.views import names
from outreach.views.frames import records
from outreach.views.sizes import BROWSE, NARROWER
from outreach.words import Words

schemapi.disable_debug_mode()  # every part checked against the schema again costs more than drawing; tests check the whole
ROOM = 30  # rows of a chart: of more, the ends alone are drawn
STEP = {"step": 26}  # a row's height, replaced by the screen's own
LINE = 15  # of a name, Vega's own for letters of 13 pixels
BREAK = r"'\n'"
_WORDS = re.compile(r"(?:[!-~À-ɏ]+|[“‘（《]*[^\s])[，。、；：”’）》！？]* *")


def values(frame: pd.DataFrame) -> alt.Data:
    """The rows as inline data; what is missing becomes null."""
    return alt.Data(values=records(frame.astype(object).where(frame.notna(), None)))


def spec(chart: alt.TopLevelMixin, description: str) -> dict[str, Any]:
    """The chart as a Vega-Lite dict that fills its container, described for those who cannot see it."""
    found = chart.properties(width="container").to_dict(validate=False)
    found.pop("config", None)
    params = [*found.get("params", []), {"name": LETTER, "value": BROWSE.text}]
    return {**found, "params": params, "description": description}


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


def share_axis() -> alt.Axis:
    """An axis of shares, written as percentages."""
    return alt.Axis(format=".0%", title=None, grid=True, tickCount=6)


LETTER = "letter"  # in a spec's expressions: how many pixels a letter of its axes takes, as the screen says
SIGN = 36  # pixels of a legend's entry besides its words
NAMES = 130  # pixels that the axis of names takes beside what a legend stands over
FAR = 10**9  # pixels: no screen has as many
LEAST = 0.25  # of a chart's width: bars keep as much, however long what is said behind them


def legend(labels: Iterable[str], **more: Any) -> alt.Legend:
    """A legend over the picture, in as many columns as there is room for, on a phone as it is held upright.

    It must not hang on the picture's own width, which hangs on it: turned aside, a phone would cut it off.
    """
    longest = max(map(names.width, labels), default=1.0)
    across = f"min(containerSize()[0], screen().width || {FAR}, screen().height || {FAR})"
    room = f"containerSize()[0] > 0 ? max({across} - {NAMES}, 0.67 * {across}) : width"
    columns: Any = {"expr": f"max(1, floor(({room}) / ({longest:.2f} * {LETTER} + {SIGN})))"}
    return alt.Legend(**{"title": None, "orient": "top", "columns": columns, **more})


def room_behind(end: float, texts: Iterable[str]) -> dict[str, str]:
    """A scale's domainMax that leaves room behind `end`, where bars end, for the longest line of the texts said there."""
    longest = max((names.width(line) for text in texts for line in text.split("\n")), default=0.0)
    return {"expr": f"{end} / max({LEAST}, 1 - ({1.05 * longest:.2f} * {LETTER} + 14) / width)"}


def raised(field: str, half: str = f"{LETTER} * 0.54") -> str:
    """A text mark's dy that has the middle of its lines, and not the first, at its place; half is of a line's height."""
    return f"(1 - length(split(datum.{field}, {BREAK}))) * {half}"


def lines(texts: Iterable[str]) -> dict[str, int]:
    """The height of rows that these texts of one or more lines stand in."""
    return {"step": LINE * most_lines(texts) + 2}


def most_lines(texts: Iterable[str]) -> int:
    """How many lines the longest of the texts has."""
    return max((text.count("\n") + 1 for text in texts), default=1)


def narrower(pixels: int) -> str:
    """In a spec's expressions: whether the chart is less wide than that; a picture of a fixed size has no container to ask."""
    return f"containerSize()[0] > 0 && containerSize()[0] < {pixels}"


PHONE = narrower(NARROWER)
NARROWEST = 90  # pixels of a name that still tell which it is
SHORT = 7.5  # letters of a name that a phone has room for on one line


ELSE = "\u241e"  # stands between the two ways in which a name is read
_WIDE, _NARROW = (f"split(datum.label, '{ELSE}')[{way}]" for way in (0, 1))


def either(wide: str, narrow: str) -> str:
    """A label that reads as `wide`, and on a phone as `narrow`: for an axis of two ways.

    No text of theirs stands in an expression: a name may be anything.
    """
    return f"{wide}{ELSE}{narrow}"


def folded(name: str) -> str:
    """A name that has two lines on a phone where it is longer than a phone has room for."""
    return either(name, in_two_lines(name, 0) if names.width(name) > SHORT else name)


def names_axis(width: float | None = None, two_ways: bool = False) -> alt.Axis:
    """An axis of names: no title, no ticks; names longer than width pixels are cut, by default at the config's.

    On a phone they take a third of the chart at most; a picture of a fixed size has no container to ask. An axis of
    `two_ways`, whose labels are made by `either`, is not read aloud: it would say both.
    """
    label = f"({PHONE} ? {_NARROW} : {_WIDE})" if two_ways else "datum.label"
    third = f"min({width}, max({NARROWEST}, containerSize()[0] / 3 || {width}))"
    lifted = {"condition": {"test": f"indexof({label}, {BREAK}) >= 0", "value": -LINE / 2}, "value": 0}
    axis = alt.Axis(
        title=None,
        ticks=False,
        domain=False,
        labelPadding=6,
        labelExpr=f"split({label}, {BREAK})",
        labelOffset=lifted,
    )
    if width is not None:
        axis.labelLimit = {"expr": third}
    if two_ways:
        axis.aria = False
    return axis


SMALL = 11  # pixels of a letter of names that a phone shows whole
SMALL_LINE = SMALL + 2
SHARE = 0.44  # of a phone's chart that such names take
ACROSS = 13.0  # letters of a line there


def whole_names_axis(width: float, labels: Iterable[str]) -> alt.Axis:
    """An axis of labels made by `either`, in small letters on a phone; the rows are as high as `small_lines` says."""
    axis = names_axis(width, two_ways=True)
    axis.labelFontSize = alt.ExprRef(f"{PHONE} ? {SMALL} : {LETTER}")
    axis.labelLimit = alt.ExprRef(f"{PHONE} ? {SHARE} * containerSize()[0] : {axis.labelLimit['expr']}")
    most = most_lines(one.partition(ELSE)[2] for one in labels)
    lifted = [
        {"test": f"{PHONE} && length(split({_NARROW}, {BREAK})) == {count}", "value": -(count - 1) * SMALL_LINE / 2}
        for count in range(2, most + 1)
    ]
    broken = {"test": f"!({PHONE}) && indexof({_WIDE}, {BREAK}) >= 0", "value": -LINE / 2}
    axis.labelOffset = {"condition": [*lifted, broken], "value": 0}
    return axis


def small_lines(texts: Iterable[str]) -> int:
    """How high a row is in which a phone shows any of these texts, in small letters."""
    return SMALL_LINE * most_lines(texts)


def in_lines(text: str, most: float) -> str:
    """The text in lines of at most so many letters, broken at blanks and between Chinese signs, none before a closing one; a
    word longer than a line has one of its own."""
    lines = [""]
    for piece in _WORDS.findall(text):
        if lines[-1] and names.width((lines[-1] + piece).rstrip()) > most:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


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
