"""The parts of Streamlit's insides that are used: whether each fits this Streamlit, and which are done without."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

BREAKS = (ImportError, AttributeError, TypeError, LookupError, ValueError, RuntimeError)
"""What a part that was renamed, moved or changed raises."""
TRIED = ("1.67",)  # the releases whose browser is known to take differences as it should
_LOG = logging.getLogger("outreach")


@dataclass(frozen=True)
class Part:
    """A part of Streamlit's insides: its name in the log, what it is used for, and what is lost without it."""

    name: str
    why: str
    without: str
    fits: Callable[[], None]


PARTS: list[Part] = []
"""The parts in the order in which the modules of this folder declare them."""


def declare(*parts: Part) -> None:
    """Say which parts a module uses."""
    PARTS.extend(parts)


def plain() -> bool:
    """Whether this server is to run without every inside part, as OUTREACH_PLAIN=1 says."""
    return os.environ.get("OUTREACH_PLAIN") == "1"


_failed: dict[str, str] = {}


def has(name: str) -> bool:
    """Whether a part is there to be used: it fits this Streamlit, has not raised since, and is not to be done without."""
    return not plain() and name not in _failed and name not in misfits()


def fails(name: str, error: Exception) -> None:
    """Do without a part from now on, because it has raised; the log is told once."""
    if name not in _failed:
        _failed[name] = _reason(error)
        _LOG.warning("Streamlit %s: going on without %s (%s)", st.__version__, name, _failed[name])


@cache
def misfits() -> Mapping[str, str]:
    """The parts that this Streamlit has otherwise, each with what was found."""
    found = {}
    for part in PARTS:
        try:
            part.fits()
        except BREAKS as error:
            found[part.name] = _reason(error)
    return found


def check() -> str:
    """One line for the log that says which parts do not fit this Streamlit; empty where all do."""
    if plain():
        return f"Streamlit {st.__version__}: going on without any of its inside parts, as OUTREACH_PLAIN asks"
    told = "; ".join(
        f"{part.name} ({misfits()[part.name]}): {part.without}" for part in PARTS if part.name in misfits()
    )
    return f"Streamlit {st.__version__}: going on without {told}" if told else ""


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def want(thing: Any, *names: str) -> None:
    """Raise where a class or module has no such part."""
    if missing := [name for name in names if not hasattr(thing, name)]:
        raise AttributeError(f"{getattr(thing, '__name__', type(thing).__name__)} has no {missing[0]}")


def has_fields(message: Any, *paths: str) -> None:
    """Raise where a message has no field of such a name, inner fields written after a point."""
    for path in paths:
        here = message.DESCRIPTOR
        for name in path.split("."):
            if here is None or name not in here.fields_by_name:
                raise AttributeError(f"{message.DESCRIPTOR.name} has no {path}")
            here = here.fields_by_name[name].message_type
