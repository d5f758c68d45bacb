"""What a passer-by at the museum's screen asks: what is near, and three questions to guess at."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from outreach.measures.areas import figures, seats, towns
from outreach.measures.reach.distances import distance_km
from outreach.vocabulary import NOT_COUNTED

QUESTIONS = 3
OPTIONS = 3
WRITTEN = ("answer", "wrong_1", "wrong_2")


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
    seat_of = seats(places)
    if point is not None:
        lon, lat = map(float, point.split(","))
        return Here("point", lon, lat)
    if area is not None and area in seat_of.index:
        return _at("town", points, seat_of[area], area)
    if isinstance(place, str):
        if place in points.index:
            return _at("screen", points, place, None)
    elif place is not None:
        return Here("screen", float(place[0]), float(place[1]))
    people = figures(towns(areas)["population"]).reindex(seat_of.index).dropna()
    if people.empty:
        return None
    largest = str(people.idxmax())
    return _at("assumed", points, seat_of[largest], largest)


def _at(kind: str, points: pd.DataFrame, place_id: str, area_code: str | None) -> Here:
    return Here(kind, float(points["lon"][place_id]), float(points["lat"][place_id]), area_code, place_id)


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


class Question(NamedTuple):
    """One question: kind is `written` (one of the table), `town` (where is this base), `category` (what is it), `year` (when did
    it open) or `which` (which base is in this town); about is the base's id, for `which` the town's, for `written` the
    question's. options are ids or years, for `written` the columns of its options; answer is one of them."""

    kind: str
    about: str
    options: tuple[str, ...]
    answer: str


def questions(bases: pd.DataFrame, categories: pd.DataFrame, written: pd.DataFrame, seed: int) -> tuple[Question, ...]:
    """Up to three questions, the same for the same seed and rows: those somebody wrote, and where they are too few others on
    the district's bases, of different kinds where there are.

    The right answers stand in the table, and a wrong one is never half right: a base whose town is presumed is not asked
    about; the wrong towns and bases are those of other known towns, the wrong categories are of other groups, and a name
    that gives its category away is not asked for it. Closed and planned bases are left out.
    """
    luck = random.Random(seed)
    shown = bases[~bases["status"].isin(NOT_COUNTED)].sort_values("base_id").set_index("base_id")
    pool = [*_of_towns(shown), *_of_categories(shown, categories), *_of_years(shown)]
    luck.shuffle(pool)
    table = sorted(written["question_id"])
    found = [_written(luck, one) for one in luck.sample(table, min(QUESTIONS, len(table)))]
    chosen: list[Asked] = []
    for fresh in (True, False):
        for one in pool:
            kinds, subjects = (
                {kind for kind, *_ in chosen},
                {subject for _, about, answer, _ in chosen for subject in (about, answer)},
            )
            if (
                len(found) + len(chosen) < QUESTIONS
                and not (fresh and one[0] in kinds)
                and not subjects & {one[1], one[2]}
            ):
                chosen.append(one)
    return (*found, *(_asked(luck, *one) for one in chosen))


def _written(luck: random.Random, question: str) -> Question:
    options = list(WRITTEN)
    luck.shuffle(options)
    return Question("written", question, tuple(options), WRITTEN[0])


def _asked(luck: random.Random, kind: str, about: str, answer: str, wrong: Callable[[], list[str]]) -> Question:
    options = [answer, *luck.sample(wrong(), OPTIONS - 1)]
    if kind == "year":
        options.sort()
    else:
        luck.shuffle(options)
    return Question(kind, about, tuple(options), answer)


Asked = tuple[str, str, str, Callable[[], list[str]]]
"""A question that can be asked: its kind, what it is about, the right answer, and the wrong ones when it is asked."""


def _of_towns(shown: pd.DataFrame) -> Iterator[Asked]:
    """What can be asked of towns; the wrong answers are gathered for the questions that are asked alone."""
    told = shown.loc[shown["area_code"].notna() & shown["town_basis"].ne("assumed"), "area_code"]
    known: dict[str, str] = dict(zip(told.index, told))
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


def _of_categories(shown: pd.DataFrame, categories: pd.DataFrame) -> Iterator[Asked]:
    rows = categories.set_index("category")
    present = set(shown["category"])
    used = [one for one in rows.index if one in present]
    told, wrong = {}, {}
    for one in used:
        name, group = rows["name_zh"][one], rows["group"][one]
        told[one] = {name[i : i + 2] for i in range(len(name) - 1)}
        wrong[one] = [other for other in used if rows["group"][other] != group]
    for base, category, name in zip(shown.index, shown["category"], shown["name_zh"]):
        if len(wrong[category]) >= OPTIONS - 1 and not any(part in name for part in told[category]):
            yield ("category", base, category, partial(list, wrong[category]))


def _of_years(shown: pd.DataFrame) -> Iterator[Asked]:
    years = shown["opened_year"].dropna().astype(int).astype(str)
    all_ = sorted(set(years))
    for base, year in zip(years.index, years):
        if len(all_) - 1 >= OPTIONS - 1:
            yield ("year", base, year, partial(_without, all_, year))
