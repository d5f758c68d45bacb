"""Frames and words in, exhibits out: altair and pydeck pictures of exactly the rows they come with."""

from outreach.views import bases, gaps, ground, literacy, overview, progress, sources

__all__ = ["bases", "gaps", "ground", "literacy", "overview", "progress", "sources"]
