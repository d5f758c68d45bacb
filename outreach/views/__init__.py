"""Frames and words in, exhibits out: altair and pydeck pictures of exactly the rows they come with."""

from outreach.views import access, bases, briefing, desk, equity, gaps, ground, kiosk, literacy, overview, plan, progress, siting, since, sources, tiers, town

__all__ = ["access", "bases", "briefing", "desk", "equity", "gaps", "ground", "kiosk", "literacy", "overview", "plan", "progress", "siting", "since", "sources", "tiers", "town"]
