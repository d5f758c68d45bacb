"""What the public reads tells nothing of the inside: no commands, files, settings, folders or libraries."""

import re

import pytest

from outreach.contents import ALWAYS, PAGES, page_of
from outreach.screen import visit
from outreach.selection import LANGUAGES, Selection
from tests.conftest import SAY, TODAY
from tests.towns import CHANGLE

INSIDE = re.compile(
    r"python -m|\bmake \w+\.|\w+\.(?:csv|toml|py|jsonl?|zip|md|log)\b|\b(?:history|deploy|snapshots)/|/(?:home|work|srv|etc|usr|tmp)/"
    r"|OUTREACH_|streamlit|pydeck|altair|deck\.gl|pandas|vega",
    re.IGNORECASE,
)
STATES = ({}, {"area": CHANGLE, "base": "zhang-jian-memorial", "unit": "science-association", "table": "bases"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "kiosk"])
def test_no_sentence_of_a_page_tells_of_the_inside(district, audience, language):
    found = []
    for name in ALWAYS:
        for state in STATES if audience in PAGES[name].audiences else ():
            selection = Selection(language=language).with_(**state)
            page = page_of(visit.at_noon(name, selection, district, TODAY, SAY[language], audience))
            said = [*page.texts]
            for one in page.exhibits.values():
                said += [
                    one.title,
                    one.sentence,
                    *one.says.values(),
                    one.invitation,
                    *(each.title for each in one.columns),
                ]
                said += [str(text) for each in one.columns if each.kind == "text" for text in one.rows[each.name]]
            found += [(name, match[0]) for text in said if (match := INSIDE.search(text))]
    assert found == []
