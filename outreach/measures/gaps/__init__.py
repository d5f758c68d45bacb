"""Which towns lack most, in what, and how far that depends on the weights one happens to choose."""

from outreach.measures.gaps import classes, index, robustness, tiers, towns

__all__ = ["classes", "index", "robustness", "tiers", "towns"]
