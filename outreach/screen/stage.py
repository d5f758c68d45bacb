"""A page played without a screen: what it would show is kept, in its order, in place of being drawn."""

import inspect
import runpy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from outreach.selection import Selection
from outreach.views.exhibit import Exhibit
from outreach.words import Words

Shown = TypeVar("Shown", bound=Callable[..., Any])


@dataclass(frozen=True)
class Item:
    """One thing a page shows: the panel's name, what it was given by name, and the parts of the page it stands in."""

    panel: str
    given: Mapping[str, Any]
    place: tuple[str, ...] = ()

    @property
    def exhibit(self) -> Exhibit | None:
        """The exhibit among what was given, if there is one."""
        return next((one for one in leaves(self.given) if isinstance(one, Exhibit)), None)


@dataclass
class Play:
    """A page as it was played: for which selection and words, and everything it showed."""

    page: str
    selection: Selection
    say: Words
    district: Any
    today: date | None = None
    items: list[Item] = field(default_factory=list)
    place: tuple[str, ...] = ()

    @property
    def exhibits(self) -> dict[str, Exhibit]:
        """The exhibits by name, in the order they were shown."""
        found = [one for item in self.items for one in leaves(item.given) if isinstance(one, Exhibit)]
        return {one.name: one for one in found}

    @property
    def texts(self) -> list[str]:
        """Everything else that was said."""
        return [one for item in self.items for one in leaves(item.given) if isinstance(one, str)]

    @property
    def title(self) -> str:
        """What the page calls itself."""
        return next((item.given["title"] for item in self.items if item.panel == "heading"), "")

    @property
    def sentence(self) -> str:
        """The sentence under the title; empty where there is none."""
        return next((item.given.get("sentence", "") for item in self.items if item.panel == "heading"), "")


_playing: ContextVar[Play | None] = ContextVar("playing", default=None)


def playing() -> Play | None:
    """The play under way in this thread; None where a page is drawn for a visitor."""
    return _playing.get()


def play(path: Path, page: str, selection: Selection, say: Words, district: Any, today: date | None = None) -> Play:
    """Run a page's file for a district and keep what it shows; nothing is drawn and no visitor is needed.

    Plays in several threads at once do not meet. Raises whatever the page raises.
    """
    found = Play(page, selection, say, district, today)
    token = _playing.set(found)
    try:
        runpy.run_path(str(path))
    except PageEnded:
        pass
    finally:
        _playing.reset(token)
    return found


class PageEnded(Exception):
    """A page that ends early, because there is nothing it could show."""


def shows(panel: Shown) -> Shown:
    """A panel that, while a page is played, is kept with what it was given and not drawn."""
    signature = inspect.signature(panel)

    @wraps(panel)
    def shown(*args: Any, **kwargs: Any) -> Any:
        under_way = _playing.get()
        if under_way is None:
            return panel(*args, **kwargs)
        given = signature.bind(*args, **kwargs).arguments
        under_way.items.append(Item(panel.__name__, given, under_way.place))
        return None

    return shown


def sets(control: Shown) -> Shown:
    """A control, which has no place where nobody can touch it: while a page is played it is left out."""

    @wraps(control)
    def set_(*args: Any, **kwargs: Any) -> Any:
        return control(*args, **kwargs) if _playing.get() is None else None

    return set_


def parts(arrange: Shown) -> Shown:
    """A layout, whose parts (one, or one for each width) are but named while a page is played."""

    @wraps(arrange)
    def arranged(*args: Any, **kwargs: Any) -> Any:
        under_way = _playing.get()
        if under_way is None:
            return arrange(*args, **kwargs)
        name = arrange.__name__
        if name in SEVERAL_PARTS:
            return [_inside(under_way, f"{name}-{i}") for i in range(len(args) or 2)]
        return _inside(under_way, name)

    return arranged


SEVERAL_PARTS = ("beside", "sides")


@contextmanager
def _inside(under_way: Play, name: str) -> Iterator[None]:
    before, under_way.place = under_way.place, (*under_way.place, name)
    try:
        yield
    finally:
        under_way.place = before


def leaves(value: Any) -> Iterator[Any]:
    """Every plain thing in nested lists, tuples and mappings."""
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, Mapping):
        yield from leaves(list(value.values()))
    else:
        yield value
