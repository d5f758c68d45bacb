"""The bases of a demonstration district: where they stand, what they offer, and what nobody has recorded of them."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from outreach.synth import names
from outreach.synth.ground import TOWN_KM2, Ground, scattered
from outreach.synth.tables import BASIS, REGISTER, Layout, Random, district_names
from outreach.tables.datum import BENT, from_wgs84


@dataclass(frozen=True)
class Country:
    """What is there before the bases: the ground, its towns with their settlements, which district each is of, and the categories."""

    ground: Ground
    towns: pd.DataFrame
    places: pd.DataFrame
    categories: pd.DataFrame
    laid: Layout


class _Kinds(NamedTuple):
    """Of each base: the number of its town, its level, category, the accuracy of its position, and its status."""

    town: np.ndarray
    level: np.ndarray
    category: np.ndarray
    accuracy: np.ndarray
    status: np.ndarray

    @property
    def high(self) -> np.ndarray:
        return np.isin(self.level, LEVELS[:4])

    @property
    def told(self) -> np.ndarray:
        """Of which bases the town is known."""
        told: np.ndarray = self.accuracy != "unknown"
        return told


LEVELS = ("national", "provincial", "municipal", "district", "town", "village")
UPTO = (0.012, 0.05, 0.12, 0.30, 0.58)
"""Up to which part of all bases a level goes."""
LOW_KINDS = ("community_station", "practice_centre", "culture_centre", "library", "school_hall")


def bases(count: int, country: Country, random: Random) -> pd.DataFrame:
    """Bases of every level, category, accuracy and status; where there are three towns or more the last has none."""
    kinds = _kinds(count, country, random)
    at, measured = _positions(kinds, country, random)
    capacity = np.where(
        random.random(count) < 0.6,
        (random.lognormal(9, 1, count) * np.where(kinds.high, 4, 1)).astype(int) // 100 * 100,
        -1,
    )
    lacking = random.random((4, count))
    hours = random.integers(0, len(names.HOURS), count)
    named = _names(kinds, country.laid)
    codes = country.towns["area_code"].to_numpy()
    return pd.DataFrame(
        [
            {
                "base_id": f"base-{i + 1:04d}",
                "name_zh": named[i][0],
                "name_en": named[i][1],
                "category": kinds.category[i],
                "level": kinds.level[i] if lacking[0, i] > 0.04 else None,
                "area_code": codes[kinds.town[i]] if kinds.told[i] else None,
                "town_basis": BASIS if kinds.told[i] else None,
                "lon": at[i, 0],
                "lat": at[i, 1],
                "datum": None if np.isnan(at[i, 0]) else measured[i],
                "accuracy": kinds.accuracy[i],
                **_address(i, kinds.accuracy[i]),
                **_visits(hours[i], lacking[:, i], kinds.category[i]),
                **_capacity(int(capacity[i])),
                **_standing(kinds.status[i], lacking[:, i]),
                "about_zh": "演示用，并非真实场所",
                "about_en": "For demonstration, no real place",
                "basis": BASIS,
                "source_id": REGISTER,
            }
            for i in range(count)
        ]
    )


def _kinds(count: int, country: Country, random: Random) -> _Kinds:
    number = len(country.towns)
    served = number - 1 if number > 2 else number
    weight = country.towns["population"].to_numpy(dtype=float)[:served] ** 0.8
    weight *= random.lognormal(0, 0.7, served)
    town = np.sort(random.choice(served, count, p=weight / weight.sum()))
    level = np.array(LEVELS)[np.minimum(np.searchsorted(UPTO, random.random(count)), 5)]
    kinds = country.categories["category"].to_numpy()
    low_kinds = np.array([kind for kind in LOW_KINDS if kind in kinds])
    category = np.where(np.isin(level, LEVELS[:4]), random.choice(kinds, count), random.choice(low_kinds, count))
    accuracy = random.choice(["exact", "street", "town", "unknown"], count, p=[0.62, 0.2, 0.16, 0.02])
    status = random.choice(["open", "closed", "planned", "unverified"], count, p=[0.78, 0.06, 0.05, 0.11])
    return _Kinds(town, level, category, accuracy, status)


def _positions(kinds: _Kinds, country: Country, random: Random) -> tuple[np.ndarray, np.ndarray]:
    """Where the bases of a known position stand, most of them around their town's seat, and on which datum each was measured."""
    count = len(kinds.town)
    at = np.full((count, 2), np.nan)
    place_at = {code: rows[["lon", "lat"]].to_numpy() for code, rows in country.places.groupby("area_code")}
    codes = country.towns["area_code"].to_numpy()
    for i in np.unique(kinds.town):
        own = np.flatnonzero((kinds.town == i) & np.isin(kinds.accuracy, ["exact", "street"]))
        around = place_at[codes[i]]
        at[own] = scattered(
            country.ground.dry[i],
            around[np.where(random.random(len(own)) < 0.8, 0, random.integers(0, len(around), len(own)))],
            TOWN_KM2**0.5 / 12,
            random,
        )
    measured = random.choice(["WGS-84", "GCJ-02", "BD-09", "CGCS2000"], count, p=[0.55, 0.25, 0.1, 0.1])
    for one in BENT:
        at[measured == one] = from_wgs84(at[measured == one], one).round(6)
    return at, measured


def _names(kinds: _Kinds, laid: Layout) -> list[tuple[str, str]]:
    """What each base is called: after its district or its town, and numbered where several are called alike."""
    seen: Counter[str] = Counter()
    named = []
    for town, level, category, told in zip(kinds.town, kinds.level, kinds.category, kinds.told, strict=True):
        of_district = level in ("national", "provincial", "municipal") or not told
        own_zh, own_en = district_names(laid, laid.district[town]) if of_district else names.town(town)
        zh, en = names.BASES.get(category, ("科普基地", "Outreach Base"))
        seen[own_zh + zh] += 1
        nth = seen[own_zh + zh]
        named.append(
            (own_zh + ("" if nth == 1 else f"第{nth}") + zh, f"{own_en} {en}" + ("" if nth == 1 else f" no. {nth}"))
        )
    return named


def _address(i: int, accuracy: str) -> dict[str, str | None]:
    known = accuracy in ("exact", "street")
    return {
        "address_zh": f"演示路{i % 300 + 1}号" if known else None,
        "address_en": f"{i % 300 + 1} Demonstration Road" if known else None,
    }


def _visits(hours: int, lacking: np.ndarray, category: str) -> dict[str, object]:
    """What a visitor asks: the hours, whether it costs anything, and for whom it is."""
    zh, en = names.HOURS[hours] if lacking[1] > 0.12 else (None, None)
    free = None if lacking[2] < 0.1 else bool(lacking[2] < 0.85)
    return {"hours_zh": zh, "hours_en": en, "free": free, "audiences": _audiences(category, lacking[3])}


def _capacity(capacity: int) -> dict[str, object]:
    """How many visitors a year there is room for; nothing below 0."""
    known = capacity >= 0
    return {
        "capacity_per_year": capacity if known else None,
        "capacity_basis": BASIS if known else None,
        "capacity_source_id": REGISTER if known else None,
    }


def _standing(status: str, lacking: np.ndarray) -> dict[str, object]:
    """Since when a base is open, its status, and when that was checked last."""
    checked = pd.Timestamp("2026-03-01") + pd.Timedelta(days=int(lacking[1] * 240))
    return {
        "opened_year": 1995 + int(lacking[0] * 30) if status != "planned" else None,
        "status": status,
        "checked_on": None if status == "unverified" else checked,
    }


def _audiences(category: str, draw: float) -> tuple[str, ...]:
    usual = {
        "school_hall": ("pupils",),
        "youth_practice_base": ("pupils",),
        "farm": ("farmers", "pupils"),
        "adult_education": ("older",),
        "community_station": ("public", "older"),
        "industry_museum": ("workers", "public"),
    }
    return () if draw < 0.08 else usual.get(category, ("public",)) + (("officials",) if draw > 0.97 else ())
