"""Terms of the trade, explained where they stand, from the one glossary (glossary.* of the words)."""

import re
from collections.abc import Iterator
from functools import cache

from markupsafe import Markup

from outreach.web import Pieces
from outreach.words import Words

_PIECES = Pieces("panels")


def marked(text: str, say: Words, once: bool = True) -> Markup:
    """The text as HTML, each term of the glossary in it marked where it first stands, with what it means."""
    said: set[str] = set()
    parts, end = [], 0
    for match, id_, means in _found(text, say):
        parts.append(text[end : match.start()])
        end = match.end()
        parts.append(match[0] if once and id_ in said else _PIECES("term", match[0], means))
        said.add(id_)
    return Markup("").join([*parts, text[end:]])


def meaning(text: str, say: Words) -> str:
    """What the first term of the glossary in a text means; empty where there is none."""
    return next((means for _, _, means in _found(text, say)), "")


def _found(text: str, say: Words) -> Iterator[tuple[re.Match[str], str, str]]:
    """The terms in a text: where each stands, its id and what it means."""
    glossary = say.glossary
    for match in _pattern(tuple(glossary)).finditer(text):
        term = glossary[match[0].casefold()]
        yield match, term.id, say("glossary.said", term=term.name, means=term.means)


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" if one.isascii() else re.escape(one) for one in longest),
        re.IGNORECASE,
    )
