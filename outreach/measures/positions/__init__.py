"""Where bases may stand and what that makes of reach and access: expectations over their positions, with their ranges."""

from outreach.measures.positions import access, coverage, drawn, everything, expectations, ways

__all__ = ["access", "coverage", "drawn", "everything", "expectations", "ways"]
