"""The last good version of a district's files on disk."""

import os
import random
import zipfile

import pytest

from outreach.tables import backup


def spoil(root) -> None:
    path = root / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum"))


def test_what_was_kept_is_the_district_as_it_was(copied):
    assert backup.last_good(copied) is None
    assert backup.save(copied)
    spoil(copied)
    found = backup.last_good(copied)
    assert len(found.bases) == 24 and found.faults == () and "science_museum" in set(found.bases["category"])


def test_it_is_kept_in_the_district_or_where_the_server_says(copied, monkeypatch, tmp_path):
    assert backup.path_of(copied) == copied / ".kept" / "last-good.zip"
    monkeypatch.setenv("OUTREACH_STATE", str(tmp_path / "state"))
    assert backup.save(copied) and not (copied / ".kept").exists()
    assert backup.path_of(copied).is_relative_to(tmp_path / "state") and backup.last_good(copied) is not None


def test_a_second_keeping_replaces_the_first_whole(copied):
    backup.save(copied)
    (copied / "data" / "survey.csv").write_bytes((copied / "data" / "survey.csv").read_bytes())
    backup.save(copied)
    assert [path.name for path in (copied / ".kept").iterdir()] == ["last-good.zip"]
    assert zipfile.ZipFile(backup.path_of(copied)).testzip() is None


def test_a_disk_that_takes_nothing_is_no_trouble(copied, monkeypatch):
    (copied / "in-the-way").write_text("a file, no directory")
    monkeypatch.setenv("OUTREACH_STATE", str(copied / "in-the-way"))
    assert backup.save(copied) is False and backup.last_good(copied) is None


def test_a_keeping_that_ends_halfway_leaves_the_former_one(copied, monkeypatch):
    backup.save(copied)
    before = backup.path_of(copied).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert backup.save(copied) is False
    assert backup.path_of(copied).read_bytes() == before and [path.name for path in (copied / ".kept").iterdir()] == [
        "last-good.zip"
    ]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04"])
def test_a_kept_file_that_is_broken_counts_for_none(copied, content):
    backup.save(copied)
    backup.path_of(copied).write_bytes(content)
    assert backup.last_good(copied) is None


def test_a_file_changed_just_now_may_be_half_written(copied):
    at = 1_800_000_000
    for path in (copied / "data").iterdir():
        os.utime(path, (at, at))
    for path in (copied / "geo").iterdir():
        os.utime(path, (at, at))
    assert [backup.unsettled(copied, at + after) for after in (0, 1, 5, -1, -60)] == [True, True, False, True, False]


def test_whatever_bytes_of_it_are_damaged_it_is_never_used_and_told_of(copied):
    backup.save(copied)
    sound, at_random = backup.path_of(copied).read_bytes(), random.Random(1)
    assert backup.faults(copied) == []
    for _ in range(60):
        spoiled = bytearray(sound)
        for place in at_random.sample(range(len(spoiled)), 3):
            spoiled[place] ^= 1 << at_random.randrange(8)
        backup.path_of(copied).write_bytes(spoiled[: at_random.choice((len(sound), len(sound), len(sound) // 2))])
        told = [fault.rule for fault in backup.faults(copied)]
        assert told in ([], ["kept_damaged"])
        if told:
            assert backup.last_good(copied) is None
