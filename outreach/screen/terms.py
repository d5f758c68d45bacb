"""Terms of the trade, explained where they stand, from the one glossary (glossary.* of the words)."""

import re
from functools import cache
from html import escape

from outreach.words import Words


def marked(text: str, say: Words, once: bool = True) -> str:
    """The text as HTML, each term of the glossary in it marked where it first stands, with what it means."""
    found = say.glossary
    said: set[str] = set()
    parts, end = [], 0
    for match in _pattern(tuple(found)).finditer(text):
        term = found[match[0].casefold()]
        parts.append(escape(text[end : match.start()]))
        end = match.end()
        if once and term.id in said:
            parts.append(escape(match[0]))
            continue
        said.add(term.id)
        means = escape(say("glossary.said", term=term.name, means=term.means))
        parts.append(
            f'<abbr class="outreach-term" tabindex="0" role="button" title="{means}" data-means="{means}">{escape(match[0])}</abbr>'
        )
    return "".join([*parts, escape(text[end:])])


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" if one.isascii() else re.escape(one) for one in longest),
        re.IGNORECASE,
    )
