"""The plans, their targets and tasks, and who answers for them."""

from collections.abc import Iterator

import pandas as pd

from outreach.faults import Fault
from outreach.settings import FILE
from outreach.tables.agreement.rules import Read, needs
from outreach.tables.faults import spoken


@needs("plans", "targets")
def literacy_target_is_a_rate(read: Read) -> Iterator[Fault]:
    """A plan's literacy target is one of its targets, a rate, and has a path: from where and when, and until when."""
    table, targets = read.tables["plans"], read["targets"].set_index("target_id")
    for row, plan in table.sound.dropna(subset=["literacy_target_id"]).iterrows():
        found = plan["literacy_target_id"]
        if found in targets.index and (rule := _unfit(targets, found, plan["plan_id"])):
            yield table.fault(row, "literacy_target_id", rule, found=spoken(found))
    found = read.home.plan.literacy_target_id
    if rule := _unfit(targets, found):
        yield Fault(FILE, None, "plan.literacy_target_id", rule, {"found": spoken(found)})


def _unfit(targets: pd.DataFrame, target_id: str, plan_id: str | None = None) -> str:
    """Why a target cannot be a plan's literacy target, as a rule; empty where it can."""
    if target_id not in targets.index or targets.at[target_id, "kind"] != "rate":
        return "toml_no_rate_target"
    if plan_id is not None and targets["plan_id"].get(target_id, plan_id) not in (plan_id, None):
        told = targets.at[target_id, "plan_id"]
        if isinstance(told, str):
            return "target_of_another_plan"
    missing = targets.loc[target_id, ["baseline", "baseline_year", "due"]].isna().any()
    return "toml_target_without_path" if missing else ""


@needs("plans", "targets")
def targets_say_their_plan(read: Read) -> Iterator[Fault]:
    """Where there are several plans, every target says of which it is."""
    yield from _of_no_plan(read, "targets")


@needs("plans", "measures")
def measures_say_their_plan(read: Read) -> Iterator[Fault]:
    """Where there are several plans, every measure says of which it is."""
    yield from _of_no_plan(read, "measures")


def _of_no_plan(read: Read, name: str) -> Iterator[Fault]:
    table = read.tables[name]
    if len(read["plans"]) > 1:
        for row in table.sound.index[table.sound["plan_id"].isna()]:
            yield table.fault(row, "plan_id", "which_plan", n=len(read["plans"]))


@needs("measures", "targets")
def targets_stay_in_their_plan(read: Read) -> Iterator[Fault]:
    """A target and the measure it belongs to are of one plan."""
    table = read.tables["targets"]
    plan_of = read["measures"].set_index("measure_id")["plan_id"]
    for row, target in table.sound.iterrows():
        other = plan_of.get(target["measure_id"])
        if isinstance(other, str) and isinstance(target["plan_id"], str) and other != target["plan_id"]:
            yield table.fault(row, "measure_id", "measure_of_another_plan", found=target["measure_id"], plan=other)


@needs("plans", "targets")
def targets_follow_those_of_another_plan(read: Read) -> Iterator[Fault]:
    """What a target goes on from is a target of the same kind, of another plan."""
    table = read.tables["targets"]
    targets = table.sound.set_index("target_id")
    for row, target in table.sound.dropna(subset=["follows_id"]).iterrows():
        found = target["follows_id"]
        if found in targets.index:
            before = targets.loc[found]
            if before["plan_id"] == target["plan_id"] or (pd.isna(before["plan_id"]) and pd.isna(target["plan_id"])):
                yield table.fault(row, "follows_id", "follows_own_plan", found=spoken(found))
            elif before["kind"] != target["kind"]:
                yield table.fault(row, "follows_id", "follows_other_kind", found=spoken(found))


@needs("measures", "duties")
def measures_have_their_duties(read: Read) -> Iterator[Fault]:
    """Somebody answers for every action and project; the plan names nobody for its organisation."""
    table, measures = read.tables["duties"], read["measures"]
    duties = table.sound
    lacking = measures[(measures["part"] != "organisation") & ~measures["measure_id"].isin(duties["measure_id"])]
    for measure in lacking["measure_id"]:
        yield table.fault(None, "measure_id", "measure_without_duty", found=measure)
    general = measures.loc[measures["part"] == "organisation", "measure_id"]
    for row in duties.index[duties["measure_id"].isin(general)]:
        yield table.fault(row, "measure_id", "duty_of_organisation", found=duties["measure_id"][row])


@needs("duties")
def positions_have_no_gaps(read: Read) -> Iterator[Fault]:
    """The units of a measure are numbered from one, without a gap."""
    table = read.tables["duties"]
    for measure, positions in table.sound.groupby("measure_id")["position"]:
        for expected, (row, found) in enumerate(positions.sort_values(kind="stable").items(), 1):
            if found != expected:
                yield table.fault(
                    row, "position", "position_out_of_line", measure=measure, found=int(found), expected=expected
                )
                break


@needs("targets", "progress", row_by_row="progress")
def reported_rates_are_shares(read: Read) -> Iterator[Fault]:
    """What is reported on a rate is a rate."""
    table = read.tables["progress"]
    rates = read["targets"].loc[read["targets"]["kind"] == "rate", "target_id"]
    beyond = table.sound["target_id"].isin(rates) & (table.sound["value"] > 1)
    for row in table.sound.index[beyond]:
        yield table.fault(row, "value", "rate_above_one", found=f"{table.sound['value'][row]:g}")
