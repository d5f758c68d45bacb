"""What the interface says, in Chinese and in English."""

import re
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

from outreach.vocabulary import LANGUAGES as LANGUAGES  # words are asked for their languages

GLOSSARY = (
    "gap_index",
    "unconfirmed",
    "coverage",
    "access",
    "tiers",
    "rank_band",
    "top3",
    "ranks",
    "interval",
    "likely",
    "literacy",
    "reliability",
    "cv",
    "design_effect",
    "degrees",
    "gamma",
    "detectable",
    "gini",
    "theil",
    "hoover",
    "optimality",
    "median",
)
"""The terms of the trade, each explained at `glossary.ID`, in the order in which they are listed."""


@dataclass(frozen=True)
class Term:
    """A term of the trade and what it means."""

    id: str
    name: str
    means: str


class Faulty(Protocol):
    """A fault as a sentence tells it; see faults.Fault."""

    @property
    def rule(self) -> str: ...

    @property
    def details(self) -> Mapping[str, object]: ...


class Words:
    """The sentences of one language; passed to whoever speaks to a visitor.

    `say("gaps.title")` is the sentence at that key, its `{placeholders}` filled from the named arguments.
    Raises KeyError naming the key when there is no such sentence, or the placeholder nobody filled.
    """

    def __init__(self, language: str, sentences: Mapping[str, str]):
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        return self._sentences[key].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    @cached_property
    def glossary(self) -> Mapping[str, Term]:
        """Every form in which a term is written, in small letters, with the term."""
        found: dict[str, Term] = {}
        for one in GLOSSARY:
            term = Term(one, self(f"glossary.{one}.term"), self(f"glossary.{one}.means"))
            found |= {form.casefold(): term for form in (term.name, *self(f"glossary.{one}.forms").split("|"))}
        return found

    def keys(self) -> frozenset[str]:
        """Every key there is a sentence for."""
        return frozenset(self._sentences)

    def joined(self, labels: Mapping[str, str]) -> "Words":
        """The same words with more: names of ids that somebody else describes. Raises ValueError for a key taken."""
        if taken := self._sentences.keys() & labels.keys():
            raise ValueError(f"words said twice: {', '.join(sorted(taken))}")
        return Words(self.language, {**self._sentences, **labels})

    def read_as(self, terms: Mapping[str, str], kept: Iterable[str], keys: Container[str]) -> "Words":
        """The same words with each term in the sentences at these keys replaced by another.

        Placeholders stay as they are, and so do the phrases `kept`; a term of Latin letters is replaced as a whole word
        alone.
        """
        whole = [
            rf"(?<!\w){re.escape(term)}(?!\w)" if term.isascii() else re.escape(term)
            for term in sorted(terms, key=len, reverse=True)
        ]
        found = re.compile("|".join([r"\{[^}]*\}", *map(re.escape, sorted(kept, key=len, reverse=True)), *whole]))
        read = {
            key: found.sub(lambda part: terms.get(part[0], part[0]), sentence) if key in keys else sentence
            for key, sentence in self._sentences.items()
        }
        return Words(self.language, read)

    def pick(self, row: Mapping[str, object], stem: str) -> str:
        """The row's text in this language: `stem_zh` or `stem_en`; empty where the table has none."""
        text = row[f"{stem}_{self.language}"]
        return text if isinstance(text, str) else ""

    def capital(self, text: str) -> str:
        """The text as it stands at the head of something: with a capital, where the script has them."""
        return text[:1].upper() + text[1:]

    @cached_property
    def outside(self) -> "Words":
        """The same words as they are said to those who are not inside: what tells an officer what to do is said otherwise.

        Such sentences stand at `outside.KEY`, KEY being the one in whose place they are said.
        """
        told = {key.removeprefix(OUTSIDE): text for key, text in self._sentences.items() if key.startswith(OUTSIDE)}
        kept = {key: text for key, text in self._sentences.items() if not key.startswith(OUTSIDE)}
        return Words(self.language, {**kept, **told}) if told else self

    def list(self, items: list[str]) -> str:
        """The items as one enumeration: 甲、乙、丙 or a, b, c."""
        return self("format.comma").join(items)

    def fault(self, fault: Faulty) -> str:
        """One sentence for a fault of a table: what was found and what was expected."""
        return self(f"fault.{fault.rule}", **{name: self.spoken(value) for name, value in fault.details.items()})

    def spoken(self, value: object) -> object:
        """A detail of a sentence in this language: of a pair the one, of several an enumeration."""
        if isinstance(value, Mapping):
            return value[self.language]
        if isinstance(value, (list, tuple)):
            return self.list([str(self.spoken(item)) for item in value])
        return value


OUTSIDE = "outside."
NOT_OF_AREAS = (
    "desk",
    "put",
    "rounds",
    "ask",
    "nation",
    "fault",
    "check",
    "measures",
    "synth",
    "new",
    "survey",
    "exports",
    "value",
    "province",
    "plan",
    "sources",
    "glossary",
)
OF_THE_PLAN = ("town.plan_", "town.duties_", "town.to_")  # the plan's words for the towns as a whole


def of_whole(say: Words, kind: str) -> Words:
    """The words as they are said of a `province` or `city` whose districts stand in the towns' place.

    The terms (`province.terms`, `from=to` each) and the phrases that stay (`province.kept`) are words too; sections that do
    not speak of the areas shown stay as they are.
    """
    terms = dict(
        one.split("=")
        for one in say("province.terms", whole=say(f"province.whole_{kind}"), kind=say(f"province.kind_{kind}")).split(
            "|"
        )
    )
    keys = frozenset(
        key for key in say.keys() if key.split(".")[0] not in NOT_OF_AREAS and not key.startswith(OF_THE_PLAN)
    )
    read = say.read_as(terms, say("province.kept").split("|"), keys)
    return Words(
        say.language,
        {**read._sentences, "literacy.series_title": say("province.series_title", whole=say(f"province.whole_{kind}"))},
    )


@cache
def load(language: str) -> Words:
    """The words of `zh` or `en`. Raises ValueError for any other language."""
    if language not in LANGUAGES:
        raise ValueError(f"no words for language {language!r}: expected one of {', '.join(LANGUAGES)}")
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, dict(_flat(tomllib.loads(text))))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
