import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from outreach.home import HomeError
from outreach.screen import cached
from outreach.tables import MODELS, backup, ledger
from tests.conftest import SAY, nothing_remembered

pytestmark = pytest.mark.usefixtures("forgetful")


@pytest.fixture
def home(copied, monkeypatch):
    monkeypatch.setenv("OUTREACH_HOME", str(copied))
    return copied


def replace(path, old: str, new: str) -> None:
    """Change a file so that its time tells, however quick the test is."""
    before = path.stat().st_mtime_ns
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_broken_file_keeps_the_last_good_table_and_says_so(home):
    good = cached.district()
    replace(home / "data" / "bases.csv", "science_museum", "moon_museum")
    found = cached.district()
    assert found.stale == ("bases",) and found.missing == ()
    assert found.bases is good.bases
    assert [(fault.file, fault.row, fault.column) for fault in found.faults] == [("data/bases.csv", 2, "category")]


def test_a_mended_file_is_taken_up(home):
    cached.district()
    replace(home / "data" / "bases.csv", "science_museum", "moon_museum")
    assert cached.district().stale
    replace(home / "data" / "bases.csv", "moon_museum", "science_museum")
    replace(home / "data" / "bases.csv", "海门科技馆", "海门新科技馆")
    found = cached.district()
    assert (found.faults, found.stale) == ((), ())
    assert "海门新科技馆" in set(found.bases["name_zh"])


def test_a_table_that_was_never_good_is_missing(home):
    replace(home / "data" / "bases.csv", "science_museum", "moon_museum")
    found = cached.district()
    assert (found.stale, found.missing) == ((), ("bases",)) and found.bases.empty


def test_after_a_restart_a_broken_table_is_the_one_kept_on_disk(home):
    good = cached.district()
    replace(home / "data" / "bases.csv", "science_museum", "moon_museum")
    with nothing_remembered():
        found = cached.district()
    assert (found.stale, found.missing) == (("bases",), ()) and found.bases.equals(good.bases)
    assert [fault.file for fault in found.faults] == ["data/bases.csv"] and found.home.root == home


def test_after_a_restart_a_broken_setting_is_the_one_kept_on_disk(home):
    good = cached.district()
    replace(home / "data" / "district.toml", 'code = "320614"', "code = 320614")
    with nothing_remembered():
        found = cached.district()
    assert found.home == good.home and "district.toml" in found.stale


def test_a_file_caught_half_written_is_read_again_and_no_fault(home, monkeypatch):
    monkeypatch.setattr(backup, "YOUNG_S", 600)
    good, path = cached.district(), home / "data" / "bases.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert cached.district() is good
    path.write_bytes(whole.replace("海门科技馆".encode(), "海门新科技馆".encode()))
    found = cached.district()
    assert found.faults == () and "海门新科技馆" in set(found.bases["name_zh"])


def test_a_file_that_stays_broken_is_told_of_once_it_has_settled(home, monkeypatch):
    monkeypatch.setattr(backup, "YOUNG_S", 600)
    for file in (*home.glob("data/*"), *home.glob("geo/*")):
        os.utime(file, (1_700_000_000, 1_700_000_000))  # a fresh checkout is young itself
    good, path = cached.district(), home / "data" / "bases.csv"
    before = cached.version()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert cached.district() is good and cached.version() == before
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert cached.district().stale == ("bases",) and cached.version() == before + 1


def test_a_broken_setting_keeps_the_last_good_district(home):
    good = cached.district()
    replace(home / "data" / "district.toml", 'code = "320614"', "code = 320614")
    found = cached.district()
    assert found.bases.equals(good.bases) and found.home == good.home
    assert "district.toml" in found.stale and found.faults[0].file == "data/district.toml"


def test_another_directory_is_another_district(home, monkeypatch):
    here = cached.district()
    monkeypatch.delenv("OUTREACH_HOME")
    there = cached.district()
    assert there.home.root != here.home.root


def test_a_directory_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(HomeError, match="home_missing"):
        cached.district()


def test_while_the_files_stay_as_they_are_all_visitors_share_one_reading(home, monkeypatch):
    times = []
    read = cached.read_district
    monkeypatch.setattr(cached, "read_district", lambda *given: times.append(1) or read(*given))
    with ThreadPoolExecutor(8) as visitors:
        found = list(visitors.map(lambda _: cached.district(), range(8))) + [cached.district()]
    assert len(set(map(id, found))) == 1 and times == [1]


@pytest.mark.parametrize("language", SAY)
def test_the_words_know_the_ids_of_every_closed_list(language):
    said = cached.say(language)
    assert said.keys() == SAY[language].keys() and said is cached.say(language)
    assert all(said(key) == SAY[language](key) for key in said.keys() if key.startswith("value."))


def test_every_table_is_known_by_name():
    assert cached.tables() == set(MODELS)


def test_a_change_that_a_killed_process_left_is_finished_before_the_tables_are_read(home):
    content = (home / "data" / "bases.csv").read_bytes()
    change = ledger.accept(home, ledger.Proposal("bases", content, ledger.digest(content), {}), "王芳", "")
    log = home / "history" / "log.jsonl"
    (home / "history" / "intent.json").write_bytes(log.read_bytes())
    log.unlink()
    cached.district()
    assert ledger.changes(home) == [change] and not (home / "history" / "intent.json").exists()


def test_a_file_is_looked_at_again_after_a_while_or_when_it_is_known_to_have_changed(home, monkeypatch):
    monkeypatch.setattr(cached, "LOOK_EVERY_S", 60)
    before = cached.version()
    replace(home / "data" / "areas.csv", "海门街道", "海门街办")
    assert cached.version() == before
    cached.look_again()
    assert cached.version() == before + 1


def test_files_that_vanish_and_come_back_under_a_running_server_leave_the_last_good_version(home, caplog):
    good = cached.district()
    aside = home.parent / "aside"
    (home / "data").rename(aside)
    with caplog.at_level("WARNING", "outreach"):
        assert [cached.district() is good for _ in range(3)] == [True] * 3
    assert len(caplog.records) == 1 and "last good version stays" in caplog.text
    aside.rename(home / "data")
    replace(home / "data" / "bases.csv", "海门科技馆", "海门新科技馆")
    assert "海门新科技馆" in set(cached.district().bases["name_zh"])
    shutil.move(home, aside)
    assert cached.district().faults == () and len(cached.district().bases) == len(good.bases)


def test_files_that_never_were_there_are_no_last_good_version(monkeypatch, home, tmp_path):
    cached.district()
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "nowhere"))
    with pytest.raises(HomeError):
        cached.district()


def test_a_clock_that_jumps_leaves_no_change_unseen(home):
    cached.district()
    path = home / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace("海门科技馆".encode(), "海门新科技馆".encode(), 1))
    os.utime(path, (0, 0))
    assert "海门新科技馆" in set(cached.district().bases["name_zh"])
