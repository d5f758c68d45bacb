import json
import logging
import os
import shutil

import pandas as pd
import pytest
import streamlit as st
from outreach.screen.stage import play

from outreach import store
from outreach.__main__ import main
from outreach.measures import gaps
from outreach.screen import cached
from outreach.selection import Selection
from tests.conftest import PAGES, SAY, TODAY


@pytest.fixture(scope="module")
def written(small, tmp_path_factory):
    root = tmp_path_factory.mktemp("store") / "measures"
    assert main(["measures", "--store", str(root), str(small.home.root), "--lang", "en"]) == 0
    logging.disable(logging.NOTSET)
    return root


@pytest.fixture
def kept(small, written, tmp_path, monkeypatch):
    """The province and its store, to be spoiled, as a server finds them."""
    for source, name in ((small.home.root, "home"), (written, "store")):
        shutil.copytree(source, tmp_path / name)
    monkeypatch.setenv("OUTREACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OUTREACH_STORE", str(tmp_path / "store"))
    return tmp_path


def shown(page: str, within: str | None = None):
    return play(PAGES[page], page, Selection(within=within), SAY["zh"], cached.district(), TODAY).exhibits


@pytest.mark.parametrize("within", [None, "990102"])
def test_figures_read_are_those_measured(kept, within, monkeypatch):
    read = shown("town", within) | shown("gaps", within)
    assert len(cached._keeper().store) > 0
    st.cache_resource.clear()
    monkeypatch.setenv("OUTREACH_STORE", str(kept / "none"))
    measured = shown("town", within) | shown("gaps", within)
    assert cached._keeper().store is None and list(read) == list(measured)
    for name, exhibit in measured.items():
        pd.testing.assert_frame_equal(read[name].rows, exhibit.rows, check_exact=True)
        assert (read[name].title, read[name].sentence) == (exhibit.title, exhibit.sentence)


def test_what_is_kept_is_not_measured_again(kept, monkeypatch):
    monkeypatch.setattr(gaps, "robustness", lambda *_: 1 / 0)
    assert len(shown("town")["town_standing"].rows) > 0
    monkeypatch.setenv("OUTREACH_STORE", str(kept / "none"))
    st.cache_resource.clear()
    with pytest.raises(ZeroDivisionError):
        shown("town")


def test_figures_of_other_files_are_never_read(kept):
    path = kept / "home/data/bases.csv"
    path.write_bytes(path.read_bytes().replace(b"closed", b"open", 1))
    assert store.opened(cached.district().home) is None and cached._keeper().store is None


def test_a_file_changed_while_the_server_runs_parts_it_from_its_store(kept):
    cached.district()
    assert cached._keeper().store is not None
    path = kept / "home/data/bases.csv"
    before = path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace(b"closed", b"open", 1))
    os.utime(path, ns=(before + 10**9, before + 10**9))
    cached.district()
    assert cached._keeper().store is None


@pytest.mark.parametrize("spoil", ["no manifest", "cut manifest", "cut results"])
def test_what_was_half_written_is_measured_anew(kept, spoil):
    folder = next(path for path in (kept / "store").iterdir())
    if spoil == "no manifest":
        (folder / store.MANIFEST).unlink()
    elif spoil == "cut manifest":
        (folder / store.MANIFEST).write_text('{"results": {')
    else:
        for path in (folder / store.RESULTS).iterdir():
            path.write_bytes(path.read_bytes()[:100])
    assert len(shown("gaps")["gaps_map"].rows) == 3


def test_the_store_holds_tables_for_other_programs(written, small):
    import geopandas as gpd

    folder = next(path for path in written.iterdir())
    assert folder.name == store.key(small.home)
    towns, districts = (gpd.read_parquet(folder / f"{name}.parquet") for name in ("towns", "districts"))
    assert (len(towns), len(districts)) == (12, 3) and towns["gap"].notna().all() and districts["gap"].notna().all()
    assert towns.geometry.geom_equals(small.geometry["towns"].geometry).all()  # the precise boundaries
    rows = pd.read_parquet(folder / "measures.parquet")
    assert rows["area_code"].nunique() == 16 and {"gap", "coverage_ebike", "access_per_10k"} <= set(rows["measure"])
    assert not rows.duplicated(["area_code", "measure", "parameters"]).any()


def test_a_newer_state_takes_the_olders_place(kept, small):
    other = kept / "store" / ("0" * 24)
    other.mkdir()
    (other / store.MANIFEST).write_text(json.dumps({"results": {}}))
    layer = small.geometry["towns"]
    found = store.write(
        kept / "store",
        "f" * 24,
        {"a": pd.Series([1.5], index=pd.Index(["x"], name="area_code"), name="v")},
        pd.DataFrame({"a": [1]}),
        {"towns": layer},
    )
    assert [path.name for path in (kept / "store").iterdir()] == ["f" * 24] and json.loads(
        (found / store.MANIFEST).read_text()
    )["results"] == {"a": "0000.parquet"}


def test_what_would_not_be_read_back_as_it_is_is_left_out(tmp_path):
    odd = pd.Series([{1, 2}], name="v", index=pd.Index(["x"], name="area_code")).map(lambda one: sorted(one))
    found = store.write(tmp_path / "s", "f" * 24, {"odd": odd}, pd.DataFrame({"a": [1]}), {})
    assert json.loads((found / store.MANIFEST).read_text())["results"] == {}


def test_the_command_asks_for_a_table_or_a_store(small, tmp_path, capsys):
    for asked in (
        [],
        ["--out", str(tmp_path / "a.csv"), "--store", str(tmp_path / "s")],
        ["--store", str(tmp_path / "s"), "--set", "detour=2"],
    ):
        assert main(["measures", *asked, "--lang", "en", "--", str(small.home.root)]) == 2
        assert (
            capsys.readouterr().err
            == "say --out for a table or --store for what the pages read, one of the two; --store goes without --set\n"
        )
