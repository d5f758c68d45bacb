"""The tables of a demonstration district: every one of them full, so that every page has something to show."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from outreach.synth import names
from outreach.synth.ground import LAT, TOWN_KM2, Ground, scattered
from outreach.tables.shared import NATION

CODE, CITY, PROVINCE = "990101", "990100", "990000"
SOURCE, PLAN, SURVEY, REGISTER = "demo", "demo-plan", "demo-survey", "demo-register"
DAY = "2026-11-23"
WAVES = (2021, 2023, 2025)
BASIS = "demonstration"
LEADING = "leading-group"  # the unit of the plan that all others answer to
CITY_OF = 9  # districts to a city
Random = np.random.Generator


@dataclass(frozen=True)
class Layout:
    """Which district each town is in, as `districts` numbers them; `city` is the city of each district.

    A single district of city 0 is a district that stands alone; several make a province.
    """

    district: np.ndarray
    city: np.ndarray

    @property
    def province(self) -> bool:
        return len(self.city) > 1


def layout(seats: np.ndarray, districts: int) -> Layout:
    """The towns (seats n × 2) shared among so many districts of about as many towns, each in one place, and those among cities."""
    if districts == 1:
        return Layout(np.zeros(len(seats), dtype=int), np.zeros(1, dtype=int))
    cities = max(1, round(districts / CITY_OF))
    at = np.arange(len(seats))
    district = np.zeros(len(seats), dtype=int)
    city: list[int] = []
    shares = [districts // cities + (i < districts % cities) for i in range(cities)]
    for number, own in enumerate(_parted(at, seats, shares)):
        for part in _parted(own, seats, [1] * shares[number]):
            district[part] = len(city)
            city.append(number)
    return Layout(district, np.array(city))


def _parted(own: np.ndarray, seats: np.ndarray, shares: list[int]) -> list[np.ndarray]:
    """The towns `own` cut across their longer side, again and again, into parts that are as the shares to one another."""
    if len(shares) == 1:
        return [own]
    half = len(shares) // 2
    longer = int(np.ptp(seats[own, 1]) > np.ptp(seats[own, 0]))
    order = own[np.argsort(seats[own, longer], kind="stable")]
    cut = min(max(round(len(own) * sum(shares[:half]) / sum(shares)), half), len(own) - (len(shares) - half))
    return [*_parted(order[:cut], seats, shares[:half]), *_parted(order[cut:], seats, shares[half:])]


def areas(ground: Ground, nation: pd.DataFrame, laid: Layout, random: Random) -> pd.DataFrame:
    """The nation, a demonstration province with its cities and districts, and the towns, the first ones of a district subdistricts."""
    people = _people(ground, laid, random)
    rows = [
        {
            "area_code": PROVINCE,
            "parent_code": NATION,
            "kind": "province",
            "name_zh": "演示省",
            "name_en": "Demonstration Province",
            **(people.summed(np.full(len(ground.towns), True)) if laid.province else {}),
        }
    ]
    codes = district_codes(laid)
    rows += [_city(city, codes, laid, people) for city in np.unique(laid.city)]
    for number, code in enumerate(codes):
        zh, en = district_names(laid, number)
        named = {"area_code": code, "parent_code": code[:4] + "00", "kind": "district", "name_zh": zh, "name_en": en}
        rows.append({**named, **people.summed(laid.district == number)})
    rows += _towns(codes, laid, people)
    return pd.concat([nation, pd.DataFrame(rows)], ignore_index=True)


@dataclass(frozen=True, eq=False)
class _People:
    """Who lives in each town: its square kilometres, whether it is a subdistrict, its urban share, and its people by column."""

    km2: np.ndarray
    subdistrict: np.ndarray
    urban: np.ndarray
    counted: dict[str, np.ndarray]

    def summed(self, own: np.ndarray) -> dict[str, object]:
        """Those of some of the towns together."""
        people, whole = self.counted["population"], {name: int(one[own].sum()) for name, one in self.counted.items()}
        urban = float((self.urban * people)[own].sum() / people[own].sum())
        return {**whole, **_figures(float(self.km2[own].sum()), urban)}


def _people(ground: Ground, laid: Layout, random: Random) -> _People:
    towns = len(ground.towns)
    size = np.array([_km2(town) for town in ground.towns])
    subdistrict = _nth(laid) < np.maximum(1, (np.bincount(laid.district) / 6).round())[laid.district]
    drawn = np.round(size * random.lognormal(5.9, 0.35, towns) * np.where(subdistrict, 3, 1))
    people = drawn.astype(int).clip(2000) // 10 * 10
    urban = np.where(subdistrict, random.uniform(0.72, 0.96, towns), random.uniform(0.2, 0.55, towns)).round(3)
    young = (people * random.uniform(0.1, 0.16, towns)).astype(int)
    old = (people * random.uniform(0.22, 0.34, towns)).astype(int)
    male = (people * random.uniform(0.47, 0.51, towns)).astype(int)
    counted = {
        "population": people,
        "age_0_14": young,
        "age_60_plus": old,
        "age_15_59": people - young - old,
        "age_65_plus": (old * 0.74).astype(int),
        "male": male,
        "female": people - male,
    }
    return _People(size, subdistrict, urban, counted)


def _nth(laid: Layout) -> np.ndarray:
    """The number of each town within its district, from 0."""
    return pd.Series(laid.district).groupby(laid.district).cumcount().to_numpy()


def _city(city: int, codes: np.ndarray, laid: Layout, people: _People) -> dict[str, object]:
    zh, en = names.city(city) if laid.province else ("演示市", "Demonstration City")
    own = np.isin(laid.district, np.flatnonzero(laid.city == city))
    return {
        "area_code": codes[laid.city == city][0][:4] + "00",
        "parent_code": PROVINCE,
        "kind": "city",
        "name_zh": zh,
        "name_en": en,
        **(people.summed(own) if laid.province else {}),
    }


def _towns(codes: np.ndarray, laid: Layout, people: _People) -> list[dict[str, object]]:
    digits, nth = max(3, len(str(np.bincount(laid.district).max()))), _nth(laid)
    rows = []
    for i in range(len(laid.district)):
        zh, en = names.town(i)
        code, urban, living = codes[laid.district[i]], people.urban[i], people.counted["population"][i]
        rows.append(
            {
                "area_code": f"{code}{nth[i] + 1:0{digits}d}",
                "parent_code": code,
                "kind": "subdistrict" if people.subdistrict[i] else "town",
                "name_zh": zh + ("街道" if people.subdistrict[i] else "镇"),
                "name_en": en + (" Subdistrict" if people.subdistrict[i] else ""),
                **{name: int(values[i]) for name, values in people.counted.items()},
                **_figures(float(people.km2[i]), float(urban)),
                "villages": int(1 + living * (1 - urban) / 2200),
                "communities": int(1 + living * urban / 5200),
                "villages_basis": BASIS,
                "villages_source_id": SOURCE,
            }
        )
    return rows


def district_codes(laid: Layout) -> np.ndarray:
    """The code of each district; that of the one that stands alone is CODE."""
    if not laid.province:
        return np.array([CODE])
    return np.array(
        [f"99{laid.city[i] + 1:02d}{names.district(i, _in_city(laid, i))[2]}" for i in range(len(laid.city))]
    )


def district_names(laid: Layout, number: int) -> tuple[str, str]:
    """What a district is called."""
    return names.district(number, _in_city(laid, number))[:2] if laid.province else ("演示区", "Demonstration District")


def _in_city(laid: Layout, number: int) -> int:
    return int((laid.city[:number] == laid.city[number]).sum())


def _figures(size: float, urban: float) -> dict[str, object]:
    told = {
        f"{figure}_{teller}": value
        for figure in ("population", "area", "urban_share")
        for teller, value in (("basis", BASIS), ("source_id", SOURCE))
    }
    return {
        **told,
        "people_basis": BASIS,
        "people_source_id": SOURCE,
        "population_date": pd.Timestamp("2025-12-31"),
        "area_km2": round(size, 2),
        "urban_share": round(urban, 3),
    }


def _km2(shape: shapely.Polygon) -> float:
    return float(shape.area * 111.32**2 * np.cos(np.radians(LAT)))


def places(ground: Ground, towns: pd.DataFrame, random: Random) -> pd.DataFrame:
    """Each town's seat and up to three settlements around it."""
    rows = []
    for i, town in enumerate(towns.to_dict("records")):
        zh, en = names.town(i)
        more = int(random.integers(1, 4))
        at = np.vstack(
            [
                ground.seats[i : i + 1],
                scattered(ground.dry[i], np.repeat(ground.seats[i : i + 1], more, 0), TOWN_KM2**0.5 / 2.4, random),
            ]
        )
        shares = (random.dirichlet([5, *[3] * more]) * 100).astype(int)
        shares[0] += 100 - shares.sum()
        for j, (lon, lat) in enumerate(at):
            end_zh, end_en = ("", "") if j == 0 else names.SETTLEMENTS[j - 1]
            rows.append(
                {
                    "place_id": f"place-{i + 1}-{j + 1}",
                    "area_code": town["area_code"],
                    "name_zh": zh + end_zh,
                    "name_en": en + end_en,
                    "role": "seat" if j == 0 else "former_seat" if j == 1 else "settlement",
                    "lon": lon,
                    "lat": lat,
                    "datum": "WGS-84",
                    "position_basis": BASIS,
                    "accuracy_km": 0.3,
                    "share": shares[j] / 100,
                    "share_basis": BASIS,
                    "source_id": SOURCE,
                }
            )
    return pd.DataFrame(rows)


def crossings(ground: Ground) -> pd.DataFrame:
    """A demonstration ferry, from beside the first seat to a kilometre off."""
    lon, lat = ground.seats[0]
    row = {
        "crossing_id": "demo-ferry",
        "name_zh": "演示渡口",
        "name_en": "Demonstration Ferry",
        "kind": "ferry",
        "lon": round(float(lon), 5),
        "lat": round(float(lat), 5),
        "datum": "WGS-84",
        "to_lon": round(float(lon) + 0.01, 5),
        "to_lat": round(float(lat), 5),
        "length_km": float("nan"),
        "status": "open",
        "basis": BASIS,
        "source_id": SOURCE,
        "note_zh": "演示",
        "note_en": "Demonstration",
    }
    return pd.DataFrame([row])


def register(towns: pd.DataFrame) -> pd.DataFrame:
    """What of the demonstration record is confirmed: the bases of every district, two towns in three for their own, a third
    for their villages; every sixth town has villages known to be missing."""
    rows = [(code, "district", True) for code in towns["parent_code"].drop_duplicates()]
    for place, code in enumerate(towns["area_code"]):
        rows += [(code, "town", True)] if place % 3 else []
        rows += [(code, "village", place % 6 == 1)] if place % 3 == 1 else []
    found = pd.DataFrame(rows, columns=["area_code", "level", "complete"])
    return found.assign(
        confirmed_on=pd.Timestamp(DAY),
        confirmed_by=LEADING,
        source_id=REGISTER,
        note_zh="演示",
        note_en="Demonstration",
    )


def literacy(
    national: pd.DataFrame, district_share: dict[int, float], areas: pd.DataFrame, laid: Layout
) -> pd.DataFrame:
    """The national figures as published, and demonstration figures of province, city and district; those of a province's
    cities and districts follow their urban share."""
    told = [(PROVINCE, -0.012, 9000), (CITY, -0.004, 9000), (CODE, 0.0, 2400)]
    if laid.province:
        parts = areas[areas["kind"].isin(["city", "district"]) & areas["parent_code"].ne(NATION)].set_index("area_code")
        urban = areas.loc[areas["area_code"] == PROVINCE, "urban_share"].iloc[0]
        told = [
            (PROVINCE, 0.0, 9000),
            *((code, 0.12 * (own - urban), 2400) for code, own in zip(parts.index, parts["urban_share"])),
        ]
    rows = []
    for code, behind, answers in told:
        for year, share in district_share.items():
            value = round(share + behind, 4)
            half = 1.96 * np.sqrt(value * (1 - value) * 1.5 / answers)
            rows.append(
                {
                    "area_code": code,
                    "year": year,
                    "group": "all",
                    "share": value,
                    "low": round(value - half, 4),
                    "high": round(value + half, 4),
                    "n": answers,
                    "basis": BASIS,
                    "source_id": SURVEY,
                }
            )
    return pd.concat([national, pd.DataFrame(rows)], ignore_index=True)


def survey(towns: pd.DataFrame, district_share: dict[int, float], random: Random) -> pd.DataFrame:
    """Every wave of every town but the second last: large samples, small ones, and some too small to be shown."""
    rows = []
    urban = towns["urban_share"].to_numpy(dtype=float)
    own = random.normal(0, 0.018, len(towns))
    asked = np.array([640, 520, 380, 240, 140, 24])[np.arange(len(towns)) % 6]
    for wave, of_all in district_share.items():
        if wave not in WAVES:
            continue
        true = np.clip(of_all * (1 + 0.55 * (urban - urban.mean())) + own, 0.02, 0.9)
        for i, code in enumerate(towns["area_code"]):
            if len(towns) > 3 and i == len(towns) - 2:
                continue
            n = int(asked[i] * random.uniform(0.9, 1.1))
            yes = random.binomial(n, true[i])
            effect = None if i % 5 == 4 else round(float(random.uniform(1.1, 2.1)), 2)
            rows.append(
                {
                    "area_code": code,
                    "wave": wave,
                    "group": "all",
                    "n": n,
                    "share": round(yes / n, 4),
                    "design_effect": effect,
                    "clusters": None if effect is None else max(3, n // 20),
                    "df": None if effect is None else max(3, n // 20) - 1,
                    "effect_df": None,
                    "basis": BASIS,
                    "source_id": SURVEY,
                }
            )
    return pd.DataFrame(rows)


def sources(shared: pd.DataFrame) -> pd.DataFrame:
    """The sources of the shared national figures, and the demonstration's own."""
    told = (
        (SOURCE, "演示数据：人口、面积和边界", "Demonstration: people, areas and boundaries", "镇街", "Towns"),
        (
            PLAN,
            "演示规划（2024—2030年）",
            "Demonstration plan (2024–2030)",
            "指标、任务和职责",
            "Targets, measures and duties",
        ),
        (SURVEY, "演示抽样调查", "Demonstration survey", "镇街素质", "Literacy of the towns"),
        (REGISTER, "演示台账", "Demonstration register", "阵地和进展", "Bases and progress"),
    )
    own = [
        {
            "source_id": one,
            "title_zh": zh,
            "title_en": en,
            "publisher_zh": "演示数据生成器",
            "publisher_en": "Generator of demonstration data",
            "date": DAY,
            "kind": "curation",
            "licence_zh": "演示数据，并非事实",
            "licence_en": "Demonstration data, no facts",
            "used_for_zh": for_zh,
            "used_for_en": for_en,
        }
        for one, zh, en, for_zh, for_en in told
    ]
    return pd.concat([shared, pd.DataFrame(own)], ignore_index=True)
