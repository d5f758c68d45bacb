"""Each town's estimate with its interval and the places it may really take."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.figures.values import Known, Own
from outreach.views import charts, palette, says
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, Number, formatted
from outreach.views.literacy.rows import (
    answered,
    answers,
    estimated,
    grade,
    rankable,
    rests_on,
    sources_of,
    spread,
    titled,
    town_columns,
)
from outreach.words import Words


def intervals(
    say: Words, district: District, known: Known, level: float, chance: pd.Series, area: str | None = None
) -> Exhibit:
    """Each town's estimate with its 95 % interval and the places it may really take, highest first.

    level is where the plan's path stands in the estimates' own year (NaN where it has none then), chance how likely each town is
    at or above it. What is modelled is hollow and its line broken.
    """
    names = town_names(say, district.areas)
    rows = estimated(say, names, known.estimates, known.ranks).assign(
        picked=names.index == area, chance=chance.reindex(names.index)
    )
    rows["modelled"] = rows["basis"] == "modelled"
    told, asked = rows.dropna(subset=["share"]), bool(rows["n"].notna().any())
    reading = say("literacy.intervals_asked" if asked else "literacy.intervals_sentence")
    rests, own_answers = rests_on(say, rows), answered(say, rows)
    sentence = reading + rests + own_answers + rankable(say, told) + charts.said_of_ends(say, rows)
    ids, kinds_of_basis = sources_of(district, known.estimates)
    path = say("column.chance", year=known.estimates.year, level=formatted(level, "percent")) if pd.notna(level) else ""
    levels = _levels(say, known)
    return Exhibit(
        name="literacy_intervals",
        title=titled(say, "intervals_title", known.estimates),
        sentence=sentence,
        rows=rows.sort_values("share", ascending=False).reset_index(),
        columns=(*town_columns(say, asked), *((Column("chance", path, "whole_percent"),) if path else ())),
        credits=credits(say, district.home, district.sources, ids, kinds_of_basis),
        vector=charts.spec(_picture(say, rows, levels, area).properties(height=charts.STEP), sentence),
        chart=_chart(rows, levels, asked),
        says=says.of_intervals(say, told, spread(say, told) + answers(say, rows), rests, reading, own_answers),
    )


DRAWN = (
    "area_code",
    "town_name",
    "share",
    "low",
    "high",
    "rank_interval",
    "interval",
    "grade",
    "picked",
    "modelled",
    "direct_share",
    "direct",
)
"""What of the rows the picture needs."""


def _picture(say: Words, rows: pd.DataFrame, levels: Mapping[str, float], area: str | None) -> alt.TopLevelMixin:
    """Intervals, estimates, the towns' own answers and their places, with lines at the district's own figures."""
    drawn = charts.ends(rows, "share", area)
    order = list(drawn.sort_values("share", ascending=False)["town_name"])
    base = alt.Chart(charts.values(drawn.reset_index()[list(DRAWN)])).encode(
        y=alt.Y("town_name:N", sort=order, axis=charts.names_axis())
    )
    most = float(rows["high"].max())
    ends = {"domainMax": alt.ExprRef(charts.room_behind(most, rows["rank_interval"])["expr"])} if most > 0 else {}
    x = alt.X(
        "low:Q",
        axis=alt.Axis(format=".0%", title=None, tickCount=6),
        title=None,
        scale=alt.Scale(zero=True, nice=False, **ends),
    )
    return alt.layer(
        *_estimates(say, base, x, _shape(say, rows)),
        base.transform_filter("isValid(datum.direct_share)")
        .mark_tick(thickness=2, height={"band": 0.7}, color=palette.INK)
        .encode(x="direct_share:Q", tooltip=alt.Tooltip("direct:N", title=say("column.direct"))),
        base.mark_text(align="left", dx=8).encode(x="high:Q", text="rank_interval:N"),
        *_lines(levels),
    )


def _shape(say: Words, rows: pd.DataFrame) -> alt.Shape:
    """A mark by how firm a figure is; the legend tells those that are sampled."""
    here = [one for one in SHAPE if one in set(rows["reliability"])]
    graded = [say(f"reliability.{one}") for one in here if one != "M"]
    return alt.Shape(
        "grade:N",
        scale=alt.Scale(domain=[say(f"reliability.{one}") for one in here], range=[SHAPE[one] for one in here]),
        legend=charts.legend(graded, values=graded) if graded else None,
    )


def _estimates(say: Words, base: alt.Chart, x: alt.X, shape: alt.Shape) -> list[alt.Chart]:
    """The estimates upon their intervals: full where sampled, hollow and broken where modelled."""
    sampled, worked = base.transform_filter("!datum.modelled"), base.transform_filter("datum.modelled")
    tips = [
        alt.Tooltip("interval:N", title=say("column.share")),
        alt.Tooltip("grade:N", title=say("column.reliability")),
    ]
    return [
        sampled.mark_rule().encode(x=x, x2="high:Q", color=_ink("survey")),
        worked.mark_rule(strokeDash=[4, 3]).encode(x=x, x2="high:Q", color=_ink("modelled")),
        sampled.mark_point(filled=True, opacity=1).encode(x="share:Q", color=_ink("survey"), shape=shape, tooltip=tips),
        worked.mark_point(filled=False, opacity=1, fill=palette.PAPER).encode(
            x="share:Q", color=_ink("modelled"), shape=shape, tooltip=tips
        ),
    ]


def _lines(levels: Mapping[str, float]) -> list[alt.Chart]:
    """A broken line with its name at each of the district's own figures; the first in the district's colour."""
    shown = []
    for number, (label, share) in enumerate(levels.items()):
        rule = alt.Chart(charts.values(pd.DataFrame({"share": [share], "label": [label]})))
        colour = palette.AREA["district"] if number == 0 else palette.BASIS["survey"]
        shown += [
            rule.mark_rule(strokeDash=[5, 4], color=colour).encode(x="share:Q"),
            rule.mark_text(align="right", baseline="bottom", dx=-4, dy=-2, color=colour).encode(
                x="share:Q", y=alt.value(0), text="label:N"
            ),
        ]
    return shown


def _chart(rows: pd.DataFrame, levels: Mapping[str, float], asked: bool) -> Chart:
    """The same for an office program."""
    own = {"direct_share": palette.INK} if asked else {}
    return Chart(
        "intervals",
        "town_name",
        ("share", *own),
        low="low",
        high="high",
        colours={"share": _main_colour(rows), **own, **dict.fromkeys(levels, palette.AREA["district"])},
        levels=levels,
    )


SHAPE = {"A": "circle", "E": "diamond", "M": "square"}


def _ink(basis: str) -> Any:
    return alt.condition("datum.picked", alt.value(palette.PICKED), alt.value(palette.BASIS[basis]))


def _main_colour(rows: pd.DataFrame) -> str:
    """The colour of what most of the towns' figures rest on, for a picture that has but one."""
    return palette.BASIS["survey" if (rows["basis"] == "survey").mean() > 0.5 else "modelled"]


def _levels(say: Words, known: Known) -> dict[str, float]:
    """The district's own figures that the towns are read beside: the survey's of the towns' year, else the official one."""
    own, official = known.own, known.official
    if own is not None and known.estimates.level == "survey" and own.reliability in ("A", "E"):
        return {say("literacy.own_line", year=own.year, share=formatted(own.share, "percent")): own.share}
    if official is None or known.estimates.level == "survey":
        return {}
    return {
        say("literacy.official_line", year=official.year, share=formatted(official.share, "percent")): official.share
    }


def own_figures(say: Words, own: Own | None) -> list[Number]:
    """The whole district's share in its survey, with its interval and what that rests on; nothing without one."""
    if own is None:
        return []
    deff, df = f"{own.design_effect:.2f}", "—" if pd.isna(own.df) else f"{own.df:.0f}"
    note = say("literacy.own_note", n=formatted(own.n, "integer"), deff=deff, df=df, towns=own.towns)
    note += (
        say("literacy.own_stated")
        if own.stated
        else say("literacy.own_together", people=formatted(own.people, "whole_percent"))
    )
    label = say("literacy.own_label", year=own.year)
    if own.reliability not in ("A", "E"):
        return [(label, say("literacy.own_hidden"), say(f"publication.{own.reason}"))]
    ends = {"low": formatted(own.low, "percent"), "high": formatted(own.high, "percent")}
    shown = say("literacy.interval", share=formatted(own.share, "percent"), **ends)
    return [(label, shown, note), (say("column.reliability"), grade(say, own.reliability), say("literacy.own_judges"))]
