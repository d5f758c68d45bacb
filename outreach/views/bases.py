"""The outreach bases: on the map, as a card, as rows, and those nobody can place."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from outreach.district import District
from outreach.home import Home
from outreach.views import choropleth, hours, maps, markers, palette, points
from outreach.views.areas import town_names
from outreach.views.credits import credits
from outreach.views.exhibit import Column, Exhibit, Link
from outreach.views.frames import records, tuples
from outreach.views.ground import Ground
from outreach.views.maps import Overlay
from outreach.words import Words

MANY = 1500  # bases on one map: more are put together
HEAP = 12  # bases known to one place alone: as many are told as a number
LISTED = 100  # bases of a town that a list leads to one by one
HEAP_SIZE = 14.0  # pixels at a desk, of its disc
SMALLEST, LARGEST = 3.0, 9.5  # pixels at a desk, of the disc of a cell
NO_LEVEL = "none"
_VEGA_SHAPE = {"triangle": "triangle-up"}


def named(say: Words, bases: pd.DataFrame, district: District) -> pd.DataFrame:
    """The bases with what is read of them: base_name, town_name, category_name, group, level_name and the like.

    Indexed by base_id, in the order of level and name. What nobody published is an empty text, not a guess.
    """
    rows = bases.set_index("base_id")
    categories = district.categories.set_index("category")
    towns = district.areas.set_index("area_code")[f"name_{say.language}"]
    level = rows["level"].fillna(NO_LEVEL)
    found = pd.DataFrame(
        {
            "base_name": rows[f"name_{say.language}"],
            "level": level,
            "level_name": level.map(level_names(say, district.levels)),
            "category_name": rows["category"].map(categories[f"name_{say.language}"]),
            "group": rows["category"].map(categories["group"]),
            "area_code": rows["area_code"],
            "town_name": rows["area_code"].map(towns).fillna(say("bases.town_unknown")),
            "accuracy_name": [say.capital(say(f"value.bases.accuracy.{one}")) for one in rows["accuracy"]],
            "run_by_name": [_runner(say, one) for one in rows["run_by"]],
            "part_of_name": rows["part_of"].map(district.bases.set_index("base_id")[f"name_{say.language}"]).fillna(""),
            "status_name": [say.capital(say(f"value.bases.status.{one}")) for one in rows["status"]],
            "audience_names": [_audiences(say, one) for one in rows["audiences"]],
            "address": rows[f"address_{say.language}"].fillna(""),
            "hours": rows[f"hours_{say.language}"].fillna(""),
            "telephone": rows["telephone"].fillna(""),
            "about": rows[f"about_{say.language}"].fillna(""),
        }
    )
    rank = district.levels.set_index("level")["rank"]
    order = level.map(rank).astype(float).fillna(99)
    return found.assign(order=order).sort_values(["order", "base_name"]).drop(columns="order")


def level_names(say: Words, levels: pd.DataFrame) -> dict[str, str]:
    """Level ids with their names, highest first, and the name for a base whose level nobody published."""
    found = {row["level"]: say.pick(row, "name") for row in records(levels.sort_values("rank"))}
    return {**found, NO_LEVEL: say("bases.no_level")}


def _audiences(say: Words, ids: object) -> str:
    return say.list([say(f"value.bases.audiences.{one}") for one in ids]) if isinstance(ids, tuple) else ""


def _runner(say: Words, tier: object) -> str:
    return say.capital(say(f"value.bases.run_by.{tier}")) if isinstance(tier, str) else ""


def on(
    overlay: Overlay, say: Words, ground: Ground, rows: pd.DataFrame, located: pd.DataFrame, base: str | None = None
) -> Overlay:
    """The overlay with the bases' markers on it: shape by kind, colour by level, hollow where only the town is known.

    rows as `named` gives them; located as the measure of the same name does. More than MANY are put together, cell by cell.
    """
    placed = markers.placed(located.loc[located.index.intersection(rows.index)], ground)
    if len(placed) > MANY:
        return _gathered(overlay, say, ground, placed)
    placed = placed.assign(area_code=rows["area_code"].reindex(placed.index))
    heaped = markers.heaps(placed, HEAP)
    if len(heaped):
        overlay = _heaped(overlay, say, heaped)
        placed = placed.drop(index=[one for ids in heaped["ids"] for one in ids])
    shown = rows.loc[placed.index]
    kinds = shown["group"].map(palette.GROUP_SHAPE)
    levels = shown[["level", "level_name"]].drop_duplicates().set_index("level")["level_name"]
    placed = placed.assign(
        sign=[markers.sign(*one) for one in zip(kinds, shown["level"], placed["hollow"])],
        level_label=shown["level_name"],
        group_label=[say.capital(say(f"value.categories.group.{one}")) for one in shown["group"]],
        tip=points.tips(shown, [_tip(row) for row in tuples(shown)]),
    )
    return replace(
        overlay,
        bases=placed,
        base=base,
        level_title=say("bases.level"),
        levels=tuple((levels[one], colour) for one, colour in palette.LEVEL.items() if one in levels.index),
        group_title=say("bases.kind"),
        groups=tuple(
            (say.capital(say(f"value.categories.group.{group}")), _VEGA_SHAPE.get(shape, shape))
            for group, shape in palette.GROUP_SHAPE.items()
            if group in set(shown["group"])
        ),
    )


def _tip(base: Any) -> list[str]:
    """The lines of a base's tooltip."""
    return [base.base_name, f"{base.category_name} · {base.level_name}", base.accuracy_name]


def _heaped(overlay: Overlay, say: Words, heaps: pd.DataFrame) -> Overlay:
    """The overlay with a disc for every heap of bases, which tells how many they are; a click on it chooses their town."""
    signs = {"heap": points.Sign("disc", palette.LEVEL["district"], say("bases.heap_sign"))}
    rows = heaps.assign(
        sign="heap",
        size=HEAP_SIZE,
        text=[str(n) for n in heaps["bases"]],
        tip=points.tips(heaps, [[say("bases.heap", n=n), say("bases.heap_click")] for n in heaps["bases"]]),
    )
    layer = points.Points("heaps", rows, signs, say("bases.heaps"), ("area_code",))
    return replace(overlay, above=(*overlay.above, layer))


def picks(overlay: Overlay) -> dict[str, tuple[str, str]]:
    """What a click on a map of bases chooses: a town, a base, or the town of a heap."""
    heaped = {"heaps": ("area", "area_code")} if any(one.name == "heaps" for one in overlay.above) else {}
    return {**PICKS, **heaped}


def in_this_town(say: Words, district: District, chosen: pd.DataFrame, area: str | None) -> str:
    """What the list of the chosen town's bases is called, and where all of them stand where it has the first alone.

    Empty where no town is chosen.
    """
    if area is None:
        return ""
    town, n = town_names(say, district.areas)[area], int((chosen["area_code"] == area).sum())
    return say("bases.first_in_town" if n > LISTED else "bases.in_this_town", town=town, n=n, listed=LISTED)


def in_town(say: Words, district: District, chosen: pd.DataFrame, area: str | None, page: str) -> list[Link]:
    """The bases of the chosen town, each with the way to its card on this page; nothing where no town is chosen.

    Highest level first; of very many the first alone.
    """
    own = chosen[chosen["area_code"] == area] if area is not None else chosen[:0]
    rows = named(say, own, district)[:LISTED]
    labels = [say("bases.in_town", name=row.base_name, kind=row.category_name) for row in rows.itertuples()]
    return [(page, label, {"base": str(base)}) for base, label in zip(rows.index, labels, strict=True)]


def _gathered(overlay: Overlay, say: Words, ground: Ground, placed: pd.DataFrame) -> Overlay:
    """The overlay with a disc for every cell that has bases, the larger the more there are."""
    cells = markers.gathered(placed, ground)
    km = f"{markers.cell_km(ground):g}"
    most = cells["bases"].max()
    signs = {"cell": points.Sign("disc", palette.LEVEL["district"], say("province.cell", km=km))}
    rows = cells.assign(
        sign="cell",
        size=SMALLEST + (LARGEST - SMALLEST) * (cells["bases"] / most) ** 0.5,
        text="",
        tip=points.tips(cells, [[say("province.cell_tip", n=n), say("province.cell", km=km)] for n in cells["bases"]]),
    )
    return replace(overlay, above=(*overlay.above, points.Points("gathered", rows, signs, say("province.cells"))))


def is_gathered(overlay: Overlay) -> bool:
    """Whether the bases on an overlay are put together."""
    return any(layer.name == "gathered" for layer in overlay.above)


def columns(say: Words) -> tuple[Column, ...]:
    """What is read of a base in a table."""
    names = (
        "base_name",
        "category_name",
        "level_name",
        "run_by_name",
        "town_name",
        "part_of_name",
        "status_name",
        "accuracy_name",
        "audience_names",
        "address",
        "hours",
        "telephone",
        "about",
    )
    return tuple(
        Column(name, say(f"column.{name}"), on_page=name not in ("address", "hours", "telephone", "about"))
        for name in names
    )


class Among(NamedTuple):
    """The bases that are chosen, where all bases stand (the measure `located`), and those of the chosen that count as a place of
    their own, by base_id, with the ground each stands on."""

    chosen: pd.DataFrame
    located: pd.DataFrame
    places: pd.Series


def on_the_map(
    say: Words, ground: Ground, district: District, among: Among, area: str | None, base: str | None
) -> Exhibit:
    """The chosen bases on the map of the towns; a click on one opens its card, a click on a town keeps to it."""
    chosen, rows = among.chosen, named(say, among.chosen, district)
    names = town_names(say, district.areas)
    here = rows[rows["area_code"].notna()]
    grounds = here["area_code"].reindex(among.places.unique()).dropna()
    counted = grounds.value_counts()
    overlay = choropleth.overlay(
        say,
        names,
        choropleth.plain(names),
        (),
        "",
        area=area,
        lines=lambda code: [say("bases.recorded", n=int(counted.get(code, 0)))],
    )
    overlay = on(overlay, say, ground, rows, among.located, base)
    sentence = _map_said(say, rows, grounds, len(names))
    if is_gathered(overlay):
        sentence += say("province.gathered", km=f"{markers.cell_km(ground):g}")
    return Exhibit(
        name="bases_map",
        title=say("bases.map_title"),
        sentence=sentence,
        rows=rows.reset_index(),
        columns=columns(say),
        credits=credits(say, district.home, district.sources, chosen["source_id"], chosen["basis"], on_map=True),
        vector=maps.vector(ground, overlay, sentence),
        deck=maps.deck(ground, overlay),
        legends=choropleth.legends(say, overlay),
        picks=picks(overlay),
    )


def _map_said(say: Words, rows: pd.DataFrame, grounds: pd.Series, towns: int) -> str:
    """How many of the bases are on the map, on how many grounds in how many towns, and how many are not."""
    if rows.empty:
        return say("bases.nothing")
    here = int(rows["area_code"].notna().sum())
    key = "bases.map_sentence" if len(grounds) == here else "bases.map_sentence_grounds"
    sentence = say(key, n=here, places=len(grounds), towns=grounds.nunique(), all=towns)
    return sentence + (say("bases.map_unplaced", n=len(rows) - here) if len(rows) > here else "")


PICKS = {"towns": ("area", "area_code"), "bases": ("base", "base_id")}


def listed(say: Words, home: Home, district: District, chosen: pd.DataFrame) -> Exhibit:
    """The chosen bases as rows, those without a known town among them."""
    rows = named(say, chosen, district)
    return Exhibit(
        name="bases",
        title=say("bases.table_title"),
        sentence=say("bases.table_sentence", n=len(rows)) if len(rows) else say("bases.nothing"),
        rows=rows.reset_index(),
        columns=columns(say),
        credits=credits(say, home, district.sources, chosen["source_id"], chosen["basis"]),
    )


def without_town(say: Words, home: Home, district: District, chosen: pd.DataFrame) -> Exhibit | None:
    """The chosen bases that cannot stand on the map because no town is known for them; None when there are none."""
    lost = chosen[chosen["area_code"].isna()]
    if lost.empty:
        return None
    return replace(
        listed(say, home, district, lost),
        name="bases_without_town",
        title=say("bases.lost_title", n=len(lost)),
        sentence=say("bases.lost_sentence"),
    )


NEEDLESS = ("other_names", "part_of_name", "today")
"""What a base need not have: nobody is told that it is not known."""


def card(
    say: Words, home: Home, district: District, base_id: str | None, spells: hours.Spells, today: hours.Day | None
) -> Exhibit | None:
    """One base: what it is, where, when it is open, for whom, and how far each of these is known; None without one.

    spells are its hours as days and times, none where they are not known so; today is what they say of the day, None where
    they say nothing.
    """
    if base_id is None:
        return None
    chosen = district.bases[district.bases["base_id"] == base_id]
    read = named(say, chosen, district).iloc[0]
    facts = _facts(say, chosen.iloc[0], read) | {
        "today": hours.said(say, today) if today else "",
        "hours": read["hours"] or hours.formatted(say, spells),
    }
    unknown = [say(f"column.{name}") for name, value in facts.items() if not value and name not in NEEDLESS]
    known = {name: value for name, value in facts.items() if value}
    return Exhibit(
        name=f"base_{base_id}",
        title=read["base_name"],
        sentence=say("bases.not_published", columns=say.list(unknown)) if unknown else "",
        rows=pd.DataFrame({"item": [say(f"column.{name}") for name in known], "value": list(known.values())}),
        columns=(Column("item", say("column.item")), Column("value", say("column.value"))),
        credits=credits(say, home, district.sources, chosen["source_id"], chosen["basis"]),
    )


def _facts(say: Words, row: pd.Series, read: pd.Series) -> dict[str, str]:
    """What is known of a base, in the order in which it is told; empty where it is not known."""
    town = read["town_name"] + (say("bases.presumed") if row["town_basis"] == "assumed" else "")
    year = "" if pd.isna(row["opened_year"]) else str(int(row["opened_year"]))
    free = "" if pd.isna(row["free"]) else say("bases.is_free" if row["free"] else "bases.not_free")
    checked = "" if pd.isna(row["checked_on"]) else str(row["checked_on"])[:10]
    return {
        "other_names": row["other_names"] if isinstance(row.get("other_names"), str) else "",
        "category_name": read["category_name"],
        "level_name": read["level_name"],
        "run_by_name": read["run_by_name"],
        "town_name": town,
        "part_of_name": read["part_of_name"],
        "address": read["address"],
        "about": read["about"],
        "today": "",
        "hours": "",
        "telephone": read["telephone"],
        "free": free,
        "audience_names": read["audience_names"],
        "opened_year": year,
        "status_name": read["status_name"],
        "accuracy_name": read["accuracy_name"],
        "checked_on": checked,
    }


def options(say: Words, district: District) -> dict[str, dict[str, str]]:
    """What the bases can be filtered by: for each field of the selection its ids with their names.

    Levels, kinds, audiences and statuses no base has are left out; towns are all there.
    """
    bases = district.bases
    levels = set(bases["level"].fillna(NO_LEVEL))
    groups = set(bases["category"].map(district.categories.set_index("category")["group"]))
    audiences = {one for known in bases["audiences"] if isinstance(known, tuple) for one in known}
    return {
        "area": dict(town_names(say, district.areas)),
        "levels": {one: name for one, name in level_names(say, district.levels).items() if one in levels},
        "groups": {
            one: say.capital(say(f"value.categories.group.{one}")) for one in palette.GROUP_SHAPE if one in groups
        },
        "audiences": {one: say.capital(say(f"value.bases.audiences.{one}")) for one in sorted(audiences)},
        "statuses": {one: say.capital(say(f"value.bases.status.{one}")) for one in sorted(set(bases["status"]))},
    }


def stands_in(district: District, base_id: str | None, area: str) -> bool:
    """Whether a base is one of the town's."""
    return bool(((district.bases["base_id"] == base_id) & (district.bases["area_code"] == area)).any())
