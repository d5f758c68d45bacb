"""What a site placed by hand would do."""

import pandas as pd

from outreach.district import District
from outreach.figures.values import Trial
from outreach.views.areas import town_names
from outreach.views.exhibit import Chosen, Column, Exhibit
from outreach.views.frames import record
from outreach.views.siting.said import credits_of, then_and_now, where
from outreach.words import Words


def trial_name(say: Words, district: District, trial: Trial) -> str:
    return where(say, district, trial.near, trial.area_code, exact=False)


def trial(say: Words, district: District, found: Trial | None) -> Chosen | None:
    """The hand-placed site: where it is, what it would do in a sentence, and in figures; None where there is none."""
    if found is None:
        return None
    if found.effect is None:
        return (
            say("siting.trial_title"),
            say("siting.trial_nowhere", lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}"),
            [],
        )
    effect = record(found.effect, district.home.code)
    name = say(
        "siting.trial_at", place=trial_name(say, district, found), lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}"
    )
    name = (
        say("siting.trial_copy", lon=f"{found.lon:.4f}", lat=f"{found.lat:.4f}") + " " * (say.language == "en") + name
    )
    return say("siting.trial_title"), name, then_and_now(say, district, found.way, effect, "_after")


def trial_towns(say: Words, district: District, found: Trial | None) -> Exhibit | None:
    """What the hand-placed site would do for every town, those who gain most first, the district last."""
    if found is None or found.effect is None:
        return None
    names = pd.concat(
        [town_names(say, district.areas), pd.Series({district.home.code: say.capital(say("format.district"))})]
    )
    rows = found.effect.reindex(names.index).assign(area_name=names)
    order = rows.drop(district.home.code).sort_values(
        ["people_gained", "mean_km_before"], ascending=False, kind="stable"
    )
    helped = order.loc[
        (order["people_gained"] > 0) | (order["mean_km_after"] < order["mean_km_before"] - 1e-9), "area_name"
    ]
    sentence = say("siting.trial_helped", towns=say.list(list(helped))) if len(helped) else say("siting.trial_none")
    return Exhibit(
        name="siting_trial",
        title=say("siting.trial_table", place=trial_name(say, district, found)),
        sentence=sentence,
        rows=pd.concat([order, rows.loc[[district.home.code]]]).rename_axis("area_code").reset_index(),
        columns=(
            Column("area_name", say("column.area_name")),
            Column("coverage_before", say("column.coverage_before"), "whole_percent"),
            Column("coverage_after", say("column.coverage_after"), "whole_percent"),
            Column("people_gained", say("column.people_gained"), "integer"),
            Column("mean_km_before", say("column.mean_km_before"), "decimal"),
            Column("mean_km_after", say("column.mean_km_after"), "decimal"),
            Column("worst_km_before", say("column.worst_km_before"), "decimal"),
            Column("worst_km_after", say("column.worst_km_after"), "decimal"),
        ),
        credits=credits_of(say, district),
    )
