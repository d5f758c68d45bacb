"""Frames in, numbers out: literacy, reach, access, gaps, equity, siting, progress. Nothing here reads, draws or remembers."""

from outreach.measures import access, bases, changes, duties, effect, equity, everything, gaps, kiosk, literacy, pairs, parameters, partitions, progress, reach, scenarios, siting, standing, town

__all__ = ["access", "bases", "changes", "duties", "effect", "equity", "everything", "gaps", "kiosk", "literacy", "pairs", "parameters", "partitions", "progress", "reach", "scenarios", "siting", "standing", "town"]
