"""How well it is known where the bases stand, in words that count."""

import pandas as pd

from outreach.district import District
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words


def counted(bases: pd.DataFrame) -> pd.Series:
    """How many bases in use are known exactly, to their street and to their town."""
    there = bases[~bases["status"].isin(NOT_COUNTED)]
    return there["accuracy"].value_counts().reindex(["exact", "street", "town"], fill_value=0)


def known(say: Words, district: District, spread: bool) -> str:
    """Of how many of the bases only the town or the street is known, and where those are taken to stand; empty where all are known exactly.

    spread is whether they are taken anywhere they may stand (Figures.spread).
    """
    n = counted(district.bases)
    all_ = int(n.sum())
    if not n["town"] and not n["street"]:
        return ""
    which = "all_town" if n["town"] == all_ else "some"
    return say(f"positions.{which}.{taken(spread)}", all=all_, town=int(n["town"]), street=int(n["street"]))


def taken(spread: bool) -> str:
    """How the key of a sentence ends, said where bases are taken anywhere they may stand, or where they are drawn on the map."""
    return "spread" if spread else "drawn"


NEARLY_ALL = 0.95


def anything(low: float, high: float, whole: float = 1.0) -> bool:
    """Whether a range from nought to the whole holds all of it, or nearly: then it says nothing, and is told in words."""
    return bool(high - low >= NEARLY_ALL * whole)


def unknown(say: Words, ways: list[str]) -> str:
    """Which ways of travel nothing can be said of at the accuracy of the positions; empty where there is none."""
    return say("positions.unknown_ways", ways=say.list(ways)) if ways else ""
