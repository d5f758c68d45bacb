"""What is near, from near to far, and where that starts; the towns to choose from."""

from typing import Protocol

import pandas as pd

from outreach.district import District
from outreach.views import bases as base_views
from outreach.views.areas import town_names
from outreach.views.credits import credits_of_reach
from outreach.views.exhibit import Column, Exhibit
from outreach.views.hours import Said
from outreach.words import Words

MOST = 12  # bases listed


class Start(Protocol):
    """Where distances start, as the measure `here` gives it."""

    @property
    def kind(self) -> str:
        """Point, town, screen or assumed."""

    @property
    def lon(self) -> float:
        """Degrees east."""

    @property
    def lat(self) -> float:
        """Degrees north."""

    @property
    def area_code(self) -> str | None:
        """The town at whose seat they start."""

    @property
    def place_id(self) -> str | None:
        """The place at which they start."""


def nearest(say: Words, district: District, here: Start | None, near: pd.DataFrame, today: Said) -> Exhibit:
    """The bases from near to far, each with what it is, whether it is open today and how far that is counted; the first dozen.

    Of equally near ones those whose hours are known come first, then in the order of the categories. today: what is said of
    each base's hours today, by base_id; empty where nobody knows.
    """
    named = base_views.named(say, district.bases, district)
    towns = town_names(say, district.areas)
    rank = named["category_name"].map({name: i for i, name in enumerate(district.categories[f"name_{say.language}"])})
    open_today = named.index.to_series().map(dict(today)).fillna("")
    rows = named.assign(rank=rank, today=open_today, silent=open_today.eq("")).join(near, how="inner")
    rows = rows.sort_values(["straight_km", "silent", "rank"], kind="stable").head(MOST)
    away = [
        say("kiosk.in_town", town=town) if same else distance(say, float(km), bool(to_town))
        for town, same, km, to_town in zip(
            rows["town_name"], rows["same_place"], rows["travel_km"], rows["to_town"], strict=True
        )
    ]
    what = [
        say("kiosk.inside", what=kind, whole=whole) if whole else kind
        for kind, whole in zip(rows["category_name"], rows["part_of_name"], strict=True)
    ]
    sentence = _start(say, district, here, towns) + say("kiosk.estimated") if len(rows) else say("kiosk.nothing_near")
    return Exhibit(
        name="kiosk_nearest",
        title=say("kiosk.near_title"),
        sentence=sentence,
        rows=rows.assign(distance=away, category_name=what).reset_index()[
            ["base_id", "base_name", "category_name", "town_name", "distance", "today"]
        ],
        columns=tuple(Column(name, say(f"column.{name}")) for name in ("base_name", "category_name", "town_name"))
        + (Column("distance", say("kiosk.distance")), Column("today", say("kiosk.today"))),
        credits=credits_of_reach(say, district, on_map=True),
        invitation=say("kiosk.tap") if len(rows) else "",
    )


def distance(say: Words, km: float, to_town: bool) -> str:
    """How far it is, as exactly as one knows."""
    if to_town:
        return say("kiosk.km_to_town", km=max(1, round(km)))
    if km < 1:
        return say("kiosk.metres", m=max(100, round(km * 10) * 100))
    return say("kiosk.km", km=f"{km:.1f}" if km < 10 else f"{km:.0f}")


def _start(say: Words, district: District, here: Start | None, towns: pd.Series) -> str:
    """Where the distances start, in words."""
    if here is None:
        return ""
    if here.kind in ("town", "assumed"):
        return say(f"kiosk.from_{here.kind}", town=towns[here.area_code or ""])
    if here.kind == "point":
        return say("kiosk.from_point")
    name = district.home.kiosk.name[say.language]
    if not name and here.place_id:
        places = district.places[district.places["place_id"] == here.place_id]
        name = say.pick(dict(zip(places.columns, places.iloc[0], strict=True)), "name")
    return say("kiosk.from_screen_named", name=name) if name else say("kiosk.from_screen")


def towns(say: Words, district: District, counts: pd.Series) -> tuple[tuple[str, str, str], ...]:
    """Every town to choose: its code, its name, and how many places are on record there."""
    names = town_names(say, district.areas)
    return tuple((str(code), name, say("kiosk.n_bases", n=int(counts.get(code, 0)))) for code, name in names.items())
