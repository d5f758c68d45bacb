"""A question and its answer in words: places, people, ways, and how good the answer is."""

from collections.abc import Mapping

import pandas as pd

from outreach.district import District
from outreach.figures.values import Case, Firmness, Outcome, Scenario
from outreach.views import positions
from outreach.views.areas import town_names
from outreach.views.areas import towns as own_towns
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Credits, Number, formatted
from outreach.views.frames import record, tuples
from outreach.vocabulary import WAYS
from outreach.words import Words

MODELS = ("mclp", "pmedian", "pcentre")
USEFUL_GAP = 0.5
FEW = 0.5  # a choice that is best in less of the positions possible is said to be so


def options(say: Words, district: District, case: Case) -> dict[str, dict[str, str]]:
    """What can be set: for each field of the selection its ids with their names; of the factors those with figures alone."""
    kinds = {"places": say("siting.places"), "grid": say("siting.grid", km=f"{case.spacing_km:g}")}
    return {
        "model": {one: say(f"siting.aim.{one}") for one in MODELS},
        "way": {one: within_reach(say, district, one) for one in WAYS},
        "new": {str(one): str(one) for one in range(7)},
        "demand": ({"land": say("siting.land")} if case.lives("land") == "land" else {}) | kinds,
        "among": kinds,
        "factor": {one: say(f"siting.favour.{one}") for one in case.factors},
    }


def missing(say: Words, case: Case) -> str:
    """Why people cannot be weighed by a group nobody counted town by town; empty where they can."""
    return "" if "older" in case.factors else say("siting.no_ages")


def within_reach(say: Words, district: District, way: str) -> str:
    return say(f"siting.within_{way}", km=f"{district.home.travel[way + '_km']:g}")


def people(say: Words, number: float) -> str:
    """A number of people as it is said: to the nearest hundred below 10,000, in 万 or thousands above."""
    if number < 10_000:
        return say("siting.people", n=f"{round(number, -2):,.0f}")
    return say("siting.people_many", n=f"{number / int(say('siting.people_unit')):,.1f}".removesuffix(".0"))


def percent(share: float) -> str:
    return formatted(share, "whole_percent")


def km_said(say: Words, number: float) -> str:
    return say("format.missing") if pd.isna(number) else say("siting.km", km=f"{number:.1f}")


def where(say: Words, district: District, near: str, area_code: str | None, exact: bool) -> str:
    """A place in words: the settlement point it is, or the one it lies near."""
    names = town_names(say, district.areas)
    point = record(district.places.set_index("place_id"), near)
    if exact and point["role"] == "seat":
        return say("siting.seat", town=names[point["area_code"]])
    town = names.get(area_code if isinstance(area_code, str) else point["area_code"], "")
    return say("siting.place" if exact else "siting.near", place=say.pick(point, "name"), town=town)


def site_names(say: Words, district: District, outcome: Outcome) -> list[str]:
    exact = outcome.scenario.among == "places"
    return [where(say, district, row.near, row.area_code, exact) for row in tuples(outcome.chosen)]


def lede(say: Words, district: District, outcome: Outcome | None, firm: Firmness | None = None) -> str:
    """What the scenario would bring, as a presenter reads it out, how good the answer is, and in how much of what is possible.

    firm is how far the answer rests on positions, as measures.firmness has it; None where it does not.
    """
    if outcome is None:
        return say("siting.nothing")
    asked, found = outcome.scenario, outcome.figures
    way = within_reach(say, district, asked.way)
    values = {
        "way": way,
        "before": percent(found["coverage_before"]),
        "after": percent(found["coverage"]),
        "mean_before": km_said(say, found["mean_km_before"]),
        "mean_after": km_said(say, found["mean_km"]),
        "worst_before": km_said(say, found["worst_km_before"]),
        "worst_after": km_said(say, found["worst_km"]),
    }
    if not len(outcome.chosen):
        if outcome.unknown and asked.new == 0:
            return say("siting.lede_today_unknown", **values)
        return say("siting.lede_today", **values) if asked.new == 0 else say("siting.lede_enough", **values)
    said = say(
        f"siting.lede_{asked.model}_unknown" if outcome.unknown else f"siting.lede_{asked.model}",
        n=len(outcome.chosen),
        places=say.list(site_names(say, district, outcome)),
        people=people(say, found["people_gained"]),
        **values,
    )
    if len(outcome.chosen) < asked.new:
        said += say("siting.fewer", n=len(outcome.chosen))
    return said + proof(say, outcome, firm) + firmly(say, firm)


def firmly(say: Words, firm: Firmness | None) -> str:
    """In what part of the possible positions the choice is best; where that is few, what to do about it."""
    if firm is None:
        return ""
    said = say("siting.best_of_all" if firm.every else "siting.best_of_near", share=percent(firm.best))
    return said + (say("siting.best_in_few") if firm.best < FEW else "")


def proof(say: Words, outcome: Outcome, firm: Firmness | None = None) -> str:
    """Whether the answer is proven the best (on average over positions, where they are drawn), or how much better one could be."""
    if outcome.sites.status == "optimal":
        return say("siting.proven" if firm is None else "siting.proven_expected")
    return say("siting.stopped") + bounded(say, outcome.sites.gap)


def bounded(say: Words, gap: float) -> str:
    """How far from the best an answer can be that was not proven; a bound that says next to nothing is not repeated."""
    return say("siting.stopped_gap", gap=formatted(gap, "percent")) if gap <= USEFUL_GAP else say("siting.stopped_open")


def gap_said(say: Words, gap: float) -> str:
    return formatted(gap, "percent") if gap <= USEFUL_GAP else say("siting.gap_open")


def unrecorded(say: Words, today: pd.Series) -> str:
    """How much of the people may be covered already by bases that are not on record; nothing where the record is confirmed."""
    most = today.get("most", today["high"])
    return say("siting.unrecorded", most=percent(most)) if most > today["high"] + 0.005 else ""


def uncertainty(say: Words, district: District, case: Case, today: pd.Series, way: str) -> str:
    """What it means for the result that most bases are known to their town only."""
    counted = case.located[case.located["counted"]]
    rough = int(counted["accuracy"].eq("town").sum())
    if not rough:
        return ""
    if pd.isna(today["value"]):
        return say("siting.rough_unknown", all=len(counted), n=rough, way=within_reach(say, district, way))
    return say(
        f"siting.rough.{positions.taken(case.spread)}",
        all=len(counted),
        n=rough,
        way=within_reach(say, district, way),
        value=percent(today["value"]),
        low=percent(today["low"]),
        high=percent(today["high"]),
    )


def credits_of(say: Words, district: District, on_map: bool = False) -> Credits:
    kinds = [*own_towns(district.areas)["population_basis"], "estimated", "assumed"]
    return credits_of_reach(say, district, kinds_of_basis=kinds, on_map=on_map)


def short(say: Words, district: District, case: Case, asked: Scenario) -> str:
    """A scenario in a few words: what is usual goes without saying."""
    said = [
        say(f"siting.short.{asked.model}"),
        within_reach(say, district, asked.way),
        say("siting.short_new", n=asked.new),
    ]
    if asked.factor != "people":
        said.append(say(f"siting.favour.{asked.factor}"))
    if asked.demand not in ("land", case.lives("land")):
        said.append(say(f"siting.short_demand_{asked.demand}", km=f"{case.spacing_km:g}"))
    if asked.among != "places":
        said.append(say("siting.short_among", km=f"{case.spacing_km:g}"))
    return say("siting.joint").join(said)


def method(say: Words, _district: District, case: Case) -> str:
    """How the sites are found and what is assumed."""
    return say(
        "siting.method_text",
        detour=f"{case.travel['detour']:g}",
        positions=say(f"siting.method_positions.{positions.taken(case.spread)}"),
        ways=say(f"siting.method_ways.{positions.taken(case.spread)}"),
        people=say(f"siting.method_people_{case.lives('land')}", km=f"{case.spacing_km:g}"),
    )


def then_and_now(say: Words, district: District, way: str, found: Mapping[str, float], after: str) -> list[Number]:
    """Coverage, mean and longest way with new sites, each with today's; after is how the names of the new figures end."""
    return [
        (
            say("siting.coverage_label", way=within_reach(say, district, way)),
            percent(found[f"coverage{after}"]),
            say(
                "siting.coverage_note",
                before=percent(found["coverage_before"]),
                people=people(say, found["people_gained"]),
            ),
        ),
        (
            say("siting.mean_label"),
            km_said(say, found[f"mean_km{after}"]),
            say("siting.was", before=km_said(say, found["mean_km_before"])),
        ),
        (
            say("siting.worst_label"),
            km_said(say, found[f"worst_km{after}"]),
            say("siting.was", before=km_said(say, found["worst_km_before"])),
        ),
    ]
