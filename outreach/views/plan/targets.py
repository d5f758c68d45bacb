"""A plan's targets: how far along each is, and how every status came about."""

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from outreach.district import District
from outreach.views import charts, palette, says
from outreach.views.exhibit import Chart, Column, Exhibit
from outreach.views.frames import Row, records
from outreach.views.plan.said import (
    STATUSES,
    amount,
    credited,
    day,
    ends_with_plan,
    owed_by,
    pace,
    report_of,
    stated,
    unit_names,
)
from outreach.words import Words

ONE_LINE = {"zh": 26, "en": 48}
LABEL_WIDTH = 520
BROKEN = 26  # signs of what is said behind a bar on a phone
BEHIND = {"zh": 12.5, "en": 14.1}  # letters of a line of it where a phone shows names whole
TIGHT = 2.9  # times the bars' length: a chart that needs more has what is said behind them on several lines
_WITH_PLAN = {"missed": "missed_with_plan", "no_final_report": "no_final_report_with_plan"}


def lede(say: Words, district: District, statuses: pd.DataFrame, duties: pd.DataFrame, over: bool = False) -> str:
    """What a presenter reads out first: that the plan has ended where it has, how many targets stand where, and how many
    measures and units there are."""
    counts = says.standing(statuses).value_counts()
    said = [say("plan.lede_status", status=say(f"status.{one}"), n=counts[one]) for one in STATUSES if one in counts]
    parts = district.measures["part"].value_counts()
    plan = district.home.plan
    period = {"plan": plan.name[say.language], "from_year": plan.from_year, "to_year": plan.to_year}
    head = say("plan.lede_draft", **period) if plan.state == "draft" else ""
    if over:
        head = say("plan.lede_over", **period)
    if district.measures.empty:
        return head + say("plan.lede_no_measures", targets=len(statuses), statuses=say.list(said))
    return head + say(
        "plan.lede",
        targets=len(statuses),
        statuses=say.list(said),
        measures=len(district.measures),
        units=duties["unit_id"].nunique(),
        parts=say.list([say("plan.lede_part", part=say(f"plan.parts.{one}"), n=n) for one, n in parts.items()]),
    )


def targets(say: Words, district: District, statuses: pd.DataFrame, owners: Mapping[str, tuple[str, ...]]) -> Exhibit:
    """How far along its way every target is: a bar to what was reported, a mark where the path stands, the status in words."""
    rows = _measured(stated(say, district, statuses))
    names = unit_names(say, district.units)
    rows["owed_by"] = [owed_by(say, owners, names, one) for one in rows["target_id"]]
    rows = _worded(say, rows)
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
        credits=credited(say, district, district.targets, _with_reports(district, rows)),
        vector=charts.spec(
            _picture(say, rows).properties(height=_high(rows)),
            sentence,
        ),
        chart=Chart("table"),
        says=says.of_targets(say, statuses),
    )


def _measured(rows: pd.DataFrame) -> pd.DataFrame:
    """The targets with how far along its way each is, and where the path stands today, from 0 to 1."""
    start = rows["start_value"].fillna(0.0)
    way = (rows["target"] - start).where(rows["target"] > start)
    return rows.assign(
        done=((rows["value"] - start) / way).clip(0, 1),
        path=((rows["expected_today"] - start) / way).clip(0, 1),
        whole=1.0,
    )


def _worded(say: Words, rows: pd.DataFrame) -> pd.DataFrame:
    """The targets with what stands before and behind their bars: on one line, where there is little room, and on a phone."""
    found = records(rows)
    behind = [(row["status_name"], _figures(say, row)) for row in found]
    return rows.assign(
        label=[charts.in_two_lines(one, ONE_LINE[say.language]) for one in rows["target_name"]],
        said=[_beside(say, row) for row in found],
        broken=[f"{status}\n{charts.in_two_lines(figures, BROKEN)}" for status, figures in behind],
        folded=[charts.in_lines(one, charts.ACROSS) for one in rows["target_name"]],
        small=[f"{status}\n{charts.in_lines(figures, BEHIND[say.language])}" for status, figures in behind],
        inside=["" if pd.notna(value) else say("plan.not_zero") for value in rows["value"]],
    )


def _high(rows: pd.DataFrame) -> dict[str, int]:
    """The height of rows that have room for what stands before and behind a bar, at a desk and on a phone."""
    step = charts.lines([*rows["label"], *rows["broken"]])["step"]
    return {"step": max(step, charts.small_lines([*rows["folded"], *rows["small"]]))}


DRAWN = (
    "target_id",
    "label",
    "target_name",
    "whole",
    "done",
    "path",
    "said",
    "broken",
    "small",
    "inside",
    "status_name",
    "goal",
    "reported",
    "owed_by",
)
"""What of the rows the picture needs."""


def _picture(say: Words, rows: pd.DataFrame) -> alt.TopLevelMixin:
    """A bar to what was reported, a mark where the path stands, and the status behind it, in two lines where there is little room."""
    colour = _status_colour(say)
    whole, broken = (charts.room_behind(1.0, rows[one])["expr"] for one in ("said", "broken"))
    tight = f"{whole} > {TIGHT}"
    labels = [charts.either(*one) for one in zip(rows["label"], rows["folded"], strict=True)]
    base = alt.Chart(charts.values(rows[list(DRAWN)].assign(label=labels))).encode(
        y=alt.Y("label:N", sort=labels, axis=charts.whole_names_axis(LABEL_WIDTH, labels)),
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
    scale = alt.Scale(domain=[0, 1], domainMax=alt.ExprRef(f"{tight} ? {broken} : {whole}"), nice=False)
    return alt.layer(*_way(base, scale, colour), *_behind(base, tight, colour))


def _way(base: alt.Chart, scale: alt.Scale, colour: alt.Color) -> list[alt.Chart]:
    """The whole way, how much of it is done, where the path stands, and that nothing reported is not nought."""
    return [
        base.mark_bar(color=palette.GRID, height={"band": 0.62}).encode(x=alt.X("whole:Q", axis=None, scale=scale)),
        base.mark_bar(height={"band": 0.62}).encode(x="done:Q", color=colour).transform_filter("isValid(datum.done)"),
        base.mark_tick(color=palette.PATH, thickness=3, height={"band": 0.9})
        .encode(x="path:Q")
        .transform_filter("isValid(datum.path)"),
        base.mark_text(align="left", dx=6, color=palette.FAINT, opacity=alt.ExprRef(f"width < {ROOMY} ? 0 : 1")).encode(
            x=alt.datum(0), text="inside:N"
        ),
    ]


def _behind(base: alt.Chart, tight: str, colour: alt.Color) -> list[alt.Chart]:
    """The status and the figures behind the whole: on one line, on several where it is tight, in small letters on a phone."""
    phone = charts.PHONE
    return [
        base.mark_text(align="left", dx=10, style="strong", fontWeight="bold").encode(
            x="whole:Q", text=alt.condition(tight, alt.value(""), "said:N"), color=colour
        ),
        base.mark_text(
            align="left", dx=8, dy=alt.ExprRef(charts.raised("broken")), lineBreak="\n", style="strong"
        ).encode(x="whole:Q", text=alt.condition(f"{tight} && !({phone})", "broken:N", alt.value("")), color=colour),
        base.mark_text(
            align="left",
            dx=8,
            dy=alt.ExprRef(charts.raised("small", f"{charts.SMALL_LINE / 2}")),
            lineBreak="\n",
            fontSize=charts.SMALL,
            lineHeight=charts.SMALL_LINE,
        ).encode(x="whole:Q", text=alt.condition(f"{tight} && {phone}", "small:N", alt.value("")), color=colour),
    ]


def _status_colour(say: Words) -> alt.Color:
    domain = [say(f"status.{one}") for one in STATUSES]
    return alt.Color(
        "status_name:N", scale=alt.Scale(domain=domain, range=[palette.STATUS[one] for one in STATUSES]), legend=None
    )


ROOMY = 260  # pixels of bars and words in which both what is in a bar and what is behind it can be read


def _with_reports(district: District, rows: pd.DataFrame) -> pd.DataFrame:
    return district.progress[district.progress["target_id"].isin(rows["target_id"])]


def _beside(say: Words, row: Row) -> str:
    return say("plan.beside", status=row["status_name"], figures=_figures(say, row))


def _figures(say: Words, row: Row) -> str:
    if pd.isna(row["value"]):
        return say("plan.figures_bare", goal=row["goal"])
    return say("plan.figures", goal=row["goal"], value=amount(say, row["value"], row))


def traces(
    say: Words, district: District, statuses: pd.DataFrame, owners: Mapping[str, tuple[str, ...]], on: date
) -> Exhibit:
    """How every status came about: figures, days, sources, formula, and the pace required from today; a row per step."""
    rows = stated(say, district, statuses)
    names = unit_names(say, district.units)
    titles = district.sources.set_index("source_id")[f"title_{say.language}"]
    steps = []
    for row in records(rows):
        heading = say("plan.trace_heading", target=row["target_name"], status=row["status_name"])
        owing = say.list([names[one] for one in owners.get(row["target_id"], ())]) or say("plan.nobody_named")
        report = _report_said(say, row, report_of(district, row), names, titles)
        said = _steps(say, district, row, report, on)
        said |= {"source": titles.get(row["source_id"], ""), "owed_by": owing}
        steps += [
            {
                "target_id": row["target_id"],
                "heading": heading,
                "item": say(f"plan.trace_item.{item}"),
                "content": content,
            }
            for item, content in said.items()
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
        credits=credited(say, district, district.targets, district.progress),
    )


def _steps(say: Words, district: District, row: Row, report: str, on: date) -> dict[str, str]:
    """From the goal to the status, each step in words; empty where it has nothing to say."""
    no_baseline = "plan.trace_from_nought" if bool(pd.notna(row["start_value"])) else "plan.trace_no_baseline"
    return {
        "goal": say(f"plan.trace_{row['comparison']}", goal=row["goal"]) + _remark(say, row),
        "baseline": row["baseline_said"] or say(no_baseline),
        "span": _span(say, row),
        "report": report,
        "path": _path(say, row),
        "required": _required(say, row, on),
        "error": _error(say, district, row),
        "status": say(f"plan.trace_rule.{_rule(row)}", status=row["status_name"]),
    }


def _span(say: Words, row: Row) -> str:
    """From when until when a target runs."""
    if pd.isna(row["ends"]):
        return say("plan.trace_no_end")
    if ends_with_plan(row):
        return say("plan.trace_ends_with_plan", end=day(say, row["ends"]))
    if pd.isna(row["starts"]):
        return say("plan.trace_until", end=day(say, row["ends"]))
    return say("plan.trace_span", start=day(say, row["starts"]), end=day(say, row["ends"]))


def _rule(row: Row) -> str:
    """The rule a status came about by; a target without a day to be reached by is judged by the goal alone."""
    if ends_with_plan(row) and row["status"] in _WITH_PLAN:
        return _WITH_PLAN[row["status"]]
    open_ended = bool(pd.isna(row["ends"]) and row["status"] in says.OPEN)
    return "below" if open_ended else str(row["status"])


def _remark(say: Words, row: Row) -> str:
    note = say.pick(row, "note")
    return say("plan.trace_note", note=note) if note else ""


def _report_said(
    say: Words,
    row: Row,
    report: Row | None,
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


def _path(say: Words, row: Row) -> str:
    """The straight path and the ratio of paces, with their figures."""
    if pd.isna(row["planned_pace"]) or not row["planned_pace"] > 0:
        return say("plan.trace_no_path")
    said = say(
        "plan.trace_path",
        start=amount(say, row["start_value"], row),
        target=amount(say, row["target"], row),
        planned=pace(say, row["planned_pace"], row),
        expected=amount(say, row["expected_today"], row),
    )
    if pd.isna(row["value"]):
        return said
    return said + say(
        "plan.trace_ratio",
        expected=amount(say, row["expected"], row),
        pace=pace(say, row["pace"], row),
        planned=pace(say, row["planned_pace"], row),
        ratio=f"{row['pace_ratio']:.2f}",
    )


def _required(say: Words, row: Row, on: date) -> str:
    if row["status"] == "achieved":
        return say("plan.trace_reached")
    if pd.notna(row["ends"]) and row["ends"] < pd.Timestamp(on):
        return say("plan.trace_over", days=(pd.Timestamp(on) - row["ends"]).days)
    if pd.isna(row["ends"]):
        return ""
    if pd.isna(row["required_pace"]):
        return say("plan.trace_days_left", days=int(row["days_left"]))
    return say("plan.trace_required", days=int(row["days_left"]), pace=row["required"])


def _error(say: Words, district: District, row: Row) -> str:
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
