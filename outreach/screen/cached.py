"""What is kept for all visitors: the district as its files stand now, and whatever was made from it."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from outreach import words
from outreach.home import Home, find_home
from outreach.screen.memo import Memo
from outreach.tables import MODELS, District, describe, labels, read_district
from outreach.tables.dictionary import dictionary as describe_all
from outreach.tables.dictionary import overview as count_all
from outreach.words import Words

MOST = 2000  # results kept; a district's pages in both languages make some two hundred
Found = TypeVar("Found")


class _Keeper:
    """The newest good version of one district, read again when a file of it has changed."""

    def __init__(self):
        self._lock = Lock()
        self._marks: tuple | None = None
        self._district: District | None = None

    def district(self) -> District:
        with self._lock:
            marks = _marks(find_home())
            if marks != self._marks:
                self._district = read_district(find_home(), self._district)
                self._marks = marks
            return self._district


def _marks(home: Home) -> tuple:
    """Name, time and size of every file of the district: another file is another mark."""
    files = [path for folder in (home.data, home.geo) for path in sorted(folder.iterdir()) if path.is_file()]
    return (home.root, *((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files))


def district() -> District:
    """The district, read again when its files have changed; a table refused then keeps its last good rows.

    Raises HomeError where there is no district to read.
    """
    return _keeper().district()


def once(function: Callable[..., Found], *args: Any, **kwargs: Any) -> Found:
    """What the function gives for these arguments, computed once for all visitors; it must depend on them alone.

    Frames are told apart by identity, so they must come from `district` or from `once` itself.
    """
    return _memo()(function, *args, **kwargs)


def say(language: str) -> Words:
    """The words of a language, with the names that the tables' models give to the ids of closed lists."""
    return _words(language)


def dictionary(language: str) -> pd.DataFrame:
    """Every column of every table as its model describes it, in this language."""
    return once(describe_all, language)


def overview(language: str) -> pd.DataFrame:
    """Every table with its rows, the kinds of its figures and their sources, as counted."""
    return once(count_all, district(), language)


@st.cache_resource
def _keeper() -> _Keeper:
    return _Keeper()


@st.cache_resource
def _memo() -> Memo:
    return Memo(MOST)


@st.cache_resource
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


def tables() -> frozenset[str]:
    """The names of all tables."""
    return frozenset(MODELS)
