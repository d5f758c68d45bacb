"""Frames and words in, exhibits out: altair and pydeck pictures of exactly the rows they come with.

A subject is imported when a page first asks for it: altair takes half a second, and a server can answer before it has it.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that the type checker sees what a page calls
    from outreach.views import access as access
    from outreach.views import answers as answers
    from outreach.views import bases as bases
    from outreach.views import briefing as briefing
    from outreach.views import desk as desk
    from outreach.views import equity as equity
    from outreach.views import gaps as gaps
    from outreach.views import ground as ground
    from outreach.views import hours as hours
    from outreach.views import kiosk as kiosk
    from outreach.views import literacy as literacy
    from outreach.views import overview as overview
    from outreach.views import plan as plan
    from outreach.views import planner as planner
    from outreach.views import progress as progress
    from outreach.views import register as register
    from outreach.views import returns as returns
    from outreach.views import since as since
    from outreach.views import siting as siting
    from outreach.views import sources as sources
    from outreach.views import tiers as tiers
    from outreach.views import town as town
else:

    def __getattr__(name: str) -> ModuleType:
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            raise AttributeError(f"{__name__} has no {name}") from error
