"""A town in plain words and in people of a hundred, and the published figures beside one another."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from outreach.district import District
from outreach.views import positions
from outreach.views.areas import town_names
from outreach.views.credits import credits, credits_of_reach, kinds_said
from outreach.views.exhibit import Column, Exhibit, formatted
from outreach.views.kiosk import people
from outreach.views.kiosk.people import People
from outreach.vocabulary import NOT_COUNTED
from outreach.words import Words

COMPARED = ("nation", "province", "city", "district")


class Published(Protocol):
    """The district's published literacy, as the measure `official` gives it."""

    @property
    def share(self) -> float:
        """The share of citizens, 0 to 1."""

    @property
    def year(self) -> int:
        """Of which year."""

    @property
    def basis(self) -> str:
        """What it rests on."""

    @property
    def source_id(self) -> str:
        """Where it was read."""


@dataclass(frozen=True)
class Topic:
    """One thing that is said of a town: the sentence, what it rests on, and how many of a hundred people it is."""

    name: str
    said: str
    rests: str = ""
    people: People | None = None


class Known(NamedTuple):
    """What the towns are told by: places on record, the coverage by e-bike, the table of the modelled shares, by area_code, and the
    district's published share."""

    counts: pd.Series
    covered: pd.DataFrame
    estimates: pd.DataFrame
    official: Published | None


def town(say: Words, district: District, known: Known, area: str | None, spread: bool) -> Exhibit | None:
    """How a town is doing in three plain sentences: places, reach, literacy, each with what it rests on; None without a town.

    spread as in positions.known.
    """
    if area is None:
        return None
    official = known.official
    name = town_names(say, district.areas)[area]
    topics = [
        _places(say, name, int(known.counts.get(area, 0)), _counted(district, area)),
        _reach(say, district, known.covered, area, spread),
        _literacy(say, district, known.estimates, official, area),
    ]
    return Exhibit(
        name="kiosk_town",
        title=say("kiosk.town_title", town=name),
        sentence="",
        rows=pd.DataFrame([_row(say, topic) for topic in topics]),
        columns=(
            Column("topic_name", say("column.item")),
            Column("said", say("column.value")),
            Column("rests", say("column.basis")),
        ),
        credits=credits_of_reach(say, district, [official.source_id] if official else [], _kinds(district, area)),
    )


def _row(say: Words, topic: Topic) -> dict[Hashable, object]:
    low, value, high = topic.people or (None, None, None)
    return {
        "topic": topic.name,
        "topic_name": say(f"kiosk.topic_{topic.name}"),
        "said": topic.said,
        "rests": topic.rests,
        "low": low,
        "value": value,
        "high": high,
    }


def _kinds(district: District, area: str) -> list[str]:
    return [*_counted(district, area), *_population(district, area), "estimated", "modelled"]


def _population(district: District, area: str) -> list[str]:
    """What the number of the town's people rests on, where it has one."""
    return list(district.areas.loc[district.areas["area_code"] == area, "population_basis"].dropna())


def _counted(district: District, area: str) -> list[str]:
    """What the town's bases that count rest on: as they are on record, and that they are in this town where that is presumed."""
    bases = district.bases
    rows = bases[(bases["area_code"] == area) & ~bases["status"].isin(NOT_COUNTED)]
    return [*rows["basis"], *rows.loc[rows["town_basis"] == "assumed", "town_basis"]]


def _invented(kinds: Iterable[str]) -> list[str]:
    """What is reckoned says how; of the rows it is reckoned from, that they are for demonstration where they are."""
    return [kind for kind in kinds if kind == "demonstration"]


def _places(say: Words, name: str, n: int, kinds: Iterable[str]) -> Topic:
    said = say("kiosk.town_bases" if n else "kiosk.town_none", town=name, n=n)
    return Topic("bases", said, kinds_said(say, kinds) if n else "")


def _reach(say: Words, district: District, covered: pd.DataFrame, area: str, spread: bool) -> Topic:
    """How many of a hundred have a place near; what cannot be told is said so, and a range that is none is not said."""
    km, row = (
        f"{district.home.travel['ebike_km']:g}",
        covered.loc[covered.index == area, ["value", "low", "high"]].to_dict("records"),
    )
    if not row or pd.isna(row[0]["value"]):
        return Topic("reach", say("kiosk.town_reach_unknown"))
    found = people.of(row[0]["value"], row[0]["low"], row[0]["high"])
    rests = kinds_said(say, ["estimated", *_invented([*district.bases["basis"], *_population(district, area)])])
    if found is None:
        known = positions.known(say, district, spread)
        return Topic("reach", say("kiosk.town_reach_anything", km=km, known=known).rstrip(), rests)
    key = "range"
    if found.exact:
        key = {0: "nobody", 100: "everybody"}.get(found.value, "exact")
    said = say(f"kiosk.town_reach_{key}", km=km, n=found.value, low=found.low, high=found.high)
    return Topic("reach", said, rests, found)


def _literacy(say: Words, district: District, estimates: pd.DataFrame, official: Published | None, area: str) -> Topic:
    """How many of a hundred are science-literate, how that is known, and the district's figure beside it."""
    row = next(iter(estimates[estimates.index == area].to_dict("records")), None)
    stated = ""
    if official is not None and official.basis != "modelled":
        kind = "official_survey" if official.basis == "survey" else "official"
        stated = say(f"kiosk.{kind}", year=official.year, share=formatted(official.share, "percent"))
    found = (
        None
        if row is None or row.get("reliability") == "F"
        else people.of(float(row["share"]), float(row["low"]), float(row["high"]))
    )
    if row is None or found is None:
        return Topic("literacy", say("kiosk.town_literacy_unknown") + stated)
    basis = str(row.get("basis", "modelled"))
    key = "survey" if basis == "survey" else "partly" if row.get("gamma", 0) > 0 else "modelled"
    said = say(f"kiosk.town_literacy_{key}", n=found.value)
    if not found.exact:
        said += say("kiosk.town_literacy_range", low=found.low, high=found.high)
    said += say("kiosk.not_a_survey") if key == "modelled" else say("kiosk.full_stop")
    rows = [*district.survey["basis"], *([official.basis] if official else [])]
    return Topic("literacy", said + stated, kinds_said(say, [basis, *_invented(rows)]), found)


def published(say: Words, district: District, official: Published | None) -> Exhibit | None:
    """The district's published literacy beside that of city, province and nation in the same year; None where it has none."""
    if official is None:
        return None
    areas = district.areas.set_index("area_code")
    everybody = district.literacy[
        (district.literacy["group"] == "all") & (district.literacy["year"] == official.year)
    ].copy()
    everybody["kind"] = everybody["area_code"].map(areas["kind"])
    rows = everybody[everybody["kind"].isin(COMPARED)].assign(
        area_name=lambda found: found["area_code"].map(areas[f"name_{say.language}"]),
        basis_name=lambda found: [say(f"value.literacy.basis.{one}") for one in found["basis"]],
    )
    rows = rows.sort_values("kind", key=lambda kinds: kinds.map(COMPARED.index)).reset_index(drop=True)
    return Exhibit(
        name="kiosk_published",
        title=say("kiosk.published_title", year=official.year),
        sentence=say("kiosk.published_sentence"),
        rows=rows[["area_code", "area_name", "kind", "share", "basis_name"]],
        columns=(
            Column("area_name", say("column.area_name")),
            Column("share", say("column.share"), "percent"),
            Column("basis_name", say("column.basis")),
        ),
        credits=credits(say, district.home, district.sources, rows["source_id"], rows["basis"]),
    )
