"""Pages over files that are broken: a sentence for everybody, the faults for those who can mend them."""

import os

import pytest

from outreach.home import PROJECT
from outreach.new import write
from outreach.screen import entry
from tests import districts
from tests.conftest import PAGES, SAY

ZH = SAY["zh"]
pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def broken(copied, monkeypatch):
    """A district whose bases were never read whole."""
    path = copied / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum", 1))
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    return path


@pytest.mark.parametrize("page", ["overview", "gaps"])
def test_inside_the_faults_are_told(visit, broken, page):
    seen = visit(page)
    assert seen.failed == [] and seen.errors() == [
        ZH("shell.no_data", tables=ZH("shell.table_at", table="科普阵地", file="data/bases.csv"))
    ]
    assert ZH("shell.faults", n=1) in [one.label for one in seen.at.expander]
    assert "data/bases.csv:2:category" in seen.text and "moon_museum" in seen.text


@pytest.mark.parametrize("page", ["bases"])
def test_the_public_is_told_to_come_back_and_nothing_else(visit, broken, monkeypatch, page):
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    seen = visit(page)
    assert seen.failed == [] and seen.errors() == [ZH("shell.no_data_public")]
    assert "bases.csv" not in seen.text and "moon" not in seen.text and str(broken.parent) not in seen.text


def test_the_data_notes_stay_open_beside_a_broken_table(visit, broken):
    seen = visit("sources")
    assert seen.failed == [] and seen.errors() == [] and "<h1" in seen.html


def test_a_file_that_breaks_later_leaves_the_last_good_rows(visit, copied, monkeypatch):
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    assert visit("bases").failed == []
    path = copied / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum_x", 1))
    os.utime(path, (1_800_000_000, 1_800_000_000))
    seen = visit("bases")
    assert seen.failed == [] and seen.errors() == [] and ZH("bases.table_sentence", n=24) in seen.text
    assert (
        ZH("shell.faults", n=1) in [one.label for one in seen.at.expander]
        and ZH("shell.stale", tables="bases") in seen.text
    )
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    assert "moon" not in visit("bases").text


@pytest.mark.parametrize("page", PAGES)
def test_where_there_is_no_district_it_says_so_in_one_sentence(visit, monkeypatch, tmp_path, page):
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "nowhere"))
    seen = visit(page, lang="en")
    assert seen.failed == [] and "<h1" not in seen.html
    assert seen.errors() == [SAY["en"]("check.home_missing", path=str(tmp_path / "nowhere"))]


def test_the_public_is_not_told_where_the_files_lie(visit, monkeypatch, tmp_path):
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("OUTREACH_AUDIENCE", "public")
    assert str(tmp_path) not in " ".join(visit("overview").errors())


def test_a_broken_setting_is_told_with_its_line(visit, copied, monkeypatch):
    path = copied / "data" / "district.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('code = "320614"', "code = 320614"), encoding="utf-8")
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    seen = visit("overview")
    assert seen.failed == [] and len(seen.errors()) == 1 and "code" in seen.text


def test_a_demonstration_says_so_before_anything_else(visit, copied, monkeypatch):
    path = copied / "data" / "district.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("demonstration = false", "demonstration = true"), encoding="utf-8"
    )
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    for page in ("bases", "sources"):
        assert ZH("credits.demonstration") in [one.value for one in visit(page).at.warning]


def test_an_empty_district_says_on_every_page_what_is_missing_and_leads_to_where_it_can_be_put(
    visit, tmp_path, monkeypatch
):
    write(
        tmp_path / "new",
        "320614",
        "2026-11-23",
        {"zh": "某区", "en": "Some District"},
        towns=PROJECT / "geo" / "towns.geojson",
    )
    districts.with_a_desk(tmp_path / "new")
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "new"))
    monkeypatch.setattr(entry, "at_the_machine", lambda headers: True)
    seen = visit("plan")
    (sentence,) = seen.errors()
    assert (
        seen.failed == []
        and ZH("shell.table_at", table="居民点", file="data/places.csv") in sentence
        and "data/district.toml" in sentence
    )
    assert ZH("shell.fill_at_desk", table="居民点") in [link.proto.label for link in seen.at.main.get("page_link")]
    seen = visit("desk", table="places")
    assert (
        seen.failed == [] and seen.errors() == [] and seen.at.file_uploader and seen.at.selectbox[0].value == "places"
    )
