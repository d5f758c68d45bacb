"""The plans of a demonstration district or province, from plan.toml: units, tasks, targets and the reports on them."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from outreach.synth.tables import BASIS, LEADING, PLAN, REGISTER

EVIDENCE = ("演示佐证：年度统计报表", "Demonstration evidence: yearly return")
_FILE = Path(__file__).with_name("plan.toml")

Entry: TypeAlias = dict[str, Any]
"""An entry of plan.toml."""


@cache
def _listed() -> dict[str, list[Entry]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def plan(whole: str, named: tuple[str, str]) -> dict[str, pd.DataFrame]:
    """The two demonstration plans of a `district` or a `province`, one that has ended and one in force: units, measures, duties,
    targets and the reports on them."""
    listed = _listed()
    now = listed["plan"][-1]["id"]
    tasks = [
        (f"{article['id']}.{number}", number, article, task)
        for article in listed["article"]
        for number, task in enumerate(article["tasks"], 1)
    ]
    owner = {id_: task["units"][0] if task["units"] else LEADING for id_, _, _, task in tasks}
    duties = [
        {"measure_id": id_, "unit_id": unit, "position": at, "source_id": PLAN}
        for id_, _, _, task in tasks
        for at, unit in enumerate(task["units"], 1)
    ]
    return {
        "plans": pd.DataFrame([_plan(one, named) for one in listed["plan"]]),
        "units": pd.DataFrame([_unit(one, whole) for one in listed["unit"]]),
        "measures": pd.DataFrame([_task(*one, now) for one in tasks]),
        "duties": pd.DataFrame(duties),
        "targets": pd.DataFrame([_target(one) for one in listed["target"]]),
        "progress": pd.DataFrame(
            [
                _report(one, day, reached, owner.get(one.get("task", ""), one.get("unit")))
                for one in listed["target"]
                for day, reached in one["reports"]
            ]
        ),
    }


def _plan(one: Entry, named: tuple[str, str]) -> dict[str, object]:
    first, last = one["from"], one["to"]
    return {
        "plan_id": one["id"],
        "name_zh": f"{named[0]}全民科学素质行动规划（{first}—{last}年）",
        "name_en": f"Demonstration plan for civic science literacy ({first}–{last})",
        "from_year": first,
        "to_year": last,
        "literacy_target_id": one["literacy_target"],
        "state": one["state"],
        "source_id": PLAN,
    }


def _unit(one: Entry, whole: str) -> dict[str, object]:
    """A unit that answers for the plan; of a province the unit of the province."""
    zh, en = one["zh"], one["en"]
    if whole != "district":
        zh, en = zh.replace("区", "省", 1), en.replace("District", "Provincial")
    return {"unit_id": one["id"], "name_zh": zh, "name_en": en, "kind": one["kind"], "source_id": PLAN}


def _task(id_: str, number: int, article: Entry, task: Entry, now: str) -> dict[str, object]:
    return {
        "measure_id": id_,
        "plan_id": now,
        "part": article["part"],
        "section": f"{article['id']} ({number})",
        "article_id": article["id"],
        "article_zh": article["zh"],
        "article_en": article["en"],
        "people": article.get("people"),
        "number": number,
        "title_zh": task["zh"],
        "title_en": task["en"],
        "source_id": PLAN,
    }


def _target(one: Entry) -> dict[str, object]:
    task = one.get("task")
    return {
        "target_id": one["id"],
        "plan_id": one["plan"],
        "follows_id": one.get("follows"),
        "section": task or "总体目标",
        "measure_id": task,
        "unit_id": one.get("unit"),
        "name_zh": one["zh"],
        "name_en": one["en"],
        "kind": one["kind"],
        "target_value": float(one["value"]),
        "unit_zh": one["counted_zh"],
        "unit_en": one["counted_en"],
        "baseline": one.get("baseline"),
        "baseline_year": one.get("baseline_year"),
        "due": one.get("due"),
        "every_year": one.get("every_year", False),
        "comparison": "at_least",
        "basis": BASIS,
        "source_id": PLAN,
    }


def _report(one: Entry, day: date, reached: float, reporter: str | None) -> dict[str, object]:
    return {
        "target_id": one["id"],
        "date": pd.Timestamp(day),
        "value": float(reached),
        "basis": BASIS,
        "evidence_zh": EVIDENCE[0],
        "evidence_en": EVIDENCE[1],
        "reporter_unit_id": reporter,
        "source_id": REGISTER,
    }
