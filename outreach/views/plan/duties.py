"""A plan's measures and the units that answer for them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from outreach.district import District
from outreach.views.areas import town_names
from outreach.views.exhibit import Column, Exhibit, Link, Number
from outreach.views.frames import Row, cell, record, records
from outreach.views.plan.said import (
    LATE,
    ROLES,
    credited,
    day,
    goal,
    measure_name,
    number,
    target_name,
    unit_names,
)
from outreach.words import Words

GAPS = ("facilities", "coverage", "tiers", "literacy")


def options(say: Words, district: District) -> dict[str, dict[str, str]]:
    """What the duties can be filtered by: units that answer for something, people, articles and parts, ids with names."""
    names = unit_names(say, district.units)
    acting = {*district.duties["unit_id"], *district.targets["unit_id"].dropna()}
    articles = district.measures.drop_duplicates("article_id")
    return {
        "unit": {one: name for one, name in names.items() if one in acting},
        "people": {
            one: say.capital(say(f"value.measures.people.{one}"))
            for one in district.measures["people"].dropna().unique()
        },
        "article": {
            row["article_id"]: say("plan.numbered", number=_article_number(say, row), name=say.pick(row, "article"))
            for row in records(articles)
        },
        "part": {one: say.capital(say(f"plan.parts.{one}")) for one in district.measures["part"].unique()},
    }


def _article_number(say: Words, row: Row) -> str:
    return str(row["section"]).rstrip("0123456789") if say.language == "zh" else str(row["article_id"])


def nothing(say: Words, chosen: pd.DataFrame) -> str:
    """That no measure meets the filters, where none does; else nothing."""
    return say("plan.none_chosen") if chosen.empty else ""


def listed(
    say: Words,
    district: District,
    chosen: pd.DataFrame,
    roles: pd.DataFrame,
    statuses: pd.DataFrame,
    bearing: Mapping[str, tuple[str, ...]],
) -> Exhibit | None:
    """The chosen measures, one a row: first named, the others, the towns, and the targets and gaps each bears on."""
    if chosen.empty:
        return None
    names = unit_names(say, district.units)
    rows = [
        {
            "measure_id": measure["measure_id"],
            "article_name": say.pick(measure, "article"),
            "measure_name": measure_name(say, measure),
            **_owners(say, names, roles[roles["measure_id"] == measure["measure_id"]]),
            "targets": _targets_under(say, district, statuses, measure["measure_id"]),
            "gaps": say.list([say(f"gaps.component.{one}") for one in bearing.get(measure["measure_id"], ())]),
        }
        for measure in records(chosen)
    ]
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


def _owners(say: Words, names: Mapping[str, str], roles: pd.DataFrame) -> dict[str, str]:
    """Who answers for a measure: the unit named first, the others, the towns."""
    own = roles.sort_values("position")
    of = {role: [names[one] for one in own.loc[own["role"] == role, "unit_id"]] for role in ROLES}
    return {
        "first": say.list(of["first"]) or say("plan.nobody_named"),
        "members": say.list(of["member"]),
        "towns": say.list(of["towns"]),
    }


def _targets_under(say: Words, district: District, statuses: pd.DataFrame, measure: str) -> str:
    """The targets under a measure, each with its status."""
    under = district.targets[district.targets["measure_id"] == measure]
    said = [
        say(
            "plan.with_status",
            target=target_name(say, one),
            status=say(f"status.{cell(statuses, one['target_id'], 'status')}"),
        )
        for one in records(under)
    ]
    return say.list(said)


def sheet(
    say: Words, district: District, own: pd.DataFrame, roles: pd.DataFrame, unit: str | None, on: date
) -> tuple[Exhibit, list[Number]] | None:
    """One unit's sheet: what is its own, what is late, what evidence is missing; and its figures. None without a unit."""
    if unit is None or own.empty:
        return None
    name = unit_names(say, district.units)[unit]
    towns = bool(district.units.set_index("unit_id").at[unit, "kind"] == "towns")
    found = Exhibit(
        name="plan_unit",
        title=say("plan.sheet_title", unit=name),
        sentence=say("plan.sheet_sentence", day=day(say, on), plan=district.home.plan.name[say.language]),
        rows=_own(say, district, own, roles, towns).reset_index(drop=True),
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
    return found, _sheet_figures(say, own)


def _own(say: Words, district: District, own: pd.DataFrame, roles: pd.DataFrame, towns: bool) -> pd.DataFrame:
    """A unit's tasks and targets as they are read; `towns` is whether the unit is all of the towns."""
    names = unit_names(say, district.units)
    measures, stated = (
        table.set_index(key, drop=False)
        for table, key in ((district.measures, "measure_id"), (district.targets, "target_id"))
    )
    first = roles[roles["position"] == 1].set_index("measure_id")["unit_id"]
    return own.assign(
        measure_name=[
            measure_name(say, record(measures, one)) if isinstance(one, str) else "" for one in own["measure_id"]
        ],
        place=[_place(say, one, towns) for one in own["position"]],
        first=[names[first[one]] if one in first.index else say("plan.nobody_named") for one in own["measure_id"]],
        target_name=[target_name(say, record(stated, one)) if isinstance(one, str) else "" for one in own["target_id"]],
        goal=[goal(say, record(stated, one)) if isinstance(one, str) else "" for one in own["target_id"]],
        status_name=[say(f"status.{one}") if isinstance(one, str) else "" for one in own["status"]],
        wanted=[say(f"plan.wanted_{one}") if isinstance(one, str) and one else "" for one in own["wanting"]],
    )


def _sheet_figures(say: Words, own: pd.DataFrame) -> list[Number]:
    """How much is the unit's own, how much of it is late, and how much evidence is missing."""
    of_measures = own.dropna(subset=["position"]).drop_duplicates("measure_id")
    leads = int((of_measures["position"] == 1).sum())
    under, late = own["target_id"].notna().sum(), own["status"].isin(LATE).sum()
    lacking = own["wanting"].fillna("").ne("").sum()
    return [
        (say("plan.sheet_measures"), say("plan.items", n=len(of_measures)), say("plan.sheet_first", n=leads)),
        (say("plan.sheet_targets"), say("plan.items", n=under), say("plan.sheet_targets_note")),
        (say("plan.sheet_late"), say("plan.items", n=late), say("plan.sheet_late_note")),
        (say("plan.sheet_wanting"), say("plan.items", n=lacking), say("plan.sheet_wanting_note")),
    ]


def _place(say: Words, position: float, towns: bool) -> str:
    if pd.isna(position):
        return say("plan.place_target")
    if towns:
        return say("plan.place_towns")
    return say("plan.place_first") if position == 1 else say("plan.place", n=position)


def to_gaps(
    say: Words, district: District, chosen: pd.DataFrame, bearing: Mapping[str, tuple[str, ...]], measured: pd.DataFrame
) -> list[Link]:
    """Links from the chosen measures to the towns whose gap they bear on: page, label and what to choose there."""
    names = town_names(say, district.areas)
    measures = chosen.set_index("measure_id", drop=False)
    links: list[Link] = []
    for part in (one for one in GAPS if one in measured):
        mine = [one for one in measures.index if part in bearing.get(one, ())]
        score = measured[part].reindex(names.index).dropna()
        if mine and len(score) and score.max() > 0:
            worst = score.index[score == score.max()]
            label = say(
                "plan.to_gaps" if len(worst) == 1 else "plan.to_gaps_several",
                measures=say.list([number(say, record(measures, one)) for one in mine]),
                part=say(f"gaps.component.{part}"),
                town=names[worst[0]],
                n=len(worst),
            )
            links.append(("gaps", label, {"area": str(worst[0])}))
    return links


def asked_first(selection: Any, fields: Iterable[str], tasks: list[Any], targets: list[Any]) -> list[Any]:
    """The targets before the tasks, unless some of the tasks are asked for: then a link that asks for them leads to them."""
    return [*tasks, *targets] if any(getattr(selection, one) for one in fields) else [*targets, *tasks]


def _answering(
    bearing: Mapping[str, tuple[str, ...]], measures: pd.DataFrame, measured: pd.DataFrame, area: str | None
) -> tuple[str, Row] | None:
    """The largest part of a town's gap that a task of the plan bears on, and the first such task in the plan's order."""
    if area not in measured.index:
        return None
    tasks = records(measures)
    for part in (cell(measured, area, one) for one in ("first", "second")):
        for task in tasks if isinstance(part, str) else ():
            if part in bearing.get(task["measure_id"], ()):
                return part, task
    return None


def answer(
    say: Words,
    district: District,
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
        points=f"{cell(measured, area, f'points_{part}'):.0f}",
        measure=measure_name(say, task),
    )


def _first_named(say: Words, district: District, roles: pd.DataFrame, measure_id: str) -> str:
    first = roles[roles["position"] == 1].set_index("measure_id")["unit_id"].map(unit_names(say, district.units))
    return str(first.get(measure_id, say("plan.nobody_named")))


def to_plan(
    say: Words,
    district: District,
    bearing: Mapping[str, tuple[str, ...]],
    roles: pd.DataFrame,
    measured: pd.DataFrame,
    area: str | None,
) -> list[Link]:
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
