"""The towns' estimates as they are read: grades, own answers, and what they rest on."""

from typing import Any

import pandas as pd

from outreach.district import District
from outreach.figures.values import Estimates
from outreach.views.areas import towns as own_towns
from outreach.views.exhibit import Column, formatted
from outreach.words import Words


def sources_of(district: District, estimates: Estimates) -> tuple[list[str], set[str]]:
    """The source ids and kinds of basis the towns' estimates rest on."""
    towns = own_towns(district.areas)
    ids = [*towns["population_source_id"], *towns["urban_share_source_id"], *district.groups["source_id"].iloc[-1:]]
    for margin, column in (("age", "people_source_id"), ("education", "education_source_id")):
        ids += list(towns[column].dropna()) if margin in estimates.margins and column in towns else []
    asked = district.survey[district.survey["wave"].isin(estimates.waves)]
    ids += [*asked["source_id"], *([district.home.plan.source_id] if estimates.level == "official" else [])]
    return ids, {"modelled", *estimates.table["basis"].dropna()}


def town_columns(say: Words, asked: bool = True) -> tuple[Column, ...]:
    """What is read of a town's estimate in a table; with what its own answers say where anybody was asked."""
    own = (
        Column("direct", say("column.direct")),
        Column("direct_share", say("column.direct_share"), "percent", on_page=False),
        Column("n", say("column.answers"), "integer"),
        Column("design_effect", say("column.design_effect"), "decimal"),
        Column("df", say("column.degrees"), "integer"),
        Column("gamma", say("column.gamma"), "whole_percent"),
    )
    return (
        Column("town_name", say("column.town_name")),
        Column("share", say("column.share"), "percent"),
        Column("low", say("column.low"), "percent"),
        Column("high", say("column.high"), "percent"),
        Column("cv", say("column.cv"), "percent"),
        Column("grade", say("column.reliability")),
        Column("rank_interval", say("column.rank_interval")),
        Column("rank_low", say("column.rank_low"), "integer", on_page=False),
        Column("rank_high", say("column.rank_high"), "integer", on_page=False),
        Column("basis_name", say("column.basis")),
        Column("year_said", say("column.year")),
        *(own if asked else ()),
    )


def estimated(say: Words, names: pd.Series, estimates: Estimates, ranks: pd.DataFrame) -> pd.DataFrame:
    rows: pd.DataFrame = estimates.table.reindex(names.index).join(ranks)
    interval = [
        say("literacy.rank_interval", low=low, high=high) if pd.notna(low) else ""
        for low, high in zip(rows["rank_low"], rows["rank_high"])
    ]
    return rows.assign(
        town_name=names,
        rank_interval=interval,
        interval=[_interval(say, row) for row in rows.itertuples()],
        basis_name=[say(f"value.literacy.basis.{one}") if isinstance(one, str) else "" for one in rows["basis"]],
        grade=[grade(say, one) for one in rows["reliability"]],
        direct=[direct(say, row) for row in rows.itertuples()],
        year_said=[f"{year:.0f}" if pd.notna(year) else "" for year in rows["year"]],
    )


def grade(say: Words, reliability: Any) -> str:
    """A grade in words: how firm a sampled figure is, or that it is modelled."""
    return say(f"reliability.{reliability}") if isinstance(reliability, str) else say("map.missing")


def direct(say: Words, row: Any) -> str:
    """What a town's own answers say by themselves, or why that is not shown; empty where nobody was asked."""
    if pd.isna(row.n):
        return ""
    if pd.isna(row.direct_share):
        return say(f"publication.{row.direct_reason}")
    ends = {"low": formatted(row.direct_low, "percent"), "high": formatted(row.direct_high, "percent")}
    return say("literacy.interval", share=formatted(row.direct_share, "percent"), **ends)


def _interval(say: Words, row: Any) -> str:
    if pd.isna(row.share):
        return say("literacy.not_published")
    return say(
        "literacy.interval",
        share=formatted(row.share, "percent"),
        low=formatted(row.low, "percent"),
        high=formatted(row.high, "percent"),
    )


def titled(say: Words, key: str, estimates: Estimates) -> str:
    """A title with the year the estimates are of, where they are of one."""
    return say(f"literacy.{key}") + (say("literacy.of_year", year=estimates.year) if estimates.year else "")


def summary(say: Words, rows: pd.DataFrame) -> str:
    """Between which figures the towns lie and whether they can be ranked, in a sentence or two."""
    known = rows.dropna(subset=["share"])
    if known.empty:
        return say("literacy.nothing_known")
    return spread(say, known) + rankable(say, known)


def spread(say: Words, known: pd.DataFrame) -> str:
    """Between which figures the towns lie; nothing where none is known."""
    if known.empty:
        return ""
    low, high = known.iloc[known["share"].argmin()], known.iloc[known["share"].argmax()]
    return say(
        "literacy.spread",
        low_town=low["town_name"],
        low=formatted(low["share"], "percent"),
        high_town=high["town_name"],
        high=formatted(high["share"], "percent"),
        width=f"{100 * (known['high'] - known['low']).median() / 2:.0f}",
    )


def rankable(say: Words, known: pd.DataFrame) -> str:
    told = known[known["rankable"]]
    if told.empty:
        return say("literacy.none_rankable", n=len(known))
    return say("literacy.some_rankable", n=len(told), towns=say.list(list(told["town_name"])))


def rests_on(say: Words, rows: pd.DataFrame) -> str:
    """How many of the towns' figures are mostly answers, and how many are modelled."""
    known = rows.dropna(subset=["share"])
    asked = int((known["basis"] == "survey").sum())
    if known.empty:
        return say("literacy.nothing_known")
    partly = bool(known["n"].notna().any())
    kind = (
        ("mostly_modelled" if partly else "all_modelled")
        if not asked
        else "all_asked"
        if asked == len(known)
        else "some_asked"
    )
    return say(f"literacy.{kind}", n=asked, modelled=len(known) - asked)


def answered(say: Words, rows: pd.DataFrame) -> str:
    """What the own answers of the towns asked are: how many, of which design, of what weight; nothing where nobody was asked."""
    told = rows.dropna(subset=["share", "n"])
    if told.empty:
        return ""
    kinds = {
        "n": "integer",
        "design_effect": "decimal",
        "df": "integer",
        "gamma": "whole_percent",
        "direct_share": "percent",
    }
    ends = {name: least_and_most(say, told[name], kind) for name, kind in kinds.items()}
    return say("literacy.answered", towns=len(told), **ends)


def answers(say: Words, rows: pd.DataFrame) -> str:
    """How many towns have answers of their own and what they say, for those who hear it; nothing where nobody was asked."""
    told = rows.dropna(subset=["share", "n"])
    if told.empty:
        return ""
    ends = {"n": least_and_most(say, told["n"], "integer")}
    ends["direct_share"] = least_and_most(say, told["direct_share"], "percent")
    return say("literacy.answers", towns=len(told), **ends)


def least_and_most(say: Words, values: pd.Series, kind: str) -> str:
    """The least and the most of some values as one reads them, once where they read the same."""
    low, high = formatted(values.min(), kind), formatted(values.max(), kind)
    return low if low == high else say("map.between", low=low, high=high)
