"""The atlas in one file, of a district: what of it is in the file, and what is said of the rest."""

import pandas as pd
import pytest

from outreach.exports import atlas as file
from outreach.page import Kiosk
from outreach.screen import atlas
from outreach.words import LANGUAGES
from tests.conftest import SAY


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_file_has_not_all_that_can_be_chosen_its_list_says_so(district, language, monkeypatch):
    say = SAY[language]
    assert atlas._called("town", district, say) == say("atlas.choose_town")
    monkeypatch.setattr(atlas, "MOST", 5)
    told = atlas._called("town", district, say)
    assert told.startswith(say("atlas.choose_town")) and "5" in told and "12" in told


def test_an_exhibit_alone_is_of_a_page_the_public_has_and_of_one_that_is_there(district):
    today = pd.Timestamp("2026-11-23").date()
    assert atlas.alone(district, "desk", "desk", "zh", today) is None
    assert atlas.alone(district, "kiosk", "kiosk_near", "zh", today) is None
    assert atlas.alone(district, "sources", "no_such_table", "zh", today) is None


def test_the_museums_page_of_the_file_has_the_nearest_bases_and_what_takes_turns(district):
    today = pd.Timestamp("2026-11-23").date()
    leaves = tuple(atlas._leaves("kiosk", district, SAY["zh"], today))[:2]
    text = file.html([file.Edition(SAY["zh"], "某区", leaves, {"kiosk": ""})], today.isoformat()).decode()
    shown = next(one for one in leaves[0].blocks if isinstance(one, Kiosk))
    assert shown.near().title in text and shown.loop().title in text and len(leaves) == 2
