"""The plan's measures by the units that answer for them, as one picture."""

from collections.abc import Collection, Mapping
from math import ceil
from typing import Any

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.views import charts, palette, says
from outreach.views.exhibit import Column, Exhibit
from outreach.views.plan.said import ROLES, credited, cut_to, measure_name, unit_names
from outreach.words import Words

SHAPE = {"first": "square", "member": "circle", "towns": "diamond"}
ROW = {"step": 20}
LONGEST = {
    "zh": 22,
    "en": 76,
}  # signs of a measure's name: a longer one is cut, and whole in the rows under the picture
LONGEST_OF_FEW = {"zh": 29, "en": 58}  # the same in the larger letters of a room
LABEL_WIDTH = 520
IN_A_PICTURE, ON_A_PAGE = 330, 0.46  # of that, pixels in a picture of a fixed size; of a page's chart, its share
HEAD_ROWS = 8
LONGEST_HEAD = {"zh": 14, "en": 64}  # signs of a unit's name: a longer one is cut
LETTER = 0.85  # of a row's height: the letters of the units' names
LETTER_ACROSS = 0.55  # of its height: an English letter
ON_A_ROW = {"zh": 1.0, "en": 2.5}  # of a name's signs, turned or upright
SMALLER = 4.3  # of an English name's, over many measures
LARGER = 1.25  # times as large letters are worth a second line
FOLDED_FROM = 16  # signs of an English name that may have one
ACROSS = {
    "zh": 0.92,
    "en": 0.8,
}  # of a column's width: a turned line is higher than its letters, an upright sign is no wider
MANY_UNITS = 12  # on a phone their names have room only where the measures are told by their numbers
PHONE = 600  # pixels: a chart less wide is a phone's
FEW = 8  # measures: an article alone, shown in a room, where names stand on one line in large letters


def matrix(
    say: Words, district: District, chosen: pd.DataFrame, roles: pd.DataFrame, unit: str | None = None
) -> Exhibit | None:
    """The chosen measures by the units that answer for them; the chosen unit comes first. None where nobody does.

    One mark a duty: a square for the unit the plan names first, a circle for the others, a diamond for the towns together.
    """
    rows = roles[roles["measure_id"].isin(chosen["measure_id"])]
    if rows.empty:
        return None
    names = unit_names(say, district.units)
    kinds = district.units.set_index("unit_id")["kind"]
    columns = [one for one in names if one in set(rows["unit_id"])]
    columns.sort(key=lambda one: (one != unit, kinds[one] == "towns"))
    measures = chosen.set_index("measure_id", drop=False)
    labels = _labels(say, measures)
    rows = rows.assign(
        measure_name=[measure_name(say, measures.loc[one]) for one in rows["measure_id"]],
        measure_label=rows["measure_id"].map(labels),
        unit_name=rows["unit_id"].map(names),
        role_name=[say(f"plan.role.{one}") for one in rows["role"]],
    )
    picture = _picture(say, rows, measures, labels, {one: names[one] for one in columns})
    sentence = say("plan.matrix_sentence", measures=len(measures), units=len(columns), duties=len(rows))
    return Exhibit(
        name="plan_duties",
        title=say("plan.matrix_title"),
        sentence=sentence,
        rows=rows.reset_index(drop=True),
        columns=(
            Column("measure_name", say("column.measure")),
            Column("unit_name", say("column.unit_name")),
            Column("role_name", say("column.role")),
        ),
        credits=credited(say, district, rows),
        vector=charts.spec(picture.properties(height=ROW), sentence),
        apart=_articles(say, measures.loc[measures["measure_id"].isin(rows["measure_id"])]),
        says=says.of_owners(say, district.home.plan.gaps.model_dump(), rows, names),
    )


def _labels(say: Words, measures: pd.DataFrame) -> dict[str, str]:
    """What the rows are called: the measures' names, cut to the room there is."""
    most = (LONGEST_OF_FEW if len(measures) <= FEW else LONGEST)[say.language]
    return {str(one): cut_to(measure_name(say, row), most) for one, row in _records(measures).items()}


def _picture(
    say: Words, rows: pd.DataFrame, measures: pd.DataFrame, labels: Mapping[str, str], names: Mapping[str, str]
) -> alt.TopLevelMixin:
    """A mark a duty in the row of its measure and the column of its unit; names are the columns' in their order."""
    few = len(measures) <= FEW
    lines = _heads(say, names, few)
    blank, order = list(dict.fromkeys(lines["measure_label"])), [labels[one] for one in measures.index]
    y = alt.Y(
        "measure_label:N",
        scale=alt.Scale(domain=[*blank, *order]),
        axis=_measures_axis(many=len(names) > MANY_UNITS),
    )
    x = alt.X("unit_name:N", scale=alt.Scale(domain=list(names.values())), axis=None)
    heads = pd.DataFrame({"measure_label": [labels[one] for one in measures.drop_duplicates("article_id").index]})
    column, row = f"{ACROSS[say.language]} * width / {len(names)}", f"height / {len(blank) + len(order)}"
    return alt.layer(
        *_marks(say, rows, x, y),
        alt.Chart(charts.values(lines))
        .mark_text(style="strong", **_lettering(say, set(lines["text"]), column, row, len(blank), few))
        .encode(x=x, y=y),
        alt.Chart(charts.values(heads))
        .mark_rule(color=palette.FAINT, strokeWidth=1)
        .encode(y=alt.Y("measure_label:N", bandPosition=0)),
        *_idle(say, [labels[one] for one in measures.index if one not in set(rows["measure_id"])], names, y),
    )


def _marks(say: Words, rows: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The duties, by colour and shape of their role."""
    domain = [say(f"plan.role.{one}") for one in ROLES]
    legend = charts.legend(domain, orient="bottom", direction="horizontal", labelLimit=600, symbolOpacity=1)
    colour = alt.Color(
        "role_name:N", scale=alt.Scale(domain=domain, range=[palette.ROLE[one] for one in ROLES]), legend=legend
    )
    shape = alt.Shape("role_name:N", scale=alt.Scale(domain=domain, range=[SHAPE[one] for one in ROLES]), legend=legend)
    tips = [
        alt.Tooltip("measure_name:N", title=say("column.measure")),
        alt.Tooltip("unit_name:N", title=say("column.unit_name")),
        alt.Tooltip("role_name:N", title=say("column.role")),
    ]
    drawn = rows[["measure_id", "unit_id", "measure_label", "measure_name", "unit_name", "role", "role_name"]]
    base = alt.Chart(charts.values(drawn)).encode(x=x, y=y)
    return [
        base.mark_rect(opacity=0.16).encode(color=colour, tooltip=tips),
        base.mark_point(filled=True, opacity=1).encode(color=colour, shape=shape, tooltip=tips),
    ]


def _idle(say: Words, labels: list[str], names: Mapping[str, str], y: alt.Y) -> list[alt.Chart]:
    """In the rows of measures that nobody answers for, that it is so."""
    if not labels:
        return []
    first = next(iter(names.values()))
    note = pd.DataFrame({"measure_label": labels, "note": say("plan.nobody_named"), "unit_name": first})
    return [
        alt.Chart(charts.values(note))
        .mark_text(align="left", color=palette.FAINT)
        .encode(y=y, x=alt.X("unit_name:N", bandPosition=0), text="note:N")
    ]


def _articles(say: Words, measures: pd.DataFrame) -> tuple[str, dict[str, str]] | None:
    """The plan's articles, one to a slide: 38 measures by 25 units are letters too small for a room. None where there is but one."""
    articles: Any = measures.drop_duplicates("article_id").to_dict("records")
    names = {row["article_id"]: say.pick(row, "article") for row in articles}
    return ("article", names) if len(names) > 1 else None


def _records(measures: pd.DataFrame) -> dict[Any, Any]:
    return measures.to_dict("index")


def _measures_axis(many: bool) -> alt.Axis:
    """The measures' names; on a phone, beside many units, their numbers alone: the list under the chart has both."""
    axis = charts.names_axis(LABEL_WIDTH)
    if many:
        phone = charts.narrower(PHONE)
        axis.labelExpr = f"{phone} ? split(datum.label, ' ')[0] : {axis.labelExpr}"
        axis.labelLimit = alt.ExprRef(f"min({LABEL_WIDTH}, {ON_A_PAGE} * containerSize()[0] || {IN_A_PICTURE})")
    return axis


_TURNED: dict[str, Any] = {"zh": {}, "en": {"angle": 270, "align": "left"}}


def _lettering(say: Words, texts: Collection[str], column: str, row: str, rows: int, few: bool) -> dict[str, Any]:
    """How the heads are written into columns so wide, on `rows` rows so high: as large as they have room for.

    Chinese ones are upright, a sign a row; English ones are turned, over many measures in two lines where their letters are
    much larger so.
    """
    if say.language == "zh" or few:
        return {
            "text": alt.ExprRef("datum.text"),
            "fontSize": alt.ExprRef(f"min({column}, {LETTER} * {row})"),
            **_TURNED[say.language],
        }

    def size(lines: int, longest: int) -> str:
        return f"min({column} / {lines}, {LETTER} * {row}, {rows} * {row} / {LETTER_ACROSS * max(longest, 1):.2f})"

    whole = size(1, max(map(len, texts), default=1))
    halves = size(2, max((len(line) for text in texts for line in text.split("\n")), default=1))
    folded = f"{halves} > {LARGER} * {whole}"
    letters = f"({folded} ? {halves} : {whole})"
    return {
        "text": alt.ExprRef(f"{folded} ? split(datum.text, {charts.BREAK}) : replace(datum.text, {charts.BREAK}, ' ')"),
        "fontSize": alt.ExprRef(letters),
        "lineHeight": alt.ExprRef(f"1.1 * {letters}"),
        "dy": alt.ExprRef(f"{folded} ? {charts.raised('text', f'0.55 * {letters}')} : 0"),
        **_TURNED["en"],
    }


def _heads(say: Words, names: Mapping[str, str], few: bool) -> pd.DataFrame:
    """The units' names over their columns, in rows of their own above the measures: upright in Chinese, turned in English.

    Rows of the matrix grow with the screen, so that the names keep to them whatever the size of the letters. Over few
    measures English names stand on one line, on as many rows as the longest takes.
    """
    language, english = say.language, say.language == "en"
    said = {one: name.replace("District ", "") if english else name for one, name in names.items()}
    texts = {one: cut_to(name, LONGEST_HEAD[language]) for one, name in said.items()}
    per_row = SMALLER if english and not few else ON_A_ROW[language]
    rows = max(HEAD_ROWS, ceil(max(map(len, texts.values())) / per_row))
    blank = [" " * n for n in range(1, rows + 1)]
    told = []
    for one, name in names.items():
        text = texts[one] if few else charts.in_two_lines(texts[one], FOLDED_FROM)
        signs = [*[""] * (rows - 1), text] if english else list(texts[one].rjust(rows))
        told += [(blank[n], name, sign) for n, sign in enumerate(signs)]
    return pd.DataFrame(told, columns=["measure_label", "unit_name", "text"]).sort_values(
        "measure_label", key=lambda column: column.str.len(), kind="stable"
    )
