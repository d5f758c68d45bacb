"""The bases of a demonstration district: where they stand, what they offer, and what nobody has recorded of them."""

import numpy as np
import pandas as pd

from outreach.synth import names
from outreach.synth.ground import TOWN_KM2, Ground, scattered
from outreach.synth.tables import BASIS, REGISTER, Layout, Random, district_names
from outreach.tables.datum import BENT, from_wgs84


def bases(
    count: int,
    ground: Ground,
    towns: pd.DataFrame,
    places: pd.DataFrame,
    categories: pd.DataFrame,
    laid: Layout,
    random: Random,
) -> pd.DataFrame:
    """Bases of every level, category, accuracy and status; where there are three towns or more the last has none."""
    number = len(towns)
    served = number - 1 if number > 2 else number
    weight = towns["population"].to_numpy(dtype=float)[:served] ** 0.8
    weight *= random.lognormal(0, 0.7, served)
    town = np.sort(random.choice(served, count, p=weight / weight.sum()))
    levels = np.array(["national", "provincial", "municipal", "district", "town", "village"])
    level = levels[np.minimum(np.searchsorted([0.012, 0.05, 0.12, 0.30, 0.58], random.random(count)), 5)]
    high = np.isin(level, levels[:4])
    kinds = categories["category"].to_numpy()
    low_kinds = np.array(
        [
            kind
            for kind in ("community_station", "practice_centre", "culture_centre", "library", "school_hall")
            if kind in kinds
        ]
    )
    category = np.where(high, random.choice(kinds, count), random.choice(low_kinds, count))
    accuracy = random.choice(["exact", "street", "town", "unknown"], count, p=[0.62, 0.2, 0.16, 0.02])
    status = random.choice(["open", "closed", "planned", "unverified"], count, p=[0.78, 0.06, 0.05, 0.11])
    at = np.full((count, 2), np.nan)
    place_at = {code: rows[["lon", "lat"]].to_numpy() for code, rows in places.groupby("area_code")}
    codes = towns["area_code"].to_numpy()
    for i in np.unique(town):
        own = np.flatnonzero((town == i) & np.isin(accuracy, ["exact", "street"]))
        around = place_at[codes[i]]
        at[own] = scattered(
            ground.dry[i],
            around[np.where(random.random(len(own)) < 0.8, 0, random.integers(0, len(around), len(own)))],
            TOWN_KM2**0.5 / 12,
            random,
        )
    measured = random.choice(["WGS-84", "GCJ-02", "BD-09", "CGCS2000"], count, p=[0.55, 0.25, 0.1, 0.1])
    for one in BENT:
        at[measured == one] = from_wgs84(at[measured == one], one).round(6)
    told = pd.Series(accuracy).ne("unknown").to_numpy()
    capacity = np.where(
        random.random(count) < 0.6, (random.lognormal(9, 1, count) * np.where(high, 4, 1)).astype(int) // 100 * 100, -1
    )
    lacking = random.random((4, count))
    hours = random.integers(0, len(names.HOURS), count)
    seen: dict[str, int] = {}
    rows = []
    for i in range(count):
        district_wide = level[i] in ("national", "provincial", "municipal")
        zh, en = names.BASES.get(category[i], ("科普基地", "Outreach Base"))
        own_zh, own_en = (
            district_names(laid, laid.district[town[i]]) if district_wide or not told[i] else names.town(town[i])
        )
        seen[own_zh + zh] = seen.get(own_zh + zh, 0) + 1
        nth = seen[own_zh + zh]
        rows.append(
            {
                "base_id": f"base-{i + 1:04d}",
                "name_zh": own_zh + ("" if nth == 1 else f"第{nth}") + zh,
                "name_en": f"{own_en} {en}" + ("" if nth == 1 else f" no. {nth}"),
                "category": category[i],
                "level": level[i] if lacking[0, i] > 0.04 else None,
                "area_code": codes[town[i]] if told[i] else None,
                "town_basis": BASIS if told[i] else None,
                "lon": at[i, 0],
                "lat": at[i, 1],
                "datum": None if np.isnan(at[i, 0]) else measured[i],
                "accuracy": accuracy[i],
                "address_zh": f"演示路{i % 300 + 1}号" if accuracy[i] in ("exact", "street") else None,
                "address_en": f"{i % 300 + 1} Demonstration Road" if accuracy[i] in ("exact", "street") else None,
                "hours_zh": names.HOURS[hours[i]][0] if lacking[1, i] > 0.12 else None,
                "hours_en": names.HOURS[hours[i]][1] if lacking[1, i] > 0.12 else None,
                "free": None if lacking[2, i] < 0.1 else bool(lacking[2, i] < 0.85),
                "audiences": _audiences(category[i], lacking[3, i]),
                "capacity_per_year": int(capacity[i]) if capacity[i] >= 0 else None,
                "capacity_basis": BASIS if capacity[i] >= 0 else None,
                "capacity_source_id": REGISTER if capacity[i] >= 0 else None,
                "opened_year": 1995 + int(lacking[0, i] * 30) if status[i] != "planned" else None,
                "status": status[i],
                "checked_on": None
                if status[i] == "unverified"
                else pd.Timestamp("2026-03-01") + pd.Timedelta(days=int(lacking[1, i] * 240)),
                "about_zh": "演示用，并非真实场所",
                "about_en": "For demonstration, no real place",
                "basis": BASIS,
                "source_id": REGISTER,
            }
        )
    return pd.DataFrame(rows)


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
