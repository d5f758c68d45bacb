"""Scenes as the text of a scenes.toml."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from outreach.scenes.entries import PARTS, scene_of, sifted
from outreach.scenes.scene import Scene
from outreach.vocabulary import LANGUAGES

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def plain(scene: Scene) -> dict[str, Any]:
    """The scene as plain values under the keys of a scenes.toml."""
    values: dict[str, Any] = tomllib.loads(_written(scene))["scene"][0]
    return values


def given_text(scenes: list[Mapping[str, object]]) -> str:
    """Plain values, from wherever, as the text of a scenes.toml: known keys of the right kind alone, to be read and checked."""
    return "\n".join(_written(scene_of({"id": "", "page": "", **sifted(one)})) for one in scenes)


def written(scenes: tuple[Scene, ...]) -> str:
    """The scenes as a scenes.toml, which `read` reads back as the same scenes."""
    return "\n".join(_written(scene) for scene in scenes)


def _written(scene: Scene) -> str:
    lines = ["[[scene]]", f"id = {_quoted(scene.id)}", *_body(scene)]
    for point in scene.points:
        lines += ["", "[[scene.point]]"]
        lines += [line for part, texts in zip(PARTS, point.parts, strict=True) for line in _texts_of(part, texts)]
    if scene.otherwise:
        lines += ["", "[scene.otherwise]", *_body(scene.otherwise)]
    return "\n".join(lines) + "\n"


def _body(scene: Scene) -> list[str]:
    query = ", ".join(f"{_key(name)} = {_quoted(value)}" for name, value in scene.query.items())
    return [
        f"kind = {_quoted(scene.kind)}" if scene.kind else f"page = {_quoted(scene.page)}",
        *([f"query = {{ {query} }}"] if query else []),
        *(
            f"{name} = [{', '.join(map(_quoted, value))}]"
            for name, value in (("exhibits", scene.exhibits), ("columns", scene.columns))
            if value
        ),
        *_texts_of("title_", scene.title),
        *_texts_of("takeaway_", scene.takeaway),
        *_texts_of("reading_", scene.reading),
        *_texts_of("note_", scene.note),
    ]


def _texts_of(name: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{name}{language} = {_quoted(texts[language])}" for language in LANGUAGES if texts.get(language)]


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A TOML basic string."""
    told = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda sign: f"\\u{ord(sign[0]):04x}", told) + '"'
