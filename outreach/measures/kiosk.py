"""What a passer-by at the museum's screen asks: what is near, whether it is open now, and three questions to guess at."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from outreach.measures.areas import figures, towns
from outreach.measures.reach import distance_km
from outreach.vocabulary import NOT_COUNTED

QUESTIONS = 3
OPTIONS = 3


class Here(NamedTuple):
    """Where distances start: kind is `point` (touched on the map), `town` (its seat), `screen` (set in district.toml) or
    `assumed` (the seat of the town with most people, because nobody said where the screen stands)."""

    kind: str
    lon: float
    lat: float
    area_code: str | None = None
    place_id: str | None = None


def here(
    places: pd.DataFrame, areas: pd.DataFrame, place: str | Sequence[float] | None, area: str | None, point: str | None
) -> Here | None:
    """Where a visitor stands, in degrees (WGS-84): the point touched, else the chosen town's seat, else the screen's own place.

    point is `lon,lat`; place is where district.toml says the screen stands: a place's id or [lon, lat].
    None where no town has a seat and nobody said where the screen stands.
    """
    points = places.set_index("place_id")
    seats = (
        places[places["role"] == "seat"]
        .sort_values("place_id")
        .drop_duplicates("area_code")
        .set_index("area_code")["place_id"]
    )
    if point is not None:
        lon, lat = map(float, point.split(","))
        return Here("point", lon, lat)
    if area is not None and area in seats.index:
        return _at("town", points, seats[area], area)
    if isinstance(place, str):
        if place in points.index:
            return _at("screen", points, place, None)
    elif place is not None:
        return Here("screen", float(place[0]), float(place[1]))
    people = figures(towns(areas)["population"]).reindex(seats.index).dropna()
    if people.empty:
        return None
    return _at("assumed", points, seats[people.idxmax()], people.idxmax())


def _at(kind: str, points: pd.DataFrame, place_id: str, area_code: str | None) -> Here:
    row = points.loc[place_id]
    return Here(kind, float(row["lon"]), float(row["lat"]), area_code, place_id)


def nearest(here: Here | None, located: pd.DataFrame, detour: float) -> pd.DataFrame:
    """The bases from near to far as seen from somewhere.

    Indexed by base_id: straight_km (geodesic), travel_km (straight × detour, estimated), to_town (only its town is known, so
    both are counted to the town's seat or wherever it is drawn), same_place (it is drawn at the very place one stands at,
    so nothing is known of how far it is). Bases that are closed, planned or without a position are left out; of equally near
    ones the first by base_id comes first.
    """
    counted = located[located["counted"]].sort_index()
    if here is None or counted.empty:
        return pd.DataFrame(
            {
                "straight_km": pd.Series(dtype=float),
                "travel_km": pd.Series(dtype=float),
                "to_town": pd.Series(dtype=bool),
                "same_place": pd.Series(dtype=bool),
            }
        ).rename_axis("base_id")
    start = pd.DataFrame({"lon": [here.lon], "lat": [here.lat]})
    straight = distance_km(start, counted).iloc[0].astype(float)
    to_town = counted["accuracy"].eq("town")
    found = pd.DataFrame(
        {
            "straight_km": straight,
            "travel_km": straight * detour,
            "to_town": to_town,
            "same_place": to_town & straight.lt(1e-3),
        }
    )
    return found.rename_axis("base_id").sort_values("straight_km", kind="stable")


_DAYS = "一二三四五六日"
_DAY = r"(?:周|星期)([一二三四五六日天])"
_SPAN = re.compile(rf"{_DAY}(?:\s*[至到\-–—~～]\s*(?:周|星期)?([一二三四五六日天]))?")
_ALL = re.compile(r"每天|每日|全年")
_TIME = r"(\d{1,2})[:：](\d{2})"
_HOURS = re.compile(rf"{_TIME}\s*[-–—~～至到]+\s*{_TIME}")
_SHUT = re.compile(r"闭馆|休息|休馆|不开放|关闭")


def opening(hours: Any, when: datetime) -> bool | None:
    """Whether a base is open at a moment, as far as its published hours (in Chinese) say so.

    None where they say nothing of that day, or hold anything that is not plainly days and times (`周二至周日 9:00-17:00`,
    `周一闭馆`, `每天8:30～11:30、13:30～17:00`): a guess would send somebody to a locked door.
    """
    if not isinstance(hours, str):
        return None
    plan: dict[int, list[tuple[time, time]]] = {}
    for clause in filter(None, re.split(r"[，,；;。\s（）()]+(?!\d)", hours.strip())):
        days, left = _days(clause)
        times, left = _times(left)
        shut = bool(_SHUT.fullmatch(left))
        if days is None or times is None or (left and not shut) or shut == bool(times):
            return None
        for day in days:
            plan[day] = times
    day = plan.get(when.weekday())
    return None if day is None else any(start <= when.time() < end for start, end in day)


def _days(clause: str) -> tuple[list[int] | None, str]:
    """The days (Monday is 0) a clause begins with, and what is left of it; None where it names none but times."""
    if found := _ALL.match(clause):
        return list(range(7)), clause[found.end() :].strip()
    if found := _SPAN.match(clause):
        first, last = (_DAYS.index((day or found[1]).replace("天", "日")) for day in (found[1], found[2]))
        return [day % 7 for day in range(first, last + 1 + 7 * (last < first))], clause[found.end() :].strip(" ：:")
    return (list(range(7)), clause) if _HOURS.match(clause) else (None, clause)


def _times(text: str) -> tuple[list[tuple[time, time]] | None, str]:
    """The spans of time a text holds, and what is left besides; None where one is no time of a day."""
    spans = []
    for found in _HOURS.finditer(text):
        first, first_minute, last, last_minute = map(int, found.groups())
        if (
            first > 23
            or last > 23
            or first_minute > 59
            or last_minute > 59
            or (first, first_minute) >= (last, last_minute)
        ):
            return None, ""
        spans.append((time(first, first_minute), time(last, last_minute)))
    return spans, re.sub(r"[、和及\s]", "", _HOURS.sub("", text))


class Question(NamedTuple):
    """One question: kind is `town` (where is this base), `category` (what is it), `year` (when did it open) or `which` (which base
    is in this town); about is the base's id, for `which` the town's. options are ids, or years; answer is one of them."""

    kind: str
    about: str
    options: tuple[str, ...]
    answer: str


def questions(bases: pd.DataFrame, categories: pd.DataFrame, seed: int) -> tuple[Question, ...]:
    """Up to three questions on the district's bases, the same for the same seed and rows; of different kinds where there are.

    The right answers stand in the table, and a wrong one is never half right: a base whose town is presumed is not asked
    about; the wrong towns and bases are those of other known towns, the wrong categories are of other groups, and a name
    that gives its category away is not asked for it. Closed and planned bases are left out.
    """
    luck = random.Random(seed)
    shown = bases[~bases["status"].isin(NOT_COUNTED)].sort_values("base_id").set_index("base_id")
    pool = [*_of_towns(shown), *_of_categories(shown, categories), *_of_years(shown)]
    luck.shuffle(pool)
    chosen: list[tuple[str, str, str, Callable[[], list[str]]]] = []
    for fresh in (True, False):
        for one in pool:
            kinds, subjects = (
                {kind for kind, *_ in chosen},
                {subject for _, about, answer, _ in chosen for subject in (about, answer)},
            )
            if len(chosen) < QUESTIONS and not (fresh and one[0] in kinds) and not subjects & {one[1], one[2]}:
                chosen.append(one)
    return tuple(_asked(luck, *one) for one in chosen)


def _asked(luck: random.Random, kind: str, about: str, answer: str, wrong: Callable[[], list[str]]) -> Question:
    options = [answer, *luck.sample(wrong(), OPTIONS - 1)]
    if kind == "year":
        options.sort()
    else:
        luck.shuffle(options)
    return Question(kind, about, tuple(options), answer)


def _of_towns(shown: pd.DataFrame):
    """What can be asked of towns; the wrong answers are gathered for the questions that are asked alone."""
    known = dict(shown[shown["area_code"].notna() & shown["town_basis"].ne("assumed")]["area_code"].items())
    codes, bases_in = sorted(set(known.values())), Counter(known.values())
    for base, code in known.items():
        if len(codes) - 1 >= OPTIONS - 1:
            yield ("town", base, code, partial(_without, codes, code))
        if len(known) - bases_in[code] >= OPTIONS - 1:
            yield ("which", code, base, partial(_elsewhere, known, code))


def _without(all_: list[str], one: str) -> list[str]:
    return [other for other in all_ if other != one]


def _elsewhere(known: dict[str, str], code: str) -> list[str]:
    return [other for other, its in known.items() if its != code]


def _of_categories(shown: pd.DataFrame, categories: pd.DataFrame):
    rows = categories.set_index("category")
    present = set(shown["category"])
    used = [one for one in rows.index if one in present]
    told, wrong = {}, {}
    for one in used:
        name, group = rows.at[one, "name_zh"], rows.at[one, "group"]
        told[one] = {name[i : i + 2] for i in range(len(name) - 1)}
        wrong[one] = [other for other in used if rows.at[other, "group"] != group]
    for base, category, name in zip(shown.index, shown["category"], shown["name_zh"]):
        if len(wrong[category]) >= OPTIONS - 1 and not any(part in name for part in told[category]):
            yield ("category", base, category, partial(list, wrong[category]))


def _of_years(shown: pd.DataFrame):
    years = shown["opened_year"].dropna().astype(int).astype(str)
    all_ = sorted(set(years))
    for base, year in years.items():
        if len(all_) - 1 >= OPTIONS - 1:
            yield ("year", base, year, partial(_without, all_, year))
