"""What a scenes.toml may say, section by section, and the scene that a section makes."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Strict, ValidationInfo, create_model, model_validator

from outreach.contents import IN_SCENES
from outreach.scenes.scene import KINDS, NOT_A_STATE, Point, Scene
from outreach.selection import PARAMETERS
from outreach.toml import Section, Text, Told, fitting, refused
from outreach.vocabulary import LANGUAGES

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
PARTS = ("", "because_", "owner_", "due_", "cost_")
_TEXTS = ("title_", "takeaway_", "reading_", "note_")


def _of_letters(name: str) -> str:
    if not ID.fullmatch(name):
        raise refused("scene_bad_id", found=name)
    return name


def _a_kind(name: str) -> str:
    if name not in KINDS:
        raise refused("scene_unknown_kind", found=name, expected=list(KINDS))
    return name


def _a_page(name: str) -> str:
    if name not in IN_SCENES:
        raise refused("scene_unknown_page", found=name, expected=list(IN_SCENES))
    return name


def _not_empty(text: str, info: ValidationInfo) -> str:
    if not text.strip():
        raise refused("scene_empty", found=info.field_name)
    return text


def _at_least_one(scenes: tuple[Any, ...]) -> tuple[Any, ...]:
    if not scenes:
        raise ValueError
    return scenes


Id = Annotated[Text, AfterValidator(_of_letters)]
Kind = Annotated[Text, AfterValidator(_a_kind)]
Page = Annotated[Text, AfterValidator(_a_page)]
Filled = Annotated[Text, AfterValidator(_not_empty)]
Names = Annotated[
    tuple[str, ...], Strict(False), Told('名称清单，如 ["gaps_map"]', 'a list of names such as ["gaps_map"]')
]
STATE = [name for name in PARAMETERS if name not in NOT_A_STATE]
if TYPE_CHECKING:
    Query = Section
else:
    Query = create_model("Query", __base__=Section, **{name: (Text, "") for name in STATE})


class Asked(Section):
    """One thing asked for on a scene."""

    zh: Filled
    en: Filled
    because_zh: Text = ""
    because_en: Text = ""
    owner_zh: Text = ""
    owner_en: Text = ""
    due_zh: Text = ""
    due_en: Text = ""
    cost_zh: Text = ""
    cost_en: Text = ""


class State(Section):
    """A page's state and what is said of it: what is shown instead, where a scene does not hold."""

    page: Page = ""
    query: Annotated[Query, Told('一组设定，如 { way = "walk" }', 'a set of values such as { way = "walk" }')] = Query()
    exhibits: Names = ()
    columns: Names = ()
    title_zh: Filled
    title_en: Filled
    takeaway_zh: Text = ""
    takeaway_en: Text = ""
    reading_zh: Text = ""
    reading_en: Text = ""
    note_zh: Text = ""
    note_en: Text = ""


class Entry(State):
    """A scene as it is listed. One of a kind needs no page."""

    id: Id
    kind: Kind = ""
    page: Page
    otherwise: Annotated[State | None, Told("[scene.otherwise] 一节", "a section [scene.otherwise]")] = None
    point: Annotated[tuple[Asked, ...], Strict(False), Told("[[scene.point]] 各节", "sections [[scene.point]]")] = ()

    @model_validator(mode="before")
    @classmethod
    def _without_a_page(cls, given: Any) -> Any:
        return {"page": "overview", **given} if isinstance(given, dict) and "kind" in given else given


class Listed(Section):
    """A whole scenes.toml."""

    scene: Annotated[
        tuple[Entry, ...],
        Strict(False),
        AfterValidator(_at_least_one),
        Told("[[scene]] 各节，至少一节", "sections [[scene]], at least one"),
    ]


TEXT_KEYS = tuple(f"{name}{language}" for name in _TEXTS for language in LANGUAGES)
POINT_KEYS = tuple(Asked.model_fields)


def scene_of(given: Mapping[str, Any]) -> Scene:
    """The scene that a section makes."""

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


def sifted(given: Mapping[str, Any], model: type[Section] = Entry) -> dict[str, Any]:
    """Those entries that are of the kind their key asks for; what they say may still be wrong."""
    query, otherwise, points = (given.get(key) for key in ("query", "otherwise", "point"))
    found = fitting(model, {key: given[key] for key in given if key not in ("query", "otherwise", "point")})
    if isinstance(query, dict):
        found["query"] = {
            name: value for name, value in query.items() if isinstance(name, str) and isinstance(value, str)
        }
    if model is Entry and isinstance(otherwise, dict):
        found["otherwise"] = sifted(otherwise, State)
    if model is Entry and isinstance(points, list):
        found["point"] = [fitting(Asked, one) for one in points if isinstance(one, dict)]
    return found
