import errno
import json
import os
from datetime import datetime

import pytest

from outreach.faults import reason
from outreach.tables import ledger

OLD, NEW = b"a,b\n1,2\n", b"a,b\n1,3\n"
COUNTS = {"added": 0, "changed": 1, "removed": 0}
STEPS = ("open", "write", "fsync", "replace", "unlink", "truncate", "chmod", "close")


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bases.csv").write_bytes(OLD)
    return tmp_path


def held(root) -> bytes:
    return (root / "data" / "bases.csv").read_bytes()


def accept(root, content=NEW, compared=OLD, who="王芳"):
    return ledger.accept(root, ledger.Proposal("bases", content, ledger.digest(compared), COUNTS), who, "季度更新")


def undo(root):
    return ledger.undo(root, ledger.changes(root)[-1:], "李强")


def test_a_change_is_made_and_told(root):
    change = accept(root)
    assert held(root) == NEW and ledger.changes(root) == [change]
    assert (change.who, change.why, change.table, change.before, change.after) == (
        "王芳",
        "季度更新",
        "bases",
        ledger.digest(OLD),
        ledger.digest(NEW),
    )


def test_the_former_version_comes_back_and_that_can_be_taken_back_too(root):
    accept(root)
    undo(root)
    assert held(root) == OLD
    undo(root)
    assert held(root) == NEW and [change.number for change in ledger.changes(root)] == [1, 2, 3]


def test_the_second_of_two_at_once_is_refused_and_nothing_is_overwritten(root):
    accept(root)
    with pytest.raises(ledger.Moved):
        accept(root, b"a,b\n9,9\n", OLD, "李强")
    assert held(root) == NEW and len(ledger.changes(root)) == 1


def test_a_file_changed_by_other_means_is_not_gone_back_over(root):
    accept(root)
    (root / "data" / "bases.csv").write_bytes(b"by hand\n")
    with pytest.raises(ledger.NothingKept):
        undo(root)
    assert held(root) == b"by hand\n"


def test_what_was_changed_together_is_taken_back_together_or_not_at_all(root):
    both = [ledger.Proposal(name, NEW, ledger.digest(old), COUNTS) for name, old in (("bases", OLD), ("returns", b""))]
    made = ledger.accept_together(root, both, "王芳", "镇街报送")
    back = ledger.undo(root, made, "李强")
    assert held(root) == OLD and (root / "data" / "returns.csv").read_bytes() == b""
    assert [change.table for change in back] == ["returns", "bases"]
    with pytest.raises(ledger.NothingKept):
        ledger.undo(root, made, "李强")
    made = ledger.accept_together(root, both, "王芳", "镇街报送")
    accept(root, b"a,b\n9,9\n", NEW)
    with pytest.raises(ledger.NothingKept):
        ledger.undo(root, made, "李强")
    assert (root / "data" / "returns.csv").read_bytes() == NEW


def test_a_workbook_stays_a_workbook_and_no_second_file_appears(root):
    (root / "data" / "bases.csv").rename(root / "data" / "bases.xlsx")
    accept(root)
    assert [path.name for path in (root / "data").iterdir()] == ["bases.xlsx"]


def killed_at(step: int, act) -> bool:
    """Run in a process of its own that dies before its n-th step on the disk; of a write, half is done. Whether it died."""
    child = os.fork()
    if child == 0:
        count = [0]

        def dying(name, real):
            def call(*args, **kwargs):
                count[0] += 1
                if count[0] == step:
                    if name == "write":
                        real(args[0], bytes(args[1])[: len(args[1]) // 2])
                    os._exit(9)
                return real(*args, **kwargs)

            return call

        for name in STEPS:
            setattr(os, name, dying(name, getattr(os, name)))
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_tables_changed_together_are_both_old_or_both_new_however_the_process_was_killed(tmp_path):
    step, alive = 0, False
    while not alive:
        step += 1
        root = tmp_path / str(step)
        (root / "data").mkdir(parents=True)
        for name in ("sources", "survey"):
            (root / "data" / f"{name}.csv").write_bytes(OLD)
        both = [
            ledger.Proposal(name, NEW + name.encode(), ledger.digest(OLD), COUNTS) for name in ("sources", "survey")
        ]
        alive = not killed_at(step, lambda both=both, root=root: ledger.accept_together(root, both, "王芳", "调查"))
        ledger.settle(root)
        now = [(root / "data" / f"{name}.csv").read_bytes() for name in ("sources", "survey")]
        assert now in ([OLD, OLD], [NEW + b"sources", NEW + b"survey"])
        assert [change.number for change in ledger.changes(root)] == ([] if now[0] == OLD else [1, 2])
        assert not (root / "history" / "intent.json").exists()
    assert step > 30


def refusing_at(step: int, monkeypatch) -> list[str]:
    """The n-th step on the disk, and no other, finds it full; which one it was."""
    count, refused = [0], []

    def full(name, real):
        def call(*args, **kwargs):
            count[0] += 1
            if count[0] == step:
                refused.append(name)
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args, **kwargs)

        return call

    for name in ("write", "fsync", "replace"):
        monkeypatch.setattr(os, name, full(name, getattr(os, name)))
    return refused


def test_a_disk_that_is_full_at_any_step_leaves_both_tables_old_or_both_new_and_says_so(tmp_path, monkeypatch):
    step, more = 0, True
    while more:
        step += 1
        root = tmp_path / str(step)
        (root / "data").mkdir(parents=True)
        (root / "data" / "sources.csv").write_bytes(OLD)  # there is no register yet
        both = [
            ledger.Proposal("sources", NEW, ledger.digest(OLD), COUNTS),
            ledger.Proposal("register", NEW, ledger.digest(b""), COUNTS),
        ]
        with monkeypatch.context() as disk:
            refused = refusing_at(step, disk)
            try:
                ledger.accept_together(root, both, "王芳", "调查")
                more = bool(refused)  # that a folder's own entry could not be brought to the disk stops nothing
            except OSError as error:
                assert error.errno == errno.ENOSPC
        told = {path.name: path.read_bytes() for path in (root / "data").iterdir()}
        ledger.settle(root)
        now = {path.name: path.read_bytes() for path in (root / "data").iterdir()}
        assert now in ({"sources.csv": OLD}, {"sources.csv": NEW, "register.csv": NEW}) and now == told
        assert len(ledger.changes(root)) == 2 * (len(now) - 1) and not (root / "history" / "intent.json").exists()
    assert step > 15


def test_a_file_that_excel_holds_open_is_left_and_so_is_the_one_that_belongs_to_it(root, monkeypatch):
    (root / "data" / "areas.csv").write_bytes(OLD)
    real = os.replace

    def held_open(source, target):
        if str(target).endswith("areas.csv"):
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = 32
            raise error
        return real(source, target)

    monkeypatch.setattr(os, "replace", held_open)
    both = [ledger.Proposal(name, NEW, ledger.digest(OLD), COUNTS) for name in ("bases", "areas")]
    with pytest.raises(PermissionError) as refused:
        ledger.accept_together(root, both, "王芳", "")
    assert "Excel" in reason(refused.value)["zh"]
    assert held(root) == OLD and (root / "data" / "areas.csv").read_bytes() == OLD and ledger.changes(root) == []
    monkeypatch.setattr(os, "replace", real)
    ledger.settle(root)
    assert held(root) == OLD
    assert len(ledger.accept_together(root, both, "王芳", "")) == 2


def test_a_clock_that_jumps_back_changes_nothing_about_which_change_was_last(root, monkeypatch):
    accept(root)

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(1999, 1, 1, tzinfo=tz)

    monkeypatch.setattr(ledger, "datetime", Earlier)
    last = accept(root, b"a,b\n9,9\n", NEW)
    assert last.number == 2 and last.at.startswith("1999") and ledger.last_change(root, "bases") == last
    undo(root)
    assert held(root) == NEW


def test_where_one_of_two_tables_was_changed_by_somebody_neither_is_replaced(root):
    (root / "data" / "areas.csv").write_bytes(b"by hand\n")
    with pytest.raises(ledger.Moved):
        ledger.accept_together(
            root, [ledger.Proposal(name, NEW, ledger.digest(OLD), COUNTS) for name in ("bases", "areas")], "王芳", ""
        )
    assert held(root) == OLD and ledger.changes(root) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("act", ["accept", "undo", "settle"])
def test_a_process_killed_at_any_step_leaves_the_old_table_or_the_new_one_and_a_log_that_agrees(tmp_path, act):
    step, alive = 0, False
    while not alive:
        step += 1
        root = tmp_path / str(step)
        (root / "data").mkdir(parents=True)
        (root / "data" / "bases.csv").write_bytes(OLD)
        before, after = OLD, NEW
        if act == "undo":
            accept(root)
            before, after = NEW, OLD
        if act == "settle":
            assert killed_at(30, lambda root=root: accept(root))
        known = len(ledger.changes(root)) if act == "undo" else 0
        acts = {
            "accept": lambda root=root: accept(root),
            "undo": lambda root=root: undo(root),
            "settle": lambda root=root: ledger.settle(root),
        }
        alive = not killed_at(step, acts[act])
        assert held(root) in (before, after)
        assert sorted(path.name for path in (root / "data").iterdir()) == ["bases.csv"]
        ledger.settle(root)
        log = ledger.changes(root)
        assert len(log) == known + (held(root) == after)
        assert not log or log[-1].after == ledger.digest(held(root))
        assert not (root / "history" / "intent.json").exists()
        again = accept(root, b"a,b\n5,5\n", held(root))
        assert held(root) == b"a,b\n5,5\n" and ledger.changes(root)[-1] == again
    assert step > (20 if act != "settle" else 1)


def test_a_damaged_version_is_not_put_back_and_nothing_changes(root):
    accept(root)
    (root / "history" / "versions" / ledger.digest(OLD)).write_bytes(OLD + b"x")
    log = (root / "history" / "log.jsonl").read_bytes()
    with pytest.raises(ledger.NothingKept):
        undo(root)
    assert held(root) == NEW and (root / "history" / "log.jsonl").read_bytes() == log


SPOILED = [b"{", b"[]", b"null", b'"x"', b"\xff\xfe{", b"[" * 100000, b'{"number": 1}', b"{}"]


@pytest.mark.parametrize("spoiled", SPOILED, ids=range(len(SPOILED)))
def test_a_line_that_is_no_change_is_told_of_kept_aside_and_stops_nothing(root, spoiled):
    accept(root)
    log = root / "history" / "log.jsonl"
    (root / "history" / "intent.json").write_bytes(spoiled)
    log.write_bytes(damaged := spoiled + b"\n" + log.read_bytes())
    assert [(fault.file, fault.row, fault.rule) for fault in ledger.faults(root)] == [
        ("history/log.jsonl", 1, "log_damaged"),
        ("history/intent.json", 1, "log_damaged"),
    ]
    assert [change.number for change in ledger.changes(root)] == [1]
    ledger.settle(root)
    undo(root)
    assert held(root) == OLD and [change.number for change in ledger.changes(root)] == [1, 2]
    kept = {path.name: path.read_bytes() for path in (root / "history").glob("*.damaged")}
    assert sorted(kept.values(), key=len) == [spoiled, damaged]
    assert [(fault.file, fault.rule) for fault in ledger.faults(root)] == [
        (f"history/{name}", "log_aside") for name in sorted(kept)
    ]


@pytest.mark.parametrize(
    "name, value",
    [
        ("number", "1"),
        ("table", "../bases"),
        ("file", "../../x.csv"),
        ("before", "x"),
        ("counts", {"added": "1"}),
        ("undoes", "1"),
        ("at", 1),
    ],
)
def test_a_change_edited_into_something_else_is_no_change(root, name, value):
    accept(root)
    log = root / "history" / "log.jsonl"
    log.write_text(json.dumps(json.loads(log.read_text()) | {name: value}) + "\n")
    assert ledger.changes(root) == [] and [fault.rule for fault in ledger.faults(root)] == ["log_damaged"]


def test_a_log_saved_by_an_editor_without_its_last_line_end_loses_nothing(root):
    accept(root)
    log = root / "history" / "log.jsonl"
    log.write_bytes(b"\xef\xbb\xbf" + log.read_bytes().rstrip())
    assert [change.number for change in ledger.changes(root)] == [1] and ledger.faults(root) == []
    undo(root)
    assert [change.number for change in ledger.changes(root)] == [1, 2]
