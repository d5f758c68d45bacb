"""Why a town stands where it stands, in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.views import positions
from outreach.views.areas import town_names
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Credits, formatted
from outreach.views.frames import Row, number, tuples
from outreach.vocabulary import WAYS
from outreach.words import Words


def reasoned(say: Words, district: District, measured: pd.DataFrame) -> pd.DataFrame:
    """The measured towns with what is read of them: town_name, rank_band, reason and missing_names.

    measured is indexed by area_code: gap, known, the components' scores, bases, bases_per_10k, coverage of each
    way of travel with low and high, completeness, missing_tiers, unconfirmed_tiers, unconfirmed, median_rank, rank_low,
    rank_high, p_top3, varied, first, second, share (literacy).
    """
    names = town_names(say, district.areas)
    tiers = district.levels.set_index("level")[f"name_{say.language}"]
    rows = measured.reindex(names.index)
    return rows.assign(
        town_name=names,
        missing_names=[
            say.list([tiers[one] for one in short]) if isinstance(short, tuple) else ""
            for short in rows["missing_tiers"]
        ],
        gap_range=[most(say, row.gap_low, row.gap_high, "index") for row in tuples(rows)],
        bases_range=[most(say, row.bases, row.bases_high, "integer") for row in tuples(rows)],
        rank_band=[_band(say, row) for row in tuples(rows)],
        reason=[_reason(say, row, tiers, district.home.travel) for row in tuples(rows)],
    )


def most(say: Words, value: float, high: float, kind: str) -> str:
    """A figure and the most it can be, `3～5`; the figure alone where that reads the same."""
    own, end = formatted(value, kind), formatted(high, kind)
    return own if own == end else say("register.range", low=own, high=end)


def held(say: Words, row: Row) -> str:
    """The gap in a few words, and how much of it is missing records where that is a point or more: `缺口85，其中待核实80`."""
    gap = formatted(row["gap"], "index")
    if pd.isna(row["unconfirmed"]) or round(row["unconfirmed"]) < 1:
        return say("gaps.held", gap=gap)
    return say("gaps.held_unconfirmed", gap=gap, unconfirmed=formatted(row["unconfirmed"], "index"))


def possible(say: Words, measured: pd.DataFrame, area: str) -> str:
    """Between which figures a town's gap may be, over what its ends hold; nothing where they hold no more than the gap itself."""
    low, high = number(measured, area, "gap_low"), number(measured, area, "gap_high")
    over = [one for one in varies_over(measured) if one in ("positions", "records")]
    if pd.isna(low) or pd.isna(high) or not over or round(low) == round(high):
        return ""
    names = say.list([say(f"gaps.varied.{one}") for one in over])
    if positions.anything(low, high, 100):
        return say("gaps.possible_anything", varied=names)
    return say("gaps.possible", varied=names, low=formatted(low, "index"), high=formatted(high, "index"))


def varied(say: Words, measured: pd.DataFrame) -> str:
    """What the places are over, in a list: weights, and what else is not certain."""
    return say.list([say(f"gaps.varied.{one}") for one in varies_over(measured)])


def varies_over(measured: pd.DataFrame) -> tuple[str, ...]:
    return next((one for one in measured["varied"] if isinstance(one, tuple)), ("weights",))


def _band(say: Words, row: Any) -> str:
    if pd.isna(row.rank_low):
        return ""
    return say("gaps.rank_band", low=f"{row.rank_low:.0f}", high=f"{row.rank_high:.0f}")


def _reason(say: Words, row: Any, tiers: pd.Series, travel: Mapping[str, float]) -> str:
    """Why the town stands where it stands: its two largest contributions, each with the figure behind it."""
    said = [_because(say, one, row, tiers, travel) for one in (row.first, row.second) if isinstance(one, str)]
    if said:
        return say("gaps.reason", reasons=say("format.comma_clause").join(said))
    judged = row.known > 1 - 1e-9 and not row.literacy > 0
    return say("gaps.no_gap" if judged else "gaps.no_gap_judged")


def _because(say: Words, component: str, row: Any, tiers: pd.Series, travel: Mapping[str, float]) -> str:
    match component:
        case "facilities":
            return say(
                "gaps.because_facilities" if row.bases else "gaps.because_no_base",
                bases=f"{row.bases:.0f}",
                rate=formatted(row.bases_per_10k, "decimal"),
            )
        case "coverage":
            key = "gaps.because_coverage" if row.coverage_ebike else "gaps.because_no_coverage"
            return say(key, share=formatted(row.coverage_ebike, "whole_percent"), km=f"{travel['ebike_km']:g}")
        case "access":
            return say("gaps.because_access", share=formatted(1 - row.access / 100, "whole_percent"))
        case "tiers":
            key = "gaps.because_unrecorded" if row.unconfirmed_tiers else "gaps.because_tiers"
            return say(key, tiers=say.list([tiers[one] for one in row.missing_tiers]))
        case _:
            return say("gaps.because_literacy", points=f"{row.literacy / 10:.1f}")


def untold(say: Words, home: Home, rows: pd.DataFrame) -> list[str]:
    """The ways of travel whose coverage is unknown of most that the rows are of."""
    return [
        say("gaps.within", way=say(f"travel.{way}"), km=f"{home.travel[way + '_km']:g}")
        for way in WAYS
        if rows[f"coverage_{way}"].isna().mean() > 0.5
    ]


def gap_credits(say: Words, district: District, on_map: bool = False) -> Credits:
    return credits_of_reach(say, district, district.standards["source_id"], on_map=on_map)
