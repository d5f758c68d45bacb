"""The briefing as Streamlit runs it, and every page as slides."""

import json

import pytest

from outreach.views import palette
from tests.conftest import PAGES, SAY
from tests.towns import CHANGLE, YUELAI
from tests.views.test_palette import contrast


def mounted(seen) -> dict[str, dict]:
    """What each of our components was given, by name."""
    return {
        one.proto.component_name.removeprefix("outreach_"): json.loads(one.proto.json)
        for one in seen.at.get("bidi_component")
        if one.proto.json
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_story_has_a_cover_six_findings_what_is_asked_and_a_closing_and_nothing_is_left_to_fill(visit, language):
    seen = visit("briefing", lang=language, mode="present")
    slides = mounted(seen)["stage"]["slides"]
    going_on = [one for one in slides if one["title"].endswith((" (continued)", "（续）"))]
    assert {one["id"].partition("-")[0] for one in going_on} <= {"targets", "certainty"}, (
        "charts of more rows than can be read"
    )
    assert len({one["title"] + one["id"] for one in slides}) == len(slides)
    slides = [one for one in slides if one not in going_on]
    assert [one["id"] for one in slides] == [
        "cover",
        "literacy",
        "targets",
        "certainty",
        "towns",
        "reach",
        "siting",
        "decisions",
        "closing",
    ]
    for one in slides:
        assert one["title"] and one["body"] and (one["source"] or one["kind"]) and 'class="nothing"' not in one["body"]
        assert not any(sign in one["title"] + one["takeaway"] for sign in "{}")
    assert all(one["takeaway"] for one in slides[1:7]) and slides[7]["body"].count("<li>") == 4
    assert len({one["title"] for one in slides}) == len(slides)


def test_figures_in_the_notes_are_what_the_exhibits_say(visit, shown):
    notes = {one["id"]: one["note"] for one in mounted(visit("briefing", notes="1"))["notes"]["slides"]}
    assert all(notes.values()) and not any(sign in note for note in notes.values() for sign in "{}")
    assert shown["siting", "zh"].sentence in notes["siting"]
    assert shown["plan", "zh"].exhibits["plan_targets"].said("caveat") in notes["targets"]


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("briefing", "kiosk", "sources")])
def test_a_page_presented_begins_with_its_sentence_and_main_picture(visit, shown, page):
    stage = mounted(visit(page, mode="present", area=CHANGLE, base="zhang-jian-memorial"))["stage"]
    first = stage["slides"][0]
    assert first["title"] == shown[page, "zh"].title and "<svg" in first["body"] and first["takeaway"]
    articles = 10 if page == "plan" else 1  # the matrix of duties is shown article by article; organisation has none
    assert (
        stage["full"]
        and len([one for one in stage["slides"] if not one["title"].endswith("（续）")])
        == len(shown[page, "zh"].exhibits) - 1 + articles  # a long table goes on
        and stage["notes"] is None
    )
    assert len({one["id"] for one in stage["slides"]}) == len(stage["slides"])


def test_the_public_sees_the_scenes_but_neither_notes_nor_a_list_of_its_own(visit, monkeypatch):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    seen = visit("briefing", notes="1")
    found = mounted(seen)
    assert [one.value for one in seen.at.info] == [SAY["zh"]("briefing.notes_closed")]
    assert found["stage"]["notes"] is None and not {"notes", "list", "add"} & set(found)
    assert all("note" not in one for one in found["stage"]["slides"])
    assert "add" not in mounted(visit("gaps"))


def test_internally_a_page_can_be_added_and_the_notes_follow(visit):
    scene = mounted(visit("gaps", area=YUELAI, lang="en", tone="dark"))["add"]["scene"]
    assert (scene["page"], scene["query"]) == ("gaps", {"area": YUELAI})
    notes = mounted(visit("briefing", notes="1", room="abc"))["notes"]
    assert notes["room"] == "abc" and len(notes["slides"]) == 9 and notes["slides"][0]["note"]


def test_every_colour_of_a_slide_keeps_its_contrast_on_a_dark_ground(visit):
    ground = palette.DARK[palette.PAPER]
    for name in ("INK", "FAINT", "PATH"):
        assert contrast(palette.DARK[getattr(palette, name)], ground) >= 4.5
    for colours in (
        palette.LEVEL,
        palette.BASIS,
        palette.AREA,
        palette.STATUS,
        palette.ROLE,
        palette.SIDE,
        palette.REACHED,
    ):
        assert [
            name for name, colour in colours.items() if contrast(palette.DARK.get(colour, colour), ground) < 3
        ] == []
    for colour in palette.LEVEL.values():
        assert contrast(palette.DARK[colour], palette.DARK[palette.TOWN]) >= 3
