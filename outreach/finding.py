"""Finds a town, a base, a task or a unit by its name, what else it is called, its pinyin or its initials."""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from outreach.selection import UNFILTERED
from outreach.tables import District
from outreach.vocabulary import TOWN_KINDS

_APART = re.compile("[、，,；;/]")  # what stands between two other names
KINDS = ("town", "base", "unit", "task")
NOWHERE: Mapping[str, Any] = {"other": None, "site": None, "here": None, "base": None}


@dataclass(frozen=True)
class Thing:
    """What can be found: its kind, its names by language, the page that shows it, what is chosen there, and what it goes by."""

    kind: str
    names: Mapping[str, str]
    page: str
    chosen: Mapping[str, Any]
    keys: frozenset[str] = field(repr=False)


def things(district: District) -> tuple[Thing, ...]:
    """Everything of a district that has a name of its own, towns first."""
    return tuple(one for read, table in _READ if table not in district.missing for one in read(district))


def found(among: tuple[Thing, ...], text: str, most: int) -> list[Thing]:
    """The things that a text may mean, the likeliest first: named so, beginning so, with it inside a name, then shortened so or
    with each of its words inside a name."""
    asked = plain(text)
    if not asked:
        return []
    words = [plain(word) for word in text.split()]
    near = [
        (min(_near(key, asked, words) for key in one.keys), KINDS.index(one.kind), place)
        for place, one in enumerate(among)
    ]
    return [among[place] for how, _, place in sorted(near) if how < FAR][:most]


SHORTENED, FAR = 3, 4


def _near(key: str, asked: str, words: list[str]) -> int:
    """0 the same, 1 begins so, 2 has it inside, 3 may be called so for short or has each of the words inside, 4 none of these;
    inside a name one letter says nothing."""
    if key == asked:
        return 0
    if key.startswith(asked):
        return 1
    if len(asked) > 1 and asked in key:
        return 2
    if len(words) > 1 and all(len(word) > 1 and word in key for word in words):
        return SHORTENED
    return SHORTENED if _short(key, asked) or _short(asked, key.lstrip(OF_WHAT)) else FAR


OF_WHAT = "区市县"  # what stands before a unit's name and is left out in speech


def _short(name: str, said: str) -> bool:
    """Whether a Chinese text leaves out signs of a name and keeps their order, as 科协 does of 科学技术协会."""
    signs = iter(name)
    return len(said) > 1 and not any(sign.isascii() for sign in said) and all(sign in signs for sign in said)


def plain(text: str) -> str:
    """A text without what people leave out when they type: case, width, blanks and signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _keys(row: Mapping[Hashable, Any], stem: str, *ids: str) -> frozenset[str]:
    from pypinyin import Style, lazy_pinyin  # its table takes a moment, and most visitors never search

    other = row.get("other_names")
    called = [str(row[f"{stem}_zh"]), *(_APART.split(other) if isinstance(other, str) else ())]
    read = ["".join(lazy_pinyin(one, style=style)) for one in called for style in (Style.NORMAL, Style.FIRST_LETTER)]
    return frozenset(plain(one) for one in (*called, str(row[f"{stem}_en"]), *read, *ids)) - {""}


def _names(row: Mapping[Hashable, Any], stem: str) -> dict[str, str]:
    return {language: str(row[f"{stem}_{language}"]) for language in ("zh", "en")}


def _towns(district: District) -> Iterator[Thing]:
    within = _within(district)
    for row in district.areas[district.areas["kind"].isin(TOWN_KINDS)].to_dict("records"):
        code = row["area_code"]
        chosen = {**NOWHERE, **within.get(code, {}), "area": code}
        yield Thing("town", _names(row, "name"), "town", chosen, _keys(row, "name", code))


def _bases(district: District) -> Iterator[Thing]:
    within = _within(district)
    for row in district.bases.to_dict("records"):
        chosen = {**NOWHERE, **within.get(row["area_code"], {}), **UNFILTERED["bases"], "base": row["base_id"]}
        yield Thing("base", _names(row, "name"), "bases", chosen, _keys(row, "name", row["base_id"]))


def _units(district: District) -> Iterator[Thing]:
    for row in district.units.to_dict("records"):
        chosen = {**UNFILTERED["plan"], "unit": row["unit_id"]}
        yield Thing("unit", _names(row, "name"), "plan", chosen, _keys(row, "name"))


def _tasks(district: District) -> Iterator[Thing]:
    for row in district.measures.to_dict("records"):
        chosen = {**UNFILTERED["plan"], "article": row["article_id"]}
        yield Thing("task", _names(row, "title"), "plan", chosen, _keys(row, "title", row["measure_id"]))


def _within(district: District) -> dict[str, dict[str, Any]]:
    """The district of a province that each area lies in; nothing where one district stands alone."""
    if district.kind == "district":
        return {}
    pairs = district.areas[["area_code", "parent_code"]].itertuples(index=False, name=None)
    return {code: {"within": parent} for code, parent in pairs}


_READ = ((_towns, "areas"), (_bases, "bases"), (_units, "units"), (_tasks, "measures"))
