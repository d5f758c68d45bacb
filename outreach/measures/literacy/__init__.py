"""How many adults of a town are science-literate, how sure that is, and where it stands on the plan's path."""

from outreach.measures.literacy import answers, estimates, makeup, modelled, path, ranks, stated, surveyed, towns, trend

__all__ = ["answers", "estimates", "makeup", "modelled", "path", "ranks", "stated", "surveyed", "towns", "trend"]
