"""Who of the towns has reported in a round, is due or is late."""

from datetime import date

import pandas as pd

REPORTED, PARTLY, WAITING, LATE = "reported", "partly", "waiting", "late"
STATES = (REPORTED, PARTLY, WAITING, LATE)


def standing(rounds: pd.DataFrame, returns: pd.DataFrame, on: date) -> pd.DataFrame:
    """How far each town is with what it was asked in each round, on a day.

    Indexed by (round_id, area_code): due_on, asked and answered (things), state, late_days, returned_on and returned_by of the
    newest answer. A town has `reported` when everything is answered, `partly` when some of it is; with nothing answered it is
    `waiting` until the day it is due has passed, then `late`. late_days counts the days since, 0 for whoever has reported.
    """
    columns = ["due_on", "asked", "answered", "state", "late_days", "returned_on", "returned_by"]
    if returns.empty:
        nobody = pd.MultiIndex.from_arrays([[], []], names=["round_id", "area_code"])
        return pd.DataFrame(columns=columns, index=nobody)
    grouped = returns.groupby(["round_id", "area_code"])
    found = pd.DataFrame({"asked": grouped.size(), "answered": grouped["answer"].count()})
    due = dict(zip(rounds["round_id"], rounds["due_on"], strict=True))
    found["due_on"] = pd.to_datetime([due[one] for one in found.index.get_level_values("round_id")])
    past = (pd.Timestamp(on) - found["due_on"]).dt.days.clip(lower=0)
    whole, some = found["answered"] == found["asked"], found["answered"] > 0
    found["state"] = [
        REPORTED if all_ else PARTLY if any_ else LATE if days else WAITING
        for all_, any_, days in zip(whole, some, past, strict=True)
    ]
    found["late_days"] = past.where(~whole, 0).astype(int)
    last = returns.dropna(subset=["returned_on"]).sort_values("returned_on", kind="stable")
    newest = last.groupby(["round_id", "area_code"])[["returned_on", "returned_by"]].tail(1).index
    told = last.loc[newest].set_index(["round_id", "area_code"])[["returned_on", "returned_by"]]
    return found.join(told)[columns]
