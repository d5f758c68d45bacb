"""What is kept for all visitors: the district as its files stand now, and whatever was made from it."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic, time
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from outreach import apart, figures, words
from outreach import scenes as story
from outreach.district import District
from outreach.faults import Fault, reason
from outreach.home import HomeError, find_home, find_root
from outreach.memo import Memo
from outreach.scenes.scene import Scene
from outreach.tables import MODELS, backup, labels, ledger, periods, read_district, scope
from outreach.tables.columns import describe
from outreach.tables.dictionary import dictionary as describe_all
from outreach.tables.dictionary import overview as count_all
from outreach.tables.snapshot import Snapshot, SnapshotError
from outreach.tables.snapshot import day as snapshot_day
from outreach.tables.snapshot import listed as listed_snapshots
from outreach.tables.snapshot import read as read_snapshot
from outreach.vocabulary import TOWN_KINDS
from outreach.words import Words

AUDIENCES = ("internal", "public", "kiosk")
_LOG = logging.getLogger("outreach")
MOST = 2000  # results kept; a district's pages in both languages make some two hundred
LOOK_EVERY_S = (
    0.2  # whether a file has changed is asked no more often: each question lets other visitors' pages go first
)
Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class _Keeper:
    """The newest good version of one district, read again when a file of it has changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamps: tuple[object, ...] | None = None
        self._district: District | None = None
        self._where: str | None = None
        self._told: tuple[Any, ...] = ()
        self._looked: tuple[float, str | None] = (0.0, None)
        self.version = 0
        self._story: tuple[Any, tuple[Scene, ...], tuple[Fault, ...]] = (None, (), ())

    def district(self) -> District:
        now, home = monotonic(), os.environ.get("OUTREACH_HOME")
        at, where = self._looked
        if self._district is not None and where == home and now - at < LOOK_EVERY_S:
            return self._district
        with self._lock:
            try:
                root = find_root()
                stamps = _stamps(root)
            except (HomeError, OSError) as error:
                if self._district is None or self._where != home:
                    raise (
                        error if isinstance(error, HomeError) else HomeError("home_unreadable", _why(error))
                    ) from error
                self._away(error)  # the disk is away, or the folder is being replaced: the last good version stays
                self._looked = now, home
                return self._district
            if stamps != self._stamps or self._district is None:
                before = self._district if self._district and self._district.home.root == root else None
                looked = time()
                ledger.settle(root)
                try:
                    found = _read(root, before)
                except HomeError as error:
                    self._log(error.faults)
                    raise
                if found.faults and before and backup.unsettled(root, looked):
                    return before  # perhaps caught half-written: it is read again at the next look
                if not found.faults and stamps == _stamps(root):
                    backup.save(root)
                self._district, self._stamps, self._where = found, stamps, home
                self.version += 1
                self._log(found.faults)
            self._looked = now, home
            return self._district

    def look_again(self) -> None:
        """Ask at once whether a file has changed, when the district is asked for next."""
        self._looked = (0.0, None)

    def is_current(self, district: District) -> bool:
        """Whether a district is the one last read."""
        return district is self._district

    def _away(self, error: Exception) -> None:
        """Tell the server's log, once, that the files cannot be looked at."""
        if self._told != (str(error),):
            self._told = (str(error),)
            _LOG.warning("the district's files are away, the last good version stays: %s", error)

    def _log(self, faults: tuple[Fault, ...]) -> None:
        """Tell the server's log what is wrong with the files, once for as long as it stays the same."""
        told = tuple(
            f"{fault.file}:{fault.row or '-'}:{fault.column or '-'} {say('en').fault(fault)}" for fault in faults
        )
        if told != self._told:
            for sentence in told or ("the district's files are sound again",):
                _LOG.warning("%s", sentence)
            self._told = told

    def scenes(self) -> tuple[tuple[Scene, ...], tuple[Fault, ...]]:
        """The scenes as their file says, or the last good ones, or the built-in ones; and what is wrong with the file."""
        district = self.district()
        path = district.home.root / story.scene.FILE
        with self._lock:
            mark = (
                path,
                id(district),
                path.stat().st_mtime_ns if path.is_file() else None,
                path.stat().st_size if path.is_file() else None,
            )
            if mark != self._story[0]:
                found, faults = story.reading.read(path, district.ids())
                same = self._story[0] is not None and self._story[0][0] == path
                self._story = (
                    mark,
                    found or (self._story[1] if faults and same else ()) or story.reading.built_in(),
                    faults,
                )
            return self._story[1:]


def _read(root: Path, before: District | None) -> District:
    """The district as its files say, what is refused as it was before, or as it was kept when it was last good.

    Settings that cannot be used are the last good ones, and are told of.
    """
    try:
        found = _settled(root, before)
        if before or not found.missing:
            return found
    except HomeError:
        if before:
            raise
        found = None
    saved = backup.last_good(root)
    if saved is None:
        return found or _settled(root, None)
    return _settled(root, replace(saved, home=replace(saved.home, root=root)))


def _settled(root: Path, last_good: District | None) -> District:
    try:
        return read_district(find_home(), last_good)
    except HomeError as error:
        if last_good is None or last_good.home.root != root:
            raise
        found = read_district(last_good.home, last_good)
        return replace(found, faults=(*error.faults, *found.faults), stale=(*found.stale, "district.toml"))


def _stamps(root: Path) -> tuple[object, ...]:
    """Name, time and size of every file of the district: another file is another stamp."""
    told = [path for path in backup.files(root) if path != root / story.scene.FILE]
    return (root, *((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in told))


def _why(error: OSError) -> dict[str, Any]:
    return {"path": str(error.filename or ""), "reason": reason(error)}


def district() -> District:
    """The district, read again when its files have changed; a table refused then keeps its last good rows.

    Raises HomeError where there is no district to read.
    """
    return _keeper().district()


def shown(whole: District, within: str | None) -> District:
    """The district, or of a province its districts in the towns' place; with a district's code that district alone.

    A code that is none of the province's shows the whole.
    """
    return once(scope.shown, whole, within)


def of_plan(district: District, on: date, asked: str | None, target: str | None) -> District:
    """The district with the plan that is asked for, else with the plan of a target that is, else with the one in force on a day."""
    if asked is None and target is not None:
        told = district.targets.loc[district.targets["target_id"] == target, "plan_id"].dropna()
        asked = next(iter(told), None)
    return once(periods.of_plan, district, once(periods.in_force, once(periods.plans, district), on, asked))


def parts() -> pd.DataFrame:
    """The districts of a province, indexed by area_code: parent_code, name_zh, name_en; empty for a single district."""
    return once(scope.parts, district())


def said_of(say: Words, shown: District) -> Words:
    """The words as they are said of what is shown: of a province, what is said of a district and its towns elsewhere."""
    return say if shown.kind == "district" else once(_said_of, say, shown.kind)


def _said_of(say: Words, kind: str) -> Words:
    return words.of_whole(say, kind)


def look_again() -> None:
    """Have the district's files looked at anew when it is asked for next: this process has written one of them."""
    _keeper().look_again()


def version() -> int:
    """The number of the reading that `district` gives now: another number, other figures."""
    _keeper().district()
    return _keeper().version


def scenes() -> tuple[Scene, ...]:
    """The district's scenes, read again when their file has changed; where it cannot be used, the last good ones."""
    return _keeper().scenes()[0]


def scenes_of(district: District) -> tuple[Scene, ...]:
    """The scenes of a district, which need not be the one that is read now."""
    if _keeper().is_current(district):
        return scenes()
    path = district.home.root / story.scene.FILE
    return once(_scenes_for, district, *((path.stat().st_size, path.stat().st_mtime_ns) if path.is_file() else ()))


def _scenes_for(district: District, *_size_and_time: int) -> tuple[Scene, ...]:
    """The scenes in a district's file; the built-in ones where it cannot be used."""
    return story.reading.read(district.home.root / story.scene.FILE, district.ids())[0] or story.reading.built_in()


def scene_faults() -> tuple[Fault, ...]:
    """What is wrong with the scenes' file now."""
    return _keeper().scenes()[1]


def once(function: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
    """What the function gives for these arguments, computed once for all visitors; it must depend on them alone.

    Frames are told apart by identity, so they must come from `district` or from `once` itself.
    """
    if function in figures.SLOW:
        return cast(Found, cast(Any, _memo())(_apart, function, *args, **kwargs))
    return _memo()(function, *args, **kwargs)


def _apart(function: Callable[..., Found], *args: Any, **kwargs: Any) -> Found:
    """What the function gives, worked out where it keeps no visitor waiting. Raises apart.Full and apart.Lost."""
    found: Found = apart.OURS.do(partial(_told, function, args, kwargs))
    return found


def _told(function: Callable[..., Found], args: tuple[Any, ...], kwargs: Mapping[str, Any], _tell: apart.Told) -> Found:
    return function(*args, **kwargs)


def say(language: str) -> Words:
    """The words of a language, with the names that the tables' models give to the ids of closed lists.

    On a server for others than those inside they are said to them: nobody is told to fill in a table.
    """
    found = _memo()(_words, language)
    return found if audience() == "internal" else found.outside


def audience() -> str:
    """Who this server is for: internal, public or kiosk, as OUTREACH_AUDIENCE says; anything else is public."""
    named = os.environ.get("OUTREACH_AUDIENCE", "internal")
    return named if named in AUDIENCES else "public"


def dictionary(language: str) -> pd.DataFrame:
    """Every column of every table as its model describes it, in this language."""
    return once(describe_all, language)


def titles(language: str) -> dict[str, str]:
    """What every table is called in this language."""
    described = dictionary(language)
    return dict(zip(described["table"], described["table_title"]))


def overview(of: District, language: str) -> pd.DataFrame:
    """Every table with its rows, the kinds of its figures and their sources, as counted."""
    return once(count_all, of, language)


@st.cache_resource(show_spinner=False)
def _keeper() -> _Keeper:
    return _Keeper()


@st.cache_resource(show_spinner=False)
def _memo() -> Memo:
    return Memo(MOST)


def _words(language: str) -> Words:
    return words.load(language).joined(_labels(language))


def _labels(language: str) -> dict[str, str]:
    """The names of every closed list's ids, as `value.TABLE.COLUMN.ID`."""
    return {
        f"value.{table}.{column}.{one}": name
        for table, model in MODELS.items()
        for column in describe(model)
        for one, name in labels(table, column, language).items()
    }


def closed(table: str, column: str) -> frozenset[str]:
    """The ids of a closed list."""
    return frozenset(labels(table, column, "en"))


def factors(areas: pd.DataFrame) -> tuple[str, ...]:
    """What new bases can favour: towns with large gaps, and older people where every town has counted them."""
    towns = areas[areas["kind"].isin(TOWN_KINDS)]
    return ("gap", "older") if len(towns) and towns["age_60_plus"].notna().all() else ("gap",)


def snapshots(of: District) -> list[str]:
    """The days a snapshot of the district was kept, newest first."""
    return [snapshot_day(path) for path in reversed(listed_snapshots(of.home.root))]


def snapshot(of: District, day: str | None, today: date) -> Snapshot | None:
    """The snapshot of a day, else the newest from before today; None where there is none or it cannot be read."""
    found = {
        snapshot_day(path): path
        for path in listed_snapshots(of.home.root)
        if snapshot_day(path) in (day,) or snapshot_day(path) < today.isoformat()
    }
    path = found.get(day) if day else None
    path = path or (found[max(found)] if found else None)
    if path is None:
        return None
    try:
        return once(_snapshot, path.as_posix(), path.stat().st_mtime_ns, path.stat().st_size, of.home.code)
    except SnapshotError:
        return None


def _snapshot(path: str, _time: int, _size: int, code: str) -> Snapshot:
    return read_snapshot(Path(path), code)


def tables() -> frozenset[str]:
    """The names of all tables."""
    return frozenset(MODELS)
