"""The answer in figures, the chosen sites, and what knowing a base's position would change."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from outreach.district import District
from outreach.figures.values import Case, Firmness, Outcome
from outreach.views import bases as base_views
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Exhibit, Number
from outreach.views.siting.said import (
    USEFUL_GAP,
    credits_of,
    gap_said,
    short,
    site_names,
    then_and_now,
    within_reach,
)
from outreach.words import Words


def figures(say: Words, district: District, outcome: Outcome | None) -> list[Number]:
    """Coverage, mean and longest way after, each with today's, and how sure the answer is."""
    if outcome is None:
        return []
    found = outcome.figures
    if outcome.unknown:
        found = {**found, "coverage": float("nan"), "coverage_before": float("nan")}
    sure = outcome.sites.status == "optimal"
    return [
        *then_and_now(say, district, outcome.scenario.way, found, ""),
        (
            say("siting.gap_label"),
            gap_said(say, outcome.sites.gap),
            say("siting.gap_proven" if sure else "siting.gap_stopped"),
        ),
    ]


def chosen(say: Words, district: District, outcome: Outcome | None) -> Exhibit | None:
    """The chosen sites, the most useful first; None where nothing is to be built."""
    if outcome is None or outcome.chosen.empty:
        return None
    names = town_names(say, district.areas)
    rows = outcome.chosen.assign(
        place_name=site_names(say, district, outcome), town_name=outcome.chosen["area_code"].map(names)
    )
    return Exhibit(
        name="siting_chosen",
        title=say("siting.chosen_title", n=len(rows)),
        sentence=say("siting.chosen_sentence", way=within_reach(say, district, outcome.scenario.way)),
        rows=rows.reset_index(drop=True),
        columns=(
            Column("number", say("column.number"), "integer"),
            Column("place_name", say("column.site_name")),
            Column("town_name", say("column.town_name"), on_page=False),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("people_served", say("column.people_served"), "integer"),
            Column("lon", say("column.lon"), on_page=False),
            Column("lat", say("column.lat"), on_page=False),
        ),
        credits=credits_of(say, district),
    )


def knowing(say: Words, district: District, outcome: Outcome | None, firm: Firmness | None) -> Exhibit | None:
    """The bases whose position would change the answer, the most telling first; None where none would."""
    if firm is None or outcome is None:
        return None
    told = firm.knowing[firm.knowing["changes"] > 0]
    if told.empty:
        return None
    rows = base_views.named(say, district.bases, district).reindex(told.index).join(told)
    model = outcome.scenario.model
    worth = say("column.people_worth") if model == "mclp" else say(f"column.km_worth_{model}")
    sentence = say("siting.knowing_sentence", n=len(rows), all=len(firm.knowing))
    return Exhibit(
        name="siting_knowing",
        title=say("siting.knowing_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=(
            Column("base_name", say("column.base_name")),
            Column("town_name", say("column.town_name")),
            Column("accuracy_name", say("column.accuracy_name")),
            Column("changes", say("column.changes"), "whole_percent"),
            Column("worth", worth, "decimal" if model == "pcentre" else "integer"),
        ),
        credits=credits_of(say, district),
    )


def kept_names(
    say: Words, district: District, case: Case, outcomes: Sequence[Outcome | None], kept: Collection[str]
) -> Mapping[str, str]:
    """The kept scenarios' ids with their names."""
    return {one.id: short(say, district, case, one.scenario) for one in outcomes if one is not None and one.id in kept}


def compared(
    say: Words, district: District, case: Case, current: Outcome | None, outcomes: Sequence[Outcome | None]
) -> Exhibit | None:
    """The scenario on the page and the kept ones, a row each."""
    shown = {one.id: one for one in (current, *outcomes) if one is not None}
    if not shown:
        return None
    rows = pd.DataFrame(
        [
            {
                "scenario_id": one.id,
                "scenario_name": short(say, district, case, one.scenario)
                + (say("siting.shown") if current and one.id == current.id else ""),
                **one.figures,
                "sites": say.list(site_names(say, district, one)) or say("siting.no_site"),
                "gap": one.sites.gap if one.sites.gap <= USEFUL_GAP else float("nan"),
                "status_name": say(
                    "siting.status_optimal" if one.sites.status == "optimal" else "siting.status_stopped"
                ),
            }
            for one in shown.values()
        ]
    )
    return Exhibit(
        name="siting_compared",
        title=say("siting.compared_title"),
        sentence=say("siting.compared_sentence") if len(shown) > 1 else say("siting.compared_hint"),
        rows=rows,
        columns=(
            Column("scenario_name", say("column.scenario_name")),
            Column("coverage_before", say("column.coverage_before"), "whole_percent"),
            Column("coverage", say("column.coverage_after"), "whole_percent"),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("mean_km", say("column.mean_km_after"), "decimal"),
            Column("worst_km", say("column.worst_km_after"), "decimal"),
            Column("sites", say("column.sites")),
            Column("gap", say("column.optimality_gap"), "percent"),
            Column("status_name", say("column.solution")),
        ),
        credits=credits_of(say, district),
    )
