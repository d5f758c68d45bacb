"""Where each target of the plan stands on a day, from what was reported on it."""

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from outreach.measures.areas import figures
from outreach.measures.literacy.answers import Own
from outreach.measures.literacy.path import probability_at_or_above
from outreach.measures.sampling import USABLE_CV, coefficient_of_variation
from outreach.vocabulary import PlanTerms

ON_TRACK = 0.95
BEHIND = 0.60
SURE = 0.95
SAME_SHARE = 0.0005
FRESH_DAYS = 365
STATUSES = (
    "achieved",
    "on_track",
    "behind",
    "far_behind",
    "no_report",
    "missed",
    "no_final_report",
    "within_error",
    "not_assessable",
)
LATE = ("behind", "far_behind", "missed", "no_final_report")
CLOSING_YEARS = 1  # a survey of a later year tells nothing of how a plan ended
NORMAL_95 = 1.959964


def _last_day(year: pd.Series) -> pd.Series:
    """The last day of each year; missing years stay missing."""
    return pd.to_datetime(figures(year).map(lambda value: f"{value:.0f}-12-31" if value == value else None))


def _years(day: pd.Series) -> pd.Series:
    """The day as a year with its fraction gone by; the last day of a year is the next whole number."""
    years: pd.Series = day.dt.year + day.dt.day_of_year / (365 + day.dt.is_leap_year)
    return years


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
    A target with neither is a standing duty: while the plan runs it has no end, and is `achieved`, or by value / target
    `behind` and `far_behind`, never `on_track`. A plan binds nobody after its last year, so that such a duty ends with
    the plan once that is over, and is then judged as the others are. It never has a path; nor has a rate without
    baseline, or a target not above its baseline.
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
    course = _course(rows, today, from_year, to_year)
    newest = _newest(progress, course, today, min(today.year, to_year))
    value, reported = figures(newest["value"]).reindex(rows.index), newest["date"].reindex(rows.index)

    start_value, starts, ends = course["start_value"], course["starts"], course["ends"]
    elapsed, whole = _years(reported) - _years(starts), _years(ends) - _years(starts)
    now = _years(pd.Series(today, index=rows.index))
    planned_pace = (target - start_value) / whole.where(whole > 0)
    pace = (value - start_value) / elapsed
    standing = ~(planned_pace > 0)
    ratio = (pace / planned_pace).mask(standing, value / target.where(target > 0))
    left = _years(ends) - now
    return pd.DataFrame(
        {
            "baseline": figures(rows["baseline"]),
            "start_value": start_value,
            "target": target,
            "value": value,
            "date": reported,
            "starts": starts,
            "ends": ends,
            "expected": start_value + planned_pace * elapsed.clip(upper=whole),
            "expected_today": start_value + planned_pace * (now - _years(starts)).clip(0, whole),
            "pace": pace,
            "planned_pace": planned_pace,
            "required_pace": (target - value).clip(lower=0) / left.where(left > 0),
            "pace_ratio": ratio,
            "days_left": (ends - today).dt.days.clip(lower=0).astype("Int64"),
            "status": _judged(value, target, ends < today, reported >= ends, ratio, standing),
        }
    )


def _course(rows: pd.DataFrame, today: pd.Timestamp, from_year: int, to_year: int) -> pd.DataFrame:
    """From what value each target starts, and from when until when it runs: start_value, starts, ends, yearly."""
    yearly = rows["every_year"].fillna(False).astype(bool)
    year = min(today.year, to_year)
    stated_end = _last_day(rows["due"]).mask(yearly, pd.Timestamp(year, 12, 31))
    ends = stated_end.fillna(pd.Timestamp(to_year, 12, 31)) if today.year > to_year else stated_end
    baseline = figures(rows["baseline"])
    start_value = baseline.mask(yearly | ((rows["kind"] == "count") & baseline.isna()), 0.0)
    plan_start = pd.Series(pd.Timestamp(from_year - 1, 12, 31), index=rows.index)
    starts = _last_day(rows["baseline_year"]).fillna(plan_start).mask(yearly, pd.Timestamp(year - 1, 12, 31))
    starts = starts.where(stated_end.notna() & start_value.notna())
    return pd.DataFrame(
        {"start_value": start_value.where(starts.notna()), "starts": starts, "ends": ends, "yearly": yearly}
    )


def _newest(progress: pd.DataFrame, course: pd.DataFrame, today: pd.Timestamp, year: int) -> pd.DataFrame:
    """The newest report that tells of each target's course, indexed by target_id."""
    reports = progress[progress["basis"] != "modelled"].assign(date=lambda frame: pd.to_datetime(frame["date"]))
    reports = reports[(reports["date"] <= today) & reports["value"].notna()]
    too_early = reports["date"] <= pd.to_datetime(reports["target_id"].map(course["starts"].to_dict()))
    too_late = reports["target_id"].map(course["yearly"]).astype(bool) & (reports["date"].dt.year > year)
    told: pd.DataFrame = reports[~(too_early | too_late)].sort_values("date")
    return told.drop_duplicates("target_id", keep="last").set_index("target_id")


def _judged(
    value: pd.Series, target: pd.Series, over: pd.Series, final: pd.Series, ratio: pd.Series, standing: pd.Series
) -> npt.NDArray[np.str_]:
    """The statuses: by the value against the target, whether the end is over and a final report there, and by the ratio of paces.

    standing says of which targets nothing but their value tells, as they have no path.
    """
    return np.select(
        [
            value >= target - 1e-12,
            over & final,
            over,
            value.isna(),
            ~standing & (ratio >= ON_TRACK - 1e-12),
            ratio >= BEHIND - 1e-12,
        ],
        ["achieved", "missed", "no_final_report", "no_report", "on_track", "behind"],
        "far_behind",
    )


def sampling_errors(
    progress: pd.DataFrame, literacy: pd.DataFrame, area_code: str, target_id: str, design_effect: float
) -> pd.Series:
    """By how much chance alone may have moved the share reported on the literacy target: its standard error.

    Same index as progress; a share, 0 to 1. A report is known to be a survey when the literacy table has the area's own
    figure of the report's year with the same share (to 0.05 points): with answers stated, the error is that of
    n / design_effect answers; with an interval alone, a 95 % interval's half divided by 1.96. Missing for every other
    report: its sampling error is unknown, which is not the same as none.

    Kish (1965), Survey Sampling.
    """
    own = literacy[
        (literacy["area_code"] == area_code) & (literacy["group"] == "all") & (literacy["basis"] != "modelled")
    ]
    own = own.set_index(own["year"].astype(int))
    year = pd.to_datetime(progress["date"]).dt.year
    share = figures(progress["value"]).where(progress["target_id"] == target_id)
    found = {name: figures(year.map(figures(own[name]))) for name in ("share", "low", "high", "n")}
    asked = (share * (1 - share) * design_effect / found["n"].where(found["n"] > 0)).apply(np.sqrt)
    stated = (found["high"] - found["low"]) / 2 / NORMAL_95
    sampling_errors: pd.Series = (
        asked.fillna(stated.where(stated > 0))
        .where((found["share"] - share).abs() <= SAME_SHARE)
        .rename("standard_error")
    )
    return sampling_errors


def respecting_error(statuses: pd.DataFrame, progress: pd.DataFrame, standard_error: pd.Series) -> pd.DataFrame:
    """The statuses once more, where a reported share comes from a survey and may be off by chance.

    statuses is that of `status`; standard_error that of `sampling_errors`, indexed like progress. The same columns come
    back with standard_error, p_target and p_path (how likely the truth is at or above the target, and at or above the
    path on the report's day). Where the error is unknown these are missing and the status stays.

    Where it is known, a status is only said when it is at least 95 % sure: `achieved`, `missed`, and before the end
    `on_track` (at or above the path) or, below the path, `behind` or `far_behind` by the pace. Otherwise it is
    `within_error`. With a coefficient of variation above 33.3 % it is `not_assessable`.
    """
    told = progress.assign(standard_error=standard_error).dropna(subset=["standard_error"])
    known = told.assign(date=pd.to_datetime(told["date"])).set_index(["target_id", "date"])["standard_error"]
    error = pd.Series(
        [known.get((one, day), np.nan) for one, day in zip(statuses.index, statuses["date"])],
        index=statuses.index,
        dtype=float,
    )
    found = statuses.assign(standard_error=error, p_target=np.nan, p_path=np.nan)
    for one in error.index[error.notna()]:
        row = statuses.loc[one]
        share, wide = pd.Series([row["value"]]), pd.Series([error[one]])
        if coefficient_of_variation(share, wide).iloc[0] > USABLE_CV:
            found.loc[one, "status"] = "not_assessable"
            continue
        p_target = probability_at_or_above(share, wide, row["target"]).iloc[0]
        p_path = probability_at_or_above(share, wide, row["expected"]).iloc[0] if pd.notna(row["expected"]) else np.nan
        found.loc[one, ["p_target", "p_path"]] = p_target, p_path
        found.loc[one, "status"] = _surely(
            row["status"], bool(pd.notna(row["days_left"]) and row["days_left"] == 0), p_target, p_path
        )
    return found


def _surely(status: str, over: bool, p_target: float, p_path: float) -> str:
    if p_target >= SURE:
        return "achieved"
    if status == "no_final_report":
        return status
    if over or np.isnan(p_path):
        return status if p_target <= 1 - SURE else "within_error"
    if p_path >= SURE:
        return "on_track"
    if p_path <= 1 - SURE:
        return "behind" if status == "on_track" else status
    return "within_error"


class Told(NamedTuple):
    """What has been told of a plan's targets: the reports on them, literacy as authorities state it, and the district's own
    share in its survey."""

    progress: pd.DataFrame
    literacy: pd.DataFrame
    own: Own | None = None


def of_plan(
    targets: pd.DataFrame, told: Told, on: date, plan: PlanTerms, area_code: str, design_effect: float
) -> pd.DataFrame:
    """Where every target of the plan stands on a day: `status`, then `respecting_error` for the literacy target.

    area_code is the district's. The district's own share in its survey counts as a report on the literacy target, dated at the end of its year (or on the day, where that has not
    come), unless the target has a report of that year, the share is too unsure to publish, or the survey is of more than a year
    after the plan's last. Columns survey_low, survey_high,
    survey_n and survey_source_id say so where a status rests on it; elsewhere they are missing. Nothing modelled ever enters.
    """
    progress, literacy, own = told
    target_id = plan["literacy_target_id"]
    if own is not None and own.year > plan["to_year"] + CLOSING_YEARS:
        own = None
    reports = _with_survey(progress, own, target_id, on) if target_id in set(targets["target_id"]) else progress
    found = status(targets, reports, on, from_year=plan["from_year"], to_year=plan["to_year"])
    errors = sampling_errors(progress, literacy, area_code, target_id, design_effect).reindex(reports.index)
    added = reports.index.difference(progress.index)
    if own is not None and len(added):
        errors[added] = own.standard_error
    found = respecting_error(found, reports, errors)
    used = _rests_on(found, reports.loc[added])
    survey = {"low": own.low, "high": own.high, "n": own.n, "source_id": own.source_id} if own is not None else {}
    for name in ("low", "high", "n", "source_id"):
        found[f"survey_{name}"] = pd.Series(
            [survey.get(name) if one else None for one in used],
            index=found.index,
            dtype=object if name == "source_id" else float,
        )
    return found


def _with_survey(progress: pd.DataFrame, own: Own | None, target_id: str, on: date) -> pd.DataFrame:
    """The reports, and after them the survey's own share where it counts as one."""
    if own is None or own.reliability not in ("A", "E") or own.year > on.year:
        return progress
    day = min(date(own.year, 12, 31), on)
    told = progress[(progress["target_id"] == target_id) & (progress["basis"] != "modelled")]
    if (pd.to_datetime(told["date"]).dt.year == own.year).any():
        return progress
    row = {"target_id": target_id, "date": day.isoformat(), "value": own.share, "basis": own.basis}
    added = pd.DataFrame(
        [row | {"source_id": own.source_id}], index=[int(progress.index.max() + 1) if len(progress) else 0]
    )
    return pd.concat([progress.astype({"date": object, "value": object}), added.astype(object)])


def _rests_on(statuses: pd.DataFrame, added: pd.DataFrame) -> list[bool]:
    """Whether each target's newest report is the one that was added."""
    days = dict(zip(added["target_id"], pd.to_datetime(added["date"])))
    return [one in days and day == days[one] for one, day in zip(statuses.index, statuses["date"])]


def wanting(statuses: pd.DataFrame, on: date) -> pd.Series:
    """What is missing of each target's reports on a day, as a word; an empty text where nothing is.

    Indexed by target_id. `final`: its end has passed without a report dated on or after it; `first`: nobody has reported
    at all; `newer`: its newest report is older than a year while it still runs.
    """
    age = age_days(statuses, on)
    open_ = ~statuses["status"].isin(["achieved", "missed"]) & ~(statuses["ends"] < pd.Timestamp(on))
    kinds = [
        statuses["status"] == "no_final_report",
        statuses["value"].isna(),
        open_ & (age > FRESH_DAYS).fillna(False).astype(bool),
    ]
    return pd.Series(np.select(kinds, ["final", "first", "newer"], ""), index=statuses.index, name="wanting")


def age_days(statuses: pd.DataFrame, on: date) -> pd.Series:
    """How many days ago each target's newest report stood; missing where there is none."""
    age_days: pd.Series = (pd.Timestamp(on) - statuses["date"]).dt.days.astype("Int64").rename("age_days")
    return age_days


def falling_due(statuses: pd.DataFrame, on: date, until: date) -> pd.DataFrame:
    """What is owed on the targets from a day until the next plenary, in the order of days.

    Columns target_id, day, kind, days (from `on`, negative where it is past). Kinds: `overdue` (the end has passed and no
    final report came), `end` (it ends between the two days and is not reported as reached), `renew` (its newest report
    turns a year old between the two days, or has done so, and it still runs), `open` (nobody reported and the plan sets
    no day; the day is missing and comes last). A target that is achieved or missed owes nothing.

    Raises ValueError where `until` lies before `on`.
    """
    if until < on:
        raise ValueError(f"falling_due: expected a day on or after {on}, found {until}")
    today, last = pd.Timestamp(on), pd.Timestamp(until)
    rows: list[tuple[object, object, str]] = []
    again = statuses["date"] + pd.Timedelta(days=FRESH_DAYS)
    soon, over = statuses["ends"] <= last, statuses["ends"] < today
    renew = statuses["value"].notna() & ~over & (again <= last)
    unset = statuses["value"].isna() & statuses["ends"].isna()
    for one, status in zip(statuses.index, statuses["status"]):
        if status in ("achieved", "missed"):
            continue
        if status == "no_final_report":
            rows.append((one, statuses["ends"][one], "overdue"))
        elif soon[one] and not over[one]:
            rows.append((one, statuses["ends"][one], "end"))
        if unset[one]:
            rows.append((one, pd.NaT, "open"))
        elif renew[one]:
            rows.append((one, again[one], "renew"))
    found = pd.DataFrame(rows, columns=["target_id", "day", "kind"]).astype({"day": "datetime64[ns]"})
    found["days"] = (found["day"] - today).dt.days.astype("Int64")
    return found.sort_values(["day", "target_id"], na_position="last").reset_index(drop=True)


def next_plenary(stated: date | None, on: date) -> date:
    """The day of the next plenary: as stated, or a year from `on` where none is stated or the stated one has passed."""
    if stated is not None and stated >= on:
        return stated
    return (pd.Timestamp(on) + pd.DateOffset(years=1)).date()
