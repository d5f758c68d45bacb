"""Frames and words in, exhibits out: altair and pydeck pictures of exactly the rows they come with.

A subject is imported when a page first asks for it: altair takes half a second, and a server can answer before it has it.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

__all__ = [
    "access",
    "bases",
    "briefing",
    "desk",
    "equity",
    "gaps",
    "ground",
    "hours",
    "kiosk",
    "literacy",
    "overview",
    "plan",
    "planner",
    "progress",
    "register",
    "returns",
    "siting",
    "since",
    "sources",
    "tiers",
    "town",
]


if TYPE_CHECKING:  # so that the type checker sees what a page calls
    from outreach.views import (
        access,
        bases,
        briefing,
        desk,
        equity,
        gaps,
        ground,
        hours,
        kiosk,
        literacy,
        overview,
        plan,
        planner,
        progress,
        register,
        returns,
        since,
        siting,
        sources,
        tiers,
        town,
    )
else:

    def __getattr__(name: str) -> ModuleType:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(f"{__name__} has no {name}")
