"""Remembers what a function gave for the very same arguments, for all visitors together."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock, RLock
from typing import Any, ParamSpec, TypeVar, cast

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
        self._most = most
        self._found: OrderedDict[tuple[Any, ...], tuple[Any, Any]] = OrderedDict()
        self._making: dict[tuple[Any, ...], RLock] = {}
        self._lock = Lock()

    def __call__(self, function: Callable[Asked, Found], /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        key = _key(function, args, kwargs)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return cast(Found, self._found[key][1])
            making = self._making.setdefault(key, RLock())
        with making:
            with self._lock:
                if key in self._found:
                    return cast(Found, self._found[key][1])
            try:
                result = function(*args, **kwargs)
                with self._lock:
                    self._found[key] = ((args, kwargs), result)
                    while len(self._found) > self._most:
                        self._found.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return result


def _key(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
    return (function, *map(_mark, args), *((name, _mark(value)) for name, value in sorted(kwargs.items())))


def _mark(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool, date)):
        return (type(value).__name__, value)
    if isinstance(value, tuple):
        return tuple(map(_mark, value))
    return (type(value).__name__, id(value))
