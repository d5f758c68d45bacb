"""python -m outreach measures: what it writes, and how it refuses."""

import pandas as pd
import pytest

from outreach.__main__ import main
from tests.towns import BAOCHANG, HAIMEN

COLUMNS = ["area_code", "measure", "value", "low", "high", "basis", "unit", "parameters"]


def read(path):
    return pd.read_csv(
        path,
        encoding="utf-8-sig",
        dtype={"area_code": str},
        keep_default_na=False,
        na_values={"value": "", "low": "", "high": ""},
    )


def value(table, area, measure):
    return table.set_index(["area_code", "measure"]).loc[(area, measure)]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    path = tmp_path_factory.mktemp("measures") / "all.csv"
    assert main(["measures", "--out", str(path), "--lang", "en"]) == 0
    return path


def test_one_line_a_measure_of_an_area(shipped):
    table = read(shipped)
    assert table.columns.tolist() == COLUMNS and not table.duplicated(["area_code", "measure"]).any()
    assert table["area_code"].unique().tolist()[:2] == ["320614", HAIMEN] and table["area_code"].nunique() == 13
    assert (table[["measure", "basis", "unit"]] != "").all(axis=None)


def test_the_file_opens_in_a_spreadsheet(shipped):
    content = shipped.read_bytes()
    assert (
        content.startswith(b"\xef\xbb\xbfarea_code,measure,")
        and content.endswith(b"\r\n")
        and b"\n" not in content.replace(b"\r\n", b"")
    )


def test_the_same_table_as_parquet_for_other_programs(shipped, tmp_path):
    path = tmp_path / "all.parquet"
    assert main(["measures", "--out", str(path), "--lang", "en"]) == 0
    found, told = pd.read_parquet(path), read(shipped)
    assert found.columns.tolist() == COLUMNS and len(found) == len(told)
    assert found["value"].astype(float).tolist() == pytest.approx(told["value"].tolist(), rel=1e-9, nan_ok=True)


def test_the_shipped_figures(shipped):
    table = read(shipped)
    assert value(table, "320614", "population")[["value", "basis", "unit"]].tolist() == [991782, "census", "persons"]
    ebike = value(table, "320614", "coverage_ebike")
    assert ebike[["value", "low", "high"]].tolist() == pytest.approx([0.577, 0.526, 0.999], abs=0.001)
    assert ebike["parameters"] == "ebike_km=5 detour=1.3 demand=land"
    assert value(table, "320614", "literacy_official")[["value", "basis"]].tolist() == [0.14, "official"]
    assert value(table, BAOCHANG, "gap")[["value", "low", "high"]].tolist() == pytest.approx(
        [70.26, 9.06, 74.09], abs=0.01
    )
    assert value(table, "320614", "access_per_10k")["parameters"].endswith("supply=weight")
    assert "literacy_survey" not in set(table["measure"])


def test_what_lies_between_low_and_high_lies_there(shipped):
    table = read(shipped).dropna(subset=["value", "low", "high"])
    assert (table["low"] <= table["value"] + 1e-9).all() and (table["value"] <= table["high"] + 1e-9).all()
    shares = read(shipped).query("unit == 'share' and measure != 'bases_share_less_people_share'")["value"].dropna()
    assert shares.between(0, 1).all()


def test_other_parameters_are_used_and_written_down(tmp_path, capsys):
    path = tmp_path / "grid.csv"
    assert (
        main(
            [
                "measures",
                "--out",
                str(path),
                "--lang",
                "en",
                "--set",
                "demand=grid",
                "spacing_m=2000",
                "--set",
                "mode=drive",
                "decay=gaussian",
                "weight_access=3",
            ]
        )
        == 0
    )
    table = read(path)
    assert (
        capsys.readouterr().out == f"wrote {path}: 13 areas, {table['measure'].nunique()} measures, {len(table)} rows\n"
    )
    assert (
        value(table, "320614", "access_per_10k")["parameters"]
        == "decay=gaussian mode=drive catchment_m=15000 detour=1.3 demand=grid spacing_m=2000 supply=weight"
    )
    assert value(table, HAIMEN, "gap")["parameters"].endswith("weight_literacy=1 weight_access=3")
    assert main(["measures", "--out", str(path), "--set", "weight_access=0"]) == 0
    assert "gap_access" not in set(read(path)["measure"])


def test_a_demonstration_says_so_in_every_row(tmp_path, copied):
    settings = copied / "data/district.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("demonstration = false", "demonstration = true"), encoding="utf-8"
    )
    assert main(["measures", str(copied), "--out", str(tmp_path / "all.csv")]) == 0
    assert set(read(tmp_path / "all.csv")["basis"]) == {"demonstration"}


@pytest.mark.parametrize(
    "said, sentence",
    [
        (["speed=3"], "there is no parameter “speed”: expected one of detour, walk_km"),
        (["detour"], "found “detour”, expected NAME=VALUE such as decay=gaussian"),
        (["mode=bus"], "parameter mode is “bus”, expected one of walk, ebike, drive"),
        (["detour=0.5"], "parameter detour is “0.5”, expected a number from 1 to 5"),
        (["mode=walk", "mode=walk"], "parameter mode is given twice"),
        (
            [f"weight_{one}=0" for one in ("facilities", "coverage", "tiers", "literacy", "access")],
            "all weights are 0, expected at least one above 0",
        ),
    ],
)
def test_a_wrong_parameter_is_one_sentence_and_code_two(tmp_path, capsys, said, sentence):
    path = tmp_path / "all.csv"
    assert main(["measures", "--out", str(path), "--lang", "en", "--set", *said]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.startswith(sentence) and told.err.count("\n") == 1 and not path.exists()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    path = tmp_path / "nowhere" / "all.csv"
    assert main(["measures", "--out", str(path), "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"the file cannot be written: {path} (No such file or directory)\n"


def test_faults_of_the_district_are_told_as_check_tells_them(tmp_path, copied, capsys):
    bases = copied / "data/bases.csv"
    bases.write_text(
        bases.read_text(encoding="utf-8-sig").replace(",2020,open,", ",2020,开放中,", 1),
        encoding="utf-8-sig",
    )
    assert main(["check", str(copied)]) == 1
    told = capsys.readouterr().out
    assert main(["measures", str(copied), "--out", str(tmp_path / "all.csv")]) == 1
    assert (
        capsys.readouterr().out == told
        and told.startswith("data/bases.csv:2:status: ")
        and not (tmp_path / "all.csv").exists()
    )
    (copied / "data/district.toml").write_text("code = 1\n", encoding="utf-8")
    assert main(["measures", str(copied), "--out", str(tmp_path / "all.csv")]) == 1
    assert "data/district.toml:" in capsys.readouterr().out


def test_what_is_no_district_is_code_two(tmp_path, capsys):
    assert main(["measures", str(tmp_path / "nowhere"), "--out", str(tmp_path / "all.csv"), "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"there is no such directory: {tmp_path / 'nowhere'}\n"
