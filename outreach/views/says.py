"""What exhibits say in named sentences, each there only where it holds: what scenes ask for by name."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from outreach.views.exhibit import formatted
from outreach.words import Words

Sentences = dict[str, str]
MANY = 4  # towns named in a headline; more are counted
OPEN = ("behind", "far_behind")
UNSURE = ("within_error", "not_assessable")


def holding(**sentences: str) -> Sentences:
    """Those sentences that say something."""
    return {name: one for name, one in sentences.items() if one}


def percent(share: float) -> str:
    """A share as it is said: without the decimal where it has none."""
    return formatted(share, "percent").replace(".0%", "%")


def towns(say: Words, names: list[str]) -> str:
    """Towns by name where they are few, else the first of them and how many there are."""
    return say.list(names) if len(names) <= MANY else say("says.towns", first=say.list(names[:3]), n=len(names))


def standing(statuses: pd.DataFrame) -> pd.Series:
    """Each target's status; one without a day to be reached by is `below`, never behind."""
    late = statuses["ends"].isna() & statuses["status"].isin(OPEN)
    return statuses["status"].mask(late, "below")


def of_series(say: Words, rows: pd.DataFrame, target: pd.Series | None) -> Sentences:
    """Where the district stands against its target, by the newest figure there is.

    rows are the figures drawn: kind, year, share, n.
    """
    own = rows[rows["kind"] == "district"].sort_values("year")
    if target is None or (own.empty and pd.isna(target["value"])):
        return {}
    goal, due = percent(target["target"]), int(target["due"])
    if pd.notna(target["value"]):
        share, year = float(target["value"]), target["date"].year
        known = "survey_low" in target and pd.notna(target["survey_low"])
        ends = (target["survey_low"], target["survey_high"]) if known else None
        error = target.get("standard_error")
        ends = (share - 1.96 * error, share + 1.96 * error) if ends is None and pd.notna(error) else ends
        key = "series_met" if share >= target["target"] else "series_short"
        key = "series_unsure" if target["status"] in UNSURE else key
    else:
        share, year, ends = float(own["share"].iloc[-1]), int(own["year"].iloc[-1]), None
        key = "series_over" if target["status"] == "no_final_report" else "series_short"
    points = f"{100 * abs(target['target'] - share):.1f}".removesuffix(".0")
    return holding(
        finding=say(f"says.{key}", year=year, share=percent(share), due=due, target=goal, points=points),
        range=say("says.series_range", low=percent(max(ends[0], 0)), high=percent(ends[1]))
        if ends
        else say("says.series_no_range", year=year),
        open=say("says.series_open", due=due) if key == "series_over" else "",
    )


def of_targets(say: Words, statuses: pd.DataFrame) -> Sentences:
    """How many targets are reached, how many fall short and of how many nobody reported."""
    found = standing(statuses)
    groups = {
        "reached": ("achieved",),
        "on_way": ("on_track",),
        "late": OPEN,
        "missed": ("missed",),
        "below": ("below",),
        "unsure": UNSURE,
        "unreported": ("no_report", "no_final_report"),
    }
    counts = {name: int(found.isin(kinds).sum()) for name, kinds in groups.items()}
    if not len(found):
        return {}
    if counts["unreported"] == len(found):
        return holding(finding=say("says.targets_none", n=len(found)), caveat=say("says.targets_caveat"))
    said = [say(f"says.targets_{name}", n=n) for name, n in counts.items() if n]
    return holding(
        finding=say("says.targets", n=len(found), parts=say.list(said)),
        caveat=say("says.targets_caveat") if counts["unreported"] else "",
    )


def of_intervals(say: Words, known: pd.DataFrame, spread: str, rests_on: str, reading: str, answered: str) -> Sentences:
    """Whether the towns' literacy can be told apart, and how far apart it is estimated.

    known are the towns with an estimate: town_name, rankable, basis.
    """
    if known.empty:
        return {}
    told = known[known["rankable"]]
    modelled = int((known["basis"] == "modelled").sum())
    return holding(
        finding=say("says.intervals_alike", n=len(known))
        if told.empty
        else say("says.intervals_told", n=len(told), towns=towns(say, list(told["town_name"]))),
        range=spread,
        reading=reading,
        answers=answered,
        caveat=rests_on,
        modelled=say("says.intervals_modelled", n=modelled, all=len(known)) if modelled else "",
        unranked=say("says.intervals_unranked") if told.empty else "",
    )


def of_gaps(say: Words, rows: pd.DataFrame, register: str, unconfirmed: int, varied: str) -> Sentences:
    """Which towns' gaps are the largest, how firm that is, and how much of it may be missing records.

    rows are the reasoned towns: town_name, gap, gap_low, rank_low, rank_high, p_top3; unconfirmed counts the towns whose
    record is not confirmed whole.
    """
    known = rows.dropna(subset=["gap"])
    if known.empty:
        return {}
    first = known[known["gap"].round() == known["gap"].max().round()]
    firm = known[known["p_top3"] >= 0.8].sort_values("gap", ascending=False, kind="stable")
    gap = formatted(first["gap"].iloc[0], "index")
    if len(first) == len(known):
        finding = say("says.gaps_alike", n=len(known), gap=gap)
    elif len(first) > 1:
        finding = say("says.gaps_tied", towns=towns(say, list(first["town_name"])), gap=gap)
    elif first.index.isin(firm.index).all():
        finding = say("says.gaps_firm", towns=towns(say, list(firm["town_name"])), gap=gap)
    else:
        one = first.iloc[0]
        places = {"low": f"{one['rank_low']:.0f}", "high": f"{one['rank_high']:.0f}"}
        finding = say("says.gaps_first", town=one["town_name"], gap=gap, **places)
    least = first.loc[first["gap_low"].idxmin()] if first["gap_low"].notna().any() else first.iloc[0]
    low = formatted(least["gap_low"], "index")
    return holding(
        finding=finding,
        range=say("says.gaps_range", town=least["town_name"], low=low, high=gap) if low != gap else "",
        firm=say("says.gaps_held", varied=varied) if len(firm) and len(first) == 1 else "",
        reading=say("says.gaps_reading"),
        parts=_parts(say, known),
        caveat=register if unconfirmed else "",
        unconfirmed=say("says.gaps_unconfirmed", n=unconfirmed) if unconfirmed else "",
    )


def _parts(say: Words, rows: pd.DataFrame) -> str:
    """Of what the towns' gaps are made, all taken together, the largest part first; nothing where there is none."""
    points = (
        rows[[one for one in rows if str(one).startswith("points_")]].sum().sort_values(ascending=False, kind="stable")
    )
    shares = [(str(name).removeprefix("points_"), value / points.sum()) for name, value in points.items() if value > 0]
    said = [say("says.gaps_part", part=say(f"gaps.component.{name}"), share=f"{share:.0%}") for name, share in shares]
    return say("says.gaps_parts", parts=say.list(said)) if said else ""


def of_today(say: Words, way: str, today: pd.Series, population: float, people: Callable[[float], str]) -> Sentences:
    """How many people have no base on record within reach, and between how many and how many that may be.

    people writes a number of people.
    """
    if pd.isna(today["value"]) or not population:
        return {}
    value, low, high = (float(today[one]) for one in ("value", "low", "high"))
    most = float(today.get("most", high))
    far = {"way": way, "people": people((1 - value) * population), "share": formatted(1 - value, "whole_percent")}
    spread = say("says.unserved_range", low=people((1 - high) * population), high=people((1 - low) * population))
    return holding(
        finding=say("says.unserved", **far) if value < 0.9995 else say("says.all_served", way=way),
        range=spread if high - low > 0.005 else "",
        caveat=""
        if most <= high + 0.005
        else say("says.unserved_none")
        if most > 0.9995
        else say("says.unserved_records", people=people((1 - most) * population)),
    )


def of_sites(say: Words, points: pd.DataFrame, names: pd.Series, gained: list[tuple[str, str]]) -> Sentences:
    """Why the sites are where they are, and what they mean for the towns that are served worst today.

    points are the people: area_code, population, state; gained is each site with the people it adds.
    """
    if not gained:
        return {}
    people = points.assign(
        before=points["population"].where(points["state"] == "covered", 0.0),
        after=points["population"].where(points["state"] != "uncovered", 0.0),
    )
    each = people.groupby("area_code")[["population", "before", "after"]].sum()
    before, after = each["before"] / each["population"], each["after"] / each["population"]
    worst = before[before.round(2) == before.min().round(2)].index
    helped = [code for code in worst if after[code] > before[code] + 0.005]
    left = [code for code in worst if code not in helped]
    said = ""
    if helped:
        key = "says.sites_worst" if left else "says.sites_all_helped"
        said = say(key, n=len(worst), towns=towns(say, [names[code] for code in helped]))
    if left:
        key = "says.sites_left" if helped else "says.sites_none_helped"
        said += " " * (bool(said) and say.language == "en") + say(key, towns=towns(say, [names[code] for code in left]))
    places = [say("says.site", place=place, people=people) for place, people in gained]
    return holding(why=say("says.sites_why", places=say.list(places)), worst=said)


def of_owners(
    say: Words, parts: Mapping[str, Iterable[str]], roles: pd.DataFrame, names: Mapping[str, str]
) -> Sentences:
    """For each part of a gap the units that the plan names first in the tasks bearing on it."""
    found = {}
    for part, measures in parts.items():
        first = roles[roles["measure_id"].isin(list(measures)) & (roles["role"] == "first")]
        units = [names[one] for one in first["unit_id"].drop_duplicates()]
        found[f"owner_{part}"] = say("says.owner", units=say.list(units)) if units else ""
    return holding(**found)
