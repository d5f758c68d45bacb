"""The shipped district, the words, and a stage on which a page is shown without a browser or a server."""

import asyncio
import pickle
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from outreach.contents import ALWAYS
from outreach.contents import PAGES as FACTS
from outreach.home import PROJECT
from outreach.memo import Memo
from outreach.page import Page
from outreach.screen import cached, entry, visit
from outreach.selection import LANGUAGES, Selection
from outreach.tables import District, table
from outreach.tables import district as reading
from outreach.tables.reading import files_of
from outreach.words import Words
from tests.towns import CHANGLE

settings.register_profile(
    "suite", derandomize=True, deadline=None
)  # the same examples on every machine, however busy it is
settings.load_profile("suite")
entry.behind_a_door()  # pages are played as our own server serves them
cached.LOOK_EVERY_S = 0  # a test that writes a file asks for it at once


read: dict[tuple[Any, ...], bytes] = {}


def read_table(folder: Path, name: str, model: Any, names: Any = None) -> Any:
    """What comes of a table's file, worked out once for files of the very same bytes; a fresh copy each time."""
    files = files_of(folder, name)
    if not all(path.is_file() and path.stat().st_size < 1_000_000 for path in files):
        return table.read_table(folder, name, model, names)
    key = (model, pickle.dumps(names), *((path.name, path.read_bytes()) for path in files))
    if key not in read:
        read[key] = pickle.dumps(table.read_table(folder, name, model, names))
        if len(read) > 500:
            read.pop(next(iter(read)))
    return pickle.loads(read[key])


reading.read_table = read_table


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns, run in a thread of its own: a browser's loop may run in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


TODAY = date(2026, 11, 23)  # the date of the data we ship
FILES = {path.stem: path for path in sorted((PROJECT / "pages").glob("*.py"))}
PAGES = {name: PROJECT / FACTS[name].file for name in ALWAYS}


SAY = {language: cached.say(language) for language in LANGUAGES}
"""The words as pages are shown in: the very same, so that what is made with them is made once for all tests of a process."""


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """No district and no result remembered, as in a process that has just begun; afterwards all is remembered as before."""
    keeper, memo = cached._Keeper(), Memo(cached.MOST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cached, "_keeper", lambda: keeper)
        patch.setattr(cached, "_memo", lambda: memo)
        yield


@pytest.fixture(params=LANGUAGES)
def say(request) -> Words:
    """The words of each language in turn, with the names of the closed lists' ids."""
    return SAY[request.param]


@pytest.fixture(scope="session")
def district() -> District:
    """The district we ship, the very one that pages show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OUTREACH_HOME", raising=False)
        return cached.district()


class Stage:
    """Shows pages of a district as the files and slides have them: without a browser, a server or a screen."""

    def __init__(self, district: District):
        self._district = district

    def play(
        self, page: str, language: str = "zh", district: District | None = None, today: date = TODAY, **chosen: Any
    ) -> Page:
        """The page, with everything it shows."""
        selection = Selection(language=language).with_(**chosen)
        return visit.page(page, selection, district or self._district, today, SAY[language])


@pytest.fixture
def stage(district) -> Stage:
    return Stage(district)


@pytest.fixture(scope="session")
def shown(district) -> dict[tuple[str, str], Page]:
    """What each page shows of the shipped district in each language, with a town and a base chosen."""
    stage = Stage(district)
    return {
        (page, language): stage.play(page, language, area=CHANGLE, base="zhang-jian-memorial")
        for page in PAGES
        for language in LANGUAGES
    }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped district in a directory of its own, to be spoiled."""
    for part in ("data", "geo"):
        shutil.copytree(PROJECT / part, tmp_path / "district" / part)
    return tmp_path / "district"
