"""Where bases may stand and what that makes of reach and access: expectations over their positions, with their ranges."""

from outreach.measures.positions import access, coverage, everything, expectations, simulation, ways

__all__ = ["access", "coverage", "everything", "expectations", "simulation", "ways"]
