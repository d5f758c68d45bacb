"""How far people have to go to the nearest outreach base, and how many have one in reach."""

from outreach.measures.reach import coverage, distances, located, people

__all__ = ["coverage", "distances", "located", "people"]
