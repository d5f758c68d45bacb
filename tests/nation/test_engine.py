"""Measures worked out by several workers: the same figures, and one sentence where there are none."""

import sys
from functools import partial

import distributed
import numpy as np
import pandas as pd
import pytest

from outreach.__main__ import main
from outreach.figures import Figures
from outreach.measures import positions
from outreach.measures.parameters import chosen
from outreach.measures.pieces import Piece
from outreach.nation import engine, partitions
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def cluster():
    """A cluster of two worker processes on this machine."""
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as found:
        yield found


@pytest.fixture
def client(cluster):
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as found:
        yield found


@pytest.fixture(autouse=True)
def too_large_to_draw_positions(monkeypatch):
    """Workers share the work where it is too much for positions to be drawn; here any is."""
    monkeypatch.setattr(positions.simulation, "MOST_WORK", 0)


def table(district, *said, **given):
    parameters = chosen(district.home.travel, district.home.literacy, said)
    return Figures(district, TODAY).everything(parameters, **given)


GRID = ("demand=grid", "spacing_m=3000", "mode=drive", "decay=gaussian")


@pytest.mark.parametrize("through", ["scheduler", "files"])
def test_two_worker_processes_find_what_one_finds(district, client, tmp_path, through):
    seen = set()

    def at_random(points, pieces):
        piece = np.random.default_rng(1).integers(pieces, size=len(points))
        seen.update(piece)
        return piece

    folder = tmp_path / "pieces" if through == "files" else None
    over = engine.Workers(client, folder, cut=at_random if through == "files" else partitions.cut, pieces=7)
    pd.testing.assert_frame_equal(table(district, *GRID, over=over), table(district, *GRID), rtol=1e-9, atol=1e-9)
    if folder:
        assert len(seen) == 7 and list(folder.iterdir()) == []


def test_the_command_writes_the_same_table_by_a_cluster(cluster, tmp_path):
    here, there = tmp_path / "here.csv", tmp_path / "there.csv"
    assert main(["measures", "--out", str(here)]) == 0
    assert main(["measures", "--out", str(there), "--engine", "dask", "--scheduler", cluster.scheduler_address]) == 0
    found, expected = pd.read_csv(there), pd.read_csv(here)
    searched = expected["measure"].str.startswith(("gini", "theil", "hoover"))  # their ranges are found by a search
    pd.testing.assert_frame_equal(found[~searched], expected[~searched], rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(found[searched], expected[searched], rtol=0.01, atol=0.001)


def refused(capsys, tmp_path, *said):
    """The sentence with which the command refuses; nothing is written."""
    path = tmp_path / "all.csv"
    assert main(["measures", "--out", str(path), "--lang", "en", *said]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and not path.exists()
    return told.err.strip()


def test_a_scheduler_that_is_not_there_is_one_sentence(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "PATIENCE_S", 1)
    found = refused(capsys, tmp_path, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert found.startswith("the dask scheduler cannot be reached: tcp://127.0.0.1:9 (")
    found = refused(capsys, tmp_path, "--engine", "dask", "--scheduler", "nowhere")
    assert found == "the dask scheduler cannot be reached: nowhere (missing port number in address 'nowhere')"


def test_a_scheduler_without_workers_is_one_sentence(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "WORKERS_S", 1)
    alone = {"cls": distributed.Scheduler, "options": {"host": "127.0.0.1", "dashboard_address": ":0"}}
    with distributed.SpecCluster(workers={}, scheduler=alone) as empty:
        found = refused(capsys, tmp_path, "--engine", "dask", "--scheduler", empty.scheduler_address)
        assert found == f"the dask scheduler {empty.scheduler_address} has no workers (waited 1 s)"


def test_without_dask_the_sentence_says_what_to_install(capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert (
        refused(capsys, tmp_path, "--engine", "dask") == "dask is not installed: pip install -r requirements-dask.txt"
    )


@pytest.mark.parametrize("said", [("--scheduler", "tcp://127.0.0.1:9"), ("--pieces", "somewhere")])
def test_workers_are_for_dask_alone(capsys, tmp_path, said):
    assert refused(capsys, tmp_path, *said) == "--scheduler and --pieces go with --engine dask"


def test_pieces_that_cannot_be_written_are_one_sentence(capsys, tmp_path, cluster):
    (tmp_path / "file").touch()
    found = refused(
        capsys,
        tmp_path,
        "--engine",
        "dask",
        "--scheduler",
        cluster.scheduler_address,
        "--pieces",
        str(tmp_path / "file"),
    )
    assert found == f"the pieces cannot be written: {tmp_path / 'file'} (File exists)"


def test_workers_that_cannot_run_the_program_are_one_sentence(client, monkeypatch):
    monkeypatch.setattr(engine, "_ready", partial(int, "no program here"))
    with pytest.raises(engine.EngineError) as refusal:
        list(engine.Workers(client)(None, pd.DataFrame(), pd.DataFrame(), None))
    assert refusal.value.rule == "cannot_run" and "no program here" in refusal.value.details["reason"]


def test_what_a_measure_refuses_is_refused_from_afar(client, district):
    def over(work, points, bases, asked):
        return engine.Workers(client)(refusing, points, bases, asked)

    with pytest.raises(ValueError, match="no such town among"):
        table(district, over=over)


def refusing(piece: Piece):
    raise ValueError(f"no such town among {len(piece.points)}")
