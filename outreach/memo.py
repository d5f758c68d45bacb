"""Remembers what a function gave for the very same arguments, for all visitors together."""

from collections.abc import Callable
from datetime import date
from threading import Condition
from typing import Any, ParamSpec, TypeVar, cast

from cachetools import LRUCache, cached

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


class Memo:
    """Results by function and arguments, the least recently asked for forgotten first.

    Ids, numbers and other plain values are compared by value; frames and everything else by identity, which is quick
    whatever their size and right as long as nobody changes a frame after it was made. What is remembered keeps its
    arguments alive, so that an identity is never taken for another's. Of those who ask for the same at once one works it
    out and the others wait: a crowd that meets a fresh server costs it no more than the first visitor does.
    """

    def __init__(self, most: int):
        self._found: LRUCache[tuple[Any, ...], tuple[Any, Any]] = LRUCache(most)
        self._once = cached(self._found, key=_key, condition=Condition())(_answered)

    def __call__(self, function: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        return cast(Found, self._once(function, args, kwargs)[1])


def _answered(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    """What was asked, so that it lives as long as the answer, and the answer."""
    return (args, kwargs), function(*args, **kwargs)


def _key(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    return (function, *map(_identity, args), *((name, _identity(value)) for name, value in sorted(kwargs.items())))


def _identity(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool, date)):
        return (type(value).__name__, value)
    if isinstance(value, tuple):
        return tuple(map(_identity, value))
    return (type(value).__name__, id(value))
