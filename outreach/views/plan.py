"""The plan on one page: its targets, who answers for what, what is owed and by whom."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, palette, says
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Chart, Column, Exhibit
from outreach.words import Words

STATUSES = (
    "achieved",
    "on_track",
    "within_error",
    "behind",
    "far_behind",
    "missed",
    "below",
    "no_report",
    "no_final_report",
    "not_assessable",
)
LATE = ("behind", "far_behind", "missed", "no_final_report")
ROLES = ("first", "member", "towns")
SHAPE = {"first": "square", "member": "circle", "towns": "diamond"}
ROW = {"step": 20}
LONGEST = {"zh": 22, "en": 44}
ONE_LINE = {"zh": 26, "en": 48}
LABEL_WIDTH = 520
HEAD_ROWS = 8
FEW = 8  # measures: an article alone, shown in a room, where names are not cut
GAPS = ("facilities", "coverage", "tiers", "literacy")


def day(say: Words, when: Any) -> str:
    """A day as it is read in a sentence; empty where there is none."""
    return "" if pd.isna(when) else say("plan.day", year=when.year, month=when.month, day=when.day)


def amount(say: Words, value: Any, target: Mapping[str, Any]) -> str:
    """A target's figure with what it is counted in; a rate as a percentage. Empty where there is none."""
    if pd.isna(value):
        return ""
    if target["kind"] == "rate":
        return f"{round(100 * value, 2):g}%"
    number = f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    return say("plan.amount", value=number, unit=say.pick(target, "unit"))


def _pace(say: Words, value: Any, target: Mapping[str, Any]) -> str:
    """A figure a year: of a rate in percentage points."""
    if pd.isna(value):
        return ""
    if target["kind"] == "rate":
        return say("plan.points_a_year", points=f"{round(100 * value, 2):g}")
    return say(
        "plan.count_a_year",
        value=f"{value:,.1f}".removesuffix(".0"),
        unit=say.pick(target, "unit").split("/")[0].split(" per ")[0],
    )


def _goal(say: Words, target: Mapping[str, Any]) -> str:
    value = amount(say, target["target_value"], target)
    if target["every_year"] is True or target["every_year"] == True:  # noqa: E712  (pandas' own boolean)
        return say("plan.goal_every_year", value=value)
    return (
        say("plan.goal_by", value=value, year=int(target["due"]))
        if pd.notna(target["due"])
        else say("plan.goal_open", value=value)
    )


def _name(say: Words, target: Mapping[str, Any]) -> str:
    return say("plan.numbered", number=target["target_id"], name=say.pick(target, "name"))


def _cut(say: Words, text: str) -> str:
    return _cut_to(text, LONGEST[say.language])


def _cut_to(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def unit_names(say: Words, units: pd.DataFrame) -> dict[str, str]:
    """The units' ids with their names."""
    return {row["unit_id"]: say.pick(row, "name") for row in units.to_dict("records")}


def _number(say: Words, measure: Mapping[str, Any]) -> str:
    """A measure's number: as the plan numbers it, or, where the plan's Chinese numbering cannot be read, its id."""
    return measure["section"] if say.language == "zh" else measure["measure_id"]


def _measure(say: Words, measure: Mapping[str, Any]) -> str:
    return say("plan.numbered", number=_number(say, measure), name=say.pick(measure, "title"))


def _owed_by(say: Words, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str], target_id: str) -> str:
    """Who owes a report on a target: the first named of its units, and how many others."""
    named = owners.get(target_id, ())
    if not named:
        return say("plan.nobody_named")
    return names[named[0]] if len(named) == 1 else say("plan.and_others", unit=names[named[0]], n=len(named))


def _stated(say: Words, district: Any, statuses: pd.DataFrame) -> pd.DataFrame:
    """Every target with its status and everything that is read of it, in the table's order."""
    rows = district.targets.drop(columns="baseline").set_index("target_id", drop=False).join(statuses)
    found = rows.to_dict("records")
    return rows.assign(
        target_name=[_name(say, row) for row in found],
        goal=[_goal(say, row) for row in found],
        due_year=[str(int(row["due"])) if pd.notna(row["due"]) else "" for row in found],
        baseline_said=[_baseline(say, row) for row in found],
        reported=[_reported(say, row) for row in found],
        required=[_pace(say, row["required_pace"], row) for row in found],
        status_name=[say(f"status.{one}") for one in says.standing(rows)],
    )


def _baseline(say: Words, row: Mapping[str, Any]) -> str:
    return (
        ""
        if pd.isna(row["baseline"])
        else say("plan.in_year", value=amount(say, row["baseline"], row), year=int(row["baseline_year"]))
    )


def _reported(say: Words, row: Mapping[str, Any]) -> str:
    return (
        ""
        if pd.isna(row["value"])
        else say("plan.as_of", value=amount(say, row["value"], row), when=row["date"].date().isoformat())
    )


def _credits(say: Words, district: Any, *tables: pd.DataFrame):
    ids = [one for table in tables for one in table["source_id"]]
    bases = [one for table in tables if "basis" in table for one in table["basis"]]
    return credits(say, district.home, district.sources, [district.home.plan.source_id, *ids], bases or ["official"])


def lede(say: Words, district: Any, statuses: pd.DataFrame, duties: pd.DataFrame) -> str:
    """What a presenter reads out first: how many targets stand where, and how many measures and units there are."""
    counts = says.standing(statuses).value_counts()
    said = [say("plan.lede_status", status=say(f"status.{one}"), n=counts[one]) for one in STATUSES if one in counts]
    parts = district.measures["part"].value_counts()
    return say(
        "plan.lede",
        targets=len(statuses),
        statuses=say.list(said),
        measures=len(district.measures),
        units=duties["unit_id"].nunique(),
        parts=say.list([say("plan.lede_part", part=say(f"plan.parts.{one}"), n=n) for one, n in parts.items()]),
    )


def targets(say: Words, district: Any, statuses: pd.DataFrame, owners: Mapping[str, tuple[str, ...]]) -> Exhibit:
    """How far along its way every target is: a bar to what was reported, a mark where the path stands, the status in words."""
    rows = _stated(say, district, statuses)
    names = unit_names(say, district.units)
    rows["owed_by"] = [_owed_by(say, owners, names, one) for one in rows["target_id"]]
    rows["label"] = [charts.in_two_lines(one, ONE_LINE[say.language]) for one in rows["target_name"]]
    start = rows["start_value"].fillna(0.0)
    way = (rows["target"] - start).where(rows["target"] > start)
    rows["done"] = ((rows["value"] - start) / way).clip(0, 1)
    rows["path"] = ((rows["expected_today"] - start) / way).clip(0, 1)
    rows["whole"] = 1.0
    rows["said"] = [_beside(say, row) for row in rows.to_dict("records")]
    rows["inside"] = ["" if pd.notna(value) else say("plan.not_zero") for value in rows["value"]]
    domain = [say(f"status.{one}") for one in STATUSES]
    colour = alt.Color(
        "status_name:N", scale=alt.Scale(domain=domain, range=[palette.STATUS[one] for one in STATUSES]), legend=None
    )
    drawn = rows[
        [
            "target_id",
            "label",
            "target_name",
            "whole",
            "done",
            "path",
            "said",
            "inside",
            "status_name",
            "goal",
            "reported",
            "owed_by",
        ]
    ]
    base = alt.Chart(charts.values(drawn)).encode(
        y=alt.Y("label:N", sort=list(rows["label"]), axis=charts.names_axis(LABEL_WIDTH)),
        tooltip=[
            alt.Tooltip(f"{one}:N", title=say(f"column.{title}"))
            for one, title in (
                ("target_name", "target_name"),
                ("goal", "target"),
                ("reported", "reported"),
                ("status_name", "status"),
                ("owed_by", "owed_by"),
            )
        ],
    )
    scale = alt.Scale(domain=[0, 2.1 if say.language == "zh" else 2.7], nice=False)
    chart = alt.layer(
        base.mark_bar(color=palette.GRID, height={"band": 0.62}).encode(x=alt.X("whole:Q", axis=None, scale=scale)),
        base.mark_bar(height={"band": 0.62}).encode(x="done:Q", color=colour).transform_filter("isValid(datum.done)"),
        base.mark_tick(color=palette.PATH, thickness=3, height={"band": 0.9})
        .encode(x="path:Q")
        .transform_filter("isValid(datum.path)"),
        base.mark_text(align="left", dx=6, color=palette.FAINT).encode(x=alt.datum(0), text="inside:N"),
        base.mark_text(align="left", dx=10, style="strong", fontWeight="bold").encode(
            x="whole:Q", text="said:N", color=colour
        ),
    )
    sentence = say("plan.targets_sentence")
    return Exhibit(
        name="plan_targets",
        title=say("plan.targets_title"),
        sentence=sentence,
        rows=rows.reset_index(drop=True),
        columns=(
            Column("target_name", say("column.target_name")),
            Column("baseline_said", say("column.baseline")),
            Column("goal", say("column.target")),
            Column("reported", say("column.reported")),
            Column("required", say("column.required_pace")),
            Column("status_name", say("column.status")),
            Column("owed_by", say("column.owed_by")),
        ),
        credits=_credits(say, district, district.targets, _with_reports(district, rows)),
        vector=charts.spec(
            chart.properties(height=charts.TWO_LINES if rows["label"].str.contains("\n").any() else charts.STEP),
            sentence,
        ),
        chart=Chart("table"),
        says=says.of_targets(say, statuses),
    )


def _with_reports(district: Any, rows: pd.DataFrame) -> pd.DataFrame:
    return district.progress[district.progress["target_id"].isin(rows["target_id"])]


def _beside(say: Words, row: Mapping[str, Any]) -> str:
    if pd.isna(row["value"]):
        return say("plan.beside_bare", status=row["status_name"], goal=row["goal"])
    return say("plan.beside", status=row["status_name"], goal=row["goal"], value=amount(say, row["value"], row))


def traces(
    say: Words, district: Any, statuses: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], on: date
) -> Exhibit:
    """How every status came about: figures, days, sources, formula, and the pace required from today; a row per step."""
    rows = _stated(say, district, statuses)
    names = unit_names(say, district.units)
    titles = district.sources.set_index("source_id")[f"title_{say.language}"]
    steps = []
    for row in rows.to_dict("records"):
        report = _report_of(district, row)
        said = [
            ("goal", say(f"plan.trace_{row['comparison']}", goal=row["goal"]) + _remark(say, row)),
            (
                "baseline",
                row["baseline_said"]
                or say("plan.trace_from_nought" if pd.notna(row["start_value"]) else "plan.trace_no_baseline"),
            ),
            (
                "span",
                say("plan.trace_span", start=day(say, row["starts"]), end=day(say, row["ends"]))
                if pd.notna(row["ends"])
                else say("plan.trace_no_end"),
            ),
            ("report", _report_said(say, row, report, names, titles)),
            ("path", _path(say, row)),
            ("required", _required(say, row, on)),
            ("error", _error(say, district, row)),
            ("status", say(f"plan.trace_rule.{_rule(row)}", status=row["status_name"])),
            ("source", titles.get(row["source_id"], "")),
            ("owed_by", say.list([names[one] for one in owners.get(row["target_id"], ())]) or say("plan.nobody_named")),
        ]
        steps += [
            {
                "target_id": row["target_id"],
                "heading": say("plan.trace_heading", target=row["target_name"], status=row["status_name"]),
                "item": say(f"plan.trace_item.{item}"),
                "content": content,
            }
            for item, content in said
            if content
        ]
    return Exhibit(
        name="plan_traces",
        title=say("plan.traces_title"),
        sentence=say("plan.traces_sentence"),
        rows=pd.DataFrame(steps),
        columns=(
            Column("heading", say("column.target_name")),
            Column("item", say("column.item")),
            Column("content", say("column.value")),
        ),
        credits=_credits(say, district, district.targets, district.progress),
    )


def _rule(row: Mapping[str, Any]) -> str:
    """The rule a status came about by; a target without a day to be reached by is judged by the goal alone."""
    open_ended = pd.isna(row["ends"]) and row["status"] in says.OPEN
    return "below" if open_ended else row["status"]


def _remark(say: Words, row: Mapping[str, Any]) -> str:
    note = say.pick(row, "note")
    return say("plan.trace_note", note=note) if note else ""


def _report_of(district: Any, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if pd.isna(row["value"]) or pd.notna(row.get("survey_n")):
        return None
    found = district.progress[
        (district.progress["target_id"] == row["target_id"])
        & (pd.to_datetime(district.progress["date"]) == row["date"])
    ]
    return found.iloc[0].to_dict()


def _report_said(
    say: Words,
    row: Mapping[str, Any],
    report: Mapping[str, Any] | None,
    names: Mapping[str, str],
    titles: pd.Series,
) -> str:
    if pd.notna(row.get("survey_n")):
        return say(
            "plan.trace_survey",
            value=amount(say, row["value"], row),
            year=row["date"].year,
            low=amount(say, row["survey_low"], row),
            high=amount(say, row["survey_high"], row),
            n=f"{row['survey_n']:.0f}",
            source=titles.get(row["survey_source_id"], ""),
        )
    if report is None:
        return say("plan.trace_no_report")
    return say(
        "plan.trace_report",
        value=amount(say, row["value"], row),
        date=day(say, row["date"]),
        basis=say(f"value.progress.basis.{report['basis']}"),
        reporter=names[report["reporter_unit_id"]],
        evidence=say.pick(report, "evidence") or say("plan.evidence_untranslated"),
        source=titles.get(report["source_id"], ""),
    )


def _path(say: Words, row: Mapping[str, Any]) -> str:
    """The straight path and the ratio of paces, with their figures."""
    if pd.isna(row["planned_pace"]) or not row["planned_pace"] > 0:
        return say("plan.trace_no_path")
    said = say(
        "plan.trace_path",
        start=amount(say, row["start_value"], row),
        target=amount(say, row["target"], row),
        planned=_pace(say, row["planned_pace"], row),
        expected=amount(say, row["expected_today"], row),
    )
    if pd.isna(row["value"]):
        return said
    return said + say(
        "plan.trace_ratio",
        expected=amount(say, row["expected"], row),
        pace=_pace(say, row["pace"], row),
        planned=_pace(say, row["planned_pace"], row),
        ratio=f"{row['pace_ratio']:.2f}",
    )


def _required(say: Words, row: Mapping[str, Any], on: date) -> str:
    if row["status"] == "achieved":
        return say("plan.trace_reached")
    if pd.notna(row["ends"]) and row["ends"] < pd.Timestamp(on):
        return say("plan.trace_over", days=(pd.Timestamp(on) - row["ends"]).days)
    if pd.isna(row["ends"]):
        return ""
    if pd.isna(row["required_pace"]):
        return say("plan.trace_days_left", days=int(row["days_left"]))
    return say("plan.trace_required", days=int(row["days_left"]), pace=row["required"])


def _error(say: Words, district: Any, row: Mapping[str, Any]) -> str:
    """What chance may have done to the literacy figure; nothing for what is counted and not asked of a sample."""
    if row["target_id"] != district.home.plan.literacy_target_id or pd.isna(row["value"]):
        return ""
    if pd.isna(row["standard_error"]):
        return say("plan.trace_error_unknown")
    half = f"{1.96 * 100 * row['standard_error']:.1f}"
    if pd.isna(row["p_target"]):
        return say("plan.trace_error_wide", half=half)
    said = say("plan.trace_error", half=half, p=f"{100 * row['p_target']:.0f}")
    return said + (
        say("plan.trace_error_path", p=f"{100 * row['p_path']:.0f}")
        if pd.notna(row["p_path"]) and row["p_path"] != row["p_target"]
        else ""
    )


def reports(
    say: Words,
    district: Any,
    statuses: pd.DataFrame,
    owners: Mapping[str, tuple[str, ...]],
    wanting: pd.Series,
    age: pd.Series,
) -> Exhibit:
    """How old every target's newest report is, its evidence and reporter, and what is missing and owed by whom."""
    names = unit_names(say, district.units)
    rows = _stated(say, district, statuses)
    found = [_report_of(district, row) for row in rows.to_dict("records")]
    rows = rows.assign(
        age=age,
        wanted=[say(f"plan.wanted_{kind}") if kind else "" for kind in wanting.reindex(rows.index)],
        evidence=[_evidence(say, one) for one in found],
        reporter=[names[one["reporter_unit_id"]] if one else "" for one in found],
        owed_by=[_owed_by(say, owners, names, one) for one in rows["target_id"]],
        order=wanting.reindex(rows.index).map({"final": 0, "first": 1, "newer": 2, "": 3}),
    ).sort_values("order", kind="stable")
    owed = rows[rows["order"] < 3]
    return Exhibit(
        name="plan_reports",
        title=say("plan.reports_title"),
        sentence=_owed_said(say, owed, owners, names),
        rows=rows.reset_index(drop=True),
        columns=(
            Column("target_name", say("column.target_name")),
            Column("wanted", say("column.wanted")),
            Column("owed_by", say("column.owed_by")),
            Column("reported", say("column.reported")),
            Column("age", say("column.age_days"), "integer"),
            Column("evidence", say("column.evidence")),
            Column("reporter", say("column.reporter")),
        ),
        credits=_credits(say, district, district.targets, district.progress),
        says=_reports_say(say, owed, owners, names),
    )


def _reports_say(
    say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> says.Sentences:
    """How many targets wait for a report and on whom; where none does, that alone."""
    if owed.empty:
        return {"reading": say("plan.nothing_owed")}
    first = dict.fromkeys(owners[one][0] for one in owed["target_id"] if owners.get(one))
    unnamed = sum(not owners.get(one) for one in owed["target_id"])
    return says.holding(
        finding=say("says.reports", n=len(owed)),
        reading=_owed_by_said(say, owed, owners, names),
        owed=say("plan.owed", n=len(owed)),
        owners=say("says.reports_owners", units=say.list([names[one] for one in first])) if first else "",
        nobody=say("plan.owed_by_nobody", n=unnamed) if unnamed else "",
    )


def _evidence(say: Words, report: Mapping[str, Any] | None) -> str:
    if report is None:
        return ""
    link = report["evidence_url"]
    return say.list(
        [one for one in (say.pick(report, "evidence"), link if isinstance(link, str) else "") if one]
    ) or say("plan.evidence_untranslated")


def _owed_said(say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> str:
    """How many targets wait for a report, and on which first-named units."""
    if owed.empty:
        return say("plan.nothing_owed")
    return _owed_by_said(say, owed, owners, names) + say("plan.how_to_report")


def _owed_by_said(
    say: Words, owed: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], names: Mapping[str, str]
) -> str:
    first = pd.Series([owners[one][0] for one in owed["target_id"] if owners.get(one)], dtype=object).value_counts(
        sort=False
    )
    first = first.sort_values(ascending=False, kind="stable")
    said = say.list([say("plan.owes", unit=names[one], n=n) for one, n in first.items()])
    unnamed = sum(not owners.get(one) for one in owed["target_id"])
    return (
        say("plan.owed", n=len(owed))
        + (say("plan.owed_by", units=said) if said else "")
        + (say("plan.owed_by_nobody", n=unnamed) if unnamed else "")
    )


def calendar(
    say: Words, district: Any, due: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], on: date, until: date
) -> Exhibit | None:
    """What is owed before the next plenary, in the order of days; None where nothing is."""
    if due.empty:
        return None
    names = unit_names(say, district.units)
    stated = district.targets.set_index("target_id", drop=False).loc[due["target_id"]].to_dict("records")
    rows = due.assign(
        target_name=[_name(say, one) for one in stated],
        goal=[_goal(say, one) for one in stated],
        when=[one.date().isoformat() if pd.notna(one) else say("plan.no_day") for one in due["day"]],
        what=[say(f"plan.due_{one}") for one in due["kind"]],
        state=[_state(say, one) for one in due["days"]],
        owed_by=[_owed_by(say, owners, names, one) for one in due["target_id"]],
    )
    stated_day = district.home.plan.next_plenary
    fixed = stated_day is not None and stated_day >= on
    counts = due["kind"].value_counts()
    said = say.list(
        [
            say(f"plan.calendar_counted.{one}", n=counts[one])
            for one in ("overdue", "end", "renew", "open")
            if one in counts
        ]
    )
    return Exhibit(
        name="plan_calendar",
        title=say("plan.calendar_title"),
        sentence=say("plan.calendar_fixed" if fixed else "plan.calendar_open", until=day(say, until))
        + say("plan.calendar_counts", counts=said),
        rows=rows,
        columns=(
            Column("when", say("column.due_day")),
            Column("state", say("column.days_left")),
            Column("target_name", say("column.target_name")),
            Column("goal", say("column.target")),
            Column("what", say("column.due_what")),
            Column("owed_by", say("column.owed_by")),
        ),
        credits=_credits(say, district, district.targets),
        says=says.holding(until=say("says.until", day=day(say, until)) if fixed else ""),
    )


def _state(say: Words, days: Any) -> str:
    if pd.isna(days):
        return ""
    return say("plan.days_past", n=-days) if days < 0 else say("plan.days_to_go", n=days)


def options(say: Words, district: Any) -> dict[str, dict[str, str]]:
    """What the duties can be filtered by: units that answer for something, people, articles and parts, ids with names."""
    names = unit_names(say, district.units)
    acting = {*district.duties["unit_id"], *district.targets["unit_id"].dropna()}
    articles = district.measures.drop_duplicates("article_id").to_dict("records")
    return {
        "unit": {one: name for one, name in names.items() if one in acting},
        "people": {
            one: say.capital(say(f"value.measures.people.{one}"))
            for one in district.measures["people"].dropna().unique()
        },
        "article": {
            row["article_id"]: say("plan.numbered", number=_article_number(say, row), name=say.pick(row, "article"))
            for row in articles
        },
        "part": {one: say.capital(say(f"plan.parts.{one}")) for one in district.measures["part"].unique()},
    }


def _article_number(say: Words, row: Mapping[str, Any]) -> str:
    return row["section"].rstrip("0123456789") if say.language == "zh" else row["article_id"]


def nothing(say: Words, chosen: pd.DataFrame) -> str:
    """That no measure meets the filters, where none does; else nothing."""
    return say("plan.none_chosen") if chosen.empty else ""


def matrix(
    say: Words, district: Any, chosen: pd.DataFrame, roles: pd.DataFrame, unit: str | None = None
) -> Exhibit | None:
    """The chosen measures by the units that answer for them; the chosen unit comes first. None where nobody does.

    One mark a duty: a square for the unit the plan names first, a circle for the others, a diamond for the towns together.
    """
    rows = roles[roles["measure_id"].isin(chosen["measure_id"])]
    if rows.empty:
        return None
    names = unit_names(say, district.units)
    kinds = district.units.set_index("unit_id")["kind"]
    columns = [one for one in names if one in set(rows["unit_id"])]
    columns.sort(key=lambda one: (one != unit, kinds[one] == "towns"))
    measures = chosen.set_index("measure_id", drop=False)
    few = len(measures) <= FEW
    labels = {
        one: _cut_to(_measure(say, row), LONGEST[say.language] * (4 if few else 3) // 3)
        for one, row in measures.to_dict("index").items()
    }
    rows = rows.assign(
        measure_name=[_measure(say, measures.loc[one]) for one in rows["measure_id"]],
        measure_label=rows["measure_id"].map(labels),
        unit_name=rows["unit_id"].map(names),
        role_name=[say(f"plan.role.{one}") for one in rows["role"]],
    )
    order = [labels[one] for one in measures.index]
    drawn = rows[["measure_id", "unit_id", "measure_label", "measure_name", "unit_name", "role", "role_name"]]
    domain = [say(f"plan.role.{one}") for one in ROLES]
    legend = alt.Legend(title=None, orient="bottom", direction="horizontal", columns=3, labelLimit=600, symbolOpacity=1)
    colour = alt.Color(
        "role_name:N", scale=alt.Scale(domain=domain, range=[palette.ROLE[one] for one in ROLES]), legend=legend
    )
    shape = alt.Shape("role_name:N", scale=alt.Scale(domain=domain, range=[SHAPE[one] for one in ROLES]), legend=legend)
    lines = _heads(say, {one: names[one] for one in columns}, few)
    y = alt.Y(
        "measure_label:N",
        scale=alt.Scale(domain=[*dict.fromkeys(lines["measure_label"]), *order]),
        axis=charts.names_axis(LABEL_WIDTH),
    )
    x = alt.X("unit_name:N", scale=alt.Scale(domain=[names[one] for one in columns]), axis=None)
    tips = [
        alt.Tooltip("measure_name:N", title=say("column.measure")),
        alt.Tooltip("unit_name:N", title=say("column.unit_name")),
        alt.Tooltip("role_name:N", title=say("column.role")),
    ]
    heads = pd.DataFrame({"measure_label": [labels[one] for one in measures.drop_duplicates("article_id").index]})
    base = alt.Chart(charts.values(drawn)).encode(x=x, y=y)
    shown = [
        base.mark_rect(opacity=0.16).encode(color=colour, tooltip=tips),
        base.mark_point(filled=True, opacity=1).encode(color=colour, shape=shape, tooltip=tips),
        alt.Chart(charts.values(lines))
        .mark_text(style="strong", **_TURNED[say.language])
        .encode(x=x, y=y, text="text:N"),
        alt.Chart(charts.values(heads))
        .mark_rule(color=palette.FAINT, strokeWidth=1)
        .encode(y=alt.Y("measure_label:N", bandPosition=0)),
    ]
    idle = [one for one in measures.index if one not in set(rows["measure_id"])]
    if idle:
        note = pd.DataFrame(
            {
                "measure_label": [labels[one] for one in idle],
                "note": say("plan.nobody_named"),
                "unit_name": names[columns[0]],
            }
        )
        shown.append(
            alt.Chart(charts.values(note))
            .mark_text(align="left", color=palette.FAINT)
            .encode(y=y, x=alt.X("unit_name:N", bandPosition=0), text="note:N")
        )
    sentence = say("plan.matrix_sentence", measures=len(measures), units=len(columns), duties=len(rows))
    return Exhibit(
        name="plan_duties",
        title=say("plan.matrix_title"),
        sentence=sentence,
        rows=rows.reset_index(drop=True),
        columns=(
            Column("measure_name", say("column.measure")),
            Column("unit_name", say("column.unit_name")),
            Column("role_name", say("column.role")),
        ),
        credits=_credits(say, district, rows),
        vector=charts.spec(alt.layer(*shown).properties(height=ROW), sentence),
        apart=_articles(say, measures.loc[measures["measure_id"].isin(rows["measure_id"])]),
        says=says.of_owners(say, district.home.plan.gaps.model_dump(), rows, names),
    )


def _articles(say: Words, measures: pd.DataFrame) -> tuple[str, dict[str, str]] | None:
    """The plan's articles, one to a slide: 38 measures by 25 units are letters too small for a room. None where there is but one."""
    names = {
        row["article_id"]: say.pick(row, "article") for row in measures.drop_duplicates("article_id").to_dict("records")
    }
    return ("article", names) if len(names) > 1 else None


_TURNED = {"zh": {}, "en": {"angle": 270, "align": "left"}}


def _heads(say: Words, names: Mapping[str, str], whole: bool) -> pd.DataFrame:
    """The units' names over their columns, in rows of their own above the measures: upright in Chinese, turned in English.

    Rows of the matrix grow with the screen, so that the names keep to them whatever the size of the letters. Names are cut
    unless they are to be shown `whole`, on as many rows as the longest takes.
    """
    english = say.language == "en"
    said = {one: name.replace("District ", "") if english else name for one, name in names.items()}
    per_row = 5 / 2 if english else 1
    rows = max(HEAD_ROWS, math.ceil(max(map(len, said.values())) / per_row)) if whole else HEAD_ROWS
    blank = [" " * n for n in range(1, rows + 1)]
    told = []
    for one, name in names.items():
        text = _cut_to(said[one], int(rows * per_row))
        signs = [*[""] * (rows - 1), text] if english else list(text.rjust(rows))
        told += [(blank[n], name, sign) for n, sign in enumerate(signs)]
    return pd.DataFrame(told, columns=["measure_label", "unit_name", "text"]).sort_values(
        "measure_label", key=lambda column: column.str.len(), kind="stable"
    )


def listed(
    say: Words,
    district: Any,
    chosen: pd.DataFrame,
    roles: pd.DataFrame,
    statuses: pd.DataFrame,
    bearing: Mapping[str, tuple[str, ...]],
) -> Exhibit | None:
    """The chosen measures, one a row: first named, the others, the towns, and the targets and gaps each bears on."""
    if chosen.empty:
        return None
    names = unit_names(say, district.units)
    rows = []
    for measure in chosen.to_dict("records"):
        own = roles[roles["measure_id"] == measure["measure_id"]].sort_values("position")
        of = {role: [names[one] for one in own.loc[own["role"] == role, "unit_id"]] for role in ROLES}
        under = district.targets[district.targets["measure_id"] == measure["measure_id"]].to_dict("records")
        rows.append(
            {
                "measure_id": measure["measure_id"],
                "article_name": say.pick(measure, "article"),
                "measure_name": _measure(say, measure),
                "first": say.list(of["first"]) or say("plan.nobody_named"),
                "members": say.list(of["member"]),
                "towns": say.list(of["towns"]),
                "targets": say.list(
                    [
                        say(
                            "plan.with_status",
                            target=_name(say, one),
                            status=say(f"status.{statuses.at[one['target_id'], 'status']}"),
                        )
                        for one in under
                    ]
                ),
                "gaps": say.list([say(f"gaps.component.{one}") for one in bearing.get(measure["measure_id"], ())]),
            }
        )
    return Exhibit(
        name="plan_measures",
        title=say("plan.listed_title", n=len(chosen)),
        sentence=say("plan.listed_sentence"),
        rows=pd.DataFrame(rows),
        columns=(
            Column("article_name", say("column.article"), on_page=False),
            Column("measure_name", say("column.measure")),
            Column("first", say("plan.role.first")),
            Column("members", say("plan.role.member")),
            Column("towns", say("plan.role.towns")),
            Column("targets", say("column.targets_under")),
            Column("gaps", say("column.gaps_under")),
        ),
        credits=_credits(say, district, chosen),
    )


def sheet(
    say: Words, district: Any, own: pd.DataFrame, roles: pd.DataFrame, unit: str | None, on: date
) -> tuple[Exhibit, list[tuple[str, str, str]]] | None:
    """One unit's sheet: what is its own, what is late, what evidence is missing; and its figures. None without a unit."""
    if unit is None or own.empty:
        return None
    names = unit_names(say, district.units)
    name = names[unit]
    measures, stated = (
        table.set_index(key, drop=False)
        for table, key in ((district.measures, "measure_id"), (district.targets, "target_id"))
    )
    first = roles[roles["position"] == 1].set_index("measure_id")["unit_id"]
    towns = district.units.set_index("unit_id").at[unit, "kind"] == "towns"
    rows = own.assign(
        measure_name=[_measure(say, measures.loc[one]) if isinstance(one, str) else "" for one in own["measure_id"]],
        place=[_place(say, one, towns) for one in own["position"]],
        first=[names[first[one]] if one in first.index else say("plan.nobody_named") for one in own["measure_id"]],
        target_name=[_name(say, stated.loc[one]) if isinstance(one, str) else "" for one in own["target_id"]],
        goal=[_goal(say, stated.loc[one].to_dict()) if isinstance(one, str) else "" for one in own["target_id"]],
        status_name=[say(f"status.{one}") if isinstance(one, str) else "" for one in own["status"]],
        wanted=[say(f"plan.wanted_{one}") if isinstance(one, str) and one else "" for one in own["wanting"]],
    )
    of_measures = own.dropna(subset=["position"]).drop_duplicates("measure_id")
    leads = int((of_measures["position"] == 1).sum())
    under, late = own["target_id"].notna().sum(), own["status"].isin(LATE).sum()
    lacking = own["wanting"].fillna("").ne("").sum()
    figures = [
        (say("plan.sheet_measures"), say("plan.items", n=len(of_measures)), say("plan.sheet_first", n=leads)),
        (say("plan.sheet_targets"), say("plan.items", n=under), say("plan.sheet_targets_note")),
        (say("plan.sheet_late"), say("plan.items", n=late), say("plan.sheet_late_note")),
        (say("plan.sheet_wanting"), say("plan.items", n=lacking), say("plan.sheet_wanting_note")),
    ]
    found = Exhibit(
        name="plan_unit",
        title=say("plan.sheet_title", unit=name),
        sentence=say("plan.sheet_sentence", day=day(say, on), plan=district.home.plan.name[say.language]),
        rows=rows.reset_index(drop=True),
        columns=(
            Column("measure_name", say("column.measure")),
            Column("place", say("column.place")),
            Column("first", say("plan.role.first")),
            Column("target_name", say("column.target_name")),
            Column("goal", say("column.target")),
            Column("status_name", say("column.status")),
            Column("wanted", say("column.wanted")),
        ),
        credits=_credits(say, district, district.targets),
    )
    return found, figures


def _place(say: Words, position: Any, towns: bool) -> str:
    if pd.isna(position):
        return say("plan.place_target")
    if towns:
        return say("plan.place_towns")
    return say("plan.place_first") if position == 1 else say("plan.place", n=position)


def to_gaps(
    say: Words, district: Any, chosen: pd.DataFrame, bearing: Mapping[str, tuple[str, ...]], measured: pd.DataFrame
) -> list[tuple[str, str, dict[str, Any]]]:
    """Links from the chosen measures to the towns whose gap they bear on: page, label and what to choose there."""
    names = town_names(say, district.areas)
    measures = chosen.set_index("measure_id", drop=False)
    links = []
    for part in (one for one in GAPS if one in measured):
        mine = [one for one in measures.index if part in bearing.get(one, ())]
        score = measured[part].reindex(names.index).dropna()
        if mine and len(score) and score.max() > 0:
            worst = score.index[score == score.max()]
            label = say(
                "plan.to_gaps" if len(worst) == 1 else "plan.to_gaps_several",
                measures=say.list([_number(say, measures.loc[one]) for one in mine]),
                part=say(f"gaps.component.{part}"),
                town=names[worst[0]],
                n=len(worst),
            )
            links.append(("gaps", label, {"area": worst[0]}))
    return links


def asked_first(selection: Any, fields: Iterable[str], tasks: list[Any], targets: list[Any]) -> list[Any]:
    """The targets before the tasks, unless some of the tasks are asked for: then a link that asks for them leads to them."""
    return [*tasks, *targets] if any(getattr(selection, one) for one in fields) else [*targets, *tasks]


def _answering(
    bearing: Mapping[str, tuple[str, ...]], measures: pd.DataFrame, measured: pd.DataFrame, area: str | None
) -> tuple[str, Mapping[str, Any]] | None:
    """The largest part of a town's gap that a task of the plan bears on, and the first such task in the plan's order."""
    if area not in measured.index:
        return None
    tasks = measures.to_dict("records")
    for part in measured.loc[area, ["first", "second"]]:
        for task in tasks if isinstance(part, str) else ():
            if part in bearing.get(task["measure_id"], ()):
                return part, task
    return None


def answer(
    say: Words,
    district: Any,
    bearing: Mapping[str, tuple[str, ...]],
    roles: pd.DataFrame,
    measured: pd.DataFrame,
    area: str | None,
) -> str:
    """Which unit answers for the town's gap, and on what ground: its largest part, the plan's task for it, the unit named first."""
    if area not in measured.index:
        return ""
    found = _answering(bearing, district.measures, measured, area)
    if found is None:
        return say("plan.no_answer") if isinstance(measured.at[area, "first"], str) else ""
    part, task = found
    return say(
        "plan.answer",
        unit=_first_named(say, district, roles, task["measure_id"]),
        part=say(f"gaps.component.{part}"),
        points=f"{measured.at[area, f'points_{part}']:.0f}",
        measure=_measure(say, task),
    )


def _first_named(say: Words, district: Any, roles: pd.DataFrame, measure_id: str) -> str:
    first = roles[roles["position"] == 1].set_index("measure_id")["unit_id"].map(unit_names(say, district.units))
    return str(first.get(measure_id, say("plan.nobody_named")))


def to_plan(
    say: Words,
    district: Any,
    bearing: Mapping[str, tuple[str, ...]],
    roles: pd.DataFrame,
    measured: pd.DataFrame,
    area: str | None,
) -> list[tuple[str, str, dict[str, Any]]]:
    """The way from a town's gap to the one task of `answer`, where there is one."""
    found = _answering(bearing, district.measures, measured, area)
    if found is None:
        return []
    part, task = found
    label = say(
        "plan.to_plan",
        part=say(f"gaps.component.{part}"),
        measure=_measure(say, task),
        unit=_first_named(say, district, roles, task["measure_id"]),
    )
    return [("plan", label, {"article": task["article_id"]})]
