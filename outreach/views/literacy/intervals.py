"""Each town's estimate with its interval and the places it may really take."""

from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, palette, says
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit, written
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
    say: Words,
    home: Any,
    district: Any,
    estimates: Any,
    ranks: pd.DataFrame,
    official: Any,
    chance: pd.Series,
    level: float,
    own: Any = None,
    area: str | None = None,
) -> Exhibit:
    """Each town's estimate with its 95 % interval and the places it may really take, highest first.

    chance is how likely each town is at or above level, where the plan's path stands in the estimates' own year (NaN where
    it has no path then). own is the district's share in its survey. What is modelled is hollow and its line broken.
    """
    names = town_names(say, district.areas)
    rows = estimated(say, names, estimates, ranks).assign(
        picked=names.index == area, chance=chance.reindex(names.index)
    )
    rows["modelled"] = rows["basis"] == "modelled"
    drawn = charts.ends(rows, "share", area)
    order = list(drawn.sort_values("share", ascending=False)["town_name"])
    base = alt.Chart(
        charts.values(
            drawn.reset_index()[
                [
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
                ]
            ]
        )
    ).encode(y=alt.Y("town_name:N", sort=order, axis=charts.names_axis()))
    here = [one for one in SHAPE if one in set(rows["reliability"])]
    graded = [say(f"reliability.{one}") for one in here if one != "M"]
    shape = alt.Shape(
        "grade:N",
        scale=alt.Scale(domain=[say(f"reliability.{one}") for one in here], range=[SHAPE[one] for one in here]),
        legend=charts.legend(graded, values=graded) if graded else None,
    )
    sampled, worked = base.transform_filter("!datum.modelled"), base.transform_filter("datum.modelled")
    most = float(rows["high"].max())
    ends = {"domainMax": alt.ExprRef(charts.room_behind(most, rows["rank_interval"])["expr"])} if most > 0 else {}
    x = alt.X(
        "low:Q",
        axis=alt.Axis(format=".0%", title=None, tickCount=6),
        title=None,
        scale=alt.Scale(zero=True, nice=False, **ends),
    )
    tips = [
        alt.Tooltip("interval:N", title=say("column.share")),
        alt.Tooltip("grade:N", title=say("column.reliability")),
    ]
    shown = [
        sampled.mark_rule().encode(x=x, x2="high:Q", color=_ink("survey")),
        worked.mark_rule(strokeDash=[4, 3]).encode(x=x, x2="high:Q", color=_ink("modelled")),
        sampled.mark_point(filled=True, opacity=1).encode(x="share:Q", color=_ink("survey"), shape=shape, tooltip=tips),
        worked.mark_point(filled=False, opacity=1, fill=palette.PAPER).encode(
            x="share:Q", color=_ink("modelled"), shape=shape, tooltip=tips
        ),
        base.transform_filter("isValid(datum.direct_share)")
        .mark_tick(thickness=2, height={"band": 0.7}, color=palette.INK)
        .encode(x="direct_share:Q", tooltip=alt.Tooltip("direct:N", title=say("column.direct"))),
        base.mark_text(align="left", dx=8).encode(x="high:Q", text="rank_interval:N"),
    ]
    levels = _levels(say, estimates, official, own)
    for number, (label, share) in enumerate(levels.items()):
        rule = alt.Chart(charts.values(pd.DataFrame({"share": [share], "label": [label]})))
        colour = palette.AREA["district"] if number == 0 else palette.BASIS["survey"]
        shown += [
            rule.mark_rule(strokeDash=[5, 4], color=colour).encode(x="share:Q"),
            rule.mark_text(align="right", baseline="bottom", dx=-4, dy=-2, color=colour).encode(
                x="share:Q", y=alt.value(0), text="label:N"
            ),
        ]
    asked = bool(rows["n"].notna().any())
    sentence = say("literacy.intervals_asked" if asked else "literacy.intervals_sentence")
    sentence += rests_on(say, rows) + answered(say, rows)
    sentence += rankable(say, rows.dropna(subset=["share"])) + charts.said_of_ends(say, rows)
    ids, bases = sources_of(district, estimates)
    path = say("column.chance", year=estimates.year, level=written(level, "percent")) if pd.notna(level) else ""
    return Exhibit(
        name="literacy_intervals",
        title=titled(say, "intervals_title", estimates),
        sentence=sentence,
        rows=rows.sort_values("share", ascending=False).reset_index(),
        columns=(
            *town_columns(say, asked),
            *((Column("chance", path, "whole_percent"),) if path else ()),
        ),
        credits=credits(say, home, district.sources, ids, bases),
        vector=charts.spec(alt.layer(*shown).properties(height=charts.STEP), sentence),
        chart=Chart(
            "intervals",
            "town_name",
            ("share", "direct_share") if asked else ("share",),
            low="low",
            high="high",
            colours={
                "share": _main_colour(rows),
                **({"direct_share": palette.INK} if asked else {}),
                **{name: palette.AREA["district"] for name in levels},
            },
            levels=levels,
        ),
        says=says.of_intervals(
            say,
            rows.dropna(subset=["share"]),
            spread(say, rows.dropna(subset=["share"])) + answers(say, rows),
            rests_on(say, rows),
            say("literacy.intervals_asked" if asked else "literacy.intervals_sentence"),
            answered(say, rows),
        ),
    )


SHAPE = {"A": "circle", "E": "diamond", "M": "square"}


def _ink(basis: str) -> Any:
    return alt.condition("datum.picked", alt.value(palette.PICKED), alt.value(palette.BASIS[basis]))


def _main_colour(rows: pd.DataFrame) -> str:
    """The colour of what most of the towns' figures rest on, for a picture that has but one."""
    return palette.BASIS["survey" if (rows["basis"] == "survey").mean() > 0.5 else "modelled"]


def _levels(say: Words, estimates: Any, official: Any, own: Any) -> dict[str, float]:
    """The district's own figures that the towns are read beside: the survey's of the towns' year, else the official one."""
    if own is not None and estimates.level == "survey" and own.reliability in ("A", "E"):
        return {say("literacy.own_line", year=own.year, share=written(own.share, "percent")): own.share}
    if official is None or estimates.level == "survey":
        return {}
    return {say("literacy.official_line", year=official.year, share=written(official.share, "percent")): official.share}


def own_figures(say: Words, own: Any) -> list[tuple[str, str, str]]:
    """The whole district's share in its survey, with its interval and what that rests on; nothing without one."""
    if own is None:
        return []
    deff, df = f"{own.design_effect:.2f}", "—" if pd.isna(own.df) else f"{own.df:.0f}"
    note = say("literacy.own_note", n=written(own.n, "integer"), deff=deff, df=df, towns=own.towns)
    note += (
        say("literacy.own_stated")
        if own.stated
        else say("literacy.own_together", people=written(own.people, "whole_percent"))
    )
    label = say("literacy.own_label", year=own.year)
    if own.reliability not in ("A", "E"):
        return [(label, say("literacy.own_hidden"), say(f"publication.{own.reason}"))]
    ends = {"low": written(own.low, "percent"), "high": written(own.high, "percent")}
    shown = say("literacy.interval", share=written(own.share, "percent"), **ends)
    return [(label, shown, note), (say("column.reliability"), grade(say, own.reliability), say("literacy.own_judges"))]
