"""The shipped district, the words, and a stage on which a page is played without a browser or a server."""

import runpy
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import settings

from outreach import words
from outreach.home import PROJECT, find_home
from outreach.screen.memo import Memo
from outreach.selection import LANGUAGES, Selection
from outreach.tables import MODELS, District, describe, labels, read_district
from outreach.tables.dictionary import dictionary, overview
from outreach.views.exhibit import Exhibit
from outreach.words import Words

settings.register_profile("suite", derandomize=True)  # the same examples on every machine, so that a failure can be seen again
settings.load_profile("suite")

TODAY = date(2026, 11, 23)  # the date of the data we ship
PAGES = {"overview": PROJECT / "app.py", **{path.stem: path for path in sorted((PROJECT / "pages").glob("*.py"))}}


def _said(language: str) -> Words:
    return words.load(language).joined(
        {
            f"value.{table}.{column}.{one}": name
            for table, model in MODELS.items()
            for column in describe(model)
            for one, name in labels(table, column, language).items()
        }
    )


SAY = {language: _said(language) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def say(request) -> Words:
    """The words of each language in turn, with the names of the closed lists' ids."""
    return SAY[request.param]


@pytest.fixture(scope="session")
def district() -> District:
    """The district we ship."""
    return read_district(find_home(PROJECT))


class Stage:
    """Plays a page against a district and keeps every exhibit it hands to the panels, and every text.

    The page itself runs as it is; the frame, the caches, the controls and the layout are stood in for.
    """

    def __init__(self, monkeypatch, district: District):
        self._monkeypatch, self._district, self._once = monkeypatch, district, Memo(2000)

    def play(self, page: str, language: str = "zh", district: District | None = None, today: date = TODAY, **chosen: Any) -> SimpleNamespace:
        """The page's exhibits by name, and everything else it said as one list of texts."""
        from outreach.screen import cached, controls, layout, panels, shell

        shown = district or self._district
        selection, say = Selection(language=language).with_(**chosen), SAY[language]
        exhibits, texts = {}, []

        def keep(*given: Any, **named: Any) -> None:
            for one in _leaves((given, named)):
                if isinstance(one, Exhibit):
                    exhibits[one.name] = one
                elif isinstance(one, str):
                    texts.append(one)

        with self._monkeypatch.context() as patch:
            for module in (panels, controls, layout):
                for name, value in vars(module).items():
                    if callable(value) and getattr(value, "__module__", "") == module.__name__ and not name.startswith("_"):
                        patch.setattr(module, name, keep if module is panels else MagicMock())
            patch.setattr(layout, "beside", lambda *widths: [nullcontext() for _ in widths])
            patch.setattr(layout, "sides", lambda: [nullcontext(), nullcontext()])
            patch.setattr(layout, "folded", keep)
            patch.setattr(layout, "today", lambda: today)
            patch.setattr(shell, "begin", lambda *_, **__: (selection, say))
            patch.setattr(cached, "district", lambda: shown)
            patch.setattr(cached, "dictionary", dictionary)
            patch.setattr(cached, "overview", lambda language: overview(shown, language))
            patch.setattr(cached, "once", self._once)
            runpy.run_path(str(PAGES[page]))
        return SimpleNamespace(exhibits=exhibits, texts=texts)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, dict):
        yield from _leaves(list(value.values()))
    else:
        yield value


@pytest.fixture
def stage(monkeypatch, district) -> Stage:
    return Stage(monkeypatch, district)


@pytest.fixture(scope="session")
def shown(district) -> dict[tuple[str, str], SimpleNamespace]:
    """What each page shows of the shipped district in each language, with a town and a base chosen."""
    with pytest.MonkeyPatch.context() as patch:
        stage = Stage(patch, district)
        return {
            (page, language): stage.play(page, language, area="320614106", base="zhang-jian-memorial")
            for page in PAGES
            for language in LANGUAGES
        }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped district in a directory of its own, to be spoiled."""
    for part in ("data", "geo"):
        shutil.copytree(PROJECT / part, tmp_path / "district" / part)
    return tmp_path / "district"
