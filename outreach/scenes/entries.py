"""The keys that a scenes.toml may have and the kind of each."""

import re
from collections.abc import Mapping
from typing import Any

from outreach.scenes.scene import Point, Scene
from outreach.vocabulary import LANGUAGES

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
TEXT_KEYS = tuple(f"{name}_{language}" for name in ("title", "takeaway", "reading", "note") for language in LANGUAGES)
PARTS = ("", "because_", "owner_", "due_", "cost_")
POINT_KEYS = tuple(f"{name}{language}" for name in PARTS for language in LANGUAGES)
_NAME = re.compile(r"[a-z_]+")
ENTRIES: dict[str, Any] = {
    "id": str,
    "kind": str,
    "page": str,
    "query": dict,
    "exhibits": list,
    "columns": list,
    "otherwise": dict,
    "point": "tables",
    **dict.fromkeys(TEXT_KEYS, str),
}
EXPECTED: dict[Any, dict[str, str]] = {
    str: {"zh": "文字，写在引号内", "en": "text in quotes"},
    list: {"zh": '名称清单，如 ["gaps_map"]', "en": 'a list of names such as ["gaps_map"]'},
    dict: {"zh": '一组设定，如 { way = "walk" }', "en": 'a set of values such as { way = "walk" }'},
    "tables": {"zh": "[[scene.point]] 各节", "en": "sections [[scene.point]]"},
}


def scene_of(given: Mapping[str, Any]) -> Scene:
    def texts(name: str, table: Mapping[str, Any] = given) -> dict[str, str]:
        return {language: table.get(f"{name}{language}", "") for language in LANGUAGES}

    otherwise = given.get("otherwise")
    return Scene(
        id=given["id"],
        page=given.get("page") or "overview",
        query=dict(given.get("query", {})),
        exhibits=tuple(given.get("exhibits", ())),
        title=texts("title_"),
        takeaway=texts("takeaway_"),
        note=texts("note_"),
        columns=tuple(given.get("columns", ())),
        points=tuple(Point(*(texts(part, one) for part in PARTS)) for one in given.get("point", ())),
        otherwise=scene_of({"page": given.get("page"), **otherwise, "id": given["id"]}) if otherwise else None,
        reading=texts("reading_"),
        kind=given.get("kind", ""),
    )


def sifted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Those entries that are of the kind their key asks for."""
    found = {key: value for key, value in given.items() if key in ENTRIES and fits(value, ENTRIES[key])}
    if "query" in found:
        found["query"] = {
            name: value for name, value in found["query"].items() if isinstance(value, str) and _NAME.fullmatch(name)
        }
    if "point" in found:
        found["point"] = [
            {key: text for key, text in one.items() if key in POINT_KEYS and isinstance(text, str)}
            for one in found["point"]
        ]
    if "otherwise" in found:
        found["otherwise"] = {
            key: value for key, value in sifted(found["otherwise"]).items() if key not in ("otherwise", "point", "id")
        }
    return found


def fits(value: Any, kind: Any) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == "tables":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return isinstance(value, kind)


def as_shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:40]
