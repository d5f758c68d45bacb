"""A survey of the towns to come: whom to ask for what is wanted of it, by villages and one by one, and which villages are drawn."""

from typing import Any

import pandas as pd

from outreach.district import District
from outreach.figures.values import Field, Official, Plan
from outreach.views import says
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Credits, Exhibit, Number, formatted
from outreach.words import Words


def wishes(
    say: Words, district: District, official: Official | None, towns: int, wanted: pd.DataFrame | None, field: Field
) -> Exhibit | None:
    """How many people a survey must ask for what is wanted of it, and what so many give; None without a share to expect.

    wanted has one row per wish: kind (cv, tell, given), value, n (answers in a large town), cv, reliability, low, high,
    detectable, and of all towns total (answers), visits, go_to (villages). field is how the survey goes out.
    """
    if wanted is None:
        return None
    rows = wanted.assign(
        wanted=[_wish(say, row) for row in wanted.itertuples()],
        grade=[say(f"reliability.{one}") for one in wanted["reliability"]],
        interval=[_between(say, low, high) for low, high in zip(wanted["low"], wanted["high"])],
        points=100 * wanted["detectable"],
    )
    firm = rows[(rows["kind"] == "cv") & (rows["reliability"] == "A")]
    enough = firm.sort_values("n").iloc[0] if len(firm) else None
    return Exhibit(
        name="literacy_planner",
        title=say("planner.title"),
        sentence=_assumed(say, official, field) + ("" if enough is None else _takes(say, enough, towns)),
        says={} if enough is None else {"cost": say("says.sample", n=formatted(enough["total"], "integer"))},
        rows=rows,
        columns=(
            Column("wanted", say("planner.wanted")),
            Column("n", say("planner.n"), "integer"),
            Column("cv", say("planner.gives_cv"), "percent"),
            Column("grade", say("planner.grade")),
            Column("interval", say("planner.interval")),
            Column("low", say("column.low"), "percent", on_page=False),
            Column("high", say("column.high"), "percent", on_page=False),
            Column("points", say("planner.detectable"), "decimal"),
            Column("total", say("planner.total"), "integer"),
            Column("visits", say("planner.visits"), "integer"),
            Column("go_to", say("planner.go_to"), "integer"),
        ),
        credits=_credits(say, district),
    )


def _takes(say: Words, enough: pd.Series, towns: int) -> str:
    """What a survey takes that is firm in every town."""
    return say(
        "planner.sentence",
        cv=formatted(enough["value"], "percent"),
        reliable=formatted(enough["n"], "integer"),
        towns=towns,
        total=formatted(enough["total"], "integer"),
        visits=formatted(enough["visits"], "integer"),
        villages=formatted(enough["go_to"], "integer"),
    )


def asked(say: Words, towns: int, wanted: pd.DataFrame | None, plan: Plan | None) -> list[Number]:
    """The answer to the visitor's own wish, the first of those planned; nothing without a share to expect."""
    if wanted is None or plan is None:
        return []
    row: Any = next(wanted.itertuples())
    whole: Any = plan.together.loc["villages"]
    apart = (
        say("planner.apart", points=f"{100 * row.detectable:.1f}")
        if pd.notna(row.detectable)
        else say("planner.apart_never")
    )
    visits = say("planner.visits_in", visits=formatted(row.visits, "integer"), villages=formatted(row.go_to, "integer"))
    return [
        (say("planner.n"), formatted(row.n, "integer"), _wish(say, row)),
        (say("planner.total"), formatted(row.total, "integer"), say("planner.in_towns", towns=towns)),
        (say("planner.visits"), formatted(row.visits, "integer"), visits),
        (say("planner.gives_cv"), formatted(row.cv, "percent"), say(f"reliability.{row.reliability}")),
        (say("planner.interval"), _between(say, row.low, row.high), apart),
        (say("planner.whole_interval"), _between(say, whole["low"], whole["high"]), say("planner.whole_note")),
    ]


def designs(say: Words, district: District, plan: Plan | None, field: Field, wish: tuple[str, float]) -> Exhibit | None:
    """The two designs side by side for one wish: what they take, what they cost where that is known, how firm the district's figure is."""
    if plan is None:
        return None
    rows = plan.together.reset_index()
    rows = rows.assign(
        design_name=[say(f"planner.by_{one}") for one in rows["design"]],
        interval=[_between(say, low, high) for low, high in zip(rows["low"], rows["high"])],
    )
    priced = bool(rows["cost"].notna().all())
    return Exhibit(
        name="literacy_designs",
        title=say("planner.designs_title", wish=_wish_of(say, *wish)),
        sentence=_compared(say, rows.set_index("design"), plan.breaks_even, priced, field),
        rows=rows,
        columns=(
            Column("design_name", say("planner.design")),
            Column("answers", say("planner.answers"), "integer"),
            Column("visits", say("planner.visits"), "integer"),
            Column("villages", say("planner.go_to"), "integer"),
            Column("journeys", say("planner.journeys"), "integer"),
            *((Column("cost", say(f"planner.cost_{field.unit}"), "integer"),) if priced else ()),
            Column("cv", say("planner.whole_cv"), "percent"),
            Column("interval", say("planner.whole_interval")),
        ),
        credits=_credits(say, district),
    )


def by_town(
    say: Words, district: District, plan: Plan | None, villages: pd.Series, wish: tuple[str, float]
) -> Exhibit | None:
    """What a wish takes in every town, by villages and one by one, and what it gives there."""
    if plan is None:
        return None
    names = town_names(say, district.areas)
    own, other = (plan.by_town.xs(design, level="design").reindex(names.index) for design in ("villages", "persons"))
    people = own_towns(district.areas).set_index("area_code")["population"]
    rows = own.assign(
        town_name=names,
        people=people.reindex(names.index).astype(float),
        there=villages.reindex(names.index),
        interval=[_between(say, low, high) for low, high in zip(own["low"], own["high"])],
        grade=[say(f"reliability.{one}") for one in own["reliability"]],
        alone=other["answers"],
        alone_visits=other["visits"],
    )
    return Exhibit(
        name="literacy_visits",
        title=say("planner.towns_title", wish=_wish_of(say, *wish)),
        sentence=_said_of_towns(say, rows),
        rows=rows.reset_index(),
        columns=(
            Column("town_name", say("column.town_name")),
            Column("people", say("planner.people"), "integer"),
            Column("there", say("planner.there"), "integer"),
            Column("villages", say("planner.go_to"), "integer"),
            Column("each", say("planner.each"), "integer"),
            Column("answers", say("planner.answers"), "integer"),
            Column("visits", say("planner.visits"), "integer"),
            Column("cv", say("planner.gives_cv"), "percent"),
            Column("interval", say("planner.interval")),
            Column("low", say("column.low"), "percent", on_page=False),
            Column("high", say("column.high"), "percent", on_page=False),
            Column("grade", say("planner.grade")),
            Column("alone", say("planner.alone"), "integer"),
            Column("alone_visits", say("planner.alone_visits"), "integer"),
        ),
        credits=_credits(say, district),
    )


def sample(
    say: Words, district: District, drawn: pd.DataFrame | None, villages: pd.Series, seed: int
) -> Exhibit | None:
    """The villages drawn, each by its number on its town's own list, because no list of names is on record."""
    if drawn is None:
        return None
    names = town_names(say, district.areas)
    rows = drawn.assign(town_name=drawn["area_code"].map(names), number=drawn["village"].astype(int))
    unknown = [names[code] for code in names.index if pd.isna(villages.get(code))]
    sentence = say("planner.sample_nothing")
    if len(rows):
        sentence = say("planner.sample_sentence", n=len(rows), towns=rows["area_code"].nunique(), seed=seed)
    if unknown and len(rows):
        sentence += say("planner.sample_unknown", towns=says.towns(say, unknown))
    return Exhibit(
        name="literacy_sample",
        title=say("planner.sample_title"),
        sentence=sentence,
        rows=rows,
        columns=(
            Column("town_name", say("column.town_name")),
            Column("number", say("planner.number"), "integer"),
            Column("answers", say("planner.answers"), "integer"),
            Column("visits", say("planner.visits"), "integer"),
            Column("chance", say("planner.chance"), "whole_percent"),
        ),
        credits=_credits(say, district),
    )


def _credits(say: Words, district: District) -> Credits:
    towns = own_towns(district.areas)
    ids = [district.home.plan.source_id, *towns["population_source_id"], *towns["villages_source_id"]]
    return credits(say, district.home, district.sources, ids, ["official", "assumed"])


def _assumed(say: Words, official: Official | None, field: Field) -> str:
    """What the plan is reckoned with, and where the correlation is from."""
    return say(
        "planner.assumed" if field.of_wave is None else "planner.assumed_wave",
        share=formatted(official.share if official else None, "percent"),
        each=field.per_village,
        alike=f"{field.correlation:.3g}",
        wave=field.of_wave or "",
        deff=f"{field.design_effect:.2f}",
        answer=formatted(field.response, "whole_percent"),
    )


def _compared(say: Words, rows: pd.DataFrame, even: float, priced: bool, field: Field) -> str:
    """The two designs in a sentence: what each takes, and which is cheaper, or from which price on."""
    told = {
        f"{name}_{design}": formatted(rows.at[design, name], "integer")
        for design in ("villages", "persons")
        for name in ("answers", "visits")
    }
    found = say("planner.designs_sentence", go_to=formatted(rows.at["villages", "villages"], "integer"), **told)
    if priced:
        cost = {design: formatted(rows.at[design, "cost"], "integer") for design in ("villages", "persons")}
        found += say(f"planner.costs_{field.unit}", **cost)
        if pd.notna(field.cheapest):
            found += say("planner.cheapest", m=max(1, round(field.cheapest)))
        return found
    found += say("planner.no_prices")
    if pd.notna(even):
        found += say("planner.breaks_even" if even > 0 else "planner.always_even", calls=f"{even:.2g}")
    return found


def _said_of_towns(say: Words, rows: pd.DataFrame) -> str:
    all_of_them = rows["villages"] >= rows["there"]
    found = say("planner.towns_sentence")
    if all_of_them.any():
        towns = says.towns(say, list(rows.loc[all_of_them, "town_name"]))
        found += say("planner.towns_all", n=int(all_of_them.sum()), towns=towns)
    if rows["there"].isna().any():
        towns = says.towns(say, list(rows.loc[rows["there"].isna(), "town_name"]))
        found += say("planner.towns_unknown", towns=towns)
    short = ~rows["enough"].astype(bool)
    if short.any():
        found += say("planner.towns_short", towns=says.towns(say, list(rows.loc[short, "town_name"])))
    return found


def _between(say: Words, low: float, high: float) -> str:
    return say("map.between", low=formatted(low, "percent"), high=formatted(high, "percent"))


def _wish(say: Words, row: Any) -> str:
    return _wish_of(say, row.kind, row.value if row.kind == "given" else 100 * row.value)


def _wish_of(say: Words, kind: str, amount: float) -> str:
    """A wish in words; its amount in per cent, points or answers."""
    if kind == "cv":
        return say("planner.cv", cv=formatted(amount / 100, "percent"))
    if kind == "tell":
        return say("planner.tell", points=f"{amount:g}")
    return say("planner.given", n=formatted(amount, "integer"))
