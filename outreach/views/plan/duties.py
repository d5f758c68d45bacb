"""A plan's measures and the units that answer for them."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from outreach.views import charts, palette, says
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Exhibit
from outreach.views.plan.said import (
    LATE,
    ROLES,
    credited,
    cut_to,
    day,
    goal,
    measure_name,
    number,
    target_name,
    unit_names,
)
from outreach.words import Words

SHAPE = {"first": "square", "member": "circle", "towns": "diamond"}
ROW = {"step": 20}
LONGEST = {"zh": 22, "en": 44}
LABEL_WIDTH = 520
HEAD_ROWS = 8
FEW = 8  # measures: an article alone, shown in a room, where names are not cut
GAPS = ("facilities", "coverage", "tiers", "literacy")


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
        one: cut_to(measure_name(say, row), LONGEST[say.language] * (4 if few else 3) // 3)
        for one, row in measures.to_dict("index").items()
    }
    rows = rows.assign(
        measure_name=[measure_name(say, measures.loc[one]) for one in rows["measure_id"]],
        measure_label=rows["measure_id"].map(labels),
        unit_name=rows["unit_id"].map(names),
        role_name=[say(f"plan.role.{one}") for one in rows["role"]],
    )
    order = [labels[one] for one in measures.index]
    drawn = rows[["measure_id", "unit_id", "measure_label", "measure_name", "unit_name", "role", "role_name"]]
    domain = [say(f"plan.role.{one}") for one in ROLES]
    legend = charts.legend(domain, orient="bottom", direction="horizontal", labelLimit=600, symbolOpacity=1)
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
        .mark_text(style="strong", fontSize=alt.ExprRef(f"width / {len(columns)} - 1"), **_TURNED[say.language])
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
        credits=credited(say, district, rows),
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
        text = cut_to(said[one], int(rows * per_row))
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
                "measure_name": measure_name(say, measure),
                "first": say.list(of["first"]) or say("plan.nobody_named"),
                "members": say.list(of["member"]),
                "towns": say.list(of["towns"]),
                "targets": say.list(
                    [
                        say(
                            "plan.with_status",
                            target=target_name(say, one),
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
        credits=credited(say, district, chosen),
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
        measure_name=[
            measure_name(say, measures.loc[one]) if isinstance(one, str) else "" for one in own["measure_id"]
        ],
        place=[_place(say, one, towns) for one in own["position"]],
        first=[names[first[one]] if one in first.index else say("plan.nobody_named") for one in own["measure_id"]],
        target_name=[target_name(say, stated.loc[one]) if isinstance(one, str) else "" for one in own["target_id"]],
        goal=[goal(say, stated.loc[one].to_dict()) if isinstance(one, str) else "" for one in own["target_id"]],
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
        credits=credited(say, district, district.targets),
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
                measures=say.list([number(say, measures.loc[one]) for one in mine]),
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
        measure=measure_name(say, task),
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
        measure=measure_name(say, task),
        unit=_first_named(say, district, roles, task["measure_id"]),
    )
    return [("plan", label, {"article": task["article_id"]})]
