"""What is written across a file whose figures are not counted ones."""

from collections.abc import Iterable

from outreach.views import palette
from outreach.views.exhibit import Credits
from outreach.words import Words


def text(credits: Iterable[Credits], say: Words) -> str:
    """The mark of a demonstration, else of modelled figures; empty where all figures are counted or stated."""
    stated = list(credits)
    if any(one.demonstration for one in stated):
        return say("exports.mark_demonstration")
    return say("exports.mark_modelled") if any("modelled" in one.kinds for one in stated) else ""


def colour(credits: Iterable[Credits]) -> str:
    """The mark's colour."""
    return palette.BASIS["demonstration" if any(one.demonstration for one in credits) else "modelled"]
