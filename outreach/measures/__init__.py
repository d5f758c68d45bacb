"""Frames in, numbers out: literacy, reach, gaps, progress. Nothing here reads, draws or remembers."""

from outreach.measures import bases, gaps, literacy, progress, reach

__all__ = ["bases", "gaps", "literacy", "progress", "reach"]
