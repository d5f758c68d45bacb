"""Snapshots: what is kept comes back as it was, and what is none is refused with its name."""

import json
import os
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from outreach.__main__ import main
from outreach.home import find_home
from outreach.tables import MODELS, snapshot
from tests.tables.test_ledger import killed_at

DAY = date(2026, 1, 15)


@pytest.fixture
def kept(copied, district):
    return snapshot.write(find_home(copied), district, DAY)


def test_every_table_comes_back_as_it_was(kept, district):
    found = snapshot.read(kept, "320614")
    assert found.taken == DAY and kept.name == "2026-01-15.json"
    for name in MODELS:
        pd.testing.assert_frame_equal(found.table(name), district.table(name))
    assert found.keys["duties"] == ["measure_id", "unit_id"]


def test_the_days_kept_are_listed_oldest_first_and_other_files_passed_over(kept, copied, district):
    snapshot.write(find_home(copied), district, date(2025, 1, 15))
    (kept.parent / "readme.txt").write_text("x")
    (kept.parent / "2024-01-15.part").write_text("x")
    assert [snapshot.day(path) for path in snapshot.listed(copied)] == ["2025-01-15", "2026-01-15"]


def test_a_column_of_later_days_is_empty_in_an_older_snapshot(kept):
    content = json.loads(kept.read_text(encoding="utf-8"))
    bases = content["tables"]["bases"]
    place = (
        bases["columns"].index("yearly_capacity")
        if "yearly_capacity" in bases["columns"]
        else bases["columns"].index("address_zh")
    )
    gone = bases["columns"].pop(place)
    bases["columns"].append("forgotten")
    for row in bases["rows"]:
        row.append(row.pop(place))
    del content["tables"]["survey"]
    kept.write_text(json.dumps(content), encoding="utf-8")
    found = snapshot.read(kept, "320614")
    assert found.table("bases")[gone].isna().all() and "forgotten" not in found.table("bases")
    assert found.table("survey").empty and "survey" not in found.keys


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"format": 2, "code": "320614"}',
        '{"format": 1, "code": "320614", "taken": "x", "tables": {}}',
        '{"format": 1, "code": "320614", "taken": "2026-01-15", "tables": {"bases": 1}}',
    ],
)
def test_what_is_no_snapshot_is_refused_by_name(kept, text):
    kept.write_text(text, encoding="utf-8")
    with pytest.raises(snapshot.SnapshotError, match="2026-01-15.json: "):
        snapshot.read(kept, "320614")


def test_another_districts_snapshot_is_refused(kept):
    with pytest.raises(snapshot.SnapshotError, match="expected format 1 of 320612, found 1 of 320614"):
        snapshot.read(kept, "320612")


def test_the_command_keeps_todays_tables_and_check_does_not_mind(copied, capsys):
    assert main(["snapshot", str(copied)]) == 0
    assert f"已留存：{copied}" in capsys.readouterr().out
    (path,) = snapshot.listed(copied)
    assert snapshot.day(path) == date.today().isoformat()
    assert main(["check", str(copied)]) == 0


def test_tables_with_faults_are_not_kept(copied, capsys):
    path = copied / "data" / "bases.csv"
    path.write_bytes(path.read_bytes().replace(b"science_museum", b"moon_museum", 1))
    assert main(["snapshot", str(copied), "--lang", "en"]) == 1
    assert "moon_museum" in capsys.readouterr().out and snapshot.listed(copied) == []


def test_where_nothing_can_be_written_it_says_so(copied, capsys):
    (copied / "snapshots").write_text("a file in the way")
    assert main(["snapshot", str(copied), "--lang", "en"]) == 2
    assert "nothing can be kept in" in capsys.readouterr().err


def test_a_demonstration_is_kept_like_any_other(copied, district):
    home = replace(find_home(copied), demonstration=True)
    assert snapshot.read(snapshot.write(home, district, DAY), home.code).taken == DAY


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_is_full_leaves_the_days_former_snapshot_and_nothing_half(copied, district, monkeypatch, step):
    home = find_home(copied)
    path = snapshot.write(home, district, date(2026, 1, 1))
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space"):
        snapshot.write(home, district, date(2026, 1, 1))
    assert path.read_bytes() == before and [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_killed_while_keeping_leaves_the_days_former_snapshot_or_the_new_one(copied, district):
    home, step, alive = find_home(copied), 0, False
    path = snapshot.write(home, replace(district, bases=district.bases[:0]), DAY)
    former = path.read_bytes()
    while not alive:
        step += 1
        path.write_bytes(former)
        alive = not killed_at(step, lambda: snapshot.write(home, district, DAY))
        assert (path.read_bytes() == former) is not alive and snapshot.listed(copied) == [path]
        snapshot.read(path, home.code)
    assert step > 2
