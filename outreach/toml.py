"""A TOML file held against a pydantic model: every fault at once, each with the line that its key stands on."""

import difflib
import re
import tomllib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from outreach.faults import Fault, reason

Where = tuple[str | int, ...]  # the keys that lead to a value, and the numbers of those in a list


class Told(NamedTuple):
    """What is expected of a setting, in both languages."""

    zh: str
    en: str


SECTION = Told("一节，如 [plan]", "a section such as [plan]")
Text = Annotated[str, Told("文字，写在引号内", "text in quotes")]


class Section(BaseModel):
    """A part of a file: nothing else may stand in it, and a value is of its kind as it is written."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


_Section = TypeVar("_Section", bound=Section)


def refused(rule: str, **details: object) -> PydanticCustomError:
    """What a validator raises to have a fault of this rule told instead of what was expected."""
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "details": details})


@dataclass(frozen=True)
class Document:
    """A TOML text with what it says."""

    file: str
    text: str
    values: dict[str, Any]

    @cached_property
    def _lines(self) -> Mapping[Where, int]:
        try:
            return lines_of(self.text)
        except RecursionError:
            return {}

    def line(self, where: Where) -> int | None:
        """The line a key is written on; else that of the section it should stand in; None for the file as a whole."""
        return next((self._lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in self._lines), None)

    def value(self, where: Where) -> Any:
        """What is written at a key that is there."""
        found: Any = self.values
        for part in where:
            found = found[part]
        return found


def read(path: Path, file: str) -> tuple[Document | None, list[Fault]]:
    """A TOML file with what it says, or why it says nothing."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [Fault(file, None, None, "missing_file")]
    except OSError as error:
        return None, [Fault(file, None, None, "unreadable", {"reason": reason(error)})]
    except UnicodeDecodeError as error:
        return None, [Fault(file, error.object[: error.start].count(b"\n") + 1, None, "toml_not_utf8")]
    return parsed(text, file)


def parsed(text: str, file: str) -> tuple[Document | None, list[Fault]]:
    """A TOML text with what it says, or the line where it is none."""
    text = text.replace("\r\n", "\n")
    try:
        return Document(file, text, tomllib.loads(text)), []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        return None, [Fault(file, int(line[1]) if line else len(text.splitlines()), None, "toml_syntax")]


def dotted(where: Where) -> str:
    """The name of a setting as its file's sections and keys say it."""
    return ".".join(map(str, where))


def validated(
    document: Document, model: type[_Section], column: Callable[[Where], str] = dotted
) -> tuple[_Section | None, dict[Where, Fault]]:
    """What a document says, or else everything wrong with it, by where it stands."""
    try:
        return model.model_validate(document.values), {}
    except ValidationError as error:
        return None, dict(_told(error, document, model, column))


def fitting(model: type[Section], given: Mapping[str, Any]) -> dict[str, Any]:
    """Those entries of a table that the model has and that are of their kind, whatever else they say."""
    found = dict(given)
    try:
        model.model_validate(found)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False, include_input=False):
            if one["type"] not in ("missing", "rule"):
                found.pop(str(one["loc"][0]), None)
    return found


def _told(
    error: ValidationError, document: Document, model: type[Section], column: Callable[[Where], str]
) -> Iterator[tuple[Where, Fault]]:
    """The faults in a visitor's terms: a missing key that stands there misspelt is one fault, and so is a list with two."""
    raised: dict[Where, ErrorDetails] = {}
    for one in error.errors(include_url=False, include_input=False):
        raised.setdefault(_setting(model, one["loc"]), one)
    strangers = [where for where, one in raised.items() if one["type"] == "extra_forbidden"]

    def fault(where: Where, rule: str, at: Where | None = None, **details: object) -> tuple[Where, Fault]:
        return where, Fault(document.file, document.line(at or where), column(at or where), rule, details)

    for where, one in raised.items():
        if one["type"] == "missing":
            near = _nearest(where, strangers)
            if near:
                strangers.remove(near)
                yield fault(where, "toml_misspelt_key", near, setting=_name(where), found=_name(near))
            else:
                yield fault(where, "toml_missing_key", setting=_name(where))
        elif one["type"] == "rule":
            yield fault(where, one["ctx"]["rule"], **one["ctx"]["details"])
        elif one["type"] != "extra_forbidden":
            expected, found = _expected(model, where), written(document.value(where))
            yield fault(where, "toml_wrong_kind", setting=_name(where), found=found, expected=expected._asdict())
    for where in strangers:
        keys = list(_section(model, where).model_fields)
        beside = document.value(where[:-1])
        near = _nearest(where, [(*where[:-1], key) for key in keys if key not in beside])
        told: dict[str, Any] = {"found": _name(where), "expected": keys}
        if near:
            yield fault(where, "toml_unknown_key_near", meant=near[-1], **told)
        else:
            yield fault(where, "toml_unknown_key", **told)


def written(value: object) -> str:
    """A value as a fault quotes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"'[:40] if isinstance(value, str) else str(value)[:40]


def _name(where: Where) -> str:
    """The name of a setting as a sentence says it: within a section that stands several times, the section left out."""
    while isinstance(where[-1], int):
        where = where[:-1]
    last = max((place for place, part in enumerate(where, 1) if isinstance(part, int)), default=0)
    return dotted(where[last:])


def _nearest(where: Where, others: list[Where]) -> Where | None:
    """The one of the others in the same section that is most like a misspelling of the name."""
    beside = {str(other[-1]): other for other in others if other[:-1] == where[:-1]}
    near = difflib.get_close_matches(str(where[-1]), beside, 1, 0.7)
    return beside[near[0]] if near else None


def _setting(model: type[BaseModel], place: Where) -> Where:
    """The setting at a place that an error tells, without what lies within the setting."""
    parts: Where = ()
    inside: type[BaseModel] | None = model
    for part in place:
        if inside is None:
            break
        parts = (*parts, part)
        inside = inside if isinstance(part, int) else _model_of(inside, part)
    return parts


def _model_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The section that a key opens, once or several times; None where it is a setting."""
    field = model.model_fields.get(key)
    return next(_models(field.annotation), None) if field else None


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)


def _section(model: type[BaseModel], where: Where) -> type[BaseModel]:
    """The section that a setting stands in."""
    for part in where[:-1]:
        model = model if isinstance(part, int) else _model_of(model, part) or model
    return model


def _expected(model: type[BaseModel], where: Where) -> Told:
    """What a setting should be."""
    key = where[-1]
    if isinstance(key, int):
        return _expected(model, where[:-1])
    field = _section(model, where).model_fields[key]
    kinds = [*field.metadata, *(part for kind in get_args(field.annotation) for part in _metadata(kind))]
    return next((part for part in kinds if isinstance(part, Told)), SECTION)


def _metadata(kind: Any) -> tuple[Any, ...]:
    return getattr(kind, "__metadata__", ())


_TOKEN = re.compile(
    r'"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|\'{3}(?:[^\']|\'{1,2}(?!\'))*\'{3,5}'
    r'|"(?:[^"\\]|\\.)*"|\'[^\']*\'|#[^\n]*|[\[\]{}=,\n]|[^\s\[\]{}=,#"\']+|\s',
    re.DOTALL,
)
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[^.]+')


def lines_of(text: str) -> dict[Where, int]:
    """The line of every key, and of every value of a list, of a text that is known to be TOML."""
    tokens: deque[tuple[str, int]] = deque()
    line = 1
    for match in _TOKEN.finditer(text):
        if match[0] == "\n" or not match[0].isspace() and match[0][0] != "#":
            tokens.append((match[0], line))
        line += match[0].count("\n")
    found: dict[Where, int] = {}
    last: dict[Where, int] = {}  # the number of the newest of the sections that stand several times
    inside: Where = ()
    while tokens:
        token, line = tokens[0]
        if token == "[":
            inside = _heading(tokens, last)
            _note(found, inside, line)
        elif token == "\n" or token == "]":
            tokens.popleft()
        else:
            _pair(tokens, inside, found)
    return found


def _heading(tokens: deque[tuple[str, int]], last: dict[Where, int]) -> Where:
    """Where the keys stand that follow a heading."""
    tokens.popleft()
    several = tokens[0][0] == "["
    if several:
        tokens.popleft()
    *above, own = _keys(tokens, "]")
    where: Where = ()
    for part in above:
        where = (*where, part)
        where = (*where, last[where]) if where in last else where
    where = (*where, own)
    if several:
        last[where] = last.get(where, -1) + 1
        where = (*where, last[where])
    return where


def _keys(tokens: deque[tuple[str, int]], end: str) -> list[str]:
    """The parts of a key, up to the sign that ends it."""
    parts = ""
    while (token := tokens.popleft()[0]) != end:
        parts += token
    return [tomllib.loads(f"k = {part}")["k"] if part[0] in "\"'" else part for part in _PART.findall(parts)]


def _note(found: dict[Where, int], where: Where, line: int) -> None:
    for end in range(1, len(where) + 1):
        found.setdefault(where[:end], line)


def _pair(tokens: deque[tuple[str, int]], inside: Where, found: dict[Where, int]) -> None:
    """A key with its value: where they stand goes into what was found."""
    line = tokens[0][1]
    where = (*inside, *_keys(tokens, "="))
    _note(found, where, line)
    _value(tokens, where, found)


def _value(tokens: deque[tuple[str, int]], where: Where, found: dict[Where, int]) -> None:
    opening, _ = tokens.popleft()
    if opening not in "[{":
        while tokens and tokens[0][0] not in ",]}\n":
            tokens.popleft()
        return
    number = 0
    while (token := tokens[0][0]) not in "]}":
        if token in ",\n":
            tokens.popleft()
        elif opening == "{":
            _pair(tokens, where, found)
        else:
            found[*where, number] = tokens[0][1]
            _value(tokens, (*where, number), found)
            number += 1
    tokens.popleft()
