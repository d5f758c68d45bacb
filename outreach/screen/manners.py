"""How a page is looked at: at a desk, in a room or at a touch screen; all that differs by it stands here."""

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.selection import Selection
from outreach.views import sizes
from outreach.views.sizes import Sizes
from outreach.vocabulary import Mode


@dataclass(frozen=True)
class Manner:
    """One way of looking at pages.

    framed: the menu stands at the side, with what can be searched, taken along and put together; on_stage: pages are played as
    slides; beside: what belongs together stands side by side, else under one another; leads_on: there are links to other
    pages; follows: the page is drawn anew when the files have changed.
    """

    sizes: Sizes
    framed: bool = False
    on_stage: bool = False
    beside: bool = True
    leads_on: bool = True
    follows: bool = True


MANNERS: Mapping[Mode, Manner] = {
    "browse": Manner(sizes.BROWSE, framed=True),
    "present": Manner(sizes.PRESENT, on_stage=True),
    "kiosk": Manner(sizes.KIOSK, beside=False, leads_on=False, follows=False),
}


def of(selection: Selection) -> Manner:
    """How this visitor looks at pages."""
    return MANNERS[selection.mode]
