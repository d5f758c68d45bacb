"""The museum's screen as Streamlit runs it: what a touch may ask for, and what is left of a visitor."""

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from outreach.contents import KIOSK_READS
from outreach.page import Kiosk
from outreach.screen import entry, kiosk
from outreach.screen.markdown import plain
from outreach.selection import Selection
from outreach.tables import MODELS, backup
from tests.conftest import SAY, Stage
from tests.towns import CHANGLE


def _touched():
    """A session in which a touch is heard: what the browser sends stands under the stage's key."""
    import streamlit as st

    from outreach.screen import address, kiosk

    if "wanted" in st.session_state:
        sent = st.session_state.pop("wanted")
        kiosk.STAGE = "sent"
        st.session_state["sent"] = {"go": sent}
        address.go(address.current())
        kiosk._went()
        kiosk.STAGE = "kiosk-stage"
    st.text(repr(address.current()))


def heard(wanted) -> Selection:
    at = AppTest.from_function(_touched)
    at.session_state["wanted"] = wanted
    at.run()
    assert not at.exception
    return eval(at.text[0].value)


def test_a_touch_changes_what_it_names_and_nothing_else():
    assert heard({"view": "town", "area": CHANGLE}) == Selection(view="town", area=CHANGLE)
    assert heard({"lang": "en"}) == Selection(language="en")


def test_what_a_touch_cannot_ask_for_is_not_heard():
    assert heard({"mode": "browse", "since": "2026-01-01", "audience": "internal"}) == Selection()
    assert heard({"view": "moon"}) == Selection()
    assert heard("view=map") == Selection()


def test_of_a_visitor_who_is_gone_nothing_is_left_on_the_server(monkeypatch):
    def forgotten():
        import streamlit as st

        from outreach.screen import kiosk
        from tests.towns import CHANGLE

        if st.session_state.get("go"):
            st.session_state["selection"], st.session_state["kiosk-heard"] = "what the visitor saw", 7
            st.query_params["area"] = CHANGLE
            kiosk._ended()
            st.text(f"{dict(st.session_state)} {st.query_params.to_dict()}")

    at = AppTest.from_function(forgotten)
    at.session_state["go"] = True
    at.run()
    assert not at.exception and at.text[0].value == "{} {}"


def test_an_odd_address_shows_the_first_scene_and_no_sentence_about_it(visit, monkeypatch):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    for query in (
        {"view": "moon"},
        {"quiz": "99-7"},
        {"here": "0,0"},
        {"area": "<b>", "base": "nowhere", "lang": "fr"},
        {"view": "base"},
    ):
        seen = visit("kiosk", **query)
        assert seen.failed == [] and not seen.at.info and not seen.at.error


def test_without_our_own_server_the_screen_is_not_shown(visit, monkeypatch):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    monkeypatch.setattr(entry, "_door", False)
    for page in ("kiosk", "overview", "briefing"):
        seen = visit(page, lang="zh")
        assert [one.value for one in seen.at.error] == [plain(SAY["zh"]("shell.unguarded"))]
        assert not seen.at.get("html") and not seen.at.button


def spoilt_settings(home):
    path = home / "data" / "district.toml"
    path.write_bytes(path.read_bytes().replace(b'code = "320614"', b"code = 320614", 1))


def spoilt_bases(home):
    path = home / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum", 1))


def lost_towns(home):
    (home / "data" / "areas.csv").unlink()


def spoilt_map(home):
    (home / "geo" / "towns.geojson").write_text("no map", encoding="utf-8")


SPOILS = {
    spoilt_settings: "data/district.toml:4:code ",
    spoilt_bases: "data/bases.csv:2:category ",
    lost_towns: "data/areas.csv:-:- ",
    spoilt_map: "geo/towns.geojson:",
}


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("spoil", SPOILS)
def test_a_start_onto_a_broken_file_shows_the_last_good_version_and_tells_the_log(
    spoil, visit, copied, monkeypatch, tmp_path, caplog
):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    monkeypatch.setenv("OUTREACH_STATE", str(tmp_path / "state"))
    assert backup.save(copied)
    spoil(copied)
    with caplog.at_level("WARNING", "outreach"):
        seen = visit("kiosk", view="base", base="zhang-jian-memorial")
        assert seen.failed == [] and not seen.at.error and "张謇" in sheet(seen)
        assert seen.again().failed == []
    told = [one.getMessage() for one in caplog.records if one.name == "outreach"]
    assert sum(SPOILS[spoil] in one for one in told) == 1  # once, however many visits follow


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("spoil", [spoilt_settings, spoilt_map])
def test_a_start_onto_a_broken_file_with_nothing_kept_shows_no_scene_and_nothing_of_the_fault(
    spoil, visit, copied, monkeypatch, caplog
):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "kiosk")
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    spoil(copied)
    with caplog.at_level("WARNING", "outreach"):
        seen = visit("kiosk")
    assert seen.failed == [] and sheet(seen) == "" and "moon" not in seen.text and str(copied) not in seen.text
    assert any(SPOILS[spoil] in one.getMessage() for one in caplog.records)


def sheet(seen) -> str:
    """What the stage was given to show; nothing where the page ended before it."""
    return next(
        (
            json.loads(one.proto.json)["html"]
            for one in seen.at.get("bidi_component")
            if one.proto.id.endswith("kiosk-stage")
        ),
        "",
    )


def test_tables_the_screen_does_not_read_may_be_missing(district):
    """What it names as read is all it reads."""
    others = [name for name in MODELS if name not in KIOSK_READS]
    poorer = replace(district, missing=tuple(others), **{name: district.table(name).iloc[:0] for name in others})
    for chosen in (
        {"view": "loop"},
        {"view": "base", "base": "zhang-jian-memorial"},
        {"view": "town", "area": CHANGLE},
        {"view": "quiz", "quiz": "1"},
    ):
        drawn = [Stage(one).play("kiosk", "zh", **chosen) for one in (district, poorer)]
        shown = [next(one for one in page.blocks if isinstance(one, Kiosk)) for page in drawn]
        selection = Selection().with_(**chosen)
        full, poor = (kiosk.sheet(selection, SAY["zh"], district.home, one) for one in shown)
        assert full == poor
