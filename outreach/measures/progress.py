"""Where each target of the plan stands on a day, from what was reported on it."""

from datetime import date

import numpy as np
import pandas as pd

from outreach.measures.areas import figures

ON_TRACK = 0.95
BEHIND = 0.60
STATUSES = ("achieved", "on_track", "behind", "far_behind", "no_report", "missed", "no_final_report")


def _last_day(year: pd.Series) -> pd.Series:
    """The last day of each year; missing years stay missing."""
    return pd.to_datetime(figures(year).map(lambda value: f"{value:.0f}-12-31" if value == value else None))


def _years(day: pd.Series) -> pd.Series:
    """The day as a year with its fraction gone by; the last day of a year is the next whole number."""
    return day.dt.year + day.dt.day_of_year / (365 + day.dt.is_leap_year)


def status(targets: pd.DataFrame, progress: pd.DataFrame, on: date, *, from_year: int, to_year: int) -> pd.DataFrame:
    """Whether each target of the plan is kept, on its way, or nobody has said.

    Indexed by target_id: baseline (as stated), start_value (what the path starts from), target, value and
    date (of the newest report up to the day `on`), starts, ends, expected (the straight path on the report's
    day), pace (a year, observed), planned_pace (a year, of the path), required_pace (a year, from `on` to
    the end, for what is still lacking), pace_ratio, days_left, status. Figures are in the unit of the target
    (rates as shares). from_year and to_year are the plan's own.

    Before the end: `achieved` when the value is at the target; otherwise by pace_ratio = observed pace /
    planned pace: `on_track` from 0.95, `behind` from 0.60, else `far_behind`; `no_report` where nobody
    reported. A target nobody reported on is never taken as zero.
    After the end: `achieved`; `missed` when a report dated on the last day or later is below;
    `no_final_report` when none is.

    A target with a due year ends with that year and starts at the end of its baseline year; a count
    without baseline starts from 0 at the plan's start; a rate without baseline has no path.
    A report dated on the start or before it says nothing of the path and is passed over.
    A yearly target starts from 0 and runs with the calendar year of `on`, or with the plan's last year once
    that is over; reports from other years say nothing of it.
    A target with neither is a standing duty without an end: `achieved`, or by value / target `behind`
    and `far_behind`, never `on_track`. The same holds for a rate without baseline and for a target not
    above its baseline: they have no path.
    `exactly` in the plan's wording names the number to reach; more than that is achieved as well.
    Modelled figures never decide: reports with basis `modelled` are passed over.

    Raises ValueError for a target without a value, and for a report on an unknown target.
    """
    rows = targets.set_index("target_id").sort_index()
    target = figures(rows["target_value"])
    if target.isna().any():
        raise ValueError(f"targets: no value for {', '.join(target.index[target.isna()])}")
    stray = sorted(set(progress["target_id"]) - set(rows.index))
    if stray:
        raise ValueError(f"progress: no such target: {', '.join(stray)}")
    today = pd.Timestamp(on)
    yearly = rows["every_year"].fillna(False).astype(bool)
    due = _last_day(rows["due"])
    year = min(today.year, to_year)
    ends = due.mask(yearly, pd.Timestamp(year, 12, 31))
    kind_count = rows["kind"] == "count"
    baseline = figures(rows["baseline"])
    start_value = baseline.mask(yearly | (kind_count & baseline.isna()), 0.0)
    plan_start = pd.Series(pd.Timestamp(from_year - 1, 12, 31), index=rows.index)
    starts = _last_day(rows["baseline_year"]).fillna(plan_start).mask(yearly, pd.Timestamp(year - 1, 12, 31))
    starts = starts.where(ends.notna() & start_value.notna())
    start_value = start_value.where(starts.notna())

    reports = progress[progress["basis"] != "modelled"].assign(date=lambda frame: pd.to_datetime(frame["date"]))
    reports = reports[(reports["date"] <= today) & reports["value"].notna()]
    too_early = reports["date"] <= reports["target_id"].map(starts)
    too_late = reports["target_id"].map(yearly).astype(bool) & (reports["date"].dt.year > year)
    newest = reports[~(too_early | too_late)].sort_values("date").drop_duplicates("target_id", keep="last").set_index("target_id")
    value, reported = figures(newest["value"]).reindex(rows.index), newest["date"].reindex(rows.index)

    elapsed, whole = _years(reported) - _years(starts), _years(ends) - _years(starts)
    planned_pace = (target - start_value) / whole.where(whole > 0)
    pace = (value - start_value) / elapsed
    standing = ~(planned_pace > 0)
    ratio = (pace / planned_pace).mask(standing, value / target.where(target > 0))
    left = _years(ends) - _years(pd.Series(today, index=rows.index))
    over = ends < today

    reached, none = value >= target - 1e-12, value.isna()
    final = reported >= ends
    found = np.select(
        [reached, over & final, over, none, ~standing & (ratio >= ON_TRACK - 1e-12), ratio >= BEHIND - 1e-12],
        ["achieved", "missed", "no_final_report", "no_report", "on_track", "behind"],
        "far_behind",
    )
    return pd.DataFrame({
        "baseline": baseline, "start_value": start_value, "target": target, "value": value, "date": reported, "starts": starts, "ends": ends,
        "expected": start_value + planned_pace * elapsed.clip(upper=whole),
        "expected_today": start_value + planned_pace * (_years(pd.Series(today, index=rows.index)) - _years(starts)).clip(0, whole),
        "pace": pace, "planned_pace": planned_pace,
        "required_pace": (target - value).clip(lower=0) / left.where(left > 0),
        "pace_ratio": ratio, "days_left": (ends - today).dt.days.clip(lower=0).astype("Int64"), "status": found,
    })
