import filecmp
from pathlib import Path

import pytest
import shapely

from outreach.__main__ import main
from outreach.synth import write
from outreach.synth.names import town
from outreach.tables import MODELS, scope, snapshot


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("towns, bases, seed", [(1, 0, 1), (1, 7, 2), (2, 3, 3), (3, 40, 4), (7, 1, 5), (19, 260, 6)])
def test_a_demonstration_of_any_size_is_sound(tmp_path, towns, bases, seed):
    district = write(tmp_path / "demo", towns, bases, seed)
    assert district.faults == () and len(district.bases) == bases
    drawn = district.geometry["towns"]
    assert len(drawn) == towns and shapely.coverage_is_valid(drawn.geometry.values)
    outline = district.geometry["district"].geometry.iloc[0]
    assert drawn.geometry.union_all().symmetric_difference(outline).area == pytest.approx(0, abs=1e-12)


def test_the_command_writes_the_same_bytes_again_and_check_passes(tmp_path, capsys):
    for name in ("one", "two"):
        assert (
            main(["synth", "--towns", "9", "--bases", "60", "--seed", "4", str(tmp_path / name), "--lang", "en"]) == 0
        )
    assert capsys.readouterr().out.startswith(
        f"wrote a demonstration district: {tmp_path / 'one'} (9 towns, 60 bases, all of it invented)\n"
    )
    assert files(tmp_path / "one") == files(tmp_path / "two") and filecmp.cmp(
        tmp_path / "one/data/bases.csv", tmp_path / "two/data/bases.csv", False
    )
    assert main(["check", str(tmp_path / "one")]) == 0
    assert main(["datapackage", "--check", str(tmp_path / "one")]) == 0


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return write(tmp_path_factory.mktemp("synth") / "demo", 12, 150, 1)


def test_every_table_is_full_and_says_that_it_is_a_demonstration(demo):
    assert demo.home.demonstration and {name for name in MODELS if demo.table(name).empty} == {"codes"}
    own = {
        "areas": "population_basis",
        "places": "share_basis",
        "bases": "basis",
        "survey": "basis",
        "targets": "basis",
        "progress": "basis",
    }
    assert {basis for table, column in own.items() for basis in demo.table(table)[column].dropna()} == {"demonstration"}


def test_there_is_every_kind_of_base_and_a_town_without_one(demo):
    bases = demo.bases
    assert set(bases["accuracy"]) == {"exact", "street", "town", "unknown"}
    assert set(bases["status"]) == {"open", "closed", "planned", "unverified"}
    assert demo.areas["area_code"].iloc[-1] not in set(bases["area_code"])
    assert "GCJ-02" in (demo.home.data / "bases.csv").read_text(encoding="utf-8-sig") and set(
        bases["datum"].dropna()
    ) <= {"WGS-84", "CGCS2000"}


def test_a_snapshot_of_the_last_meeting_differs_from_today(demo):
    before = snapshot.read(snapshot.listed(demo.home.root)[-1], demo.home.code)
    assert 0 < len(demo.bases) - len(before.table("bases")) <= 6
    assert len(before.table("progress")) < len(demo.progress)


def test_no_two_towns_are_called_the_same():
    assert len({town(i) for i in range(3000)}) == 3000


def test_districts_are_asked_for_within_the_number_of_towns(tmp_path, capsys):
    assert main(["synth", "--towns", "3", "--districts", "4", str(tmp_path / "new"), "--lang", "en"]) == 2
    assert capsys.readouterr().err == "expected from 1 to as many districts as there are towns (3), found 4\n"


def test_a_town_of_a_province_belongs_to_one_of_its_districts(tmp_path, capsys):
    province = write(tmp_path / "demo", 6, 10, 1, districts=2)
    assert province.faults == () and list(scope.parts(province).index) == ["990101", "990102"]
    path = tmp_path / "demo/data/areas.csv"
    path.write_bytes(path.read_bytes().replace(b"990102003,990102,", b"990102003,990100,"))
    assert main(["check", str(tmp_path / "demo"), "--lang", "en"]) == 1
    told = "Jisi belongs to “990100”, which is no district: where the area shown has districts, each town belongs to one of them"
    assert told in capsys.readouterr().out


def test_nothing_is_overwritten_and_wrong_numbers_are_told(tmp_path, capsys):
    (tmp_path / "kept").write_text("mine")
    assert main(["synth", str(tmp_path), "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"{tmp_path} is not empty: name a new or an empty directory\n"
    assert main(["synth", "--towns", "0", str(tmp_path / "new"), "--lang", "en"]) == 2
    assert capsys.readouterr().err == "expected at least 1 town and 0 or more bases, found 0 and 100\n"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
