"""One base as a passer-by asks of it: what is known of it, and in one line what is not."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.views import bases as base_views
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit
from outreach.views.hours import Day, Spells, formatted, said
from outreach.views.kiosk import near as nearness
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words

USABLE = ("open", "unverified")
OPEN = ("open", "late", "all_day")
HOLIDAYS = re.compile("节假日|holiday", re.IGNORECASE)


@dataclass(frozen=True)
class Photo:
    """A base's picture: where the file lies, and whose it is."""

    path: Path
    credit: str


@dataclass(frozen=True)
class Card:
    """One base: its exhibit, what is said of today and whether that is `open` (None where nobody knows), its picture, what
    nobody registered in one sentence, and the lines a telephone takes along."""

    exhibit: Exhibit
    today: str
    open_now: bool | None
    kind: str
    unknown: str
    photo: Photo | None
    ticket: tuple[str, ...]


def card(
    say: Words, district: District, base_id: str | None, near: pd.DataFrame, today: Day | None, spells: Spells = ()
) -> Card | None:
    """One base as a passer-by asks of it: what, for whom, when, what it costs, how to call and to get there.

    Only what is known is shown. near as the measure of that name; today what its hours say of the day; spells its hours as
    days and times, none where they are not known so. None without a base.
    """
    if base_id is None:
        return None
    home, chosen = district.home, district.bases[district.bases["base_id"] == base_id]
    row, shown = chosen.iloc[0], base_views.named(say, chosen, district).iloc[0]
    usable = today if row["status"] in USABLE else None
    there = near[near.index == base_id]
    when = _when(say, row, shown["hours"] or formatted(say, spells), usable is not None)
    facts = _facts(say, row, shown, None if there.empty else there.iloc[0], when)
    known = {name: value for name, value in facts.items() if value}
    level = "" if pd.isna(row["level"]) else f" · {shown['level_name']}"
    return Card(
        exhibit=Exhibit(
            name=f"kiosk_{base_id}",
            title=shown["base_name"],
            sentence="",
            rows=pd.DataFrame({"item": [say(f"kiosk.{one}") for one in known], "value": list(known.values())}),
            columns=(Column("item", say("column.item")), Column("value", say("column.value"))),
            credits=credits(say, home, district.sources, chosen["source_id"], chosen["basis"]),
        ),
        today="" if usable is None else said(say, usable),
        open_now=None if usable is None else usable.state in OPEN,
        kind=shown["category_name"] + level,
        unknown=_unknown(say, home, row, facts),
        photo=photo(say, district, base_id),
        ticket=_ticket(say, home, row, shown),
    )


def _when(say: Words, row: pd.Series, when: str, today: bool) -> str:
    """When it is open, as it is written: that holidays are not in it where something is said of today; or that it is not."""
    if row["status"] in NOT_COUNTED:
        return say(f"kiosk.status_{row['status']}")
    return when + say("kiosk.holidays") if today and when and not HOLIDAYS.search(when) else when


def _facts(say: Words, row: pd.Series, shown: pd.Series, near: pd.Series | None, when: str) -> dict[str, str]:
    """What is said of each question, empty where nobody knows."""
    return {
        "what": shown["about"],
        "whom": shown["audience_names"],
        "when": when,
        "call": shown["telephone"],
        "cost": "" if pd.isna(row["free"]) else say("bases.is_free" if row["free"] else "bases.not_free"),
        "way": _way(say, shown, row, near),
    }


def _way(say: Words, shown: pd.Series, row: pd.Series, near: pd.Series | None) -> str:
    town = shown["town_name"] + (say("bases.presumed") if row["town_basis"] == "assumed" else "")
    parts = [town if pd.notna(row["area_code"]) else "", shown["address"]]
    if shown["part_of_name"]:
        parts.append(say("kiosk.way_inside", whole=shown["part_of_name"]))
    told = [say.list([one for one in parts if one])] if any(parts) else []
    if near is not None and not near["same_place"]:
        told.append(say("kiosk.way_far", distance=nearness.distance(say, near["travel_km"], near["to_town"])))
    return say("format.comma_clause").join(told)


def _unknown(say: Words, home: Home, row: pd.Series, facts: dict[str, str]) -> str:
    """What nobody registered, and where to ask; empty where all is known or the place cannot be visited."""
    if row["status"] in NOT_COUNTED:
        return ""
    lacking = ["open"] if row["status"] == "unverified" else []
    lacking += [name for name, value in facts.items() if not value and name != "way"]
    lacking += ["spot"] if row["accuracy"] in ("town", "unknown") else []
    if not lacking:
        return ""
    ask = home.kiosk.ask[say.language] or say("kiosk.ask_there")
    return say("kiosk.unknown", what=say.list([say(f"kiosk.lacking_{one}") for one in lacking]), ask=ask)


def photo(say: Words, district: District, base_id: str) -> Photo | None:
    """A base's picture with whose it is; None where it has none."""
    chosen = district.bases[(district.bases["base_id"] == base_id) & district.bases["photo"].notna()]
    if chosen.empty:
        return None
    row = chosen.iloc[0]
    credit = say("kiosk.photo_by", author=row["photo_author"], licence=row["photo_licence"])
    return Photo(district.home.data / "photos" / row["photo"].strip(), credit)


def _ticket(say: Words, home: Home, row: pd.Series, shown: pd.Series) -> tuple[str, ...]:
    town = shown["town_name"] if pd.notna(row["area_code"]) else ""
    lines = (shown["base_name"], shown["address"], shown["telephone"], town, home.name[say.language])
    return tuple(line for line in lines if line)
